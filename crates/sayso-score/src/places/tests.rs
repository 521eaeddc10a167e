use super::gold::{parse_brat, parse_xml};
use super::*;

/// Two articles as LGL has them: four names, one without a place.
const LGL: &str = "<?xml version=\"1.0\"?>\n<articles>\n<article docid=\"1\"><title>T</title><url>http://a.example/1</url>\
    <text><![CDATA[From Lima & Oslo to Elm Street.]]></text><toponyms count=\"3\">\
    <toponym><start>5</start><end>9</end><phrase>Lima</phrase><gaztag geonameid=\"1\"><name>Lima</name>\
    <lat>40.74</lat><lon>-84.1</lon></gaztag></toponym>\
    <toponym><start>12</start><end>16</end><phrase>Oslo</phrase><gaztag><lat>59.91</lat><lon>10.74</lon></gaztag></toponym>\
    <toponym><start>20</start><end>30</end><phrase>Elm Street</phrase></toponym></toponyms></article>\
    <article docid=\"2\"><text>A Norwegian in Bergen.</text><toponyms>\
    <toponym><start>15</start><end>21</end><phrase>Bergen</phrase><gaztag><lat>60.39</lat><lon>5.32</lon></gaztag></toponym>\
    </toponyms></article></articles>";

fn found(start: usize, end: usize, at: Option<(f64, f64)>, demonym: bool) -> FoundPlace {
    FoundPlace {
        span: Span::new(start, end),
        at,
        demonym,
    }
}

#[test]
fn a_partial_score_is_known() {
    let gold = parse_xml(LGL).unwrap();
    assert_eq!(gold.articles[0].text, "From Lima & Oslo to Elm Street.");
    assert_eq!(gold.articles[0].url.as_deref(), Some("http://a.example/1"));
    let scores = score(&gold, |article| {
        if article.text.starts_with("From") {
            vec![
                // The capital of Peru, where Ohio's town is meant; right; right without a place, which does not count.
                found(5, 9, Some((-12.04, -77.03)), false),
                found(12, 16, Some((60.0, 11.0)), false),
                found(20, 30, None, false),
            ]
        } else {
            vec![found(2, 11, None, true), found(15, 21, None, false)]
        }
    });
    assert!((scores.precision - 4.0 / 5.0).abs() < 1e-12, "{scores:?}");
    assert!((scores.recall - 1.0).abs() < 1e-12, "{scores:?}");
    assert!((scores.f1 - 8.0 / 9.0).abs() < 1e-12, "{scores:?}");
    assert!((scores.acc161 - 1.0 / 3.0).abs() < 1e-12, "{scores:?}");
    // From Lima in Ohio to Lima in Peru; Bergen counts as farthest.
    assert!((scores.median_km - 5_908.0).abs() < 20.0, "{scores:?}");
}

#[test]
fn a_corpus_that_marks_no_demonyms_leaves_them_out_and_may_count_from_one() {
    let geovirus = "<articles><!-- <article/> --><article><source>x</source><text>A Swede in Oslo.</text><locations>\
        <location><name>Oslo</name><start>12</start><end>16</end><lat>59.9</lat><lon>10.7</lon></location>\
        </locations></article></articles>";
    let gold = parse_xml(geovirus).unwrap();
    let scores = score(&gold, |_| {
        vec![found(2, 7, None, true), found(11, 15, Some((59.9, 10.7)), false)]
    });
    assert_eq!((scores.precision, scores.recall, scores.acc161), (1.0, 1.0, 1.0));
    assert_eq!(scores.median_km, 0.0);
}

#[test]
fn nothing_found_is_no_error() {
    let gold = parse_xml(LGL).unwrap();
    let scores = score(&gold, |_| Vec::new());
    assert_eq!(
        (scores.precision, scores.f1, scores.acc161, scores.median_km),
        (0.0, 0.0, 0.0, 0.0)
    );
}

#[test]
fn brat_notes_hold_ids_or_coordinates() {
    let text = "TITLE: Rain LINK: http://b.example/2\nRain in Łódź hit Polish farms near Oslo.";
    let lines = "T1\tLiteral 45 49\tŁódź\n#1\tAnnotatorNotes T1\t7\nT2\tDemonym 54 60\tPolish\n#2\tAnnotatorNotes T2\t8\n\
        T3\tLiteral_Expression 61 66\tfarms\nT4\tMixed 72 76\tOslo\n#3\tAnnotatorNotes T4\t59.9, 10.7\nA1\tNon_Locational T3\n";
    let look_up = |id: u64| (id == 7).then_some((51.8, 19.5));
    let article = parse_brat(text, lines, &look_up).unwrap();
    assert_eq!(article.title.as_deref(), Some("Rain"));
    assert_eq!(article.url.as_deref(), Some("http://b.example/2"));
    let characters: Vec<char> = article.text.chars().collect();
    let names: Vec<String> = article
        .places
        .iter()
        .map(|place| characters[place.span.start..place.span.end].iter().collect())
        .collect();
    assert_eq!(names, ["Łódź", "Polish", "Oslo"]);
    let points: Vec<GoldPoint> = article.places.iter().map(|place| place.at).collect();
    assert_eq!(
        points,
        [GoldPoint::At(51.8, 19.5), GoldPoint::None, GoldPoint::At(59.9, 10.7)]
    );
    let unknown = parse_brat(text, &lines.replace("\t7\n", "\t9\n"), &look_up).unwrap();
    assert_eq!(unknown.places[0].at, GoldPoint::Unknown);
}

#[test]
fn bad_files_are_told_with_the_line() {
    let told = |xml: &str| parse_xml(xml).unwrap_err();
    assert!(told("").contains("is no XML"));
    assert!(told("<a/>").contains("no <article>"));
    assert!(told(&LGL.replace("<lat>59.91", "<lat>north")).contains("line 3: \"north\" is no number"));
    assert!(told(&LGL.replace("<end>16<", "<end>12<")).contains("from 12 to 12 is empty"));
    assert!(told(&LGL.replace("<start>5<", "<start>-5<")).contains("no offset"));
    assert!(told("<articles><article><toponyms/></article></articles>").contains("without <text>"));
    let moved = LGL
        .replace("From Lima", "Now from Lima")
        .replace("A Norwegian", "Norwegian");
    assert!(told(&moved).contains("\"Lima\" does not stand at 5 to 9"));
    let bomb = "<!DOCTYPE a [<!ENTITY b \"cc\">]><articles>&b;</articles>";
    assert!(told(bomb).contains("is no XML"));
    let lines = |lines: &str| parse_brat("Oslo", lines, &|_| None).unwrap_err();
    assert!(lines("T1\tLiteral 0 9\tOslo").contains("line 1: the offsets lie outside"));
    assert!(lines("T1\tLiteral x y\tOslo").contains("no offsets"));
    assert!(
        lines("#1\tAnnotatorNotes T1\t91, 7\nT1\tLiteral 0 4\tOslo").contains("line 1: a note on a Literal has \"91\"")
    );
    assert!(lines("T1").contains("without type"));
}

#[test]
fn distances_are_along_the_globe() {
    assert!((distance((48.8566, 2.3522), (40.7128, -74.006)) - 5_837.0).abs() < 5.0);
    assert!((distance((0.0, 0.0), (0.0, 180.0)) - 20_015.0).abs() < 2.0);
}
