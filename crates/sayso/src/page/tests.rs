//! Whole pages of invented readings.

use proptest::prelude::*;
use sayso::schema::{
    Act, Distancing, Document, EventFactuality, FactValue, FigureKind, LinkKind, Passage, Quotation, Reading, RowId,
    RowKind, Span, Statement, Voice,
};

use super::sources::HUES;
use super::{Level, Piece, STYLE, page};
use crate::report::invented;
use crate::report::plain::plain_text;

/// What a browser shows of the article's text: what stands between its tags.
fn shown_text(page: &str) -> String {
    let (_, after) = page.split_once("<div class=\"text\"").expect("there is a text");
    let (_, after) = after.split_once('>').expect("the tag ends");
    let (inside, _) = after.split_once("</div>").expect("the text ends");
    let mut text = String::new();
    let mut rest = inside;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').expect("the tag ends").1;
    }
    text.push_str(rest);
    unescaped(&text)
}

fn unescaped(text: &str) -> String {
    (text.replace("&lt;", "<").replace("&gt;", ">"))
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn one_page(reading: &Reading) -> String {
    page(&[Piece::draw(reading, 1, Level::First)])
}

fn passage(text: &str, start: usize, end: usize) -> Passage {
    Passage {
        span: Span::new(start, end),
        text: text.chars().skip(start).take(end.saturating_sub(start)).collect(),
    }
}

/// "Posts moved\nBorduria denied that Radio Szohôd had said that <three> posts moved."
fn nested() -> Reading {
    let text = "Posts moved\nBorduria denied that Radio Szohôd had said that <three> posts moved.";
    let at = |words: &str| {
        let start = text
            .find(words)
            .map(|byte| text[..byte].chars().count())
            .expect("it is there");
        (start, start + words.chars().count())
    };
    let said = |n, source: &str, cue: &str, content: &str| {
        let mut row = invented::statement(n, Voice::Attributed, &[source]);
        let (start, end) = at(source);
        row.chain[1].span = Some(Span::new(start, end));
        let (start, end) = at(cue);
        row.cue = vec![passage(text, start, end)];
        let (start, end) = at(content);
        row.content = vec![passage(text, start, end)];
        row
    };
    let mut document = Document::new("posts.txt", text);
    document.title = Some("Posts moved".to_owned());
    document.title_span = Some(Span::new(0, 11));
    document.publisher = Some("The Klow Courier".to_owned());
    let mut reading = Reading::of(document);
    let mut outer = said(
        1,
        "Borduria",
        "denied",
        "that Radio Szohôd had said that <three> posts moved",
    );
    outer.act = Act::Deny;
    outer.factuality.source = Some(FactValue::CertainMinus);
    let mut inner = said(2, "Radio Szohôd", "said", "that <three> posts moved");
    inner.chain[1].kind = LinkKind::Outlet;
    inner.chain.insert(1, outer.chain[1].clone());
    inner.factuality.source = Some(FactValue::ProbablePlus);
    inner.quotation = Quotation::Mixed;
    inner.distancing = Distancing::Distanced;
    inner.within = Some(outer.id.clone());
    let mut headline = invented::statement(0, Voice::Author, &[]);
    headline.content = vec![passage(text, 0, 11)];
    reading.statements = vec![headline, outer, inner];
    reading
}

#[test]
fn nested_statements_on_a_page() {
    let page = one_page(&nested());
    let (_, body) = page.split_once("<article").expect("there is an article");
    let (body, _) = body.split_once("</article>").expect("it ends");
    insta::assert_snapshot!(format!("<article{body}</article>").replace("><", ">\n<"));
}

#[test]
fn a_page_without_statements_or_text_is_a_page() {
    for text in ["", "\n \n", "Nothing is said here."] {
        let page = one_page(&Reading::of(Document::new("a.txt", text)));
        assert_eq!(shown_text(&page), text);
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">") && page.ends_with("</html>\n"));
    }
}

#[test]
fn an_article_can_stand_on_a_page_twice() {
    let reading = nested();
    let pieces = [
        Piece::draw(&reading, 1, Level::Second),
        Piece::draw(&reading, 2, Level::Second),
    ];
    let page = page(&pieces);
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.binary_search(&target).is_ok(), "{target} is not on the page");
    }
    for described in page
        .split("aria-describedby=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(ids.binary_search(&described).is_ok(), "{described} is not on the page");
    }
    assert_eq!(page.matches("<h1").count(), 1);
}

#[test]
fn hostile_text_is_only_text() {
    let hostile = "</title></style></script><script>alert('owned')</script>\" onmouseover=\"alert(1)&#60;\u{202e}\u{1b}[2J\0\r\nx";
    let mut reading = nested();
    let document = &mut reading.document;
    document.source = hostile.to_owned();
    document.title_span = None;
    document.language = Some(hostile.to_owned());
    for field in [
        &mut document.title,
        &mut document.byline,
        &mut document.publisher,
        &mut document.published,
    ] {
        *field = Some(hostile.to_owned());
    }
    document.text = format!("{hostile} {}", document.text);
    for statement in &mut reading.statements {
        statement
            .content
            .iter_mut()
            .for_each(|passage| passage.text = hostile.to_owned());
        statement.via = statement.chain.first().cloned();
        statement.chain_inferred = statement.chain.clone();
        let links = statement
            .chain
            .iter_mut()
            .chain(&mut statement.chain_inferred)
            .chain(&mut statement.via);
        links.for_each(|link| link.name = Some(hostile.to_owned()));
    }
    let page = one_page(&reading);
    for tag in ["<script", "</script", "</style", "</title"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag}");
    }
    assert!(!page.contains("\" onmouseover") && !page.contains("lang=\"&lt;"));
    let drives = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert_eq!(page.chars().find(|c| drives(*c)), None);
    assert_eq!(shown_text(&page), plain_text(&reading.document.text));
}

#[test]
fn the_page_asks_no_network_for_anything() {
    let page = one_page(&nested());
    for way in [
        "http:", "https:", " src=", "url(", "@import", "<link", "<img", "fetch(", "import(",
    ] {
        assert!(!page.contains(way), "{way}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains(" style=") && !page.contains("unsafe-inline"));
}

/// The colours of one scheme, by name.
fn colours(scheme: &str) -> Vec<(&str, [f64; 3])> {
    let lines = scheme
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"));
    lines
        .map(|(name, hex)| {
            let part = |i: usize| {
                u8::from_str_radix(&hex[i..i + 2], 16)
                    .map(f64::from)
                    .expect("it is a colour")
            };
            (name, [part(0), part(2), part(4)])
        })
        .collect()
}

/// WCAG 2.2's relative luminance.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| match part / 255.0 {
        low if low <= 0.04045 => low / 12.92,
        high => ((high + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[test]
fn every_colour_of_text_is_legible_on_every_ground_in_both_schemes() {
    let mut schemes = STYLE.split(":root {").skip(1).filter_map(|rest| rest.split('}').next());
    for name in ["light", "dark"] {
        let scheme = colours(schemes.next().expect("there are two schemes"));
        let of = |wanted: &str| {
            scheme
                .iter()
                .find(|(name, _)| *name == wanted)
                .map(|(_, colour)| *colour)
        };
        let hues: Vec<String> = (0..HUES).map(|i| format!("hue{i}")).collect();
        let texts = ["ink", "quiet", "link", "certain", "doubtful", "not-so", "open"];
        for text in texts.into_iter().chain(hues.iter().map(String::as_str)) {
            let lit = luminance(of(text).expect("it is a colour"));
            // The quieter colours never stand on the two grounds that highlight.
            let grounds: &[&str] = match text {
                "ink" => &["ground", "raised", "on", "picked"],
                hue if hue.starts_with("hue") => &["ground", "raised", "on", "picked"],
                _ => &["ground", "raised"],
            };
            for ground in grounds {
                let dark = luminance(of(ground).expect("it is a colour"));
                let contrast = (lit.max(dark) + 0.05) / (lit.min(dark) + 0.05);
                assert!(contrast >= 4.5, "{text} on {ground}, {name}: {contrast:.2}");
            }
        }
    }
}

/// "The air force hit a mill, Radio Szohôd said."
fn with_events() -> Reading {
    let text = "The air force hit a mill, Radio Szohôd said.\nThe two met.";
    let mut reading = Reading::of(Document::new("mill.txt", text));
    let mut claim = invented::statement(0, Voice::Attributed, &["Radio Szohôd"]);
    claim.content = vec![invented::passage(text, "The air force hit a mill")];
    let mut attack = invented::event(text, "ASSAULT", "hit");
    attack.actors = vec![invented::participant(text, "The air force", Some("SYL"), &["MIL"])];
    attack.recipients = vec![invented::participant(text, "a mill", None, &[])];
    attack.factuality = EventFactuality::Claimed;
    attack.statements = vec![claim.id.clone()];
    let mut talks = invented::event(text, "CONSULT", "met");
    talks.actors = vec![invented::participant(text, "The two", None, &[])];
    reading.statements = vec![claim];
    reading.events = vec![attack, talks];
    reading
}

#[test]
fn events_on_a_page() {
    let page = one_page(&with_events());
    let (_, body) = page.split_once("<div class=\"text\"").expect("there is a text");
    let (body, _) = body.split_once("</article>").expect("it ends");
    insta::assert_snapshot!(format!("<div class=\"text\"{body}").replace("><", ">\n<"));
    assert_eq!(shown_text(&page), with_events().document.text);
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
}

#[test]
fn hostile_events_are_only_text() {
    let hostile =
        "</title></style></script><script>alert('owned')</script>\" onmouseover=\"alert(1)&#60;\u{202e}\u{1b}[2J";
    let mut reading = with_events();
    for event in &mut reading.events {
        event.kind = hostile.to_owned();
        event.modes = vec![hostile.to_owned()];
        event.contexts = vec![hostile.to_owned()];
        event.cameo = Some(hostile.to_owned());
        for one in event.actors.iter_mut().chain(&mut event.recipients) {
            one.text = hostile.to_owned();
            one.country = Some(hostile.to_owned());
        }
    }
    let page = one_page(&reading);
    for tag in ["<script", "</script", "</style", "</title"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag}");
    }
    assert!(!page.contains("\" onmouseover"));
    assert!(!page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')));
}

fn with_an_agreement() -> Reading {
    let mut reading = invented::border_treaty();
    let mut day = invented::figure(invented::TREATY, "3", Some(3.0));
    day.statement = Some(reading.statements[0].id.clone());
    let mut third = invented::figure(invented::TREATY, "October", Some(3.0));
    third.kind = FigureKind::Ordinal;
    // A row that has no place on the page.
    reading.disputes[0].rows.extend([day.id.clone(), third.id.clone()]);
    reading.figures = vec![day, third];
    reading
}

#[test]
fn figures_agreements_and_disputes_on_a_page() {
    let reading = with_an_agreement();
    let page = one_page(&reading);
    let (_, body) = page.split_once("a1-figures\">").expect("there are figures");
    let (body, _) = body.split_once("</article>").expect("it ends");
    insta::assert_snapshot!(body.replace("><", ">\n<"));
    assert!(page.contains("<span class=\"amount\">3</span>"));
    assert_eq!(shown_text(&page), reading.document.text);
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
}

#[test]
fn hostile_agreements_are_only_text() {
    let hostile = "</title></style></script><script>alert('owned')</script>\" onmouseover=\"alert(1)\u{202e}\u{1b}[2J";
    let mut reading = with_an_agreement();
    reading.disputes[0].sentence = hostile.to_owned();
    reading.figures[0].text = hostile.to_owned();
    reading.figures[0].unit = Some(hostile.to_owned());
    for agreement in &mut reading.agreements {
        agreement.text = hostile.to_owned();
        agreement.registered = Some(hostile.to_owned());
        agreement.instrument = Some(hostile.to_owned());
        for name in &mut agreement.names {
            name.text = hostile.to_owned();
        }
        for provision in &mut agreement.provisions {
            provision.text = hostile.to_owned();
            provision.citations[0].relation = Some(hostile.to_owned());
        }
    }
    let page = one_page(&reading);
    for tag in ["<script", "</script", "</style", "</title"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag}");
    }
    assert!(!page.contains("\" onmouseover"));
    assert!(!page.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}')));
}

/// What proptest makes a statement of: its voice, its contents, its source, its cue, and what it stands within.
type Parts = (
    u8,
    Vec<(usize, usize)>,
    Option<(usize, usize)>,
    Vec<(usize, usize)>,
    Option<usize>,
);

fn parts() -> impl Strategy<Value = Parts> {
    let span = || (0..90usize, 0..90usize);
    (
        0..3u8,
        prop::collection::vec(span(), 0..4),
        prop::option::of(span()),
        prop::collection::vec(span(), 0..3),
        prop::option::of(0..8usize),
    )
}

fn reading_of(text: &str, title: Option<(usize, usize)>, all: &[Parts]) -> Reading {
    let mut reading = Reading::of(Document::new("a.txt", text));
    reading.document.title_span = title.map(Span::from);
    let rows = all.iter().enumerate().map(|(n, (voice, contents, source, cues, _))| {
        let voice = [Voice::Author, Voice::Attributed, Voice::Hearsay][usize::from(*voice)];
        let mut row: Statement = invented::statement(n, voice, if n % 2 == 0 { &["<b>"] } else { &["A", "B & C"] });
        row.content = contents
            .iter()
            .map(|(start, end)| passage(text, *start, *end))
            .collect();
        row.cue = cues.iter().map(|(start, end)| passage(text, *start, *end)).collect();
        for link in row.chain.iter_mut().skip(1) {
            link.span = source.map(Span::from);
        }
        row
    });
    reading.statements = rows.collect();
    // Where the first contents stand acts are named as well, so that both kinds of mark cross.
    let acts = all.iter().enumerate().filter_map(|(n, (_, contents, ..))| {
        let (start, end) = contents.first()?;
        let mut act = invented::event("act", "ASSAULT", "act");
        act.id = RowId::of("a.txt", RowKind::Event, &[], n);
        act.trigger = passage(text, *start + n, *end);
        Some(act)
    });
    reading.events = acts.collect();
    let ids: Vec<_> = reading.statements.iter().map(|row| row.id.clone()).collect();
    for (row, parts) in reading.statements.iter_mut().zip(all) {
        row.within = parts.4.and_then(|outer| ids.get(outer).cloned());
    }
    reading
}

proptest! {
    #[test]
    fn the_text_shown_is_the_document_s_whatever_overlaps(
        text in "([a-z <>&\"'é東\n]|\r|\u{202e}|\0|\u{c}|said that ){0,60}",
        title in prop::option::of((0..20usize, 0..40usize)),
        all in prop::collection::vec(parts(), 0..8),
    ) {
        let reading = reading_of(&text, title, &all);
        let page = one_page(&reading);
        prop_assert_eq!(shown_text(&page), plain_text(&text));
        prop_assert_eq!(page.matches("<span").count(), page.matches("</span>").count());
        prop_assert_eq!(page.matches("class=\"card ").count(), all.len());
        prop_assert_eq!(page.matches("class=\"event\"").count(), reading.events.len());
        prop_assert_eq!(&page, &one_page(&reading));
    }

    #[test]
    fn an_ordinary_text_is_shown_as_it_is(
        text in "[a-zA-Z <>&\"'é東.,\n\t]{0,80}",
        all in prop::collection::vec(parts(), 0..8),
    ) {
        prop_assert_eq!(shown_text(&one_page(&reading_of(&text, None, &all))), text);
    }
}
