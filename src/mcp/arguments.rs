//! The arguments of tools: their JSON types, and the words of a command that their values become.
//!
//! A value of the agent's becomes one word of a command and never an option: it stands behind `=` or behind `--`.

use serde_json::{Map, Value, json};

use crate::report::{Lang, text};

/// The form of an argument in the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Words after all options; a list gives several.
    Words,
    /// `--option=value`; a list gives several.
    Option(&'static str),
    /// `--option`, where it is true.
    Switch(&'static str),
    /// No part of the command line.
    Apart,
}

/// One argument: name, JSON type, whether it must be there, its part, what an agent reads.
pub(super) type Argument = (&'static str, Kind, bool, Part, &'static str);

/// The JSON type of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Texts,
    Number,
    Numbers,
    Flag,
}

impl Kind {
    fn schema(self) -> Value {
        match self {
            Self::Text => json!({ "type": "string", "minLength": 1 }),
            Self::Texts => {
                json!({ "type": "array", "items": { "type": "string", "minLength": 1 } })
            }
            Self::Number => json!({ "type": "integer" }),
            Self::Numbers => {
                json!({ "type": "array", "items": { "type": "integer" }, "minItems": 1 })
            }
            Self::Flag => json!({ "type": "boolean" }),
        }
    }

    /// The words of a value of this kind; `None` for another kind.
    fn words(self, value: &Value) -> Option<Vec<String>> {
        let text = |it: &Value| it.as_str().filter(|it| !it.is_empty()).map(str::to_owned);
        match self {
            Self::Text => Some(vec![text(value)?]),
            Self::Texts => value.as_array()?.iter().map(text).collect(),
            Self::Number => Some(vec![number(value)?]),
            Self::Numbers => value.as_array()?.iter().map(number).collect(),
            Self::Flag => Some(if value.as_bool()? {
                vec![String::new()]
            } else {
                Vec::new()
            }),
        }
    }
}

/// A whole number; some clients write it as text.
fn number(value: &Value) -> Option<String> {
    let written = value.as_str().and_then(|it| it.parse().ok());
    value.as_i64().or(written).map(|it: i64| it.to_string())
}

/// The schema of the arguments of a tool.
pub(super) fn schema(arguments: &[Argument]) -> Map<String, Value> {
    let mut schema = Map::new();
    let properties: Map<_, _> = arguments
        .iter()
        .map(|(name, kind, _, _, about)| {
            let mut property = kind.schema();
            property["description"] = json!(about);
            ((*name).to_owned(), property)
        })
        .collect();
    let required = arguments.iter().filter(|it| it.2).map(|it| it.0);
    let required: Vec<_> = required.collect();
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("required".into(), json!(required));
    schema.insert("additionalProperties".into(), json!(false));
    schema
}

/// The words of the command, and the values that stand apart from it. The error says what is wrong with an argument.
pub(super) fn read(
    lang: Lang,
    tool: &str,
    arguments: &[Argument],
    given: &Map<String, Value>,
) -> Result<Given, String> {
    if let Some(name) = given
        .keys()
        .find(|name| arguments.iter().all(|it| it.0 != name.as_str()))
    {
        return Err(text!(lang, agent_no_argument, tool = tool, name = name));
    }
    let (mut options, mut words, mut apart) = (Vec::new(), Vec::new(), Map::new());
    for (name, kind, required, part, _) in arguments {
        let Some(value) = given.get(*name).filter(|value| !value.is_null()) else {
            if *required {
                return Err(text!(
                    lang,
                    agent_argument_missing,
                    tool = tool,
                    name = name
                ));
            }
            continue;
        };
        let values = kind.words(value).ok_or_else(|| {
            text!(
                lang,
                agent_argument_misfit,
                name = name,
                schema = kind.schema()
            )
        })?;
        match part {
            Part::Words => words.extend(values),
            Part::Option(option) => {
                options.extend(values.iter().map(|it| format!("--{option}={it}")));
            }
            Part::Switch(option) => {
                options.extend(values.iter().map(|_| format!("--{option}")));
            }
            Part::Apart => drop(apart.insert((*name).to_owned(), value.clone())),
        }
    }
    Ok(Given {
        options,
        words,
        apart,
    })
}

/// Arguments of a tool, read.
#[derive(Debug)]
pub(super) struct Given {
    options: Vec<String>,
    words: Vec<String>,
    apart: Map<String, Value>,
}

impl Given {
    /// A value that stands apart from the command line.
    pub(super) fn apart(&self, name: &str) -> Option<String> {
        Some(self.apart.get(name)?.as_str()?.to_owned())
    }

    /// The campaign that it is about.
    pub(super) fn campaign(&self) -> String {
        self.words.first().cloned().unwrap_or_default()
    }

    /// The words after `wxmass`.
    pub(super) fn line(&self, command: &str) -> Vec<String> {
        let mut line = vec![command.to_owned()];
        line.extend(self.options.clone());
        if !self.words.is_empty() {
            line.push("--".to_owned());
            line.extend(self.words.clone());
        }
        line
    }
}
