//! Paragraphs that are pictures: one with its caption, or several side by side with a gap between.
//!
//! A phone sets pictures of one line next to each other without a gap, or each in a line of its own where they are wide. Those that
//! are written in one line share the screen; those on lines of their own stay below each other. Pictures with a look or a size of
//! their own are left alone.

use super::add_style;
use crate::article::tree::{Element, Node};

/// Pictures in one row; more begin another.
const IN_A_ROW: usize = 3;

/// Puts a paragraph, or the figures that it is.
pub(super) fn put(paragraph: Element, out: &mut Vec<Node>) {
    let Some(rows) = rows(&paragraph) else {
        return out.push(Node::Element(figure(paragraph)));
    };
    for row in rows {
        let mut shared = Element::with_class("p", "figure", Vec::new());
        (shared.line, shared.column) = (paragraph.line, paragraph.column);
        let count = row.len();
        for (at, mut picture) in row.into_iter().enumerate() {
            if count > 1 {
                picture.take("title");
                // A little less than the whole: what is rounded up would not fit.
                let width = if count == 2 { "48.9%" } else { "31.9%" };
                add_style(&mut picture, &format!("width:{width}"));
                add_style(&mut picture, "vertical-align:top");
                if at > 0 {
                    add_style(&mut picture, "margin-left:2%");
                }
            }
            shared.children.push(Node::Element(picture));
        }
        let shared = if count == 1 {
            shared.take("class");
            figure(shared)
        } else {
            shared
        };
        out.push(Node::Element(shared));
    }
}

/// The pictures of a paragraph that is nothing else, by rows; `None` where it is something else, or one picture.
fn rows(paragraph: &Element) -> Option<Vec<Vec<Element>>> {
    if paragraph.attributes.iter().any(|(name, _)| name != "align") {
        return None;
    }
    let mut rows: Vec<Vec<Element>> = vec![Vec::new()];
    for child in &paragraph.children {
        let ends_line = match child {
            Node::Element(picture) if picture.name == "img" => {
                let is_plain =
                    |(name, _): &(String, String)| matches!(name.as_str(), "src" | "alt" | "title");
                if !picture.attributes.iter().all(is_plain) {
                    return None;
                }
                rows.last_mut()?.push(picture.clone());
                false
            }
            Node::Element(element) => {
                if element.name != "br" {
                    return None;
                }
                true
            }
            Node::Text(text) => {
                if !child.is_blank() {
                    return None;
                }
                text.contains('\n')
            }
        };
        if ends_line && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
        }
    }
    rows.retain(|row| !row.is_empty());
    let several = rows.iter().map(Vec::len).sum::<usize>() > 1;
    let rows = rows.iter().flat_map(|row| split(row)).collect();
    several.then_some(rows)
}

/// A long row as rows of three, or of two where one would be left over.
fn split(row: &[Element]) -> Vec<Vec<Element>> {
    let size = if row.len() % IN_A_ROW == 1 {
        2
    } else {
        IN_A_ROW
    };
    row.chunks(size).map(<[Element]>::to_vec).collect()
}

/// A picture alone in its paragraph, with its title as a caption.
fn figure(mut paragraph: Element) -> Element {
    let is_alone = paragraph
        .children
        .iter()
        .filter(|child| !child.is_blank())
        .count()
        == 1;
    let Some(Node::Element(picture)) = paragraph
        .children
        .iter_mut()
        .find(|child| !child.is_blank())
    else {
        return paragraph;
    };
    if !is_alone
        || picture.name != "img"
        || paragraph.attributes.iter().any(|(name, _)| name == "class")
    {
        return paragraph;
    }
    let caption = picture
        .take("title")
        .filter(|title| !title.trim().is_empty());
    paragraph.children.retain(|child| !child.is_blank());
    paragraph.set("class", "figure".to_owned());
    if let Some(caption) = caption {
        "section".clone_into(&mut paragraph.name);
        let words = Element::with_class("p", "caption", vec![Node::Text(caption)]);
        paragraph.children.push(Node::Element(words));
    }
    paragraph
}

#[cfg(test)]
mod tests {
    use crate::article::{Kind, Look, article};

    fn html(text: &str) -> String {
        article(Kind::Markdown, text, &Look::default())
            .expect("an article")
            .html(&|source| Some(source.to_owned()))
    }

    #[test]
    fn pictures_of_one_line_share_it_with_gaps() {
        let half = "width:48.9%;vertical-align:top";
        assert_eq!(
            html("![](a.png)![二](b.png)\n"),
            format!(
                "<p><img src=\"a.png\" style=\"{half}\"><img src=\"b.png\" alt=\"二\" style=\"{half};margin-left:2%\"></p>"
            )
        );
        assert_eq!(
            html("![](a.png)\n![](b.png)\n"),
            "<p><img src=\"a.png\"></p><p><img src=\"b.png\"></p>"
        );
        for (count, rows) in [(3, 1), (4, 2), (5, 2), (6, 2), (7, 4)] {
            let html = html(&"![](a.png) ".repeat(count));
            assert_eq!(html.matches("<p>").count(), rows, "{html}");
            assert_eq!(html.matches("<img").count(), count, "{html}");
        }
        for left in ["字![](a.png)![](b.png)\n", "![|20](a.png)![](b.png)\n"] {
            assert!(!html(left).contains('%'), "{left}");
        }
    }
}
