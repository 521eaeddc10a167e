//! Who did what to whom.

use sayso_schema::{Event, Figure, Participant, RowId};

use super::column::{
    Column, Definition, Row, because, column, date_basis, day, document, end, id, not_after, not_before, start, text,
};
use super::value::{ColumnType, PASSAGE, TEXTS, Value};

const LINKS: ColumnType = ColumnType::List(&ColumnType::Record(&[
    ("kind", ColumnType::Text),
    ("event", ColumnType::Text),
]));

/// A figure as an event has it: its id, and what it says.
const AMOUNT: ColumnType = ColumnType::Record(&[
    ("figure", ColumnType::Text),
    ("value", ColumnType::Number),
    ("low", ColumnType::Number),
    ("high", ColumnType::Number),
    ("text", ColumnType::Text),
]);

pub(crate) const EVENTS: Definition<Event, ()> = Definition {
    name: "events",
    about: "One row an act of political significance, coded by PLOVER 2.0.",
    columns: EVENT,
    rows: |context| Row::all(context, context.events()),
};

const EVENT: &[Column<Event, ()>] = &[
    id(),
    document(),
    text(),
    start(),
    end(),
    column("type", ColumnType::Text, "PLOVER type, or one of your own.", |row| {
        Value::text(Some(&row.item.kind))
    }),
    column(
        "is_a",
        TEXTS,
        "The types that a type of your own is a kind of, nearest first.",
        |row| Value::texts(&row.item.is_a),
    ),
    column("modes", TEXTS, "PLOVER modes.", |row| Value::texts(&row.item.modes)),
    column("contexts", TEXTS, "PLOVER contexts.", |row| {
        Value::texts(&row.item.contexts)
    }),
    column(
        "quad",
        ColumnType::Count,
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |row| Value::Count(u64::from(row.item.quad)),
    ),
    column("score", ColumnType::Number, "PLOVER's score, -10 to 10.", |row| {
        Value::Number(row.item.score)
    }),
    column(
        "cameo",
        ColumnType::Text,
        "CAMEO code; text, since its zeros count.",
        |row| Value::text(row.item.cameo.as_deref()),
    ),
    column(
        "goldstein",
        ColumnType::Number,
        "Goldstein value of the CAMEO code.",
        |row| Value::number(row.item.goldstein),
    ),
    column("trigger", PASSAGE, "The words that name the act.", |row| {
        Value::passage(&row.item.trigger)
    }),
    column(
        "date",
        ColumnType::Text,
        "TIMEX3 value: `2024-06-19`, `2024-07`. Null where the text tells none.",
        |row| Value::text(row.item.date.as_ref().and_then(|date| date.value.as_deref())),
    ),
    day(),
    not_before(),
    not_after(),
    date_basis(),
    column("date_words", PASSAGE, "The words that tell it.", |row| {
        Value::told(row.item.date.as_ref().and_then(|date| date.expression.as_ref()))
    }),
    column(
        "place_words",
        PASSAGE,
        "The words that name the place. Null where the text tells none.",
        |row| Value::told(row.item.place.as_ref().map(|place| &place.passage)),
    ),
    column("place", ColumnType::Text, "Its name in GeoNames.", |row| {
        Value::text(row.item.place.as_ref().and_then(|place| place.name.as_deref()))
    }),
    column("geonames", ColumnType::Count, "GeoNames id.", |row| {
        let id = row.item.place.as_ref().and_then(|place| place.geonames);
        id.map_or(Value::Null, Value::Count)
    }),
    column(
        "province",
        ColumnType::Text,
        "The first-level division that it lies in, or is.",
        |row| Value::text(row.item.place.as_ref().and_then(|place| place.province.as_deref())),
    ),
    column(
        "country",
        ColumnType::Text,
        "The country that it lies in, or is: ISO 3166-1 alpha-3.",
        |row| Value::text(row.item.place.as_ref().and_then(|place| place.country.as_deref())),
    ),
    column("feature", ColumnType::Text, "GeoNames feature code.", |row| {
        Value::text(row.item.place.as_ref().and_then(|place| place.feature.as_deref()))
    }),
    column("latitude", ColumnType::Number, "Degrees north.", |row| {
        Value::number(row.item.place.as_ref().and_then(|place| place.latitude))
    }),
    column("longitude", ColumnType::Number, "Degrees east.", |row| {
        Value::number(row.item.place.as_ref().and_then(|place| place.longitude))
    }),
    column(
        "place_precision",
        ColumnType::Text,
        "`point`, `city`, `district`, `province`, `country`, `region` or `unresolved`.",
        |row| {
            let place = row.item.place.as_ref();
            place.map_or(Value::Null, |place| Value::word(place.precision))
        },
    ),
    column(
        "factuality",
        ColumnType::Text,
        "`actual`, `reported`, `claimed`, `presupposed`, `planned`, `called-for`, `hypothetical` or `denied`.",
        |row| Value::text(Some(row.item.factuality.as_str())),
    ),
    column("statements", TEXTS, "Ids of the statements that it rests on.", |row| {
        Value::texts(row.item.statements.iter().map(RowId::as_str))
    }),
    column(
        "sources",
        TEXTS,
        "By whose word: the innermost statement's sources, from the publisher inwards.",
        |row| {
            let row = crate::row::Row::of(row.context, row.item);
            let sources = row.innermost().map(|statement| row.sources(statement));
            let sources = sources.into_iter().flatten();
            Value::List(sources.map(|name| Value::owned(Some(name))).collect())
        },
    ),
    column(
        "background",
        ColumnType::Flag,
        "Whether it is a continuing state told in passing, and no new incident.",
        |row| Value::Flag(row.item.background),
    ),
    column("killed", AMOUNT, "The figure that counts the killed.", |row| {
        amount(row.context.figure(row.item.killed.as_ref()))
    }),
    column("injured", AMOUNT, "The figure that counts the injured.", |row| {
        amount(row.context.figure(row.item.injured.as_ref()))
    }),
    column("size", AMOUNT, "The figure that counts who took part.", |row| {
        amount(row.context.figure(row.item.size.as_ref()))
    }),
    column(
        "links",
        LINKS,
        "Other events of the document that it belongs with: `same-as`, `part-of` or `contradicts`.",
        |row| {
            let links = row.item.links.iter();
            let link = |link: &sayso_schema::EventLink| {
                let other = link.event.as_str().to_owned();
                Value::Record(vec![Value::word(link.kind), Value::owned(Some(other))])
            };
            Value::List(links.map(link).collect())
        },
    ),
    because(),
];

fn amount(figure: Option<&Figure>) -> Value<'_> {
    figure.map_or(Value::Null, |figure| {
        Value::Record(vec![
            Value::text(Some(figure.id.as_str())),
            Value::number(figure.value),
            Value::number(figure.low),
            Value::number(figure.high),
            Value::text(Some(&figure.text)),
        ])
    })
}

pub(crate) const PARTICIPANTS: Definition<Participant, Event> = Definition {
    name: "participants",
    about: "One row somebody who takes part in an event.",
    columns: PARTICIPANT,
    rows: |context| {
        let of = |event| {
            let event: &Event = event;
            Row::parts(context, event, "actor", &event.actors).chain(Row::parts(
                context,
                event,
                "recipient",
                &event.recipients,
            ))
        };
        context.events().iter().flat_map(of).collect()
    },
};

const PARTICIPANT: &[Column<Participant, Event>] = &[
    column("event", ColumnType::Text, "Id of the event.", |row| {
        Value::text(Some(row.whole.id.as_str()))
    }),
    column("role", ColumnType::Text, "`actor` or `recipient`.", |row| {
        Value::text(Some(row.role))
    }),
    column(
        "place",
        ColumnType::Count,
        "The place among those of its role, from 0.",
        |row| Value::count(row.place),
    ),
    document(),
    column(
        "entity",
        ColumnType::Text,
        "Id of the entity, where it is one of the document's.",
        |row| Value::text(row.item.entity.as_ref().map(|id| id.as_str())),
    ),
    column("name", ColumnType::Text, "That entity's name.", |row| {
        row.name(row.item.entity.as_ref())
    }),
    column("text", ColumnType::Text, "What stands there, verbatim.", |row| {
        Value::text(Some(&row.item.text))
    }),
    column(
        "start",
        ColumnType::Count,
        "Where it begins, in Unicode characters of the document's text from 0.",
        |row| Value::count(row.item.span.start),
    ),
    column("end", ColumnType::Count, "One past its last character.", |row| {
        Value::count(row.item.span.end)
    }),
    column(
        "country",
        ColumnType::Text,
        "ISO 3166-1 alpha-3, with PLOVER's extras.",
        |row| Value::text(row.item.country.as_deref()),
    ),
    column("sectors", TEXTS, "PLOVER sectors, the primary one first.", |row| {
        Value::texts(&row.item.sectors)
    }),
    column(
        "inferred",
        ColumnType::Flag,
        "Whether the text leaves it to be understood.",
        |row| Value::Flag(row.item.inferred),
    ),
];
