//! The order of a run: message and audience, before any look-up.
//!
//! A campaign and a single command (`send-tag`, `send-openids`) become the same thing here, so both go through one ledger
//! and the same guards.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::message::Source;
use super::{preflight, receivers};
use crate::campaign::audience::Roster;
use crate::campaign::{Audience, Body, Campaign, OpenIdSource, SeveralTags, Tag, Window};
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
    /// Send the draft as WeChat has it, though it is not what was written.
    pub as_stored: bool,
}

/// One mass send of something that is in the account already.
#[derive(Debug, Clone, Copy)]
pub struct MessageRequest<'a> {
    /// The command: `send-tag` or `send-openids`. It is the name in the ledger.
    pub command: &'a str,
    pub audience: &'a Audience,
    pub message: &'a mass::Message,
    /// The source of a sendable video, which has another id each time and is identified by this.
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
    /// The file that the list came from.
    pub(in crate::pipeline) list: Option<PathBuf>,
    /// The content that followers would get: the news that are made of it and their previews are known by it.
    pub(in crate::pipeline) content: Fingerprint,
    /// The identity of the run in the ledger and for WeChat.
    pub(in crate::pipeline) run: Fingerprint,
    /// The fingerprint that is shown and expected.
    pub(in crate::pipeline) reviewed: Fingerprint,
    pub(in crate::pipeline) repetition: Repetition,
    pub(in crate::pipeline) again: bool,
    pub(in crate::pipeline) ignore_reprint: bool,
    pub(in crate::pipeline) wait: bool,
    pub(in crate::pipeline) window: Option<Window>,
    pub(in crate::pipeline) as_stored: bool,
    pub(in crate::pipeline) testers: Vec<mass::Receiver>,
}

impl<'a> Order<'a> {
    /// `gathered` is the list of several tags, once it has been put together.
    pub(super) async fn of_campaign(
        request: SendRequest<'a>,
        gathered: Option<Arc<Roster>>,
    ) -> Result<Self, Error> {
        let campaign = request.campaign;
        let audience = campaign.audience.as_ref().ok_or(Error::NoAudience)?;
        let known = gathered.or(campaign.roster.clone());
        let (target, tag, roster) = read(audience, known).await?;
        let content = plan::content(campaign);
        let identity = plan::identity(campaign);
        let run = plan::run(&identity, &target, campaign.send.ignore_reprint);
        // Who follows changes by the hour; what is reviewed is which tags.
        let reviewed = match audience {
            Audience::Tags(several) => {
                let written = of_tags(several);
                plan::run(&identity, &written, campaign.send.ignore_reprint)
            }
            Audience::All | Audience::Tag(_) | Audience::OpenIds(_) => run.clone(),
        };
        let reviewed = plan::reviewed(&reviewed, campaign);
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
            list: list_of(audience, Some(&campaign.file)),
            content,
            run,
            reviewed,
            repetition: Repetition::Campaign,
            again: request.again,
            ignore_reprint: campaign.send.ignore_reprint,
            wait: campaign.send.wait,
            window: campaign.send.window,
            as_stored: request.as_stored,
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
            list: list_of(request.audience, None),
            content,
            reviewed: run.clone(),
            run,
            repetition: Repetition::Command,
            again: request.again,
            ignore_reprint: request.ignore_reprint,
            wait: request.wait,
            window: None,
            as_stored: false,
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
            list: self.list.as_ref().map(|path| path.display().to_string()),
            list_digest: match &self.target {
                Target::OpenIds { digest, .. } => Some(digest.clone()),
                Target::All | Target::Tag(_) => None,
            },
            scheduled_at: self.window.map(|window| window.at),
            batches: batches.collect(),
        }
    }

    pub(in crate::pipeline) fn intent(
        &self,
        batches: usize,
        previews: usize,
    ) -> preflight::Intent<'_> {
        preflight::Intent {
            target: &self.target,
            tag: self.tag.as_ref(),
            batches,
            previews,
            at: self.window.map(|window| window.at),
        }
    }
}

/// The file that holds the openids: a list, or the campaign itself.
fn list_of(audience: &Audience, campaign: Option<&Path>) -> Option<PathBuf> {
    let path = match audience {
        Audience::OpenIds(OpenIdSource::File(path)) => path,
        Audience::OpenIds(OpenIdSource::List(_)) => campaign?,
        Audience::OpenIds(OpenIdSource::Stdin)
        | Audience::All
        | Audience::Tag(_)
        | Audience::Tags(_) => return None,
    };
    Some(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
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
        Audience::Tags(several) => match known {
            Some(roster) => (of_roster(&roster), None, Some(roster)),
            None => (of_tags(several), None, None),
        },
        Audience::OpenIds(source) => {
            let roster = if let Some(roster) = known {
                roster
            } else {
                let source = source.clone();
                let read = tokio::task::spawn_blocking(move || Roster::read(&source)).await?;
                Arc::new(read.map_err(Error::Audience)?)
            };
            let target = of_roster(&roster);
            (target, None, Some(roster))
        }
    })
}

fn of_roster(roster: &Roster) -> Target {
    let size = |batch: &std::ops::Range<u64>| batch.end - batch.start;
    Target::OpenIds {
        count: roster.count(),
        repeats: roster.repeats(),
        digest: roster.digest().to_owned(),
        sizes: roster.batches().iter().map(size).collect(),
    }
}

/// Several tags as they are written, before anybody has been asked who has them.
fn of_tags(several: &SeveralTags) -> Target {
    let without = several.without.as_ref();
    let without = without.map_or("", |roster| roster.digest());
    let digest = serde_json::json!({ "tags": several.written(), "without": without });
    Target::OpenIds {
        count: 0,
        repeats: 0,
        digest: digest.to_string(),
        sizes: Vec::new(),
    }
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
            Message::Images(pictures, _) => pictures
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
        mass::Message::Images(ids, _) => ids.iter().map(ToString::to_string).collect(),
        mass::Message::Text(text) => vec![text.clone()],
        mass::Message::Card(id) => vec![id.clone()],
    };
    (message.kind().names().option, values)
}
