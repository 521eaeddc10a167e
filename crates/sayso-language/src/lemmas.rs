//! Lemmas by edit script (Chrupała 2006): the last characters of a form go, others come. Which script it is, the
//! treebanks tell for the words that stand in them, and the network for all others.

use crate::pieces::WordPieces;
use crate::vector::best_of;
use crate::weights::{WeightsError, WeightsFile, wrong_tensor};

/// How far behind the best script, in logits, another one may be and still be taken because it makes a word that is
/// known. From 2 to 8 the lemmas of EWT's and GUM's dev sets differ by less than 0.05 %.
const REACH: f32 = 4.0;

/// What happens to the form's letters first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Keep,
    /// A capital and small letters: "KERALA", "kerala" to "Kerala".
    Title,
}

/// An edit that makes a lemma of a form.
pub(crate) struct LemmaScript {
    case: Case,
    cut: usize,
    add: Box<str>,
}

impl LemmaScript {
    /// From `case|characters cut|characters added`.
    pub(crate) fn parse(script: &str) -> Option<Self> {
        let mut parts = script.splitn(3, '|');
        let case = match parts.next()? {
            "l" => Case::Lower,
            "k" => Case::Keep,
            "t" => Case::Title,
            _ => return None,
        };
        Some(Self {
            case,
            cut: parts.next()?.parse().ok()?,
            add: parts.next()?.into(),
        })
    }

    pub(crate) fn apply(&self, form: &str) -> String {
        let base = match self.case {
            Case::Lower => form.to_lowercase(),
            Case::Keep => form.to_owned(),
            Case::Title => title(form),
        };
        let keep = base.chars().count().saturating_sub(self.cut);
        let mut lemma: String = base.chars().take(keep).collect();
        lemma.push_str(&self.add);
        if lemma.is_empty() { base } else { lemma }
    }
}

fn title(form: &str) -> String {
    let mut chars = form.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.as_str().to_lowercase().chars()).collect()
}

/// The scripts of the words that the training treebanks have, by form and tag: forms in one piece of memory, looked up
/// by bisection.
pub(crate) struct Lexicon {
    text: Box<[u8]>,
    entries: Vec<Entry>,
}

/// A line of the lexicon. The form is `text[start..end]`; tag and script are indices into the label lists.
#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    tag: u16,
    script: u16,
}

impl Lexicon {
    /// From the weights' `lexicon`: sorted lines of form, tab, tag, tab, script.
    pub(crate) fn load(file: &WeightsFile<'_>, tags: usize, scripts: usize) -> Result<Self, WeightsError> {
        let lexicon = Self::read(file.tensors.text("lexicon")?);
        let usable = lexicon.filter(|lexicon| {
            let known = |e: &Entry| usize::from(e.tag) < tags && usize::from(e.script) < scripts;
            lexicon.entries.iter().all(known) && lexicon.entries.is_sorted_by_key(|e| lexicon.key(e))
        });
        let cause = "holds no sorted lines of form, tag and script";
        usable.ok_or_else(|| wrong_tensor("lexicon", cause.to_owned()))
    }

    /// `None` where a line is none.
    fn read(text: &[u8]) -> Option<Self> {
        let mut entries = Vec::with_capacity(text.len() / 12);
        let mut start = 0;
        for line in text.split_inclusive(|b| *b == b'\n') {
            let number = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse().ok();
            let mut columns = line.trim_ascii_end().rsplitn(3, |b| *b == b'\t');
            let (script, tag, form) = (number(columns.next()?)?, number(columns.next()?)?, columns.next()?);
            entries.push(Entry {
                start: u32::try_from(start).ok()?,
                end: u32::try_from(start + form.len()).ok()?,
                tag,
                script,
            });
            start += line.len();
        }
        Some(Self {
            text: text.into(),
            entries,
        })
    }

    fn key(&self, entry: &Entry) -> (&[u8], u16) {
        (&self.text[entry.start as usize..entry.end as usize], entry.tag)
    }

    /// The script of `form` with the tag, if the treebanks tell.
    pub(crate) fn script(&self, form: &str, tag: usize) -> Option<usize> {
        let wanted = (form.as_bytes(), u16::try_from(tag).ok()?);
        let found = self.entries.binary_search_by(|entry| self.key(entry).cmp(&wanted));
        found.ok().map(|at| usize::from(self.entries[at].script))
    }
}

/// The lemma that the best script makes, unless that is no word and a script close behind it makes one: "clashes" is
/// a form of "clash", since there is no "clashe".
///
/// `scores` has one number a script. Words are those that the vocabulary has in one piece.
pub(crate) fn lemma(scripts: &[LemmaScript], scores: &[f32], form: &str, words: &WordPieces) -> String {
    let best = best_of(scores);
    let first = scripts[best].apply(form);
    let edits = scripts[best].cut > 0 || !scripts[best].add.is_empty();
    if !edits || words.is_word(&first) {
        return first;
    }
    let mut second: Option<(f32, String)> = None;
    for (script, score) in scripts.iter().zip(scores) {
        let better = second.as_ref().is_none_or(|(most, _)| score > most);
        if *score < scores[best] && *score > scores[best] - REACH && better {
            let candidate = script.apply(form);
            if words.is_word(&candidate) {
                second = Some((*score, candidate));
            }
        }
    }
    second.map_or(first, |(_, lemma)| lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_edit_the_end() {
        let lemma = |script: &str, form: &str| LemmaScript::parse(script).map(|s| s.apply(form));
        assert_eq!(lemma("l|3|y", "Cities").as_deref(), Some("city"));
        assert_eq!(lemma("k|1|", "Greeks").as_deref(), Some("Greek"));
        assert_eq!(lemma("t|0|", "KERALA").as_deref(), Some("Kerala"));
        assert_eq!(lemma("t|0|", "").as_deref(), Some(""));
        assert_eq!(lemma("l|9|be", "was").as_deref(), Some("be"));
        assert_eq!(lemma("l|9|", "’s").as_deref(), Some("’s"));
        assert_eq!(lemma("x|1|", "was"), None);
        assert_eq!(lemma("l|one|", "was"), None);
    }

    #[test]
    fn the_lexicon_knows_forms_by_tag() {
        let lexicon = Lexicon::read(b"left\t3\t7\nleft\t12\t1\nsaw\t3\t9").expect("lines");
        assert!(lexicon.entries.is_sorted_by_key(|entry| lexicon.key(entry)));
        assert_eq!(lexicon.script("left", 3), Some(7));
        assert_eq!(lexicon.script("left", 12), Some(1));
        assert_eq!(lexicon.script("left", 4), None);
        assert_eq!(lexicon.script("saw", 3), Some(9));
        assert_eq!(lexicon.script("sa", 3), None);
        assert_eq!(Lexicon::read(b"").expect("no line").script("saw", 3), None);
        assert!(Lexicon::read(b"left\t3").is_none());
        assert!(Lexicon::read(b"left\tx\t7").is_none());
    }

    #[test]
    fn a_known_word_close_behind_wins_over_an_unknown_one() {
        let pieces = ["[CLS]", "[SEP]", "[UNK]", "clash", "house"];
        let words = WordPieces::new(pieces.into_iter()).expect("special pieces are there");
        let scripts = ["l|1|", "l|2|", "l|0|"].map(|s| LemmaScript::parse(s).expect("a script"));
        let of = |scores: [f32; 3], form: &str| lemma(&scripts, &scores, form, &words);
        assert_eq!(of([5.0, 4.0, 0.0], "clashes"), "clash");
        assert_eq!(of([5.0, 4.0, 0.0], "houses"), "house");
        // Neither is known: the best stays. One too far behind does not count.
        assert_eq!(of([5.0, 4.0, 0.0], "grumes"), "grume");
        assert_eq!(of([5.0, 0.5, 0.0], "clashes"), "clashe");
    }
}
