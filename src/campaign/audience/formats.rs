//! A list read to its end, row by row, in the layout that its beginning has.
//!
//! The law: each string of a list that has an openid's form becomes a receiver or a repeat, or is named with its line. Nothing
//! is held but the row at hand, and no row may be longer than a bound: a quotation mark that is never closed must not take the
//! rest of the file into memory.

mod json;

use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, Read};

use csv::ByteRecord;

use super::bytes::{self, LOOKED_AT};
use super::layout::{self, Layout, Table};
use super::{Reading, is_openid, openids_in};
use crate::campaign::problem::{Aside, ListFault, RowFault, Rule};

/// A line longer than this, in bytes, is no openid.
const MAX_LINE: u64 = 4096;
/// A record of a table may have other columns, and lines inside quotation marks.
const MAX_RECORD: usize = 64 * 1024;
/// A line of JSON may be a page of WeChat's answer, which holds 10,000 openids ("getFans").
const MAX_JSON_LINE: u64 = 1024 * 1024;

impl Reading {
    /// Reads to the end. Rows that are wrong are noted and passed over; only a list that cannot be read is an error.
    pub(super) fn all(&mut self, reader: impl BufRead) -> io::Result<()> {
        let text = match bytes::open(reader)? {
            Ok(text) => text,
            Err(what) => {
                let path = self.name.clone();
                self.whole(Rule::ForeignFile { path, what });
                return Ok(());
            }
        };
        let is_whole = text.beginning.len() < LOOKED_AT;
        match layout::layout(&text.beginning, is_whole) {
            Ok(Layout::Plain) => self.lines(text.reader, MAX_LINE, Self::plain),
            Ok(Layout::JsonLines) => self.lines(text.reader, MAX_JSON_LINE, json::line),
            Ok(Layout::Json) => json::document(self, text.reader),
            Ok(Layout::Table(table)) => self.records(text.reader, &table),
            Err((line, rule)) => {
                self.at(line, rule);
                Ok(())
            }
        }
    }

    fn lines(
        &mut self,
        mut reader: impl BufRead,
        most: u64,
        one: impl Fn(&mut Self, u64, &str),
    ) -> io::Result<()> {
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if (&mut reader).take(most).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if line.len() as u64 == most && line.last() != Some(&b'\n') {
                self.bad(number, ListFault::BadRow(RowFault::Endless));
                reader.skip_until(b'\n')?;
                continue;
            }
            let text = String::from_utf8_lossy(&line);
            if !layout::is_passed_over(&text) {
                one(self, number, text.trim());
            } else if text.trim_start().starts_with('#') {
                self.aside(number, &Aside::Comment, &line);
            }
        }
        Ok(())
    }

    fn plain(&mut self, line: u64, text: &str) {
        let id = unwrapped(text);
        if !id.is_empty() {
            self.id(line, id);
        }
    }

    fn records(&mut self, reader: impl BufRead, table: &Table) -> io::Result<()> {
        let budget = Cell::new(MAX_RECORD);
        let bounded = Bounded {
            reader,
            budget: &budget,
        };
        let mut records = layout::reader(table.delimiter)
            .buffer_capacity(MAX_LINE as usize)
            .from_reader(bounded);
        let mut record = ByteRecord::new();
        for number in 1.. {
            budget.set(MAX_RECORD);
            let begins = records.position().line();
            match records.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.bad(begins, ListFault::BadRow(RowFault::OpenQuote));
                    return match error.into_kind() {
                        csv::ErrorKind::Io(error) if budget.get() > 0 => Err(error),
                        _ => Ok(()),
                    };
                }
            }
            let line = record.position().map_or(0, csv::Position::line);
            if layout::is_comment(&record) {
                let cells = || record.iter();
                if cells().any(|cell| cell.contains(&b'\n')) {
                    self.swallowed(line, cells());
                }
                cells().for_each(|cell| self.aside(line, &Aside::Comment, cell));
            } else if number > table.above {
                self.record(line, &record, table);
            }
        }
        Ok(())
    }

    fn record(&mut self, line: u64, record: &ByteRecord, table: &Table) {
        // A cell over several lines is a note, or a quotation mark that took whole rows into it.
        let long = record.iter().filter(|cell| cell.contains(&b'\n'));
        if self.swallowed(line, long) {
            return;
        }
        for (index, cell) in record.iter().enumerate() {
            if index == table.column {
                continue;
            }
            match table.heads.get(index).filter(|head| !head.is_empty()) {
                Some(head) => self.aside(line, &Aside::Column(head.clone()), cell),
                None => {
                    for id in openids_in(cell) {
                        let value = String::from_utf8_lossy(id).into_owned();
                        self.bad(line, ListFault::Unplaced { value });
                    }
                }
            }
        }
        let text = record.get(table.column).map(String::from_utf8_lossy);
        let id = text.as_deref().map(unwrapped);
        let is_empty = |cell: &[u8]| unwrapped(&String::from_utf8_lossy(cell)).is_empty();
        match id {
            None | Some("") if record.iter().all(is_empty) => {}
            None => self.bad(line, ListFault::BadRow(RowFault::TooShort)),
            Some("") => self.bad(line, ListFault::BadRow(RowFault::EmptyCell)),
            // Lists that were put one after the other repeat their heads.
            Some(id) if Some(id) == table.heads.get(table.column).map(String::as_str) => {}
            Some(id) => self.id(line, id),
        }
    }

    /// Names a row whose cells have openids in them where none can be a receiver.
    fn swallowed<'a>(&mut self, line: u64, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        let openids = cells.flat_map(openids_in).count();
        if openids > 0 {
            self.bad(line, ListFault::SwallowedRows { openids });
        }
        openids > 0
    }
}

/// A cell without what programs put around an id: spaces, quotation marks, `="…"` of Excel, the comma of a list.
pub(super) fn unwrapped(cell: &str) -> &str {
    let is_around = |it: char| {
        it.is_whitespace()
            || it.is_control()
            || crate::text::is_invisible(it)
            || "\"'`“”‘’=,;|，；、".contains(it)
    };
    let bare = cell.trim_matches(is_around);
    if bare.is_empty() || is_openid(bare) {
        bare
    } else {
        cell.trim()
    }
}

/// Ends with an error when more is read than one row may take.
pub(super) struct Bounded<'a, R> {
    pub(super) reader: R,
    pub(super) budget: &'a Cell<usize>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget.get() == 0 {
            return Err(io::Error::other("a row without end"));
        }
        let read = self.reader.read(buffer)?;
        self.budget.set(self.budget.get().saturating_sub(read));
        Ok(read)
    }
}

/// A text for a message: no longer than a line.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
