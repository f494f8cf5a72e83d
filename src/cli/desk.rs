//! The work of the tools of `wxmass mcp`: the commands, each with its document kept for the agent.
//!
//! No option of the process confirms a send here, and neither does anything that an agent passes: the
//! question is put to the person, or answered beforehand by `wxmass approve`.

use std::sync::Arc;

use clap::FromArgMatches as _;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::args::{CampaignArgs, FileArgs};
use super::commands::{self, loaded_to_send, send, several};
use super::connect::{Session, failed};
use super::failure::{Exit, Failure};
use super::{Cli, Frame, ask, given, pages};
use crate::campaign::{Audience, Campaign, OpenIdSource};
use crate::mcp::{self, Answer, Order, Page, Person, Surroundings};
use crate::pipeline::{self, Prepared, SendRequest};
use crate::plan::show::{AudienceShown, Shown};
use crate::report::text;
use crate::report::{Lang, Mode, keeping, plan};
use crate::store::Asked;

/// How long a plan that an agent made can be approved.
pub(super) const ASKED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The desk of one conversation.
#[derive(Debug)]
pub(super) struct Desk {
    frame: Frame,
}

impl Desk {
    /// With the options that the server was started with, except that a yes is none.
    pub(super) fn new(frame: &Frame) -> Self {
        let mut frame = frame.clone();
        frame.out.mode = Mode::Json;
        Arc::make_mut(&mut frame.global).yes = false;
        Arc::make_mut(&mut frame.global).json = true;
        Self { frame }
    }

    fn frame(&self, at: &Surroundings) -> Frame {
        let mut frame = self.frame.clone();
        frame.stop = at.stop.clone();
        if let Some(account) = &at.account {
            Arc::make_mut(&mut frame.global).account = vec![account.clone()];
            Arc::make_mut(&mut frame.typed).push("account");
        }
        frame
    }
}

impl mcp::Desk for Desk {
    fn run(&self, words: Vec<String>, at: Surroundings) -> BoxFuture<'_, Answer> {
        let frame = self.frame(&at);
        let lang = frame.out.lang;
        kept(lang, at, async move {
            let line = std::iter::once("wxmass".to_owned()).chain(words);
            let parsed =
                given::without_empty_variables(commands::command()).try_get_matches_from(line);
            let command = parsed
                .and_then(|matches| Cli::from_arg_matches(&matches))
                .map(|cli| cli.command);
            match command {
                // A tool answers for one account.
                Ok(Some(_)) if several::names(&frame)?.is_some() => Err(several::for_one(&frame)),
                Ok(Some(command)) => super::run(frame, command).boxed().await,
                Ok(None) => Err(Failure::new(Exit::Input, "no command", "")),
                Err(error) => Err(Failure::new(Exit::Input, error.to_string(), "")),
            }
        })
    }

    fn plan(&self, order: Order, at: Surroundings) -> BoxFuture<'_, Answer> {
        let frame = self.frame(&at);
        let lang = frame.out.lang;
        kept(lang, at, async move {
            let campaign = loaded(&frame, &order).await?;
            let session = Session::open(&frame, campaign.account.as_deref()).await?;
            let shown = planned(&frame, &session, &campaign, &order).boxed().await;
            session.end().await;
            let _ = frame.out.json(&json!(shown?));
            Ok(Exit::Done)
        })
    }

    fn send<'a>(
        &'a self,
        order: Order,
        fingerprint: String,
        person: &'a dyn Person,
        at: Surroundings,
    ) -> BoxFuture<'a, Answer> {
        let frame = self.frame(&at);
        let lang = frame.out.lang;
        kept(lang, at, async move {
            let campaign = loaded(&frame, &order).await?;
            let session = Session::open(&frame, campaign.account.as_deref()).await?;
            let sending = sent(&frame, &session, &campaign, &fingerprint, person);
            let sent = sending.boxed().await;
            session.end().await;
            Ok(send::told(&frame, sent?))
        })
    }

    fn pages(&self) -> Vec<Page> {
        pages::all()
    }
}

/// Runs a command, and makes an answer of its document and its end.
fn kept<'a>(
    lang: Lang,
    at: Surroundings,
    command: impl Future<Output = Result<Exit, Failure>> + Send + 'a,
) -> BoxFuture<'a, Answer> {
    async move {
        let (end, document) = keeping(at.events, command.boxed()).await;
        let mut document = document.unwrap_or_else(|| json!({}));
        match end {
            Ok(Exit::Done) => Ok(document),
            Ok(exit) => {
                if document.get("error").is_none() {
                    document["error"] = json!({ "kind": exit.kind(), "exit_code": exit as i32 });
                }
                Err(document)
            }
            Err(failure) => Err(failure.json(lang)),
        }
    }
    .boxed()
}

/// A campaign that says to whom it goes, and does not read the list from the stream on which the agent speaks.
async fn loaded(frame: &Frame, order: &Order) -> Result<Campaign, Failure> {
    let args = CampaignArgs {
        campaign: order.campaign.clone().into(),
        files: FileArgs::default(),
    };
    let campaign = loaded_to_send(frame, &args, None, || Ok(()))
        .boxed()
        .await?;
    if matches!(
        campaign.audience,
        Some(Audience::OpenIds(OpenIdSource::Stdin))
    ) {
        let lang = frame.out.lang;
        return Err(Failure::new(
            Exit::Input,
            text!(lang, agent_list_openids_cannot_come_from),
            text!(lang, agent_name_file_openids),
        ));
    }
    Ok(campaign)
}

/// The plan, noted as one that a person may approve.
async fn planned(
    frame: &Frame,
    session: &Session,
    campaign: &Campaign,
    order: &Order,
) -> Result<Shown, Failure> {
    let lang = frame.out.lang;
    let shown = dry_run(frame, session, campaign, None).await?;
    let now = Timestamp::now();
    let asked = Asked {
        fingerprint: shown.fingerprint.clone(),
        audience: audience(&shown),
        told: told(lang, &shown, order),
        asked_at: now,
    };
    let context = &session.context;
    let noted = context
        .store
        .approval_ask(&context.account.key, &asked, now - ASKED_FOR);
    noted
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    Ok(shown)
}

async fn dry_run(
    frame: &Frame,
    session: &Session,
    campaign: &Campaign,
    expect: Option<&str>,
) -> Result<Shown, Failure> {
    let request = request(campaign, expect);
    let looking = pipeline::dry_run(&session.context, request).boxed();
    let shown = frame.stop.or(looking).await;
    shown
        .unwrap_or(Err(pipeline::Error::Interrupted))
        .map_err(failed(frame.out.lang))
}

fn request<'a>(campaign: &'a Campaign, expect: Option<&'a str>) -> SendRequest<'a> {
    SendRequest {
        campaign,
        again: false,
        expect,
        as_stored: false,
    }
}

async fn sent(
    frame: &Frame,
    session: &Session,
    campaign: &Campaign,
    fingerprint: &str,
    person: &dyn Person,
) -> Result<pipeline::Receipt, Failure> {
    let lang = frame.out.lang;
    let at = campaign.send.window.map(|window| window.at);
    ask::not_in_quiet_hours(frame, &session.context.account, at)?;
    let shown = dry_run(frame, session, campaign, Some(fingerprint)).await?;
    let request = request(campaign, Some(fingerprint));
    // Boxed here and below: one on top of the other they would fill the stack of a thread in a debug build.
    let prepared = pipeline::prepare(&session.context, request)
        .boxed()
        .await
        .map_err(failed(lang))?;
    let ready = match prepared {
        Prepared::AlreadySent { run, wait } => {
            return pipeline::already_sent(&session.context, run, wait)
                .await
                .map_err(failed(lang));
        }
        Prepared::Ready(ready) => ready,
    };
    let plan = ask::Plan {
        fingerprint,
        audience: &audience(&shown),
    };
    let approved = ask::approve_through(frame, session, *ready, &plan, person).await?;
    pipeline::send(approved).boxed().await.map_err(failed(lang))
}

/// The audience as a person types it to say yes.
fn audience(shown: &Shown) -> String {
    match &shown.audience {
        AudienceShown::All => shown.account.clone(),
        AudienceShown::Tag { tag } => tag.clone(),
        AudienceShown::Tags { tags, .. } => tags.join(" "),
        AudienceShown::OpenIds { count, .. } => count.to_string(),
    }
}

/// The plan in words, without its steps: for the person who approves it.
fn told(lang: Lang, shown: &Shown, order: &Order) -> String {
    let head = Shown {
        steps: Vec::new(),
        ..shown.clone()
    };
    format!("{}\n{}", order.campaign, plan(lang, &head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_is_none_is_a_failure_with_its_code() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let (events, _) = tokio::sync::mpsc::unbounded_channel();
        let at = Surroundings {
            account: None,
            stop: pipeline::Stop::new(),
            events,
        };
        let answer = runtime.block_on(kept(Lang::En, at, async { Ok(Exit::Unknown) }));
        let document = answer.expect_err("7 is no success");
        assert_eq!(document["error"]["exit_code"], 7);
    }
}
