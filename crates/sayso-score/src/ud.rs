//! Scores tags, lemmas and trees as the CoNLL 2018 shared task did (Zeman et al. 2018, "CoNLL 2018 Shared Task:
//! Multilingual Parsing from Raw Text to Universal Dependencies", and its `conll18_ud_eval.py` 1.2).
//!
//! Gold and system are laid over each other by their characters, spaces left out. Tokens and sentences match if their
//! ranges do. Words match as tokens do, except around multiword tokens, where the longest common subsequence of the
//! forms aligns them. Every figure is an F1, 2·correct / (gold + system); on gold tokens that is plain accuracy, but
//! for CLAS, which counts content words by the relation that each side gives them. Features count in the 21 universal
//! kinds of that script, relations without their subtype. Unlike the script, a sentence with several roots is scored,
//! not refused.

use std::ops::Range;
use std::path::Path;

use sayso_language::Sentence;
use sayso_language::conllu::{self, ConlluSentence};
use serde::Serialize;
use thiserror::Error;

use crate::error::ScoreError;
use crate::tally::Tally;

const CONTENT_RELATIONS: [&str; 29] = [
    "nsubj",
    "obj",
    "iobj",
    "csubj",
    "ccomp",
    "xcomp",
    "obl",
    "vocative",
    "expl",
    "dislocated",
    "advcl",
    "advmod",
    "discourse",
    "nmod",
    "appos",
    "nummod",
    "acl",
    "amod",
    "conj",
    "fixed",
    "flat",
    "compound",
    "list",
    "parataxis",
    "orphan",
    "goeswith",
    "reparandum",
    "root",
    "dep",
];

const UNIVERSAL_FEATURES: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite",
    "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite",
];

/// Figures on gold sentences and words, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GoldTokenScores {
    /// Universal parts of speech.
    pub upos: f64,
    /// Penn Treebank tags.
    pub xpos: f64,
    /// All universal features of a word right.
    pub feats: f64,
    /// Lemmas.
    pub lemma: f64,
    /// Heads.
    pub uas: f64,
    /// Heads and relations.
    pub las: f64,
    /// Heads and relations of content words.
    pub clas: f64,
}

/// Figures from raw text on, fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RawTextScores {
    /// Orthographic tokens.
    pub raw_tokens: f64,
    /// Sentences.
    pub raw_sentences: f64,
    /// Words found and their universal part of speech right.
    pub raw_upos: f64,
    /// Words found and their head and relation right.
    pub raw_las: f64,
}

/// The words that were found do not hold the characters of the gold words, so that nothing can be compared.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "the words differ from the gold words from character {at} on (spaces not counted): \"{system}\" for \"{gold}\""
)]
pub struct WordsDiffer {
    /// How many characters were the same.
    pub at: usize,
    /// What comes next in the gold words.
    pub gold: String,
    /// What comes next in the words that were found.
    pub system: String,
}

/// Reads a treebank.
///
/// # Errors
/// If the file cannot be read, is not CoNLL-U or holds no sentence.
pub fn read(path: &Path) -> Result<Vec<ConlluSentence>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    let sentences = conllu::read(&text).map_err(|error| ScoreError::new(path, error.to_string()))?;
    if sentences.is_empty() {
        return Err(ScoreError::new(path, "holds no sentence in CoNLL-U"));
    }
    Ok(sentences)
}

/// Scores annotation on gold words.
///
/// `annotate` gets the sentences of one document at a time, with spans, forms and multiword tokens only; spans count
/// characters of the document's [raw text](documents).
///
/// # Errors
/// If `annotate` changed the words.
pub fn score_gold_tokens(
    gold: &[ConlluSentence],
    mut annotate: impl FnMut(&mut [Sentence]),
) -> Result<GoldTokenScores, WordsDiffer> {
    let (mut reference, mut system) = (Words::default(), Words::default());
    for document in documents(gold) {
        let text: Vec<char> = document.text.chars().collect();
        let mut sentences: Vec<Sentence> = document.sentences.iter().map(without_answers).collect();
        annotate(&mut sentences);
        document
            .sentences
            .iter()
            .for_each(|sentence| reference.add(sentence, &text));
        sentences.iter().for_each(|sentence| system.add(sentence, &text));
    }
    let scores = evaluate(&reference, &system)?;
    Ok(GoldTokenScores {
        upos: scores.upos.f1(),
        xpos: scores.xpos.f1(),
        feats: scores.feats.f1(),
        lemma: scores.lemma.f1(),
        uas: scores.uas.f1(),
        las: scores.las.f1(),
        clas: scores.clas.f1(),
    })
}

/// Scores everything from raw text on; `parse` gets the [raw text](documents) of one document at a time.
///
/// # Errors
/// If the words that `parse` returns leave out or add characters.
pub fn score_raw(
    gold: &[ConlluSentence],
    mut parse: impl FnMut(&str) -> Vec<Sentence>,
) -> Result<RawTextScores, WordsDiffer> {
    let (mut reference, mut system) = (Words::default(), Words::default());
    for document in documents(gold) {
        let text: Vec<char> = document.text.chars().collect();
        document
            .sentences
            .iter()
            .for_each(|sentence| reference.add(sentence, &text));
        parse(&document.text)
            .iter()
            .for_each(|sentence| system.add(sentence, &text));
    }
    let scores = evaluate(&reference, &system)?;
    Ok(RawTextScores {
        raw_tokens: scores.tokens.f1(),
        raw_sentences: scores.sentences.f1(),
        raw_upos: scores.upos.f1(),
        raw_las: scores.las.f1(),
    })
}

/// A document of a treebank.
#[derive(Clone, Debug, PartialEq)]
pub struct TreebankDocument {
    /// Its text as a reader would see it.
    pub text: String,
    /// Its gold sentences, with spans in `text`.
    pub sentences: Vec<Sentence>,
}

/// Puts a treebank's documents together again: the sentences of a paragraph with a space between, a blank line
/// between paragraphs (`# newpar`). A treebank without `# newdoc` is one document.
pub fn documents(gold: &[ConlluSentence]) -> Vec<TreebankDocument> {
    let mut documents: Vec<TreebankDocument> = Vec::new();
    let mut length = 0;
    for source in gold {
        if source.opens_document || documents.is_empty() {
            documents.push(TreebankDocument {
                text: String::new(),
                sentences: Vec::new(),
            });
            length = 0;
        }
        let Some(document) = documents.last_mut() else { continue };
        if !document.sentences.is_empty() {
            let gap = if source.opens_paragraph { "\n\n" } else { " " };
            document.text.push_str(gap);
            length += gap.len();
        }
        let mut sentence = source.sentence.clone();
        sentence.opens_paragraph = source.opens_paragraph || document.sentences.is_empty();
        sentence.span.start += length;
        sentence.span.end += length;
        for token in &mut sentence.tokens {
            token.span.start += length;
            token.span.end += length;
        }
        document.text.push_str(&source.text);
        length += source.text.chars().count();
        document.sentences.push(sentence);
    }
    documents
}

/// The same words, and nothing known about them.
pub(crate) fn without_answers(sentence: &Sentence) -> Sentence {
    let mut blank = sentence.clone();
    blank.names.clear();
    for token in &mut blank.tokens {
        *token = sayso_language::Token {
            span: token.span,
            form: std::mem::take(&mut token.form),
            ..Default::default()
        };
    }
    blank
}

#[derive(Debug, Default)]
struct Scores {
    tokens: Tally,
    sentences: Tally,
    upos: Tally,
    xpos: Tally,
    feats: Tally,
    lemma: Tally,
    uas: Tally,
    las: Tally,
    clas: Tally,
}

/// A treebank, laid out for comparison; ranges count characters that are no space.
#[derive(Default)]
struct Words {
    chars: Vec<char>,
    tokens: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
    words: Vec<Word>,
}

struct Word {
    /// Of its orthographic token.
    range: Range<usize>,
    is_multiword: bool,
    /// In lower case.
    form: String,
    token: sayso_language::Token,
    /// Its head's index among all words.
    parent: Option<usize>,
}

impl Word {
    fn is_content(&self) -> bool {
        CONTENT_RELATIONS.contains(&self.token.relation())
    }

    fn features(&self) -> Vec<&str> {
        let is_universal = |pair: &&str| UNIVERSAL_FEATURES.contains(&pair.split('=').next().unwrap_or_default());
        let mut features: Vec<&str> = self.token.feats.split('|').filter(is_universal).collect();
        features.sort_unstable();
        features
    }
}

impl Words {
    fn add(&mut self, sentence: &Sentence, text: &[char]) {
        let start = self.chars.len();
        let first = self.words.len();
        let mut index = 0;
        while let Some(token) = sentence.tokens.get(index) {
            let multiword = sentence.multiwords.iter().find(|word| word.first == index);
            let last = multiword.map_or(index, |word| word.last);
            let parts = sentence.tokens.get(index..=last).unwrap_or(std::slice::from_ref(token));
            let from = self.chars.len();
            if multiword.is_some() {
                let span = parts.iter().fold(token.span, |hull, part| hull.hull(part.span));
                self.append(text.get(span.start..span.end).unwrap_or_default().iter().copied());
            } else {
                self.append(token.form.chars());
            }
            let range = from..self.chars.len();
            for part in parts {
                self.words.push(Word {
                    range: range.clone(),
                    is_multiword: multiword.is_some(),
                    form: part.form.to_lowercase(),
                    token: part.clone(),
                    parent: part.head.map(|head| first + head),
                });
            }
            self.tokens.push(range);
            index += parts.len();
        }
        self.sentences.push(start..self.chars.len());
    }

    fn append(&mut self, chars: impl Iterator<Item = char>) {
        self.chars.extend(chars.filter(|c| !c.is_whitespace()));
    }
}

fn evaluate(gold: &Words, system: &Words) -> Result<Scores, WordsDiffer> {
    if gold.chars != system.chars {
        let same = gold.chars.iter().zip(&system.chars).take_while(|(a, b)| a == b).count();
        let excerpt = |chars: &[char]| chars.iter().skip(same).take(20).collect::<String>();
        return Err(WordsDiffer {
            at: same,
            gold: excerpt(&gold.chars),
            system: excerpt(&system.chars),
        });
    }
    let pairs = align(&gold.words, &system.words);
    let mut gold_of_system = vec![None; system.words.len()];
    for &(g, s) in &pairs {
        gold_of_system[s] = Some(g);
    }

    let all = Tally {
        correct: 0,
        gold: gold.words.len(),
        system: system.words.len(),
    };
    let mut scores = Scores {
        tokens: spans(&gold.tokens, &system.tokens),
        sentences: spans(&gold.sentences, &system.sentences),
        upos: all,
        xpos: all,
        feats: all,
        lemma: all,
        uas: all,
        las: all,
        clas: Tally {
            correct: 0,
            gold: gold.words.iter().filter(|word| word.is_content()).count(),
            system: system.words.iter().filter(|word| word.is_content()).count(),
        },
    };
    for &(g, s) in &pairs {
        let (gold, system) = (&gold.words[g], &system.words[s]);
        let same_head = match (gold.parent, system.parent) {
            (None, None) => true,
            (Some(gold), Some(system)) => gold_of_system.get(system).copied().flatten() == Some(gold),
            _ => false,
        };
        let same_relation = same_head && gold.token.relation() == system.token.relation();
        scores.upos.correct += usize::from(gold.token.upos == system.token.upos);
        scores.xpos.correct += usize::from(gold.token.xpos == system.token.xpos);
        scores.feats.correct += usize::from(gold.features() == system.features());
        scores.lemma.correct += usize::from(gold.token.lemma == "_" || gold.token.lemma == system.token.lemma);
        scores.uas.correct += usize::from(same_head);
        scores.las.correct += usize::from(same_relation);
        scores.clas.correct += usize::from(same_relation && gold.is_content());
    }
    Ok(scores)
}

fn spans(gold: &[Range<usize>], system: &[Range<usize>]) -> Tally {
    let mut count = Tally {
        correct: 0,
        gold: gold.len(),
        system: system.len(),
    };
    let (mut g, mut s) = (0, 0);
    while let (Some(in_gold), Some(in_system)) = (gold.get(g), system.get(s)) {
        if in_system.start < in_gold.start {
            s += 1;
        } else if in_gold.start < in_system.start {
            g += 1;
        } else {
            count.correct += usize::from(in_gold.end == in_system.end);
            g += 1;
            s += 1;
        }
    }
    count
}

/// Which gold word is which system word.
fn align(gold: &[Word], system: &[Word]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::with_capacity(gold.len());
    let (mut g, mut s) = (0, 0);
    while let (Some(in_gold), Some(in_system)) = (gold.get(g), system.get(s)) {
        if in_gold.is_multiword || in_system.is_multiword {
            let (gold_range, system_range) = multiword_span(gold, system, g, s);
            common(gold, system, gold_range.clone(), system_range.clone(), &mut pairs);
            (g, s) = (gold_range.end, system_range.end);
        } else if in_gold.range == in_system.range {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if in_gold.range.start <= in_system.range.start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// The smallest stretch from here that no multiword token of either side sticks out of, as ranges of words.
fn multiword_span(gold: &[Word], system: &[Word], mut g: usize, mut s: usize) -> (Range<usize>, Range<usize>) {
    let mut end;
    if gold[g].is_multiword {
        end = gold[g].range.end;
        if !system[s].is_multiword && system[s].range.start < gold[g].range.start {
            s += 1;
        }
    } else {
        end = system[s].range.end;
        if !gold[g].is_multiword && gold[g].range.start < system[s].range.start {
            g += 1;
        }
    }
    let first = (g, s);
    let is_beyond = |word: Option<&Word>, end: usize| match word {
        None => true,
        Some(word) if word.is_multiword => word.range.start >= end,
        Some(word) => word.range.end > end,
    };
    while !is_beyond(gold.get(g), end) || !is_beyond(system.get(s), end) {
        let takes_gold = match (gold.get(g), system.get(s)) {
            (Some(in_gold), Some(in_system)) => in_gold.range.start <= in_system.range.start,
            (in_gold, _) => in_gold.is_some(),
        };
        let word = if takes_gold { gold.get(g) } else { system.get(s) };
        if let Some(word) = word.filter(|word| word.is_multiword) {
            end = end.max(word.range.end);
        }
        if takes_gold {
            g += 1;
        } else {
            s += 1;
        }
    }
    (first.0..g, first.1..s)
}

/// Aligns by the longest common subsequence of forms.
fn common(gold: &[Word], system: &[Word], gs: Range<usize>, ss: Range<usize>, pairs: &mut Vec<(usize, usize)>) {
    let (rows, columns) = (gs.len(), ss.len());
    let same = |g: usize, s: usize| gold[gs.start + g].form == system[ss.start + s].form;
    // One row and column more than words: the empty rest.
    let mut lengths = vec![vec![0_usize; columns + 1]; rows + 1];
    for g in (0..rows).rev() {
        for s in (0..columns).rev() {
            let with_both = if same(g, s) { 1 + lengths[g + 1][s + 1] } else { 0 };
            lengths[g][s] = with_both.max(lengths[g + 1][s]).max(lengths[g][s + 1]);
        }
    }
    let (mut g, mut s) = (0, 0);
    while g < rows && s < columns {
        if same(g, s) {
            pairs.push((gs.start + g, ss.start + s));
            g += 1;
            s += 1;
        } else if lengths[g][s] == lengths[g + 1][s] {
            g += 1;
        } else {
            s += 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
#[path = "ud_tests.rs"]
mod tests;
