//! HTML text becomes a tree, whatever the text.
//!
//! Linear in the length of the text, never deeper than `MAX_DEPTH`: deeper tags are cut, their texts kept. Ends that HTML
//! leaves out (`</p>`, `</li>`, cells) are put in. Tags that are left open are closed where their parent ends and nothing
//! is ever reopened, so that no text can grow in the reading.

use super::entity;
use super::tree::{Element, Node, is_space, is_void};

/// Elements inside one another; an article has fewer than twenty.
pub(super) const MAX_DEPTH: usize = 100;

/// What reading found.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) nodes: Vec<Node>,
    /// The line of the first tag that was too deep.
    pub(super) cut_at: Option<usize>,
}

/// Reads `html`; `first_line` is the number of its first line, or 0 where lines mean nothing: then only tags that say their
/// place have one.
pub(super) fn parse(html: &str, first_line: usize) -> Parsed {
    let mut reader = Reader {
        text: html,
        at: 0,
        line: first_line,
        line_start: 0,
        column_base: 1,
        counted: 0,
        open: vec![Element::default()],
        cut: Vec::new(),
        cut_at: None,
        pending: String::new(),
    };
    reader.read();
    Parsed {
        cut_at: reader.cut_at,
        nodes: reader.finish(),
    }
}

/// The place mark that `markdown` leaves before raw HTML, so that lines are those of the Markdown.
pub(super) fn place_mark(line: usize, column: usize) -> String {
    format!("<!--wxmass {line}:{column}-->")
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The line that holds `counted`, where it begins, and the column of its first byte.
    line: usize,
    line_start: usize,
    column_base: usize,
    counted: usize,
    /// The elements that are open; the first is a root without a name.
    open: Vec<Element>,
    /// Names of open tags that were cut.
    cut: Vec<String>,
    cut_at: Option<usize>,
    pending: String,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(found) = self.text.get(self.at..).and_then(|rest| rest.find('<')) {
            let tag = self.at + found;
            let text = self.text.get(self.at..tag).unwrap_or_default();
            self.pending.push_str(text);
            self.at = tag;
            let rest = self.text.get(tag + 1..).unwrap_or_default();
            match rest.chars().next() {
                Some(letter) if letter.is_ascii_alphabetic() => self.start_tag(),
                Some('/') => self.end_tag(rest),
                Some('!' | '?') => self.comment(rest),
                _ => {
                    self.pending.push('<');
                    self.at = tag + 1;
                }
            }
        }
        let text = self.text.get(self.at..).unwrap_or_default();
        self.pending.push_str(text);
        self.at = self.text.len();
    }

    fn finish(mut self) -> Vec<Node> {
        self.flush();
        while self.open.len() > 1 {
            self.close_last();
        }
        self.open.pop().map_or_else(Vec::new, |root| root.children)
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = entity::decode(&self.pending);
        self.pending.clear();
        self.push(Node::Text(text));
    }

    fn push(&mut self, node: Node) {
        if let Some(last) = self.open.last_mut() {
            last.children.push(node);
        }
    }

    fn close_last(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(Node::Element(element));
        }
    }

    /// Line and column of a byte at or after the last one asked for.
    fn place(&mut self, byte: usize) -> (usize, usize) {
        if self.line == 0 {
            return (0, 0);
        }
        let between = self.text.get(self.counted..byte).unwrap_or_default();
        let lines = between.bytes().filter(|byte| *byte == b'\n').count();
        if let Some(last) = between.rfind('\n') {
            self.line += lines;
            self.line_start = self.counted + last + 1;
            self.column_base = 1;
        } else if byte.saturating_sub(self.line_start) > 4096 {
            // A line of megabytes is not counted from its start at every tag.
            self.column_base += between.chars().count()
                + self
                    .text
                    .get(self.line_start..self.counted)
                    .map_or(0, |text| text.chars().count());
            self.line_start = byte;
        }
        self.counted = byte;
        let column = self
            .text
            .get(self.line_start..byte)
            .map_or(0, |text| text.chars().count());
        (self.line, self.column_base + column)
    }

    fn comment(&mut self, rest: &str) {
        let body = self.at + 1;
        let length = if rest.starts_with("!--") {
            rest.get(3..)
                .and_then(|inner| inner.find("-->"))
                .map(|end| end + 6)
        } else {
            rest.find('>').map(|end| end + 1)
        };
        self.at = length.map_or(self.text.len(), |length| body + length);
        let mark = rest
            .strip_prefix("!--wxmass ")
            .and_then(|mark| mark.split_once("-->"))
            .and_then(|(place, _)| {
                let (line, column) = place.split_once(':')?;
                Some((line.parse().ok()?, column.parse().ok()?))
            });
        if let Some((line, column)) = mark {
            self.line = line;
            self.column_base = column;
            self.line_start = self.at;
            self.counted = self.at;
        }
    }

    fn end_tag(&mut self, rest: &str) {
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name: String = rest
            .get(1..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| !is_space(*c) && *c != '>' && *c != '/')
            .collect::<String>()
            .to_ascii_lowercase();
        self.at += 1 + length;
        if name == "br" {
            self.flush();
            self.push(Node::Element(Element::new("br", Vec::new())));
        } else if self.cut.last().is_some_and(|cut| *cut == name) {
            self.cut.pop();
        } else {
            self.close(&name);
        }
    }

    /// Closes the nearest open element of that name; a stray end tag is nothing.
    fn close(&mut self, name: &str) {
        let Some(at) = self
            .open
            .iter()
            .skip(1)
            .rposition(|element| element.name.eq_ignore_ascii_case(name))
        else {
            return;
        };
        self.flush();
        while self.open.len() > at + 1 {
            self.close_last();
        }
        self.cut.clear();
    }

    fn start_tag(&mut self) {
        let (line, column) = self.place(self.at);
        let Some(tag) = super::tag::read(self.text, self.at) else {
            // An unfinished tag at the end: HTML drops it.
            self.at = self.text.len();
            return;
        };
        self.at = tag.end;
        self.flush();
        let in_svg = self.open.iter().any(|element| element.name == "svg");
        let lower = tag.name.to_ascii_lowercase();
        let name = if in_svg { tag.name } else { lower.clone() };
        if !in_svg {
            self.imply_ends(&name);
        }
        let mut element = Element {
            name,
            line,
            column,
            ..Element::default()
        };
        for (name, value) in tag.attributes {
            let name = if in_svg || lower == "svg" {
                name
            } else {
                name.to_ascii_lowercase()
            };
            if element.get(&name).is_none() {
                element.attributes.push((name, value));
            }
        }
        if let Some((line, column)) = element.take("data-sourcepos").as_deref().and_then(start_of) {
            element.line = line;
            element.column = column;
        }
        if is_void(&lower) || (in_svg && tag.self_closing) {
            self.push(Node::Element(element));
        } else if is_raw(&lower) {
            let (inner, after) = raw_text(self.text, self.at, &lower);
            element.children.push(Node::text(inner));
            self.at = after;
            self.push(Node::Element(element));
        } else if self.open.len() > MAX_DEPTH {
            self.cut_at.get_or_insert(line);
            self.cut.push(lower);
        } else {
            self.open.push(element);
        }
    }

    /// Ends that HTML lets one leave out.
    fn imply_ends(&mut self, name: &str) {
        let (closes, stops): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table", "thead", "tbody", "tfoot"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "a" => (&["a"], &["td", "th", "table"]),
            _ if super::tree::is_block(name) => {
                (&["p"], &["td", "th", "table", "li", "section", "div"])
            }
            _ => return,
        };
        for element in self.open.iter().skip(1).rev() {
            if closes.contains(&element.name.as_str()) {
                let name = element.name.clone();
                self.close(&name);
                return;
            }
            if stops.contains(&element.name.as_str()) {
                return;
            }
        }
    }
}

/// Elements whose inside is text, not tags.
fn is_raw(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "textarea"
            | "iframe"
            | "xmp"
            | "noembed"
            | "noframes"
            | "plaintext"
    )
}

/// The text up to the end tag of `name`, and where reading goes on.
fn raw_text<'t>(text: &'t str, from: usize, name: &str) -> (&'t str, usize) {
    let mut at = from;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("</")) {
        let end = at + found;
        let after = end + 2;
        if text
            .get(after..after + name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name))
        {
            let close = text
                .get(after..)
                .and_then(|rest| rest.find('>'))
                .map_or(text.len(), |close| after + close + 1);
            return (text.get(from..end).unwrap_or_default(), close);
        }
        at = after;
    }
    (text.get(from..).unwrap_or_default(), text.len())
}

/// The start of comrak's `line:column-line:column`.
fn start_of(range: &str) -> Option<(usize, usize)> {
    let (start, _) = range.split_once('-')?;
    let (line, column) = start.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}
