//! What WeChat keeps of an article's HTML: one table, for the articles that are sent and for the sandbox that stands in for WeChat.
//!
//! The vendor has published no list. Each group of rows names its evidence:
//!
//! * A: the page "addDraft": scripts go, pictures of other hosts go, links to other sites go without WeChat Pay.
//! * F: field knowledge that several clients agree on (`wechat-api.md` 9.1).
//! * P: seen in the markup of published articles (classes `rich_pages wxw-img`, `mp-style-type`, pictures of mmbiz).
//! * S: the page "SVG AttributeName 白名单 (2016-2023)", agreed with WeChat's team and revised to 2024.
//! * D: doocs/md's guide to SVG in WeChat, tried by its authors.
//! * U: nobody has said; it is left out because it does nothing in an article, or could do harm.

/// How sure it is that something does not stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept,
    /// WeChat removes it.
    Lost,
    /// wxmass removes it; what WeChat would do is not known.
    Unknown,
}

/// Hosts whose pictures stay (A, P).
pub const PICTURE_HOSTS: &[&str] = &["mmbiz.qpic.cn", "mmbiz.qlogo.cn", "mmecoa.qpic.cn"];
/// Hosts whose frames stay (F): Tencent's videos, and WeChat's own in `data-src` with the class `video_iframe` (P).
pub const VIDEO_HOSTS: &[&str] = &["v.qq.com", "mp.weixin.qq.com"];
/// Hosts that every account may link to (A).
pub const LINK_HOSTS: &[&str] = &["mp.weixin.qq.com"];

/// HTML elements that stay (F).
#[rustfmt::skip]
pub const ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
    // WeChat's own cards (F, P).
    "mp-common-miniprogram", "mp-common-mpaudio", "mp-common-profile", "mp-common-videosnap", "mp-miniprogram",
];

/// Attributes that stay on any element (F). Ids go, and so does what refers to them.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir", "face", "height",
    "href", "lang", "reversed", "rowspan", "size", "span", "src", "start", "style", "title", "type", "valign", "value", "width",
];

/// Attributes of frames (P).
const FRAME_ATTRIBUTES: &[&str] = &["allowfullscreen", "frameborder", "scrolling"];

/// What WeChat's own cards need beside `data-…` (P).
#[rustfmt::skip]
const CARD_ATTRIBUTES: &[&str] = &[
    "high_size", "isaac2", "low_size", "name", "play_length", "pluginname", "source_size", "voice_encode_fileid",
];

/// Elements of drawings that stay. What is referred to by its id (`defs`, `use`, gradients) is not among them, for ids go (F).
#[rustfmt::skip]
pub const DRAWN: &[&str] = &[
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", // F
    "animate", "set", "animateTransform", "animateMotion", // S
    "image", // D
    "foreignObject", // works in articles of 135 (P); D calls it poor
];

/// Attributes that stay on drawings: shapes and their looks (F, P), and what animations need (S, D).
#[rustfmt::skip]
const DRAWN_ATTRIBUTES: &[&str] = &[
    "cx", "cy", "d", "dominant-baseline", "dx", "dy", "fill", "fill-opacity", "fill-rule", "font-family", "font-size",
    "font-style", "font-weight", "height", "letter-spacing", "opacity", "overflow", "points", "preserveAspectRatio", "r", "rx", "ry",
    "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
    "stroke-opacity", "stroke-width", "text-anchor", "textLength", "transform", "version", "viewBox", "visibility", "width", "x", "x1", "x2",
    "xmlns", "xmlns:xlink", "y", "y1", "y2", "href", "xlink:href",
    "accumulate", "additive", "attributeName", "attributeType", "begin", "by", "calcMode", "dur", "end", "fill", "from",
    "keyPoints", "keySplines", "keyTimes", "max", "min", "origin", "path", "pointer-events", "repeatCount", "repeatDur", "restart", "rotate",
    "to", "type", "values",
];

/// What each element may animate (S).
#[rustfmt::skip]
const ANIMATED: &[(&str, &[&str])] = &[
    ("animate", &[
        "x", "y", "width", "height", "cx", "cy", "opacity", "d", "points", "stroke-width", "stroke-linecap",
        "stroke-dashoffset", "fill",
    ]),
    ("set", &["visibility"]),
    ("animateTransform", &["transform"]),
];
/// The kinds of movement of `animateTransform` (S).
const MOVEMENTS: &[&str] = &["translate", "scale", "rotate", "skewX", "skewY"];

/// Style properties that do not stay. All others do: `transform` and `text-shadow` among them (P).
const STYLES: &[(&str, Fate)] = &[
    ("position", Fate::Lost), // F
    ("content", Fate::Lost),  // means nothing in an attribute
    ("behavior", Fate::Lost), // F: scripts
    ("-moz-binding", Fate::Lost),
    ("filter", Fate::Unknown), // U from here on
    ("backdrop-filter", Fate::Unknown),
    ("clip-path", Fate::Unknown),
    ("mask", Fate::Unknown),
    ("mask-image", Fate::Unknown),
    ("zoom", Fate::Unknown),
];
/// Beginnings of such names: variables go (F); animations by keyframes have lost their sheet (U).
const STYLE_STARTS: &[(&str, Fate)] = &[
    ("--", Fate::Lost),
    ("animation", Fate::Unknown),
    ("transition", Fate::Unknown),
];

/// Whether an element stays; a drawing has elements of its own.
pub fn element(name: &str, is_drawn: bool) -> bool {
    if is_drawn {
        DRAWN.contains(&name)
    } else {
        name == "svg" || ELEMENTS.contains(&name)
    }
}

/// Whether an attribute stays, whatever its value.
pub fn attribute(element: &str, is_drawn: bool, name: &str) -> bool {
    let is_card = element.starts_with("mp-");
    // Elsewhere they are an editor's notes to itself.
    let keeps_data = is_card || matches!(element, "iframe" | "img");
    name.starts_with("data-miniprogram-")
        || (keeps_data && name.starts_with("data-"))
        || ATTRIBUTES.contains(&name)
        || (is_card && CARD_ATTRIBUTES.contains(&name))
        || (element == "iframe" && FRAME_ATTRIBUTES.contains(&name))
        || ((is_drawn || element == "svg") && DRAWN_ATTRIBUTES.contains(&name))
}

/// Whether an element that animates may animate that; `kind` is its `type`. Elements that do not animate may.
pub fn animates(element: &str, attribute: Option<&str>, kind: Option<&str>) -> bool {
    let Some((_, allowed)) = ANIMATED.iter().find(|(name, _)| *name == element) else {
        return true;
    };
    attribute.is_some_and(|attribute| allowed.contains(&attribute))
        && (element != "animateTransform" || kind.is_none_or(|kind| MOVEMENTS.contains(&kind)))
}

/// What becomes of a declaration; both sides in any letter case.
pub fn style(property: &str, value: &str) -> Fate {
    let property = property.to_ascii_lowercase();
    let plain = property
        .trim_start_matches("-webkit-")
        .trim_start_matches("-moz-");
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !property.bytes().all(is_name) || !is_harmless(value) {
        return Fate::Lost;
    }
    let exact = STYLES
        .iter()
        .find(|(name, _)| [plain, &property].contains(name));
    let begun = || {
        let starts =
            |(start, _): &&(&str, Fate)| property.starts_with(start) || plain.starts_with(start);
        STYLE_STARTS.iter().find(starts)
    };
    exact.or_else(begun).map_or(Fate::Kept, |(_, fate)| *fate)
}

/// Whether a value neither runs, nor loads from elsewhere, nor needs a variable (F).
pub fn is_harmless(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "expression(",
        "javascript:",
        "var(",
        "env(",
        "image-set(",
        "@import",
        "/*",
    ];
    let lower = value.to_ascii_lowercase();
    !lower.contains(['\\', '<', '\0'])
        && !WORDS.iter().any(|word| lower.contains(word))
        && addresses(value).all(is_wechat_picture)
}

/// The addresses in `url(…)` of a value, without quotation marks.
pub fn addresses(value: &str) -> impl Iterator<Item = &str> {
    let lower = value.to_ascii_lowercase();
    let starts: Vec<usize> = lower
        .match_indices("url(")
        .map(|(at, word)| at + word.len())
        .collect();
    // Lower case of ASCII keeps positions.
    starts.into_iter().map(move |start| {
        let rest = value.get(start..).unwrap_or_default().trim_start();
        let end = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                return rest
                    .get(1..)
                    .unwrap_or_default()
                    .split(quote)
                    .next()
                    .unwrap_or_default();
            }
            _ => rest.find(')').unwrap_or(rest.len()),
        };
        rest.get(..end).unwrap_or_default().trim()
    })
}

/// Pictures that WeChat serves already.
pub fn is_wechat_picture(address: &str) -> bool {
    is_at(address, PICTURE_HOSTS)
}

/// Whether a web address leads to one of the hosts; `//host/…` counts.
pub fn is_at(address: &str, hosts: &[&str]) -> bool {
    host(address).is_some_and(|host| hosts.contains(&host.as_str()))
}

/// The host of a web address, in lower case.
pub fn host(address: &str) -> Option<String> {
    let whole = if address.starts_with("//") {
        format!("https:{address}")
    } else {
        address.to_owned()
    };
    let start = whole.get(..8).unwrap_or(&whole).to_ascii_lowercase();
    if !start.starts_with("https://") && !start.starts_with("http://") {
        return None;
    }
    let url = url::Url::parse(&whole).ok()?;
    url.host_str().map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wechats_own_pictures_stay_as_they_are() {
        assert!(is_wechat_picture("http://mmbiz.qpic.cn/mmbiz_png/a/0"));
        assert!(is_wechat_picture("//MMBIZ.qlogo.cn/a"));
        for other in [
            "https://mmbiz.qpic.cn.evil.example/a.png",
            "images/a.png",
            "mmbiz.qpic.cn/a",
        ] {
            assert!(!is_wechat_picture(other), "{other}");
        }
    }

    #[test]
    fn what_the_field_has_seen_stays() {
        for (property, value) in [
            ("transform", "translate3d(20px, 0px, 0px)"),
            ("-webkit-transform", "rotate(5deg)"),
            ("text-shadow", "1px 1px #000"),
            ("background", "url(\"https://mmbiz.qpic.cn/a;b\") no-repeat"),
        ] {
            assert_eq!(style(property, value), Fate::Kept, "{property}");
        }
        for (property, value) in [
            ("position", "fixed"),
            ("--a", "1"),
            ("background", "url(a.png)"),
            ("color", "var(--a)"),
        ] {
            assert_eq!(style(property, value), Fate::Lost, "{property}");
        }
        assert_eq!(style("filter", "blur(1px)"), Fate::Unknown);
        for (name, attribute, kind, may) in [
            ("animate", Some("opacity"), None, true),
            ("animate", Some("r"), None, false),
            ("set", Some("visibility"), None, true),
            ("set", Some("href"), None, false),
            ("animateTransform", Some("transform"), Some("skewX"), true),
            ("animateTransform", Some("transform"), Some("matrix"), false),
            ("animateMotion", None, None, true),
        ] {
            assert_eq!(
                animates(name, attribute, kind),
                may,
                "{name} {attribute:?} {kind:?}"
            );
        }
        assert!(attribute("animate", true, "keySplines") && attribute("iframe", false, "data-src"));
        assert!(!attribute("p", false, "data-id") && !attribute("p", false, "id"));
    }
}
