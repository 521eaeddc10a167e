//! `sayso ask`: rows of a ledger by what they tell.

use sayso_ledger::Access;
use sayso_ledger::Ledger;
use sayso_ledger::ask::{Asked, By, Order, Question};

use super::Ending;
use crate::asked::Lines;
use crate::cli::{self, About, AskFormat, CountBy, Filters, Pages, Sort};
use crate::console::{Console, print};
use crate::failure::Failure;
use crate::keeping::{self, failure};
use crate::report::plain::{json_for_terminal, plain};

/// Answers the question that `args` asks.
pub fn run(args: &cli::Ask, console: &Console) -> Result<Ending, Failure> {
    let ledger = keeping::open(&args.ledger, Access::Read)?;
    let format = args.format.unwrap_or(if console.out_is_terminal() {
        AskFormat::Lines
    } else {
        AskFormat::Jsonl
    });
    let Some(about) = asked(args.about) else {
        return names(args, &ledger, format, console);
    };
    let question = question(about, &args.filters, Some(&args.pages))?;
    if args.count {
        let count = ledger.count(&question).map_err(|error| failure(&error))?;
        print(format!("{count}\n").as_bytes())?;
        return Ok(Ending::Done);
    }
    if let Some(by) = args.by {
        return tally(&ledger, &question, by, format, console);
    }
    let page = ledger.ask(&question).map_err(|error| failure(&error))?;
    let mut lines = Lines::new(&ledger, console.palette(), console.width(args.width));
    for hit in &page.hits {
        let text = match format {
            AskFormat::Lines => lines.hit(hit)?,
            AskFormat::Jsonl => line(hit, console)?,
        };
        print(text.as_bytes())?;
    }
    if let Some(next) = page.next {
        console.note(&format!("there are more: go on with --after {next}\n"));
    } else if page.hits.is_empty() && format == AskFormat::Lines {
        print(b"Nothing in the ledger is so.\n")?;
    }
    Ok(Ending::Done)
}

fn line(value: &impl serde::Serialize, console: &Console) -> Result<String, Failure> {
    let json = serde_json::to_string(value).map_err(|error| Failure::of(&error))?;
    Ok(if console.out_is_terminal() {
        json_for_terminal(&json) + "\n"
    } else {
        json + "\n"
    })
}

fn tally(
    ledger: &Ledger,
    question: &Question,
    by: CountBy,
    format: AskFormat,
    console: &Console,
) -> Result<Ending, Failure> {
    let by = match by {
        CountBy::Day => By::Day,
        CountBy::Source => By::Source,
        CountBy::Type => By::Type,
    };
    for one in ledger.tally(question, by).map_err(|error| failure(&error))? {
        let text = match format {
            AskFormat::Lines => format!(
                "{:>9}  {}\n",
                one.count,
                plain(one.value.as_deref().unwrap_or("not told"))
            ),
            AskFormat::Jsonl => line(&one, console)?,
        };
        print(text.as_bytes())?;
    }
    Ok(Ending::Done)
}

fn names(args: &cli::Ask, ledger: &Ledger, format: AskFormat, console: &Console) -> Result<Ending, Failure> {
    let Filters { text, types, who, .. } = &args.filters;
    let limit = args.pages.limit;
    let page = (args.pages.after.unwrap_or(0), limit.saturating_add(1));
    let mut names = ledger
        .names(text.as_deref(), types, who, page)
        .map_err(|error| failure(&error))?;
    let more = names.len() > limit;
    names.truncate(limit);
    for name in &names {
        let text = match format {
            AskFormat::Lines => {
                let country = name.country.as_deref().unwrap_or("-");
                format!(
                    "{:>6}  {:<6} {country:<4} {}\n",
                    name.documents,
                    name.kind,
                    plain(&name.name)
                )
            }
            AskFormat::Jsonl => line(name, console)?,
        };
        print(text.as_bytes())?;
    }
    if let Some(last) = names.last().filter(|_| more) {
        console.note(&format!("there are more: go on with --after {}\n", last.key));
    }
    Ok(Ending::Done)
}

fn asked(about: About) -> Option<Asked> {
    Some(match about {
        About::Statements => Asked::Statements,
        About::Events => Asked::Events,
        About::Figures => Asked::Figures,
        About::Agreements => Asked::Agreements,
        About::Disputes => Asked::Disputes,
        About::Documents => Asked::Documents,
        About::Entities => return None,
    })
}

/// The question that filters ask.
///
/// # Errors
/// When a day is none.
pub fn question(about: Asked, filters: &Filters, pages: Option<&Pages>) -> Result<Question, Failure> {
    let filters = filters.clone();
    let order = pages.map_or(Order::Newest, |pages| match pages.sort {
        Sort::Newest => Order::Newest,
        Sort::Oldest => Order::Oldest,
    });
    let base = Question::about(about);
    Ok(Question {
        about,
        who: filters.who,
        whom: filters.to,
        types: filters.types,
        stages: filters.stage,
        classes: filters.class,
        sources: filters.source,
        certainty: filters.certainty,
        status: filters.status,
        places: filters.place,
        text: filters.text,
        since: day("since", filters.since, Bound::First)?,
        until: day("until", filters.until, Bound::Last)?,
        published_since: day("published-since", filters.published_since, Bound::First)?,
        published_until: day("published-until", filters.published_until, Bound::Last)?,
        publisher: filters.publisher,
        earlier_versions: filters.all_versions,
        order,
        limit: pages.map_or(base.limit, |pages| pages.limit),
        after: pages.and_then(|pages| pages.after),
    })
}

#[derive(Clone, Copy)]
enum Bound {
    First,
    Last,
}

/// The first or last day of a day, month or year.
fn day(flag: &str, given: Option<String>, bound: Bound) -> Result<Option<String>, Failure> {
    let Some(given) = given else { return Ok(None) };
    let whole = match (given.len(), bound) {
        (4, Bound::First) => format!("{given}-01-01"),
        (4, Bound::Last) => format!("{given}-12-31"),
        (7, Bound::First) => format!("{given}-01"),
        (7, Bound::Last) => {
            // The last day that the month has.
            let days = (28..=31).rev().map(|day| format!("{given}-{day}"));
            let last = days.into_iter().find(|day| sayso::intake::iso_date(day).is_some());
            last.unwrap_or_else(|| given.clone())
        }
        _ => given.clone(),
    };
    match sayso::intake::iso_date(&whole) {
        Some(day) if day.len() == 10 => Ok(Some(day)),
        _ => {
            Err(Failure::new(format!("--{flag}: `{given}` is no day")).help("Write it as YYYY, YYYY-MM or YYYY-MM-DD."))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, day};

    #[test]
    fn months_and_years_have_first_and_last_days() {
        let of = |given: &str, bound| day("since", Some(given.to_owned()), bound).ok().flatten();
        assert_eq!(of("2024", Bound::First).as_deref(), Some("2024-01-01"));
        assert_eq!(of("2024", Bound::Last).as_deref(), Some("2024-12-31"));
        assert_eq!(of("2024-02", Bound::First).as_deref(), Some("2024-02-01"));
        assert_eq!(of("2024-02", Bound::Last).as_deref(), Some("2024-02-29"));
        assert_eq!(of("2024-06-19", Bound::Last).as_deref(), Some("2024-06-19"));
        for bad in ["24", "2024-13", "June", "2024-02-30", ""] {
            assert_eq!(of(bad, Bound::First), None, "{bad}");
        }
    }
}
