//! Words that followers cannot see, by whatever style hides them.
//!
//! Works on the finished tree, where the rules of a theme are in the tags already. Drawings are passed over: what they show is
//! a matter of their animations.

use super::removed::{Removed, RemovedWhat, cut};
use super::style::{Declaration, declarations};
use super::tree::{Element, Node, is_space};

/// Farther than this nothing is on a phone's screen, in pixels.
const FAR: f64 = 900.0;

/// Letters of at most so many pixels are none to a reader, and neither is what a box so small holds.
const SPECK: f64 = 2.0;

/// Less of a whole than this is not seen: opacity, size.
const LEAST: f64 = 0.05;

/// Two colours that differ by no more than this in red, green and blue look the same.
const NEAR: i32 = 16;

/// Invisible parts of an article: one report a passage, or one for the whole where nothing can.
pub(super) fn find(nodes: &[Node]) -> Vec<Removed> {
    let mut look = Finder::default();
    let ground = State {
        ink: Some("#000000".to_owned()),
        ground: Some("#ffffff".to_owned()),
        ..State::default()
    };
    look.nodes(nodes, &ground, (0, 0));
    let all = look.seen == 0;
    let report = |(words, (line, column)): (String, (usize, usize))| Removed {
        what: RemovedWhat::Hidden {
            words: cut(words.trim()),
            all,
        },
        line: (line > 0).then_some(line),
        column: column.max(1),
    };
    let count = if all { 1 } else { usize::MAX };
    look.found.into_iter().take(count).map(report).collect()
}

/// Positions go, so what stood outside the screen by one is hidden in a way that stays.
pub(super) fn put_away(declarations: &mut Vec<Declaration>) {
    let is_out_of_flow = declarations
        .iter()
        .any(|one| one.name == "position" && matches!(one.value.as_str(), "absolute" | "fixed"));
    let is_away = declarations.iter().any(|one| match one.name.as_str() {
        "left" | "right" | "top" | "bottom" => length(&one.value).is_some_and(|it| it <= -FAR),
        "clip" | "clip-path" => is_clipped(&one.value),
        _ => false,
    });
    if is_out_of_flow && is_away {
        declarations.push(Declaration::new("display", "none"));
    }
}

#[derive(Default)]
struct Finder {
    seen: usize,
    found: Vec<(String, (usize, usize))>,
    /// The passage before belongs to the same hidden element.
    goes_on: bool,
}

/// The inherited values.
#[derive(Debug, Clone, Default)]
struct State {
    /// Hidden with all inside.
    gone: bool,
    /// Not to be seen, unless something inside says otherwise.
    unseen: bool,
    tiny: bool,
    /// Colours in one spelling; none where it cannot be told.
    ink: Option<String>,
    ground: Option<String>,
}

impl Finder {
    fn nodes(&mut self, nodes: &[Node], state: &State, place: (usize, usize)) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text, state, place),
                Node::Element(element) => {
                    let place = if element.line > 0 {
                        (element.line, element.column)
                    } else {
                        place
                    };
                    let next = state.inside(element);
                    if element.name == "img" {
                        if next.gone || next.unseen {
                            let alt = element.get("alt").unwrap_or_default();
                            self.found.push((format!("<img> {alt}"), place));
                            self.goes_on = false;
                        } else {
                            self.seen += 1;
                        }
                    }
                    if element.name == "svg"
                        || element.name.starts_with("mp-")
                        || element.name == "iframe"
                    {
                        self.seen += usize::from(!next.gone);
                        continue;
                    }
                    if next.gone != state.gone || next.unseen != state.unseen {
                        self.goes_on = false;
                    }
                    self.nodes(&element.children, &next, place);
                }
            }
        }
    }

    fn text(&mut self, text: &str, state: &State, place: (usize, usize)) {
        let count = text
            .chars()
            .filter(|it| !is_space(*it) && !matches!(it, '\u{a0}' | '\u{200b}' | '\u{feff}'))
            .count();
        if count == 0 {
            return;
        }
        let same = state
            .ink
            .as_deref()
            .zip(state.ground.as_deref())
            .is_some_and(|(ink, ground)| look_the_same(ink, ground));
        let clear = state.ink.as_deref() == Some("clear");
        if !(state.gone || state.unseen || state.tiny || same || clear) {
            self.seen += count;
            self.goes_on = false;
            return;
        }
        match self.found.last_mut() {
            Some((words, _)) if self.goes_on => {
                if words.len() < 240 {
                    words.push_str(text);
                }
            }
            _ => self.found.push((text.chars().take(120).collect(), place)),
        }
        self.goes_on = true;
    }
}

impl State {
    fn inside(&self, element: &Element) -> Self {
        let mut state = self.clone();
        if let Some(ink) = element.get("color").filter(|_| element.name == "font") {
            state.ink = colour(ink);
        }
        if let Some(ground) = element.get("bgcolor") {
            state.ground = colour(ground);
        }
        let all = declarations(element.get("style").unwrap_or_default());
        let get = |name: &str| value(&all, name);
        state.gone |= is_gone(&all);
        if let Some(visibility) = get("visibility") {
            state.unseen = visibility == "hidden" || visibility == "collapse";
        }
        let size = get("font-size").or_else(|| {
            let font = get("font")?;
            let size = font
                .split([' ', '/'])
                .find(|it| it.starts_with(|it: char| it.is_ascii_digit() || it == '.'));
            size.map(str::to_owned)
        });
        if let Some(size) = size {
            let is_relative = size.ends_with("em") && !size.ends_with("rem") || size.ends_with('%');
            let share = size.strip_suffix('%').and_then(|it| it.parse::<f64>().ok());
            let pixels = share.map_or_else(|| length(&size), |share| Some(share * 0.16));
            let is_speck = pixels.is_some_and(|it| it <= SPECK);
            state.tiny = is_speck || (state.tiny && is_relative);
        }
        if let Some(ink) = get("-webkit-text-fill-color").or(get("color")) {
            let shows_ground = get("background-clip")
                .or(get("-webkit-background-clip"))
                .is_some_and(|it| it == "text");
            if ink != "inherit" {
                state.ink = colour(&ink).filter(|_| !shows_ground);
            }
        }
        let image = get("background-image").is_some_and(|it| it != "none");
        let ground = get("background-color").or(get("background"));
        match ground {
            _ if image => state.ground = None,
            Some(ground) if ground.contains("url(") || ground.contains("gradient(") => {
                state.ground = None;
            }
            Some(ground) => match ground.split_ascii_whitespace().find_map(colour) {
                Some(clear) if clear == "clear" => {}
                Some(colour) => state.ground = Some(colour),
                None if matches!(ground.as_str(), "none" | "inherit" | "initial" | "unset") => {}
                None => state.ground = None,
            },
            None => {}
        }
        // A shadow or a line around the letters makes them visible.
        if get("text-shadow").is_some_and(|it| it != "none") || get("-webkit-text-stroke").is_some()
        {
            state.ink = None;
        }
        state
    }
}

/// Whether an element with this style shows nothing, whatever is in it.
pub(super) fn hides(style: &str) -> bool {
    is_gone(&declarations(style))
}

/// The last value of a property, in small letters.
fn value(all: &[Declaration], name: &str) -> Option<String> {
    let found = all.iter().rev().find(|one| one.name == name);
    found.map(|one| one.value.to_ascii_lowercase())
}

fn is_gone(all: &[Declaration]) -> bool {
    const BOXES: &[&str] = &["height", "max-height", "width", "max-width"];
    const SHIFTS: &[&str] = &["text-indent", "margin-left", "margin-top", "margin-right"];
    let is = |name: &str, test: &dyn Fn(&str) -> bool| value(all, name).is_some_and(|it| test(&it));
    let cuts = is("overflow", &|it| {
        it.contains("hidden") || it.contains("clip")
    });
    let is_speck = |it: &str| length(it).is_some_and(|it| it <= SPECK);
    let is_zero = |it: &str| length(it) == Some(0.0);
    let is_piled = |it: &str| length(it).is_some_and(|it| it <= -16.0);
    let is_far = |it: &str| length(it).is_some_and(|it| it.abs() >= FAR);
    is("display", &|it| it == "none")
        || is("content-visibility", &|it| it == "hidden")
        || is("opacity", &|it| {
            let (number, whole) = it.strip_suffix('%').map_or((it, 1.0), |it| (it, 100.0));
            number.parse::<f64>().is_ok_and(|it| it / whole <= LEAST)
        })
        || (cuts && (BOXES.iter().any(|name| is(name, &is_speck)) || is("line-height", &is_zero)))
        || is("letter-spacing", &is_piled)
        || is("transform", &is_moved_away)
        || SHIFTS.iter().any(|name| is(name, &is_far))
        || value(all, "clip-path")
            .or(value(all, "clip"))
            .is_some_and(|it| is_clipped(&it))
}

/// Whether a transformation leaves nothing to see: made as flat as a line, turned on its edge, or moved off the screen.
fn is_moved_away(value: &str) -> bool {
    let value: String = value.split_ascii_whitespace().collect();
    value.split_inclusive(')').any(|part| {
        let Some((name, numbers)) = part.trim_end_matches(')').split_once('(') else {
            return false;
        };
        let mut numbers = numbers.split(',').take(2);
        match name {
            "scale" | "scalex" | "scaley" | "scale3d" => numbers.any(|it| {
                it.trim_end_matches('%')
                    .parse::<f64>()
                    .is_ok_and(|it| it.abs() <= LEAST)
            }),
            "translate" | "translatex" | "translatey" | "translate3d" => {
                numbers.any(|it| length(it).is_some_and(|it| it.abs() >= FAR))
            }
            "rotatex" | "rotatey" => numbers.any(|it| matches!(it, "90deg" | "-90deg" | "270deg")),
            _ => false,
        }
    })
}

fn is_clipped(value: &str) -> bool {
    let value: String = value
        .to_ascii_lowercase()
        .split_ascii_whitespace()
        .collect();
    value.starts_with("rect(0")
        || value.starts_with("rect(1px,1px,1px")
        || value == "inset(50%)"
        || value == "inset(100%)"
}

/// A length in pixels, roughly.
fn length(value: &str) -> Option<f64> {
    let value = value.trim();
    let end = value
        .find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | '-' | '+'))
        .unwrap_or(value.len());
    let number: f64 = value.get(..end)?.parse().ok()?;
    let unit = match value.get(end..)? {
        "" | "px" => 1.0,
        "em" | "rem" => 16.0,
        "%" | "vw" | "vh" => 3.75,
        "pt" => 1.33,
        "cm" => 37.8,
        _ => return None,
    };
    Some(number * unit)
}

/// Whether one colour looks like another; both in one spelling.
fn look_the_same(one: &str, other: &str) -> bool {
    let part = |colour: &str, at: usize| {
        let digits = colour.strip_prefix('#')?.get(at..at + 2)?;
        i32::from_str_radix(digits, 16).ok()
    };
    one == other
        || [0, 2, 4].iter().all(|at| {
            part(one, *at)
                .zip(part(other, *at))
                .is_some_and(|(one, other)| (one - other).abs() <= NEAR)
        })
}

/// A colour in one spelling, `clear` where nothing of it is seen; none where it is not known.
pub(super) fn colour(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let named = [
        ("white", "#ffffff"),
        ("black", "#000000"),
        ("red", "#ff0000"),
        ("blue", "#0000ff"),
        ("green", "#008000"),
        ("yellow", "#ffff00"),
        ("gray", "#808080"),
        ("grey", "#808080"),
        ("whitesmoke", "#f5f5f5"),
        ("snow", "#fffafa"),
        ("ivory", "#fffff0"),
        ("ghostwhite", "#f8f8ff"),
        ("floralwhite", "#fffaf0"),
        ("mintcream", "#f5fffa"),
        ("azure", "#f0ffff"),
        ("aliceblue", "#f0f8ff"),
        ("seashell", "#fff5ee"),
        ("honeydew", "#f0fff0"),
    ];
    if text == "transparent" {
        return Some("clear".to_owned());
    }
    if let Some((_, hex)) = named.iter().find(|(name, _)| *name == text) {
        return Some((*hex).to_owned());
    }
    if let Some(hex) = text.strip_prefix('#') {
        if !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        let hex = match hex.len() {
            3 | 4 => hex.chars().flat_map(|it| [it, it]).collect(),
            6 | 8 => hex.to_owned(),
            _ => return None,
        };
        let cover = hex.get(6..).filter(|it| !it.is_empty());
        if cover.is_some_and(|it| u8::from_str_radix(it, 16).is_ok_and(|it| it <= 12)) {
            return Some("clear".to_owned());
        }
        return Some(format!("#{}", hex.get(..6)?));
    }
    if let Some(inner) = text
        .strip_prefix("hsla(")
        .or_else(|| text.strip_prefix("hsl("))
    {
        return grey(inner);
    }
    let inner = text
        .strip_prefix("rgba(")
        .or_else(|| text.strip_prefix("rgb("))?;
    let parts: Vec<f64> = inner
        .trim_end_matches(')')
        .split([',', ' ', '/'])
        .filter(|it| !it.is_empty())
        .map(|it| match it.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().map(|it| it * 2.55),
            None => it.parse(),
        })
        .collect::<Result<_, _>>()
        .ok()?;
    match parts[..] {
        [_, _, _, cover] if cover <= LEAST => Some("clear".to_owned()),
        [red, green, blue, ..] => Some(format!(
            "#{:02x}{:02x}{:02x}",
            red as u8, green as u8, blue as u8
        )),
        _ => None,
    }
}

/// White, black and the greys of `hsl(…)`; other colours are none that hide.
fn grey(inner: &str) -> Option<String> {
    let parts: Vec<f64> = inner
        .trim_end_matches(')')
        .split([',', ' ', '/'])
        .filter(|it| !it.is_empty())
        .skip(1)
        .map(|it| it.trim_end_matches('%').parse().ok())
        .collect::<Option<_>>()?;
    match parts[..] {
        [_, _, cover] if cover <= LEAST => Some("clear".to_owned()),
        [saturation, light, ..] if saturation <= LEAST || light >= 99.0 || light <= 1.0 => {
            let part = (light * 2.55).round() as u8;
            Some(format!("#{part:02x}{part:02x}{part:02x}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::parse;

    fn hidden(html: &str) -> Vec<(String, bool)> {
        let found = find(&parse(html, 1).nodes);
        let words = |one: Removed| match one.what {
            RemovedWhat::Hidden { words, all } => (words, all),
            other => panic!("{other:?}"),
        };
        found.into_iter().map(words).collect()
    }

    #[test]
    fn every_way_of_hiding() {
        for style in [
            "display:none",
            "display: NONE !important",
            "visibility:hidden",
            "opacity:0",
            "opacity:.0",
            "font-size:0",
            "font-size:0px",
            "height:0;overflow:hidden",
            "max-height:0px;overflow:hidden",
            "width:0;overflow:hidden",
            "text-indent:-9999px",
            "margin-left:-9999px",
            "color:#fff",
            "color:white;background:#FFFFFF",
            "color:transparent",
            "color:rgba(0,0,0,0)",
            "background-color:rgb(0,0,0);color:#000",
            "transform:scale(0)",
            "transform:scale(0.0)",
            "transform: scaleX(0)",
            "transform:scale3d(1, 0, 1)",
            "transform:translateX(-9999px)",
            "transform:translate(0, -1000px) rotate(5deg)",
            "transform:rotateY(90deg)",
            "font-size:1px",
            "font-size:.1em",
            "line-height:0;overflow:hidden",
            "opacity:.02",
            "opacity:3%",
            "color:#fefefe",
            "color:snow",
            "color:hsl(0, 0%, 100%)",
            "color:rgba(0,0,0,.03)",
            "color:#0000000a",
            "height:1px;overflow:hidden",
            "font-size:1%",
            "transform:scale(.001)",
            "letter-spacing:-50px",
            "clip-path:inset(50%)",
        ] {
            let some = hidden(&format!("<p>甲</p><p style=\"{style}\">乙<b>丙</b></p>"));
            assert_eq!(some, [("乙丙".to_owned(), false)], "{style}");
            let all = hidden(&format!("<section style=\"{style}\"><p>乙</p></section>"));
            assert_eq!(all, [("乙".to_owned(), true)], "{style}");
        }
    }

    #[test]
    fn what_can_be_seen() {
        for html in [
            "<p style=\"color:#fff;background:#07c160\">a",
            "<section style=\"background:url(https://mmbiz.qpic.cn/a)\"><p style=\"color:#fff\">a",
            "<section style=\"background:linear-gradient(90deg,#000,#111)\"><p style=\"color:#fff\">a",
            "<p style=\"visibility:hidden\"><b style=\"visibility:visible\">a",
            "<section style=\"font-size:0\"><p style=\"font-size:16px\">a",
            "<p style=\"color:#fff;text-shadow:0 0 2px #000\">a",
            "<p style=\"opacity:0.5;height:0\">a",
            "<p style=\"color:#ccc\">a",
            "<p style=\"line-height:1;overflow:hidden\">a",
            "<p style=\"color:hsl(120,50%,40%);letter-spacing:-1px\">a",
            "<p style=\"color:transparent;background:red;-webkit-background-clip:text\">a",
            "<p style=\"display:none\"> &nbsp;</p><p>a",
            "<p style=\"transform:scale(0.5) translate3d(20px,0,0) rotate(90deg)\">a",
            "<p style=\"line-height:0\">a",
            "<svg style=\"opacity:0\"><text>a</text></svg>",
        ] {
            assert_eq!(hidden(html), [], "{html}");
        }
    }
}
