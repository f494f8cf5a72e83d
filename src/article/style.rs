//! The `style` attribute: what WeChat keeps of it.
//!
//! Declarations are split as CSS splits them, with strings and brackets. Positions, movements, filters, variables and
//! pictures of other hosts go; so does every value with a backslash, which can only be there to hide something.

use super::clean::is_wechat_picture;

/// Properties that WeChat drops, and those that mean nothing without them.
const DROPPED: &[&str] = &[
    "position",
    "transform",
    "transform-origin",
    "filter",
    "backdrop-filter",
    "perspective",
    "behavior",
    "content",
    "zoom",
    "clip-path",
    "mask",
    "mask-image",
];
const DROPPED_STARTS: &[&str] = &["animation", "transition", "-moz-binding", "--"];
/// Dropped without a word: they do nothing in an article. So do Word's own (`mso-…`).
const SILENT: &[&str] = &[
    "top",
    "left",
    "right",
    "bottom",
    "z-index",
    "cursor",
    "outline",
    "pointer-events",
    "user-select",
];

/// The declarations that stay; names of those that do not are added to `dropped`.
pub(super) fn filter(style: &str, dropped: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(style.len());
    for (property, value) in declarations(style) {
        let property = property.to_ascii_lowercase();
        let is_silent = SILENT.contains(&property.as_str()) || property.starts_with("mso-");
        if property.is_empty() || value.is_empty() || is_silent {
            continue;
        }
        let plain = property
            .trim_start_matches("-webkit-")
            .trim_start_matches("-moz-");
        let is_dropped = DROPPED.contains(&plain)
            || DROPPED_STARTS
                .iter()
                .any(|start| property.starts_with(start) || plain.starts_with(start))
            || !property
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            || !is_harmless(value);
        if is_dropped {
            if !dropped.contains(&property) {
                dropped.push(property.chars().take(60).collect());
            }
            continue;
        }
        if !out.is_empty() {
            out.push(';');
        }
        out.push_str(&property);
        out.push(':');
        out.push_str(value);
    }
    out
}

/// Whether a value neither runs, nor loads from elsewhere, nor needs a variable.
pub(super) fn is_harmless(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    if lower.contains(['\\', '<', '\0'])
        || [
            "expression(",
            "javascript:",
            "var(",
            "env(",
            "image-set(",
            "@import",
            "/*",
        ]
        .iter()
        .any(|word| lower.contains(word))
    {
        return false;
    }
    // Positions are those of `value`: lower case of ASCII keeps them.
    lower.match_indices("url(").all(|(at, word)| {
        let rest = value.get(at + word.len()..).unwrap_or_default();
        let address = rest
            .split(')')
            .next()
            .unwrap_or_default()
            .trim()
            .trim_matches(['"', '\'']);
        is_wechat_picture(address)
    })
}

/// Pairs of property and value.
fn declarations(style: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let (mut start, mut colon, mut quote, mut brackets) = (0, None, None, 0_usize);
    let mut take = |start: usize, colon: Option<usize>, end: usize| {
        if let Some(colon) = colon {
            let property = style.get(start..colon).unwrap_or_default().trim();
            out.push((
                property,
                style.get(colon + 1..end).unwrap_or_default().trim(),
            ));
        }
    };
    for (at, character) in style.char_indices() {
        match (quote, character) {
            (Some(open), _) => quote = Some(open).filter(|_| character != open),
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => brackets += 1,
            (None, ')') => brackets = brackets.saturating_sub(1),
            (None, ':') if colon.is_none() => colon = Some(at),
            (None, ';') if brackets == 0 => {
                take(start, colon, at);
                start = at + 1;
                colon = None;
            }
            _ => {}
        }
    }
    take(start, colon, style.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_properties_stay() {
        let mut dropped = Vec::new();
        let kept = filter(
            "Color: red ; position:fixed;top:0;;x; font-family:\"a;b\", serif;background:url(https://mmbiz.qpic.cn/a;b) ; transform : none;mso-bidi:x",
            &mut dropped,
        );
        assert_eq!(
            kept,
            "color:red;font-family:\"a;b\", serif;background:url(https://mmbiz.qpic.cn/a;b)"
        );
        assert_eq!(dropped, ["position", "transform"]);
        assert_eq!(filter(&kept, &mut Vec::new()), kept);
    }

    #[test]
    fn what_loads_or_runs_goes() {
        for style in [
            "background:url(a.png)",
            "color:var(--a)",
            "width:expression(1)",
            "--a:1",
            "color:r\\65 d",
            "background:URL('http://x.test/a')",
            "-webkit-animation:x 1s",
        ] {
            let mut dropped = Vec::new();
            assert_eq!(filter(style, &mut dropped), "", "{style}");
            assert_eq!(dropped.len(), 1, "{style}");
        }
    }
}
