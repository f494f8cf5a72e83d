//! What is to be sent and to whom, before anything is known about it.
//!
//! A campaign and a single command (`send-tag`, `send-openids`) become the same thing here, so both go through one ledger
//! and the same guards.

use std::sync::Arc;

use jiff::Timestamp;

use super::parcel::Source;
use super::{Context, Error, look, preview};
use crate::campaign::audience::Roster;
use crate::campaign::{Audience, Body, Campaign, Tag};
use crate::plan::show::AudienceShown;
use crate::plan::{
    self, Clock, Decision, Fingerprint, KnownBatch, KnownRun, Obstacle, Progress, Repetition,
    Target, client_msg_id, decide,
};
use crate::store::{BatchState, NewBatch, NewRun};
use crate::wechat::mass;

/// A whole campaign.
#[derive(Debug, Clone, Copy)]
pub struct SendRequest<'a> {
    pub campaign: &'a Campaign,
    /// Send again what went out already, or other content under a name that was used.
    pub again: bool,
    /// Refuse when the fingerprint is another one.
    pub expect: Option<&'a str>,
    /// Refuse when this very content was never previewed.
    pub require_preview: bool,
}

/// One mass send of something that is in the account already.
#[derive(Debug, Clone, Copy)]
pub struct MessageRequest<'a> {
    /// The command: `send-tag` or `send-openids`. It is the name in the ledger.
    pub command: &'a str,
    pub audience: &'a Audience,
    pub message: &'a mass::Message,
    /// What a video was made sendable from. It has another id each time, and is known by this in its place.
    pub made_from: Option<&'a [String]>,
    pub again: bool,
    pub ignore_reprint: bool,
    /// Follow the status to its end.
    pub wait: bool,
}

/// Both, brought to one form. Reading the list of openids is the only thing that was done.
#[derive(Debug)]
pub(super) struct Order<'a> {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) source: Source<'a>,
    pub(super) titles: Vec<String>,
    pub(super) target: Target,
    pub(super) tag: Option<Tag>,
    pub(super) roster: Option<Arc<Roster>>,
    /// What followers would get: the news that are made of it and their previews are known by it.
    pub(super) content: Fingerprint,
    /// What the ledger and WeChat know the run by.
    pub(super) run: Fingerprint,
    /// What is shown and expected.
    pub(super) reviewed: Fingerprint,
    pub(super) repetition: Repetition,
    pub(super) again: bool,
    pub(super) ignore_reprint: bool,
    pub(super) wait: bool,
    pub(super) testers: Vec<mass::Receiver>,
    pub(super) require_preview: bool,
}

impl<'a> Order<'a> {
    pub(super) async fn of_campaign(request: SendRequest<'a>) -> Result<Self, Error> {
        let campaign = request.campaign;
        let audience = campaign.audience.as_ref().ok_or(Error::NoAudience)?;
        let (target, tag, roster) = read(audience, campaign.roster.clone()).await?;
        let content = plan::content(campaign);
        let identity = plan::identity(campaign);
        let run = plan::run(&identity, &target, campaign.send.ignore_reprint);
        let reviewed = plan::reviewed(&run, campaign);
        if let Some(expected) = request.expect.filter(|expected| !reviewed.is(expected)) {
            return Err(Error::Unexpected {
                expected: expected.to_owned(),
                actual: reviewed.to_string(),
            });
        }
        Ok(Self {
            name: campaign.name.clone(),
            kind: "campaign",
            source: Source::Campaign(campaign),
            titles: titles(campaign),
            target,
            tag,
            roster,
            content,
            run,
            reviewed,
            repetition: Repetition::Campaign,
            again: request.again,
            ignore_reprint: campaign.send.ignore_reprint,
            wait: campaign.send.wait,
            testers: preview::receivers(&campaign.preview),
            require_preview: request.require_preview,
        })
    }

    pub(super) async fn of_message(request: MessageRequest<'a>) -> Result<Self, Error> {
        let (target, tag, roster) = read(request.audience, None).await?;
        let (kind, values) = described(request.message);
        let values = request.made_from.map_or(values, <[String]>::to_vec);
        let content = plan::message(kind, &values);
        let run = plan::run(&content, &target, request.ignore_reprint);
        Ok(Self {
            name: request.command.to_owned(),
            kind: "command",
            source: Source::Given(request.message),
            titles: vec![format!("{kind} {}", values.join(" "))],
            target,
            tag,
            roster,
            content,
            reviewed: run.clone(),
            run,
            repetition: Repetition::Command,
            again: request.again,
            ignore_reprint: request.ignore_reprint,
            wait: request.wait,
            testers: Vec::new(),
            require_preview: false,
        })
    }

    /// What may happen now, by the ledger.
    pub(super) async fn decide(&self, context: &Context, clock: Clock) -> Result<Decision, Error> {
        let (store, account) = (&context.store, &context.account.key);
        let mut known = Vec::new();
        for run in store.runs_named(account, &self.name).await? {
            let batches = store.batches(run.id).await?;
            known.push(KnownRun {
                id: run.id,
                fingerprint: run.fingerprint,
                attempt: run.attempt,
                same_content: content_of(&run.summary).as_deref() == Some(self.content.as_str()),
                batches: batches
                    .iter()
                    .map(|batch| KnownBatch {
                        number: batch.number,
                        progress: progress(batch),
                    })
                    .collect(),
            });
        }
        Ok(decide(
            &self.run,
            &known,
            self.repetition,
            self.again,
            clock,
        ))
    }

    /// The rows of a new run: every batch is known, and its key fixed, before the first call.
    pub(super) fn new_run(&self, account: &super::Account, attempt: i64) -> NewRun {
        let sizes: Vec<Option<u64>> = match &self.target {
            Target::OpenIds { sizes, .. } => sizes.iter().copied().map(Some).collect(),
            Target::All | Target::Tag(_) => vec![None],
        };
        let summary = serde_json::json!({
            "titles": self.titles, "audience": audience_shown(&self.target), "content": self.content,
        });
        let batches = (1..).zip(sizes).map(|(number, size)| NewBatch {
            client_msg_id: client_msg_id(&account.appid, &self.name, &self.run, attempt, number)
                .as_str()
                .to_owned(),
            size: size.and_then(|size| i64::try_from(size).ok()).unwrap_or(0),
            digest: self.run.to_string(),
        });
        NewRun {
            account: account.key.clone(),
            account_name: Some(account.name.clone()),
            name: self.name.clone(),
            fingerprint: self.run.to_string(),
            attempt,
            kind: self.kind.to_owned(),
            summary: summary.to_string(),
            batches: batches.collect(),
        }
    }

    pub(super) fn intent(&self, batches: usize, previews: usize) -> look::Intent<'_> {
        look::Intent {
            target: &self.target,
            tag: self.tag.as_ref(),
            batches,
            previews,
        }
    }
}

/// The error for what stands in the way, with what went out then.
pub(super) async fn stopped(
    context: &Context,
    name: &str,
    obstacle: Obstacle,
) -> Result<Error, Error> {
    let (run, half_done) = match obstacle {
        Obstacle::Unsettled { run, batches } => {
            return Ok(Error::unsettled(context, name, run, batches));
        }
        Obstacle::HalfDone { run } => (run, true),
        Obstacle::Changed { run } => (run, false),
    };
    let batches = context.store.batches(run).await?;
    let msg_ids = batches.iter().filter_map(|batch| batch.msg_id).collect();
    let at = batches
        .iter()
        .filter_map(|batch| batch.settled_at.or(batch.intended_at))
        .max();
    let name = name.to_owned();
    Ok(if half_done {
        Error::HalfDone {
            name,
            run,
            at,
            msg_ids,
        }
    } else {
        Error::Changed {
            name,
            run,
            at,
            msg_ids,
        }
    })
}

async fn read(
    audience: &Audience,
    known: Option<Arc<Roster>>,
) -> Result<(Target, Option<Tag>, Option<Arc<Roster>>), Error> {
    Ok(match audience {
        Audience::All => (Target::All, None, None),
        Audience::Tag(tag) => {
            let written = match tag {
                Tag::Id(id) => id.to_string(),
                Tag::Name(name) => name.clone(),
            };
            (Target::Tag(written), Some(tag.clone()), None)
        }
        Audience::OpenIds(source) => {
            let roster = if let Some(roster) = known {
                roster
            } else {
                let source = source.clone();
                let read = tokio::task::spawn_blocking(move || Roster::read(&source)).await?;
                Arc::new(read.map_err(Error::Audience)?)
            };
            let target = Target::OpenIds {
                count: roster.count(),
                repeats: roster.repeats(),
                digest: roster.digest().to_owned(),
                sizes: roster
                    .batches()
                    .iter()
                    .map(|batch| batch.end - batch.start)
                    .collect(),
            };
            (target, None, Some(roster))
        }
    })
}

/// How far a batch is, by its row.
pub(super) fn progress(batch: &crate::store::Batch) -> Progress {
    let never = Timestamp::UNIX_EPOCH;
    match batch.state {
        BatchState::Planned | BatchState::Refused => Progress::NotSent,
        BatchState::Intended | BatchState::Unknown => Progress::Unsettled {
            since: batch.intended_at.unwrap_or(never),
        },
        BatchState::Accepted => Progress::Accepted {
            at: batch.settled_at.unwrap_or(never),
        },
        BatchState::Abandoned => Progress::Abandoned,
    }
}

/// The content's fingerprint, which a run keeps in its summary.
fn content_of(summary: &str) -> Option<String> {
    let summary: serde_json::Value = serde_json::from_str(summary).ok()?;
    Some(summary["content"].as_str()?.to_owned())
}

pub(super) fn audience_shown(target: &Target) -> AudienceShown {
    match target {
        Target::All => AudienceShown::All,
        Target::Tag(tag) => AudienceShown::Tag { tag: tag.clone() },
        Target::OpenIds { count, repeats, .. } => AudienceShown::OpenIds {
            count: *count,
            repeats: *repeats,
        },
    }
}

fn titles(campaign: &Campaign) -> Vec<String> {
    use crate::campaign::Message;
    match &campaign.body {
        Body::News(articles) => articles
            .iter()
            .map(|article| article.title.clone())
            .collect(),
        Body::Message(message) => vec![match message {
            Message::Text(text) => text.chars().take(40).collect(),
            Message::Images(pictures) => pictures
                .iter()
                .map(|picture| picture.shown.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            Message::Voice(file) => file.shown.clone(),
            Message::Video { title, .. } => title.clone(),
            Message::Card(card) => card.clone(),
        }],
    }
}

fn described(message: &mass::Message) -> (&'static str, Vec<String>) {
    match message {
        mass::Message::News(id) => ("mpnews", vec![id.to_string()]),
        mass::Message::Text(text) => ("text", vec![text.clone()]),
        mass::Message::Images(ids) => ("image", ids.iter().map(ToString::to_string).collect()),
        mass::Message::Voice(id) => ("voice", vec![id.to_string()]),
        mass::Message::Video(id) => ("video", vec![id.to_string()]),
        mass::Message::Card(id) => ("card", vec![id.clone()]),
    }
}
