//! The line of a knowledge file that a row's reason names, as it stands there.

use std::path::Path;

use sayso::knowledge::{Table, embedded_files};

/// One entry of a knowledge file.
#[derive(Debug, PartialEq, Eq)]
pub struct KnowledgeLine {
    /// Names of the columns, where the file is a table.
    columns: Vec<String>,
    /// The line; for an entry that goes on below, all its lines.
    lines: Vec<String>,
}

impl KnowledgeLine {
    /// The entry that `reason` (`file:line name`) points to: in the files that ship, or in a user's folder. `None`
    /// where the reason is not of that form or the file has no such line.
    pub fn find(reason: &str, folder: Option<&Path>) -> Option<Self> {
        // A user's file is named by its path, and a path may hold colons: the number has to end the reason or be
        // followed by a space.
        for (at, _) in reason.match_indices(':') {
            let (file, rest) = (&reason[..at], &reason[at + 1..]);
            let digits = rest.split(' ').next().unwrap_or_default();
            let Ok(number) = digits.parse::<usize>() else { continue };
            let shipped = embedded_files().find(|(name, _)| *name == file);
            return match (shipped, folder) {
                (Some((name, text)), _) => Self::cut(name, text, number),
                // Only what lies in the folder that the user named is opened.
                (None, Some(folder)) if Path::new(file).starts_with(folder) => {
                    Self::cut(file, &std::fs::read_to_string(file).ok()?, number)
                }
                _ => None,
            };
        }
        None
    }

    fn cut(file: &str, text: &str, number: usize) -> Option<Self> {
        let mut lines = text.lines().skip(number.checked_sub(1)?);
        let first = lines.next()?.to_owned();
        if file.ends_with(".tsv") {
            let columns = Table::parse(file, text, &[])
                .map(|table| table.columns().iter().map(|&column| column.to_owned()).collect())
                .unwrap_or_default();
            return Some(Self {
                columns,
                lines: vec![first],
            });
        }
        // A rule goes on to the next empty line or to the next line that is not indented.
        let below = lines.take_while(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
        let lines = std::iter::once(first).chain(below.map(str::to_owned)).collect();
        Some(Self {
            columns: Vec::new(),
            lines,
        })
    }

    /// The entry's lines; cells of a table are named by their columns.
    pub fn shown(&self) -> Vec<String> {
        let [line] = self.lines.as_slice() else {
            return self.lines.clone();
        };
        if self.columns.is_empty() {
            return self.lines.clone();
        }
        let cells = line
            .split('\t')
            .enumerate()
            .filter(|(_, cell)| !matches!(*cell, "" | "-"));
        let named = cells.map(|(i, cell)| match self.columns.get(i) {
            Some(column) => format!("{column}: {cell}"),
            None => cell.to_owned(),
        });
        vec![named.collect::<Vec<_>>().join(" · ")]
    }
}

#[cfg(test)]
mod tests {
    use super::KnowledgeLine;

    #[test]
    fn names_the_cells_of_a_table() {
        let text =
            "# Verbs.\n# Columns, split by tabs:\n#   lemma   the verb\n#   act   the act\nclaim\tclaim\nsay\t-\n";
        let entry = KnowledgeLine::cut("attribution/cues.tsv", text, 5).expect("there is a line 5");
        assert_eq!(entry.shown(), ["lemma: claim · act: claim"]);
        let entry = KnowledgeLine::cut("attribution/cues.tsv", text, 6).expect("there is a line 6");
        assert_eq!(entry.shown(), ["lemma: say"]);
        assert_eq!(KnowledgeLine::cut("attribution/cues.tsv", text, 7), None);
        assert_eq!(KnowledgeLine::cut("attribution/cues.tsv", text, 0), None);
    }

    #[test]
    fn shows_a_rule_with_the_lines_below_it() {
        let text = "# Rules.\n\nrule says\n  cue VERB\n  source nsubj\nrule other\n  cue NOUN\n";
        let entry = KnowledgeLine::cut("attribution/said.rules", text, 3).expect("there is a line 3");
        assert_eq!(entry.shown(), ["rule says", "  cue VERB", "  source nsubj"]);
    }

    #[test]
    fn finds_a_line_that_ships_and_no_other_file() {
        let countries = KnowledgeLine::find("entities/countries.tsv:1 any", None).expect("the file ships");
        assert!(countries.shown()[0].contains('#'));
        for reason in [
            "",
            "no file named",
            "/etc/passwd:1 root",
            "entities/countries.tsv:x",
            "entities/countries.tsv:0",
        ] {
            assert_eq!(KnowledgeLine::find(reason, None), None, "{reason}");
        }
    }

    #[test]
    fn finds_a_line_in_the_users_folder() {
        let folder = std::env::temp_dir().join(format!("sayso: knowledge {}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let file = folder.join("verbs.tsv");
        std::fs::write(&file, "# Columns: lemma.\nmumble\n").expect("a file can be written");
        let reason = format!("{}:2 mumble", file.display());
        let entry = KnowledgeLine::find(&reason, Some(&folder));
        let outside = KnowledgeLine::find(&reason, Some(std::path::Path::new("/elsewhere")));
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
        assert_eq!(entry.map(|entry| entry.shown()), Some(vec!["lemma: mumble".to_owned()]));
        assert_eq!(outside, None);
    }
}
