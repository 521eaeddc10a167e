//! Which rows tell of one happening, and which speak against each other.

use std::collections::HashMap;

use sayso_schema::{Event, EventFactuality, EventLink, EventLinkKind, Participant, RowId};

/// Rows of one type are compared with no more than this many before them.
const MOST_COMPARED: usize = 64;

/// Ties each row to the first before it that tells of the same happening: one type, shared parties on each side that
/// both name, and no two dates or places that differ. Where one is denied and the other told as done, they contradict.
pub(super) fn tie(events: &mut [Event]) {
    let mut by_kind: HashMap<String, Vec<usize>> = HashMap::new();
    for at in 0..events.len() {
        let seen = by_kind.entry(events[at].kind.clone()).or_default();
        let recent = &seen[seen.len().saturating_sub(MOST_COMPARED)..];
        let first = recent
            .iter()
            .copied()
            .find(|&before| same(&events[before], &events[at]));
        if let Some(before) = first {
            let denied = |event: &Event| event.factuality == EventFactuality::Denied;
            let kind = match denied(&events[before]) == denied(&events[at]) {
                true => EventLinkKind::SameAs,
                false => EventLinkKind::Contradicts,
            };
            let id: RowId = events[before].id.clone();
            events[at].links.push(EventLink { kind, event: id });
        }
        seen.push(at);
    }
}

fn same(a: &Event, b: &Event) -> bool {
    let done = |event: &Event| {
        !matches!(
            event.factuality,
            EventFactuality::Planned | EventFactuality::CalledFor | EventFactuality::Hypothetical
        )
    };
    done(a) == done(b)
        && share(&a.actors, &b.actors)
        && share(&a.recipients, &b.recipients)
        && agree(
            a.date.as_ref().and_then(|d| d.value.as_ref()),
            b.date.as_ref().and_then(|d| d.value.as_ref()),
        )
        && agree(
            a.place.as_ref().and_then(|p| p.geonames.as_ref()),
            b.place.as_ref().and_then(|p| p.geonames.as_ref()),
        )
        && (!a.actors.is_empty() && !b.actors.is_empty() || !a.recipients.is_empty() && !b.recipients.is_empty())
}

/// Whether two sides can be the same: one of them is not told, or both name one entity.
fn share(a: &[Participant], b: &[Participant]) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    a.iter()
        .any(|a| a.entity.is_some() && b.iter().any(|b| a.entity == b.entity))
}

/// Whether two things that may not be told do not differ.
fn agree<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}
