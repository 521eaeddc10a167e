//! Questions to a ledger: rows by what they tell, newest first, page by page.
//!
//! A [`Question`]'s filters all have to hold; the values of one filter are alternatives. Rows come in the order of adding,
//! the newest first, or the oldest; a page ends with the key that the next one goes on from, so that no page costs more
//! than another.
//!
//! ```
//! use sayso_ledger::ask::{Asked, Question};
//!
//! let question = Question {
//!     who: vec!["RUS".into()],
//!     whom: vec!["PRK".into()],
//!     types: vec!["AID".into()],
//!     since: Some("2024-06-01".into()),
//!     ..Question::about(Asked::Events)
//! };
//! ```

mod count;
mod filter;
mod hit;
mod names;

use rusqlite::types::Value;
use rusqlite::{ToSql, params_from_iter};

pub use count::{By, Tally};
pub use hit::{Hit, Row, Where};
pub use names::Name;

use crate::error::LedgerError;
use crate::ledger::Ledger;

/// What a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Asked {
    Statements,
    Events,
    Figures,
    Agreements,
    Disputes,
    Documents,
}

/// In which order of adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last added first.
    #[default]
    Newest,
    /// The first added first.
    Oldest,
}

/// What to find. Filters that a kind of row has nothing for find none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The kind of row.
    pub about: Asked,
    /// Who does it or says it: a country's code, a sector's, or words of a name.
    pub who: Vec<String>,
    /// Whom it is done to; of an agreement another party.
    pub whom: Vec<String>,
    /// Types: PLOVER's of an event with its modes and contexts, an act of speech, a figure's kind, an instrument, a
    /// dispute's type.
    pub types: Vec<String>,
    /// Steps of agreements.
    pub stages: Vec<String>,
    /// Classes of provisions.
    pub classes: Vec<String>,
    /// Whose word it is: words of the name of anybody in the chain.
    pub sources: Vec<String>,
    /// FactBank's values (`CT+`), or `certain`, `probable`, `possible`, `unknown`.
    pub certainty: Vec<String>,
    /// An event's factuality, or `happened` for all that are told as done; a step's status.
    pub status: Vec<String>,
    /// Words of the place or its country's code.
    pub places: Vec<String>,
    /// Words that it says; those in quotation marks stand beside each other.
    pub text: Option<String>,
    /// Not before this day, by what the row tells of itself; of documents the day of publication.
    pub since: Option<String>,
    /// Not after this day.
    pub until: Option<String>,
    /// Of articles published on this day or later.
    pub published_since: Option<String>,
    /// Of articles published on this day or earlier.
    pub published_until: Option<String>,
    /// Of articles of this outlet.
    pub publisher: Option<String>,
    /// Of texts too that a later one has taken the place of.
    pub earlier_versions: bool,
    /// Which come first.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// Go on after this key.
    pub after: Option<i64>,
}

impl Question {
    /// A question for all rows of a kind, twenty a page.
    pub const fn about(about: Asked) -> Self {
        Self {
            about,
            who: Vec::new(),
            whom: Vec::new(),
            types: Vec::new(),
            stages: Vec::new(),
            classes: Vec::new(),
            sources: Vec::new(),
            certainty: Vec::new(),
            status: Vec::new(),
            places: Vec::new(),
            text: None,
            since: None,
            until: None,
            published_since: None,
            published_until: None,
            publisher: None,
            earlier_versions: false,
            order: Order::Newest,
            limit: 20,
            after: None,
        }
    }
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What was found.
    pub hits: Vec<Hit>,
    /// What [`Question::after`] is to be for the next page, if there is more.
    pub next: Option<i64>,
}

impl Ledger {
    /// Answers a question.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read or is damaged.
    pub fn ask(&self, question: &Question) -> Result<Page, LedgerError> {
        let mut keys = self.keys(question, question.limit.saturating_add(1))?;
        let more = keys.len() > question.limit;
        keys.truncate(question.limit);
        let next = keys.last().copied().filter(|_| more);
        Ok(Page {
            hits: self.hits(question.about, &keys)?,
            next,
        })
    }

    /// The keys of rows that fit, in order.
    fn keys(&self, question: &Question, limit: usize) -> Result<Vec<i64>, LedgerError> {
        let filter = filter::of(question);
        let key = filter.key;
        let order = match question.order {
            Order::Newest => "DESC",
            Order::Oldest => "ASC",
        };
        let sql = format!(
            "SELECT {key} FROM {} WHERE {} ORDER BY {key} {order} LIMIT {limit}",
            filter.from,
            filter.conditions()
        );
        self.rows(&sql, &filter.values, |row| row.get(0))
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        made: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let values = values.iter().map(|value| value as &dyn ToSql);
        self.connection
            .prepare_cached(sql)
            .and_then(|mut query| query.query_map(params_from_iter(values), made)?.collect())
            .map_err(|error| self.fault(error))
    }
}
