//! The same claim in other words: a sentence's meaning as one vector, so that two tellings of one thing lie close.
//!
//! A second network of the engine's own kind, MiniLM as published for this (Reimers and Gurevych 2019; Wang et al.
//! 2020), with a file of its own that a program can do without. Its vector is the mean over all pieces of a text;
//! nothing was trained here. `training/claims.py` makes the file and measures what eight bits cost.

mod embedding;
mod place;

use std::path::Path;
use std::sync::Arc;

pub use embedding::{Embedding, NoEmbedding};
pub use place::{CLAIMS_FILE, CLAIMS_VARIABLE, NoClaimModel, find_claim_model};

use crate::encoder::{Batch, Encoder};
use crate::layers::Activations;
use crate::linear::{Products, Workspace};
use crate::pieces::WordPieces;
use crate::vector::Gelu;
use crate::weights::{Container, TrunkSizes, WeightsError, impossible_sizes};
use crate::{LoadError, ThreadError};

/// The edition of the file format that this module reads.
const EDITION: &str = "1";
/// Most pieces that are read of one text, the marks at both ends included; the rest is cut off. MiniLM was trained to
/// 128 for this.
const MOST_PIECES: usize = 128;
/// Word pieces that go through the network together, as for windows of text.
const PIECES_A_BATCH: usize = 256;
/// `[CLS]` and `[SEP]`.
const MARKS: usize = 2;

/// Why a claim model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClaimModelError {
    /// The file cannot be read, or is no claim model.
    #[error("the claim model {0}")]
    File(#[from] LoadError),
    /// The bytes are no claim model.
    #[error("the claim model: {0}")]
    Weights(#[from] WeightsError),
    /// No thread to work on.
    #[error(transparent)]
    Thread(#[from] ThreadError),
}

/// Turns short texts into [`Embedding`]s. Holds working memory, so each thread takes its own ([`Self::beside`]).
pub struct ClaimEncoder {
    model: Arc<ClaimModel>,
    pool: rayon::ThreadPool,
    room: Room,
}

struct ClaimModel {
    name: String,
    pieces: WordPieces,
    encoder: Encoder,
    /// Most pieces of a text.
    most: usize,
}

/// Room for one batch, reused from batch to batch.
#[derive(Default)]
struct Room {
    batch: Batch,
    vectors: Vec<f32>,
    activations: Activations,
    space: Workspace,
}

impl ClaimEncoder {
    /// From the bytes of a claim model's file.
    ///
    /// # Errors
    /// Where the bytes are no such file, or the operating system gives no thread.
    pub fn load(bytes: &[u8]) -> Result<Self, ClaimModelError> {
        let model = Arc::new(ClaimModel::from_bytes(bytes)?);
        Ok(Self::on(model)?)
    }

    /// From a claim model's file; [`find_claim_model`] looks for one.
    ///
    /// # Errors
    /// Where the file cannot be read or is no claim model, or the operating system gives no thread.
    pub fn open(path: &Path) -> Result<Self, ClaimModelError> {
        let bytes = std::fs::read(path).map_err(|e| LoadError::io(path, e))?;
        let model = ClaimModel::from_bytes(&bytes).map_err(|e| LoadError::weights(path, e))?;
        Ok(Self::on(Arc::new(model))?)
    }

    /// Another encoder of the same model, for another thread. The weights are shared.
    ///
    /// # Errors
    /// Where the operating system gives no thread.
    pub fn beside(&self) -> Result<Self, ThreadError> {
        Self::on(Arc::clone(&self.model))
    }

    fn on(model: Arc<ClaimModel>) -> Result<Self, ThreadError> {
        Ok(Self {
            model,
            pool: crate::engine::one_thread()?,
            room: Room::default(),
        })
    }

    /// Name and edition of the model ("sayso-claims 1"). Embeddings of different models cannot be compared: keep it
    /// beside them.
    pub fn name(&self) -> &str {
        &self.model.name
    }

    /// One embedding a text, in order. What a text is embedded as depends on nothing beside it.
    pub fn embed(&mut self, texts: &[&str]) -> Vec<Embedding> {
        let Self { model, pool, room } = self;
        pool.install(|| model.embed(texts, room))
    }
}

impl ClaimModel {
    fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let file = Container::open(bytes, "sayso-claims", EDITION)?;
        let sizes: TrunkSizes = file.json("sizes")?;
        if !sizes.are_possible() || sizes.hidden != Embedding::WIDTH {
            return Err(impossible_sizes(&sizes));
        }
        let encoder = Encoder::load(&file, &sizes, Gelu::Exact)?;
        Ok(Self {
            name: file.told("name")?.to_owned(),
            pieces: file.word_pieces(&sizes)?,
            most: encoder.positions().min(MOST_PIECES),
            encoder,
        })
    }

    fn embed(&self, texts: &[&str], room: &mut Room) -> Vec<Embedding> {
        let mut embeddings = Vec::with_capacity(texts.len());
        room.batch.clear();
        for text in texts {
            self.add(text, &mut room.batch);
            if room.batch.pieces.len() >= PIECES_A_BATCH {
                self.finish(room, &mut embeddings);
            }
        }
        self.finish(room, &mut embeddings);
        embeddings
    }

    /// Adds a text's pieces to the batch, as many as are read.
    fn add(&self, text: &str, batch: &mut Batch) {
        let start = batch.pieces.len();
        batch.pieces.push(self.pieces.cls);
        self.pieces.encode_text(text, self.most - MARKS, &mut batch.pieces);
        batch.pieces.push(self.pieces.sep);
        batch.words.extend(start..batch.pieces.len());
        batch.cases.resize(batch.pieces.len(), 0);
        batch.ends.push(batch.pieces.len());
    }

    /// Sends the batch through the network and empties it. Texts lie end to end without padding, so that there is
    /// nothing to win by sorting them by length.
    fn finish(&self, room: &mut Room, embeddings: &mut Vec<Embedding>) {
        if room.batch.ends.is_empty() {
            return;
        }
        let mut products = Products::new(&mut room.space);
        self.encoder.encode(
            &room.batch,
            None,
            &mut room.vectors,
            &mut room.activations,
            &mut products,
        );
        let mut rows = room.vectors.chunks_exact(Embedding::WIDTH);
        let mut start = 0;
        for end in &room.batch.ends {
            let mut sum = [0f32; Embedding::WIDTH];
            for row in rows.by_ref().take(end - start) {
                for (sum, x) in sum.iter_mut().zip(row) {
                    *sum += x;
                }
            }
            embeddings.push(Embedding::new(&sum));
            start = *end;
        }
        room.batch.clear();
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use safetensors::tensor::{Dtype, TensorView};

    use super::*;
    use crate::lanes::every_arch::same;

    const VOCABULARY: &str =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\ntroops\nsent\nhave\nbeen\nto\nrussia\nby\nkorea\nnorth\n.\n'\n##s\n\"";

    /// A model of one layer with weights that mean nothing.
    pub(crate) fn small_file(
        hidden: usize,
        positions: usize,
        change: impl Fn(&mut HashMap<String, String>),
    ) -> Vec<u8> {
        let (inner, pieces) = (64, VOCABULARY.lines().count());
        let numbers = |count: usize, seed: usize| (0..count).map(move |i| ((i + seed) * 7919) % 1013);
        let bytes = |count, seed| numbers(count, seed).map(|n| (n % 127) as u8).collect::<Vec<u8>>();
        let floats = |count, seed: usize, scale: f32| -> Vec<u8> {
            let number = |n: usize| (n as f32 / 1013.0 - 0.3) * scale;
            numbers(count, seed).flat_map(|n| number(n).to_le_bytes()).collect()
        };
        let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
        let mut add = |name: &str, dtype, shape: Vec<usize>, data| tensors.push((name.to_owned(), dtype, shape, data));
        add(
            "piece.weight",
            Dtype::I8,
            vec![pieces, hidden],
            bytes(pieces * hidden, 1),
        );
        add("piece.step", Dtype::F32, vec![pieces], floats(pieces, 2, 0.02));
        add(
            "position.weight",
            Dtype::F32,
            vec![positions, hidden],
            floats(positions * hidden, 3, 0.5),
        );
        add("case.weight", Dtype::F32, vec![1, hidden], floats(hidden, 4, 0.1));
        for (i, name) in ["norm", "layers.0.norm1", "layers.0.norm2"].iter().enumerate() {
            for (j, part) in ["weight", "bias"].iter().enumerate() {
                add(
                    &format!("{name}.{part}"),
                    Dtype::F32,
                    vec![hidden],
                    floats(hidden, 7 * i + j, 1.0),
                );
            }
        }
        for (part, inputs, outputs) in [
            ("qkv", hidden, 3 * hidden),
            ("out", hidden, hidden),
            ("up", hidden, inner),
            ("down", inner, hidden),
        ] {
            let name = |of: &str| format!("layers.0.{part}.{of}");
            let weights = numbers(inputs * outputs, part.len()).map(|n| (n % 127) as i8 - 63);
            let weights = weights.map(i8::cast_unsigned).collect();
            add(&name("weight"), Dtype::I8, vec![inputs, outputs], weights);
            add(&name("step"), Dtype::F32, vec![outputs], floats(outputs, 5, 0.004));
            add(&name("bias"), Dtype::F32, vec![outputs], floats(outputs, 6, 0.1));
        }
        let sizes = serde_json::json!({"pieces": pieces, "hidden": hidden, "layers": 1, "heads": hidden / 32,
            "inner": inner, "positions": positions, "cases": 1});
        let mut metadata = HashMap::from(
            [
                ("format", "sayso-claims"),
                ("edition", EDITION),
                ("name", "small 1"),
                ("vocabulary", VOCABULARY),
            ]
            .map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        metadata.insert("sizes".to_owned(), sizes.to_string());
        change(&mut metadata);
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            let view = TensorView::new(*dtype, shape.clone(), data).expect("shapes agree with data");
            (name.as_str(), view)
        });
        safetensors::serialize(views, Some(metadata)).expect("tensors can be written")
    }

    fn small() -> ClaimEncoder {
        ClaimEncoder::load(&small_file(Embedding::WIDTH, 32, |_| ())).expect("it is a claim model")
    }

    #[test]
    fn a_text_s_embedding_depends_on_nothing_beside_it_and_on_no_machine() {
        let long = "North Korea's troops have been sent to Russia. ".repeat(20);
        let texts = ["Troops sent to Russia", "", &long, "by North Korea", ".", &long, "x"];
        let together = same(|| small().embed(&texts));
        let mut encoder = small();
        let alone: Vec<Embedding> = texts.iter().flat_map(|text| encoder.embed(&[text])).collect();
        assert_eq!(together, alone);
        assert_eq!(encoder.beside().expect("there is a thread").embed(&texts), alone);
        assert_ne!(together[0], together[3]);
    }

    #[test]
    fn case_quotes_and_what_cannot_be_seen_make_no_difference() {
        let mut encoder = small();
        let embeddings = encoder.embed(&[
            "North Korea's \"troops\"",
            "NORTH\u{a0} \tKorea’s “troops”\n",
            "Nor\u{ad}th\u{200b} Ko\u{feff}rea's \u{202e}\"troops\u{0}\"",
        ]);
        assert_eq!(embeddings[0], embeddings[1]);
        assert_eq!(embeddings[0], embeddings[2]);
    }

    #[test]
    fn what_lies_beyond_the_last_position_is_not_read() {
        let mut encoder = small();
        let whole = "sent ".repeat(30);
        let embeddings = encoder.embed(&[&whole, &format!("{whole} troops to Russia"), &"sent ".repeat(29)]);
        assert_eq!(embeddings[0], embeddings[1]);
        assert_ne!(embeddings[0], embeddings[2]);
    }

    #[test]
    fn nothing_asked_nothing_answered() {
        assert!(small().embed(&[]).is_empty());
    }

    #[test]
    fn a_file_that_is_no_claim_model_is_refused_by_name() {
        let refused = |bytes: &[u8]| match ClaimEncoder::load(bytes) {
            Ok(_) => panic!("it was taken"),
            Err(e) => e.to_string(),
        };
        let file = |key: &'static str, value: &'static str| {
            small_file(Embedding::WIDTH, 32, move |metadata| {
                metadata.insert(key.to_owned(), value.to_owned());
            })
        };
        assert!(refused(b"no such thing").contains("no whole safetensors file"));
        assert!(refused(&file("format", "sayso-language")).contains("`format` is sayso-language"));
        assert!(refused(&file("edition", "2")).contains("`edition` is 2"));
        assert!(refused(&file("sizes", "{}")).contains("`sizes`"));
        assert!(refused(&file("vocabulary", "[CLS]\n[SEP]")).contains("2 pieces where the sizes say 17"));
        assert!(refused(&small_file(96, 32, |_| ())).contains("no network of these sizes"));
        let whole = small_file(Embedding::WIDTH, 32, |_| ());
        for cut in [0, 7, 8, 100, whole.len() - 1] {
            refused(&whole[..cut]);
        }
        assert!(refused(crate::engine::ENGLISH).contains("`format` is sayso-language"));
        let missing = ClaimEncoder::open(Path::new("no/such/file"))
            .map(|_| ())
            .expect_err("there is none");
        assert!(missing.to_string().contains("no/such/file"), "{missing}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_has_an_embedding(texts in proptest::collection::vec(any::<String>(), 0..4)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let embeddings = small().embed(&texts);
            prop_assert_eq!(embeddings.len(), texts.len());
            for embedding in embeddings {
                prop_assert!((embedding.closeness(&embedding) - 1.0).abs() < 1e-6);
            }
        }
    }
}
