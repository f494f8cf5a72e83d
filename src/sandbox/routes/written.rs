//! Texts as a body has them: WeChat counts what it was sent, and there a `\u4e2d` is six characters (`wechat-api.md` 3.6).

use std::collections::HashMap;

/// The text that WeChat counts in place of a text, for the texts of one body that have `\u` escapes.
#[derive(Debug, Default)]
pub(super) struct Written(HashMap<String, String>);

impl Written {
    /// Of a body that is JSON.
    pub(super) fn of(body: &[u8]) -> Self {
        let body = String::from_utf8_lossy(body);
        if !body.contains("\\u") {
            return Self::default();
        }
        let texts = strings(&body).filter(|text| text.contains("\\u"));
        Self(
            texts
                .filter_map(|text| Some((read(text)?, read(&with_escapes_spelt_out(text))?)))
                .collect(),
        )
    }

    /// The text that is counted.
    pub(super) fn counted<'a>(&'a self, text: &'a str) -> &'a str {
        self.0.get(text).map_or(text, String::as_str)
    }
}

/// The strings of a JSON text, without their quotes.
fn strings(body: &str) -> impl Iterator<Item = &str> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let start = rest.find('"')? + 1;
        let mut escaped = false;
        let end = rest[start..].find(|it| {
            let ends = it == '"' && !escaped;
            escaped = it == '\\' && !escaped;
            ends
        })? + start;
        let text = &rest[start..end];
        rest = &rest[end + 1..];
        Some(text)
    })
}

/// With each `\u` as a backslash and a letter; other escapes stay.
fn with_escapes_spelt_out(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len() + 16);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        spelt.push(letter);
        if letter == '\\' {
            match letters.next() {
                Some('u') => spelt.push_str("\\u"),
                Some(other) => spelt.push(other),
                None => {}
            }
        }
    }
    spelt
}

fn read(text: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{text}\"")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_escapes_are_counted_as_they_stand() {
        let body = r#"{"a\"b":"\u4e2d\n","b":["中","\\u4e2d","\ud83d\ude00x","\u003cp\u003e"]}"#;
        let written = Written::of(body.as_bytes());
        for (text, counted) in [
            ("中\n", "\\u4e2d\n"),
            ("中", "中"),
            ("\\u4e2d", "\\u4e2d"),
            ("😀x", "\\ud83d\\ude00x"),
            ("<p>", "\\u003cp\\u003e"),
        ] {
            assert_eq!(written.counted(text), counted);
        }
    }
}
