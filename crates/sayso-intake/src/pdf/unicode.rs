//! Tables that tell what a font's codes mean in Unicode (ISO 32000-1 §9.10.3). Producers write them in many ways, so only
//! what maps codes is looked at, token by token, and what cannot be understood is passed over.

use std::collections::BTreeMap;

/// Codes that one table may map.
const MOST_CODES: usize = 70_000;

/// What codes mean.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    meanings: BTreeMap<u32, String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    /// `<…>`, as bytes.
    Code(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

/// What the list that is being read maps.
#[derive(Clone, Copy)]
enum List {
    None,
    Codes,
    Ranges,
}

impl Table {
    /// Reads a table; none if it maps nothing.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let mut table = Self::default();
        let mut tokens = Tokens(bytes);
        let mut list = List::None;
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfchar") => list = List::Codes,
                Token::Word(b"beginbfrange") => list = List::Ranges,
                Token::Word(word) if word.starts_with(b"end") => list = List::None,
                Token::Code(code) => match list {
                    List::Codes => {
                        if let Some(Token::Code(meaning)) = tokens.next() {
                            table.put(number(&code), letters(&meaning));
                        }
                    }
                    List::Ranges => table.range(&code, &mut tokens),
                    List::None => {}
                },
                _ => {}
            }
        }
        (!table.meanings.is_empty()).then_some(table)
    }

    /// What `code` means.
    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.meanings.get(&code).map(String::as_str)
    }

    fn put(&mut self, code: u32, meaning: String) {
        if self.meanings.len() < MOST_CODES {
            self.meanings.insert(code, meaning);
        }
    }

    /// A range from `first`: its end, and the meaning of its first code or a list of meanings.
    fn range(&mut self, first: &[u8], tokens: &mut Tokens) {
        let Some(Token::Code(last)) = tokens.next() else { return };
        let codes = number(first)..=number(&last).min(number(first).saturating_add(0xffff));
        match tokens.next() {
            Some(Token::Code(meaning)) => {
                let text = letters(&meaning);
                let mut before: Vec<char> = text.chars().collect();
                let Some(from) = before.pop() else { return };
                let before: String = before.into_iter().collect();
                for (code, letter) in codes.zip(u32::from(from)..) {
                    let Some(letter) = char::from_u32(letter) else { break };
                    if self.meanings.len() >= MOST_CODES {
                        break;
                    }
                    self.put(code, format!("{before}{letter}"));
                }
            }
            Some(Token::Open) => {
                let mut codes = codes;
                while let Some(Token::Code(meaning)) = tokens.next() {
                    if let Some(code) = codes.next() {
                        self.put(code, letters(&meaning));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The last four bytes as a number.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// UTF-16, or one byte alone as some producers write it; no more than eight letters, which no code stands for.
fn letters(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes
        .chunks_exact(2)
        .map(|unit| unit.iter().fold(0, |unit, &byte| unit << 8 | u16::from(byte)));
    char::decode_utf16(units)
        .take(8)
        .filter_map(Result::ok)
        .filter(|&c| c != '\0')
        .collect()
}

struct Tokens<'a>(&'a [u8]);

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.0 = self.0.trim_ascii_start();
            let (&first, rest) = self.0.split_first()?;
            match first {
                b'%' => {
                    let end = rest
                        .iter()
                        .position(|&b| b == b'\n' || b == b'\r')
                        .unwrap_or(rest.len());
                    self.0 = rest.get(end..).unwrap_or_default();
                }
                b'[' | b']' => {
                    self.0 = rest;
                    return Some(if first == b'[' { Token::Open } else { Token::Close });
                }
                b'<' if !rest.starts_with(b"<") => {
                    let end = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
                    let digits: Vec<u8> = rest
                        .iter()
                        .take(end)
                        .filter_map(|&b| char::from(b).to_digit(16))
                        .filter_map(|digit| u8::try_from(digit).ok())
                        .collect();
                    self.0 = rest.get(end + 1..).unwrap_or_default();
                    let byte = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
                    return Some(Token::Code(digits.chunks(2).map(byte).collect()));
                }
                _ => {
                    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'<' | b'[' | b']' | b'%');
                    let end = rest.iter().position(ends).unwrap_or(rest.len());
                    let (word, rest) = self.0.split_at_checked(end + 1)?;
                    self.0 = rest;
                    return Some(Token::Word(word));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_ranges_and_lists_are_read() {
        let table = Table::of(
            b"%!PS\n/CMapName /A-UCS def 1 begincodespacerange <00><FF> endcodespacerange 2 beginbfchar<01><004B>\n\
              <02> <00660069> endbfchar 2 beginbfrange <05> <07> <0061> <0a><0b>[<0041> <0042>]endbfrange",
        );
        let table = table.expect("a table");
        let read: Vec<_> = [1, 2, 5, 6, 7, 8, 10, 11].iter().map(|&code| table.get(code)).collect();
        let expected = ["K", "fi", "a", "b", "c", "", "A", "B"].map(|text| Some(text).filter(|text| !text.is_empty()));
        assert_eq!(read, expected);
        assert_eq!(Table::of(b"<01> <02> endcmap"), None);
    }

    #[test]
    fn a_range_without_end_is_bounded() {
        let ranges: String = (0..1000)
            .map(|at| format!("<{at:04x}0000> <ffffffff> <0041>\n"))
            .collect();
        let table = Table::of(format!("beginbfrange {ranges}").as_bytes()).expect("a table");
        assert!(table.meanings.len() <= MOST_CODES);
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..100), text in "[<>\\[\\]0-9a-f% ]{0,60}") {
            let _ = Table::of(&bytes);
            let _ = Table::of(format!("beginbfrange {text}").as_bytes());
            let _ = Table::of(format!("beginbfchar {text}").as_bytes());
        }
    }
}
