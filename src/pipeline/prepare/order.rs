//! What is to be sent and to whom, before anything is known about it.
//!
//! A campaign and a single command (`send-tag`, `send-openids`) become the same thing here, so both go through one ledger
//! and the same guards.

use std::sync::Arc;

use super::message::Source;
use super::{preflight, receivers};
use crate::campaign::audience::Roster;
use crate::campaign::{Audience, Body, Campaign, Tag};
use crate::pipeline::{Context, Error};
use crate::plan::show::AudienceShown;
use crate::plan::{self, Fingerprint, Repetition, Target, client_msg_id};
use crate::store::{AudienceKind, NewBatch, NewRun};
use crate::text::normal_name;
use crate::wechat::ids::TagId;
use crate::wechat::mass;

/// A whole campaign.
#[derive(Debug, Clone, Copy)]
pub struct SendRequest<'a> {
    pub campaign: &'a Campaign,
    /// Send again what went out already, or other content under a name that was used.
    pub again: bool,
    /// Refuse when the fingerprint is another one.
    pub expect: Option<&'a str>,
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
pub(in crate::pipeline) struct Order<'a> {
    pub(in crate::pipeline) name: String,
    pub(in crate::pipeline) kind: &'static str,
    pub(in crate::pipeline) source: Source<'a>,
    pub(in crate::pipeline) titles: Vec<String>,
    pub(in crate::pipeline) target: Target,
    pub(in crate::pipeline) tag: Option<Tag>,
    pub(in crate::pipeline) roster: Option<Arc<Roster>>,
    /// What followers would get: the news that are made of it and their previews are known by it.
    pub(in crate::pipeline) content: Fingerprint,
    /// What the ledger and WeChat know the run by.
    pub(in crate::pipeline) run: Fingerprint,
    /// What is shown and expected.
    pub(in crate::pipeline) reviewed: Fingerprint,
    pub(in crate::pipeline) repetition: Repetition,
    pub(in crate::pipeline) again: bool,
    pub(in crate::pipeline) ignore_reprint: bool,
    pub(in crate::pipeline) wait: bool,
    pub(in crate::pipeline) testers: Vec<mass::Receiver>,
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
            name: normal_name(&campaign.name),
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
            testers: receivers::receivers(&campaign.preview),
        })
    }

    pub(super) async fn of_message(request: MessageRequest<'a>) -> Result<Self, Error> {
        let (target, tag, roster) = read(request.audience, None).await?;
        let (kind, values) = described(request.message);
        let content = content_of(request.message, request.made_from);
        let run = plan::run(&content, &target, request.ignore_reprint);
        Ok(Self {
            name: request.command.to_owned(),
            kind: "command",
            source: Source::Given(request.message),
            titles: vec![format!(
                "{kind} {}",
                request.made_from.unwrap_or(&values).join(" ")
            )],
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
        })
    }

    /// The rows of a new run: every batch is known, and its key fixed, before the first call.
    pub(in crate::pipeline) fn new_run(
        &self,
        context: &Context,
        attempt: i64,
        tag: Option<TagId>,
    ) -> NewRun {
        let account = &context.account;
        let sizes: Vec<Option<u64>> = match &self.target {
            Target::OpenIds { sizes, .. } => sizes.iter().copied().map(Some).collect(),
            Target::All | Target::Tag(_) => vec![None],
        };
        let summary = serde_json::json!({
            "titles": self.titles, "audience": audience_shown(&self.target),
        });
        let batches = (1..).zip(sizes).map(|(number, size)| NewBatch {
            client_msg_id: client_msg_id(&account.appid, &self.name, &self.run, attempt, number),
            size: size.and_then(|size| i64::try_from(size).ok()).unwrap_or(0),
        });
        NewRun {
            account: account.key.clone(),
            account_name: Some(account.name.clone()),
            name: self.name.clone(),
            fingerprint: self.run.to_string(),
            attempt,
            kind: self.kind.to_owned(),
            content: self.content.to_string(),
            audience: match &self.target {
                Target::All => AudienceKind::All,
                Target::Tag(_) => AudienceKind::Tag,
                Target::OpenIds { .. } => AudienceKind::OpenIds,
            },
            tag,
            base: account.base.clone(),
            summary: summary.to_string(),
            batches: batches.collect(),
        }
    }

    pub(super) fn intent(&self, batches: usize, previews: usize) -> preflight::Intent<'_> {
        preflight::Intent {
            target: &self.target,
            tag: self.tag.as_ref(),
            batches,
            previews,
        }
    }
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

/// The fingerprint of a message that is in the account already. A video's id is another one each time, so it is known by what
/// it was made from where that is given.
pub(in crate::pipeline) fn content_of(
    message: &mass::Message,
    made_from: Option<&[String]>,
) -> Fingerprint {
    let (kind, values) = described(message);
    plan::message(kind, &made_from.map_or(values, <[String]>::to_vec))
}

fn described(message: &mass::Message) -> (&'static str, Vec<String>) {
    let values = match message {
        mass::Message::News(id) | mass::Message::Voice(id) | mass::Message::Video(id) => {
            vec![id.to_string()]
        }
        mass::Message::Images(ids) => ids.iter().map(ToString::to_string).collect(),
        mass::Message::Text(text) => vec![text.clone()],
        mass::Message::Card(id) => vec![id.clone()],
    };
    (message.kind().names().option, values)
}
