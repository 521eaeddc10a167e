//! The day or period that a figure holds for, as far as its sentence tells.
//!
//! Of the times of a sentence that is the nearest that hangs on the figure's words ([`setting`](super::setting)); where
//! the text tells two ends, from the first to the last, and since when something has gone on, to the day of publication.

use sayso_knowledge::figures::Beside;
use sayso_language::Upos;
use sayso_schema::{Basis, Date, FigureKind, Passage};

use super::about::Told;
use super::counted::Counted;
use super::measure::ToldBy;
use super::quantity::Quantity;
use super::setting::{COMPARES, FAR, MOST_STEPS, Seats};
use crate::grammar::{is_nominal, lower, marks};
use crate::times::{TimeExpression, TimeKind};

/// Words between a time and the number right behind it: "Friday's close of".
const MOST_BETWEEN: usize = 4;

impl Told<'_, '_> {
    /// The day or period that a figure holds for.
    pub(super) fn period(&self, quantity: &Quantity, counted: &Counted, told: &ToldBy<'_>) -> Option<Date> {
        let tree = self.tree;
        // Ages and lengths have their own time, which is none on the calendar.
        if matches!(quantity.kind, FigureKind::Age | FigureKind::Duration) {
            return None;
        }
        if let Some(rate) = self.rate(quantity) {
            return Some(rate);
        }
        let times = self.scene.times(self.sentence);
        if times.is_empty() {
            return None;
        }
        let seats = self.seats(quantity, counted, told);
        let last_word = tree.len().saturating_sub(1);
        let best = times
            .iter()
            .filter(|time| !(quantity.first..=quantity.last).contains(&time.first))
            .filter_map(|time| {
                let top = tree.top(time.first, time.last.min(last_word));
                let named = self.is_named_year(time, top, counted) || self.is_of_later(time, top);
                let half = quantity.kind == FigureKind::Score && time.value.contains("-Q");
                if named || half {
                    return None;
                }
                if self.owns(time, top, quantity) {
                    return Some((0, time.first.abs_diff(quantity.first), *time));
                }
                // "from 2006 to 2010" compares nothing.
                if self.is_other_time(time, top) && self.ends(time, times).is_none() && self.since(time, top).is_none()
                {
                    return None;
                }
                let distance = self
                    .hangs(&seats, top, true)
                    .or_else(|| {
                        self.since(time, top)
                            .and_then(|verb| since_distance(&seats, verb, top, told))
                    })
                    .or_else(|| self.opens(top, time.last, told).then_some(FAR + MOST_STEPS))?;
                Some((distance, time.first.abs_diff(quantity.first), *time))
            })
            .min_by_key(|(distance, far, _)| (*distance, *far));
        let (.., time) = best?;
        let top = tree.top(time.first, time.last.min(last_word));
        let months = || self.first_months(time, times);
        // "the first ten months of this year" where only the year hangs there.
        let around = || {
            let mut longer = times.iter().filter(|other| other.last < time.first);
            longer.find_map(|other| {
                let year = self.year_of(other, times)?;
                (year.span == time.span).then(|| self.first_months(other, times))?
            })
        };
        months()
            .or_else(around)
            .or_else(|| self.ends(time, times))
            .or_else(|| self.until_now(time, top))
            .or_else(|| self.fiscal_year(time))
            .or_else(|| date(time))
    }

    /// What a figure is reckoned by, where that is a time: "300,000 barrels a day", "1.2 million bpd".
    fn rate(&self, quantity: &Quantity) -> Option<Date> {
        let text = |(first, last)| (self.span((first, last)), lower(self.tree, first));
        let per = quantity.per.map(text);
        let daily = (quantity.first..=quantity.last).find(|&word| self.beside(Beside::PerDay, word));
        let (span, word) = per.or_else(|| Some((self.span((daily?, daily?)), "day".to_owned())))?;
        let value = match word.as_str() {
            "hour" => "PT1H",
            "day" => "P1D",
            "week" => "P1W",
            "month" => "P1M",
            "quarter" => "P3M",
            "year" => "P1Y",
            _ => return None,
        };
        Some(Date {
            value: Some(value.to_owned()),
            not_before: None,
            not_after: None,
            basis: Basis::InText,
            expression: Some(self.scene.text.passage(span)),
        })
    }

    /// Whether a year is part of a name or tells which of its kind something is: "the 1972 Weapons Convention".
    fn is_named_year(&self, time: &TimeExpression, top: usize, counted: &Counted) -> bool {
        let tree = self.tree;
        let year = time.value.len() == 4 && time.first == time.last;
        let head = tree.head(top).filter(|&head| year && head > time.last);
        let Some(head) = head.filter(|&head| is_nominal(tree, head) && marks(tree, top).next().is_none()) else {
            return false;
        };
        let capital = |word: usize| tree.token(word).form.starts_with(char::is_uppercase);
        let own = [counted.noun, counted.measure].contains(&Some(head));
        !own && capital(head) && capital(time.last + 1)
    }

    /// Whether a time is that of a delivery or a maturity, which figures told now are of no part of: "for delivery in January".
    fn is_of_later(&self, time: &TimeExpression, top: usize) -> bool {
        let tree = self.tree;
        let head = tree
            .head(top)
            .filter(|&head| head < time.first || head == time.last + 1);
        let next = Some(time.last + 1).filter(|&next| next < tree.len());
        let before = time.first.checked_sub(2);
        [head, next, before]
            .into_iter()
            .flatten()
            .any(|word| self.beside(Beside::Later, word))
    }

    /// Whether a time owns what a quantity is the level of: "Friday's close of 6.49", "Thursday's 11.20".
    fn owns(&self, time: &TimeExpression, top: usize, quantity: &Quantity) -> bool {
        let tree = self.tree;
        let mut end = time.last.max(top);
        let owner = end + 1 < tree.len() && matches!(&*lower(tree, end + 1), "'s" | "’s" | "'" | "’");
        end += usize::from(owner);
        if !owner && &*tree.token(top).deprel != "nmod:poss"
            || end >= quantity.first
            || quantity.first - end > MOST_BETWEEN
        {
            return false;
        }
        (end + 1..quantity.first).all(|word| {
            matches!(tree.token(word).upos, Upos::Noun | Upos::Adj | Upos::Part)
                || matches!(&*lower(tree, word), "of" | "at")
        })
    }

    /// The verb on which a time says since when something has gone on; the time's own word where it hangs on a phrase.
    fn since(&self, time: &TimeExpression, top: usize) -> Option<usize> {
        let tree = self.tree;
        let is_since = |word: usize| marks(tree, word).any(|mark| lower(tree, mark) == "since");
        let before = time
            .first
            .checked_sub(1)
            .is_some_and(|before| lower(tree, before) == "since");
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
            return None;
        }
        if before || is_since(top) {
            return Some(top);
        }
        let verb = tree.head(top)?;
        (tree.token(verb).relation() == "advcl" && is_since(verb)).then_some(verb)
    }

    /// "since March 13": from then to the day of publication, which the text is of.
    fn until_now(&self, time: &TimeExpression, top: usize) -> Option<Date> {
        self.since(time, top)?;
        let now = self
            .scene
            .document
            .published
            .as_deref()
            .and_then(|published| published.get(..10))?;
        let begin = time.not_before.clone()?;
        if begin.as_str() > now {
            return None;
        }
        Some(Date {
            value: Some(format!("{}/{now}", time.value)),
            not_before: Some(begin),
            not_after: Some(now.to_owned()),
            basis: time.basis,
            expression: Some(self.scene.text.passage(time.span)),
        })
    }

    /// "in the 2006-2010 period", "from 1997 to October 31, 2005": from the first to the last.
    fn ends(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let first = self.ends_at(time, times);
        first.or_else(|| {
            let before = times
                .iter()
                .rev()
                .find(|other| other.last < time.first && time.first - other.last <= 2)?;
            self.ends_at(before, times)
        })
    }

    fn ends_at(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let on_calendar = |time: &TimeExpression| {
            let day = time.value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            (day && matches!(time.value.len(), 4 | 7 | 10)).then(|| time.value.clone())
        };
        let begin = on_calendar(time)?;
        let joint = time.last + 1;
        let opened = time.first.checked_sub(1).map(|before| lower(self.tree, before));
        let joins = (joint + 1 < self.tree.len()).then(|| lower(self.tree, joint))?;
        let joined = match joins.as_str() {
            "-" | "–" | "through" => true,
            "to" | "until" | "till" => opened.as_deref() == Some("from"),
            "and" => opened.as_deref() == Some("between"),
            _ => false,
        };
        let until = times.iter().find(|other| other.first == joint + 1);
        let written = || {
            let form = self.tree.token(joint + 1).form.to_string();
            let digits = form.len() == 4 && form.bytes().all(|byte| byte.is_ascii_digit());
            Some(form).filter(|_| digits && begin.len() == 4)
        };
        let end = until.and_then(|until| on_calendar(until)).or_else(written);
        let end = end.filter(|end| joined && begin < *end)?;
        let last = match until {
            Some(until) => until.span,
            None => self.tree.token(joint + 1).span,
        };
        let not_after = until.and_then(|until| until.not_after.clone());
        Some(Date {
            not_before: time.not_before.clone().or_else(|| Some(format!("{begin}-01-01"))),
            not_after: not_after.or_else(|| Some(format!("{end}-12-31"))),
            value: Some(format!("{begin}/{end}")),
            basis: time.basis,
            expression: Some(self.scene.text.passage(time.span.hull(last))),
        })
    }

    /// "fiscal 1998", "the fiscal year 1998".
    fn fiscal_year(&self, time: &TimeExpression) -> Option<Date> {
        let tree = self.tree;
        let from = time.first.saturating_sub(MOST_FISCAL);
        let fiscal = (from..=time.last.min(tree.len().saturating_sub(1)))
            .rev()
            .find(|&word| matches!(&*lower(tree, word), "fiscal" | "financial"))?;
        let between = (fiscal + 1..time.first).all(|word| matches!(&*lower(tree, word), "year" | "in" | "of" | "the"));
        let year = time.value.as_str();
        let number: u16 = year.parse().ok().filter(|_| year.len() == 4 && between)?;
        Some(Date {
            value: Some(format!("FY{number}")),
            not_before: None,
            not_after: None,
            ..date(time)?
        })
    }

    /// "the first 10 months of 2005": from the first of the year to the end of the tenth.
    fn first_months(&self, time: &TimeExpression, times: &[&TimeExpression]) -> Option<Date> {
        let word = |at: usize| (at < self.tree.len()).then(|| lower(self.tree, at));
        let months: u32 = time.value.strip_prefix('P')?.strip_suffix('M')?.parse().ok()?;
        let is_first = (time.first.saturating_sub(1)..=time.last).any(|at| word(at).as_deref() == Some("first"));
        let year = self.year_of(time, times)?;
        let year = Some(year).filter(|_| is_first && (1..=12).contains(&months))?;
        let days = match months {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let whole = time.span.hull(year.span);
        Some(Date {
            value: Some(format!("{0}-01/{0}-{months:02}", year.value)),
            not_before: Some(format!("{}-01-01", year.value)),
            not_after: Some(format!("{}-{months:02}-{days}", year.value)),
            basis: year.basis,
            expression: Some(self.scene.text.passage(whole)),
        })
    }

    /// The year that some of its months are told of: "ten months of this year".
    fn year_of<'t>(&self, time: &TimeExpression, times: &[&'t TimeExpression]) -> Option<&'t TimeExpression> {
        let of = time.last + 1;
        let of = of < self.tree.len() && matches!(&*lower(self.tree, of), "of" | "in" | "this" | "last");
        let year = times.iter().copied().find(|year| {
            (time.last + 1..=time.last + 3).contains(&year.first)
                && year.value.len() == 4
                && year.value.bytes().all(|byte| byte.is_ascii_digit())
        });
        year.filter(|_| of)
    }

    /// Whether a time only compares, or says before or after what: "from a year earlier".
    fn is_other_time(&self, time: &TimeExpression, top: usize) -> bool {
        let tree = self.tree;
        // "now" and "recently" tell no day.
        if time.value.ends_with("_REF") {
            return true;
        }
        let mut marks: Vec<String> = marks(tree, top).map(|mark| lower(tree, mark)).collect();
        let before = time.first.checked_sub(1).filter(|&before| {
            let inside = |head: usize| (time.first..=time.last).contains(&head);
            tree.token(before).upos == Upos::Adp && tree.head(before).is_some_and(inside)
        });
        marks.extend(before.map(|before| lower(tree, before)));
        let compares = marks
            .iter()
            .any(|mark| COMPARES.contains(&mark.as_str()) || mark == "since");
        let bounds = marks.iter().any(|mark| {
            matches!(
                mark.as_str(),
                "in" | "over" | "during" | "within" | "through" | "throughout" | "for"
            )
        });
        match time.kind {
            TimeKind::Date | TimeKind::Time => compares,
            TimeKind::Duration => {
                let bounded = (time.first.saturating_sub(2)..=time.last.min(tree.len().saturating_sub(1)))
                    .any(|word| BOUNDS.contains(&&*lower(tree, word)));
                !bounds || !bounded
            }
            TimeKind::Set => false,
        }
    }
}

/// How far a time hangs that says since when.
fn since_distance(seats: &Seats, verb: usize, top: usize, told: &ToldBy<'_>) -> Option<usize> {
    // Where the verb is the time's own word, `hangs` has told.
    let clause = told.clause.filter(|_| verb != top)?;
    seats.distance(clause, top)
}

/// Words between "fiscal" and the year or month.
const MOST_FISCAL: usize = 5;

/// Words of a length of time that tell which: "in the last five years".
const BOUNDS: [&str; 12] = [
    "last",
    "past",
    "first",
    "previous",
    "recent",
    "next",
    "coming",
    "preceding",
    "final",
    "this",
    "these",
    "latest",
];

/// The day or period that a time tells: of "Thursday night" the day, of a length of time its value alone.
fn date(time: &TimeExpression) -> Option<Date> {
    let day = time.value.split_once('T').map(|(day, _)| day);
    let value = day
        .filter(|day| day.len() >= 8 && !day.starts_with('P'))
        .unwrap_or(&time.value);
    let told = time.date().unwrap_or_else(|| Date {
        value: None,
        not_before: time.not_before.clone(),
        not_after: time.not_after.clone(),
        basis: time.basis,
        expression: Some(Passage {
            span: time.span,
            text: time.text.clone(),
        }),
    });
    Some(Date {
        value: Some(value.to_owned()),
        ..told
    })
}
