//! Takes out of a reading what other articles' rows are compared with.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use sayso_schema::{
    Agreement, Date, Entity, EntityType, Event, EventLinkKind, FactValue, Figure, FigureKind, Link, LinkKind,
    MentionForm, Participant, Place, PlacePrecision, Reading, RowId, Span, Statement, Voice,
};

use crate::blocks;
use crate::finding::Row;
use crate::sketch::Sketch;
use crate::telling::{
    Amount, Days, Deed, Matter, Pact, Party, Polarity, Said, Site, Source, Step, Telling, Text, Thing,
};
use crate::words::{content, folded, hashed, name, shown, stem};

/// Characters of a row's words that are kept for showing.
const SHOWN: usize = 100;
/// Names and words that say what an article is about.
const STORY_NAMES: usize = 10;
const STORY_WORDS: usize = 8;
/// Content words of a statement that are compared.
const SAID: usize = 64;
/// Parties that are kept of an event or agreement.
const PARTIES: usize = 8;

/// The tellings of a reading: one for the document, one for each row that can be joined with another article's.
///
/// ```
/// use sayso_schema::{Document, Reading};
///
/// let mut document = Document::new("border.txt", "The border between the two countries stays open, he said.");
/// document.published = Some("2024-06-19".into());
/// let tellings = sayso_reconcile::tellings(&Reading::of(document));
/// assert_eq!(tellings.len(), 1);
/// assert!(tellings[0].blocks.iter().all(|block| block.starts_with("c:2024-W25:")));
/// ```
pub fn tellings(reading: &Reading) -> Vec<Telling> {
    let taking = Taking::of(reading);
    let mut all = vec![taking.document()];
    all.extend(reading.statements.iter().filter_map(|row| taking.statement(row)));
    all.extend(reading.events.iter().map(|row| taking.event(row)));
    all.extend(reading.figures.iter().filter_map(|row| taking.figure(row)));
    all.extend(reading.agreements.iter().map(|row| taking.agreement(row)));
    all.extend(reading.entities.iter().filter_map(|row| taking.entity(row)));
    all.retain(|telling| !telling.blocks.is_empty());
    all
}

struct Taking<'r> {
    reading: &'r Reading,
    document: String,
    published: Option<NaiveDate>,
    via: Option<String>,
    story: Vec<u32>,
    entities: HashMap<&'r RowId, &'r Entity>,
    statements: HashMap<&'r RowId, &'r Statement>,
    figures: HashMap<&'r RowId, &'r Figure>,
    threads: HashMap<&'r RowId, &'r RowId>,
    /// The events that tell where and when a figure belongs.
    counted_by: HashMap<&'r RowId, &'r Event>,
}

impl<'r> Taking<'r> {
    fn of(reading: &'r Reading) -> Self {
        let document = &reading.document;
        let agency = document.dateline.as_ref().and_then(|line| line.agency.as_deref());
        let outlet = document.publisher.as_deref().map(name);
        let via = agency
            .map(name)
            .filter(|agency| !agency.is_empty() && Some(agency) != outlet.as_ref());
        let mut counted_by = HashMap::new();
        for event in &reading.events {
            for figure in [&event.killed, &event.injured, &event.size].into_iter().flatten() {
                counted_by.entry(figure).or_insert(event);
            }
        }
        Self {
            reading,
            document: document.id.chars().take(24).collect(),
            published: document.published.as_deref().and_then(day),
            via,
            story: story(reading),
            entities: reading.entities.iter().map(|row| (&row.id, row)).collect(),
            statements: reading.statements.iter().map(|row| (&row.id, row)).collect(),
            figures: reading.figures.iter().map(|row| (&row.id, row)).collect(),
            threads: threads(&reading.events),
            counted_by,
        }
    }

    fn telling(&self, id: &str, thread: &str, text: &str, told_by: Option<&[Link]>, matter: Matter) -> Telling {
        let links = told_by.unwrap_or_default();
        let is_publisher = |link: &Link| link.span.is_none() && link.kind == LinkKind::Outlet;
        let sources: Vec<Source> = links
            .iter()
            .filter(|link| !is_publisher(link))
            .map(|link| self.source(link))
            .collect();
        let mut telling = Telling {
            row: Row {
                document: self.document.clone(),
                id: id.to_owned(),
                thread: thread.to_owned(),
            },
            outlet: self.reading.document.publisher.clone(),
            published: self.published,
            text: shown(text, SHOWN),
            sources,
            via: self.via.clone(),
            story: self.story.clone(),
            matter,
            blocks: Vec::new(),
        };
        telling.blocks = blocks::of(&telling);
        telling
    }

    fn document(&self) -> Telling {
        let document = &self.reading.document;
        let id = format!("do-{}", self.document);
        let (sketch, keys) = Sketch::of(&document.text);
        let title = document.title.as_deref().unwrap_or(&document.source);
        let mut telling = self.telling(&id, &id, title, None, Matter::Document(Text { sketch }));
        telling.blocks = blocks::of_copies(self.published, &keys);
        telling
    }

    fn statement(&self, row: &Statement) -> Option<Telling> {
        let texts: Vec<&str> = row.content.iter().map(|passage| passage.text.as_str()).collect();
        let text = texts.join(" ");
        let stems = content(&text);
        let mut words: Vec<u32> = stems.iter().map(|word| hashed(word)).collect();
        words.sort_unstable();
        words.dedup();
        words.truncate(SAID);
        let mut numbers: Vec<u32> = folded(&text)
            .iter()
            .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
            .map(|word| hashed(word))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let said = Said {
            act: row.act,
            polarity: polarity(row.factuality.source.unwrap_or(row.factuality.author)),
            words,
            numbers,
            negations: negations(&text),
            names: self.names_in(row),
        };
        let mut telling = self.telling(
            row.id.as_str(),
            row.id.as_str(),
            &text,
            Some(&row.chain),
            Matter::Statement(said),
        );
        telling.via = row
            .via
            .as_ref()
            .and_then(|link| link.name.as_deref())
            .map(name)
            .or(telling.via);
        telling.blocks = blocks::of_statement(&telling, row.voice == Voice::Author, &stems);
        Some(telling).filter(|telling| !telling.blocks.is_empty())
    }

    /// What is named inside a statement's content, most telling first: countries by their code.
    fn names_in(&self, row: &Statement) -> Vec<String> {
        let inside = |span: Span| row.content.iter().any(|passage| passage.span.contains(span));
        let mut names = BTreeSet::new();
        for entity in &self.reading.entities {
            let named = |form: MentionForm| form == MentionForm::Name;
            if entity
                .mentions
                .iter()
                .any(|mention| named(mention.form) && inside(mention.span))
            {
                names.insert(self.called(entity));
            }
        }
        names
            .into_iter()
            .filter(|name| !name.is_empty())
            .take(PARTIES)
            .collect()
    }

    /// An entity's name, or the code of a country.
    fn called(&self, entity: &Entity) -> String {
        match (entity.kind, &entity.country) {
            (EntityType::Norp, Some(country)) => country.clone(),
            (EntityType::Gpe, Some(country)) if entity.ids.contains_key("iso3166-1") => country.clone(),
            _ => name(&entity.name),
        }
    }

    fn event(&self, row: &Event) -> Telling {
        let place = row.place.as_ref().map(site);
        let told: Vec<&Statement> = row
            .statements
            .iter()
            .filter_map(|id| self.statements.get(id).copied())
            .collect();
        let chain = Event::innermost(told.into_iter()).map(|statement| row.vouched_by(statement));
        let killed = row
            .killed
            .as_ref()
            .and_then(|id| self.figures.get(id))
            .and_then(|figure| figure.value);
        let deed = Deed {
            kind: row.kind.clone(),
            modes: row.modes.clone(),
            trigger: stem(&folded(&row.trigger.text).pop().unwrap_or_default()),
            actors: self.parties(&row.actors),
            recipients: self.parties(&row.recipients),
            days: row.date.as_ref().and_then(days),
            place,
            factuality: row.factuality,
            in_passing: row.background,
            killed,
        };
        let thread = self.threads.get(&row.id).copied().unwrap_or(&row.id);
        self.telling(row.id.as_str(), thread.as_str(), &row.text, chain, Matter::Event(deed))
    }

    fn parties(&self, participants: &[Participant]) -> Vec<Party> {
        let mut parties: Vec<Party> = participants.iter().map(|one| self.party(one)).collect();
        parties.sort_unstable();
        parties.dedup();
        parties.truncate(PARTIES);
        parties
    }

    fn party(&self, one: &Participant) -> Party {
        let entity = one.entity.as_ref().and_then(|id| self.entities.get(id));
        let named = entity.filter(|entity| !entity.anonymous && has_name(entity));
        Party {
            name: named.map(|entity| self.called(entity)).filter(|name| !name.is_empty()),
            country: one
                .country
                .clone()
                .or_else(|| entity.and_then(|entity| entity.country.clone())),
        }
    }

    fn entity_party(&self, id: &RowId) -> Option<Party> {
        let entity = self.entities.get(id)?;
        Some(Party {
            name: Some(self.called(entity)).filter(|name| has_name(entity) && !name.is_empty()),
            country: entity.country.clone(),
        })
    }

    fn figure(&self, row: &Figure) -> Option<Telling> {
        let compared = matches!(
            row.kind,
            FigureKind::Count | FigureKind::Money | FigureKind::Percent | FigureKind::Fraction | FigureKind::Measure
        );
        let known = row.value.or(row.low).or(row.high).is_some_and(f64::is_finite);
        let words = row.of.as_ref().map(|of| content(&of.text)).unwrap_or_default();
        let words: Vec<String> = words
            .into_iter()
            .filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic()))
            .collect();
        let head = words.last().filter(|_| compared && known)?.clone();
        let event = self.counted_by.get(&row.id).copied();
        let place = row.place.as_ref().map(|place| name(&place.text)).or_else(|| {
            let place = event?.place.as_ref()?;
            Some(name(&place.passage.text))
        });
        let told = row
            .period
            .as_ref()
            .or_else(|| event.and_then(|event| event.date.as_ref()));
        let predicate = row.measure.as_ref().map(|measure| folded(&measure.predicate.text));
        let amount = Amount {
            kind: row.kind,
            value: row.value,
            low: row.low,
            high: row.high,
            about: row.approximator.is_some(),
            unit: row.unit.clone(),
            per: row.per.as_ref().map(|per| name(&per.text)),
            head,
            of: words.into_iter().collect::<BTreeSet<_>>().into_iter().collect(),
            measure: predicate.and_then(|words| words.last().map(|word| stem(word))),
            measured: row.measure.as_ref().map(|measure| measure.kind),
            actor: row.actor.as_ref().and_then(|id| self.entity_party(id)),
            place,
            days: told.and_then(days),
        };
        let chain = row
            .statement
            .as_ref()
            .and_then(|id| self.statements.get(id))
            .map(|row| row.chain.as_slice());
        // "12 people", "12 people … killed"
        let of = row
            .of
            .as_ref()
            .filter(|of| !row.span.contains(of.span))
            .map(|of| of.text.as_str());
        let measure = row.measure.as_ref().map(|measure| measure.predicate.text.as_str());
        let measure = measure.filter(|measure| of != Some(measure));
        let text = [Some(row.text.as_str()), of, measure]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        Some(self.telling(row.id.as_str(), row.id.as_str(), &text, chain, Matter::Figure(amount)))
    }

    fn agreement(&self, row: &Agreement) -> Telling {
        let parties: BTreeSet<Party> = row.parties.iter().filter_map(|id| self.entity_party(id)).collect();
        let own = row
            .names
            .iter()
            .filter(|passage| is_own_name(&passage.text))
            .map(|passage| name(&passage.text));
        let steps = row.stages.iter().map(|stage| Step {
            id: stage.id.as_str().to_owned(),
            stage: stage.stage,
            status: stage.status,
            party: stage.party.as_ref().and_then(|id| self.entity_party(id)),
            days: stage.date.as_ref().and_then(days),
            text: shown(&stage.text, SHOWN),
        });
        let pact = Pact {
            registered: row.registered.clone(),
            names: own.collect::<BTreeSet<_>>().into_iter().take(PARTIES).collect(),
            instrument: row.instrument.clone(),
            ambit: row.ambit,
            parties: parties.into_iter().take(PARTIES).collect(),
            steps: steps.collect(),
        };
        self.telling(
            row.id.as_str(),
            row.id.as_str(),
            &row.text,
            None,
            Matter::Agreement(pact),
        )
    }

    fn entity(&self, row: &Entity) -> Option<Telling> {
        let thing = Thing {
            name: name(&row.name),
            kind: row.kind,
            country: row.country.clone(),
            ids: row.ids.clone(),
        };
        let is_named = !row.anonymous && has_name(row) && row.kind != EntityType::Norp && !thing.name.is_empty();
        is_named.then(|| self.telling(row.id.as_str(), row.id.as_str(), &row.name, None, Matter::Entity(thing)))
    }

    fn source(&self, link: &Link) -> Source {
        let entity = link.entity.as_ref().and_then(|id| self.entities.get(id));
        let text = link.name.clone().unwrap_or_default();
        let country = entity.and_then(|entity| entity.country.as_deref());
        let is_named = entity.map_or(link.kind == LinkKind::Outlet, |entity| {
            !entity.anonymous && has_name(entity)
        });
        let is_office = matches!(link.kind, LinkKind::Office | LinkKind::Organisation);
        let called = match country {
            _ if link.kind == LinkKind::Unnamed => String::new(),
            _ if is_named => name(&text),
            // "The foreign ministry" is one in each country.
            Some(country) if is_office => format!("{} {}", country.to_lowercase(), name(&text)),
            _ => String::new(),
        };
        Source {
            name: Some(called).filter(|name| !name.is_empty()),
            text,
            country: entity.and_then(|entity| entity.country.clone()),
            is_outlet: link.kind == LinkKind::Outlet,
        }
    }
}

/// How often a text says no.
fn negations(text: &str) -> usize {
    let words = folded(text);
    let says_no = |word: &&String| {
        matches!(
            word.as_str(),
            "not" | "no" | "never" | "neither" | "nor" | "without" | "cannot" | "t"
        )
    };
    words.iter().filter(says_no).count()
}

fn has_name(entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| mention.form == MentionForm::Name)
}

/// "Kyoto Protocol" or "1952 and 1954 treaties", not "UN resolution": what it is has a capital too, or there are numbers.
fn is_own_name(text: &str) -> bool {
    let first = |word: &str| word.chars().next();
    let is_proper = |word: &str| first(word).is_some_and(char::is_uppercase);
    let capitals = text.split_whitespace().filter(|word| is_proper(word)).count();
    let last = text.split_whitespace().next_back().is_some_and(is_proper);
    capitals >= 2 && last
        || text
            .split_whitespace()
            .any(|word| first(word).is_some_and(|c| c.is_ascii_digit()))
}

/// What an article is about: whom it names most, and the words of its headline.
fn story(reading: &Reading) -> Vec<u32> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for entity in &reading.entities {
        if has_name(entity) && !entity.anonymous {
            *names.entry(name(&entity.name)).or_default() += entity.mentions.len();
        }
    }
    let mut names: Vec<(usize, String)> = names.into_iter().map(|(name, count)| (count, name)).collect();
    names.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let named = names.into_iter().take(STORY_NAMES).map(|(_, name)| {
        // By the last word, so that "Rice" and "Condoleezza Rice" are one.
        stem(name.rsplit(' ').next().unwrap_or_default())
    });
    let title = content(reading.document.title.as_deref().unwrap_or_default());
    let title = title.into_iter().filter(|word| word.len() > 2).take(STORY_WORDS);
    let story: BTreeSet<u32> = named
        .chain(title)
        .filter(|word| !word.is_empty())
        .map(|word| hashed(&word))
        .collect();
    story.into_iter().collect()
}

/// For each event that the document ties to others as the same, the first of them.
fn threads(events: &[Event]) -> HashMap<&RowId, &RowId> {
    let mut first: HashMap<&RowId, &RowId> = events.iter().map(|event| (&event.id, &event.id)).collect();
    // Links are few and short: each round carries the least id one link further, and most documents need two.
    for _ in 0..events.len().min(16) {
        let mut changed = false;
        for event in events {
            for link in event.links.iter().filter(|link| link.kind == EventLinkKind::SameAs) {
                let (Some(one), Some(other)) = (first.get(&event.id).copied(), first.get(&link.event).copied()) else {
                    continue;
                };
                let least = one.min(other);
                changed |= one != other;
                first.insert(&event.id, least);
                first.insert(&link.event, least);
            }
        }
        if !changed {
            break;
        }
    }
    first
}

fn polarity(value: FactValue) -> Polarity {
    match value {
        FactValue::CertainPlus | FactValue::ProbablePlus => Polarity::Affirmed,
        FactValue::CertainMinus | FactValue::ProbableMinus => Polarity::Denied,
        FactValue::PossiblePlus | FactValue::PossibleMinus | FactValue::Unknown => Polarity::Open,
    }
}

fn site(place: &Place) -> Site {
    let exact = matches!(
        place.precision,
        PlacePrecision::City | PlacePrecision::Point | PlacePrecision::District
    );
    Site {
        city: place.geonames.filter(|_| exact),
        province: place.province.as_deref().map(name),
        country: place.country.clone(),
        name: name(place.name.as_deref().unwrap_or(&place.passage.text)),
    }
}

/// The day that an ISO 8601 date or time begins with.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// The first and the last day that a date can be.
fn days(date: &Date) -> Option<Days> {
    let bound = |bound: &Option<String>| bound.as_deref().and_then(day);
    if let (Some(from), Some(to)) = (bound(&date.not_before), bound(&date.not_after)) {
        return (from <= to).then_some(Days { from, to });
    }
    let value = date.value.as_deref()?;
    if let Some(day) = day(value) {
        return Some(Days { from: day, to: day });
    }
    let year: i32 = value.get(..4)?.parse().ok()?;
    let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
    let (from, next) = match value.get(4..) {
        Some("") => (first(year, 1)?, first(year.checked_add(1)?, 1)?),
        Some(rest) if rest.len() == 3 => {
            let month: u32 = rest.get(1..)?.parse().ok()?;
            let next = if month == 12 {
                first(year.checked_add(1)?, 1)?
            } else {
                first(year, month.checked_add(1)?)?
            };
            (first(year, month)?, next)
        }
        _ => return None,
    };
    Some(Days {
        from,
        to: next.pred_opt()?,
    })
}
