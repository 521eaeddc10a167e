//! A sentence's dependency tree drawn in text.
//!
//! One word a line, in the order of the sentence as far as the tree does not cross itself: what depends on a word
//! from its left is drawn above it, what depends from its right below.
//!
//! ```text
//!    ╭─ 1 three  NUM  nummod
//! ╭─ 2 officials  NOUN  nsubj
//! 3 estimate  VERB  root
//! ╰─ 4 losses  NOUN  obj
//! ```

use sayso::language::{Sentence, Token};
use sayso::schema::Span;

use crate::report::plain::plain;
use crate::report::style::{Palette, paint};

/// Deeper than any sentence that a person wrote; a chain below it, from hostile text, is cut short.
const DEEPEST: usize = 60;

/// The tree over `sentence`, a line a word, each ending in a line break. Words that overlap one of `evidence` are
/// marked with `◀`.
pub fn draw(sentence: &Sentence, evidence: &[Span], palette: Palette) -> String {
    let mut left: Vec<Vec<usize>> = vec![Vec::new(); sentence.tokens.len()];
    let mut right = left.clone();
    let mut roots = Vec::new();
    for (at, token) in sentence.tokens.iter().enumerate() {
        let Some(head) = token.head else {
            roots.push(at);
            continue;
        };
        let side = if head > at { &mut left } else { &mut right };
        if let Some(children) = side.get_mut(head) {
            children.push(at);
        }
    }
    let mut drawing = Drawing {
        sentence,
        left,
        right,
        evidence,
        palette,
        text: String::new(),
    };
    for root in roots {
        drawing.subtree(root, "", "", "", 0);
    }
    drawing.text
}

struct Drawing<'a> {
    sentence: &'a Sentence,
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    evidence: &'a [Span],
    palette: Palette,
    text: String,
}

impl Drawing<'_> {
    /// Draws the word `at` and what depends on it. Lines above its own begin with `above`, its own with `here`,
    /// lines below with `below`.
    fn subtree(&mut self, at: usize, above: &str, here: &str, below: &str, depth: usize) {
        let (left, right) = (take(&mut self.left, at), take(&mut self.right, at));
        if depth >= DEEPEST && left.len() + right.len() > 0 {
            self.word(at, here);
            self.text.push_str(below);
            self.text.push_str("╰─ … the words below this one are left out\n");
            return;
        }
        for (i, child) in left.into_iter().enumerate() {
            let (corner, outer) = if i == 0 {
                ("╭─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.subtree(
                child,
                &format!("{above}{outer}"),
                &format!("{above}{corner}"),
                &format!("{above}│  "),
                depth + 1,
            );
        }
        self.word(at, here);
        let last = right.len().saturating_sub(1);
        for (i, child) in right.into_iter().enumerate() {
            let (corner, outer) = if i == last {
                ("╰─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.subtree(
                child,
                &format!("{below}│  "),
                &format!("{below}{corner}"),
                &format!("{below}{outer}"),
                depth + 1,
            );
        }
    }

    fn word(&mut self, at: usize, here: &str) {
        let Some(token) = self.sentence.tokens.get(at) else {
            return;
        };
        let rests_on = self.evidence.iter().any(|span| span.overlaps(token.span));
        let form = plain(&token.form);
        let form = if rests_on {
            paint(self.palette.evidence, &form)
        } else {
            form.into_owned()
        };
        let tags = paint(self.palette.faint, &tags(token));
        let mark = if rests_on { " ◀" } else { "" };
        self.text.push_str(&format!("{here}{} {form}  {tags}{mark}\n", at + 1));
    }
}

fn take(children: &mut [Vec<usize>], at: usize) -> Vec<usize> {
    children.get_mut(at).map(std::mem::take).unwrap_or_default()
}

/// "VERB  root", with the lemma where it differs from the word.
fn tags(token: &Token) -> String {
    let tags = format!("{}  {}", token.upos.as_str(), plain(&token.deprel));
    if token.lemma.is_empty() || token.lemma == token.form || token.lemma == token.form.to_lowercase() {
        tags
    } else {
        format!("{tags}  of “{}”", plain(&token.lemma))
    }
}

#[cfg(test)]
mod tests {
    use sayso::language::{Sentence, Token, Upos};
    use sayso::schema::Span;

    use super::{DEEPEST, draw};
    use crate::report::style::Palette;

    /// Words with their heads, counted from 1 as CoNLL-U does, 0 for the root.
    fn sentence(words: &[(&str, Upos, usize, &str)]) -> Sentence {
        let mut sentence = Sentence::default();
        let mut start = 0;
        for (form, upos, head, deprel) in words {
            let span = Span::new(start, start + form.chars().count());
            start = span.end + 1;
            sentence.tokens.push(Token {
                span,
                form: (*form).to_owned(),
                lemma: (*form).to_owned(),
                upos: *upos,
                head: head.checked_sub(1),
                deprel: (*deprel).into(),
                ..Token::default()
            });
        }
        sentence
    }

    #[test]
    fn draws_words_in_their_order_with_their_heads() {
        let mut sentence = sentence(&[
            ("Three", Upos::Num, 2, "nummod"),
            ("officials", Upos::Noun, 4, "nsubj"),
            ("now", Upos::Adv, 4, "advmod"),
            ("estimated", Upos::Verb, 0, "root"),
            ("heavy", Upos::Adj, 6, "amod"),
            ("losses", Upos::Noun, 4, "obj"),
            ("there", Upos::Adv, 4, "advmod"),
        ]);
        sentence.tokens[3].lemma = "estimate".to_owned();
        let expected = "   \
   ╭─ 1 Three  NUM  nummod
╭─ 2 officials  NOUN  nsubj
├─ 3 now  ADV  advmod
4 estimated  VERB  root  of “estimate” ◀
│  ╭─ 5 heavy  ADJ  amod
├─ 6 losses  NOUN  obj
╰─ 7 there  ADV  advmod
";
        assert_eq!(draw(&sentence, &[sentence.tokens[3].span], Palette::plain()), expected);
    }

    #[test]
    fn draws_every_word_of_a_crossing_tree_once() {
        let sentence = sentence(&[
            ("What", Upos::Pron, 4, "obj"),
            ("did", Upos::Aux, 0, "root"),
            ("they", Upos::Pron, 2, "nsubj"),
            ("see", Upos::Verb, 2, "xcomp"),
        ]);
        let drawn = draw(&sentence, &[], Palette::plain());
        assert_eq!(drawn.lines().count(), 4);
        for word in ["1 What", "2 did", "3 they", "4 see"] {
            assert_eq!(drawn.matches(word).count(), 1, "{drawn}");
        }
    }

    #[test]
    fn cuts_a_bottomless_chain_short() {
        let words: Vec<_> = (0..5000).map(|head| ("x", Upos::X, head, "dep")).collect();
        let drawn = draw(&sentence(&words), &[], Palette::plain());
        assert_eq!(drawn.lines().count(), DEEPEST + 2);
        assert!(drawn.contains("left out"));
    }

    #[test]
    fn a_circle_or_a_head_out_of_range_does_not_hang() {
        let words = sentence(&[
            ("a", Upos::X, 2, "dep"),
            ("b", Upos::X, 1, "dep"),
            ("c", Upos::X, 9, "dep"),
        ]);
        assert_eq!(draw(&words, &[], Palette::plain()), "");
    }
}
