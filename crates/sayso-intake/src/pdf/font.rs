//! Fonts: which letters a string of codes means, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::unicode::Table;

/// Bytes that a font's table of letters may unpack to. Those of large Chinese fonts have some 300 kB.
const LARGEST_TABLE: usize = 1 << 20;

/// Widths that one font may tell.
const MOST_WIDTHS: usize = 70_000;

/// A font, as far as reading needs it.
#[derive(Debug)]
pub(super) struct Font<'a> {
    /// What codes mean in Unicode. It comes before the encoding, which names shapes: in fonts cut down to the letters
    /// used these are often only numbered.
    table: Option<Table>,
    encoding: Option<Encoding<'a>>,
    /// Whether two bytes make a code.
    is_wide: bool,
    /// In thousandths of the font's size, by code.
    widths: BTreeMap<u32, f64>,
    /// The width of what is not listed; none where the font tells no widths at all.
    otherwise: Option<f64>,
}

impl<'a> Font<'a> {
    /// Reads a font; none if what its codes mean cannot be known.
    pub(super) fn of(document: &'a Document, font: &'a Dictionary) -> Option<Self> {
        let is_wide = font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0");
        let stream = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let table = stream
            .and_then(|stream| stream.decompressed_content_with_limit(LARGEST_TABLE).ok())
            .and_then(|table| Table::of(&table));
        let is_named = font
            .get_deref(b"Encoding", document)
            .is_ok_and(|encoding| match encoding.as_name() {
                Ok(name) => !name.starts_with(b"Identity-"),
                Err(_) => !is_wide,
            });
        // Without either, letters of simple fonts are mostly the usual ones, and codes of large fonts mean nothing.
        let encoding = if is_named || !is_wide {
            font.get_font_encoding_with_limit(document, LARGEST_TABLE).ok()
        } else {
            None
        };
        if table.is_none() && encoding.is_none() {
            return None;
        }
        let mut read = Self {
            table,
            encoding,
            is_wide,
            widths: BTreeMap::new(),
            otherwise: None,
        };
        if is_wide {
            read.wide_widths(document, font);
        } else {
            read.simple_widths(document, font);
        }
        Some(read)
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font
            .get_deref(b"FirstChar", document)
            .and_then(Object::as_i64)
            .unwrap_or(0);
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else {
            return;
        };
        for (code, width) in (u32::try_from(first).unwrap_or(0)..).zip(widths.iter().take(256)) {
            if let Some(width) = number(document, width) {
                self.widths.insert(code, width);
            }
        }
        // Type 3 fonts measure in units of their own.
        if font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type3") {
            let scale = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
            let scale = scale
                .and_then(|matrix| number(document, matrix.first()?))
                .unwrap_or(0.001);
            self.widths.values_mut().for_each(|width| *width *= scale * 1000.0);
        }
        self.otherwise = Some(500.0);
    }

    fn wide_widths(&mut self, document: &Document, font: &Dictionary) {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        let Some(descendant) = descendant else {
            return;
        };
        let default = descendant.get_deref(b"DW", document).ok();
        self.otherwise = Some(default.and_then(|width| number(document, width)).unwrap_or(1000.0));
        let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
            return;
        };
        let mut rest = list.as_slice();
        // `first [width …]` or `first last width` (§9.7.4.3).
        while let [first, second, after @ ..] = rest {
            let Some(first) = number(document, first) else {
                return;
            };
            let first = first as u32;
            if let Ok(widths) = document.dereference(second).and_then(|(_, list)| list.as_array()) {
                for (code, width) in (first..).zip(widths) {
                    let Some(width) = number(document, width) else { continue };
                    self.widths.insert(code, width);
                    if self.widths.len() >= MOST_WIDTHS {
                        return;
                    }
                }
                rest = after;
            } else {
                let [width, after @ ..] = after else { return };
                let (Some(last), Some(width)) = (number(document, second), number(document, width)) else {
                    return;
                };
                for code in first..=(last as u32).min(0xffff) {
                    self.widths.insert(code, width);
                    if self.widths.len() >= MOST_WIDTHS {
                        return;
                    }
                }
                rest = after;
            }
        }
    }

    /// The letters that `codes` mean.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let mut text = String::new();
        let Some(table) = &self.table else {
            self.by_encoding(codes, &mut text);
            return text;
        };
        for code in codes.chunks(if self.is_wide { 2 } else { 1 }) {
            match table.get(code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte))) {
                Some(meaning) => text.push_str(meaning),
                None => self.by_encoding(code, &mut text),
            }
        }
        text
    }

    fn by_encoding(&self, codes: &[u8], text: &mut String) {
        let before = text.len();
        if let Some(encoding) = &self.encoding
            && encoding.write_to_string(codes, text).is_err()
        {
            text.truncate(before);
        }
    }

    /// How wide `codes` are, which mean `text`: in sizes of the font, without space between letters; and how many codes
    /// and how many blanks of one byte they are.
    pub(super) fn width(&self, codes: &[u8], text: &str) -> (f64, usize, usize) {
        let Some(otherwise) = self.otherwise else {
            let width = text.chars().map(usual_width).sum();
            return (width, codes.len(), codes.iter().filter(|&&code| code == b' ').count());
        };
        let width = |code: u32| self.widths.get(&code).copied().unwrap_or(otherwise) / 1000.0;
        if self.is_wide {
            let width = codes
                .chunks(2)
                .map(|code| width(code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte))))
                .sum();
            (width, codes.len().div_ceil(2), 0)
        } else {
            let blanks = codes.iter().filter(|&&code| code == b' ').count();
            (
                codes.iter().map(|&code| width(u32::from(code))).sum(),
                codes.len(),
                blanks,
            )
        }
    }
}

/// About as wide as in the usual fonts, for the fourteen that a file need not describe (§9.6.2.2).
fn usual_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | 'f' | 't' | '(' | ')' => 0.28,
        'm' | 'w' | 'M' | 'W' | '@' | '—' => 0.85,
        c if c.is_uppercase() => 0.67,
        _ => 0.52,
    }
}

fn number(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    let number = object.as_float().ok()?;
    number.is_finite().then(|| f64::from(number))
}
