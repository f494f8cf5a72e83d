//! The accounts file: one table a profile, with credentials and the guard rails of its owner.

mod faults;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use secrecy::SecretString;
use serde::Deserialize;

use crate::cli::failure::{Exit, Failure};
use crate::pipeline::AccountKind;
use crate::report::{Lang, say};

/// One profile.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) appid: String,
    #[serde(default, deserialize_with = "secret")]
    secret: Option<SecretString>,
    /// A command that prints the secret, such as `pass show wechat/main`.
    #[serde(default)]
    secret_command: Option<String>,
    #[serde(default)]
    pub(super) api_base: Option<String>,
    #[serde(default)]
    kind: Option<Kind>,
    /// An administrator confirms sends to everybody.
    #[serde(default)]
    pub(super) protection: bool,
    /// `22:00-08:00`, Beijing time: nothing is sent then.
    #[serde(default)]
    pub(super) quiet_hours: Option<String>,
    /// Above this many receivers the audience's name has to be typed.
    #[serde(default)]
    pub(super) confirm_above: Option<i64>,
    /// Nothing is sent that was not previewed since its last change.
    #[serde(default)]
    pub(super) require_preview: bool,
    #[serde(default)]
    pub(super) token_call: TokenCall,
    /// The token of the account's callback, for `wxmass listen`.
    #[serde(default, deserialize_with = "secret")]
    pub(super) callback_token: Option<SecretString>,
    /// Its EncodingAESKey, where the callback is sealed (safe mode).
    #[serde(default, deserialize_with = "secret")]
    pub(super) aes_key: Option<SecretString>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Subscription,
    Service,
    Unverified,
}

/// Which token call the profile wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum TokenCall {
    #[default]
    Stable,
    Classic,
}

impl Profile {
    pub(super) fn kind(&self) -> AccountKind {
        match self.kind {
            None => AccountKind::Unknown,
            Some(Kind::Subscription) => AccountKind::Subscription,
            Some(Kind::Service) => AccountKind::Service,
            Some(Kind::Unverified) => AccountKind::Unverified,
        }
    }

    /// The secret: as written, or as its command prints it. The text of an error never holds it.
    pub(super) fn secret(&self, name: &str, lang: Lang) -> Result<SecretString, Failure> {
        match (&self.secret, &self.secret_command) {
            (Some(secret), None) => Ok(secret.clone()),
            (None, Some(command)) => run(command).map_err(|why| {
                Failure::new(
                    Exit::Account,
                    say!(
                        lang,
                        "the secret_command of account `{name}` printed no secret ({why})",
                        "账号 `{name}` 的 secret_command 没有输出密钥（{why}）",
                        name = name,
                        why = why
                    ),
                    say!(
                        lang,
                        "run it in a shell: it has to print the secret on its first line and exit with 0",
                        "请在终端中运行它：第一行须为密钥，且退出码为 0"
                    ),
                )
            }),
            (both, _) => Err(Failure::new(
                Exit::Account,
                if both.is_some() {
                    say!(
                        lang,
                        "account `{name}` has both secret and secret_command",
                        "账号 `{name}` 同时有 secret 与 secret_command",
                        name = name
                    )
                } else {
                    say!(
                        lang,
                        "account `{name}` has no secret",
                        "账号 `{name}` 没有密钥",
                        name = name
                    )
                },
                say!(
                    lang,
                    "give one of secret and secret_command in accounts.toml",
                    "请在 accounts.toml 中给出 secret 与 secret_command 之一"
                ),
            )),
        }
    }
}

/// The first line that the command prints, or how it ended.
fn run(command: &str) -> Result<SecretString, String> {
    let shell = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let output = Command::new(shell.0)
        .args([shell.1, command])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| error.to_string())?;
    let secret = String::from_utf8_lossy(&output.stdout)
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    if !output.status.success() || secret.is_empty() {
        return Err(output.status.to_string());
    }
    Ok(secret.into())
}

fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

/// All profiles of a file; none where there is no file, unless the operator has named it.
pub(super) fn load(path: &Path, lang: Lang) -> Result<BTreeMap<String, Profile>, Failure> {
    let is_named = std::env::var_os(super::env::ACCOUNTS).is_some_and(|named| named == path);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_named => {
            return Ok(BTreeMap::new());
        }
        Err(error) => {
            let message = say!(
                lang,
                "cannot read the accounts file `{path}`: {error}",
                "无法读取账号文件 `{path}`：{error}",
                path = path.display(),
                error = error
            );
            let advice = say!(
                lang,
                "make the file, or let {name} name another one",
                "请创建该文件，或让 {name} 指向另一个文件",
                name = super::env::ACCOUNTS
            );
            return Err(Failure::new(Exit::Input, message, advice));
        }
    };
    faults::all(lang, &text).map_err(|faults| {
        let line = |(line, fault): (usize, String)| match lang {
            Lang::En => format!("line {line}: {fault}"),
            Lang::Zh => format!("第 {line} 行：{fault}"),
        };
        let lines: Vec<_> = faults.into_iter().map(line).collect();
        Failure::new(
            Exit::Input,
            format!(
                "`{}`{}{}",
                path.display(),
                lang.pick(": ", "："),
                lines.join(lang.pick("; ", "；"))
            ),
            say!(
                lang,
                "mend the accounts file; docs/accounts.md has its keys",
                "请修正账号文件；各键见 docs/accounts.md"
            ),
        )
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
    if let Some(path) = std::env::var_os(super::env::ACCOUNTS).filter(|path| !path.is_empty()) {
        return Some(path.into());
    }
    let home = || Some(etcetera::base_strategy::Xdg::new().ok()?.config_dir());
    let config = super::env::folder(super::env::CONFIG_HOME).or_else(home)?;
    Some(config.join("wxmass").join("accounts.toml"))
}
