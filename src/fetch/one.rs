//! One address becomes one picture: redirects are followed by hand, each judged like the first, and bytes are counted as
//! they come. What they are is decided by themselves and never by a header.

use std::error::Error as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, Url};

use super::Options;
use super::guard::{Guard, Refused, url_of};
use crate::campaign::problem::FetchRefusal;
use crate::picture::{Facts, inspect};

const MAX_BYTES: u64 = 10 * 1_048_576;
const MAX_REDIRECTS: usize = 5;

/// The client, made when the first picture wants it.
#[derive(Debug)]
pub(super) struct Fetcher {
    guard: Guard,
    patience: Duration,
    client: OnceLock<Client>,
}

impl Fetcher {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            guard: Guard {
                allow_private: options.allow_private,
            },
            patience: options.patience,
            client: OnceLock::new(),
        }
    }

    /// The picture at an address.
    pub(super) async fn picture(&self, source: &str) -> Result<(Vec<u8>, Facts), FetchRefusal> {
        let bytes = tokio::time::timeout(self.patience, self.bytes(source)).await;
        let bytes = bytes.unwrap_or(Err(FetchRefusal::TooSlow {
            seconds: self.patience.as_secs(),
        }))?;
        let looked = tokio::task::spawn_blocking(move || {
            let facts = inspect(&bytes).map_err(FetchRefusal::Picture)?;
            Ok((bytes, facts))
        });
        looked.await.map_err(|error| unreachable(&error))?
    }

    async fn bytes(&self, source: &str) -> Result<Vec<u8>, FetchRefusal> {
        let mut url = url_of(source)?;
        for _ in 0..=MAX_REDIRECTS {
            self.guard.judge_url(&url)?;
            let answer = self.ask(url.clone()).await?;
            let status = answer.status();
            if status.is_redirection() {
                let target = answer.headers().get(LOCATION);
                let target = target.and_then(|target| target.to_str().ok());
                let target = target.and_then(|target| url.join(target).ok());
                url = target.ok_or(FetchRefusal::Status(status.as_u16()))?;
                continue;
            }
            if !status.is_success() {
                return Err(FetchRefusal::Status(status.as_u16()));
            }
            return body(answer).await;
        }
        Err(FetchRefusal::Redirects {
            limit: MAX_REDIRECTS,
        })
    }

    async fn ask(&self, url: Url) -> Result<Response, FetchRefusal> {
        let request = self.client()?.get(url).header(ACCEPT, "image/*");
        request.send().await.map_err(refusal)
    }

    fn client(&self) -> Result<&Client, FetchRefusal> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        crate::tls::install();
        let client = Client::builder()
            .user_agent(concat!("wxmass/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .dns_resolver(Arc::new(self.guard))
            .build()
            .map_err(refusal)?;
        Ok(self.client.get_or_init(|| client))
    }
}

async fn body(mut answer: Response) -> Result<Vec<u8>, FetchRefusal> {
    let too_large = FetchRefusal::TooLarge { limit: MAX_BYTES };
    if answer.content_length().is_some_and(|it| it > MAX_BYTES) {
        return Err(too_large);
    }
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(refusal)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > MAX_BYTES {
            return Err(too_large);
        }
    }
    Ok(bytes)
}

/// The client's error: our own refusal inside it, or the innermost cause.
fn refusal(error: reqwest::Error) -> FetchRefusal {
    let error = error.without_url();
    let mut cause = error.source();
    let mut why = error.to_string();
    while let Some(inner) = cause {
        if let Some(Refused(refusal)) = inner.downcast_ref() {
            return refusal.clone();
        }
        why = inner.to_string();
        cause = inner.source();
    }
    FetchRefusal::Unreachable { why }
}

fn unreachable(error: &tokio::task::JoinError) -> FetchRefusal {
    let why = error.to_string();
    FetchRefusal::Unreachable { why }
}
