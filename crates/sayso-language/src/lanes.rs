//! Sixteen lanes of floats, in as many registers as the machine's vectors need for them.
//!
//! A [`Kernel`] is written once against [`Machine`] and compiled for every instruction set that `pulp` knows; the
//! widest that the machine has is picked at run time. Since there are sixteen lanes everywhere and no operation fuses
//! a multiplication and an addition, the results do not depend on which was picked. Registers are spelled out because
//! the compiler, left alone with loops over arrays of sixteen, gathers lane by lane across loop turns instead: four
//! times as slow in the frame around the products.

use std::ops::{Add, Div, Mul, Sub};

use pulp::{Arch, Simd, WithSimd};

/// Partial sums that every reduction keeps, whatever the machine's vector width.
pub(crate) const LANES: usize = 16;

/// Sixteen floats.
pub(crate) trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    fn min(self, other: Self) -> Self;
    fn max(self, other: Self) -> Self;
    /// The floats whose bits are these floats' bits shifted into the exponent.
    fn into_exponent(self) -> Self;
    fn store(self, to: &mut [f32; LANES]);
    /// The lowest byte of each float's bits.
    fn low_bytes(self) -> [u8; LANES];
    #[inline(always)]
    fn array(self) -> [f32; LANES] {
        let mut array = [0.0; LANES];
        self.store(&mut array);
        array
    }
}

/// An instruction set.
pub(crate) trait Machine: Copy {
    type Lanes: Lanes;
    fn splat(self, x: f32) -> Self::Lanes;
    fn load(self, from: &[f32; LANES]) -> Self::Lanes;
    #[inline(always)]
    fn load_integers(self, from: &[i32; LANES]) -> Self::Lanes {
        let mut floats = [0f32; LANES];
        for j in 0..LANES {
            floats[j] = from[j] as f32;
        }
        self.load(&floats)
    }
}

/// A loop over lanes. `run` and all that it calls must be `#[inline(always)]`.
pub(crate) trait Kernel {
    type Output;
    fn run<M: Machine>(self, machine: M) -> Self::Output;
}

/// Runs `kernel` compiled for the machine's widest vector instructions.
#[inline]
pub(crate) fn dispatch_kernel<K: Kernel>(kernel: K) -> K::Output {
    arch().dispatch(Sixteen(kernel))
}

/// Runs `f` compiled for the machine's widest vector instructions. Everything hot inside must be inlined into it.
#[inline]
pub(crate) fn dispatch<R>(f: impl FnOnce() -> R) -> R {
    arch().dispatch(f)
}

#[cfg(not(test))]
#[inline]
fn arch() -> Arch {
    Arch::new()
}

#[cfg(test)]
fn arch() -> Arch {
    every_arch::FORCED.get().unwrap_or_default()
}

struct Sixteen<K>(K);

impl<K: Kernel> WithSimd for Sixteen<K> {
    type Output = K::Output;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> K::Output {
        match S::F32_LANES {
            16 => self.0.run(Registers::<S, 1>(simd)),
            8 => self.0.run(Registers::<S, 2>(simd)),
            4 => self.0.run(Registers::<S, 4>(simd)),
            _ => self.0.run(Registers::<pulp::Scalar, 16>(pulp::Scalar::new())),
        }
    }
}

/// `N` registers of the instruction set `S` are sixteen lanes.
#[derive(Clone, Copy)]
struct Registers<S, const N: usize>(S);

#[derive(Clone, Copy)]
struct Held<S: Simd, const N: usize> {
    simd: S,
    parts: [S::f32s; N],
}

impl<S: Simd, const N: usize> Machine for Registers<S, N> {
    type Lanes = Held<S, N>;

    #[inline(always)]
    fn splat(self, x: f32) -> Held<S, N> {
        Held {
            simd: self.0,
            parts: [self.0.splat_f32s(x); N],
        }
    }

    #[inline(always)]
    fn load(self, from: &[f32; LANES]) -> Held<S, N> {
        let mut held = self.splat(0.0);
        held.parts.copy_from_slice(S::as_simd_f32s(from).0);
        held
    }
}

impl<S: Simd, const N: usize> Held<S, N> {
    #[inline(always)]
    fn zip(mut self, other: Self, f: impl Fn(S, S::f32s, S::f32s) -> S::f32s) -> Self {
        for i in 0..N {
            self.parts[i] = f(self.simd, self.parts[i], other.parts[i]);
        }
        self
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $simd:ident) => {
        impl<S: Simd, const N: usize> $trait for Held<S, N> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(
                    other,
                    #[inline(always)]
                    |s, a, b| s.$simd(a, b),
                )
            }
        }
    };
}
operator!(Add, add, add_f32s);
operator!(Sub, sub, sub_f32s);
operator!(Mul, mul, mul_f32s);
operator!(Div, div, div_f32s);

impl<S: Simd, const N: usize> Lanes for Held<S, N> {
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.zip(
            other,
            #[inline(always)]
            |s, a, b| s.min_f32s(a, b),
        )
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(
            other,
            #[inline(always)]
            |s, a, b| s.max_f32s(a, b),
        )
    }

    #[inline(always)]
    fn into_exponent(mut self) -> Self {
        let s = self.simd;
        for part in &mut self.parts {
            let bits = s.wrapping_dyn_shl_u32s(s.transmute_u32s_f32s(*part), s.splat_u32s(23));
            *part = s.transmute_f32s_u32s(bits);
        }
        self
    }

    #[inline(always)]
    fn store(self, to: &mut [f32; LANES]) {
        S::as_mut_simd_f32s(to).0.copy_from_slice(&self.parts);
    }

    #[inline(always)]
    fn low_bytes(self) -> [u8; LANES] {
        let floats = self.array();
        let mut bytes = [0; LANES];
        for j in 0..LANES {
            bytes[j] = floats[j].to_bits() as u8;
        }
        bytes
    }
}

/// Runs things once for each instruction set that the machine has.
#[cfg(test)]
pub(crate) mod every_arch {
    use std::cell::Cell;
    use std::fmt::Debug;

    use pulp::Arch;

    thread_local! {
        /// Taken in place of the widest instruction set.
        pub(super) static FORCED: Cell<Option<Arch>> = const { Cell::new(None) };
    }

    fn all() -> Vec<Arch> {
        let mut all = vec![Arch::Scalar, Arch::new()];
        #[cfg(target_arch = "x86_64")]
        all.extend(pulp::x86::V3::try_new().map(Arch::V3));
        all
    }

    /// What `f` gives, once it has given the same on every instruction set.
    pub(crate) fn same<R: PartialEq + Debug>(f: impl Fn() -> R) -> R {
        let given: Vec<R> = all()
            .into_iter()
            .map(|arch| {
                FORCED.set(Some(arch));
                f()
            })
            .collect();
        FORCED.set(None);
        assert!(given.windows(2).all(|pair| pair[0] == pair[1]), "{given:?}");
        given.into_iter().next().expect("there is always the scalar one")
    }

    /// The bits of floats, which compare where floats would not.
    pub(crate) fn bits(floats: &[f32]) -> Vec<u32> {
        floats.iter().map(|x| x.to_bits()).collect()
    }
}
