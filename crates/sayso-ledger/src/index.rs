//! What rows are found by: words that every kind of row has, so that one question fits all.

use sayso_schema::{Agreement, Date, Entity, Event, Figure, Participant, Reading, RowId, Statement};

use crate::columns::{bounds, number, word};

/// Rows of a document begin at its key shifted by this,
pub(crate) const DOCUMENT: u32 = 28;
/// and rows of a kind at the kind's number shifted by this.
pub(crate) const KIND: u32 = 25;
/// A stretch of more months is found by its years alone.
const MOST_MONTHS: usize = 13;
/// A stretch of more years is found by its first and last.
const MOST_YEARS: i64 = 64;

/// A kind of row that is found by words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Statement = 1,
    Event = 2,
    Figure = 3,
    Agreement = 4,
    Dispute = 5,
}

/// The words of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) facets: String,
    pub(crate) who: String,
    pub(crate) whom: String,
    pub(crate) sources: String,
    pub(crate) place: String,
    pub(crate) words: String,
}

/// The row number of a place in a document.
pub(crate) const fn row(document: i64, place: i64) -> i64 {
    (document << DOCUMENT) | place
}

/// The document of a row number, and its place there.
pub(crate) const fn of_row(row: i64) -> (i64, i64) {
    (row >> DOCUMENT, row & ((1 << DOCUMENT) - 1))
}

/// The place of the row of a kind with this ordinal; none where a document has more rows than there are numbers.
pub(crate) fn place(kind: Kind, ordinal: usize) -> Option<i64> {
    let ordinal = number(ordinal);
    (ordinal < 1 << KIND).then_some(((kind as i64) << KIND) | ordinal)
}

/// The ordinal of a place.
pub(crate) fn ordinal(place: i64) -> usize {
    usize::try_from(place & ((1 << KIND) - 1)).unwrap_or(0)
}

/// The words of all rows of a reading, by their places.
pub(crate) fn of(reading: &Reading) -> Vec<(i64, Found)> {
    let words = Words {
        reading,
        entities: reading.entities.iter().map(|entity| (&entity.id, entity)).collect(),
        statements: reading.statements.iter().map(|row| (&row.id, row)).collect(),
    };
    let mut all = Vec::new();
    let mut put = |kind, at, found| all.extend(place(kind, at).map(|place| (place, found)));
    for (at, one) in reading.statements.iter().enumerate() {
        put(Kind::Statement, at, words.statement(one));
    }
    for (at, one) in reading.events.iter().enumerate() {
        put(Kind::Event, at, words.event(one));
    }
    for (at, one) in reading.figures.iter().enumerate() {
        put(Kind::Figure, at, words.figure(one));
    }
    for (at, one) in reading.agreements.iter().enumerate() {
        put(Kind::Agreement, at, words.agreement(one));
    }
    for (at, one) in reading.disputes.iter().enumerate() {
        let found = Found {
            facets: format!("kind_dispute type_{}", facet(&word(&one.kind))),
            words: format!("{} {}", one.sentence, one.text),
            ..Found::default()
        };
        put(Kind::Dispute, at, found);
    }
    all
}

struct Words<'r> {
    reading: &'r Reading,
    entities: std::collections::HashMap<&'r RowId, &'r Entity>,
    statements: std::collections::HashMap<&'r RowId, &'r Statement>,
}

impl Words<'_> {
    fn statement(&self, one: &Statement) -> Found {
        let sources = self.sources(one);
        let content: Vec<&str> = one.content.iter().map(|passage| passage.text.as_str()).collect();
        Found {
            facets: format!(
                "kind_statement type_{} certainty_{} voice_{}{}",
                facet(&word(&one.act)),
                certainty(one),
                facet(&word(&one.voice)),
                time(one.said_on.as_ref())
            ),
            sources,
            words: content.join(" … "),
            ..Found::default()
        }
    }

    fn event(&self, one: &Event) -> Found {
        let types = std::iter::once(&one.kind)
            .chain(&one.is_a)
            .chain(&one.modes)
            .chain(&one.contexts);
        let types: Vec<String> = types.map(|kind| format!(" type_{}", facet(kind))).collect();
        let vouched: Vec<&Statement> = one
            .statements
            .iter()
            .filter_map(|id| self.statements.get(id).copied())
            .collect();
        let certainty: Vec<String> = vouched
            .iter()
            .map(|row| format!(" certainty_{}", certainty(row)))
            .collect();
        Found {
            facets: format!(
                "kind_event{} status_{}{}{}{}",
                types.concat(),
                facet(one.factuality.as_str()),
                certainty.concat(),
                if one.background { " background" } else { "" },
                time(one.date.as_ref())
            ),
            who: self.sides(&one.actors),
            whom: self.sides(&one.recipients),
            sources: vouched
                .iter()
                .map(|row| self.sources(row))
                .collect::<Vec<_>>()
                .join(" … "),
            place: one.place.as_ref().map_or(String::new(), |place| {
                let name = place.name.as_deref().unwrap_or_default();
                let country = place.country.as_deref().unwrap_or_default();
                format!("{} … {name} … {country}", place.passage.text)
            }),
            words: one.text.clone(),
        }
    }

    fn figure(&self, one: &Figure) -> Found {
        let statement = one.statement.as_ref().and_then(|id| self.statements.get(id));
        let of = one.of.as_ref().map_or("", |of| of.text.as_str());
        let measure = one
            .measure
            .as_ref()
            .map_or("", |measure| measure.predicate.text.as_str());
        Found {
            facets: format!(
                "kind_figure type_{}{}{}{}",
                facet(&word(&one.kind)),
                one.unit
                    .as_ref()
                    .map_or(String::new(), |unit| format!(" unit_{}", facet(unit))),
                statement.map_or(String::new(), |row| format!(" certainty_{}", certainty(row))),
                time(one.period.as_ref())
            ),
            who: one.actor.as_ref().map_or(String::new(), |actor| self.named(actor)),
            sources: statement.map_or(String::new(), |row| self.sources(row)),
            place: one.place.as_ref().map_or(String::new(), |place| place.text.clone()),
            words: format!("{} … {of} … {measure}", one.text),
            ..Found::default()
        }
    }

    fn agreement(&self, one: &Agreement) -> Found {
        let mut facets = "kind_agreement".to_owned();
        if let Some(instrument) = &one.instrument {
            facets.push_str(&format!(" type_{}", facet(instrument)));
        }
        let mut statements: Vec<&RowId> = Vec::new();
        for stage in &one.stages {
            let done = facet(&word(&stage.status));
            facets.push_str(&format!(
                " stage_{} status_{done}{}",
                facet(&word(&stage.stage)),
                time(stage.date.as_ref())
            ));
            statements.push(&stage.statement);
        }
        for provision in &one.provisions {
            facets.push_str(&format!(" class_{}", facet(&word(&provision.class))));
            statements.push(&provision.statement);
        }
        statements.sort_unstable();
        statements.dedup();
        let parties: Vec<String> = one.parties.iter().map(|party| self.named(party)).collect();
        let sources = statements
            .into_iter()
            .filter_map(|id| Some(self.sources(self.statements.get(id)?)));
        let names = one
            .names
            .iter()
            .map(|name| name.text.as_str())
            .chain(one.registered.as_deref());
        let provisions = one.provisions.iter().map(|provision| provision.text.as_str());
        Found {
            facets,
            who: parties.join(" … "),
            whom: parties.join(" … "),
            sources: sources.collect::<Vec<_>>().join(" … "),
            words: names.chain(provisions).collect::<Vec<_>>().join(" … "),
            ..Found::default()
        }
    }

    /// Everybody in a statement's chain. What no one is named for is the outlet's word.
    fn sources(&self, statement: &Statement) -> String {
        let links = statement
            .chain
            .iter()
            .chain(&statement.via)
            .chain(&statement.chain_inferred);
        let mut names: Vec<String> = links
            .map(|link| {
                let entity = link.entity.as_ref().map(|entity| self.named(entity));
                let name = link.name.as_deref().unwrap_or_default();
                match entity {
                    Some(entity) if entity.contains(name) => entity,
                    Some(entity) => format!("{entity} … {name}"),
                    None => name.to_owned(),
                }
            })
            .collect();
        if names.is_empty() {
            names.extend(self.reading.document.publisher.clone());
        }
        names.join(" … ")
    }

    fn sides(&self, side: &[Participant]) -> String {
        let one = |one: &Participant| {
            let named = one.entity.as_ref().map_or(String::new(), |entity| self.named(entity));
            let country = one.country.as_deref().unwrap_or_default();
            format!("{country} {} … {} … {named}", one.sectors.join(" "), one.text)
        };
        side.iter().map(one).collect::<Vec<_>>().join(" … ")
    }

    /// An entity's name with its country and sectors.
    fn named(&self, id: &RowId) -> String {
        self.entities.get(id).map_or(String::new(), |entity| {
            let country = entity.country.as_deref().unwrap_or_default();
            format!("{} … {country} {}", entity.name, entity.sectors.join(" "))
        })
    }
}

/// FactBank's value for the innermost source, else for the author, in letters that a word may have.
fn certainty(statement: &Statement) -> String {
    let value = statement.factuality.source.unwrap_or(statement.factuality.author);
    value.as_str().replace('-', "_").to_lowercase()
}

/// A code as a word of the index: letters, digits and `_`.
pub(crate) fn facet(code: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    code.to_lowercase().chars().map(word).collect()
}

/// The months and years of a date, as words with a blank before each.
fn time(date: Option<&Date>) -> String {
    let [Some(from), Some(to)] = bounds(date) else {
        return String::new();
    };
    stretch(&from, &to).iter().map(|word| format!(" {word}")).collect()
}

/// The words that stretches with a day between two days have among others; of a long stretch its years.
pub(crate) fn stretch(from: &str, to: &str) -> Vec<String> {
    let parts = |day: &str| Some((day.get(..4)?.parse::<i64>().ok()?, day.get(5..7)?.parse::<i64>().ok()?));
    let (Some(first), Some(last)) = (parts(from), parts(to)) else {
        return Vec::new();
    };
    let years = first.0..=last.0.min(first.0 + MOST_YEARS);
    let mut words: Vec<String> = years.map(|year| format!("year_{year}")).collect();
    let months = (last.0 - first.0) * 12 + last.1 - first.1 + 1;
    if usize::try_from(months).is_ok_and(|months| months <= MOST_MONTHS) {
        let mut month = first;
        for _ in 0..months {
            words.push(format!("month_{}_{:02}", month.0, month.1));
            month = if month.1 == 12 {
                (month.0 + 1, 1)
            } else {
                (month.0, month.1 + 1)
            };
        }
    } else {
        words.push("long".to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Kind, facet, of_row, ordinal, place, row, stretch};

    #[test]
    fn row_numbers_lead_back() {
        let at = place(Kind::Figure, 77).expect("there is room");
        let (document, place) = of_row(row(123_456, at));
        assert_eq!((document, ordinal(place)), (123_456, 77));
        assert_eq!(super::place(Kind::Figure, 1 << 25), None);
    }

    #[test]
    fn stretches_have_months_or_are_long() {
        assert_eq!(
            stretch("2024-12-30", "2025-01-02"),
            ["year_2024", "year_2025", "month_2024_12", "month_2025_01"]
        );
        assert_eq!(
            stretch("1990-01-01", "1992-12-31").last().map(String::as_str),
            Some("long")
        );
        assert!(stretch("no day", "2024-01-01").is_empty());
        assert_eq!(stretch("2024-05-01", "2024-01-01"), ["year_2024", "long"]);
    }

    #[test]
    fn codes_become_words() {
        assert_eq!(facet("CT+"), "ct_");
        assert_eq!(facet("called-for"), "called_for");
    }
}
