//! The ledger's words for acts, factuality and kinds of source, as lexicon lines write them.

use sayso_schema::{Act, FactValue, LinkKind};

/// Every act by its name in the ledger.
const ACTS: [(&str, Act); 17] = [
    ("assert", Act::Assert),
    ("say", Act::Say),
    ("claim", Act::Claim),
    ("estimate", Act::Estimate),
    ("suggest", Act::Suggest),
    ("report", Act::Report),
    ("confirm", Act::Confirm),
    ("deny", Act::Deny),
    ("warn", Act::Warn),
    ("promise", Act::Promise),
    ("demand", Act::Demand),
    ("ask", Act::Ask),
    ("believe", Act::Believe),
    ("know", Act::Know),
    ("stipulate", Act::Stipulate),
    ("purpose", Act::Purpose),
    ("evaluate", Act::Evaluate),
];

const VALUES: [FactValue; 7] = [
    FactValue::CertainPlus,
    FactValue::ProbablePlus,
    FactValue::PossiblePlus,
    FactValue::CertainMinus,
    FactValue::ProbableMinus,
    FactValue::PossibleMinus,
    FactValue::Unknown,
];

const KINDS: [(&str, LinkKind); 7] = [
    ("person", LinkKind::Person),
    ("office", LinkKind::Office),
    ("organisation", LinkKind::Organisation),
    ("outlet", LinkKind::Outlet),
    ("unnamed", LinkKind::Unnamed),
    ("document", LinkKind::Document),
    ("data", LinkKind::Data),
];

/// The universal parts of speech.
const UPOS: [&str; 17] = [
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X",
];

pub(crate) fn act_named(name: &str) -> Option<Act> {
    ACTS.iter().find(|(n, _)| *n == name).map(|(_, act)| *act)
}

/// The name of an act.
pub fn act_name(act: Act) -> &'static str {
    ACTS.iter().find(|(_, a)| *a == act).map_or("say", |(name, _)| name)
}

pub(crate) fn value_named(name: &str) -> Option<FactValue> {
    VALUES.into_iter().find(|value| value.as_str() == name)
}

pub(crate) fn kind_named(name: &str) -> Option<LinkKind> {
    KINDS.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind)
}

/// The name of a kind of source.
pub fn kind_name(kind: LinkKind) -> &'static str {
    KINDS
        .iter()
        .find(|(_, k)| *k == kind)
        .map_or("unnamed", |(name, _)| name)
}

pub(crate) fn upos_is_known(name: &str) -> bool {
    UPOS.contains(&name)
}
