//! How quantities are told: number words, what makes them inexact, units and currencies.

mod beside;
mod counts;
mod measures;
mod units;

use std::collections::{HashMap, HashSet};

use crate::events::WordClass;
use crate::phrase::Phrases;
use crate::{Defect, Embedded, Sources};

pub use beside::Beside;
pub use counts::{Bounds, CountSense, CountWord};
pub use measures::{Argument, MeasureWord, Measured, Stands};
pub use units::{Currency, Scale, UnitSense, UnitWord};

const COUNTS: &str = "figures/counts.tsv";
const UNITS: &str = "figures/units.tsv";
const CURRENCIES: &str = "figures/currencies.tsv";
const BESIDE: &str = "figures/beside.tsv";
const MEASURES: &str = "figures/measures.tsv";

pub(crate) const FILES: &[Embedded] = &[
    (COUNTS, include_str!("../../../../knowledge/figures/counts.tsv")),
    (UNITS, include_str!("../../../../knowledge/figures/units.tsv")),
    (CURRENCIES, include_str!("../../../../knowledge/figures/currencies.tsv")),
    (BESIDE, include_str!("../../../../knowledge/figures/beside.tsv")),
    (MEASURES, include_str!("../../../../knowledge/figures/measures.tsv")),
];

/// Everything that figures rest on.
#[derive(Clone, Debug, Default)]
pub struct FigureLexicon {
    counts: Phrases<CountSense>,
    units: Phrases<UnitSense>,
    /// As they are spelled.
    signs: HashMap<String, Vec<(UnitSense, String)>>,
    currencies: Vec<Currency>,
    beside: HashMap<Beside, HashSet<String>>,
    measures: HashMap<String, Vec<(WordClass, MeasureWord)>>,
}

impl FigureLexicon {
    pub(crate) fn load(sources: &Sources) -> Result<Self, Defect> {
        let mut this = Self::default();
        for table in sources.tables(COUNTS)? {
            for entry in table.entries() {
                let words = entry.get("words").unwrap_or("-").to_lowercase();
                this.counts
                    .add(&words, counts::count_sense(&entry)?, entry.because(&words));
            }
        }
        for table in sources.tables(UNITS)? {
            for entry in table.entries() {
                let words = entry.required("words")?;
                this.units
                    .add(&words.to_lowercase(), units::unit_sense(&entry)?, entry.because(words));
            }
        }
        for table in sources.tables(CURRENCIES)? {
            for entry in table.entries() {
                let listed = units::currency(&entry, this.currencies.len())?;
                this.currencies.push(listed.currency);
                for (words, sense) in listed.words {
                    this.units.add(&words.to_lowercase(), sense, entry.because(&words));
                }
                for (sign, sense) in listed.signs {
                    let because = entry.because(&sign);
                    this.signs.entry(sign).or_default().push((sense, because));
                }
            }
        }
        for table in sources.tables(BESIDE)? {
            for entry in table.entries() {
                let word = entry.required("word")?.to_lowercase();
                this.beside.entry(Beside::of(&entry)?).or_default().insert(word);
            }
        }
        for table in sources.tables(MEASURES)? {
            for entry in table.entries() {
                let ((lemma, class), word) = measures::measure_word(&entry)?;
                let words = this.measures.entry(lemma).or_default();
                words.retain(|(other, _)| *other != class);
                words.push((class, word));
            }
        }
        this.counts.order();
        this.units.order();
        Ok(this)
    }

    /// The phrases that begin with the word, the longest first.
    pub fn counting(&self, first: &str) -> &[CountWord] {
        self.counts.beginning(first)
    }

    /// What a word, by its lemma, says of figures that are told by it.
    pub fn measure(&self, lemma: &str, class: WordClass) -> Option<&MeasureWord> {
        let words = self.measures.get(lemma)?;
        words.iter().find(|(of, _)| *of == class).map(|(_, word)| word)
    }

    /// The units and currencies whose words begin with this one, in small letters; the longest first.
    pub fn units(&self, first: &str) -> &[UnitWord] {
        self.units.beginning(first)
    }

    /// What a sign or code of a currency can mean, as it is spelled, and the lines that say so.
    pub fn signs(&self, form: &str) -> &[(UnitSense, String)] {
        self.signs.get(form).map(Vec::as_slice).unwrap_or_default()
    }

    /// The currency that a word names.
    pub fn currency(&self, at: usize) -> Option<&Currency> {
        self.currencies.get(at)
    }

    /// Whether a word beside a number tells this of it.
    pub fn is_beside(&self, class: Beside, word: &str) -> bool {
        self.beside.get(&class).is_some_and(|words| words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use crate::Knowledge;

    use super::*;

    #[test]
    fn units_and_currencies_are_listed() {
        let knowledge = Knowledge::embedded().unwrap();
        let figures = &knowledge.figures;
        let mile = figures.units("miles").iter().find(|word| word.rest.is_empty()).unwrap();
        let UnitSense::Measure(scale) = &mile.sense else {
            panic!("a mile is a measure")
        };
        assert_eq!((scale.unit.as_deref(), scale.convert(5.0)), (Some("m"), 8046.72));
        assert!(mile.because.starts_with("figures/units.tsv:"));
        assert!(figures.units("miles")[0].rest.len() > 1, "the longest first");

        let codes = |word: &str| -> Vec<&str> {
            let money = figures.units(word).iter().filter(|word| word.rest.is_empty());
            let mut codes: Vec<&str> = money
                .filter_map(|word| match word.sense {
                    UnitSense::Money { currency, .. } => Some(figures.currency(currency)?.code.as_str()),
                    _ => None,
                })
                .collect();
            codes.sort_unstable();
            codes
        };
        assert!(codes("dollars").contains(&"USD") && codes("dollars").contains(&"CAD"));
        assert_eq!(codes("baht"), ["THB"]);
        let currencies = |year: Option<i32>| figures.currencies.iter().filter(move |c| c.is_used_in(year)).count();
        assert!((150..200).contains(&currencies(None)), "{}", currencies(None));
        let used = |code: &str, year| {
            let mut all = figures.currencies.iter();
            all.any(|currency| currency.code == code && currency.is_used_in(year))
        };
        assert!(used("DEM", Some(1998)) && !used("DEM", None) && !used("EUR", Some(1997)));
        assert!(figures.is_beside(Beside::Label, "article"));
        assert!(!figures.is_beside(Beside::Label, "soldiers"));
    }

    #[test]
    fn countries_of_currencies_are_those_of_the_list() {
        let knowledge = Knowledge::embedded().unwrap();
        for currency in &knowledge.figures.currencies {
            for country in &currency.countries {
                assert!(
                    country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase()),
                    "{country}"
                );
            }
        }
    }
}
