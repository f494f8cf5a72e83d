//! A callback's body within bounds: what it may hold, and how its elements are read.
//!
//! A body is bounded in depth and nodes; a document type, and with it every entity of one's own, is refused. What strict XML
//! would refuse and WeChat may send is made good: control characters, a bare `&`, bytes that are no UTF-8, JSON in its place.
//! Texts are cut to a length that is enough for each of their uses, without control characters.

use std::borrow::Cow;

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

use super::{DEEPEST, Error};

/// A finished send of eight articles has under 200 nodes.
const MOST_NODES: u32 = 4_096;
/// An address or a word from outside is not kept any longer than this, in characters.
const LONGEST_TEXT: usize = 1_024;
const LONGEST_WORD: usize = 64;
const CDATA: &str = "<![CDATA[";

/// Does something with the root of a body, if the body is within bounds.
pub(super) fn with_root<T>(
    body: &[u8],
    read: impl FnOnce(Node<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    let text = if text.starts_with('{') {
        Cow::Owned(of_json(text)?)
    } else {
        repaired(text)
    };
    let document = Document::parse_with_options(&text, options)
        .map_err(|error| Error::Xml(bounded(&error.to_string(), 200)))?;
    let too_deep = |node: Node<'_, '_>| node.ancestors().nth(DEEPEST + 1).is_some();
    if document.descendants().any(too_deep) {
        return Err(Error::TooDeep);
    }
    read(document.root_element())
}

/// The text with control characters as spaces, and with each `&` that begins none of XML's own entities as a plain one. What is
/// inside CDATA keeps its `&`.
fn repaired(text: &str) -> Cow<'_, str> {
    let is_odd = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
    if !text.contains(is_odd) && !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let text = text.replace(is_odd, " ");
    let mut whole = String::with_capacity(text.len() + 64);
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['&', '<']) {
        let (before, found) = rest.split_at(at);
        whole.push_str(before);
        let length = match found
            .strip_prefix(CDATA)
            .and_then(|inner| inner.find("]]>"))
        {
            Some(inner) => CDATA.len() + inner,
            None => 1,
        };
        let is_bare = found.starts_with('&') && !begins_an_entity(found);
        whole.push_str(if is_bare { "&amp;" } else { &found[..length] });
        rest = &found[length..];
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

/// `&amp;`, `&#38;` or `&#x26;` at its start; an entity of one's own is none.
fn begins_an_entity(text: &str) -> bool {
    let Some((name, _)) = text[1..].split_once(';') else {
        return false;
    };
    let digits = |digits: &str, is: fn(&char) -> bool| {
        !digits.is_empty() && digits.len() <= 6 && digits.chars().all(|it| is(&it))
    };
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix('x') {
            Some(hex) => digits(hex, char::is_ascii_hexdigit),
            None => digits(number, char::is_ascii_digit),
        },
        None => ["amp", "lt", "gt", "quot", "apos"].contains(&name),
    }
}

/// The same event as XML: members become elements, a list of objects becomes `item` elements, any other list repeats its name.
fn of_json(text: &str) -> Result<String, Error> {
    let broken = |error: serde_json::Error| Error::Xml(bounded(&error.to_string(), 200));
    let value: Value = serde_json::from_str(text).map_err(broken)?;
    let mut xml = String::with_capacity(text.len() * 2);
    write(&mut xml, "xml", &value);
    Ok(xml)
}

fn write(xml: &mut String, name: &str, value: &Value) {
    let is_name = |name: &str| {
        name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && name
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    if !is_name(name) {
        return;
    }
    let mut element = |inside: &dyn Fn(&mut String)| {
        xml.extend(["<", name, ">"]);
        inside(xml);
        xml.extend(["</", name, ">"]);
    };
    match value {
        Value::Null => {}
        Value::Object(members) => element(&|xml| {
            for (name, value) in members {
                write(xml, name, value);
            }
        }),
        Value::Array(list) if name != "item" && list.iter().any(Value::is_object) => {
            element(&|xml| {
                for item in list {
                    write(xml, "item", item);
                }
            });
        }
        Value::Array(list) => {
            for item in list {
                write(xml, name, item);
            }
        }
        Value::String(text) => element(&|xml| {
            let plain = text.replace(|it: char| it.is_control(), " ");
            xml.push_str(&plain.replace('&', "&amp;").replace('<', "&lt;"));
        }),
        Value::Bool(_) | Value::Number(_) => element(&|xml| xml.push_str(&value.to_string())),
    }
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

/// A text as a whole number; `75.0` is one.
pub(super) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = fraction.bytes().all(|byte| byte == b'0');
    whole.parse().ok().filter(|_| is_whole)
}

/// An address, cut to the longest that is kept.
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
