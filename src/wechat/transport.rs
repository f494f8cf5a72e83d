//! The one place where requests leave the house.
//!
//! It adds base, header, token and time limit, and takes the answer as bytes. No URL leaves this file: errors are stripped of
//! theirs, redirects are not followed, and nothing is ever sent to another path than the one below the base.

use std::sync::OnceLock;
use std::time::Duration;

use futures_util::StreamExt as _;
use jiff::Timestamp;
use reqwest::header::{CONTENT_ENCODING, DATE, HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::multipart;
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use super::answer::Raw;
use super::clock::{self, Clock};
use super::error::{Error, Kind};
use super::header::Header;
use super::oddity::{Head, Oddity};
use super::options::Options;
use super::request::{Body, Part, Request};
use super::unpack::unpack;

const CONNECT: Duration = Duration::from_secs(10);
/// The largest answer is a page of 10,000 openids, under 400 KB.
const MAX_ANSWER: usize = 8 * 1024 * 1024;
/// Every call of the API but those of `datacube` begins so; a base may end so.
const ROOT: &str = "/cgi-bin";

/// Connections to one base.
#[derive(Debug)]
pub(super) struct Transport {
    /// Made for the first call, or why it cannot be: with TLS it reads the system's hundreds of certificates.
    http: OnceLock<Result<reqwest::Client, String>>,
    base: Url,
    header: Option<Header>,
    timeout: Option<Duration>,
}

impl Transport {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            http: OnceLock::new(),
            base: options.base.clone(),
            header: options.api_header.clone(),
            timeout: options.timeout,
        }
    }

    /// Sends one request and takes its answer, unread. Errors: [`Kind::Network`] when nothing arrived, [`Kind::Unknown`] when it
    /// may have, [`Kind::Local`] and [`Kind::Setup`] when nothing left.
    pub(super) async fn send(
        &self,
        request: &Request,
        token: Option<&SecretString>,
        clock: &Clock,
    ) -> Result<Raw, Error> {
        let path = request.path;
        let url = below(&self.base, path);
        let http = self.http(path)?;
        let mut builder = match &request.body {
            Body::Get => http.get(url.clone()),
            Body::Json(bytes) => http
                .post(url.clone())
                .header("content-type", "application/json; charset=utf-8")
                .body(bytes.clone()),
            Body::Form(parts) => http.post(url.clone()).multipart(form(path, parts)?),
        };
        if let Some(Header { name, value }) = &self.header {
            builder = builder.header(name, value.clone());
        }
        if let Some(token) = token {
            builder = builder.query(&[("access_token", token.expose_secret())]);
        }
        if !request.query.is_empty() {
            builder = builder.query(&request.query);
        }
        let builder = builder.timeout(self.timeout.unwrap_or(request.timeout));
        let response = builder.send().await.map_err(|error| failure(path, error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        clock.hear(text(&headers, DATE.as_str()));
        let mut bytes = Vec::new();
        let mut stream = response.bytes_stream();
        let unknown = |words: &str| Error::new(Kind::Unknown, path, words);
        while let Some(chunk) = stream.next().await {
            // The head of an answer has arrived, so the call was made.
            let chunk = chunk.map_err(|error| unknown(&in_words(error)))?;
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MAX_ANSWER {
                return Err(unknown("an answer without end"));
            }
        }
        let encoding = text(&headers, CONTENT_ENCODING.as_str()).unwrap_or_default();
        let bytes = unpack(bytes, encoding, MAX_ANSWER)
            .map_err(|words| Error::odd(path, Oddity::Garbled, &words))?;
        Ok(Raw {
            call: path,
            marks: request.marks,
            status,
            asked: url,
            head: head(&headers),
            bytes,
        })
    }

    /// The client that keeps connections for the next call.
    fn http(&self, path: &'static str) -> Result<&reqwest::Client, Error> {
        let build = || {
            crate::tls::install();
            let mut builder = reqwest::Client::builder()
                .user_agent(concat!("wxmass/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(CONNECT)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .http1_only();
            if self.base.scheme() != "https" {
                // Without this the client cannot be built where no CA certificates are installed, though none is needed.
                builder = builder.tls_certs_only(std::iter::empty());
            }
            if is_loopback(&self.base) {
                builder = builder.no_proxy();
            }
            builder.build().map_err(in_words)
        };
        let http = self.http.get_or_init(build).as_ref();
        http.map_err(|why| Error::new(Kind::Setup, path, why))
    }
}

/// The address of a call: its path below the base's own, whether or not that ends in `/` or in `/cgi-bin`. What the base has
/// behind a `?` stays.
fn below(base: &Url, call: &str) -> Url {
    let own = base.path().trim_end_matches('/');
    let own = own.strip_suffix(ROOT).unwrap_or(own);
    let mut url = base.clone();
    url.set_fragment(None);
    url.set_path(&format!("{}{call}", own.trim_end_matches('/')));
    url
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn head(headers: &HeaderMap) -> Head {
    Head {
        location: text(headers, LOCATION.as_str()).map(str::to_owned),
        retry_after: text(headers, RETRY_AFTER.as_str()).and_then(wait),
    }
}

/// The value of `Retry-After`: seconds, or a date.
fn wait(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = clock::date(text)?;
    let left = date.duration_since(Timestamp::now());
    Some(Duration::try_from(left).unwrap_or_default())
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
    let kind = match () {
        () if error.is_builder() => Kind::Local,
        () if error.is_connect() => Kind::Network,
        () => Kind::Unknown,
    };
    let words = in_words(error);
    // A proxy refuses to connect before anything of the call has left.
    if kind == Kind::Network && words.contains(PROXY_WANTS_CREDENTIALS) {
        return Error::unreached(path, Oddity::ProxyCredentials, &words);
    }
    Error::new(kind, path, &words)
}

/// The words of the transport for a 407 of a proxy that was asked for a tunnel.
const PROXY_WANTS_CREDENTIALS: &str = "proxy authorization required";

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

/// Whether the base is on this machine.
pub(super) fn is_loopback(base: &Url) -> bool {
    match base.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_goes_below_the_path_of_the_base() {
        for (base, wanted) in [
            ("https://a.example", "https://a.example/cgi-bin/draft/add"),
            ("https://a.example/", "https://a.example/cgi-bin/draft/add"),
            (
                "https://a.example/cgi-bin",
                "https://a.example/cgi-bin/draft/add",
            ),
            (
                "https://a.example/cgi-bin/",
                "https://a.example/cgi-bin/draft/add",
            ),
            (
                "https://a.example/wx",
                "https://a.example/wx/cgi-bin/draft/add",
            ),
            (
                "https://a.example/wx//",
                "https://a.example/wx/cgi-bin/draft/add",
            ),
            (
                "https://a.example/x/wx/cgi-bin/",
                "https://a.example/x/wx/cgi-bin/draft/add",
            ),
            (
                "https://u:p@a.example:8443/wx?k=v#f",
                "https://u:p@a.example:8443/wx/cgi-bin/draft/add?k=v",
            ),
            (
                "https://a.example/%E5%BE%AE",
                "https://a.example/%E5%BE%AE/cgi-bin/draft/add",
            ),
        ] {
            let base = Url::parse(base).expect(base);
            assert_eq!(below(&base, "/cgi-bin/draft/add").as_str(), wanted);
        }
        let base = Url::parse("https://a.example/wx/cgi-bin").expect("a URL");
        let statistics = below(&base, "/datacube/getarticleread");
        assert_eq!(
            statistics.as_str(),
            "https://a.example/wx/datacube/getarticleread"
        );
    }

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        assert_eq!(wait(" 40 "), Some(Duration::from_secs(40)));
        assert_eq!(wait("Thu, 01 Jan 1970 00:00:00 GMT"), Some(Duration::ZERO));
        assert!(wait("31 Dec 9998 23:59:59 GMT").is_some_and(|wait| wait.as_secs() > 1_000));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn this_machine_has_several_names() {
        let is = |base: &str| is_loopback(&Url::parse(base).expect(base));
        assert!(is("http://localhost:1") && is("http://127.8.0.1") && is("http://[::1]:2"));
        assert!(!is("http://127.0.0.1.example.com") && !is("http://0.0.0.0"));
    }
}
