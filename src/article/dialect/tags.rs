//! Tags of HTML, and words in angle brackets that only look like them: `List<String>`, `按<Enter>键`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// Elements of HTML and SVG; `mp-…` are WeChat's own.
const KNOWN: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br \
    button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption \
    figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link \
    main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript object ol optgroup option output p param \
    picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small source span strike strong style \
    sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp \
    animate animatemotion animatetransform circle clippath defs desc ellipse filter foreignobject g image line lineargradient marker mask \
    path pattern polygon polyline radialgradient rect set stop switch symbol text textpath tspan use view ";

/// Elements that stand by themselves without an attribute.
const ALONE: &str = " br hr wbr ";
/// Elements that have no end.
const VOID: &str =
    " area base basefont bgsound br col embed frame hr img input link meta param source track wbr ";
/// Elements that are written around words to make them look different.
const FORMATS: &str = " b big center del em font i ins mark s small span strike strong sub sup u ";

static SIMPLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^<(/?)([A-Za-z][A-Za-z0-9_.-]*)[ \t]*(/?)>").ok());
static WITH_ATTRIBUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^</?[A-Za-z][A-Za-z0-9_.:-]*(?:\s+[A-Za-z_:@][\w.:@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>"#).ok()
});

/// Attributes that say something without a value.
const SWITCHES: &str = " allowfullscreen autoplay checked contenteditable controls default disabled draggable hidden inert itemscope \
    loop markdown multiple muted nohref noshade nowrap open playsinline readonly required reversed selected ";

/// A part that begins with an angle bracket.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// A tag, a comment or an address in brackets, of so many bytes.
    Markup(usize),
    /// Words of prose, of so many bytes.
    Words(usize),
    /// A tag that makes words look different and has no partner in its paragraph, of so many bytes.
    Unpaired(usize),
    /// An element with attributes that HTML does not have, such as a component of a page program, of so many bytes.
    Component(usize),
    /// The sign itself.
    Sign,
}

/// A paragraph in small letters, with what was looked for in it: each question is answered once.
#[derive(Debug)]
pub(super) struct Partners {
    block: String,
    found: HashMap<String, bool>,
}

impl Partners {
    pub(super) fn of(block: &str) -> Self {
        Self {
            block: block.to_ascii_lowercase(),
            found: HashMap::new(),
        }
    }

    /// Whether a sign stands anywhere in the paragraph.
    pub(super) fn may_have(&mut self, sign: &str) -> bool {
        self.has(sign.to_owned())
    }

    fn has(&mut self, part: String) -> bool {
        let block = &self.block;
        *self
            .found
            .entry(part)
            .or_insert_with_key(|part| block.contains(part))
    }
}

/// Reads what begins here, in the paragraph that `partners` knows.
pub(super) fn read(rest: &str, partners: &mut Partners) -> Bracket {
    if let Some(inner) = rest.strip_prefix("<!--") {
        let end = if partners.has("-->".to_owned()) {
            inner.find("-->")
        } else {
            None
        };
        return end.map_or(Bracket::Sign, |end| Bracket::Markup(end + 7));
    }
    // What Markdown takes for an instruction or a declaration, and hides, is a program's text in an article.
    if rest.starts_with("<?") || rest.starts_with("<!") {
        return Bracket::Words(1);
    }
    if let Some(found) = SIMPLE.as_ref().and_then(|it| it.captures(rest)) {
        let length = found.get(0).map_or(1, |all| all.len());
        let closes = found.get(1).is_some_and(|it| !it.is_empty());
        let name = found.get(2).map_or("", |it| it.as_str());
        return simple(name, closes, length, partners);
    }
    if let Some(found) = WITH_ATTRIBUTES.as_ref().and_then(|it| it.find(rest)) {
        let name = found.as_str().trim_matches(['<', '/', '>']);
        let name = name.split(char::is_whitespace).next().unwrap_or(name);
        // `if a<b then c>d`: an attribute says something.
        let closes = found.as_str().starts_with("</");
        return if is_known(name) && !found.as_str().contains('=') && !found.as_str().ends_with("/>")
        {
            let words = found.as_str().trim_end_matches('>').split_whitespace();
            let mut words = words.skip(1);
            if words.all(|it| it.contains('-') || is_in(SWITCHES, &it.to_ascii_lowercase())) {
                simple(name, closes, found.len(), partners)
            } else {
                Bracket::Words(1)
            }
        } else if is_known(name) {
            Bracket::Markup(found.len())
        } else {
            Bracket::Component(found.len())
        };
    }
    let end = rest
        .get(1..)
        .and_then(|inner| inner.find(['<', '>', '\n']))
        .map(|end| end + 1);
    let end = end.filter(|end| rest.as_bytes().get(*end) == Some(&b'>'));
    let inside = end.and_then(|end| rest.get(1..end)).unwrap_or_default();
    // `<3，https://a.cn，5>4` is no address, for no scheme begins it.
    let begins = |sign: &str| {
        let scheme = inside.split_once(sign).map(|(before, _)| before);
        scheme.is_some_and(|it| {
            !it.is_empty()
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"+.-_".contains(&it))
        })
    };
    match end {
        Some(end) if (begins("://") || begins("@")) && !inside.contains([' ', '<']) => {
            Bracket::Markup(end + 1)
        }
        Some(end)
            if inside.contains("={") && inside.starts_with(|it: char| it.is_ascii_uppercase()) =>
        {
            Bracket::Component(end + 1)
        }
        _ => Bracket::Sign,
    }
}

fn simple(name: &str, closes: bool, length: usize, partners: &mut Partners) -> Bracket {
    if !is_known(name) {
        return Bracket::Words(length);
    }
    let lower = name.to_ascii_lowercase();
    if is_in(ALONE, &lower) {
        return Bracket::Markup(length);
    }
    if is_in(VOID, &lower) {
        return Bracket::Words(length);
    }
    let partner = if closes {
        format!("<{lower}")
    } else {
        format!("</{lower}")
    };
    if partners.has(partner) {
        Bracket::Markup(length)
    } else if is_in(FORMATS, &lower) {
        Bracket::Unpaired(length)
    } else {
        Bracket::Words(length)
    }
}

/// Whether HTML or WeChat has an element of that name; a hyphen makes one's own.
pub(super) fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    is_in(KNOWN, &lower) || lower.starts_with("mp-") || lower == "o" || lower.contains(':')
}

fn is_in(list: &str, name: &str) -> bool {
    list.split(' ').any(|one| one == name)
}

/// The name in a line that is one tag and nothing else, when no element is called so.
pub(super) fn unknown_alone(line: &str) -> Option<&str> {
    let found = SIMPLE.as_ref()?.captures(line.trim())?;
    let name = found.get(2)?.as_str();
    (found.get(0)?.len() == line.trim().len() && !is_known(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_brackets_are_words() {
        for (rest, block, expected) in [
            ("<String> 与", "List<String> 与", Bracket::Words(8)),
            ("<b>粗</b>", "<b>粗</b>", Bracket::Markup(3)),
            ("<b>粗", "<b>粗", Bracket::Unpaired(3)),
            ("<div> 标签", "用 <div> 标签", Bracket::Words(5)),
            ("<br>", "<br>", Bracket::Markup(4)),
            ("<img>", "<img>", Bracket::Words(5)),
            ("<b then c>", "<b then c>d</b>", Bracket::Words(1)),
            ("<p hidden>", "<p hidden>x</p>", Bracket::Markup(10)),
            ("<p of them>", "<p of them>x</p>", Bracket::Words(1)),
            ("<input type=text>", "", Bracket::Markup(17)),
            ("<a href='x'>", "", Bracket::Markup(12)),
            ("<https://a.cn>", "", Bracket::Markup(14)),
            ("<占位>", "", Bracket::Sign),
            ("<3，https://a.cn，5>4", "", Bracket::Sign),
            ("<3", "", Bracket::Sign),
            ("<!-- a -->b", "<!-- a -->b", Bracket::Markup(10)),
            ("<Chart data={x} />", "", Bracket::Component(18)),
        ] {
            assert_eq!(read(rest, &mut Partners::of(block)), expected, "{rest}");
        }
    }
}
