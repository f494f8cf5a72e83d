//! How the parts of a formula stand to one another: above each other, and in columns between brackets. Spans with styles,
//! for WeChat keeps no other layout in a line.

use std::fmt::Write as _;

use super::signs::BRACKETS;

/// Lines above one another, in the middle of the line around them; each has its style and its HTML.
pub(super) fn stacked(lines: &[(&str, String)]) -> String {
    let mut out = String::from(
        "<span style=\"display:inline-block;vertical-align:middle;text-align:center;line-height:1.4\">",
    );
    for (style, html) in lines {
        // Writing to a string does not fail.
        let _ = write!(out, "<span style=\"display:block;{style}\">{html}</span>");
    }
    out + "</span>"
}

/// Small words over something, on whose line they stand.
pub(super) fn over(words: &str, of: &str) -> String {
    at_edge("bottom", [("font-size:.7em", words), ("", of)])
}

/// Small words under something, on whose line they stand.
pub(super) fn under(words: &str, of: &str) -> String {
    at_edge("top", [("", of), ("font-size:.7em", words)])
}

fn at_edge(side: &str, lines: [(&str, &str); 2]) -> String {
    let mut out = format!(
        "<span style=\"display:inline-block;vertical-align:{side};text-align:center;line-height:1.2\">"
    );
    for (style, html) in lines {
        // Writing to a string does not fail.
        let _ = write!(out, "<span style=\"display:block;{style}\">{html}</span>");
    }
    out + "</span>"
}

/// Rows whose cells are of several heights: each row is a line, so that what belongs together stands on one height.
fn lines(rows: &[Vec<String>], side: &str, between: &str) -> String {
    let mut out = format!(
        "<span style=\"display:inline-block;vertical-align:middle;text-align:{side};line-height:1.7\">"
    );
    for row in rows {
        let _ = write!(
            out,
            "<span style=\"display:block;padding:2px 0\">{}</span>",
            row.join(between)
        );
    }
    out + "</span>"
}

/// Lines of a table: above rows and before columns, by their numbers from 0; one past the last stands behind it.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) above: Vec<usize>,
    pub(super) before: Vec<usize>,
}

/// Rows of cells as columns of lines, between the environment's brackets; `sides` says how columns stand, a letter for each.
pub(super) fn grid(name: &str, rows: &[Vec<String>], sides: &str) -> String {
    ruled(name, rows, sides, &Rules::default())
}

/// Rows and columns with lines between them: what is high in one cell makes its row high, so this is a table, of spans.
fn table(rows: &[Vec<String>], sides: &str, rules: &Rules) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = String::from(
        "<span style=\"display:inline-table;vertical-align:middle;border-collapse:collapse;line-height:1.7\">",
    );
    for (number, row) in rows.iter().enumerate() {
        out.push_str("<span style=\"display:table-row\">");
        for column in 0..columns {
            let side = match sides.chars().nth(column) {
                Some('l') => "left",
                Some('r') => "right",
                _ => "center",
            };
            let edges = [
                ("top", rules.above.contains(&number)),
                (
                    "bottom",
                    number + 1 == rows.len() && rules.above.contains(&rows.len()),
                ),
                ("left", rules.before.contains(&column)),
                (
                    "right",
                    column + 1 == columns && rules.before.contains(&columns),
                ),
            ];
            let mut borders = String::new();
            for (edge, _) in edges.iter().filter(|(_, is_drawn)| *is_drawn) {
                let _ = write!(borders, ";border-{edge}:1px solid");
            }
            let cell = row.get(column).map_or("", String::as_str);
            let _ = write!(
                out,
                "<span style=\"display:table-cell;padding:2px 5px;text-align:{side}{borders}\">{cell}</span>"
            );
        }
        out.push_str("</span>");
    }
    out + "</span>"
}

/// The same, with lines between rows and columns.
pub(super) fn ruled(name: &str, rows: &[Vec<String>], sides: &str, rules: &Rules) -> String {
    let (_, open, close, align) = BRACKETS
        .iter()
        .find(|(known, ..)| *known == name)
        .copied()
        .unwrap_or_default();
    let bracket = |sign: &str| match sign {
        "" => String::new(),
        sign => format!(
            "<span style=\"font-size:{:.1}em;vertical-align:middle;line-height:1\">{sign}</span>",
            1.4 * f64::from(u32::try_from(rows.len()).unwrap_or(1))
        ),
    };
    let mut out = bracket(open);
    let is_high = |cell: &String| cell.contains("inline-block");
    if !rules.above.is_empty() || !rules.before.is_empty() {
        return out + &table(rows, sides, rules) + &bracket(close);
    }
    if rows.iter().flatten().any(is_high) && rows.iter().any(|row| row.len() > 1) {
        let side = if matches!(align, "aligned" | "left") {
            "left"
        } else {
            "center"
        };
        let between = if align == "aligned" { "" } else { "\u{2003}" };
        return out + &lines(rows, side, between) + &bracket(close);
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    for column in 0..columns {
        let side = match align {
            _ if sides.chars().nth(column) == Some('l') => "left",
            _ if sides.chars().nth(column) == Some('r') => "right",
            "aligned" if column % 2 == 0 => "right",
            "aligned" | "left" => "left",
            _ => "center",
        };
        let padding = if align == "aligned" {
            ""
        } else {
            ";padding:0 5px"
        };
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "<span style=\"display:inline-block;vertical-align:middle;text-align:{side};line-height:1.7{padding}\">"
        );
        for row in rows {
            let cell = row.get(column).map_or("", String::as_str);
            let cell = if cell.is_empty() { "\u{a0}" } else { cell };
            let _ = write!(out, "<span style=\"display:block\">{cell}</span>");
        }
        out.push_str("</span>");
    }
    out + &bracket(close)
}
