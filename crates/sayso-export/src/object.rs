//! JSON objects without what is not told.

use serde::Serialize;
use serde_json::{Map, Value as Json};

/// A JSON object in the making.
#[derive(Debug, Default)]
pub(crate) struct Object(Map<String, Json>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With a key that is always told.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// With a key where it is told.
    pub(crate) fn told(self, key: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// With a key for several values, where there are any.
    pub(crate) fn several(self, key: &str, values: Vec<Json>) -> Self {
        if values.is_empty() {
            return self;
        }
        self.with(key, values)
    }

    pub(crate) fn json(self) -> Json {
        Json::Object(self.0)
    }

    pub(crate) fn written(self) -> String {
        self.json().to_string()
    }
}

/// A value's name as JSON has it: `called-for`.
pub(crate) fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(word)) => word,
        _ => String::new(),
    }
}
