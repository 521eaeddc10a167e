//! Who says what: statements with source, cue and content, their chains, and what the article says itself.
//!
//! [`draft`] lays the rules on each sentence and makes spans of what matches. [`quoted`] carries quotations on over
//! sentences and paragraphs. [`nesting`] finds which statement stands inside which. [`author`] takes what nobody else
//! is said to have said as the article's own word. [`row`] then weighs each and names its chain of sources.

mod author;
mod chain;
mod draft;
mod learned;
mod nesting;
mod quoted;
mod quotes;
mod row;
mod settle;
mod spans;

use sayso_knowledge::Knowledge;
use sayso_language::Discourse;
use sayso_schema::{Document, Entity, Link, RowId, RowKind, Span, Statement};

use crate::entities::mentions::Mentions;
use crate::ids::Ids;
use crate::text::Text;
use crate::tree::Tree;
use draft::Draft;
use quotes::Quotations;

/// What all steps look at.
pub(crate) struct Article<'a> {
    pub(crate) document: &'a Document,
    pub(crate) text: Text<'a>,
    pub(crate) trees: &'a [Tree<'a>],
    pub(crate) quotations: Quotations,
    pub(crate) mentions: Mentions<'a>,
    /// The outermost link of every chain.
    pub(crate) publisher: Link,
    pub(crate) knowledge: &'a Knowledge,
}

impl Article<'_> {
    /// Whether a sentence is the headline.
    pub(crate) fn is_title(&self, sentence: usize) -> bool {
        let span = self.trees[sentence].sentence.span;
        self.document.title_span.is_some_and(|title| title.contains(span))
    }

    /// Whether a stretch is byline or dateline, which say nothing.
    pub(crate) fn is_credit(&self, span: Span) -> bool {
        let dateline = self.document.dateline.as_ref().map(|dateline| dateline.passage.span);
        [self.document.byline_span, dateline]
            .into_iter()
            .flatten()
            .any(|credit| credit.contains(span))
    }
}

/// The statements of a document, in the order in which they begin.
pub(crate) fn statements(
    document: &Document,
    trees: &[Tree<'_>],
    discourse: &Discourse,
    entities: &[Entity],
    knowledge: &Knowledge,
) -> Vec<Statement> {
    let text = Text::new(&document.text);
    let quotations = Quotations::of(&text);
    let article = Article {
        document,
        text,
        trees,
        quotations,
        mentions: Mentions::new(entities),
        publisher: chain::publisher(document, entities),
        knowledge,
    };
    let mut drafts = Vec::new();
    for sentence in 0..article.trees.len() {
        draft::drafts(&article, sentence, &mut drafts);
    }
    learned::join(&article, discourse, &mut drafts);
    quoted::carry_on(&article, &mut drafts);
    nesting::nest(&mut drafts);
    author::add(&article, &mut drafts);
    order(&mut drafts);

    let ids = ids(document, &drafts);
    let mut rows: Vec<Statement> = (0..drafts.len())
        .map(|index| row::row(&article, &drafts, index, &ids))
        .collect();
    repeat_headline(&article, &drafts, &mut rows);
    rows
}

/// Sorts by where they begin; the indices by which drafts know each other follow.
fn order(drafts: &mut Vec<Draft<'_>>) {
    let mut places: Vec<usize> = (0..drafts.len()).collect();
    places.sort_by_key(|&index| (drafts[index].span(), drafts[index].cue, index));
    let mut moved = vec![0; drafts.len()];
    for (to, &from) in places.iter().enumerate() {
        moved[from] = to;
    }
    let mut old: Vec<Option<Draft<'_>>> = std::mem::take(drafts).into_iter().map(Some).collect();
    drafts.extend(places.into_iter().filter_map(|from| old[from].take()));
    for draft in drafts {
        draft.within = draft.within.map(|index| moved[index]);
        draft.after = draft.after.map(|index| moved[index]);
    }
}

fn ids(document: &Document, drafts: &[Draft<'_>]) -> Vec<RowId> {
    let mut ids = Ids::new(document, RowKind::Statement);
    drafts.iter().map(|draft| ids.next(&[draft.span()])).collect()
}

/// Where the lead says the headline again, says so. The headline's own content words (nouns, names, verbs,
/// adjectives, numbers, by dictionary form) must be in the lead for more than half.
fn repeat_headline(article: &Article<'_>, drafts: &[Draft<'_>], rows: &mut [Statement]) {
    let of_title = |draft: &Draft<'_>| article.is_title(draft.sentence);
    let Some(title) = drafts.iter().position(of_title) else {
        return;
    };
    let title_end = article.document.title_span.map_or(0, |span| span.end);
    let paragraph_end = |from: usize| (from..article.text.len()).find(|&at| article.text.char(at) == Some('\n'));
    let Some(lead) = drafts
        .iter()
        .position(|draft| !of_title(draft) && draft.span().start >= title_end)
    else {
        return;
    };
    let lead_end = paragraph_end(drafts[lead].span().start).unwrap_or(article.text.len());
    let said = author::content_words(article, drafts[title].span());
    let best = (lead..drafts.len())
        .take_while(|&index| drafts[index].span().start < lead_end)
        .filter(|&index| drafts[index].within.is_none())
        .map(|index| {
            let again = author::content_words(article, drafts[index].span());
            (said.iter().filter(|word| again.contains(*word)).count(), index)
        })
        .max_by_key(|&(shared, index)| (shared, std::cmp::Reverse(index)));
    if let Some((shared, index)) = best
        && shared >= 2
        && shared * 2 > said.len()
    {
        rows[title].repeats = Some(rows[index].id.clone());
    }
}
