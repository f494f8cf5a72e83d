//! What was typed, what the environment says, what the campaign and the accounts file say: resolved once, in that order.

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::accounts::{self, Profile, TokenCall};
use super::address::without_password;
use super::args::Global;
use super::{env, folders};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::AccountKind;
use crate::report::{Lang, Out};
use crate::sandbox;
use crate::text::nearest;

/// Where a setting was written, when it was a profile.
pub(super) const ACCOUNTS_FILE: &str = "accounts file";
/// Where nobody has written a setting.
pub(super) const DEFAULT: &str = "default";
/// What `wxmass sandbox` signs its callbacks with unless it is told otherwise.
pub(super) const SANDBOX_CALLBACK_TOKEN: &str = "wxmass-sandbox";
const DEFAULT_BASE: &str = "https://api.weixin.qq.com";

/// Everything that a call needs, without an open question.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) appid: String,
    pub(super) secret: SecretString,
    /// For people: the profile's name or the appid.
    pub(super) account_name: String,
    pub(super) kind: AccountKind,
    pub(super) protection: bool,
    pub(super) base: Url,
    pub(super) token_call: TokenCall,
    pub(super) state: String,
    pub(super) timeout: Option<Duration>,
    pub(super) pace: f64,
    pub(super) guards: Guards,
    pub(super) callback: Callback,
    /// The base was written in the profile, though a flag or the environment may have won.
    pub(super) profile_base: bool,
}

/// The guard rails of the account's owner.
#[derive(Debug, Clone, Default)]
pub(super) struct Guards {
    pub(super) quiet_hours: Option<String>,
    pub(super) confirm_above: Option<i64>,
    pub(super) require_preview: bool,
}

/// What `wxmass listen` knows WeChat by, and where that was said.
#[derive(Debug, Clone, Default)]
pub(super) struct Callback {
    pub(super) token: Option<SecretString>,
    pub(super) aes_key: Option<SecretString>,
    pub(super) token_from: &'static str,
    pub(super) key_from: &'static str,
}

/// Whether credentials are wanted: who listens alone needs no secret, and who looks at the settings may have none yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Call,
    Listen,
    Look,
}

/// Settings, and the profile that they came from.
#[derive(Debug)]
pub(super) struct Profiled {
    pub(super) settings: Settings,
    pub(super) profile: Option<String>,
}

impl Settings {
    /// Where the state lives, without the password of a database.
    pub(super) fn shown_state(&self) -> String {
        if self.state.starts_with("sqlite:") {
            return self.state.clone();
        }
        without_password(&self.state)
    }

    /// Where the API is, without the password of a door before it.
    pub(super) fn shown_base(&self) -> String {
        without_password(self.base.as_str())
    }
}

/// Resolves everything; `campaign` is the account that the campaign names. In the sandbox `base` is where it listens.
pub(super) fn resolve(
    global: &Global,
    out: Out,
    campaign: Option<&str>,
    sandbox_base: Option<&str>,
) -> Result<Settings, Failure> {
    all(global, out, campaign, sandbox_base, Purpose::Call).map(|profiled| profiled.settings)
}

/// What is needed to receive callbacks; the secret is not asked for and left empty.
pub(super) fn resolve_to_listen(global: &Global, out: Out) -> Result<Settings, Failure> {
    let base = global.sandbox.then_some("http://127.0.0.1:0");
    all(global, out, None, base, Purpose::Listen).map(|profiled| profiled.settings)
}

/// What is set, with the profile that it came from; appid and secret are empty where they are not set yet.
pub(super) fn resolve_to_look(global: &Global, out: Out) -> Result<Profiled, Failure> {
    let base = global.sandbox.then_some("http://127.0.0.1:0");
    all(global, out, None, base, Purpose::Look)
}

fn all(
    global: &Global,
    out: Out,
    campaign: Option<&str>,
    sandbox_base: Option<&str>,
    purpose: Purpose,
) -> Result<Profiled, Failure> {
    let profile = if sandbox_base.is_some() {
        None
    } else {
        profile(global, out, campaign)?
    };
    let profile_base = profile
        .as_ref()
        .and_then(|(_, profile)| profile.api_base.clone());
    let written = sandbox_base
        .map(str::to_owned)
        .or_else(|| global.api_base.clone())
        .or(profile_base)
        .unwrap_or_else(|| DEFAULT_BASE.to_owned());
    let base = Url::parse(&written).map_err(|error| {
        let shown = without_password(&written);
        Failure::new(
            Exit::Input,
            out.lang.pick(
                format!("the API base `{shown}` is no URL: {error}"),
                format!("API 地址 `{shown}` 不是有效的 URL（`{error}`）"),
            ),
            out.lang.pick(
                format!("write it as {DEFAULT_BASE} is written"),
                format!("请按 `{DEFAULT_BASE}` 的形式书写"),
            ),
        )
    })?;
    let (appid, secret, account_name) =
        credentials(out.lang, profile.as_ref(), sandbox_base.is_some(), purpose)?;
    let state = match &global.state {
        Some(state) => state.clone(),
        None if sandbox_base.is_some() => {
            format!("sqlite:{}", folders::sandbox().join("wxmass.db").display())
        }
        None => {
            let folder = folders::state();
            if purpose != Purpose::Look && folder == std::env::temp_dir().join("wxmass") {
                out.note(&folders::forgetful(out.lang, &folder));
            }
            format!("sqlite:{}", folder.join("wxmass.db").display())
        }
    };
    let pace = pace(global, out.lang, &base)?;
    let (name, profile) = profile.unzip();
    let guards = profile.as_ref().map(|it| Guards {
        quiet_hours: it.quiet_hours.clone(),
        confirm_above: it.confirm_above,
        require_preview: it.require_preview,
    });
    let settings = Settings {
        profile_base: profile
            .as_ref()
            .is_some_and(|profile| profile.api_base.is_some()),
        appid,
        secret,
        account_name,
        kind: profile.as_ref().map(Profile::kind).unwrap_or_default(),
        protection: profile.as_ref().is_some_and(|profile| profile.protection),
        base,
        token_call: profile
            .as_ref()
            .map(|profile| profile.token_call)
            .unwrap_or_default(),
        state,
        timeout: global.timeout.map(Duration::from_secs),
        pace,
        guards: guards.unwrap_or_default(),
        callback: callback(profile.as_ref(), sandbox_base.is_some()),
    };
    Ok(Profiled {
        settings,
        profile: name,
    })
}

/// The profile that is meant; `None` where credentials come from the environment.
fn profile(
    global: &Global,
    out: Out,
    campaign: Option<&str>,
) -> Result<Option<(String, Profile)>, Failure> {
    let in_environment = std::env::var(env::APPID).is_ok_and(|appid| !appid.is_empty());
    let wanted = global
        .account
        .as_deref()
        .or(if in_environment { None } else { campaign });
    if wanted.is_none() && in_environment {
        return Ok(None);
    }
    let path = accounts::path();
    let mut profiles = match &path {
        Some(path) => accounts::load(path, out.lang)?,
        None => std::collections::BTreeMap::new(),
    };
    if let Some(path) = path
        .as_ref()
        .filter(|path| accounts::is_open_to_others(path))
    {
        out.note(&match out.lang {
            Lang::En => format!(
                "warning: others can read `{0}`; run `chmod 600 {0}`",
                path.display()
            ),
            Lang::Zh => format!(
                "警告：他人可读取 `{0}`；请运行 `chmod 600 {0}`",
                path.display()
            ),
        });
    }
    let name = match wanted {
        Some(name) => name.to_owned(),
        None if profiles.contains_key("default") => "default".to_owned(),
        None if profiles.len() == 1 => profiles.keys().next().cloned().unwrap_or_default(),
        None => return Ok(None),
    };
    if let Some(profile) = profiles.remove(&name) {
        return Ok(Some((name, profile)));
    }
    let nearest = nearest(&name, profiles.keys().map(String::as_str));
    let file = path
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    Err(Failure::new(
        Exit::Account,
        out.lang.pick(
            format!("no account `{name}` in `{file}`"),
            format!("`{file}` 中没有账号 `{name}`"),
        ),
        match nearest {
            Some(other) => out.lang.pick(
                format!("did you mean `{other}`?"),
                format!("是否想写 `{other}`？"),
            ),
            None => out.lang.pick(
                format!("add a table [{name}] with appid and secret"),
                format!("请添加 [{name}] 表，写明 appid 与 secret"),
            ),
        },
    ))
}

/// Environment, then accounts file, then what the sandbox signs with.
fn callback(profile: Option<&Profile>, sandbox: bool) -> Callback {
    let read = |name| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty());
        value.map(|value| (SecretString::from(value), name))
    };
    let written = |secret: Option<&SecretString>| Some((secret?.clone(), ACCOUNTS_FILE));
    let practice = || sandbox.then(|| (SANDBOX_CALLBACK_TOKEN.into(), "sandbox"));
    let (token, token_from) = read(env::CALLBACK_TOKEN)
        .or_else(|| written(profile?.callback_token.as_ref()))
        .or_else(practice)
        .unzip();
    let (aes_key, key_from) = read(env::AES_KEY)
        .or_else(|| written(profile?.aes_key.as_ref()))
        .unzip();
    Callback {
        token,
        aes_key,
        token_from: token_from.unwrap_or(DEFAULT),
        key_from: key_from.unwrap_or(DEFAULT),
    }
}

fn credentials(
    lang: Lang,
    profile: Option<&(String, Profile)>,
    sandbox: bool,
    purpose: Purpose,
) -> Result<(String, SecretString, String), Failure> {
    if sandbox {
        return Ok((
            sandbox::APPID.to_owned(),
            sandbox::SECRET.to_owned().into(),
            "sandbox".to_owned(),
        ));
    }
    if let Some((name, profile)) = profile.filter(|_| purpose != Purpose::Call) {
        return Ok((profile.appid.clone(), String::new().into(), name.clone()));
    }
    if let Some((name, profile)) = profile {
        let secret = profile.secret(name, lang)?;
        return Ok((profile.appid.clone(), secret, name.clone()));
    }
    let read = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (read(env::APPID), read(env::SECRET)) {
        (Some(appid), Some(secret)) => Ok((appid.clone(), secret.into(), appid)),
        (Some(appid), None) if purpose != Purpose::Call => {
            Ok((appid.clone(), String::new().into(), appid))
        }
        (None, _) if purpose == Purpose::Look => Ok(Default::default()),
        (appid, _) => {
            let missing = if appid.is_none() {
                env::APPID
            } else {
                env::SECRET
            };
            Err(Failure::new(
                Exit::Account,
                lang.pick(format!("no credentials: {missing} is not set"), format!("缺少凭据：未设置 {missing}")),
                lang.pick(
                    "set WXMASS_APPID and WXMASS_SECRET, or a profile in accounts.toml, and put this machine's address on the account's IP allow-list; to practise without an account use --sandbox",
                    "请设置 WXMASS_APPID 与 WXMASS_SECRET 或 accounts.toml，并把本机 IP 加入公众号白名单；没有账号可用 --sandbox 练习",
                ),
            ))
        }
    }
}

fn pace(global: &Global, lang: Lang, base: &Url) -> Result<f64, Failure> {
    let Some(pace) = global.pace else {
        return Ok(1.0);
    };
    let here = matches!(base.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if !here || !(1.0..=100_000.0).contains(&pace) {
        return Err(Failure::new(
            Exit::Input,
            lang.pick(
                format!("{} cannot be {pace} here", env::PACE),
                format!("{} 在此不能为 {pace}", env::PACE),
            ),
            lang.pick(
                "it is for rehearsals against this machine or the sandbox, from 1 to 100000",
                "仅用于本机或沙箱演练，取值 1 至 100000",
            ),
        ));
    }
    Ok(pace)
}
