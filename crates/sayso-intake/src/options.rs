//! What a caller may set: known metadata, and how much of a hostile input is too much.

/// What is known of the articles beforehand, and the limits that hold while they are taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The day or time of publication, in any form that [`crate::iso_date`] reads; wins over the input's own.
    pub published: Option<String>,
    /// The outlet; wins over the input's own.
    pub publisher: Option<String>,
    /// The headline; wins over the input's own.
    pub title: Option<String>,
    /// How much is too much.
    pub limits: Limits,
}

/// How much is too much. The defaults let every real article through and stop a bomb in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// `max-document`: bytes of one article as it comes (one file, or one record of a JSON file), unpacked. This is
    /// also the longest line of a JSONL file.
    pub document: u64,
    /// `max-unpacked`: bytes that one compressed file may unpack to.
    pub unpacked: u64,
    /// `max-ratio`: how many times its size a compressed file may unpack to, once it has unpacked to
    /// [`Limits::RATIO_FROM`].
    pub ratio: u64,
    /// `max-html`: bytes of one HTML page. The mean news page has 0.16 MB; a parsed page takes 10 to 70 times its size.
    pub html: u64,
    /// `max-html-depth`: how deep elements of a page may nest. Browsers build 512 deep, news pages some 40.
    pub html_depth: u64,
    /// `max-html-elements`: how many elements a page may come to.
    pub html_elements: u64,
}

impl Limits {
    /// Bytes that any compressed file may unpack to before its ratio counts: 8 MiB.
    pub const RATIO_FROM: u64 = 8 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: 64 << 20,
            unpacked: 64 << 30,
            ratio: 200,
            html: 8 << 20,
            html_depth: 256,
            html_elements: 100_000,
        }
    }
}
