//! Figures in words, and their part of the page.
//!
//! A figure is a line: the quantity as the text writes it and in its unit, what is counted and measured, whose it is,
//! where and when as far as the text tells, and the statement that it belongs to. They stand by their kind.

use std::collections::{BTreeMap, BTreeSet};

use sayso::schema::{Entity, Figure, FigureKind, MeasureKind, Reading, RowId};

use super::Report;
use super::event::when;
use super::group::entities_by_id;
use super::ids::ShortIds;
use super::plain::plain;
use super::style::paint;

/// From here on a number is written with a power of ten.
const LARGEST: f64 = 1e15;

/// The figures that a reader looks for: places in an order and what is counted without a number only where an event
/// points at them.
pub fn shown(reading: &Reading) -> Vec<&Figure> {
    let events = reading.events.iter();
    let pointed_at: BTreeSet<&RowId> = events
        .flat_map(|event| [&event.killed, &event.injured, &event.size])
        .flatten()
        .collect();
    let is_shown = |figure: &&Figure| {
        !matches!(figure.kind, FigureKind::Ordinal | FigureKind::Indefinite) || pointed_at.contains(&figure.id)
    };
    reading.figures.iter().filter(is_shown).collect()
}

/// The same by kind, in the order of the text within each.
pub fn by_kind(reading: &Reading) -> Vec<(FigureKind, Vec<&Figure>)> {
    let mut kinds: BTreeMap<FigureKind, Vec<&Figure>> = BTreeMap::new();
    for figure in shown(reading) {
        kinds.entry(figure.kind).or_default().push(figure);
    }
    kinds.into_iter().collect()
}

/// What figures are told from.
pub struct Figures<'a> {
    entities: BTreeMap<&'a RowId, &'a Entity>,
}

impl<'a> Figures<'a> {
    /// Looks at `reading`.
    pub fn of(reading: &'a Reading) -> Self {
        Self {
            entities: entities_by_id(reading),
        }
    }

    /// "8 miles (12874.752 m)"
    pub fn quantity(&self, figure: &Figure) -> String {
        let written = plain(figure.text.trim()).into_owned();
        let in_unit = || {
            let unit = figure.unit.as_deref()?;
            let as_written = figure.as_written.as_ref()?;
            let value = figure.value.filter(|value| as_written.value != Some(*value))?;
            Some(format!("{written} ({} {})", number(value), plain(unit)))
        };
        in_unit().unwrap_or(written)
    }

    /// What is told of it besides: names and values, in the order in which they are shown.
    pub fn facts(&self, figure: &Figure) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        let mut tell = |name, value: Option<String>| facts.extend(value.map(|value| (name, value)));
        let words = |words: &str| plain(words.trim()).into_owned();
        let of = figure.of.as_ref().filter(|of| !figure.span.contains(of.span));
        tell("of", of.map(|of| words(&of.text)));
        tell("per", figure.per.as_ref().map(|per| words(&per.text)));
        let measure = figure.measure.as_ref();
        tell(
            "measure",
            measure.map(|measure| format!("{} ({})", words(&measure.predicate.text), measure_word(measure.kind))),
        );
        tell("whose", figure.actor.as_ref().map(|actor| self.name(actor)));
        tell("where", figure.place.as_ref().map(|place| words(&place.text)));
        tell("when", figure.period.as_ref().and_then(when));
        facts
    }

    /// "around 10,000 · North Korean soldiers · deployed (flow) · Russia · 2024-07"
    pub fn line(&self, figure: &Figure) -> String {
        let mut parts = vec![self.quantity(figure)];
        parts.extend(self.facts(figure).into_iter().map(|(name, value)| match name {
            "per" | "whose" => format!("{name} {value}"),
            _ => value,
        }));
        parts.join(" · ")
    }

    fn name(&self, id: &RowId) -> String {
        let name = self.entities.get(id).map_or(id.as_str(), |entity| entity.name.as_str());
        plain(name.trim()).into_owned()
    }
}

/// A number as people write it, with three decimals at most.
pub fn number(value: f64) -> String {
    if value.abs() >= LARGEST {
        return format!("{value:e}");
    }
    let written = format!("{value:.3}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn measure_word(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Flow => "over a period",
        MeasureKind::Stock => "at a time",
    }
}

/// A kind of figure in words, for many.
pub fn kind_word(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Count => "counts",
        FigureKind::Money => "money",
        FigureKind::Percent => "percentages",
        FigureKind::Fraction => "fractions",
        FigureKind::Measure => "measures",
        FigureKind::Duration => "durations",
        FigureKind::Age => "ages",
        FigureKind::Vote => "votes",
        FigureKind::Score => "results of games",
        FigureKind::Ordinal => "places in an order",
        FigureKind::Indefinite => "counted without a number",
    }
}

impl Report {
    pub(super) fn figures(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        let kinds = by_kind(reading);
        if kinds.is_empty() {
            return;
        }
        page.push('\n');
        self.lines(page, self.palette.heading, "Figures", "");
        let figures = Figures::of(reading);
        for (kind, rows) in kinds {
            page.push_str(&format!("  {}\n", paint(self.palette.faint, kind_word(kind))));
            for figure in rows {
                let mut line = figures.line(figure);
                if let Some(statement) = &figure.statement {
                    line = format!("{line} · in {}", ids.get(statement));
                }
                self.right_aligned(page, "    ", &line, ids.get(&figure.id));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sayso::schema::{AsWritten, Basis, Date, Document, FigureKind, Measure, MeasureKind, Reading, Voice};

    use super::{Figures, number, shown};
    use crate::report::style::Palette;
    use crate::report::{Report, invented};

    const TEXT: &str = "About 130 students entered Borduria in July, 8 miles from the third post. Several guards left.";

    fn reading() -> Reading {
        let mut reading = Reading::of(Document::new("border.txt", TEXT));
        let told = invented::statement(1, Voice::Attributed, &["Radio Szohôd"]);
        let mut students = invented::figure(TEXT, "About 130", Some(130.0));
        students.of = Some(invented::passage(TEXT, "students"));
        students.measure = Some(Measure {
            predicate: invented::passage(TEXT, "entered"),
            kind: MeasureKind::Flow,
        });
        students.place = Some(invented::passage(TEXT, "Borduria"));
        students.period = Some(Date {
            value: Some("2030-07".to_owned()),
            not_before: None,
            not_after: None,
            basis: Basis::InferredYear,
            expression: None,
        });
        students.statement = Some(told.id.clone());
        let mut miles = invented::figure(TEXT, "8 miles", Some(12_874.752));
        miles.kind = FigureKind::Measure;
        miles.unit = Some("m".to_owned());
        miles.as_written = Some(AsWritten {
            value: Some(8.0),
            low: Some(8.0),
            high: Some(8.0),
            unit: invented::passage(TEXT, "miles"),
        });
        let mut third = invented::figure(TEXT, "third", Some(3.0));
        third.kind = FigureKind::Ordinal;
        let mut guards = invented::figure(TEXT, "Several", None);
        guards.kind = FigureKind::Indefinite;
        reading.statements = vec![told];
        reading.figures = vec![miles, students, third, guards];
        reading
    }

    #[test]
    fn figures_stand_by_kind_with_what_is_told_of_them() {
        let page = Report::new(80, Palette::plain()).render(&reading());
        let part = &page[page.find("Figures\n").expect("there are some")..];
        insta::assert_snapshot!(part);
    }

    #[test]
    fn what_has_no_number_is_shown_where_an_event_points_at_it() {
        let mut reading = reading();
        assert_eq!(shown(&reading).len(), 2);
        let mut left = invented::event(TEXT, "RETREAT", "left");
        left.size = Some(reading.figures[3].id.clone());
        reading.events = vec![left];
        assert_eq!(shown(&reading).len(), 3);
    }

    #[test]
    fn a_unit_is_shown_once() {
        let mut reading = reading();
        let figures = Figures::of(&reading);
        assert_eq!(figures.quantity(&reading.figures[0]), "8 miles (12874.752 m)");
        reading.figures[0].value = Some(8.0);
        assert_eq!(Figures::of(&reading).quantity(&reading.figures[0]), "8 miles");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(130.0), "130");
        assert_eq!(number(0.666_666), "0.667");
        assert_eq!(number(1e300), "1e300");
        assert_eq!(number(f64::INFINITY), "inf");
    }
}
