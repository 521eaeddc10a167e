//! Rows of a ledger for people: what it is, by whose word, in which article.

use sayso::schema::Reading;
use sayso_ledger::Ledger;
use sayso_ledger::ask::{Hit, Row, Where};

use crate::failure::Failure;
use crate::keeping::failure;
use crate::report::agreement::Agreements;
use crate::report::event::Events;
use crate::report::figure::Figures;
use crate::report::plain::plain;
use crate::report::style::{Palette, act_word, certainty_word, paint, shown_certainty};
use crate::report::wrap::{truncate, wrap};
use crate::report::{dispute, statement};

/// Digits of an id that are shown: few enough to type, enough for millions of rows.
const ID: usize = 15;

/// Lays out rows, with the reading that the last of them is from at hand.
pub struct Lines<'l> {
    ledger: &'l Ledger,
    palette: Palette,
    width: usize,
    open: Option<(i64, Reading)>,
}

impl<'l> Lines<'l> {
    /// Lines of `width` columns.
    pub fn new(ledger: &'l Ledger, palette: Palette, width: usize) -> Self {
        Self {
            ledger,
            palette,
            width,
            open: None,
        }
    }

    /// A row: its line, its words where these are another, and its article with the row's id.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn hit(&mut self, hit: &Hit) -> Result<String, Failure> {
        if let Row::Document = hit.row {
            return Ok(self.article(&hit.document));
        }
        let document = hit.document.key;
        if self.open.as_ref().is_none_or(|(of, _)| *of != document) {
            let reading = self.ledger.reading(document).map_err(|error| failure(&error))?;
            self.open = reading.map(|reading| (document, reading));
        }
        let Some((_, reading)) = &self.open else {
            return Ok(String::new());
        };
        let (id, line, words) = match &hit.row {
            Row::Statement(row) => {
                let head = format!("{} · {}", act_word(row.act), certainty_word(shown_certainty(row)));
                (&row.id, head, Some(statement::content(row)))
            }
            Row::Event(row) => (&row.id, Events::of(reading).line(row), Some(row.text.clone())),
            Row::Figure(row) => (&row.id, Figures::of(reading).line(row), None),
            Row::Agreement(row) => {
                let agreements = Agreements::of(reading);
                let steps = agreements.steps(row);
                let steps: Vec<String> = steps.iter().map(|step| agreements.step(step)).collect();
                let parties = agreements.all_of(&row.parties);
                let line = format!("{} · {} · {parties}", agreements.name(row), agreements.kind(row));
                (&row.id, line, Some(steps.join("; ")).filter(|steps| !steps.is_empty()))
            }
            Row::Dispute(row) => (&row.id, dispute::sentence(row), None),
            Row::Document => return Ok(String::new()),
        };
        let mut text = String::new();
        for line in wrap(&plain(&line), self.width) {
            text.push_str(&format!("{}\n", paint(self.palette.heading, &line)));
        }
        for line in words
            .iter()
            .flat_map(|words| wrap(&plain(words), self.width.saturating_sub(4)))
        {
            text.push_str(&format!("    {line}\n"));
        }
        let short: String = id.as_str().chars().take(ID).collect();
        let sources = hit.sources.join(" → ");
        // The id first: a long headline is cut, and the id is what `sayso show` needs.
        let place = [short, sources, place(&hit.document)];
        let place: Vec<&str> = place
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        text.push_str(&self.faint(&place.join(" · ")));
        text.push('\n');
        Ok(text)
    }

    fn article(&self, article: &Where) -> String {
        let title = article.title.as_deref().unwrap_or("without a headline");
        let mut text = String::new();
        for line in wrap(&plain(title), self.width) {
            text.push_str(&format!("{}\n", paint(self.palette.heading, &line)));
        }
        let at = article.url.as_deref().unwrap_or(&article.source);
        let parts = [article.publisher.as_deref(), article.published.as_deref(), Some(at)];
        let short: String = article.id.chars().take(12).collect();
        let parts: Vec<&str> = parts.into_iter().flatten().chain([short.as_str()]).collect();
        text.push_str(&self.faint(&parts.join(" · ")));
        text.push('\n');
        text
    }

    fn faint(&self, text: &str) -> String {
        let text = truncate(&plain(text), self.width.saturating_sub(4));
        format!("    {}\n", paint(self.palette.faint, &text))
    }
}

/// An article in few words.
fn place(article: &Where) -> String {
    let title = article.title.as_deref().unwrap_or(&article.source);
    let parts = [article.published.as_deref(), article.publisher.as_deref(), Some(title)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
