/*!
From sentences to a reading: who says what, how sure, and who and what it is about.

[`read`] is a pure function of a document, its sentences and what is known; it keeps nothing and asks nobody. Each
question is a module: [`entities`] finds who and what is spoken of, [`statements`] who says what. What they look for
is not written here but in `knowledge/`: rules are laid on trees by [`matching`], and [`factuality`] weighs modals and
negations from a lexicon.

```no_run
use sayso_knowledge::Knowledge;
use sayso_schema::Document;

# fn parsed(_: &str) -> (Vec<sayso_language::Sentence>, sayso_language::Discourse) { Default::default() }
let document = Document::new("note.txt", "Officials said talks had failed.");
let (sentences, discourse) = parsed(&document.text);
let reading = sayso_reading::read(document, &sentences, &discourse, &Knowledge::embedded()?);
for statement in &reading.statements {
    println!("{:?}: {:?}", statement.chain, statement.content);
}
# Ok::<(), sayso_knowledge::Defect>(())
```
*/
#![forbid(unsafe_code)]

use sayso_knowledge::Knowledge;
use sayso_language::{Discourse, Sentence};
use sayso_schema::{Document, Reading};

use tree::Tree;

mod agreements;
#[cfg(test)]
mod any_tree;
mod disputes;
mod entities;
mod events;
mod factuality;
mod figures;
mod grammar;
mod ids;
mod located;
mod matching;
mod places;
mod said;
mod scene;
mod statements;
mod text;
mod times;
mod tree;
mod whose;

pub use places::{Toponym, places};
pub use times::{TimeExpression, TimeKind, times};

/// Reads a document. `sentences` are those of `document.text`, in order, as the language engine makes them, and
/// `discourse` is what it found across them; without any, rules alone read who says what.
///
/// It takes any sentences, however odd their trees: what cannot be told is absent from the reading.
pub fn read(document: Document, sentences: &[Sentence], discourse: &Discourse, knowledge: &Knowledge) -> Reading {
    let entities = entities::entities(&document, sentences, discourse, knowledge);
    let trees: Vec<Tree<'_>> = sentences.iter().map(Tree::new).collect();
    let mut statements = statements::statements(&document, &trees, discourse, &entities, knowledge);
    let times = times::times(&document, sentences, knowledge);
    let places = places::places(&document, sentences, &entities, knowledge);
    said::date(&mut statements, &trees, &times);
    let told = scene::Told {
        entities: &entities,
        statements: &statements,
        times: &times,
        places: &places,
    };
    let scene = scene::Scene::new(&document, &trees, told, knowledge);
    let mut figures = figures::figures(&scene);
    let events = events::events(&scene, &mut figures);
    let agreements = agreements::agreements(&scene);
    let disputes = disputes::disputes(&scene, &figures, &agreements);
    let mut reading = Reading::of(document);
    reading.agreements = agreements;
    reading.disputes = disputes;
    reading.events = events;
    reading.figures = figures;
    reading.entities = entities;
    reading.statements = statements;
    reading
}
