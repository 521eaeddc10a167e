//! The gazetteer that ships: GeoNames' countries, divisions and towns in one file, read where it lies.
//!
//! `training/gazetteer.py` writes the file. Nothing is unpacked when it is opened, so that a program that never asks
//! for a place pays nothing for it; a name is found by binary search. All numbers are little-endian:
//!
//! ```text
//! head       "SAYSOGAZ", edition u32, number of sections u32, then each section's offset u32 and length u32
//! notice     whose data this is and under which licence, UTF-8
//! countries  5 bytes each: ISO 3166-1 alpha-2, then alpha-3; country n is also place n
//! features   4 bytes each: GeoNames feature codes, filled up with zeros
//! places     21 bytes each: GeoNames id u32, latitude and longitude i24 in ten-thousandths of a degree, population u16
//!            (5 bits of exponent, 11 of mantissa), feature u8, country u8, province u16, county u16 (both the numbers
//!            of places, all ones for none), name u24 (an offset into names)
//! names      length u8, then as many bytes of UTF-8
//! blocks     u24 each: where each sixteenth key starts in keys
//! keys       in byte order: bytes shared with the key before u8 (none in the first of a block), bytes added u8, number
//!            of places u8, the bytes added, then each place u24, whose highest bit tells that this is not its main name
//! ids        u24 each: places, in the order of their GeoNames ids
//! ```

use super::PlacesError;

const MAGIC: &[u8; 8] = b"SAYSOGAZ";
/// The edition of the layout above.
const EDITION: u32 = 1;
const SECTIONS: usize = 8;
const PLACE: usize = 21;
const COUNTRY: usize = 5;
const FEATURE: usize = 4;
const KEYS_A_BLOCK: usize = 16;
const OTHER_NAME: u32 = 1 << 23;
const NONE: u16 = u16::MAX;

/// A gazetteer, opened.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer<'g> {
    notice: &'g str,
    countries: &'g [u8],
    features: &'g [u8],
    places: &'g [u8],
    names: &'g [u8],
    blocks: &'g [u8],
    keys: &'g [u8],
    ids: &'g [u8],
}

/// What the gazetteer says of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record<'g> {
    /// Its number in this file.
    pub index: u32,
    /// GeoNames id.
    pub id: u32,
    /// Its name in GeoNames.
    pub name: &'g str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Inhabitants, to about a two-thousandth; 0 where nobody knows.
    pub population: u64,
    /// GeoNames feature code.
    pub feature: &'g str,
    /// The country that it lies in, or is, as a place of this file.
    pub country: Option<u32>,
    /// The first-level division that it lies in, or is, as a place of this file.
    pub province: Option<u32>,
    /// The second-level division that it lies in, or is, as a place of this file.
    pub county: Option<u32>,
}

impl<'g> Gazetteer<'g> {
    /// Opens a file's bytes.
    ///
    /// # Errors
    /// When they are of another format or edition, or cut off. What lies inside the sections is checked where it is
    /// read, or all at once by [`Gazetteer::verify`].
    pub fn open(bytes: &'g [u8]) -> Result<Self, PlacesError> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(PlacesError::Format);
        }
        let edition = u32_at(bytes, 8).ok_or(PlacesError::CutOff { section: "head" })?;
        if edition != EDITION {
            return Err(PlacesError::Edition {
                found: edition,
                expected: EDITION,
            });
        }
        if u32_at(bytes, 12) != Some(SECTIONS as u32) {
            return Err(PlacesError::Damaged { section: "head" });
        }
        let section = |number: usize, name: &'static str, unit: usize| {
            let cut_off = PlacesError::CutOff { section: name };
            let Some((start, length)) = u32_at(bytes, 16 + 8 * number).zip(u32_at(bytes, 20 + 8 * number)) else {
                return Err(cut_off);
            };
            let end = (start as usize).checked_add(length as usize);
            let Some(section) = end.and_then(|end| bytes.get(start as usize..end)) else {
                return Err(cut_off);
            };
            if section.len() % unit != 0 {
                return Err(PlacesError::Damaged { section: name });
            }
            Ok(section)
        };
        let notice = section(0, "notice", 1)?;
        Ok(Self {
            notice: std::str::from_utf8(notice).map_err(|_| PlacesError::Damaged { section: "notice" })?,
            countries: section(1, "countries", COUNTRY)?,
            features: section(2, "features", FEATURE)?,
            places: section(3, "places", PLACE)?,
            names: section(4, "names", 1)?,
            blocks: section(5, "blocks", 3)?,
            keys: section(6, "keys", 1)?,
            ids: section(7, "ids", 3)?,
        })
    }

    /// Reads everything once.
    ///
    /// # Errors
    /// The first section in which something does not hold: a name that is no UTF-8, a place that does not exist, keys
    /// out of order.
    pub fn verify(&self) -> Result<(), PlacesError> {
        let damaged = |section| Err(PlacesError::Damaged { section });
        let count = self.len();
        if self.ids.len() / 3 != count {
            return damaged("ids");
        }
        let mut last_id = 0;
        for number in 0..count {
            if self.record(number as u32).is_none() {
                return damaged("places");
            }
            let id = u24_at(self.ids, 3 * number).and_then(|place| self.record(place));
            match id {
                Some(record) if record.id >= last_id => last_id = record.id,
                _ => return damaged("ids"),
            }
        }
        let mut before = Vec::new();
        for block in 0..self.blocks.len() / 3 {
            let Some(mut at) = u24_at(self.blocks, 3 * block) else {
                return damaged("blocks");
            };
            let mut key = Vec::new();
            for n in 0..KEYS_A_BLOCK {
                if at as usize == self.keys.len() {
                    break;
                }
                let Some(entry) = self.entry(at) else {
                    return damaged("keys");
                };
                if (n == 0 && entry.shared != 0) || entry.shared > key.len() {
                    return damaged("keys");
                }
                key.truncate(entry.shared);
                key.extend_from_slice(entry.added);
                let known = |place: &[u8]| u24_at(place, 0).is_some_and(|p| ((p & !OTHER_NAME) as usize) < count);
                let sound = std::str::from_utf8(&key).is_ok() && entry.places.chunks(3).all(known);
                if !sound || (before >= key && !before.is_empty()) {
                    return damaged("keys");
                }
                before.clone_from(&key);
                at = entry.next;
            }
        }
        Ok(())
    }

    /// Whose data it is and under which licence.
    pub fn notice(&self) -> &'g str {
        self.notice
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.places.len() / PLACE
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Place number `index`; `None` where there is none, or the file is damaged there.
    pub fn record(&self, index: u32) -> Option<Record<'g>> {
        let start = (index as usize).checked_mul(PLACE)?;
        let bytes = self.places.get(start..start + PLACE)?;
        let people = u16_at(bytes, 10)?;
        let of = |number: u16| (number != NONE).then_some(u32::from(number));
        let feature = FEATURE * usize::from(bytes[12]);
        let feature = self.features.get(feature..feature + FEATURE)?;
        let name = u24_at(bytes, 18)? as usize;
        let length = usize::from(*self.names.get(name)?);
        Some(Record {
            index,
            id: u32_at(bytes, 0)?,
            name: std::str::from_utf8(self.names.get(name + 1..name + 1 + length)?).ok()?,
            latitude: f64::from(i24_at(bytes, 4)?) / 1e4,
            longitude: f64::from(i24_at(bytes, 7)?) / 1e4,
            population: u64::from(people & 0x7ff) << (people >> 11),
            feature: std::str::from_utf8(feature).ok()?.trim_end_matches('\0'),
            country: (bytes[13] != u8::MAX).then_some(u32::from(bytes[13])),
            province: of(u16_at(bytes, 14)?),
            county: of(u16_at(bytes, 16)?),
        })
    }

    /// The places of a [folded](super::fold) name, and of each whether that is not its main name.
    pub fn named(&self, key: &str) -> impl Iterator<Item = (Record<'g>, bool)> + use<'g> {
        let gazetteer = *self;
        let places = self.find(key.as_bytes()).unwrap_or_default();
        places.chunks_exact(3).filter_map(move |place| {
            let place = u24_at(place, 0)?;
            Some((gazetteer.record(place & !OTHER_NAME)?, place & OTHER_NAME != 0))
        })
    }

    /// The place with a GeoNames id.
    pub fn by_id(&self, id: u32) -> Option<Record<'g>> {
        let at = |number: usize| u24_at(self.ids, 3 * number).and_then(|place| self.record(place));
        let (mut low, mut high) = (0, self.ids.len() / 3);
        while low < high {
            let middle = low + (high - low) / 2;
            if at(middle)?.id < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at(low).filter(|record| record.id == id)
    }

    /// ISO 3166-1 alpha-3 of country number `country`.
    pub fn country_code(&self, country: u32) -> Option<&'g str> {
        let start = (country as usize).checked_mul(COUNTRY)?;
        std::str::from_utf8(self.countries.get(start + 2..start + COUNTRY)?).ok()
    }

    /// The number of the country with an ISO 3166-1 alpha-3 code.
    pub fn country(&self, code: &str) -> Option<u32> {
        let mut countries = self.countries.chunks_exact(COUNTRY);
        countries
            .position(|country| &country[2..] == code.as_bytes())
            .and_then(|number| u32::try_from(number).ok())
    }

    /// The places that stand under a key, three bytes each.
    fn find(&self, key: &[u8]) -> Option<&'g [u8]> {
        let first = |block: usize| {
            let entry = self.entry(u24_at(self.blocks, 3 * block)?)?;
            Some(entry.added)
        };
        let (mut low, mut high) = (0, self.blocks.len() / 3);
        while low < high {
            let middle = low + (high - low) / 2;
            if first(middle)? <= key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let mut at = u24_at(self.blocks, 3 * low.checked_sub(1)?)?;
        let mut written: Vec<u8> = Vec::new();
        for _ in 0..KEYS_A_BLOCK {
            let entry = self.entry(at)?;
            written.truncate(entry.shared);
            written.extend_from_slice(entry.added);
            if written == key {
                return Some(entry.places);
            }
            at = entry.next;
        }
        None
    }

    fn entry(&self, at: u32) -> Option<KeyEntry<'g>> {
        let at = at as usize;
        let head = self.keys.get(at..at.checked_add(3)?)?;
        let (added, places) = (usize::from(head[1]), 3 * usize::from(head[2]));
        let body = self.keys.get(at + 3..at + 3 + added + places)?;
        Some(KeyEntry {
            shared: usize::from(head[0]),
            added: &body[..added],
            places: &body[added..],
            next: u32::try_from(at + 3 + added + places).ok()?,
        })
    }
}

struct KeyEntry<'g> {
    shared: usize,
    added: &'g [u8],
    places: &'g [u8],
    next: u32,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn u24_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(3)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]))
}

fn i24_at(bytes: &[u8], at: usize) -> Option<i32> {
    let bytes = bytes.get(at..at.checked_add(3)?)?;
    // The sign is the highest of 24 bits: shifted up to the highest of 32 and back.
    Some(i32::from_le_bytes([0, bytes[0], bytes[1], bytes[2]]) >> 8)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}
