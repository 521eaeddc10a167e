//! Readings that were made before: by `sayso read`, here or elsewhere.

use sayso::intake::RawDocument;
use sayso::schema::{Reading, SCHEMA};

use crate::failure::Failure;

/// Whether a record is a reading of ours and no article: `{"schema":"sayso/…`, with any space between.
pub fn opens_as_reading(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for sign in ["{", "\"schema\"", ":", "\"sayso/"] {
        match rest.trim_ascii_start().strip_prefix(sign.as_bytes()) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

/// The reading that a record holds.
pub fn reading(raw: &RawDocument) -> Result<Reading, Failure> {
    let bytes = raw.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&raw.bytes);
    let unfit = |why: String| {
        Failure::new(format!("{}: is no reading in {SCHEMA}: {why}", raw.source))
            .help("Read the article again with this version of sayso.")
    };
    let reading: Reading = serde_json::from_slice(bytes).map_err(|error| unfit(error.to_string()))?;
    if reading.schema != SCHEMA {
        return Err(unfit(format!("it is in {}", reading.schema)));
    }
    Ok(reading)
}

#[cfg(test)]
mod tests {
    use super::opens_as_reading;

    #[test]
    fn tells_readings_from_articles() {
        for reading in [
            "{\"schema\":\"sayso/1\",\"document\":{}}",
            "\u{feff} {\n  \"schema\" : \"sayso/2\"}",
        ] {
            assert!(opens_as_reading(reading.as_bytes()), "{reading}");
        }
        for article in [
            "",
            "{",
            "{\"text\":\"…\",\"schema\":\"sayso/1\"}",
            "{\"schema\":\"news\"}",
            "sayso/1",
        ] {
            assert!(!opens_as_reading(article.as_bytes()), "{article}");
        }
    }
}
