//! Bylines: "By NAME" on a line of its own at the head or the foot of a text, and "(Reporting by NAME; …)" at the foot.

use crate::words;

/// The longest byline, in words.
const LONGEST: usize = 16;

/// What follows "By" (or another opening) at the start of `text`.
pub(crate) fn without_opening(text: &str) -> Option<&str> {
    words::BYLINE_OPENINGS.iter().find_map(|opening| {
        let start = text.get(..opening.len())?;
        let rest = text.get(opening.len()..)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        (start.eq_ignore_ascii_case(opening) && rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
    })
}

/// The names in `line`, if it is a byline and nothing else. `line` must be trimmed.
pub(crate) fn of_line(line: &str) -> Option<&str> {
    if let Some(inside) = line.strip_prefix('(') {
        // Agencies sign at the foot: "(Reporting by Ann Lee in Kyiv; Editing by Bo Ek)".
        let names = without_opening(inside)?;
        let end = [";", " in ", ")", "."]
            .iter()
            .filter_map(|mark| names.find(mark))
            .min()?;
        return names
            .get(..end)
            .map(str::trim_end)
            .filter(|names| reads_as_names(names));
    }
    without_opening(line).filter(|names| reads_as_names(names))
}

/// Whether every word is capitalised or a small word that stands in names; at least two words, or one that is an
/// agency or in capitals throughout.
fn reads_as_names(names: &str) -> bool {
    let all: Vec<&str> = names.split_whitespace().collect();
    let (Some(&first), Some(&last)) = (all.first(), all.last()) else {
        return false;
    };
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let capitalised = |word: &str| {
        word.trim_start_matches(['(', '"', '\'', '“', '‘', '|', '&', '/', '-', '–', '—'])
            .chars()
            .next()
            .is_none_or(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
    };
    let sentence_end = last.ends_with(['!', '?', ':', ';', ','])
        || (last.ends_with('.') && !last.trim_end_matches('.').contains('.') && last.chars().count() > 4);
    all.len() <= LONGEST
        && !sentence_end
        && capitalised(first)
        && first.starts_with(char::is_alphabetic)
        && !words::NOT_NAMES.contains(bare(first).as_str())
        && all
            .iter()
            .all(|word| capitalised(word) || words::NAME_PARTICLES.contains(bare(word).as_str()))
        && (all.len() > 1
            || words::AGENCIES.contains(names)
            || (names.len() > 2 && !names.chars().any(char::is_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::of_line;

    #[test]
    fn bylines_are_told_from_sentences() {
        for (line, expected) in [
            ("By Ann Lee", Some("Ann Lee")),
            ("BY ANN LEE and BO VAN DER EK", Some("ANN LEE and BO VAN DER EK")),
            (
                "By ANN LEE, Ellery Post Staff Writer",
                Some("ANN LEE, Ellery Post Staff Writer"),
            ),
            ("Written by: Ann Lee Jr.", Some("Ann Lee Jr.")),
            ("By Reuters", Some("Reuters")),
            ("(Reporting by Ann Lee in Ellery; Editing by Bo Ek)", Some("Ann Lee")),
            ("By Tuesday", None),
            ("By Ann", None),
            ("By Monday Evening", None),
            ("By Friday the harbour was open again.", None),
            ("By then Ann Lee had left", None),
            ("Bystanders Saw Everything", None),
            ("By", None),
            ("(Reporting by", None),
        ] {
            assert_eq!(of_line(line), expected, "{line}");
        }
    }
}
