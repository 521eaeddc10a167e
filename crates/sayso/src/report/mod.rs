//! A reading as a page that a person reads: who says what, and how sure, and who did what.
//!
//! [`Report`] lays one [`Reading`] out for a width and a [`Palette`]: a headline block, the statements by source
//! ([`group`]), in the order of the text ([`nesting`]) or by date ([`dates`]), the events ([`event`]), the figures
//! ([`figure`]), the agreements ([`agreement`]), what does not agree ([`dispute`]), and the entities. Everything from outside passes through [`plain::plain`].

pub mod agreement;
pub mod chain;
mod dates;
pub mod dispute;
pub mod event;
pub mod figure;
pub mod group;
pub mod ids;
#[cfg(test)]
pub mod invented;
pub mod nesting;
pub mod order;
pub mod plain;
pub mod statement;
pub mod style;
pub mod wrap;

use sayso::schema::{Entity, Guessed, Reading};

use crate::cli::By;

use self::group::{Group, Source};
use self::ids::ShortIds;
use self::plain::plain;
use self::style::{Palette, SIGNS, entity_word, paint};
use self::wrap::{columns, pad, truncate, wrap};

/// Under this width the layout stops following the terminal: there is no room left for words.
const NARROWEST: usize = 40;

/// Columns of the table of entities: the widest of [`entity_word`], a country's three letters.
const TYPE_COLUMNS: usize = 15;
const COUNTRY_COLUMNS: usize = 3;

/// With less room for a name the table of entities becomes a list.
const SHORTEST_NAME: usize = 12;

/// Lays readings out.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    width: usize,
    palette: Palette,
    by: By,
}

impl Report {
    /// Reports for lines of `width` columns (40 at least) in the colours of `palette`, by source.
    pub fn new(width: usize, palette: Palette) -> Self {
        Self {
            width: width.max(NARROWEST),
            palette,
            by: By::Source,
        }
    }

    /// The same with its statements in the order that `by` asks for.
    pub fn ordered(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// The page for `reading`, ending in a line break.
    pub fn render(&self, reading: &Reading) -> String {
        let groups = group::by_source(reading);
        let ids = ShortIds::of(reading);
        let mut page = String::new();
        self.headline(&mut page, reading, &groups);
        self.statements(&mut page, reading, &groups, &ids);
        self.events(&mut page, reading, &ids);
        self.figures(&mut page, reading, &ids);
        self.agreements(&mut page, reading, &ids);
        self.disputes(&mut page, reading, &ids);
        self.entities(&mut page, &reading.entities, &ids);
        page
    }

    /// What stands between two pages.
    pub fn between(&self) -> String {
        format!("\n{}\n\n", paint(self.palette.faint, &"─".repeat(self.width)))
    }

    /// What the marks mean; it stands once, after the last page.
    pub fn legend(&self) -> String {
        let text = format!(
            "{SIGNS}: what the source commits to. The article itself commits to none of what others say unless a line \
             tells so. Why a row is there: sayso explain FILE --row ID"
        );
        let mut legend = String::from("\n");
        self.lines(&mut legend, self.palette.faint, &text, "");
        legend
    }

    fn headline(&self, page: &mut String, reading: &Reading, groups: &[Group<'_>]) {
        self.document(page, reading);
        self.lines(page, self.palette.faint, &counts(reading, groups), "");
    }

    /// What is known of the article.
    fn document(&self, page: &mut String, reading: &Reading) {
        let document = &reading.document;
        let mark = |what: Guessed| {
            if document.guessed.contains(&what) {
                " (guessed)"
            } else {
                ""
            }
        };
        match &document.title {
            Some(title) => {
                // What stands in the text is there to be seen; only a headline from elsewhere needs the mark.
                let guess = if document.title_span.is_some() {
                    ""
                } else {
                    mark(Guessed::Title)
                };
                let title = format!("{}{guess}", plain(title.trim()));
                self.lines(page, self.palette.title, &title, "");
            }
            None => self.lines(page, self.palette.title, "(no headline)", ""),
        }
        let mut facts = Vec::new();
        if let Some(byline) = &document.byline {
            let guess = if document.byline_span.is_some() {
                ""
            } else {
                mark(Guessed::Byline)
            };
            facts.push(format!("By {}{guess}", plain(byline)));
        }
        facts.push(match &document.publisher {
            Some(publisher) => format!("{}{}", plain(publisher), mark(Guessed::Publisher)),
            None => "publisher unknown".to_owned(),
        });
        facts.push(match &document.published {
            Some(published) => format!("{}{}", plain(published), mark(Guessed::Published)),
            None => "undated".to_owned(),
        });
        self.lines(page, self.palette.heading, &facts.join(" · "), "");
        self.lines(page, self.palette.faint, &plain(&document.source), "");
    }

    fn entities(&self, page: &mut String, entities: &[Entity], ids: &ShortIds<'_>) {
        if entities.is_empty() {
            return;
        }
        page.push('\n');
        self.lines(page, self.palette.heading, "Entities", "");
        let mut sorted: Vec<&Entity> = entities.iter().collect();
        // Stable: those named equally often stay in the order of the text.
        sorted.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
        let counted = |entity: &Entity| format!("{}×", entity.mentions.len());
        let widest = |text: &dyn Fn(&Entity) -> usize| entities.iter().map(text).max().unwrap_or_default();
        let count_columns = widest(&|entity| columns(&counted(entity)));
        let id_columns = widest(&|entity| columns(ids.get(&entity.id)));
        // What stands around the name: the indent, then type, country, mentions and id with the spaces between.
        let around = 2 + 2 + TYPE_COLUMNS + 1 + COUNTRY_COLUMNS + 1 + count_columns + 2 + id_columns;
        if self.width < around + SHORTEST_NAME {
            for entity in sorted {
                let country = entity
                    .country
                    .as_deref()
                    .map(|c| format!(", {}", plain(c)))
                    .unwrap_or_default();
                let facts = format!("{}{country} · {}", entity_word(entity.kind), counted(entity));
                self.right_aligned(
                    page,
                    "  ",
                    &format!("{} · {facts}", plain(&entity.name)),
                    ids.get(&entity.id),
                );
            }
            return;
        }
        let name_columns = widest(&|entity| columns(&plain(&entity.name))).clamp(SHORTEST_NAME, self.width - around);
        for entity in sorted {
            let name = truncate(&plain(&entity.name), name_columns);
            let country = entity.country.as_deref().map_or_else(|| "–".into(), plain);
            let facts = format!(
                "  {} {} {}  {}",
                pad(entity_word(entity.kind), TYPE_COLUMNS),
                pad(&truncate(&country, COUNTRY_COLUMNS), COUNTRY_COLUMNS),
                pad(&counted(entity), count_columns),
                ids.get(&entity.id),
            );
            page.push_str(&format!(
                "  {}{}\n",
                pad(&name, name_columns),
                paint(self.palette.faint, &facts)
            ));
        }
    }

    /// `text`, wrapped, each line after `indent` and in `style`.
    fn lines(&self, page: &mut String, style: anstyle::Style, text: &str, indent: &str) {
        for line in wrap(text, self.width.saturating_sub(columns(indent))) {
            page.push_str(indent);
            page.push_str(&paint(style, &line));
            page.push('\n');
        }
    }

    /// `text` wrapped after `indent`, and `id` at the right end of its first line, where it has a column of its own.
    fn right_aligned(&self, page: &mut String, indent: &str, text: &str, id: &str) {
        let room = self.width.saturating_sub(columns(indent) + columns(id) + 2);
        for (i, line) in wrap(text, room).iter().enumerate() {
            page.push_str(indent);
            if i == 0 {
                page.push_str(&pad(line, room + 2));
                page.push_str(&paint(self.palette.faint, id));
            } else {
                page.push_str(line);
            }
            page.push('\n');
        }
    }
}

/// "14 statements from 7 sources · 3 figures · 21 entities"; rows that there are none of go unsaid.
pub fn counts(reading: &Reading, groups: &[Group<'_>]) -> String {
    let sources = groups
        .iter()
        .filter(|group| matches!(group.source, Source::Stated { .. }))
        .count();
    let mut counts = vec![match sources {
        0 => count(reading.statements.len(), "statement", "statements"),
        n => format!(
            "{} from {}",
            count(reading.statements.len(), "statement", "statements"),
            count(n, "source", "sources")
        ),
    }];
    for (n, one, many) in [
        (reading.events.len(), "event", "events"),
        (figure::shown(reading).len(), "figure", "figures"),
        (reading.agreements.len(), "agreement", "agreements"),
        (reading.disputes.len(), "dispute", "disputes"),
        (reading.entities.len(), "entity", "entities"),
    ] {
        if n > 0 {
            counts.push(count(n, one, many));
        }
    }
    counts.join(" · ")
}

/// "1 source", "2 sources", "no sources".
pub fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

#[cfg(test)]
mod tests;
