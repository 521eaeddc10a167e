//! Agent dictionaries: nouns for kinds of actors, with `[~GOV]` for what they do.
//!
//! ```text
//! !PERSON! = MAN, MEN, WOMAN, WOMEN
//! FISHER!PERSON! [~AGR]
//! THIEF {THIEVES} [~CRM]
//! RIOT_POLICE {} [~COP]
//! ```

use std::collections::HashMap;

use super::codes::Tables;
use super::lines::Line;
use super::{Page, cell, list};

pub(super) const COLUMNS: &[&str] = &["lemma", "type", "sectors"];

/// More nouns than this from one line are a mistake.
const MOST_NOUNS: usize = 64;
/// A noun of more words is not looked up.
const MOST_WORDS: usize = 3;

pub(super) fn read(lines: &[Line<'_>], tables: &Tables, page: &mut Page<'_>) -> Vec<String> {
    let mut sets: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut rows = Vec::new();
    for line in lines {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        if text.starts_with('!') && text.contains('=') {
            match set(text) {
                Some((name, members)) => drop(sets.insert(name, members)),
                None => page.problem(line.number, 1, "a set as !PERSON! = MAN, MEN, WOMAN"),
            }
            continue;
        }
        noun(line, &sets, tables, page, &mut rows);
    }
    rows
}

fn set(text: &str) -> Option<(&str, Vec<&str>)> {
    let (name, members) = text.split_once('=')?;
    let name = name.trim().strip_prefix('!')?.strip_suffix('!')?;
    let members: Vec<&str> = members
        .split(',')
        .map(str::trim)
        .filter(|member| !member.is_empty())
        .collect();
    (!name.is_empty() && !members.is_empty()).then_some((name, members))
}

fn noun(
    line: &Line<'_>,
    sets: &HashMap<&str, Vec<&str>>,
    tables: &Tables,
    page: &mut Page<'_>,
    rows: &mut Vec<String>,
) {
    let text = line.text;
    let Some(open) = text.find('[') else {
        return page.problem(line.number, line.end(), "a code in brackets, as [~GOV]");
    };
    let Some(close) = text[open..].find(']').map(|length| open + length) else {
        return page.problem(line.number, line.end(), "`]` to close the code");
    };
    let code = text[open + 1..close].trim();
    let Some(code) = code.strip_prefix('~').or_else(|| code.strip_suffix('~')) else {
        return page.problem(line.number, line.column(open + 1), "an agent's code, as ~GOV");
    };
    let (noun, plural) = match text[..open].split_once('{') {
        None => (text[..open].trim(), None),
        Some((noun, rest)) => match rest.split_once('}') {
            Some((plural, behind)) if behind.trim().is_empty() => (noun.trim(), Some(plural.trim())),
            _ => return page.problem(line.number, line.column(open), "`}` to close the plural, then the code"),
        },
    };
    let noun = noun.trim_start_matches('+').trim();
    if noun.is_empty() {
        return page.problem(line.number, 1, "a noun");
    }
    let party = tables.sectors(code);
    if party.sectors.is_empty() {
        return page.leave_out(line.number, text, "no PLOVER code for any part of the code");
    }
    if !party.unknown.is_empty() {
        page.leave_out_partly(line.number, text, "no PLOVER code for a part of the code");
    }
    let forms = match expanded(noun, sets) {
        Ok(forms) => forms,
        Err(Unexpanded::Undefined(at)) => {
            let at = text.find(noun).unwrap_or(0) + at;
            return page.problem(
                line.number,
                line.column(at),
                "a set that is defined above, as !PERSON! = MAN, MEN",
            );
        }
        Err(Unexpanded::Many) => return page.leave_out(line.number, text, "more nouns than one line can mean"),
    };
    for form in forms
        .into_iter()
        .chain(plural.filter(|plural| !plural.is_empty()).map(str::to_owned))
    {
        add(&form, &party.sectors, line, tables, page, rows);
    }
}

enum Unexpanded {
    Undefined(usize),
    Many,
}

/// The noun with each `!SET!` in it replaced by each of its members.
fn expanded(noun: &str, sets: &HashMap<&str, Vec<&str>>) -> Result<Vec<String>, Unexpanded> {
    let mut forms = vec![String::new()];
    let mut at = 0;
    for (i, part) in noun.split('!').enumerate() {
        let one = [part];
        let parts: &[&str] = if i % 2 == 0 {
            &one
        } else {
            sets.get(part).ok_or(Unexpanded::Undefined(at))?
        };
        if forms.len() * parts.len() > MOST_NOUNS {
            return Err(Unexpanded::Many);
        }
        forms = forms
            .iter()
            .flat_map(|form| parts.iter().map(move |part| format!("{form}{part}")))
            .collect();
        at += part.len() + 1;
    }
    Ok(forms)
}

fn add(form: &str, sectors: &[String], line: &Line<'_>, tables: &Tables, page: &mut Page<'_>, rows: &mut Vec<String>) {
    let lower = form.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c == '_' || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect();
    let Some(last) = words.last() else { return };
    if words.len() > MOST_WORDS {
        return page.leave_out(line.number, line.text, "a noun of more than three words");
    }
    // "chamber of commerce": sayso looks nouns up by the word that heads them, and that is not the last one.
    let inside = &words[..words.len() - 1];
    if inside
        .iter()
        .any(|word| matches!(*word, "of" | "for" | "in" | "at" | "to" | "and" | "on"))
    {
        return page.leave_out(line.number, line.text, "a noun that its last word does not head");
    }
    let kind = if tables.is_organisation(last) { "ORG" } else { "PERSON" };
    rows.push([&cell(&words.join(" ")), kind, &list(sectors)].join("\t"));
}
