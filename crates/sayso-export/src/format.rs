//! Every format that readings are handed on in.

use crate::{EventFormat, annotations, brat, csv, ftm, gdelt, geojson, plover, polecat, prov, schema_org};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Readings as they are, one JSON object a line. Loses nothing, and can be read again.
    Jsonl,
    /// A table a row kind, as Parquet.
    Parquet,
    /// A table a row kind, as CSV.
    Csv,
    /// Events alone, in one of their formats.
    Events(EventFormat),
    /// Events with their places, as GeoJSON.
    Geojson,
    /// FollowTheMoney entities.
    Ftm,
    /// W3C Web Annotations.
    Annotations,
    /// brat standoff.
    Brat,
    /// Sentences, words and trees as CoNLL-U.
    Conllu,
    /// schema.org's `NewsArticle` and `Claim`.
    SchemaOrg,
    /// A record of the run in PROV-O.
    Prov,
}

/// What stands around the pieces of a format that is one stream.
pub(crate) struct Frame {
    pub(crate) opening: String,
    /// Before the first piece.
    pub(crate) before: &'static str,
    pub(crate) between: &'static str,
    pub(crate) closing: &'static str,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 14] = [
        Self::Jsonl,
        Self::Parquet,
        Self::Csv,
        Self::Events(EventFormat::Csv),
        Self::Events(EventFormat::Plover),
        Self::Events(EventFormat::Polecat),
        Self::Events(EventFormat::Gdelt),
        Self::Geojson,
        Self::Ftm,
        Self::Annotations,
        Self::Brat,
        Self::Conllu,
        Self::SchemaOrg,
        Self::Prov,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::Events(EventFormat::Csv) => "events",
            Self::Events(format) => format.name(),
            Self::Geojson => "geojson",
            Self::Ftm => "ftm",
            Self::Annotations => "annotations",
            Self::Brat => "brat",
            Self::Conllu => "conllu",
            Self::SchemaOrg => "schema-org",
            Self::Prov => "prov",
        }
    }

    /// Whether it is a folder of files rather than one stream.
    pub const fn is_folder(self) -> bool {
        matches!(self, Self::Parquet | Self::Csv | Self::Brat)
    }

    /// Whether it is written from the sentences that a reading was made from, and not from its rows.
    pub const fn needs_sentences(self) -> bool {
        matches!(self, Self::Conllu)
    }

    pub(crate) fn frame(self, run: &prov::Run) -> Frame {
        let of = |opening: &str, closing| Frame {
            opening: opening.to_owned(),
            before: "",
            between: ",\n",
            closing,
        };
        match self {
            Self::Geojson => of(geojson::OPENING, geojson::CLOSING),
            Self::Annotations => of(annotations::OPENING, annotations::CLOSING),
            Self::SchemaOrg => of(schema_org::OPENING, schema_org::CLOSING),
            // Program and run come first: every other node stands after a comma.
            Self::Prov => Frame {
                opening: prov::opening(run),
                before: ",\n",
                ..of("", prov::CLOSING)
            },
            Self::Events(format) => Frame {
                opening: format.header(false),
                before: "",
                between: "",
                closing: "",
            },
            _ => Frame {
                opening: String::new(),
                before: "",
                between: "",
                closing: "",
            },
        }
    }

    /// Its title, what it is, and what does not fit, for its page.
    pub(crate) const fn told(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Jsonl => (
                "sayso’s own",
                "One reading a line, as `sayso read --format jsonl` prints it and `sayso schema` describes it. Nothing is \
                 lost, and `sayso export` takes it again.",
                &[],
            ),
            Self::Parquet => (
                "tables as Parquet",
                "A folder with a file for each table below, named after it (`events.parquet`), compressed with Zstandard. \
                 With `--by-month` each table is a folder, cut by the month of publication as Hive does it \
                 (`events/month=2024-06/part-0.parquet`); articles without a date are under \
                 `month=__HIVE_DEFAULT_PARTITION__`, which readers take for null. Each column's sentence is the metadata \
                 `doc` of its Arrow field.",
                &[
                    "The tokens that a row rests on (`because.tokens`) are in `jsonl` only.",
                    "Of a month whose articles do not come together, there may be several parts; a month without rows of a \
                     kind has no file.",
                ],
            ),
            Self::Csv => (
                "tables as CSV",
                "A folder with a file for each table below (`events.csv`), by RFC 4180, with a line of names. Several values in \
                 a field have `; ` between them; what has fields of its own is JSON.",
                csv::LOST_IN_TABLES,
            ),
            Self::Events(EventFormat::Plover) => ("PLOVER records", plover::ABOUT, plover::LOST),
            Self::Events(EventFormat::Polecat) => ("POLECAT’s columns", polecat::ABOUT, polecat::LOST),
            Self::Events(EventFormat::Gdelt) => ("GDELT 2.0’s event table", gdelt::ABOUT, gdelt::LOST),
            Self::Events(EventFormat::Csv) => ("events as one table", csv::ABOUT, csv::LOST),
            Self::Geojson => ("events on a map", geojson::ABOUT, geojson::LOST),
            Self::Ftm => ("FollowTheMoney", ftm::ABOUT, ftm::LOST),
            Self::Annotations => ("W3C Web Annotations", annotations::ABOUT, annotations::LOST),
            Self::Brat => ("brat standoff", brat::ABOUT, brat::LOST),
            Self::Conllu => (
                "words and trees",
                "Sentences, words, tags, lemmas and trees as CoNLL-U, as `sayso parse` prints them, each article after a line \
                 `# newdoc id = `.",
                &["It is no part of a reading: the article is parsed again."],
            ),
            Self::SchemaOrg => ("schema.org", schema_org::ABOUT, schema_org::LOST),
            Self::Prov => ("a record of the run", prov::ABOUT, prov::LOST),
        }
    }
}
