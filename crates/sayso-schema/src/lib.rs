/*!
The vocabulary of sayso's ledger.

A [`Reading`] is what one [`Document`] comes to: entities and five kinds of row, each tied to the exact
characters that it came from. Every type here serialises to the `sayso/1` JSON that `sayso read` prints and
that `sayso schema` describes.

Three rules hold for every row:

- its [`Span`] counts Unicode characters of [`Document::text`], and `text` is what stands there, verbatim;
- its [`RowId`] is a hash of document, kind and spans: the same in every run, on every machine;
- absent is absent: what the text does not tell is `null`, never guessed from elsewhere.

```
use sayso_schema::{RowId, RowKind, Span};

let id = RowId::of("b3f0…", RowKind::Statement, &[Span::new(4, 20)], 0);
assert_eq!(id, RowId::of("b3f0…", RowKind::Statement, &[Span::new(4, 20)], 0));
assert!(id.as_str().starts_with("st-"));
```
*/
#![forbid(unsafe_code)]

mod agreement;
mod date;
mod dispute;
mod document;
mod entity;
mod event;
mod figure;
mod reading;
mod row;
mod span;
mod statement;

pub use agreement::{Agreement, Ambit, Citation, Duty, Provision, ProvisionClass, Stage, StageKind, StageStatus};
pub use date::{Basis, Date};
pub use dispute::{Comparison, Difference, Dispute, DisputeType};
pub use document::{Dateline, Document, Guessed};
pub use entity::{Entity, EntityType, Mention, MentionForm};
pub use event::{Event, EventFactuality, EventLink, EventLinkKind, Participant, Place, PlacePrecision};
pub use figure::{AsWritten, Figure, FigureKind, Measure, MeasureKind};
pub use reading::{Reading, SCHEMA, json_schema};
pub use row::{Because, RowId, RowKind};
pub use span::{Passage, Span};
pub use statement::{Act, Distancing, FactValue, Factuality, Link, LinkKind, Quotation, Statement, Voice};
