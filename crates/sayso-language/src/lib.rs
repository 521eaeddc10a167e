#![forbid(unsafe_code)]

mod sentence;

pub use sentence::{Multiword, Name, NameKind, Sentence, Token, Upos};
