//! A text's meaning in 388 bytes.

/// Where a text lies among all others: a direction in 384 dimensions, kept in eight bits a number.
///
/// Rounding moves the closeness of two texts by less than 0.003. Two embeddings can only be compared if one model made
/// both ([`ClaimEncoder::name`](crate::ClaimEncoder::name)).
#[derive(Clone, PartialEq, Debug)]
pub struct Embedding {
    /// What the bytes are multiplied with so that the vector has length 1.
    scale: f32,
    numbers: [i8; Embedding::WIDTH],
}

/// Bytes that are no embedding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found} bytes are no embedding of a claim, which has {expected} and length 1; embed the text anew", expected = Embedding::BYTES)]
pub struct NoEmbedding {
    found: usize,
}

impl Embedding {
    /// How many numbers it has.
    pub const WIDTH: usize = 384;
    /// How many bytes [`Self::to_bytes`] gives.
    pub const BYTES: usize = size_of::<f32>() + Self::WIDTH;

    /// The direction of `vector`. One without a direction (all zero, or not finite) gets an arbitrary one.
    pub(crate) fn new(vector: &[f32; Self::WIDTH]) -> Self {
        let most = vector.iter().fold(0f32, |most, x| most.max(x.abs()));
        let mut numbers = [0; Self::WIDTH];
        if most.is_finite() && most > f32::MIN_POSITIVE {
            for (number, x) in numbers.iter_mut().zip(vector) {
                *number = (x / most * 127.0).round() as i8;
            }
        }
        if numbers.iter().all(|n| *n == 0) {
            numbers[0] = 127;
        }
        Self {
            scale: scale_of(&numbers),
            numbers,
        }
    }

    /// How close the two texts are in meaning: the cosine, 1 for the same, around 0 for texts that have nothing to do
    /// with each other. Never beyond -1 and 1.
    pub fn closeness(&self, other: &Self) -> f32 {
        let mut sum = 0i32;
        for (a, b) in self.numbers.iter().zip(&other.numbers) {
            sum += i32::from(*a) * i32::from(*b);
        }
        // The scales first: so it is the same both ways round.
        (sum as f32 * (self.scale * other.scale)).clamp(-1.0, 1.0)
    }

    /// The scale, little-endian, then the numbers.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let (scale, numbers) = bytes.split_at_mut(size_of::<f32>());
        scale.copy_from_slice(&self.scale.to_le_bytes());
        for (byte, number) in numbers.iter_mut().zip(self.numbers) {
            *byte = number.cast_unsigned();
        }
        bytes
    }

    /// From what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    /// For bytes that it cannot have given.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoEmbedding> {
        let refused = NoEmbedding { found: bytes.len() };
        let (scale, rest) = bytes.split_first_chunk().ok_or(refused)?;
        let rest: &[u8; Self::WIDTH] = rest.try_into().map_err(|_| refused)?;
        let embedding = Self {
            scale: f32::from_le_bytes(*scale),
            numbers: rest.map(u8::cast_signed),
        };
        // Bits, since no scale is found for nothing but zeros.
        let whole = embedding.scale.to_bits() == scale_of(&embedding.numbers).to_bits();
        whole
            .then_some(embedding)
            .filter(|e| e.scale.is_finite())
            .ok_or(refused)
    }
}

/// What makes a vector of these numbers one of length 1.
fn scale_of(numbers: &[i8; Embedding::WIDTH]) -> f32 {
    let squares: i32 = numbers.iter().map(|n| i32::from(*n) * i32::from(*n)).sum();
    1.0 / (squares as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cosine(a: &[f32; Embedding::WIDTH], b: &[f32; Embedding::WIDTH]) -> f64 {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    }

    fn vector() -> impl Strategy<Value = [f32; Embedding::WIDTH]> {
        let numbers = proptest::collection::vec(-1.0f32..1.0, Embedding::WIDTH);
        numbers.prop_map(|v| v.try_into().expect("there are 384"))
    }

    proptest! {
        #[test]
        fn closeness_is_the_cosine(a in vector(), b in vector(), share in 0f32..1.0) {
            let mut mixed = [0.0; Embedding::WIDTH];
            for (m, (a, b)) in mixed.iter_mut().zip(a.iter().zip(&b)) {
                *m = a * share + b * (1.0 - share);
            }
            let (x, y) = (Embedding::new(&a), Embedding::new(&mixed));
            prop_assert!((f64::from(x.closeness(&y)) - cosine(&a, &mixed)).abs() < 3e-3);
            prop_assert_eq!(x.closeness(&y).to_bits(), y.closeness(&x).to_bits());
        }

        #[test]
        fn bytes_come_back(a in vector()) {
            let embedding = Embedding::new(&a);
            prop_assert_eq!(Embedding::from_bytes(&embedding.to_bytes()), Ok(embedding));
        }

        #[test]
        fn other_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(Embedding::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn vectors_without_a_direction_have_an_embedding() {
        for x in [0.0, f32::NAN, f32::INFINITY, 1e-45] {
            let embedding = Embedding::new(&[x; Embedding::WIDTH]);
            assert!((embedding.closeness(&embedding) - 1.0).abs() < 1e-6, "{x}");
            assert_eq!(Embedding::from_bytes(&embedding.to_bytes()), Ok(embedding));
        }
        assert!(Embedding::from_bytes(&[0; Embedding::BYTES]).is_err());
        // What no numbers give a scale for.
        let mut bytes = [0; Embedding::BYTES];
        bytes[..4].copy_from_slice(&f32::INFINITY.to_le_bytes());
        assert!(Embedding::from_bytes(&bytes).is_err());
    }
}
