//! Access tokens: one line of them per account, shared, renewed before they end.
//!
//! `stable_token` is the default since it never disturbs the account's other programs; the classic call is there by choice.
//! A token may also be given from elsewhere ([`source`]). Tokens are secrets: no type here shows one.

mod source;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;

pub use source::{CALL as TOKEN_SOURCE, FixedToken, SourceError, TokenSource};

use super::error::Kind;
use super::{Client, Error, Request, lenient};

/// A token with less than about this left is renewed. WeChat renews stable ones 5 minutes before their end
/// ("getStableAccessToken").
const MARGIN_SECONDS: i64 = 300;
/// "A value within 7200" ("getAccessToken").
const LONGEST: SignedDuration = SignedDuration::from_secs(7_200);
/// A shorter life is none that a token can be used in.
const SHORTEST: SignedDuration = SignedDuration::from_secs(10);

/// The paths of the two token calls.
pub(super) const STABLE: &str = "/cgi-bin/stable_token";
pub(super) const CLASSIC: &str = "/cgi-bin/token";

/// Whether an error is that of fetching a token, for whatever call the token was wanted.
pub(super) fn is_token_call(call: &str) -> bool {
    [STABLE, CLASSIC, source::CALL].contains(&call)
}

/// Which of the two token calls to use; neither kills the other's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenCall {
    /// `stable_token` ("getStableAccessToken"): the same token for everybody while it is valid.
    #[default]
    Stable,
    /// `token` ("getAccessToken"): each call makes a new one and kills the last, with 5 minutes of overlap; 2,000 a day.
    Classic,
}

/// A token and its end, where that is known.
#[derive(Debug, Clone)]
pub struct Token {
    value: SecretString,
    expires_at: Option<Timestamp>,
}

impl Token {
    /// A token as it is known.
    pub fn new(value: SecretString, expires_at: Timestamp) -> Self {
        Self {
            value,
            expires_at: Some(expires_at),
        }
    }

    /// A token with the life that its giver tells, in seconds. Without one that makes sense it is used by this process until
    /// WeChat refuses it, and kept no longer.
    fn living(value: SecretString, asked: Timestamp, seconds: Option<i64>) -> Self {
        let life = seconds.map(SignedDuration::from_secs);
        let life = life.filter(|life| (SHORTEST..=LONGEST).contains(life));
        Self {
            value,
            expires_at: life.and_then(|life| asked.checked_add(life).ok()),
        }
    }

    pub fn value(&self) -> &SecretString {
        &self.value
    }

    /// Its end, where its giver tells one that makes sense.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.value.expose_secret() == other.value.expose_secret()
    }

    /// A token of this process is used to its end: WeChat may hand out one that is nearly over, and renews it by itself.
    fn is_usable(&self) -> bool {
        self.lives_for(SignedDuration::from_secs(5)).unwrap_or(true)
    }

    fn is_fresh(&self) -> bool {
        // A tenth of jitter, taken from the token itself, keeps a fleet from renewing in the same second.
        let jitter = self
            .value
            .expose_secret()
            .bytes()
            .map(i64::from)
            .sum::<i64>()
            % (MARGIN_SECONDS / 10);
        let margin = SignedDuration::from_secs(MARGIN_SECONDS + jitter);
        self.lives_for(margin).unwrap_or(false)
    }

    /// Whether more than this is left of it, where its end is known.
    fn lives_for(&self, margin: SignedDuration) -> Option<bool> {
        let left = Timestamp::now().duration_until(self.expires_at?);
        Some(left > margin)
    }
}

/// The cache failed; the text says how and what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct CacheError(Arc<dyn std::error::Error + Send + Sync>);

impl CacheError {
    /// Keeps the cache's own error, for a caller that knows its type.
    pub fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(error))
    }

    /// The cache's own error, if it is of this type.
    pub fn of<T: std::error::Error + 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

/// A store of tokens between processes.
pub trait TokenCache: Send + Sync + std::fmt::Debug {
    /// The stored token, valid or not.
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, CacheError>>;
    /// Stores a token in place of any other.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>>;
    /// Forgets this token, if it is still the stored one.
    fn forget<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>>;
    /// Held while a token is fetched, so that no other process fetches one at the same time.
    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, CacheError>>;
}

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
                return Ok(current.insert(source::ask(source).await?).clone());
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
                return Ok(current.insert(source::ask(source).await?).clone());
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
                return Ok(current.insert(source::ask(source).await?).clone());
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
    if token.expires_at.is_none() {
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
