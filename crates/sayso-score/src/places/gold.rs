//! The corpora's files: XML as LGL, GeoVirus and GeoWebNews have it, and GeoWebNews's folder.

use std::collections::BTreeMap;
use std::path::Path;

use roxmltree::{Document, Node, ParsingOptions};
use sayso_schema::Span;

use super::{GoldPlace, GoldPoint};
use crate::error::ScoreError;

/// A file with more elements and texts than this is refused before it takes all memory; LGL has 121,000.
const MOST_NODES: u32 = 20_000_000;

/// A corpus.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldPlaces {
    /// Its articles.
    pub articles: Vec<PlaceArticle>,
    /// Whether it marks what is of a place, too ("Russian").
    pub demonyms: bool,
}

/// An article with the places that it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceArticle {
    /// Its text, which spans count in.
    pub text: String,
    /// Its headline, where the corpus tells it.
    pub title: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The places, in the order of the file.
    pub places: Vec<GoldPlace>,
}

/// Reads a corpus: an XML file as LGL, TR-News, GeoVirus or GeoWebNews have it, or GeoWebNews's folder of `.txt` and
/// `.ann` files. `look_up` gives the coordinates of a GeoNames id.
///
/// # Errors
/// If a file cannot be read, is not of these formats, or its offsets do not fit its texts, with the place where.
pub fn read(path: &Path, look_up: impl Fn(u64) -> Option<(f64, f64)>) -> Result<GoldPlaces, ScoreError> {
    if path.is_dir() {
        return read_folder(path, &look_up);
    }
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    parse_xml(&text).map_err(|cause| ScoreError::new(path, cause))
}

pub(super) fn parse_xml(xml: &str) -> Result<GoldPlaces, String> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(xml, options).map_err(|error| format!("is no XML: {error}"))?;
    let mut corpus = GoldPlaces {
        articles: Vec::new(),
        demonyms: true,
    };
    let mut named = Vec::new();
    for article in document
        .root_element()
        .children()
        .filter(|node| node.has_tag_name("article"))
    {
        let line = document.text_pos_at(article.range().start).row;
        let at = |cause: String| format!("line {line}: {cause}");
        let text = child_text(article, "text").ok_or_else(|| at("an article without <text>".to_owned()))?;
        let mut places = Vec::new();
        let mut names = Vec::new();
        for list in article.children() {
            match list.tag_name().name() {
                "toponyms" => {}
                "locations" => corpus.demonyms = false,
                _ => continue,
            }
            for node in list.children().filter(Node::is_element) {
                let row = document.text_pos_at(node.range().start).row;
                let place = place(node).map_err(|cause| format!("line {row}: {cause}"))?;
                if let Some((place, name)) = place {
                    places.push(place);
                    names.push((row, name));
                }
            }
        }
        named.push(names);
        corpus.articles.push(PlaceArticle {
            text,
            title: child_text(article, "title"),
            url: child_text(article, "url").or_else(|| child_text(article, "link")),
            places,
        });
    }
    if corpus.articles.is_empty() {
        return Err("holds no <article> in its root element".to_owned());
    }
    shift(&mut corpus.articles, &named)?;
    Ok(corpus)
}

/// A `<toponym>` of LGL or GeoWebNews or a `<location>` of GeoVirus, with its name; nothing where it does not count.
fn place(node: Node) -> Result<Option<(GoldPlace, String)>, String> {
    let kind = child_text(node, "type");
    let kind = kind.as_deref().map(str::trim);
    if kind.is_some_and(|kind| !is_counted(kind)) {
        return Ok(None);
    }
    let number = |name: &str| -> Result<usize, String> {
        let written = child_text(node, name).ok_or_else(|| format!("a place without <{name}>"))?;
        written
            .trim()
            .parse()
            .map_err(|_| format!("<{name}> is \"{}\", no offset", brief(&written)))
    };
    let span = Span::new(number("start")?, number("end")?);
    if span.is_empty() {
        return Err(format!("a place from {} to {} is empty", span.start, span.end));
    }
    let name = ["phrase", "name", "extractedName"]
        .iter()
        .find_map(|tag| child_text(node, tag));
    let tagged = node
        .children()
        .find(|child| child.has_tag_name("gaztag"))
        .unwrap_or(node);
    let degrees = |short: &str, long: &str| {
        let written = child_text(tagged, short).or_else(|| child_text(tagged, long));
        written.filter(|written| !written.trim().is_empty())
    };
    let at = match (degrees("lat", "latitude"), degrees("lon", "longitude")) {
        (Some(latitude), Some(longitude)) => point(&latitude, &longitude)?,
        _ => GoldPoint::None,
    };
    Ok(Some((GoldPlace { span, at }, name.unwrap_or_default())))
}

fn point(latitude: &str, longitude: &str) -> Result<GoldPoint, String> {
    let degrees = |written: &str, most: f64| {
        let number = written.trim().parse().ok().filter(|number: &f64| number.abs() <= most);
        number.ok_or_else(|| format!("\"{}\" is no number of degrees up to {most}", brief(written)))
    };
    Ok(GoldPoint::At(degrees(latitude, 90.0)?, degrees(longitude, 180.0)?))
}

/// GeoVirus counts from 1. All of a file is moved to where most of its names stand.
fn shift(articles: &mut [PlaceArticle], named: &[Vec<(u32, String)>]) -> Result<(), String> {
    let mut fitting = [0usize; 2];
    let mut count = 0;
    let mut odd = None;
    for (article, names) in articles.iter().zip(named) {
        let characters: Vec<char> = article.text.chars().collect();
        for (place, (row, name)) in article.places.iter().zip(names) {
            let name: Vec<char> = name.chars().collect();
            count += 1;
            let mut fits = false;
            for (by, fitting) in fitting.iter_mut().enumerate() {
                let range = place.span.start.checked_sub(by).zip(place.span.end.checked_sub(by));
                if range.and_then(|(start, end)| characters.get(start..end)) == Some(&name[..]) {
                    *fitting += 1;
                    fits = true;
                }
            }
            if !fits && odd.is_none() {
                odd = Some(format!(
                    "line {row}: \"{}\" does not stand at {} to {}",
                    brief(&name.iter().collect::<String>()),
                    place.span.start,
                    place.span.end
                ));
            }
        }
    }
    let by = usize::from(fitting[1] > fitting[0]);
    if fitting[by] * 2 < count {
        return Err(odd.unwrap_or_else(|| "its offsets do not fit its texts".to_owned()));
    }
    for place in articles.iter_mut().flat_map(|article| &mut article.places) {
        place.span = Span::new(place.span.start.saturating_sub(by), place.span.end.saturating_sub(by));
    }
    Ok(())
}

fn child_text(node: Node, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.has_tag_name(name))?;
    let texts = child.children().filter_map(|part| part.text());
    Some(texts.collect())
}

/// Whether GeoWebNews counts a type as a name of a place, of whatever use.
fn is_counted(kind: &str) -> bool {
    !matches!(kind, "Non_Toponym" | "Literal_Expression" | "Non_Lit_Expression")
}

/// Whether a type has a place on the map.
fn is_placed(kind: &str) -> bool {
    !matches!(kind, "Demonym" | "Homonym" | "Language")
}

fn read_folder(folder: &Path, look_up: &dyn Fn(u64) -> Option<(f64, f64)>) -> Result<GoldPlaces, ScoreError> {
    let fault = |path: &Path, error: std::io::Error| ScoreError::new(path, error.to_string());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| fault(folder, error))? {
        let path = entry.map_err(|error| fault(folder, error))?.path();
        if path.extension().is_some_and(|extension| extension == "ann") {
            files.push(path);
        }
    }
    files.sort();
    let mut articles = Vec::new();
    for annotations in files {
        let path = annotations.with_extension("txt");
        let text = std::fs::read_to_string(&path).map_err(|error| fault(&path, error))?;
        let lines = std::fs::read_to_string(&annotations).map_err(|error| fault(&annotations, error))?;
        let article = parse_brat(&text, &lines, look_up).map_err(|cause| ScoreError::new(&annotations, cause))?;
        articles.push(article);
    }
    if articles.is_empty() {
        return Err(ScoreError::new(folder, "holds no .ann file beside a .txt file"));
    }
    Ok(GoldPlaces {
        articles,
        demonyms: true,
    })
}

/// An article of GeoWebNews: a line `TITLE: … LINK: …`, then the text; and lines of brat, `T` for names and `#` for
/// notes on them, which hold a GeoNames id or latitude and longitude.
pub(super) fn parse_brat(
    text: &str,
    lines: &str,
    look_up: &dyn Fn(u64) -> Option<(f64, f64)>,
) -> Result<PlaceArticle, String> {
    let (head, body) = match text.split_once('\n') {
        Some((head, body)) if head.starts_with("TITLE:") => (head, body),
        _ => ("", text),
    };
    let moved = if head.is_empty() { 0 } else { head.chars().count() + 1 };
    let characters = body.chars().count();
    let mut article = PlaceArticle {
        text: body.to_owned(),
        ..PlaceArticle::default()
    };
    if let Some((title, link)) = head.split_once("LINK:") {
        article.title = Some(title.trim_start_matches("TITLE:").trim().to_owned());
        article.url = Some(link.trim().to_owned());
    }
    let mut types: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| line.starts_with('T')) {
        let at = |cause: &str| format!("line {}: {cause}: \"{}\"", number + 1, brief(line));
        let mut cells = line.split('\t');
        let (Some(id), Some(what)) = (cells.next(), cells.next()) else {
            return Err(at("a name without type and offsets"));
        };
        let mut words = what.split(' ');
        let kind = words.next().unwrap_or_default();
        // brat writes the pieces of a name in pieces as "1 3;5 9": the name runs from the first to the last.
        let mut offsets = words.flat_map(|word| word.split(';')).map(str::parse::<usize>);
        let first = offsets.next();
        let last = offsets.next_back();
        let (Some(Ok(start)), Some(Ok(end))) = (first, last) else {
            return Err(at("no offsets in a name"));
        };
        if !is_counted(kind) || end <= moved {
            continue;
        }
        let span = Span::new(start.saturating_sub(moved), end - moved);
        if span.is_empty() || span.end > characters {
            return Err(at("the offsets lie outside the text"));
        }
        types.insert(id, (article.places.len(), kind));
        article.places.push(GoldPlace {
            span,
            at: GoldPoint::None,
        });
    }
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| line.starts_with('#')) {
        let mut cells = line.split('\t').skip(1);
        let (Some(what), Some(note)) = (cells.next(), cells.next()) else {
            continue;
        };
        let of = what.split(' ').nth(1).unwrap_or_default();
        let Some(&(place, kind)) = types.get(of).filter(|(_, kind)| is_placed(kind)) else {
            continue;
        };
        let told =
            noted(note, look_up).map_err(|cause| format!("line {}: a note on a {kind} has {cause}", number + 1))?;
        if let Some(place) = article.places.get_mut(place) {
            place.at = told;
        }
    }
    Ok(article)
}

/// What a note tells: a GeoNames id, coordinates, or, as a comment does, nothing.
fn noted(note: &str, look_up: &dyn Fn(u64) -> Option<(f64, f64)>) -> Result<GoldPoint, String> {
    if let Ok(id) = note.trim().parse() {
        let told = look_up(id).map(|(latitude, longitude)| GoldPoint::At(latitude, longitude));
        return Ok(told.unwrap_or(GoldPoint::Unknown));
    }
    match note.split_once(',') {
        Some((latitude, longitude)) if !note.contains(char::is_alphabetic) => point(latitude, longitude),
        _ => Ok(GoldPoint::None),
    }
}

fn brief(text: &str) -> String {
    const MOST: usize = 60;
    let mut brief: String = text.trim().chars().take(MOST).collect();
    if text.trim().chars().nth(MOST).is_some() {
        brief.push('…');
    }
    brief
}
