//! `wxmass schema`: the files of wxmass as JSON Schema, for editors and agents.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::written;
use crate::campaign::schema;
use crate::cli::Frame;
use crate::cli::accounts::KEYS;
use crate::cli::failure::{Exit, Failure};
use crate::report::{Lang, key};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass schema > campaign.schema.json\n  wxmass schema accounts > accounts.schema.json"
)]
pub(crate) struct SchemaArgs {
    #[arg(default_value = "campaign", hide_default_value = true)]
    file: Which,
}

/// A file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    Campaign,
    Accounts,
}

pub(crate) fn run(frame: &Frame, args: &SchemaArgs) -> Result<Exit, Failure> {
    let document = of(frame.out.lang, args.file);
    written(frame.out.whole(&format!("{document:#}\n")))?;
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}

/// The schema of a file, with a line on each key.
pub(crate) fn of(lang: Lang, file: Which) -> Value {
    match file {
        Which::Campaign => {
            let mut schema = schema::schema();
            describe(lang, "", &mut schema);
            schema
        }
        Which::Accounts => accounts(lang),
    }
}

fn describe(lang: Lang, path: &str, table: &mut Value) {
    let own = table.get_mut("properties").and_then(Value::as_object_mut);
    for (name, value) in own.into_iter().flatten() {
        let path = format!("{path}{name}");
        if let Some(line) = key(lang, &path) {
            value["description"] = json!(line);
        }
        let below = format!("{path}.");
        describe(lang, &below, value);
        if let Some(items) = value.get_mut("items") {
            describe(lang, &below, items);
        }
    }
}

/// The accounts file: profiles under names of the operator's.
fn accounts(lang: Lang) -> Value {
    let property = |name: &&str| {
        let mut value = profile_value(name);
        value["description"] = json!(key(lang, &format!("profile.{name}")));
        ((*name).to_owned(), value)
    };
    let properties: Map<_, _> = KEYS.iter().map(property).collect();
    json!({
        "$schema": schema::DIALECT,
        "title": "wxmass accounts",
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": properties,
            "required": ["appid"],
            "additionalProperties": false,
        },
    })
}

fn profile_value(key: &str) -> Value {
    match key {
        "kind" => json!({ "type": "string", "enum": ["service", "subscription", "unverified"] }),
        "token_call" => json!({ "type": "string", "enum": ["stable", "classic"] }),
        "protection" | "require_preview" => json!({ "type": "boolean" }),
        "confirm_above" => json!({ "type": "integer" }),
        "appid" => json!({ "type": "string", "minLength": 1 }),
        _ => json!({ "type": "string" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_lines(table: &Value, path: &str) {
        let own = table["properties"].as_object().into_iter().flatten();
        for (name, value) in own {
            assert!(
                value["description"].is_string(),
                "{path}{name} lacks a line"
            );
            has_lines(value, &format!("{path}{name}."));
            has_lines(&value["items"], &format!("{path}{name}."));
        }
    }

    #[test]
    fn each_key_has_a_line_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            for which in [Which::Campaign, Which::Accounts] {
                let schema = of(lang, which);
                has_lines(&schema, "");
                has_lines(&schema["additionalProperties"], "");
            }
        }
    }
}
