//! HTML text becomes a tree, as a browser reads it: html5ever does the reading, this file bounds it.
//!
//! The text is fed to the tokenizer in parts that begin with `<`, so that each tag has its line and column. Tags that are too deep
//! are cut and their texts kept, and so are tags beyond a number that no article has; a tag keeps a bounded number of attributes.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, create_element};
use html5ever::{LocalName, QualName, TokenizerResult, local_name, ns};

use super::sink::{Handle, Sink};
use super::tree::Node;

/// Elements inside one another; an article has fewer than twenty.
pub(crate) const MAX_DEPTH: usize = 100;
/// Elements of one article; its 20,000 characters have room for a tenth of them.
const MAX_ELEMENTS: usize = 100_000;
/// Bytes in a tag that may separate attributes. The tokenizer compares each attribute with all before it.
const MAX_SEPARATORS: usize = 1_000;

/// The findings of reading.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) nodes: Vec<Node>,
    /// The line of the first tag that was too deep, or one too many.
    pub(crate) cut_at: Option<usize>,
}

/// Reads `html`; `first_line` is the number of its first line, or 0 where lines mean nothing: then only tags that say their
/// place have one.
pub(crate) fn parse(html: &str, first_line: usize) -> Parsed {
    let html = pruned(html);
    let sink = Sink::default();
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, context, Vec::new());
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let guard = Guard {
        builder: TreeBuilder::new_for_fragment(sink, context, None, options),
        cut: RefCell::default(),
        cut_at: Cell::new(None),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut place = Place {
        line: first_line,
        column: 1,
    };
    let sink = || &tokenizer.sink.builder.sink;
    for part in parts(&html) {
        sink().place.set((place.line, place.column));
        input.push_back(StrTendril::from(part));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        if first_line > 0 {
            place.pass(part);
        }
        if let Some((line, column)) = sink().mark.take() {
            place = Place { line, column };
        }
    }
    tokenizer.end();
    let Guard {
        builder, cut_at, ..
    } = tokenizer.sink;
    Parsed {
        nodes: builder.sink.nodes(MAX_DEPTH),
        cut_at: cut_at.get(),
    }
}

/// The place mark that `markdown` leaves before raw HTML, so that lines are those of the Markdown.
pub(crate) fn place_mark(line: usize, column: usize) -> String {
    format!("<!--wxmass {line}:{column}-->")
}

/// The place at which a part begins, from 1.
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    fn pass(&mut self, part: &str) {
        match part.rfind('\n') {
            Some(last) => {
                self.line += part.bytes().filter(|byte| *byte == b'\n').count();
                self.column = part[last + 1..].chars().count() + 1;
            }
            None => self.column += part.chars().count(),
        }
    }
}

/// The text in parts, each but the first beginning with `<`.
fn parts(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices();
        characters.next()?;
        let end = rest
            .bytes()
            .skip(1)
            .position(|byte| byte == b'<')
            .map_or(rest.len(), |at| at + 1);
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

/// The tree builder, behind bounds on depth and number.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    /// Names of open tags that were cut.
    cut: RefCell<Vec<LocalName>>,
    cut_at: Cell<Option<usize>>,
}

impl Guard {
    /// Whether a tag goes no further.
    fn stops(&self, tag: &Tag) -> bool {
        let mut cut = self.cut.borrow_mut();
        if tag.kind == TagKind::EndTag {
            if cut.last() == Some(&tag.name) {
                cut.pop();
                return true;
            }
            return false;
        }
        let is_flat = tag.self_closing
            || super::tree::is_void(&tag.name)
            || matches!(
                &*tag.name,
                "script"
                    | "style"
                    | "title"
                    | "textarea"
                    | "iframe"
                    | "xmp"
                    | "noembed"
                    | "noframes"
                    | "plaintext"
            );
        if is_flat || self.builder.sink.depth() < MAX_DEPTH {
            return false;
        }
        self.note_cut();
        cut.push(tag.name.clone());
        true
    }

    fn note_cut(&self) {
        if self.cut_at.get().is_none() {
            self.cut_at.set(Some(self.builder.sink.place.get().0));
        }
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        // Texts always go on.
        let stops = match &token {
            Token::TagToken(_) | Token::CommentToken(_)
                if self.builder.sink.count() > MAX_ELEMENTS =>
            {
                self.note_cut();
                true
            }
            Token::TagToken(tag) => self.stops(tag),
            _ => false,
        };
        if stops {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The text without what is beyond `MAX_SEPARATORS` in any one tag; line ends stay.
fn pruned(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'<'))
    {
        at += found + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut separators, mut quote, mut cut_from) = (0, None, None);
        while let Some(byte) = bytes.get(at) {
            match (quote, byte) {
                (Some(open), _) => quote = Some(open).filter(|open| open != byte),
                (None, b'>' | b'<') => break,
                (None, b'"' | b'\'') if bytes.get(at.wrapping_sub(1)) == Some(&b'=') => {
                    quote = Some(*byte);
                }
                (None, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'"' | b'\'' | 0x0c) => {
                    separators += 1;
                }
                _ => {}
            }
            if separators > MAX_SEPARATORS && cut_from.is_none() {
                cut_from = Some(at);
            }
            at += 1;
        }
        if let Some(from) = cut_from {
            out.push_str(html.get(kept..from).unwrap_or_default());
            let lines = bytes.get(from..at).unwrap_or_default();
            out.extend(lines.iter().filter(|byte| **byte == b'\n').map(|_| '\n'));
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::tree::{Element, write};

    fn read(html: &str) -> String {
        write(&parse(html, 1).nodes)
    }

    #[test]
    fn the_tree_is_the_browsers() {
        for (html, tree) in [
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("<!doctype html><html><head></head><body class=x>y", "y"),
            (
                "<svg VIEWBOX='0 0 1 1'><foreignobject><p>x",
                "<svg viewBox=\"0 0 1 1\"><foreignObject><p>x</p></foreignObject></svg>",
            ),
            (
                "<a href='x?a&amp;b&copy;'>&lt;&nbsp;&#x4e2d;</a>",
                "<a href=\"x?a&amp;b©\">&lt;\u{a0}中</a>",
            ),
            (
                "<svg><image xlink:href=a.png></svg>",
                "<svg><image xlink:href=\"a.png\"></image></svg>",
            ),
            ("a<b", "a"),
            ("1 < 2", "1 &lt; 2"),
        ] {
            assert_eq!(read(html), tree, "{html}");
        }
    }

    #[test]
    fn tags_know_their_places() {
        let found = parse("中<b>x</b>\n <i title='>\n'>y</i><u>", 3).nodes;
        let places: Vec<_> = found
            .iter()
            .filter_map(|node| match node {
                Node::Element(Element {
                    name, line, column, ..
                }) => Some((name.as_str(), *line, *column)),
                Node::Text(_) => None,
            })
            .collect();
        assert_eq!(places, [("b", 3, 2), ("i", 4, 2), ("u", 5, 8)]);
        let marked = format!("<p data-sourcepos=\"7:3-7:9\">{}<b>x", place_mark(9, 4));
        let Some(Node::Element(p)) = parse(&marked, 1).nodes.pop() else {
            panic!("a paragraph");
        };
        assert_eq!((p.line, p.column, p.attributes.len()), (7, 3, 0));
        assert!(matches!(&p.children[..], [Node::Element(b)] if (b.line, b.column) == (9, 4)));
    }

    #[test]
    fn hostile_texts_take_bounded_work() {
        let attributes: Vec<_> = (0..400_000).map(|number| format!(" a{number}")).collect();
        let attributes = attributes.concat();
        assert_eq!(
            read(&format!("<p{attributes}>x</p>y"))
                .matches(" a")
                .count(),
            64
        );
        let deep = parse(&"<div><b>".repeat(200_000), 1);
        assert!(deep.cut_at.is_some());
        let fonts: Vec<_> = (0..90).map(|size| format!("<font size={size}>")).collect();
        let fonts = fonts.concat();
        let reopened = format!("<p>{fonts}</p>{}", "<p>x</p>".repeat(100_000));
        assert!(parse(&reopened, 1).cut_at.is_some());
        assert!(parse(&"<br>".repeat(300_000), 1).cut_at.is_some());
        read(&"<table><b>".repeat(100_000));
        read(&"<".repeat(1_000_000));
    }

    #[test]
    fn siblings_are_not_deep() {
        let nested = format!("{}{}", "<div>".repeat(90), "</div>".repeat(90));
        assert!(parse(&nested.repeat(20), 1).cut_at.is_none());
        assert!(parse(&"<p>x<br><li>y".repeat(300), 1).cut_at.is_none());
    }
}
