//! Quotations that go on: over the sentences after an attribution, and in a paragraph of their own.

use sayso_schema::{Act, Span, Voice};

use super::Article;
use super::draft::Draft;

/// A quotation of fewer words is a name or a scare quote, not somebody's speech.
pub(super) const FEWEST_WORDS: usize = 4;

/// Gives each attributed quotation what follows of it, and each lone quotation the speaker before it.
///
/// `"It will hold," Ruiz said. "We are sure."` is one statement in two pieces. A quotation that nobody is named for is a
/// statement of its own; who spoke last is likely, not stated, and `after` says so.
pub(crate) fn carry_on(article: &Article<'_>, drafts: &mut Vec<Draft<'_>>) {
    let quotations = article.quotations.all();
    let mut taken = vec![false; quotations.len()];
    for draft in drafts.iter() {
        for span in draft.content.iter().chain(draft.cue.iter()) {
            article
                .quotations
                .overlapping(*span)
                .for_each(|index| taken[index] = true);
        }
    }
    for draft in drafts.iter_mut() {
        if draft.lexical.is_some_and(|cue| speaks(cue.act)) {
            follow(article, draft, &mut taken);
        }
    }
    let mut lone = Vec::new();
    let mut speaker = None;
    let mut next = 0;
    for (index, quotation) in quotations.iter().enumerate() {
        while let Some(draft) = drafts
            .get(next)
            .filter(|draft| draft.span().start < quotation.span.start)
        {
            if draft.source.is_some() && draft.lexical.is_some_and(|cue| speaks(cue.act)) {
                speaker = Some(next);
            }
            next += 1;
        }
        if taken[index] || quotation.words < FEWEST_WORDS || !stands_alone(article, quotation.span) {
            continue;
        }
        let near = speaker.filter(|&by| paragraphs_between(article, drafts[by].span().end, quotation.span.start) <= 1);
        let Some(by) = near else { continue };
        let sentence = article
            .trees
            .partition_point(|tree| tree.sentence.span.end <= quotation.span.start);
        if sentence >= article.trees.len() || article.is_title(sentence) {
            continue;
        }
        lone.push(Draft {
            sentence,
            voice: Voice::Attributed,
            rule: drafts[by].rule,
            lexical: drafts[by].lexical,
            anchor: None,
            source: None,
            via: None,
            cue: None,
            content: vec![quotation.span],
            predicate: None,
            within: None,
            after: Some(by),
            learned: false,
        });
    }
    drafts.extend(lone);
}

/// Whether an act is speech, which quotations are of.
fn speaks(act: Act) -> bool {
    !matches!(act, Act::Know | Act::Stipulate | Act::Purpose)
}

/// Adds the quotations that follow an attributed one with nothing but marks between.
fn follow(article: &Article<'_>, draft: &mut Draft<'_>, taken: &mut [bool]) {
    let quotations = article.quotations.all();
    let Some(last) = draft.content.last().copied() else {
        return;
    };
    let is_quote = draft.content.iter().any(|span| {
        let quotation = article.quotations.at(span.start).map(|index| &quotations[index]);
        quotation.is_some_and(|q| q.span == *span || q.span.end <= span.end && q.words >= FEWEST_WORDS)
    });
    if !is_quote {
        return;
    }
    let mut end = last.end.max(draft.span().end);
    let sentence_end = article.trees[draft.sentence].sentence.span.end;
    loop {
        let next = quotations.partition_point(|quotation| quotation.span.start < end);
        let Some(quotation) = quotations.get(next).filter(|_| !taken[next]) else {
            return;
        };
        let from = if quotation.span.start >= sentence_end {
            end.max(sentence_end)
        } else {
            end
        };
        let gap = article
            .text
            .at(Span::new(from.min(quotation.span.start), quotation.span.start));
        let idle = gap.chars().all(|c| !c.is_alphanumeric());
        let same_paragraph = !article.text.at(Span::new(end, quotation.span.start)).contains('\n');
        if !idle || !(same_paragraph || quotation.continues) || quotation.words < 2 {
            return;
        }
        draft.content.push(quotation.span);
        taken[next] = true;
        end = quotation.span.end;
    }
}

/// Whether a quotation is a sentence or more: nothing but it between the sentence breaks around it.
fn stands_alone(article: &Article<'_>, span: Span) -> bool {
    let first = article
        .trees
        .partition_point(|tree| tree.sentence.span.end <= span.start);
    let last = article
        .trees
        .partition_point(|tree| tree.sentence.span.start < span.end);
    let (Some(first), Some(last)) = (article.trees.get(first), article.trees.get(last.saturating_sub(1))) else {
        return false;
    };
    let idle = |from: usize, to: usize| {
        article
            .text
            .at(Span::new(from, to))
            .chars()
            .all(|c| !c.is_alphanumeric())
    };
    idle(first.sentence.span.start, span.start) && idle(span.end, last.sentence.span.end)
}

fn paragraphs_between(article: &Article<'_>, from: usize, to: usize) -> usize {
    let between = article.text.at(Span::new(from.min(to), to));
    between
        .split('\n')
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .count()
        + usize::from(between.contains('\n'))
}
