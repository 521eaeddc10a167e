//! Agreements as a timeline diagram for Mermaid (<https://mermaid.js.org/syntax/timeline.html>).
//!
//! A diagram has a section for each agreement, in it a period for each day of which the article tells, and in that what
//! happened then. A colon, a hash sign and others mean something to Mermaid; they and everything else that is neither a
//! letter nor a digit nor harmless are written as its entity codes: `#58;`.

use sayso::schema::Reading;

use super::{Agreements, status_word};
use crate::report::event::when;
use crate::report::plain::plain;

/// Signs that mean nothing to Mermaid, wherever they stand.
const HARMLESS: &str = " .,-–—()'’“”/…→";

/// How a diagram begins.
pub const BEGINNING: &str = "timeline\n    title Agreements\n";

/// The sections of `reading`'s agreements, after a comment that names the article; nothing where it has none.
pub fn sections(reading: &Reading) -> String {
    let mut out = String::new();
    if reading.agreements.is_empty() {
        return out;
    }
    out.push_str(&format!("    %% {}\n", encoded(&plain(&reading.document.source))));
    let agreements = Agreements::of(reading);
    for agreement in &reading.agreements {
        out.push_str(&format!("    section {}\n", encoded(&agreements.name(agreement))));
        let mut period: Option<String> = None;
        let steps = agreements.steps(agreement);
        if steps.is_empty() {
            out.push_str("        no date told : no step told\n");
        }
        for step in &steps {
            let day = step.stage.date.as_ref().and_then(when);
            let day = day.unwrap_or_else(|| "no date told".to_owned());
            let mut what = format!("{}, {}", step.stage.stage.in_words(), status_word(step.stage.status));
            if let Some(takers) = agreements.takers(step) {
                what = format!("{what}, {takers}");
            }
            if period.as_ref() == Some(&day) {
                out.push_str(&format!("            : {}\n", encoded(&what)));
            } else {
                out.push_str(&format!("        {} : {}\n", encoded(&day), encoded(&what)));
                period = Some(day);
            }
        }
    }
    out
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() || HARMLESS.contains(c) {
            out.push(c);
        } else {
            out.push_str(&format!("#{};", u32::from(c)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn what_means_something_to_mermaid_is_encoded() {
        assert_eq!(
            encoded("Treaty (1970) – “peace”, Szohôd"),
            "Treaty (1970) – “peace”, Szohôd"
        );
        assert_eq!(
            encoded("a: b#c;%%{x}<br>"),
            "a#58; b#35;c#59;#37;#37;#123;x#125;#60;br#62;"
        );
    }
}
