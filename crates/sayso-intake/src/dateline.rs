//! Datelines: what wire copy puts before its first sentence, "KYIV, Oct. 15 (Reuters) -".

use crate::words;

/// The longest dateline, in characters, its dash included.
const LONGEST: usize = 120;

/// A dateline at the start of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    /// The whole of it, with its dash.
    pub(crate) text: &'a str,
    pub(crate) place: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    pub(crate) agency: Option<&'a str>,
}

/// The dateline that `paragraph` starts with. A place in capitals, or an agency in brackets, has to stand before a
/// dash, and a sentence after it.
pub(crate) fn at_start(paragraph: &str) -> Option<Found<'_>> {
    let limit = paragraph
        .char_indices()
        .nth(LONGEST)
        .map_or(paragraph.len(), |(at, _)| at);
    let head = paragraph.get(..limit)?;
    dashes(head).find_map(|(start, end)| {
        let sentence = paragraph.get(end..)?.trim_start();
        let opens = sentence
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘«$€£".contains(c));
        let (place, date, agency) = parse(head.get(..start)?)?;
        opens.then_some(Found {
            text: paragraph.get(..end)?,
            place,
            date,
            agency,
        })
    })
}

/// Where dashes stand that can close a dateline: `--`, `—`, `–`, or `-` and `_` by themselves.
fn dashes(head: &str) -> impl Iterator<Item = (usize, usize)> {
    head.char_indices().filter_map(move |(at, c)| {
        let before = head.get(..at)?;
        let after = head.get(at + c.len_utf8()..)?;
        let apart = before.ends_with([' ', ')', '\u{a0}']);
        match c {
            '—' => Some((at, at + c.len_utf8())),
            '-' if after.starts_with('-') && !before.ends_with('-') => Some((at, at + 2)),
            '–' | '-' | '_' | '―' if apart && after.starts_with([' ', '\u{a0}']) => Some((at, at + c.len_utf8())),
            _ => None,
        }
    })
}

type Parts<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>);

/// Place, date and agency in what stands before the dash.
fn parse(head: &str) -> Option<Parts<'_>> {
    let head = head.trim();
    let (rest, agency) = match head.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((rest, agency)) => (rest.trim_end(), Some(agency.trim())),
        None => (head, None),
    };
    let known = agency.is_some_and(|name| name.split(['/', ',']).all(|name| words::AGENCIES.contains(name.trim())));
    if agency.is_some_and(|name| name.is_empty() || name.chars().count() > 40 || !name.starts_with(char::is_uppercase))
        && !known
    {
        return None;
    }
    let (place, date) = split_date(rest.trim_end_matches([',', '.', ' ']).len(), rest);
    let place = (!place.is_empty()).then_some(place);
    let sound = match place {
        Some(place) => is_place(place, known || (agency.is_some() && date.is_some())),
        None => known,
    };
    sound.then_some((place, date, agency))
}

/// Cuts a date from the end of `rest`: "KYIV, Oct. 15", "BEIJING, 1 April 2005", "April 1" alone. `bare` is the length
/// of `rest` without what may trail a place.
fn split_date(bare: usize, rest: &str) -> (&str, Option<&str>) {
    let mut cuts: Vec<usize> = rest
        .char_indices()
        .filter(|&(_, c)| c == ',' || c == ' ')
        .map(|(at, _)| at + 1)
        .collect();
    cuts.insert(0, 0);
    for cut in cuts {
        let (Some(before), Some(tail)) = (rest.get(..cut), rest.get(cut..)) else {
            continue;
        };
        if is_date(tail.trim()) {
            return (before.trim_end_matches([',', ' ']), Some(tail.trim()));
        }
    }
    // The full stop of "Calif." belongs to the place; a comma does not.
    let kept = if rest.trim_end().ends_with('.') {
        rest.trim_end().len()
    } else {
        bare
    };
    (rest.get(..kept).unwrap_or(rest), None)
}

/// A month and a day, in either order, with a year or without; or a month alone with a year.
fn is_date(text: &str) -> bool {
    let mut months = 0;
    let mut numbers = 0;
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        if words::month(word).is_some() {
            months += 1;
        } else if (1..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
            numbers += 1;
        } else {
            return false;
        }
    }
    months == 1 && (1..=2).contains(&numbers)
}

/// Whether `place` reads as a place: its first part in capitals, or in title case where an agency vouches for it; each
/// further part ("Calif.", "Lebanon") capitalised.
fn is_place(place: &str, vouched: bool) -> bool {
    let mut parts = place.split(',').map(str::trim);
    let Some(first) = parts.next() else { return false };
    let capital_words = |part: &str| {
        let mut words = part.split_whitespace().peekable();
        words.peek().is_some() && words.clone().count() <= 5 && words.all(|word| word.starts_with(char::is_uppercase))
    };
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let all_capitals = letters >= 3
        && !first
            .chars()
            .any(|c| c.is_lowercase() || c.is_numeric() || "!?:;\"“”()".contains(c))
        && first.split_whitespace().count() <= 5;
    if words::NOT_PLACES.contains(first) {
        return false;
    }
    (all_capitals || (vouched && capital_words(first) && letters >= 3)) && parts.all(capital_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_datelines() {
        let cases: &[(&str, &str, Parts)] = &[
            (
                "KYIV, Oct. 15 (Reuters) - The minister left.",
                "KYIV, Oct. 15 (Reuters) -",
                (Some("KYIV"), Some("Oct. 15"), Some("Reuters")),
            ),
            (
                "WASHINGTON (AP) _ The minister left.",
                "WASHINGTON (AP) _",
                (Some("WASHINGTON"), None, Some("AP")),
            ),
            (
                "BEIJING, April 1 (Xinhua) -- The minister left.",
                "BEIJING, April 1 (Xinhua) --",
                (Some("BEIJING"), Some("April 1"), Some("Xinhua")),
            ),
            (
                "BEIRUT, Lebanon — “We left.”",
                "BEIRUT, Lebanon —",
                (Some("BEIRUT, Lebanon"), None, None),
            ),
            (
                "SAN JOSE, Calif. (AP) — Two men left.",
                "SAN JOSE, Calif. (AP) —",
                (Some("SAN JOSE, Calif."), None, Some("AP")),
            ),
            (
                "PORT-AU-PRINCE—Two men left.",
                "PORT-AU-PRINCE—",
                (Some("PORT-AU-PRINCE"), None, None),
            ),
            ("(CNN) -- Two men left.", "(CNN) --", (None, None, Some("CNN"))),
            (
                "Nairobi, 2 May 2019 (AFP) – Two men left.",
                "Nairobi, 2 May 2019 (AFP) –",
                (Some("Nairobi"), Some("2 May 2019"), Some("AFP")),
            ),
            (
                "ELLERY, May 2 (Ellery Post) - Two men left.",
                "ELLERY, May 2 (Ellery Post) -",
                (Some("ELLERY"), Some("May 2"), Some("Ellery Post")),
            ),
        ];
        for (paragraph, text, parts) in cases {
            let found = at_start(paragraph).unwrap_or_else(|| panic!("no dateline in {paragraph}"));
            assert_eq!((found.text, (found.place, found.date, found.agency)), (*text, *parts));
        }
    }

    #[test]
    fn a_date_without_a_blank() {
        let found = at_start("ELLERY, Nov.3 (Xinhua) -- Two men left.").expect("a dateline");
        assert_eq!((found.place, found.date), (Some("ELLERY"), Some("Nov.3")));
    }

    #[test]
    fn sentences_with_dashes_are_none() {
        for paragraph in [
            "The minister - A man of few words - left.",
            "U.S. - Chinese talks went on.",
            "NATO - the alliance - met.",
            "Two men (Reuters) - who left - came back.",
            "KYIV",
            "KYIV -",
            "(maybe) - Not.",
            "",
            "— A dash first",
            "WILL HE GO? - He will.",
            "EXCLUSIVE – Two men left.",
        ] {
            assert_eq!(at_start(paragraph), None, "{paragraph}");
        }
    }
}
