//! A sentence's tree, made safe to walk: heads that point outside the sentence or around in a circle count as roots.

use sayso_language::Sentence;

/// Who hangs on whom, and how far each word's subtree reaches.
pub(super) struct Tree {
    head: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    reach: Vec<(usize, usize)>,
}

impl Tree {
    /// The tree of `sentence`, in time linear in its words.
    pub(super) fn of(sentence: &Sentence) -> Self {
        let words = sentence.tokens.len();
        let mut head: Vec<Option<usize>> = sentence
            .tokens
            .iter()
            .enumerate()
            .map(|(i, token)| token.head.filter(|&h| h < words && h != i))
            .collect();
        cut_circles(&mut head);
        let mut children = vec![Vec::new(); words];
        let mut waiting = vec![0usize; words];
        for (i, h) in head.iter().enumerate() {
            if let Some(h) = *h {
                children[h].push(i);
                waiting[h] += 1;
            }
        }
        let mut reach: Vec<(usize, usize)> = (0..words).map(|i| (i, i)).collect();
        let mut ready: Vec<usize> = (0..words).filter(|&i| waiting[i] == 0).collect();
        while let Some(i) = ready.pop() {
            if let Some(h) = head[i] {
                reach[h] = (reach[h].0.min(reach[i].0), reach[h].1.max(reach[i].1));
                waiting[h] -= 1;
                if waiting[h] == 0 {
                    ready.push(h);
                }
            }
        }
        Self { head, children, reach }
    }

    /// The word that `word` hangs on.
    pub(super) fn head(&self, word: usize) -> Option<usize> {
        self.head.get(word).copied().flatten()
    }

    /// The words that hang on `word`, in order.
    pub(super) fn children(&self, word: usize) -> &[usize] {
        self.children.get(word).map_or(&[], Vec::as_slice)
    }

    /// The first and last word of the subtree of `word`.
    pub(super) fn reach(&self, word: usize) -> (usize, usize) {
        self.reach.get(word).copied().unwrap_or((word, word))
    }

    /// The word among `first..=last` whose head lies outside; the last one where none does.
    pub(super) fn top(&self, first: usize, last: usize) -> usize {
        (first..=last)
            .find(|&i| self.head(i).is_none_or(|h| h < first || h > last))
            .unwrap_or(last)
    }
}

fn cut_circles(head: &mut [Option<usize>]) {
    // 0: not seen; otherwise the walk that saw it. A walk that meets itself has gone around a circle.
    let mut seen = vec![0usize; head.len()];
    for start in 0..head.len() {
        let walk = start + 1;
        let mut word = start;
        while seen[word] == 0 {
            seen[word] = walk;
            match head[word] {
                Some(next) if seen[next] == walk => head[word] = None,
                Some(next) => word = next,
                None => break,
            }
        }
    }
}
