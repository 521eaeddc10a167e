//! On whose word: the links from the publisher inwards, and what kind of source each is.

use sayso_language::Upos;
use sayso_schema::{Document, Entity, EntityType, Link, LinkKind, MentionForm, Span};

use super::Article;
use super::draft::{Draft, Source};
use crate::tree::Tree;

/// No chain is longer: who quotes whom quoting whom.
const LONGEST: usize = 8;

/// So many sentences back a person who spoke may be taken up by "he".
const PERSON_REACH: usize = 3;
/// And over no more sources than this.
const MOST_SOURCES: usize = 8;

/// The publisher's link, as the outermost of every chain.
pub(crate) fn publisher(document: &Document, entities: &[Entity]) -> Link {
    let name = document.publisher.clone();
    let entity = name.as_deref().and_then(|name| {
        entities
            .iter()
            .find(|entity| entity.name == name || entity.mentions.iter().any(|mention| mention.text == name))
    });
    let mention = entity
        .zip(name.as_deref())
        .and_then(|(entity, name)| entity.mentions.iter().find(|mention| mention.text == name));
    Link {
        entity: entity.map(|entity| entity.id.clone()),
        kind: LinkKind::Outlet,
        name,
        span: mention.map(|mention| mention.span),
    }
}

/// The chain of a draft: the publisher, the sources that it is nested in from the outermost, its own.
pub(crate) fn chain(article: &Article<'_>, drafts: &[Draft<'_>], index: usize) -> Vec<Link> {
    let mut inwards = vec![index];
    while let Some(outer) = inwards.last().and_then(|&inner| drafts[inner].within) {
        if inwards.len() >= LONGEST || inwards.contains(&outer) {
            break;
        }
        inwards.push(outer);
    }
    let mut chain = vec![article.publisher.clone()];
    for index in inwards.into_iter().rev() {
        let Some(source) = drafts[index].source else { continue };
        // "I" and "we" inside somebody's words are that one.
        let own = &article.trees[drafts[index].sentence].token(source.head).form;
        let first_person = matches!(own.to_lowercase().as_str(), "i" | "we" | "me" | "us");
        if first_person
            && drafts[index].within.is_some()
            && chain.len() > 1
            && let Some(last) = chain.last_mut()
        {
            last.span = Some(source.span);
            continue;
        }
        let link = carried(article, drafts, index).unwrap_or_else(|| link(article, drafts[index].sentence, source));
        let outlet = &mut chain[0];
        // "X reports": the publisher speaks of itself; a poll of theirs is another source.
        let itself = outlet.name.is_some()
            && !matches!(link.kind, LinkKind::Data | LinkKind::Document)
            && (link.name == outlet.name || link.entity.is_some() && link.entity == outlet.entity);
        if itself {
            outlet.span = link.span;
        } else if chain.last().is_none_or(|last| last.span != link.span) {
            chain.push(link);
        }
    }
    chain
}

/// For a pronoun that names nobody: the source of a statement before that can be what the pronoun means. "It" and "they"
/// reach back one sentence and no further than the last source, "he" and "she" a few, over sources that are no persons.
fn carried(article: &Article<'_>, drafts: &[Draft<'_>], index: usize) -> Option<Link> {
    let draft = &drafts[index];
    let source = draft.source?;
    let pronoun = article.trees[draft.sentence].token(source.head).form.to_lowercase();
    let (plural, person) = match pronoun.as_str() {
        "it" => (false, false),
        "he" | "she" => (false, true),
        "they" => (true, false),
        _ => return None,
    };
    if article.mentions.at(source.span).is_some() {
        return None;
    }
    let reach = if person { PERSON_REACH } else { 1 };
    let earlier = drafts[..index]
        .iter()
        .rev()
        .take_while(|other| other.sentence + reach >= draft.sentence)
        .filter(|other| other.within.is_none())
        .filter_map(|other| other.source.map(|source| (other, source)));
    for (before, earlier) in earlier.take(MOST_SOURCES) {
        let head = article.trees[before.sentence].token(earlier.head);
        let agrees = plural == (head.feature("Number") == Some("Plur"));
        let told = (earlier.span.end <= source.span.start && head.upos != Upos::Pron && agrees)
            .then(|| link(article, before.sentence, earlier))
            .filter(|told| plural || person == matches!(told.kind, LinkKind::Person | LinkKind::Office))
            .filter(|told| {
                !person
                    || told
                        .entity
                        .as_ref()
                        .is_none_or(|id| article.mentions.can_be(id, &pronoun))
            });
        if let Some(told) = told {
            return Some(Link {
                span: Some(source.span),
                ..told
            });
        }
        if !person {
            return None;
        }
    }
    None
}

/// The link that a source is.
pub(crate) fn link(article: &Article<'_>, sentence: usize, source: Source) -> Link {
    let tree = &article.trees[sentence];
    let head = antecedent(tree, source.head);
    let span = if head == source.head {
        source.span
    } else {
        name_of(tree, head)
    };
    let several = tree
        .children(head)
        .iter()
        .any(|&child| tree.token(child).relation() == "conj");
    // Several coordinated sources are one link, and no one entity.
    let exact = article.mentions.exactly(span);
    let entity = exact.or_else(|| {
        if several {
            None
        } else {
            meant(article, tree, head, span)
        }
    });
    let kind = match exact {
        Some(exact) if exact.anonymous && several => LinkKind::Unnamed,
        _ => kind(article, tree, head, entity),
    };
    let own = matches!(kind, LinkKind::Data | LinkKind::Document);
    let name = match entity {
        Some(entity) if names(article, entity, span, own) => entity.name.clone(),
        _ if !several && tree.child(head, "acl:relcl").is_some() => article.text.at(name_of(tree, head)).to_owned(),
        _ => article.text.at(span).trim_end_matches(',').to_owned(),
    };
    Link {
        entity: entity.map(|entity| entity.id.clone()),
        kind,
        name: Some(name),
        span: Some(source.span),
    }
}

/// Whom a source of several words means: the one that its head is of, or that stands in apposition to it. "Reed's lawyer"
/// is not Reed; but of documents and data it is told whose they are.
fn meant<'e>(article: &'e Article<'_>, tree: &Tree<'_>, head: usize, span: Span) -> Option<&'e Entity> {
    let of_word = |word: usize| article.mentions.holding(tree.token(word).span);
    let appositions = tree.children(head).iter().copied();
    let mut appositions = appositions.filter(|&child| matches!(tree.token(child).relation(), "appos" | "flat"));
    let own = article
        .knowledge
        .attribution
        .kind(&tree.token(head).form.to_lowercase())
        .is_some_and(|(kind, _)| matches!(kind, LinkKind::Data | LinkKind::Document));
    of_word(head)
        .or_else(|| appositions.find_map(of_word))
        .or_else(|| if own { article.mentions.at(span) } else { None })
}

/// Whether an entity's name is what to call a source: not where the source is some document or data of theirs.
fn names(article: &Article<'_>, entity: &Entity, span: Span, own: bool) -> bool {
    let exact = article
        .mentions
        .exactly(span)
        .is_some_and(|exact| exact.id == entity.id);
    !entity.anonymous && !article.text.at(span).is_empty() && (exact || !own)
}

/// For "who" and "which", the word that the relative clause is about.
fn antecedent(tree: &Tree<'_>, head: usize) -> usize {
    let token = tree.token(head);
    if token.upos != Upos::Pron || !matches!(&*token.xpos, "WP" | "WDT") {
        return head;
    }
    let mut at = head;
    for _ in 0..4 {
        let Some(above) = tree.head(at) else { return head };
        if &*tree.token(at).deprel == "acl:relcl" {
            return above;
        }
        at = above;
    }
    head
}

/// The noun phrase of a word, without the clauses on it.
fn name_of(tree: &Tree<'_>, head: usize) -> Span {
    let mut span = tree.token(head).span;
    for &child in tree.children(head) {
        if matches!(
            tree.token(child).relation(),
            "compound" | "flat" | "amod" | "det" | "nummod"
        ) {
            span = span.hull(tree.token(child).span);
        }
    }
    span
}

/// What kind of source a word heads: by what it is called where it has no name, by what the entity is where it has one.
fn kind(article: &Article<'_>, tree: &Tree<'_>, head: usize, entity: Option<&Entity>) -> LinkKind {
    let token = tree.token(head);
    let noun = article
        .knowledge
        .attribution
        .kind(&token.form.to_lowercase())
        .map(|(kind, _)| kind);
    if token.upos == Upos::Noun || token.upos == Upos::Det || token.upos == Upos::Adj {
        let by_name = || {
            tree.children(head).iter().any(|&child| {
                matches!(tree.token(child).relation(), "appos" | "flat") && tree.token(child).upos == Upos::Propn
            })
        };
        match noun {
            Some(LinkKind::Office | LinkKind::Unnamed) if by_name() => return LinkKind::Person,
            Some(LinkKind::Office) => {
                let singular = token.feature("Number") != Some("Plur");
                let the = tree.children(head).iter().any(|&child| {
                    matches!(
                        tree.token(child).form.to_lowercase().as_str(),
                        "the" | "its" | "his" | "her" | "their"
                    ) || tree.token(child).relation() == "nmod"
                        || matches!(tree.token(child).upos, Upos::Propn | Upos::Adj)
                });
                return if singular && the {
                    LinkKind::Office
                } else {
                    LinkKind::Unnamed
                };
            }
            // "the Xinhua news agency": an agency that is known to make news.
            Some(LinkKind::Organisation) if entity.is_some_and(is_outlet) => return LinkKind::Outlet,
            Some(kind) => return kind,
            None => {}
        }
    }
    let Some(entity) = entity else {
        return match token.upos {
            Upos::Propn => noun.unwrap_or(LinkKind::Organisation),
            _ => LinkKind::Unnamed,
        };
    };
    match entity.kind {
        EntityType::Person if entity.anonymous => pronoun_or_unnamed(entity),
        EntityType::Person => LinkKind::Person,
        EntityType::Law | EntityType::Work => LinkKind::Document,
        // "North Koreans", "Sunnis": some of them, whoever they are.
        EntityType::Norp => LinkKind::Unnamed,
        _ if is_outlet(entity) => LinkKind::Outlet,
        _ if entity.anonymous && noun.is_none() => LinkKind::Unnamed,
        _ => LinkKind::Organisation,
    }
}

fn is_outlet(entity: &Entity) -> bool {
    entity.kind == EntityType::Org && entity.sectors.iter().any(|sector| sector == "JRN")
}

/// A person without a name is an office where one mention is.
fn pronoun_or_unnamed(entity: &Entity) -> LinkKind {
    let office = entity
        .mentions
        .iter()
        .any(|mention| mention.form == MentionForm::Nominal && mention.text.to_lowercase().starts_with("the "));
    if office { LinkKind::Office } else { LinkKind::Unnamed }
}
