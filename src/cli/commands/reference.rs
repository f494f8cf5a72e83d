//! `wxmass reference`: the whole interface as data, made from what parses, ends and answers.

use clap::ArgAction;
use serde_json::{Value, json};

use super::{help, written};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, pages};
use crate::report::Lang;

/// The shapes of JSON documents by name, as `tests/docs/json.rs` has agreed on them.
const SHAPES: &str = include_str!("../shapes.json");

pub(crate) fn run(frame: &Frame) -> Result<Exit, Failure> {
    let document = document(frame.out.lang);
    written(frame.out.whole(&format!("{document:#}\n")))?;
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}

/// With the help in the operator's language.
fn document(lang: Lang) -> Value {
    let root = help::localised(lang);
    let shapes: Value = serde_json::from_str(SHAPES).unwrap_or_default();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "global_options": options(&root),
        "commands": commands(&root, "", &shapes),
        "exit_codes": pages::exit_codes(),
        "errcodes": pages::errcodes(),
        "documents": shapes,
    })
}

fn commands(parent: &clap::Command, above: &str, shapes: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for command in parent.get_subcommands() {
        if command.get_name() == "help" || command.is_hide_set() {
            continue;
        }
        let name = format!("{above}{}", command.get_name());
        let below = commands(command, &format!("{name} "), shapes);
        found.push(json!({
            "name": name,
            "about": command.get_about().map(ToString::to_string),
            "arguments": command.get_positionals().map(argument).collect::<Vec<_>>(),
            "options": options(command),
            "examples": examples(command),
            "document": document_of(&name, shapes),
        }));
        found.extend(below);
    }
    found
}

/// The name of the document that a command prints; nothing for those whose page says it in words.
fn document_of(command: &str, shapes: &Value) -> Option<String> {
    let name = match command {
        "send-tag" | "send-openids" => "send",
        "add-news" | "upload-news" => "add-draft",
        "accounts test" => "accounts-add",
        "tags remove" => "tags-add",
        other => other,
    };
    let name = name.replace(' ', "-");
    shapes.get(&name).map(|_| name)
}

/// Options of a command that not every command has; of the root, those that every command has.
fn options(command: &clap::Command) -> Vec<Value> {
    let is_root = command.get_name() == "wxmass";
    command
        .get_arguments()
        .filter(|it| !it.is_positional() && !it.is_hide_set() && it.is_global_set() == is_root)
        .filter(|it| !["help", "version"].contains(&it.get_id().as_str()))
        .map(argument)
        .collect()
}

fn argument(argument: &clap::Arg) -> Value {
    let takes_value = !matches!(
        argument.get_action(),
        ArgAction::SetTrue | ArgAction::SetFalse | ArgAction::Count
    ) && argument.get_num_args().is_none_or(|it| it.takes_values());
    let texts = |values: &[clap::builder::OsStr]| {
        let values = values.iter().map(|it| it.to_string_lossy().into_owned());
        values.collect::<Vec<_>>()
    };
    let choices = argument.get_possible_values();
    let choices: Vec<_> = choices.iter().map(|it| it.get_name().to_owned()).collect();
    json!({
        "name": argument.get_id().as_str(),
        "long": argument.get_long().map(|it| format!("--{it}")),
        "short": argument.get_short().map(|it| format!("-{it}")),
        "about": argument.get_help().map(ToString::to_string),
        "value": takes_value.then(|| argument.get_value_names().map(|it| it.join(" "))).flatten(),
        "choices": if takes_value { choices } else { Vec::new() },
        "default": takes_value.then(|| texts(argument.get_default_values())),
        "environment": argument.get_env().map(|it| it.to_string_lossy().into_owned()),
        "required": argument.is_required_set(),
        "repeats": matches!(argument.get_action(), ArgAction::Append | ArgAction::Count),
    })
}

fn examples(command: &clap::Command) -> Vec<String> {
    let text = command.get_before_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let lines = text.lines().skip(1).map(|line| line.trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}
