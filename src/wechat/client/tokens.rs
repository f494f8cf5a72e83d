//! The tokens of one client: its own, the stored one, or a new one; fetched by one caller at a time.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::json;

use super::Client;
use crate::wechat::error::{Error, Kind};
use crate::wechat::lenient;
use crate::wechat::request::Request;
use crate::wechat::token::{CLASSIC, STABLE, Token, TokenCache, TokenCall, TokenSource, ask};

/// The origin of this client's tokens.
#[derive(Debug)]
enum Origin {
    /// WeChat's token calls, with a cache for all processes.
    Calls(Arc<dyn TokenCache>),
    /// Somebody else, who has a cache of his own.
    Source(Arc<dyn TokenSource>),
}

/// The client's side of the cache, or of the source.
#[derive(Debug)]
pub(super) struct Tokens {
    origin: Origin,
    /// The token in use, so that a run reads the store once; its lock makes fetching single in this process.
    current: tokio::sync::Mutex<Option<Token>>,
}

impl Tokens {
    /// Tokens that WeChat's calls give.
    pub(super) fn fetched(cache: Arc<dyn TokenCache>) -> Self {
        Self::of(Origin::Calls(cache))
    }

    /// Tokens that are given from elsewhere.
    pub(super) fn given(source: Arc<dyn TokenSource>) -> Self {
        Self::of(Origin::Source(source))
    }

    fn of(origin: Origin) -> Self {
        Self {
            origin,
            current: tokio::sync::Mutex::new(None),
        }
    }

    pub(super) fn are_given(&self) -> bool {
        matches!(self.origin, Origin::Source(_))
    }

    /// A valid token: ours, the stored one, or a new one.
    pub(super) async fn get(&self, client: &Client) -> Result<Token, Error> {
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref().filter(|token| token.is_usable()) {
            return Ok(token.clone());
        }
        let cache = match &self.origin {
            Origin::Calls(cache) => cache,
            Origin::Source(source) => {
                return Ok(current.insert(ask(source).await?).clone());
            }
        };
        if let Some(token) = stored(cache).await?.filter(Token::is_fresh) {
            return Ok(current.insert(token).clone());
        }
        let _lock = cache.lock().await.map_err(Error::of_cache)?;
        if let Some(token) = stored(cache).await?.filter(Token::is_fresh) {
            return Ok(current.insert(token).clone());
        }
        let token = fetch(client, false).await?;
        keep(cache, &token).await?;
        Ok(current.insert(token).clone())
    }

    /// The token in use, without waiting for another one.
    pub(super) fn at_hand(&self) -> Result<Token, Error> {
        let current = self.current.try_lock().ok();
        let usable = current.and_then(|current| current.clone().filter(Token::is_usable));
        usable.ok_or_else(|| Error::new(Kind::Network, STABLE, "no valid token is at hand"))
    }

    /// A token other than `refused`, which WeChat no longer takes (40001, 40014, 42001); the same where it was given and
    /// nothing else is.
    ///
    /// Another process may have renewed it already; then its token is taken. The stable call may answer the refused token
    /// once more; only then is a renewal forced, which is allowed 20 times a day ("getStableAccessToken").
    pub(super) async fn replace(&self, client: &Client, refused: &Token) -> Result<Token, Error> {
        let mut current = self.current.lock().await;
        if let Some(token) = current.as_ref().filter(|token| !token.is_same(refused)) {
            return Ok(token.clone());
        }
        // Should no other be had, the next call does not begin with the refused one.
        *current = None;
        let cache = match &self.origin {
            Origin::Calls(cache) => cache,
            Origin::Source(source) => {
                return Ok(current.insert(ask(source).await?).clone());
            }
        };
        let _lock = cache.lock().await.map_err(Error::of_cache)?;
        let other = stored(cache).await?;
        if let Some(token) = other.filter(|token| !token.is_same(refused) && token.is_fresh()) {
            return Ok(current.insert(token).clone());
        }
        cache.forget(refused).await.map_err(Error::of_cache)?;
        let mut token = fetch(client, false).await?;
        if token.is_same(refused) {
            token = fetch(client, true).await?;
        }
        keep(cache, &token).await?;
        Ok(current.insert(token).clone())
    }

    /// A new token, whatever is stored.
    pub(super) async fn force(&self, client: &Client) -> Result<Token, Error> {
        let mut current = self.current.lock().await;
        let cache = match &self.origin {
            Origin::Calls(cache) => cache,
            Origin::Source(source) => {
                return Ok(current.insert(ask(source).await?).clone());
            }
        };
        let _lock = cache.lock().await.map_err(Error::of_cache)?;
        let token = fetch(client, true).await?;
        keep(cache, &token).await?;
        Ok(current.insert(token).clone())
    }
}

async fn stored(cache: &Arc<dyn TokenCache>) -> Result<Option<Token>, Error> {
    cache.load().await.map_err(Error::of_cache)
}

/// Stores a token whose end is known; any other is this process's own.
async fn keep(cache: &Arc<dyn TokenCache>, token: &Token) -> Result<(), Error> {
    if token.expires_at().is_none() {
        return Ok(());
    }
    cache.save(token).await.map_err(Error::of_cache)
}

#[derive(Deserialize)]
struct Answer {
    #[serde(deserialize_with = "lenient::required")]
    access_token: String,
    #[serde(default, deserialize_with = "lenient::id")]
    expires_in: Option<i64>,
}

async fn fetch(client: &Client, force: bool) -> Result<Token, Error> {
    let (appid, secret) = client.credentials();
    let secret = secret.expose_secret();
    let request = match client.token_call() {
        TokenCall::Stable => Request::post(
            STABLE,
            &json!({
                "grant_type": "client_credential",
                "appid": appid,
                "secret": secret,
                "force_refresh": force,
            }),
        )?,
        TokenCall::Classic => Request::get(CLASSIC)
            .query("grant_type", "client_credential")
            .query("appid", appid)
            .query("secret", secret),
    };
    let asked = Timestamp::now();
    let request = request.answers(&["access_token"]);
    let answer: Answer = client.call_without_token(request).await?;
    Ok(Token::living(
        answer.access_token.into(),
        asked,
        answer.expires_in,
    ))
}
