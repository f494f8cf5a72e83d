//! The accounts file: one table a profile, with credentials and the guard rails of its owner.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use secrecy::SecretString;
use serde::Deserialize;

use crate::pipeline::AccountKind;

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
    pub(super) fn secret(&self) -> Result<SecretString, String> {
        match (&self.secret, &self.secret_command) {
            (Some(secret), None) => Ok(secret.clone()),
            (None, Some(command)) => run(command),
            (Some(_), Some(_)) => Err("give one of secret and secret_command".to_owned()),
            (None, None) => Err("give secret or secret_command".to_owned()),
        }
    }
}

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
        .map_err(|error| format!("secret_command cannot be run: {error}"))?;
    let secret = String::from_utf8_lossy(&output.stdout)
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    if !output.status.success() || secret.is_empty() {
        return Err(format!(
            "secret_command printed no secret ({})",
            output.status
        ));
    }
    Ok(secret.into())
}

fn secret<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(SecretString::from))
}

/// All profiles of a file; none where there is no file.
pub(super) fn load(path: &Path) -> Result<BTreeMap<String, Profile>, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(format!("cannot read `{}`: {error}", path.display())),
    };
    toml::from_str(&text).map_err(|error| {
        // toml's own rendering shows the line, and the line may hold a secret.
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() + 1
        });
        format!("{}:{line}: {}", path.display(), error.message())
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
    let base = etcetera::base_strategy::Xdg::new().ok()?;
    Some(base.config_dir().join("wxmass").join("accounts.toml"))
}
