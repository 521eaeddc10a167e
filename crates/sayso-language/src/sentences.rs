//! Cuts a text into sentences of words, by rule and word list. The network then has its say in where sentences end.
//!
//! A sentence ends at a paragraph's end, at a full stop that is no part of an abbreviation, at "!" and "?", and at an
//! ellipsis before a capital; quotation marks and brackets that close right there belong to it. It goes on where the
//! next word says so: a lower-case word after a closing quotation mark (`"Stop!" he said`), or a speaker and a verb of
//! saying (`"Why?" Ms. Diaz asked`). After an abbreviation that may end a sentence, it ends where a word follows that
//! opens sentences ("… in the U.S. The …"). Colons and semicolons end nothing.

use sayso_schema::Span;

use crate::paragraphs::paragraphs;
use crate::sentence::{Sentence, Token};
use crate::tokens::{Piece, Stop, is_apostrophe, pieces};
use crate::wordlists::ENGLISH;

/// No sentence has more words. The network's windows are finite; and in a text without full stops, nothing is lost.
pub(crate) const LONGEST_SENTENCE: usize = 160;

/// A sentence takes no more pieces after its end than so many: `.”)`, `.[12][13]`.
const MOST_CLOSING: usize = 12;

/// A forced break leaves at least so many words before it.
const SHORTEST_FORCED: usize = 40;

/// Cuts a text into sentences and words.
///
/// Only the spans, the forms, the multiword tokens and the openings of paragraphs are filled in.
/// [`Parser::parse`](crate::Parser::parse) goes on from here and lets the network mend where sentences end, above all in
/// text without punctuation. Spans count characters of `text`. Words are in order and never overlap, and every character
/// that is neither white space nor an invisible control is in one. Time and memory are linear in the length of the text.
///
/// ```
/// let sentences = sayso_language::segment("Gen. Ito didn't answer. \"Why?\" he was asked.");
/// assert_eq!(sentences.len(), 2);
/// let forms: Vec<&str> = sentences[0].tokens.iter().map(|token| token.form.as_str()).collect();
/// assert_eq!(forms, ["Gen.", "Ito", "did", "n't", "answer", "."]);
/// assert_eq!(sentences[0].multiwords.len(), 1);
/// ```
pub fn segment(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut chars = Vec::new();
    for paragraph in paragraphs(text) {
        let opening = sentences.len();
        chars.clear();
        chars.extend(paragraph.text.chars());
        let splitter = Splitter {
            chars: &chars,
            pieces: pieces(&chars),
            key: String::new(),
        };
        splitter.split(paragraph.start, &mut sentences);
        if let Some(sentence) = sentences.get_mut(opening) {
            sentence.opens_paragraph = true;
        }
    }
    sentences
}

struct Splitter<'c> {
    chars: &'c [char],
    pieces: Vec<Piece>,
    key: String,
}

impl Splitter<'_> {
    fn split(mut self, offset: usize, sentences: &mut Vec<Sentence>) {
        let mut first = 0;
        let mut in_quotes = false;
        let mut at = 0;
        while at < self.pieces.len() {
            if self.first_char(at) == '"' {
                in_quotes = !in_quotes;
            }
            let past = self.end_at(first, at, &mut in_quotes);
            if let Some(past) = past {
                sentences.push(self.sentence(first, past, offset));
                first = past;
                at = past;
            } else if at + 1 - first >= LONGEST_SENTENCE - MOST_CLOSING - 1 {
                let past = self.forced_end(first, at + 1);
                sentences.push(self.sentence(first, past, offset));
                first = past;
                at += 1;
            } else {
                at += 1;
            }
        }
        if first < self.pieces.len() {
            sentences.push(self.sentence(first, self.pieces.len(), offset));
        }
    }

    /// The piece one past the end of the sentence `first..` if that ends with the piece `at`, closing marks included.
    fn end_at(&mut self, first: usize, at: usize, in_quotes: &mut bool) -> Option<usize> {
        let piece = self.pieces[at];
        let last = self.chars[piece.end - 1];
        let is_mark = self.is_mark(at);
        if !is_mark && piece.stop == Stop::No {
            return None;
        }
        // Closing marks change the state of the quotation only if the sentence ends here.
        let mut quotes = *in_quotes;
        let mut next = at + 1;
        while next < self.pieces.len() && next - at < MOST_CLOSING {
            if self.closes(next, quotes) {
                if self.first_char(next) == '"' {
                    quotes = !quotes;
                }
                next += 1;
            } else if self.is_footnote(next) {
                next += 3;
            } else {
                break;
            }
        }
        let closed = next > at + 1;
        if next >= self.pieces.len() {
            return None;
        }
        let spaced = self.pieces[next].start > self.pieces[next - 1].end;
        if self.is_mark(next) {
            return None;
        }
        let start = self.first_letter(next);
        let ends = if is_mark {
            let is_ellipsis = self.pieces[at].end - self.pieces[at].start > 1
                && self.chars[piece.start..piece.end].iter().all(|&c| c == '.')
                || last == '…';
            match last {
                '。' | '！' | '？' => true,
                _ if !spaced => !closed && last == '.' && !is_ellipsis && start.is_uppercase() && self.ends_lower(at),
                _ if is_ellipsis => start.is_uppercase(),
                '.' => !(self.is_list_number(first, at) || closed && start.is_lowercase()),
                _ => !(start.is_lowercase() || closed && self.speaker_follows(next)),
            }
        } else {
            spaced && start.is_uppercase() && self.is_opener(next)
        };
        if !ends {
            return None;
        }
        *in_quotes = quotes;
        Some(next)
    }

    fn first_char(&self, at: usize) -> char {
        self.chars[self.pieces[at].start]
    }

    /// The first letter or digit from the piece `at` on, past marks that open something.
    fn first_letter(&self, at: usize) -> char {
        let found = self.pieces[at..].iter().take(3).map(|piece| self.chars[piece.start]);
        found
            .clone()
            .find(|c| c.is_alphanumeric())
            .or_else(|| found.clone().next())
            .unwrap_or(' ')
    }

    /// Whether the piece is punctuation that ends sentences.
    fn is_mark(&self, at: usize) -> bool {
        matches!(self.first_char(at), '.' | '!' | '?' | '…' | '。' | '！' | '？')
            && !self.chars[self.pieces[at].end - 1].is_alphanumeric()
    }

    /// "[12]", which belongs to the sentence before it.
    fn is_footnote(&self, at: usize) -> bool {
        let Some([open, number, close]) = self.pieces.get(at..at + 3) else {
            return false;
        };
        self.chars[open.start] == '['
            && self.chars[close.start] == ']'
            && self.chars[number.start..number.end].iter().all(|c| c.is_ascii_digit())
    }

    fn ends_lower(&self, at: usize) -> bool {
        at > 0 && self.chars[self.pieces[at - 1].end - 1].is_lowercase()
    }

    /// Whether the piece `at` closes what was opened before it. Straight quotation marks close where no space stands
    /// before them, or where one is open.
    fn closes(&self, at: usize, in_quotes: bool) -> bool {
        let piece = self.pieces[at];
        let spaced = self.pieces[at - 1].end < piece.start;
        let alone = piece.end - piece.start == 1;
        match self.chars[piece.start] {
            ')' | ']' | '}' | '”' | '»' => true,
            // A face made of punctuation.
            ':' | ';' | '=' if !alone => true,
            '"' if spaced => in_quotes && self.pieces.get(at + 1).is_none_or(|next| next.start > piece.end),
            '"' => true,
            c if is_apostrophe(c) => !spaced && (alone || self.chars[piece.start + 1] == c) && !piece.joined,
            _ => false,
        }
    }

    /// "1." or "* b." at the head of a line.
    fn is_list_number(&self, first: usize, at: usize) -> bool {
        let Some(label) = at.checked_sub(1).filter(|&label| (first..first + 3).contains(&label)) else {
            return false;
        };
        if self.pieces[first..label]
            .iter()
            .any(|piece| self.chars[piece.start].is_alphanumeric())
        {
            return false;
        }
        let label = &self.chars[self.pieces[label].start..self.pieces[label].end];
        label.len() <= 3 && label.iter().all(|c| c.is_ascii_digit()) || label.len() == 1 && label[0].is_alphabetic()
    }

    fn is_opener(&mut self, at: usize) -> bool {
        let Some(piece) = self.pieces[at..]
            .iter()
            .take(3)
            .find(|piece| self.chars[piece.start].is_alphanumeric())
        else {
            return false;
        };
        self.key.clear();
        for &c in self.chars[piece.start..piece.end].iter().take(20) {
            self.key.extend(c.to_lowercase());
        }
        ENGLISH.openers.contains(self.key.as_str())
    }

    /// Whether a name and a verb of saying come next, before any punctuation: `Ms. Diaz asked`.
    fn speaker_follows(&mut self, at: usize) -> bool {
        if self.is_opener(at) {
            return false;
        }
        for piece in self.pieces[at..].iter().take(5) {
            self.key.clear();
            self.key.extend(&self.chars[piece.start..piece.end]);
            if ENGLISH.speech.contains(self.key.as_str()) {
                return true;
            }
            if !self.chars[piece.start].is_alphanumeric() {
                return false;
            }
        }
        false
    }

    /// Where to cut an endless sentence `first..past`: after its last semicolon, else after a comma, else before a
    /// conjunction, else at the end; never inside a token.
    fn forced_end(&self, first: usize, past: usize) -> usize {
        let text = |at: usize| &self.chars[self.pieces[at].start..self.pieces[at].end];
        let window = || (first + SHORTEST_FORCED..past).rev();
        let conjunctions: [&[char]; 3] = [&['a', 'n', 'd'], &['b', 'u', 't'], &['o', 'r']];
        let end = window()
            .find(|&at| text(at) == [';'])
            .or_else(|| window().find(|&at| text(at) == [',']))
            .map(|at| at + 1)
            .or_else(|| window().find(|&at| conjunctions.contains(&text(at))))
            .unwrap_or(past);
        let whole = (first + 1..=end)
            .rev()
            .find(|&at| self.pieces.get(at).is_none_or(|piece| !piece.joined));
        whole.unwrap_or(end)
    }

    fn sentence(&self, first: usize, past: usize, offset: usize) -> Sentence {
        let pieces = &self.pieces[first..past];
        let mut sentence = Sentence {
            tokens: Vec::with_capacity(pieces.len()),
            ..Sentence::default()
        };
        for (index, piece) in pieces.iter().enumerate() {
            if piece.joined && index > 0 {
                sentence.join(index);
            }
            sentence.tokens.push(Token {
                span: Span::new(offset + piece.start, offset + piece.end),
                form: self.chars[piece.start..piece.end].iter().collect(),
                ..Token::default()
            });
        }
        if pieces.last().is_some_and(|piece| piece.stop == Stop::Perhaps) {
            part_from_stop(&mut sentence.tokens);
        }
        sentence.fit_span();
        sentence
    }
}

/// Takes the full stop off an abbreviation that ends its sentence ("etc" and "."), as EWT does. One with stops inside
/// ("U.S.") keeps it, as GUM does.
fn part_from_stop(tokens: &mut Vec<Token>) {
    let Some(last) = tokens.last_mut() else { return };
    if last.form.pop().is_none() {
        return;
    }
    let end = last.span.end;
    last.span.end -= 1;
    tokens.push(Token {
        span: Span::new(end - 1, end),
        form: ".".to_owned(),
        ..Token::default()
    });
}
