//! Remarks that a dialect hides from readers: where each begins and ends, on one line or over many. They go, and nothing is said.
//!
//! Remarks of HTML are Markdown's own matter, but for those inside of a paragraph that run over an empty line, which Markdown would
//! show. A beginning without an end stays where it is.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

struct Row {
    /// A part that every beginning has.
    sign: &'static str,
    open: &'static str,
    close: &'static str,
    /// Taken only where an empty line lies inside.
    is_html: bool,
}

const fn row(sign: &'static str, open: &'static str, close: &'static str) -> Row {
    Row {
        sign,
        open,
        close,
        is_html: false,
    }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Obsidian, where the mark has a line of its own; MDX; Hugo; Handlebars; Jinja; Liquid; kramdown; Org; AsciiDoc.
    row("%%", r"^\s*%%", r"%%"),
    row("/*", r"\{/\*", r"\*/\}"),
    row("/*", r"\{\{-?\s*/\*", r"\*/\s*-?\}\}"),
    row("{{!--", r"\{\{!--", r"--\}\}"),
    row("{{!", r"\{\{!", r"\}\}"),
    row("{#", r"\{#[\s\p{Han}-]", r"#\}"),
    row("{%", r"\{%-?\s*comment\b[^%]*%\}", r"\{%-?\s*endcomment\s*-?%\}"),
    row("{::", r"^ {0,3}\{::comment\}", r"\{:/(?:comment)?\}"),
    row("#+", r"(?i)^ {0,3}#\+begin_comment\b", r"(?i)^ {0,3}#\+end_comment\b"),
    row("////", r"^/{4,}\s*$", r"^/{4,}\s*$"),
    Row { sign: "<!--", open: r"\S.*?(<!--)", close: r"-->", is_html: true },
];

/// Lines of a remark of HTML inside of a paragraph.
const LONGEST_OF_HTML: usize = 200;

type Pair = Option<(Regex, Regex)>;

/// The beginning and the end of each, compiled when its sign is met.
static PATTERNS: LazyLock<Vec<OnceLock<Pair>>> =
    LazyLock::new(|| ROWS.iter().map(|_| OnceLock::new()).collect());

/// The state of the remarks of a source while its lines are read.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// The row of the one that is open.
    open: Option<usize>,
    /// The last line that can end each.
    last: HashMap<usize, usize>,
}

impl Remarks {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The line at `number` without its remarks, where it has any; `lines` are all of them.
    pub(super) fn without(&mut self, number: usize, text: &str, lines: &[&str]) -> Option<String> {
        if self.open.is_none() && !text.contains(['%', '{', '/', '#', '<']) {
            return None;
        }
        let mut left = String::new();
        let mut rest = text;
        let mut is_changed = false;
        loop {
            if let Some(row) = self.open {
                is_changed = true;
                let Some(found) = close(row).and_then(|it| it.find(rest)) else {
                    return Some(left);
                };
                self.open = None;
                rest = rest.get(found.end()..).unwrap_or_default();
            }
            let Some((start, end, row)) = self.begin(number, rest, left.is_empty(), lines) else {
                left.push_str(rest);
                return is_changed.then_some(left);
            };
            left.push_str(rest.get(..start).unwrap_or_default());
            rest = rest.get(end..).unwrap_or_default();
            self.open = Some(row);
        }
    }

    /// The first remark that begins in `rest` and ends somewhere: its place, and its row.
    fn begin(
        &mut self,
        number: usize,
        rest: &str,
        is_first: bool,
        lines: &[&str],
    ) -> Option<(usize, usize, usize)> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (at, (row, patterns)) in ROWS.iter().zip(PATTERNS.iter()).enumerate() {
            if !rest.contains(row.sign) {
                continue;
            }
            let Some((open, close)) = patterns.get_or_init(|| row.patterns()) else {
                continue;
            };
            let Some(found) = open.captures(rest) else {
                continue;
            };
            let Some(mark) = found.get(1).or_else(|| found.get(0)) else {
                continue;
            };
            let is_in_code = rest
                .get(..mark.start())
                .is_some_and(|before| before.matches('`').count() % 2 == 1);
            let is_nearer = best.is_none_or(|(start, ..)| mark.start() < start);
            if is_in_code || !is_nearer || (row.open.starts_with('^') && !is_first) {
                continue;
            }
            let behind = rest.get(mark.end()..).unwrap_or_default();
            let ends_here = close.is_match(behind);
            let ends = if row.is_html {
                !ends_here && spans_an_empty_line(close, number, lines)
            } else {
                ends_here || self.last(at, close, lines) > number
            };
            if ends {
                best = Some((mark.start(), mark.end(), at));
            }
        }
        best
    }

    fn last(&mut self, row: usize, close: &Regex, lines: &[&str]) -> usize {
        *self.last.entry(row).or_insert_with(|| {
            lines
                .iter()
                .rposition(|line| close.is_match(line.trim_end()))
                .unwrap_or(0)
        })
    }
}

fn close(row: usize) -> Option<&'static Regex> {
    let patterns = PATTERNS.get(row)?;
    let pair = patterns.get_or_init(|| ROWS.get(row)?.patterns());
    pair.as_ref().map(|(_, close)| close)
}

impl Row {
    fn patterns(&self) -> Pair {
        Regex::new(self.open).ok().zip(Regex::new(self.close).ok())
    }
}

/// Whether an empty line comes before the end, and the end comes.
fn spans_an_empty_line(close: &Regex, number: usize, lines: &[&str]) -> bool {
    let behind = lines.iter().skip(number + 1).take(LONGEST_OF_HTML);
    let mut is_empty = false;
    for line in behind {
        // Where another begins before the end, it is that one's.
        if line.contains("<!--") {
            return false;
        }
        if close.is_match(line) {
            return is_empty;
        }
        is_empty |= line.trim().is_empty();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let lines: Vec<&str> = text.split('\n').collect();
        let mut remarks = Remarks::default();
        let left: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(number, line)| {
                let new = remarks.without(number, line, &lines);
                new.unwrap_or_else(|| (*line).to_owned())
            })
            .collect();
        left.join("\n")
    }

    #[test]
    fn remarks_go_and_their_lines_stay() {
        for (text, expected) in [
            ("甲{/* 注 */}乙{/* 注 */}", "甲乙"),
            ("甲{# 注 #}乙", "甲乙"),
            ("{{/* 注 */}}乙", "乙"),
            ("{{- /* 注 */ -}}乙", "乙"),
            ("{{!-- 注 --}}乙{{! 注 }}", "乙"),
            ("甲{% comment %}注{% endcomment %}乙", "甲乙"),
            (
                "{% comment %}\n\n注\n\n{% endcomment %}\n乙",
                "\n\n\n\n\n乙",
            ),
            ("{::comment}\n注\n{:/comment}\n乙", "\n\n\n乙"),
            ("#+BEGIN_COMMENT\n注\n#+END_COMMENT\n乙", "\n\n\n乙"),
            ("////\n注\n////\n乙", "\n\n\n乙"),
            ("%%\n注\n%% 乙", "\n\n 乙"),
            ("甲 <!-- 注\n\n注 --> 乙", "甲 \n\n 乙"),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_remark_stays() {
        for text in [
            "## 题 {#id}",
            "甲 {/* 乙",
            "`{/* 甲 */}` 乙",
            "甲 <!-- 注 --> 乙",
            "甲 <!-- 注\n\n乙\n<!-- 注 --> 丙",
            "甲 <!-- 注\n乙 --> 丙",
            "100%% 与 50%%",
            "{{ 甲 }}",
            "// 甲",
            "{% comment %}甲",
        ] {
            assert_eq!(left(text), text);
        }
    }

    #[test]
    fn every_pattern_is_one() {
        assert!(ROWS.iter().all(|row| row.patterns().is_some()));
    }
}
