//! Boxes with a name for content that a page without network cannot show: pictures and videos that WeChat serves, cards of
//! mini programs. A page that asked for them would tell their hosts who looks at it, and be empty where there is no network.

use super::super::tree::{Element, Node};
use super::Words;

/// Puts boxes in place of everything that is elsewhere.
pub(super) fn stand(nodes: &mut [Node], words: &Words) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        if let Some(name) = name(element, words) {
            let mut away = Element::with_class("span", "away", vec![Node::Text(name)]);
            away.line = element.line;
            *element = away;
            continue;
        }
        if let Some(style) = element.take("style") {
            let is_here = |one: &&str| !one.contains("url(");
            let style: Vec<_> = style.split(';').filter(is_here).collect();
            element.set("style", style.join(";"));
        }
        stand(&mut element.children, words);
    }
}

/// The label in place of an element; none for one that the page can show.
fn name(element: &Element, words: &Words) -> Option<String> {
    let with = |kind: &str, name: Option<&str>| match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{kind} · {name}"),
        None => kind.to_owned(),
    };
    let is_data = |address: &str| address.starts_with("data:");
    match element.name.as_str() {
        "img" if !element.get("src").is_some_and(is_data) => {
            Some(with(&words.picture, element.get("alt")))
        }
        "iframe" => Some(words.video.clone()),
        "mp-common-miniprogram" | "mp-miniprogram" => Some(with(
            &words.mini_program,
            element.get("data-miniprogram-title"),
        )),
        "mp-common-mpaudio" => Some(with(&words.audio, element.get("name"))),
        "mp-common-profile" => Some(with(&words.account_card, element.get("data-nickname"))),
        "mp-common-videosnap" => Some(with(&words.channel, element.get("data-nickname"))),
        _ => None,
    }
}
