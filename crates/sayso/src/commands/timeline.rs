//! `sayso timeline`: what happened, by the day on which it did.

use sayso_ledger::Access;
use sayso_ledger::ask::{Asked, Hit, Question, Row};

use super::{Ending, ask};
use crate::asked::Lines;
use crate::cli;
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::style::paint;

/// Prints the events that `args` asks for under their days; those without a day are left out and counted.
pub fn run(args: &cli::Timeline, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let question = Question {
        limit: args.limit,
        ..ask::question(Asked::Events, &args.filters, None)?
    };
    let page = ledger.ask(&question).map_err(|error| failure(&error))?;
    let mut dated: Vec<(&str, &Hit)> = page.hits.iter().filter_map(|hit| Some((day(hit)?, hit))).collect();
    // The newest reading of a day comes last, as the days do.
    dated.reverse();
    dated.sort_by_key(|(day, _)| *day);
    let mut lines = Lines::new(&ledger, console.palette(), console.width(args.width));
    let mut shown = None;
    for (day, hit) in &dated {
        if shown != Some(*day) {
            print(format!("{}\n", paint(console.palette().title, day)).as_bytes())?;
            shown = Some(*day);
        }
        print(lines.hit(hit)?.as_bytes())?;
    }
    let without = page.hits.len() - dated.len();
    if without > 0 {
        console.note(&format!("{without} more events have no day\n"));
    }
    if page.next.is_some() {
        console.note(&format!(
            "only the last {} events added were looked at: --limit raises it\n",
            args.limit
        ));
    }
    Ok(Ending::Done)
}

/// The first day that an event can be of.
fn day(hit: &Hit) -> Option<&str> {
    let Row::Event(event) = &hit.row else { return None };
    let date = event.date.as_ref()?;
    date.not_before
        .as_deref()
        .or(date.value.as_deref().filter(|value| value.len() == 10))
}
