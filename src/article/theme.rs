//! Themes: style sheets whose rules are written into the tags, for WeChat keeps no others.
//!
//! A theme is one plain sheet without variables, imports or pictures. It dresses `.article`, the elements of Markdown and
//! the classes that this room gives out (`caption`, `footnotes`, `table-wrap`, …); those classes are gone afterwards.

use super::tree::Node;

const THEMES: &[(&str, &str)] = &[
    ("default", include_str!("themes/default.css")),
    ("ink", include_str!("themes/ink.css")),
    ("mint", include_str!("themes/mint.css")),
    ("magazine", include_str!("themes/magazine.css")),
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
            if !element.name.starts_with("mp-") && element.name != "iframe" {
                element.take("class");
            }
            strip_classes(&mut element.children);
        }
    }
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
