//! The campaign file as a JSON Schema, for editors and agents: from the lists of keys that `check` uses.
//!
//! It says of each key which values it takes, as far as that can be said without looking at files. What it refuses, `check`
//! refuses; the reverse is not so. Descriptions for people are added elsewhere.

use serde_json::{Map, Value, json};

use super::limits::{MAX_ARTICLES, MAX_NAME};
use super::{article, load, look, message, receivers};
use crate::article::theme;
use crate::text::message::MessageKind;

/// The dialect: the one that editors of TOML know.
pub const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of a campaign file.
pub fn schema() -> Value {
    let mut root = table("", load::KEYS);
    root["$schema"] = json!(DIALECT);
    root["title"] = json!("wxmass campaign");
    root["required"] = json!(["name"]);
    root["anyOf"] = json!([{ "required": ["audience"] }, { "required": ["accounts"] }]);
    root["oneOf"] = json!([{ "required": ["articles"] }, { "required": ["message"] }]);
    root
}

/// A table with these keys and no others.
fn table(path: &str, keys: &[&str]) -> Value {
    let property = |key: &&str| {
        let path = format!("{path}{key}");
        ((*key).to_owned(), value(&path))
    };
    let properties: Map<_, _> = keys.iter().map(property).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Which values the key at `path` takes. A key that is not here takes any, and a test fails.
fn value(path: &str) -> Value {
    let one_of = |words: &[&str]| json!({ "type": "string", "enum": words });
    let number = |least: f64, most: f64| json!({ "anyOf": [{ "type": "number", "minimum": least, "maximum": most }, filled()] });
    match path {
        "name" => json!({ "type": "string", "pattern": "\\S", "maxLength": MAX_NAME }),
        "account"
        | "articles.title"
        | "articles.cover"
        | "articles.crop_235_1"
        | "articles.crop_1_1"
        | "message.text"
        | "message.voice"
        | "message.card"
        | "message.video.file"
        | "message.video.title"
        | "theme.css"
        | "theme.color"
        | "audience.without" => filled(),
        "articles.author"
        | "articles.digest"
        | "articles.source_url"
        | "articles.content"
        | "message.title"
        | "message.recommend"
        | "message.video.introduction"
        | "message.video.description" => {
            json!({ "type": "string" })
        }
        "allow_long"
        | "articles.allow_long"
        | "articles.show_cover"
        | "theme.breaks"
        | "theme.indent"
        | "theme.heading_numbers"
        | "theme.line_numbers"
        | "send.ignore_reprint"
        | "send.wait" => json!({ "type": "boolean" }),
        "route" => one_of(&["draft", "material", "upload"]),
        "articles" => json!({
            "type": "array",
            "items": table("articles.", article::KEYS),
            "minItems": 1,
            "maxItems": MAX_ARTICLES,
        }),
        "articles.comments" | "message.comments" => one_of(&["off", "everyone", "fans"]),
        "articles.type" => one_of(&["news", "newspic"]),
        "articles.images" | "message.images" | "preview.to" | "preview.wxnames" | "theme.keep" => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
        "message" => message_of_one_kind(),
        "message.video" => {
            let mut video = table("message.video.", message::VIDEO_KEYS);
            video["required"] = json!(["file", "title"]);
            video
        }
        "images" => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        "theme" => {
            let mut theme = table("theme.", look::KEYS);
            theme["not"] = json!({ "required": ["name", "css"] });
            theme
        }
        "theme.name" => one_of(&theme::names().collect::<Vec<_>>()),
        "theme.links" => one_of(&["keep", "footnotes"]),
        "theme.font_size" => number(12.0, 24.0),
        "theme.line_height" => number(1.2, 3.0),
        "theme.align" => one_of(&["justify", "left"]),
        "theme.code" => one_of(&["plain", "window"]),
        "theme.caption" => one_of(&["plain", "numbered", "none"]),
        "theme.tables" => one_of(&["scroll", "fit"]),
        "preview" => table("preview.", receivers::PREVIEW_KEYS),
        "audience" => audience(),
        "audience.tags" => json!({ "type": "array", "items": filled(), "minItems": 1 }),
        "accounts" => json!({ "type": "object", "additionalProperties": own() }),
        "send.at" | "send.until" => json!({ "anyOf": [filled(), { "type": "object" }] }),
        "audience.all" => json!({ "type": "boolean", "const": true }),
        "audience.tag" => json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, filled()] }),
        "audience.openids" => json!({ "anyOf": [
            { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            filled(),
        ]}),
        "send" => table("send.", load::SEND_KEYS),
        _ => json!({}),
    }
}

/// Text that is not blank.
fn filled() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// Exactly one of these keys.
fn one_key_of<'a>(keys: impl IntoIterator<Item = &'a str>) -> Value {
    keys.into_iter()
        .map(|key| json!({ "required": [key] }))
        .collect()
}

fn message_of_one_kind() -> Value {
    let mut message = table("message.", &message::keys());
    let kinds = MessageKind::ALL
        .into_iter()
        .filter_map(|kind| kind.names().key);
    message["oneOf"] = one_key_of(kinds);
    message
}

fn audience() -> Value {
    let mut audience = table("audience.", receivers::KEYS);
    audience["oneOf"] = one_key_of(receivers::KINDS.iter().copied());
    audience["dependencies"] = json!({ "without": ["tags"] });
    audience
}

/// The settings of one account, in the form of the file's own tables.
fn own() -> Value {
    let property = |key: &&str| ((*key).to_owned(), value(key));
    let properties: Map<_, _> = load::OWN_KEYS.iter().map(property).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::{LoadOptions, Rule, check};

    /// Every property with its path.
    fn properties(path: &str, schema: &Value, found: &mut Vec<(String, Value)>) {
        let own = schema["properties"].as_object().into_iter().flatten();
        for (key, value) in own {
            let path = format!("{path}{key}");
            found.push((path.clone(), value.clone()));
            properties(&format!("{path}."), value, found);
            properties(&format!("{path}."), &value["items"], found);
        }
    }

    fn all() -> Vec<(String, Value)> {
        let mut found = Vec::new();
        properties("", &schema(), &mut found);
        found
    }

    #[test]
    fn each_key_of_check_has_its_values() {
        for (path, value) in all() {
            assert_ne!(value, json!({}), "say in `value` which values {path} takes");
        }
        assert!(all().len() >= 55, "{}", all().len());
    }

    #[test]
    fn the_words_of_a_choice_are_those_of_check() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut seen = 0;
        for (path, value) in all() {
            let Some(words) = value["enum"].as_array() else {
                continue;
            };
            let (table, key) = path.split_once('.').unwrap_or(("", &path));
            let line = format!("{key} = \"zzz\"\n");
            let text = match table {
                "" => line,
                "articles" => format!("[[articles]]\n{line}"),
                "message" => format!("[message]\nimages = []\n{line}"),
                table => format!("[{table}]\n{line}[[articles]]\ntitle = \"t\"\n"),
            };
            let file = folder.path().join("campaign.toml");
            std::fs::write(&file, text).expect("a file");
            let (problems, _) = check(&file, &LoadOptions::default());
            let allowed = problems
                .list
                .iter()
                .find_map(|problem| match &problem.rule {
                    Rule::NotOneOf { allowed, .. } => Some(allowed.clone()),
                    _ => None,
                });
            assert_eq!(Some(json!(words)), allowed.map(|it| json!(it)), "{path}");
            seen += 1;
        }
        assert_eq!(seen, 10);
    }
}
