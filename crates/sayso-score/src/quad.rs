//! The quad class of a sentence: neutral, verbal or material cooperation, verbal or material conflict.
//!
//! Gold is lines of a sentence, a tab and a class, 0 for neutral and PLOVER's 1 to 4, as ConfliBERT's evaluation data
//! has them (Hu et al. 2022). Scored by the mean of the classes' F1, and by the part that is right.

use std::path::Path;

use serde::Serialize;

use crate::ScoreError;
use crate::tally::Tally;

/// How many classes there are.
pub const CLASSES: usize = 5;

/// How well classes were found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct QuadScores {
    /// The mean of the classes' F1, of those that gold has.
    pub macro_f1: f64,
    /// The part that is right.
    pub accuracy: f64,
    /// F1 of class 0.
    pub neutral_f1: f64,
    /// F1 of class 1.
    pub verbal_cooperation_f1: f64,
    /// F1 of class 2.
    pub material_cooperation_f1: f64,
    /// F1 of class 3.
    pub verbal_conflict_f1: f64,
    /// F1 of class 4.
    pub material_conflict_f1: f64,
    /// Sentences.
    pub sentences_count: usize,
}

/// Reads sentences with their classes. With `held_out`, only every fifth line, the part that nothing is trained on.
///
/// # Errors
/// When the file cannot be read or a line is not a sentence, a tab and a class.
pub fn read(path: &Path, held_out: bool) -> Result<Vec<(String, u8)>, ScoreError> {
    let text = std::fs::read_to_string(path).map_err(|error| ScoreError::new(path, error.to_string()))?;
    let mut sentences = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let class = line.rsplit_once('\t').and_then(|(sentence, class)| {
            let class = class
                .trim()
                .parse::<u8>()
                .ok()
                .filter(|class| usize::from(*class) < CLASSES)?;
            Some((sentence.to_owned(), class))
        });
        let Some(sentence) = class else {
            let cause = format!("line {}: expected a sentence, a tab and a class from 0 to 4", at + 1);
            return Err(ScoreError::new(path, cause));
        };
        if !held_out || at % 5 == 4 {
            sentences.push(sentence);
        }
    }
    Ok(sentences)
}

/// The class that the corpus gives acts of a CAMEO code: its coders worked in CAMEO, whose public statements and
/// appeals (01, 02) are neutral and whose reduced relations (16) are verbal conflict.
pub fn of_cameo(code: &str) -> Option<u8> {
    Some(match code.get(..2)? {
        "01" | "02" => 0,
        "03" | "04" | "05" => 1,
        "06" | "07" | "08" => 2,
        "09" | "10" | "11" | "12" | "13" | "16" => 3,
        "14" | "15" | "17" | "18" | "19" | "20" => 4,
        _ => return None,
    })
}

/// Scores what `classify` says of each sentence.
pub fn score(gold: &[(String, u8)], mut classify: impl FnMut(&str) -> u8) -> QuadScores {
    let mut tallies = [Tally::default(); CLASSES];
    let mut right = 0;
    for (sentence, class) in gold {
        let ours = usize::from(classify(sentence)).min(CLASSES - 1);
        let class = usize::from(*class);
        tallies[class].gold += 1;
        tallies[ours].system += 1;
        tallies[class].correct += usize::from(ours == class);
        right += usize::from(ours == class);
    }
    let known: Vec<f64> = tallies
        .iter()
        .filter(|tally| tally.gold > 0)
        .map(|tally| tally.f1())
        .collect();
    QuadScores {
        macro_f1: known.iter().sum::<f64>() / known.len().max(1) as f64,
        accuracy: right as f64 / gold.len().max(1) as f64,
        neutral_f1: tallies[0].f1(),
        verbal_cooperation_f1: tallies[1].f1(),
        material_cooperation_f1: tallies[2].f1(),
        verbal_conflict_f1: tallies[3].f1(),
        material_conflict_f1: tallies[4].f1(),
        sentences_count: gold.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_partial_score() {
        let gold: Vec<(String, u8)> = [("a", 0), ("b", 0), ("c", 4)].map(|(s, c)| (s.to_owned(), c)).to_vec();
        let scores = score(&gold, |sentence| {
            u8::from(sentence == "b") * 4 + u8::from(sentence == "c") * 4
        });
        assert_eq!(scores.accuracy, 2.0 / 3.0);
        // F1 of 0: one of two found, nothing wrong; of 4: one right of two.
        assert!((scores.macro_f1 - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(scores.sentences_count, 3);
    }

    #[test]
    fn cameo_has_other_classes_than_plover() {
        assert_eq!(
            (of_cameo("023"), of_cameo("163"), of_cameo("19")),
            (Some(0), Some(3), Some(4))
        );
        assert_eq!((of_cameo("x"), of_cameo("99")), (None, None));
    }

    #[test]
    fn a_line_without_a_class_is_told() {
        let file = std::env::temp_dir().join(format!("sayso-quad-{}.tsv", std::process::id()));
        std::fs::write(&file, "a\t1\nb\t1\nc\t1\nd\t1\ne \t2\n").unwrap();
        let held_out = read(&file, true).unwrap();
        std::fs::write(&file, "a\t1\nb\t7\n").unwrap();
        let bad = read(&file, false).unwrap_err().to_string();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(held_out, [("e ".to_owned(), 2)]);
        assert!(bad.contains("line 2"), "{bad}");
    }
}
