//! The commands that keep readings in a ledger and ask for them.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::{Input, Limits};

/// What stands under the flags of `sayso add`.
pub const ADD_HELP: &str = "\
A ledger is one file. An article is known by its text: adding it again changes nothing, and so an interrupted run is \
taken up by the same command. Another text at the same address is a new version; the old one stays. Where standard \
output is no terminal, each article is told as a JSON object once it is safely on the disk.

Examples:
  sayso add news/ --ledger news.ledger
  sayso add archive.jsonl.gz -j 2 > added.jsonl
  sayso add readings.jsonl --readings      what `sayso read` wrote elsewhere";

/// `sayso add`
#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    pub ledger: LedgerFile,

    /// The inputs are readings as `sayso read` writes them, one JSON object a line
    #[arg(long)]
    pub readings: bool,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// Print documents, words, words per second and peak memory on standard error
    #[arg(long)]
    pub stats: bool,

    #[command(flatten)]
    pub input: Input,
}

/// What stands under the flags of `sayso watch`.
pub const WATCH_HELP: &str = "\
A source is a feed's address (RSS, Atom, JSON Feed), a folder, or an OPML file of feeds. This is the one command that \
uses the network. It asks as a guest does: what robots.txt allows, one request at a time, seldom, with the marks of the \
last answer; addresses that are not public are refused. How far it is stands in the ledger: stopped with Ctrl-C, or in \
any other way, the same command goes on from there.

Examples:
  sayso watch https://example.org/feed.xml --ledger news.ledger
  sayso watch feeds.opml inbox/ --once";

/// `sayso watch`
#[derive(Debug, Args)]
pub struct Watch {
    /// Feeds, folders, OPML files
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<String>,

    /// Look once at each source, then end
    #[arg(long)]
    pub once: bool,

    /// Minutes from one look at a feed to the next
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=10_080))]
    pub every: u64,

    /// Seconds from one request at a host to the next
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub host_delay: u64,

    /// Ask hosts of this network too, although it is not public: 10.0.0.0/8
    #[arg(long, value_name = "NETWORK")]
    pub allow_network: Vec<String>,

    /// What to call itself; put an address in it at which you can be reached
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,

    /// Tell nothing of what was looked at
    #[arg(long)]
    pub quiet: bool,

    /// A folder of knowledge lines of your own; later lines win
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub knowledge: Option<PathBuf>,

    #[command(flatten)]
    pub limits: Limits,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// `sayso reread`
#[derive(Debug, Args)]
pub struct Reread {
    #[command(flatten)]
    pub ledger: LedgerFile,

    /// Threads that read; as many as there are processors unless told
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,

    /// A folder of knowledge lines of your own; later lines win
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub knowledge: Option<PathBuf>,

    /// A file of event types of your own; docs/ontologies.md describes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub events: Option<PathBuf>,
}

/// `sayso check`
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// What stands under the flags of `sayso ask`.
pub const ASK_HELP: &str = "\
All filters have to hold; a filter given more than once, or with commas, holds where one of its values does. Rows come as \
they were added, the newest first; where there are more, the key for --after is told. On a terminal a page for people, \
elsewhere one JSON object a line: the article, the sources' names, the row.

--who and --to take a country's code (RUS), a sector's (MIL), or words of a name; --certainty a FactBank value (CT+) or \
certain, probable, possible, unknown; --status an event's factuality, or `happened`, or a step's status; days are \
YYYY, YYYY-MM or YYYY-MM-DD, by what rows tell of themselves.

Examples:
  sayso ask events --who RUS --to PRK --type AID --since 2024-06 --status happened
  sayso ask statements --source Mediazona --certainty probable --text '\"border guard\" registered'
  sayso ask figures --type money --count
  sayso ask events --who CHN --by type
  sayso ask entities --text Kim --type PERSON";

/// `sayso ask`
#[derive(Debug, Args)]
pub struct Ask {
    /// What to find
    pub about: About,

    #[command(flatten)]
    pub filters: Filters,

    #[command(flatten)]
    pub pages: Pages,

    /// Print how many there are in place of rows
    #[arg(long, conflicts_with = "by")]
    pub count: bool,

    /// Print how many there are of each
    #[arg(long, value_name = "WHAT")]
    pub by: Option<CountBy>,

    /// How to print; `lines` on a terminal and `jsonl` elsewhere unless told
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<AskFormat>,

    /// Width in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// `sayso timeline`
#[derive(Debug, Args)]
pub struct Timeline {
    #[command(flatten)]
    pub filters: Filters,

    /// At most so many events
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub limit: usize,

    /// Width in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// `sayso disputes`
#[derive(Debug, Args)]
pub struct Disputes {
    #[command(flatten)]
    pub filters: Filters,

    #[command(flatten)]
    pub pages: Pages,

    /// Width in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// `sayso show`
#[derive(Debug, Args)]
pub struct Show {
    /// The row's id, or as much of its beginning as is unambiguous
    #[arg(value_name = "ID")]
    pub row: String,

    /// Print the row as JSON
    #[arg(long)]
    pub json: bool,

    /// Width in columns; the terminal's unless told
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// What stands under the flags of `sayso sql`.
pub const SQL_HELP: &str = "\
The tables are described in docs/ledger.md. Nothing can be changed. Values come as a table split by tabs with the names \
of columns first, or with --json as one object a line.

Example:
  sayso sql 'SELECT type, count(*) FROM event GROUP BY type ORDER BY 2 DESC'";

/// `sayso sql`
#[derive(Debug, Args)]
pub struct Sql {
    /// The query
    pub query: String,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub ledger: LedgerFile,
}

/// What rows have to tell.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Who does it or says it
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    pub who: Vec<String>,

    /// Whom it is done to
    #[arg(long, value_name = "WHOM", value_delimiter = ',')]
    pub to: Vec<String>,

    /// PLOVER type, act of speech, kind of figure, instrument, kind of dispute or of entity
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub types: Vec<String>,

    /// A step of an agreement: signed, ratified, in_force …
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub stage: Vec<String>,

    /// A class of provisions: DEFENSE, CEASEFIRE …
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    pub class: Vec<String>,

    /// Whose word it is: anybody in the chain
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub source: Vec<String>,

    /// How certain it is by its source
    #[arg(long, value_name = "VALUE", value_delimiter = ',')]
    pub certainty: Vec<String>,

    /// Whether it happened, is planned, denied …; how far a step is
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<String>,

    /// Where
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    pub place: Vec<String>,

    /// Words that it says; those in quotation marks stand beside each other
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,

    /// Not before this day
    #[arg(long, value_name = "DAY")]
    pub since: Option<String>,

    /// Not after this day
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,

    /// In articles published on this day or later
    #[arg(long, value_name = "DAY")]
    pub published_since: Option<String>,

    /// In articles published on this day or earlier
    #[arg(long, value_name = "DAY")]
    pub published_until: Option<String>,

    /// In articles of this outlet
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,

    /// In earlier versions of articles too
    #[arg(long)]
    pub all_versions: bool,
}

/// Which part of an answer.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Pages")]
pub struct Pages {
    /// At most so many rows
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// Go on after the row with this key
    #[arg(long, value_name = "KEY")]
    pub after: Option<i64>,

    /// Which come first, in the order of adding
    #[arg(long, value_name = "ORDER", default_value = "newest")]
    pub sort: Sort,
}

/// What `ask` finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum About {
    Statements,
    Events,
    Figures,
    Agreements,
    Disputes,
    Entities,
    Documents,
}

/// What `ask` counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum CountBy {
    Day,
    Source,
    Type,
}

/// How `ask` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AskFormat {
    /// For people
    Lines,
    /// One JSON object a line
    Jsonl,
}

/// In which order `ask` finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Last added first
    Newest,
    /// First added first
    Oldest,
}

/// Which ledger.
#[derive(Debug, Args)]
pub struct LedgerFile {
    /// The ledger
    #[arg(long = "ledger", value_name = "FILE", default_value = "sayso.ledger", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
}
