//! XML within bounds: what a callback may hold, and how its elements are read.
//!
//! A body is bounded in depth and nodes; a document type, and with it every entity of one's own, is refused. Texts are cut to
//! what anybody could need, without control characters.

use roxmltree::{Document, Node, ParsingOptions};

use super::{DEEPEST, Error};

/// A finished send of eight articles has under 200 nodes.
const MOST_NODES: u32 = 4_096;
/// An address or a word from outside is not kept any longer than this, in characters.
const LONGEST_TEXT: usize = 1_024;
const LONGEST_WORD: usize = 64;

/// Does something with the root of a body, if the body is within bounds.
pub(super) fn with_root<T>(
    body: &[u8],
    read: impl FnOnce(Node<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let text = std::str::from_utf8(body).map_err(|_| Error::Xml("it is not UTF-8".to_owned()))?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    let document = Document::parse_with_options(text, options)
        .map_err(|error| Error::Xml(bounded(&error.to_string(), 200)))?;
    let too_deep = |node: Node<'_, '_>| node.ancestors().nth(DEEPEST + 1).is_some();
    if document.descendants().any(too_deep) {
        return Err(Error::TooDeep);
    }
    read(document.root_element())
}

/// An element that is missing or makes no sense.
pub(super) fn element(element: &'static str) -> Error {
    Error::Element { element }
}

/// The first child of this name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

/// All children of this name.
pub(super) fn named<'a, 'i>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |it| it.has_tag_name(name))
}

/// All text of a node; CDATA may come in pieces.
pub(super) fn content(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text()).collect()
}

/// The text of a child; none where it is missing or blank.
pub(super) fn text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let text = content(child(node, name)?);
    (!text.trim().is_empty()).then_some(text)
}

/// The whole number in a child, if there is one.
pub(super) fn number(node: Node<'_, '_>, name: &'static str) -> Result<Option<i64>, Error> {
    text(node, name).map(|text| whole(&text, name)).transpose()
}

/// A text as a whole number.
pub(super) fn whole(text: &str, name: &'static str) -> Result<i64, Error> {
    text.trim().parse().map_err(|_| element(name))
}

/// A number that cannot be below 0.
pub(super) fn count(node: Node<'_, '_>, name: &'static str) -> Result<Option<i64>, Error> {
    match number(node, name)? {
        Some(below) if below < 0 => Err(element(name)),
        count => Ok(count),
    }
}

/// A number as yes or no.
pub(super) fn truth(node: Node<'_, '_>, name: &'static str) -> Result<Option<bool>, Error> {
    Ok(number(node, name)?.map(|it| it != 0))
}

/// An address, cut to what anybody could need.
pub(super) fn address(node: Node<'_, '_>, name: &str) -> Option<String> {
    text(node, name).map(|it| bounded(&it, LONGEST_TEXT))
}

/// A word, cut likewise.
pub(super) fn word(text: &str) -> String {
    bounded(text, LONGEST_WORD)
}

fn bounded(text: &str, most: usize) -> String {
    let plain = text.trim().chars().filter(|it| !it.is_control());
    plain.take(most).collect()
}
