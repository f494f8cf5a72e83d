//! The pictures that an article names: where each is, and the address that stands in its place until it is uploaded.
//!
//! The real address of a picture goes before a placeholder: pages that load lazily have it in `data-src` and the like, or in a list of
//! sizes. Bytes in the address (`data:`) are handed on as they are.

use std::collections::BTreeMap;

use super::tree::Element;
use crate::text::kept;

/// Stands for a picture until it has an address; passes every filter, because WeChat's own host does.
pub(super) const PLACEHOLDER: &str = "https://mmbiz.qpic.cn/wxmass-picture/";

/// Attributes in which lazily loading pages keep the address, the surest first.
const LAZY: &[&str] = &[
    "data-src",
    "data-original",
    "data-original-src",
    "data-lazy-src",
    "data-lazyload",
    "data-lazy",
    "data-actualsrc",
    "data-echo",
    "data-url",
    "data-croporisrc",
];
const SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];

/// A picture that an article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureReference {
    /// As written, entities resolved: `images/a.png`, `image:chart`, `https://…`, `data:image/png;base64,…`.
    pub source: String,
    /// The line that names it first, from 1; 0 when unknown.
    pub line: usize,
    pub column: usize,
}

/// The pictures found so far, each source once.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) list: Vec<PictureReference>,
    known: BTreeMap<String, usize>,
}

impl Found {
    /// The replacement of a source: itself where WeChat serves it already.
    pub(super) fn address(&mut self, source: &str, element: &Element) -> String {
        if kept::is_wechat_picture(source) {
            return source.to_owned();
        }
        let index = if let Some(index) = self.known.get(source) {
            *index
        } else {
            self.known.insert(source.to_owned(), self.list.len());
            self.list.push(PictureReference {
                source: source.to_owned(),
                line: element.line,
                column: element.column,
            });
            self.list.len() - 1
        };
        format!("{PLACEHOLDER}{index}")
    }

    /// A value of a style with the addresses in it replaced.
    pub(super) fn in_style(&mut self, value: &str, element: &Element) -> String {
        let mut out = value.to_owned();
        for source in kept::addresses(value) {
            let lower = source.to_ascii_lowercase();
            // Those of other hosts are an editor's decoration, and go with a word.
            let is_elsewhere =
                kept::host(source).is_some() || source.starts_with('#') || is_data(source);
            if source.is_empty() || is_elsewhere || lower.starts_with("javascript:") {
                continue;
            }
            let address = self.address(source, element);
            out = out.replacen(source, &address, 1);
        }
        out
    }
}

/// The address of a picture; none where it has none.
pub(super) fn source(element: &Element) -> Option<String> {
    let get = |key: &&str| element.get(key).map(str::trim);
    let lazy = LAZY.iter().filter_map(get).find(|it| is_address(it));
    let own = element
        .get("src")
        .map(str::trim)
        .filter(|it| !it.is_empty() && *it != "about:blank");
    let set = || SETS.iter().filter_map(get).find_map(largest);
    if let Some(lazy) = lazy {
        return Some(lazy.to_owned());
    }
    match own {
        Some(own) if !is_data(own) => Some(own.to_owned()),
        _ => set().or_else(|| own.map(str::to_owned)),
    }
}

/// Takes away what is no longer true of a picture once it has an address.
pub(super) fn forget_sources(element: &mut Element) {
    element.attributes.retain(|(key, _)| {
        key != "src" && !LAZY.contains(&key.as_str()) && !SETS.contains(&key.as_str())
    });
}

/// Whether the bytes are in the address.
pub(super) fn is_data(source: &str) -> bool {
    source
        .get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn is_address(text: &str) -> bool {
    !text.is_empty()
        && !is_data(text)
        && text.contains(['.', '/', ':'])
        && !text.contains(['{', '<', '\n'])
}

/// The largest picture of `a.png 1x, b.png 2x`.
fn largest(set: &str) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    let mut rest = set;
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == ',');
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if address.is_empty() {
            break;
        }
        let (address, size) = if let Some(address) = address.strip_suffix(',') {
            rest = after;
            (address, "")
        } else {
            let (size, next) = after.split_once(',').unwrap_or((after, ""));
            rest = next;
            (address, size.trim())
        };
        let size = size
            .trim_end_matches(['x', 'w', 'h'])
            .parse()
            .unwrap_or(1.0);
        if !is_data(address) && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
    }
    best.map(|(_, address)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(attributes: &[(&str, &str)]) -> Option<String> {
        let mut element = Element::new("img", Vec::new());
        for (key, value) in attributes {
            element.set(key, (*value).to_owned());
        }
        source(&element)
    }

    #[test]
    fn the_real_address_goes_before_a_placeholder() {
        let data = "data:image/gif;base64,R0";
        for (attributes, expected) in [
            (&[("src", "a.png")][..], Some("a.png")),
            (&[("src", data)], Some(data)),
            (&[("src", data), ("data-src", "b.png")], Some("b.png")),
            (
                &[("src", "loading.gif"), ("data-original", "b.png")],
                Some("b.png"),
            ),
            (
                &[("src", ""), ("srcset", "a.png 1x, b.png 2x")],
                Some("b.png"),
            ),
            (
                &[("src", data), ("srcset", "a.png 480w,b,c.png 800w")],
                Some("b,c.png"),
            ),
            (&[("srcset", "a.png, b.png 1.5x")], Some("b.png")),
            (&[("src", "a.png"), ("srcset", "b.png 2x")], Some("a.png")),
            (&[("src", " "), ("alt", "x")], None),
            (&[("src", "a.png"), ("data-src", "true")], Some("a.png")),
        ] {
            assert_eq!(of(attributes).as_deref(), expected, "{attributes:?}");
        }
    }
}
