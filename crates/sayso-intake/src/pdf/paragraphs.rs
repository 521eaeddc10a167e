//! Paragraphs from a document's lines. PDF places lines and knows no more, so a paragraph ends where a reader would say
//! so: at a gap, at another size of letters, at an indent, and at a line that ends although the next word would still
//! have fit in.

use std::collections::BTreeMap;

use super::page::Line;

/// The document's paragraphs, from the lines of each page.
pub(super) fn of(mut pages: Vec<Vec<Line>>) -> Vec<String> {
    drop_running_lines(&mut pages);
    let mut done: Vec<String> = Vec::new();
    let mut last: Option<Line> = None;
    for page in &pages {
        let step = usual_step(page);
        for line in page {
            let goes_on = last.as_ref().is_some_and(|last| goes_on(last, line, page, step));
            match done.last_mut() {
                Some(paragraph) if goes_on => join(paragraph, &line.text),
                _ => done.push(line.text.clone()),
            }
            last = Some(line.clone());
        }
    }
    done
}

/// Whether `line` goes on with the paragraph of the line before it.
fn goes_on(last: &Line, line: &Line, page: &[Line], step: f64) -> bool {
    let size = last.size.max(line.size);
    if (last.size - line.size).abs() > 0.15 * size {
        return false;
    }
    let down = last.height - line.height;
    let starts_small = line.text.chars().next().is_some_and(char::is_lowercase);
    // On the next page or in the next column.
    if down < 0.0 || !page.contains(last) {
        return starts_small && !ends_sentence(&last.text);
    }
    if down > 1.3 * step.max(size) {
        return false;
    }
    let is_beside = |other: &&Line| (other.start - last.start).abs() < 3.0 * size;
    let margin = page
        .iter()
        .filter(is_beside)
        .map(|line| line.end)
        .fold(last.end, f64::max);
    let word = line.text.split(' ').next().unwrap_or_default().chars().count();
    let fits = last.end + (word as f64 + 1.0) * 0.5 * size < margin - 0.5 * size;
    let is_indented = line.start > last.start + 0.8 * size && line.start < last.start + 6.0 * size;
    if is_indented && ends_sentence(&last.text) {
        return false;
    }
    !fits || (starts_small && !ends_sentence(&last.text))
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']);
    text.ends_with(['.', '!', '?', ':', '…'])
}

/// How far apart lines mostly stand on the page.
fn usual_step(page: &[Line]) -> f64 {
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for (last, line) in page.iter().zip(page.iter().skip(1)) {
        let down = last.height - line.height;
        if down > 0.5 * line.size && down < 4.0 * line.size {
            *steps.entry((down * 2.0).round() as i64).or_default() += 1;
        }
    }
    // Of steps that are as frequent as each other, the smallest.
    let usual = steps
        .iter()
        .max_by_key(|&(&step, &count)| (count, std::cmp::Reverse(step)));
    usual.map_or(0.0, |(&step, _)| step as f64 / 2.0)
}

/// Puts a line behind a paragraph. A hyphen at a line's end before a small letter divides a word.
fn join(paragraph: &mut String, line: &str) {
    let starts_small = line.chars().next().is_some_and(char::is_lowercase);
    let mut letters = paragraph.chars().rev();
    let is_divided = matches!(letters.next(), Some('-' | '\u{ad}' | '\u{2010}'))
        && letters.next().is_some_and(char::is_alphabetic)
        && starts_small;
    if is_divided {
        paragraph.pop();
    } else {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

/// Takes away what stands at the head or foot of page after page: names, dates and numbers of pages.
fn drop_running_lines(pages: &mut [Vec<Line>]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let edges = |page: &[Line]| -> Vec<String> {
        let mut keys: Vec<String> = [page.first(), page.last()].into_iter().flatten().map(key).collect();
        keys.dedup();
        keys
    };
    for page in pages.iter() {
        for key in edges(page) {
            *seen.entry(key).or_default() += 1;
        }
    }
    let many = pages.len() > 1;
    let runs = |line: &Line| {
        let key = key(line);
        let is_number = key.chars().all(|c| c == '#') && key.len() <= 4;
        many && (is_number || seen.get(&key).is_some_and(|&count| count >= 3))
    };
    for page in pages.iter_mut() {
        // A head may have two such lines, and so may a foot.
        for _ in 0..2 {
            if page.first().is_some_and(runs) {
                page.remove(0);
            }
            if page.last().is_some_and(runs) {
                page.pop();
            }
        }
    }
}

/// A line's text with its digits made alike.
fn key(line: &Line) -> String {
    line.text
        .chars()
        .map(|c| if c.is_ascii_digit() { '#' } else { c })
        .collect()
}
