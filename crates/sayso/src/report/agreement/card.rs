//! An agreement as a card.

use anstyle::Style;
use sayso::schema::{Agreement, Reading, StageStatus};

use super::{Agreements, also_words, class_word, told_in_words};
use crate::report::Report;
use crate::report::ids::ShortIds;
use crate::report::plain::plain;
use crate::report::style::paint;
use crate::report::wrap::columns;

/// How much of an agreement a card tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// On the page of a whole reading.
    Compact,
    /// On a card of its own.
    Full,
}

impl Report {
    /// The agreements' part of a page.
    pub(in crate::report) fn agreements(&self, page: &mut String, reading: &Reading, ids: &ShortIds<'_>) {
        if reading.agreements.is_empty() {
            return;
        }
        page.push('\n');
        self.lines(page, self.palette.heading, "Agreements", "");
        let agreements = Agreements::of(reading);
        for agreement in &reading.agreements {
            self.agreement(page, &agreements, agreement, Extent::Compact, ids);
        }
    }

    /// The article's agreements, each as a card of its own; nothing where it tells of none.
    pub fn cards(&self, reading: &Reading) -> String {
        let mut page = String::new();
        if reading.agreements.is_empty() {
            return page;
        }
        self.document(&mut page, reading);
        let ids = ShortIds::of(reading);
        let agreements = Agreements::of(reading);
        for agreement in &reading.agreements {
            page.push('\n');
            self.agreement(&mut page, &agreements, agreement, Extent::Full, &ids);
        }
        page
    }

    fn agreement<'a>(
        &self,
        page: &mut String,
        agreements: &Agreements<'a>,
        agreement: &'a Agreement,
        extent: Extent,
        ids: &ShortIds<'_>,
    ) {
        let name = agreements.name(agreement);
        match extent {
            Extent::Compact => self.right_aligned(page, "  ", &name, ids.get(&agreement.id)),
            Extent::Full => self.card_name(page, &name, ids.get(&agreement.id)),
        }
        let inside = match extent {
            Extent::Compact => "    ",
            Extent::Full => "  ",
        };
        let faint = self.palette.faint;
        self.lines(page, faint, &agreements.kind(agreement), inside);
        if let Some(title) = &agreement.registered {
            self.lines(page, faint, &format!("registered as {}", plain(title)), inside);
        }
        let others = agreements.other_names(agreement);
        if extent == Extent::Full && !others.is_empty() {
            self.lines(page, faint, &format!("also called {}", others.join("; ")), inside);
        }
        let parties = format!("parties: {}", agreements.all_of(&agreement.parties));
        self.lines(page, Style::new(), &parties, inside);
        if let Some(old) = &agreement.supersedes {
            let old = format!("replaces {}", plain(old.text.trim()));
            self.lines(page, Style::new(), &old, inside);
        }
        self.steps(page, agreements, agreement, inside, ids);
        if extent == Extent::Full
            && let Some((name, missing)) = agreements.not_stated(agreement)
        {
            self.lines(page, faint, &format!("{name}: {missing}"), inside);
        }
        self.provisions(page, agreements, agreement, extent, ids);
        if extent == Extent::Full {
            let disputes = agreements.disputes(agreement);
            self.part(page, inside, "disputes", !disputes.is_empty());
            for dispute in disputes {
                self.dispute(page, dispute, &format!("{inside}  "), ids);
            }
        }
    }

    fn card_name(&self, page: &mut String, name: &str, id: &str) {
        let used = columns(name) + columns(id);
        if used + 2 <= self.width {
            page.push_str(&paint(self.palette.title, name));
            page.extend(std::iter::repeat_n(' ', self.width - used));
            page.push_str(&format!("{}\n", paint(self.palette.faint, id)));
        } else {
            self.lines(page, self.palette.title, name, "");
            self.lines(page, self.palette.faint, id, "");
        }
    }

    /// The name of a part, where it has anything.
    fn part(&self, page: &mut String, indent: &str, name: &str, has_any: bool) {
        if has_any {
            self.lines(page, self.palette.heading, name, indent);
        }
    }

    fn steps<'a>(
        &self,
        page: &mut String,
        agreements: &Agreements<'a>,
        agreement: &'a Agreement,
        indent: &str,
        ids: &ShortIds<'_>,
    ) {
        let steps = agreements.steps(agreement);
        self.part(page, indent, "steps", !steps.is_empty());
        for step in &steps {
            let told_in = told_in_words(&agreements.told_in(step), ids);
            let mut line = format!("{} · {told_in}", agreements.step(step));
            if let Some(also) = also_words(step, ids) {
                line = format!("{line} · {also}");
            }
            let mut text = String::new();
            self.right_aligned(&mut text, &format!("{indent}  "), &line, ids.get(&step.stage.id));
            // The step itself, at the line's beginning, in the colour of its status.
            let word = step.stage.stage.in_words();
            let style = self.status_style(step.stage.status);
            page.push_str(&text.replacen(word, &paint(style, word), 1));
        }
    }

    fn status_style(&self, status: StageStatus) -> Style {
        match status {
            StageStatus::Done => self.palette.certain,
            StageStatus::UnderWay | StageStatus::Announced => self.palette.doubtful,
            StageStatus::Refused => self.palette.distanced,
        }
    }

    fn provisions<'a>(
        &self,
        page: &mut String,
        agreements: &Agreements<'a>,
        agreement: &'a Agreement,
        extent: Extent,
        ids: &ShortIds<'_>,
    ) {
        let indent = match extent {
            Extent::Compact => "    ",
            Extent::Full => "  ",
        };
        let classes = agreements.provisions(agreement);
        self.part(page, indent, "provisions", !classes.is_empty());
        let inner = format!("{indent}  ");
        let innermost = format!("{indent}    ");
        for (class, provisions) in classes {
            if extent == Extent::Full {
                self.lines(page, self.palette.faint, &class_word(class), &inner);
            }
            for provision in provisions {
                let words = agreements.provision(provision);
                let id = ids.get(&provision.id);
                if extent == Extent::Compact {
                    let words = format!("{}: {words}", class_word(class));
                    self.right_aligned(page, &inner, &words, id);
                    continue;
                }
                let words = format!("{words} · {}", told_in_words(&[&provision.statement], ids));
                self.right_aligned(page, &innermost, &words, id);
                for (name, value) in agreements.provision_facts(provision) {
                    let fact = format!("{name}: {value}");
                    self.lines(page, self.palette.faint, &fact, &format!("{innermost}  "));
                }
            }
        }
    }
}
