//! The engine as a user holds it: weights loaded once, a parser a thread.

use std::path::Path;

use crate::classes::ClassHeads;
use crate::context::Context;
use crate::discourse::Discourse;
use crate::encoder::Encoder;
use crate::heads::Heads;
use crate::pieces::WordPieces;
use crate::sentence::Sentence;
use crate::vector::Gelu;
use crate::weights::{WeightsError, WeightsFile};
use crate::windows::{Across, Room};

/// The English weights that ship with this crate.
pub(crate) static ENGLISH: &[u8] = include_bytes!("../../../models/en/sayso-en.safetensors");

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
        let bytes = std::fs::read(path).map_err(|e| LoadError::io(path, e))?;
        Self::from_bytes(&bytes).map_err(|e| LoadError::weights(path, e))
    }

    /// An engine from the bytes of a weights file.
    ///
    /// # Errors
    /// [`WeightsError`] says what in the file is not as this engine reads it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let file = WeightsFile::open(bytes)?;
        let trunk = &file.sizes.trunk;
        Ok(Self {
            name: file.name.clone(),
            pieces: file.tensors.word_pieces(trunk)?,
            encoder: Encoder::load(&file.tensors, trunk, Gelu::Sigmoid)?,
            heads: Heads::load(&file)?,
            context: Context::load(&file)?,
            classes: ClassHeads::load(&file)?,
            window: file.sizes.window.min(trunk.positions),
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
        Ok(Parser {
            pool: one_thread()?,
            engine: self,
            room: Room::default(),
        })
    }
}

/// A pool of one: the products would otherwise spread over every core, where parallelism is one parser a thread.
pub(crate) fn one_thread() -> Result<rayon::ThreadPool, ThreadError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.map_err(|e| ThreadError(e.to_string()))
}

/// A weights file that could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {cause}")]
pub struct LoadError {
    path: String,
    cause: LoadCause,
}

impl LoadError {
    pub(crate) fn io(path: &Path, cause: std::io::Error) -> Self {
        Self {
            path: path.display().to_string(),
            cause: LoadCause::Io(cause),
        }
    }

    pub(crate) fn weights(path: &Path, cause: WeightsError) -> Self {
        Self {
            path: path.display().to_string(),
            cause: LoadCause::Weights(cause),
        }
    }
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
