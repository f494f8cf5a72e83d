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

pub use source::{CALL as TOKEN_SOURCE, FixedToken, SourceError, TokenSource};

pub(super) use source::ask;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    pub(super) fn living(value: SecretString, asked: Timestamp, seconds: Option<i64>) -> Self {
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
    pub(super) fn is_usable(&self) -> bool {
        self.lives_for(SignedDuration::from_secs(5)).unwrap_or(true)
    }

    pub(super) fn is_fresh(&self) -> bool {
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
