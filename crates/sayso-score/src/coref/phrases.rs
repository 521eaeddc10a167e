//! What sayso finds, cut as GUM cuts it: every noun that speaks of something is a mention, and reaches over its phrase.

use std::collections::BTreeMap;

use sayso_language::{Discourse, Place, Sentence, Upos};
use sayso_schema::Span;

use super::Cluster;

/// Relations below a noun that are no part of its phrase.
const OUTSIDE: [&str; 16] = [
    "conj",
    "cc",
    "case",
    "mark",
    "cop",
    "aux",
    "nsubj",
    "csubj",
    "advcl",
    "parataxis",
    "discourse",
    "vocative",
    "dislocated",
    "orphan",
    "list",
    "expl",
];

/// Clusters of every noun and pronoun that the layer `nominal` finds: put together by the network's antecedents and by
/// `named`, the mentions of each entity of a reading.
pub fn clusters(sentences: &[Sentence], discourse: &Discourse, named: &[Vec<Span>]) -> Vec<Cluster> {
    let mut groups = Groups::default();
    for (at, sentence) in sentences.iter().enumerate() {
        let Some(layer) = sentence.layer("nominal") else {
            continue;
        };
        for word in 0..sentence.tokens.len() {
            if layer.label(word).is_some_and(|label| label != "O") {
                groups.add(Place { sentence: at, word });
            }
        }
    }
    for (word, before) in &discourse.antecedents {
        groups.join(*word, *before);
    }
    for mentions in named {
        let heads: Vec<Place> = mentions.iter().filter_map(|span| head_of(sentences, *span)).collect();
        for pair in heads.windows(2) {
            groups.join(pair[0], pair[1]);
        }
    }
    let mut clusters: BTreeMap<Place, Cluster> = BTreeMap::new();
    for place in groups.above.keys() {
        let Some(sentence) = sentences.get(place.sentence) else {
            continue;
        };
        let kind = sentence.layer("nominal").and_then(|layer| layer.label(place.word));
        let cluster = clusters.entry(groups.top(*place)).or_default();
        // As in gold, the first mention says what it is.
        if cluster.mentions.is_empty() {
            cluster.is_person_organisation_or_place = matches!(kind, Some("person" | "organization" | "place"));
        }
        cluster.mentions.push(phrase(sentence, place.word));
    }
    clusters.into_values().collect()
}

/// The word that heads a mention of one sentence.
fn head_of(sentences: &[Sentence], mention: Span) -> Option<Place> {
    let at = sentences.partition_point(|sentence| sentence.span.end <= mention.start);
    let sentence = sentences.get(at)?;
    let inside = |word: &usize| mention.contains(sentence.tokens[*word].span);
    let words: Vec<usize> = (0..sentence.tokens.len()).filter(inside).collect();
    let top = words
        .iter()
        .find(|word| sentence.tokens[**word].head.is_none_or(|head| !words.contains(&head)))?;
    Some(Place {
        sentence: at,
        word: *top,
    })
}

/// The phrase of a noun: all that hangs on it, without what joins it to the sentence.
fn phrase(sentence: &Sentence, head: usize) -> Span {
    let tokens = &sentence.tokens;
    let mut inside = vec![false; tokens.len()];
    inside[head] = true;
    // Heads may stand before or after: go round until nothing is added.
    let mut grown = true;
    while grown {
        grown = false;
        for (word, token) in tokens.iter().enumerate() {
            let below = token.head.is_some_and(|above| inside[above]);
            let joins = token.head == Some(head) && OUTSIDE.contains(&token.relation());
            if below && !joins && !inside[word] {
                inside[word] = true;
                grown = true;
            }
        }
    }
    let telling = |word: &usize| inside[*word] && tokens[*word].upos != Upos::Punct;
    let first = (0..tokens.len()).find(telling).unwrap_or(head);
    let last = (0..tokens.len()).rev().find(telling).unwrap_or(head);
    tokens[first].span.hull(tokens[last].span)
}

/// Words that mean the same.
#[derive(Default)]
struct Groups {
    /// The word that each was joined to; the first of its group to itself.
    above: BTreeMap<Place, Place>,
}

impl Groups {
    fn add(&mut self, place: Place) {
        self.above.entry(place).or_insert(place);
    }

    fn top(&self, place: Place) -> Place {
        let mut at = place;
        while let Some(above) = self.above.get(&at).filter(|above| **above != at) {
            at = *above;
        }
        at
    }

    fn join(&mut self, a: Place, b: Place) {
        self.add(a);
        self.add(b);
        let (a, b) = (self.top(a), self.top(b));
        let (first, later) = (a.min(b), a.max(b));
        self.above.insert(later, first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_language::conllu;

    const TREE: &str = "\
1\tthe\tthe\tDET\tDT\t_\t3\tdet\t_\t_
2\told\told\tADJ\tJJ\t_\t3\tamod\t_\t_
3\tmayor\tmayor\tNOUN\tNN\t_\t7\tnsubj\t_\t_
4\tof\tof\tADP\tIN\t_\t5\tcase\t_\t_
5\tSorn\tSorn\tPROPN\tNNP\t_\t3\tnmod\t_\t_
6\t,\t,\tPUNCT\t,\t_\t3\tpunct\t_\t_
7\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_

";

    #[test]
    fn a_phrase_is_all_that_hangs_on_its_noun() {
        let sentence = &conllu::read(TREE).expect("it is CoNLL-U")[0].sentence;
        let text = |span: Span| (span.start, span.end);
        let token = |word: usize| sentence.tokens[word].span;
        assert_eq!(text(phrase(sentence, 2)), (token(0).start, token(4).end));
        // "of" joins the place to the office.
        assert_eq!(text(phrase(sentence, 4)), text(token(4)));
        assert_eq!(
            head_of(std::slice::from_ref(sentence), token(1).hull(token(4))),
            Some(Place { sentence: 0, word: 2 })
        );
    }

    #[test]
    fn words_are_joined_whatever_the_order() {
        let place = |word| Place { sentence: 0, word };
        let mut groups = Groups::default();
        groups.join(place(5), place(3));
        groups.join(place(9), place(5));
        groups.join(place(7), place(1));
        assert_eq!(groups.top(place(9)), place(3));
        groups.join(place(7), place(9));
        assert!(
            [1, 3, 5, 7, 9]
                .into_iter()
                .all(|word| groups.top(place(word)) == place(1))
        );
    }
}
