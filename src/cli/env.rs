//! Every environment variable that wxmass reads, and how: one that is empty or blank counts as not set, since that is what
//! CI gives for a secret that does not exist.

use std::path::PathBuf;

/// A profile of the accounts file.
pub const ACCOUNT: &str = "WXMASS_ACCOUNT";
/// The accounts file itself, in place of `$XDG_CONFIG_HOME/wxmass/accounts.toml`.
pub const ACCOUNTS: &str = "WXMASS_ACCOUNTS";
/// The appid, without a profile.
pub const APPID: &str = "WXMASS_APPID";
/// The secret, without a profile.
pub const SECRET: &str = "WXMASS_SECRET";
/// An access token from elsewhere (a token server, a third-party platform); no secret is needed then.
pub const ACCESS_TOKEN: &str = "WXMASS_ACCESS_TOKEN";
/// Another host of the same API.
pub const API_BASE: &str = "WXMASS_API_BASE";
/// `1`: the API base on this machine leads to the same WeChat as the public one.
pub const RELAY: &str = "WXMASS_RELAY";
/// Where tokens, uploads and the ledger live: `sqlite:PATH` or `postgres://…`.
pub const STATE: &str = "WXMASS_STATE";
/// The token of the account's callback, as entered in WeChat's settings, without a profile.
pub const CALLBACK_TOKEN: &str = "WXMASS_CALLBACK_TOKEN";
/// The EncodingAESKey of the account's callback, without a profile.
pub const AES_KEY: &str = "WXMASS_AES_KEY";
/// `1`: run against a sandbox started inside this process.
pub const SANDBOX: &str = "WXMASS_SANDBOX";
/// `1`: no question before what cannot be undone.
pub const YES: &str = "WXMASS_YES";
/// `en` or `zh`.
pub const LANGUAGE: &str = "WXMASS_LANG";
/// Divides every wait, for rehearsals; accepted on this machine and in the sandbox alone.
pub const PACE: &str = "WXMASS_PACE";
/// Seconds that a call may take, in place of each call's own limit.
pub const TIMEOUT: &str = "WXMASS_TIMEOUT";
/// Where tokens, uploads and the ledger live by default, in a folder `wxmass`.
pub const STATE_HOME: &str = "XDG_STATE_HOME";
/// Where the accounts file lives by default, in a folder `wxmass`.
pub const CONFIG_HOME: &str = "XDG_CONFIG_HOME";
/// The locale, where no language is given.
pub const LC_ALL: &str = "LC_ALL";
/// The locale, after `LC_ALL`.
pub const LC_MESSAGES: &str = "LC_MESSAGES";
/// The locale, after `LC_MESSAGES`.
pub const LANG: &str = "LANG";
/// Plants a panic, for the test of exit code 1; builds for release do not know it.
#[cfg(debug_assertions)]
pub const TEST_PANIC: &str = "WXMASS_TEST_PANIC";
/// How long a lease on PostgreSQL lasts, in milliseconds, for the tests; builds for release do not know it.
#[cfg(debug_assertions)]
pub const TEST_LEASE: &str = "WXMASS_TEST_LEASE";
/// Has the process die at the n-th write of the store, for `tests/pipeline/death.rs`; builds for release do not know it.
#[cfg(debug_assertions)]
pub const TEST_DEATH: &str = "WXMASS_TEST_DEATH";

/// `true` in a job of GitHub Actions, which shows annotations beside the lines of a change.
pub const GITHUB_ACTIONS: &str = "GITHUB_ACTIONS";
/// The folder of the repository in such a job.
pub const GITHUB_WORKSPACE: &str = "GITHUB_WORKSPACE";

/// The value of a variable; nothing where it is not set, empty or blank.
pub(super) fn value(variable: &str) -> Option<String> {
    let value = std::env::var_os(variable)?.to_string_lossy().into_owned();
    (!is_blank(&value)).then_some(value)
}

/// Whether a variable is set to nothing.
pub(super) fn is_set_to_nothing(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| is_blank(&value.to_string_lossy()))
}

fn is_blank(value: &str) -> bool {
    value
        .chars()
        .all(|it| it.is_whitespace() || it.is_control() || it == '\u{feff}')
}

/// The folder that a variable names, where it is an absolute one. A user without a home has these all the same.
pub(super) fn folder(variable: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named.filter(|folder| folder.is_absolute())
}
