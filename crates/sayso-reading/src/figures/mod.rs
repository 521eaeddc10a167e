//! How many of what.
//!
//! [`quantity`] reads the quantities that a sentence tells, with number, unit and bounds, and [`elliptic`] units that
//! are said with another quantity; [`count`] reads counts of people for events that kill and injure. Of each quantity,
//! [`counted`] finds what it counts or measures, by [`themes`], its [`phrase`] and the quantities beside it ([`again`]),
//! [`measure`] what it is told by and whose it is, [`period`] when and [`setting`] where it holds; [`about`] makes the rows.

mod about;
mod again;
mod age;
mod contest;
pub(crate) mod count;
mod counted;
mod elliptic;
mod excluded;
mod line;
mod measure;
pub(crate) mod number;
mod ordinal;
mod period;
mod phrase;
pub(crate) mod quantity;
mod range;
mod setting;
mod themes;
mod unit;

use sayso_schema::{Document, Figure, RowKind};

use crate::ids::Ids;
use crate::scene::Scene;

/// The figures of a document, in the order of the text, before events are found.
pub(crate) fn figures(scene: &Scene<'_, '_>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (sentence, tree) in scene.trees.iter().enumerate() {
        let quantities = quantity::quantities(scene, sentence);
        if !quantities.is_empty() {
            about::Told::new(scene, tree, sentence, &quantities).figures(&mut figures);
        }
    }
    figures.retain(|figure| !scene.is_credit(figure.span));
    number(scene.document, &mut figures);
    figures
}

/// Puts figures in the order of the text and gives them their ids, by where they stand. What an earlier call numbered
/// keeps its id, as long as it stands before others of its span.
pub(crate) fn number(document: &Document, figures: &mut [Figure]) {
    figures.sort_by_key(|figure| figure.span);
    let mut ids = Ids::new(document, RowKind::Figure);
    for figure in figures {
        figure.id = ids.next(&[figure.span]);
    }
}
