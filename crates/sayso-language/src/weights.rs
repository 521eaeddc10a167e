//! The weights file: safetensors with everything in it that a reader needs.
//!
//! The header's metadata holds `format` (`sayso-language`), `edition` (this module's [`EDITION`]), `name`, `sizes`
//! (JSON), `heads` (JSON: the names of the taggers, in the order in which they stand in the matrix `tags`), `labels`
//! (JSON: head name to label list), `class_heads` (JSON: the heads that speak of whole sentences, in the order of the
//! matrix
//! `classes`) and `vocabulary` (one word piece a line). Eight-bit matrices are stored
//! `[inputs, outputs]` as `NAME.weight` with `NAME.step` (one number an output) and `NAME.bias`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::attention::HEAD_WIDTH;
use crate::linear::Linear;
use crate::pieces::WordPieces;
use crate::vector::{LANES, Norm};

/// The edition of the file format that this engine reads.
pub(crate) const EDITION: &str = "4";

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// Not a safetensors file, or cut off.
    #[error("the weights are no whole safetensors file ({0}); fetch or build them anew")]
    Container(String),
    /// A safetensors file of something else.
    #[error(
        "the weights' `{key}` is {found}, where this engine reads {expected}; use weights and engine of one release"
    )]
    Format {
        /// The metadata key.
        key: &'static str,
        /// What it says.
        found: String,
        /// What it should say.
        expected: String,
    },
    /// Metadata that is missing or cannot be read.
    #[error("the weights' `{key}` cannot be read ({cause}); training/README.md says how to build them anew")]
    Metadata {
        /// The metadata key.
        key: &'static str,
        /// What is wrong with it.
        cause: String,
    },
    /// A matrix that is missing or of another shape than the sizes say.
    #[error("the weights' tensor `{name}` {cause}; training/README.md says how to build them anew")]
    Tensor {
        /// The tensor.
        name: String,
        /// What is wrong with it.
        cause: String,
    },
}

/// The sizes of an encoder.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct TrunkSizes {
    pub(crate) pieces: usize,
    pub(crate) hidden: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    pub(crate) inner: usize,
    pub(crate) positions: usize,
    pub(crate) cases: usize,
}

impl TrunkSizes {
    /// The loops of the encoder count on these.
    pub(crate) fn are_possible(&self) -> bool {
        let whole = [self.hidden, self.inner]
            .iter()
            .all(|n| (1..=1 << 16).contains(n) && n % LANES == 0);
        whole
            && self.heads > 0
            && self.heads.checked_mul(HEAD_WIDTH) == Some(self.hidden)
            && self.positions >= 16
            && self.cases > 0
            && (1..=64).contains(&self.layers)
    }
}

/// The network's sizes, as `training/network.py` names them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sizes {
    #[serde(flatten)]
    pub(crate) trunk: TrunkSizes,
    pub(crate) arc: usize,
    pub(crate) label: usize,
    /// Most pieces of the windows that the network reads several sentences in.
    pub(crate) window: usize,
    /// Of the layers over several windows.
    pub(crate) context_hidden: usize,
    pub(crate) context_layers: usize,
    pub(crate) context_inner: usize,
    /// Width of a side of a link.
    pub(crate) link: usize,
    /// After how many of `layers` the vectors are taken that the classes of sentences are read off.
    pub(crate) class_layer: usize,
}

/// A safetensors file of ours: what its header tells, and its tensors.
pub(crate) struct Container<'a> {
    tensors: SafeTensors<'a>,
    metadata: HashMap<String, String>,
}

/// A weights file opened: its metadata read, its tensors ready to be taken.
pub(crate) struct WeightsFile<'a> {
    pub(crate) tensors: Container<'a>,
    pub(crate) name: String,
    pub(crate) sizes: Sizes,
    /// The taggers, in the order of their columns.
    pub(crate) heads: Vec<String>,
    pub(crate) labels: BTreeMap<String, Vec<String>>,
    /// The heads that speak of whole sentences, in the order of their rows.
    pub(crate) class_heads: Vec<String>,
}

impl<'a> WeightsFile<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let tensors = Container::open(bytes, "sayso-language", EDITION)?;
        let file = Self {
            sizes: tensors.json("sizes")?,
            heads: tensors.json("heads")?,
            labels: tensors.json("labels")?,
            class_heads: tensors.json("class_heads")?,
            name: tensors.told("name")?.to_owned(),
            tensors,
        };
        file.check_sizes()?;
        Ok(file)
    }

    /// The loops of the network count on these.
    fn check_sizes(&self) -> Result<(), WeightsError> {
        let s = &self.sizes;
        let whole = [s.arc, s.label, s.context_inner, s.link]
            .iter()
            .all(|n| *n > 0 && n % LANES == 0);
        if s.trunk.are_possible()
            && whole
            && s.context_hidden > 0
            && s.context_hidden.is_multiple_of(HEAD_WIDTH)
            && s.window >= 8
            && s.trunk.cases == 6
            && s.class_layer < s.trunk.layers
            && (1..=64).contains(&s.context_layers)
        {
            return Ok(());
        }
        Err(impossible_sizes(s))
    }

    /// The labels of one head.
    pub(crate) fn labels_of(&self, key: &str) -> Result<&[String], WeightsError> {
        match self.labels.get(key) {
            Some(labels) if !labels.is_empty() => Ok(labels),
            _ => Err(WeightsError::Metadata {
                key: "labels",
                cause: format!("no labels for the head `{key}`"),
            }),
        }
    }
}

impl<'a> Container<'a> {
    /// Opens a file of this `format` and `edition`, and no other.
    pub(crate) fn open(bytes: &'a [u8], format: &str, edition: &str) -> Result<Self, WeightsError> {
        let container = |e: safetensors::SafeTensorError| WeightsError::Container(e.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(container)?;
        let file = Self {
            tensors: SafeTensors::deserialize(bytes).map_err(container)?,
            metadata: header.metadata().clone().unwrap_or_default(),
        };
        for (key, expected) in [("format", format), ("edition", edition)] {
            let found = file.told(key)?;
            if found != expected {
                return Err(WeightsError::Format {
                    key,
                    found: found.to_owned(),
                    expected: expected.to_owned(),
                });
            }
        }
        Ok(file)
    }

    /// What the header says under `key`.
    pub(crate) fn told(&self, key: &'static str) -> Result<&str, WeightsError> {
        self.metadata
            .get(key)
            .map(String::as_str)
            .ok_or(WeightsError::Metadata {
                key,
                cause: "it is missing".to_owned(),
            })
    }

    /// The same, where it is JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self, key: &'static str) -> Result<T, WeightsError> {
        serde_json::from_str(self.told(key)?).map_err(|e| WeightsError::Metadata {
            key,
            cause: e.to_string(),
        })
    }

    /// The word pieces of a network of these sizes.
    pub(crate) fn word_pieces(&self, sizes: &TrunkSizes) -> Result<WordPieces, WeightsError> {
        let unusable = |cause: String| WeightsError::Metadata {
            key: "vocabulary",
            cause,
        };
        let vocabulary = self.told("vocabulary")?;
        let count = vocabulary.lines().count();
        if count != sizes.pieces {
            return Err(unusable(format!("{count} pieces where the sizes say {}", sizes.pieces)));
        }
        WordPieces::new(vocabulary.lines()).ok_or_else(|| unusable("[CLS], [SEP] or [UNK] is missing".to_owned()))
    }

    fn find(&self, name: &str) -> Result<TensorView<'a>, WeightsError> {
        let tensor = self.tensors.tensor(name);
        tensor.map_err(|_| wrong_tensor(name, "is missing".to_owned()))
    }

    fn tensor(&self, name: &str, dtype: Dtype, shape: &[usize]) -> Result<TensorView<'a>, WeightsError> {
        let tensor = self.find(name)?;
        if tensor.dtype() != dtype || tensor.shape() != shape {
            let found = (tensor.dtype(), tensor.shape());
            let cause = format!("is {found:?} where {:?} is needed", (dtype, shape));
            return Err(wrong_tensor(name, cause));
        }
        Ok(tensor)
    }

    /// A matrix or vector of 32-bit floats.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let tensor = self.tensor(name, Dtype::F32, shape)?;
        Ok(tensor
            .data()
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f32::from_le_bytes(*b))
            .collect())
    }

    /// A matrix of signed bytes.
    pub(crate) fn bytes(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, WeightsError> {
        Ok(self
            .tensor(name, Dtype::I8, shape)?
            .data()
            .iter()
            .map(|b| b.cast_signed())
            .collect())
    }

    /// A text, as plain bytes.
    pub(crate) fn text(&self, name: &str) -> Result<&'a [u8], WeightsError> {
        let tensor = self.find(name)?;
        if tensor.dtype() != Dtype::U8 {
            let cause = format!("is {:?} where bytes are needed", tensor.dtype());
            return Err(wrong_tensor(name, cause));
        }
        Ok(tensor.data())
    }

    /// A layer normalisation's tensors.
    pub(crate) fn norm(&self, name: &str, width: usize) -> Result<Norm, WeightsError> {
        Ok(Norm {
            scale: self.floats(&format!("{name}.weight"), &[width])?,
            shift: self.floats(&format!("{name}.bias"), &[width])?,
        })
    }

    /// An eight-bit layer.
    pub(crate) fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear, WeightsError> {
        let weights = self.bytes(&format!("{name}.weight"), &[inputs, outputs])?;
        let steps = self.floats(&format!("{name}.step"), &[outputs])?;
        let bias = self.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Linear::new(&weights, inputs, outputs, steps, bias))
    }
}

/// No network of this engine has these sizes.
pub(crate) fn impossible_sizes(sizes: &impl Debug) -> WeightsError {
    WeightsError::Metadata {
        key: "sizes",
        cause: format!("this engine has no network of these sizes: {sizes:?}"),
    }
}

pub(crate) fn wrong_tensor(name: &str, cause: String) -> WeightsError {
    WeightsError::Tensor {
        name: name.to_owned(),
        cause,
    }
}
