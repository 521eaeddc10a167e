//! What becomes of a stretch that begins with a letter or digit: how far the word reaches, and which clitics, units and
//! stops come off it.

use super::{Cutter, Stop, is_apostrophe, is_space, is_word};
use crate::wordlists::Abbreviation;

/// How far to look for the end of a domain, a file name or a telephone number.
const LONGEST_NAME: usize = 64;

impl Cutter<'_> {
    /// Takes the word that starts here, with its clitics and its full stop if that is part of it.
    pub(super) fn word(&mut self, start: usize, end: usize) -> usize {
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
