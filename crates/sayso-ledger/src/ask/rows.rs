//! Rows by their ids, and where their articles are from.

use serde::Serialize;

use super::Where;
use crate::columns::ID;
use crate::error::LedgerError;
use crate::ledger::{Edition, Ledger};

/// Where and when a text was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Appearance {
    /// The path, URL or given id.
    pub source: String,
    /// The outlet.
    pub publisher: Option<String>,
    /// The day of publication there.
    pub published: Option<String>,
    /// When it was added, in UTC.
    pub added: String,
    /// Whether that address has had no other text since.
    pub latest: bool,
}

/// An article, everywhere that its text was found, and what it was read with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The article.
    pub document: Where,
    /// Everywhere, in the order of adding.
    pub appearances: Vec<Appearance>,
    /// The keys of earlier and later texts of its addresses.
    pub versions: Vec<i64>,
    /// What its reading was made with.
    pub edition: Edition,
}

impl Ledger {
    /// The keys of the documents that have a row whose id begins with `id`, by its first 12 digits; `most` at most.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read.
    pub fn documents_with(&self, id: &str, most: usize) -> Result<Vec<i64>, LedgerError> {
        let letters = id.to_lowercase();
        let word: String = letters.chars().filter(char::is_ascii_alphanumeric).take(ID).collect();
        if word.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT rowid FROM row_ids WHERE row_ids MATCH ?1 ORDER BY rowid LIMIT {most}");
        self.rows(&sql, &[format!("\"{word}\"*").into()], |row| row.get(0))
    }

    /// Where the article with this key is from.
    ///
    /// # Errors
    /// [`LedgerError`] where the file cannot be read or has no such article.
    pub fn provenance(&self, document: i64) -> Result<Provenance, LedgerError> {
        let key = [document.into()];
        let appearances = self.rows(
            "SELECT source, publisher, published, added, latest FROM appearance WHERE document = ?1 ORDER BY key",
            &key,
            |row| {
                Ok(Appearance {
                    source: row.get(0)?,
                    publisher: row.get(1)?,
                    published: row.get(2)?,
                    added: row.get(3)?,
                    latest: row.get(4)?,
                })
            },
        )?;
        let versions = self.rows(
            "SELECT DISTINCT other.document FROM appearance JOIN appearance AS other ON other.address = appearance.address \
             WHERE appearance.document = ?1 AND other.document <> ?1 ORDER BY 1",
            &key,
            |row| row.get(0),
        )?;
        let editions = self.rows(
            "SELECT schema, program, weights, knowledge FROM reading JOIN edition ON edition.key = edition \
             WHERE document = ?1",
            &key,
            |row| {
                Ok(Edition {
                    schema: row.get(0)?,
                    program: row.get(1)?,
                    weights: row.get(2)?,
                    knowledge: row.get(3)?,
                })
            },
        )?;
        let edition = editions.into_iter().next().ok_or_else(|| LedgerError::Damaged {
            path: self.path().to_owned(),
            what: format!("document {document} has no reading"),
        })?;
        Ok(Provenance {
            document: self.place_of(document)?,
            appearances,
            versions,
            edition,
        })
    }
}
