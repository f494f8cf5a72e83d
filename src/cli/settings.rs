//! Arguments, environment, campaign and accounts file become settings: resolved once, in that order,
//! each value with its source.

pub(super) mod credential;
mod guards;
mod login;
mod profile;
mod source;

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::accounts::Profile;
use super::address::without_password;
use super::{Frame, env, folders};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::AccountKind;
use crate::report::text;
use crate::sandbox;
use crate::wechat::TokenCall;

pub(super) use guards::{Guards, quiet_hours};
pub(super) use login::Login;
use profile::Chosen;
pub(super) use profile::profile_named;
pub(super) use source::{Setting, Source};

/// The callback token of `wxmass sandbox` unless it is told otherwise.
pub(super) const SANDBOX_CALLBACK_TOKEN: &str = "wxmass-sandbox";
const DEFAULT_BASE: &str = "https://api.weixin.qq.com";
/// The base in the sandbox, for those who make no call.
const SANDBOX_BASE: &str = "http://127.0.0.1:0";

/// Everything that a call needs, without an open question.
#[derive(Debug)]
pub(super) struct Settings {
    /// For people: the profile's name or the appid.
    pub(super) account_name: Setting<String>,
    pub(super) appid: Setting<String>,
    pub(super) login: Setting<Login>,
    pub(super) kind: Setting<AccountKind>,
    pub(super) protection: Setting<bool>,
    pub(super) base: Setting<Url>,
    /// Prints a header for the relay at `base`.
    pub(super) api_header_command: Setting<Option<String>>,
    pub(super) token_call: Setting<TokenCall>,
    pub(super) state: Setting<String>,
    pub(super) timeout: Setting<Option<Duration>>,
    pub(super) uploads: Setting<u16>,
    pub(super) sandbox: Setting<bool>,
    pub(super) pace: f64,
    pub(super) quiet_hours: Setting<Option<String>>,
    pub(super) confirm_above: Setting<Option<i64>>,
    pub(super) require_preview: Setting<bool>,
    pub(super) tester: Setting<Option<String>>,
    pub(super) callback: Callback,
}

/// The secrets by which `wxmass listen` knows WeChat.
#[derive(Debug)]
pub(super) struct Callback {
    pub(super) token: Setting<Option<SecretString>>,
    pub(super) aes_key: Setting<Option<SecretString>>,
}

/// Whether credentials are wanted: who only listens needs no secret, and who looks at the settings may have none yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Call,
    Listen,
    Look,
}

impl Settings {
    /// The place of the state, without the password of a database.
    pub(super) fn shown_state(&self) -> String {
        if self.state.starts_with("sqlite:") {
            return self.state.clone();
        }
        without_password(&self.state)
    }

    /// The address of the API, without the password of a door before it.
    pub(super) fn shown_base(&self) -> String {
        without_password(self.base.as_str())
    }

    /// Whether the API base is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// The guard rails by themselves.
    pub(super) fn guards(&self) -> Guards {
        Guards {
            quiet_hours: self.quiet_hours.clone(),
            confirm_above: *self.confirm_above,
            require_preview: *self.require_preview,
        }
    }
}

/// Resolves everything; `campaign` is the account that the campaign names. In the sandbox `base` is where it listens.
pub(super) fn resolve(
    frame: &Frame,
    campaign: Option<&str>,
    sandbox_base: Option<&str>,
) -> Result<Settings, Failure> {
    all(frame, campaign, sandbox_base, Purpose::Call)
}

/// Resolves the settings that receiving callbacks needs; the secret is not asked for.
pub(super) fn resolve_to_listen(frame: &Frame) -> Result<Settings, Failure> {
    let base = frame.global.sandbox.then_some(SANDBOX_BASE);
    all(frame, None, base, Purpose::Listen)
}

/// Resolves the settings that there are; appid and secret are empty where they are not set yet.
pub(super) fn resolve_to_look(frame: &Frame) -> Result<Settings, Failure> {
    let base = frame.global.sandbox.then_some(SANDBOX_BASE);
    all(frame, None, base, Purpose::Look)
}

fn all(
    frame: &Frame,
    campaign: Option<&str>,
    sandbox_base: Option<&str>,
    purpose: Purpose,
) -> Result<Settings, Failure> {
    let in_sandbox = sandbox_base.is_some();
    // The accounts file may be a pipe, and a command of it may take its time.
    let (chosen, account) = tokio::task::block_in_place(|| {
        let chosen = if in_sandbox {
            Chosen::sandbox()
        } else {
            profile::choose(frame, campaign, purpose != Purpose::Look)?
        };
        let account = login::of(frame, &chosen, purpose)?;
        Ok((chosen, account))
    })?;
    assembled(frame, &chosen, account, sandbox_base, purpose)
}

/// The settings of an account that is not written down yet. `login` was looked at.
pub(super) fn of_new(frame: &Frame, appid: &str, login: Login) -> Result<Settings, Failure> {
    let account = login::Account::new(appid, login);
    assembled(frame, &Chosen::none(), account, None, Purpose::Look)
}

/// The settings of a profile, for a call; whatever the environment says of other accounts.
pub(super) fn of_profile(frame: &Frame, name: &str) -> Result<Settings, Failure> {
    tokio::task::block_in_place(|| {
        let chosen = profile::named(frame, name)?;
        let account = login::of(frame, &chosen, Purpose::Call)?;
        assembled(frame, &chosen, account, None, Purpose::Look)
    })
}

fn assembled(
    frame: &Frame,
    chosen: &Chosen,
    account: login::Account,
    sandbox_base: Option<&str>,
    purpose: Purpose,
) -> Result<Settings, Failure> {
    let global = &frame.global;
    let in_sandbox = sandbox_base.is_some();
    let profile = chosen.profile.as_ref();
    let base = base(frame, profile, chosen.name.as_deref(), sandbox_base)?;
    let state = state(frame, purpose, in_sandbox)?;
    let name = chosen.name.as_deref();
    let of_flag = |flag, variable, is_set: bool| source_of(frame, flag, variable, is_set);
    Ok(Settings {
        account_name: account.name,
        appid: account.appid,
        login: account.login,
        kind: Setting::of_profile(name, profile.and_then(Profile::kind)),
        protection: Setting::of_profile(name, profile.and_then(|it| it.protection)),
        api_header_command: optional(name, profile.and_then(|it| it.api_header_command.clone())),
        token_call: Setting::of_profile(name, profile.and_then(|it| it.token_call)),
        state,
        timeout: Setting::new(
            global.timeout.map(Duration::from_secs),
            of_flag("--timeout", env::TIMEOUT, global.timeout.is_some()),
        ),
        uploads: Setting::new(
            global.uploads,
            if frame.typed.contains(&"uploads") {
                Source::Flag("--uploads")
            } else {
                Source::Default
            },
        ),
        sandbox: Setting::new(
            global.sandbox,
            of_flag("--sandbox", env::SANDBOX, global.sandbox),
        ),
        pace: pace(frame, &base)?,
        base,
        quiet_hours: optional(name, profile.and_then(|it| it.quiet_hours.clone())),
        confirm_above: optional(name, profile.and_then(|it| it.confirm_above)),
        require_preview: Setting::of_profile(name, profile.and_then(|it| it.require_preview)),
        tester: optional(name, profile.and_then(|it| it.tester.clone())),
        callback: callback(profile, name, in_sandbox),
    })
}

/// A key that may be missing.
fn optional<T>(profile: Option<&str>, written: Option<T>) -> Setting<Option<T>> {
    Setting::of_profile(profile, written.map(Some))
}

/// Flag or environment variable, for an option that has both.
fn source_of(frame: &Frame, flag: &'static str, variable: &'static str, is_set: bool) -> Source {
    let name = flag.trim_start_matches('-').replace('-', "_");
    if frame.typed.contains(&name.as_str()) {
        Source::Flag(flag)
    } else if is_set {
        Source::Variable(variable)
    } else {
        Source::Default
    }
}

fn base(
    frame: &Frame,
    profile: Option<&Profile>,
    name: Option<&str>,
    sandbox_base: Option<&str>,
) -> Result<Setting<Url>, Failure> {
    let lang = frame.out.lang;
    let of_profile = profile.and_then(|profile| profile.api_base.as_deref());
    let (written, source) = match (sandbox_base, &frame.global.api_base, of_profile, name) {
        (Some(base), ..) => (base, Source::Sandbox),
        (_, Some(base), ..) => (
            base.as_str(),
            source_of(frame, "--api-base", env::API_BASE, true),
        ),
        (_, _, Some(base), Some(name)) => (base.trim(), Source::Profile(name.to_owned())),
        _ => (DEFAULT_BASE, Source::Default),
    };
    let url = Url::parse(written).map_err(|error| {
        let shown = without_password(written);
        Failure::new(
            Exit::Input,
            text!(lang, setting_api_base_no_url, shown = shown, error = error),
            text!(lang, setting_write_written, d = DEFAULT_BASE),
        )
    })?;
    Ok(Setting::new(url, source))
}

fn state(frame: &Frame, purpose: Purpose, in_sandbox: bool) -> Result<Setting<String>, Failure> {
    let lang = frame.out.lang;
    if let Some(state) = &frame.global.state {
        if state.contains(char::is_control) {
            return Err(Failure::new(
                Exit::Input,
                text!(lang, setting_place_store_line_end_another),
                text!(lang, setting_write_without_env_file_windows, v = env::STATE),
            ));
        }
        return Ok(Setting::new(
            state.clone(),
            source_of(frame, "--state", env::STATE, true),
        ));
    }
    let source = if in_sandbox {
        Source::Sandbox
    } else {
        Source::Default
    };
    let folder = if in_sandbox {
        folders::sandbox()
    } else {
        folders::state()
    };
    let file = folder.join("wxmass.db");
    if purpose != Purpose::Look && !in_sandbox {
        if folders::is_temporary(&folder) {
            folders::trusted(lang)?;
            frame.out.note(&folders::ephemeral_ledger(lang, &folder));
        } else if env::is_set_to_nothing(env::STATE) {
            frame.out.note(&folders::empty_state(lang, &file));
        }
    }
    Ok(Setting::new(format!("sqlite:{}", file.display()), source))
}

/// Environment, then accounts file, then what the sandbox signs with.
fn callback(profile: Option<&Profile>, name: Option<&str>, in_sandbox: bool) -> Callback {
    let setting =
        |variable, written: Option<&SecretString>| match (env::value(variable), written, name) {
            (Some(value), ..) => {
                let value = credential::trimmed(&value);
                Setting::new(Some(value.into()), Source::Variable(variable))
            }
            (None, Some(secret), Some(name)) => {
                Setting::new(Some(secret.clone()), Source::Profile(name.to_owned()))
            }
            _ => Setting::new(None, Source::Default),
        };
    let mut token = setting(
        env::CALLBACK_TOKEN,
        profile.and_then(|it| it.callback_token.as_ref()),
    );
    if token.value.is_none() && in_sandbox {
        token = Setting::new(Some(SANDBOX_CALLBACK_TOKEN.into()), Source::Sandbox);
    }
    let aes_key = setting(env::AES_KEY, profile.and_then(|it| it.aes_key.as_ref()));
    Callback { token, aes_key }
}

fn is_loopback(base: &Url) -> bool {
    matches!(base.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

fn pace(frame: &Frame, base: &Url) -> Result<f64, Failure> {
    let lang = frame.out.lang;
    let Some(pace) = frame.global.pace else {
        return Ok(1.0);
    };
    if !is_loopback(base) || !(1.0..=100_000.0).contains(&pace) {
        return Err(Failure::new(
            Exit::Input,
            text!(lang, setting_cannot_here, value = env::PACE, pace = pace),
            text!(lang, setting_rehearsals_machine_sandbox_from),
        ));
    }
    Ok(pace)
}

/// The sandbox's account.
fn sandbox_account() -> (String, SecretString) {
    (sandbox::APPID.to_owned(), sandbox::SECRET.to_owned().into())
}
