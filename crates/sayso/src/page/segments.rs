//! An article's text cut at every place where a mark begins or ends.
//!
//! Statements nest and cross, and HTML elements can only nest. So the text is cut into segments that no mark begins or
//! ends inside, and each segment lists the statements that it belongs to, the innermost first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sayso::schema::{Passage, RowId, Span, Statement, Voice};

use crate::report::nesting::Row;

/// A stretch of text that the same marks cover from end to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands.
    pub span: Span,
    /// The statements whose content it is part of, by their places in the reading, the innermost first.
    pub content: Vec<usize>,
    /// Those whose source it names.
    pub source: Vec<usize>,
    /// Those whose cue it is part of.
    pub cue: Vec<usize>,
    /// Those that begin here, the outermost first.
    pub begin: Vec<usize>,
}

impl Segment {
    /// Every statement that it has a part in, the innermost first.
    pub fn all(&self, ranks: &Ranks) -> Vec<usize> {
        let lists = [&self.content, &self.source, &self.cue];
        let ranked: BTreeSet<_> = lists.into_iter().flatten().map(|&i| (ranks.of(i), i)).collect();
        ranked.into_iter().map(|(_, i)| i).collect()
    }
}

/// Which of two statements is further inside. Statements are named by their places in the reading's list.
#[derive(Clone, Debug, Default)]
pub struct Ranks(Vec<usize>);

impl Ranks {
    /// The ranks of nested statements: who stands within more is further inside, then who is shorter.
    pub fn of_rows(rows: &[Row<'_>]) -> Self {
        let mut inwards: Vec<&Row<'_>> = rows.iter().collect();
        inwards.sort_by_key(|row| {
            let said: usize = row.statement.content.iter().map(|passage| passage.span.len()).sum();
            (Reverse(row.depth), said, Reverse(row.statement.span.start), row.index)
        });
        let mut ranks = vec![0; rows.len()];
        for (rank, row) in inwards.iter().enumerate() {
            if let Some(place) = ranks.get_mut(row.index) {
                *place = rank;
            }
        }
        Self(ranks)
    }

    /// The rank of statement `i`; the innermost has the lowest.
    fn of(&self, i: usize) -> usize {
        self.0.get(i).copied().unwrap_or(usize::MAX)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Content,
    Source,
    Cue,
}

/// Cuts a text of `length` characters. The segments cover it all, in order; `also` are places where to cut besides.
/// Spans that reach past the text's end are cut off there.
pub fn cut(
    length: usize,
    also: impl IntoIterator<Item = usize>,
    statements: &[Statement],
    ranks: &Ranks,
) -> Vec<Segment> {
    let mut cuts: BTreeSet<usize> = also.into_iter().filter(|at| *at < length).collect();
    let mut changes: Vec<(usize, bool, Kind, usize)> = Vec::new();
    let mut beginnings: Vec<(usize, usize)> = Vec::new();
    cuts.insert(0);
    let by_id: BTreeMap<&RowId, &Statement> = statements.iter().map(|row| (&row.id, row)).collect();
    for (i, statement) in statements.iter().enumerate() {
        let outer = statement.within.as_ref().and_then(|id| by_id.get(id).copied());
        for (kind, spans) in marks(statement, outer) {
            for span in joined(spans, length) {
                cuts.extend([span.start, span.end]);
                changes.push((span.start, true, kind, i));
                changes.push((span.end, false, kind, i));
            }
        }
        if let Some(at) = beginning(statement, length) {
            cuts.insert(at);
            beginnings.push((at, i));
        }
    }
    cuts.remove(&length);
    // At one place what ends comes before what begins: `false` sorts first.
    changes.sort_unstable();
    beginnings.sort_by_key(|&(at, i)| (at, Reverse(ranks.of(i))));

    let ends = cuts.iter().copied().skip(1).chain([length]);
    let (mut changes, mut beginnings) = (changes.into_iter().peekable(), beginnings.into_iter().peekable());
    let mut open: BTreeSet<(Kind, usize, usize)> = BTreeSet::new();
    let mut segments = Vec::with_capacity(cuts.len());
    for (&start, end) in cuts.iter().zip(ends).filter(|(start, end)| *start < end) {
        while let Some((_, begins, kind, i)) = changes.next_if(|change| change.0 <= start) {
            let mark = (kind, ranks.of(i), i);
            if begins {
                open.insert(mark);
            } else {
                open.remove(&mark);
            }
        }
        let of = |wanted: Kind| open.iter().filter(|mark| mark.0 == wanted).map(|mark| mark.2).collect();
        let mut segment = Segment {
            span: Span::new(start, end),
            content: of(Kind::Content),
            source: of(Kind::Source),
            cue: of(Kind::Cue),
            begin: Vec::new(),
        };
        while let Some((_, i)) = beginnings.next_if(|(at, _)| *at <= start) {
            segment.begin.push(i);
        }
        segments.push(segment);
    }
    segments
}

/// What of a statement is marked. The author's own voice has no source in the text. The publisher, first in every
/// chain, is not marked for what others say, nor are the sources of the statement that this one stands within.
fn marks(statement: &Statement, outer: Option<&Statement>) -> [(Kind, Vec<Span>); 3] {
    let spans = |passages: &[Passage]| passages.iter().map(|passage| passage.span).collect();
    let sources = |statement: &Statement| -> Vec<Span> {
        match statement.voice {
            Voice::Author | Voice::Hearsay => Vec::new(),
            Voice::Attributed => {
                let publisher = usize::from(statement.chain.len() > 1);
                let stated = statement.chain.iter().skip(publisher);
                stated.filter_map(|link| link.span).collect()
            }
        }
    };
    let mut source = sources(statement);
    if let Some(outer) = outer.map(sources) {
        source.retain(|span| !outer.contains(span));
    }
    [
        (Kind::Content, spans(&statement.content)),
        (Kind::Source, source),
        (Kind::Cue, spans(&statement.cue)),
    ]
}

/// Where a statement begins for who reads along: with its content, else with whatever there is of it.
fn beginning(statement: &Statement, length: usize) -> Option<usize> {
    let content = statement.content.iter().map(|passage| passage.span);
    let inside = |span: &Span| !span.is_empty() && span.start < length;
    let first = content.filter(inside).map(|span| span.start).min();
    first.or_else(|| Some(statement.span).filter(inside).map(|span| span.start))
}

/// `spans` inside the text and in order, with those that touch or overlap made one.
pub fn joined(mut spans: Vec<Span>, length: usize) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        let span = Span::new(span.start, span.end.min(length));
        match joined.last_mut() {
            _ if span.is_empty() => {}
            Some(last) if span.start <= last.end => *last = last.hull(span),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use sayso::schema::{Passage, Span, Statement, Voice};

    use super::{Ranks, Segment, cut};
    use crate::report::invented;
    use crate::report::nesting::in_text_order;

    fn saying(n: usize, contents: &[(usize, usize)]) -> Statement {
        let mut row = invented::statement(n, Voice::Attributed, &[]);
        let passage = |&(start, end): &(usize, usize)| Passage {
            span: Span::new(start, end),
            text: String::new(),
        };
        row.content = contents.iter().map(passage).collect();
        row
    }

    fn cut_up(length: usize, statements: &[Statement]) -> Vec<Segment> {
        cut(length, [], statements, &Ranks::of_rows(&in_text_order(statements)))
    }

    fn contents(segments: &[Segment]) -> Vec<(usize, usize, &[usize])> {
        let all = segments.iter();
        all.map(|segment| (segment.span.start, segment.span.end, &segment.content[..]))
            .collect()
    }

    #[test]
    fn nested_statements_are_cut_at_all_their_ends() {
        let mut rows = vec![saying(0, &[(2, 20)]), saying(1, &[(8, 20)])];
        rows[1].within = Some(rows[0].id.clone());
        let segments = cut_up(25, &rows);
        let expected: [(usize, usize, &[usize]); 4] = [(0, 2, &[]), (2, 8, &[0]), (8, 20, &[1, 0]), (20, 25, &[])];
        assert_eq!(contents(&segments), expected);
        assert_eq!(segments[1].begin, [0]);
        assert_eq!(segments[2].begin, [1]);
    }

    #[test]
    fn the_shorter_of_two_that_cross_is_further_inside() {
        let rows = [saying(0, &[(0, 10)]), saying(1, &[(6, 12)])];
        let segments = cut_up(12, &rows);
        let expected: [(usize, usize, &[usize]); 3] = [(0, 6, &[0]), (6, 10, &[1, 0]), (10, 12, &[1])];
        assert_eq!(contents(&segments), expected);
    }

    #[test]
    fn content_in_pieces_leaves_out_what_stands_between() {
        let segments = cut_up(12, &[saying(0, &[(8, 12), (0, 3), (2, 5)])]);
        let expected: [(usize, usize, &[usize]); 3] = [(0, 5, &[0]), (5, 8, &[]), (8, 12, &[0])];
        assert_eq!(contents(&segments), expected);
    }

    #[test]
    fn spans_past_the_end_and_empty_ones_do_no_harm() {
        let rows = [saying(0, &[(3, 99), (5, 5), (9, 2)]), saying(1, &[(40, 50)])];
        let segments = cut_up(6, &rows);
        let expected: [(usize, usize, &[usize]); 2] = [(0, 3, &[]), (3, 6, &[0])];
        assert_eq!(contents(&segments), expected);
        assert!(cut_up(0, &rows).is_empty());
    }

    #[test]
    fn publisher_and_outer_source_are_not_the_inner_statement_s() {
        let mut rows = vec![saying(0, &[(5, 20)]), saying(1, &[(12, 20)])];
        rows[0].chain = invented::statement(0, Voice::Attributed, &["Borduria"]).chain;
        rows[0].chain[1].span = Some(Span::new(0, 3));
        rows[0].chain[0].span = Some(Span::new(4, 5));
        rows[1].chain = rows[0].chain.clone();
        rows[1]
            .chain
            .extend(invented::statement(1, Voice::Attributed, &["Radio Szohôd"]).chain.pop());
        rows[1].chain[2].span = Some(Span::new(6, 9));
        rows[1].within = Some(rows[0].id.clone());
        let segments = cut_up(20, &rows);
        let sources = |at: usize| {
            segments
                .iter()
                .find(|segment| segment.span.start == at)
                .map(|s| s.source.clone())
        };
        assert_eq!(sources(0), Some(vec![0]));
        assert_eq!(sources(4), None, "the publisher is not marked");
        assert_eq!(sources(6), Some(vec![1]));
    }

    #[test]
    fn those_that_begin_together_come_from_the_outermost_inwards() {
        let mut rows = vec![saying(0, &[(1, 4)]), saying(1, &[(1, 9)])];
        rows[0].within = Some(rows[1].id.clone());
        assert_eq!(cut_up(9, &rows)[1].begin, [1, 0]);
    }
}
