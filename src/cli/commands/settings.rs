//! `wxmass settings`: each effective setting and where it came from.

use serde_json::json;

use super::written;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::{self, Profiled};
use crate::cli::{Frame, env};
use crate::report::{say, table};

pub(crate) fn run(frame: &Frame) -> Result<Exit, Failure> {
    let global = &frame.global;
    let lang = frame.out.lang;
    let Profiled { settings, profile } = settings::resolve_to_look(global, frame.out)?;
    let default = || lang.pick("default", "默认").to_owned();
    let in_profile = |name: &str| say!(lang, "accounts file, [{n}]", "账号文件 [{n}]", n = name);
    let from_profile = |is_set: bool| match &profile {
        Some(name) if is_set => in_profile(name),
        _ => default(),
    };
    // Flag, then environment, then the accounts file, then the default: as `resolve` goes.
    let option = |name: &str, variable: &str, is_set: bool, otherwise: String| {
        if frame.typed.contains(&name) {
            format!("--{}", name.replace('_', "-"))
        } else if is_set && std::env::var_os(variable).is_some() {
            variable.to_owned()
        } else {
            otherwise
        }
    };
    let profile_base = profile.is_some() && settings.profile_base;
    let credential = |variable: &str| match (&profile, global.sandbox) {
        (_, true) => "sandbox".to_owned(),
        (Some(name), _) => in_profile(name),
        (None, _) if std::env::var_os(variable).is_none_or(|value| value.is_empty()) => {
            lang.pick("not set", "未设置").to_owned()
        }
        (None, _) => variable.to_owned(),
    };
    let guards = &settings.guards;
    let base = if global.sandbox {
        "(sandbox)".to_owned()
    } else {
        settings.shown_base()
    };
    let callback_from = |from: &str| match from {
        settings::ACCOUNTS_FILE => from_profile(true),
        settings::DEFAULT => default(),
        other => other.to_owned(),
    };
    let never = lang.pick("(never shown)", "（从不显示）");
    let hidden = |is_set: bool| if is_set { never } else { "-" }.to_owned();
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let rows = [
        (
            "account",
            shown(Some(settings.account_name.clone()).filter(|name| !name.is_empty())),
            option(
                "account",
                env::ACCOUNT,
                global.account.is_some(),
                credential(env::APPID),
            ),
        ),
        (
            "appid",
            shown(Some(settings.appid.clone()).filter(|appid| !appid.is_empty())),
            credential(env::APPID),
        ),
        (
            "secret",
            hidden(profile.is_some() || global.sandbox || std::env::var_os(env::SECRET).is_some()),
            credential(env::SECRET),
        ),
        (
            "api_base",
            base,
            option(
                "api_base",
                env::API_BASE,
                global.api_base.is_some(),
                from_profile(profile_base),
            ),
        ),
        (
            "state",
            settings.shown_state(),
            option("state", env::STATE, global.state.is_some(), default()),
        ),
        (
            "sandbox",
            global.sandbox.to_string(),
            option("sandbox", env::SANDBOX, global.sandbox, default()),
        ),
        (
            "kind",
            format!("{:?}", settings.kind).to_lowercase(),
            from_profile(profile.is_some()),
        ),
        (
            "token_call",
            format!("{:?}", settings.token_call).to_lowercase(),
            from_profile(profile.is_some()),
        ),
        (
            "protection",
            settings.protection.to_string(),
            from_profile(settings.protection),
        ),
        (
            "quiet_hours",
            shown(guards.quiet_hours.clone()),
            from_profile(guards.quiet_hours.is_some()),
        ),
        (
            "confirm_above",
            shown(guards.confirm_above.map(|above| above.to_string())),
            from_profile(guards.confirm_above.is_some()),
        ),
        (
            "require_preview",
            guards.require_preview.to_string(),
            from_profile(guards.require_preview),
        ),
        (
            "callback_token",
            hidden(settings.callback.token.is_some()),
            callback_from(settings.callback.token_from),
        ),
        (
            "aes_key",
            hidden(settings.callback.aes_key.is_some()),
            callback_from(settings.callback.key_from),
        ),
        (
            "timeout",
            shown(global.timeout.map(|seconds| format!("{seconds} s"))),
            option("timeout", env::TIMEOUT, global.timeout.is_some(), default()),
        ),
        (
            "uploads",
            global.uploads.to_string(),
            option("uploads", "", false, default()),
        ),
    ];
    let head = frame
        .out
        .lang
        .pick(["setting", "value", "from"], ["设置", "值", "来源"]);
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
