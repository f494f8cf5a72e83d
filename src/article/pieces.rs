//! An article in pieces: its HTML, and between it the pictures, whose addresses are not known before they are uploaded.

use super::pictures::{PLACEHOLDER, PictureReference};
use super::tree::{self, Element, Node};

/// Length of the address that WeChat gives a picture, as counted before it is known.
pub(super) const TYPICAL_ADDRESS: usize = 130;

/// The place in the pieces where a tag could name its source line; sent HTML does not.
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
    /// The address of a picture inside a tag, as the index of its reference.
    Address(usize),
    /// An `<img>`: what stands before the address and after it. Without an address it is left out.
    Picture {
        before: String,
        index: usize,
        after: String,
    },
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
        let of = |index: usize| address(&pictures.get(index)?.source);
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
                Piece::Address(index) => {
                    tree::escape(&of(*index).unwrap_or_default(), true, &mut out);
                }
                Piece::Picture {
                    before,
                    index,
                    after,
                } => {
                    if let Some(address) = of(*index) {
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
            Piece::Address(_) => TYPICAL_ADDRESS,
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

    fn end_piece(&mut self, next: Piece) {
        self.done.push(Piece::Html(std::mem::take(&mut self.html)));
        self.done.push(next);
    }

    fn element(&mut self, element: &Element) {
        let mut tag = String::new();
        tree::open(element, &mut tag);
        let is_named = tag.contains(PLACEHOLDER);
        if is_named && element.name == "img" && self.image(element) {
            return;
        }
        if element.line > 0 && tree::is_block(&element.name) {
            self.places.push(PlaceOfTag {
                piece: self.done.len(),
                at: self.html.len() + 1 + element.name.len(),
                line: element.line,
                column: element.column,
            });
        }
        let mut rest = tag.as_str();
        while let Some((before, after)) = rest.split_once(PLACEHOLDER) {
            let (index, after) = number(after);
            self.html.push_str(before);
            self.end_piece(Piece::Address(index));
            rest = after;
        }
        self.html.push_str(rest);
        self.write(&element.children);
        tree::close(element, &mut self.html);
    }

    fn image(&mut self, element: &Element) -> bool {
        let mut rest = element.clone();
        let source = rest.take("src").unwrap_or_default();
        let Some(index) = source
            .strip_prefix(PLACEHOLDER)
            .and_then(|it| it.parse().ok())
        else {
            return false;
        };
        let mut tag = String::new();
        tree::open(&rest, &mut tag);
        self.end_piece(Piece::Picture {
            before: "<img src=\"".to_owned(),
            index,
            after: format!("\"{}", tag.strip_prefix("<img").unwrap_or(">")),
        });
        true
    }
}

/// The number at the start of a text, and what follows it.
fn number(text: &str) -> (usize, &str) {
    let end = text
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.parse().unwrap_or(usize::MAX), rest)
}
