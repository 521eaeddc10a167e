//! A user's own questions, in SQL.

use rusqlite::types::Value;

use crate::error::LedgerError;
use crate::ledger::Ledger;

/// The rows of a query as they come.
#[derive(Debug)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
}

impl Ledger {
    /// Runs one query that only reads, and hands over its columns' names and then each row's values as JSON; bytes are
    /// hexadecimal digits.
    ///
    /// # Errors
    /// [`LedgerError`] where the query is no SQL, would change something, or the file cannot be read; and what `take`
    /// fails with.
    pub fn sql<E: From<LedgerError>>(
        &self,
        query: &str,
        mut take: impl FnMut(&Answer, Option<&[serde_json::Value]>) -> Result<(), E>,
    ) -> Result<(), E> {
        let fault = |error| E::from(self.fault(error));
        let mut statement = self.connection.prepare(query).map_err(fault)?;
        if !statement.readonly() {
            return Err(E::from(LedgerError::Changes));
        }
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let count = columns.len();
        let answer = Answer { columns };
        take(&answer, None)?;
        let mut rows = statement.query([]).map_err(fault)?;
        while let Some(row) = rows.next().map_err(fault)? {
            let values = (0..count).map(|at| row.get::<_, Value>(at).map(json));
            let values = values.collect::<rusqlite::Result<Vec<_>>>().map_err(fault)?;
            take(&answer, Some(&values))?;
        }
        Ok(())
    }
}

fn json(value: Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => number.into(),
        Value::Real(number) => number.into(),
        Value::Text(text) => text.into(),
        Value::Blob(bytes) => bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into(),
    }
}
