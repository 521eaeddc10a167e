//! Scores the finding of copies on articles that are edited as desks edit them.
//!
//! ```text
//! cargo run -p sayso-reconcile --example copies -- articles.jsonl
//! ```
//!
//! The articles are lines of JSON with `id`, `date`, `title` and `text`. From every fourth one copies are made by edits
//! that are drawn by the article's number, the same in every run: cut from the end, given another headline, sent on by
//! another outlet with its own dateline and agency line, sentences dropped or moved, names spelled otherwise, a paragraph
//! added, and several of these at once. All articles stay in, so that other reports of the same story, the same story on
//! other days, and market and weather tables made by one mould stand beside them. A pair of texts is right if both were
//! made of one article. Real articles that share most of their text (a story sent again with a paragraph more) are neither
//! right nor wrong: pairs of two originals are counted and shown, and scored only if `--strict` says so.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

use sayso_reconcile::{Finding, SameKind, blocks, merge, reconcile, tellings};
use sayso_schema::{Document, Reading};

const OUTLETS: [&str; 6] = [
    "Reuters",
    "AP",
    "Daily Herald",
    "The Tribune",
    "Kyiv Wire",
    "Global Post",
];
const PLACES: [&str; 6] = ["LONDON", "GENEVA", "NEW YORK", "MOSCOW", "TOKYO", "NAIROBI"];
/// What transliterations change.
const SPELLINGS: [(&str, &str); 16] = [
    ("sh", "sch"),
    ("kh", "h"),
    ("ch", "tch"),
    ("ei", "ey"),
    ("ou", "u"),
    ("ee", "i"),
    ("oo", "u"),
    ("v", "w"),
    ("y", "i"),
    ("c", "k"),
    ("x", "ks"),
    ("ai", "ay"),
    ("j", "dj"),
    ("qu", "kw"),
    ("a", "á"),
    ("o", "ó"),
];
const HEADLINES: [&str; 4] = [
    "What we know so far",
    "Officials comment on the day's events",
    "World in brief",
    "Update from our desk",
];
const ADDED: [&str; 4] = [
    "The report could not be checked independently, and the authorities were not at once available for comment when this newspaper called them late in the evening.",
    "Readers of this page will find the earlier reports of our correspondents in the archive, together with a map and a calendar of what is planned for the weeks ahead.",
    "Analysts said that markets would watch closely what comes of it, since earlier rounds had ended with less than either side had promised at the outset.",
    "The newspaper's own correspondent in the region said that streets were quiet and shops open, with more police than usual at the main crossings.",
];

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

#[derive(Clone)]
struct Article {
    id: String,
    day: String,
    text: String,
    /// The article that it was made of.
    of: usize,
    edit: &'static str,
}

fn main() -> Result<(), Box<dyn Error>> {
    let strict = std::env::args().any(|argument| argument == "--strict");
    let path = std::env::args()
        .skip(1)
        .find(|argument| argument != "--strict")
        .ok_or("usage: copies ARTICLES.jsonl")?;
    let mut all = Vec::new();
    for (of, line) in BufReader::new(File::open(path)?).lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| {
            line.get(name)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let day = field("date").chars().take(10).collect();
        all.push(Article {
            id: field("id"),
            day,
            text: field("text"),
            of,
            edit: "original",
        });
    }
    let originals = all.len();
    for at in (0..originals).step_by(4) {
        let mut draw = Draw(at as u64);
        for edit in EDITS {
            let mut copy = all[at].clone();
            copy.text = edited(&copy.text, edit, &mut draw);
            copy.id = format!("{}+{edit}", copy.id);
            copy.edit = edit;
            all.push(copy);
        }
    }
    let mut of_document: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut told = Vec::new();
    for (at, article) in all.iter().enumerate() {
        let mut document = Document::new(&article.id, &article.text);
        document.published = Some(article.day.clone());
        let known = of_document.entry(document.id.chars().take(24).collect()).or_default();
        known.push(at);
        if known.len() == 1 {
            told.extend(tellings(&Reading::of(document)));
        }
    }
    let found = merge(blocks(&told).iter().flat_map(|(block, told)| reconcile(block, told)));
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for finding in found {
        let Finding::Same(same) = finding else { continue };
        assert_eq!(same.kind, SameKind::Copies);
        let members: Vec<usize> = same
            .rows
            .iter()
            .flat_map(|row| of_document[&row.document].clone())
            .collect();
        for one in &members {
            pairs.extend(members.iter().filter(|other| one < *other).map(|other| (*one, *other)));
        }
    }
    let mut wanted: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut by_origin: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, article) in all.iter().enumerate() {
        by_origin.entry(article.of).or_default().push(at);
    }
    for members in by_origin.values() {
        for one in members {
            wanted.extend(members.iter().filter(|other| one < *other).map(|other| (*one, *other)));
        }
    }
    // Two articles whose originals are joined share a text in the real file.
    let really: BTreeSet<(usize, usize)> = pairs.iter().copied().filter(|(_, other)| *other < originals).collect();
    let open = |pair: &(usize, usize)| {
        let (one, other) = (all[pair.0].of, all[pair.1].of);
        !strict && one != other && really.contains(&(one.min(other), one.max(other)))
    };
    let right = pairs.iter().filter(|pair| wanted.contains(pair)).count();
    let wrong: Vec<_> = pairs
        .iter()
        .filter(|pair| !wanted.contains(pair) && !open(pair))
        .collect();
    let precision = right as f64 / (right + wrong.len()).max(1) as f64;
    let recall = right as f64 / wanted.len().max(1) as f64;
    println!(
        "{} articles, {} copies of {}, {} pairs wanted",
        originals,
        all.len() - originals,
        originals.div_ceil(4),
        wanted.len()
    );
    println!(
        "precision {precision:.4} recall {recall:.4} f1 {:.4}",
        2.0 * precision * recall / (precision + recall)
    );
    println!("pairs of originals joined: {}", really.len());
    for (one, other) in really.iter().take(if strict { 40 } else { 8 }) {
        println!("  {} {}", all[*one].id, all[*other].id);
    }
    println!("wrong: {}", wrong.len());
    for (one, other) in wrong.iter().take(12) {
        println!("  {} {}", all[*one].id, all[*other].id);
    }
    for edit in EDITS {
        let mine = |pair: &&(usize, usize)| pair.0 < originals && all[pair.1].edit == edit;
        let all_mine = wanted.iter().filter(mine).count();
        let found = wanted.iter().filter(mine).filter(|pair| pairs.contains(pair)).count();
        println!("{edit:10} found with its original {found} of {all_mine}");
    }
    Ok(())
}

const EDITS: [&str; 8] = [
    "cut", "headline", "wire", "dropped", "moved", "names", "added", "several",
];

fn edited(text: &str, edit: &str, draw: &mut Draw) -> String {
    let mut paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
    match edit {
        "cut" => {
            let kept = (paragraphs.len() * (40 + draw.below(40)) / 100).max(1);
            paragraphs.truncate(kept);
        }
        "headline" => paragraphs.insert(0, HEADLINES[draw.below(4)].to_owned()),
        "wire" => wired(&mut paragraphs, draw),
        "dropped" => {
            for paragraph in &mut paragraphs {
                let sentences: Vec<&str> = paragraph.split(". ").collect();
                let kept: Vec<&str> = sentences.into_iter().filter(|_| draw.below(5) > 0).collect();
                *paragraph = kept.join(". ");
            }
        }
        "moved" => {
            for _ in 0..(paragraphs.len() / 3).max(1) {
                let (from, to) = (draw.below(paragraphs.len()), draw.below(paragraphs.len()));
                paragraphs.swap(from, to);
            }
        }
        "names" => paragraphs = paragraphs.iter().map(|paragraph| respelled(paragraph, draw)).collect(),
        "added" => paragraphs.insert(draw.below(paragraphs.len() + 1), ADDED[draw.below(4)].to_owned()),
        _ => {
            let kept = (paragraphs.len() * (60 + draw.below(30)) / 100).max(1);
            paragraphs.truncate(kept);
            if draw.below(2) == 0 {
                paragraphs = paragraphs.iter().map(|paragraph| respelled(paragraph, draw)).collect();
            }
            wired(&mut paragraphs, draw);
            if draw.below(2) == 0 {
                paragraphs.push(ADDED[draw.below(4)].to_owned());
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.trim().is_empty());
    paragraphs.join("\n\n")
}

/// Under another outlet's dateline, with its line at the end.
fn wired(paragraphs: &mut Vec<String>, draw: &mut Draw) {
    let (outlet, place) = (OUTLETS[draw.below(6)], PLACES[draw.below(6)]);
    if let Some(first) = paragraphs.first_mut() {
        *first = format!("{place} ({outlet}) - {first}");
    }
    paragraphs.push(format!("Reporting by {outlet} staff; editing by the {place} desk"));
}

/// Half of all names inside sentences spelled otherwise, each the same way each time.
fn respelled(text: &str, draw: &mut Draw) -> String {
    let seed = draw.0 % 7;
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for at in 1..words.len() {
        let opens = words[at - 1].ends_with(['.', '"', '?']);
        let word = &words[at];
        let is_name = !opens && word.len() > 3 && word.chars().next().is_some_and(char::is_uppercase);
        let chosen = (word.bytes().map(u64::from).sum::<u64>() + seed).is_multiple_of(2);
        if is_name && chosen {
            let change = SPELLINGS
                .iter()
                .find(|(from, _)| word.get(1..).is_some_and(|rest| rest.contains(from)));
            if let Some((from, to)) = change {
                let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
                words[at] = format!("{first}{}", rest.replacen(from, to, 1));
            }
        }
    }
    words.join(" ")
}
