//! Scores of what happened, when and where.

use sayso::language::Classes;
use sayso::schema::{Document, Event, Participant, Reading};
use sayso_score::events::{EventScores, FoundEvent, Party};
use sayso_score::muc4::{FoundParties, Muc4Scores};
use sayso_score::places::{FoundPlace, PlaceArticle, PlaceScores};
use sayso_score::quad::QuadScores;
use sayso_score::time::{Time, TimeScores};
use sayso_score::{events, muc4, places, quad, time};

use super::{not_scored, reader};
use crate::cli::Score;
use crate::failure::Failure;

/// Types, actors and recipients of events.
pub(super) fn what_happened(args: &Score) -> Result<EventScores, Failure> {
    let gold = events::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(events::score(&gold, |text| {
        let reading = worker.read(Document::new("gold", text));
        let coded = reading.events.iter().filter(|event| event.factuality.is_told_anew());
        coded.map(|event| found_event(event, &reading)).collect()
    }))
}

fn found_event(event: &Event, reading: &Reading) -> FoundEvent {
    let parties = |all: &[Participant]| all.iter().map(|one| party(one, reading)).collect();
    FoundEvent {
        kind: event.kind.clone(),
        actors: parties(&event.actors),
        recipients: parties(&event.recipients),
    }
}

/// A participant with the name that it has elsewhere, where a pronoun stands for it.
fn party(participant: &Participant, reading: &Reading) -> Party {
    let entity = reading
        .entities
        .iter()
        .find(|entity| Some(&entity.id) == participant.entity.as_ref());
    Party {
        text: match entity {
            Some(entity) => format!("{} {}", participant.text, entity.name),
            None => participant.text.clone(),
        },
        country: participant.country.clone(),
    }
}

/// Perpetrators and victims of what is told as material conflict.
pub(super) fn who_attacked(args: &Score) -> Result<Muc4Scores, Failure> {
    let gold = muc4::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(muc4::score(&gold, |text| {
        let reading = worker.read(Document::new("gold", text));
        let conflict = reading
            .events
            .iter()
            .filter(|event| event.quad == 4 && event.factuality.is_told_as_done());
        let mut found = FoundParties::default();
        let (mut actors, mut recipients) = (Vec::new(), Vec::new());
        for event in conflict {
            for (all, seen, texts) in [
                (&event.actors, &mut actors, &mut found.actors),
                (&event.recipients, &mut recipients, &mut found.recipients),
            ] {
                for one in all {
                    // Somebody who takes part twice is one.
                    let who = one.entity.as_ref().map_or(one.text.as_str(), |id| id.as_str());
                    if !seen.contains(&who) {
                        seen.push(who);
                        texts.push(party(one, &reading).text);
                    }
                }
            }
        }
        found
    }))
}

/// The quad class of sentences.
pub(super) fn quad_class(args: &Score) -> Result<QuadScores, Failure> {
    let gold = quad::read(&args.gold, args.held_out).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(quad::score(&gold, |text| {
        let (reading, sentences) = worker.read_with_sentences(Document::new("gold", text));
        // Of a text that the engine cuts in several sentences, the surest counts.
        let learned = sentences
            .iter()
            .filter_map(|sentence| best_quad(sentence.classes("quad")?))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        learned.map_or_else(|| by_main_event(&reading), |(class, _)| class)
    }))
}

/// The class that the network gives a sentence, and how far it is before the next.
fn best_quad(classes: &Classes) -> Option<(u8, f32)> {
    let mut scores: Vec<(u8, f32)> = (0u8..).zip(classes.scores.iter().copied()).collect();
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (first, second) = (scores.first()?, scores.get(1)?);
    Some((first.0, first.1 - second.1))
}

/// Where the weights have no such head: the class of the first event that is told anew, one with both sides before
/// others.
fn by_main_event(reading: &Reading) -> u8 {
    let rank = |event: &&Event| {
        let whole = !event.actors.is_empty() && !event.recipients.is_empty();
        (!event.factuality.is_told_anew(), !whole, event.trigger.span)
    };
    let told = reading.events.iter().filter(|event| event.factuality.is_told_as_done());
    let main = told.min_by_key(rank);
    main.map_or(0, |event| {
        event.cameo.as_deref().and_then(quad::of_cameo).unwrap_or(event.quad)
    })
}

/// Time expressions.
pub(super) fn when(args: &Score) -> Result<TimeScores, Failure> {
    let gold = time::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(time::score(&gold, |article| {
        let mut document = Document::new("gold", article.text.as_str());
        document.published.clone_from(&article.published);
        let sentences = worker.parse(&document.text);
        let times = sayso_reading::times(&document, &sentences, reader.knowledge());
        let found = times.into_iter().map(|time| Time {
            span: time.span,
            value: time.value,
        });
        found.collect()
    }))
}

/// Places.
pub(super) fn where_places_are(args: &Score) -> Result<PlaceScores, Failure> {
    let reader = reader(args)?;
    let look_up = |id: u64| {
        let place = reader.knowledge().places.by_id(id)?;
        Some((place.latitude, place.longitude))
    };
    let gold = places::read(&args.gold, look_up).map_err(|error| not_scored(&error))?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(places::score(&gold, |article| {
        let (reading, sentences) = worker.read_with_sentences(placed_document(article));
        let toponyms = sayso_reading::places(&reading.document, &sentences, &reading.entities, reader.knowledge());
        toponyms
            .iter()
            .map(|toponym| FoundPlace {
                span: toponym.span,
                at: toponym.latitude.zip(toponym.longitude),
                demonym: toponym.demonym,
            })
            .collect()
    }))
}

/// What a corpus of places tells of an article, as intake would.
fn placed_document(article: &PlaceArticle) -> Document {
    let mut document = Document::new("gold", article.text.as_str());
    document.title.clone_from(&article.title);
    document.url.clone_from(&article.url);
    document
}
