//! What goes wrong, by kind: spans of a role that are missed, invented or badly cut, with examples.

use std::collections::BTreeMap;

use sayso_schema::Span;

use super::{Article, Attribution, spans};

/// Examples kept of each kind.
const EXAMPLES: usize = 5;
/// Characters of text shown to either side.
const AROUND: usize = 60;

/// A kind of error, how often it is made, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorKind {
    /// "source", "cue" or "content".
    pub role: &'static str,
    /// What is wrong with the span.
    pub fault: Fault,
    /// How often.
    pub count: usize,
    /// The first few, spread over the articles.
    pub examples: Vec<Example>,
}

/// What can be wrong with a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Gold has it, nothing found of its role touches it.
    Missed,
    /// Found, and nothing of its role in gold touches it.
    Invented,
    /// Found as another role.
    OtherRole,
    /// It begins too early.
    BeginsEarly,
    /// It begins too late.
    BeginsLate,
    /// It ends too early.
    EndsEarly,
    /// It ends too late.
    EndsLate,
    /// Both ends are wrong.
    BothEnds,
    /// One gold span was found in several.
    Parted,
    /// Several gold spans were found as one.
    Joined,
}

impl Fault {
    /// The fault in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Invented => "invented",
            Self::OtherRole => "found as another role",
            Self::BeginsEarly => "begins too early",
            Self::BeginsLate => "begins too late",
            Self::EndsEarly => "ends too early",
            Self::EndsLate => "ends too late",
            Self::BothEnds => "wrong at both ends",
            Self::Parted => "one found as several",
            Self::Joined => "several found as one",
        }
    }
}

/// One error in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The article.
    pub article: String,
    /// What gold has.
    pub gold: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// The text around.
    pub around: String,
}

type Role = (&'static str, fn(&Attribution) -> &[Span]);

const ROLES: [Role; 3] = [
    ("source", |attribution| &attribution.source),
    ("cue", |attribution| &attribution.cue),
    ("content", |attribution| &attribution.content),
];

/// The kinds of errors that `find` makes, the most common first.
pub fn errors(gold: &[Article], mut find: impl FnMut(&str) -> Vec<Attribution>) -> Vec<ErrorKind> {
    let mut kinds: BTreeMap<(&'static str, Fault), ErrorKind> = BTreeMap::new();
    for article in gold {
        let found = find(&article.text);
        let characters: Vec<char> = article.text.chars().collect();
        let text = |span: Span| {
            characters
                .get(span.start..span.end)
                .unwrap_or_default()
                .iter()
                .collect::<String>()
        };
        for (role, of_role) in ROLES {
            let truth: Vec<Span> = spans(&article.attributions, of_role).into_iter().collect();
            let answer: Vec<Span> = spans(&found, of_role).into_iter().collect();
            let others: Vec<Span> = ROLES
                .iter()
                .filter(|(other, _)| *other != role)
                .flat_map(|(_, of_other)| spans(&found, *of_other))
                .collect();
            for (fault, gold, found) in faults(&truth, &answer, &others) {
                let kind = kinds.entry((role, fault)).or_insert_with(|| ErrorKind {
                    role,
                    fault,
                    count: 0,
                    examples: Vec::new(),
                });
                kind.count += 1;
                let new_here = kind.examples.last().is_none_or(|last| last.article != article.id);
                let place = gold.or(found).filter(|_| new_here && kind.examples.len() < EXAMPLES);
                if let Some(place) = place {
                    let around = Span::new(
                        place.start.saturating_sub(AROUND),
                        (place.end + AROUND).min(characters.len()),
                    );
                    kind.examples.push(Example {
                        article: article.id.clone(),
                        gold: gold.map(text),
                        found: found.map(text),
                        around: text(around).split_whitespace().collect::<Vec<_>>().join(" "),
                    });
                }
            }
        }
    }
    let mut kinds: Vec<ErrorKind> = kinds.into_values().collect();
    kinds.sort_by_key(|kind| (std::cmp::Reverse(kind.count), kind.role, kind.fault));
    kinds
}

type Error = (Fault, Option<Span>, Option<Span>);

/// The faults of the spans of one role in one article. `others` are the spans found of other roles.
fn faults(gold: &[Span], found: &[Span], others: &[Span]) -> Vec<Error> {
    let mut faults = Vec::new();
    for &span in gold {
        let touching: Vec<Span> = found.iter().copied().filter(|other| other.overlaps(span)).collect();
        match touching.as_slice() {
            [] if others.contains(&span) => faults.push((Fault::OtherRole, Some(span), None)),
            [] => faults.push((Fault::Missed, Some(span), None)),
            [one] if *one == span => {}
            [one] => {
                let also = gold.iter().filter(|other| other.overlaps(*one)).count();
                let fault = match (one.start.cmp(&span.start), one.end.cmp(&span.end)) {
                    _ if also > 1 => Fault::Joined,
                    (std::cmp::Ordering::Less, std::cmp::Ordering::Equal) => Fault::BeginsEarly,
                    (std::cmp::Ordering::Greater, std::cmp::Ordering::Equal) => Fault::BeginsLate,
                    (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => Fault::EndsEarly,
                    (std::cmp::Ordering::Equal, _) => Fault::EndsLate,
                    _ => Fault::BothEnds,
                };
                faults.push((fault, Some(span), Some(*one)));
            }
            [first, ..] => faults.push((Fault::Parted, Some(span), Some(*first))),
        }
    }
    let invented = found
        .iter()
        .filter(|span| !gold.iter().any(|other| other.overlaps(**span)));
    faults.extend(invented.map(|span| (Fault::Invented, None, Some(*span))));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_name() {
        let span = |start, end| Span::new(start, end);
        let name = |gold: &[Span], found: &[Span], others: &[Span]| {
            let faults = faults(gold, found, others);
            faults.into_iter().map(|(fault, ..)| fault).collect::<Vec<_>>()
        };
        let gold = [span(10, 20)];
        assert_eq!(name(&gold, &gold, &[]), []);
        assert_eq!(name(&gold, &[], &[]), [Fault::Missed]);
        assert_eq!(name(&gold, &[], &gold), [Fault::OtherRole]);
        assert_eq!(name(&[], &gold, &[]), [Fault::Invented]);
        assert_eq!(name(&gold, &[span(8, 20)], &[]), [Fault::BeginsEarly]);
        assert_eq!(name(&gold, &[span(12, 20)], &[]), [Fault::BeginsLate]);
        assert_eq!(name(&gold, &[span(10, 15)], &[]), [Fault::EndsEarly]);
        assert_eq!(name(&gold, &[span(10, 25)], &[]), [Fault::EndsLate]);
        assert_eq!(name(&gold, &[span(8, 25)], &[]), [Fault::BothEnds]);
        assert_eq!(name(&gold, &[span(10, 14), span(15, 20)], &[]), [Fault::Parted]);
        let both = [span(10, 14), span(15, 20)];
        assert_eq!(name(&both, &gold, &[]), [Fault::Joined, Fault::Joined]);
    }

    #[test]
    fn kinds_come_by_count_with_examples() {
        let article = |id: &str| Article {
            id: id.to_owned(),
            text: "Ana said rain came.".to_owned(),
            attributions: vec![Attribution {
                source: vec![Span::new(0, 3)],
                cue: vec![Span::new(4, 8)],
                content: vec![Span::new(9, 18)],
            }],
        };
        let kinds = errors(&[article("a"), article("b")], |_| {
            vec![Attribution {
                source: vec![Span::new(0, 3)],
                cue: Vec::new(),
                content: vec![Span::new(9, 13)],
            }]
        });
        let told: Vec<_> = kinds.iter().map(|k| (k.role, k.fault, k.count)).collect();
        assert_eq!(told, [("content", Fault::EndsEarly, 2), ("cue", Fault::Missed, 2)]);
        let example = &kinds[0].examples[1];
        assert_eq!(example.article, "b");
        assert_eq!(example.gold.as_deref(), Some("rain came"));
        assert_eq!(example.found.as_deref(), Some("rain"));
        assert_eq!(example.around, "Ana said rain came.");
    }
}
