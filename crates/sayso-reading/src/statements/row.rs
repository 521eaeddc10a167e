//! From a draft to a row of the ledger: weighed, its chain named, its reasons given.

use sayso_knowledge::attribution::Cue;
use sayso_schema::{
    Act, Because, Distancing, FactValue, Factuality, Link, LinkKind, Quotation, RowId, Span, Statement, Voice,
};

use super::Article;
use super::chain;
use super::draft::Draft;
use crate::factuality::{self, Certainty, combined};

/// Quoted words of which no more are scare quotes: they keep a word at arm's length rather than give somebody's speech.
const SCARE: usize = 3;

/// Why a row is there that the network read.
const NETWORK: &str = "network role";

/// The row of `drafts[index]`.
pub(crate) fn row(article: &Article<'_>, drafts: &[Draft<'_>], index: usize, ids: &[RowId]) -> Statement {
    let draft = &drafts[index];
    let span = draft.span();
    let certainty = certainty(article, draft);
    let chain = chain::chain(article, drafts, index);
    let inner = chain.last().map(|link| link.kind);
    let act = act(article, draft, inner);
    let passages = |spans: &[Span]| spans.iter().map(|span| article.text.passage(*span)).collect();
    Statement {
        id: ids[index].clone(),
        span,
        text: article.text.at(span).to_owned(),
        voice: draft.voice,
        quotation: quotation(article, draft),
        via: draft.via.map(|via| chain::link(article, draft.sentence, via)),
        chain_inferred: inferred(article, drafts, draft),
        cue: draft.cue.map(|cue| article.text.passage(cue)).into_iter().collect(),
        content: passages(&draft.content),
        act,
        factuality: weigh(article, draft, certainty.value),
        distancing: distancing(article, draft),
        within: draft.within.map(|outer| ids[outer].clone()),
        repeats: None,
        said_on: None,
        because: because(article, draft, certainty),
        chain,
    }
}

fn certainty(article: &Article<'_>, draft: &Draft<'_>) -> Certainty {
    match draft.predicate {
        Some(predicate) => factuality::of_clause(
            &article.trees[draft.sentence],
            predicate,
            draft.anchor,
            &article.knowledge.attribution,
        ),
        None => Certainty::plain(),
    }
}

/// What its source does in saying it: what the rule or the cue says, sharpened by what the source is.
fn act(article: &Article<'_>, draft: &Draft<'_>, source: Option<LinkKind>) -> Act {
    let Some(cue) = draft.lexical else {
        return match (draft.voice, source) {
            (Voice::Author, _) => Act::Assert,
            (_, Some(LinkKind::Data | LinkKind::Document)) => Act::Report,
            _ => Act::Say,
        };
    };
    let act = draft.rule.and_then(|rule| rule.act).unwrap_or(cue.act);
    let tree = &article.trees[draft.sentence];
    let aim = draft
        .predicate
        .is_some_and(|word| factuality::is_aim(tree, word, &article.knowledge.attribution));
    match (act, source) {
        (Act::Say | Act::Report, Some(LinkKind::Document)) if aim => Act::Purpose,
        (Act::Say, Some(LinkKind::Data | LinkKind::Document)) => Act::Report,
        _ => act,
    }
}

/// The content's value for its source and for the author.
fn weigh(article: &Article<'_>, draft: &Draft<'_>, plain: FactValue) -> Factuality {
    if draft.voice == Voice::Author {
        return Factuality {
            source: None,
            author: plain,
        };
    }
    let Some(cue) = draft.lexical else {
        return Factuality {
            source: Some(plain),
            author: FactValue::Unknown,
        };
    };
    let lexicon = &article.knowledge.attribution;
    let tree = &article.trees[draft.sentence];
    let negated = draft
        .anchor
        .is_some_and(|anchor| factuality::is_negated(tree, anchor, lexicon));
    let open = draft
        .anchor
        .is_some_and(|anchor| factuality::is_open(tree, anchor, lexicon));
    let held = match (open, negated) {
        _ if cue.author == FactValue::CertainPlus => cue.source,
        (true, _) => FactValue::Unknown,
        (false, true) => cue.negated,
        (false, false) => cue.source,
    };
    Factuality {
        source: Some(combined(held, plain)),
        author: for_author(cue, plain, negated || open),
    }
}

/// A factive cue commits the author even under negation; the others only where they are plainly affirmed.
fn for_author(cue: &Cue, plain: FactValue, withheld: bool) -> FactValue {
    if withheld && cue.author != FactValue::CertainPlus {
        return FactValue::Unknown;
    }
    combined(cue.author, plain)
}

/// How much of the content is in quotation marks.
fn quotation(article: &Article<'_>, draft: &Draft<'_>) -> Quotation {
    if draft.voice == Voice::Author {
        return Quotation::None;
    }
    let quotations = article.quotations.all();
    let whole = |span: &Span| {
        article
            .quotations
            .at(span.start)
            .is_some_and(|index| quotations[index].span.contains(*span) && quotations[index].span.start == span.start)
    };
    let part = |span: &Span| !article.quotations.overlapping(*span).is_empty();
    let inside_cue = draft.cue.is_some_and(|cue| article.quotations.at(cue.start).is_some());
    if inside_cue {
        Quotation::Indirect
    } else if draft.content.iter().all(whole) {
        Quotation::Direct
    } else if draft.content.iter().any(part) {
        Quotation::Mixed
    } else {
        Quotation::Indirect
    }
}

/// Whether the author keeps away: by the cue's choice, or by quotation marks around a word or two that nobody is quoted
/// with.
fn distancing(article: &Article<'_>, draft: &Draft<'_>) -> Distancing {
    let quotations = article.quotations.all();
    let scare = draft.content.iter().any(|span| {
        let near = quotations
            .get(article.quotations.overlapping(*span))
            .unwrap_or_default();
        near.iter()
            .any(|quotation| quotation.words <= SCARE && span.contains(quotation.span) && *span != quotation.span)
    });
    let by_cue = draft.lexical.map_or(Distancing::Neutral, |cue| cue.distancing);
    if draft.voice == Voice::Author {
        return if scare { Distancing::Distanced } else { Distancing::None };
    }
    let by_quotes = scare && quotation(article, draft) == Quotation::Mixed && is_embedded_claim(draft);
    if by_quotes { Distancing::Distanced } else { by_cue }
}

/// Quoted words inside somebody's indirect speech are usually theirs; only where the cue already doubts are they
/// doubted.
fn is_embedded_claim(draft: &Draft<'_>) -> bool {
    draft
        .lexical
        .is_some_and(|cue| cue.distancing == Distancing::Distanced || cue.act == Act::Report)
}

/// Who likely speaks where nobody is named: the speaker before.
fn inferred(article: &Article<'_>, drafts: &[Draft<'_>], draft: &Draft<'_>) -> Vec<Link> {
    let Some(before) = draft.after else { return Vec::new() };
    chain::chain(article, drafts, before)
}

fn because(article: &Article<'_>, draft: &Draft<'_>, certainty: Certainty) -> Because {
    let mut lines: Vec<String> = Vec::new();
    if draft.learned {
        lines.push(NETWORK.to_owned());
    }
    lines.extend(draft.rule.map(|rule| rule.because.clone()));
    lines.extend(draft.lexical.map(|cue| cue.because.clone()));
    lines.extend(certainty.lines);
    let tree = &article.trees[draft.sentence];
    let words = [draft.anchor, draft.source.map(|source| source.head), draft.predicate];
    let mut tokens: Vec<Span> = words.into_iter().flatten().map(|word| tree.token(word).span).collect();
    tokens.extend(certainty.tokens);
    tokens.sort_unstable();
    tokens.dedup();
    Because { lines, tokens }
}
