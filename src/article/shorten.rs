//! The same look in fewer characters.
//!
//! A declaration goes where the element has inherited the value, or where a phone does the same without it (WeChat's page sets
//! `max-width`, `box-sizing` and `word-wrap` for all that is in an article, and how links look: `docs/wechat-api.md` 9). Values are written short, what all children say moves to
//! their parent, and neighbouring spans of one look become one.

mod merge;

use super::fold;
use super::hidden::colour;
use super::style::{self, Declaration};
use super::tree::{Element, Node, is_block, is_space, is_void};

/// Properties that what is inside takes over.
pub(super) const INHERITED: &[&str] = &[
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "hyphens",
    "letter-spacing",
    "line-break",
    "line-height",
    "list-style-type",
    "text-align",
    "text-indent",
    "text-justify",
    "text-shadow",
    "text-transform",
    "visibility",
    "white-space",
    "word-break",
    "word-spacing",
];

/// Defaults of every browser, or of WeChat's page: elements (none for all), property, value.
const OF_ITSELF: &[(&[&str], &str, &str)] = &[
    (&[], "box-sizing", "border-box"),
    (&[], "max-width", "100%"),
    (&[], "overflow-wrap", "break-word"),
    (&[], "word-wrap", "break-word"),
    (&[], "word-break", "break-word"),
    (&[], "opacity", "1"),
    (&[], "float", "none"),
    (&[], "box-shadow", "none"),
    (&[], "border-radius", "0"),
    (&[], "width", "auto"),
    (&[], "height", "auto"),
    (&[], "position", "static"),
    // WeChat's page takes the margins of paragraphs away.
    (&["p"], "margin", "0"),
    (PLAIN, "margin", "0"),
    (PLAIN, "padding", "0"),
    (PLAIN, "border", "0"),
    (PLAIN, "border", "none"),
    (PLAIN, "background", "none"),
    (PLAIN, "background", "transparent"),
    (PLAIN, "background-color", "transparent"),
    (&["section", "div", "p"], "display", "block"),
    (&["span", "em", "strong", "code", "a"], "display", "inline"),
    // WeChat's page gives links its own colour, which also follows the dark mode.
    (&["a"], "color", "#576b95"),
    (&["a"], "text-decoration", "none"),
    (&["strong", "b", "th"], "font-weight", "700"),
    (&["em", "i"], "font-style", "italic"),
    (&["u", "ins"], "text-decoration", "underline"),
    (&["s", "del"], "text-decoration", "line-through"),
];
const PLAIN: &[&str] = &[
    "span", "strong", "em", "b", "i", "section", "div", "img", "sup", "sub", "s", "u", "del",
    "ins", "font", "small", "big", "code", "kbd",
];

/// Elements that break inheritance by a look of their own, by the browser or by WeChat.
fn resets(name: &str) -> &'static [&'static str] {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &["font-size", "font-weight", "text-align"],
        "b" | "strong" | "big" => &["font-weight"],
        "th" => &["font-weight", "text-align"],
        "em" | "i" | "cite" | "var" => &["font-style"],
        "a" | "mark" | "font" => &["color"],
        "code" | "kbd" | "samp" | "tt" => &["font-family", "font-size"],
        "pre" => &["font-family", "font-size", "white-space", "text-align"],
        "sub" | "sup" | "small" => &["font-size"],
        "ul" | "ol" => &["list-style-type", "text-align"],
        "blockquote" | "caption" | "center" | "p" | "table" | "td" => &["text-align"],
        "rt" => &["font-size", "text-align"],
        _ => &[],
    }
}

/// Makes an article shorter without changing how it looks.
pub(super) fn shorten(article: &mut Element) {
    tidy(article);
    rise(article);
    inherit(article, &Vec::new());
    merge::merge(article);
    merge::paint(article);
}

/// Inherited values that are known.
type Known = Vec<(String, String)>;

pub(super) fn read(element: &Element) -> Vec<Declaration> {
    element
        .get("style")
        .map(style::declarations)
        .unwrap_or_default()
}

pub(super) fn set(element: &mut Element, declarations: &[Declaration]) {
    if declarations.is_empty() {
        element.take("style");
    } else {
        element.set("style", style::write(declarations));
    }
}

/// Writes values short and takes out what does nothing.
fn tidy(element: &mut Element) {
    if element.name == "svg" {
        return;
    }
    if element.get("style").is_some() {
        let mut all = read(element);
        fold::fold(&mut all);
        for one in &mut all {
            one.value = short(&one.name, &one.value);
            if one.name == "background-color" {
                "background".clone_into(&mut one.name);
            }
        }
        let name = element.name.clone();
        let keeps_ground = all
            .iter()
            .filter(|one| one.name.starts_with("background"))
            .count()
            > 1;
        if keeps_ground {
            // The short name would take the others back.
            let mut was = read(element);
            fold::fold(&mut was);
            for (one, was) in all.iter_mut().zip(was) {
                one.name = was.name;
            }
        }
        all.retain(|one| {
            let is_own = |(names, property, value): &(&[&str], &str, &str)| {
                (names.is_empty() || names.contains(&name.as_str()))
                    && *property == one.name
                    && *value == one.value
            };
            !OF_ITSELF.iter().any(is_own)
        });
        set(element, &all);
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            tidy(child);
        }
    }
}

/// A style that all children share moves to their parent.
fn rise(element: &mut Element) {
    if element.name == "svg" {
        return;
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            rise(child);
        }
    }
    let has_words = element
        .children
        .iter()
        .any(|child| matches!(child, Node::Text(text) if !text.chars().all(is_space)));
    let speaks = |child: &&Element| !is_void(&child.name) && child.name != "svg";
    let elements = || {
        element.children.iter().filter_map(|child| match child {
            Node::Element(child) => Some(child),
            Node::Text(_) => None,
        })
    };
    if has_words
        || elements().filter(speaks).count() < 2
        || !(is_block(&element.name) || element.name == "tr")
    {
        return;
    }
    let own = read(element);
    let styles: Vec<_> = elements().filter(speaks).map(read).collect();
    // What an element sets by itself it would not take from its parent.
    let own_way: Vec<_> = elements().flat_map(|child| resets(&child.name)).collect();
    let Some((first, others)) = styles.split_first() else {
        return;
    };
    let is_free = |one: &&Declaration| {
        let relative =
            one.name == "font-size" && (one.value.ends_with("em") || one.value.ends_with('%'));
        let is_taken_over = INHERITED.contains(&one.name.as_str())
            && !own_way.iter().any(|name| **name == one.name);
        // The ground of a row is that of its cells.
        let is_ground = element.name == "tr" && one.name == "background";
        (is_taken_over || is_ground)
            && !relative
            && !one.important
            && one.value != "inherit"
            && !own
                .iter()
                .any(|it| it.name == one.name || it.name == "font")
            && others.iter().all(|other| other.contains(one))
    };
    let common: Vec<_> = first.iter().filter(is_free).cloned().collect();
    if common.is_empty() {
        return;
    }
    let mut all = own;
    all.extend(common.iter().cloned());
    set(element, &all);
    if let Some(ground) = common.iter().find(|one| one.name == "background") {
        for child in &mut element.children {
            if let Node::Element(child) = child {
                let mut all = read(child);
                all.retain(|one| one != ground);
                set(child, &all);
            }
        }
    }
}

/// Takes out what is inherited.
fn inherit(element: &mut Element, known: &Known) {
    if element.name == "svg" {
        return;
    }
    let mut known = known.clone();
    let resets = resets(&element.name);
    known.retain(|(name, _)| !resets.contains(&name.as_str()));
    if element.get("style").is_some() {
        let mut all = read(element);
        all.retain(|one| {
            let is_inherited = INHERITED.contains(&one.name.as_str()) && !one.important;
            let same = known
                .iter()
                .any(|(name, value)| *name == one.name && *value == one.value);
            let says_so = one.value == "inherit" && !resets.contains(&one.name.as_str());
            !(is_inherited && (same || says_so))
        });
        for one in &all {
            let changes = |name: &str| {
                name == one.name
                    || (one.name == "font" && (name.starts_with("font-") || name == "line-height"))
            };
            known.retain(|(name, _)| !changes(name));
            let relative = one.value.ends_with('%')
                || (one.value.ends_with("em") && !one.value.ends_with("rem"));
            if one.name == "font-size" || one.name == "font" {
                // Lengths in `em` mean something else from here on.
                known.retain(|(_, value)| !value.ends_with("em"));
            }
            let is_known =
                INHERITED.contains(&one.name.as_str()) && one.value != "inherit" && !one.important;
            if is_known && !(relative && matches!(one.name.as_str(), "font-size" | "line-height")) {
                known.push((one.name.clone(), one.value.clone()));
            }
        }
        set(element, &all);
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            inherit(child, &known);
        }
    }
}

/// A value in fewer characters.
fn short(name: &str, value: &str) -> String {
    if value.contains(['"', '\'']) || value.contains("url(") {
        let quoted = value.replace('"', "'");
        return if value.contains('\'') {
            value.to_owned()
        } else {
            quoted
        };
    }
    let mut words: Vec<String> = Vec::new();
    let spaced = value.replace(", ", ",").replace(" ,", ",");
    for word in spaced.split_ascii_whitespace() {
        words.push(short_word(name, word));
    }
    let sides = matches!(
        name,
        "margin" | "padding" | "border-radius" | "border-width"
    );
    if sides && !value.contains(['(', '/']) {
        if let [a, b, c, d] = words.as_slice()
            && b == d
        {
            words = vec![a.clone(), b.clone(), c.clone()];
        }
        if let [a, b, c] = words.as_slice()
            && a == c
        {
            words = vec![a.clone(), b.clone()];
        }
        if let [a, b] = words.as_slice()
            && a == b
        {
            words.truncate(1);
        }
    }
    words.join(" ")
}

fn short_word(name: &str, word: &str) -> String {
    if name == "font-weight" {
        match word {
            "bold" => return "700".to_owned(),
            "normal" => return "400".to_owned(),
            _ => {}
        }
    }
    let lower = word.to_ascii_lowercase();
    if lower.starts_with('#') || (lower.starts_with("rgb(") && lower.ends_with(')')) {
        let opaque = lower.len() != 9 && lower.len() != 5 || lower.starts_with("rgb(");
        if let Some(hex) = colour(&lower).filter(|hex| hex.len() == 7 && opaque) {
            let bytes = hex.as_bytes();
            let is_double = bytes[1] == bytes[2] && bytes[3] == bytes[4] && bytes[5] == bytes[6];
            return if is_double {
                hex.char_indices()
                    .filter(|(at, _)| *at == 0 || at % 2 == 1)
                    .map(|(_, it)| it)
                    .collect()
            } else {
                hex
            };
        }
    }
    if word.starts_with(|it: char| it.is_ascii_digit() || matches!(it, '.' | '-' | '+'))
        && !word.contains(['(', ',', '/'])
    {
        let end = word
            .find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | '-' | '+'))
            .unwrap_or(word.len());
        let (number, unit) = word.split_at(end);
        if let Ok(parsed) = number.parse::<f64>() {
            if parsed == 0.0 && matches!(unit, "px" | "em" | "rem" | "pt" | "") {
                return "0".to_owned();
            }
            let number = match number.strip_prefix("0.") {
                Some(rest) => format!(".{rest}"),
                None => match number.strip_prefix("-0.") {
                    Some(rest) => format!("-.{rest}"),
                    None => number.to_owned(),
                },
            };
            let number = if number.contains('.') {
                number
                    .trim_end_matches('0')
                    .trim_end_matches('.')
                    .to_owned()
            } else {
                number
            };
            return format!("{number}{unit}");
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::parse;
    use crate::article::tree::write;

    fn shortened(html: &str) -> String {
        let mut article = Element::new("section", parse(html, 0).nodes);
        shorten(&mut article);
        write(&article.children)
    }

    #[test]
    fn values_are_short() {
        for (name, long, brief) in [
            ("color", "#FFFFFF", "#fff"),
            ("color", "rgb(255, 0, 0)", "#f00"),
            ("color", "#ffffff80", "#ffffff80"),
            ("color", "rgba(0, 0, 0, .5)", "rgba(0,0,0,.5)"),
            ("margin", "0px 0.50em 0px 0.5em", "0 .5em"),
            ("margin", "0 0 1.20em", "0 0 1.2em"),
            ("font-weight", "bold", "700"),
            (
                "font",
                "13px/1.6 Menlo, Consolas",
                "13px/1.6 Menlo,Consolas",
            ),
            (
                "font-family",
                "\"PingFang SC\", serif",
                "'PingFang SC', serif",
            ),
        ] {
            assert_eq!(short(name, long), brief, "{long}");
        }
    }

    #[test]
    fn what_is_inherited_is_said_once() {
        assert_eq!(
            shortened(
                "<section style='color:#333;line-height:1.75'><p style='color:#333333;margin:1px'>a<span style='color:#333'>b</span></p><p>c</p></section>"
            ),
            "<section style=\"color:#333;line-height:1.75\"><p style=\"margin:1px\">a<span>b</span></p><p>c</p></section>"
        );
        assert_eq!(
            shortened(
                "<section><p style='color:red;margin:1px'>a</p><hr><p style='color:red'>b</p></section>"
            ),
            "<section style=\"color:red\"><p style=\"margin:1px\">a</p><hr><p>b</p></section>"
        );
        // A link has a colour of its own, and a heading a weight.
        let own = "<section style=\"color:#333;font-weight:400\"><a style=\"color:#333\">a</a><h2 style=\"font-weight:400\">b</h2></section>";
        assert_eq!(shortened(own), own);
        let relative =
            "<section style=\"font-size:.9em\"><p style=\"font-size:.9em\">a</p></section>";
        assert_eq!(shortened(relative), relative);
    }
}
