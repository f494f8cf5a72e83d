//! One start tag, read as HTML reads it.
//!
//! Quoted, unquoted and empty attribute values; entities are decoded. Linear: a quotation mark that is never closed ends
//! the text, as in a browser.

use super::entity;
use super::tree::is_space;

/// A start tag as written; names are not yet in lower case.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) self_closing: bool,
    /// The byte after `>`.
    pub(super) end: usize,
}

/// More attributes than this are passed over.
const MAX_ATTRIBUTES: usize = 64;

/// Reads the tag whose `<` is at `start`; none when the text ends first.
pub(super) fn read(text: &str, start: usize) -> Option<Tag> {
    let bytes = text.as_bytes();
    let mut at = start + 1;
    let name = word(text, &mut at, |byte| {
        is_space(char::from(byte)) || byte == b'>' || byte == b'/'
    })?;
    let mut tag = Tag {
        name,
        attributes: Vec::new(),
        self_closing: false,
        end: 0,
    };
    loop {
        match *bytes.get(at)? {
            b'>' => {
                tag.end = at + 1;
                return Some(tag);
            }
            b'/' => {
                tag.self_closing = bytes.get(at + 1) == Some(&b'>');
                at += 1;
            }
            byte if is_space(char::from(byte)) => at += 1,
            _ => {
                let attribute = attribute(text, &mut at)?;
                if tag.attributes.len() < MAX_ATTRIBUTES && is_name(&attribute.0) {
                    tag.attributes.push(attribute);
                }
            }
        }
    }
}

fn attribute(text: &str, at: &mut usize) -> Option<(String, String)> {
    let bytes = text.as_bytes();
    // A leading `=` belongs to the name, so that reading always goes on.
    let first = *at;
    *at += 1;
    while bytes
        .get(*at)
        .is_some_and(|byte| !is_space(char::from(*byte)) && !matches!(byte, b'=' | b'>' | b'/'))
    {
        *at += 1;
    }
    let name = text.get(first..*at)?.to_owned();
    let mut ahead = *at;
    while bytes
        .get(ahead)
        .is_some_and(|byte| is_space(char::from(*byte)))
    {
        ahead += 1;
    }
    if bytes.get(ahead) != Some(&b'=') {
        return Some((name, String::new()));
    }
    ahead += 1;
    while bytes
        .get(ahead)
        .is_some_and(|byte| is_space(char::from(*byte)))
    {
        ahead += 1;
    }
    let value = if let quote @ (b'"' | b'\'') = bytes.get(ahead)? {
        let rest = text.get(ahead + 1..)?;
        let length = rest.find(char::from(*quote))?;
        *at = ahead + 1 + length + 1;
        rest.get(..length)?.to_owned()
    } else {
        *at = ahead;
        word(text, at, |byte| is_space(char::from(byte)) || byte == b'>')?
    };
    Some((name, entity::decode(&value)))
}

/// The bytes up to one that ends a word, or up to the text's end: then there is no tag.
fn word(text: &str, at: &mut usize, ends: impl Fn(u8) -> bool) -> Option<String> {
    let start = *at;
    let length = text
        .as_bytes()
        .get(start..)?
        .iter()
        .position(|byte| ends(*byte))?;
    *at = start + length;
    text.get(start..*at).map(str::to_owned)
}

/// Names that can be written again without harm.
fn is_name(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_every_dress() {
        let text = r#"<a b="1 > 0" c='&amp;"' d=e/f g data-x = y / >rest"#;
        let tag = read(text, 0).unwrap();
        let pairs: Vec<_> = tag
            .attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("b", "1 > 0"),
                ("c", "&\""),
                ("d", "e/f"),
                ("g", ""),
                ("data-x", "y")
            ]
        );
        assert_eq!(text.get(tag.end..), Some("rest"));
    }

    #[test]
    fn an_unfinished_tag_is_none() {
        for text in ["<a", "<a b", "<a b=", "<a b='", "<a =", "<a 中"] {
            assert!(read(text, 0).is_none(), "{text}");
        }
    }
}
