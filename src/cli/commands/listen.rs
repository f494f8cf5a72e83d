//! `wxmass listen`: WeChat's word on finished sends, received and kept.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args;
use serde_json::{Value, json};

use super::{print, written};
use crate::cli::connect::{account_key, open_store};
use crate::cli::failure::{Exit, Failure};
use crate::cli::given::Wrong;
use crate::cli::settings::{self, Settings};
use crate::cli::{Frame, env};
use crate::listen::{Arrival, Listener};
use crate::pipeline::follow::callback::{Recorded, record};
use crate::report::text;
use crate::report::{bad_secret, finish_meaning, finished, published, refusal};
use crate::store::Store;
use crate::text::printable;
use crate::wechat::event::{Event, Finished, Published};
use crate::wechat::seal::Seal;

/// Publications that were told already, against repeats; the ledger has none of them.
const REMEMBERED: usize = 256;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass listen --port 8090 --path /wechat\n  wxmass listen --once --json | jq .sent"
)]
pub(crate) struct ListenArgs {
    #[arg(long, default_value_t = 8090)]
    port: u16,
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    #[arg(long, default_value = "/", value_parser = path)]
    path: String,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    #[arg(long, conflicts_with = "count")]
    once: bool,
}

fn path(written: &str) -> Result<String, Wrong> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#');
    if written.starts_with('/') && written.bytes().all(plain) {
        Ok(written.to_owned())
    } else {
        Err(Wrong::Path)
    }
}

pub(crate) async fn run(frame: &Frame, args: &ListenArgs) -> Result<Exit, Failure> {
    let settings = settings::resolve_to_listen(frame)?;
    let seal = seal(frame, &settings)?;
    let sealed = seal.has_key();
    let store = open_store(frame.out, &settings.state).await?;
    let address = SocketAddr::new(args.bind, args.port);
    let listener = Listener::bind(address, &args.path, seal)
        .await
        .map_err(|error| Failure::of_bind(frame.out.lang, error.address, &error.error))?;
    let mode = match (sealed, frame.out.lang) {
        (true, lang) => text!(lang, listen_safe_mode),
        (false, lang) => text!(lang, listen_plain_mode),
    };
    let (account, at, path) = (&settings.account_name, listener.address(), &args.path);
    frame.out.note(&text!(
        frame.out.lang,
        listen_listening_http_account_stop_ctrl,
        at = at,
        path = path,
        account = account,
        mode = mode
    ));
    let mut desk = Desk {
        frame,
        account: account_key(&settings, frame.global.sandbox),
        store,
        told: VecDeque::new(),
        left: if args.once { Some(1) } else { args.count },
    };
    let ended = desk.work(listener).await;
    desk.store.close().await;
    ended
}

fn seal(frame: &Frame, settings: &Settings) -> Result<Seal, Failure> {
    let lang = frame.out.lang;
    let callback = &settings.callback;
    let Some(token) = callback.token.value.clone() else {
        return Err(Failure::new(
            Exit::Account,
            text!(lang, listen_callback_token),
            text!(
                lang,
                listen_set_callback_token_accounts_toml,
                token = env::CALLBACK_TOKEN
            ),
        ));
    };
    Seal::new(
        token,
        callback.aes_key.value.as_ref(),
        settings.appid.as_str(),
    )
    .map_err(|bad| Failure::new(Exit::Account, bad_secret(lang, bad), ""))
}

/// The queue of arrivals, which are handled one after another.
struct Desk<'a> {
    frame: &'a Frame,
    account: String,
    store: Store,
    told: VecDeque<Published>,
    /// Finished sends that are still wanted.
    left: Option<u64>,
}

impl Desk<'_> {
    async fn work(&mut self, mut listener: Listener) -> Result<Exit, Failure> {
        let ended = loop {
            match self.frame.stop.or(listener.next()).await {
                None => break Ok(Exit::Interrupted),
                Some(None) => break Ok(Exit::Done),
                Some(Some(arrival)) => {
                    if let Err(failure) = self.take(arrival).await {
                        break Err(failure);
                    }
                    if self.left == Some(0) {
                        break Ok(Exit::Done);
                    }
                }
            }
        };
        listener.close().await;
        ended
    }

    /// Errors are those of stdout alone.
    async fn take(&mut self, arrival: Arrival) -> Result<(), Failure> {
        let (out, lang) = (self.frame.out, self.frame.out.lang);
        match arrival {
            Arrival::Verified => {
                out.note(&text!(lang, listen_wechat_verified_address));
            }
            Arrival::Refused { from, why } => {
                let why = refusal(lang, &why);
                out.always(&text!(
                    lang,
                    listen_refused_request_from,
                    from = from,
                    why = why
                ));
            }
            Arrival::Event { event, kept } => {
                let is_kept = match event {
                    Event::Finished(event) => match self.finished(&event).await {
                        Ok(is_kept) => is_kept,
                        Err(failure) => {
                            // It is in the ledger: WeChat need not call again.
                            let _ = kept.send(true);
                            return Err(failure);
                        }
                    },
                    Event::Published(event) => {
                        self.published(event)?;
                        true
                    }
                    Event::Other { what } => {
                        tracing::info!(what, "a callback that is not for us");
                        true
                    }
                };
                // The caller may have gone; then it asks again.
                let _ = kept.send(is_kept);
            }
        }
        Ok(())
    }

    /// Whether it is kept.
    async fn finished(&mut self, event: &Finished) -> Result<bool, Failure> {
        let (out, lang) = (self.frame.out, self.frame.out.lang);
        let recorded = match record(&self.store, &self.account, event).await {
            Ok(recorded) => recorded,
            Err(error) => {
                out.always(&Failure::of_store(lang, &error).text(lang));
                return Ok(false);
            }
        };
        let (batch, name) = match &recorded {
            Recorded::Repeat => return Ok(true),
            Recorded::Foreign => (None, None),
            Recorded::Batch { run, name, number } => (Some((*run, *number)), Some(name.as_str())),
        };
        let mut document = json!({
            "event": "MASSSENDJOBFINISH", "msg_id": event.msg_id, "status": event.word,
            "meaning": finish_meaning(lang, &event.word), "outcome": event.status(), "at": event.at,
            "total": event.total, "filtered": event.filtered, "sent": event.sent, "failed": event.failed,
            "check": event.check, "articles": event.articles, "unread": event.unread,
            "in_ledger": batch.is_some(), "name": name,
        });
        let (run, number) = batch.unzip();
        document["run"] = json!(run);
        document["batch"] = json!(number);
        let line = line(event, name.is_some());
        let told = print(self.frame, &line).and_then(|()| written(out.json_line(&document)));
        if let Err(failure) = told {
            // The ledger has it, so that no repeat would be told.
            // An argument of the catalogue would lose its tabs.
            let told = text!(lang, listen_recorded_could_not_printed);
            out.always(&format!("{told}{line}"));
            return Err(failure);
        }
        out.note(&finished(lang, event, name));
        self.left = self.left.map(|left| left.saturating_sub(1));
        Ok(true)
    }

    fn published(&mut self, event: Published) -> Result<(), Failure> {
        let out = self.frame.out;
        if self.told.contains(&event) {
            return Ok(());
        }
        out.note(&published(out.lang, &event));
        let document: Value = json!({
            "event": "PUBLISHJOBFINISH", "publish_id": event.publish_id, "status": event.status,
            "article_id": event.article_id, "at": event.at, "urls": event.urls, "failed_articles": event.failed,
        });
        written(out.json_line(&document))?;
        if self.told.len() == REMEMBERED {
            self.told.pop_front();
        }
        self.told.push_back(event);
        Ok(())
    }
}

/// The line of stdout. `-` and not nothing, since a shell takes several tabs for one.
fn line(event: &Finished, in_ledger: bool) -> String {
    let mut fields = vec![event.msg_id.to_string(), event.word.clone()];
    let counts = event.counts().into_iter();
    fields.extend(counts.map(|count| count.map_or_else(|| "-".to_owned(), |it| it.to_string())));
    if !in_ledger {
        fields.push("not-in-ledger".to_owned());
    }
    fields
        .iter()
        .map(|field| printable(field))
        .collect::<Vec<_>>()
        .join("\t")
}
