//! One statement on the page.
//!
//! A line of marks (how certain, which act, how it is held) with the row's id at its end, what is said under it
//! with a hanging indent, and under that whatever is out of the ordinary: a chain of more than publisher and
//! source, media in between, a statement that this one stands in or says again.

use sayso::schema::{FactValue, Statement, Voice};

use super::Report;
use super::chain::{chain, day, link_name};
use super::ids::ShortIds;
use super::plain::plain;
use super::style::{
    CERTAINTY_COLUMNS, act_word, certainty_sign, certainty_word, distancing_word, paint, quotation_word,
    shown_certainty,
};
use super::wrap::{columns, pad, wrap};

/// Marks stand two columns in, what is said four.
const MARKS: &str = "  ";
const CONTENT: &str = "    ";

impl Report {
    pub(super) fn statement(&self, page: &mut String, statement: &Statement, ids: &ShortIds<'_>) {
        self.marks(page, statement, ids.get(&statement.id));
        for line in wrap(&content(statement), self.width - CONTENT.len()) {
            page.push_str(CONTENT);
            page.push_str(&line);
            page.push('\n');
        }
        for note in notes(statement, ids) {
            self.lines(page, self.palette.faint, &note, CONTENT);
        }
    }

    fn marks(&self, page: &mut String, statement: &Statement, id: &str) {
        let value = shown_certainty(statement);
        let sign = format!(
            "{} {}",
            certainty_sign(value),
            pad(certainty_word(value), CERTAINTY_COLUMNS)
        );
        let mut marks = vec![(anstyle::Style::new(), act_word(statement.act).to_owned())];
        marks.extend(quotation_word(statement.quotation).map(|word| (anstyle::Style::new(), word.to_owned())));
        marks.extend(distancing_word(statement.distancing).map(|word| (self.palette.distanced, word.to_owned())));
        let author = statement.factuality.author;
        if statement.voice == Voice::Attributed && author != FactValue::Unknown {
            let style = self.palette.certainty(author);
            marks.push((style, format!("the article: {}", certainty_word(author))));
        }

        let widths = marks.iter().map(|(_, text)| columns(text)).sum::<usize>() + 3 * marks.len().saturating_sub(1);
        let used = MARKS.len() + columns(&sign) + 1 + widths;
        page.push_str(MARKS);
        page.push_str(&paint(self.palette.certainty(value), &sign));
        if used + 2 + columns(id) <= self.width {
            page.push(' ');
            for (i, (style, text)) in marks.iter().enumerate() {
                if i > 0 {
                    page.push_str(" · ");
                }
                page.push_str(&paint(*style, text));
            }
            page.extend(std::iter::repeat_n(' ', self.width - used - columns(id)));
            page.push_str(&paint(self.palette.faint, id));
            page.push('\n');
        } else {
            // Too narrow for all of it: the id stays beside the sign, the marks go below.
            page.push(' ');
            page.push_str(&paint(self.palette.faint, id));
            page.push('\n');
            let marks: Vec<&str> = marks.iter().map(|(_, text)| text.as_str()).collect();
            self.lines(page, anstyle::Style::new(), &marks.join(" · "), MARKS);
        }
    }
}

/// What is said, on one line, with `…` where other words stand between.
pub fn content(statement: &Statement) -> String {
    if statement.content.is_empty() {
        return plain(&statement.text).into_owned();
    }
    let passages = statement.content.iter().map(|passage| plain(passage.text.trim()));
    passages.collect::<Vec<_>>().join(" … ")
}

fn notes(statement: &Statement, ids: &ShortIds<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if statement.chain.len() > 2 {
        notes.push(format!("told by {}", chain(&statement.chain)));
    }
    if let Some(via) = &statement.via {
        notes.push(format!("taken from {}", link_name(via)));
    }
    if !statement.chain_inferred.is_empty() {
        notes.push(format!(
            "not stated but likely: through {}",
            chain(&statement.chain_inferred)
        ));
    }
    notes.extend(
        statement
            .said_on
            .as_ref()
            .and_then(day)
            .map(|day| format!("said on {day}")),
    );
    if let Some(outer) = &statement.within {
        notes.push(format!("inside {}", ids.get(outer)));
    }
    if let Some(first) = &statement.repeats {
        notes.push(format!("says again what {} says", ids.get(first)));
    }
    notes
}
