//! GDELT 2.0's event table: its 61 columns in its order, then sayso's own.
//!
//! GDELT is dyadic: a row is one actor upon another. An event with several actors or recipients becomes a row for each
//! pair, and one that is mutual ("Syldavia and Borduria met") a row for each two of its actors.

use sayso_schema::{Participant, Place, PlacePrecision};

use crate::cameo::{self, Actor};
use crate::cell::{Cell, tab_separated};
use crate::context::Context;
use crate::row::{Column, Row, column};
use crate::when::Calendar;
use crate::{ColumnDoc, countries, own, place};

/// However many take part in an event, it becomes no more rows than these.
pub(crate) const MOST_PAIRS: usize = 64;

pub(crate) const COLUMNS: &[Column] = &[
    column(
        "GLOBALEVENTID",
        "An integer made of the event's id, and counted on for its further pairs. Not one of GDELT's own.",
        |row| Cell::code(number(row)),
    ),
    column(
        "SQLDATE",
        "The day as `YYYYMMDD`, where the text tells one; else empty.",
        |row| {
            let written = |c: Calendar| {
                c.month_and_day()
                    .map(|(month, day)| format!("{:04}{month:02}{day:02}", c.year))
            };
            Cell::code(calendar(row).and_then(written))
        },
    ),
    column("MonthYear", "The month as `YYYYMM`, where the text tells one.", |row| {
        Cell::code(calendar(row).and_then(|c| Some(format!("{:04}{:02}", c.year, c.month?))))
    }),
    column("Year", "The year as `YYYY`, where the text tells one.", |row| {
        Cell::code(calendar(row).map(|c| format!("{:04}", c.year)))
    }),
    column(
        "FractionDate",
        "Year and the part of it that had passed, (days of full months at 30 + day) / 365, where the text tells a day.",
        |row| Cell::code(calendar(row).and_then(fraction)),
    ),
    column("Actor1Code", "CAMEO actor code, in pieces of three letters.", |row| {
        Cell::code(row.actor.and_then(|who| Actor::of(who).code()))
    }),
    column(
        "Actor1Name",
        "The entity’s name, or the words where no entity is known, in capitals as GDELT has it.",
        |row| Cell::text(row.actor.map(|who| row.name(who).to_uppercase())),
    ),
    column(
        "Actor1CountryCode",
        "ISO 3166-1 alpha-3, the core of CAMEO’s country codes, and KOS for Kosovo.",
        |row| Cell::code(row.actor.and_then(|who| Actor::of(who).country)),
    ),
    column(
        "Actor1KnownGroupCode",
        "`UNO` or, for the European Union, `EEC`; no other group is coded.",
        |row| Cell::code(row.actor.and_then(|who| Actor::of(who).group)),
    ),
    column("Actor1EthnicCode", "Empty.", empty),
    column("Actor1Religion1Code", "Empty.", empty),
    column("Actor1Religion2Code", "Empty.", empty),
    column(
        "Actor1Type1Code",
        "CAMEO role, or the generic code of who belongs to no country. PLOVER’s `JRN` is `MED` here, its `MED` is `HLH`.",
        |row| kind(row.actor, 0),
    ),
    column("Actor1Type2Code", "The second.", |row| kind(row.actor, 1)),
    column("Actor1Type3Code", "The third.", |row| kind(row.actor, 2)),
    column("Actor2Code", "The same for whom it is done to.", |row| {
        Cell::code(row.recipient.and_then(|who| Actor::of(who).code()))
    }),
    column("Actor2Name", "As for Actor1.", |row| {
        Cell::text(row.recipient.map(|who| row.name(who).to_uppercase()))
    }),
    column("Actor2CountryCode", "As for Actor1.", |row| {
        Cell::code(row.recipient.and_then(|who| Actor::of(who).country))
    }),
    column("Actor2KnownGroupCode", "As for Actor1.", |row| {
        Cell::code(row.recipient.and_then(|who| Actor::of(who).group))
    }),
    column("Actor2EthnicCode", "Empty.", empty),
    column("Actor2Religion1Code", "Empty.", empty),
    column("Actor2Religion2Code", "Empty.", empty),
    column("Actor2Type1Code", "As for Actor1.", |row| kind(row.recipient, 0)),
    column("Actor2Type2Code", "As for Actor1.", |row| kind(row.recipient, 1)),
    column("Actor2Type3Code", "As for Actor1.", |row| kind(row.recipient, 2)),
    column(
        "IsRootEvent",
        "1 where the act is named in the headline or the first paragraph, else 0.",
        |row| {
            let lead = row.context.lead();
            Cell::code(Some(u8::from(lead.contains(row.event.trigger.span))))
        },
    ),
    column(
        "EventCode",
        "CAMEO code, a string. Where only the root is known, its leaf that specifies nothing further (`19` is `190`).",
        |row| Cell::code(code(row)),
    ),
    column("EventBaseCode", "Its first three digits.", |row| {
        Cell::code(code(row).and_then(|code| code.get(..3).map(str::to_owned)))
    }),
    column("EventRootCode", "Its first two.", |row| {
        Cell::code(code(row).and_then(|code| code.get(..2).map(str::to_owned)))
    }),
    column(
        "QuadClass",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |row| Cell::code(Some(row.event.quad)),
    ),
    column(
        "GoldsteinScale",
        "Goldstein value of the CAMEO code, where it has one.",
        |row| Cell::code(row.event.goldstein),
    ),
    column(
        "NumMentions",
        "1: a row is one mention. Rows that `same-as` links tie are mentions of one event.",
        one,
    ),
    column("NumSources", "1: the document’s publisher.", one),
    column("NumArticles", "1: the document.", one),
    column(
        "AvgTone",
        "Empty: sayso measures no tone, and 0 would mean a neutral one.",
        empty,
    ),
    column(
        "Actor1Geo_Type",
        "Empty, and all of `Actor1Geo_` and `Actor2Geo_`: GDELT takes the place named nearest to the actor, which is a guess.",
        empty,
    ),
    column("Actor1Geo_FullName", "Empty.", empty),
    column("Actor1Geo_CountryCode", "Empty.", empty),
    column("Actor1Geo_ADM1Code", "Empty.", empty),
    column("Actor1Geo_ADM2Code", "Empty.", empty),
    column("Actor1Geo_Lat", "Empty.", empty),
    column("Actor1Geo_Long", "Empty.", empty),
    column("Actor1Geo_FeatureID", "Empty.", empty),
    column("Actor2Geo_Type", "Empty.", empty),
    column("Actor2Geo_FullName", "Empty.", empty),
    column("Actor2Geo_CountryCode", "Empty.", empty),
    column("Actor2Geo_ADM1Code", "Empty.", empty),
    column("Actor2Geo_ADM2Code", "Empty.", empty),
    column("Actor2Geo_Lat", "Empty.", empty),
    column("Actor2Geo_Long", "Empty.", empty),
    column("Actor2Geo_FeatureID", "Empty.", empty),
    column(
        "ActionGeo_Type",
        "1 country, 2 US state, 3 US city, 4 other city, 5 other first-level division.",
        |row| Cell::code(row.event.place.as_ref().and_then(geo_type)),
    ),
    column(
        "ActionGeo_FullName",
        "City, first-level division and country, as far as told.",
        |row| Cell::text(row.event.place.as_ref().map(full_name)),
    ),
    column("ActionGeo_CountryCode", "FIPS 10-4 code of the country.", |row| {
        Cell::code(row.event.place.as_ref().and_then(fips))
    }),
    column(
        "ActionGeo_ADM1Code",
        "The country’s FIPS code where the place is a country; else empty.",
        |row| {
            Cell::code(
                row.event
                    .place
                    .as_ref()
                    .filter(|place| is_country(place))
                    .and_then(fips),
            )
        },
    ),
    column("ActionGeo_ADM2Code", "Empty.", empty),
    column("ActionGeo_Lat", "Degrees north.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.latitude))
    }),
    column("ActionGeo_Long", "Degrees east.", |row| {
        Cell::code(row.event.place.as_ref().and_then(|place| place.longitude))
    }),
    column(
        "ActionGeo_FeatureID",
        "The country’s FIPS code where the place is a country; else empty, since it numbers GNS and GNIS features.",
        |row| {
            Cell::code(
                row.event
                    .place
                    .as_ref()
                    .filter(|place| is_country(place))
                    .and_then(fips),
            )
        },
    ),
    column(
        "DATEADDED",
        "The day of publication at midnight, `YYYYMMDD000000`; empty where it is not known. Never the clock.",
        |row| {
            let day = row.document().published.as_deref().and_then(crate::when::day);
            Cell::code(day.map(|day| format!("{}000000", day.replace('-', ""))))
        },
    ),
    column(
        "SOURCEURL",
        "The document’s URL, or the path that it was read from.",
        |row| {
            let document = row.document();
            Cell::text(Some(document.url.as_ref().unwrap_or(&document.source).as_str()))
        },
    ),
];

/// Sayso's columns that only a dyadic table needs.
const PLACE: &[Column] = &[column("Geonames", "GeoNames id of the place.", |row| {
    Cell::code(row.event.place.as_ref().and_then(|place| place.geonames))
})];

/// What the format is, for its page.
pub(crate) const ABOUT: &str = "The 61 columns of GDELT 2.0's event table in its order and split by tabs, then sayso's \
    own, whose names begin with `Sayso`. GDELT's files have no line of names, and so this has none unless `--header` asks \
    for it. A row is one actor upon one other: an event becomes a row for each pair of actor and recipient, a mutual one \
    a row for each two of its actors, 64 at most. `SaysoRow` is the same in all rows of an event: count events by it.";

/// What does not fit.
pub(crate) const LOST: &[&str] = &[
    "GDELT dates an event by the article where it finds no other date, so that hardly a row is without. Here `SQLDATE` is \
     empty where the text tells no day, and `MonthYear` and `Year` stand alone where it tells no more.",
    "`QuadClass` is PLOVER's class of the type. It is GDELT's for most codes; PLOVER counts protests as material conflict \
     and concessions as verbal cooperation, where a class made of CAMEO's roots can say otherwise.",
    "`FractionDate` counts full months, as GDELT's data do; its codebook writes `(MONTH * 30 + DAY) / 365`, by which \
     December would pass the year's end.",
    "Kosovo is `KOS` among actors as in PLOVER. CAMEO's own list keeps codes for regions and older states; sayso writes none.",
    "The roles `REL`, `PRE` and `UNK` have no CAMEO role without more knowledge and are left out; `PRM` becomes `MIL` and \
     `SOC` becomes `CVL`.",
    "PLOVER's modes and contexts have no column; the CAMEO code keeps some of what modes tell.",
    "Tone, ethnic and religious codes, FIPS codes of divisions and feature numbers are empty: sayso does not know them, and \
     a made-up value would pass for a measured one.",
    "GDELT has no column for factuality: claims, plans and denials are rows like any other. `SaysoFactuality` tells them \
     apart.",
    "Tabs, line breaks and other control characters inside a text are written as one space, and a text that a spreadsheet \
     would take for a formula has an apostrophe before it.",
];

/// The lines of one reading.
pub(crate) fn rows(context: &Context<'_>) -> String {
    let mut lines = String::new();
    for event in context.events() {
        for ((actor, recipient), ordinal) in pairs(&event.actors, &event.recipients).into_iter().zip(0..) {
            let row = Row {
                actor,
                recipient,
                ordinal,
                ..Row::of(context, event)
            };
            let fields = all_columns().map(|column| (column.of)(&row).written(""));
            lines.push_str(&tab_separated(&fields.collect::<Vec<_>>()));
        }
    }
    lines
}

fn all_columns() -> impl Iterator<Item = &'static Column> {
    COLUMNS.iter().chain(own::COLUMNS).chain(PLACE)
}

pub(crate) fn columns() -> Vec<ColumnDoc> {
    let named = all_columns().enumerate().map(|(i, column)| ColumnDoc {
        name: if i < COLUMNS.len() {
            column.name.to_owned()
        } else {
            format!("Sayso{}", column.name.replace(' ', ""))
        },
        doc: column.doc,
    });
    named.collect()
}

type Pair<'a> = (Option<&'a Participant>, Option<&'a Participant>);

/// Who upon whom, a row each.
fn pairs<'a>(actors: &'a [Participant], recipients: &'a [Participant]) -> Vec<Pair<'a>> {
    let pairs: Vec<Pair<'a>> = match (actors, recipients) {
        ([], []) => vec![(None, None)],
        ([], _) => recipients
            .iter()
            .map(|recipient| (None, Some(recipient)))
            .take(MOST_PAIRS)
            .collect(),
        ([only], []) => vec![(Some(only), None)],
        (_, []) => {
            let both = actors.iter().enumerate().flat_map(|(i, one)| {
                let others = actors.iter().skip(i + 1);
                others.map(move |other| (Some(one), Some(other)))
            });
            both.take(MOST_PAIRS).collect()
        }
        _ => {
            let both = actors
                .iter()
                .flat_map(|actor| recipients.iter().map(move |recipient| (Some(actor), Some(recipient))));
            both.take(MOST_PAIRS).collect()
        }
    };
    pairs
}

/// The first 60 bits of the event's id as a number, which any table's integers hold; the next ones for further pairs.
fn number(row: &Row<'_>) -> Option<u64> {
    let digits = row.event.id.as_str().get(3..18)?;
    let first = u64::from_str_radix(digits, 16).ok()?;
    Some(first.saturating_add(row.ordinal))
}

fn calendar(row: &Row<'_>) -> Option<Calendar> {
    Calendar::of(row.event.date.as_ref()?.value.as_deref()?)
}

fn fraction(date: Calendar) -> Option<String> {
    let (month, day) = date.month_and_day()?;
    let passed = f64::from((u16::from(month) - 1) * 30 + u16::from(day)) / 365.0;
    Some(format!("{:.4}", f64::from(date.year) + passed))
}

fn code(row: &Row<'_>) -> Option<String> {
    cameo::event_code(row.event.cameo.as_deref()?)
}

fn kind(participant: Option<&Participant>, place: usize) -> Cell {
    Cell::code(participant.and_then(|who| Actor::of(who).kind(place)))
}

fn empty(_: &Row<'_>) -> Cell {
    Cell::Empty
}

fn one(_: &Row<'_>) -> Cell {
    Cell::Code("1".to_owned())
}

fn is_country(place: &Place) -> bool {
    place.precision == PlacePrecision::Country
}

fn fips(place: &Place) -> Option<&'static str> {
    countries::country(place.country.as_deref()?)?.fips
}

fn geo_type(place: &Place) -> Option<u8> {
    let american = place.country.as_deref() == Some("USA");
    match place.precision {
        PlacePrecision::Country => Some(1),
        PlacePrecision::Province => Some(if american { 2 } else { 5 }),
        PlacePrecision::Point | PlacePrecision::City | PlacePrecision::District => Some(if american { 3 } else { 4 }),
        PlacePrecision::Region | PlacePrecision::Unresolved => None,
    }
}

/// "Kherson, Kherson Oblast, Ukraine": each part once.
fn full_name(told: &Place) -> String {
    let country = place::country(told);
    let own = if is_country(told) { country } else { None };
    let mut parts = vec![own.unwrap_or_else(|| place::name(told))];
    for part in [told.province.as_deref(), country].into_iter().flatten() {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use sayso_schema::{Participant, Span};

    use super::{MOST_PAIRS, fraction, pairs};
    use crate::when::Calendar;

    fn people(count: usize) -> Vec<Participant> {
        let person = |i| Participant {
            entity: None,
            span: Span::new(i, i + 1),
            text: format!("person {i}"),
            country: None,
            sectors: Vec::new(),
            inferred: false,
        };
        (0..count).map(person).collect()
    }

    #[test]
    fn an_event_is_a_row_for_each_pair() {
        let count = |actors, recipients| pairs(&people(actors), &people(recipients)).len();
        assert_eq!(count(0, 0), 1);
        assert_eq!(count(1, 0), 1);
        assert_eq!(count(0, 2), 2);
        assert_eq!(count(2, 3), 6);
        assert_eq!(count(3, 0), 3);
        assert_eq!(count(5000, 0), MOST_PAIRS);
        assert_eq!(count(5000, 5000), MOST_PAIRS);
    }

    #[test]
    fn a_year_passes_from_its_first_day_to_its_last() {
        let written = |value| Calendar::of(value).and_then(fraction);
        assert_eq!(written("2019-01-01").as_deref(), Some("2019.0027"));
        assert_eq!(written("2018-12-31").as_deref(), Some("2018.9890"));
        assert_eq!(written("2018-12"), None);
    }
}
