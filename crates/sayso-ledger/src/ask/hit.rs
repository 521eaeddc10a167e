//! What a question finds: whole rows, each with the article that tells it.

use rusqlite::params;
use sayso_schema::{Agreement, Dispute, Event, Figure, Reading, RowId, Statement};
use serde::Serialize;

use super::Asked;
use crate::error::LedgerError;
use crate::index::{of_row, ordinal};
use crate::ledger::Ledger;

/// The article of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Where {
    /// Its key in the ledger.
    pub key: i64,
    /// BLAKE3 of its text.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The day of publication.
    pub published: Option<String>,
    /// Where it was found last.
    pub source: String,
    /// Where it is published.
    pub url: Option<String>,
    /// Whether no later text has taken its place at its address.
    pub latest: bool,
}

/// A row of a reading.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Row {
    Statement(Statement),
    Event(Event),
    Figure(Figure),
    Agreement(Agreement),
    Dispute(Dispute),
    /// The article itself is what was asked for.
    Document,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// What the next page could go on from.
    pub key: i64,
    /// The article.
    pub document: Where,
    /// The row.
    pub row: Row,
    /// Whose word it is, from the outlet inwards, by name.
    pub sources: Vec<String>,
}

impl Ledger {
    /// The rows with these keys.
    pub(super) fn hits(&self, about: Asked, keys: &[i64]) -> Result<Vec<Hit>, LedgerError> {
        let mut open: Option<(i64, Where, Reading)> = None;
        let mut hits = Vec::new();
        for &key in keys {
            let (document, place) = if about == Asked::Documents {
                (key, 0)
            } else {
                of_row(key)
            };
            if about == Asked::Documents {
                hits.push(Hit {
                    key,
                    document: self.place_of(document)?,
                    row: Row::Document,
                    sources: Vec::new(),
                });
                continue;
            }
            // Rows of one article come after each other.
            if open.as_ref().is_none_or(|(of, _, _)| *of != document) {
                let Some(reading) = self.reading(document)? else {
                    continue;
                };
                open = Some((document, self.place_of(document)?, reading));
            }
            let Some((_, article, reading)) = &open else { continue };
            let found = row(reading, about, ordinal(place)).ok_or_else(|| LedgerError::Damaged {
                path: self.path().to_owned(),
                what: format!("document {document} has no row {place}"),
            })?;
            hits.push(Hit {
                key,
                document: article.clone(),
                sources: sources(reading, &found),
                row: found,
            });
        }
        Ok(hits)
    }

    /// The article with this key.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn place_of(&self, document: i64) -> Result<Where, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT document.key, lower(hex(id)), title, document.publisher, document.published, source, address, \
                 document.latest FROM document JOIN appearance ON appearance.document = document.key \
                 WHERE document.key = ?1 ORDER BY appearance.key DESC LIMIT 1",
            )
            .and_then(|mut query| {
                query.query_row(params![document], |row| {
                    let address: Option<String> = row.get(6)?;
                    Ok(Where {
                        key: row.get(0)?,
                        id: row.get(1)?,
                        title: row.get(2)?,
                        publisher: row.get(3)?,
                        published: row.get(4)?,
                        source: row.get(5)?,
                        url: address.filter(|address| address.contains("://")),
                        latest: row.get(7)?,
                    })
                })
            })
            .map_err(|error| self.fault(error))
    }
}

fn row(reading: &Reading, about: Asked, at: usize) -> Option<Row> {
    Some(match about {
        Asked::Statements => Row::Statement(reading.statements.get(at)?.clone()),
        Asked::Events => Row::Event(reading.events.get(at)?.clone()),
        Asked::Figures => Row::Figure(reading.figures.get(at)?.clone()),
        Asked::Agreements => Row::Agreement(reading.agreements.get(at)?.clone()),
        Asked::Disputes => Row::Dispute(reading.disputes.get(at)?.clone()),
        Asked::Documents => Row::Document,
    })
}

/// The names in the chain of the innermost statement that a row is told by.
fn sources(reading: &Reading, row: &Row) -> Vec<String> {
    let by_id = |id: &RowId| reading.statements.iter().find(|statement| statement.id == *id);
    let statement = match row {
        Row::Statement(statement) => Some(statement),
        Row::Event(event) => Event::innermost(event.statements.iter().filter_map(by_id)),
        Row::Figure(figure) => figure.statement.as_ref().and_then(by_id),
        Row::Agreement(_) | Row::Dispute(_) | Row::Document => None,
    };
    let links = statement.map_or(&[][..], |statement| match row {
        Row::Event(event) => event.vouched_by(statement),
        _ => &statement.chain,
    });
    links.iter().filter_map(|link| link.name.clone()).collect()
}
