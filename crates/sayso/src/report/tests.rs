//! Whole pages of invented readings.

use sayso::schema::{
    Act, Basis, Date, Distancing, Document, EntityType, FactValue, Guessed, Link, LinkKind, Quotation, Reading, Voice,
};

use super::style::Palette;
use super::wrap::columns;
use super::{Report, invented};
use crate::cli::By;

fn reading() -> Reading {
    let mut document = Document::new("border.txt", "x");
    document.title = Some("Syldavia says Borduria moved three border posts overnight".to_owned());
    document.byline = Some("Ottilie Trossli".to_owned());
    document.publisher = Some("The Klow Courier".to_owned());
    document.guessed = vec![Guessed::Publisher];
    let mut reading = Reading::of(document);

    let mut claim = invented::statement(0, Voice::Attributed, &["Borduria’s general staff"]);
    claim.act = Act::Claim;
    claim.distancing = Distancing::Distanced;
    claim.quotation = Quotation::Mixed;
    let mut estimate = invented::statement(1, Voice::Attributed, &["Radio Szohôd", "three officials"]);
    estimate.act = Act::Estimate;
    estimate.factuality.source = Some(FactValue::ProbablePlus);
    if let Some(last) = estimate.chain.last_mut() {
        last.kind = LinkKind::Unnamed;
    }
    estimate.via = Some(Link {
        entity: None,
        kind: LinkKind::Outlet,
        name: Some("Bordurian media".to_owned()),
        span: None,
    });
    let mut denial = invented::statement(2, Voice::Attributed, &["Borduria’s general staff"]);
    denial.act = Act::Deny;
    denial.factuality.source = Some(FactValue::CertainMinus);
    denial.factuality.author = FactValue::CertainPlus;
    denial.within = Some(claim.id.clone());
    let mut hearsay = invented::statement(3, Voice::Hearsay, &[]);
    hearsay.factuality.source = Some(FactValue::Unknown);
    let mut lead = invented::statement(5, Voice::Author, &[]);
    let headline = invented::statement(4, Voice::Author, &[]);
    lead.repeats = Some(headline.id.clone());
    reading.statements = vec![headline, lead, claim, estimate, denial, hearsay];

    let mut country = invented::entity(6, "Borduria");
    country.kind = EntityType::Gpe;
    country.country = Some("BRD".to_owned());
    country.mentions.extend(invented::entity(7, "Borduria").mentions);
    reading.entities = vec![invented::entity(5, "Ottilie Trossli"), country];
    reading
}

#[test]
fn page_for_eighty_columns() {
    let report = Report::new(80, Palette::plain());
    insta::assert_snapshot!(format!("{}{}", report.render(&reading()), report.legend()));
}

#[test]
fn page_for_a_narrow_terminal() {
    insta::assert_snapshot!(Report::new(40, Palette::plain()).render(&reading()));
}

/// The reading with days for some of its statements, as they will be told one day.
fn dated() -> Reading {
    let mut reading = reading();
    for (i, day) in [(2, "2030-10-03"), (3, "2030-09"), (4, "2030-10-03")] {
        reading.statements[i].said_on = Some(Date {
            value: Some(day.to_owned()),
            not_before: None,
            not_after: None,
            basis: Basis::InText,
            expression: None,
        });
    }
    reading
}

#[test]
fn page_in_the_order_of_the_text() {
    insta::assert_snapshot!(
        Report::new(80, Palette::plain())
            .ordered(By::Statement)
            .render(&reading())
    );
}

#[test]
fn page_by_time() {
    insta::assert_snapshot!(Report::new(80, Palette::plain()).ordered(By::Time).render(&dated()));
}

#[test]
fn without_dates_all_stands_under_one_heading() {
    let report = Report::new(80, Palette::plain()).ordered(By::Time);
    let page = report.render(&reading());
    assert_eq!(page.matches("── ").count(), 1);
    assert!(page.contains("── no date told · 6 statements ──"), "{page}");
    let empty = Reading::of(Document::new("a.txt", "x"));
    assert!(!report.render(&empty).contains("no date told"));
}

#[test]
fn every_order_has_every_statement_once() {
    for by in [By::Source, By::Statement, By::Time] {
        let page = Report::new(100, Palette::plain()).ordered(by).render(&dated());
        for n in 0..6 {
            assert_eq!(page.matches(&format!("fact number {n} ")).count(), 1, "{n} by {by:?}");
        }
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let mut deep = dated();
    for i in 1..deep.statements.len() {
        deep.statements[i].within = Some(deep.statements[i - 1].id.clone());
    }
    for width in 40..130 {
        for by in [By::Source, By::Statement, By::Time] {
            let report = Report::new(width, Palette::plain()).ordered(by);
            let pages = [&reading(), &dated(), &deep]
                .map(|reading| report.render(reading))
                .concat();
            for line in format!("{pages}{}{}", report.between(), report.legend()).lines() {
                assert!(columns(line) <= width, "{line:?} at {width} by {by:?}");
            }
        }
    }
}

#[test]
fn colours_change_no_character() {
    for by in [By::Source, By::Statement, By::Time] {
        let plain = Report::new(80, Palette::plain()).ordered(by).render(&dated());
        let coloured = Report::new(80, Palette::colours()).ordered(by).render(&dated());
        assert_ne!(plain, coloured);
        assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
    }
}

#[test]
fn hostile_text_cannot_drive_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}\r\nx";
    let mut reading = reading();
    reading.document.source = hostile.to_owned();
    reading.document.title = Some(hostile.to_owned());
    reading.document.byline = Some(hostile.to_owned());
    reading.document.publisher = Some(hostile.to_owned());
    reading.document.published = Some(hostile.to_owned());
    for statement in &mut reading.statements {
        statement.content[0].text = hostile.to_owned();
        for link in &mut statement.chain {
            link.name = Some(hostile.to_owned());
        }
    }
    for entity in &mut reading.entities {
        entity.name = hostile.to_owned();
        entity.country = Some(hostile.to_owned());
    }
    reading.statements[2].said_on = Some(Date {
        value: Some(format!("2030{hostile}")),
        not_before: Some(hostile.to_owned()),
        not_after: None,
        basis: Basis::InText,
        expression: None,
    });
    for (width, by) in [(40, By::Source), (80, By::Source), (40, By::Statement), (80, By::Time)] {
        let page = Report::new(width, Palette::plain()).ordered(by).render(&reading);
        assert!(
            !page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
            "{page:?}"
        );
        assert!(page.replace('\n', "").contains("owned"));
    }
}
