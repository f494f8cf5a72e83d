//! Sides that were said after their shorthand become part of it.
//!
//! `margin:0 0 1em;margin-bottom:0` is `margin:0 0 0`, and `border-left:3px solid red;border-left-color:blue` is
//! `border-left:3px solid blue`. What cannot be read as it stands stays as it is.

use super::style::Declaration;

const STYLES: [&str; 5] = ["solid", "dashed", "dotted", "double", "none"];
const SIDES: [&str; 4] = ["top", "right", "bottom", "left"];

/// Folds the declarations of one element; the order of the others stays.
pub(super) fn fold(declarations: &mut Vec<Declaration>) {
    let mut out: Vec<Declaration> = Vec::with_capacity(declarations.len());
    for one in declarations.drain(..) {
        if !put_in(&mut out, &one) {
            out.push(one);
        }
    }
    *declarations = out;
}

/// Whether a declaration found its place in one before it.
fn put_in(before: &mut [Declaration], one: &Declaration) -> bool {
    if one.value.contains(['(', '/']) || one.value.split_ascii_whitespace().count() != 1 {
        return false;
    }
    if let Some((shorthand, side)) = one.name.split_once('-')
        && matches!(shorthand, "margin" | "padding")
        && let Some(side) = SIDES.iter().position(|it| *it == side)
    {
        let whole = before.iter_mut().find(|it| it.name == shorthand);
        let Some(whole) = whole.filter(|it| it.important == one.important) else {
            return false;
        };
        let Some(mut sides) = four(&whole.value) else {
            return false;
        };
        sides[side].clone_from(&one.value);
        whole.value = sides.join(" ");
        return true;
    }
    if let Some((border, part)) = one.name.rsplit_once('-')
        && border.starts_with("border")
        && let Some(part) = ["width", "style", "color"]
            .iter()
            .position(|it| *it == part)
        && let Some(whole) = before.iter_mut().find(|it| it.name == border)
        && whole.important == one.important
    {
        let mut words: Vec<&str> = whole.value.split_ascii_whitespace().collect();
        if let [width, style, _] = words.as_slice()
            && width.starts_with(|it: char| it.is_ascii_digit() || it == '.')
            && STYLES.contains(style)
            && !whole.value.contains('(')
        {
            words[part] = &one.value;
            whole.value = words.join(" ");
            return true;
        }
    }
    false
}

/// The four sides of a shorthand.
pub(super) fn four(value: &str) -> Option<[String; 4]> {
    if value.contains(['(', '/']) {
        return None;
    }
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    let [top, right, bottom, left] = match words.as_slice() {
        [a] => [a, a, a, a],
        [a, b] => [a, b, a, b],
        [a, b, c] => [a, b, c, b],
        [a, b, c, d] => [a, b, c, d],
        _ => return None,
    };
    Some([top, right, bottom, left].map(|it| (*it).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::style;
    use super::*;

    #[test]
    fn sides_go_into_their_shorthand() {
        for (long, brief) in [
            ("margin:0 0 1em;margin-bottom:0", "margin:0 0 0 0"),
            (
                "padding:1px 2px;padding-left:3px",
                "padding:1px 2px 1px 3px",
            ),
            (
                "border-left:3px solid red;color:red;border-left-color:#00f",
                "border-left:3px solid #00f;color:red",
            ),
            (
                "border-left:0 solid #ccc;border-left-width:5px",
                "border-left:5px solid #ccc",
            ),
            // The colour of all borders says nothing of one, and what was important stays so.
            (
                "border-left:3px solid red;border-color:#00f",
                "border-left:3px solid red;border-color:#00f",
            ),
            (
                "margin:1px!important;margin-top:2px",
                "margin:1px!important;margin-top:2px",
            ),
            ("margin-top:2px;margin:1px", "margin-top:2px;margin:1px"),
            (
                "padding:calc(1px + 1em);padding-top:1px",
                "padding:calc(1px + 1em);padding-top:1px",
            ),
        ] {
            let mut all = style::declarations(long);
            fold(&mut all);
            assert_eq!(style::write(&all), brief, "{long}");
        }
    }
}
