//! Character references become characters: `&amp;`, `&#20013;`, `&#x4e2d;`, and every name of HTML.
//!
//! What is no reference stays as it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    entities::ENTITIES
        .iter()
        .map(|entity| (entity.entity, entity.characters))
        .collect()
});

/// The longest name of HTML has 33 bytes.
const LONGEST: usize = 40;

/// The text with its references resolved.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        let found = end.and_then(|end| Some((resolve(rest.get(..=end)?)?, end + 1)));
        if let Some((characters, length)) = found {
            out.push_str(&characters);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn resolve(reference: &str) -> Option<String> {
    let inside = reference.strip_prefix('&')?.strip_suffix(';')?;
    let Some(number) = inside.strip_prefix('#') else {
        return NAMES
            .get(reference)
            .map(|characters| (*characters).to_owned());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let character = char::from_u32(code)
        .filter(|character| !character.is_control() || *character == '\n' || *character == '\t');
    Some(character.unwrap_or('\u{fffd}').to_string())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references() {
        assert_eq!(
            decode("a&amp;b &lt;&nbsp;&#20013;&#x4E2D;&hellip;"),
            "a&b <\u{a0}中中…"
        );
        assert_eq!(
            decode("a & b &nothing; &#xffffffff; &#0; 中&"),
            "a & b &nothing; \u{fffd} \u{fffd} 中&"
        );
    }
}
