//! The command line: every command and flag, defined once. Help, completions and manual pages are made from here.

mod ledger;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use ledger::{ADD_HELP, ASK_HELP, SQL_HELP, WATCH_HELP};
pub use ledger::{
    About, Add, Ask, AskFormat, Check, CountBy, Disputes, Filters, LedgerFile, Pages, Reread, Show, Sort, Sql,
    Timeline, Watch,
};

/// Reads the news and writes down who says what happened, and whether it adds up.
#[derive(Debug, Parser)]
#[command(
    name = "sayso",
    version,
    max_term_width = 100,
    propagate_version = false,
    after_help = AFTER_HELP,
    after_long_help = AFTER_HELP
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// When to colour the output: `auto` does so on a terminal unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
}

const AFTER_HELP: &str = "\
Examples:
  sayso read article.txt                     who says what, as a page
  sayso read articles/ > ledger.jsonl        a folder, one JSON object a line
  sayso read articles/ -f csv > events.csv   who did what to whom, as a table
  curl -s URL | sayso read - --publisher X   from standard input
  sayso html article.txt -o article.html     the article with everybody's words marked, for a browser
  sayso agreements articles/                 what was agreed, and how far it has come
  sayso export articles/ -f parquet -o out   tables for pandas, DuckDB, Spark
  sayso add articles/                        keep the readings in a ledger
  sayso ask events --who RUS --type AID      find rows in it
  sayso explain article.txt --row st-3f2a    why a row is there

Exit codes:
  0  everything was read
  1  nothing could be read, or the command failed
  2  the command line was not understood
  3  some inputs could not be read; the others were";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles and print who says what
    #[command(after_help = READ_HELP)]
    Read(Read),
    /// Print articles with everybody's words marked, as one HTML page
    #[command(after_help = HTML_HELP)]
    Html(Html),
    /// Print the agreements that articles tell of as cards: parties, steps with their dates, provisions
    #[command(after_help = AGREEMENTS_HELP)]
    Agreements(Agreements),
    /// Read articles and keep their readings in a ledger
    #[command(after_help = ADD_HELP)]
    Add(Add),
    /// Follow feeds and folders, and keep the readings of what is new in a ledger
    #[command(after_help = WATCH_HELP)]
    Watch(Watch),
    /// Read the articles of a ledger again whose readings another edition of sayso or of its knowledge made
    Reread(Reread),
    /// See whether everything in a ledger holds together
    Check(Check),
    /// Find rows of a ledger by what they tell
    #[command(after_help = ASK_HELP)]
    Ask(Ask),
    /// Print what happened, by the day on which it did
    Timeline(Timeline),
    /// Print what does not agree
    Disputes(Disputes),
    /// Show a row of a ledger: its article, whose word it is, why it is there
    Show(Show),
    /// Ask a ledger in SQL, reading only
    #[command(after_help = SQL_HELP)]
    Sql(Sql),
    /// Write articles or readings in a format that other tools read: tables, maps, annotations, linked data
    #[command(after_help = EXPORT_HELP)]
    Export(Export),
    /// Show why a row is there: its sentence, the tree, the line of knowledge that fired
    Explain(Explain),
    /// Print sentences, words and trees as CoNLL-U
    Parse(Parse),
    /// Measure against a public corpus, by its own published metrics
    Score(Score),
    /// Turn dictionaries of other event coders into knowledge for --knowledge
    Dictionary {
        /// What to do with them.
        #[command(subcommand)]
        command: Dictionary,
    },
    /// Print the JSON Schema of a reading
    Schema,
    /// Print what stands in each column of every format, as Markdown
    Formats,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page in roff
    Man {
        /// The command that it is about; the whole program without
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

const READ_HELP: &str = "\
Reads .txt, .html, .json, .jsonl, feeds (.rss, .atom, JSON Feed), web archives (.warc), mail (.eml) and .pdf, any of \
these as .gz or .zst, folders of them, and standard input. Other names are told by their content. The fields `id`, \
`url`, `title`, `byline`, `published`, `publisher` and `text` of JSON are used, others ignored; IPTC ninjs items are \
JSON too. Of a feed each entry is a document, of a web archive each HTML page that was fetched with success.

Readings come out in the order of the input, the same bytes whatever -j. An input that cannot be read is reported \
on standard error with its cause, the others are read, and the exit code is 3.

The formats plover, polecat, gdelt and csv hold the events alone. `sayso formats` tells what each column holds and what \
a format has no place for.

Examples:
  sayso read examples/putin-signs-law.txt
  sayso read examples/putin-signs-law.txt --by statement
  sayso read news.jsonl.gz -j 4 --stats > ledger.jsonl
  sayso read news.jsonl.gz --format polecat > events.txt
  sayso read page.html --format json --published 2024-11-10";

/// `sayso read`
#[derive(Debug, Args)]
pub struct Read {
    /// How to print: a page for people, everything as JSON, or the events for other tools; `report` on a terminal and
    /// `jsonl` elsewhere unless told
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<Format>,

    /// Print the names of the columns first in `gdelt` too, whose files have none; the other tables always do
    #[arg(long)]
    pub header: bool,

    /// Order of the report's statements
    #[arg(long, value_name = "ORDER", default_value = "source")]
    pub by: By,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Width of the report in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    /// Print documents, words, words per second and peak memory on standard error
    #[arg(long)]
    pub stats: bool,

    #[command(flatten)]
    pub input: Input,
}

const AGREEMENTS_HELP: &str = "\
Articles that tell of no agreement are passed over; `--format json` has a line for each of them all the same.

Examples:
  sayso agreements examples/putin-signs-law.txt
  sayso agreements news/ --format json | jq -r '.agreements[].text'
  sayso agreements examples/putin-signs-law.txt --format mermaid > timeline.mmd";

/// `sayso agreements`
#[derive(Debug, Args)]
pub struct Agreements {
    /// How to print
    #[arg(short, long, value_name = "FORMAT", default_value = "card")]
    pub format: AgreementsFormat,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Width of the cards in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub input: Input,
}

const EXPORT_HELP: &str = "\
Takes articles as `sayso read` does, and readings as it prints them: lines of JSON Lines that open with \
{\"schema\":\"sayso/1\" are not read again. `sayso formats` tells what each format holds and what it has no place for.

The formats parquet, csv and brat are folders of files: --output names a folder that is empty or not there yet. The \
others are one file, or standard output.

Examples:
  sayso export examples/ --format parquet --output tables
  sayso export ledger.jsonl --format parquet --by-month --output tables
  sayso export ledger.jsonl --format geojson --output map.geojson
  sayso read news/ > ledger.jsonl && sayso export ledger.jsonl -f ftm | ftm aggregate";

/// `sayso export`
#[derive(Debug, Args)]
pub struct Export {
    /// What to write
    #[arg(short, long, value_name = "FORMAT")]
    pub format: ExportFormat,

    /// The file or folder to write; standard output unless told
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,

    /// Cut the tables of `parquet` by the month of publication: events/month=2024-06/part-0.parquet
    #[arg(long)]
    pub by_month: bool,

    /// Write the readings of this ledger in place of articles
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "paths")]
    pub ledger: Option<PathBuf>,

    /// Of a ledger, earlier versions of articles too
    #[arg(long, requires = "ledger")]
    pub all_versions: bool,

    /// When the run began, for `prov`: 2024-11-10T08:30:00Z. There is none unless told, so that the same input gives the
    /// same bytes
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub started: Option<String>,

    /// When the run ended, for `prov`
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub ended: Option<String>,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub input: Input,
}

const HTML_HELP: &str = "\
One page for all inputs, an article after the other. It holds everything it needs and asks no network for anything; \
send it or put it on a server as it is.

Examples:
  sayso html examples/putin-signs-law.txt -o putin.html
  curl -s URL | sayso html - --publisher X > page.html";

/// `sayso html`
#[derive(Debug, Args)]
pub struct Html {
    /// The file to write; standard output unless told
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub input: Input,
}

/// `sayso explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The row's id, or as much of its beginning as is unambiguous
    #[arg(long, value_name = "ID")]
    pub row: String,

    /// Width in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub input: Input,
}

/// `sayso parse`
#[derive(Debug, Args)]
pub struct Parse {
    /// Threads that parse; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    #[command(flatten)]
    pub input: Input,
}

/// `sayso score`
#[derive(Debug, Args)]
pub struct Score {
    /// What to measure
    pub task: Task,

    /// The corpus: a file or folder, as the task expects
    #[arg(value_hint = ValueHint::AnyPath)]
    pub gold: PathBuf,

    /// The articles that a key of offsets points into, as JSON Lines: PolNeAR for `sources`; `id`, `date`, `title` and
    /// `text` for `figures`, `agreements` and `claims`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub texts: Option<PathBuf>,

    /// Print one flat JSON object
    #[arg(long)]
    pub json: bool,

    /// A folder of knowledge lines of your own; later lines win
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub knowledge: Option<PathBuf>,

    /// A weights file to measure in place of the one that ships
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,

    /// The model of claims, for `claims`; looked for as `models/claims/README.md` tells unless told
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub claims: Option<PathBuf>,

    /// Of `quad`'s lines only every fifth, which nothing was trained on
    #[arg(long)]
    pub held_out: bool,

    /// Print the N most common kinds of errors with examples in place of figures (task `attribution`), or N errors of
    /// every kind (`figures`, `agreements`)
    #[arg(long, value_name = "N", conflicts_with = "json")]
    pub errors: Option<usize>,
}

/// `sayso dictionary`
#[derive(Debug, Subcommand)]
pub enum Dictionary {
    /// Read TABARI or PETRARCH dictionaries of actors, agents and verbs, and write a knowledge folder
    #[command(after_help = DICTIONARY_HELP)]
    Import(DictionaryImport),
}

const DICTIONARY_HELP: &str = "\
Whether a dictionary has actors, agents or verbs is seen from itself. CAMEO codes become PLOVER's. What sayso has no \
counterpart for is counted on standard error and listed, with file and line, in left-out.txt in the folder. A malformed \
line is told with file, line and column, and nothing is written.

Example:
  sayso dictionary import Phoenix.Countries.actors.txt Phoenix.agents.txt --out ours
  sayso read article.txt --knowledge ours";

/// `sayso dictionary import`
#[derive(Debug, Args)]
pub struct DictionaryImport {
    /// Dictionary files
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub files: Vec<PathBuf>,

    /// The knowledge folder to make; it must not be there yet
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,

    /// Leave malformed lines out and go on
    #[arg(long)]
    pub skip_malformed: bool,
}

/// What to read, and what is known of it.
#[derive(Debug, Args)]
pub struct Input {
    /// Files and folders; `-` or nothing is standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// A folder of knowledge lines of your own; later lines win
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub knowledge: Option<PathBuf>,

    /// A file of event types of your own; docs/ontologies.md describes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub events: Option<PathBuf>,

    /// The day of publication, YYYY-MM-DD
    #[arg(long, value_name = "DATE", help_heading = "What is known of the articles")]
    pub published: Option<String>,

    /// The outlet whose word they are
    #[arg(long, value_name = "NAME", help_heading = "What is known of the articles")]
    pub publisher: Option<String>,

    /// The headline
    #[arg(long, value_name = "TITLE", help_heading = "What is known of the articles")]
    pub title: Option<String>,

    #[command(flatten)]
    pub limits: Limits,
}

/// How much of an input is too much. Unset ones are intake's own.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// The most bytes that one article may have, unpacked [default: 64M]
    #[arg(long, visible_alias = "max-size", value_name = "SIZE", value_parser = size)]
    pub max_document: Option<u64>,

    /// The most bytes that one packed file may unpack to [default: 64G]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_unpacked: Option<u64>,

    /// The most times its size that a packed file may unpack to, counted from 8M on [default: 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_ratio: Option<u64>,

    /// The most bytes that one HTML page may have [default: 8M]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_html: Option<u64>,

    /// The deepest that elements of an HTML page may nest [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_html_depth: Option<u64>,

    /// The most elements that an HTML page may have [default: 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub max_html_elements: Option<u64>,
}

/// How `read` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for people
    Report,
    /// One JSON object a line
    Jsonl,
    /// Indented JSON: an object for one reading, an array for more
    Json,
    /// Events as PLOVER 2.0 records, one JSON object a line
    Plover,
    /// Events in POLECAT's columns, split by tabs
    Polecat,
    /// Events in the columns of GDELT 2.0's event table, split by tabs
    Gdelt,
    /// Events with all that is told of them, split by commas
    Csv,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Readings as they are, one JSON object a line
    Jsonl,
    /// A table a row kind, as Parquet: a folder
    Parquet,
    /// A table a row kind, as CSV: a folder
    Csv,
    /// Events as one table, split by commas: what `read` calls csv
    Events,
    /// Events as PLOVER 2.0 records, one JSON object a line
    Plover,
    /// Events in POLECAT's columns, split by tabs
    Polecat,
    /// Events in the columns of GDELT 2.0's event table, split by tabs
    Gdelt,
    /// Events with their places, as GeoJSON
    Geojson,
    /// Articles, persons, organisations, events and notes for FollowTheMoney, one JSON object a line
    Ftm,
    /// Every row as a W3C Web Annotation of its article, as JSON-LD
    Annotations,
    /// Articles with their rows as brat standoff: a folder
    Brat,
    /// Sentences, words and trees as CoNLL-U
    Conllu,
    /// Articles and claims in schema.org's vocabulary, as JSON-LD; never a rating
    SchemaOrg,
    /// A record of the run in PROV-O, as JSON-LD
    Prov,
}

/// How `agreements` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AgreementsFormat {
    /// A card for people
    Card,
    /// One JSON object an article and line: its agreements, disputes about them, and whom and what they rest on
    Json,
    /// A timeline diagram for Mermaid
    Mermaid,
}

/// In which order the report has its statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Under the source whose word they are
    Source,
    /// As they stand in the text, those inside others under them
    Statement,
    /// By the day on which they were said, where the text tells it
    Time,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Wherever it goes
    Always,
    /// Not at all
    Never,
}

/// What `score` measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// Tags, lemmas and trees, on gold words and from raw text: a CoNLL-U file
    Ud,
    /// Names: a file in IOB2 as Universal NER has it, or a re3d folder
    Entities,
    /// Sources, cues, contents and who says what: PolNeAR as JSON Lines
    Attribution,
    /// Which mentions mean the same: a CoNLL-U file with `Entity=` as UD English GUM has
    Coref,
    /// Whom each source means: a key of offsets as crates/sayso-score/keys/polnear-dev-sources.jsonl, with --texts
    Sources,
    /// Types, actors and recipients of events: PLOVER gold standard records as JSON
    Events,
    /// Perpetrators and human targets of attacks: MUC-4 as a JSON object of documents with roles
    Muc4,
    /// Quad class of sentences: lines of a sentence, a tab and a class from 0 to 4
    Quad,
    /// Time expressions and their values: a folder of TimeML, as TimeBank has in TempEval-3
    Time,
    /// Places and where on earth they are: an XML file as LGL or GeoVirus have it, or a GeoWebNews folder
    Places,
    /// How many of what: a key of offsets as crates/sayso-score/keys/figures.md tells, with --texts
    Figures,
    /// What was agreed, steps and provisions: a key of offsets as crates/sayso-score/keys/agreements.md tells, with
    /// --texts
    Agreements,
    /// Statements of several articles that say one thing or the opposite: a key of offsets as
    /// crates/sayso-score/keys/claims.md tells, with --texts
    Claims,
    /// Article text: a folder of pages with ground-truth.json, as the article-extraction-benchmark has
    Html,
}

/// Reads a number of bytes: `1000000`, `500K`, `64M`, `2G`.
fn size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let (digits, factor) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1u64),
    };
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "give a number of bytes above 0, with K, M or G if you like: 64M".to_owned())
}

/// Reads a moment as xsd:dateTime has it: `2024-11-10T08:30:00`, with a fraction and a zone if you like.
fn moment(text: &str) -> Result<String, String> {
    let fits = |pattern: &str, text: &str| {
        pattern.len() == text.len()
            && pattern.bytes().zip(text.bytes()).all(|(sign, byte)| match sign {
                b'0' => byte.is_ascii_digit(),
                sign => sign == byte,
            })
    };
    let told = || {
        let (time, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
        let zone = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        let zone_is_one = zone.is_empty() || zone == "Z" || fits("+00:00", zone) || fits("-00:00", zone);
        let day_is_one = sayso::intake::iso_date(time.get(..10)?).is_some();
        (fits("0000-00-00T00:00:00", time) && day_is_one && zone_is_one).then(|| text.to_owned())
    };
    told().ok_or_else(|| "give a day and a time: 2024-11-10T08:30:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, moment, size};

    #[test]
    fn definitions_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn reads_moments() {
        for good in [
            "2024-11-10T08:30:00Z",
            "2024-11-10T08:30:00",
            "2024-11-10T08:30:00.25+02:00",
        ] {
            assert_eq!(moment(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "2024-11-10",
            "2024-13-10T08:30:00Z",
            "2024-11-10T08:30:00 Z",
            "2024-11-10T08:30:0\u{e9}",
        ] {
            assert!(moment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn reads_sizes() {
        assert_eq!(size("1000"), Ok(1000));
        assert_eq!(size("2k"), Ok(2048));
        assert_eq!(size(" 64M "), Ok(64 << 20));
        assert_eq!(size("3G"), Ok(3 << 30));
        for bad in ["", "0", "M", "-1", "1.5M", "64MB", "99999999999999G", "é"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
