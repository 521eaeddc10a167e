//! Patterns of words around a verb as conditions on what fills its places in the tree.
//!
//! In a pattern `*` is the verb, `$` the one who acts, `+` the one acted upon, `%` both at once, `^` somebody to pass
//! over; `&SET` is any word of a set, `A_B` and `{A B}` words that stand together, `(TO B)` a phrase with its
//! preposition, `{ A | B }` one of several.

use super::codes::{Tables, Use};
use super::verbs::Sets;

/// A set in a set in a set … goes no deeper.
const MOST_NESTED: usize = 8;
/// A set with more words than this is cut: no condition of that length was meant.
const MOST_MEMBERS: usize = 2000;

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Verb,
    Mark(char),
    /// Words that may stand there, each in capitals; of several words, the last and whether others stand before it.
    Words {
        any: Vec<String>,
        several: bool,
    },
}

/// Who acts and who is acted upon: places by `|`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles {
    pub(super) actor: Option<String>,
    pub(super) recipient: Option<String>,
}

/// A pattern as conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Conditions {
    /// The column `when`, once for each way to read the pattern.
    pub(super) whens: Vec<String>,
    pub(super) particle: Option<String>,
    pub(super) roles: Roles,
    /// Whether words before a noun are not asked for.
    pub(super) loose: bool,
}

/// Cuts a pattern into its parts. The error is where, in bytes, and what was expected.
pub(super) fn tokens(body: &str, sets: &Sets<'_>, tables: &Tables) -> Result<Vec<Token>, (usize, String)> {
    let mut tokens = Vec::new();
    let mut braces: Option<(usize, Vec<Token>)> = None;
    let mut round: Option<usize> = None;
    for (at, piece) in pieces(body) {
        match piece {
            "(" if round.is_none() => round = Some(at),
            ")" if round.take().is_some() => {}
            "{" if braces.is_none() => braces = Some((at, Vec::new())),
            "}" => match braces.take() {
                Some((_, inside)) => tokens.extend(together(inside)),
                None => return Err((at, "no `}` without `{`".to_owned())),
            },
            "(" | ")" | "{" => return Err((at, format!("no `{piece}` here"))),
            _ => {
                let whole = [piece];
                let apart: Vec<&str> = piece.split('_').collect();
                // "TO_A_POLL" is a phrase, not one word.
                let is_phrase = apart.iter().any(|word| tables.use_of(word).is_some());
                let parts: &[&str] = if is_phrase { &apart } else { &whole };
                for part in parts.iter().filter(|part| !matches!(**part, "A" | "AN" | "THE")) {
                    let token = token(part, sets).map_err(|expected| (at, expected))?;
                    match &mut braces {
                        Some((_, inside)) => inside.extend(token),
                        None => tokens.extend(token),
                    }
                }
            }
        }
    }
    if let Some(at) = braces.map(|(at, _)| at).or(round) {
        return Err((at, "a bracket that is closed".to_owned()));
    }
    if tokens.iter().filter(|token| **token == Token::Verb).count() != 1 {
        return Err((0, "one `*` for the verb".to_owned()));
    }
    Ok(tokens)
}

/// Words, brackets and marks with their places in bytes.
fn pieces(body: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut from: Option<usize> = None;
    for (at, c) in body.char_indices() {
        let single = "(){}*$+^%|".contains(c);
        // "_" ties words into one, but not a word to the verb or to a mark: "IN_*", "*_BY_ $".
        let ties = c == '_' && body[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '&');
        let word = !single && !c.is_whitespace() && (c != '_' || ties && from.is_some());
        if word {
            from.get_or_insert(at);
            continue;
        }
        if let Some(from) = from.take() {
            pieces.push((from, &body[from..at]));
        }
        if single {
            pieces.push((at, &body[at..at + c.len_utf8()]));
        }
    }
    pieces.extend(from.map(|from| (from, &body[from..])));
    pieces
}

fn token(piece: &str, sets: &Sets<'_>) -> Result<Option<Token>, String> {
    let mark = piece
        .chars()
        .next()
        .filter(|c| "$+^%|".contains(*c) && piece.len() == 1);
    if piece == "*" {
        return Ok(Some(Token::Verb));
    }
    if let Some(mark) = mark {
        return Ok(Some(Token::Mark(mark)));
    }
    let (before, last) = piece
        .rsplit_once('_')
        .map_or((None, piece), |(before, last)| (Some(before), last));
    let mut any = Vec::new();
    words(last, sets, MOST_NESTED, &mut any)?;
    if let Some(before) = before {
        // Sets inside a compound have to be known, though only its last word is asked for.
        for word in before.split('_') {
            words(word, sets, MOST_NESTED, &mut Vec::new())?;
        }
    }
    let several = before.is_some();
    Ok((!any.is_empty()).then_some(Token::Words { any, several }))
}

/// The words that `word` can be: itself, or the last words of what its set holds.
fn words(word: &str, sets: &Sets<'_>, depth: usize, any: &mut Vec<String>) -> Result<(), String> {
    let Some(name) = word.strip_prefix('&') else {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() && any.len() < MOST_MEMBERS && !any.iter().any(|known| known == word) {
            any.push(word.to_owned());
        }
        return Ok(());
    };
    let members = sets
        .get(name)
        .ok_or_else(|| format!("a set that the dictionary has: there is no &{name}"))?;
    if depth == 0 || any.len() >= MOST_MEMBERS {
        return Ok(());
    }
    for member in members {
        let last = member.trim_end_matches('_').rsplit(['_', ' ']).next().unwrap_or(member);
        words(last, sets, depth - 1, any)?;
    }
    Ok(())
}

/// What stands in braces: one of several, or words that stand together.
fn together(inside: Vec<Token>) -> Vec<Token> {
    if inside
        .iter()
        .all(|token| matches!(token, Token::Mark('|') | Token::Words { .. }))
        && inside.contains(&Token::Mark('|'))
    {
        let mut all = Vec::new();
        for token in inside {
            if let Token::Words { any, .. } = token {
                all.extend(any);
            }
        }
        return vec![Token::Words {
            any: all,
            several: false,
        }];
    }
    let mut kept: Vec<Token> = Vec::new();
    for token in inside {
        match (kept.last_mut(), token) {
            (Some(Token::Words { any, several }), Token::Words { any: next, .. }) => {
                *any = next;
                *several = true;
            }
            (_, token) => kept.push(token),
        }
    }
    kept
}

/// Why a pattern has no counterpart.
type Why = &'static str;

/// The conditions that a pattern sets.
pub(super) fn conditions(tokens: &[Token], tables: &Tables) -> Result<Conditions, Why> {
    let verb = tokens.iter().position(|token| *token == Token::Verb).unwrap_or(0);
    let mut read = Conditions::default();
    let mut when = Vec::new();
    before(&tokens[..verb], tables, &mut read, &mut when)?;
    let infinitive = after(tokens.get(verb + 1..).unwrap_or_default(), tables, &mut read, &mut when)?;
    let joined = |when: &[String]| {
        if when.is_empty() {
            "-".to_owned()
        } else {
            when.join(";")
        }
    };
    read.whens.push(joined(&when));
    // "TO B" is a verb or a place, which the dictionary does not say.
    if let Some(at) = infinitive
        && let Some(words) = when[at].strip_prefix("to=")
    {
        let comp = format!("comp={words}");
        when[at] = comp;
        read.whens.push(joined(&when));
    }
    Ok(read)
}

/// What stands before the verb: marks, auxiliaries of a passive, and one noun, which is the subject.
fn before(tokens: &[Token], tables: &Tables, read: &mut Conditions, when: &mut Vec<String>) -> Result<(), Why> {
    let mut target = false;
    for token in tokens {
        match token {
            Token::Mark('$') => read.roles.actor = Some("subj".to_owned()),
            Token::Mark('+') => target = true,
            Token::Mark('%') => both(read),
            Token::Words { any, several } => {
                let uses: Vec<Option<Use>> = any.iter().map(|word| tables.use_of(word)).collect();
                if uses.contains(&Some(Use::Passive)) {
                    // Which side stands before the verb is told by its mark.
                } else if uses.contains(&Some(Use::Preposition)) {
                    return Err("a preposition before the verb");
                } else if uses.iter().any(Option::is_some) {
                    return Err("tense, negation or report around the verb, which sayso reads of every event itself");
                } else if when.is_empty() {
                    read.loose |= several;
                    when.push(format!("subj={}", lemmas(any)?));
                } else {
                    return Err("several words before the verb");
                }
            }
            Token::Mark(_) | Token::Verb => {}
        }
    }
    if target {
        // What is acted upon stands before the verb in a passive; sayso's places are those of the active voice.
        read.roles.recipient = Some("obj".to_owned());
        if let Some(subject) = when.first_mut() {
            *subject = subject.replacen("subj=", "obj=", 1);
        }
    }
    Ok(())
}

fn both(read: &mut Conditions) {
    read.roles.actor = Some("subj".to_owned());
    read.roles.recipient = Some("with".to_owned());
}

/// What stands behind the verb. The condition that may be a verb after "to", if there is one.
fn after(
    tokens: &[Token],
    tables: &Tables,
    read: &mut Conditions,
    when: &mut Vec<String>,
) -> Result<Option<usize>, Why> {
    let mut infinitive = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            Token::Mark('|') | Token::Verb => {}
            Token::Mark(mark) => {
                if matches!(tokens.get(at), Some(Token::Words { any, .. }) if uses(any, tables).is_none()) {
                    return Err("an actor inside the object");
                }
                // Nobody acts from the place of the object; behind a passive the one who acts is by it.
                let slot = if *mark == '$' { "subj" } else { "obj" };
                if *mark == '$' && read.roles.recipient.is_none() {
                    return Err("the one who acts behind the verb, without a preposition");
                }
                take(*mark, slot, read);
            }
            Token::Words { any, .. } => match uses(any, tables) {
                Some(Use::Particle) if at == 1 && any.len() == 1 => read.particle = Some(any[0].to_lowercase()),
                Some(Use::Preposition) if any.len() == 1 => {
                    let slot = any[0].to_lowercase();
                    match tokens.get(at) {
                        Some(Token::Mark(mark)) if *mark != '|' => {
                            at += 1;
                            take(*mark, if slot == "by" { "subj" } else { &slot }, read);
                            if slot != "by" && *mark == '^' {
                                when.push(slot);
                            }
                        }
                        Some(Token::Words { .. }) => {
                            let (any, several, next) = run(tokens, at, tables)?;
                            read.loose |= several;
                            if slot == "to" && !several && any.len() == 1 {
                                infinitive = Some(when.len());
                            }
                            when.push(format!("{slot}={}", lemmas(any)?));
                            at = next;
                        }
                        _ => when.push(slot),
                    }
                }
                Some(Use::Outside | Use::Passive) => {
                    return Err("tense, negation or report around the verb, which sayso reads of every event itself");
                }
                Some(_) => return Err("a particle that does not follow its verb"),
                None if when.iter().any(|when| when.starts_with("obj=")) => return Err("several objects"),
                None => {
                    let (any, several, next) = run(tokens, at - 1, tables)?;
                    read.loose |= several;
                    when.push(format!("obj={}", lemmas(any)?));
                    at = next;
                }
            },
        }
    }
    Ok(infinitive)
}

fn take(mark: char, slot: &str, read: &mut Conditions) {
    match mark {
        '$' => read.roles.actor = Some(slot.to_owned()),
        '+' => read.roles.recipient = Some(slot.to_owned()),
        '%' => both(read),
        _ => {}
    }
}

/// The nouns of a run of words that begins at `from`: what its last word can be, whether others stand before it, and
/// where it ends. Two words are a noun with what modifies it; of more, nobody knows what the noun is.
fn run<'t>(tokens: &'t [Token], from: usize, tables: &Tables) -> Result<(&'t [String], bool, usize), Why> {
    let mut end = from;
    let mut last: Option<(&[String], bool)> = None;
    while let Some(Token::Words { any, several }) = tokens.get(end) {
        if uses(any, tables).is_some() {
            break;
        }
        last = Some((any, *several));
        end += 1;
    }
    let (any, several) =
        last.ok_or("tense, negation or report around the verb, which sayso reads of every event itself")?;
    if end - from > 2 {
        return Err("more than two words in a row");
    }
    Ok((any, several || end - from > 1, end))
}

fn uses(any: &[String], tables: &Tables) -> Option<Use> {
    any.iter().find_map(|word| tables.use_of(word))
}

/// Words as conditions have them: dictionary forms by `|`.
fn lemmas(any: &[String]) -> Result<String, Why> {
    let mut lemmas: Vec<String> = Vec::new();
    for word in any {
        let lemma = singular(&word.to_lowercase());
        if !lemma
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '.' | '/'))
        {
            return Err("a word with a sign that no condition can hold");
        }
        if !lemmas.contains(&lemma) {
            lemmas.push(lemma);
        }
    }
    Ok(lemmas.join("|"))
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.chars().count() > 2) {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 2 && !stem.ends_with(['s', 'u', 'i', '\'']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
