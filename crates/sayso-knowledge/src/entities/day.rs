//! Days, and what a year or a month alone says of them.

/// A day, as year, month and day of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u16, u8, u8);

impl Day {
    /// The first day of what `text` says: `1991`, `1991-12` or `1991-12-25`; what follows a whole date is not read, so
    /// that a time may.
    pub fn first(text: &str) -> Option<Self> {
        Self::parse(text.get(..10).unwrap_or(text), 1, |_, _| 1)
    }

    /// The last day of what `text` says.
    pub fn last(text: &str) -> Option<Self> {
        Self::parse(text.get(..10).unwrap_or(text), 12, days_in)
    }

    fn parse(text: &str, month: u8, day: impl Fn(u16, u8) -> u8) -> Option<Self> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = match parts.next() {
            Some(part) => u8::try_from(number(part, 2)?).ok().filter(|m| (1..=12).contains(m))?,
            None => month,
        };
        let day = match parts.next() {
            Some(part) => u8::try_from(number(part, 2)?)
                .ok()
                .filter(|d| *d >= 1 && *d <= days_in(year, month))?,
            None => day(year, month),
        };
        parts.next().is_none().then_some(Self(year, month, day))
    }
}

fn number(digits: &str, length: usize) -> Option<u16> {
    (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
