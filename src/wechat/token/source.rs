//! Tokens from elsewhere: a central token server, a third-party platform, a variable.
//!
//! The token is given bare, or as JSON with `access_token` (or `authorizer_access_token`) and `expires_in`. It is never
//! stored, kept no longer than it says, and asked for once more when WeChat refuses it. Refuses empty and broken values.

use std::fmt;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::Token;
use crate::wechat::error::{Error, Kind};
use crate::wechat::lenient;

/// The name under which errors of a source come.
pub const CALL: &str = "token_command";
/// "At least 512 characters reserved"; anything much longer is no token.
const LONGEST: usize = 4_096;

/// A giver of tokens in place of WeChat's token calls.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// A token as text: bare, or JSON. Called for the first token, after the end that it tells, and once more after WeChat
    /// refused it.
    fn ask(&self) -> BoxFuture<'_, Result<SecretString, SourceError>>;
}

/// A source that gave nothing; the text says why and holds no secret.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(pub String);

/// One token that stays as it is, such as that of a variable of the environment.
#[derive(Debug, Clone)]
pub struct FixedToken(SecretString);

impl FixedToken {
    /// A bare token, or JSON as a source may give it.
    pub fn new(text: SecretString) -> Self {
        Self(text)
    }
}

impl TokenSource for FixedToken {
    fn ask(&self) -> BoxFuture<'_, Result<SecretString, SourceError>> {
        async { Ok(self.0.clone()) }.boxed()
    }
}

/// A token of the source. Errors: [`Kind::Account`], under the name [`CALL`].
pub(in crate::wechat) async fn ask(source: &Arc<dyn TokenSource>) -> Result<Token, Error> {
    let failed = |words: &str| Error::new(Kind::Account, CALL, words);
    let asked = Timestamp::now();
    let text = source.ask().await.map_err(|error| failed(&error.0))?;
    read(text.expose_secret(), asked).map_err(|words| failed(&words))
}

#[derive(Deserialize)]
struct Given {
    #[serde(default, deserialize_with = "lenient::text")]
    access_token: String,
    /// The name of it at third-party platforms.
    #[serde(default, deserialize_with = "lenient::text")]
    authorizer_access_token: String,
    #[serde(default, deserialize_with = "lenient::id")]
    expires_in: Option<i64>,
    #[serde(default, deserialize_with = "lenient::id")]
    errcode: Option<i64>,
}

fn read(text: &str, asked: Timestamp) -> Result<Token, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let (value, life) = match serde_json::from_str::<Value>(text) {
        Ok(Value::String(value)) => (value, None),
        Ok(object @ Value::Object(_)) => {
            let given = Given::deserialize(object).map_err(|_| NO_TOKEN.to_owned())?;
            if let Some(code) = given.errcode {
                return Err(format!("it gave WeChat's errcode {code} and no token"));
            }
            let value = Some(given.access_token).filter(|value| !value.is_empty());
            (
                value.unwrap_or(given.authorizer_access_token),
                given.expires_in,
            )
        }
        Ok(Value::Array(_) | Value::Null | Value::Bool(_)) => return Err(NO_TOKEN.to_owned()),
        // Digits only, or no JSON at all.
        Ok(Value::Number(_)) | Err(_) => (text.to_owned(), None),
    };
    let is_odd =
        |it: char| !it.is_ascii_graphic() || matches!(it, '"' | '\'' | '<' | '>' | '{' | '}');
    match value.trim() {
        "" => Err(NO_TOKEN.to_owned()),
        value if value.len() > LONGEST || value.contains(is_odd) => {
            Err("what it gave is no token".to_owned())
        }
        value => Ok(Token::living(value.into(), asked, life)),
    }
}

const NO_TOKEN: &str = "it gave no token";

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Result<(String, Option<i64>), String> {
        let asked = Timestamp::UNIX_EPOCH;
        let token = read(text, asked)?;
        let life = token
            .expires_at()
            .map(|end| end.duration_since(asked).as_secs());
        Ok((token.value().expose_secret().to_owned(), life))
    }

    #[test]
    fn a_token_is_bare_or_in_json() {
        let named = |life| Ok(("77_s4nd-Tok".to_owned(), life));
        for (text, wanted) in [
            ("77_s4nd-Tok", named(None)),
            ("\u{feff} 77_s4nd-Tok\r\n", named(None)),
            ("\"77_s4nd-Tok\"", named(None)),
            (
                r#"{"access_token":"77_s4nd-Tok","expires_in":3600}"#,
                named(Some(3600)),
            ),
            (
                r#"{"access_token":"77_s4nd-Tok","expires_in":"3600"}"#,
                named(Some(3600)),
            ),
            (
                r#"{"authorizer_access_token":"77_s4nd-Tok","expires_in":7200,"authorizer_refresh_token":"r"}"#,
                named(Some(7200)),
            ),
            (r#"{"access_token":"77_s4nd-Tok","errcode":0}"#, named(None)),
            (
                r#"{"access_token":"77_s4nd-Tok","expires_in":-1}"#,
                named(None),
            ),
            (
                r#"{"access_token":"77_s4nd-Tok","expires_in":1000000000000}"#,
                named(None),
            ),
        ] {
            assert_eq!(given(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_not_shown() {
        for text in [
            "",
            " \n",
            "{}",
            "[]",
            "null",
            "\"\"",
            r#"{"access_token":""}"#,
            r#"{"access_token":7}"#,
            "<html>login</html>",
            "two words",
            "line\nline",
            r#"{"token":"77_s4nd-Tok"}"#,
            "{\"access_token\":",
        ] {
            let error = given(text).expect_err(text);
            assert!(
                !error.contains("s4nd") && !error.contains("login"),
                "{error}"
            );
        }
        let refused = given(r#"{"errcode":40164,"errmsg":"invalid ip"}"#).expect_err("refused");
        assert!(refused.contains("40164"), "{refused}");
    }
}
