//! Everything that reading needs, loaded once.

use std::borrow::Cow;
use std::path::Path;

use sayso_knowledge::Knowledge;
use sayso_language::{Engine, Parser, Sentence};
use sayso_schema::{Document, Reading};

/// The engine and the knowledge that articles are read with. Immutable, and shared between threads.
pub struct Reader {
    engine: Engine,
    knowledge: Knowledge,
}

impl Reader {
    /// A reader of English with the weights and the knowledge that ship inside this crate.
    ///
    /// # Errors
    ///
    /// Only where the crate was built with weights or knowledge that it cannot use.
    pub fn english() -> Result<Self, ReadError> {
        Ok(Self::new(Engine::english()?, Knowledge::embedded()?))
    }

    /// Like [`Reader::english`], with the lines of the folder `knowledge` laid over those that ship; later lines win.
    ///
    /// # Errors
    ///
    /// [`ReadError::Knowledge`] names the file and line that cannot be used.
    pub fn with_knowledge(knowledge: &Path) -> Result<Self, ReadError> {
        Ok(Self::new(Engine::english()?, Knowledge::with_dir(knowledge)?))
    }

    /// A reader with weights and knowledge of your own.
    pub fn new(engine: Engine, knowledge: Knowledge) -> Self {
        Self { engine, knowledge }
    }

    /// Reads one document. For more than one, [`Reader::worker`] is faster.
    ///
    /// # Errors
    ///
    /// [`ReadError::Thread`] where the operating system gives no thread to work on.
    pub fn read(&self, document: Document) -> Result<Reading, ReadError> {
        Ok(self.worker()?.read(document))
    }

    /// What reads documents one after another, with its own working memory. Make one a thread and keep it.
    ///
    /// # Errors
    ///
    /// [`ReadError::Thread`] where the operating system gives no thread to work on.
    pub fn worker(&self) -> Result<Worker<'_>, ReadError> {
        Ok(Worker {
            parser: self.engine.parser()?,
            knowledge: &self.knowledge,
        })
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The knowledge.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }
}

/// Reads documents one after another. The same document gives the same reading whatever was read before.
pub struct Worker<'r> {
    parser: Parser<'r>,
    knowledge: &'r Knowledge,
}

impl Worker<'_> {
    /// Reads one document.
    pub fn read(&mut self, document: Document) -> Reading {
        self.read_with_sentences(document).0
    }

    /// Reads one document; also gives the sentences that the reading was made from.
    pub fn read_with_sentences(&mut self, document: Document) -> (Reading, Vec<Sentence>) {
        let (sentences, discourse) = self.parser.parse_discourse(&to_parse(&document));
        let reading = sayso_reading::read(document, &sentences, &discourse, self.knowledge);
        (reading, sentences)
    }

    /// The sentences that a document's reading is made from, without making it.
    pub fn sentences(&mut self, document: &Document) -> Vec<Sentence> {
        self.parser.parse(&to_parse(document))
    }

    /// Sentences, words, tags, trees and names of a text.
    pub fn parse(&mut self, text: &str) -> Vec<Sentence> {
        self.parser.parse(text)
    }
}

/// A document's text with spaces for its dateline, so that every character keeps its place: a dateline is no part of the
/// sentence that it stands before, and its tree would suffer.
fn to_parse(document: &Document) -> Cow<'_, str> {
    let Some(dateline) = &document.dateline else {
        return Cow::Borrowed(&document.text);
    };
    let span = dateline.passage.span;
    let kept = |(at, c): (usize, char)| if (span.start..span.end).contains(&at) { ' ' } else { c };
    Cow::Owned(document.text.chars().enumerate().map(kept).collect())
}

/// Why nothing can be read at all. What is wrong with one document is an
/// [`IntakeError`](sayso_intake::IntakeError).
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The weights cannot be used.
    #[error("the language engine cannot be loaded: {0}")]
    Weights(#[from] sayso_language::WeightsError),
    /// The lexicons or rules cannot be used.
    #[error("the knowledge cannot be loaded: {0}")]
    Knowledge(#[from] sayso_knowledge::Defect),
    /// No thread to work on.
    #[error(transparent)]
    Thread(#[from] sayso_language::ThreadError),
}
