//! By whose word an act is told: the statements that it stands in.

use sayso_knowledge::events::Standing;
use sayso_language::Sentence;
use sayso_schema::{Act, Distancing, EventFactuality, FactValue, Span, Statement, Voice};

/// The statements of a document by the places of their contents and cues.
pub(crate) struct Whose<'s> {
    statements: &'s [Statement],
    /// Contents, then all of it, with the statement; in the order of the text.
    contents: Vec<(Span, usize)>,
    wholes: Vec<(Span, usize)>,
    cues: Vec<(Span, usize)>,
    longest_content: usize,
    longest_whole: usize,
    longest_cue: usize,
}

impl<'s> Whose<'s> {
    pub(crate) fn new(statements: &'s [Statement]) -> Self {
        let spans = |of: &dyn Fn(&Statement) -> Vec<Span>| {
            let mut all: Vec<(Span, usize)> = Vec::new();
            for (at, statement) in statements.iter().enumerate() {
                all.extend(of(statement).into_iter().map(|span| (span, at)));
            }
            all.sort_unstable();
            let longest = all.iter().map(|(span, _)| span.len()).max().unwrap_or(0);
            (all, longest)
        };
        let (contents, longest_content) = spans(&|s| s.content.iter().map(|passage| passage.span).collect());
        let (cues, longest_cue) = spans(&|s| s.cue.iter().map(|passage| passage.span).collect());
        let (wholes, longest_whole) = spans(&|s| vec![s.span]);
        Self {
            statements,
            contents,
            wholes,
            cues,
            longest_content,
            longest_whole,
            longest_cue,
        }
    }

    /// The statement that says what stands at `span`: the innermost whose content it is in. A cue is said by whoever
    /// says the statement that it stands in, the article at last: then the statement is the cue's own.
    pub(crate) fn of(&self, span: Span, sentence: &Sentence) -> Option<Telling<'s>> {
        let content = shortest(&self.contents, self.longest_content, span);
        // A deed that the network takes for a way of saying ("signed a law") is told by the article as well.
        let deed = content.filter(|&at| self.statements[at].voice == Voice::Author);
        if let Some(own) = shortest(&self.cues, self.longest_cue, span).filter(|_| deed.is_none()) {
            let own = &self.statements[own];
            let outer = own.within.as_ref();
            let outer = outer.and_then(|id| self.statements.iter().find(|statement| statement.id == *id));
            return Some(Telling {
                statement: own,
                teller: outer.filter(|outer| outer.voice != Voice::Author),
                is_cue: true,
            });
        }
        let at = content
            .or_else(|| shortest(&self.wholes, self.longest_whole, span))
            .or_else(|| self.nearest(span, sentence.span))?;
        let statement = &self.statements[at];
        Some(Telling {
            statement,
            teller: (statement.voice != Voice::Author).then_some(statement),
            is_cue: false,
        })
    }

    /// Whether a word is a cue.
    pub(crate) fn is_cue(&self, span: Span) -> bool {
        shortest(&self.cues, self.longest_cue, span).is_some()
    }

    /// The statement of the sentence that begins nearest before `span`, else its first.
    fn nearest(&self, span: Span, sentence: Span) -> Option<usize> {
        let from = self.wholes.partition_point(|(whole, _)| whole.start < sentence.start);
        let within = self.wholes[from..]
            .iter()
            .take_while(|(whole, _)| whole.start < sentence.end);
        let mut found = None;
        for (whole, at) in within {
            if found.is_some() && whole.start > span.start {
                break;
            }
            found = Some(*at);
        }
        found
    }
}

/// The shortest of the spans that holds `span`.
fn shortest(spans: &[(Span, usize)], longest: usize, span: Span) -> Option<usize> {
    let reach = span.start.saturating_sub(longest);
    let from = spans.partition_point(|(of, _)| of.start < reach);
    let near = spans[from..].iter().take_while(|(of, _)| of.start <= span.start);
    let holding = near.filter(|(of, _)| of.contains(span));
    holding.min_by_key(|(of, at)| (of.len(), *at)).map(|(_, at)| *at)
}

/// How an act is told.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'s> {
    /// The statement that the act rests on.
    pub(crate) statement: &'s Statement,
    /// The statement by whose word it is told, if not by the article's own.
    pub(crate) teller: Option<&'s Statement>,
    /// Whether the act is the saying itself.
    pub(crate) is_cue: bool,
}

impl Telling<'_> {
    /// Whether the act happened, as told; `None` for what is no event at all.
    pub(crate) fn factuality(&self, standing: Option<Standing>) -> Option<EventFactuality> {
        // What a treaty lays down or aims at is not done by that.
        if self
            .teller
            .is_some_and(|teller| matches!(teller.act, Act::Stipulate | Act::Purpose))
        {
            return None;
        }
        Some(match standing {
            Some(Standing::Obligation | Standing::Purpose) => return None,
            Some(Standing::Denied) => EventFactuality::Denied,
            Some(Standing::Hypothetical) => EventFactuality::Hypothetical,
            Some(Standing::CalledFor) => EventFactuality::CalledFor,
            Some(Standing::Planned) => EventFactuality::Planned,
            Some(Standing::Claimed) => EventFactuality::Claimed,
            Some(Standing::Presupposed) => EventFactuality::Presupposed,
            Some(Standing::Attempted | Standing::Background) | None => self.plain(),
        })
    }

    /// What nothing around it weakens: as good as the word of who tells it.
    fn plain(&self) -> EventFactuality {
        let Some(teller) = self.teller else {
            return EventFactuality::Actual;
        };
        match teller.act {
            Act::Deny => return EventFactuality::Denied,
            Act::Demand | Act::Ask => return EventFactuality::CalledFor,
            Act::Promise => return EventFactuality::Planned,
            Act::Warn => return EventFactuality::Hypothetical,
            _ => {}
        }
        match (teller.distancing, teller.factuality.source) {
            (_, Some(FactValue::PossiblePlus | FactValue::PossibleMinus)) => EventFactuality::Hypothetical,
            (Distancing::Distanced, _) => EventFactuality::Claimed,
            _ if teller.act == Act::Claim => EventFactuality::Claimed,
            _ => EventFactuality::Reported,
        }
    }
}
