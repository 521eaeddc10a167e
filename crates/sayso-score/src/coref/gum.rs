//! Reads the mentions that GUM writes into the last column of CoNLL-U as `Entity=…`, the form that CorefUD shares
//! (Zeldes 2017, "The GUM corpus"; Nedoluzhko et al. 2022, "CorefUD 1.0").
//!
//! `(12-person-new-…` opens a mention of the group 12 at a word, `12)` closes the one of 12 that was opened last, and
//! `(12-person-new-…)` is a mention of one word; several may stand in a row. `# global.Entity = GRP-etype-…` says which
//! field is what. A discontinuous mention comes in numbered parts, `(12[1/2]-person-…` … `12[1/2])` … `(12[2/2]-…`;
//! here it reaches from its first word to its last. Empty nodes and the lines of multiword tokens bear no mention.

/// A mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// What it is a mention of, a name inside its document.
    pub group: String,
    /// Its type.
    pub kind: String,
    /// Its first word, counted from 0 over the whole file.
    pub first: usize,
    /// Its last word.
    pub last: usize,
    /// The line that it is opened in.
    pub line: usize,
}

/// Reads all mentions of a file, in the order in which they open, the longer first.
///
/// # Errors
/// What is wrong, and in which line.
pub(super) fn mentions(text: &str) -> Result<Vec<Mention>, String> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_end_matches('\r');
        reader
            .line(line, index + 1)
            .map_err(|cause| format!("line {}: {cause}", index + 1))?;
    }
    if let Some(open) = reader.open.iter().chain(&reader.parts).next() {
        return Err(format!(
            "line {}: the mention of \"{}\" that opens here never ends",
            open.line, open.group
        ));
    }
    let mut mentions = reader.mentions;
    mentions.sort_by_key(|mention| (mention.first, std::cmp::Reverse(mention.last)));
    Ok(mentions)
}

/// Which field of a mention is its group and which its type.
#[derive(Clone, Copy)]
struct Layout {
    group: usize,
    kind: usize,
}

#[derive(Default)]
struct Reader {
    layout: Option<Layout>,
    /// How many words came before.
    words: usize,
    /// Mentions, or parts of mentions, whose last word is still to come; `group` as written, `12[1/2]`.
    open: Vec<Mention>,
    /// Discontinuous mentions, as far as they have come.
    parts: Vec<Mention>,
    mentions: Vec<Mention>,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) -> Result<(), String> {
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(fields) = comment.trim().strip_prefix("global.Entity") {
                self.layout = Some(layout(fields.trim_start_matches([' ', '=']))?);
            }
            return Ok(());
        }
        let (Some(id), Some(misc)) = (line.split('\t').next(), line.split('\t').nth(9)) else {
            return Ok(());
        };
        if id.contains(['-', '.']) {
            return Ok(());
        }
        let word = self.words;
        self.words += 1;
        let entity = misc.split('|').find_map(|entry| entry.strip_prefix("Entity="));
        let mut rest = entity.unwrap_or_default();
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let fields = opened.split(['(', ')']).next().unwrap_or_default();
                let mention = self.mention(fields, word, number)?;
                rest = opened.strip_prefix(fields).unwrap_or_default();
                self.open.push(mention);
                if let Some(after) = rest.strip_prefix(')') {
                    self.close(self.open.len() - 1, word)?;
                    rest = after;
                }
            } else {
                let closed = rest.split_once(')').filter(|(group, _)| !group.contains('('));
                let Some((group, after)) = closed else {
                    return Err(format!("\"{rest}\" in Entity neither opens nor closes a mention"));
                };
                let Some(at) = self.open.iter().rposition(|mention| mention.group == group) else {
                    return Err(format!("a mention of \"{group}\" ends that was not opened"));
                };
                self.close(at, word)?;
                rest = after;
            }
        }
        Ok(())
    }

    fn mention(&self, fields: &str, word: usize, line: usize) -> Result<Mention, String> {
        let Some(layout) = self.layout else {
            return Err("a mention, but no \"# global.Entity = …\" before it to tell its fields".to_owned());
        };
        let field = |index: usize| fields.split('-').nth(index).filter(|field| !field.is_empty());
        let (Some(group), Some(kind)) = (field(layout.group), field(layout.kind)) else {
            return Err(format!("the mention \"({fields}\" lacks its group or its type"));
        };
        Ok(Mention {
            group: group.to_owned(),
            kind: kind.to_owned(),
            first: word,
            last: word,
            line,
        })
    }

    /// Ends what was opened as the `at`th.
    fn close(&mut self, at: usize, word: usize) -> Result<(), String> {
        let mut mention = self.open.remove(at);
        mention.last = word;
        let Some((group, part, count)) = part(&mention.group) else {
            self.mentions.push(mention);
            return Ok(());
        };
        let group = group.to_owned();
        if part > 1 {
            let Some(begun) = self.parts.iter().rposition(|earlier| earlier.group == group) else {
                let written = mention.group;
                return Err(format!("\"{written}\" continues a mention that has not begun"));
            };
            let earlier = self.parts.remove(begun);
            mention.first = earlier.first;
            mention.kind = earlier.kind;
            mention.line = earlier.line;
        }
        mention.group = group;
        let list = if part < count {
            &mut self.parts
        } else {
            &mut self.mentions
        };
        list.push(mention);
        Ok(())
    }
}

/// Reads `12[1/2]`: the group, which part it is, and of how many.
fn part(group: &str) -> Option<(&str, usize, usize)> {
    let (group, part) = group.strip_suffix(']')?.rsplit_once('[')?;
    let (part, count) = part.split_once('/')?;
    Some((group, part.parse().ok()?, count.parse().ok()?))
}

fn layout(fields: &str) -> Result<Layout, String> {
    let find = |names: [&str; 2]| fields.split('-').position(|field| names.contains(&field));
    match (find(["GRP", "eid"]), find(["etype", "entity"])) {
        (Some(group), Some(kind)) => Ok(Layout { group, kind }),
        _ => Err(format!("global.Entity \"{fields}\" names no GRP and etype")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test may fail loudly
mod tests {
    use super::*;

    /// A file with one word for each `Entity`, `-` for none.
    fn file(entities: &[&str]) -> String {
        let mut text = "# newdoc id = a\n# global.Entity = GRP-etype-infstat\n".to_owned();
        for (index, entity) in entities.iter().enumerate() {
            let misc = if *entity == "-" {
                "_".to_owned()
            } else {
                format!("Entity={entity}|SpaceAfter=No")
            };
            text.push_str(&format!("{}\tw\tw\tX\tX\t_\t0\troot\t_\t{misc}\n", index + 1));
        }
        text.push('\n');
        text
    }

    fn found(entities: &[&str]) -> Vec<(String, String, usize, usize)> {
        let mentions = mentions(&file(entities)).unwrap();
        mentions
            .into_iter()
            .map(|m| (m.group, m.kind, m.first, m.last))
            .collect()
    }

    fn mention(group: &str, kind: &str, first: usize, last: usize) -> (String, String, usize, usize) {
        (group.to_owned(), kind.to_owned(), first, last)
    }

    #[test]
    fn mentions_nest_and_touch() {
        assert_eq!(
            found(&[
                "(1-person-new(2-place-giv:act)",
                "-",
                "(1-person-giv",
                "1)(3-object-new)1)"
            ]),
            [
                mention("1", "person", 0, 3),
                mention("2", "place", 0, 0),
                mention("1", "person", 2, 3),
                mention("3", "object", 3, 3),
            ]
        );
    }

    #[test]
    fn parts_make_one_mention() {
        assert_eq!(
            found(&[
                "(e1[1/2]-person-new",
                "e1[1/2])",
                "(e2-place-new)",
                "(e1[2/2]-person-new)"
            ]),
            [mention("e1", "person", 0, 3), mention("e2", "place", 2, 2)]
        );
    }

    #[test]
    fn lines_that_are_no_words_do_not_count() {
        let text = "# global.Entity = eid-etype\n\
                    1-2\tdu\t_\t_\t_\t_\t_\t_\t_\tEntity=(e9-person)\n\
                    1\tde\tde\tADP\t_\t_\t0\troot\t_\t_\n\
                    1.1\tx\tx\tX\t_\t_\t_\t_\t_\tEntity=(e9-person)\n\
                    2\tle\tle\tDET\t_\t_\t1\tdet\t_\tEntity=(e1-place)\n";
        let found = mentions(text).unwrap();
        assert_eq!((found.len(), found[0].first, found[0].line), (1, 1, 5));
    }

    #[test]
    fn faults_name_the_line() {
        let fault = |entities: &[&str]| mentions(&file(entities)).unwrap_err();
        assert_eq!(
            fault(&["(1-person-new", "-"]),
            "line 3: the mention of \"1\" that opens here never ends"
        );
        assert_eq!(
            fault(&["-", "2)"]),
            "line 4: a mention of \"2\" ends that was not opened"
        );
        assert!(fault(&["(1"]).starts_with("line 3: the mention \"(1\" lacks"));
        assert!(fault(&["1(2-a-b)"]).starts_with("line 3: \"1(2-a-b)\""));
        assert!(fault(&["(1[2/2]-person)"]).contains("has not begun"));
        assert!(fault(&["(1[1/2]-person)"]).contains("never ends"));
        let headless = file(&["(1-person-new)"]).replace("global.Entity", "global.Other");
        assert!(
            mentions(&headless)
                .unwrap_err()
                .starts_with("line 3: a mention, but no")
        );
        assert!(mentions("# global.Entity = a-b\n").unwrap_err().starts_with("line 1:"));
    }
}
