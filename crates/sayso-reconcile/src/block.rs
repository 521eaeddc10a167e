//! A block: tellings in their order, those of one kind with what they tell.

use crate::telling::{Matter, Telling};

/// The tellings that tell one kind of thing, with it.
pub(crate) fn only<'t, M>(
    tellings: &[&'t Telling],
    matter: impl Fn(&'t Matter) -> Option<&'t M>,
) -> Vec<(&'t Telling, &'t M)> {
    tellings
        .iter()
        .filter_map(|telling| Some((*telling, matter(&telling.matter)?)))
        .collect()
}

/// How a side of a dispute is told: "“12 people killed” (the ministry, in Outlet, 2024-06-19)".
pub(crate) fn told(telling: &Telling) -> String {
    let mut by: Vec<String> = Vec::new();
    by.extend(
        telling
            .sources
            .last()
            .map(|source| source.text.clone())
            .filter(|text| !text.is_empty()),
    );
    by.extend(telling.outlet.clone().filter(|outlet| by.first() != Some(outlet)));
    by.extend(telling.published.map(|day| day.to_string()));
    let by = if by.is_empty() {
        String::new()
    } else {
        format!(" ({})", by.join(", "))
    };
    format!("“{}”{by}", telling.text)
}
