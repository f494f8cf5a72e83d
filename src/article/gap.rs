//! The space between the blocks of an article, said once.
//!
//! Paragraphs leave the same space under themselves dozens of times. Where an article needs the room, its section becomes a
//! grid of one column whose gap is that space, and blocks that want another say the difference. It looks the same, but for a
//! margin inside a block, which no longer melts into that of the block. Only blocks can be rows: an article with words, pictures or boxes side by side at its top stays as it is.

use super::fold;
use super::shorten::{read, set};
use super::style::Declaration;
use super::tree::{Element, Node, is_block};

/// Moves the space between blocks to the section around them; false where that is not possible or not shorter.
pub(super) fn say_once(article: &mut Element) -> bool {
    let own = read(article);
    let Some(rows) = rows(article, &own) else {
        return false;
    };
    let Some(gap) = most_frequent(&rows) else {
        return false;
    };
    let last = rows.len() - 1;
    for (at, (node, row)) in article.children.iter_mut().zip(rows).enumerate() {
        let Node::Element(child) = node else {
            continue;
        };
        let mut margins = row.margins;
        margins[2] = length(if at == last { 0.0 } else { row.bottom - gap });
        let mut all = read(child);
        all.retain(|one| !one.name.starts_with("margin"));
        if margins.iter().any(|it| it != "0") {
            all.push(Declaration::new("margin", &brief(&margins)));
        }
        set(child, &all);
    }
    let mut all = own;
    all.push(Declaration::new("display", "grid"));
    all.push(Declaration::new("grid-gap", &length(gap)));
    // A column as wide as the page, also where a word or a picture would be wider.
    all.push(Declaration::new("grid-template-columns", "100%"));
    set(article, &all);
    true
}

/// One block of an article.
struct Row {
    margins: [String; 4],
    /// The space under it, in pixels.
    bottom: f64,
}

/// The blocks of an article; `None` where they are not all blocks, or their space is not known.
fn rows(article: &Element, own: &[Declaration]) -> Option<Vec<Row>> {
    fn said<'d>(all: &'d [Declaration], name: &str) -> Option<&'d str> {
        let found = all.iter().find(|one| one.name == name)?;
        Some(&found.value)
    }
    fn number(size: &str) -> Option<f64> {
        size.strip_suffix("px")?.parse().ok()
    }
    if own.iter().any(|one| one.name == "display") {
        return None;
    }
    let base = number(said(own, "font-size")?)?;
    let row = |child: &Node| {
        let Node::Element(child) = child else {
            return None;
        };
        let all = read(child);
        let moves = |one: &Declaration| matches!(one.name.as_str(), "display" | "float");
        if !is_block(&child.name) || all.iter().any(moves) {
            return None;
        }
        let margins = margins(&all)?;
        // The size in `font` is not looked for: with it only pixels are known.
        let size = match said(&all, "font-size") {
            Some(own) => number(own),
            None if said(&all, "font").is_some() => None,
            None => Some(base),
        };
        let bottom = pixels(&margins[2], size)?;
        (pixels(&margins[0], size)? == 0.0 && bottom >= 0.0).then_some(Row { margins, bottom })
    };
    article.children.iter().map(row).collect()
}

fn brief(margins: &[String; 4]) -> String {
    let [top, right, bottom, left] = margins;
    match (top == bottom, left == right) {
        (true, true) if top == left => top.clone(),
        (true, true) => format!("{top} {left}"),
        (false, true) => format!("{top} {left} {bottom}"),
        _ => margins.join(" "),
    }
}

/// The four margins of a block.
fn margins(all: &[Declaration]) -> Option<[String; 4]> {
    let mut margins = ["0", "0", "0", "0"].map(str::to_owned);
    for one in all.iter().filter(|one| one.name.starts_with("margin")) {
        if one.important {
            return None;
        }
        match one.name.as_str() {
            "margin" => margins = fold::four(&one.value)?,
            "margin-bottom" => margins[2].clone_from(&one.value),
            _ => return None,
        }
    }
    Some(margins)
}

/// A length in pixels, to a tenth.
fn pixels(value: &str, size: Option<f64>) -> Option<f64> {
    let number = |unit: &str| value.strip_suffix(unit)?.parse::<f64>().ok();
    let exact = if value == "0" {
        Some(0.0)
    } else {
        number("px").or_else(|| Some(number("em")? * size?))
    };
    exact.map(|it| (it * 10.0).round() / 10.0)
}

fn length(pixels: f64) -> String {
    let tenths = (pixels * 10.0).round() as i64;
    if tenths == 0 {
        "0".to_owned()
    } else if tenths % 10 == 0 {
        format!("{}px", tenths / 10)
    } else {
        format!("{}px", tenths as f64 / 10.0)
    }
}

/// The space that most blocks leave, where saying it once is shorter: the section's own words for it are some fifty characters.
fn most_frequent(rows: &[Row]) -> Option<f64> {
    let count = |gap: f64| {
        let same = |row: &&Row| (row.bottom - gap).abs() < 0.05;
        rows.iter().filter(same).count()
    };
    let spaces = rows.iter().map(|row| row.bottom);
    let best = spaces.max_by_key(|bottom| count(*bottom))?;
    (best > 0.0 && count(best) > 3).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::tree::write;
    use super::*;

    fn said(html: &str) -> String {
        let mut nodes = parse(html, 0).nodes;
        let Some(Node::Element(article)) = nodes.first_mut() else {
            panic!("a section");
        };
        say_once(article);
        write(&nodes)
    }

    #[test]
    fn the_space_between_blocks_is_said_once() {
        let p = "<p style=\"margin:0 0 1.2em\">a</p>";
        let html = format!(
            "<section style=\"font-size:16px\">{}<h2 style=\"margin:0 0 .8em;font-size:20px\">b</h2><hr style=\"margin:0 auto 30px\">{p}</section>",
            p.repeat(4)
        );
        assert_eq!(
            said(&html),
            format!(
                "<section style=\"font-size:16px;display:grid;grid-gap:19.2px;grid-template-columns:100%\">{}<h2 style=\"font-size:20px;margin:0 0 -3.2px\">b</h2><hr style=\"margin:0 auto 10.8px\"><p>a</p></section>",
                "<p>a</p>".repeat(4)
            )
        );
        let alone = format!("<section style=\"font-size:16px\">{}", p.repeat(5));
        for other in [
            "words",
            "<span>a</span>",
            "<p style=\"margin:1em 0\">a</p>",
            "<p style=\"margin:0 0 5%\">a</p>",
            "<section style=\"display:inline-block\">a</section>",
        ] {
            let html = format!("{alone}{other}</section>");
            assert_eq!(said(&html), html, "{other}");
        }
    }
}
