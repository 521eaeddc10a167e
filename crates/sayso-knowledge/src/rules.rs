//! Rules: patterns over dependency trees, as data.
//!
//! A rule starts from an anchor word, walks along relations to the words that play a part (who says it, what is
//! said), and tells which row comes of it. This module has the types and reads them from text; it knows no sentences.
//! `sayso-reading` lays the rules on trees. The format is described at the head of `attribution/statements.rules`.

use sayso_schema::{Act, Voice};

use crate::Defect;
use crate::table::lines;
use crate::words::{act_named, upos_is_known};

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, unique in its file.
    pub name: String,
    /// `file:line name`, for the rows that it makes.
    pub because: String,
    /// What the word is like that it starts from.
    pub anchor: Vec<Condition>,
    /// What must be there, and what must not.
    pub guards: Vec<Guard>,
    /// The parts, in the order in which they are looked for.
    pub roles: Vec<Role>,
    /// The voice that its rows have; the usual one where `None`.
    pub voice: Option<Voice>,
    /// The act that its rows have; the cue's where `None`.
    pub act: Option<Act>,
    /// Where it is right too seldom to be believed when the network, which reads the same, sees nothing.
    pub doubtful: Option<Doubt>,
}

/// Where a rule is not to be believed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Outside other people's words: inside them the network marks nothing.
    Outside,
    /// Inside them too.
    Everywhere,
}

/// A word that must be there, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Which word.
    pub target: Target,
    /// Whether it must be there.
    pub present: bool,
}

/// A part in a rule, and where its word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Which part.
    pub part: Part,
    /// Whether the rule fits without it.
    pub optional: bool,
    /// Where its word is: the first of these that leads to one.
    pub targets: Vec<Target>,
}

/// The parts that words play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whose word it is.
    Source,
    /// What is said.
    Content,
    /// More of what is said.
    Also,
    /// One more word of the cue.
    Cue,
    /// Media that it was taken from.
    Via,
}

/// A path from the anchor, and what the word at its end is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The way there.
    pub path: Path,
    /// What the word there is like.
    pub conditions: Vec<Condition>,
}

/// A way from the anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// Along the tree; no step at all is the anchor itself.
    Steps(Vec<Step>),
    /// Quoted words beside the anchor.
    Quote,
    /// Everything before the anchor.
    Left,
    /// Everything after it.
    Right,
}

/// One step along the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// From a word to its head; otherwise from a word to its dependents.
    pub up: bool,
    /// The relations it may go along: any where empty.
    pub relations: Vec<String>,
}

impl Step {
    /// Whether it may go along a relation. `nsubj` takes in its subtypes, `nsubj:pass` is itself only.
    pub fn follows(&self, deprel: &str) -> bool {
        self.relations.is_empty() || self.relations.iter().any(|relation| relation_fits(relation, deprel))
    }
}

/// Whether `deprel` is `relation`, or a subtype of it.
pub fn relation_fits(relation: &str, deprel: &str) -> bool {
    deprel
        .strip_prefix(relation)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Something a word must be, or must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What of the word is looked at.
    pub test: Test,
    /// The values, of which one must be there.
    pub values: Vec<String>,
    /// Turns it round: none of the values may be there.
    pub negated: bool,
}

/// What of a word a [`Condition`] looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // described at the head of attribution/statements.rules
pub enum Test {
    Lemma,
    Form,
    Upos,
    Xpos,
    Deprel,
    Feature(String),
    Frame,
    Pos,
    Act,
    Marked,
    Child,
    Kind,
    Name,
    Side,
    Size,
    Place,
}

/// Reads a file of rules. `file` is what rows call it.
///
/// # Errors
/// At the first line that is not of the format, with what it may say.
pub fn parse_rules(file: &str, text: &str) -> Result<Vec<Rule>, Defect> {
    let mut rules: Vec<Rule> = Vec::new();
    for (number, line) in lines(text) {
        let at = Line { file, number };
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let (key, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        if !line.starts_with([' ', '\t']) {
            if key != "rule" || rest.trim().is_empty() {
                return Err(at.defect(
                    format!("`{content}` opens no rule"),
                    "write `rule NAME`, and indent the lines that belong to it",
                ));
            }
            let name = rest.trim().to_owned();
            if rules.iter().any(|rule| rule.name == name) {
                return Err(at.defect(format!("a second rule called `{name}`"), "give it a name of its own"));
            }
            rules.push(at.rule(name));
            continue;
        }
        let Some(rule) = rules.last_mut() else {
            return Err(at.defect("a line of no rule", "write `rule NAME` above it"));
        };
        at.read(rule, key, rest.trim())?;
    }
    for rule in &rules {
        let number = rule
            .because
            .split([':', ' '])
            .nth(1)
            .and_then(|n| n.parse().ok())
            .unwrap_or(1);
        let at = Line { file, number };
        if rule.anchor.is_empty() {
            return Err(at.defect(
                format!("rule {} has no anchor", rule.name),
                "add a line `anchor CONDITIONS`",
            ));
        }
        if !rule.roles.iter().any(|role| role.part == Part::Content) {
            return Err(at.defect(
                format!("rule {} has no content", rule.name),
                "add a line `content TARGET`",
            ));
        }
    }
    Ok(rules)
}

struct Line<'f> {
    file: &'f str,
    number: usize,
}

impl Line<'_> {
    fn defect(&self, cause: impl Into<String>, remedy: impl Into<String>) -> Defect {
        Defect::new(self.file, self.number, cause, remedy)
    }

    fn rule(&self, name: String) -> Rule {
        Rule {
            because: format!("{}:{} {name}", self.file, self.number),
            name,
            anchor: Vec::new(),
            guards: Vec::new(),
            roles: Vec::new(),
            voice: None,
            act: None,
            doubtful: None,
        }
    }

    fn read(&self, rule: &mut Rule, key: &str, rest: &str) -> Result<(), Defect> {
        let (key, optional) = key.strip_suffix('?').map_or((key, false), |key| (key, true));
        let part = match key {
            "anchor" => {
                rule.anchor = self.conditions(rest.split_whitespace())?;
                return Ok(());
            }
            "where" | "unless" => {
                rule.guards.push(Guard {
                    target: self.target(rest)?,
                    present: key == "where",
                });
                return Ok(());
            }
            "makes" => return self.makes(rule, rest),
            "doubtful" => {
                rule.doubtful = match rest {
                    "outside" => Some(Doubt::Outside),
                    "everywhere" => Some(Doubt::Everywhere),
                    _ => {
                        return Err(self.defect(
                            format!("`{rest}` is no place to doubt a rule"),
                            "use outside or everywhere",
                        ));
                    }
                };
                return Ok(());
            }
            "source" => Part::Source,
            "content" => Part::Content,
            "also" => Part::Also,
            "cue" => Part::Cue,
            "via" => Part::Via,
            _ => {
                return Err(self.defect(
                    format!("`{key}` is no line of a rule"),
                    "use anchor, where, unless, source, content, also, cue, via, makes or doubtful",
                ));
            }
        };
        let targets = rest
            .split(" / ")
            .map(|target| self.target(target))
            .collect::<Result<_, _>>()?;
        rule.roles.push(Role {
            part,
            optional,
            targets,
        });
        Ok(())
    }

    fn makes(&self, rule: &mut Rule, rest: &str) -> Result<(), Defect> {
        for pair in rest.split_whitespace() {
            match pair.split_once('=') {
                Some(("voice", "hearsay")) => rule.voice = Some(Voice::Hearsay),
                Some(("voice", "attributed")) => rule.voice = Some(Voice::Attributed),
                Some(("act", name)) => {
                    rule.act = Some(act_named(name).ok_or_else(|| {
                        self.defect(
                            format!("`{name}` is no act"),
                            "use one of the ledger's acts, such as say",
                        )
                    })?);
                }
                _ => {
                    return Err(self.defect(
                        format!("`{pair}` is nothing that a row has"),
                        "use voice=hearsay, voice=attributed or act=ACT",
                    ));
                }
            }
        }
        Ok(())
    }

    fn target(&self, text: &str) -> Result<Target, Defect> {
        let mut words = text.split_whitespace();
        let path = words
            .next()
            .ok_or_else(|| self.defect("no path", "say where the word is, for example `>nsubj`"))?;
        Ok(Target {
            path: self.path(path)?,
            conditions: self.conditions(words)?,
        })
    }

    fn path(&self, text: &str) -> Result<Path, Defect> {
        match text {
            "quote" => return Ok(Path::Quote),
            "left" => return Ok(Path::Left),
            "right" => return Ok(Path::Right),
            "." => return Ok(Path::Steps(Vec::new())),
            _ => {}
        }
        let wrong = || {
            self.defect(
                format!("`{text}` is no path"),
                "write steps such as `>nsubj`, `<acl` or `<conj>nsubj`, or one of: . quote left right",
            )
        };
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let up = match rest.as_bytes().first() {
                Some(b'<') => true,
                Some(b'>') => false,
                _ => return Err(wrong()),
            };
            rest = &rest[1..];
            let end = rest.find(['<', '>']).unwrap_or(rest.len());
            let relations = match &rest[..end] {
                "*" => Vec::new(),
                named => named.split('|').map(str::to_owned).collect(),
            };
            if relations.iter().any(|relation| !is_relation(relation)) {
                return Err(wrong());
            }
            steps.push(Step { up, relations });
            rest = &rest[end..];
        }
        Ok(Path::Steps(steps))
    }

    fn conditions<'t>(&self, words: impl Iterator<Item = &'t str>) -> Result<Vec<Condition>, Defect> {
        words.map(|word| self.condition(word)).collect()
    }

    fn condition(&self, word: &str) -> Result<Condition, Defect> {
        // `form==` would be read amiss: the first `=` splits, a `!` before it turns the condition round.
        let (key, values) = word.split_once('=').ok_or_else(|| {
            self.defect(
                format!("`{word}` is no condition"),
                "write `key=value`, for example `upos=VERB`",
            )
        })?;
        let (key, negated) = key.strip_suffix('!').map_or((key, false), |key| (key, true));
        let test = match key {
            "lemma" => Test::Lemma,
            "form" => Test::Form,
            "upos" => Test::Upos,
            "xpos" => Test::Xpos,
            "deprel" => Test::Deprel,
            "frame" => Test::Frame,
            "pos" => Test::Pos,
            "act" => Test::Act,
            "marked" => Test::Marked,
            "child" => Test::Child,
            "kind" => Test::Kind,
            "name" => Test::Name,
            "side" => Test::Side,
            "size" => Test::Size,
            "place" => Test::Place,
            _ if key.starts_with(|c: char| c.is_ascii_uppercase()) => Test::Feature(key.to_owned()),
            _ => {
                return Err(self.defect(
                    format!("nothing of a word is called `{key}`"),
                    "see the conditions at the head of attribution/statements.rules",
                ));
            }
        };
        let values: Vec<String> = values.split('|').map(str::to_owned).collect();
        let allowed = |value: &str| match test {
            Test::Upos => upos_is_known(value),
            Test::Deprel | Test::Child => is_relation(value),
            Test::Act => act_named(value).is_some(),
            Test::Side => matches!(value, "before" | "after"),
            Test::Size => value == "few",
            Test::Place => matches!(value, "title" | "start"),
            Test::Name => matches!(value, "person" | "organisation" | "location" | "no"),
            _ => !value.is_empty(),
        };
        if let Some(value) = values.iter().find(|value| !allowed(value)) {
            return Err(self.defect(
                format!("`{value}` is no value of `{key}`"),
                "see the conditions at the head of attribution/statements.rules",
            ));
        }
        Ok(Condition { test, values, negated })
    }
}

fn is_relation(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_lowercase() || c == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "# Said.\n\nrule clause\n  anchor   pos=verb frame=clause\n  unless   >ccomp VerbForm=Ger\n  \
                        source?  >nsubj / <conj>nsubj upos!=PRON\n  content  >ccomp|parataxis\n  makes    voice=hearsay\n";

    #[test]
    fn a_rule_is_read_with_its_line() {
        let rules = parse_rules("attribution/statements.rules", RULE).unwrap();
        let [rule] = rules.as_slice() else { panic!("one rule") };
        assert_eq!(rule.because, "attribution/statements.rules:3 clause");
        assert_eq!(rule.voice, Some(Voice::Hearsay));
        assert!(!rule.guards[0].present);
        let source = &rule.roles[0];
        assert!(source.optional && source.part == Part::Source);
        let Path::Steps(steps) = &source.targets[1].path else {
            panic!("steps")
        };
        assert!(steps[0].up && !steps[1].up);
        assert!(steps[1].follows("nsubj:pass") && !steps[1].follows("nsubject"));
        assert!(source.targets[1].conditions[0].negated);
    }

    #[test]
    fn what_is_no_rule_is_told_with_its_line() {
        let told = |text: &str| parse_rules("r", text).unwrap_err().to_string();
        assert!(told("rule a\n  anchor upos=VERB\n").contains("r:1: rule a has no content"));
        assert!(told("rule a\n  content >ccomp\n").contains("has no anchor"));
        assert!(told("rule a\n  anchor upos=VRB\n").contains("r:2: `VRB` is no value of `upos`"));
        assert!(told("rule a\n  anchor colour=red\n").contains("nothing of a word is called `colour`"));
        assert!(told("rule a\n  source nsubj\n").contains("`nsubj` is no path"));
        assert!(told("rule a\n  source >nsubj / \n").contains("`/` is no condition"));
        assert!(told("  anchor upos=VERB\n").contains("a line of no rule"));
        assert!(told("rules a\n").contains("opens no rule"));
        assert!(told("rule a\n  colour >x\n").contains("`colour` is no line of a rule"));
        assert!(told("rule a\nrule a\n").contains("a second rule called `a`"));
        assert!(told("rule a\n  makes act=sing\n").contains("`sing` is no act"));
    }
}
