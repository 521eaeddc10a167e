//! The engine as a user holds it: weights loaded once, a parser a thread.

use std::path::Path;

use crate::encoder::{Activations, Batch, Encoder};
use crate::heads::{Heads, NameTag, Scores, WordAnswer};
use crate::linear::{Products, Workspace};
use crate::pieces::{WordPieces, case_class};
use crate::sentence::{Name, Sentence, Token, Upos};
use crate::weights::{WeightsError, WeightsFile};

/// The English weights that ship with this crate.
static ENGLISH: &[u8] = include_bytes!("../../../models/en/sayso-en.safetensors");

/// Word pieces that go through the network together: enough to keep the products busy, few enough for the cache.
const PIECES_A_BATCH: usize = 256;

/// The neural engine: weights, vocabulary and labels, immutable and shared between threads.
pub struct Engine {
    name: String,
    pieces: WordPieces,
    encoder: Encoder,
    heads: Heads,
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
        })
    }

    /// Name and edition of the weights ("sayso-en 1").
    pub fn name(&self) -> &str {
        &self.name
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
            work: Work {
                engine: self,
                space: Workspace::default(),
                room: Room::default(),
            },
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
    work: Work<'e>,
}

struct Work<'e> {
    engine: &'e Engine,
    space: Workspace,
    room: Room,
}

#[derive(Default)]
struct Room {
    batch: Batch,
    lengths: Vec<usize>,
    words: Vec<f32>,
    activations: Activations,
    scores: Scores,
    answers: Vec<WordAnswer>,
}

/// Words `first..first + count` of a sentence: all of it, unless it has more pieces than the network has positions.
#[derive(Clone, Copy)]
struct Window {
    sentence: usize,
    first: usize,
    count: usize,
}

impl Parser<'_> {
    /// Cuts `text` into sentences and words and annotates them.
    pub fn parse(&mut self, text: &str) -> Vec<Sentence> {
        let mut sentences = crate::segment(text);
        self.annotate(&mut sentences);
        sentences
    }

    /// Annotates sentences whose words are already cut: fills in lemma, tags, features, tree and names.
    pub fn annotate(&mut self, sentences: &mut [Sentence]) {
        let Self { pool, work } = self;
        pool.install(|| work.annotate(sentences));
    }
}

impl Work<'_> {
    fn annotate(&mut self, sentences: &mut [Sentence]) {
        let Self { engine, space, room } = self;
        let mut run = Run {
            engine,
            products: Products::new(space),
            room,
        };
        run.annotate(sentences);
    }
}

/// One text's way through the network.
struct Run<'r> {
    engine: &'r Engine,
    products: Products<'r>,
    room: &'r mut Room,
}

impl Run<'_> {
    fn annotate(&mut self, sentences: &mut [Sentence]) {
        let mut windows: Vec<Window> = Vec::new();
        self.room.batch.clear();
        for at in 0..sentences.len() {
            sentences[at].names.clear();
            let mut first = 0;
            while first < sentences[at].tokens.len() {
                if self.room.batch.pieces.len() >= PIECES_A_BATCH {
                    self.run(sentences, &windows);
                    windows.clear();
                }
                let count = self.add_window(&sentences[at].tokens[first..]);
                windows.push(Window {
                    sentence: at,
                    first,
                    count,
                });
                first += count;
            }
        }
        self.run(sentences, &windows);
        for sentence in sentences {
            join_windows(sentence);
            trim_names(sentence);
        }
    }

    /// Adds as many words as one sequence holds to the batch; at least one.
    fn add_window(&mut self, tokens: &[Token]) -> usize {
        let Engine { pieces, encoder, .. } = self.engine;
        let batch = &mut self.room.batch;
        let start = batch.pieces.len();
        batch.words.push(start);
        batch.pieces.push(pieces.cls);
        let mut count = 0;
        for token in tokens {
            let first = batch.pieces.len();
            pieces.encode(&token.form, &mut batch.pieces);
            if count > 0 && batch.pieces.len() - start >= encoder.positions() {
                batch.pieces.truncate(first);
                break;
            }
            batch.words.push(first);
            batch.cases.resize(first, 0);
            batch.cases.resize(batch.pieces.len(), case_class(&token.form));
            count += 1;
        }
        batch.pieces.push(pieces.sep);
        batch.cases.resize(batch.pieces.len(), 0);
        batch.ends.push(batch.pieces.len());
        count
    }

    /// Sends the batch through the network and writes the answers into the sentences.
    fn run(&mut self, sentences: &mut [Sentence], windows: &[Window]) {
        let room = &mut *self.room;
        if windows.is_empty() {
            return;
        }
        let Engine { encoder, heads, .. } = self.engine;
        encoder.encode(&room.batch, &mut room.words, &mut room.activations, &mut self.products);
        room.lengths.clear();
        room.lengths.extend(windows.iter().map(|w| w.count));
        room.answers.clear();
        let forms = windows.iter().flat_map(|w| {
            sentences[w.sentence].tokens[w.first..w.first + w.count]
                .iter()
                .map(|t| t.form.as_str())
        });
        let answers = &mut room.answers;
        heads.answer(
            &room.words,
            &room.lengths,
            forms,
            &mut room.scores,
            &mut self.products,
            |a| answers.push(a),
        );
        let mut answers = room.answers.drain(..);
        for window in windows {
            let sentence = &mut sentences[window.sentence];
            for (i, answer) in (window.first..).zip(answers.by_ref().take(window.count)) {
                let token = &mut sentence.tokens[i];
                token.upos = answer.upos;
                token.xpos = answer.xpos;
                token.feats = answer.feats;
                token.lemma = answer.lemma;
                token.head = answer.head.checked_sub(1).map(|head| window.first + head);
                token.deprel = answer.deprel;
                add_name_tag(sentence, i, window.first, answer.name);
            }
        }
        room.batch.clear();
    }
}

/// Grows the sentence's names by the tag of word `i`. A stray inside tag opens a name of its own.
fn add_name_tag(sentence: &mut Sentence, i: usize, first: usize, tag: NameTag) {
    match (tag, sentence.names.last_mut()) {
        (NameTag::Outside, _) => {}
        (NameTag::Inside(kind), Some(name)) if name.last + 1 == i && name.kind == kind && i > first => name.last = i,
        (NameTag::Begin(kind) | NameTag::Inside(kind), _) => sentence.names.push(Name {
            first: i,
            last: i,
            kind,
        }),
    }
}

/// Names end in neither function words nor punctuation; the tagger, which decides word by word, sometimes takes one in.
fn trim_names(sentence: &mut Sentence) {
    let Sentence { names, tokens, .. } = sentence;
    let loose = |at: usize| {
        matches!(
            tokens[at].upos,
            Upos::Adp | Upos::Aux | Upos::Cconj | Upos::Det | Upos::Part | Upos::Punct
        )
    };
    names.retain_mut(|name| {
        while name.first < name.last && loose(name.first) {
            name.first += 1;
        }
        while name.first < name.last && loose(name.last) {
            name.last -= 1;
        }
        !loose(name.first)
    });
}

/// A sentence read in several windows has as many roots: the later ones hang on the first, side by side.
fn join_windows(sentence: &mut Sentence) {
    let Some(root) = sentence.tokens.iter().position(|t| t.head.is_none()) else {
        return;
    };
    for token in sentence.tokens.iter_mut().skip(root + 1).filter(|t| t.head.is_none()) {
        token.head = Some(root);
        token.deprel = "parataxis".into();
    }
}
