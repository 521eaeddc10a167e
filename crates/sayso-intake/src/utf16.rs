//! JSON files in UTF-16, as some shells write them: turned into UTF-8 as they are read, since lines and braces are
//! looked for in bytes.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

/// The encoding that a byte order mark names, unless it is UTF-8.
pub(crate) fn by_mark(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head)
        .map(|(encoding, _)| encoding)
        .filter(|&encoding| encoding != UTF_8)
}

/// The start of a UTF-16 stream in UTF-8, for looking at.
pub(crate) fn head_as_utf8(head: &[u8]) -> Option<Vec<u8>> {
    by_mark(head).map(|encoding| encoding.decode_with_bom_removal(head).0.into_owned().into_bytes())
}

/// Decodes to UTF-8 while reading, and drops the byte order mark.
pub(crate) struct Utf16Reader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf16Reader<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self {
            inner,
            decoder,
            raw: vec![0; 16 << 10],
            decoded: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        let n = self.inner.read(&mut self.raw)?;
        self.ended = n == 0;
        let raw = self.raw.get(..n).unwrap_or_default();
        let room = self
            .decoder
            .max_utf8_buffer_length(n)
            .unwrap_or(n.saturating_mul(3) + 16);
        self.decoded.resize(room, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.decoded, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.decoded.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() && !self.ended {
            self.refill()?;
        }
        let ready = self.decoded.get(self.given..).unwrap_or_default();
        let n = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), ready.get(..n)) {
            to.copy_from_slice(from);
        }
        self.given += n;
        Ok(n)
    }
}
