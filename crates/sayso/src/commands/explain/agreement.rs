//! What figures, agreements, their steps and provisions, and disputes tell, in words.

use sayso::schema::{Agreement, Dispute, Figure, Passage, Reading, RowId};

use super::event::{quoted, time_evidence};
use crate::report::agreement::{Agreements, also_words, class_word, duty_word, status_word};
use crate::report::dispute;
use crate::report::figure::{Figures, kind_word, number};
use crate::report::ids::ShortIds;
use crate::report::plain::plain;
use crate::report::statement::content;

/// A heading and the lines under it.
type Section = (&'static str, Vec<String>);

/// Sections of lines for the row with `id`; none for other rows.
pub fn evidence(id: &RowId, reading: &Reading) -> Vec<Section> {
    let ids = ShortIds::of(reading);
    if let Some(row) = reading.figures.iter().find(|row| row.id == *id) {
        return figure(row, reading, &ids);
    }
    if let Some(row) = reading.disputes.iter().find(|row| row.id == *id) {
        return of_dispute(row, reading, &ids);
    }
    for agreement in &reading.agreements {
        if agreement.id == *id {
            return of_agreement(agreement, reading, &ids);
        }
        let stages = agreement.stages.iter().map(|row| &row.id);
        let mut rows = stages.chain(agreement.provisions.iter().map(|row| &row.id));
        if rows.any(|row| row == id) {
            return part(id, agreement, reading, &ids);
        }
    }
    Vec::new()
}

fn figure(figure: &Figure, reading: &Reading, ids: &ShortIds<'_>) -> Vec<Section> {
    let figures = Figures::of(reading);
    let told = |value: Option<f64>| value.map_or_else(|| "not told".to_owned(), number);
    let mut quantity = vec![
        format!("{}, one of {}", figures.quantity(figure), kind_word(figure.kind)),
        format!(
            "value {}, least {}, most {}",
            told(figure.value),
            told(figure.low),
            told(figure.high)
        ),
    ];
    quantity.extend(figure.unit.as_ref().map(|unit| format!("in {}", plain(unit))));
    quantity.extend(told_by("made inexact by", figure.approximator.as_ref()));
    let mut counted = Vec::new();
    counted.extend(told_by("counts or measures", figure.of.as_ref()));
    counted.extend(told_by("per", figure.per.as_ref()));
    counted.extend(told_by(
        "what is said of it:",
        figure.measure.as_ref().map(|measure| &measure.predicate),
    ));
    let others = figures.facts(figure).into_iter().filter(|(name, _)| *name == "whose");
    counted.extend(others.map(|(name, value)| format!("{name}: {value}")));
    if counted.is_empty() {
        counted.push("Not told.".to_owned());
    }
    let place = told_by("told by", figure.place.as_ref());
    vec![
        ("How many", quantity),
        ("Of what", counted),
        ("When", time_evidence(figure.period.as_ref())),
        (
            "Where",
            place.map_or_else(|| vec!["Not told.".to_owned()], |place| vec![place]),
        ),
        (
            "By whose word",
            figure.statement.iter().map(|id| statement(id, reading, ids)).collect(),
        ),
    ]
    .into_iter()
    .filter(|(_, lines)| !lines.is_empty())
    .collect()
}

fn of_agreement(agreement: &Agreement, reading: &Reading, ids: &ShortIds<'_>) -> Vec<Section> {
    let agreements = Agreements::of(reading);
    let mut what = vec![agreements.kind(agreement)];
    what.extend(
        agreement
            .registered
            .as_ref()
            .map(|title| format!("registered as {}", plain(title))),
    );
    what.extend(agreement.names.iter().map(|name| format!("called {}", quoted(name))));
    what.extend(told_by("replaces", agreement.supersedes.as_ref()));
    let mut steps: Vec<String> = Vec::new();
    for step in agreements.steps(agreement) {
        let mut line = format!("{}: {}", ids.get(&step.stage.id), agreements.step(&step));
        if let Some(also) = also_words(&step, ids) {
            line = format!("{line} · {also}");
        }
        steps.push(line);
    }
    steps.extend(
        agreements
            .not_stated(agreement)
            .map(|(name, missing)| format!("{name}: {missing}")),
    );
    let provisions = agreement.provisions.iter().map(|row| {
        let class = class_word(row.class);
        format!("{}: {class}, {}", ids.get(&row.id), agreements.provision(row))
    });
    let disputes = agreements.disputes(agreement);
    let disputes = disputes
        .into_iter()
        .map(|row| format!("{}: {}", ids.get(&row.id), dispute::sentence(row)));
    let parties = agreement
        .parties
        .iter()
        .map(|id| format!("{}: {}", ids.get(id), agreements.who(id)));
    let sections = vec![
        ("What it is", what),
        ("Whom it binds", parties.collect()),
        ("Its steps", steps),
        ("What it provides", provisions.collect()),
        ("What does not agree", disputes.collect()),
    ];
    sections.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

/// A step or a provision.
fn part(id: &RowId, agreement: &Agreement, reading: &Reading, ids: &ShortIds<'_>) -> Vec<Section> {
    let agreements = Agreements::of(reading);
    let of = vec![format!("{}: {}", ids.get(&agreement.id), agreements.name(agreement))];
    if let Some(stage) = agreement.stages.iter().find(|row| row.id == *id) {
        let mut what = vec![format!("{}, {}", stage.stage.in_words(), status_word(stage.status))];
        what.push(format!("named by {}", quoted(&stage.trigger)));
        what.extend(
            stage
                .told_as
                .map(|told| format!("told as {}, which is more than the article tells", told.in_words())),
        );
        let who = [
            ("whose step", &stage.party),
            ("taken by", &stage.by),
            ("before", &stage.to),
        ];
        let who = who.into_iter().filter_map(|(name, id)| {
            let id = id.as_ref()?;
            Some(format!("{name}: {}, entity {}", agreements.who(id), ids.get(id)))
        });
        let mut who: Vec<String> = who.collect();
        if who.is_empty() {
            who.push("Everyone’s, or not told.".to_owned());
        }
        let place = told_by("told by", stage.place.as_ref()).unwrap_or_else(|| "Not told.".to_owned());
        return vec![
            ("Of which agreement", of),
            ("What was done", what),
            ("Who", who),
            ("When", time_evidence(stage.date.as_ref())),
            ("Where", vec![place]),
            ("By whose word", vec![statement(&stage.statement, reading, ids)]),
        ];
    }
    let Some(provision) = agreement.provisions.iter().find(|row| row.id == *id) else {
        return Vec::new();
    };
    let mut what = vec![class_word(provision.class)];
    what.push(match provision.duty {
        Some(duty) => format!("{} {}", agreements.all_of(&provision.bearers), duty_word(duty)),
        None => format!("whom it binds: {}", agreements.all_of(&provision.bearers)),
    });
    let facts = agreements.provision_facts(provision).into_iter();
    what.extend(facts.map(|(name, value)| format!("{name}: {value}")));
    vec![
        ("Of which agreement", of),
        ("What it provides", what),
        ("By whose word", vec![statement(&provision.statement, reading, ids)]),
    ]
}

fn of_dispute(row: &Dispute, reading: &Reading, ids: &ShortIds<'_>) -> Vec<Section> {
    let rows = row.rows.iter().map(|id| match super::row_of(reading, id) {
        Some(found) => format!("{}, {}: “{}”", ids.get(id), found.kind, plain(found.text)),
        None => ids.get(id).to_owned(),
    });
    vec![
        ("What does not agree", vec![dispute::sentence(row), dispute::facts(row)]),
        ("Which rows", rows.collect()),
    ]
}

fn told_by(how: &str, passage: Option<&Passage>) -> Option<String> {
    passage.map(|passage| format!("{how} {}", quoted(passage)))
}

fn statement(id: &RowId, reading: &Reading, ids: &ShortIds<'_>) -> String {
    match reading.statements.iter().find(|row| row.id == *id) {
        Some(row) => format!("{}: “{}”", ids.get(id), content(row)),
        None => ids.get(id).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::evidence;
    use crate::report::ids::all_ids;
    use crate::report::invented::{TREATY, border_treaty, figure};

    #[test]
    fn every_row_tells_what_it_holds() {
        let mut reading = border_treaty();
        let mut both = figure(TREATY, "both", Some(2.0));
        both.statement = Some(reading.statements[1].id.clone());
        reading.figures = vec![both];
        let mut page = String::new();
        for id in all_ids(&reading) {
            for (heading, lines) in evidence(id, &reading) {
                page.push_str(&format!("{heading}\n  {}\n", lines.join("\n  ")));
            }
        }
        insta::assert_snapshot!(page);
    }
}
