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

mod words;

use unicode_normalization::char::is_combining_mark;

use crate::wordlists::{ENGLISH, WordLists};

/// Nobody writes a longer word; whatever is longer is cut, so that no word can be a whole hostile document.
const LONGEST_CHUNK: usize = 2048;

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
}
