use sayso::schema::{Agreement, Document, Reading, StageKind};

use super::{Agreements, timeline};
use crate::report::Report;
use crate::report::invented::{self, TREATY, border_treaty as reading, day};
use crate::report::style::Palette;
use crate::report::wrap::columns;

#[test]
fn a_card_for_eighty_columns() {
    insta::assert_snapshot!(Report::new(80, Palette::plain()).cards(&reading()));
}

#[test]
fn agreements_and_disputes_on_the_page() {
    let page = Report::new(80, Palette::plain()).render(&reading());
    let from = page.find("Agreements\n").expect("there is a part for them");
    let to = page.find("Entities").expect("entities follow");
    insta::assert_snapshot!(&page[from..to]);
    assert!(page.contains("1 agreement · 1 dispute · 3 entities"), "{page}");
}

#[test]
fn a_timeline_for_mermaid() {
    insta::assert_snapshot!(format!("{}{}", timeline::BEGINNING, timeline::sections(&reading())));
}

#[test]
fn what_is_told_twice_is_one_step_and_dated_ones_come_first() {
    let reading = reading();
    let agreements = Agreements::of(&reading);
    let steps = agreements.steps(&reading.agreements[0]);
    let told: Vec<(StageKind, usize)> = steps
        .iter()
        .map(|step| (step.stage.stage, agreements.told_in(step).len()))
        .collect();
    assert_eq!(told, [(StageKind::Signed, 2), (StageKind::ChamberAdopted, 1)]);
}

#[test]
fn an_agreement_of_which_nothing_is_told_is_a_card() {
    let mut reading = Reading::of(Document::new("a.txt", "A deal."));
    reading.agreements = vec![invented::agreement("A deal.", &["deal"])];
    let card = Report::new(40, Palette::plain()).cards(&reading);
    assert!(
        card.contains("parties: not stated") && card.contains("steps: not stated"),
        "{card}"
    );
    assert!(timeline::sections(&reading).contains("section deal\n        no date told : no step told\n"));
    reading.agreements.clear();
    assert_eq!(Report::new(40, Palette::plain()).cards(&reading), "");
    assert_eq!(timeline::sections(&reading), "");
}

#[test]
fn no_line_is_too_wide_and_colours_change_no_character() {
    for width in 40..100 {
        for line in Report::new(width, Palette::plain()).cards(&reading()).lines() {
            assert!(columns(line) <= width, "{line:?} at {width}");
        }
    }
    let plain = Report::new(80, Palette::plain()).cards(&reading());
    let coloured = Report::new(80, Palette::colours()).cards(&reading());
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn hostile_words_drive_neither_terminal_nor_diagram() {
    let hostile = "x\u{1b}[2J\u{202e}\n title y : z %%{init}%% #";
    let mut reading = reading();
    reading.document.source = hostile.to_owned();
    for entity in &mut reading.entities {
        entity.name = hostile.to_owned();
        entity.country = Some(hostile.to_owned());
    }
    for statement in &mut reading.statements {
        for link in &mut statement.chain {
            link.name = Some(hostile.to_owned());
        }
    }
    for dispute in &mut reading.disputes {
        dispute.sentence = hostile.to_owned();
    }
    for agreement in &mut reading.agreements {
        spoil(agreement, hostile);
    }
    for page in [
        Report::new(60, Palette::plain()).cards(&reading),
        Report::new(60, Palette::plain()).render(&reading),
    ] {
        assert!(
            !page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
            "{page:?}"
        );
    }
    let sections = timeline::sections(&reading);
    for line in sections.lines() {
        let line = line.trim_start().trim_start_matches("%% ");
        assert!(!line.contains('%') && !line.contains('{'), "{line}");
        assert!(line.matches(':').count() <= 1, "{line}");
        assert!(!line.starts_with("title"), "{line}");
    }
}

fn spoil(agreement: &mut Agreement, hostile: &str) {
    agreement.text = hostile.to_owned();
    agreement.registered = Some(hostile.to_owned());
    agreement.instrument = Some(hostile.to_owned());
    for name in &mut agreement.names {
        name.text = hostile.to_owned();
    }
    for stage in &mut agreement.stages {
        stage.place = Some(invented::passage(TREATY, "Klow"));
        stage.date = day(&format!("2030{hostile}"));
    }
    for provision in &mut agreement.provisions {
        provision.text = hostile.to_owned();
        for citation in &mut provision.citations {
            citation.relation = Some(hostile.to_owned());
            citation.article = Some(hostile.to_owned());
        }
    }
}

#[test]
fn the_article_that_is_cited_is_named_once() {
    let mut reading = reading();
    let citation = |reading: &Reading| {
        let provision = &reading.agreements[0].provisions[0];
        let facts = Agreements::of(reading).provision_facts(provision);
        facts
            .into_iter()
            .find(|(name, _)| *name == "cites")
            .map(|(_, words)| words)
    };
    let words = Some("the Charter (Charter of the United Nations, article 51), as".to_owned());
    assert_eq!(citation(&reading), words);
    reading.agreements[0].provisions[0].citations[0].article = Some("Article 51".to_owned());
    assert_eq!(
        citation(&reading),
        words.map(|words| words.replace("article", "Article"))
    );
}
