//! Themes: style sheets whose rules are written into the tags, for WeChat keeps no others.
//!
//! A theme is a sheet of variables and rules without imports or pictures, behind the one that all share. It dresses `.article`, the elements of Markdown and
//! the classes that this room gives out (`caption`, `footnotes`, `table-wrap`, …); those classes are gone afterwards.

use super::tree::{Element, Node};

/// A theme's sheet, behind what all of them share.
macro_rules! sheet {
    ($file:literal) => {
        concat!(include_str!("themes/base.css"), include_str!($file))
    };
}

const THEMES: &[(&str, &str)] = &[
    ("default", sheet!("themes/default.css")),
    ("ink", sheet!("themes/ink.css")),
    ("mint", sheet!("themes/mint.css")),
    ("magazine", sheet!("themes/magazine.css")),
    ("tech", sheet!("themes/tech.css")),
    ("letter", sheet!("themes/letter.css")),
    ("formal", sheet!("themes/formal.css")),
    ("vivid", sheet!("themes/vivid.css")),
];

/// The built-in themes, `default` first.
pub fn names() -> impl Iterator<Item = &'static str> {
    THEMES.iter().map(|(name, _)| *name)
}

/// The style sheet of a built-in theme.
pub fn css(name: &str) -> Option<&'static str> {
    THEMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, css)| *css)
}

/// Classes have done their work; WeChat's own elements keep theirs.
pub(super) fn strip_classes(nodes: &mut [Node]) {
    for node in nodes {
        if let Node::Element(element) = node {
            if loses_class(element) {
                element.take("class");
            }
            strip_classes(&mut element.children);
        }
    }
}

/// Whether an element's class is for the sheet.
pub(super) fn loses_class(element: &Element) -> bool {
    !element.name.starts_with("mp-") && element.name != "iframe"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_comes_first() {
        assert_eq!(names().next(), Some("default"));
        assert!(css("default").is_some() && css("nope").is_none());
    }
}
