//! Fewer tags for the same look: spans of one look become one, and a span that is only a colour becomes a `<font>`.

use super::{INHERITED, read, set};
use crate::article::style::Declaration;
use crate::article::tree::{Element, Node, is_space};

/// Neighbouring spans of one look become one; a span that is all there is in another gives it its look.
pub(super) fn merge(element: &mut Element) {
    let mut out: Vec<Node> = Vec::with_capacity(element.children.len());
    for node in std::mem::take(&mut element.children) {
        let Node::Element(mut child) = node else {
            out.push(node);
            continue;
        };
        merge(&mut child);
        if child.name == "span" {
            if let [Node::Element(inner)] = child.children.as_slice()
                && inner.name == "span"
                && only_style(inner)
                && only_style(&child)
                && is_all_inherited(&read(&child))
            {
                let mut all = read(&child);
                for one in read(inner) {
                    all.retain(|old| old.name != one.name);
                    all.push(one);
                }
                let Some(Node::Element(inner)) = child.children.pop() else {
                    continue;
                };
                child.children = inner.children;
                set(&mut child, &all);
            }
            if join(&mut out, &mut child) {
                continue;
            }
        }
        if element.name == "pre" && child.name == "code" && says_nothing(&child) {
            out.append(&mut child.children);
            continue;
        }
        out.push(Node::Element(child));
    }
    element.children = out;
}

/// Puts a span into the one before it that looks the same; between two that have only a look of letters, white space and line ends
/// may stand, since they have none.
fn join(before: &mut Vec<Node>, span: &mut Element) -> bool {
    let is_gap = |node: &Node| match node {
        Node::Text(text) => text.chars().all(|it| is_space(it) || it == '\u{a0}'),
        Node::Element(element) => element.name == "br",
    };
    let gap = before.iter().rev().take_while(|node| is_gap(node)).count();
    let at = before.len() - gap;
    let Some(Node::Element(last)) = at.checked_sub(1).and_then(|at| before.get(at)) else {
        return false;
    };
    let same = last.name == "span" && last.attributes == span.attributes;
    let allowed = if gap == 0 {
        is_seamless(&read(last))
    } else {
        is_of_letters(&read(last)) && only_style(last)
    };
    if !same || !allowed {
        return false;
    }
    let between: Vec<Node> = before.drain(at..).collect();
    if let Some(Node::Element(last)) = before.last_mut() {
        last.children.extend(between);
        last.children.append(&mut span.children);
    }
    true
}

/// Spans that are a colour, bold or italic and nothing else become the shorter tags that mean the same.
pub(super) fn paint(element: &mut Element) {
    if element.name == "svg" {
        return;
    }
    if element.name == "span" && only_style(element) {
        let tag = match read(element).as_slice() {
            [one] if one.important => None,
            [one] if one.name == "color" => Some("font").filter(|_| one.value.starts_with('#')),
            [one] if one.name == "font-weight" => Some("b").filter(|_| one.value == "700"),
            [one] if one.name == "font-style" => Some("i").filter(|_| one.value == "italic"),
            _ => None,
        };
        if let Some(tag) = tag {
            let color = color_of(element);
            tag.clone_into(&mut element.name);
            element.attributes = color
                .map(|it| ("color".to_owned(), it))
                .into_iter()
                .collect();
        }
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            paint(child);
        }
    }
}

/// The colour that is all there is to an element.
fn color_of(element: &Element) -> Option<String> {
    let all = read(element);
    match all.as_slice() {
        [one]
            if only_style(element)
                && one.name == "color"
                && !one.important
                && one.value.starts_with('#') =>
        {
            Some(one.value.clone())
        }
        _ => None,
    }
}

/// Code in a block that looks as the block does.
fn says_nothing(code: &Element) -> bool {
    only_style(code)
        && read(code)
            .iter()
            .all(|one| one.name == "font" && one.value == "inherit")
        && code.get("style").is_some()
}

fn only_style(element: &Element) -> bool {
    element
        .attributes
        .iter()
        .all(|(name, _)| matches!(name.as_str(), "style" | "class"))
}

fn is_all_inherited(declarations: &[Declaration]) -> bool {
    let is = |one: &Declaration| {
        INHERITED.contains(&one.name.as_str())
            && !(one.name == "font-size" && one.value.ends_with("em"))
    };
    declarations.iter().all(is)
}

/// Whether a look is of letters only, so that white space between has none of it.
fn is_of_letters(declarations: &[Declaration]) -> bool {
    let is = |one: &Declaration| one.name == "color" || one.name == "font-style";
    declarations.iter().all(is)
}

/// Whether two spans side by side look as one does.
fn is_seamless(declarations: &[Declaration]) -> bool {
    let is = |one: &Declaration| {
        INHERITED.contains(&one.name.as_str())
            || matches!(
                one.name.as_str(),
                "background" | "background-color" | "text-decoration"
            )
    };
    declarations.iter().all(is)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::parse;
    use crate::article::tree::write;

    fn merged(html: &str) -> String {
        let mut article = Element::new("section", parse(html, 0).nodes);
        merge(&mut article);
        paint(&mut article);
        write(&article.children)
    }

    #[test]
    fn spans_of_one_look_are_one() {
        for (long, brief) in [
            (
                "<p><span style='color:#f00'>a</span><span style='color:#f00'>b</span><span style='padding:1px'>c</span><span style='padding:1px'>d</span></p>",
                "<p><font color=\"#f00\">ab</font><span style=\"padding:1px\">c</span><span style=\"padding:1px\">d</span></p>",
            ),
            (
                "<p><span style='color:#f00'><span style='font-weight:700'>a</span></span>b</p>",
                "<p><span style=\"color:#f00;font-weight:700\">a</span>b</p>",
            ),
            // A space and a line end have no colour, but a ground is seen behind them.
            (
                "<pre><span style='color:#f00'>a</span> <span style='color:#f00'>b</span><br>\u{a0}<span style='color:#f00'>c</span></pre>",
                "<pre><font color=\"#f00\">a b<br>\u{a0}c</font></pre>",
            ),
            (
                "<p><span style='background:#f00'>a</span> <span style='background:#f00'>b</span></p>",
                "<p><span style=\"background:#f00\">a</span> <span style=\"background:#f00\">b</span></p>",
            ),
            (
                "<pre><code style='font:inherit'>a<br>b</code></pre>",
                "<pre>a<br>b</pre>",
            ),
            ("<pre><code>a</code></pre>", "<pre><code>a</code></pre>"),
            (
                "<p><span style='font-weight:700'>a</span><span style='font-style:italic'>b</span><span style='font-weight:800'>c</span></p>",
                "<p><b>a</b><i>b</i><span style=\"font-weight:800\">c</span></p>",
            ),
        ] {
            assert_eq!(merged(long), brief);
        }
    }
}
