/*!
English sentences, tags, lemmas, dependency trees and names, in safe Rust.

Text is cut into sentences and words by rule ([`segment`]); a small transformer then reads it once, several sentences
together, and answers all questions from that one reading: where sentences really end, universal and Penn tags,
features, lemmas, a Universal Dependencies tree, and the names of persons, organisations and places. Weights ship
inside the crate; nothing is downloaded.

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

Names are spans of words; further heads of the network come as [layers](Sentence::layers), one label a word:

```
use sayso_language::{Engine, NameKind};

let engine = Engine::english()?;
let sentences = engine.parser()?.parse("Officials in Paris said that talks with Ada Brenner had failed.");

let sentence = &sentences[0];
let person = sentence.names.iter().find(|name| name.kind == NameKind::Person).unwrap();
assert_eq!(sentence.tokens[person.last].form, "Brenner");
// Who says it, and which words say that it is said (PolNeAR's source and cue).
let (first, last, _) = sentence.layer("source").unwrap().spans()[0];
assert_eq!((first, last), (0, 2));
assert_eq!(sentence.layer("cue").unwrap().label(3), Some("B"));
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
pub use paragraphs::paragraph_spans;
pub use sentence::{Layer, Multiword, Name, NameKind, Sentence, Token, Upos};
pub use sentences::segment;
pub use weights::WeightsError;
