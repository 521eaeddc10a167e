//! One text's way through the network: its words end to end, packed into windows of several sentences.
//!
//! Who speaks is often told one sentence earlier, and where a sentence ends shows only in what comes next: so the
//! network reads windows, `[CLS]` before them and `[SEP]` after each paragraph, and every head may look across
//! sentences. Trees alone stay inside one: scores are made between its words and the window's `[CLS]`, the root.
//! `training/windows.py` packs its text in the same way.

use std::ops::Range;
use std::sync::Arc;

use crate::classes::FoundClasses;
use crate::context::{ContextRoom, Findings, Reference, Stretch};
use crate::discourse::{Attribution, Discourse, Place, Words};
use crate::encoder::Batch;
use crate::engine::Engine;
use crate::heads::{Answers, Block, Scores};
use crate::layers::{Activations, Early};
use crate::linear::{Products, Workspace};
use crate::names::{self, NameTag};
use crate::pairing::{Pairing, Ruler, Word, pair};
use crate::pieces::case_class;
use crate::sentence::{Layer, Sentence, Token, Upos};
use crate::sentences::LONGEST_SENTENCE;
use crate::wordlists::ENGLISH;

/// Word pieces that go through the network together: enough to keep the products busy, few enough for the cache.
const PIECES_A_BATCH: usize = 256;

/// By how much, in logits, the network must be sure that a sentence opens where the rules see none. This and the next
/// two were chosen on EWT's and GUM's dev sets (F1 0.880 and 0.962) and by eye on newswire, where a lower bar parted
/// names and quotations.
const SURE_OF_A_START: f32 = 0.5;
/// The same inside a sentence that ends with a full stop or its like: who sets those, seldom leaves them out.
const SURE_DESPITE_A_STOP: f32 = 3.0;
/// By how much that none opens where the rules see one.
const SURE_OF_NO_START: f32 = 1.0;

/// Whether the sentences that were handed in stay as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sentences {
    Given,
    Free,
}

/// Whether what is told across sentences is read as well.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    Read,
    Skip,
}

/// Everything that is reused from text to text.
#[derive(Default)]
pub(crate) struct Room {
    space: Workspace,
    work: Work,
}

/// The text that is being read, and room for the batch of windows that is on its way.
#[derive(Default)]
struct Work {
    text: Text,
    batch: Batch,
    vectors: Vec<f32>,
    early: Vec<f32>,
    activations: Activations,
    scores: Scores,
    blocks: Vec<Block>,
    context: ContextRoom,
    findings: Findings,
}

/// The words of one text, end to end, and what has been found out about them.
#[derive(Default)]
struct Text {
    tokens: Vec<Token>,
    /// Which words open a sentence, a paragraph.
    starts: Vec<bool>,
    paragraphs: Vec<bool>,
    /// Which words are written as one with the word before.
    joined: Vec<bool>,
    /// Word pieces of all words, and where each word's begin; one entry more than words.
    pieces: Vec<u32>,
    first_pieces: Vec<usize>,
    names: Vec<NameTag>,
    /// One label a layer, word by word.
    layers: Vec<u16>,
    classes: FoundClasses,
}

impl Room {
    /// Fills in everything that the network tells about the words of sentences that stay as they are.
    pub(crate) fn annotate(&mut self, engine: &Engine, sentences: &mut [Sentence]) {
        let lengths: Vec<usize> = sentences.iter().map(|s| s.tokens.len()).collect();
        self.work.text.take(engine, sentences);
        self.read(engine, Sentences::Given, Across::Skip);
        self.work.text.give_back(engine, sentences, &lengths);
    }

    /// The same for sentences that were cut by rule: within paragraphs the network may part and join them.
    pub(crate) fn parse(
        &mut self,
        engine: &Engine,
        mut by_rule: Vec<Sentence>,
        across: Across,
    ) -> (Vec<Sentence>, Discourse) {
        self.work.text.take(engine, &mut by_rule);
        self.read(engine, Sentences::Free, across);
        let discourse = match across {
            Across::Read => self.work.text.discourse(&self.work.findings),
            Across::Skip => Discourse::default(),
        };
        (self.work.text.cut(engine), discourse)
    }

    fn read(&mut self, engine: &Engine, ends: Sentences, across: Across) {
        let Self { space, work } = self;
        let mut products = Products::new(space);
        let windows = work.text.windows(engine.window, engine.encoder.positions());
        work.findings = Findings::default();
        work.context.clear();
        let mut rest = &windows[..];
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = rest.iter().take_while(|window| {
                let before = pieces;
                pieces += work.text.pieces_in(window);
                before < PIECES_A_BATCH
            });
            let (now, later) = rest.split_at(fits.count());
            work.read(engine, ends, now, &mut products);
            if across == Across::Read {
                work.read_across(engine, now, &mut products);
            }
            rest = later;
        }
        if across == Across::Read {
            let context = &engine.context;
            context.finish(&mut work.findings, &mut work.context, &mut products);
        }
    }
}

impl Work {
    /// Sends some windows through the network together and notes the answers.
    fn read(&mut self, engine: &Engine, ends: Sentences, windows: &[Range<usize>], products: &mut Products<'_>) {
        self.batch.clear();
        for window in windows {
            self.text.add_to(&mut self.batch, window, engine);
        }
        let Engine {
            encoder,
            heads,
            classes,
            ..
        } = engine;
        let early = Early {
            after: classes.layer,
            out: &mut self.early,
        };
        encoder.encode(
            &self.batch,
            Some(early),
            &mut self.vectors,
            &mut self.activations,
            products,
        );
        heads.read(&self.vectors, &mut self.scores, products);
        self.blocks.clear();
        let mut root = 0;
        for window in windows {
            let row = root + 1;
            if ends == Sentences::Free {
                let sure = |word: usize| heads.opens_sentence(&self.scores, row + word - window.start);
                self.text.find_starts(window, sure);
            }
            self.blocks
                .extend(self.text.sentences(window.clone()).map(|words| Block {
                    root,
                    row: row + words.start - window.start,
                    words,
                }));
            root += window.len() + 1;
        }
        let mut answers = Answers {
            tokens: &mut self.text.tokens,
            names: &mut self.text.names,
            layers: &mut self.text.layers,
        };
        heads.answer(&self.blocks, &engine.pieces, &mut answers, &mut self.scores, products);
        let text = &mut self.text;
        for block in &self.blocks {
            let opens = text.starts[block.words.start];
            classes.read(block, opens, &text.tokens, &self.early, &mut text.classes);
        }
    }

    /// Hands the windows that were just read to what reads across them.
    fn read_across(&mut self, engine: &Engine, windows: &[Range<usize>], products: &mut Products<'_>) {
        let Engine { context, heads, .. } = engine;
        let (layers, tokens) = (&self.text.layers, &self.text.tokens);
        let reference = |word: usize| {
            let personal = matches!(tokens[word].feature("Gender"), Some("Masc" | "Fem"));
            let plural = tokens[word].feature("Number") == Some("Plur") && tokens[word].feature("Person") == Some("3");
            if tokens[word].upos == Upos::Pron && (personal || plural) {
                Reference::Surely
            } else if heads.is_nominal(&layers[word * heads.layers.len()..]) {
                Reference::Perhaps
            } else {
                Reference::Never
            }
        };
        context.take(
            windows,
            &self.vectors,
            |word| (reference(word), self.text.paragraphs[word]),
            &mut self.findings,
            &mut self.context,
            products,
        );
    }
}

impl Text {
    /// Takes the words out of the sentences.
    fn take(&mut self, engine: &Engine, sentences: &mut [Sentence]) {
        self.tokens.clear();
        self.starts.clear();
        self.paragraphs.clear();
        self.joined.clear();
        self.pieces.clear();
        self.first_pieces.clear();
        for sentence in sentences {
            let first = self.tokens.len();
            self.tokens.append(&mut sentence.tokens);
            self.starts.resize(self.tokens.len(), false);
            self.paragraphs.resize(self.tokens.len(), false);
            self.joined.resize(self.tokens.len(), false);
            if first < self.tokens.len() {
                self.starts[first] = true;
                self.paragraphs[first] = sentence.opens_paragraph;
            }
            for multiword in &sentence.multiwords {
                let words = first + multiword.first + 1..=first + multiword.last;
                self.joined.get_mut(words).unwrap_or_default().fill(true);
            }
        }
        for token in &self.tokens {
            self.first_pieces.push(self.pieces.len());
            engine.pieces.encode(&token.form, &mut self.pieces);
        }
        self.first_pieces.push(self.pieces.len());
        self.names.clear();
        self.names.resize(self.tokens.len(), NameTag::Outside);
        self.classes.clear();
        self.layers.clear();
        self.layers.resize(self.tokens.len() * engine.heads.layers.len(), 0);
    }

    /// Pieces of these words, with the marks around them.
    fn pieces_in(&self, words: &Range<usize>) -> usize {
        self.first_pieces[words.end] - self.first_pieces[words.start] + 2
    }

    /// Cuts the text into windows: whole sentences as long as they fit `room` pieces. A sentence longer than `room` has
    /// a window of its own, or several where it is longer than `most`.
    fn windows(&self, room: usize, most: usize) -> Vec<Range<usize>> {
        let mut windows: Vec<Range<usize>> = Vec::new();
        let (mut open, mut used) = (0, 2);
        for sentence in self.sentences(0..self.tokens.len()) {
            let pieces = self.first_pieces[sentence.end] - self.first_pieces[sentence.start] + 1;
            if used + pieces > room && sentence.start > open {
                windows.push(open..sentence.start);
                (open, used) = (sentence.start, 2);
            }
            used += pieces;
            // Only a sentence alone can be too long for the network.
            let mut word = open;
            while used > most && word < sentence.end {
                let limit = self.first_pieces[open] + most - 2;
                while word < sentence.end && self.first_pieces[word + 1] <= limit {
                    word += 1;
                }
                if word == sentence.end {
                    break;
                }
                windows.push(open..word);
                (open, used) = (word, self.first_pieces[sentence.end] - self.first_pieces[word] + 3);
            }
        }
        if open < self.tokens.len() {
            windows.push(open..self.tokens.len());
        }
        windows
    }

    /// The sentences among these words; the first word opens one in any case.
    fn sentences(&self, words: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut open = words.start;
        std::iter::from_fn(move || {
            if open >= words.end {
                return None;
            }
            let end = (open + 1..words.end).find(|w| self.starts[*w]).unwrap_or(words.end);
            let sentence = open..end;
            open = end;
            Some(sentence)
        })
    }

    /// Lets the network mend where the sentences of a window open; `sure` tells in logits how sure it is that one opens
    /// with a word. Paragraphs always open one; where the writer set a stop at the end, what follows a comma or a verb
    /// of saying never does. The treebanks have few sentences like `"We waited," Ms. Diaz said` or `Ms. Diaz said EU
    /// aid was late`, the news is full of them.
    fn find_starts(&mut self, window: &Range<usize>, sure: impl Fn(usize) -> f32) {
        let by_rule: Vec<Range<usize>> = self.sentences(window.clone()).collect();
        let mut length = 0;
        for sentence in by_rule {
            let stopped = self.ends_with_mark(&sentence);
            let sure_enough = if stopped { SURE_DESPITE_A_STOP } else { SURE_OF_A_START };
            for word in sentence {
                let opens = self.starts[word];
                let goes_on = !opens && stopped && self.goes_on_at(word);
                let fixed = word == window.start || self.paragraphs[word] || self.joined[word] || goes_on;
                if !fixed {
                    self.starts[word] = if opens {
                        sure(word) > -SURE_OF_NO_START || length >= LONGEST_SENTENCE
                    } else {
                        sure(word) > sure_enough
                    };
                }
                length = if self.starts[word] { 1 } else { length + 1 };
            }
        }
    }

    /// Whether a comma, a verb of saying or nothing stands before the word, marks of quotation aside.
    fn goes_on_at(&self, word: usize) -> bool {
        let before = self.tokens[..word].iter().rev().map(|token| token.form.as_str());
        before
            .take(3)
            .find(|form| form.contains(|c: char| !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')))
            .is_none_or(|form| form == "," || ENGLISH.speech.contains(form))
    }

    /// Whether the last word that is no mark of quotation or bracket ends sentences.
    fn ends_with_mark(&self, sentence: &Range<usize>) -> bool {
        let closing = |form: &str| form.chars().all(|c| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']'));
        let last = self.tokens[sentence.clone()]
            .iter()
            .rev()
            .map(|token| token.form.as_str());
        let last = last.take(4).find(|form| !closing(form));
        last.is_some_and(|form| form.ends_with(['.', '!', '?', '…']))
    }

    fn add_to(&self, batch: &mut Batch, window: &Range<usize>, engine: &Engine) {
        batch.words.push(batch.pieces.len());
        batch.pieces.push(engine.pieces.cls);
        batch.cases.push(0);
        for word in window.clone() {
            if self.paragraphs[word] && word > window.start {
                batch.pieces.push(engine.pieces.sep);
                batch.cases.push(0);
            }
            batch.words.push(batch.pieces.len());
            batch
                .pieces
                .extend_from_slice(&self.pieces[self.first_pieces[word]..self.first_pieces[word + 1]]);
            batch
                .cases
                .resize(batch.pieces.len(), case_class(&self.tokens[word].form));
        }
        batch.pieces.push(engine.pieces.sep);
        batch.cases.push(0);
        batch.ends.push(batch.pieces.len());
    }

    /// Puts the words back into the sentences that they came from.
    fn give_back(&mut self, engine: &Engine, sentences: &mut [Sentence], lengths: &[usize]) {
        let mut first = 0;
        for (sentence, length) in sentences.iter_mut().zip(lengths) {
            self.fill(engine, sentence, first..first + length);
            first += length;
        }
    }

    /// What was found across sentences, each word by its sentence and its place in it.
    fn discourse(&self, findings: &Findings) -> Discourse {
        let starts: Vec<usize> = self.sentences(0..self.tokens.len()).map(|s| s.start).collect();
        let place = |word: usize| {
            let sentence = starts.partition_point(|start| *start <= word).saturating_sub(1);
            Place {
                sentence,
                word: word - starts.get(sentence).copied().unwrap_or(word),
            }
        };
        let words = |stretch: &Stretch| Words {
            first: place(stretch.start),
            last: place(stretch.end - 1),
        };
        let attribution = |found: &Pairing| Attribution {
            source: found.source.as_ref().map(words),
            cue: found.cue.as_ref().map(words),
            content: found.content.iter().map(words).collect(),
        };
        let ruler = Ruler::of(self.tokens.iter().enumerate().map(|(word, token)| Word {
            telling: token.form.contains(char::is_alphanumeric),
            quotes: matches!(token.form.as_str(), "\"" | "“" | "”" | "``" | "''" | "«" | "»" | "„"),
            opens_sentence: self.starts[word],
            opens_paragraph: self.paragraphs[word],
        }));
        let pairs = pair(&findings.roles, &ruler);
        Discourse {
            attributions: pairs.iter().map(attribution).collect(),
            antecedents: findings
                .antecedents
                .iter()
                .map(|(word, before)| (place(*word), place(*before)))
                .collect(),
        }
    }

    /// Makes sentences of the words anew.
    fn cut(&mut self, engine: &Engine) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        let whole: Vec<Range<usize>> = self.sentences(0..self.tokens.len()).collect();
        for words in whole {
            let mut sentence = Sentence {
                opens_paragraph: self.paragraphs[words.start],
                ..Sentence::default()
            };
            for (i, word) in words.clone().enumerate().skip(1) {
                if self.joined[word] {
                    sentence.join(i);
                }
            }
            self.fill(engine, &mut sentence, words);
            sentence.fit_span();
            sentences.push(sentence);
        }
        sentences
    }

    /// Moves words into a sentence: heads become indices into it, names and layers are gathered.
    fn fill(&mut self, engine: &Engine, sentence: &mut Sentence, words: Range<usize>) {
        sentence.tokens = self.tokens[words.clone()].iter_mut().map(std::mem::take).collect();
        sentence.names.clear();
        for (i, word) in words.clone().enumerate() {
            let token = &mut sentence.tokens[i];
            token.head = token.head.map(|head| head - words.start);
            names::add_tag(sentence, i, self.names[word]);
        }
        join_windows(sentence);
        names::trim(sentence);
        sentence.classes = engine.classes.of_sentence(&words, &self.classes);
        let layers = &engine.heads.layers;
        let label = |word: usize, layer: usize| self.layers[word * layers.len() + layer];
        sentence.layers = layers
            .iter()
            .enumerate()
            .map(|(at, head)| Layer {
                name: Arc::clone(&head.name),
                labels: Arc::clone(&head.labels),
                of_words: words.clone().map(|word| label(word, at)).collect(),
            })
            .collect();
    }
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
