//! Articles and pictures as WeChat keeps them: pure text and pixels, no network, no disk.
//!
//! Markdown or HTML goes in; what comes out is the HTML that WeChat would have left of it, dressed by a theme, with a list
//! of what was taken out and of the pictures that are still to be uploaded. Odd input never fails; only its size can.

mod clean;
mod code;
pub mod cover;
mod entity;
mod front;
mod links;
mod lists;
mod markdown;
mod maths;
pub mod page;
mod parse;
mod phone;
pub mod picture;
mod style;
mod tag;
pub mod theme;
mod tighten;
mod tree;

use std::collections::{BTreeMap, HashSet};

pub use clean::{Removed, RemovedWhat};
pub use front::{Front, Said, front};

use tree::{Element, Node};

/// Characters of one article that WeChat takes ("addDraft": fewer than 20 000).
pub const MAX_CHARACTERS: usize = 20_000;
/// Bytes of one article that WeChat takes ("addDraft": less than 1 MB).
pub const MAX_BYTES: usize = 1_048_576;
/// Bytes of source text that are read.
pub const MAX_SOURCE_BYTES: usize = 4 * 1_048_576;
/// Bytes of a style sheet that are read.
pub const MAX_SHEET_BYTES: usize = 256 * 1024;

/// Length of the address that WeChat gives a picture, as counted before it is known.
const TYPICAL_ADDRESS: usize = 130;

/// What the source is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Markdown,
    Html,
}

/// What becomes of links to places outside WeChat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Links {
    /// Nobody said: they stay, and that most accounts lose them is reported.
    #[default]
    Unsaid,
    /// They stay; WeChat keeps them for accounts with WeChat Pay.
    Keep,
    /// Their text stays, with a number; the addresses are listed at the end.
    Footnotes,
}

/// How an article is to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The text of a style sheet, a theme's or one's own; empty leaves the article undressed.
    pub css: String,
    pub links: Links,
}

/// Why a source cannot be an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("the text has {bytes} bytes; at most {MAX_SOURCE_BYTES} are read")]
    TooLong { bytes: usize },
    #[error("the style sheet has {bytes} bytes; at most {MAX_SHEET_BYTES} are read")]
    SheetTooLong { bytes: usize },
    #[error("the style sheet cannot be used: {0}")]
    Sheet(String),
}

/// A picture that an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureReference {
    /// As written, entities resolved: `images/a.png`, `image:chart`, `https://…`.
    pub source: String,
    /// Where it is named first, from 1; 0 when that cannot be told.
    pub line: usize,
    pub column: usize,
}

/// An article as WeChat keeps it, but for the addresses of its pictures.
#[derive(Debug, Clone)]
pub struct Article {
    pieces: Vec<Piece>,
    pictures: Vec<PictureReference>,
    removed: Vec<Removed>,
    front: Front,
    text: String,
    /// Some of its code has colours, which take room.
    coloured: bool,
    places: Vec<PlaceOfTag>,
}

/// Where in `pieces` a tag could say which line of the source it comes from; what is sent does not say it.
#[derive(Debug, Clone, Copy)]
struct PlaceOfTag {
    piece: usize,
    /// The byte of that piece after the tag's name.
    at: usize,
    line: usize,
    column: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Html(String),
    /// An `<img>`: what stands before the address and after it, and the index of its reference.
    Picture {
        before: String,
        index: usize,
        after: String,
    },
}

/// Source text becomes what WeChat keeps. Never fails on odd input.
///
/// # Errors
///
/// When the text or the style sheet is too long, or the sheet cannot be read at all.
pub fn article(kind: Kind, text: &str, look: &Look) -> Result<Article, Error> {
    let article = build(kind, text, look, !look.css.trim().is_empty())?;
    if !article.coloured || article.characters() < MAX_CHARACTERS {
        return Ok(article);
    }
    // Colours are the first thing to go where there is no room.
    let mut plain = build(kind, text, look, false)?;
    if plain.characters() >= MAX_CHARACTERS {
        return Ok(article);
    }
    plain.removed.push(Removed {
        what: RemovedWhat::CodeColours,
        line: None,
        column: 1,
    });
    Ok(plain)
}

fn build(kind: Kind, text: &str, look: &Look, in_colour: bool) -> Result<Article, Error> {
    if text.len() > MAX_SOURCE_BYTES {
        return Err(Error::TooLong { bytes: text.len() });
    }
    if look.css.len() > MAX_SHEET_BYTES {
        return Err(Error::SheetTooLong {
            bytes: look.css.len(),
        });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut removed = Vec::new();
    let (front, parsed) = match kind {
        Kind::Markdown => {
            let (front, body, first_line) = front::split(text);
            let (html, formulas) = markdown::html(body, first_line);
            removed.extend(formulas.into_iter().map(|(tex, line, column)| Removed {
                what: RemovedWhat::Formula {
                    tex: clean::cut(&tex),
                },
                line: Some(line),
                column,
            }));
            (front, parse::parse(&html, first_line))
        }
        Kind::Html => (Front::default(), parse::parse(text, 1)),
    };
    if parsed.cut_at.is_some() {
        removed.push(Removed {
            what: RemovedWhat::TooDeep,
            line: parsed.cut_at,
            column: 1,
        });
    }
    let (mut nodes, elsewhere) = links::rewrite(parsed.nodes, look.links);
    if let Some((line, column)) = elsewhere.first().filter(|_| look.links == Links::Unsaid) {
        removed.push(Removed {
            what: RemovedWhat::LinksElsewhere {
                count: elsewhere.len(),
            },
            line: Some(*line).filter(|line| *line > 0),
            column: *column,
        });
    }
    phone::tick(&mut nodes);
    let coloured = in_colour && code::colour(&mut nodes);
    if kind == Kind::Markdown {
        phone::box_tables(&mut nodes);
    }
    let mut nodes = clean::clean(nodes, &mut removed);
    let plain = phone::plain_text(&nodes);
    let pictures = number_pictures(&mut nodes);
    let nodes = if plain.chars().count() >= MAX_CHARACTERS {
        // The words alone are too many: nothing that is done to them can help, and it would take its time.
        nodes
    } else if look.css.trim().is_empty() {
        // Nobody will look at classes; without them arranging can be repeated until a browser reads what was written.
        theme::strip_classes(&mut nodes);
        settle(nodes, |nodes| {
            let mut nodes = phone::arrange(nodes);
            theme::strip_classes(&mut nodes);
            tighten::tighten(nodes)
        })
    } else {
        let nodes = phone::arrange(settle(nodes, |nodes| nodes));
        dress(nodes, &look.css, &mut removed)?
    };
    let mut pieces = Pieces::default();
    pieces.write(&nodes);
    let (pieces, places) = pieces.done();
    Ok(Article {
        pieces,
        places,
        pictures,
        removed,
        front,
        text: plain,
        coloured,
    })
}

/// Reads the text as a browser would, and does `work` on it, until neither changes anything. Odd nesting takes two or three
/// rounds, everything else one and a look.
fn settle(mut nodes: Vec<Node>, work: impl Fn(Vec<Node>) -> Vec<Node>) -> Vec<Node> {
    let mut text = tree::write_with_places(&nodes);
    for _ in 0..6 {
        nodes = work(parse::parse(&clean::harden(&text), 0).nodes);
        let next = tree::write_with_places(&nodes);
        if next == text {
            break;
        }
        text = next;
    }
    nodes
}

/// The theme's rules go into the tags; what a sheet brought that WeChat would not keep goes again.
fn dress(nodes: Vec<Node>, css: &str, removed: &mut Vec<Removed>) -> Result<Vec<Node>, Error> {
    let article = Element::with_class("section", "article", nodes);
    let text = tree::write_with_places(&[Node::Element(article)]);
    let dressed = theme::inline(&text, css)?;
    let mut late = Vec::new();
    let mut nodes = clean::clean(parse::parse(&dressed, 0).nodes, &mut late);
    let mut seen = HashSet::new();
    late.retain(|one| seen.insert(one.what.clone()));
    removed.extend(late.into_iter().map(|one| Removed { line: None, ..one }));
    theme::strip_classes(&mut nodes);
    Ok(tighten::tighten(nodes))
}

const PLACEHOLDER: &str = "https://picture.invalid/";

/// Replaces addresses by numbers that pass through every later step, and lists them.
fn number_pictures(nodes: &mut [Node]) -> Vec<PictureReference> {
    fn walk(
        nodes: &mut [Node],
        found: &mut Vec<PictureReference>,
        known: &mut BTreeMap<String, usize>,
    ) {
        for node in nodes {
            let Node::Element(element) = node else {
                continue;
            };
            walk(&mut element.children, found, known);
            let Some(source) = element
                .get("src")
                .filter(|_| element.name == "img")
                .map(str::to_owned)
            else {
                continue;
            };
            if clean::is_wechat_picture(&source) {
                continue;
            }
            let index = *known.entry(source.clone()).or_insert_with(|| {
                found.push(PictureReference {
                    source,
                    line: element.line,
                    column: element.column,
                });
                found.len() - 1
            });
            element.set("src", format!("{PLACEHOLDER}{index}"));
        }
    }
    let mut found = Vec::new();
    walk(nodes, &mut found, &mut BTreeMap::new());
    found
}

#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    html: String,
    places: Vec<PlaceOfTag>,
}

impl Pieces {
    fn write(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => tree::escape(text, false, &mut self.html),
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let index = element
            .get("src")
            .and_then(|source| source.strip_prefix(PLACEHOLDER))
            .and_then(|index| index.parse().ok());
        let Some(index) = index.filter(|_| element.name == "img") else {
            if element.line > 0 && tree::is_block(&element.name) {
                self.places.push(PlaceOfTag {
                    piece: self.done.len(),
                    at: self.html.len() + 1 + element.name.len(),
                    line: element.line,
                    column: element.column,
                });
            }
            tree::open(element, &mut self.html);
            self.write(&element.children);
            tree::close(element, &mut self.html);
            return;
        };
        let mut rest = element.clone();
        rest.take("src");
        let mut tag = String::new();
        tree::open(&rest, &mut tag);
        let after = format!("\"{}", tag.strip_prefix("<img").unwrap_or(">"));
        self.done.push(Piece::Html(std::mem::take(&mut self.html)));
        self.done.push(Piece::Picture {
            before: "<img src=\"".to_owned(),
            index,
            after,
        });
    }

    fn done(mut self) -> (Vec<Piece>, Vec<PlaceOfTag>) {
        self.done.push(Piece::Html(self.html));
        (self.done, self.places)
    }
}

impl Article {
    /// The pictures to upload: each source once, in order of appearance. Those that WeChat serves already are not among them.
    pub fn pictures(&self) -> &[PictureReference] {
        &self.pictures
    }

    /// What was taken out.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// What the source says of itself; empty for HTML.
    pub fn front(&self) -> &Front {
        &self.front
    }

    /// The HTML for WeChat, with the address of each picture. A picture for which there is none is left out.
    pub fn html(&self, address: &dyn Fn(&str) -> Option<String>) -> String {
        self.written(address, &[])
    }

    /// The same, each block saying its place in the source: for `page`, which puts notes there.
    pub fn html_with_places(&self, address: &dyn Fn(&str) -> Option<String>) -> String {
        self.written(address, &self.places)
    }

    fn written(
        &self,
        address: &dyn Fn(&str) -> Option<String>,
        mut places: &[PlaceOfTag],
    ) -> String {
        let mut out = String::new();
        for (number, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Html(html) => {
                    let mut from = 0;
                    while let Some((place, rest)) = places.split_first()
                        && place.piece == number
                    {
                        out.push_str(html.get(from..place.at).unwrap_or_default());
                        tree::write_place(place.line, place.column, &mut out);
                        from = place.at;
                        places = rest;
                    }
                    out.push_str(html.get(from..).unwrap_or_default());
                }
                Piece::Picture {
                    before,
                    index,
                    after,
                } => {
                    if let Some(address) = self
                        .pictures
                        .get(*index)
                        .and_then(|picture| address(&picture.source))
                    {
                        out.push_str(before);
                        tree::escape(&address, true, &mut out);
                        out.push_str(after);
                    }
                }
            }
        }
        out
    }

    /// Characters of `html`, with addresses of typical length.
    pub fn characters(&self) -> usize {
        self.measure(|text| text.chars().count())
    }

    /// Bytes of `html`, with addresses of typical length.
    pub fn bytes(&self) -> usize {
        self.measure(str::len)
    }

    fn measure(&self, length: impl Fn(&str) -> usize) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Html(html) => length(html),
            Piece::Picture { before, after, .. } => {
                length(before) + TYPICAL_ADDRESS + length(after)
            }
        };
        self.pieces.iter().map(of).sum()
    }

    /// The words alone, a line a paragraph, for digests.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests;
