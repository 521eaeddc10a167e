//! Disputes, what does not agree, in words and on the page.

use std::collections::BTreeSet;

use sayso::schema::{Dispute, Reading, RowId};

use super::Report;
use super::figure::number;
use super::ids::ShortIds;
use super::plain::plain;
use super::style::code_word;

/// The one plain sentence of a dispute; its kind where there is none.
pub fn sentence(dispute: &Dispute) -> String {
    match plain(dispute.sentence.trim()) {
        sentence if sentence.is_empty() => code_word(&dispute.kind),
        sentence => sentence.into_owned(),
    }
}

/// "figures · contradiction · differ on period, source · 29 times"
pub fn facts(dispute: &Dispute) -> String {
    let mut facts = vec![code_word(&dispute.kind)];
    facts.extend(dispute.comparison.as_ref().map(code_word));
    if !dispute.differs_on.is_empty() {
        let on: Vec<String> = dispute.differs_on.iter().map(code_word).collect();
        facts.push(format!("differ on {}", on.join(", ")));
    }
    facts.extend(
        dispute
            .ratio
            .map(|ratio| format!("one is {} times the other", number(ratio))),
    );
    facts.join(" · ")
}

/// The disputes that are about one of `rows`.
pub fn about<'a>(reading: &'a Reading, rows: &BTreeSet<&RowId>) -> Vec<&'a Dispute> {
    let is_about = |dispute: &&Dispute| dispute.rows.iter().any(|row| rows.contains(row));
    reading.disputes.iter().filter(is_about).collect()
}

impl Report {
    pub(super) fn disputes(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        if reading.disputes.is_empty() {
            return;
        }
        page.push('\n');
        self.lines(page, self.palette.heading, "Disputes", "");
        for dispute in &reading.disputes {
            self.dispute(page, dispute, "  ", ids);
        }
    }

    /// The sentence, and under it the rows that it is about.
    pub(super) fn dispute(&self, page: &mut String, dispute: &Dispute, indent: &str, ids: &ShortIds<'_>) {
        self.right_aligned(page, indent, &sentence(dispute), ids.get(&dispute.id));
        let rows: Vec<&str> = dispute.rows.iter().map(|row| ids.get(row)).collect();
        let note = format!("{} · {}", rows.join(", "), facts(dispute));
        self.lines(page, self.palette.faint, &note, &format!("{indent}  "));
    }
}
