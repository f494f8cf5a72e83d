//! The account's own server: it is greeted once, and told when sends and publications have ended.
//!
//! Signed by the token that both sides know, sealed where a key is known. What is not answered with 200 within five
//! seconds is posted again, three times at most; then it is given up. A redirect is no answer.

mod event;
mod seal;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::UnboundedSender;
use url::Url;

pub use seal::AesKey;

use super::account::APPID;
use super::state::Shared;
use event::{ACCOUNT, Due};

/// How long the account's server has to answer.
const ANSWER: Duration = Duration::from_secs(5);
/// Posts of one event after the first.
const REPEATS: u32 = 3;
/// How long a server that refuses connections is left in peace.
const PAUSE: Duration = Duration::from_millis(500);
/// How often the world is looked at for something that has ended.
const LOOK: Duration = Duration::from_millis(100);

/// The address for events, and what both sides know.
#[derive(Clone)]
pub struct Callback {
    /// `http://` or `https://`.
    pub url: Url,
    pub token: String,
    /// With a key the bodies are sealed ("safe mode").
    pub key: Option<AesKey>,
}

impl std::fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Callback")
            .field("url", &self.url.as_str())
            .field("sealed", &self.key.is_some())
            .finish()
    }
}

/// The outcome of an exchange with the account's server.
#[derive(Debug, Clone)]
pub struct Note {
    /// `GET echostr`, `MASSSENDJOBFINISH` or `PUBLISHJOBFINISH`.
    pub what: &'static str,
    /// The msg_id or publish_id.
    pub id: Option<i64>,
    /// From 1.
    pub attempt: u32,
    /// Why it was not taken; `None` where it was.
    pub failed: Option<String>,
}

/// Greets the server, then posts what is due for as long as the sandbox runs.
pub(super) async fn serve(shared: Arc<Shared>, callback: Callback, notes: UnboundedSender<Note>) {
    let client = match client(&callback.url) {
        Ok(client) => client,
        Err(why) => {
            let note = Note {
                what: "GET echostr",
                id: None,
                attempt: 1,
                failed: Some(why),
            };
            say(&shared, &notes, note, "");
            return;
        }
    };
    let server = Server { client, callback };
    let failed = server.greet().await.err();
    let note = Note {
        what: "GET echostr",
        id: None,
        attempt: 1,
        failed,
    };
    say(&shared, &notes, note, "");
    loop {
        tokio::time::sleep(LOOK).await;
        let due = {
            let world = shared.world();
            event::next(&world, world.now())
        };
        if let Some(due) = due {
            server.tell(&shared, &notes, &due).await;
            let mut world = shared.world();
            event::told(&mut world, &due);
            let _ = shared.keep(&world);
        }
    }
}

fn client(url: &Url) -> Result<reqwest::Client, String> {
    crate::tls::install();
    let mut builder = reqwest::Client::builder()
        .user_agent("Mozilla/4.0")
        .timeout(ANSWER)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .http1_only();
    if url.scheme() == "http" {
        // Without this the client cannot be built where no CA certificates are installed, though none is needed.
        builder = builder.tls_certs_only(std::iter::empty());
    }
    builder.build().map_err(in_words)
}

struct Server {
    client: reqwest::Client,
    callback: Callback,
}

impl Server {
    /// The address with what signs it. The time is the real one: the server compares it with its own clock.
    fn signed(&self, more: &[(&str, &str)], sealed: Option<&str>) -> Url {
        let stamp = Timestamp::now().as_second().to_string();
        let nonce = (random() % 10_000_000_000).to_string();
        let token = self.callback.token.as_str();
        let mut url = self.callback.url.clone();
        let mut query = url.query_pairs_mut();
        query
            .append_pair("signature", &seal::signature(&[token, &stamp, &nonce]))
            .append_pair("timestamp", &stamp)
            .append_pair("nonce", &nonce);
        for (name, value) in more {
            query.append_pair(name, value);
        }
        if let Some(sealed) = sealed {
            query.append_pair("encrypt_type", "aes").append_pair(
                "msg_signature",
                &seal::signature(&[token, &stamp, &nonce, sealed]),
            );
        }
        drop(query);
        url
    }

    /// Whether the server gives back the text that it is asked for.
    async fn greet(&self) -> Result<(), String> {
        let echo = random().to_string();
        let request = self.client.get(self.signed(&[("echostr", &echo)], None));
        let answer = request.send().await.map_err(in_words)?;
        let status = answer.status();
        let text = answer.text().await.map_err(in_words)?;
        if status.as_u16() == 200 && text == echo {
            return Ok(());
        }
        let start: String = text.chars().take(40).collect();
        Err(format!(
            "status {status}, and `{start}` in place of echostr"
        ))
    }

    async fn tell(&self, shared: &Shared, notes: &UnboundedSender<Note>, due: &Due) {
        for attempt in 1..=REPEATS + 1 {
            let failed = self.post(due).await.err();
            let done = failed.is_none();
            let note = Note {
                what: due.name,
                id: Some(due.id),
                attempt,
                failed,
            };
            say(shared, notes, note, &due.xml);
            if done {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn post(&self, due: &Due) -> Result<(), String> {
        let sealed = self.callback.key.as_ref().map(|key| {
            let mut salt = [0; 16];
            salt[..8].copy_from_slice(&random().to_be_bytes());
            salt[8..].copy_from_slice(&random().to_be_bytes());
            key.seal(salt, &due.xml, APPID)
        });
        let url = self.signed(&[], sealed.as_deref());
        let body = sealed.map_or_else(
            || due.xml.clone(),
            |sealed| {
                format!(
                    "<xml>\n<ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>\n<Encrypt><![CDATA[{sealed}]]></Encrypt>\n</xml>"
                )
            },
        );
        let request = self.client.post(url).header("content-type", "text/xml");
        let answer = request.body(body).send().await.map_err(in_words)?;
        let status = answer.status();
        // An answer is one when it is whole.
        answer.bytes().await.map_err(in_words)?;
        if status.as_u16() == 200 {
            Ok(())
        } else {
            Err(format!("status {status}"))
        }
    }
}

/// Tells the program that started the sandbox, and writes it down among the calls.
fn say(shared: &Shared, notes: &UnboundedSender<Note>, note: Note, xml: &str) {
    let outcome = note.failed.as_deref().unwrap_or("taken");
    tracing::info!(
        what = note.what,
        id = note.id,
        attempt = note.attempt,
        outcome,
        "callback"
    );
    shared.write_down(
        &format!("callback {}", note.what),
        if note.failed.is_some() { -1 } else { 0 },
        format!("attempt {}: {outcome}\n{xml}", note.attempt),
    );
    let _ = notes.send(note);
}

/// Without the address, which is signed.
fn in_words(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer within 5 s".to_owned();
    }
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = cause.to_string();
        source = cause.source();
    }
    text
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
