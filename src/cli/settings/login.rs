//! Appid and secret, or a token from elsewhere, for the account that is meant; looked at before the first call.

use secrecy::{ExposeSecret as _, SecretString};

use super::credential::{self, Which};
use super::profile::Chosen;
use super::{Purpose, Setting, Source, sandbox_account};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, env};
use crate::report::Lang;
use crate::report::text;

/// How the account gets its tokens.
#[derive(Debug)]
pub(in crate::cli) enum Login {
    /// By WeChat's token call.
    Secret(SecretString),
    /// By a command that prints one, bare or as JSON.
    TokenCommand(String),
    /// There is one, and no way to another.
    Token(SecretString),
    /// It was not asked for, or is not set.
    None,
}

/// Name, appid and login of the account.
pub(super) struct Account {
    pub(super) name: Setting<String>,
    pub(super) appid: Setting<String>,
    pub(super) login: Setting<Login>,
}

impl Account {
    /// An account that is not written down.
    pub(super) fn new(appid: &str, login: Login) -> Self {
        Self {
            name: Setting::new(appid.to_owned(), Source::NotSet),
            appid: Setting::new(appid.to_owned(), Source::NotSet),
            login: Setting::new(login, Source::NotSet),
        }
    }
}

/// The account's credentials, as far as they are wanted.
pub(super) fn of(frame: &Frame, chosen: &Chosen, purpose: Purpose) -> Result<Account, Failure> {
    if chosen.source == Source::Sandbox {
        let (appid, secret) = sandbox_account();
        return Ok(Account {
            name: Setting::new("sandbox".to_owned(), Source::Sandbox),
            appid: Setting::new(appid, Source::Sandbox),
            login: Setting::new(Login::Secret(secret), Source::Sandbox),
        });
    }
    let account = match (&chosen.name, &chosen.profile) {
        (Some(name), Some(profile)) if !chosen.is_of_environment => {
            let source = Source::Profile(name.clone());
            let place = |key: &str| place_in_profile(frame.out.lang, key, name);
            let appid = clean(frame, &place("appid"), &profile.appid);
            let login = if purpose == Purpose::Listen {
                Setting::new(Login::None, source.clone())
            } else {
                of_profile(frame, chosen, name, &appid, purpose)?
            };
            Account {
                name: Setting::new(name.clone(), chosen.source.clone()),
                appid: Setting::new(appid, source),
                login,
            }
        }
        _ => of_environment(frame, chosen, purpose)?,
    };
    if purpose == Purpose::Call {
        check(frame, chosen, &account)?;
    }
    Ok(account)
}

fn place_in_profile(lang: Lang, key: &str, name: &str) -> String {
    text!(lang, login_account, key = key, name = name)
}

/// The value without the invisible characters around it, with a note where there were any.
fn clean(frame: &Frame, place: &str, value: &str) -> String {
    let lang = frame.out.lang;
    if let Some(what) = credential::left_out(lang, value) {
        frame.out.note(&text!(
            lang,
            login_note_around_left_out,
            what = what,
            place = place
        ));
    }
    credential::trimmed(value).to_owned()
}

fn of_profile(
    frame: &Frame,
    chosen: &Chosen,
    name: &str,
    appid: &str,
    purpose: Purpose,
) -> Result<Setting<Login>, Failure> {
    let lang = frame.out.lang;
    if let Some(token) = given_token(frame)? {
        let other = env::value(env::APPID);
        let other = other.as_deref().map(credential::trimmed);
        if let Some(other) = other.filter(|other| *other != appid) {
            return Err(Failure::new(
                Exit::Input,
                text!(
                    lang,
                    login_goes_which_account,
                    t = env::ACCESS_TOKEN,
                    v = env::APPID,
                    o = other,
                    name = name,
                    appid = appid
                ),
                text!(lang, login_unset_choose_account, t = env::ACCESS_TOKEN),
            ));
        }
        return Ok(Setting::new(
            Login::Token(token),
            Source::Variable(env::ACCESS_TOKEN),
        ));
    }
    let source = Source::Profile(name.to_owned());
    let Some(profile) = &chosen.profile else {
        return Ok(Setting::new(Login::None, Source::NotSet));
    };
    if let Some(command) = &profile.token_command {
        return Ok(Setting::new(Login::TokenCommand(command.clone()), source));
    }
    if purpose == Purpose::Look {
        // A command may ask for a passphrase, and there is nothing to show.
        let source = if profile.has_secret() {
            source
        } else {
            Source::NotSet
        };
        return Ok(Setting::new(Login::None, source));
    }
    let secret = profile.secret(frame, name)?;
    let place = place_in_profile(lang, "secret", name);
    let secret = clean(frame, &place, secret.expose_secret());
    Ok(Setting::new(Login::Secret(secret.into()), source))
}

fn of_environment(frame: &Frame, chosen: &Chosen, purpose: Purpose) -> Result<Account, Failure> {
    let lang = frame.out.lang;
    let read = |variable| env::value(variable).map(|value| clean(frame, variable, &value));
    let appid = read(env::APPID);
    let login = match (purpose, given_token(frame)?) {
        (Purpose::Call | Purpose::Look, Some(token)) => Some(Setting::new(
            Login::Token(token),
            Source::Variable(env::ACCESS_TOKEN),
        )),
        (Purpose::Listen, _) => Some(Setting::new(Login::None, Source::NotSet)),
        (_, None) => read(env::SECRET).map(|secret| {
            Setting::new(Login::Secret(secret.into()), Source::Variable(env::SECRET))
        }),
    };
    let source = |is_set: bool| {
        if is_set {
            Source::Variable(env::APPID)
        } else {
            Source::NotSet
        }
    };
    let (appid, login) = match (appid, login) {
        (Some(appid), Some(login)) => (appid, login),
        (appid, login) if purpose == Purpose::Look => (
            appid.unwrap_or_default(),
            login.unwrap_or(Setting::new(Login::None, Source::NotSet)),
        ),
        (appid, login) => return Err(missing(lang, appid.is_none(), login.as_deref())),
    };
    let is_set = !appid.is_empty();
    let name = chosen.name.clone().unwrap_or_else(|| appid.clone());
    let name_source = if chosen.name.is_some() {
        chosen.source.clone()
    } else {
        source(is_set)
    };
    Ok(Account {
        name: Setting::new(name, name_source),
        appid: Setting::new(appid, source(is_set)),
        login,
    })
}

/// The token of the environment: one word of ASCII, or a document that holds it.
fn given_token(frame: &Frame) -> Result<Option<SecretString>, Failure> {
    let Some(written) = env::value(env::ACCESS_TOKEN) else {
        return Ok(None);
    };
    let token = clean(frame, env::ACCESS_TOKEN, &written);
    let is_document = token.starts_with('{');
    let is_of_a_token = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'');
    if is_document || token.bytes().all(is_of_a_token) {
        return Ok(Some(token.into()));
    }
    let lang = frame.out.lang;
    Err(Failure::new(
        Exit::Account,
        text!(
            lang,
            login_no_access_token_white_space,
            t = env::ACCESS_TOKEN
        ),
        text!(lang, login_give_bare_token_wxmass_token),
    ))
}

fn missing(lang: Lang, no_appid: bool, login: Option<&Login>) -> Failure {
    let missing = if no_appid { env::APPID } else { env::SECRET };
    let advice = if no_appid && matches!(login, Some(Login::Token(_))) {
        text!(lang, login_set_too_ledger_knows_account, a = env::APPID)
    } else {
        text!(lang, login_wxmass_accounts_add_main_asks)
    };
    Failure::new(
        Exit::Account,
        text!(lang, login_no_credentials_not_set, missing = missing),
        advice,
    )
}

/// Refuses what cannot be an appid or a secret.
fn check(frame: &Frame, chosen: &Chosen, account: &Account) -> Result<(), Failure> {
    let lang = frame.out.lang;
    let place = |key: &str, setting: &Source| match (setting, &chosen.name) {
        (Source::Variable(variable), _) => text!(lang, credential_place, name = variable),
        (_, Some(name)) => place_in_profile(lang, key, name),
        (_, None) => key.to_owned(),
    };
    let refuse = |place: &str, which, fault| {
        let (what, fix) = credential::words(lang, place, which, fault);
        Failure::new(Exit::Account, what, fix)
    };
    if let Some(fault) = credential::appid(&account.appid) {
        let place = place("appid", &account.appid.source);
        return Err(refuse(&place, Which::AppId, fault));
    }
    if let Login::Secret(secret) = &*account.login
        && let Some(fault) = credential::secret(secret.expose_secret())
    {
        let place = place("secret", &account.login.source);
        return Err(refuse(&place, Which::Secret, fault));
    }
    Ok(())
}
