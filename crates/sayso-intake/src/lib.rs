/*!
Bytes to [`Document`](sayso_schema::Document)s.

Two stages, so that a program can list its inputs on one thread and work on many:

1. [`Intake`] walks files, folders and standard input and yields [`RawDocument`]s, lazily and in a fixed order. A JSONL
   file or a web archive of any size is read an article at a time, a compressed one is unpacked as it is read.
2. [`RawDocument::into_document`] decodes one of them, takes the article out of its page, and finds headline, byline,
   outlet, dateline and date.

An error names its path and line, what was wrong and what to do, and ends no more than the record or file it names.

```
use sayso_intake::{Intake, Options};

let news = "{\"text\": \"Harbour reopens\\n\\nIt did, Ann Lee said.\\nBy Bo Ek\"}\n{\"title\": \"no text\"}\n";
let options = Options::default();
let mut documents = Intake::new(["-"], &options)
    .with_stdin(news.as_bytes())
    .map(|raw| raw.and_then(|raw| raw.into_document(&options)));

let document = documents.next().expect("a first record")?;
assert_eq!(document.title.as_deref(), Some("Harbour reopens"));
assert_eq!(document.byline.as_deref(), Some("Bo Ek"));

let error = documents.next().expect("a second record").expect_err("it has no text");
assert_eq!(error.to_string(), "-:2: the record has no field `text`; put the article's text there");
# Ok::<(), sayso_intake::IntakeError>(())
```
*/
#![forbid(unsafe_code)]

mod byline;
mod date;
mod dateline;
mod decode;
mod document;
mod error;
mod feed;
mod format;
mod html;
mod http;
mod json;
mod mail;
mod ninjs;
mod options;
mod page_facts;
mod page_guard;
mod pdf;
mod self_report;
mod shape;
mod source;
mod unpack;
mod utf16;
mod warc;
mod words;

pub use date::iso_date;
pub use error::{IntakeError, Place};
pub use format::Format;
pub use html::{Article, extract_article};
pub use options::{Limits, Options};
pub use source::{Intake, RawDocument};
