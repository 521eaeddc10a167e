/*!
Reads news articles and writes down who says what happened.

A [`Reader`] holds what reading needs, loaded once: the neural engine with its weights and the lexicons and rules,
all inside the program. It turns a [`Document`](schema::Document) into a [`Reading`](schema::Reading), the rows
that `sayso read` prints.

```
use sayso::Reader;
use sayso::schema::Document;

let reader = Reader::english()?;
let text = "Syldavia's foreign minister said on Monday that the border would stay open.";
let reading = reader.read(Document::new("border.txt", text))?;

for statement in &reading.statements {
    for content in &statement.content {
        println!("{:?} {}", statement.act, content.text);
    }
}
# Ok::<(), Box<dyn std::error::Error>>(())
```

Files, folders, web pages and packed streams become documents in [`intake`]. To read many documents, give each
thread a [`Worker`] of its own from [`Reader::worker`] and keep it.

The crates behind this one are usable alone and are re-exported here under short names. A program that does without
the command line leaves its dependencies out with `default-features = false`.
*/
#![forbid(unsafe_code)]

mod reader;

pub use reader::{ReadError, Reader, Worker};
pub use {
    sayso_intake as intake, sayso_knowledge as knowledge, sayso_language as language, sayso_reading as reading,
    sayso_schema as schema,
};
