//! An article in pieces: its HTML, and between it the pictures, whose addresses are not known before they are uploaded.
//!
//! Pictures are numbered before an article is arranged and dressed; the numbers pass through every step in an address that
//! leads nowhere.

use std::collections::BTreeMap;

use super::clean;
use super::tree::{self, Element, Node};

/// Length of the address that WeChat gives a picture, as counted before it is known.
const TYPICAL_ADDRESS: usize = 130;
const PLACEHOLDER: &str = "https://picture.invalid/";

/// A picture that an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureReference {
    /// As written, entities resolved: `images/a.png`, `image:chart`, `https://…`.
    pub source: String,
    /// Where it is named first, from 1; 0 when that cannot be told.
    pub line: usize,
    pub column: usize,
}

/// Where in the pieces a tag could say which line of the source it comes from; what is sent does not say it.
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

/// Replaces addresses by numbers that pass through every later step, and lists them.
pub(super) fn number_pictures(nodes: &mut [Node]) -> Vec<PictureReference> {
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

/// An article in pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces {
    list: Vec<Piece>,
    places: Vec<PlaceOfTag>,
}

impl Pieces {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut writer = Writer::default();
        writer.write(nodes);
        writer.done.push(Piece::Html(writer.html));
        Self {
            list: writer.done,
            places: writer.places,
        }
    }

    /// The HTML, with the address of each picture. A picture for which there is none is left out.
    pub(super) fn html(
        &self,
        pictures: &[PictureReference],
        address: &dyn Fn(&str) -> Option<String>,
    ) -> String {
        self.written(pictures, address, &[])
    }

    /// The same, each block saying its place in the source.
    pub(super) fn html_with_places(
        &self,
        pictures: &[PictureReference],
        address: &dyn Fn(&str) -> Option<String>,
    ) -> String {
        self.written(pictures, address, &self.places)
    }

    fn written(
        &self,
        pictures: &[PictureReference],
        address: &dyn Fn(&str) -> Option<String>,
        mut places: &[PlaceOfTag],
    ) -> String {
        let mut out = String::new();
        for (number, piece) in self.list.iter().enumerate() {
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
                    if let Some(address) = pictures
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

    /// The length of the whole, with addresses of typical length.
    pub(super) fn measure(&self, length: impl Fn(&str) -> usize) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Html(html) => length(html),
            Piece::Picture { before, after, .. } => {
                length(before) + TYPICAL_ADDRESS + length(after)
            }
        };
        self.list.iter().map(of).sum()
    }
}

/// Writes the pieces; `html` is the one at hand.
#[derive(Default)]
struct Writer {
    done: Vec<Piece>,
    html: String,
    places: Vec<PlaceOfTag>,
}

impl Writer {
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
}
