//! Which tellings of a block are compared.
//!
//! All with all while that costs little. In a larger block tellings are laid into smaller ones by what they name, those
//! still large are put in an order in which such as share words stand together, and each is compared with the few after
//! it. So the cost grows as the number of tellings, whatever a week brings.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Tellings that are compared all with all.
const ALL: usize = 48;
/// Tellings after one that it is compared with, in a sub-block larger than that.
const NEXT: usize = 16;
/// Sub-blocks that a telling is laid into.
const FACETS: usize = 20;

/// Calls `compare` with the places of two tellings that may belong together; perhaps more than once with the same two.
/// `facets` are what a telling can share with another, `order` ties tellings to their place in the end.
pub(crate) fn pairs(facets: &[&[u32]], mut compare: impl FnMut(usize, usize)) {
    if facets.len() <= ALL {
        for other in 1..facets.len() {
            for one in 0..other {
                compare(one, other);
            }
        }
        return;
    }
    let mut by_facet: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, words) in facets.iter().enumerate() {
        for word in words.iter().take(FACETS) {
            by_facet.entry(*word).or_default().push(at);
        }
    }
    for (word, mut members) in by_facet {
        let reach = if members.len() <= ALL {
            ALL
        } else {
            members.sort_by_cached_key(|at| (alike(facets.get(*at).copied().unwrap_or_default(), word), *at));
            NEXT
        };
        for (at, one) in members.iter().enumerate() {
            for other in members.iter().skip(at + 1).take(reach) {
                compare(*one.min(other), *one.max(other));
            }
        }
    }
}

/// The least hash of the words beside one: equal for two lists as often as they share words.
fn alike(words: &[u32], but: u32) -> u64 {
    let others = words.iter().filter(|word| **word != but);
    let hashes = others.map(|word| xxh3_64_with_seed(&word.to_le_bytes(), u64::from(but)));
    hashes.min().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(facets: &[Vec<u32>]) -> usize {
        let facets: Vec<&[u32]> = facets.iter().map(Vec::as_slice).collect();
        let mut count = 0;
        pairs(&facets, |one, other| {
            assert!(one < other);
            count += 1;
        });
        count
    }

    #[test]
    fn a_small_block_is_compared_whole() {
        assert_eq!(compared(&vec![Vec::new(); 10]), 45);
    }

    #[test]
    fn the_cost_of_a_hot_block_grows_as_its_size() {
        // Every telling shares a word with every other, and has three of its own story.
        let block =
            |size: u32| -> Vec<Vec<u32>> { (0..size).map(|at| vec![1, 1000 + at / 5, 2_000_000 + at]).collect() };
        let (small, large) = (compared(&block(10_000)), compared(&block(100_000)));
        assert!(small <= 10_000 * (NEXT + 4), "{small}");
        assert!(large <= 100_000 * (NEXT + 4), "{large}");
    }

    #[test]
    fn tellings_of_one_story_meet_in_a_hot_block() {
        let facets: Vec<Vec<u32>> = (0..100_000_u32)
            .map(|at| vec![1, 2, 1000 + (at * 7919) % 50_000])
            .collect();
        let refs: Vec<&[u32]> = facets.iter().map(Vec::as_slice).collect();
        let mut met = 0;
        pairs(&refs, |one, other| {
            met += usize::from(facets[one][2] == facets[other][2])
        });
        assert!(met >= 50_000, "{met}");
    }
}
