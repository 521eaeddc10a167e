//! The lists under `knowledge/intake/` that shapes of text are recognised by. They are built in, so that intake needs
//! no files beside the program.

use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(crate) static MONTHS: LazyLock<Vec<(&str, u8)>> = LazyLock::new(|| {
    columns(include_str!("../../../knowledge/intake/months.tsv"))
        .filter_map(|(name, number)| number.parse().ok().map(|number| (name, number)))
        .collect()
});

pub(crate) static BYLINE_OPENINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut openings: Vec<&str> = entries(include_str!("../../../knowledge/intake/byline-openings.txt")).collect();
    openings.sort_by_key(|opening| std::cmp::Reverse(opening.len()));
    openings
});

pub(crate) static NAME_PARTICLES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../../knowledge/intake/name-particles.txt")).collect());

pub(crate) static NOT_NAMES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../../knowledge/intake/not-names.txt")).collect());

pub(crate) static NOT_PLACES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../../knowledge/intake/not-places.txt")).collect());

pub(crate) static AGENCIES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| entries(include_str!("../../../knowledge/intake/agencies.txt")).collect());

/// What may follow "X reports", and whether it shows that X speaks of itself.
pub(crate) static RELAYS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    columns(include_str!("../../../knowledge/intake/relays.tsv"))
        .map(|(words, own)| (words, own == "yes"))
        .collect()
});

/// The lines of a list that are neither blank nor comments.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn columns(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(list).filter_map(|line| line.split_once('\t'))
}

/// The number of the month that `name` names, in any case and with or without a full stop.
pub(crate) fn month(name: &str) -> Option<u8> {
    let name = name.trim_end_matches('.').to_lowercase();
    MONTHS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|&(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read_whole() {
        assert_eq!(MONTHS.iter().map(|&(_, number)| number).max(), Some(12));
        assert_eq!(
            entries(include_str!("../../../knowledge/intake/months.tsv")).count(),
            MONTHS.len()
        );
        assert_eq!(
            entries(include_str!("../../../knowledge/intake/relays.tsv")).count(),
            RELAYS.len()
        );
        assert!(BYLINE_OPENINGS.contains(&"by") && NAME_PARTICLES.contains("van"));
        assert!(NOT_NAMES.contains("tuesday") && AGENCIES.contains("Reuters"));
    }
}
