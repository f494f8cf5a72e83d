//! The one place where requests leave the house.
//!
//! It adds the base, the token, the timeout and the retry that the call names; it reads the answer, refreshes a refused
//! token once and repeats the call from its bytes. No URL leaves this file: errors are stripped of theirs before anybody
//! sees them, redirects are not followed, and plain `http://` is for this machine alone.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use reqwest::multipart;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use url::{Host, Url};

use super::clock::Clock;
use super::error::{Error, Kind};
use super::request::{Body, Part, Request};
use super::retry::Repeat;
use super::token::{Token, TokenCache, TokenCall, Tokens};
use super::{answer, errcode};

const CONNECT: Duration = Duration::from_secs(10);
/// The largest answer is a page of 10,000 openids, under 400 KB.
const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// `https://api.weixin.qq.com` or another host of the same API ("interface domain names").
    pub base: Url,
    pub appid: String,
    pub secret: SecretString,
    pub token_call: TokenCall,
    /// Allow `http://` beyond this machine.
    pub insecure_base: bool,
    /// Divides every wait between tries: 1.0 in earnest, more in rehearsals.
    pub pace: f64,
    /// In place of every call's own time limit.
    pub timeout: Option<Duration>,
}

/// A client of one account. Cheap to clone; all clones share connections and tokens.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Made for the first call, or why it cannot be: with TLS it reads the system's hundreds of certificates.
    http: OnceLock<Result<reqwest::Client, String>>,
    /// Whether the base is `https://`.
    is_secure: bool,
    options: Options,
    tokens: Tokens,
    clock: Clock,
}

impl Client {
    /// Makes no call and sets nothing up. Fails on `http://` to another machine.
    pub fn new(options: Options, cache: Arc<dyn TokenCache>) -> Result<Self, Error> {
        let local = |text: &str| Error::new(Kind::Local, "client", text);
        let is_secure = match options.base.scheme() {
            "https" => true,
            "http" if options.insecure_base || is_loopback(&options.base) => false,
            "http" => return Err(local("a plain http:// API base is for this machine alone")),
            other => return Err(local(&format!("an API base cannot begin with `{other}:`"))),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                http: OnceLock::new(),
                is_secure,
                options,
                tokens: Tokens::new(cache),
                clock: Clock::new(),
            }),
        })
    }

    /// A valid token, from the cache when it is still good.
    pub async fn token(&self) -> Result<Token, Error> {
        self.inner.tokens.get(self).await
    }

    /// A new token, whatever is stored (20 a day; "getStableAccessToken").
    pub async fn refresh(&self) -> Result<Token, Error> {
        self.inner.tokens.force(self).await
    }

    /// WeChat's time, as its latest answer told; this machine's where they agree within a minute or none has come yet.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// How far WeChat's clock is ahead of this machine's, to about a second; nothing before its first answer.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.inner.clock.ahead()
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
                    pause(&request, &mut waits, error).await?;
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
                Err(error) => pause(&request, &mut waits, error).await?,
            }
        }
    }

    /// One try; with a second one when WeChat did not take the token, which it says before it does anything.
    ///
    /// A mass call has no second one here: the token is renewed for the caller, who asks every condition again first.
    async fn with_token<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        let token = self.token().await?;
        match self.once(request, Some(&token)).await {
            Err(error) if error.errcode().is_some_and(errcode::is_refused_token) => {
                tracing::info!(call = request.path, %error, "the token is no longer taken; renewing it");
                if request.repeat == Repeat::Mass {
                    if let Err(error) = self.inner.tokens.replace(self, &token).await {
                        tracing::info!(%error, "no other token could be had");
                    }
                    return Err(error);
                }
                let renewed = self.inner.tokens.replace(self, &token).await?;
                match self.once(request, Some(&renewed)).await {
                    // `stable_token` answered another program's token that was over as well: force one, once.
                    Err(error) if error.errcode().is_some_and(errcode::is_refused_token) => {
                        let forced = self.inner.tokens.replace(self, &renewed).await?;
                        self.once(request, Some(&forced)).await
                    }
                    other => other,
                }
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
        let result = self.exchange(request, token).await;
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

    /// Where connections are kept for the next call.
    fn http(&self, path: &'static str) -> Result<&reqwest::Client, Error> {
        let build = || {
            crate::tls::install();
            let mut builder = reqwest::Client::builder()
                .user_agent(concat!("wxmass/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(CONNECT)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .http1_only();
            if !self.inner.is_secure {
                // Without this the client cannot be built where no CA certificates are installed, though none is needed.
                builder = builder.tls_certs_only(std::iter::empty()).no_proxy();
            }
            builder.build().map_err(in_words)
        };
        let http = self.inner.http.get_or_init(build).as_ref();
        http.map_err(|why| Error::new(Kind::Setup, path, why))
    }

    async fn exchange<T: DeserializeOwned>(
        &self,
        request: &Request,
        token: Option<&Token>,
    ) -> Result<T, Error> {
        let options = &self.inner.options;
        let path = request.path;
        let url = options
            .base
            .join(path)
            .map_err(|error| Error::defect(path, &error.to_string()))?;
        let http = self.http(path)?;
        let mut builder = match &request.body {
            Body::Get => http.get(url),
            Body::Json(bytes) => http
                .post(url)
                .header("content-type", "application/json; charset=utf-8")
                .body(bytes.clone()),
            Body::Form(parts) => http.post(url).multipart(form(path, parts)?),
        };
        if let Some(token) = token {
            builder = builder.query(&[("access_token", token.value().expose_secret())]);
        }
        if !request.query.is_empty() {
            builder = builder.query(&request.query);
        }
        let builder = builder.timeout(options.timeout.unwrap_or(request.timeout));
        let response = builder.send().await.map_err(|error| failure(path, error))?;
        let status = response.status().as_u16();
        let date = response.headers().get("date");
        self.inner
            .clock
            .hear(date.and_then(|date| date.to_str().ok()));
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(chunk) = stream.next().await {
            // The head of an answer has arrived, so the call was made.
            let chunk = chunk.map_err(|error| Error::new(Kind::Unknown, path, &in_words(error)))?;
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_ANSWER {
                return Err(Error::new(Kind::Unknown, path, "an answer without end"));
            }
        }
        answer::read(path, status, &bytes)
    }
}

/// Waits for the next try, or gives the error back when there is none.
async fn pause(
    request: &Request,
    waits: &mut impl Iterator<Item = Duration>,
    error: Error,
) -> Result<(), Error> {
    // What failed may be the call for a token, which has had all of its own tries.
    let is_ours = error.call() == request.path;
    let wait = waits
        .next()
        .filter(|_| is_ours && request.repeat.allows(&error));
    let Some(wait) = wait else { return Err(error) };
    tracing::info!(call = request.path, %error, "trying again in {wait:.1?}");
    tokio::time::sleep(wait).await;
    Ok(())
}

fn form(path: &'static str, parts: &[Part]) -> Result<multipart::Form, Error> {
    let mut form = multipart::Form::new();
    for part in parts {
        form = match part {
            Part::Text { name, value } => form.text(*name, value.clone()),
            Part::File {
                name,
                file_name,
                mime,
                bytes,
            } => {
                let length = bytes.len() as u64;
                let part = multipart::Part::stream_with_length(bytes.clone(), length)
                    .file_name(file_name.clone())
                    .mime_str(mime)
                    .map_err(|error| Error::defect(path, &in_words(error)))?;
                form.part(*name, part)
            }
        };
    }
    Ok(form)
}

/// Whether the call can have arrived decides between [`Kind::Network`] and [`Kind::Unknown`].
fn failure(path: &'static str, error: reqwest::Error) -> Error {
    let kind = if error.is_connect() {
        Kind::Network
    } else {
        Kind::Unknown
    };
    Error::new(kind, path, &in_words(error))
}

/// The transport's words with all their causes and without the URL, which holds the token.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        error.to_string()
    };
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        let text = cause.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        source = cause.source();
    }
    words
}

fn is_loopback(base: &Url) -> bool {
    match base.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
