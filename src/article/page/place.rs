//! The place of a note: the passage of the article that its line and column of the source are in.
//!
//! Blocks of the HTML given say their places; the page does not repeat them. A note on something that left no trace stands in
//! the passage before it; one above all passages, and one without a place, is left to the list above the article.

use super::super::parse::parse;
use super::super::tree::{Element, Node, write};
use super::stand::stand;
use super::{Note, Words};

/// The article with each note inside its passage, and the notes that found none.
pub(super) fn place<'n>(html: &str, notes: &'n [Note], words: &Words) -> (String, Vec<&'n Note>) {
    let mut left = Vec::new();
    let mut nodes = parse(html, 0).nodes;
    let mut passages = Vec::new();
    collect(&nodes, &mut Vec::new(), &mut passages);
    let mut found = Vec::new();
    for note in notes {
        match note.place.and_then(|place| nearest(place, &passages)) {
            Some(passage) => found.push((&passage.path, note)),
            None => left.push(note),
        }
    }
    // From the end on, so that the ways to the others stay true.
    found.sort_by(|(one, _), (other, _)| other.cmp(one));
    for (path, note) in found {
        if let Some(element) = at(&mut nodes, path) {
            put(note, element);
        }
    }
    stand(&mut nodes, words);
    (write(&nodes), left)
}

/// A block that may hold a note: the way to it, and its line and column.
struct Passage {
    path: Vec<usize>,
    place: (usize, usize),
}

fn collect(nodes: &[Node], path: &mut Vec<usize>, out: &mut Vec<Passage>) {
    for (index, node) in nodes.iter().enumerate() {
        let Node::Element(element) = node else {
            continue;
        };
        path.push(index);
        if element.line > 0 && holds_text(&element.name) {
            out.push(Passage {
                path: path.clone(),
                place: (element.line, element.column),
            });
        }
        collect(&element.children, path, out);
        path.pop();
    }
}

fn holds_text(name: &str) -> bool {
    !matches!(
        name,
        "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "colgroup"
            | "col"
            | "ul"
            | "ol"
            | "dl"
            | "hr"
    )
}

/// The passage that begins last before a place, the innermost of equals.
fn nearest(place: (usize, usize), passages: &[Passage]) -> Option<&Passage> {
    let before = passages.iter().filter(|passage| passage.place <= place);
    before.max_by_key(|passage| passage.place)
}

/// Notes stand at the end of a passage, but before the passages inside it.
fn put(note: &Note, element: &mut Element) {
    let mut mark = Element::with_class("span", "here", vec![Node::text(&note.text)]);
    mark.set("role", "note".to_owned());
    let inner = element.children.iter().position(Node::is_block);
    let end = inner.unwrap_or(element.children.len());
    element.children.insert(end, Node::Element(mark));
}

fn at<'n>(nodes: &'n mut [Node], path: &[usize]) -> Option<&'n mut Element> {
    let (first, rest) = path.split_first()?;
    let Node::Element(element) = nodes.get_mut(*first)? else {
        return None;
    };
    if rest.is_empty() {
        Some(element)
    } else {
        at(&mut element.children, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Kind, Look, article};

    /// A dressed article with a note at each place.
    fn noted(kind: Kind, text: &str, places: &[Option<(usize, usize)>]) -> (String, usize) {
        let look = Look {
            ..Look::theme("default")
        };
        let article = article(kind, text, &look).expect("an article");
        let notes: Vec<_> = (1..)
            .zip(places)
            .map(|(number, place)| Note {
                text: format!("note {number}"),
                place: *place,
            })
            .collect();
        let html = article.html_with_places(&|_| Some("data:,".to_owned()));
        let (html, left) = place(&html, &notes, &Words::default());
        assert!(!html.contains("sourcepos"), "{html}");
        let html = html.replace("<span class=\"here\" role=\"note\">", "<here>");
        (html, left.len())
    }

    #[test]
    fn a_note_stands_in_its_passage() {
        let text = "first\n\n- one\n- two\n  - inner\n\n<script>x</script>\n\n| a |\n|---|\n| b |\n\nlast\n";
        let places = [(1, 1), (4, 3), (5, 5), (7, 1), (11, 3), (13, 1)].map(Some);
        let (html, left) = noted(Kind::Markdown, text, &places);
        assert_eq!(left, 0);
        for passage in [
            "first<here>note 1",
            "two<here>note 2",
            "inner<here>note 3</span><here>note 4",
            "b<here>note 5",
            "last<here>note 6",
        ] {
            assert!(html.contains(passage), "{passage} is not in {html}");
        }
    }

    #[test]
    fn columns_tell_passages_of_one_line_apart() {
        let text = "<section><p>甲</p><p>乙</p></section>";
        let places = [(1, 2), (1, 10), (1, 19), (9, 1)].map(Some);
        let (html, left) = noted(Kind::Html, text, &places);
        assert_eq!(left, 0);
        assert!(html.contains("<here>note 1</span><p"), "{html}");
        assert!(html.contains("甲<here>note 2"), "{html}");
        assert!(html.contains("乙<here>note 3</span><here>note 4"), "{html}");
        assert_eq!(noted(Kind::Html, "\n<p>words", &[Some((1, 1)), None]).1, 2);
    }
}
