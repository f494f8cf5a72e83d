//! The client of one account: it adds the token and the repeats that a call names.
//!
//! A refused token is renewed once and the call repeated from its bytes; a mass call is made once. No error leaves here with a
//! value in it that is known to be secret, and plain `http://` is for this machine only, unless it is allowed.

mod tokens;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tokens::Tokens;

use super::clock::Clock;
use super::errcode;
use super::error::{Error, Kind};
use super::header::Header;
use super::oddity::Oddity;
use super::options::Options;
use super::redact::Secrets;
use super::request::Request;
use super::retry::{Repeat, paced};
use super::token::{Token, TokenCache, TokenCall};
use super::transport::{self, Transport};

/// A client of one account. Cheap to clone; all clones share connections and tokens.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    transport: Transport,
    options: Options,
    tokens: Tokens,
    clock: Clock,
    secrets: Secrets,
}

impl Client {
    /// Makes no call and sets nothing up. Fails on `http://` to another machine.
    pub fn new(options: Options, cache: Arc<dyn TokenCache>) -> Result<Self, Error> {
        let local = |text: &str| Error::new(Kind::Local, "client", text);
        match options.base.scheme() {
            "https" => {}
            "http" if options.insecure_base || transport::is_loopback(&options.base) => {}
            "http" => return Err(local("a plain http:// API base is for this machine only")),
            other => return Err(local(&format!("an API base cannot begin with `{other}:`"))),
        }
        let secrets = Secrets::default();
        secrets.add(options.secret.expose_secret());
        secrets.add(options.base.password().unwrap_or_default());
        for (_, value) in options.base.query_pairs() {
            secrets.add(&value);
        }
        for secret in options.api_header.iter().flat_map(Header::secrets) {
            secrets.add(secret);
        }
        let tokens = match &options.token_source {
            Some(source) => Tokens::given(Arc::clone(source)),
            None => Tokens::fetched(cache),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                transport: Transport::new(&options),
                options,
                tokens,
                clock: Clock::new(),
                secrets,
            }),
        })
    }

    /// A valid token, from the cache when it is still good.
    pub async fn token(&self) -> Result<Token, Error> {
        let token = self.inner.tokens.get(self).await;
        self.known(token)
    }

    /// A new token, whatever is stored (20 a day; "getStableAccessToken").
    pub async fn refresh(&self) -> Result<Token, Error> {
        let token = self.inner.tokens.force(self).await;
        self.known(token)
    }

    /// A token other than the refused one; the same where nothing else is to be had.
    async fn replace(&self, refused: &Token) -> Result<Token, Error> {
        let token = self.inner.tokens.replace(self, refused).await;
        self.known(token)
    }

    /// Remembers a token as a secret, so that no error shows it.
    fn known(&self, token: Result<Token, Error>) -> Result<Token, Error> {
        if let Ok(token) = &token {
            self.inner.secrets.add(token.value().expose_secret());
        }
        token.map_err(|error| error.without(&self.inner.secrets))
    }

    /// WeChat's time, as its latest answer told; this machine's where they agree within a minute or none has come yet.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The time by which WeChat's clock is ahead of this machine's, to about a second; nothing before its first answer.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.inner.clock.ahead()
    }

    /// Whether WeChat has told its time within the last half minute.
    pub fn clock_is_fresh(&self) -> bool {
        self.inner.clock.is_fresh()
    }

    pub(super) fn credentials(&self) -> (&str, &SecretString) {
        (&self.inner.options.appid, &self.inner.options.secret)
    }

    pub(super) fn token_call(&self) -> TokenCall {
        self.inner.options.token_call
    }

    /// Makes the call as often as its [`Repeat`](super::Repeat) allows and answers its last outcome.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T, Error> {
        let (answer, _) = self.call_with_doubt(request).await?;
        Ok(answer)
    }

    /// As [`Client::call`]; also whether the answer to an earlier try was lost, so that what it asked for may be there twice.
    pub(super) async fn call_with_doubt<T: DeserializeOwned>(
        &self,
        request: Request,
    ) -> Result<(T, bool), Error> {
        let mut waits = request.repeat.waits(self.inner.options.pace);
        let mut doubt = false;
        loop {
            match self.with_token(&request).await {
                Ok(answer) => return Ok((answer, doubt)),
                Err(error) => {
                    doubt |= error.kind() == Kind::Unknown;
                    pause(&request, &mut waits, self.inner.options.pace, error).await?;
                }
            }
        }
    }

    /// As [`Client::call`], for the calls that carry no token because they fetch one.
    pub(super) async fn call_without_token<T: DeserializeOwned>(
        &self,
        request: Request,
    ) -> Result<T, Error> {
        let mut waits = request.repeat.waits(self.inner.options.pace);
        loop {
            match self.once(&request, None).await {
                Ok(answer) => return Ok(answer),
                Err(error) => pause(&request, &mut waits, self.inner.options.pace, error).await?,
            }
        }
    }

    /// One try; with a second one when WeChat did not take the token, which it says before it does anything.
    ///
    /// A mass call has no second one here: the token is renewed for the caller, who asks every condition again first.
    async fn with_token<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        let is_refused = |error: &Error| error.errcode().is_some_and(errcode::is_refused_token);
        let token = if request.repeat == Repeat::Mass {
            // Waiting for a token would come between the caller's conditions and the call.
            self.inner.tokens.at_hand()?
        } else {
            self.token().await?
        };
        let refusal = match self.once(request, Some(&token)).await {
            Err(error) if is_refused(&error) => error,
            other => return other,
        };
        tracing::info!(call = request.path, error = %refusal, "the token is no longer taken; renewing it");
        if request.repeat == Repeat::Mass {
            if let Err(error) = self.replace(&token).await {
                tracing::info!(%error, "no other token could be had");
            }
            return Err(refusal);
        }
        let renewed = self.replace(&token).await?;
        if renewed.is_same(&token) {
            return Err(refusal);
        }
        match self.once(request, Some(&renewed)).await {
            // `stable_token` answered another program's token that was over as well: force one, once.
            Err(error) if is_refused(&error) && !self.inner.tokens.are_given() => {
                let forced = self.replace(&renewed).await?;
                self.once(request, Some(&forced)).await
            }
            other => other,
        }
    }

    async fn once<T: DeserializeOwned>(
        &self,
        request: &Request,
        token: Option<&Token>,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let token = token.map(Token::value);
        let (clock, secrets) = (&self.inner.clock, &self.inner.secrets);
        let sent = self.inner.transport.send(request, token, clock);
        let result = match sent.await {
            Ok(raw) => raw.read(secrets),
            Err(error) => Err(error),
        };
        let result = result.map_err(|error| error.without(secrets));
        let errcode = result
            .as_ref()
            .err()
            .map_or(0, |error: &Error| error.errcode().unwrap_or(-2));
        tracing::debug!(
            call = request.path,
            errcode,
            ms = started.elapsed().as_millis(),
            "call"
        );
        result
    }
}

/// Waits for the next try, or gives the error back when there is none.
async fn pause(
    request: &Request,
    waits: &mut impl Iterator<Item = Duration>,
    pace: f64,
    error: Error,
) -> Result<(), Error> {
    // What failed may be the call for a token, which has had all of its own tries.
    let is_ours = error.call() == request.path;
    let wait = waits
        .next()
        .filter(|_| is_ours && request.repeat.allows(&error));
    let Some(wait) = wait else { return Err(error) };
    let asked_for = error.oddity().and_then(Oddity::wait).unwrap_or_default();
    let wait = wait.max(paced(asked_for, pace));
    tracing::info!(call = request.path, %error, "trying again in {wait:.1?}");
    tokio::time::sleep(wait).await;
    Ok(())
}
