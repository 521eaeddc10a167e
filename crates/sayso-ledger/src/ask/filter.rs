//! A question as conditions of SQL.

use rusqlite::types::Value;

use super::{Asked, Order, Question};
use crate::index::{DOCUMENT, KIND, facet, stretch};

/// Where rows are looked for, and what has to hold.
pub(super) struct Filter {
    pub(super) from: &'static str,
    /// The column that rows are ordered by.
    pub(super) key: &'static str,
    conditions: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Filter {
    pub(super) fn conditions(&self) -> String {
        if self.conditions.is_empty() {
            return "1".to_owned();
        }
        self.conditions.join(" AND ")
    }

    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let number = self.values.len();
        self.conditions.push(condition.replace("??", &format!("?{number}")));
    }
}

/// The word that all rows of a kind have, and where their days stand.
const fn kind(about: Asked) -> (&'static str, Option<&'static str>) {
    match about {
        Asked::Statements => ("kind_statement", Some("statement")),
        Asked::Events => ("kind_event", Some("event")),
        Asked::Figures => ("kind_figure", Some("figure")),
        Asked::Agreements => ("kind_agreement", Some("stage")),
        Asked::Disputes => ("kind_dispute", None),
        Asked::Documents => ("", None),
    }
}

pub(super) fn of(question: &Question) -> Filter {
    let is_documents = question.about == Asked::Documents;
    let (from, key) = match (is_documents, &question.text) {
        (false, _) => ("row_words", "row_words.rowid"),
        (true, None) => ("document", "document.key"),
        (true, Some(_)) => ("text_words", "text_words.rowid"),
    };
    let mut filter = Filter {
        from,
        key,
        conditions: Vec::new(),
        values: Vec::new(),
    };
    if is_documents {
        if let Some(words) = question.text.as_deref().map(together) {
            filter.add("text_words MATCH ??", words);
        }
    } else {
        filter.add("row_words MATCH ??", matching(question));
        days(question, &mut filter);
    }
    if let Some(after) = question.after {
        let sign = if question.order == Order::Newest { '<' } else { '>' };
        filter.add(&format!("{key} {sign} ??"), after);
    }
    documents(question, &mut filter);
    filter
}

/// What has to hold of the article.
fn documents(question: &Question, filter: &mut Filter) {
    let is_documents = question.about == Asked::Documents;
    let of = match filter.from {
        "row_words" => format!("row_words.rowid >> {DOCUMENT}"),
        "text_words" => "text_words.rowid".to_owned(),
        _ => String::new(),
    };
    // A document's own days are those of its publication.
    let since = question.since.as_ref().filter(|_| is_documents);
    let until = question.until.as_ref().filter(|_| is_documents);
    let mut told: Vec<(&str, String)> = Vec::new();
    for day in question.published_since.iter().chain(since) {
        told.push(("published >= ??", day.clone()));
    }
    for day in question.published_until.iter().chain(until) {
        told.push(("published <= ??", day.clone()));
    }
    if let Some(publisher) = &question.publisher {
        told.push(("publisher = ?? COLLATE NOCASE", publisher.clone()));
    }
    let within = |condition: &str| match of.as_str() {
        "" => condition.to_owned(),
        of => format!("(SELECT {condition} FROM document WHERE key = {of})"),
    };
    for (condition, value) in told {
        filter.add(&within(condition), value);
    }
    if !question.earlier_versions {
        filter.conditions.push(within("latest"));
    }
}

/// The exact days: words tell months and years only.
fn days(question: &Question, filter: &mut Filter) {
    let (_, table) = kind(question.about);
    let (Some(table), true) = (table, question.since.is_some() || question.until.is_some()) else {
        return;
    };
    let (from, until) = match table {
        "statement" => ("said_from", "said_to"),
        _ => ("day_from", "day_to"),
    };
    let ordinal = if table == "stage" { "agreement" } else { "ordinal" };
    let mut conditions = format!(
        "EXISTS (SELECT 1 FROM {table} WHERE document = row_words.rowid >> {DOCUMENT} \
         AND {ordinal} = row_words.rowid & {}",
        (1_i64 << KIND) - 1
    );
    for (day, condition) in [
        (&question.since, format!("{until} >= ")),
        (&question.until, format!("{from} <= ")),
    ] {
        if let Some(day) = day {
            filter.values.push(day.clone().into());
            conditions.push_str(&format!(" AND {condition}?{}", filter.values.len()));
        }
    }
    conditions.push(')');
    filter.conditions.push(conditions);
}

/// The question in the language of FTS5: every value in quotation marks, so that none is taken for an operator.
fn matching(question: &Question) -> String {
    let (kind, table) = kind(question.about);
    let mut all = vec![format!("facets : {}", quoted(kind))];
    // Who says something is whose word it is.
    let who = if question.about == Asked::Statements {
        "sources"
    } else {
        "who"
    };
    for (column, values) in [
        (who, &question.who),
        ("whom", &question.whom),
        ("sources", &question.sources),
        ("place", &question.places),
    ] {
        all.extend(any(column, values.iter().map(|value| quoted(value))));
    }
    for (name, values) in [
        ("type", &question.types),
        ("stage", &question.stages),
        ("class", &question.classes),
    ] {
        all.extend(any(
            "facets",
            values.iter().map(|value| quoted(&format!("{name}_{}", facet(value)))),
        ));
    }
    let certain = question.certainty.iter().flat_map(|value| certainty(value));
    all.extend(any(
        "facets",
        certain.map(|value| quoted(&format!("certainty_{value}"))),
    ));
    let status = question.status.iter().flat_map(|value| status(value));
    all.extend(any("facets", status.map(|value| quoted(&format!("status_{value}")))));
    if let (Some(_), Some(since), until) = (table, &question.since, &question.until) {
        let until = until.clone().unwrap_or_else(|| last_year(since));
        all.extend(any("facets", time(since, &until).iter().map(|word| quoted(word))));
    }
    if let Some(text) = &question.text {
        all.push(format!("words : ({})", together(text)));
    }
    all.join(" AND ")
}

/// Words of stretches that a window can touch. A long stretch need not have any of a window's months.
fn time(since: &str, until: &str) -> Vec<String> {
    let words = stretch(since, until);
    let has_months = words.iter().any(|word| word.starts_with("month"));
    if has_months {
        let mut months: Vec<String> = words.into_iter().filter(|word| word.starts_with("month")).collect();
        months.push("long".to_owned());
        return months;
    }
    // Years, and what has more years than are written of it.
    words
}

/// A day so far away that nothing told is later.
fn last_year(since: &str) -> String {
    let year = since.get(..4).and_then(|year| year.parse::<i64>().ok()).unwrap_or(2000);
    format!("{}-12-31", year + 60)
}

fn any(column: &str, values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| format!("{column} : ({})", values.join(" OR ")))
}

/// Words of which all are asked for; those in quotation marks as they stand.
pub(super) fn together(text: &str) -> String {
    let mut parts = Vec::new();
    for (at, piece) in text.split('"').enumerate() {
        if at % 2 == 1 {
            parts.push(quoted(piece));
        } else {
            parts.extend(piece.split_whitespace().map(quoted));
        }
    }
    parts.retain(|part| part.chars().any(char::is_alphanumeric));
    if parts.is_empty() {
        // Nothing to look for finds nothing.
        return quoted("\u{1}");
    }
    parts.join(" AND ")
}

fn quoted(text: &str) -> String {
    // The end of a string for SQLite.
    format!("\"{}\"", text.replace('\0', " ").replace('"', "\"\""))
}

fn certainty(value: &str) -> Vec<String> {
    let values: &[&str] = match value.to_lowercase().as_str() {
        "certain" => &["ct+", "ct_"],
        "probable" => &["pr+", "pr_"],
        "possible" => &["ps+", "ps_"],
        "unknown" => &["uu"],
        _ => return vec![value.to_lowercase().replace('-', "_")],
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn status(value: &str) -> Vec<String> {
    let values: &[&str] = match value.to_lowercase().as_str() {
        "happened" => &["actual", "reported", "claimed", "presupposed"],
        _ => return vec![facet(value)],
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}
