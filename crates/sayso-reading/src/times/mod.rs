//! When: time expressions, found and normalised as TIMEX3 (ISO-TimeML; Saurí et al. 2006, "TimeML Annotation
//! Guidelines 1.2.1") in the way that TimeBank marks them.
//!
//! - `words.rs` looks the sentence's words up in `knowledge/times/`, `numbers.rs` reads counts.
//! - `grammar.rs` finds the longest expression at each word with the readers of `dates.rs` (by the calendar),
//!   `relative.rs` (by their distance from another), `periods.rs` (quarters), `counted.rs` (durations and sets) and
//!   `clock.rs`. What they find is a `Meaning` (`meaning.rs`): what the words say, whenever they were written.
//! - `resolve.rs` makes a stretch of the calendar (`calendar.rs`) of it, against the day of publication and what was
//!   told before; `open.rs` writes what stays open. Where a name alone leaves open which way it points ("Friday"), `tense.rs` asks the verb.
//!
//! What the text and the day of publication do not tell stays open: `XXXX-WXX-5` is a Friday of some week.

use chrono::NaiveDate;
use sayso_knowledge::Knowledge;
use sayso_knowledge::times::TimeLexicon;
use sayso_language::Sentence;
use sayso_schema::{Basis, Date, Document, Passage, Span};

use crate::text::Text;

mod calendar;
mod clock;
mod counted;
mod dates;
mod grammar;
mod meaning;
mod numbers;
mod open;
mod periods;
mod relative;
mod resolve;
mod tense;
#[cfg(test)]
mod tests;
mod words;

use calendar::Calendar;
use meaning::{Found, Meaning};
use resolve::{Narrative, Resolved};
use words::Words;

/// Words that tell a time, with what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The sentence that they stand in, as an index into those that were given.
    pub sentence: usize,
    /// The first of its words.
    pub first: usize,
    /// The last of its words.
    pub last: usize,
    /// Where they stand, without the preposition before them.
    pub span: Span,
    /// What stands there.
    pub text: String,
    /// TIMEX3 `type`.
    pub kind: TimeKind,
    /// TIMEX3 `value`: `1998-10-15`, `1998-W42`, `P2Y`, `XXXX-WXX-5`.
    pub value: String,
    /// TIMEX3 `mod`: `START`, `APPROX`.
    pub modifier: Option<String>,
    /// The first day that it can be, for a date or time that the calendar has.
    pub not_before: Option<String>,
    /// The last day that it can be.
    pub not_after: Option<String>,
    /// How the value was reached.
    pub basis: Basis,
    /// The lines of knowledge that it rests on, as `file:line words`.
    pub because: Vec<String>,
}

/// TIMEX3 `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// "Friday", "1998", "now"
    Date,
    /// "5 p.m.", "last night"
    Time,
    /// "two weeks"
    Duration,
    /// "every Monday"
    Set,
}

impl TimeKind {
    /// As TIMEX3 writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

impl TimeExpression {
    /// The date that it tells; none for durations and sets.
    pub fn date(&self) -> Option<Date> {
        matches!(self.kind, TimeKind::Date | TimeKind::Time).then(|| Date {
            value: Some(self.value.clone()),
            not_before: self.not_before.clone(),
            not_after: self.not_after.clone(),
            basis: self.basis,
            expression: Some(Passage {
                span: self.span,
                text: self.text.clone(),
            }),
        })
    }
}

/// The time expressions of a document, in the order of its text. They are resolved against the day of publication, or
/// the dateline's where that is not known.
pub fn times(document: &Document, sentences: &[Sentence], knowledge: &Knowledge) -> Vec<TimeExpression> {
    let text = Text::new(&document.text);
    let lexicon = &knowledge.times;
    let mut narrative = Narrative::new(published(document, lexicon));
    let mut all = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let words = Words::new(sentence, lexicon);
        for found in grammar::expressions(&words) {
            let second = found.second.clone();
            let first = found.first;
            if is_in_a_name(&words, &found) {
                continue;
            }
            let mut add = |found: &Found| {
                // Which way it points is asked of the whole, of which the end of a range is a part.
                let direction = || tense::direction(sentence, first, found.end);
                let Some(resolved) = narrative.resolve(&found.meaning, index, &direction) else {
                    return;
                };
                if let Some(calendar) = resolved.calendar {
                    narrative.tell(calendar, &found.meaning, index, found.first <= 2);
                }
                all.extend(expression(&words, index, found, resolved, narrative.published, &text));
            };
            add(&found);
            if let Some((first, end, meaning)) = second {
                add(&Found::new(first, end, meaning));
            }
        }
    }
    all
}

/// The day of publication, or the dateline's.
fn published(document: &Document, lexicon: &TimeLexicon) -> Option<NaiveDate> {
    let stated = document.published.as_deref().and_then(|published| published.get(..10));
    if let Some(day) = stated.and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) {
        return Some(day).filter(|day| calendar::YEARS.contains(&chrono::Datelike::year(day)));
    }
    let dateline = document.dateline.as_ref()?.date.as_deref()?;
    let sentences = sayso_language::segment(dateline);
    let words = Words::new(sentences.first()?, lexicon);
    match dates::date(&words, 0)?.meaning {
        Meaning::Calendar(Calendar::Day(day)) => Some(day),
        _ => None,
    }
}

/// Whether the words are part of what somebody or something is called: Sandra Day, the Baltimore Sun.
fn is_in_a_name(words: &Words<'_, '_>, found: &Found) -> bool {
    let names = &words.sentence.names;
    names
        .iter()
        .any(|name| name.first <= found.first && found.end <= name.last + 1)
}

fn expression(
    words: &Words<'_, '_>,
    sentence: usize,
    found: &Found,
    resolved: Resolved,
    published: Option<NaiveDate>,
    text: &Text<'_>,
) -> Option<TimeExpression> {
    let last = found.end.checked_sub(1)?;
    let span = words.token(found.first)?.span.hull(words.token(last)?.span);
    let kind = match &found.meaning {
        Meaning::Duration(_) => TimeKind::Duration,
        Meaning::Set(_) => TimeKind::Set,
        _ if found.clock.is_some() => TimeKind::Time,
        _ => TimeKind::Date,
    };
    let value = match &found.clock {
        Some(clock) => resolved.value + clock,
        None => resolved.value,
    };
    let (not_before, not_after) = bounds(words, found, resolved.calendar, published);
    let iso = |day: NaiveDate| day.to_string();
    Some(TimeExpression {
        sentence,
        first: found.first,
        last,
        span,
        text: text.at(span).to_owned(),
        kind,
        value,
        modifier: found.modifier.clone(),
        not_before: not_before.map(iso),
        not_after: not_after.map(iso),
        basis: resolved.basis,
        because: because(words, found),
    })
}

/// The first and the last day that it can be: "earlier this year" is over, "1994 or later" has no end.
fn bounds(
    words: &Words<'_, '_>,
    found: &Found,
    calendar: Option<Calendar>,
    published: Option<NaiveDate>,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let Some((first, last)) = calendar.and_then(Calendar::bounds) else {
        return (None, None);
    };
    let today = published.filter(|day| first <= *day && *day <= last);
    match (found.modifier.as_deref(), today) {
        (Some("ON_OR_AFTER" | "AFTER"), _) => (Some(first), None),
        (Some("ON_OR_BEFORE" | "BEFORE"), _) => (None, Some(last)),
        (Some("START"), Some(today)) if words.is(found.first, "earlier") => (Some(first), Some(today)),
        (Some("END"), Some(today)) if words.is(found.first, "later") => (Some(today), Some(last)),
        _ => (Some(first), Some(last)),
    }
}

/// The lines that list the words.
fn because(words: &Words<'_, '_>, found: &Found) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut at = found.first;
    while at < found.end {
        match words.find(at, |_| Some(())).filter(|(end, ())| *end <= found.end) {
            Some((end, ())) => {
                lines.extend(words.line(at, end).map(str::to_owned));
                at = end;
            }
            None => at += 1,
        }
    }
    lines
}
