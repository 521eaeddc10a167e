/*!
What several articles tell of one thing, and where they do not agree.

[`tellings`] takes out of a reading what is needed to compare it, with the keys of the blocks in which it is compared.
[`reconcile`] reads one block and finds copies of one text, one event told by several, figures that agree or do not, what
is affirmed here and denied there, one agreement over time, and one person by several names. [`merge`] makes the findings of all
blocks one list. [`independence`] says how many sources tell something when echoes are left out, and [`Life`] how an
agreement went on.

All of it is a pure function of readings: no clock, no file, no order of input. So it runs over a ledger's changed blocks
or, sorted by key, on many machines, and comes to the same. Nothing is joined that tells the contrary of what it is joined
with in country, place, day, type or outcome, and every telling stays what it is: a [`Finding`] names rows, and changes none.

Cost grows as the number of tellings: within a block only so many are compared with each ([`reconcile`]).

```
use sayso_reconcile::{Finding, blocks, merge, reconcile, tellings};
use sayso_schema::{Document, Reading};

let text = "The two ministers signed the border accord on Wednesday after a night of talks. \
            Neither side said when the first posts would open.";
let readings = ["Herald", "Tribune"].map(|outlet| {
    let mut document = Document::new(outlet, format!("{text} {outlet} staff."));
    document.publisher = Some(outlet.to_owned());
    document.published = Some("2024-06-19".into());
    Reading::of(document)
});
let told: Vec<_> = readings.iter().flat_map(tellings).collect();
let found = merge(blocks(&told).iter().flat_map(|(block, told)| reconcile(block, told)));
assert!(matches!(found.as_slice(), [Finding::Same(copies)] if copies.rows.len() == 2));
```
*/
#![forbid(unsafe_code)]

mod agreements;
mod block;
mod blocks;
mod candidates;
mod claims;
mod cluster;
mod copies;
mod disputes;
mod entities;
mod events;
mod figures;
mod finding;
mod held;
mod independence;
mod life;
mod merge;
mod sketch;
mod statements;
mod taking;
mod telling;
mod words;

use std::borrow::Borrow;
use std::collections::BTreeMap;

pub use claims::{Alike, NEAREST, alike};
pub use finding::{Disagreement, Finding, Row, Same, SameKind};
pub use held::{Aspect, Common};
pub use independence::{Independence, Tie, Voices, independence};
pub use life::{Change, Correction, Life, LifeStage, Report};
pub use merge::merge;
pub use sketch::Sketch;
pub use taking::tellings;
pub use telling::{Amount, Days, Deed, Matter, Pact, Party, Polarity, Said, Site, Source, Step, Telling, Text, Thing};

/// What the tellings of one block come to, in an order of its own. The order of `tellings` makes no difference, nor does
/// one that stands there twice.
///
/// Up to 48 tellings are compared all with all. In a larger block each is compared with at most 16 in each of the at most
/// 20 smaller blocks that it falls into by what it names.
pub fn reconcile<T: Borrow<Telling>>(block: &str, tellings: &[T]) -> Vec<Finding> {
    let mut told: Vec<&Telling> = tellings.iter().map(Borrow::borrow).collect();
    told.sort_by(|one, other| (one.published, &one.row).cmp(&(other.published, &other.row)));
    told.dedup_by(|one, other| one.row == other.row);
    match block.split(':').next() {
        Some("c") => copies::reconcile(&told),
        Some("e") => events::reconcile(&told),
        Some("f") => figures::reconcile(&told),
        Some("s") => statements::reconcile(&told),
        Some("a") => agreements::reconcile(&told),
        Some("n") => entities::reconcile(&told),
        _ => Vec::new(),
    }
}

/// Tellings by block: what a ledger does with a table, and a cluster with a shuffle by key.
pub fn blocks(tellings: &[Telling]) -> BTreeMap<&str, Vec<&Telling>> {
    let mut blocks: BTreeMap<&str, Vec<&Telling>> = BTreeMap::new();
    for telling in tellings {
        for block in &telling.blocks {
            blocks.entry(block).or_default().push(telling);
        }
    }
    blocks
}
