//! `wxmass settings`: each effective setting and where it came from.

use serde_json::json;

use super::written;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::{self, Profiled};
use crate::cli::{Frame, env};
use crate::report::table;

pub(crate) fn run(frame: &Frame) -> Result<Exit, Failure> {
    let global = &frame.global;
    let Profiled { settings, profile } = settings::resolve_with_profile(
        global,
        frame.out,
        None,
        global.sandbox.then_some("http://127.0.0.1:0"),
    )?;
    let from_profile = |is_set: bool| match &profile {
        Some(name) if is_set => format!("accounts file, [{name}]"),
        _ => "default".to_owned(),
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
    let credentials = match (&profile, global.sandbox) {
        (_, true) => "sandbox".to_owned(),
        (Some(name), _) => format!("accounts file, [{name}]"),
        (None, _) => env::APPID.to_owned(),
    };
    let guards = &settings.guards;
    let base = if global.sandbox {
        "(sandbox)".to_owned()
    } else {
        settings.base.to_string()
    };
    let callback_from = |from: &str| match from {
        settings::ACCOUNTS_FILE => from_profile(true),
        other => other.to_owned(),
    };
    let hidden = |is_set: bool| if is_set { "(never shown)" } else { "-" }.to_owned();
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let rows = [
        (
            "account",
            settings.account_name.clone(),
            option(
                "account",
                env::ACCOUNT,
                global.account.is_some(),
                credentials.clone(),
            ),
        ),
        ("appid", settings.appid.clone(), credentials.clone()),
        ("secret", "(never shown)".to_owned(), credentials),
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
            option(
                "state",
                env::STATE,
                global.state.is_some(),
                "default".to_owned(),
            ),
        ),
        (
            "sandbox",
            global.sandbox.to_string(),
            option(
                "sandbox",
                env::SANDBOX,
                global.sandbox,
                "default".to_owned(),
            ),
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
            option(
                "timeout",
                env::TIMEOUT,
                global.timeout.is_some(),
                "default".to_owned(),
            ),
        ),
        (
            "uploads",
            global.uploads.to_string(),
            option("uploads", "", false, "default".to_owned()),
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
