//! Scores of figures and agreements, whose keys point into newswire articles.

use std::path::Path;

use sayso::language::{ClaimEncoder, find_claim_model};
use sayso::schema::{Document, Reading};
use sayso_score::agreements::AgreementScores;
use sayso_score::claims::ClaimScores;
use sayso_score::figures::FigureScores;
use sayso_score::newswire::ErrorKind;
use sayso_score::{agreements, claims, figures};

use super::{not_scored, reader};
use crate::cli::Score;
use crate::console::print;
use crate::failure::Failure;

/// Quantities.
pub(super) fn how_many(args: &Score) -> Result<FigureScores, Failure> {
    let key = figures::read(&args.gold, texts(args)?).map_err(|error| not_scored(&error))?;
    reading(args, |read| figures::score(&key, read))
}

/// Agreements, their parties, stages and provisions.
pub(super) fn what_was_agreed(args: &Score) -> Result<AgreementScores, Failure> {
    let key = agreements::read(&args.gold, texts(args)?).map_err(|error| not_scored(&error))?;
    reading(args, |read| agreements::score(&key, read))
}

/// Statements of several articles that say one thing or the opposite.
pub(super) fn what_is_the_same(args: &Score) -> Result<ClaimScores, Failure> {
    let pairs = claims::read(&args.gold, texts(args)?).map_err(|error| not_scored(&error))?;
    let model = find_claim_model(args.claims.as_deref()).map_err(|error| Failure::of(&error))?;
    let mut encoder = ClaimEncoder::open(&model).map_err(|error| Failure::of(&error))?;
    Ok(claims::score(&pairs, &mut encoder))
}

/// What is missed, should not be there or is wrong, at most so many of a kind.
pub(super) fn figure_errors(args: &Score, most: usize) -> Result<(), Failure> {
    let key = figures::read(&args.gold, texts(args)?).map_err(|error| not_scored(&error))?;
    tell(&reading(args, |read| figures::errors(&key, read))?, most)
}

/// The same of agreements.
pub(super) fn agreement_errors(args: &Score, most: usize) -> Result<(), Failure> {
    let key = agreements::read(&args.gold, texts(args)?).map_err(|error| not_scored(&error))?;
    tell(&reading(args, |read| agreements::errors(&key, read))?, most)
}

fn texts(args: &Score) -> Result<&Path, Failure> {
    args.texts.as_deref().ok_or_else(|| {
        let help = "Give the articles as JSON Lines with id, date, title and text: `--texts newswire.jsonl`.";
        Failure::new("the key holds offsets only, and --texts does not say into what").help(help)
    })
}

/// Hands on what reads articles.
fn reading<T>(args: &Score, use_it: impl FnOnce(&mut dyn FnMut(&Document) -> Reading) -> T) -> Result<T, Failure> {
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(use_it(&mut |document| worker.read(document.clone())))
}

fn tell(kinds: &[ErrorKind], most: usize) -> Result<(), Failure> {
    let mut out = String::new();
    for kind in kinds {
        out.push_str(&format!("{} {}\n", kind.errors.len(), kind.name));
        for error in kind.errors.iter().take(most) {
            for (name, told) in [("key  ", &error.key), ("found", &error.found)] {
                if let Some(told) = told {
                    out.push_str(&format!("    {name} {told}\n"));
                }
            }
            let (at, around) = (error.span, &error.around);
            out.push_str(&format!("    in    … {around} … ({} {})\n\n", error.article, at.start));
        }
    }
    print(out.as_bytes())
}
