//! Markdown becomes HTML: CommonMark and GFM, with footnotes, callouts, formulas and emphasis that works beside Chinese punctuation.
//!
//! `dialect` has made plain Markdown of the source before. Every element carries its place in the source; raw HTML gets a mark
//! before it, so that reports name true lines. A formula stands between dollars that touch it and is not followed by a digit, so
//! that prices stay prices.

use comrak::nodes::{AstNode, NodeCode, NodeHtmlBlock, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

use super::dialect::{self, Fate, Foreign, ForeignKind, Source};
use super::maths;
use super::parse::place_mark;
use super::phone::is_cjk;

mod outline;
mod words;

/// How a source is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reading<'t> {
    /// The number of the source's first line.
    pub(super) first_line: usize,
    /// Line ends stay line ends.
    pub(super) breaks: bool,
    /// The title above the article; a first heading that repeats it is left out.
    pub(super) title: &'t str,
}

/// An article in HTML.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) html: String,
    /// Parts that are not as their writer meant them, with line and column.
    pub(super) notes: Vec<(usize, usize, Note)>,
    /// The first paragraph of prose.
    pub(super) lead: String,
}

/// Something to tell the writer.
#[derive(Debug)]
pub(super) enum Note {
    /// The formula is shown as written; the command or sign that could not be set.
    Formula {
        tex: String,
        why: String,
    },
    Foreign(Foreign),
}

/// The HTML of `text`.
pub(super) fn page(text: &str, reading: Reading<'_>) -> Page {
    let options = options(reading.breaks);
    let source = dialect::read(text, |text| {
        let arena = Arena::new();
        // Where paragraphs are does not hang on formulas, and unclosed ones take long.
        let mut options = options.clone();
        options.extension.math_latex = false;
        words::leaves(parse_document(&arena, text, &options))
    });
    let arena = Arena::new();
    let root = parse_document(&arena, &source.text, &options);
    let mut writer = Writer {
        source: &source,
        reading,
        room: super::MAX_BYTES,
        is_chinese: source.text.chars().any(is_cjk),
        page: Page::default(),
    };
    let nodes: Vec<_> = root.descendants().collect();
    for node in &nodes {
        writer.place(node);
    }
    words::look(&source, &nodes, reading, &mut writer.page.notes);
    writer.page.lead = words::lead(&nodes);
    if let Some(twin) = outline::repeated_title(&nodes, reading.title) {
        let start = twin.data().sourcepos.start;
        let note = Foreign::new(ForeignKind::TitleTwice, Fate::LeftOut, reading.title);
        writer.page.notes.push((start.line, 1, Note::Foreign(note)));
        twin.detach();
    }
    let headings = outline::headings(root);
    for node in &nodes {
        writer.turn(&arena, node, &headings);
    }
    let mut page = writer.page;
    // Writing to a string does not fail.
    let _ = format_html(root, &options, &mut page.html);
    let before = reading.first_line.saturating_sub(1);
    page.notes.extend(
        source
            .notes
            .iter()
            .map(|(line, column, note)| (line + before, *column, Note::Foreign(note.clone()))),
    );
    page.notes.sort_by_key(|(line, column, _)| (*line, *column));
    page
}

struct Writer<'s> {
    source: &'s Source,
    reading: Reading<'s>,
    /// Formulas take far more room than their TeX; what is beyond an article's would be set in vain.
    room: usize,
    is_chinese: bool,
    page: Page,
}

impl Writer<'_> {
    /// Places become those of the source.
    fn place(&self, node: &AstNode<'_>) {
        let mut data = node.data_mut();
        let start = data.sourcepos.start;
        data.sourcepos.start.column = self.source.column((start.line, start.column));
        data.sourcepos.start.line += self.reading.first_line.saturating_sub(1);
    }

    fn turn<'a>(&mut self, arena: &'a Arena<'a>, node: &'a AstNode<'a>, headings: &[(u8, String)]) {
        let mut data = node.data_mut();
        let start = data.sourcepos.start;
        let mark = place_mark(start.line, start.column);
        let say = |notes: &mut Vec<(usize, usize, Note)>, kind, fate, text: &str| {
            notes.push((
                start.line,
                start.column,
                Note::Foreign(Foreign::new(kind, fate, text)),
            ));
        };
        match &mut data.value {
            NodeValue::HtmlBlock(block) if block.literal.trim() == dialect::TOC => {
                block.literal = outline::list(headings);
                if block.literal.is_empty() {
                    say(
                        &mut self.page.notes,
                        ForeignKind::Toc,
                        Fate::LeftOut,
                        "[TOC]",
                    );
                }
            }
            NodeValue::HtmlBlock(block) => {
                if let Some((line, note)) = dialect::in_html(&block.literal) {
                    self.page
                        .notes
                        .push((start.line + line, 1, Note::Foreign(note)));
                }
                block.literal = zoomed(&block.literal);
                block.literal.insert_str(0, &mark);
            }
            NodeValue::HtmlInline(literal) => {
                *literal = zoomed(literal);
                literal.insert_str(0, &mark);
            }
            NodeValue::Math(formula)
                if formula.dollar_math && !formula.display_math && is_prose(&formula.literal) =>
            {
                data.value = NodeValue::Text(format!("${}$", formula.literal).into());
            }
            NodeValue::Math(formula) => {
                let (tex, display) = (formula.literal.clone(), formula.display_math);
                data.value = self.formula(tex, display, (start.line, start.column));
            }
            NodeValue::CodeBlock(block) if block.info.trim() == "math" => {
                let html = self.formula(block.literal.clone(), true, (start.line, start.column));
                let literal = match html {
                    NodeValue::HtmlInline(html) => format!("<p>{html}</p>\n"),
                    _ => return,
                };
                data.value = NodeValue::HtmlBlock(NodeHtmlBlock {
                    block_type: 6,
                    literal,
                });
            }
            NodeValue::CodeBlock(block) => {
                let kind = match dialect::is_program(&block.info) {
                    Some(true) => ForeignKind::Diagram,
                    Some(false) => ForeignKind::Dataview,
                    None => return,
                };
                say(&mut self.page.notes, kind, Fate::Stands, &block.info);
            }
            NodeValue::Link(link) if link.url.starts_with("mailto:") => {
                // An address of mail is words: articles have no such links.
                let url = link.url.clone();
                drop(data);
                let text = words::text_of(node);
                if url.strip_prefix("mailto:").is_some_and(|it| it == text) {
                    unwrap(node);
                }
            }
            NodeValue::Image(link) => {
                let (url, title) = (link.url.clone(), link.title.clone());
                drop(data);
                let words = words::text_of(node);
                if let Some((words, width)) = dialect::sized(&words) {
                    let literal = format!("{mark}{}", picture(&url, words, &title, &width));
                    let children: Vec<_> = node.children().collect();
                    for child in children {
                        child.detach();
                    }
                    node.data_mut().value = NodeValue::HtmlInline(literal);
                }
            }
            NodeValue::Callout(callout) => {
                let kind = callout.callout_type.clone();
                drop(data);
                self.callout(arena, node, &kind, &mark);
            }
            _ => {}
        }
    }

    /// A formula set in letters, or as it was written.
    fn formula(&mut self, tex: String, display: bool, (line, column): (usize, usize)) -> NodeValue {
        match maths::html(&tex, display) {
            Ok(html) if html.len() <= self.room => {
                self.room -= html.len();
                NodeValue::HtmlInline(html)
            }
            result => {
                let why = result.err().unwrap_or_default();
                let note = Note::Formula {
                    tex: tex.trim().to_owned(),
                    why,
                };
                self.page.notes.push((line, column, note));
                NodeValue::Code(NodeCode {
                    num_backticks: 1,
                    literal: tex,
                })
            }
        }
    }

    /// A callout is a quote with a coloured edge and its word, or the title it was given, above.
    fn callout<'a>(&self, arena: &'a Arena<'a>, node: &'a AstNode<'a>, kind: &str, mark: &str) {
        let html = |literal: String| {
            let block = NodeHtmlBlock {
                block_type: 6,
                literal,
            };
            &*arena.alloc(AstNode::from(NodeValue::HtmlBlock(block)))
        };
        let inline = |literal: String| &*arena.alloc(AstNode::from(NodeValue::HtmlInline(literal)));
        let (word, colour) = dialect::callout(kind, self.is_chinese);
        // In a tight list the word would stand on the line of the text.
        if let Some(list) = node.parent().and_then(AstNode::parent)
            && let NodeValue::List(list) = &mut list.data_mut().value
        {
            list.tight = false;
        }
        node.insert_before(html(format!(
            "{mark}<blockquote class=\"callout\" style=\"border-left-color:{colour}\">\n"
        )));
        let title = node
            .first_child()
            .filter(|child| matches!(child.data().value, NodeValue::CalloutTitle));
        let strong = format!("<strong style=\"color:{colour}\">");
        let own = title
            .and_then(AstNode::first_child)
            .filter(|words| !words::text_of(words).trim().is_empty());
        if let Some(words) = own {
            words.prepend(inline(strong));
            words.append(inline("</strong>".to_owned()));
            node.insert_before(words);
        } else {
            let word = escaped(&word);
            node.insert_before(html(format!("<p>{strong}{word}</strong></p>\n")));
        }
        if let Some(title) = title {
            title.detach();
        }
        let children: Vec<_> = node.children().collect();
        for child in children {
            node.insert_before(child);
        }
        node.insert_before(html("</blockquote>\n".to_owned()));
        node.detach();
    }
}

/// The children of a node replace it.
fn unwrap<'a>(node: &'a AstNode<'a>) {
    let children: Vec<_> = node.children().collect();
    for child in children {
        node.insert_before(child);
    }
    node.detach();
}

/// Typora's way to make a picture small: `zoom:50%` is a width.
fn zoomed(html: &str) -> String {
    if html.contains("<img") && html.contains("zoom") {
        html.replace("zoom:", "width:").replace("zoom :", "width:")
    } else {
        html.to_owned()
    }
}

fn picture(url: &str, words: &str, title: &str, width: &str) -> String {
    let mut html = format!("<img src=\"{}\"", escaped(&url.replace(' ', "%20")));
    for (name, value) in [("alt", words), ("title", title)] {
        if !value.is_empty() {
            html = format!("{html} {name}=\"{}\"", escaped(value));
        }
    }
    format!("{html} style=\"width:{width}\">")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    super::tree::escape(text, true, &mut out);
    out
}

/// Whether what stands between two dollars is what stands between two prices: `$10, or 5$`.
fn is_prose(text: &str) -> bool {
    let word = |word: &str| word.len() > 1 && word.bytes().all(|it| it.is_ascii_alphabetic());
    text.starts_with(|first: char| first.is_ascii_digit()) && text.split_whitespace().any(word)
}

fn options(breaks: bool) -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.inline_footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_latex = true;
    options.extension.ofm_callouts = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.tasklist_in_table = true;
    options.parse.escaped_char_spans = true;
    options.render.hardbreaks = breaks;
    options.render.sourcepos = true;
    options.render.r#unsafe = true;
    options
}
