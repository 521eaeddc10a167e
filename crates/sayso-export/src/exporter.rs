//! Writes readings, one after another, in a format.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sayso_language::{Sentence, conllu};
use sayso_schema::{Document, Reading};

use crate::brat::BratFolder;
use crate::context::Context;
use crate::csv_folder::CsvFolder;
use crate::error::ExportError;
use crate::format::{Format, Frame};
use crate::parquet::ParquetFolder;
use crate::prov::Run;
use crate::{annotations, folder, ftm, geojson, prov, schema_org};

/// How to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Cut tables by the month of publication; Parquet alone.
    pub by_month: bool,
    /// The run that [`Format::Prov`] records.
    pub run: Run,
}

/// Writes readings, one after another, and keeps none: memory does not grow with their number.
pub struct Exporter<'w> {
    output: Output<'w>,
}

enum Output<'w> {
    Parquet(ParquetFolder),
    Csv(CsvFolder),
    Brat(BratFolder),
    Stream(Stream<'w>),
}

struct Stream<'w> {
    format: Format,
    frame: Frame,
    out: Box<dyn Write + 'w>,
    /// Whether a piece is written, so that the next stands after what is between two.
    has_any: bool,
    target: Option<Target>,
}

/// A file in the making. It gets its name when it is whole, so that what has the name was written to its end.
struct Target {
    path: PathBuf,
    unfinished: PathBuf,
}

impl Drop for Target {
    fn drop(&mut self) {
        if self.unfinished != self.path {
            // Where it got its name there is nothing to remove, and nobody could be told of anything else.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}

impl<'w> Exporter<'w> {
    /// Writes to `path`: a folder that is made, or is empty, for a format of many files; else a file.
    ///
    /// # Errors
    ///
    /// When the folder holds something, when nothing can be written there, and when the format has no such options.
    pub fn to_path(format: Format, path: &Path, options: &Options) -> Result<Exporter<'static>, ExportError> {
        check(format, options)?;
        if format.is_folder() {
            folder::make(path)?;
        }
        let output = match format {
            Format::Parquet => Output::Parquet(ParquetFolder::new(path, options.by_month)),
            Format::Csv => Output::Csv(CsvFolder::new(path)?),
            Format::Brat => Output::Brat(BratFolder::new(path)),
            _ => {
                let target = Target::of(path);
                let file = File::create(&target.unfinished).map_err(|cause| target.not_written(cause))?;
                Output::Stream(Stream::open(format, BufWriter::new(file), Some(target), options)?)
            }
        };
        Ok(Exporter { output })
    }

    /// Writes to a stream.
    ///
    /// # Errors
    ///
    /// When the format is one of many files, or the stream takes nothing.
    pub fn to_stream(format: Format, out: impl Write + 'w, options: &Options) -> Result<Self, ExportError> {
        check(format, options)?;
        if format.is_folder() {
            return Err(ExportError::NeedsFolder { format });
        }
        let output = Output::Stream(Stream::open(format, out, None, options)?);
        Ok(Self { output })
    }

    /// Writes one reading. [`Format::Conllu`] takes nothing from it: see [`Exporter::write_sentences`].
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&mut self, reading: &Reading) -> Result<(), ExportError> {
        match &mut self.output {
            Output::Parquet(folder) => folder.write(reading),
            Output::Csv(folder) => folder.write(reading),
            Output::Brat(folder) => folder.write(reading),
            Output::Stream(stream) => stream.write(reading),
        }
    }

    /// Writes the sentences of one document. Formats other than [`Format::Conllu`] take nothing from them.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub fn write_sentences(&mut self, document: &Document, sentences: &[Sentence]) -> Result<(), ExportError> {
        match &mut self.output {
            Output::Stream(stream) if stream.format == Format::Conllu => stream.write_sentences(document, sentences),
            _ => Ok(()),
        }
    }

    /// Writes what is left and closes. What is not finished is not whole: a table lacks its end, a file its name.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), ExportError> {
        match self.output {
            Output::Parquet(folder) => folder.finish(),
            Output::Csv(folder) => folder.finish(),
            Output::Brat(folder) => folder.finish(),
            Output::Stream(stream) => stream.finish(),
        }
    }
}

fn check(format: Format, options: &Options) -> Result<(), ExportError> {
    if options.by_month && format != Format::Parquet {
        return Err(ExportError::NotByMonth { format });
    }
    Ok(())
}

impl<'w> Stream<'w> {
    fn open(
        format: Format,
        out: impl Write + 'w,
        target: Option<Target>,
        options: &Options,
    ) -> Result<Self, ExportError> {
        let mut stream = Self {
            format,
            frame: format.frame(&options.run),
            out: Box::new(out),
            has_any: false,
            target,
        };
        let opening = std::mem::take(&mut stream.frame.opening);
        stream.put(opening.as_bytes())?;
        Ok(stream)
    }

    fn write(&mut self, reading: &Reading) -> Result<(), ExportError> {
        let context = Context::of(reading);
        let pieces = match self.format {
            Format::Jsonl => vec![format!("{}\n", serde_json::to_string(reading)?)],
            Format::Events(format) => vec![format.rows(reading)],
            Format::Geojson => geojson::features(&context),
            Format::Ftm => ftm::lines(&context),
            Format::Annotations => annotations::annotations(&context),
            Format::SchemaOrg => schema_org::nodes(&context),
            Format::Prov => prov::nodes(&context),
            Format::Conllu | Format::Parquet | Format::Csv | Format::Brat => Vec::new(),
        };
        for piece in pieces {
            let Frame { before, between, .. } = self.frame;
            let gap = if self.has_any { between } else { before };
            self.has_any = true;
            self.put(gap.as_bytes())?;
            self.put(piece.as_bytes())?;
        }
        Ok(())
    }

    fn write_sentences(&mut self, document: &Document, sentences: &[Sentence]) -> Result<(), ExportError> {
        // A comment ends with its line; a path may hold a line break.
        let source = document.source.replace(['\n', '\r'], " ");
        let mut text = format!("# newdoc id = {source}\n").into_bytes();
        conllu::write(&mut text, sentences).map_err(ExportError::Stream)?;
        self.put(&text)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        self.out.write_all(bytes).map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: std::io::Error) -> ExportError {
        match &self.target {
            Some(target) => target.not_written(cause),
            None => ExportError::Stream(cause),
        }
    }

    fn finish(mut self) -> Result<(), ExportError> {
        let closing = self.frame.closing;
        self.put(closing.as_bytes())?;
        self.out.flush().map_err(|cause| self.failed(cause))?;
        drop(self.out);
        match self.target {
            Some(target) => {
                std::fs::rename(&target.unfinished, &target.path).map_err(|cause| target.not_written(cause))
            }
            None => Ok(()),
        }
    }
}

impl Target {
    fn of(path: &Path) -> Self {
        let mut unfinished = path.as_os_str().to_owned();
        // A pipe or a device is written to as it is: no file may take its place.
        if path.is_file() || !path.exists() {
            unfinished.push(".unfinished");
        }
        Self {
            path: path.to_owned(),
            unfinished: unfinished.into(),
        }
    }

    fn not_written(&self, cause: std::io::Error) -> ExportError {
        ExportError::NotWritten {
            path: self.path.clone(),
            cause,
        }
    }
}
