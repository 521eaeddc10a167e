//! Where around a trigger a participant stands, and what may stand there, as lexicon lines write it.

use sayso_schema::EntityType;

use crate::{Defect, Entry};

/// One place around a word that something can fill.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Who does it; in a passive, the by-phrase.
    Subject,
    /// Whom or what it is done to; in a passive, its subject.
    Object,
    /// To whom it is given.
    IndirectObject,
    /// The verb of its complement clause or infinitive.
    Complement,
    /// "Israel's attack"
    Possessor,
    /// "Israeli attack", "missile attack"
    Modifier,
    /// What follows this preposition.
    Preposition(String),
}

/// A way from a trigger to a word: `obj.of` is what follows "of" on the object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SlotPath(Vec<Slot>);

/// What must hold of a slot for a line to speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// Where it looks.
    pub slot: SlotPath,
    /// What must stand there.
    pub filler: Filler,
    /// Turns it round: this must not stand there.
    pub negated: bool,
}

/// What may fill a slot: any of these, or anything at all where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filler {
    /// Words of these dictionary forms.
    pub lemmas: Vec<String>,
    /// Words of these classes of `events/classes.tsv`.
    pub classes: Vec<String>,
    /// Entities of these kinds.
    pub kinds: Vec<EntityKind>,
}

impl Filler {
    /// Whether anything will do.
    pub fn is_any(&self) -> bool {
        self.lemmas.is_empty() && self.classes.is_empty() && self.kinds.is_empty()
    }

    /// Reads `attack|strike`, `@weapon|@aircraft`, `#country`, or a mixture.
    fn read(text: &str) -> Result<Self, String> {
        let mut filler = Self::default();
        for value in text.split('|').map(str::trim) {
            if let Some(class) = value.strip_prefix('@') {
                filler.classes.push(class.to_owned());
            } else if let Some(kind) = value.strip_prefix('#') {
                filler.kinds.push(match kind {
                    "person" => EntityKind::Person,
                    "org" => EntityKind::Organisation,
                    "country" => EntityKind::Country,
                    "place" => EntityKind::Place,
                    "actor" => EntityKind::Actor,
                    other => {
                        return Err(format!(
                            "`#{other}` is no kind; use #person, #org, #country, #place, #actor"
                        ));
                    }
                });
            } else if value.is_empty() {
                return Err(format!("an empty value in `{text}`"));
            } else {
                filler.lemmas.push(value.to_owned());
            }
        }
        Ok(filler)
    }
}

/// The kinds of entity that conditions tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// A person or group of persons.
    Person,
    /// An organisation.
    Organisation,
    /// A country, its people, or its government.
    Country,
    /// Any place.
    Place,
    /// Any of the first three.
    Actor,
}

impl EntityKind {
    /// Whether an entity of this type is of the kind; `country` says whether it is one country's.
    pub fn takes(self, kind: EntityType, country: bool) -> bool {
        use EntityType::{Fac, Gpe, Loc, Norp, Org, Person};
        match self {
            Self::Person => matches!(kind, Person | Norp),
            Self::Organisation => kind == Org,
            Self::Country => matches!(kind, Gpe | Norp) && country,
            Self::Place => matches!(kind, Gpe | Loc | Fac),
            Self::Actor => matches!(kind, Person | Org | Norp | Gpe),
        }
    }
}

impl SlotPath {
    /// The slots to go through, in order; never none.
    pub fn slots(&self) -> &[Slot] {
        &self.0
    }

    /// Reads `obj.of`. A name that is no other slot's is a preposition's.
    pub(crate) fn parse(text: &str, entry: &Entry<'_, '_>) -> Result<Self, Defect> {
        Self::read(text).ok_or_else(|| {
            entry.defect(
                format!("`{text}` is no slot"),
                "a slot is subj, obj, iobj, comp, poss, mod or a preposition, or several of these joined by dots",
            )
        })
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let slots = text.split('.').map(|name| {
            Some(match name {
                "subj" => Slot::Subject,
                "obj" => Slot::Object,
                "iobj" => Slot::IndirectObject,
                "comp" => Slot::Complement,
                "poss" => Slot::Possessor,
                "mod" => Slot::Modifier,
                _ if !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()) => {
                    Slot::Preposition(name.to_owned())
                }
                _ => return None,
            })
        });
        slots.collect::<Option<Vec<Slot>>>().map(Self)
    }

    /// Reads `subj|poss`.
    pub(crate) fn list(column: &str, entry: &Entry<'_, '_>) -> Result<Vec<Self>, Defect> {
        entry
            .list(column)
            .filter(|name| *name != BOTH)
            .map(|name| Self::parse(name, entry))
            .collect()
    }
}

/// Among an actor's slots: all that take part are actors, and nobody is recipient.
pub(crate) const BOTH: &str = "both";

impl When {
    /// Reads `obj=@weapon`, `!on`, `comp=attack|strike`, `subj=#country`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let (negated, rest) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (slot, filler) = rest.split_once('=').map_or((rest, None), |(s, f)| (s, Some(f)));
        let slot = SlotPath::read(slot.trim()).ok_or_else(|| format!("`{slot}` is no slot"))?;
        let filler = filler.map_or_else(|| Ok(Filler::default()), |values| Filler::read(values.trim()))?;
        Ok(Self { slot, filler, negated })
    }

    /// Reads conditions split by `;`.
    pub(crate) fn list(text: Option<&str>) -> Result<Vec<Self>, String> {
        let text = text.unwrap_or_default();
        text.split(';')
            .map(str::trim)
            .filter(|condition| !condition.is_empty())
            .map(Self::read)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_as_lines_write_them() {
        let read = When::list(Some("obj=@weapon; !on ;comp=attack|strike;obj.of=#country")).unwrap();
        assert_eq!(read.len(), 4);
        assert_eq!(read[0].filler.classes, ["weapon"]);
        assert!(read[1].negated && read[1].slot.slots() == [Slot::Preposition("on".to_owned())]);
        assert!(read[1].filler.is_any());
        assert_eq!(read[2].filler.lemmas, ["attack", "strike"]);
        assert_eq!(read[3].slot.slots().len(), 2);
        assert!(When::read("obj=#thing").unwrap_err().contains("#thing"));
        assert!(When::read("obj=").is_err());
        assert!(When::read("Obj..x=a").is_err());
    }
}
