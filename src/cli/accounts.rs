//! The accounts file: one table a profile, with credentials and the guard rails of its owner.

mod edit;
mod faults;
mod file;
mod masked;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use crate::report::text;

pub(super) use edit::{Login, NewProfile, add, remove, taken};
pub(super) use faults::KEYS;

use super::Frame;
use super::shell::{self, Unanswered};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::AccountKind;
use crate::report::Lang;
use crate::wechat::TokenCall;

/// One profile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) appid: String,
    #[serde(default, deserialize_with = "secret")]
    secret: Option<SecretString>,
    /// A command that prints the secret, such as `pass show wechat/main`.
    #[serde(default)]
    secret_command: Option<String>,
    /// A command that prints an access token, bare or as JSON, in place of a secret.
    #[serde(default)]
    pub(super) token_command: Option<String>,
    #[serde(default)]
    pub(super) api_base: Option<String>,
    /// A command that prints a header, such as `Authorization: Bearer …`, for the relay at `api_base`.
    #[serde(default)]
    pub(super) api_header_command: Option<String>,
    #[serde(default)]
    kind: Option<AccountKind>,
    /// An administrator confirms sends to everybody.
    #[serde(default)]
    pub(super) protection: Option<bool>,
    /// `22:00-08:00`, Beijing time: nothing is sent then.
    #[serde(default)]
    pub(super) quiet_hours: Option<String>,
    /// Above this many receivers the audience's name has to be typed.
    #[serde(default)]
    pub(super) confirm_above: Option<i64>,
    /// Requires a preview of the present content before a send.
    #[serde(default)]
    pub(super) require_preview: Option<bool>,
    /// The openid or the WeChat name of who gets previews.
    #[serde(default)]
    pub(super) tester: Option<String>,
    #[serde(default)]
    pub(super) token_call: Option<TokenCall>,
    /// The token of the account's callback, for `wxmass listen`.
    #[serde(default, deserialize_with = "secret")]
    pub(super) callback_token: Option<SecretString>,
    /// Its EncodingAESKey, where the callback is sealed (safe mode).
    #[serde(default, deserialize_with = "secret")]
    pub(super) aes_key: Option<SecretString>,
}

impl Profile {
    /// The kind, where it is written.
    pub(super) fn kind(&self) -> Option<AccountKind> {
        self.kind
    }

    /// A profile of which nothing is known but the command that prints its secret.
    pub(super) fn with_secret_command(command: &str) -> Self {
        Self {
            secret_command: Some(command.to_owned()),
            ..Self::default()
        }
    }

    /// Whether a secret is written, or how to get it.
    pub(super) fn has_secret(&self) -> bool {
        self.secret.is_some() || self.secret_command.is_some()
    }

    /// How the account gets its tokens, for a list: by which key of the profile.
    pub(super) fn gets_tokens_by(&self) -> &'static str {
        match (&self.token_command, &self.secret_command, &self.secret) {
            (Some(_), ..) => "token_command",
            (_, Some(_), _) => "secret_command",
            (.., Some(_)) => "secret",
            _ => "-",
        }
    }

    /// The secret: as written, or as its command prints it. The text of an error never holds it.
    pub(super) fn secret(&self, frame: &Frame, name: &str) -> Result<SecretString, Failure> {
        let lang = frame.out.lang;
        match (&self.secret, &self.secret_command) {
            (Some(secret), None) => Ok(secret.clone()),
            (None, Some(command)) => printed(frame, name, "secret_command", command).map(|text| {
                let first = text.trim_start().lines().next().unwrap_or_default();
                first.to_owned().into()
            }),
            (both, _) => Err(Failure::new(
                Exit::Account,
                if both.is_some() {
                    text!(
                        lang,
                        account_account_both_secret_secret_command,
                        name = name
                    )
                } else {
                    text!(lang, account_account_no_secret, name = name)
                },
                text!(lang, account_give_one_secret_secret_command),
            )),
        }
    }
}

/// The output of the command in this key of a profile. Blocks the thread for as long as it takes, at most 30 s.
pub(super) fn printed(
    frame: &Frame,
    account: &str,
    key: &'static str,
    command: &str,
) -> Result<String, Failure> {
    let lang = frame.out.lang;
    let what = text!(lang, account_account, key = key, account = account);
    shell::output(frame, command, what).map_err(|why| {
        if matches!(why, Unanswered::Interrupted) {
            return Failure::new(Exit::Interrupted, why.why(lang), "");
        }
        Failure::new(
            Exit::Account,
            text!(
                lang,
                account_account_printed_nothing_can_used,
                key = key,
                name = account,
                why = why.why(lang)
            ),
            text!(lang, account_run_shell_print_first_line),
        )
    })
}

fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

/// All profiles of a file; none where there is no file, unless the operator has named it.
pub(super) fn load(frame: &Frame, path: &Path) -> Result<BTreeMap<String, Profile>, Failure> {
    let Some(text) = file::read(frame, path)? else {
        return Ok(BTreeMap::new());
    };
    understood(frame.out.lang, path, &text)
}

/// All profiles of a file that may still be missing, also where the operator has named it.
pub(super) fn load_if_there(
    frame: &Frame,
    path: &Path,
) -> Result<BTreeMap<String, Profile>, Failure> {
    let text = file::read_if_there(frame, path)?;
    understood(frame.out.lang, path, text.as_deref().unwrap_or_default())
}

/// Names and appids of the profiles, for completions: nothing of a file that is not there or has mistakes in it.
pub(super) fn glance() -> Vec<(String, String)> {
    let text = path().and_then(|path| file::glance(&path));
    let table: toml::Table = text.and_then(|text| text.parse().ok()).unwrap_or_default();
    let profiles = table.into_iter().filter_map(|(name, profile)| {
        let appid = profile.get("appid")?.as_str()?.trim().to_owned();
        Some((name, appid))
    });
    profiles.collect()
}

/// The profiles of a text that is, or is to be, the accounts file.
fn understood(lang: Lang, path: &Path, text: &str) -> Result<BTreeMap<String, Profile>, Failure> {
    faults::all(lang, path, text).map_err(|found| {
        let mut failure = Failure::of_problems(lang, found);
        failure.message = text!(lang, account_accounts_file_problems);
        failure.advice = text!(lang, account_fix_them_run_same_command);
        failure
    })
}

/// Whether others than the owner may read the file.
#[cfg(unix)]
pub(super) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata()
        .is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_open_to_others(_path: &Path) -> bool {
    false
}

/// `$WXMASS_ACCOUNTS`, or `accounts.toml` in the folder for settings.
pub(super) fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    if let Some(path) = std::env::var_os(super::env::ACCOUNTS)
        .filter(|_| !super::env::is_set_to_nothing(super::env::ACCOUNTS))
    {
        return Some(path.into());
    }
    let home = || Some(etcetera::base_strategy::Xdg::new().ok()?.config_dir());
    let config = super::env::folder(super::env::CONFIG_HOME)
        .or_else(home)
        .filter(|folder| folder.is_absolute())?;
    Some(config.join("wxmass").join("accounts.toml"))
}
