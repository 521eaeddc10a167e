//! What a number is told in: percent, money, a physical unit, a length of time, an age.

use sayso_knowledge::entities::squeeze_onto;
use sayso_knowledge::figures::{Beside, Scale, UnitSense};
use sayso_knowledge::times::{TimeSense, TimeUnit};
use sayso_language::Upos;
use sayso_schema::FigureKind;

use super::line::Line;

/// Words of a country between a number and its currency: "Papua New Guinea kina".
const MOST_OF_COUNTRY: usize = 4;

/// From so much on, pounds are money.
const MANY_POUNDS: f64 = 1e6;

/// From so much on, "won" is money where the tagger has a verb.
const MUCH_MONEY: f64 = 1e3;

/// What a number is told in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) kind: FigureKind,
    pub(super) unit: Option<String>,
    /// What makes a number in this a number in `unit`.
    pub(super) factor: Factor,
    /// The first and the last word.
    pub(super) words: (usize, usize),
    pub(super) lines: Vec<String>,
}

/// What makes a number as it is written one in the unit of its figure.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Factor {
    Same,
    Times(f64),
    Scale(Scale),
}

impl Factor {
    pub(super) fn convert(&self, number: f64) -> f64 {
        match self {
            Self::Same => number,
            Self::Times(factor) => number * factor,
            Self::Scale(scale) => scale.convert(number),
        }
    }
}

/// A currency as a word or sign can mean it.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'k> {
    pub(super) currency: usize,
    minor: bool,
    default: bool,
    line: &'k str,
}

impl Line<'_, '_> {
    /// What a number that ends before the word `end` is told in. `glued` is what follows it in its own word.
    pub(super) fn told(&self, end: usize, glued: &str, value: Option<f64>) -> Option<Told> {
        if !glued.is_empty() {
            return self.unit_word(end - 1, glued, end - 1, value);
        }
        let hyphened = self.is(end, "-");
        let at = if hyphened { end + 1 } else { end };
        if hyphened && self.names_a_sort(at) && !self.is(at + 1, "-") {
            return None;
        }
        self.length_of_time(at)
            .or_else(|| self.unit_word(at, self.word(at), at, value))
            .or_else(|| self.money_after(at, value))
            .or_else(|| self.of_unit(end, value))
    }

    /// "years", "more days", "- year - old"
    fn length_of_time(&self, at: usize) -> Option<Told> {
        let from = self.past_inside(at);
        let (end, unit) = self.time_unit(from)?;
        let (unit, factor) = in_seconds(unit);
        let old_at = if self.is(end, "-") { end + 1 } else { end };
        let age_end = if self.is_any(old_at, &["old", "olds"]) {
            Some(old_at + 1)
        } else if self.is(end, "of") && self.is(end + 1, "age") {
            Some(end + 2)
        } else {
            None
        };
        Some(Told {
            kind: if age_end.is_some() {
                FigureKind::Age
            } else {
                FigureKind::Duration
            },
            unit: Some(unit.to_owned()),
            factor: Factor::Times(factor),
            words: (from, age_end.unwrap_or(end) - 1),
            lines: Vec::new(),
        })
    }

    fn past_inside(&self, at: usize) -> usize {
        let inside = self.scene.knowledge.times.beginning(self.word(at));
        let found = inside
            .iter()
            .find(|word| word.sense == TimeSense::Inside && self.reader.follow(at, word));
        found.map_or(at, |word| at + 1 + word.rest.len())
    }

    /// The unit of time at a word, and the word after it.
    pub(super) fn time_unit(&self, at: usize) -> Option<(usize, TimeUnit)> {
        let words = self.scene.knowledge.times.beginning(self.word(at));
        words.iter().find_map(|word| match word.sense {
            TimeSense::Unit { unit, .. } if self.reader.follow(at, word) => Some((at + 1 + word.rest.len(), unit)),
            _ => None,
        })
    }

    /// A unit that begins with `first`, which stands at the word `at` or is the end of it.
    fn unit_word(&self, first_at: usize, first: &str, at: usize, value: Option<f64>) -> Option<Told> {
        let units = self.scene.knowledge.figures.units(first);
        let found = units
            .iter()
            .find(|word| !matches!(word.sense, UnitSense::Money { .. }) && self.reader.follow(at, word))?;
        let words = (first_at, at + found.rest.len());
        let told = |kind, unit: Option<&str>, factor| Told {
            kind,
            unit: unit.map(str::to_owned),
            factor,
            words,
            lines: vec![found.because.clone()],
        };
        let hyphened = first_at > 0 && self.is(first_at - 1, "-");
        Some(match &found.sense {
            UnitSense::Percent => told(FigureKind::Percent, Some("percent"), Factor::Same),
            UnitSense::Points if self.is(words.1, "point") && hyphened => return None,
            UnitSense::Points if self.scene.tells_sport => return None,
            UnitSense::Points => told(FigureKind::Measure, None, Factor::Same),
            // "the first time", "two-time champion"
            UnitSense::Times if !self.is(words.1, "times") => return None,
            UnitSense::Times => told(FigureKind::Count, None, Factor::Same),
            UnitSense::Measure(scale) => {
                if self.is_any(first_at, &["pound", "pounds"]) && self.pounds_are_money(first_at, value) {
                    return None;
                }
                // "in", "m" and the like as words of their own; "20m pounds" is money.
                let letter = first.len() == 1 && self.money_after(words.1 + 1, value).is_some();
                // "on foot", "the two feet": a lone word in another part of speech.
                let fits = !matches!(self.upos(first_at), Upos::Verb | Upos::Aux | Upos::Adp | Upos::Pron);
                if letter || !fits && first_at == at && first == self.word(at) {
                    return None;
                }
                let kind = match scale.unit.as_deref() {
                    Some("s") => FigureKind::Duration,
                    _ => FigureKind::Measure,
                };
                // The nineties are no seconds.
                let decade = kind == FigureKind::Duration
                    && first != self.word(at)
                    && value.is_some_and(|value| value.fract() == 0.0 && value % 10.0 == 0.0 && value >= 20.0);
                if decade {
                    return None;
                }
                told(kind, scale.unit.as_deref(), Factor::Scale(scale.clone()))
            }
            UnitSense::Money { .. } => return None,
        })
    }

    /// Pounds are a weight of things that are weighed, and where nobody in the article pays in pounds.
    fn pounds_are_money(&self, at: usize, value: Option<f64>) -> bool {
        let hyphened = at > 0 && self.is(at - 1, "-");
        let near = (at + 1..=at + 4).chain(at.saturating_sub(8)..at);
        if near.into_iter().any(|word| self.beside(Beside::Weigh, word)) {
            return false;
        }
        if self.is(at + 1, "sterling") || value.is_none_or(|value| value >= MANY_POUNDS) {
            return true;
        }
        let of_what = self.is(at + 1, "of");
        !of_what && !hyphened && self.resolve(&self.candidates(self.word(at), at), None).is_some()
    }

    /// "dollars", "Hong Kong dollars", "USD".
    pub(super) fn money_after(&self, at: usize, value: Option<f64>) -> Option<Told> {
        let codes = self.signs(at);
        if !codes.is_empty() {
            return self.money(&codes, None, (at, at));
        }
        let mut country: Option<&str> = None;
        let mut name = String::new();
        for skipped in 0..=MOST_OF_COUNTRY {
            let word = at + skipped;
            let candidates = self.candidates(self.word(word), word);
            if !candidates.is_empty() && (country.is_some() || skipped == 0 && self.can_be_money(word, value)) {
                let length = self.longest_money(word);
                let told = self.money(&candidates, country, (at, word + length))?;
                let weight = self.is_any(word, &["pound", "pounds"]) && !self.pounds_are_money(word, value);
                return (!weight || country.is_some()).then_some(told);
            }
            // "an 8-million-U.S.-dollar project"
            if skipped > 0 && self.is(word, "-") {
                continue;
            }
            if self.is_any(word, &["-", ",", ".", ""]) {
                return None;
            }
            squeeze_onto(&mut name, self.form(word), skipped > 0);
            let listed = self.scene.knowledge.entities.name(&name).first();
            country = listed.and_then(|name| name.country.as_deref());
        }
        None
    }

    /// "won", "real" and "mark" are other words as well; after so much, with nothing behind that they could be told of,
    /// they are money whatever the tagger says.
    fn can_be_money(&self, at: usize, value: Option<f64>) -> bool {
        let other = matches!(
            self.upos(at),
            Upos::Verb | Upos::Aux | Upos::Adj | Upos::Adv | Upos::Adp
        );
        let much = value.is_some_and(|value| value >= MUCH_MONEY || value.fract() != 0.0);
        let alone = matches!(
            self.upos(at + 1),
            Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::X | Upos::Verb
        ) || self.word(at + 1).is_empty();
        !other || much && alone
    }

    /// "dozens of miles", "millions of dollars"
    fn of_unit(&self, end: usize, value: Option<f64>) -> Option<Told> {
        if value.is_some() || !self.is(end, "of") {
            return None;
        }
        let at = end + 1;
        self.length_of_time(at)
            .or_else(|| self.unit_word(at, self.word(at), at, value))
            .or_else(|| self.money_after(at, value))
    }

    /// The sign of a currency before a number: what it says, and the word after it.
    pub(super) fn sign(&self, at: usize) -> Option<Told> {
        let candidates = self.signs(at);
        let country = at.checked_sub(1).and_then(|before| {
            let name = self.scene.knowledge.entities.name(self.form(before)).first()?;
            name.country.as_deref().filter(|_| self.is_adjacent(before))
        });
        self.money(&candidates, country, (at, at))
    }

    fn signs(&self, at: usize) -> Vec<Candidate<'_>> {
        let signs = self.scene.knowledge.figures.signs(self.form(at));
        let candidate = |(sense, line): &'_ (UnitSense, String)| match *sense {
            UnitSense::Money {
                currency,
                minor,
                default,
            } => Some((currency, minor, default, line.len())),
            _ => None,
        };
        signs
            .iter()
            .filter_map(|sign| {
                let (currency, minor, default, _) = candidate(sign)?;
                Some(Candidate {
                    currency,
                    minor,
                    default,
                    line: &sign.1,
                })
            })
            .collect()
    }

    /// How many words more than one the longest currency's name here has.
    fn longest_money(&self, at: usize) -> usize {
        let units = self.scene.knowledge.figures.units(self.word(at)).iter();
        units
            .filter(|word| matches!(word.sense, UnitSense::Money { .. }) && self.reader.follow(at, word))
            .map(|word| word.rest.len())
            .max()
            .unwrap_or(0)
    }

    /// The currencies whose name, the longest that fits, begins at a word.
    pub(super) fn candidates(&self, first: &str, at: usize) -> Vec<Candidate<'_>> {
        let longest = self.longest_money(at);
        let units = self.scene.knowledge.figures.units(first).iter();
        units
            .filter(|word| word.rest.len() == longest && self.reader.follow(at, word))
            .filter_map(|word| match word.sense {
                UnitSense::Money {
                    currency,
                    minor,
                    default,
                } => Some(Candidate {
                    currency,
                    minor,
                    default,
                    line: &word.because,
                }),
                _ => None,
            })
            .collect()
    }

    /// Money, of which currency or of one that is not told.
    fn money(&self, candidates: &[Candidate<'_>], country: Option<&str>, words: (usize, usize)) -> Option<Told> {
        let minor = candidates.first()?.minor;
        let resolved = self.resolve(candidates, country);
        let code = resolved.and_then(|found| self.scene.knowledge.figures.currency(found.currency));
        let line = resolved.or(candidates.first().copied())?.line;
        Some(Told {
            kind: FigureKind::Money,
            unit: code.map(|currency| currency.code.clone()),
            factor: if minor { Factor::Times(0.01) } else { Factor::Same },
            words,
            lines: vec![line.to_owned()],
        })
    }

    /// Which currency is meant: that of the country that is named, the usual one, the only one, or that of the only
    /// country of the article that has one called so.
    pub(super) fn resolve<'c>(&self, candidates: &[Candidate<'c>], country: Option<&str>) -> Option<Candidate<'c>> {
        let figures = &self.scene.knowledge.figures;
        let published = self.scene.document.published.as_deref();
        let year = published.and_then(|published| published.get(..4)?.parse().ok());
        let in_use = |candidate: &&Candidate<'c>| {
            figures
                .currency(candidate.currency)
                .is_some_and(|currency| currency.is_used_in(year))
        };
        let mut usable: Vec<Candidate<'c>> = candidates.iter().filter(in_use).copied().collect();
        if usable.is_empty() {
            usable = candidates.to_vec();
        }
        let of = |country: &str| {
            usable.iter().copied().find(|candidate| {
                figures
                    .currency(candidate.currency)
                    .is_some_and(|currency| currency.countries.iter().any(|code| code == country))
            })
        };
        if let Some(found) = country.and_then(of) {
            return Some(found);
        }
        if country.is_some() {
            return None;
        }
        if let Some(usual) = usable.iter().find(|candidate| candidate.default) {
            return Some(*usual);
        }
        if let [only] = usable.as_slice() {
            return Some(*only);
        }
        let mut named: Option<Candidate<'c>> = None;
        for country in self
            .scene
            .entities
            .iter()
            .filter_map(|entity| entity.country.as_deref())
        {
            let Some(found) = of(country) else { continue };
            if named.is_some_and(|named| named.currency != found.currency) {
                return None;
            }
            named = Some(found);
        }
        named
    }
}

/// The unit that figures have for a length of time, and how many of it one is.
fn in_seconds(unit: TimeUnit) -> (&'static str, f64) {
    match unit {
        TimeUnit::Second => ("s", 1.0),
        TimeUnit::Minute => ("s", 60.0),
        TimeUnit::Hour => ("s", 3600.0),
        TimeUnit::Day => ("s", 86_400.0),
        TimeUnit::Weekend => ("s", 172_800.0),
        TimeUnit::Week => ("s", 604_800.0),
        TimeUnit::Fortnight => ("s", 1_209_600.0),
        TimeUnit::Month => ("mo", 1.0),
        TimeUnit::Quarter => ("mo", 3.0),
        TimeUnit::Year => ("a", 1.0),
        TimeUnit::Decade => ("a", 10.0),
        TimeUnit::Century => ("a", 100.0),
        TimeUnit::Millennium => ("a", 1000.0),
    }
}
