//! `sayso score`: how well it reads, against a public corpus and by that corpus's own metrics.

mod happened;
mod newswire;

use std::fmt;

use sayso::Reader;
use sayso::schema::{Document, Entity, EntityType, Link, LinkKind, MentionForm, Reading, Span, Voice};
use sayso_score::attribution::{Attribution, AttributionScores};
use sayso_score::coref::CorefScores;
use sayso_score::entities::{EntityScores, Re3dType};
use sayso_score::sources::{FoundSource, SourceScores};
use sayso_score::{ScoreError, attribution, coref, entities, html, sources, ud};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::{engine, reader_on};
use crate::cli::{Score, Task};
use crate::console::print;
use crate::failure::Failure;
use crate::report::wrap::{columns, pad};

/// Measures and prints.
pub fn run(args: &Score) -> Result<(), Failure> {
    if let Some(most) = args.errors {
        return errors(args, most);
    }
    let json = match args.task {
        Task::Ud => to_json(&ud(args)?),
        Task::Entities => to_json(&names(args)?),
        Task::Attribution => to_json(&who_says_what(args)?),
        Task::Coref => to_json(&same_meaning(args)?),
        Task::Sources => to_json(&whom_sources_mean(args)?),
        Task::Events => to_json(&happened::what_happened(args)?),
        Task::Muc4 => to_json(&happened::who_attacked(args)?),
        Task::Quad => to_json(&happened::quad_class(args)?),
        Task::Time => to_json(&happened::when(args)?),
        Task::Places => to_json(&happened::where_places_are(args)?),
        Task::Figures => to_json(&newswire::how_many(args)?),
        Task::Agreements => to_json(&newswire::what_was_agreed(args)?),
        Task::Claims => to_json(&newswire::what_is_the_same(args)?),
        Task::Html => to_json(&html::score(&args.gold).map_err(|error| not_scored(&error))?),
    }?;
    if args.json {
        return print(format!("{json}\n").as_bytes());
    }
    let Figures(figures) = serde_json::from_str(&json).map_err(|error| Failure::of(&error))?;
    print(table(&figures).as_bytes())
}

#[derive(Serialize)]
struct Ud {
    #[serde(flatten)]
    on_gold_words: ud::GoldTokenScores,
    #[serde(flatten)]
    from_raw_text: ud::RawTextScores,
}

fn ud(args: &Score) -> Result<Ud, Failure> {
    let path = &args.gold;
    let gold = ud::read(path).map_err(|error| not_scored(&error))?;
    let engine = engine(args.weights.as_deref())?;
    let mut parser = engine.parser().map_err(|error| Failure::of(&error))?;
    let differ = |error: ud::WordsDiffer| Failure::new(format!("{}: {error}", path.display()));
    Ok(Ud {
        on_gold_words: ud::score_gold_tokens(&gold, |sentences| parser.annotate(sentences)).map_err(differ)?,
        from_raw_text: ud::score_raw(&gold, |text| parser.parse(text)).map_err(differ)?,
    })
}

fn reader(args: &Score) -> Result<Reader, Failure> {
    reader_on(args.weights.as_deref(), args.knowledge.as_deref())
}

/// A folder is re3d and read from its text; a file is IOB2, whose words are given.
fn names(args: &Score) -> Result<EntityScores, Failure> {
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    if args.gold.is_dir() {
        let gold = entities::read_re3d(&args.gold).map_err(|error| not_scored(&error))?;
        return Ok(entities::score_re3d(&gold, |text| {
            let reading = worker.read(Document::new("gold", text));
            let named = reading
                .entities
                .iter()
                .filter_map(|entity| Some((entity, re3d_type(entity.kind)?)));
            let mentions = named.flat_map(|(entity, kind)| entity.mentions.iter().map(move |mention| (mention, kind)));
            let names = mentions.filter(|(mention, _)| mention.form == MentionForm::Name);
            names.map(|(mention, kind)| (mention.span, kind)).collect()
        }));
    }
    let gold = entities::read_iob2(&args.gold).map_err(|error| not_scored(&error))?;
    let mut parser = reader.engine().parser().map_err(|error| Failure::of(&error))?;
    Ok(entities::score_iob2(&gold, |sentences| parser.annotate(sentences)))
}

fn re3d_type(kind: EntityType) -> Option<Re3dType> {
    match kind {
        EntityType::Person => Some(Re3dType::Person),
        EntityType::Org => Some(Re3dType::Organisation),
        EntityType::Gpe | EntityType::Loc => Some(Re3dType::Location),
        EntityType::Norp => Some(Re3dType::Nationality),
        EntityType::Weapon => Some(Re3dType::Weapon),
        EntityType::Fac | EntityType::Event | EntityType::Law | EntityType::Work => None,
    }
}

fn who_says_what(args: &Score) -> Result<AttributionScores, Failure> {
    let gold = attribution::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(attribution::score(&gold, |text| {
        attributions(&worker.read(Document::new("gold", text)))
    }))
}

/// What a reading says of who says what, as PolNeAR marks it: neither the author's own voice nor statements inside
/// others.
fn attributions(reading: &Reading) -> Vec<Attribution> {
    let told = reading
        .statements
        .iter()
        .filter(|row| row.voice != Voice::Author && row.within.is_none());
    told.map(|row| Attribution {
        source: row.chain.last().and_then(|link| link.span).into_iter().collect(),
        cue: row.cue.iter().map(|passage| passage.span).collect(),
        content: row.content.iter().map(|passage| passage.span).collect(),
    })
    .collect()
}

/// The most common kinds of errors, or of figures and agreements all kinds with so many of each.
fn errors(args: &Score, most: usize) -> Result<(), Failure> {
    match args.task {
        Task::Figures => return newswire::figure_errors(args, most),
        Task::Agreements => return newswire::agreement_errors(args, most),
        Task::Attribution => {}
        _ => {
            let tasks = "errors are told for the tasks `attribution`, `figures` and `agreements` alone";
            return Err(Failure::new(tasks).help("Leave `--errors` away."));
        }
    }
    let gold = attribution::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    let kinds = attribution::errors(&gold, |text| attributions(&worker.read(Document::new("gold", text))));
    let mut out = String::new();
    for kind in kinds.iter().take(most) {
        out.push_str(&format!("{} {} {}\n", kind.count, kind.role, kind.fault.as_str()));
        for example in &kind.examples {
            for (name, words) in [("gold ", &example.gold), ("found", &example.found)] {
                if let Some(words) = words {
                    out.push_str(&format!(
                        "    {name} {}\n",
                        words.split_whitespace().collect::<Vec<_>>().join(" ")
                    ));
                }
            }
            out.push_str(&format!("    in    … {} … ({})\n\n", example.around, example.article));
        }
    }
    print(out.as_bytes())
}

fn same_meaning(args: &Score) -> Result<CorefScores, Failure> {
    let gold = coref::read(&args.gold).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut parser = reader.engine().parser().map_err(|error| Failure::of(&error))?;
    Ok(coref::score(&gold, |text| {
        let (sentences, discourse) = parser.parse_discourse(text);
        let reading = sayso_reading::read(Document::new("gold", text), &sentences, &discourse, reader.knowledge());
        let named: Vec<Vec<Span>> = reading.entities.iter().map(mentions).collect();
        coref::clusters(&sentences, &discourse, &named)
    }))
}

fn mentions(entity: &Entity) -> Vec<Span> {
    entity.mentions.iter().map(|mention| mention.span).collect()
}

fn whom_sources_mean(args: &Score) -> Result<SourceScores, Failure> {
    let Some(texts) = &args.texts else {
        let help = "Give PolNeAR's articles as JSON Lines: `--texts polnear-dev.jsonl`.";
        return Err(Failure::new("a key of sources holds offsets only, and --texts does not say into what").help(help));
    };
    let key = sources::read(&args.gold, texts).map_err(|error| not_scored(&error))?;
    let reader = reader(args)?;
    let mut worker = reader.worker().map_err(|error| Failure::of(&error))?;
    Ok(sources::score(&key, |text| {
        let reading = worker.read(Document::new("gold", text));
        let innermost = reading.statements.iter().filter_map(|row| row.chain.last());
        innermost.filter_map(|link| found_source(link, &reading)).collect()
    }))
}

/// Nothing for a publisher who is known from outside the text.
fn found_source(link: &Link, reading: &Reading) -> Option<FoundSource> {
    let span = link.span?;
    let is_meant = |entity: &&Entity| link.entity.as_ref() == Some(&entity.id);
    let entity = reading.entities.iter().find(is_meant);
    let is_named = |entity: &Entity| {
        let mut mentions = entity.mentions.iter();
        // "Republicans" are some of them, whoever they are.
        let somebody = !entity.anonymous && link.kind != LinkKind::Unnamed;
        somebody && mentions.any(|mention| mention.form == MentionForm::Name)
    };
    Some(FoundSource {
        span,
        is_named: entity.is_some_and(is_named),
        mentions: entity.map(mentions).unwrap_or_default(),
    })
}

fn to_json(figures: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(figures).map_err(|error| Failure::of(&error))
}

fn not_scored(error: &ScoreError) -> Failure {
    Failure::of(error).help("`sayso score --help` says what each task expects.")
}

/// Names to the left, figures with their points under each other to the right.
fn table(figures: &[(String, f64)]) -> String {
    let texts: Vec<String> = figures.iter().map(|(name, value)| figure(name, *value)).collect();
    let widest_name = figures.iter().map(|(name, _)| columns(name)).max().unwrap_or_default();
    let widest = texts.iter().map(|text| columns(text)).max().unwrap_or_default();
    let rows = figures.iter().zip(&texts);
    rows.map(|((name, _), text)| format!("{}  {text:>widest$}\n", pad(name, widest_name)))
        .collect()
}

/// A fraction of 1 with four digits; times and rates, which are no fractions, with one; counts whole.
fn figure(name: &str, value: f64) -> String {
    if name.ends_with("_per_second") || name.ends_with("_km") {
        format!("{value:.1}")
    } else if name.ends_with("_count") {
        format!("{value:.0}")
    } else {
        format!("{value:.4}")
    }
}

/// A flat JSON object of numbers, in the order in which it was written.
struct Figures(Vec<(String, f64)>);

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Figures;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a flat object of numbers")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figures, A::Error> {
                let mut figures = Vec::new();
                while let Some(figure) = map.next_entry()? {
                    figures.push(figure);
                }
                Ok(Figures(figures))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::{Figures, table};

    #[test]
    fn keeps_the_order_and_lines_the_points_up() {
        let json = r#"{"upos": 0.96512, "las": 0.9, "pages_per_second": 131.25, "key_count": 312}"#;
        let Figures(figures) = serde_json::from_str(json).expect("it is a flat object");
        assert_eq!(
            table(&figures),
            "upos              0.9651\nlas               0.9000\npages_per_second   131.2\nkey_count            312\n"
        );
    }
}
