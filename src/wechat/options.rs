//! The parts that a client is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::header::Header;
use super::token::{TokenCall, TokenSource};

/// The parts of a client.
#[derive(Clone)]
pub struct Options {
    /// `https://api.weixin.qq.com`, another host of the same API ("interface domain names"), or a relay: with a path, with
    /// user and password, and with or without `/cgi-bin` at its end.
    pub base: Url,
    pub appid: String,
    /// Not used where there is a `token_source`.
    pub secret: SecretString,
    pub token_call: TokenCall,
    /// Gives tokens in place of WeChat's token calls.
    pub token_source: Option<Arc<dyn TokenSource>>,
    /// Goes with every call, for a relay that wants one.
    pub api_header: Option<Header>,
    /// Allow `http://` beyond this machine.
    pub insecure_base: bool,
    /// Divides every wait between tries: 1.0 against the real service, more in rehearsals.
    pub pace: f64,
    /// In place of every call's own time limit.
    pub timeout: Option<Duration>,
}

/// Shows the account and nothing else: the base may hold a password.
impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("appid", &self.appid)
            .finish_non_exhaustive()
    }
}
