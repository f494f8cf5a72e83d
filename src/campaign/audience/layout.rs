//! How ids stand in a list, by its beginning: one a line, in a column of a table, or as JSON.
//!
//! A table may begin with blank rows, comments, `sep=,` and a row with a title. The column is the one whose head is
//! `openid`, however it is spelt; else the only one whose head has that word in it. What is not clear is refused.

use std::io::Read as _;
use std::iter;

use csv::ByteRecord;

use super::{is_receiver, openids_in};
use crate::campaign::problem::ListFault;
use crate::text::nearest;

/// Delimiters that spreadsheets and databases write.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Records that are looked at before the first openid.
const ABOVE: usize = 64;

/// How ids stand in their lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Plain,
    /// A JSON value in each line.
    JsonLines,
    /// JSON over several lines.
    Json,
    Table(Table),
}

/// The column with the openids of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) delimiter: u8,
    /// Records up to the heads, these included.
    pub(super) above: usize,
    /// The index of the column.
    pub(super) column: usize,
    pub(super) heads: Vec<String>,
}

/// The layout, or the line that does not say which it is. `is_whole`: there is nothing after this beginning.
pub(super) fn layout(beginning: &[u8], is_whole: bool) -> Result<Layout, (u64, ListFault)> {
    let text = String::from_utf8_lossy(beginning);
    let first = text.lines().find(|line| !is_passed_over(line));
    let Some(first) = first.map(str::trim) else {
        return Ok(Layout::Plain);
    };
    if first.starts_with(['{', '[']) {
        let is_ended = is_whole || text.trim_start().contains('\n');
        let value = first.trim_end_matches(',');
        let is_value = serde_json::from_str::<serde::de::IgnoredAny>(value).is_ok();
        return Ok(if is_ended && is_value {
            Layout::JsonLines
        } else {
            Layout::Json
        });
    }
    for wanted in [Likeness::Same, Likeness::Within] {
        let tables = DELIMITERS.map(|delimiter| table(beginning, delimiter, wanted));
        // The delimiter is the one that makes the most columns of the heads.
        let best = tables.into_iter().flatten().rev().max_by_key(|it| it.width);
        if let Some(Heads { line, found, .. }) = best {
            let several = |heads| (line, ListFault::SeveralOpenIdColumns { heads });
            return found.map(Layout::Table).map_err(several);
        }
    }
    without_heads(beginning)
}

/// Whether a line says nothing: blank, a comment, or Excel's `sep=,`.
pub(super) fn is_passed_over(line: &str) -> bool {
    let line = line.trim_matches(|it: char| it.is_whitespace() || matches!(it, '\u{feff}' | '"'));
    line.is_empty() || line.starts_with('#') || is_separator(line)
}

fn is_separator(line: &str) -> bool {
    let rest = line.get(..4).filter(|it| it.eq_ignore_ascii_case("sep="));
    rest.is_some() && line.len() <= 5
}

/// How much a head is like `openid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// `OpenID`, `open_id`, `open id`.
    Same,
    /// `用户openid`, `OPENID列`.
    Within,
}

/// A record that has a head like `openid`.
struct Heads {
    line: u64,
    /// Columns that it has.
    width: usize,
    /// The table, or the heads where several of them are like it.
    found: Result<Table, Vec<String>>,
}

/// The heads of a table with such a delimiter: the last record before the first openid that has a head like `openid`.
fn table(beginning: &[u8], delimiter: u8, wanted: Likeness) -> Option<Heads> {
    let is_wanted = |head: &String| {
        let bare = bare(head);
        match wanted {
            Likeness::Same => bare == "openid",
            Likeness::Within => bare.contains("openid"),
        }
    };
    let has_openid = |record: &ByteRecord| record.iter().any(|it| openids_in(it).next().is_some());
    let above = records(beginning, delimiter).enumerate();
    let above = above.take_while(|(_, (_, record))| !has_openid(record));
    let heads = above.filter_map(|(index, (line, record))| {
        let heads: Vec<String> = record.iter().map(head).collect();
        let wanted: Vec<usize> = (0..heads.len())
            .filter(|column| is_wanted(&heads[*column]))
            .collect();
        let width = heads.len();
        let found = match wanted[..] {
            _ if is_comment(&record) => return None,
            [] => return None,
            [column] => Ok(Table {
                delimiter,
                above: index + 1,
                column,
                heads,
            }),
            _ => Err(heads.into_iter().filter(is_wanted).collect()),
        };
        Some(Heads { line, width, found })
    });
    heads.last()
}

/// One a line, unless a line before or of the first openid has several cells.
fn without_heads(beginning: &[u8]) -> Result<Layout, (u64, ListFault)> {
    for delimiter in DELIMITERS {
        for (line, record) in records(beginning, delimiter) {
            let cells = record.iter().map(head).filter(|cell| !cell.is_empty());
            let cells: Vec<String> = cells.collect();
            if cells.len() > 1 && !is_comment(&record) {
                let heads: Vec<String> = cells.iter().map(|cell| bare(cell)).collect();
                let near = nearest("openid", heads.iter().map(String::as_str));
                let near = near.and_then(|near| heads.iter().position(|head| *head == near));
                let nearest = near.map(|at| cells[at].clone());
                return Err((line, ListFault::NoOpenIdColumn { nearest }));
            }
            if record.iter().any(is_receiver) {
                break;
            }
        }
    }
    Ok(Layout::Plain)
}

/// The first records, each with its line. Nothing says so where one is broken: it is met again when the list is read.
fn records(beginning: &[u8], delimiter: u8) -> impl Iterator<Item = (u64, ByteRecord)> {
    let mut reader = reader(delimiter).from_reader(beginning.chain(&b"\n"[..]));
    let next = move || {
        let mut record = ByteRecord::new();
        let is_read = reader
            .read_byte_record(&mut record)
            .is_ok_and(|is_read| is_read);
        is_read.then(|| (line_of(&record, reader.position().line()), record))
    };
    iter::from_fn(next).take(ABOVE)
}

/// The line of a record, by that of what comes after it: csv counts from the empty lines above it on.
pub(super) fn line_of(record: &ByteRecord, after: u64) -> u64 {
    let begins = record.position().map_or(0, csv::Position::line);
    let is_long = record.iter().any(|cell| cell.contains(&b'\n'));
    if is_long {
        begins
    } else {
        begins.max(after.saturating_sub(1))
    }
}

/// Whether a record is a comment. A first cell that is `#` and nothing else numbers the rows.
pub(super) fn is_comment(record: &ByteRecord) -> bool {
    let first = record.get(0).unwrap_or_default();
    first.starts_with(b"#") && (first.len() > 1 || record.len() == 1)
}

/// How every table is read.
pub(super) fn reader(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All);
    builder
}

/// A head as it is shown: on one line, without signs that cannot be seen.
fn head(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let words = text.split(|it: char| it.is_whitespace() || it.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    text.trim_matches(|it: char| crate::text::is_invisible(it) || matches!(it, '"' | '\''))
        .to_owned()
}

/// A head as it is compared: its letters and digits, in lower case and half width.
fn bare(head: &str) -> String {
    let half = |letter: char| match u32::from(letter) {
        code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    let letters = head.chars().map(half).filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "oTest00000000000000000000001";

    fn column(text: &str) -> Option<(usize, usize)> {
        match layout(text.as_bytes(), true) {
            Ok(Layout::Table(table)) => Some((table.above, table.column)),
            _ => None,
        }
    }

    #[test]
    fn the_column_is_found_however_it_is_spelt() {
        for head in [
            "openid",
            "OPENID ",
            "Open ID",
            "open_id",
            "\u{feff}openid",
            "ｏｐｅｎｉｄ",
            "用户openid",
            "OPENID列",
            "\"open\nid\"",
        ] {
            let text = format!("姓名,{head},备注\n李,{ID},x\n");
            assert_eq!(column(&text), Some((1, 1)), "{head}");
        }
        assert_eq!(column(&format!("openid\n{ID}")), Some((1, 0)));
        assert_eq!(
            column(&format!("sep=;\nname;openid\n李;{ID}")),
            Some((2, 1))
        );
        assert_eq!(
            column(&format!("春茶名单,,\n\nname,openid\n李,{ID}")),
            Some((2, 1))
        );
        assert_eq!(
            column(&format!("用户openid,openid\n{ID},{ID}")),
            Some((1, 1))
        );
    }

    #[test]
    fn what_is_not_clear_is_refused() {
        let refused =
            |text: &str| layout(text.as_bytes(), true).map_err(|(line, rule)| (line, rule.code()));
        assert_eq!(
            refused(&format!("openid,OpenID\n{ID},{ID}")),
            Err((1, "several-openid-columns"))
        );
        assert_eq!(
            refused(&format!("a\n用户openid,小程序openid\n{ID},{ID}")),
            Err((2, "several-openid-columns"))
        );
        assert_eq!(refused(&format!("李,{ID}")), Err((1, "no-openid-column")));
        let near = layout(format!("姓名,opneid\n李,{ID}").as_bytes(), true);
        let nearest = Some("opneid".to_owned());
        assert_eq!(near, Err((1, ListFault::NoOpenIdColumn { nearest })));
        assert_eq!(refused(&format!("{ID},\n{ID},")), Ok(Layout::Plain));
    }
}
