//! Markdown becomes HTML: CommonMark and GFM, with footnotes and emphasis that works beside Chinese punctuation.
//!
//! Every element carries its place in the source; raw HTML gets a mark before it, so that reports name true lines. A formula
//! stands between dollars that touch it and is not followed by a digit, so that prices stay prices.

use comrak::nodes::{NodeCode, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

use super::maths;
use super::parse::place_mark;

/// The HTML of `text`, whose first line is the source's `first_line`, and what of its formulas is shown as written, with its place.
pub(super) fn html(text: &str, first_line: usize) -> (String, Vec<(String, usize, usize)>) {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let before = first_line.saturating_sub(1);
    let mut as_written = Vec::new();
    // Formulas take far more room than their TeX; what is beyond an article's would be set in vain.
    let mut room = super::MAX_BYTES;
    let lines: Vec<&str> = text.lines().collect();
    for node in root.descendants() {
        let mut data = node.data_mut();
        let start = data.sourcepos.start;
        let line = lines.get(start.line.saturating_sub(1)).copied();
        data.sourcepos.start.column = characters(line.unwrap_or_default(), start.column);
        data.sourcepos.start.line += before;
        let start = data.sourcepos.start;
        match &mut data.value {
            NodeValue::HtmlBlock(block) => block
                .literal
                .insert_str(0, &place_mark(start.line, start.column)),
            NodeValue::HtmlInline(literal) => {
                literal.insert_str(0, &place_mark(start.line, start.column));
            }
            NodeValue::Math(formula) if !formula.display_math && is_prose(&formula.literal) => {
                data.value = NodeValue::Text(format!("${}$", formula.literal).into());
            }
            NodeValue::Math(formula) => {
                let set = maths::html(&formula.literal, formula.display_math);
                if let Some(html) = set.filter(|html| html.len() <= room) {
                    room -= html.len();
                    data.value = NodeValue::HtmlInline(html);
                } else {
                    as_written.push((formula.literal.trim().to_owned(), start.line, start.column));
                    let (num_backticks, literal) = (1, formula.literal.clone());
                    data.value = NodeValue::Code(NodeCode {
                        num_backticks,
                        literal,
                    });
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = format_html(root, &options, &mut out);
    (out, as_written)
}

/// A column in characters; comrak counts bytes. Lines of a book are not counted.
fn characters(line: &str, column: usize) -> usize {
    let before = line.get(..column.saturating_sub(1));
    before
        .filter(|_| line.len() < 4096)
        .map_or(column, |before| before.chars().count() + 1)
}

/// Whether what stands between two dollars is what stands between two prices: `$10, or 5$`.
fn is_prose(text: &str) -> bool {
    let word = |word: &str| word.len() > 1 && word.bytes().all(|it| it.is_ascii_alphabetic());
    text.starts_with(|first: char| first.is_ascii_digit()) && text.split_whitespace().any(word)
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.sourcepos = true;
    options.render.r#unsafe = true;
    options
}
