//! A sentence's dependency tree, made fit to walk: whatever the heads are, it ends.

use sayso_language::{Sentence, Token};

/// A tree over a sentence's tokens. Heads that point nowhere or round in a circle are cut: their tokens are roots.
pub(crate) struct Tree<'s> {
    pub(crate) sentence: &'s Sentence,
    heads: Vec<Option<usize>>,
    children: Vec<usize>,
    first_child: Vec<usize>,
    /// Tokens, each before all below it; `place[i]..end[i]` are the places of token `i` and all below it.
    order: Vec<usize>,
    place: Vec<usize>,
    end: Vec<usize>,
}

impl<'s> Tree<'s> {
    pub(crate) fn new(sentence: &'s Sentence) -> Self {
        let count = sentence.tokens.len();
        let mut heads: Vec<Option<usize>> = sentence
            .tokens
            .iter()
            .enumerate()
            .map(|(i, token)| token.head.filter(|&head| head < count && head != i))
            .collect();
        cut_circles(&mut heads);

        let mut first_child = vec![0; count + 1];
        for head in heads.iter().flatten() {
            first_child[head + 1] += 1;
        }
        for i in 0..count {
            first_child[i + 1] += first_child[i];
        }
        let mut children = vec![0; first_child[count]];
        let mut next = first_child.clone();
        for (i, head) in heads.iter().enumerate() {
            if let Some(head) = head {
                children[next[*head]] = i;
                next[*head] += 1;
            }
        }

        let mut this = Self {
            sentence,
            heads,
            children,
            first_child,
            order: Vec::with_capacity(count),
            place: vec![0; count],
            end: vec![0; count],
        };
        this.number();
        this
    }

    /// Fills in `order`, `place` and `end`, without recursion: a chain may be as long as the sentence.
    fn number(&mut self) {
        let mut stack = Vec::new();
        for root in 0..self.heads.len() {
            if self.heads[root].is_some() {
                continue;
            }
            stack.push((root, false));
            while let Some((token, done)) = stack.pop() {
                if done {
                    self.end[token] = self.order.len();
                    continue;
                }
                self.place[token] = self.order.len();
                self.order.push(token);
                stack.push((token, true));
                for at in (self.first_child[token]..self.first_child[token + 1]).rev() {
                    stack.push((self.children[at], false));
                }
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.heads.len()
    }

    pub(crate) fn token(&self, index: usize) -> &'s Token {
        &self.sentence.tokens[index]
    }

    /// The token that a token hangs on.
    pub(crate) fn head(&self, index: usize) -> Option<usize> {
        self.heads.get(index).copied().flatten()
    }

    /// The dependents of a token, in order.
    pub(crate) fn children(&self, index: usize) -> &[usize] {
        let range = self.first_child.get(index).zip(self.first_child.get(index + 1));
        range.map_or(&[], |(from, to)| &self.children[*from..*to])
    }

    /// Whether `below` is `above` or somewhere under it.
    pub(crate) fn dominates(&self, above: usize, below: usize) -> bool {
        (self.place[above]..self.end[above]).contains(&self.place[below])
    }

    /// The token and all below it, in the order of the sentence.
    pub(crate) fn subtree(&self, index: usize) -> Vec<usize> {
        let mut tokens = self.order[self.place[index]..self.end[index]].to_vec();
        tokens.sort_unstable();
        tokens
    }

    /// The first and the last token of the subtree.
    pub(crate) fn reach(&self, index: usize) -> (usize, usize) {
        let below = self
            .place
            .get(index)
            .map_or(&[][..], |from| &self.order[*from..self.end[index]]);
        below
            .iter()
            .fold((index, index), |(first, last), &at| (first.min(at), last.max(at)))
    }

    /// The token among `first..=last` whose head lies outside; the last one where none does.
    pub(crate) fn top(&self, first: usize, last: usize) -> usize {
        let outside = |at: usize| self.head(at).is_none_or(|head| head < first || head > last);
        (first..=last).find(|&at| outside(at)).unwrap_or(last)
    }

    /// The first dependent with the relation.
    pub(crate) fn child(&self, index: usize, relation: &str) -> Option<usize> {
        let mut children = self.children(index).iter().copied();
        children.find(|&child| sayso_knowledge::rules::relation_fits(relation, &self.token(child).deprel))
    }

    /// Its roots, in order.
    pub(crate) fn roots(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(|&i| self.heads[i].is_none())
    }

    /// Of the tokens given, the one nearest to a root; of equals the first.
    pub(crate) fn topmost(&self, tokens: &[usize]) -> Option<usize> {
        tokens.iter().copied().min_by_key(|&token| {
            let covered = tokens.iter().filter(|&&other| self.dominates(other, token)).count();
            (covered, token)
        })
    }
}

/// Where following the heads comes back to a token, takes that token's head away.
fn cut_circles(heads: &mut [Option<usize>]) {
    let mut visit = vec![0; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while visit[at] == 0 {
            visit[at] = start + 1;
            match heads[at] {
                Some(head) if visit[head] == start + 1 => heads[at] = None,
                Some(head) => at = head,
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(heads: &[Option<usize>]) -> Sentence {
        let tokens = heads
            .iter()
            .map(|&head| Token {
                head,
                ..Token::default()
            })
            .collect();
        Sentence {
            tokens,
            ..Sentence::default()
        }
    }

    #[test]
    fn subtrees_and_circles() {
        let plain = sentence(&[Some(1), None, Some(1), Some(2)]);
        let tree = Tree::new(&plain);
        assert_eq!(tree.subtree(2), [2, 3]);
        assert!(tree.dominates(1, 3) && !tree.dominates(2, 0));
        assert_eq!(tree.topmost(&[3, 2]), Some(2));

        let circle = sentence(&[Some(2), Some(0), Some(1), Some(9), Some(4)]);
        let tree = Tree::new(&circle);
        assert_eq!(tree.roots().count(), 3);
        assert_eq!(tree.roots().map(|root| tree.subtree(root).len()).sum::<usize>(), 5);
    }
}
