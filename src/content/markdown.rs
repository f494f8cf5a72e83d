//! Markdown becomes HTML: CommonMark and GFM, with footnotes and emphasis that works beside Chinese punctuation.
//!
//! Every element carries its place in the source; raw HTML gets a mark before it, so that reports name true lines. Maths
//! is left as written: WeChat keeps no MathML, and a `$` is more often a price.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, format_html, parse_document};

use super::parse::place_mark;

/// The HTML of `text`, whose first line is the source's `first_line`.
pub(super) fn html(text: &str, first_line: usize) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let before = first_line.saturating_sub(1);
    for node in root.descendants() {
        let mut data = node.data_mut();
        data.sourcepos.start.line += before;
        let start = data.sourcepos.start;
        match &mut data.value {
            NodeValue::HtmlBlock(block) => block
                .literal
                .insert_str(0, &place_mark(start.line, start.column)),
            NodeValue::HtmlInline(literal) => {
                literal.insert_str(0, &place_mark(start.line, start.column));
            }
            _ => {}
        }
    }
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = format_html(root, &options, &mut out);
    out
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.sourcepos = true;
    options.render.r#unsafe = true;
    options
}
