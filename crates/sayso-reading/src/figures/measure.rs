//! What a quantity is told by, whether it adds up over a period or stands at a time, and whose it is.

use sayso_knowledge::figures::{Measured, Stands};
use sayso_language::Upos;
use sayso_schema::{MeasureKind, RowId};

use super::about::Told;
use super::counted::Counted;
use super::quantity::Quantity;
use crate::grammar::{is_passive, lower, related, subject};

/// Words that are followed up the tree to what is said.
const MOST_STEPS: usize = 8;

/// What a quantity is told by.
pub(super) struct ToldBy<'k> {
    /// The verb, noun or nominal predicate.
    pub(super) predicate: Option<usize>,
    /// The verb or predicate of the clause.
    pub(super) clause: Option<usize>,
    pub(super) kind: MeasureKind,
    /// The line of knowledge that says so.
    pub(super) line: Option<&'k str>,
}

impl Told<'_, '_> {
    pub(super) fn told_by(&self, quantity: &Quantity, counted: &Counted) -> ToldBy<'_> {
        let seat = self.seat(quantity);
        let clause = counted.verb.or_else(|| self.clause(seat));
        // "a population of 5 million": the noun says what the number is.
        let holder = counted.measure.filter(|_| counted.verb.is_none());
        let holder = holder.filter(|&noun| self.measure_noun(noun).is_some());
        let noun = counted
            .measure
            .or(counted.noun)
            .and_then(|noun| self.measure_noun(noun));
        if let Some((noun, word)) = holder.zip(noun) {
            return ToldBy {
                predicate: Some(noun),
                clause,
                kind: kind_of(word.stands).unwrap_or(MeasureKind::Flow),
                line: Some(&word.because),
            };
        }
        let Some(verb) = clause else {
            let named = counted.noun.filter(|&noun| {
                let word = self.measure_noun(noun);
                word.is_some_and(|word| word.of != Some(Measured::Counted))
            });
            return ToldBy {
                predicate: named,
                clause: None,
                kind: noun.and_then(|word| kind_of(word.stands)).unwrap_or(MeasureKind::Flow),
                line: noun.map(|word| word.because.as_str()),
            };
        };
        let is_verb = matches!(self.tree.token(verb).upos, Upos::Verb | Upos::Aux);
        let word = self.measure_verb(verb).filter(|_| is_verb);
        let kind = match word.and_then(|word| word.stands) {
            Some(Stands::Flow) => MeasureKind::Flow,
            Some(Stands::Stock) => MeasureKind::Stock,
            Some(Stands::Result) if self.is_result(verb) => MeasureKind::Stock,
            Some(Stands::Result) => MeasureKind::Flow,
            None if is_verb && word.is_none() => {
                if self.goes_on(verb) {
                    MeasureKind::Stock
                } else {
                    MeasureKind::Flow
                }
            }
            // "rose 5 percent", "rose by 5 percent": what is added, not what it comes to.
            None if word.is_some_and(|word| word.of == Some(Measured::Change)) && self.is_change(seat) => {
                MeasureKind::Flow
            }
            None => {
                let other = if is_verb { MeasureKind::Flow } else { MeasureKind::Stock };
                noun.and_then(|word| kind_of(word.stands)).unwrap_or(other)
            }
        };
        let line = word.map(|word| word.because.as_str());
        ToldBy {
            predicate: Some(verb),
            clause,
            kind,
            line: line.or(noun.map(|word| word.because.as_str())),
        }
    }

    /// The verb or predicate of the clause that a word stands in.
    fn clause(&self, from: usize) -> Option<usize> {
        let tree = self.tree;
        let mut at = from;
        for _ in 0..MOST_STEPS {
            let predicate = tree.child(at, "cop").is_some();
            if predicate && at != from || tree.token(at).upos == Upos::Verb && self.quantity_at(at).is_none() {
                return Some(at);
            }
            // "there are 200 people": the copula itself is the verb.
            let head = tree.head(at)?;
            if tree.token(head).upos == Upos::Aux && tree.token(head).relation() != "aux" {
                return Some(head);
            }
            at = head;
        }
        None
    }

    /// Whether what a verb did still stands: "have been deployed", "are registered", "were registered as of April".
    fn is_result(&self, verb: usize) -> bool {
        let tree = self.tree;
        let auxiliary = |forms: &[&str]| {
            let all = related(tree, verb, &["aux"]).into_iter();
            all.into_iter().any(|word| forms.contains(&&*lower(tree, word)))
        };
        let perfect = auxiliary(&["have", "has", "'ve", "’ve", "'s", "’s"]) || auxiliary(&["had"]);
        let passive = is_passive(tree, verb);
        let present = passive && auxiliary(&["is", "are", "'re", "’re"]) && !auxiliary(&["being"]);
        let standing = passive
            && self.scene.times(self.sentence).iter().any(|time| {
                let top = tree.top(time.first, time.last.min(tree.len().saturating_sub(1)));
                tree.head(top) == Some(verb) && self.opens_as_of(top)
            });
        // "students registered at the school"
        let bare = passive && tree.token(verb).relation() == "acl";
        perfect || present || standing || bare
    }

    /// Whether a quantity says by how much something changes.
    fn is_change(&self, seat: usize) -> bool {
        let mark = related(self.tree, seat, &["case"]).first().copied();
        mark.is_none_or(|mark| lower(self.tree, mark) == "by")
    }

    /// "as of April", "by April"
    fn opens_as_of(&self, time: usize) -> bool {
        let marks = related(self.tree, time, &["case", "mark"]);
        marks
            .first()
            .is_some_and(|&mark| matches!(&*lower(self.tree, mark), "as" | "by" | "until"))
    }

    /// "are being trained": what goes on stands.
    fn goes_on(&self, verb: usize) -> bool {
        let progressive = &*self.tree.token(verb).xpos == "VBG";
        let be = |word: &usize| {
            matches!(
                &*lower(self.tree, *word),
                "is" | "are" | "was" | "were" | "'re" | "being"
            )
        };
        let auxiliaries = related(self.tree, verb, &["aux"]);
        progressive && auxiliaries.iter().any(be) || auxiliaries.iter().any(|&word| lower(self.tree, word) == "being")
    }

    /// Whose a figure is: who does what the verb tells to what is counted, or the owner of what is measured.
    pub(super) fn actor(&self, counted: &Counted, told: &ToldBy<'_>) -> Option<RowId> {
        let tree = self.tree;
        let own = [counted.measure, counted.noun].into_iter().flatten();
        let owner = own
            .into_iter()
            .find_map(|noun| related(tree, noun, &["nmod:poss"]).first().copied());
        let entity = |word: usize| {
            self.scene
                .entity_at(self.sentence, word)
                .map(|entity| entity.id.clone())
        };
        if let Some(owner) = owner.and_then(entity) {
            return Some(owner);
        }
        let verb = told.clause.filter(|&verb| tree.token(verb).upos == Upos::Verb)?;
        let subject = subject(tree, verb)?;
        let counts = |noun: Option<usize>| noun.is_some_and(|noun| tree.dominates(subject, noun));
        if counts(counted.noun) || counts(counted.measure) || self.quantity_at(subject).is_some() {
            return None;
        }
        entity(subject)
    }
}

fn kind_of(stands: Option<Stands>) -> Option<MeasureKind> {
    match stands? {
        Stands::Stock => Some(MeasureKind::Stock),
        Stands::Flow | Stands::Result => Some(MeasureKind::Flow),
    }
}
