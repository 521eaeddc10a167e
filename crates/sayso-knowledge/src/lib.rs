/*!
What sayso knows of the world and of English, as data: lexicons and rules from `knowledge/`, read and checked.

Knowledge is files that a person can read and edit: [`Table`]s of one entry a line. The files ship inside the
program; a user's folder of the same layout adds to them. Every entry keeps its file and line, so that a row of the
ledger can say which line made it, and a wrong row leads to a line to mend.

```
let knowledge = sayso_knowledge::Knowledge::embedded()?;
# Ok::<(), sayso_knowledge::Defect>(())
```
*/
#![forbid(unsafe_code)]

use std::path::Path;

mod defect;
mod sources;
mod table;

pub use defect::Defect;
pub use sources::{Embedded, Sources};
pub use table::{Entry, Table};

/// The files of every area, as they ship. A new area adds its list here and its field to [`Knowledge`].
const AREAS: &[&[Embedded]] = &[];

/// Everything that readings rest on.
#[derive(Clone, Debug)]
pub struct Knowledge {}

impl Knowledge {
    /// What ships with the program.
    ///
    /// # Errors
    /// When a file that ships is at fault; the tests load them all, so a release never has one.
    pub fn embedded() -> Result<Self, Defect> {
        Self::load(&Sources::embedded(AREAS))
    }

    /// What ships with the program, then the entries of a user's folder laid out as `knowledge/` is. Where both say
    /// something of one word, the user's word counts.
    ///
    /// # Errors
    /// When the folder cannot be read, holds a file that no reading would use, or a line of one is at fault.
    pub fn with_dir(dir: &Path) -> Result<Self, Defect> {
        let mut sources = Sources::embedded(AREAS);
        sources.add_dir(dir)?;
        Self::load(&sources)
    }

    fn load(_sources: &Sources) -> Result<Self, Defect> {
        Ok(Self {})
    }
}
