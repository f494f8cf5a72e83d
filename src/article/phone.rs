//! The traps of WeChat's reader on the phone, stepped around.
//!
//! It eats line ends in code, collapses spaces, ignores `white-space`, draws a second bullet for a list in a list, and
//! shows white space between tags as an empty line. So: `<br>` and U+00A0 in code, one `<section>` in each `<li>`, inner
//! lists as indented lines, and no white space between blocks.

mod figures;
mod lists;

use super::Tables;
use super::tree::{Element, Node, is_block, is_space};

const NO_BREAK: char = '\u{a0}';

/// Characters that stand side by side without spaces.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Check boxes become characters, for WeChat keeps no fields. Works before cleaning.
pub(super) fn tick(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        let is_box = element.name == "input"
            && element
                .get("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if is_box {
            *node = Node::text(if element.get("checked").is_some() {
                "☑"
            } else {
                "☐"
            });
        } else {
            tick(&mut element.children);
        }
    }
}

/// The widest that a column wants to be before its words go on in the next line, in letters of the table.
const WIDE_COLUMN: usize = 12;
/// Letters of a table that fit on a phone.
const SCREEN: usize = 23;

/// Puts tables of Markdown into a box, in which those scroll that are wider than the screen. Works before cleaning.
pub(super) fn box_tables(nodes: &mut [Node], tables: Tables) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        if element.name == "table" {
            let mut table = std::mem::take(element);
            let wide = width(&table);
            let scrolls = tables == Tables::Scroll;
            if scrolls && wide > SCREEN {
                add_style(&mut table, &format!("min-width:{wide}em"));
            }
            *element = Element::with_class("section", "table-wrap", vec![Node::Element(table)]);
            if scrolls {
                add_style(element, "overflow-x:auto");
            }
        } else {
            box_tables(&mut element.children, tables);
        }
    }
}

/// How wide a table wants to be, in letters.
fn width(table: &Element) -> usize {
    fn rows(nodes: &[Node], columns: &mut Vec<usize>) {
        for node in nodes {
            let Node::Element(element) = node else {
                continue;
            };
            if element.name != "tr" {
                rows(&element.children, columns);
                continue;
            }
            let cells = element.children.iter().filter_map(|cell| match cell {
                Node::Element(cell) => Some(cell),
                Node::Text(_) => None,
            });
            for (at, cell) in cells.enumerate() {
                let text = super::tree::text_of(&cell.children);
                let wide =
                    (unicode_width::UnicodeWidthStr::width(text.trim()) / 2 + 2).min(WIDE_COLUMN);
                match columns.get_mut(at) {
                    Some(column) => *column = (*column).max(wide),
                    None => columns.push(wide),
                }
            }
        }
    }
    let mut columns = Vec::new();
    rows(&table.children, &mut columns);
    columns.iter().sum()
}

/// Takes the looks away from the elements that are meant; `in_block` is whether they stand in a block of code.
pub(super) fn undress(
    element: &mut Element,
    in_block: bool,
    is_meant: &dyn Fn(&Element, bool) -> bool,
) {
    if is_meant(element, in_block) {
        element.take("style");
    }
    let in_block = in_block || element.name == "pre";
    for child in &mut element.children {
        if let Node::Element(child) = child {
            undress(child, in_block, is_meant);
        }
    }
}

/// The words alone: a line a block, footnote numbers and the footnotes left out.
pub(super) fn plain_text(nodes: &[Node]) -> String {
    fn walk(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => {
                    for character in text.chars() {
                        if !is_space(character) {
                            out.push(character);
                        } else if !out.ends_with([' ', '\n']) {
                            out.push(' ');
                        }
                    }
                }
                Node::Element(element)
                    if element.has_class("footnote-ref")
                        || element.has_class("footnotes")
                        || element.get("style").is_some_and(super::hidden::hides) => {}
                Node::Element(element) => {
                    let breaks = is_block(&element.name) || element.name == "br";
                    if breaks && !out.ends_with('\n') {
                        out.push('\n');
                    }
                    walk(&element.children, out);
                    if breaks && !out.ends_with('\n') {
                        out.push('\n');
                    }
                }
            }
        }
    }
    let mut out = String::new();
    walk(nodes, &mut out);
    let lines: Vec<&str> = out
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Rebuilds what the phone shows wrong.
pub(super) fn arrange(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) => arrange_element(element, &mut out),
            text @ Node::Text(_) => out.push(text),
        }
    }
    out
}

fn arrange_element(mut element: Element, out: &mut Vec<Node>) {
    match element.name.as_str() {
        "pre" if holds_table(&element.children) => {
            "section".clone_into(&mut element.name);
            arrange_element(element, out);
        }
        "pre" => {
            element.children = code(std::mem::take(&mut element.children));
            out.push(Node::Element(element));
        }
        "code" => {
            spaces(&mut element.children);
            out.push(Node::Element(element));
        }
        "ul" | "ol" => out.push(Node::Element(lists::arrange(element))),
        "p" => {
            element.children = arrange(std::mem::take(&mut element.children));
            figures::put(element, out);
        }
        "table" => {
            element.children = arrange(std::mem::take(&mut element.children));
            align(&mut element.children);
            out.push(Node::Element(element));
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let inside = arrange(std::mem::take(&mut element.children));
            element.children = vec![Node::Element(Element::with_class(
                "span", "heading", inside,
            ))];
            out.push(Node::Element(element));
        }
        _ => {
            element.children = arrange(std::mem::take(&mut element.children));
            out.push(Node::Element(element));
        }
    }
}

/// Whether there is something inside in which line ends cannot be set.
fn holds_table(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => {
            matches!(element.name.as_str(), "table" | "svg") || holds_table(&element.children)
        }
        Node::Text(_) => false,
    })
}

/// `align` becomes a style, which themes cannot overrule.
fn align(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        if matches!(element.name.as_str(), "td" | "th")
            && let Some(side) = element.take("align")
            && matches!(side.as_str(), "left" | "right" | "center")
        {
            add_style(element, &format!("text-align:{side}"));
        }
        align(&mut element.children);
    }
}

/// Adds a declaration; one that is there already stays as it is.
pub(super) fn add_style(element: &mut Element, declaration: &str) {
    let old = element
        .get("style")
        .unwrap_or_default()
        .trim_end_matches(';')
        .to_owned();
    let property = declaration.split(':').next().unwrap_or_default();
    if old.split(';').any(|one| {
        one.split(':')
            .next()
            .is_some_and(|name| name.trim() == property)
    }) {
        return;
    }
    let new = if old.is_empty() {
        declaration.to_owned()
    } else {
        format!("{old};{declaration}")
    };
    element.set("style", new);
}

/// A block of code: line ends as `<br>`, indents and runs of spaces as U+00A0; the last line end is none.
fn code(mut nodes: Vec<Node>) -> Vec<Node> {
    trim_last(&mut nodes);
    let mut text = String::new();
    level(&mut nodes, &mut text);
    let hard = text.split('\n').map(|line| hard_spaces(line, true));
    let hard = hard.collect::<Vec<_>>().join("\n");
    lines(nodes, &mut hard.chars())
}

fn trim_last(nodes: &mut [Node]) {
    match nodes.last_mut() {
        Some(Node::Text(text)) => {
            let length = text.strip_suffix('\n').map_or(text.len(), str::len);
            text.truncate(length);
        }
        Some(Node::Element(element)) => trim_last(&mut element.children),
        None => {}
    }
}

/// Tabs become four spaces, and all that is written goes into one text, whatever tags are between.
fn level(nodes: &mut [Node], all: &mut String) {
    for node in nodes {
        match node {
            Node::Element(element) if element.name == "br" => all.push('\n'),
            Node::Element(element) => level(&mut element.children, all),
            Node::Text(text) => {
                *text = text.replace('\r', "").replace('\t', "    ");
                all.push_str(text);
            }
        }
    }
}

/// The nodes with their characters taken from `hard`, which has as many.
fn lines(nodes: Vec<Node>, hard: &mut std::str::Chars<'_>) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            Node::Element(mut element) => {
                if element.name == "br" {
                    hard.next();
                }
                element.children = lines(std::mem::take(&mut element.children), hard);
                out.push(Node::Element(element));
            }
            Node::Text(text) => {
                let text: String = hard.by_ref().take(text.chars().count()).collect();
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        out.push(Node::Element(Element::new("br", Vec::new())));
                    }
                    if !line.is_empty() {
                        out.push(Node::text(line));
                    }
                }
            }
        }
    }
    out
}

/// Single spaces between words stay, so that copied code stays code.
fn hard_spaces(line: &str, at_start: bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut after_space = at_start;
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        if character == ' ' {
            let is_soft = !after_space
                && rest
                    .peek()
                    .is_some_and(|next| *next != ' ' && *next != NO_BREAK);
            out.push(if is_soft { ' ' } else { NO_BREAK });
            after_space = true;
        } else {
            after_space = character == NO_BREAK;
            out.push(character);
        }
    }
    out
}

fn spaces(nodes: &mut [Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => *text = hard_spaces(&text.replace(['\n', '\t'], " "), false),
            Node::Element(element) => spaces(&mut element.children),
        }
    }
}
