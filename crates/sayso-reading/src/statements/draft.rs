//! Drafts of statements: what a rule matched in one sentence, as spans.

use sayso_knowledge::attribution::Cue;
use sayso_knowledge::rules::{Part, Rule};
use sayso_language::Upos;
use sayso_schema::{Span, Voice};

use super::Article;
use super::quotes::Quotation;
use super::settle::settle;
use super::spans::{content_words, cue_words, source_words, span_of};
use crate::matching::{Found, Match, Scene};
use crate::tree::Tree;

/// A statement before it is weighed.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'k> {
    pub(crate) sentence: usize,
    pub(crate) voice: Voice,
    pub(crate) rule: Option<&'k Rule>,
    pub(crate) lexical: Option<&'k Cue>,
    /// The word that the rule starts from.
    pub(crate) anchor: Option<usize>,
    pub(crate) source: Option<Source>,
    pub(crate) via: Option<Source>,
    pub(crate) cue: Option<Span>,
    pub(crate) content: Vec<Span>,
    /// The predicate of the content, where it stands in the same sentence.
    pub(crate) predicate: Option<usize>,
    /// The draft that this one stands inside.
    pub(crate) within: Option<usize>,
    /// The draft whose speaker goes on here without being named again.
    pub(crate) after: Option<usize>,
    /// Whether the network read it.
    pub(crate) learned: bool,
}

/// Who says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) span: Span,
    /// Its head word in the draft's sentence.
    pub(crate) head: usize,
}

impl Draft<'_> {
    /// From the first to the last character of its parts.
    pub(crate) fn span(&self) -> Span {
        let parts = self
            .content
            .iter()
            .copied()
            .chain(self.cue)
            .chain(self.source.map(|source| source.span));
        parts.reduce(Span::hull).unwrap_or_default()
    }
}

/// Adds what the rules find in a sentence.
pub(crate) fn drafts<'a>(article: &Article<'a>, sentence: usize, drafts: &mut Vec<Draft<'a>>) {
    let tree = &article.trees[sentence];
    if article.is_credit(tree.sentence.span) {
        return;
    }
    let quoted = |anchor: usize| {
        quoted_beside(article, tree, anchor)
            .first()
            .map(|quotation| topmost_in(tree, anchor, quotation))
    };
    let scene = Scene {
        tree,
        knowledge: article.knowledge,
        title: article.is_title(sentence),
        quoted: &quoted,
    };
    let mut matches: Vec<Match<'a>> = (0..tree.len()).filter_map(|anchor| scene.find(anchor)).collect();
    settle(tree, &mut matches);
    let first = drafts.len();
    for found in &matches {
        let draft = draft(article, sentence, &scene, found, &matches);
        let known = |draft: &Draft<'_>| drafts[first..].iter().any(|other| other.content == draft.content);
        drafts.extend(draft.filter(|draft| !known(draft)));
    }
}

fn draft<'a>(
    article: &Article<'a>,
    sentence: usize,
    scene: &Scene<'_, '_>,
    found: &Match<'a>,
    matches: &[Match<'a>],
) -> Option<Draft<'a>> {
    let tree = scene.tree;
    let cue = cue_words(scene, found, matches);
    let in_cue = |word: usize| (cue.0..=cue.1).contains(&word);
    let source = match found.part(Part::Source) {
        Some(Found::Word(head)) if !is_expletive(tree, *head) => {
            source_words(tree, *head, found.anchor, &in_cue).map(|words| (words, *head))
        }
        Some(Found::Run(words)) => {
            let head = tree.topmost(words)?;
            source_words(tree, head, found.anchor, &in_cue).map(|words| (words, head))
        }
        _ => None,
    };
    let taken = |word: usize| in_cue(word) || source.is_some_and(|((first, last), _)| (first..=last).contains(&word));
    let cue_span = span_of(tree, cue);
    let stretches = content_words(tree, found, matches, &taken);
    let mut content: Vec<Span> = stretches.iter().map(|&words| span_of(tree, words)).collect();
    let mut predicate = match found.part(Part::Content) {
        Some(Found::Word(word)) => Some(*word),
        Some(Found::Run(words)) => tree.topmost(words.get(..words.len().min(64))?),
        _ => None,
    };
    let speech = predicate.and_then(|word| led_in_quotation(article, tree.token(word).span, cue_span));
    if let Some(speech) = speech {
        // "When asked, he said, “No.”": what is not quoted is about the saying.
        content.retain(|span| span.overlaps(speech));
        content
            .iter_mut()
            .for_each(|span| *span = Span::new(span.start.max(speech.start), span.end));
    }
    if let Some(Found::Quote(word)) = found.part(Part::Content) {
        content = quoted_beside(article, tree, found.anchor)
            .iter()
            .map(|quotation| quotation.span)
            .collect();
        predicate = Some(*word).filter(|&word| word != found.anchor);
    }
    let source = source.map(|(words, head)| Source {
        span: span_of(tree, words),
        head,
    });
    let mut keep_out = vec![cue_span];
    keep_out.extend(source.map(|source| source.span));
    fit_to_quotations(article, cue_span, &keep_out, &mut content);
    if content.is_empty() {
        return None;
    }
    let voice = match (found.rule.voice, source) {
        (_, Some(_)) => Voice::Attributed,
        (Some(voice), None) => voice,
        (None, None) => Voice::Hearsay,
    };
    let via = match found.part(Part::Via) {
        Some(Found::Word(head)) => source_words(tree, *head, found.anchor, &in_cue).map(|words| Source {
            span: span_of(tree, words),
            head: *head,
        }),
        _ => None,
    };
    Some(Draft {
        sentence,
        voice,
        rule: Some(found.rule),
        lexical: found.cue,
        anchor: Some(found.anchor),
        source,
        via,
        cue: Some(cue_span),
        content,
        predicate,
        within: None,
        after: None,
        learned: false,
    })
}

/// The quotation around the predicate of what is said, where a comma or a colon leads into it or nothing stands before
/// it in its sentence: somebody's words rather than a word of somebody's.
fn led_in_quotation(article: &Article<'_>, predicate: Span, cue: Span) -> Option<Span> {
    let span = article
        .quotations
        .at(predicate.start)
        .map(|index| article.quotations.all()[index].span)?;
    let before = (0..span.start)
        .rev()
        .take(3)
        .find_map(|at| article.text.char(at).filter(|c| !c.is_whitespace()));
    let led_in = matches!(before, Some(',' | ':'))
        || (0..span.start)
            .last()
            .is_none_or(|at| article.text.char(at) == Some('\n'));
    (led_in && !span.overlaps(cue)).then_some(span)
}

/// "it was reported", "there are": nobody.
fn is_expletive(tree: &Tree<'_>, word: usize) -> bool {
    let token = tree.token(word);
    let there = token.form.eq_ignore_ascii_case("there") && token.upos == Upos::Pron;
    let passive_it = &*token.deprel == "nsubj:pass" && token.form.eq_ignore_ascii_case("it");
    there || passive_it || token.relation() == "expl"
}

/// The quotations that a word of saying stands beside: before it and closed by a comma or the like, or after it and led
/// in by a comma, a colon or nothing; after a sentence that ends in a colon, the one that follows.
fn quoted_beside(article: &Article<'_>, tree: &Tree<'_>, anchor: usize) -> Vec<Quotation> {
    let sentence = tree.sentence.span;
    let word = tree.token(anchor).span;
    let all = article.quotations.all();
    let near = article.quotations.overlapping(sentence);
    let char_before = |at: usize| {
        (0..at)
            .rev()
            .take(3)
            .find_map(|i| article.text.char(i).filter(|c| !c.is_whitespace()))
    };
    let mut found: Vec<Quotation> = Vec::new();
    for quotation in all.get(near.clone()).unwrap_or_default() {
        let span = quotation.span;
        let gap = Span::new(span.end.min(word.end), span.start.max(word.start));
        let between = |at: &usize| gap.contains(tree.token(*at).span) && tree.token(*at).upos != Upos::Punct;
        if !(0..tree.len()).filter(between).all(|at| tree.dominates(anchor, at)) {
            continue;
        }
        let beside = if span.end <= word.start {
            // The mark that closes it follows the comma: `… failed,” he said`; or, outside America, stands before it.
            let inside = char_before(span.end.saturating_sub(1));
            let outside = article.text.char(span.end);
            quotation.words > 1
                && (matches!(inside, Some(',' | '?' | '!' | '—' | '…' | '-' | '.' | '\'')) || outside == Some(','))
        } else if span.start >= word.end {
            let gap = article.text.at(Span::new(word.end, span.start));
            gap.trim().is_empty() || quotation.words > 1 && matches!(char_before(span.start), Some(',' | ':'))
        } else {
            false
        };
        if beside {
            found.push(*quotation);
        }
    }
    if found.is_empty() && char_before(sentence.end) == Some(':') {
        let next = all.get(near.end).filter(|next| {
            article
                .text
                .at(Span::new(sentence.end, next.span.start))
                .trim()
                .is_empty()
        });
        found.extend(next.copied());
    }
    found
}

/// The topmost word of a quotation in this sentence; the anchor itself where it is in another.
fn topmost_in(tree: &Tree<'_>, anchor: usize, quotation: &Quotation) -> usize {
    let inside: Vec<usize> = (0..tree.len())
        .filter(|&word| quotation.span.contains(tree.token(word).span) && tree.token(word).upos != Upos::Punct)
        .take(64)
        .collect();
    tree.topmost(&inside).unwrap_or(anchor)
}

/// Widens content that is partly quoted to the whole quotation, marks and all, over sentences too; and keeps content
/// inside the quotation that its own cue stands in.
fn fit_to_quotations(article: &Article<'_>, cue: Span, keep_out: &[Span], content: &mut Vec<Span>) {
    let around = article
        .quotations
        .at(cue.start)
        .and_then(|index| article.quotations.all().get(index));
    for span in content.iter_mut() {
        if let Some(around) = around {
            let inner = Span::new(around.span.start + 1, around.span.end.saturating_sub(1));
            *span = Span::new(span.start.max(inner.start), span.end.min(inner.end));
            *span = trimmed(article, *span);
            continue;
        }
        let (mut start, mut end) = (span.start, span.end);
        for quotation in article
            .quotations
            .all()
            .get(article.quotations.overlapping(*span))
            .unwrap_or_default()
        {
            let clear = keep_out.iter().all(|kept| !kept.overlaps(quotation.span));
            if clear {
                start = start.min(quotation.span.start);
                end = end.max(quotation.span.end);
            }
        }
        *span = Span::new(start, end);
    }
    content.retain(|span| !span.is_empty());
    content.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for span in content.drain(..) {
        match merged.last_mut() {
            Some(last) if span.start < last.end => *last = last.hull(span),
            _ => merged.push(span),
        }
    }
    *content = merged;
}

/// `span` without white space and separating marks at its ends.
fn trimmed(article: &Article<'_>, span: Span) -> Span {
    let loose = |at: usize| {
        article
            .text
            .char(at)
            .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':'))
    };
    let mut span = span;
    while !span.is_empty() && loose(span.start) {
        span.start += 1;
    }
    while !span.is_empty() && loose(span.end - 1) {
        span.end -= 1;
    }
    span
}
