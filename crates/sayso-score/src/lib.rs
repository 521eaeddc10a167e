//! Scores what sayso makes of a text against public corpora, each by its own published metric. A scorer reads a gold
//! file or folder, runs the engine on its text, never on its answers, and returns figures as fractions of 1.
#![forbid(unsafe_code)]

pub mod agreements;
pub mod attribution;
pub mod claims;
pub mod coref;
pub mod entities;
mod error;
pub mod events;
pub mod figures;
pub mod html;
pub mod muc4;
pub mod newswire;
pub mod places;
pub mod quad;
pub mod sources;
mod tally;
pub mod time;
pub mod ud;

pub use error::ScoreError;
