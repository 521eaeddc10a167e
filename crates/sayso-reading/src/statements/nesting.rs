//! Which statement stands inside which.

use sayso_schema::Span;

use super::draft::Draft;

/// Sets `within` of each draft whose cue stands in another's content: the innermost such. PolNeAR bans nesting; a
/// chain of sources needs it.
pub(crate) fn nest(drafts: &mut [Draft<'_>]) {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        contents.extend(draft.content.iter().map(|span| (*span, index)));
    }
    contents.sort_unstable();
    let mut asking: Vec<(Span, usize)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        asking.extend(draft.cue.map(|cue| (cue, index)));
    }
    asking.sort_unstable();

    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    for (cue, index) in asking {
        while let Some(content) = contents.get(next).filter(|(span, _)| span.start <= cue.start) {
            open.push(*content);
            next += 1;
        }
        open.retain(|(span, _)| span.end > cue.start);
        let holders = open.iter().filter(|(span, other)| {
            *other != index && span.contains(cue) && !holds_cue(&drafts[index], &drafts[*other])
        });
        drafts[index].within = holders
            .min_by_key(|(span, other)| (span.len(), *other))
            .map(|(_, other)| *other);
    }
}

/// Whether the cue of `inner` stands in the content of `outer`.
fn holds_cue(outer: &Draft<'_>, inner: &Draft<'_>) -> bool {
    inner
        .cue
        .is_some_and(|cue| outer.content.iter().any(|span| span.contains(cue)))
}
