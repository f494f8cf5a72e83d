//! What a run sends: made once, and made again when the account no longer has it.
//!
//! A draft leaves the draft box once it was sent ("draft_add"), covers can be deleted in the console, temporary ids die
//! after three days: each shows as 40007. A parcel that came from an earlier run, or went out with an earlier batch, is
//! then made anew from the same files, once; a parcel that was made just now is not, since then the fault is elsewhere.

use jiff::Timestamp;

use super::event::Event;
use super::upload::{self, Gate, Job, Places, Slot};
use super::{Context, Error, error::Step, stray};
use crate::campaign::{Article, ArticleKind, Body, Campaign, Message, Route};
use crate::plan::Fingerprint;
use crate::wechat::ids::MediaId;
use crate::wechat::{mass, media};

mod news;

pub(super) use news::name_of_call;

/// Where a parcel comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// Made from a campaign's files.
    Campaign(&'a Campaign),
    /// In the account already; the operator gave its ids (or its text).
    Given(&'a mass::Message),
}

/// A message that can be previewed and sent.
#[derive(Debug, Clone)]
pub(super) struct Parcel<'a> {
    source: Source<'a>,
    content: Fingerprint,
    message: mass::Message,
    /// It may have been used up or forgotten since it was made.
    stale: bool,
    /// A batch has gone out with it.
    sent: bool,
    /// What was sent once cannot be sent again in this account: each batch wants its own.
    single: bool,
}

impl<'a> Parcel<'a> {
    /// Brings the content into the account, or takes it from there when an earlier run has made it.
    pub(super) async fn make(
        context: &Context,
        source: Source<'a>,
        content: Fingerprint,
        gate: &Gate,
    ) -> Result<Self, Error> {
        let campaign = match source {
            Source::Given(message) => {
                return Ok(Self::new(source, content, message.clone(), false));
            }
            Source::Campaign(campaign) => campaign,
        };
        if let Some(message) = made_before(context, campaign, &content).await? {
            return Ok(Self::new(source, content, message, true));
        }
        let message = make(context, campaign, &content, gate, false).await?;
        Ok(Self::new(source, content, message, false))
    }

    fn new(source: Source<'a>, content: Fingerprint, message: mass::Message, stale: bool) -> Self {
        Self {
            source,
            content,
            message,
            stale,
            sent: false,
            single: false,
        }
    }

    /// The message as the mass calls take it.
    pub(super) fn message(&self) -> &mass::Message {
        &self.message
    }

    /// The id that the ledger keeps for a batch: the news or video that goes out.
    pub(super) fn media_id(&self) -> Option<&MediaId> {
        match &self.message {
            mass::Message::News(id) | mass::Message::Video(id) => Some(id),
            _ => None,
        }
    }

    /// A send was accepted, or may have been: a draft is used up by that.
    pub(super) async fn spend(&mut self, context: &Context) -> Result<(), Error> {
        (self.stale, self.sent) = (true, true);
        if let Some(id) = self.media_id() {
            context
                .store
                .news_spend(&context.account.key, id.as_str())
                .await?;
        }
        Ok(())
    }

    /// Whether another try with it would be in vain, as an earlier batch has found.
    pub(super) fn is_used_up(&self) -> bool {
        self.single && self.sent
    }

    /// What was sent before may still be sent; it may also be gone.
    pub(super) fn doubt(&mut self) {
        self.stale = true;
    }

    /// After a 40007: makes the parcel again if that can help, and says whether it did.
    pub(super) async fn renew(&mut self, context: &Context) -> Result<bool, Error> {
        let Source::Campaign(campaign) = self.source else {
            return Ok(false);
        };
        if !self.stale {
            return Ok(false);
        }
        if let Some(id) = self.media_id() {
            context
                .store
                .news_spend(&context.account.key, id.as_str())
                .await?;
        }
        // Messages hold the ids of their files themselves; those are what was forgotten.
        if let Body::Message(_) = &campaign.body {
            for job in upload::distinct(jobs(campaign)) {
                upload::forget(context, &job).await?;
            }
        }
        self.message = make(context, campaign, &self.content, &Gate::open(), true).await?;
        self.single |= self.sent;
        (self.stale, self.sent) = (false, false);
        Ok(true)
    }
}

/// Every file that the campaign needs in the account, in the order of the articles.
pub(super) fn jobs(campaign: &Campaign) -> Vec<Job> {
    let mut jobs = Vec::new();
    match &campaign.body {
        Body::News(articles) => {
            for article in articles {
                article_jobs(article, campaign.route, &mut jobs);
            }
        }
        Body::Message(Message::Images(pictures)) => {
            jobs.extend(
                pictures
                    .iter()
                    .map(|picture| Job::picture(Slot::Image, picture)),
            );
        }
        Body::Message(Message::Voice(file)) => jobs.push(Job::media(Slot::Voice, file, None)),
        Body::Message(Message::Video {
            file,
            title,
            description,
        }) => {
            jobs.push(Job::media(
                Slot::Video,
                file,
                Some((title.clone(), description.clone())),
            ));
        }
        Body::Message(Message::Text(_) | Message::Card(_)) => {}
    }
    upload::distinct(jobs)
}

fn article_jobs(article: &Article, route: Route, jobs: &mut Vec<Job>) {
    if let Some(cover) = &article.cover {
        jobs.push(Job::picture(news::cover_slot(route), cover));
    }
    if let ArticleKind::Picture(pictures) = &article.kind {
        jobs.extend(
            pictures
                .iter()
                .map(|picture| Job::picture(Slot::Image, picture)),
        );
    }
    jobs.extend(article.pictures.values().map(Job::in_an_article));
}

/// What kind of thing the ledger keeps the id of, if the campaign makes one.
fn made_kind(campaign: &Campaign) -> Option<String> {
    match &campaign.body {
        Body::News(_) => Some(campaign.route.to_string()),
        Body::Message(Message::Video { .. }) => Some("video".to_owned()),
        Body::Message(_) => None,
    }
}

/// The id that an earlier run made from the same content and that nothing has used up.
pub(super) async fn made_before_id(
    context: &Context,
    campaign: &Campaign,
    content: &Fingerprint,
) -> Result<Option<MediaId>, Error> {
    let Some(kind) = made_kind(campaign) else {
        return Ok(None);
    };
    let made = context
        .store
        .news_of(&context.account.key, content.as_str())
        .await?;
    // By `media/uploadnews` and `media/uploadvideo`.
    let temporary = kind == "upload" || kind == "video";
    let usable = made.into_iter().find(|it| {
        let age = Timestamp::now().duration_since(it.created_at);
        it.route == kind && !it.spent && (!temporary || age < upload::TEMPORARY)
    });
    Ok(usable.map(|it| MediaId::new(it.media_id)))
}

async fn made_before(
    context: &Context,
    campaign: &Campaign,
    content: &Fingerprint,
) -> Result<Option<mass::Message>, Error> {
    let id = made_before_id(context, campaign, content).await?;
    Ok(id.map(|id| match &campaign.body {
        Body::News(_) => mass::Message::News(id),
        Body::Message(_) => mass::Message::Video(id),
    }))
}

async fn make(
    context: &Context,
    campaign: &Campaign,
    content: &Fingerprint,
    gate: &Gate,
    again: bool,
) -> Result<mass::Message, Error> {
    let jobs = jobs(campaign);
    let places = upload::all(context, &jobs, gate).await?;
    let message = match &campaign.body {
        Body::News(articles) => {
            let (id, doubt) =
                news::create(context, campaign.route, articles, &jobs, places).await?;
            record(context, content, &campaign.route.to_string(), &id).await?;
            if doubt {
                stray::sweep(context, content, &id).await?;
            }
            let (media_id, route) = (id.as_str().to_owned(), campaign.route.to_string());
            context.events.say(Event::NewsCreated {
                media_id,
                route,
                articles: articles.len(),
                again,
            });
            mass::Message::News(id)
        }
        Body::Message(message) => match message {
            Message::Text(text) => mass::Message::Text(text.clone()),
            Message::Card(card) => mass::Message::Card(card.clone()),
            Message::Images(pictures) => {
                let id = |picture| place(&places, &Job::picture(Slot::Image, picture));
                mass::Message::Images(pictures.iter().map(id).collect::<Result<_, _>>()?)
            }
            Message::Voice(file) => {
                mass::Message::Voice(place(&places, &Job::media(Slot::Voice, file, None))?)
            }
            Message::Video {
                file,
                title,
                description,
            } => {
                let job = Job::media(
                    Slot::Video,
                    file,
                    Some((title.clone(), description.clone())),
                );
                let material = place(&places, &job)?;
                let step = Step::Upload(file.shown.clone());
                let id = media::upload_video(&context.client, &material, title, description)
                    .await
                    .map_err(Error::at(step))?;
                record(context, content, "video", &id).await?;
                mass::Message::Video(id)
            }
        },
    };
    Ok(message)
}

pub(super) async fn record(
    context: &Context,
    content: &Fingerprint,
    kind: &str,
    id: &MediaId,
) -> Result<(), Error> {
    let (account, now) = (&context.account.key, Timestamp::now());
    context
        .store
        .news_add(account, content.as_str(), kind, id.as_str(), now)
        .await?;
    Ok(())
}

fn place(places: &Places, job: &Job) -> Result<MediaId, Error> {
    let place = places
        .of(job)
        .ok_or_else(|| Error::Defect(format!("`{}` was not uploaded", job.shown)))?;
    Ok(MediaId::new(place.value.clone()))
}
