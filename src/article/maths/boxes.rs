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

/// Rows of cells as columns of lines, between the environment's brackets.
pub(super) fn grid(name: &str, rows: &[Vec<String>]) -> String {
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
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    for column in 0..columns {
        let side = match align {
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
