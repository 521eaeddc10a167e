//! Whole pages of invented readings.

use sayso::schema::{
    Act, Distancing, Document, EntityType, FactValue, Guessed, Link, LinkKind, Quotation, Reading, Voice,
};

use super::style::Palette;
use super::wrap::columns;
use super::{Report, invented};

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

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in 40..130 {
        let report = Report::new(width, Palette::plain());
        for line in format!("{}{}{}", report.render(&reading()), report.between(), report.legend()).lines() {
            assert!(columns(line) <= width, "{line:?} at {width}");
        }
    }
}

#[test]
fn colours_change_no_character() {
    let plain = Report::new(80, Palette::plain()).render(&reading());
    let coloured = Report::new(80, Palette::colours()).render(&reading());
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
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
    for width in [40, 80] {
        let page = Report::new(width, Palette::plain()).render(&reading);
        assert!(
            !page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')),
            "{page:?}"
        );
        assert!(page.replace('\n', "").contains("owned"));
    }
}
