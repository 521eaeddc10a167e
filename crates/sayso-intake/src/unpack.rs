//! Decompression as a stream, with a hand on the brake: a compressed file may not unpack to more than its limits.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::options::Limits;

/// A way in which files are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstandard,
    /// RFC 1950, as in HTTP's `deflate`; never a file's.
    Zlib,
    /// RFC 1951, which some servers send as `deflate`; never a file's.
    Deflate,
}

impl Packing {
    /// By the last extension of a file name.
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "gz" => Some(Self::Gzip),
            "zst" => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// By the first bytes (RFC 1952 §2.3.1; RFC 8878 §3.1.1).
    pub(crate) fn of_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstandard),
            _ => None,
        }
    }
}

/// A limit that unpacking ran into; travels inside an [`io::Error`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum LimitHit {
    Ratio(u64),
    Unpacked(u64),
}

impl fmt::Display for LimitHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ratio(ratio) => write!(f, "unpacks to more than {ratio} times its size"),
            Self::Unpacked(limit) => write!(f, "unpacks to more than {limit} bytes"),
        }
    }
}

impl std::error::Error for LimitHit {}

/// `packed`, unpacked as it is read, within `limits`. Several gzip members or Zstandard frames read as one.
pub(crate) fn unpack<'a>(
    packed: impl Read + Send + 'a,
    packing: Packing,
    limits: &Limits,
) -> io::Result<Box<dyn BufRead + Send + 'a>> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted {
        inner: packed,
        count: Arc::clone(&taken),
    });
    let unpacked: Box<dyn Read + Send + 'a> = match packing {
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(counted)),
        Packing::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(counted)?),
        Packing::Zlib => Box::new(flate2::bufread::ZlibDecoder::new(counted)),
        Packing::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(counted)),
    };
    let braked = Braked {
        inner: unpacked,
        given: 0,
        taken,
        ratio: limits.ratio,
        limit: limits.unpacked,
    };
    Ok(Box::new(BufReader::with_capacity(64 << 10, braked)))
}

/// Counts the bytes that pass.
struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Fails once too much has come out for what went in.
struct Braked<'a> {
    inner: Box<dyn Read + Send + 'a>,
    given: u64,
    taken: Arc<AtomicU64>,
    ratio: u64,
    limit: u64,
}

impl Read for Braked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.given += n as u64;
        if self.given > self.limit {
            return Err(io::Error::other(LimitHit::Unpacked(self.limit)));
        }
        if self.given > Limits::RATIO_FROM && self.given / self.ratio.max(1) > self.taken.load(Ordering::Relaxed) {
            return Err(io::Error::other(LimitHit::Ratio(self.ratio)));
        }
        Ok(n)
    }
}
