//! CoNLL-U, the format of the Universal Dependencies treebanks: reads it with line numbers in the errors, and writes
//! [`Sentence`]s in it (<https://universaldependencies.org/format.html>).
//!
//! Read sentences get spans in their own text, which is put together from the forms and `SpaceAfter=No`. Written ones
//! carry theirs in the last column as `start_char=…|end_char=…`, in characters of the document, with names as
//! `NER=B-PER` and `NER=I-PER`, both as Stanza writes them. Empty nodes and enhanced dependencies are skipped.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

use sayso_schema::Span;
use thiserror::Error;

use crate::sentence::{Multiword, Name, NameKind, Sentence, Token, Upos};

/// A sentence as it stands in a CoNLL-U file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConlluSentence {
    /// `# sent_id = …`
    pub id: Option<String>,
    /// The sentence's text; spans count its characters. A single space stands between two tokens.
    pub text: String,
    /// Its words; spans of the words of a multiword token that are not written one after the other ("du" for "de" and
    /// "le") all cover the whole token.
    pub sentence: Sentence,
    /// A document starts here (`# newdoc`).
    pub opens_document: bool,
    /// A paragraph starts here (`# newpar`).
    pub opens_paragraph: bool,
}

/// Why a text is no CoNLL-U, and in which line.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("line {line}: {problem}")]
pub struct ConlluError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: ConlluProblem,
}

/// What is wrong in a line of CoNLL-U.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ConlluProblem {
    /// Not ten columns.
    #[error("{0} columns where CoNLL-U has 10, separated by tabs")]
    Columns(usize),
    /// A word out of turn.
    #[error("ID \"{found}\" where {expected} would be next; words are numbered from 1 in every sentence")]
    Id {
        /// What stands there.
        found: String,
        /// Which word it would be.
        expected: usize,
    },
    /// A range that is none or covers words that never come.
    #[error("ID \"{0}\" is not a range of two or more words from the next one on")]
    Range(String),
    /// A word without a form.
    #[error("the word has no FORM")]
    Form,
    /// Not one of the 17 universal parts of speech, nor `_`.
    #[error("UPOS \"{0}\" is not a universal part of speech, see universaldependencies.org/u/pos")]
    Upos(String),
    /// A head that is no word of the sentence, or the word itself.
    #[error("HEAD \"{0}\" is neither 0 nor another word of the sentence")]
    Head(String),
}

/// Reads the sentences of a CoNLL-U text.
///
/// # Errors
/// The first line that is not CoNLL-U. A missing empty line at the end is forgiven.
pub fn read(text: &str) -> Result<Vec<ConlluSentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut labels = Labels::default();
    let mut reader = Reader::default();
    let mut count = 0;
    for (index, line) in text.lines().enumerate() {
        count = index + 1;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            reader.finish(count, &mut sentences)?;
        } else if let Some(comment) = line.strip_prefix('#') {
            reader.comment(comment.trim());
        } else {
            reader.line(line, count, &mut labels)?;
        }
    }
    reader.finish(count, &mut sentences)?;
    Ok(sentences)
}

/// Each label is kept once, however many words bear it.
#[derive(Default)]
struct Labels(HashSet<Arc<str>>);

impl Labels {
    fn get(&mut self, label: &str) -> Arc<str> {
        if let Some(known) = self.0.get(label) {
            return Arc::clone(known);
        }
        let new: Arc<str> = label.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// The sentence that is being read.
#[derive(Default)]
struct Reader {
    current: ConlluSentence,
    /// The length of `current.text` in characters.
    length: usize,
    /// Whether a space comes before the next token.
    space: bool,
    /// A multiword token whose words are still coming: its span, its form, and the line it stands in.
    open: Option<(Multiword, Span, String, usize)>,
    /// Where each word's line is, for errors about its head.
    lines: Vec<usize>,
    /// The names' tags, `B-PER`.
    tags: Vec<Option<(bool, NameKind)>>,
}

impl Reader {
    fn comment(&mut self, comment: &str) {
        let value = |name: &str| {
            let rest = comment.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with([' ', '='])).then(|| rest.trim_start_matches([' ', '=']))
        };
        if let Some(id) = value("sent_id") {
            self.current.id = Some(id.to_owned());
        } else if value("newdoc").is_some() {
            self.current.opens_document = true;
        } else if value("newpar").is_some() {
            self.current.opens_paragraph = true;
        }
    }

    fn line(&mut self, line: &str, number: usize, labels: &mut Labels) -> Result<(), ConlluError> {
        let error = |problem| ConlluError { line: number, problem };
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns.as_slice() else {
            return Err(error(ConlluProblem::Columns(columns.len())));
        };
        if id.contains('.') {
            return Ok(());
        }
        if form.is_empty() {
            return Err(error(ConlluProblem::Form));
        }
        let next = self.current.sentence.tokens.len();
        let space_after = !misc.split('|').any(|entry| entry == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            let range = first.parse().ok().zip(last.parse::<usize>().ok());
            let fits = range.filter(|&(first, last)| first == next + 1 && last > first && self.open.is_none());
            let Some((first, last)) = fits else {
                return Err(error(ConlluProblem::Range(id.to_owned())));
            };
            let span = self.append(form, space_after);
            let word = Multiword {
                first: first - 1,
                last: last - 1,
            };
            self.open = Some((word, span, form.to_owned(), number));
            return Ok(());
        }
        if id.parse() != Ok(next + 1) {
            return Err(error(ConlluProblem::Id {
                found: id.to_owned(),
                expected: next + 1,
            }));
        }
        let upos = match upos {
            "_" => Upos::X,
            name => Upos::parse(name).ok_or_else(|| error(ConlluProblem::Upos(name.to_owned())))?,
        };
        let parent = match head {
            "0" | "_" => None,
            head => match head.parse::<usize>() {
                Ok(parent) if parent != next + 1 && parent > 0 => Some(parent - 1),
                _ => return Err(error(ConlluProblem::Head(head.to_owned()))),
            },
        };
        let span = match &self.open {
            Some((_, span, _, _)) => *span,
            None => self.append(form, space_after),
        };
        self.current.sentence.tokens.push(Token {
            span,
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos,
            xpos: labels.get(xpos),
            feats: labels.get(feats),
            head: parent,
            deprel: labels.get(deprel),
        });
        self.lines.push(number);
        self.tags.push(misc.split('|').find_map(name_tag));
        if self.open.as_ref().is_some_and(|(word, ..)| word.last == next) {
            self.close_multiword();
        }
        Ok(())
    }

    /// Puts a token's form at the end of the text.
    fn append(&mut self, form: &str, space_after: bool) -> Span {
        if self.space {
            self.current.text.push(' ');
            self.length += 1;
        }
        self.current.text.push_str(form);
        let start = self.length;
        self.length += form.chars().count();
        self.space = space_after;
        Span::new(start, self.length)
    }

    /// Gives the words of a multiword token their own spans, if they are written one after the other.
    fn close_multiword(&mut self) {
        let Some((word, span, form, _)) = self.open.take() else {
            return;
        };
        self.current.sentence.multiwords.push(word);
        let Some(words) = self.current.sentence.tokens.get_mut(word.first..=word.last) else {
            return;
        };
        if words.iter().map(|word| word.form.as_str()).collect::<String>() != form {
            return;
        }
        let mut start = span.start;
        for word in words {
            let end = start + word.form.chars().count();
            word.span = Span::new(start, end);
            start = end;
        }
    }

    /// Ends the sentence, if one has begun.
    fn finish(&mut self, line: usize, sentences: &mut Vec<ConlluSentence>) -> Result<(), ConlluError> {
        let Reader {
            mut current,
            length,
            open,
            lines,
            tags,
            ..
        } = std::mem::take(self);
        if let Some((word, _, _, line)) = open {
            let range = format!("{}-{}", word.first + 1, word.last + 1);
            let problem = ConlluProblem::Range(range);
            return Err(ConlluError { line, problem });
        }
        let words = current.sentence.tokens.len();
        if words == 0 {
            // Comments before an empty line: what they open, the next sentence opens.
            self.current = current;
            return Ok(());
        }
        for (token, line) in current
            .sentence
            .tokens
            .iter()
            .zip(lines.iter().chain(std::iter::repeat(&line)))
        {
            if let Some(head) = token.head.filter(|&head| head >= words) {
                let problem = ConlluProblem::Head((head + 1).to_string());
                return Err(ConlluError { line: *line, problem });
            }
        }
        current.sentence.span = Span::new(0, length);
        current.sentence.names = names(&tags);
        current.sentence.opens_paragraph = current.opens_paragraph;
        sentences.push(current);
        Ok(())
    }
}

/// Reads `NER=B-PER`: whether a name begins, and its kind.
fn name_tag(entry: &str) -> Option<(bool, NameKind)> {
    let (position, kind) = entry.strip_prefix("NER=")?.split_once('-')?;
    let kind = match kind {
        "PER" => NameKind::Person,
        "ORG" => NameKind::Organisation,
        "LOC" => NameKind::Location,
        _ => return None,
    };
    Some((position == "B", kind))
}

fn names(tags: &[Option<(bool, NameKind)>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some((begins, kind)) = *tag else { continue };
        match names.last_mut() {
            Some(name) if !begins && name.kind == kind && name.last + 1 == index => name.last = index,
            _ => names.push(Name {
                first: index,
                last: index,
                kind,
            }),
        }
    }
    names
}

/// How Universal NER writes a kind of name.
fn kind_tag(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Location => "LOC",
    }
}

/// Writes the sentences of one document as CoNLL-U, numbered from 1.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, sentences: &[Sentence]) -> io::Result<()> {
    for (index, sentence) in sentences.iter().enumerate() {
        let next = sentences.get(index + 1).map(|next| next.span.start);
        if sentence.opens_paragraph {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}", index + 1)?;
        writeln!(out, "# text = {}", text(sentence))?;
        write_words(out, sentence, next)?;
        writeln!(out)?;
    }
    Ok(())
}

/// The sentence's text, with one space where the document has any.
fn text(sentence: &Sentence) -> String {
    let mut text = String::new();
    let mut end = sentence.span.start;
    for token in &sentence.tokens {
        if token.span.start > end {
            text.push(' ');
        }
        text.push_str(&token.form);
        end = token.span.end;
    }
    text
}

fn write_words(out: &mut impl Write, sentence: &Sentence, next_sentence: Option<usize>) -> io::Result<()> {
    let tokens = &sentence.tokens;
    let start_after = |last: usize| tokens.get(last + 1).map(|token| token.span.start).or(next_sentence);
    for (index, token) in tokens.iter().enumerate() {
        let multiword = sentence
            .multiwords
            .iter()
            .find(|word| word.first <= index && index <= word.last);
        if let Some(word) = multiword.filter(|word| word.first == index)
            && let Some(parts) = tokens.get(word.first..=word.last)
        {
            let form: String = parts.iter().map(|part| part.form.as_str()).collect();
            let span = parts.iter().fold(token.span, |hull, part| hull.hull(part.span));
            let misc = misc(span, start_after(word.last), None);
            writeln!(
                out,
                "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                word.first + 1,
                word.last + 1
            )?;
        }
        let name = sentence
            .names
            .iter()
            .find(|name| name.first <= index && index <= name.last);
        let tag = name.map(|name| (name.first == index, name.kind));
        let next = if multiword.is_some() { None } else { start_after(index) };
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t{}",
            index + 1,
            token.form,
            or_blank(&token.lemma),
            token.upos.as_str(),
            or_blank(&token.xpos),
            or_blank(&token.feats),
            token.head.map_or(0, |head| head + 1),
            or_blank(&token.deprel),
            misc(token.span, next, tag),
        )?;
    }
    Ok(())
}

fn or_blank(value: &str) -> &str {
    if value.is_empty() { "_" } else { value }
}

/// The last column; `next` is where the next token starts.
fn misc(span: Span, next: Option<usize>, tag: Option<(bool, NameKind)>) -> String {
    let mut misc = format!("start_char={}|end_char={}", span.start, span.end);
    if let Some((begins, kind)) = tag {
        misc.push_str(if begins { "|NER=B-" } else { "|NER=I-" });
        misc.push_str(kind_tag(kind));
    }
    if next == Some(span.end) {
        misc.push_str("|SpaceAfter=No");
    }
    misc
}
