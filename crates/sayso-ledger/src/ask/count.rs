//! How many rows a question finds.

use serde::Serialize;

use super::{Asked, Question, filter};
use crate::error::LedgerError;
use crate::index::{DOCUMENT, KIND};
use crate::ledger::Ledger;

/// What rows are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The day that they are of; of documents the day of publication.
    Day,
    /// The innermost source; of documents the outlet.
    Source,
    /// Their type.
    Type,
}

/// How many rows have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What they have in common; none where it is not told.
    pub value: Option<String>,
    /// How many there are.
    pub count: u64,
}

impl Ledger {
    /// How many rows fit a question, all pages together.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn count(&self, question: &Question) -> Result<u64, LedgerError> {
        let filter = filter::of(question);
        let sql = format!("SELECT count(*) FROM {} WHERE {}", filter.from, filter.conditions());
        let counts = self.rows(&sql, &filter.values, |row| row.get::<_, i64>(0))?;
        Ok(counts.first().and_then(|count| u64::try_from(*count).ok()).unwrap_or(0))
    }

    /// How many rows that fit a question have each day, source or type: days in their order, the others by their number.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn tally(&self, question: &Question, by: By) -> Result<Vec<Tally>, LedgerError> {
        let filter = filter::of(question);
        let value = value(question.about, by, filter.key);
        let order = if by == By::Day { "1" } else { "2 DESC, 1" };
        let sql = format!(
            "SELECT {value}, count(*) FROM {} WHERE {} GROUP BY 1 ORDER BY {order}",
            filter.from,
            filter.conditions()
        );
        self.rows(&sql, &filter.values, |row| {
            Ok(Tally {
                value: row.get(0)?,
                count: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
            })
        })
    }
}

/// What is counted by, as an expression over the row number `key`.
fn value(about: Asked, by: By, key: &str) -> String {
    let document = if about == Asked::Documents {
        key.to_owned()
    } else {
        format!("{key} >> {DOCUMENT}")
    };
    let ordinal = format!("{key} & {}", (1_i64 << KIND) - 1);
    let own = |column: &str, table: &str| {
        format!("(SELECT {column} FROM {table} WHERE document = {document} AND ordinal = {ordinal})")
    };
    let source = |statement: &str| {
        format!(
            "(SELECT name FROM source WHERE document = {document} AND statement = {statement} AND role = 'chain' \
             ORDER BY position DESC LIMIT 1)"
        )
    };
    let article = |column: &str| format!("(SELECT {column} FROM document WHERE key = {document})");
    match (about, by) {
        (Asked::Documents, By::Day) => article("published"),
        (Asked::Documents, By::Source) => article("publisher"),
        (Asked::Documents, By::Type) => article("language"),
        (Asked::Statements, By::Day) => own("said_from", "statement"),
        (Asked::Statements, By::Source) => source(&ordinal),
        (Asked::Statements, By::Type) => own("act", "statement"),
        (Asked::Events, By::Day) => own("day_from", "event"),
        (Asked::Events, By::Source) => source(&format!(
            "(SELECT max(statement) FROM vouched WHERE document = {document} AND event = {ordinal})"
        )),
        (Asked::Events, By::Type) => own("type", "event"),
        (Asked::Figures, By::Day) => own("day_from", "figure"),
        (Asked::Figures, By::Source) => source(&own("statement", "figure")),
        (Asked::Figures, By::Type) => own("kind", "figure"),
        (Asked::Agreements, By::Day) => {
            format!("(SELECT min(day_from) FROM stage WHERE document = {document} AND agreement = {ordinal})")
        }
        (Asked::Agreements | Asked::Disputes, By::Source) => article("publisher"),
        (Asked::Agreements, By::Type) => own("instrument", "agreement"),
        (Asked::Disputes, By::Day) => article("published"),
        (Asked::Disputes, By::Type) => own("type", "dispute"),
    }
}
