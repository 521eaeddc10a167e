//! One page's lines: its drawing orders followed as far as they place text (ISO 32000-1 §9).

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::Font;
use super::matrix::Matrix;

/// How deep drawings may hold drawings, and states be saved.
const DEEPEST: usize = 12;
const MOST_SAVED: usize = 256;

/// Drawing orders that all pages may have together. A page of text has some thousands, a map up to a million; a million
/// take a second or two.
const MOST_ORDERS: u64 = 3_000_000;

const TOO_MUCH: &str = "its pages unpack to more than the limit `max-document` allows";

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    /// Where it begins and ends along the way that it is read, and how high it stands across it.
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) height: f64,
    /// The size of its largest letters.
    pub(super) size: f64,
    /// The way that it is read, as a unit vector.
    way: (f64, f64),
}

/// Reads pages, with a budget over all of them.
pub(super) struct Reader<'a> {
    document: &'a Document,
    /// Bytes of drawing orders that may still be unpacked.
    left: u64,
    /// Drawing orders that may still be followed.
    orders: u64,
    /// Fonts by where their dictionaries stand.
    fonts: BTreeMap<usize, Option<Font<'a>>>,
}

#[derive(Clone, Debug)]
struct State {
    to_page: Matrix,
    /// The font's place in [`Reader::fonts`].
    font: Option<usize>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Where drawing stands.
struct Pen {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    lines: Vec<Line>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document, budget: u64) -> Self {
        Self {
            document,
            left: budget,
            orders: MOST_ORDERS,
            fonts: BTreeMap::new(),
        }
    }

    /// The lines of a page in the order in which they are drawn, which for nearly all producers is that of reading.
    pub(super) fn lines(&mut self, page: ObjectId) -> Result<Vec<Line>, String> {
        let document = self.document;
        let Ok((own, inherited)) = document.get_page_resources(page) else {
            return Ok(Vec::new());
        };
        let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(inherited).collect();
        let limit = usize::try_from(self.left).unwrap_or(usize::MAX);
        let content = document
            .get_page_content_with_limit(page, limit)
            .map_err(|_| TOO_MUCH.to_owned())?;
        self.charge(content.len())?;
        let mut pen = Pen::new();
        self.draw(&mut pen, &content, &resources, 0)?;
        let mut lines = pen.lines;
        for line in &mut lines {
            line.text = tidied(&line.text);
        }
        lines.retain(|line| !line.text.is_empty());
        Ok(lines)
    }

    fn charge(&mut self, bytes: usize) -> Result<(), String> {
        // Also an empty drawing costs something, or a page could ask for it for ever.
        self.left = self.left.checked_sub(bytes as u64 + 64).ok_or(TOO_MUCH)?;
        Ok(())
    }

    fn draw(
        &mut self,
        pen: &mut Pen,
        content: &[u8],
        resources: &[&'a Dictionary],
        depth: usize,
    ) -> Result<(), String> {
        for operation in Content::decode_iter(content) {
            // What cannot be read ends the page, as it does in viewers; what came before it is good.
            let Ok(operation) = operation else { break };
            self.orders = self
                .orders
                .checked_sub(1)
                .ok_or("its pages have more than 3 million drawing orders")?;
            match operation.operator.as_str() {
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    pen.state.font = name.and_then(|name| self.font(resources, name));
                    pen.state.size = at(&operation, 1);
                }
                "Tj" | "'" | "\"" => {
                    if operation.operator == "\"" {
                        (pen.state.word_space, pen.state.letter_space) = (at(&operation, 0), at(&operation, 1));
                    }
                    if operation.operator != "Tj" {
                        pen.next_line(0.0, -pen.state.leading);
                    }
                    if let Some(Object::String(codes, _)) = operation.operands.last() {
                        self.show(pen, codes);
                    }
                }
                "TJ" => {
                    let pieces = operation.operands.first().and_then(|pieces| pieces.as_array().ok());
                    for piece in pieces.into_iter().flatten() {
                        match piece {
                            Object::String(codes, _) => self.show(pen, codes),
                            other => {
                                let back = f64::from(other.as_float().unwrap_or(0.0)) / 1000.0;
                                pen.advance(-back * pen.state.size * pen.state.stretch);
                            }
                        }
                    }
                }
                "Do" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    let drawing = name.and_then(|name| self.resource(resources, b"XObject", name));
                    if let Some(Ok(drawing)) = drawing.map(Object::as_stream)
                        && drawing.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form")
                        && depth < DEEPEST
                    {
                        self.draw_inside(pen, drawing, resources, depth)?;
                    }
                }
                other => pen.set(other, &operation),
            }
        }
        Ok(())
    }

    /// Draws a drawing that stands in another.
    fn draw_inside(
        &mut self,
        pen: &mut Pen,
        drawing: &'a Stream,
        around: &[&'a Dictionary],
        depth: usize,
    ) -> Result<(), String> {
        let limit = usize::try_from(self.left).unwrap_or(usize::MAX);
        self.charge(drawing.content.len())?;
        let content = match drawing.decompressed_content_with_limit(limit) {
            Ok(content) => content,
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                return self.charge(limit);
            }
            Err(_) => return Ok(()),
        };
        self.charge(content.len())?;
        let own = drawing
            .dict
            .get_deref(b"Resources", self.document)
            .and_then(Object::as_dict);
        let resources = own.map_or_else(|_| around.to_vec(), |own| vec![own]);
        let (state, saved) = (pen.state.clone(), std::mem::take(&mut pen.saved));
        let places = drawing
            .dict
            .get_deref(b"Matrix", self.document)
            .and_then(Object::as_array);
        if let Ok(places) = places {
            pen.state.to_page = matrix(places).then(pen.state.to_page);
        }
        let outcome = self.draw(pen, &content, &resources, depth + 1);
        (pen.state, pen.saved) = (state, saved);
        outcome
    }

    fn show(&self, pen: &mut Pen, codes: &[u8]) {
        let font = pen.state.font.and_then(|font| self.fonts.get(&font));
        if let Some(Some(font)) = font {
            let text = font.text(codes);
            let (width, letters, blanks) = font.width(codes, &text);
            pen.write(&text, width, letters, blanks);
        }
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<usize> {
        let font = self.resource(resources, b"Font", name)?.as_dict().ok()?;
        let place = std::ptr::from_ref(font).addr();
        let document = self.document;
        self.fonts.entry(place).or_insert_with(|| Font::of(document, font));
        Some(place)
    }

    fn resource(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|resources| {
            let named = resources.get_deref(kind, self.document).ok()?.as_dict().ok()?;
            named.get_deref(name, self.document).ok()
        })
    }
}

impl Pen {
    fn new() -> Self {
        Self {
            state: State {
                to_page: Matrix::IDENTITY,
                font: None,
                size: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            lines: Vec::new(),
        }
    }

    /// Orders that place text without showing any.
    fn set(&mut self, operator: &str, operation: &Operation) {
        match operator {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.to_page = matrix(&operation.operands).then(self.state.to_page),
            "BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            "Tc" => self.state.letter_space = at(operation, 0),
            "Tw" => self.state.word_space = at(operation, 0),
            "Tz" => self.state.stretch = at(operation, 0) / 100.0,
            "TL" => self.state.leading = at(operation, 0),
            "Ts" => self.state.rise = at(operation, 0),
            "Td" => self.next_line(at(operation, 0), at(operation, 1)),
            "TD" => {
                self.state.leading = -at(operation, 1);
                self.next_line(at(operation, 0), at(operation, 1));
            }
            "Tm" => {
                self.line = matrix(&operation.operands);
                self.text = self.line;
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::shift(x, y).then(self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f64) {
        self.text = Matrix::shift(by, 0.0).then(self.text);
    }

    /// Puts `text` where the pen stands, and moves the pen behind it.
    fn write(&mut self, text: &str, width: f64, letters: usize, blanks: usize) {
        let state = &self.state;
        let spaces = letters as f64 * state.letter_space + blanks as f64 * state.word_space;
        let by = (width * state.size + spaces) * state.stretch;
        let [a, b, c, d, x, y] = Matrix::shift(0.0, state.rise).then(self.text).then(state.to_page).0;
        let along = a.hypot(b);
        let size = (c.hypot(d) * state.size).abs();
        self.advance(by);
        if !(along.is_normal() && size.is_normal() && x.is_finite() && y.is_finite() && by.is_finite()) {
            return;
        }
        let way = (a / along, b / along);
        let start = x * way.0 + y * way.1;
        let height = y * way.0 - x * way.1;
        let end = start + by * along;
        if let Some(line) = self.lines.last_mut()
            && (line.way.0 - way.0).abs() + (line.way.1 - way.1).abs() < 0.02
            // Small letters above or below the line belong to it.
            && (line.height - height).abs() < 0.5 * line.size.max(size)
            && start > line.end - 2.0 * size
        {
            // Kerning moves letters by less than a tenth of their size; the narrowest blank is a sixth.
            if start - line.end > 0.13 * size {
                line.text.push(' ');
            }
            line.text.push_str(text);
            line.end = end;
            if size > line.size {
                (line.size, line.height) = (size, height);
            }
            return;
        }
        self.lines.push(Line {
            text: text.to_owned(),
            start,
            end,
            height,
            size,
            way,
        });
    }
}

fn at(operation: &Operation, index: usize) -> f64 {
    let number = operation
        .operands
        .get(index)
        .and_then(|operand| operand.as_float().ok());
    number.map_or(0.0, f64::from)
}

fn matrix(numbers: &[Object]) -> Matrix {
    let mut matrix = Matrix::IDENTITY;
    for (place, number) in matrix.0.iter_mut().zip(numbers) {
        *place = f64::from(number.as_float().unwrap_or(0.0));
    }
    matrix
}

/// Text as people would type it: ligatures as letters, blanks single, nothing that is no writing.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => tidy.push_str("ff"),
            '\u{fb01}' => tidy.push_str("fi"),
            '\u{fb02}' => tidy.push_str("fl"),
            '\u{fb03}' => tidy.push_str("ffi"),
            '\u{fb04}' => tidy.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => tidy.push_str("st"),
            c if c.is_whitespace() => {
                if !tidy.is_empty() && !tidy.ends_with(' ') {
                    tidy.push(' ');
                }
            }
            c if c.is_control() => {}
            c => tidy.push(c),
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}
