/*!
Keeps readings in one file and finds rows in them.

A [`Ledger`] is an SQLite file: every [`Reading`](sayso_schema::Reading) whole and packed, and beside it narrow tables of
what questions filter by. Documents are known by their text: adding one twice changes nothing, another text at the same
address is a new version of it, and the old one stays.

Packing a reading and taking its columns out is work for many threads ([`Packed::of`]); writing is one thread's, many
readings a transaction ([`Batch`]). What a batch has committed outlasts a kill and a power cut.

```
use sayso_ledger::{Access, Added, Edition, Ledger, Packed};
use sayso_schema::{Document, Reading};

let folder = tempfile::tempdir()?;
let mut ledger = Ledger::open(&folder.path().join("news.ledger"), Access::Create)?;
let edition = Edition { schema: "sayso/1".into(), program: "0.1".into(), weights: "en".into(), knowledge: "0".into() };
let reading = Reading::of(Document::new("border.txt", "The border stays open, he said."));

let mut batch = ledger.batch(&edition)?;
assert_eq!(batch.add(&Packed::of(&reading)?)?, Added::New);
assert_eq!(batch.add(&Packed::of(&reading)?)?, Added::Known);
batch.commit()?;
# Ok::<(), Box<dyn std::error::Error>>(())
```
*/
#![forbid(unsafe_code)]

pub mod ask;
mod batch;
mod check;

mod columns;
mod error;
mod index;
mod ledger;
mod migrations;
mod packed;

pub use batch::{Added, Batch};
pub use check::{Fault, check, faults};

pub use error::LedgerError;
pub use ledger::{Access, Edition, Known, Ledger};
pub use packed::Packed;
