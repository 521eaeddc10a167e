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
// What kind of thing a noun speaks of.
assert_eq!(sentence.layer("nominal").unwrap().label(0), Some("person"));
# Ok::<(), Box<dyn std::error::Error>>(())
```

What sentences tell together is a [`Discourse`]: who says what, and which words speak of the same thing.

```
use sayso_language::Engine;

let engine = Engine::english()?;
let (sentences, discourse) = engine.parser()?.parse_discourse("Ada Brenner said that talks had failed.");

let said = &discourse.attributions[0];
let words = |w: sayso_language::Words| {
    let tokens = &sentences[w.first.sentence].tokens[w.first.word..=w.last.word];
    tokens.iter().map(|token| token.form.as_str()).collect::<Vec<_>>().join(" ")
};
assert_eq!(said.source.map(words).as_deref(), Some("Ada Brenner"));
assert_eq!(said.cue.map(words).as_deref(), Some("said"));
assert_eq!(words(said.content[0]), "that talks had failed");
# Ok::<(), Box<dyn std::error::Error>>(())
```

One [`Engine`] serves any number of threads; each takes a [`Parser`] of its own. The same text gives the same
answer in every run, whatever the thread count.
*/
#![forbid(unsafe_code)]

mod attention;
mod claims;
mod classes;
pub mod conllu;
mod context;
mod discourse;
mod encoder;
mod engine;
mod heads;
mod lanes;
mod layers;
mod lemmas;
mod linear;
mod names;
mod pairing;
mod paragraphs;
mod pieces;
mod sentence;
mod sentences;
mod sequence;
mod tokens;
mod tree;
mod vector;
mod weights;
mod windows;
mod wordlists;

pub use claims::{
    CLAIMS_FILE, CLAIMS_VARIABLE, ClaimEncoder, ClaimModelError, Embedding, NoClaimModel, NoEmbedding, find_claim_model,
};
pub use discourse::{Attribution, Discourse, Place, Words};
pub use engine::{Engine, LoadError, Parser, ThreadError};
pub use paragraphs::paragraph_spans;
pub use sentence::{Classes, Layer, Multiword, Name, NameKind, Sentence, Token, Upos};
pub use sentences::segment;
pub use weights::WeightsError;
