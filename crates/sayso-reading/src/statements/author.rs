//! What the article says itself: every clause that it puts in nobody's mouth.

use std::collections::BTreeSet;

use sayso_language::Upos;
use sayso_schema::{Span, Voice};

use super::Article;
use super::draft::Draft;
use super::spans::span_of;
use crate::tree::Tree;

/// Adds the statements in the author's own voice.
pub(crate) fn add(article: &Article<'_>, drafts: &mut Vec<Draft<'_>>) {
    let mut covered: Vec<Span> = Vec::new();
    // A cue that no list of saying has ("signed a law", "seeks a deal") tells of a deed as well, on the author's word.
    let deed = |draft: &&Draft<'_>| draft.learned && draft.rule.is_none() && draft.lexical.is_none();
    for draft in drafts.iter().filter(|draft| !deed(draft)) {
        covered.extend(
            draft
                .content
                .iter()
                .copied()
                .chain(draft.cue)
                .chain(draft.source.map(|source| source.span)),
        );
    }
    covered.sort_unstable();
    let covered = Cover::of(&covered);
    let anchors: BTreeSet<(usize, usize)> = drafts
        .iter()
        .filter(|draft| !deed(draft))
        .filter_map(|draft| Some((draft.sentence, draft.anchor?)))
        .collect();
    for sentence in 0..article.trees.len() {
        let tree = &article.trees[sentence];
        if tree.len() == 0 || article.is_credit(tree.sentence.span) {
            continue;
        }
        for (predicate, content) in clauses(article, tree, &covered, |word| anchors.contains(&(sentence, word))) {
            drafts.push(Draft {
                sentence,
                voice: Voice::Author,
                rule: None,
                lexical: None,
                anchor: None,
                source: None,
                via: None,
                cue: None,
                content: vec![content],
                predicate: Some(predicate),
                within: None,
                after: None,
                learned: false,
            });
        }
    }
}

/// The clauses of a sentence that nobody else is said to have said: each with its predicate. A sentence that is the
/// author's as a whole is one.
fn clauses(
    article: &Article<'_>,
    tree: &Tree<'_>,
    covered: &Cover,
    is_anchor: impl Fn(usize) -> bool,
) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    let mut stack: Vec<usize> = tree.roots().collect();
    stack.reverse();
    while let Some(head) = stack.pop() {
        let own = !covered.holds(tree.token(head).span) && !is_anchor(head);
        if own && is_clause(tree, head) {
            found.extend(extent(article, tree, head, covered).map(|span| (head, span)));
            continue;
        }
        stack.extend(tree.children(head).iter().rev());
    }
    found
}

/// Whether a word is the predicate of a clause that says something by itself.
fn is_clause(tree: &Tree<'_>, head: usize) -> bool {
    let token = tree.token(head);
    let finite = tree.child(head, "nsubj").is_some()
        || tree.child(head, "expl").is_some()
        || tree.child(head, "csubj").is_some();
    match token.relation() {
        _ if tree.head(head).is_none() => token.upos != Upos::Punct,
        "conj" | "parataxis" => finite,
        // A conditional clause asserts nothing.
        "advcl" => {
            let mark = tree
                .child(head, "mark")
                .map(|mark| tree.token(mark).form.to_lowercase());
            finite
                && !matches!(
                    mark.as_deref(),
                    Some("if" | "unless" | "whether" | "that" | "lest" | "for")
                )
        }
        // "the region, where clashes go on": what a comma sets off is said, not used to point.
        "acl" => {
            let first = tree.subtree(head).first().copied().unwrap_or(head);
            finite && first > 0 && matches!(tree.token(first - 1).form.as_str(), "," | "—" | "–") || {
                finite && tree.token(first).form == ","
            }
        }
        _ => false,
    }
}

/// A clause from its first to its last word that nobody else said, without the conjunction that joins it to others.
fn extent(article: &Article<'_>, tree: &Tree<'_>, head: usize, covered: &Cover) -> Option<Span> {
    let mut words = tree.subtree(head);
    let root = tree.head(head).is_none();
    if root {
        words = (0..tree.len()).collect();
    } else {
        words.retain(|&word| !covered.holds(tree.token(word).span));
    }
    let marks: Vec<usize> = tree
        .children(head)
        .iter()
        .copied()
        .filter(|&child| {
            matches!(tree.token(child).relation(), "mark" | "cc")
                || tree.token(child).xpos.starts_with("WRB")
                || tree.token(child).upos == Upos::Punct
        })
        .collect();
    let quoted = |word: usize| {
        matches!(
            tree.token(word).form.as_str(),
            "“" | "”" | "\"" | "``" | "''" | "(" | ")" | "?" | "!"
        )
    };
    let loose = |word: usize| {
        article.is_credit(tree.token(word).span)
            || tree.token(word).upos == Upos::Punct && !quoted(word)
            || !root && marks.contains(&word)
    };
    let first = words.iter().copied().find(|&word| !loose(word))?;
    let last = words
        .iter()
        .rev()
        .copied()
        .find(|&word| tree.token(word).upos != Upos::Punct || quoted(word))?;
    let says = |word: usize| tree.token(word).form.chars().any(char::is_alphanumeric);
    (first <= last && (first..=last).any(says)).then(|| span_of(tree, (first, last)))
}

/// Spans that are taken, for asking which words are in one.
struct Cover {
    merged: Vec<Span>,
}

impl Cover {
    fn of(sorted: &[Span]) -> Self {
        let mut merged: Vec<Span> = Vec::new();
        for span in sorted {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => *last = last.hull(*span),
                _ => merged.push(*span),
            }
        }
        Self { merged }
    }

    fn holds(&self, span: Span) -> bool {
        let index = self.merged.partition_point(|taken| taken.end <= span.start);
        self.merged.get(index).is_some_and(|taken| taken.overlaps(span))
    }
}

/// The dictionary forms of the words that carry what is said in `span`.
pub(crate) fn content_words(article: &Article<'_>, span: Span) -> BTreeSet<String> {
    let first = article
        .trees
        .partition_point(|tree| tree.sentence.span.end <= span.start);
    let trees = article
        .trees
        .iter()
        .skip(first)
        .take_while(|tree| tree.sentence.span.start < span.end);
    let tokens = trees
        .flat_map(|tree| tree.sentence.tokens.iter())
        .filter(|token| span.contains(token.span));
    tokens
        .filter(|token| {
            matches!(
                token.upos,
                Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num
            )
        })
        .map(|token| token.lemma.to_lowercase())
        .collect()
}
