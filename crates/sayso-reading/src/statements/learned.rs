//! Joins what the network reads of attribution with what the rules read.
//!
//! The network was trained on PolNeAR and knows indirect speech, long quotations and cues that no list has; its spans
//! are the better ones. The rules know why, reach into statements inside statements, which PolNeAR does not mark, and
//! tell hearsay and headlines. So a statement that both find has the network's spans and the rule's reasons; one that
//! the network alone finds has a cue from the lexicon where there is one; one that the rules alone find stands where the
//! network says nothing against it.

use sayso_knowledge::rules::Doubt;
use sayso_language::{Attribution, Discourse, Place, Upos, Words};
use sayso_schema::{Span, Voice};

use super::Article;
use super::draft::{Draft, Source};
use super::quoted::FEWEST_WORDS;
use crate::matching::Scene;
use crate::tree::Tree;

/// Lays the network's attributions over the rules' drafts.
pub(crate) fn join<'a>(article: &Article<'a>, discourse: &Discourse, drafts: &mut Vec<Draft<'a>>) {
    let learned: Vec<Draft<'a>> = discourse
        .attributions
        .iter()
        .filter_map(|attribution| draft(article, attribution))
        .filter(|draft| draft.cue.is_some() || is_speech(article, draft))
        .collect();
    let mut by_rule = std::mem::take(drafts);
    let mut joined: Vec<Draft<'a>> = Vec::with_capacity(learned.len());
    for mut draft in learned {
        if let Some(same) = draft.cue.and_then(|cue| take_same(&draft, cue, &mut by_rule)) {
            adopt(&article.trees[draft.sentence], &mut draft, &same);
        }
        // A cue of nobody's that no list has ("was endorsed") tells of a deed, not of words.
        let tells = draft.source.is_some() || draft.cue.is_none() || draft.rule.is_some() || draft.lexical.is_some();
        if tells && !draft.content.is_empty() {
            joined.push(draft);
        }
    }
    // Without a single attribution by the network there may be no network: the rules stand alone.
    if !discourse.attributions.is_empty() {
        by_rule.retain(|draft| stands(draft, &joined));
    }
    joined.append(&mut by_rule);
    joined.sort_by_key(|draft| (draft.span(), draft.cue));
    *drafts = joined;
}

/// Whether a content without a cue can be somebody's words all the same: quoted, and more than a word or two.
fn is_speech(article: &Article<'_>, draft: &Draft<'_>) -> bool {
    draft.content.iter().all(|span| {
        let near = article.quotations.all().get(article.quotations.overlapping(*span));
        near.unwrap_or_default()
            .iter()
            .any(|quotation| quotation.words >= FEWEST_WORDS)
    })
}

/// Takes out what the rules made of the same cue. Of several ("refused to confirm") the one that says most of the same.
fn take_same<'a>(learned: &Draft<'_>, cue: Span, by_rule: &mut Vec<Draft<'a>>) -> Option<Draft<'a>> {
    let shared = |draft: &Draft<'_>| -> usize {
        let pairs = draft
            .content
            .iter()
            .flat_map(|a| learned.content.iter().map(move |b| (a, b)));
        pairs
            .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
            .sum()
    };
    let own = |draft: &Draft<'_>| draft.cue.is_some_and(|theirs| theirs.overlaps(cue));
    let same: Vec<Draft<'a>> = by_rule.extract_if(.., |draft| own(draft)).collect();
    // Of equals the first.
    same.into_iter().rev().max_by_key(|draft| shared(draft))
}

/// The rule's reasons for what the network found as well.
fn adopt<'a>(tree: &Tree<'_>, learned: &mut Draft<'a>, by_rule: &Draft<'a>) {
    learned.rule = by_rule.rule;
    learned.lexical = by_rule.lexical;
    if learned.sentence != by_rule.sentence {
        // A cue over two sentences: words are counted in its first.
        return;
    }
    learned.anchor = by_rule.anchor;
    learned.via = by_rule.via;
    // "The group, which the government calls a threat, said": nearness picks one that stands in a clause on the subject.
    let nearer = |source: Source| {
        let on_it = |own: Source| own.head != source.head && tree.dominates(source.head, own.head);
        learned
            .source
            .is_some_and(|own| !own.span.overlaps(source.span) && on_it(own))
    };
    if let Some(theirs) = by_rule
        .source
        .filter(|source| learned.source.is_none() || nearer(*source))
    {
        learned.source = Some(theirs);
        learned.voice = by_rule.voice;
    }
    if learned.content.is_empty() || is_scrap(learned, by_rule) {
        learned.content.clone_from(&by_rule.content);
        learned.predicate = by_rule.predicate;
    }
}

/// Whether the network's content is a scrap of the rule's: a word or two of the clause that the rule took whole.
fn is_scrap(learned: &Draft<'_>, by_rule: &Draft<'_>) -> bool {
    let length = |draft: &Draft<'_>| draft.content.iter().map(|span| span.len()).sum::<usize>();
    let inside = |span: &Span| by_rule.content.iter().any(|whole| whole.contains(*span));
    by_rule.predicate.is_some() && learned.content.iter().all(inside) && SCRAP * length(learned) < length(by_rule)
}

/// A content so many times shorter than the rule's is a scrap of it.
const SCRAP: usize = 6;

/// Whether what only a rule found may stand: inside another's content, where the network marks nothing; else where it
/// claims no word that the network gave to somebody, unless its rule is doubtful.
fn stands(draft: &Draft<'_>, learned: &[Draft<'_>]) -> bool {
    let Some(cue) = draft.cue else { return false };
    let inside = |other: &Draft<'_>| other.content.iter().any(|content| content.contains(cue));
    let doubt = draft.rule.and_then(|rule| rule.doubtful);
    if learned.iter().any(inside) {
        return doubt != Some(Doubt::Everywhere);
    }
    if doubt.is_some() {
        return false;
    }
    let claims = |other: &Draft<'_>| {
        let theirs: Vec<Span> = other.content.iter().copied().chain(other.cue).collect();
        let held = |span: Span| draft.content.iter().any(|content| content.contains(span));
        let touched = |span: Span| draft.content.iter().any(|content| content.overlaps(span));
        // "Reed said it would hold, the Observer reports": all of it is the Observer's word.
        let relayed = other.cue.is_some() && theirs.iter().all(|span| held(*span));
        !relayed && theirs.iter().any(|span| touched(*span))
    };
    !learned.iter().any(claims)
}

fn draft<'a>(article: &Article<'a>, attribution: &Attribution) -> Option<Draft<'a>> {
    let content: Vec<Span> = attribution
        .content
        .iter()
        .filter_map(|words| span(article, *words))
        .filter(|span| !article.is_credit(*span))
        .collect();
    let cue = attribution.cue.and_then(|words| span(article, words));
    let at = attribution.cue.or_else(|| attribution.content.first().copied())?;
    let sentence = at.first.sentence;
    let tree = article.trees.get(sentence)?;
    let anchor = attribution.cue.and_then(|words| {
        let words = words_in(tree, sentence, words);
        head_among(tree, &words).map(|head| saying_word(article, tree, sentence, head, &words))
    });
    let source = attribution.source.and_then(|words| {
        // A source stands in the sentence of its cue, but for slips of sentence ends.
        let head = head_among(tree, &words_in(tree, sentence, words))?;
        Some(Source {
            span: span(article, words)?,
            head,
        })
    });
    let said = attribution.content.iter().find_map(|words| {
        let inside = words_in(tree, sentence, *words);
        tree.topmost(inside.get(..inside.len().min(MOST_WORDS))?)
    });
    Some(Draft {
        sentence,
        voice: if source.is_some() {
            Voice::Attributed
        } else {
            Voice::Hearsay
        },
        rule: None,
        lexical: anchor.and_then(|anchor| lexical(article, tree, sentence, anchor)),
        anchor,
        source,
        via: None,
        cue,
        content,
        predicate: said,
        within: None,
        after: None,
        learned: true,
    })
}

/// Words of a content that are asked for its predicate.
const MOST_WORDS: usize = 64;

/// Of "refused to confirm" the word that says, "confirm": a verb of the cue that completes its head and is a cue itself.
fn saying_word(article: &Article<'_>, tree: &Tree<'_>, sentence: usize, head: usize, cue: &[usize]) -> usize {
    let completes = |&child: &usize| tree.token(child).relation() == "xcomp" && cue.contains(&child);
    let further = tree.children(head).iter().copied().find(completes);
    further
        .filter(|&word| lexical(article, tree, sentence, word).is_some())
        .unwrap_or(head)
}

/// The lexicon's line for the word that heads a cue.
fn lexical<'a>(
    article: &Article<'a>,
    tree: &Tree<'_>,
    sentence: usize,
    anchor: usize,
) -> Option<&'a sayso_knowledge::attribution::Cue> {
    let scene = Scene {
        tree,
        knowledge: article.knowledge,
        title: article.is_title(sentence),
        quoted: &|_| None,
    };
    scene.cues(anchor).next()
}

/// The word of a stretch that carries it: its topmost that is no mark of punctuation.
fn head_among(tree: &Tree<'_>, words: &[usize]) -> Option<usize> {
    let telling: Vec<usize> = words
        .iter()
        .copied()
        .filter(|&word| !matches!(tree.token(word).upos, Upos::Punct | Upos::Aux | Upos::Part))
        .take(MOST_WORDS)
        .collect();
    tree.topmost(&telling).or_else(|| words.first().copied())
}

/// The words of a stretch that stand in this sentence.
fn words_in(tree: &Tree<'_>, sentence: usize, words: Words) -> Vec<usize> {
    let first = if words.first.sentence == sentence {
        words.first.word
    } else {
        0
    };
    let last = if words.last.sentence == sentence {
        words.last.word
    } else {
        tree.len().saturating_sub(1)
    };
    let here = words.first.sentence <= sentence && sentence <= words.last.sentence;
    (first..=last).filter(|&word| here && word < tree.len()).collect()
}

/// The characters of a stretch.
fn span(article: &Article<'_>, words: Words) -> Option<Span> {
    let token = |place: Place| Some(article.trees.get(place.sentence)?.sentence.tokens.get(place.word)?.span);
    Some(token(words.first)?.hull(token(words.last)?))
}
