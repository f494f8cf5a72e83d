//! The size of a drawing after expansion, before it becomes a tree: elements that `use`, markers, masks and patterns repeat.
//!
//! Every element weighs its attributes and what it holds, and what it refers to weighs as much again wherever it is referred
//! to. So a short file that grows while it is read is refused while it is short.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node};

use super::sheet;
use crate::picture::{Heavy, PictureError};

/// All elements together, about in bytes of what is read.
const MAX_WEIGHT: f64 = 64.0e6;
/// An element without attributes.
const ELEMENT: f64 = 200.0;
/// A letter: it is looked for in fonts and becomes a path. Each walks along the whole of its text, and along a path that it stands on.
const LETTER: f64 = 400.0;
const LETTER_IN_TEXT: f64 = 0.05;
const LETTER_ON_PATH: f64 = 0.06;
/// One element in another.
const MAX_DEPTH: usize = 128;
/// The same with what is referred to in place of the reference: functions that call themselves walk it.
const MAX_HEIGHT: usize = 512;

/// Refuses what would not be drawn, and what grows too large; says whether there is text.
pub(super) fn look(document: &Document<'_>) -> Result<bool, PictureError> {
    let mut has_text = false;
    for node in document.root_element().descendants() {
        match node.tag_name().name() {
            "foreignObject" => return Err(PictureError::ForeignObject),
            "text" => has_text = true,
            _ => {}
        }
    }
    let depth = |node: Node<'_, '_>| node.ancestors().take(MAX_DEPTH + 2).count();
    let leaves = document.descendants().filter(|node| !node.has_children());
    if leaves.map(depth).any(|depth| depth > MAX_DEPTH) {
        return Err(PictureError::Broken(
            "its elements are nested too deeply".to_owned(),
        ));
    }
    let weight = Scale::new(document).weigh(document.root_element(), Inherited::default(), 0);
    let styled = weight.elements * sheet::weight(document, weight.height);
    // What is no number is too much as well.
    let is_light = weight.bytes + styled <= MAX_WEIGHT;
    if !is_light || weight.height > MAX_HEIGHT {
        return Err(PictureError::TooMuchWork {
            on: Heavy::Elements,
        });
    }
    Ok(has_text)
}

/// Values that an element inherits.
#[derive(Clone, Copy, Default)]
struct Inherited {
    /// A marker at each corner.
    corner: Weight,
    /// Whatever else is painted once.
    paint: Weight,
}

/// The result for an element.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// About how many bytes are read for it.
    bytes: f64,
    elements: f64,
    /// How many elements lie in one another.
    height: usize,
}

impl Weight {
    const TOO_MUCH: Self = Self {
        bytes: f64::INFINITY,
        elements: f64::INFINITY,
        height: MAX_HEIGHT + 1,
    };

    /// With so many times another inside.
    fn hold(&mut self, times: f64, other: Self) {
        if other.bytes > 0.0 {
            self.bytes += times * other.bytes;
            self.elements += times * other.elements;
            self.height = self.height.max(other.height + 1);
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.max(other.bytes),
            elements: self.elements.max(other.elements),
            height: self.height.max(other.height),
        }
    }
}

struct Scale<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    /// Of what is referred to; `None` while it is weighed, so that a circle ends.
    known: HashMap<&'a str, Option<Weight>>,
    /// Markers that a style sheet may put at each corner.
    sheet: Vec<&'a str>,
}

impl<'a, 'input> Scale<'a, 'input> {
    fn new(document: &'a Document<'input>) -> Self {
        let elements = document.descendants().filter(Node::is_element);
        let ids = elements.filter_map(|node| Some((node.attribute("id")?, node)));
        Self {
            by_id: ids.collect(),
            known: HashMap::new(),
            sheet: sheet::texts(document).flat_map(markers).collect(),
        }
    }

    fn weigh(&mut self, node: Node<'a, 'input>, inherited: Inherited, depth: usize) -> Weight {
        if depth > MAX_HEIGHT {
            return Weight::TOO_MUCH;
        }
        let mut own = Weight {
            bytes: ELEMENT,
            elements: 1.0,
            height: 1,
        };
        let mut inherited = inherited;
        for attribute in node.attributes() {
            let value = attribute.value();
            own.bytes += value.len() as f64;
            match attribute.name() {
                "href" => {
                    if let Some(id) = value.strip_prefix('#') {
                        own.hold(1.0, self.referred(id, depth));
                    }
                }
                "marker" | "marker-mid" => inherited.corner = self.all(references(value), depth),
                "font-family" | "font" => own.bytes += value.len() as f64 * sheet::FONT_LETTER,
                "style" => {
                    own.bytes += sheet::fonts_of(value);
                    let corner = self.all(markers(value), depth);
                    inherited.corner = inherited.corner.or(corner);
                    inherited.paint = inherited.paint.or(self.all(references(value), depth));
                }
                "mask" | "clip-path" | "filter" => {
                    own.hold(1.0, self.all(references(value), depth));
                }
                "fill" | "stroke" | "marker-start" | "marker-end" => {
                    inherited.paint = inherited.paint.or(self.all(references(value), depth));
                }
                _ => {}
            }
        }
        let name = node.tag_name().name();
        match name {
            "path" | "polyline" | "polygon" | "line" | "rect" | "circle" | "ellipse" => {
                let corners = node.attribute("d").or(node.attribute("points"));
                let corners = corners.map_or(4, corners_of) as f64;
                let mut marker = inherited.corner;
                for id in self.sheet.clone() {
                    marker = marker.or(self.referred(id, depth));
                }
                own.hold(corners, marker);
                own.hold(1.0, inherited.paint);
            }
            "text" | "tspan" | "textPath" => own.hold(1.0, inherited.paint),
            _ => {}
        }
        let letters = match name {
            "text" | "textPath" => letters_in(node),
            _ => 0.0,
        };
        own.bytes += match name {
            "text" => letters * (LETTER + letters * LETTER_IN_TEXT),
            _ => letters * own.bytes * LETTER_ON_PATH,
        };
        for child in node.children().filter(Node::is_element) {
            own.hold(1.0, self.weigh(child, inherited, depth + 1));
        }
        own
    }

    fn all(&mut self, ids: impl Iterator<Item = &'a str>, depth: usize) -> Weight {
        let mut all = Weight::default();
        for id in ids {
            let one = self.referred(id, depth);
            all.bytes += one.bytes;
            all.elements += one.elements;
            all.height = all.height.max(one.height);
        }
        all
    }

    fn referred(&mut self, id: &'a str, depth: usize) -> Weight {
        if let Some(known) = self.known.get(id) {
            return known.unwrap_or_default();
        }
        let Some(node) = self.by_id.get(id).copied() else {
            return Weight::default();
        };
        self.known.insert(id, None);
        let weight = self.weigh(node, Inherited::default(), depth + 1);
        self.known.insert(id, Some(weight));
        weight
    }
}

/// How many letters are written in a text, however they are grouped.
fn letters_in(text: Node<'_, '_>) -> f64 {
    let parts = text.descendants().filter(Node::is_text);
    let letters = parts.flat_map(|part| part.text().unwrap_or_default().chars());
    letters.count() as f64
}

/// The names in `url(#name)`.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let rest = rest.split(')').next()?.trim();
        rest.trim_matches(['"', '\'']).strip_prefix('#')
    })
}

/// The names of markers for every corner in declarations of CSS.
fn markers(css: &str) -> impl Iterator<Item = &str> {
    css.split(['{', '}', ';']).filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        matches!(name.trim(), "marker" | "marker-mid")
            .then(|| references(value).next())
            .flatten()
    })
}

/// About how many corners a path has, and no fewer: there is none without a number.
fn corners_of(data: &str) -> usize {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let pairs = data.as_bytes().windows(2);
    let starts = pairs.filter(|pair| !is_digit(pair[0]) && is_digit(pair[1]));
    starts.count() + 2
}
