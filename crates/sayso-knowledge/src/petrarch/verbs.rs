//! Verb dictionaries: verbs with a CAMEO code, and patterns of words around them with codes of their own.
//!
//! PETRARCH puts verbs of one meaning in a block, TABARI has each verb with its patterns:
//!
//! ```text
//! &AID                          ATTACK_ [190] ;comment
//! +RELIEF                       - * WITH_ STONES [182]
//! +FOOD_AID
//! --- GIVE [---] ---
//! GIVE {GAVE GIVEN}
//! +HAND_OVER
//! - * &AID (TO +) [073]
//! ```

use std::collections::HashMap;

use super::codes::Tables;
use super::lines::Line;
use super::patterns::{self, Roles};
use super::{Page, cell};

pub(super) const COLUMNS: &[&str] = &["lemma", "pos", "when", "type", "modes", "cameo", "actor", "recipient"];

/// Who is acted upon, where a pattern does not say.
const RECIPIENT: &str = "obj|iobj|against|with|to|on|at|from|for";

/// A set of words, by its name; what stands in it as it is written.
pub(super) type Sets<'t> = HashMap<&'t str, Vec<&'t str>>;

/// The verbs that patterns are of.
#[derive(Default)]
struct Block<'t> {
    line: Option<Line<'t>>,
    /// The code of a block's head, which its verbs have.
    code: Option<&'t str>,
    /// Each verb with its code.
    verbs: Vec<(String, Option<&'t str>)>,
    rows: Vec<String>,
}

pub(super) fn read(lines: &[Line<'_>], tables: &Tables, page: &mut Page<'_>) -> Vec<String> {
    let sets = sets(lines, page);
    let mut rows = Vec::new();
    let mut block = Block::default();
    let mut in_set = false;
    let mut in_block = false;
    for line in lines {
        let text = line.text.trim();
        if in_set && text.starts_with('+') {
            continue;
        }
        in_set = text.starts_with('&');
        if text.is_empty() || in_set {
            continue;
        }
        if text.starts_with("---") {
            in_block = true;
            finish(std::mem::take(&mut block), tables, page, &mut rows);
            block.line = Some(*line);
            block.code = head(line, page);
        } else if text.starts_with('-') {
            pattern(line, &sets, &mut block, tables, page);
        } else if text.starts_with('~') {
            page.leave_out(line.number, text, "a pattern of nouns alone");
        } else {
            if !in_block {
                finish(std::mem::take(&mut block), tables, page, &mut rows);
                block.line = Some(*line);
            }
            verb(line, &mut block, page);
        }
    }
    finish(block, tables, page, &mut rows);
    rows
}

/// All sets of the dictionary, so that they can be used before they are written down.
fn sets<'t>(lines: &[Line<'t>], page: &mut Page<'_>) -> Sets<'t> {
    let mut sets: Sets<'t> = HashMap::new();
    let mut open: Option<&str> = None;
    for line in lines {
        let text = line.text.trim();
        if let Some(name) = text.strip_prefix('&') {
            let name = name.trim().trim_end_matches('_');
            if name.is_empty() || name.contains(char::is_whitespace) {
                page.problem(line.number, 2, "the name of a set, as &AID");
            }
            sets.entry(name).or_default();
            open = Some(name);
        } else if let Some(member) = text.strip_prefix('+').filter(|_| open.is_some()) {
            let member = member.trim();
            sets.entry(open.unwrap_or_default())
                .or_default()
                .extend((!member.is_empty()).then_some(member));
        } else {
            open = None;
        }
    }
    sets
}

/// The code in `--- ABANDON [345] ---`.
fn head<'t>(line: &Line<'t>, page: &mut Page<'_>) -> Option<&'t str> {
    let text = line.text;
    let inside = text.trim().trim_start_matches('-').trim_end();
    let closed = inside.strip_suffix("---").map(str::trim_end);
    let Some(closed) = closed else {
        page.problem(line.number, line.end(), "`---` to close the head of a block");
        return None;
    };
    let code = closed
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(code, _)| code.trim());
    if code.is_none() {
        page.problem(
            line.number,
            line.end(),
            "a code in brackets before the closing `---`, as [190] or [---]",
        );
    }
    code
}

/// A verb of a block: `BREAK {BROKE BROKEN}`, `+BREAK_DOWN {…}`, `ATTACK_ [190]`.
fn verb<'t>(line: &Line<'t>, block: &mut Block<'t>, page: &mut Page<'_>) {
    let text = line.text;
    let (before, code) = match text.split_once('[') {
        None => (text, None),
        Some((before, rest)) => match rest.split_once(']') {
            Some((code, _)) => (before, Some(code.trim())),
            None => return page.problem(line.number, line.end(), "`]` to close the code"),
        },
    };
    let word = match before.split_once('{') {
        None => before.trim(),
        Some((word, rest)) if rest.contains('}') => word.trim(),
        Some(_) => return page.problem(line.number, line.end(), "`}` to close the forms of the verb"),
    };
    let marked = word.find('+');
    if word.trim_start_matches('+').trim_matches('_').is_empty() {
        return page.problem(line.number, line.column(indent(line)), "a verb");
    }
    // "+BREAK_DOWN" begins with the verb; in "RE_+OPEN" it stands behind.
    if marked.is_some_and(|at| at > 0) {
        return page.leave_out(line.number, text, "a phrase that its verb does not begin");
    }
    let words: Vec<&str> = word
        .trim_start_matches('+')
        .split(|c: char| c == '_' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let stem = !word.ends_with('_') && block.code.is_none() && words.len() == 1;
    let Some((first, rest)) = words.split_first() else {
        return;
    };
    let mut lemma = dictionary_form(&first.to_lowercase(), stem);
    for word in rest {
        lemma = format!("{lemma} {}", word.to_lowercase());
    }
    block.verbs.push((cell(&lemma), code.or(block.code)));
}

fn indent(line: &Line<'_>) -> usize {
    line.text.len() - line.text.trim_start().len()
}

fn pattern<'t>(line: &Line<'t>, sets: &Sets<'t>, block: &mut Block<'t>, tables: &Tables, page: &mut Page<'_>) {
    let text = line.text;
    let start = indent(line) + 1;
    let Some(open) = text.rfind('[') else {
        return page.problem(line.number, line.end(), "a code in brackets, as [190]");
    };
    let Some(length) = text[open..].find(']') else {
        return page.problem(line.number, line.end(), "`]` to close the code");
    };
    if block.line.is_none() {
        return page.problem(line.number, 1, "a verb before its patterns");
    }
    let code = text[open + 1..open + length].trim();
    let body = text.get(start..open).unwrap_or_default();
    let tokens = match patterns::tokens(body, sets, tables) {
        Ok(tokens) => tokens,
        Err((at, expected)) => return page.problem(line.number, line.column(start + at), expected),
    };
    let read = match patterns::conditions(&tokens, tables) {
        Ok(read) => read,
        Err(why) => return page.leave_out(line.number, text, why),
    };
    let Some(event) = event(code, line, tables, page) else {
        return;
    };
    if read.loose {
        page.leave_out_partly(line.number, text, "words that only modify a noun");
    }
    for (verb, _) in &block.verbs {
        // "break down" has its particle already.
        if read.particle.is_some() && verb.contains(' ') {
            continue;
        }
        for when in &read.whens {
            let lemma = match &read.particle {
                Some(particle) => format!("{verb} {particle}"),
                None => verb.clone(),
            };
            block.rows.push(row(&lemma, when, &event, &read.roles));
        }
    }
}

/// What a code says: type, modes, code, and whether the acting side is the one that stands where the other usually
/// does.
struct Event {
    columns: [String; 3],
    reversed: bool,
}

fn event(code: &str, line: &Line<'_>, tables: &Tables, page: &mut Page<'_>) -> Option<Event> {
    let (active, passive) = match code.split_once(':') {
        Some((active, passive)) => (active.trim(), Some(passive.trim())),
        None => (code, None),
    };
    let reversed = active.is_empty();
    let cameo = if reversed { passive.unwrap_or_default() } else { active };
    if !reversed && passive.is_some_and(|passive| passive != active) {
        page.leave_out_partly(line.number, line.text, "the second code, for the other direction");
    }
    if matches!(cameo, "---" | "+++" | "###") {
        let none = ["none", "-", "-"].map(str::to_owned);
        return Some(Event {
            columns: none,
            reversed,
        });
    }
    let Some((kind, modes)) = tables.event(cameo) else {
        page.leave_out(line.number, line.text, "a code that is not CAMEO's");
        return None;
    };
    let columns = [kind.to_owned(), modes.unwrap_or("-").to_owned(), cameo.to_owned()];
    Some(Event { columns, reversed })
}

fn row(lemma: &str, when: &str, event: &Event, roles: &Roles) -> String {
    let actor = roles.actor.as_deref().unwrap_or("subj").to_owned();
    let recipient = roles.recipient.as_deref().unwrap_or(RECIPIENT).to_owned();
    let (actor, recipient) = if event.reversed {
        (recipient, actor)
    } else {
        (actor, recipient)
    };
    let [kind, modes, cameo] = &event.columns;
    [lemma, "verb", when, kind, modes, cameo, &actor, &recipient].join("\t")
}

/// Patterns first, then the verbs without one: what asks for more is looked at first.
fn finish(mut block: Block<'_>, tables: &Tables, page: &mut Page<'_>, rows: &mut Vec<String>) {
    rows.append(&mut block.rows);
    let Some(line) = block.line else { return };
    let mut known: HashMap<&str, Option<Event>> = HashMap::new();
    for (verb, code) in &block.verbs {
        let Some(code) = *code else {
            page.leave_out(line.number, line.text, "a verb without a code");
            continue;
        };
        let event = known.entry(code).or_insert_with(|| event(code, &line, tables, page));
        if let Some(event) = event {
            rows.push(row(verb, "-", event, &Roles::default()));
        }
    }
}

/// The dictionary form of a verb that is written in the past, or without its ending as TABARI's stems are ("ACCUS").
fn dictionary_form(verb: &str, stem: bool) -> String {
    const IRREGULAR: [(&str, &str); 24] = [
        ("began", "begin"),
        ("broke", "break"),
        ("brought", "bring"),
        ("built", "build"),
        ("fought", "fight"),
        ("found", "find"),
        ("gave", "give"),
        ("held", "hold"),
        ("kept", "keep"),
        ("left", "leave"),
        ("lent", "lend"),
        ("lost", "lose"),
        ("made", "make"),
        ("met", "meet"),
        ("paid", "pay"),
        ("said", "say"),
        ("sent", "send"),
        ("shot", "shoot"),
        ("sought", "seek"),
        ("spoke", "speak"),
        ("struck", "strike"),
        ("took", "take"),
        ("told", "tell"),
        ("won", "win"),
    ];
    if let Some((_, form)) = IRREGULAR.iter().find(|(past, _)| *past == verb) {
        return (*form).to_owned();
    }
    for ending in ["ied", "ed", "ing"] {
        let Some(base) = verb.strip_suffix(ending).filter(|base| base.chars().count() >= 3) else {
            continue;
        };
        if ending == "ied" {
            return format!("{base}y");
        }
        if !base.contains(['a', 'e', 'i', 'o', 'u']) || base.ends_with('e') {
            break;
        }
        let mut last = base.chars().rev();
        let doubled = last
            .next()
            .zip(last.next())
            .is_some_and(|(a, b)| a == b && !"lsz".contains(a));
        return if doubled {
            base[..base.len() - 1].to_owned()
        } else {
            with_e(base)
        };
    }
    if stem { with_e(verb) } else { verb.to_owned() }
}

/// With the e that English spelling asks for behind these letters.
fn with_e(base: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    let letters: Vec<char> = base.chars().collect();
    let needs = match letters.as_slice() {
        [.., 'v' | 'c' | 'z' | 'u'] => true,
        [.., before, 's'] => vowel(*before) || matches!(before, 'n' | 'r'),
        [.., 'd' | 'r' | 'n', 'g'] if base.ends_with("dg") || base.ends_with("rg") => true,
        [_, .., before, 'a', 't'] => !vowel(*before) && letters.len() > 4,
        _ => false,
    };
    if needs { format!("{base}e") } else { base.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::dictionary_form;

    #[test]
    fn stems_and_past_forms_become_dictionary_forms() {
        for (word, form) in [
            ("accus", "accuse"),
            ("accelerat", "accelerate"),
            ("attack", "attack"),
            ("treat", "treat"),
            ("charg", "charge"),
            ("meet", "meet"),
            ("discuss", "discuss"),
        ] {
            assert_eq!(dictionary_form(word, true), form);
        }
        for (word, form) in [
            ("denied", "deny"),
            ("killed", "kill"),
            ("called", "call"),
            ("fought", "fight"),
            ("need", "need"),
            ("bring", "bring"),
            ("stopped", "stop"),
            ("accused", "accuse"),
        ] {
            assert_eq!(dictionary_form(word, false), form, "{word}");
        }
    }
}
