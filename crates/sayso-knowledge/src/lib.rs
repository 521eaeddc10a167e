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

pub mod agreements;
pub mod attribution;
mod defect;
pub mod disputes;
pub mod entities;
pub mod events;
pub mod figures;
mod inflect;
pub mod petrarch;
mod phrase;
pub mod places;
pub mod rules;
mod sources;
mod table;
pub mod times;
mod words;

pub use defect::Defect;
pub use phrase::Phrase;
pub use sources::{Embedded, Sources};
pub use table::{Entry, Table};
pub use words::{act_name, kind_name};

/// The files of every area, as they ship. A new area adds its list here and its field to [`Knowledge`].
const AREAS: &[&[Embedded]] = &[
    agreements::FILES,
    agreements::provisions::FILES,
    agreements::stages::FILES,
    attribution::FILES,
    disputes::FILES,
    entities::FILES,
    events::FILES,
    figures::FILES,
    places::FILES,
    times::FILES,
];

/// Every file that ships: its path relative to `knowledge/` and its content, for who wants to show a line of one.
pub fn embedded_files() -> impl Iterator<Item = Embedded> {
    AREAS.iter().copied().flatten().copied()
}

/// Everything that readings rest on.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// Who says what, and how sure: cues and rules.
    pub attribution: attribution::Attribution,
    /// Known names, and words for who and what.
    pub entities: entities::EntityLexicon,
    /// What acts there are, and which words name them.
    pub events: events::EventLexicon,
    /// Words of time.
    pub times: times::TimeLexicon,
    /// Where places are.
    pub places: places::Places,
    /// How quantities are told.
    pub figures: figures::FigureLexicon,
    /// What is agreed, and how that is told.
    pub agreements: agreements::AgreementLexicon,
    /// How one figure is set against another.
    pub disputes: disputes::DisputeLexicon,
}

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

    /// Adds the event types of a user's file.
    ///
    /// # Errors
    /// When the file cannot be read or is no such file; then nothing of it is added.
    pub fn add_events(&mut self, file: &Path) -> Result<(), events::OntologyError> {
        let text = std::fs::read_to_string(file).map_err(|cause| events::OntologyError::Unreadable {
            file: file.display().to_string(),
            cause,
        })?;
        self.events.add_ontology(&file.display().to_string(), &text)
    }

    /// What tells this knowledge from other: a hash over all that ships, over a user's folder and over a user's file of
    /// event types. Readings made with equal editions and equal weights are equal.
    ///
    /// # Errors
    /// When the folder or the file cannot be read.
    pub fn edition(dir: Option<&Path>, events: Option<&Path>) -> Result<String, Defect> {
        let mut sources = Sources::embedded(AREAS);
        if let Some(dir) = dir {
            sources.add_dir(dir)?;
        }
        let read = |file: &Path| {
            std::fs::read(file).map_err(|error| Defect::Unreadable {
                path: file.to_owned(),
                cause: error.to_string(),
            })
        };
        let events = events.map(read).transpose()?;
        Ok(sources.edition(&[places::Places::shipped(), events.as_deref().unwrap_or_default()]))
    }

    fn load(sources: &Sources) -> Result<Self, Defect> {
        // The two large areas load beside the others: a one-page article should not wait for them in turn. Whichever
        // thread is first, the first defect told is the first of this order.
        std::thread::scope(|scope| {
            let events = scope.spawn(|| events::EventLexicon::load(sources));
            let attribution = attribution::Attribution::load(sources);
            let entities = entities::EntityLexicon::load(sources);
            let times = times::TimeLexicon::load(sources);
            let places = places::Places::load(sources);
            let figures = figures::FigureLexicon::load(sources);
            let agreements = agreements::AgreementLexicon::load(sources);
            let disputes = disputes::DisputeLexicon::load(sources);
            let events = events.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok(Self {
                attribution: attribution?,
                entities: entities?,
                events: events?,
                times: times?,
                places: places?,
                figures: figures?,
                agreements: agreements?,
                disputes: disputes?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_sound() {
        let knowledge = Knowledge::embedded().unwrap();
        assert!(knowledge.attribution.cue_count() > 400);
        assert!(knowledge.attribution.rules().iter().any(|rule| rule.name == "clause"));
    }

    #[test]
    fn a_users_line_wins_and_a_bad_one_is_told() {
        let dir = std::env::temp_dir().join(format!("sayso-knowledge-{}", std::process::id()));
        let file = dir.join("attribution/cues.tsv");
        std::fs::create_dir_all(dir.join("attribution")).unwrap();
        std::fs::write(&file, "say\tverb\tclause\tclaim\tCT+\tUu\tUu\tdistanced\n").unwrap();
        let ours = Knowledge::with_dir(&dir).unwrap();
        let said = |frame: &str| {
            let mut cues = ours.attribution.cues("said");
            cues.find(|cue| cue.frames.iter().any(|f| f == frame))
                .map(|cue| cue.distancing)
        };
        let (clause, quote) = (said("clause"), said("quote"));
        std::fs::write(&file, "say\tverb\tclause\tclam\tCT+\tUu\tUu\tdistanced\n").unwrap();
        let told = Knowledge::with_dir(&dir).unwrap_err().to_string();
        std::fs::write(dir.join("attribution/cue.tsv"), "").unwrap();
        std::fs::remove_file(&file).unwrap();
        let astray = Knowledge::with_dir(&dir).unwrap_err().to_string();
        std::fs::remove_dir_all(&dir).unwrap();

        assert_eq!(clause, Some(sayso_schema::Distancing::Distanced));
        assert_eq!(quote, Some(sayso_schema::Distancing::Neutral));
        assert!(told.contains("cues.tsv:1: `clam` is no act"), "{told}");
        assert!(astray.contains("no file of knowledge has this name"), "{astray}");
    }
}
