/*!
English sentences, tags, lemmas, dependency trees and names, in safe Rust.

Text is cut into sentences and words by rule ([`segment`]); a small transformer then reads every sentence once and
answers all questions from that one reading: universal and Penn tags, features, lemmas, a Universal Dependencies
tree, and the names of persons, organisations and places. Weights ship inside the crate; nothing is downloaded.

```
use sayso_language::Engine;

let engine = Engine::english()?;
let mut parser = engine.parser()?;
let sentences = parser.parse("Kyiv has denied the report. Officials met on Monday.");

let first = &sentences[0];
let root = first.tokens.iter().find(|t| t.head.is_none()).unwrap();
assert_eq!(root.lemma, "deny");
let subject = first.tokens.iter().find(|t| &*t.deprel == "nsubj").unwrap();
assert_eq!(subject.form, "Kyiv");
# Ok::<(), Box<dyn std::error::Error>>(())
```

One [`Engine`] serves any number of threads; each takes a [`Parser`] of its own. The same text gives the same
answer in every run, whatever the thread count.
*/
#![forbid(unsafe_code)]

mod attention;
pub mod conllu;
mod encoder;
mod engine;
mod heads;
mod lanes;
mod lemmas;
mod linear;
mod names;
mod paragraphs;
mod pieces;
mod sentence;
mod sentences;
mod tokens;
mod tree;
mod vector;
mod weights;
mod windows;
mod wordlists;

pub use engine::{Engine, LoadError, Parser, ThreadError};
pub use sentence::{Layer, Multiword, Name, NameKind, Sentence, Token, Upos};
pub use sentences::segment;
pub use weights::WeightsError;
