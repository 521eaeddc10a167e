//! What figures are told by, and where what is measured stands.

use crate::{Defect, Entry};

use crate::events::WordClass;

/// What a word that figures are told by says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureWord {
    /// Whether it adds up or stands; `None` where that depends on what is measured.
    pub stands: Option<Stands>,
    /// Where what is measured stands; `None` where the number itself has it.
    pub of: Option<Measured>,
    /// Where the place of the measure stands, if an argument names it.
    pub place: Option<Argument>,
    /// `file:line word`.
    pub because: String,
}

/// Whether a figure adds up over a period or stands at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It adds up.
    Flow,
    /// It stands.
    Stock,
    /// What is done adds up, what has been done stands.
    Result,
}

/// Where what is measured stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// It is the verb's subject: "exports reached 5 billion".
    Subject,
    /// It is the verb's object, else its subject: "prices rose", "raised prices".
    Change,
    /// It stands after "in" or "of", else before the noun: "an increase in capacity".
    Inner,
    /// It stands after "of", and the noun is only its count: "the number of refugees".
    Counted,
    /// It is the noun itself: "a population of 5 million".
    Itself,
    /// It is what a marker is said of: "imports up 5 percent".
    Said,
}

/// An argument of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Argument {
    Subject,
    Object,
}

/// The word of a line, what it is, and what the line says of it.
pub(super) fn measure_word(entry: &Entry<'_, '_>) -> Result<((String, WordClass), MeasureWord), Defect> {
    let lemma = entry.required("lemma")?.to_lowercase();
    let class = match entry.required("pos")? {
        "verb" => WordClass::Verb,
        "noun" => WordClass::Noun,
        "marker" => WordClass::Marker,
        other => return Err(entry.defect(format!("`{other}` is no pos"), "use verb, noun or marker")),
    };
    let stands = match entry.get("kind") {
        None | Some("same") => None,
        Some("flow") => Some(Stands::Flow),
        Some("stock") => Some(Stands::Stock),
        Some("result") => Some(Stands::Result),
        Some(other) => {
            return Err(entry.defect(format!("`{other}` is no kind"), "use flow, stock, result or same"));
        }
    };
    let of = match entry.get("of") {
        None => None,
        Some("subj") => Some(Measured::Subject),
        Some("change") => Some(Measured::Change),
        Some("inner") => Some(Measured::Inner),
        Some("counted") => Some(Measured::Counted),
        Some("self") => Some(Measured::Itself),
        Some("said") => Some(Measured::Said),
        Some(other) => {
            return Err(entry.defect(
                format!("`{other}` says not where what is measured stands"),
                "use subj, change, inner, counted, self or said",
            ));
        }
    };
    let place = match entry.get("place") {
        None => None,
        Some("obj") => Some(Argument::Object),
        Some("subj") => Some(Argument::Subject),
        Some(other) => return Err(entry.defect(format!("`{other}` is no argument"), "use subj or obj")),
    };
    let because = entry.because(&lemma);
    Ok((
        (lemma, class),
        MeasureWord {
            stands,
            of,
            place,
            because,
        },
    ))
}
