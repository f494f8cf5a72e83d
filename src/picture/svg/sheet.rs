//! The cost of a drawing's style sheets: every selector is compared with every element, and with those it stands in.

use resvg::usvg::roxmltree::{Document, Node};

/// A letter in the names of fonts: each name is looked for among the fonts of this machine.
pub(super) const FONT_LETTER: f64 = 50.0;
/// A selector that is compared with an element.
const SELECTOR: f64 = 3.0;
/// One way in which the parts of a selector can lie on the elements around one.
const WAY: f64 = 0.5;

/// The texts of all sheets.
pub(super) fn texts<'a>(document: &'a Document<'_>) -> impl Iterator<Item = &'a str> {
    let sheets = document
        .descendants()
        .filter(|node| node.tag_name().name() == "style");
    let parts = sheets.flat_map(|node| node.descendants().filter(Node::is_text));
    parts.filter_map(|node| node.text())
}

/// The cost of one element by the sheets, at this depth of nesting.
pub(super) fn weight(document: &Document<'_>, height: usize) -> f64 {
    let mut all = 0.0;
    // One rule's fonts reach an element at last.
    let mut fonts = 0.0_f64;
    for text in texts(document) {
        for rule in text.split('}') {
            let (selectors, declarations) = rule.split_once('{').unwrap_or((rule, ""));
            fonts = fonts.max(fonts_of(declarations));
            for selector in selectors.split(',') {
                let parts = selector.split([' ', '>', '+', '~', '\t', '\n', '\r']);
                let parts = parts.filter(|part| !part.is_empty()).count();
                all += SELECTOR.max(ways(height, parts.saturating_sub(1)) * WAY);
            }
        }
    }
    all + fonts
}

/// The cost of font names in declarations.
pub(super) fn fonts_of(declarations: &str) -> f64 {
    let fonts = declarations
        .split(';')
        .filter(|it| it.trim_start().starts_with("font"));
    fonts.map(str::len).sum::<usize>() as f64 * FONT_LETTER
}

/// In how many ways so many parts lie in order on so many elements; with more parts than half of them, as many as there are at all.
fn ways(elements: usize, parts: usize) -> f64 {
    let parts = parts.min(elements / 2);
    (0..parts).fold(1.0, |ways, it| {
        ways * (elements - it) as f64 / (it + 1) as f64
    })
}
