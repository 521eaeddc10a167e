//! A user's own types of event, from one TOML file.
//!
//! The file has types, each with a quad class and a score or with a parent that has them; classes of words; and
//! triggers, which say of words what lines of `events/triggers.tsv` say. `docs/ontologies.md` has a worked example.

use serde::Deserialize;
use toml::Spanned;

use super::ontology::{EventType, NeedsRecipient, Ontology};
use super::slots::{BOTH, SlotPath, When};
use super::trigger::{ActCode, Trigger};
use super::{EventLexicon, Word, WordClass};

/// A file of event types that cannot be used. Nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum OntologyError {
    /// It cannot be read.
    #[error("{file}: {cause}")]
    Unreadable {
        /// The file as the user named it.
        file: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// It is not TOML, or has a key or a value that no such file has.
    #[error("{file}:{line}:{column}: {cause}")]
    Syntax {
        /// The file as the user named it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What was found and what was expected.
        cause: String,
    },
    /// A value makes no sense.
    #[error("{file}:{line}:{column}: {cause}; {remedy}")]
    Value {
        /// The file as the user named it.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        cause: String,
        /// What to do.
        remedy: String,
    },
    /// Two types have one name.
    #[error("{file}: the type `{name}` stands twice, on line {first} and on line {second}; give one another name")]
    Twice {
        /// The file as the user named it.
        file: String,
        /// The name.
        name: String,
        /// The line of the first.
        first: usize,
        /// The line of the second.
        second: usize,
    },
    /// Types are each other's parents.
    #[error("{file}: types that are each other's parents: {circle}; take one `parent` away")]
    Circle {
        /// The file as the user named it.
        file: String,
        /// Each type with its line.
        circle: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Whether PLOVER's own events are found as well.
    #[serde(default = "yes")]
    plover: bool,
    #[serde(default, rename = "class")]
    classes: Vec<ClassTable>,
    #[serde(default, rename = "type")]
    types: Vec<TypeTable>,
    #[serde(default, rename = "trigger")]
    triggers: Vec<TriggerTable>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassTable {
    name: String,
    lemmas: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeTable {
    name: Spanned<String>,
    parent: Option<Spanned<String>>,
    quad: Option<Spanned<u8>>,
    score: Option<Spanned<f64>>,
    #[serde(default)]
    recipient: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TriggerTable {
    words: Vec<String>,
    pos: Spanned<String>,
    #[serde(rename = "type")]
    kind: Spanned<String>,
    when: Option<Spanned<String>>,
    actor: Option<Spanned<String>>,
    recipient: Option<Spanned<String>>,
    cameo: Option<Spanned<String>>,
}

impl EventLexicon {
    /// Adds the types and triggers of a user's file; `file` is how errors call it.
    ///
    /// # Errors
    /// When the file is not such a file; then nothing of it is added.
    pub fn add_ontology(&mut self, file: &str, text: &str) -> Result<(), OntologyError> {
        let at = Reader { file, text };
        let parsed: File = toml::from_str(text).map_err(|error| at.syntax(&error))?;
        let mut ontology = self.ontology.clone();
        for class in parsed.classes {
            ontology.extend_class(&class.name, class.lemmas.iter().map(|lemma| lemma.to_lowercase()));
        }
        for kind in at.types(&parsed.types, &ontology)? {
            ontology.put(kind);
        }
        let mut triggers = Vec::new();
        for table in &parsed.triggers {
            at.trigger(table, &ontology, self.sets, &mut triggers)?;
        }
        if !parsed.plover {
            self.clear_triggers();
        }
        self.ontology = ontology;
        self.sets += 1;
        for trigger in triggers {
            self.add_trigger(trigger);
        }
        Ok(())
    }
}

struct Reader<'t> {
    file: &'t str,
    text: &'t str,
}

impl Reader<'_> {
    /// The types with what they have from their parents.
    fn types(&self, tables: &[TypeTable], ontology: &Ontology) -> Result<Vec<EventType>, OntologyError> {
        let named = |name: &str| tables.iter().position(|table| table.name.get_ref() == name);
        for (at, table) in tables.iter().enumerate() {
            if let Some(first) = named(table.name.get_ref()).filter(|&first| first < at) {
                return Err(OntologyError::Twice {
                    file: self.file.to_owned(),
                    name: table.name.get_ref().clone(),
                    first: self.place(tables[first].name.span().start).0,
                    second: self.place(table.name.span().start).0,
                });
            }
            if ontology.kind(table.name.get_ref()).is_some() {
                return Err(self.value(
                    &table.name,
                    format!("`{}` is a type already", table.name.get_ref()),
                    "give yours another name",
                ));
            }
        }
        tables.iter().map(|table| self.kind(table, tables, ontology)).collect()
    }

    fn kind(&self, table: &TypeTable, tables: &[TypeTable], ontology: &Ontology) -> Result<EventType, OntologyError> {
        let mut line = vec![table];
        let mut quad = table.quad.as_ref().map(|quad| *quad.get_ref());
        let mut score = table.score.as_ref().map(|score| *score.get_ref());
        while let Some(parent) = line.last().and_then(|last| last.parent.as_ref()) {
            if let Some(known) = ontology.kind(parent.get_ref()) {
                quad = quad.or(Some(known.quad));
                score = score.or(Some(known.score));
                break;
            }
            let Some(next) = tables.iter().find(|other| other.name.get_ref() == parent.get_ref()) else {
                let cause = format!("the parent `{}` is no type", parent.get_ref());
                return Err(self.value(parent, cause, "name a type of this file or one of PLOVER's"));
            };
            if line.iter().any(|known| known.name.get_ref() == next.name.get_ref()) {
                line.push(next);
                let told = line.iter().map(|of| {
                    let (row, _) = self.place(of.name.span().start);
                    format!("{} (line {row})", of.name.get_ref())
                });
                return Err(OntologyError::Circle {
                    file: self.file.to_owned(),
                    circle: told.collect::<Vec<_>>().join(" → "),
                });
            }
            quad = quad.or(next.quad.as_ref().map(|quad| *quad.get_ref()));
            score = score.or(next.score.as_ref().map(|score| *score.get_ref()));
            line.push(next);
        }
        let missing = |what: &str| {
            let cause = format!("`{}` has no {what}, nor has a parent of it", table.name.get_ref());
            self.value(
                &table.name,
                cause,
                "quad is 1, 2, 3 or 4 as in PLOVER, score a number from -10 to 10",
            )
        };
        let quad = quad
            .filter(|quad| (1..=4).contains(quad))
            .ok_or_else(|| missing("quad"))?;
        let score = score
            .filter(|score| (-10.0..=10.0).contains(score))
            .ok_or_else(|| missing("score"))?;
        Ok(EventType {
            name: table.name.get_ref().clone(),
            quad,
            score,
            recipient: if table.recipient {
                NeedsRecipient::Yes
            } else {
                NeedsRecipient::No
            },
            modes: Vec::new(),
            parent: table.parent.as_ref().map(|parent| parent.get_ref().clone()),
            because: format!(
                "{}:{} {}",
                self.file,
                self.place(table.name.span().start).0,
                table.name.get_ref()
            ),
        })
    }

    fn trigger(
        &self,
        table: &TriggerTable,
        ontology: &Ontology,
        set: usize,
        into: &mut Vec<Trigger>,
    ) -> Result<(), OntologyError> {
        let class = match table.pos.get_ref().as_str() {
            "verb" => WordClass::Verb,
            "noun" => WordClass::Noun,
            "adj" => WordClass::Adjective,
            other => return Err(self.value(&table.pos, format!("`{other}` is no pos"), "use verb, noun or adj")),
        };
        let kind = table.kind.get_ref();
        if kind != "none" && ontology.kind(kind).is_none() {
            let cause = format!("`{kind}` is no type of event");
            return Err(self.value(&table.kind, cause, "name a type of this file, one of PLOVER's, or none"));
        }
        let when = match &table.when {
            None => Vec::new(),
            Some(text) => When::list(Some(text.get_ref())).map_err(|cause| {
                let remedy =
                    "a condition is SLOT, SLOT=LEMMA|LEMMA, SLOT=@CLASS or SLOT=#KIND, `!` before it negates it";
                self.value(text, cause, remedy)
            })?,
        };
        let mut classes = when.iter().flat_map(|when| &when.filler.classes);
        if let (Some(text), Some(class)) = (&table.when, classes.find(|class| !ontology.has_class(class))) {
            return Err(self.value(text, format!("`@{class}` is no class"), "add a [[class]] of this name"));
        }
        if let Some(code) = table
            .cameo
            .as_ref()
            .filter(|code| ontology.cameo(code.get_ref()).is_none())
        {
            let cause = format!("`{}` is no CAMEO code", code.get_ref());
            return Err(self.value(
                code,
                cause,
                "use one of events/cameo.tsv, in quotation marks, or leave it out",
            ));
        }
        let row = self.place(table.kind.span().start).0;
        for words in &table.words {
            into.push(Trigger {
                word: Word::new(words, class),
                when: when.clone(),
                act: (kind != "none").then(|| ActCode {
                    kind: kind.clone(),
                    modes: Vec::new(),
                    cameo: table.cameo.as_ref().map(|code| code.get_ref().clone()),
                }),
                actor: self.slots(table.actor.as_ref())?,
                reciprocal: table
                    .actor
                    .as_ref()
                    .is_some_and(|list| list.get_ref().split('|').any(|slot| slot == BOTH)),
                recipient: self.slots(table.recipient.as_ref())?,
                set,
                rank: 0,
                because: format!("{}:{row} {words}", self.file),
            });
        }
        Ok(())
    }

    fn slots(&self, list: Option<&Spanned<String>>) -> Result<Vec<SlotPath>, OntologyError> {
        let Some(list) = list else { return Ok(Vec::new()) };
        let names = list
            .get_ref()
            .split('|')
            .map(str::trim)
            .filter(|name| !name.is_empty() && *name != BOTH);
        names
            .map(|name| {
                SlotPath::read(name).ok_or_else(|| {
                    let remedy = "a slot is subj, obj, iobj, comp, poss, mod or a preposition, joined by dots";
                    self.value(list, format!("`{name}` is no slot"), remedy)
                })
            })
            .collect()
    }

    fn value<T>(&self, at: &Spanned<T>, cause: String, remedy: &str) -> OntologyError {
        let (line, column) = self.place(at.span().start);
        OntologyError::Value {
            file: self.file.to_owned(),
            line,
            column,
            cause,
            remedy: remedy.to_owned(),
        }
    }

    fn syntax(&self, error: &toml::de::Error) -> OntologyError {
        let (line, column) = self.place(error.span().map_or(0, |span| span.start));
        OntologyError::Syntax {
            file: self.file.to_owned(),
            line,
            column,
            cause: error.message().to_owned(),
        }
    }

    /// Line and column of a byte, from 1.
    fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let mut lexicon = EventLexicon::default();
        lexicon.add_ontology("own.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn types_have_what_their_parents_have() {
        let text = r#"
[[class]]
name = "vessel"
lemmas = ["ship", "tanker"]
[[type]]
name = "INCIDENT"
quad = 4
score = -5.0
[[type]]
name = "BOARDING"
parent = "INCIDENT"
score = -6.0
[[trigger]]
words = ["board", "storm"]
pos = "verb"
when = "obj=@vessel"
type = "BOARDING"
actor = "subj"
recipient = "obj"
"#;
        let mut lexicon = EventLexicon::default();
        lexicon.add_ontology("own.toml", text).unwrap();
        let kind = lexicon.ontology().kind("BOARDING").unwrap();
        assert_eq!(
            (kind.quad, kind.score, kind.parent.as_deref()),
            (4, -6.0, Some("INCIDENT"))
        );
        assert_eq!(lexicon.triggers("boarded", "board", WordClass::Verb).len(), 1);
        assert_eq!(
            lexicon.triggers("stormed", "storm", WordClass::Verb)[0].because,
            "own.toml:17 storm"
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let twice = told("[[type]]\nname='A'\nquad=1\nscore=1.0\n[[type]]\nname='A'\n");
        assert!(twice.contains("line 2 and on line 6"), "{twice}");
        let circle = told("[[type]]\nname='A'\nparent='B'\n[[type]]\nname='B'\nparent='A'\n");
        assert!(circle.contains("A (line 2) → B (line 5) → A (line 2)"), "{circle}");
        let orphan = told("[[type]]\nname='A'\nparent='C'\n");
        assert!(orphan.contains("own.toml:3:8") && orphan.contains("`C`"), "{orphan}");
        assert!(told("[[type]\n").starts_with("own.toml:1:"));
        assert!(told("[[type]]\nname='A'\nqad=1\n").contains("qad"));
        assert!(told("[[type]]\nname='A'\nquad=9\nscore=1.0\n").contains("no quad"));
        let slot = told(
            "[[type]]\nname='A'\nquad=1\nscore=1.0\n[[trigger]]\nwords=['x']\npos='verb'\ntype='A'\nactor='Sub'\n",
        );
        assert!(slot.contains("own.toml:9:7: `Sub` is no slot"), "{slot}");
    }

    #[test]
    fn a_bad_file_changes_nothing() {
        let mut lexicon = EventLexicon::default();
        let text =
            "plover=false\n[[type]]\nname='A'\nquad=1\nscore=1.0\n[[trigger]]\nwords=['x']\npos='verb'\ntype='B'\n";
        assert!(lexicon.add_ontology("own.toml", text).is_err());
        assert!(lexicon.ontology().kind("A").is_none());
    }
}
