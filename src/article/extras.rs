//! Additions by the settings of a look to an arranged article: numbers of headings, pictures and lines, and the frame of code.

use super::look::{Caption, Code, Settings};
use super::tree::{Element, Node, text_of};

/// Adds all that is set.
pub(super) fn add(nodes: &mut [Node], settings: &Settings) {
    if settings.numbers {
        let tops = |name: &str| {
            nodes
                .iter()
                .filter(|node| matches!(node, Node::Element(one) if one.name == name))
                .count()
        };
        // One heading of the first level is the article's own title.
        let first = if tops("h1") > 1 { 1 } else { 2 };
        number_headings(nodes, first, &mut [0; 6]);
    }
    let mut pictures = 0;
    let is_chinese = text_of(nodes).chars().any(super::phone::is_cjk);
    walk(nodes, settings, is_chinese, &mut pictures);
}

fn number_headings(nodes: &mut [Node], first: usize, counts: &mut [usize; 6]) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        let level: Option<usize> = element
            .name
            .strip_prefix('h')
            .and_then(|it| it.parse().ok());
        let Some(level) = level.filter(|level| (first..=6).contains(level)) else {
            number_headings(&mut element.children, first, counts);
            continue;
        };
        counts[level - 1] += 1;
        for deeper in counts.iter_mut().skip(level) {
            *deeper = 0;
        }
        let numbers: Vec<_> = counts[first - 1..level]
            .iter()
            .map(ToString::to_string)
            .collect();
        let number = Element::with_class(
            "span",
            "heading-number",
            vec![Node::Text(format!("{}\u{a0}", numbers.join(".")))],
        );
        let inside = match element.children.first_mut() {
            Some(Node::Element(heading)) if heading.has_class("heading") => &mut heading.children,
            _ => &mut element.children,
        };
        inside.insert(0, Node::Element(number));
    }
}

fn walk(nodes: &mut [Node], settings: &Settings, is_chinese: bool, pictures: &mut usize) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        if element.name == "pre" {
            frame(element, settings);
            continue;
        }
        if element.has_class("figure") {
            caption(element, settings.caption, is_chinese, pictures);
        }
        walk(&mut element.children, settings, is_chinese, pictures);
    }
}

fn caption(figure: &mut Element, style: Caption, is_chinese: bool, pictures: &mut usize) {
    let is_caption = |node: &Node| matches!(node, Node::Element(one) if one.has_class("caption"));
    match style {
        Caption::Plain => {}
        Caption::None => figure.children.retain(|child| !is_caption(child)),
        Caption::Numbered => {
            for child in &mut figure.children {
                if let Node::Element(words) = child
                    && words.has_class("caption")
                {
                    *pictures += 1;
                    let number = if is_chinese {
                        format!("图\u{a0}{pictures}\u{a0}\u{a0}")
                    } else {
                        format!("Figure\u{a0}{pictures}. ")
                    };
                    words.children.insert(0, Node::Text(number));
                }
            }
        }
    }
}

fn frame(block: &mut Element, settings: &Settings) {
    if settings.line_numbers {
        number_lines(block);
    }
    if settings.code == Code::Plain {
        return;
    }
    let language = block.children.iter().find_map(|child| match child {
        Node::Element(code) => code
            .get("class")?
            .split_ascii_whitespace()
            .find_map(|class| class.strip_prefix("language-").map(str::to_owned)),
        Node::Text(_) => None,
    });
    let dot = |colour: &str| {
        let mut dot = Element::new("span", vec![Node::text("●\u{a0}")]);
        dot.set("style", format!("color:{colour}"));
        Node::Element(dot)
    };
    let mut bar = vec![dot("#f56"), dot("#fb2"), dot("#2c4")];
    if let Some(language) = language {
        bar.push(Node::Text(format!("\u{a0}{language}")));
    }
    let bar = Element::with_class("section", "code-bar", bar);
    let (line, column) = (block.line, block.column);
    let code = std::mem::take(block);
    *block = Element::with_class(
        "section",
        "code-window",
        vec![Node::Element(bar), Node::Element(code)],
    );
    (block.line, block.column) = (line, column);
}

/// A number before each line, as wide as the last one.
fn number_lines(block: &mut Element) {
    let lines = 1 + count_breaks(&block.children);
    let width = lines.to_string().len();
    let mut number = 0;
    let mut next = || {
        number += 1;
        let digits = format!("{number:>width$}  ").replace(' ', "\u{a0}");
        Node::Element(Element::with_class(
            "span",
            "code-line",
            vec![Node::Text(digits)],
        ))
    };
    let first = next();
    number_after_breaks(&mut block.children, &mut next);
    let inside = match block.children.first_mut() {
        Some(Node::Element(code)) if code.name == "code" => &mut code.children,
        _ => &mut block.children,
    };
    inside.insert(0, first);
}

fn count_breaks(nodes: &[Node]) -> usize {
    let of = |node: &Node| match node {
        Node::Element(element) => {
            usize::from(element.name == "br") + count_breaks(&element.children)
        }
        Node::Text(_) => 0,
    };
    nodes.iter().map(of).sum()
}

fn number_after_breaks(nodes: &mut Vec<Node>, next: &mut dyn FnMut() -> Node) {
    for node in std::mem::take(nodes) {
        match node {
            Node::Element(element) if element.name == "br" => {
                nodes.push(Node::Element(element));
                nodes.push(next());
            }
            Node::Element(mut element) => {
                number_after_breaks(&mut element.children, next);
                nodes.push(Node::Element(element));
            }
            text @ Node::Text(_) => nodes.push(text),
        }
    }
}
