//! Where a note belongs: the passage of the finished article that holds most of the words of a line of the source.
//!
//! The finished HTML no longer knows the lines it comes from, and must not, since it is what is sent. Words are enough: a
//! note that finds no passage is left to the list beside the article.

use super::super::parse::parse;
use super::super::tree::{Element, Node, text_of, write};
use super::Note;

/// Shorter than this two lines are alike by chance.
const ENOUGH: usize = 2;

/// The article with each note inside its passage, and the notes that found none.
pub(super) fn place<'n>(html: &str, notes: &'n [Note]) -> (String, Vec<&'n Note>) {
    let mut left = Vec::new();
    if notes.is_empty() {
        return (html.to_owned(), left);
    }
    let mut nodes = parse(html, 1).nodes;
    let mut passages = Vec::new();
    collect(&nodes, &mut Vec::new(), &mut passages);
    let mut placed = Vec::new();
    for note in notes {
        match note.lines.iter().find_map(|line| best(line, &passages)) {
            Some(passage) => placed.push((passages[passage].path.clone(), note)),
            None => left.push(note),
        }
    }
    for (path, note) in placed {
        if let Some(element) = at(&mut nodes, &path) {
            let mut mark = Element::with_class("span", "here", vec![Node::text(&note.text)]);
            mark.set("role", "note".to_owned());
            element.children.push(Node::Element(mark));
        }
    }
    (write(&nodes), left)
}

/// A block without blocks in it: the way to it, and its letters and digits.
struct Passage {
    path: Vec<usize>,
    words: String,
}

fn collect(nodes: &[Node], path: &mut Vec<usize>, out: &mut Vec<Passage>) {
    for (index, node) in nodes.iter().enumerate() {
        let Node::Element(element) = node else {
            continue;
        };
        path.push(index);
        let before = out.len();
        collect(&element.children, path, out);
        if node.is_block() && out.len() == before {
            let mut words = plain(&text_of(&element.children));
            alternatives(&element.children, &mut words);
            out.push(Passage {
                path: path.clone(),
                words,
            });
        }
        path.pop();
    }
}

/// Words that stand for pictures.
fn alternatives(nodes: &[Node], words: &mut String) {
    for node in nodes {
        if let Node::Element(element) = node {
            words.push_str(&plain(element.get("alt").unwrap_or_default()));
            alternatives(&element.children, words);
        }
    }
}

/// The passage that holds most of a line's phrases; the first of equals.
fn best(line: &str, passages: &[Passage]) -> Option<usize> {
    let text = text_of(&parse(line, 1).nodes);
    let phrases: Vec<String> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|phrase| phrase.chars().count() >= ENOUGH)
        .map(plain)
        .collect();
    let score = |passage: &Passage| -> usize {
        let held = phrases
            .iter()
            .filter(|phrase| passage.words.contains(phrase.as_str()));
        held.map(|phrase| phrase.chars().count()).sum()
    };
    let scores = passages.iter().map(score).enumerate();
    // `max_by_key` would take the last of equals.
    let (index, highest) = scores.rev().max_by_key(|(_, score)| *score)?;
    (highest >= ENOUGH).then_some(index)
}

fn plain(text: &str) -> String {
    let letters = text.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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

    fn note(lines: &[&str]) -> Note {
        Note {
            text: "careful".to_owned(),
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    #[test]
    fn a_note_stands_in_its_passage() {
        let html = "<section><p>first words</p><ul><li><section>春天，来了</section></li></ul><p><img alt=\"图表\"></p></section>";
        let mark = "<span class=\"here\" role=\"note\">careful</span>";
        for (line, passage) in [
            ("**first** <script>x()</script> words", "first words"),
            ("- [春天](https://x.test)，来了", "春天，来了"),
            ("![图表](a.png \"t\")", "<img alt=\"图表\">"),
        ] {
            let notes = [note(&[line])];
            let (placed, left) = place(html, &notes);
            assert!(placed.contains(&format!("{passage}{mark}")), "{placed}");
            assert!(left.is_empty() && placed.matches("careful").count() == 1);
        }
    }

    #[test]
    fn a_line_without_words_leans_on_the_one_above() {
        let notes = [note(&[
            "<iframe src=\"https://x.test/\"></iframe>",
            "above",
        ])];
        let (placed, left) = place("<p>above</p><p>below</p>", &notes);
        assert!(placed.starts_with("<p>above<span") && left.is_empty());
        let notes = [note(&["nowhere"])];
        let (placed, left) = place("<p>above</p>", &notes);
        assert_eq!((placed.as_str(), left.len()), ("<p>above</p>", 1));
    }
}
