//! The HTML that WeChat keeps in an article: one table, for the articles that are sent and for the sandbox that stands in for WeChat.
//!
//! The vendor has published no list. Each group of rows names its evidence:
//!
//! * A: the page "addDraft": scripts go, pictures of other hosts go, links to other sites go without WeChat Pay.
//! * F: field knowledge that several clients agree on (`wechat-api.md` 9.1).
//! * P: seen in the markup of published articles (classes `rich_pages wxw-img`, `mp-style-type`, pictures of mmbiz).
//! * S: the page "SVG AttributeName 白名单 (2016-2023)", agreed with WeChat's team and revised to 2024.
//! * D: doocs/md's guide to SVG in WeChat, tried by its authors.
//! * U: unknown; it is left out because it does nothing in an article, or could do harm.

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

/// Attributes that WeChat's own cards need beside `data-…` (P).
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

/// Attributes that each element may animate (S).
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

/// Style properties that do not stay. All others do.
///
/// `wechat-api.md` 9.1 says that `transform` is lost. It is not (P): the markup of published articles holds
/// `transform: translate3d(20px, 0px, 0px)` and `text-shadow`, and its author pushes it by `draft/add`.
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

/// The fate of a declaration; both sides in any letter case.
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

/// A row of the table as an article, and whether `part` of it stays.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) html: String,
    pub(crate) part: String,
    pub(crate) by_wechat: bool,
    /// Unknown ones go from articles, and stay in the sandbox.
    pub(crate) by_wxmass: bool,
}

/// Every row of the table: articles and the sandbox are tested with the same ones.
#[cfg(test)]
pub(crate) fn samples() -> Vec<Sample> {
    let mut rows = Vec::new();
    let mut add = |html: String, part: &str, fate: Fate| {
        rows.push(Sample {
            html,
            part: part.to_owned(),
            by_wechat: fate != Fate::Lost,
            by_wxmass: fate == Fate::Kept,
        });
    };
    let picture = format!("https://{}/a", PICTURE_HOSTS[0]);
    for name in ELEMENTS {
        let html = match *name {
            "a" => format!("<a href=\"https://{}/s/a\">字</a>", LINK_HOSTS[0]),
            "img" => format!("<img src=\"{picture}\">"),
            "iframe" => format!("<iframe src=\"https://{}/a\"></iframe>", VIDEO_HOSTS[0]),
            "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => {
                "<table><caption>字</caption><colgroup><col span=\"1\"></colgroup><thead><tr><th>字</th></tr></thead>\
                 <tbody><tr><td>字</td></tr></tbody><tfoot><tr><td>字</td></tr></tfoot></table>"
                    .to_owned()
            }
            "li" | "ul" | "ol" => format!("<{}><li>字</li></{0}>", if *name == "ol" { "ol" } else { "ul" }),
            "rp" | "rt" => "<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>".to_owned(),
            "span" => "<span style=\"color:red\">字</span>".to_owned(),
            "br" | "hr" | "wbr" => format!("字<{name}>字"),
            _ => format!("<{name}>字</{name}>"),
        };
        add(html, &format!("<{name}"), Fate::Kept);
    }
    for name in ["blink", "main", "object", "script", "form"] {
        add(
            format!("<{name}>字</{name}>"),
            &format!("<{name}"),
            Fate::Lost,
        );
    }
    for name in DRAWN {
        let of = match *name {
            "animate" => " attributeName=\"opacity\"".to_owned(),
            "set" => " attributeName=\"visibility\"".to_owned(),
            "animateTransform" => " attributeName=\"transform\" type=\"scale\"".to_owned(),
            "image" => format!(" href=\"{picture}\""),
            _ => String::new(),
        };
        let html = format!("<svg><{name}{of}></{name}></svg>");
        add(html, &format!("<{name}"), Fate::Kept);
    }
    for name in ["defs", "use", "filter", "linearGradient"] {
        add(
            format!("<svg><{name}></{name}></svg>"),
            &format!("<{name}"),
            Fate::Lost,
        );
    }
    // Classes are for the sheet, and articles have none; a style is a row of its own.
    for name in ATTRIBUTES
        .iter()
        .filter(|it| !["class", "style"].contains(it))
    {
        add(
            format!("<section {name}=\"1\">字</section>"),
            &format!(" {name}="),
            Fate::Kept,
        );
    }
    for name in ["id", "onclick", "data-a", "contenteditable"] {
        add(
            format!("<section {name}=\"1\">字</section>"),
            &format!(" {name}="),
            Fate::Lost,
        );
    }
    for name in FRAME_ATTRIBUTES {
        let html = format!(
            "<iframe src=\"https://{}/a\" {name}=\"0\"></iframe>",
            VIDEO_HOSTS[0]
        );
        add(html, &format!(" {name}="), Fate::Kept);
    }
    for name in CARD_ATTRIBUTES {
        let html = format!("<mp-common-mpaudio {name}=\"1\"></mp-common-mpaudio>");
        add(html, &format!(" {name}="), Fate::Kept);
    }
    for name in DRAWN_ATTRIBUTES.iter().filter(|it| !it.contains(':')) {
        add(
            format!("<svg><rect {name}=\"1\"></rect></svg>"),
            &format!(" {name}="),
            Fate::Kept,
        );
    }
    for (name, attributes) in ANIMATED {
        for attribute in *attributes {
            let html =
                format!("<svg><rect><{name} attributeName=\"{attribute}\"></{name}></rect></svg>");
            add(html, &format!("<{name}"), Fate::Kept);
        }
        let html = format!("<svg><rect><{name} attributeName=\"href\"></{name}></rect></svg>");
        add(html, &format!("<{name}"), Fate::Lost);
    }
    for (kind, fate) in MOVEMENTS
        .iter()
        .map(|kind| (*kind, Fate::Kept))
        .chain([("matrix", Fate::Lost)])
    {
        let html = format!(
            "<svg><g><animateTransform attributeName=\"transform\" type=\"{kind}\"></animateTransform></g></svg>"
        );
        add(html, "<animateTransform", fate);
    }
    let others =
        ["transform", "text-shadow", "display", "background"].map(|name| (name, Fate::Kept));
    let starts = STYLE_STARTS.iter().map(|(start, fate)| match *start {
        "--" => ("--a", *fate),
        start => (start, *fate),
    });
    for (name, fate) in STYLES.iter().copied().chain(starts).chain(others) {
        let html = format!("<section style=\"color:red;{name}:none\">字</section>");
        add(html, &format!("{name}:"), fate);
    }
    for (hosts, start, end) in [
        (PICTURE_HOSTS, "<img src=\"", "\">"),
        (VIDEO_HOSTS, "<iframe src=\"", "\"></iframe>"),
    ] {
        for host in hosts {
            add(format!("{start}https://{host}/a{end}"), host, Fate::Kept);
        }
    }
    add(
        "<iframe src=\"https://a.test/\"></iframe>".to_owned(),
        "a.test",
        Fate::Lost,
    );
    rows
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
