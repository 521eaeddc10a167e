//! When something was said: the times that hang on the words by which it is said.

use sayso_schema::{Span, Statement};

use crate::times::{TimeExpression, TimeKind};
use crate::tree::Tree;

/// Words between a time and the cue that it hangs on: "said in a statement on Friday".
const MOST_STEPS: usize = 3;

/// Gives each statement the day on which it was said, if a time hangs on its cue.
pub(crate) fn date(statements: &mut [Statement], trees: &[Tree<'_>], times: &[TimeExpression]) {
    let mut cues: Vec<(Span, usize)> = statements
        .iter()
        .enumerate()
        .flat_map(|(at, statement)| statement.cue.iter().map(move |cue| (cue.span, at)))
        .collect();
    cues.sort_unstable();
    let longest = cues.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
    for time in times
        .iter()
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time))
    {
        let Some(tree) = trees.get(time.sentence).filter(|tree| tree.len() > 0) else {
            continue;
        };
        let mut at = tree.top(time.first, time.last.min(tree.len() - 1));
        for _ in 0..MOST_STEPS {
            let Some(head) = tree.head(at) else { break };
            if let Some(statement) = said_by(&cues, longest, tree.token(head).span) {
                let row = &mut statements[statement];
                row.said_on = row.said_on.take().or_else(|| time.date());
                break;
            }
            if !matches!(tree.token(head).relation(), "obl" | "nmod" | "obj") {
                break;
            }
            at = head;
        }
    }
}

/// The statement whose cue holds a word.
fn said_by(cues: &[(Span, usize)], longest: usize, word: Span) -> Option<usize> {
    let from = cues.partition_point(|(cue, _)| cue.start < word.start.saturating_sub(longest));
    let near = cues[from..].iter().take_while(|(cue, _)| cue.start <= word.start);
    near.filter(|(cue, _)| cue.contains(word)).map(|(_, at)| *at).next()
}
