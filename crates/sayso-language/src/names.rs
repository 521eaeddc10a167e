//! Names from the scores of an IOB2 tagger: the best sequence of tags in which no inside tag stands alone.

use crate::sentence::{Name, NameKind, Sentence, Upos};
use crate::sequence::{Tag, best_sequence};

/// A tag of names.
pub(crate) type NameTag = Tag<NameKind>;

/// What a label says.
pub(crate) fn parse_tag(label: &str) -> Option<NameTag> {
    Tag::parse(label, |name| match name {
        "PER" => Some(NameKind::Person),
        "ORG" => Some(NameKind::Organisation),
        "LOC" => Some(NameKind::Location),
        _ => None,
    })
}

/// The best allowed sequence. `scores` has one row of `tags.len()` numbers a word, `found` one place.
pub(crate) fn best_tags<'s>(tags: &[NameTag], scores: impl Iterator<Item = &'s [f32]>, found: &mut [NameTag]) {
    let opens = |tag: usize| tags[tag].may_follow(None);
    let step = |before: usize, tag: usize| tags[tag].may_follow(Some(tags[before])).then_some(0.0);
    for (place, tag) in found.iter_mut().zip(best_sequence(tags.len(), scores, opens, step)) {
        *place = tags[tag];
    }
}

/// Grows the sentence's names by the tag of word `i`. A stray inside tag opens a name of its own.
pub(crate) fn add_tag(sentence: &mut Sentence, i: usize, tag: NameTag) {
    match (tag, sentence.names.last_mut()) {
        (NameTag::Outside, _) => {}
        (NameTag::Inside(kind), Some(name)) if name.last + 1 == i && name.kind == kind => name.last = i,
        (NameTag::Begin(kind) | NameTag::Inside(kind), _) => sentence.names.push(Name {
            first: i,
            last: i,
            kind,
        }),
    }
}

/// Names begin and end in neither prepositions, conjunctions nor punctuation; the tagger sometimes takes one in. What
/// else looks like it may belong: "The Mozilla Foundation", "Wendy's".
pub(crate) fn trim(sentence: &mut Sentence) {
    let Sentence { names, tokens, .. } = sentence;
    let loose = |at: usize| matches!(tokens[at].upos, Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Punct);
    names.retain_mut(|name| {
        while name.first < name.last && loose(name.first) {
            name.first += 1;
        }
        while name.first < name.last && loose(name.last) {
            name.last -= 1;
        }
        !loose(name.first)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: [NameTag; 5] = [
        NameTag::Outside,
        NameTag::Begin(NameKind::Person),
        NameTag::Inside(NameKind::Person),
        NameTag::Begin(NameKind::Location),
        NameTag::Inside(NameKind::Location),
    ];

    fn best(rows: &[[f32; 5]]) -> Vec<usize> {
        let mut found = vec![NameTag::Outside; rows.len()];
        best_tags(&TAGS, rows.iter().map(|row| &row[..]), &mut found);
        let place = |tag| TAGS.iter().position(|t| t == tag);
        found.iter().filter_map(place).collect()
    }

    #[test]
    fn labels_parse_or_are_refused() {
        assert_eq!(parse_tag("O"), Some(NameTag::Outside));
        assert_eq!(parse_tag("B-PER"), Some(NameTag::Begin(NameKind::Person)));
        assert_eq!(parse_tag("I-LOC"), Some(NameTag::Inside(NameKind::Location)));
        assert_eq!(parse_tag("B-DOG"), None);
    }

    #[test]
    fn an_inside_tag_never_stands_alone() {
        // Word by word this would be B-PER, I-LOC: the sequence that scores best as a whole is B-PER, I-PER.
        assert_eq!(best(&[[0.0, 3.0, 0.0, 2.0, 0.0], [0.0, 0.0, 2.5, 0.0, 3.0]]), [1, 2]);
        assert_eq!(best(&[[0.0, 1.0, 0.0, 2.5, 9.0], [0.0, 0.0, 2.0, 0.0, 3.0]]), [3, 4]);
        assert_eq!(best(&[[0.0, 0.0, 9.0, -1.0, 9.0]]), [0]);
        assert!(best(&[]).is_empty());
    }
}
