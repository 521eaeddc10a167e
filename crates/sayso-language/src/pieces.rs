//! Words to word pieces: BERT's uncased WordPiece over words that are already cut, and one letter-case class a
//! word since the vocabulary itself has no case. `training/pieces.py` does the same; change both together.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// More pieces than this add nothing to a word's meaning, and hostile words could have any number.
const MOST_PIECES_A_WORD: usize = 12;
/// Longest run of letters that is looked up; longer ones are no words. Bounds the quadratic longest match.
const LONGEST_RUN: usize = 100;

/// The vocabulary, ready for longest-match lookup.
pub(crate) struct WordPieces {
    /// Pieces that begin a run.
    initial: HashMap<Box<str>, u32>,
    /// Pieces that continue one, without their `##`.
    continuing: HashMap<Box<str>, u32>,
    /// `[CLS]`, which stands before each sentence and serves as the tree's root.
    pub(crate) cls: u32,
    /// `[SEP]`, which closes it.
    pub(crate) sep: u32,
    unknown: u32,
}

impl WordPieces {
    /// From the vocabulary's pieces in order of id. `None` where a special piece is missing.
    pub(crate) fn new<'a>(vocabulary: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut initial = HashMap::with_capacity(1 << 15);
        let mut continuing = HashMap::with_capacity(1 << 13);
        for (id, piece) in vocabulary.enumerate() {
            let id = u32::try_from(id).ok()?;
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continuing.insert(rest.into(), id),
                _ => initial.insert(piece.into(), id),
            };
        }
        let (cls, sep, unknown) = (*initial.get("[CLS]")?, *initial.get("[SEP]")?, *initial.get("[UNK]")?);
        Some(Self {
            initial,
            continuing,
            cls,
            sep,
            unknown,
        })
    }

    /// Whether the vocabulary has the word whole: most common words of English are.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.initial.contains_key(word.to_lowercase().as_str())
    }

    /// Appends the pieces of `word` to `ids`: at least one, at most [`MOST_PIECES_A_WORD`].
    pub(crate) fn encode(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mut run = String::new();
        let folded = word
            .chars()
            .take(4 * LONGEST_RUN)
            .flat_map(char::to_lowercase)
            .map(plain_quote);
        for c in folded.nfd().filter(|c| !is_combining_mark(*c)) {
            if ids.len() - before >= MOST_PIECES_A_WORD {
                break;
            }
            if is_symbol(c) {
                self.longest_match(&run, ids);
                run.clear();
                if !c.is_whitespace() {
                    self.longest_match(c.encode_utf8(&mut [0; 4]), ids);
                }
            } else {
                run.push(c);
            }
        }
        self.longest_match(&run, ids);
        ids.truncate(before + MOST_PIECES_A_WORD);
        if ids.len() == before {
            ids.push(self.unknown);
        }
    }

    /// Appends the pieces of a whole text to `ids`, at most `most`. What cannot be seen is read over.
    pub(crate) fn encode_text(&self, text: &str, most: usize, ids: &mut Vec<u32>) {
        let end = ids.len() + most;
        let mut seen = String::new();
        for word in text.split_whitespace() {
            if ids.len() >= end {
                break;
            }
            if word.contains(is_unseen) {
                seen.clear();
                seen.extend(word.chars().filter(|c| !is_unseen(*c)).take(4 * LONGEST_RUN));
                if !seen.is_empty() {
                    self.encode(&seen, ids);
                }
            } else {
                self.encode(word, ids);
            }
        }
        ids.truncate(end);
    }

    /// Greedy longest match; a run with a part that is in no piece is one unknown.
    fn longest_match(&self, run: &str, ids: &mut Vec<u32>) {
        if run.is_empty() {
            return;
        }
        if run.len() > LONGEST_RUN {
            ids.push(self.unknown);
            return;
        }
        let (before, mut start) = (ids.len(), 0);
        while start < run.len() {
            let pieces = if start == 0 { &self.initial } else { &self.continuing };
            let found = (start + 1..=run.len())
                .rev()
                .filter(|end| run.is_char_boundary(*end))
                .find_map(|end| pieces.get(&run[start..end]).map(|id| (*id, end)));
            let Some((id, end)) = found else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            start = end;
        }
    }
}

/// The embedding row of a word's letter case: 1 no letters, 2 lower case, 3 initial capital, 4 all capitals, 5 mixed.
/// 0 belongs to `[CLS]` and `[SEP]`.
pub(crate) fn case_class(word: &str) -> u8 {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    match (letters, capitals) {
        (0, _) => 1,
        (_, 0) => 2,
        (_, 1) if word.chars().next().is_some_and(char::is_uppercase) => 3,
        (letters, capitals) if letters == capitals => 4,
        _ => 5,
    }
}

/// Curly quotes are read as straight ones: the corpora hardly have any, the news is full of them.
fn plain_quote(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        _ => c,
    }
}

/// Characters that show nothing and part no words: controls, soft hyphens, joiners, marks of direction and of order,
/// and what stands for bytes that could not be decoded.
fn is_unseen(c: char) -> bool {
    match c {
        '\u{ad}' | '\u{feff}' | '\u{fffd}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        _ => c.is_control(),
    }
}

/// Characters that stand alone: neither letter nor digit, and the common CJK ideographs.
fn is_symbol(c: char) -> bool {
    !c.is_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let vocabulary = [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##want", "##ed", "u", ".", "s", "'", "wanted",
        ];
        let mut ids = Vec::new();
        WordPieces::new(vocabulary.into_iter())
            .expect("special pieces are there")
            .encode(word, &mut ids);
        ids
    }

    #[test]
    fn longest_piece_first_then_continuations() {
        assert_eq!(pieces("Unwanted"), [4, 5, 6]);
        assert_eq!(pieces("wanted"), [11]);
    }

    #[test]
    fn symbols_stand_alone_and_begin_anew() {
        assert_eq!(pieces("U.S."), [7, 8, 9, 8]);
        assert_eq!(pieces("’s"), [10, 9]);
    }

    #[test]
    fn a_part_in_no_piece_makes_the_run_unknown() {
        assert_eq!(pieces("unx"), [1]);
        assert_eq!(pieces(""), [1]);
        assert_eq!(pieces(&"un".repeat(1000)), [1]);
        assert_eq!(pieces(&".".repeat(1000)).len(), MOST_PIECES_A_WORD);
    }

    #[test]
    fn accents_are_folded() {
        assert_eq!(pieces("ünwantéd"), [4, 5, 6]);
    }

    #[test]
    fn case_classes() {
        let classes = ["2024", "war", "Kyiv", "A", "NATO", "F-16", "McCain", "U.S."].map(case_class);
        assert_eq!(classes, [1, 2, 3, 3, 4, 3, 5, 4]);
    }
}
