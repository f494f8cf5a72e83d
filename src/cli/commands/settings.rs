//! `wxmass settings`: each effective setting and where it came from, as `settings::resolve` has it.

use std::fmt::Display;

use serde_json::json;

use super::written;
use crate::cli::Frame;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::{self, Login, Setting, Settings};
use crate::report::text;
use crate::report::{Lang, table};

pub(crate) fn run(frame: &Frame) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let rows = rows(lang, &settings::resolve_to_look(frame)?);
    let head = [
        text!(lang, settings_setting),
        text!(lang, settings_value),
        text!(lang, settings_from),
    ];
    let lines: Vec<_> = rows
        .iter()
        .map(|(name, value, from)| vec![(*name).to_owned(), value.clone(), from.clone()])
        .collect();
    written(frame.out.whole(&table(&head, &lines)))?;
    let document: Vec<_> = rows
        .iter()
        .map(|(name, value, from)| json!({ "setting": name, "value": value, "from": from }))
        .collect();
    written(frame.out.json(&json!({ "settings": document })))?;
    Ok(Exit::Done)
}

type Row = (&'static str, String, String);

fn rows(lang: Lang, settings: &Settings) -> Vec<Row> {
    let never = text!(lang, settings_never_shown);
    let hidden = |is_set: bool| if is_set { &never } else { "-" }.to_owned();
    let login = match &settings.login.value {
        Login::TokenCommand(_) => "token_command",
        Login::Token(_) => "access_token",
        Login::Secret(_) | Login::None => "secret",
    };
    let base = if *settings.sandbox {
        "(sandbox)".to_owned()
    } else {
        settings.shown_base()
    };
    let timeout = settings
        .timeout
        .map(|timeout| format!("{} s", timeout.as_secs()));
    vec![
        row(
            lang,
            "account",
            &settings.account_name,
            filled(&settings.account_name),
        ),
        row(lang, "appid", &settings.appid, filled(&settings.appid)),
        row(
            lang,
            login,
            &settings.login,
            hidden(settings.login.source != settings::Source::NotSet),
        ),
        row(lang, "api_base", &settings.base, base),
        row(
            lang,
            "api_header_command",
            &settings.api_header_command,
            hidden(settings.api_header_command.is_some()),
        ),
        row(lang, "state", &settings.state, settings.shown_state()),
        row(
            lang,
            "sandbox",
            &settings.sandbox,
            settings.sandbox.to_string(),
        ),
        row(
            lang,
            "kind",
            &settings.kind,
            format!("{:?}", *settings.kind).to_lowercase(),
        ),
        row(
            lang,
            "token_call",
            &settings.token_call,
            format!("{:?}", *settings.token_call).to_lowercase(),
        ),
        row(
            lang,
            "protection",
            &settings.protection,
            settings.protection.to_string(),
        ),
        row(
            lang,
            "quiet_hours",
            &settings.quiet_hours,
            shown(settings.quiet_hours.as_ref()),
        ),
        row(
            lang,
            "confirm_above",
            &settings.confirm_above,
            shown(settings.confirm_above.as_ref()),
        ),
        row(
            lang,
            "require_preview",
            &settings.require_preview,
            settings.require_preview.to_string(),
        ),
        row(
            lang,
            "tester",
            &settings.tester,
            shown(settings.tester.as_ref()),
        ),
        row(
            lang,
            "callback_token",
            &settings.callback.token,
            hidden(settings.callback.token.is_some()),
        ),
        row(
            lang,
            "aes_key",
            &settings.callback.aes_key,
            hidden(settings.callback.aes_key.is_some()),
        ),
        row(lang, "timeout", &settings.timeout, shown(timeout.as_ref())),
        row(
            lang,
            "uploads",
            &settings.uploads,
            settings.uploads.to_string(),
        ),
    ]
}

fn row<T>(lang: Lang, name: &'static str, setting: &Setting<T>, value: String) -> Row {
    (name, value, setting.source.shown(lang))
}

fn shown<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}

fn filled(text: &str) -> String {
    shown(Some(&text).filter(|text| !text.is_empty()))
}
