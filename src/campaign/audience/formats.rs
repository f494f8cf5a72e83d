//! How ids stand in a list: one a line, CSV with a column `openid`, or JSON Lines.
//!
//! The first line that says something decides. Nothing is held but the line or record at hand, and neither may be longer than
//! a bound: a quotation mark that is never closed must not take the rest of the file into memory.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use super::super::problem::Rule;
use super::{Reading, at};

/// A line longer than this is no openid in any format.
const MAX_LINE: u64 = 4096;
/// A record of CSV may have other columns, and lines inside quotation marks.
const MAX_RECORD: usize = 64 * 1024;
/// What spreadsheets write between columns.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// How ids stand in their lines.
enum Format {
    Plain,
    JsonLines,
    /// The index of the column `openid`.
    Csv {
        column: usize,
        delimiter: u8,
    },
}

impl Reading {
    /// Reads to the end. Ids that are wrong are noted and passed over; only a list that cannot be read is an error.
    pub(super) fn all(&mut self, mut reader: impl BufRead) -> io::Result<()> {
        let mut format = None;
        let mut line = Vec::new();
        let mut number = 0;
        loop {
            line.clear();
            number += 1;
            if (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            if line.len() as u64 == MAX_LINE && line.last() != Some(&b'\n') {
                self.malformed(number, "a line without end");
                reader.skip_until(b'\n')?;
                continue;
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_start_matches('\u{feff}').trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let found = match format.take() {
                Some(known) => known,
                None => match first(text) {
                    Ok(Format::Csv { column, delimiter }) => {
                        return self.records(reader, number, column, delimiter);
                    }
                    Ok(found) => found,
                    Err(rule) => {
                        self.problems
                            .at_line(&self.name.clone(), at(number), 1, rule);
                        return Ok(());
                    }
                },
            };
            match found {
                Format::JsonLines => match json_id(text) {
                    Some(id) => self.id(number, &id),
                    None => self.malformed(number, text),
                },
                _ => self.id(number, text),
            }
            format = Some(found);
        }
    }

    /// The records below the heads of the columns, which stood in line `above`.
    fn records(
        &mut self,
        reader: impl BufRead,
        above: u64,
        column: usize,
        delimiter: u8,
    ) -> io::Result<()> {
        let budget = Cell::new(MAX_RECORD);
        let reader = Bounded {
            reader,
            budget: &budget,
        };
        let mut records = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .buffer_capacity(MAX_LINE as usize)
            .from_reader(reader);
        let mut record = csv::ByteRecord::new();
        loop {
            budget.set(MAX_RECORD);
            let begins = above + records.position().line();
            match records.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => {
                    self.malformed(
                        begins,
                        "a record without end; is a quotation mark not closed?",
                    );
                    return match error.into_kind() {
                        csv::ErrorKind::Io(error) if budget.get() > 0 => Err(error),
                        _ => Ok(()),
                    };
                }
            }
            let line = above + record.position().map_or(0, csv::Position::line);
            match record.get(column) {
                Some(cell) => self.id(line, &String::from_utf8_lossy(cell)),
                None => self.malformed(line, "a record without this column"),
            }
        }
    }
}

/// The format by the first line that says something.
fn first(text: &str) -> Result<Format, Rule> {
    if text.starts_with(['{', '"']) && json_id(text).is_some() {
        return Ok(Format::JsonLines);
    }
    let csv = DELIMITERS.into_iter().find_map(|delimiter| {
        let column = heads(text, delimiter)?
            .iter()
            .position(|head| head.eq_ignore_ascii_case("openid"))?;
        Some(Format::Csv { column, delimiter })
    });
    match csv {
        Some(csv) => Ok(csv),
        None if text.contains([',', ';', '\t']) => Err(Rule::NoOpenIdColumn),
        None => Ok(Format::Plain),
    }
}

fn heads(line: &str, delimiter: u8) -> Option<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes())
        .into_records()
        .next()?
        .ok()
}

fn json_id(text: &str) -> Option<String> {
    match serde_json::from_str(text).ok()? {
        serde_json::Value::String(id) => Some(id),
        serde_json::Value::Object(object) => object.get("openid")?.as_str().map(str::to_owned),
        _ => None,
    }
}

/// Ends with an error when more is read than one record may take.
struct Bounded<'a, R> {
    reader: R,
    budget: &'a Cell<usize>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(io::Error::other("a record without end"));
        }
        let read = self.reader.read(buffer)?;
        self.budget.set(self.budget.get().saturating_sub(read));
        Ok(read)
    }
}
