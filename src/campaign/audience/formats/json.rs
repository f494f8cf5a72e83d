//! Openids in JSON: lists of strings, objects with a key `openid`, WeChat's own answers ("getFans", "getTagFans",
//! "batchGetUserInfo"), and several of them one after the other.
//!
//! Read as a stream: no more than one string is held, and none longer than a bound.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Bounded, Reading, shortened, unwrapped};
use crate::campaign::problem::{Aside, ListFault, RowFault};

/// Keys that hold openids, one or a list of them; `touser` is what a mass call takes ("massSend").
const KEYS: [&str; 5] = ["openid", "open_id", "openids", "openid_list", "touser"];
/// Bytes between two values.
const MAX_VALUE: usize = 64 * 1024;

/// A line that is a JSON value of its own.
pub(super) fn line(reading: &mut Reading, number: u64, text: &str) {
    let text = text.trim_end_matches(',');
    let (line, budget) = (Cell::new(number), Cell::new(MAX_VALUE));
    let mut value = serde_json::Deserializer::from_str(text);
    let walk = Walk::top(reading, &line, &budget);
    let read = walk.deserialize(&mut value).and_then(|()| value.end());
    if read.is_err() {
        let value = shortened(text).into_owned();
        reading.bad(number, ListFault::InvalidOpenId { value });
    }
}

/// Values that go over lines. The first mistake ends it: what comes after cannot be told apart any more.
pub(super) fn document(reading: &mut Reading, reader: impl BufRead) -> io::Result<()> {
    let (line, budget) = (Cell::new(1), Cell::new(MAX_VALUE));
    let counted = Counted {
        reader: Bounded {
            reader,
            budget: &budget,
        },
        line: &line,
    };
    let mut values = serde_json::Deserializer::from_reader(counted);
    while values.end().is_err() {
        let read = Walk::top(reading, &line, &budget).deserialize(&mut values);
        let Err(error) = read else { continue };
        if budget.get() == 0 {
            reading.bad(line.get(), ListFault::BadRow(RowFault::Endless));
        } else if error.is_io() {
            return Err(error.into());
        } else {
            reading.bad(error.line() as u64, ListFault::BadJson);
        }
        break;
    }
    Ok(())
}

/// The place of a value.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// A value of its own, or an element of a list that is one.
    Top,
    /// Under one of `KEYS`.
    OpenId,
    /// Under another key.
    Key(&'a str),
}

/// A walk through a value that notes each string of it.
struct Walk<'a> {
    reading: &'a mut Reading,
    line: &'a Cell<u64>,
    budget: &'a Cell<usize>,
    place: Place<'a>,
}

impl<'a> Walk<'a> {
    fn top(reading: &'a mut Reading, line: &'a Cell<u64>, budget: &'a Cell<usize>) -> Self {
        Self {
            reading,
            line,
            budget,
            place: Place::Top,
        }
    }

    fn below<'b>(&'b mut self, place: Place<'b>) -> Walk<'b> {
        self.budget.set(MAX_VALUE);
        Walk {
            reading: self.reading,
            line: self.line,
            budget: self.budget,
            place,
        }
    }

    /// A value that is no string.
    fn other(self, shown: &str) {
        if !matches!(self.place, Place::Key(_)) {
            self.reading.id(self.line.get(), shown);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.budget.set(MAX_VALUE);
        let line = self.line.get();
        match self.place {
            Place::Top | Place::OpenId => self.reading.id(line, unwrapped(text)),
            // The cursor of a page is the last openid of that page.
            Place::Key("next_openid") if self.reading.has(text) => {}
            Place::Key(key) => {
                let aside = Aside::Key(shortened(key).into_owned());
                self.reading.aside(line, &aside, text.as_bytes());
            }
        }
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        if matches!(self.place, Place::Key("total")) {
            self.reading.total = self.reading.total.max(number);
        }
        self.other(&number.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.other(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.other(&number.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.other(&flag.to_string());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.other("null");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        let place = self.place;
        while elements.next_element_seed(self.below(place))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let (line, before) = (self.line.get(), self.reading.met());
        let is_row = !matches!(self.place, Place::Key(_));
        while let Some(key) = entries.next_key::<String>()? {
            let known = key.trim().to_ascii_lowercase();
            let place = if KEYS.contains(&known.as_str()) {
                Place::OpenId
            } else {
                Place::Key(&key)
            };
            let aside = Aside::Key(shortened(&key).into_owned());
            self.reading.aside(self.line.get(), &aside, key.as_bytes());
            entries.next_value_seed(self.below(place))?;
        }
        if is_row && self.reading.met() == before {
            self.reading.bad(line, ListFault::BadRow(RowFault::NoKey));
        }
        Ok(())
    }
}

/// Counts the lines that were read.
struct Counted<'a, R> {
    reader: R,
    line: &'a Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    /// One byte at a time, as the parser takes them: the count must not run ahead of it.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let one = buffer.len().min(1);
        let read = self.reader.read(&mut buffer[..one])?;
        if buffer[..read].contains(&b'\n') {
            self.line.set(self.line.get() + 1);
        }
        Ok(read)
    }
}
