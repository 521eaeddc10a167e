//! Statements by the day on which they were said.

use std::collections::BTreeMap;

use sayso::schema::{Date, Reading, Statement};

use super::nesting::in_text_order;
use super::plain::plain;

/// One day, or another stretch of time as exactly as the text tells it, and what was said then.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// "2024-06-19", "2024-07", "up to 2024-06-19"; `None` for what has no date.
    pub label: Option<String>,
    /// What was said then, in the order of the text.
    pub statements: Vec<&'a Statement>,
}

/// The statements of `reading` by their dates, the earliest first, those without a date last.
pub fn by_date(reading: &Reading) -> Vec<Day<'_>> {
    let mut days: BTreeMap<(String, String), Vec<&Statement>> = BTreeMap::new();
    let mut undated = Vec::new();
    for row in in_text_order(&reading.statements) {
        match row.statement.said_on.as_ref().and_then(place) {
            Some(place) => days.entry(place).or_default().push(row.statement),
            None => undated.push(row.statement),
        }
    }
    let dated = days.into_iter().map(|((_, label), statements)| Day {
        label: Some(label),
        statements,
    });
    let undated = (!undated.is_empty()).then_some(Day {
        label: None,
        statements: undated,
    });
    dated.chain(undated).collect()
}

/// Where a date stands among others, and what it is called. `None` for one that tells no day: `PRESENT_REF`, or words
/// that nobody could place.
fn place(date: &Date) -> Option<(String, String)> {
    let (first, last) = (date.not_before.as_deref(), date.not_after.as_deref());
    if let Some(value) = date.value.as_deref().filter(|value| tells_a_year(value)) {
        // A time of day groups with its day.
        let day = value.split('T').next().unwrap_or(value);
        let is_day_or_month = day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        // ISO 8601 sorts as text, a month before its days; weeks and seasons only by the day they begin on.
        let sorted = if is_day_or_month { day } else { first.unwrap_or(day) };
        return Some((sorted.to_owned(), plain(day).into_owned()));
    }
    let label = match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_owned(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("up to {last}"),
        (None, None) => return None,
    };
    let sorted = first.or(last).unwrap_or_default();
    Some((sorted.to_owned(), plain(&label).into_owned()))
}

fn tells_a_year(value: &str) -> bool {
    value.len() >= 4 && value.bytes().take(4).all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use sayso::schema::{Basis, Date, Document, Reading, Voice};

    use super::by_date;
    use crate::report::invented;

    fn date(value: Option<&str>, not_before: Option<&str>, not_after: Option<&str>) -> Date {
        Date {
            value: value.map(str::to_owned),
            not_before: not_before.map(str::to_owned),
            not_after: not_after.map(str::to_owned),
            basis: Basis::InText,
            expression: None,
        }
    }

    fn days(dates: Vec<Option<Date>>) -> Vec<(Option<String>, Vec<usize>)> {
        let mut reading = Reading::of(Document::new("a.txt", "x"));
        for (n, said_on) in dates.into_iter().enumerate() {
            let mut row = invented::statement(n, Voice::Attributed, &["Borduria"]);
            row.said_on = said_on;
            reading.statements.push(row);
        }
        by_date(&reading)
            .into_iter()
            .map(|day| {
                let numbers = day.statements.iter().map(|row| row.span.start / 10);
                (day.label, numbers.collect())
            })
            .collect()
    }

    #[test]
    fn groups_by_day_in_order_and_puts_the_undated_last() {
        let day = |value| Some(date(Some(value), None, None));
        let found = days(vec![
            None,
            day("2024-06-19"),
            day("2024-06"),
            day("2023-12-31"),
            day("2024-06-19T10:00"),
            day("PRESENT_REF"),
        ]);
        let named = |label: &str, rows: &[usize]| (Some(label.to_owned()), rows.to_vec());
        assert_eq!(
            found,
            [
                named("2023-12-31", &[3]),
                named("2024-06", &[2]),
                named("2024-06-19", &[1, 4]),
                (None, vec![0, 5]),
            ]
        );
    }

    #[test]
    fn bounds_stand_for_a_day_that_is_not_told() {
        let found = days(vec![
            Some(date(None, Some("2024-03-01"), Some("2024-03-05"))),
            Some(date(Some("PRESENT_REF"), None, Some("2024-02-01"))),
            Some(date(Some("2024-W09"), Some("2024-02-26"), Some("2024-03-03"))),
            Some(date(None, Some("2024-01-01"), None)),
            Some(date(None, Some("2024-01-02"), Some("2024-01-02"))),
        ]);
        let labels: Vec<_> = found.iter().filter_map(|(label, _)| label.as_deref()).collect();
        let expected = [
            "2024-01-01 or later",
            "2024-01-02",
            "up to 2024-02-01",
            "2024-W09",
            "2024-03-01 to 2024-03-05",
        ];
        assert_eq!(labels, expected);
    }

    #[test]
    fn no_statement_makes_no_day() {
        assert!(days(Vec::new()).is_empty());
        assert_eq!(days(vec![None]), [(None, vec![0])]);
    }
}
