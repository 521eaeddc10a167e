//! Who and what articles speak of, by name.

use rusqlite::types::Value;
use serde::Serialize;

use super::filter::together;
use crate::error::LedgerError;
use crate::ledger::Ledger;

/// More articles than this are not counted.
const MOST: u64 = 10_000;

/// A name over all articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its key, for the next page.
    pub key: i64,
    /// The name.
    pub name: String,
    /// What it is: PERSON, ORG, GPE …
    #[serde(rename = "type")]
    pub kind: String,
    /// The country that it is of.
    pub country: Option<String>,
    /// How many articles speak of it, 10,000 at most.
    pub documents: u64,
}

impl Ledger {
    /// Names that have all words of `text`, of these types and countries where any are given, in the order in which they
    /// were first seen, after the key `after`.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn names(
        &self,
        text: Option<&str>,
        types: &[String],
        countries: &[String],
        (after, limit): (i64, usize),
    ) -> Result<Vec<Name>, LedgerError> {
        let mut values: Vec<Value> = vec![after.into()];
        let mut conditions = vec!["name.key > ?1".to_owned()];
        if let Some(text) = text {
            values.push(together(text).into());
            conditions.push(format!(
                "name.key IN (SELECT rowid FROM name_words WHERE name_words MATCH ?{})",
                values.len()
            ));
        }
        for (column, given) in [("type", types), ("country", countries)] {
            if given.is_empty() {
                continue;
            }
            let mut places = Vec::new();
            for value in given {
                values.push(value.to_uppercase().into());
                places.push(format!("?{}", values.len()));
            }
            conditions.push(format!("name.{column} IN ({})", places.join(", ")));
        }
        let sql = format!(
            "SELECT key, name, type, country, \
             (SELECT count(*) FROM (SELECT 1 FROM entity WHERE entity.name = name.key LIMIT {MOST})) \
             FROM name WHERE {} ORDER BY key LIMIT {limit}",
            conditions.join(" AND ")
        );
        self.rows(&sql, &values, |row| {
            Ok(Name {
                key: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                country: row.get::<_, Option<String>>(3)?.filter(|country| !country.is_empty()),
                documents: u64::try_from(row.get::<_, i64>(4)?).unwrap_or(0),
            })
        })
    }
}
