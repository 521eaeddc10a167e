//! Actor dictionaries: a name with its code, other names for it, and codes for times.
//!
//! ```text
//! ANA_TORV_  ; comment
//! +A._TORV
//!     [NOROPP <20051017]
//!     [NORGOV 20051017-20130903]
//! HARBOUR_FRONT [NORREB]  # comment
//! ```

use super::codes::Tables;
use super::lines::Line;
use super::{Page, casing, cell, list};

pub(super) const COLUMNS: &[&str] = &["name", "also", "country", "sectors", "from", "to"];

/// A name and what follows it.
#[derive(Default)]
struct Entry<'t> {
    line: Option<Line<'t>>,
    names: Vec<&'t str>,
    codes: Vec<Code<'t>>,
}

/// One `[…]`: code, first and last day.
#[derive(Clone, Copy)]
struct Code<'t> {
    line: Line<'t>,
    code: &'t str,
    from: Option<Date>,
    to: Option<Date>,
}

type Date = (u16, u8, u8);

pub(super) fn read(lines: &[Line<'_>], tables: &Tables, page: &mut Page<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    let mut entry = Entry::default();
    let mut passed_over = false;
    for line in lines {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        if text.starts_with('<') {
            // `<NOUN>` and the like head words that TABARI is told to pass over.
            finish(std::mem::take(&mut entry), passed_over, tables, page, &mut rows);
            passed_over = !text.to_uppercase().contains("ACTOR");
            continue;
        }
        if !text.starts_with(['+', '[']) {
            finish(std::mem::take(&mut entry), passed_over, tables, page, &mut rows);
            entry.line = Some(*line);
        } else if entry.line.is_none() {
            page.problem(
                line.number,
                line.column(indent(line)),
                "a name before other names and codes",
            );
            continue;
        }
        let bracket = text.find('[').unwrap_or(text.len());
        let name = text[..bracket].trim().trim_start_matches('+').trim();
        if !name.is_empty() {
            entry.names.push(name);
        }
        codes(line, indent(line) + bracket, &mut entry.codes, page);
    }
    finish(entry, passed_over, tables, page, &mut rows);
    rows
}

fn indent(line: &Line<'_>) -> usize {
    line.text.len() - line.text.trim_start().len()
}

/// Reads the `[…]` of a line, from byte `at` on.
fn codes<'t>(line: &Line<'t>, mut at: usize, codes: &mut Vec<Code<'t>>, page: &mut Page<'_>) {
    while let Some(rest) = line.text.get(at..).filter(|rest| !rest.trim().is_empty()) {
        let open = at + (rest.len() - rest.trim_start().len());
        if !line.text[open..].starts_with('[') {
            page.problem(line.number, line.column(open), "a code in brackets, as [USAGOV]");
            return;
        }
        let Some(length) = line.text[open..].find(']') else {
            page.problem(line.number, line.end(), "`]` to close the code");
            return;
        };
        let inside = &line.text[open + 1..open + length];
        match dated(inside) {
            Ok((code, from, to)) => codes.push(Code {
                line: *line,
                code,
                from,
                to,
            }),
            Err((within, expected)) => page.problem(line.number, line.column(open + 1 + within), expected),
        }
        at = open + length + 1;
    }
}

/// A code with the first and the last day on which it holds.
type Dated<'t> = (&'t str, Option<Date>, Option<Date>);

/// The code and the days of `USAGOV <930120`, `USAGOV > 930120` and `USAGOV 930120-20010120`.
fn dated(inside: &str) -> Result<Dated<'_>, (usize, String)> {
    let start = inside.len() - inside.trim_start().len();
    let inside_trimmed = inside.trim();
    let end = inside_trimmed
        .find(|c: char| c.is_whitespace() || c == '<' || c == '>')
        .unwrap_or(inside_trimmed.len());
    let (code, when) = inside_trimmed.split_at(end);
    let at = start + end;
    let expected = "a day as YYMMDD or YYYYMMDD";
    let day = |text: &str| date(text.trim()).ok_or_else(|| (at, expected.to_owned()));
    let when = when.trim();
    let (from, to) = match when.chars().next() {
        None => (None, None),
        Some('<') => (None, Some(day(&when[1..])?)),
        Some('>') => (Some(day(&when[1..])?), None),
        Some(_) => match when.split_once('-') {
            Some((from, to)) => (Some(day(from)?), Some(day(to)?)),
            None => return Err((at, format!("`<` or `>` before a day, or two days with `-`: {expected}"))),
        },
    };
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err((at, "a first day that is no later than the last".to_owned()));
    }
    Ok((code, from, to))
}

/// Years of two digits are of the twentieth century from 31 on, as in PETRARCH.
fn date(text: &str) -> Option<Date> {
    if !matches!(text.len(), 6 | 8) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = text.split_at(text.len() - 4);
    let year: u16 = year.parse().ok()?;
    let year = match year {
        0..=30 if text.len() == 6 => 2000 + year,
        _ if text.len() == 6 => 1900 + year,
        _ => year,
    };
    let (month, day): (u8, u8) = (rest[..2].parse().ok()?, rest[2..].parse().ok()?);
    let written = format!("{year:04}-{month:02}-{day:02}");
    crate::entities::Day::first(&written).map(|_| (year, month, day))
}

fn finish(entry: Entry<'_>, passed_over: bool, tables: &Tables, page: &mut Page<'_>, rows: &mut Vec<String>) {
    let Some(line) = entry.line else { return };
    if entry.codes.is_empty() {
        if passed_over {
            page.leave_out(
                line.number,
                line.text,
                "a word to pass over, which sayso needs no list for",
            );
        } else if page
            .problems
            .last()
            .is_none_or(|last| last.line != line.number || last.file != page.file)
        {
            page.problem(line.number, line.end(), "a code in brackets, as [USAGOV]");
        }
        return;
    }
    let mut names: Vec<String> = Vec::new();
    for name in entry.names.iter().flat_map(|name| casing::names(name)) {
        let name = cell(&name);
        if name != "-" && !names.contains(&name) {
            names.push(name);
        }
    }
    let Some((name, also)) = names.split_first() else {
        page.leave_out(line.number, line.text, "no name");
        return;
    };
    let mut first = true;
    for code in &entry.codes {
        if code.code.contains('/') {
            page.leave_out(code.line.number, code.line.text, "a code for several actors in one");
            continue;
        }
        if !code.code.bytes().all(|b| b.is_ascii_alphanumeric()) || code.code.is_empty() {
            page.leave_out(code.line.number, code.line.text, "a code that says it is no actor");
            continue;
        }
        let party = tables.party(code.code);
        if party.country.is_none() && party.sectors.is_empty() {
            page.leave_out(
                code.line.number,
                code.line.text,
                "no PLOVER code for any part of the code",
            );
            continue;
        }
        if !party.unknown.is_empty() {
            page.leave_out_partly(
                code.line.number,
                code.line.text,
                "no PLOVER code for a part of the code",
            );
        }
        let day = |day: Option<Date>| day.map_or("-".to_owned(), |(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
        let country = party.country.as_deref().unwrap_or("-");
        let also = if first { list(also) } else { "-".to_owned() };
        first = false;
        let sectors = list(&party.sectors);
        rows.push([name, &also, country, &sectors, &day(code.from), &day(code.to)].join("\t"));
    }
}
