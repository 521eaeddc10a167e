//! The engine as a user holds it: weights loaded once, a parser a thread.

use std::path::Path;

use crate::classes::ClassHeads;
use crate::context::Context;
use crate::discourse::Discourse;
use crate::encoder::Encoder;
use crate::heads::Heads;
use crate::pieces::WordPieces;
use crate::sentence::Sentence;
use crate::weights::{WeightsError, WeightsFile};
use crate::windows::{Across, Room};

/// The English weights that ship with this crate.
static ENGLISH: &[u8] = include_bytes!("../../../models/en/sayso-en.safetensors");

/// The neural engine: weights, vocabulary and labels, immutable and shared between threads.
pub struct Engine {
    name: String,
    pub(crate) pieces: WordPieces,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
    pub(crate) context: Context,
    pub(crate) classes: ClassHeads,
    /// Most pieces of a window of several sentences.
    pub(crate) window: usize,
}

impl Engine {
    /// The English engine, from the weights inside this crate.
    ///
    /// # Errors
    /// Only where the crate was built with weights of another edition.
    pub fn english() -> Result<Self, WeightsError> {
        Self::from_bytes(ENGLISH)
    }

    /// An engine from a weights file of your own (see `training/`).
    ///
    /// # Errors
    /// [`LoadError`] where the file cannot be read or its contents are not weights of this edition.
    pub fn from_file(path: &Path) -> Result<Self, LoadError> {
        let at = |cause: LoadCause| LoadError {
            path: path.display().to_string(),
            cause,
        };
        let bytes = std::fs::read(path).map_err(|e| at(LoadCause::Io(e)))?;
        Self::from_bytes(&bytes).map_err(|e| at(LoadCause::Weights(e)))
    }

    /// An engine from the bytes of a weights file.
    ///
    /// # Errors
    /// [`WeightsError`] says what in the file is not as this engine reads it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let file = WeightsFile::open(bytes)?;
        let vocabulary = file.vocabulary.lines().count();
        let unusable = |cause: String| WeightsError::Metadata {
            key: "vocabulary",
            cause,
        };
        if vocabulary != file.sizes.pieces {
            return Err(unusable(format!(
                "{vocabulary} pieces where the sizes say {}",
                file.sizes.pieces
            )));
        }
        let pieces = WordPieces::new(file.vocabulary.lines())
            .ok_or_else(|| unusable("[CLS], [SEP] or [UNK] is missing".to_owned()))?;
        Ok(Self {
            name: file.name.clone(),
            pieces,
            encoder: Encoder::load(&file)?,
            heads: Heads::load(&file)?,
            context: Context::load(&file)?,
            classes: ClassHeads::load(&file)?,
            window: file.sizes.window.min(file.sizes.positions),
        })
    }

    /// Name and edition of the weights ("sayso-en 1").
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The further heads of these weights, in the order in which [`Sentence::layers`] has them.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.heads.layers.iter().map(|layer| &*layer.name)
    }

    /// The heads that say something of whole sentences, in the order in which [`Sentence::classes`] has them.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.classes.names()
    }

    /// A parser with its own working memory. Make one a thread and keep it.
    ///
    /// # Errors
    /// Where the operating system gives no thread.
    pub fn parser(&self) -> Result<Parser<'_>, ThreadError> {
        // The products would otherwise spread over every core: parallelism here is one parser a thread.
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .map_err(|e| ThreadError(e.to_string()))?;
        Ok(Parser {
            pool,
            engine: self,
            room: Room::default(),
        })
    }
}

/// A weights file that could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {cause}")]
pub struct LoadError {
    path: String,
    cause: LoadCause,
}

#[derive(Debug, thiserror::Error)]
enum LoadCause {
    #[error("cannot be read ({0})")]
    Io(std::io::Error),
    #[error("{0}")]
    Weights(WeightsError),
}

/// The operating system gave no thread to work on.
#[derive(Debug, thiserror::Error)]
#[error("no thread could be started ({0}); free some memory or raise the limit on processes")]
pub struct ThreadError(String);

/// Parses texts one after another, reusing its memory.
pub struct Parser<'e> {
    pool: rayon::ThreadPool,
    engine: &'e Engine,
    room: Room,
}

impl Parser<'_> {
    /// Cuts `text` into sentences and words and annotates them.
    pub fn parse(&mut self, text: &str) -> Vec<Sentence> {
        let by_rule = crate::segment(text);
        let Self { pool, engine, room } = self;
        pool.install(|| room.parse(engine, by_rule, Across::Skip)).0
    }

    /// The same, and what the sentences tell together: who says what, and which words speak of the same thing.
    pub fn parse_discourse(&mut self, text: &str) -> (Vec<Sentence>, Discourse) {
        let by_rule = crate::segment(text);
        let Self { pool, engine, room } = self;
        pool.install(|| room.parse(engine, by_rule, Across::Read))
    }

    /// Annotates sentences whose words are already cut: fills in lemma, tags, features, tree, names and layers. They
    /// should be those of one text in order, since the network reads across them.
    pub fn annotate(&mut self, sentences: &mut [Sentence]) {
        let Self { pool, engine, room } = self;
        pool.install(|| room.annotate(engine, sentences));
    }
}
