//! Cuts a paragraph into words, as the Universal Dependencies treebanks of English (EWT and GUM) do.
//!
//! Punctuation stands alone, runs of it ("...", "?!", "--") together. Clitics leave their word ("do|n't", "Kyiv|'s")
//! and are remembered as parts of one orthographic token. Compounds come apart at the hyphen, and the hyphen is a word
//! ("long|-|standing"), unless the first part is a prefix ("anti-war"). Numbers keep their separators, and lose their
//! sign and their unit ("$|5|m"). Addresses, handles and tags stay whole. An abbreviation keeps its full stop; whether
//! that also ends a sentence is for [`crate::sentences`] to say.
//!
//! One pass from left to right over the characters, one stretch between spaces at a time. Every test looks a bounded
//! way ahead or consumes what it looked at, so the time is linear in the length.

use unicode_normalization::char::is_combining_mark;

use crate::wordlists::{Abbreviation, ENGLISH, WordLists};

/// Nobody writes a longer word; whatever is longer is cut, so that no word can be a whole hostile document.
const LONGEST_CHUNK: usize = 2048;

/// How far to look for the end of a domain, a file name or a telephone number.
const LONGEST_NAME: usize = 64;

/// What the full stop at a piece's end says about the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// There is none, or it cannot end a sentence.
    No,
    /// It may end the sentence too ("Inc.").
    Perhaps,
    /// The same of an abbreviation with stops inside ("U.S."), which keeps its last one even so.
    PerhapsDotted,
}

/// A word's place in the paragraph, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
    /// Whether it belongs to the same orthographic token as the piece before.
    pub joined: bool,
    pub stop: Stop,
}

/// The words of a paragraph, in order.
pub(crate) fn pieces(chars: &[char]) -> Vec<Piece> {
    let mut cutter = Cutter {
        chars,
        lists: &ENGLISH,
        pieces: Vec::with_capacity(chars.len() / 5 + 1),
        in_single_quotes: false,
        key: String::new(),
    };
    let mut at = 0;
    while at < chars.len() {
        if is_space(chars[at]) {
            at += 1;
            continue;
        }
        let longest = chars.len().min(at + LONGEST_CHUNK);
        let end = (at..longest).find(|&i| is_space(chars[i])).unwrap_or(longest);
        cutter.chunk(at, end);
        at = end;
    }
    cutter.pieces
}

/// White space, and what shows as nothing: controls, byte order mark, direction marks.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    // Soft hyphen, joiners and word joiner are part of the word in which they stand.
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

struct Cutter<'c> {
    chars: &'c [char],
    lists: &'static WordLists,
    pieces: Vec<Piece>,
    in_single_quotes: bool,
    /// For looking words up without a new string each time.
    key: String,
}

impl Cutter<'_> {
    /// The character at `at` if that is before `end`, else a space.
    fn peek(&self, at: usize, end: usize) -> char {
        if at < end {
            self.chars.get(at).copied().unwrap_or(' ')
        } else {
            ' '
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        self.pieces.push(Piece {
            start,
            end,
            joined: false,
            stop: Stop::No,
        });
    }

    fn push_joined(&mut self, start: usize, end: usize) {
        self.push(start, end);
        if let Some(piece) = self.pieces.last_mut() {
            piece.joined = true;
        }
    }

    /// Cuts what stands between two spaces.
    fn chunk(&mut self, start: usize, end: usize) {
        let has_at_sign = self.chars[start..end].contains(&'@');
        let mut at = start;
        while at < end {
            let c = self.chars[at];
            let after_word = at > start && is_word(self.chars[at - 1]);
            let special = if after_word {
                None
            } else {
                self.special(at, end, has_at_sign)
            };
            at = if let Some(past) = special {
                self.push(at, past);
                past
            } else if is_word(c) || (c == '.' && !after_word && self.peek(at + 1, end).is_ascii_digit()) {
                self.word(at, end)
            } else if is_apostrophe(c) {
                self.apostrophe(at, start, end)
            } else {
                let past = self.run(at, end);
                self.push(at, past);
                past
            };
        }
    }

    /// Where an address, a handle, a tag or a face that starts here ends.
    fn special(&mut self, at: usize, end: usize, has_at_sign: bool) -> Option<usize> {
        let c = self.chars[at];
        let next = self.peek(at + 1, end);
        let after_letterlike = at > 0 && matches!(self.chars[at - 1], '.' | '-' | '+' | '%' | '@' | '/');
        match c {
            'h' | 'H' | 'f' | 'F' | 'w' | 'W' | 'm' | 'M' if self.starts_address(at, end) => {
                Some(self.address(at, end))
            }
            '@' | '#' if next.is_alphabetic() || (c == '@' && next == '_') => {
                Some((at + 1..end).find(|&i| !is_word(self.chars[i])).unwrap_or(end))
            }
            '[' if next == '.' || next == '…' => {
                let past = (at + 1..end).find(|&i| !matches!(self.chars[i], '.' | '…'))?;
                (self.chars[past] == ']').then_some(past + 1)
            }
            _ if has_at_sign && is_word(c) && !after_letterlike => self.mail_address(at, end),
            ':' | ';' | '=' | '<' | '^' | '-' => self.emoticon(at, end),
            _ => None,
        }
    }

    fn starts_address(&self, at: usize, end: usize) -> bool {
        let starts = |prefix: &str| {
            prefix
                .chars()
                .enumerate()
                .all(|(i, c)| self.peek(at + i, end).to_ascii_lowercase() == c)
        };
        ["http://", "https://", "ftp://", "www.", "mailto:"]
            .into_iter()
            .any(starts)
    }

    /// Where the address that starts here ends: before a bracket that is not its own and punctuation of the sentence.
    fn address(&self, at: usize, end: usize) -> usize {
        let closes = |c| matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»');
        let mut past = (at..end).find(|&i| closes(self.chars[i])).unwrap_or(end);
        let has_bracket = self.chars[at..past].contains(&'(');
        while past > at + 1 {
            match self.chars[past - 1] {
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | ']' | '}' | '…' => past -= 1,
                ')' if !has_bracket => past -= 1,
                _ => break,
            }
        }
        past
    }

    fn mail_address(&self, at: usize, end: usize) -> Option<usize> {
        let is_part = |c: char| is_word(c) || matches!(c, '.' | '-' | '+' | '%');
        let sign = (at..end).find(|&i| !is_part(self.chars[i]))?;
        if self.chars[sign] != '@' || !is_word(self.peek(sign + 1, end)) {
            return None;
        }
        let mut past = (sign + 1..end).find(|&i| !is_part(self.chars[i])).unwrap_or(end);
        while matches!(self.chars[past - 1], '.' | '-') {
            past -= 1;
        }
        Some(past)
    }

    fn emoticon(&self, at: usize, end: usize) -> Option<usize> {
        let rest = &self.chars[at..end];
        let face = self.lists.emoticons.iter().find(|face| rest.starts_with(face))?;
        // ":D" is a face, ":Dublin" is not.
        let past = at + face.len();
        (!is_word(self.peek(past, end))).then_some(past)
    }

    /// Where the punctuation that starts here ends: alone, or a run of the same kind.
    fn run(&self, at: usize, end: usize) -> usize {
        let c = self.chars[at];
        let while_any = |set: &[char]| (at + 1..end).find(|&i| !set.contains(&self.chars[i])).unwrap_or(end);
        let mut past = match c {
            '.' | '!' | '?' | '…' => while_any(&['.', '!', '?', '…']),
            '-' | '—' | '*' | '=' | '~' | '<' | '>' | '`' => while_any(&[c]),
            '\u{1f1e6}'..='\u{1f1ff}' if matches!(self.peek(at + 1, end), '\u{1f1e6}'..='\u{1f1ff}') => at + 2,
            _ => at + 1,
        };
        let dashes = past - at;
        let (head, after) = (self.peek(past, end), self.peek(past + 1, end));
        let right_arrow = matches!(c, '-' | '=') && dashes <= 3 && head == '>' && after != '>';
        let left_arrow = c == '<' && dashes == 1 && head == '-';
        if right_arrow || left_arrow {
            past += 1;
        }
        // Marks that modify the sign, and what is joined to it: skin tones, "family" and the like.
        while past < end {
            let mark = self.chars[past];
            let joined = self.chars[past - 1] == '\u{200d}' && is_pictograph(mark);
            let modifies = is_combining_mark(mark)
                || matches!(mark, '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
            if !joined && !modifies {
                break;
            }
            past += 1;
        }
        past
    }

    /// Takes an apostrophe that does not stand inside a word: a quotation mark or a clipped word's.
    fn apostrophe(&mut self, at: usize, start: usize, end: usize) -> usize {
        if self.peek(at + 1, end) == self.chars[at] {
            self.push(at, at + 2);
            return at + 2;
        }
        let past = (at + 1..end).find(|&i| !is_word(self.chars[i])).unwrap_or(end);
        let opens = at == start || matches!(self.chars[at - 1], '(' | '[' | '{' | '"' | '“' | '-' | '–' | '—' | '/');
        if opens && past > at + 1 {
            let digits = self.chars[at + 1..past]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
            let rest = &self.chars[at + 1 + digits..past];
            // '70s, '05: a year. 's, 'm: a clitic that somebody wrote apart.
            let is_year = digits == 2 && (rest.is_empty() || rest == ['s']);
            self.look_up(at + 1, past);
            let is_clitic = matches!(self.key.as_str(), "s" | "m" | "ve" | "re" | "ll") && past == end;
            if is_year || is_clitic || self.lists.clipped.contains(self.key.as_str()) {
                self.push(at, past);
                return past;
            }
            self.in_single_quotes = true;
        } else if !opens {
            self.in_single_quotes = false;
        }
        self.push(at, at + 1);
        at + 1
    }

    /// Puts the characters, in lower case, where the lists can be asked.
    fn look_up(&mut self, start: usize, end: usize) {
        self.key.clear();
        for &c in &self.chars[start..end] {
            if c.is_ascii() {
                self.key.push(c.to_ascii_lowercase());
            } else {
                self.key.extend(c.to_lowercase());
            }
        }
    }

    /// The same as written.
    fn look_up_as_written(&mut self, start: usize, end: usize) {
        self.key.clear();
        self.key.extend(&self.chars[start..end]);
    }

    /// Takes the word that starts here, with its clitics and its full stop if that is part of it.
    fn word(&mut self, start: usize, end: usize) -> usize {
        let (mut past, dotted) = self.reach(start, end);
        if self.peek(past, end) == '$' {
            self.look_up_as_written(start, past);
            if self.lists.currencies.contains(self.key.as_str()) {
                self.push(start, past + 1);
                return past + 1;
            }
        }
        if let Some(unit) = self.unit(start, past) {
            self.push(start, unit);
            self.push(unit, past);
            return past;
        }
        let stop = self.full_stop(start, past, end, dotted);
        if let Some(stop) = stop {
            past += 1;
            self.push(start, past);
            if let Some(piece) = self.pieces.last_mut() {
                piece.stop = stop;
            }
            return past;
        }
        self.clitics(start, past);
        self.possessive(start, past, end)
    }

    /// Where the word that starts here ends, and whether it is an abbreviation with stops inside ("U.S", "Ph.D").
    fn reach(&mut self, start: usize, end: usize) -> (usize, bool) {
        let mut dotted = false;
        // Where the part after the last stop or hyphen begins.
        let mut part = start;
        let mut at = start + 1;
        loop {
            while at < end && is_word(self.chars[at]) {
                at += 1;
            }
            let (before, next) = (self.chars[at - 1], self.peek(at + 1, end));
            let between_digits = before.is_ascii_digit() && next.is_ascii_digit();
            let goes_on = match self.peek(at, end) {
                '.' if between_digits => true,
                '.' if next.is_alphanumeric() => {
                    if self.is_initial(part, at, end) && (dotted || part == start) {
                        dotted = true;
                        part = at + 1;
                        true
                    } else if let Some(past) = self.name_with_ending(start, at, end) {
                        return (past, false);
                    } else {
                        false
                    }
                }
                ',' if between_digits => self.thousands(at, end),
                ':' => between_digits,
                '/' => (between_digits && self.chars[start].is_ascii_digit()) || self.slashed(start, at, end),
                '&' => self.ampersand(start, at, end),
                '\'' | '’' => next.is_alphabetic() && before.is_alphanumeric(),
                '*' | '$' => before.is_alphabetic() && next.is_alphabetic(),
                '@' => is_word(next),
                '-' if between_digits => {
                    let Some(past) = self.number_in_groups(start, at, end) else {
                        return (at, dotted);
                    };
                    return (past, false);
                }
                '-' if is_word(next) => {
                    let keeps = self.keeps_hyphen(start, part, at, end);
                    part = at + 1;
                    keeps
                }
                _ => false,
            };
            if !goes_on {
                return (at, dotted);
            }
            at += 1;
        }
    }

    /// Whether `part..at` and what follows the stop at `at` look like letters of an abbreviation: "U.S", "p.m", "Ph.D.".
    fn is_initial(&self, part: usize, at: usize, end: usize) -> bool {
        let next_length = (at + 1..end.min(at + 4))
            .take_while(|&i| is_word(self.chars[i]))
            .count();
        let stop_after = self.peek(at + 1 + next_length, end) == '.';
        let letters = self.chars[part..at].iter().all(|c| c.is_alphabetic());
        match at - part {
            1 => letters && (next_length == 1 || (next_length == 2 && stop_after)),
            2 => letters && self.chars[part].is_uppercase() && next_length == 1 && stop_after,
            _ => false,
        }
    }

    /// Where the internet domain or file name ends whose first stop is at `at`.
    fn name_with_ending(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let is_part = |c: char| is_word(c) || matches!(c, '.' | '-');
        let end = end.min(at + LONGEST_NAME);
        let mut past = (at..end).find(|&i| !is_part(self.chars[i])).unwrap_or(end);
        while matches!(self.chars[past - 1], '.' | '-') {
            past -= 1;
        }
        let last = (at..past).rev().find(|&i| self.chars[i] == '.')?;
        self.look_up(last + 1, past);
        let known = self.lists.endings.contains(self.key.as_str());
        let ending_fits = !self.chars[last + 1].is_uppercase() || self.chars[start].is_uppercase();
        // Dotted lower-case names of news groups and packages: "comp.sources.unix".
        let all_lower = last > at
            && self.chars[start..past]
                .iter()
                .all(|&c| c.is_ascii_lowercase() || c == '.');
        let no_gap = !self.chars[at..past].windows(2).any(|pair| pair == ['.', '.']);
        if no_gap && ((known && ending_fits) || all_lower) {
            // A path after a domain belongs to the address.
            return Some(if self.peek(past, end) == '/' {
                self.address(past, end)
            } else {
                past
            });
        }
        None
    }

    fn thousands(&self, at: usize, end: usize) -> bool {
        let digits = (at + 1..end.min(at + 5))
            .take_while(|&i| self.chars[i].is_ascii_digit())
            .count();
        digits == 3
    }

    fn slashed(&mut self, start: usize, at: usize, end: usize) -> bool {
        let past = (at + 1..end)
            .take(5)
            .find(|&i| !is_word(self.chars[i]))
            .unwrap_or(end.min(at + 6));
        if at - start > 4 {
            return false;
        }
        self.look_up(start, past);
        self.lists.slashed.contains(self.key.as_str())
    }

    /// AT&T, R&D, p&l.
    fn ampersand(&self, start: usize, at: usize, end: usize) -> bool {
        let after = (at + 1..end.min(at + 6))
            .take_while(|&i| is_word(self.chars[i]))
            .count();
        let capitals = |range: &[char]| range.iter().all(|c| c.is_uppercase());
        let (left, right) = (&self.chars[start..at], &self.chars[at + 1..at + 1 + after]);
        let short = left.len() <= 4 && (1..=4).contains(&after);
        short && ((capitals(left) && capitals(right)) || (left.len() == 1 && after == 1))
    }

    /// Where digits in three or more groups end: 2024-06-19, 202-555-0147.
    fn number_in_groups(&self, start: usize, at: usize, end: usize) -> Option<usize> {
        if !self.chars[start..at].iter().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let end = end.min(at + LONGEST_NAME);
        let past = (at..end)
            .find(|&i| {
                !(self.chars[i].is_ascii_digit() || (self.chars[i] == '-' && self.peek(i + 1, end).is_ascii_digit()))
            })
            .unwrap_or(end);
        let hyphens = self.chars[at..past].iter().filter(|&&c| c == '-').count();
        (hyphens >= 2 && !is_word(self.peek(past, end))).then_some(past)
    }

    /// Whether the hyphen at `at` stays inside its word.
    fn keeps_hyphen(&mut self, start: usize, part: usize, at: usize, end: usize) -> bool {
        if at - part > 12 {
            return false;
        }
        self.look_up(part, at);
        if self.lists.prefixes.contains(self.key.as_str()) {
            return true;
        }
        let past = (at + 1..end)
            .take(8)
            .find(|&i| !is_word(self.chars[i]))
            .unwrap_or(end.min(at + 9));
        self.look_up(at + 1, past);
        if self.lists.suffixes.contains(self.key.as_str()) {
            return true;
        }
        self.look_up(start, past);
        self.lists.hyphenated.contains(self.key.as_str())
    }

    /// Where the unit begins that is written to the number `start..past`: "10km", "5.6bn".
    fn unit(&mut self, start: usize, past: usize) -> Option<usize> {
        if !matches!(self.chars[start], '0'..='9' | '.') || !self.chars[past - 1].is_alphabetic() {
            return None;
        }
        let digits = self.chars[start..past]
            .iter()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '/'))
            .count();
        let unit = start + digits;
        if past - unit > 8 || !self.chars[unit - 1].is_ascii_digit() {
            return None;
        }
        self.look_up_as_written(unit, past);
        self.lists.units.contains(self.key.as_str()).then_some(unit)
    }

    /// Whether the full stop after the word `start..past` is part of it, and then what it says about the sentence.
    fn full_stop(&mut self, start: usize, past: usize, end: usize, dotted: bool) -> Option<Stop> {
        if self.peek(past, end) != '.' || matches!(self.peek(past + 1, end), '.' | '…') && !dotted {
            return None;
        }
        if dotted {
            self.look_up_as_written(start, past);
            return Some(match self.lists.abbreviations.get(self.key.as_str()) {
                Some(Abbreviation::Inner) => Stop::No,
                _ => Stop::PerhapsDotted,
            });
        }
        if past - start > 12 {
            return None;
        }
        if past - start == 1 && self.chars[start].is_uppercase() {
            return self.is_name_after(past + 1).then_some(Stop::No);
        }
        self.look_up_as_written(start, past);
        match self.lists.abbreviations.get(self.key.as_str())? {
            Abbreviation::Inner => Some(Stop::No),
            Abbreviation::Either => Some(Stop::Perhaps),
            Abbreviation::BeforeNumber => {
                let next = self.chars[past + 1..].iter().take(4).find(|c| !is_space(**c));
                next.is_some_and(|c| c.is_ascii_digit()).then_some(Stop::No)
            }
        }
    }

    /// Whether a word follows that does not look like a new sentence's first: then "J." was an initial.
    fn is_name_after(&mut self, at: usize) -> bool {
        let Some(skip) = self.chars[at..].iter().take(4).position(|&c| !is_space(c)) else {
            return false;
        };
        let start = at + skip;
        if !self.chars[start].is_uppercase() {
            return self.chars[start].is_lowercase();
        }
        let longest = self.chars.len().min(start + 16);
        let past = (start..longest).find(|&i| !is_word(self.chars[i])).unwrap_or(longest);
        if past == start + 1 && self.peek(past, self.chars.len()) == '.' {
            return true;
        }
        self.look_up(start, past);
        !self.lists.openers.contains(self.key.as_str())
    }

    /// Pushes the word `start..past`, its clitics apart.
    fn clitics(&mut self, start: usize, past: usize) {
        if past - start <= 9 {
            self.look_up(start, past);
            if let Some(lengths) = self.lists.contractions.get(self.key.as_str()) {
                let mut from = start;
                for length in lengths {
                    self.push(from, from + length);
                    if let (Some(piece), true) = (self.pieces.last_mut(), from > start) {
                        piece.joined = true;
                    }
                    from += length;
                }
                return;
            }
        }
        let Some((first, second)) = self.clitic(start, past) else {
            self.push(start, past);
            return;
        };
        // "I'd've" has two.
        match self.clitic(start, first) {
            Some((inner, _)) => {
                self.push(start, inner);
                self.push_joined(inner, first);
            }
            None => self.push(start, first),
        }
        self.push_joined(first, second);
    }

    /// The range of the clitic that ends at `past`.
    fn clitic(&self, start: usize, past: usize) -> Option<(usize, usize)> {
        let sign = (past.saturating_sub(3).max(start)..past)
            .rev()
            .find(|&i| is_apostrophe(self.chars[i]))?;
        let mut suffix = ['\0'; 2];
        for (slot, c) in suffix.iter_mut().zip(&self.chars[sign + 1..past]) {
            *slot = c.to_ascii_lowercase();
        }
        let from = match suffix {
            ['s', '\0'] if start < sign && self.chars[sign - 1].is_ascii_digit() => return None,
            ['s' | 'm' | 'd', '\0'] | ['l', 'l'] | ['r', 'e'] | ['v', 'e'] => sign,
            ['t', '\0'] if sign > start && matches!(self.chars[sign - 1], 'n' | 'N') => sign - 1,
            _ => return None,
        };
        (from > start).then_some((from, past))
    }

    /// Takes the apostrophe of a possessive plural ("the players'") or of a dropped g ("lovin'") after a word.
    fn possessive(&mut self, start: usize, past: usize, end: usize) -> usize {
        let follows = is_apostrophe(self.peek(past, end)) && !is_apostrophe(self.peek(past + 1, end));
        if !follows || self.in_single_quotes || is_word(self.peek(past + 1, end)) {
            return past;
        }
        let last = self.chars[past - 1].to_ascii_lowercase();
        if matches!(last, 's' | 'z' | 'x') {
            self.push_joined(past, past + 1);
            return past + 1;
        }
        if past - start > 3 && self.chars[past - 2..past] == ['i', 'n'] {
            if let Some(piece) = self.pieces.last_mut() {
                piece.end = past + 1;
            }
            return past + 1;
        }
        past
    }
}
