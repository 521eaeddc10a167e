//! `sayso schema`: the JSON Schema of a reading.

use sayso::schema::json_schema;

use crate::console::print;
use crate::failure::Failure;

/// Prints the schema, indented.
pub fn run() -> Result<(), Failure> {
    let schema = serde_json::to_string_pretty(&json_schema()).map_err(|error| Failure::of(&error))?;
    print(format!("{schema}\n").as_bytes())
}
