//! The message of a run: made once, and made again when the account no longer has it.
//!
//! A draft leaves the draft box once `sendall` has sent it ("draft_add"; `mass/send` takes it again, `wechat-api.md` 5.4),
//! covers can be deleted in the console, temporary ids die after three days: each shows as 40007. A message that came from an
//! earlier run, or went out with an earlier batch, is then made again from the same files, once; one that was made just now
//! is not, since then the fault is elsewhere.

use jiff::Timestamp;

use super::upload::{self, Gate, Job, Slot};
use super::{duplicate_draft, news};
use crate::campaign::{Article, ArticleKind, Body, Campaign, Message, Route};
use crate::pipeline::{Context, Error, Event, Step};
use crate::plan::Fingerprint;
use crate::wechat::ids::MediaId;
use crate::wechat::news::Article as NewsArticle;
use crate::wechat::{mass, media};

/// The source of a message.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) enum Source<'a> {
    /// Made from a campaign's files.
    Campaign(&'a Campaign),
    /// In the account already; the operator gave its ids (or its text).
    Given(&'a mass::Message),
}

/// A message that can be previewed and sent.
#[derive(Debug, Clone)]
pub(in crate::pipeline) struct Outgoing<'a> {
    source: Source<'a>,
    content: Fingerprint,
    message: mass::Message,
    /// It may have been used up or forgotten since it was made.
    stale: bool,
    /// A batch has gone out with it.
    sent: bool,
    /// A message cannot be sent twice in this account: each batch wants its own.
    single: bool,
}

impl<'a> Outgoing<'a> {
    /// Brings the content into the account, or takes it from there when an earlier run has made it. `sent_with` is the id
    /// that earlier batches of the same list went out with: later ones share it, so that readers share one link.
    pub(super) async fn make(
        context: &Context,
        source: Source<'a>,
        content: Fingerprint,
        sent_with: Option<MediaId>,
        gate: &Gate,
    ) -> Result<Self, Error> {
        let campaign = match source {
            Source::Given(message) => {
                return Ok(Self::new(source, content, message.clone(), false));
            }
            Source::Campaign(campaign) => campaign,
        };
        if let Some(message) = sent_with.and_then(|id| of_id(campaign, id)) {
            return Ok(Self {
                sent: true,
                ..Self::new(source, content, message, true)
            });
        }
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
    pub(in crate::pipeline) fn message(&self) -> &mass::Message {
        &self.message
    }

    /// The id that the ledger keeps for a batch: the news or video that goes out.
    pub(in crate::pipeline) fn media_id(&self) -> Option<&MediaId> {
        match &self.message {
            mass::Message::News(id) | mass::Message::Video(id) => Some(id),
            mass::Message::Text(_)
            | mass::Message::Images(..)
            | mass::Message::Voice(_)
            | mass::Message::Card(_) => None,
        }
    }

    /// A batch was accepted with it. `sendall` uses a draft up, `mass/send` does not ("draft_add", "massSend").
    pub(in crate::pipeline) async fn went_out(
        &mut self,
        context: &Context,
        by_list: bool,
    ) -> Result<(), Error> {
        (self.stale, self.sent) = (true, true);
        match self.media_id().filter(|_| !by_list) {
            Some(id) => Ok(context
                .store
                .news_spend(&context.account.key, id.as_str())
                .await?),
            None => Ok(()),
        }
    }

    /// Whether this account takes no message twice, as an earlier batch has found, and this one has gone out.
    pub(in crate::pipeline) fn must_be_renewed(&self) -> bool {
        self.single && self.sent
    }

    /// Whether it was made by an earlier run, so that somebody may have changed it since.
    pub(super) fn is_from_before(&self) -> bool {
        self.stale
    }

    /// The draft that it is, and its articles as they were given to WeChat, where those can be known without a call.
    pub(super) async fn draft(&self, context: &Context) -> Option<(MediaId, Vec<NewsArticle>)> {
        let Source::Campaign(campaign) = self.source else {
            return None;
        };
        let (Body::News(articles), Route::Draft) = (&campaign.body, campaign.route) else {
            return None;
        };
        let places = upload::known(context, &jobs(campaign)).await.ok()?;
        let articles = articles
            .iter()
            .map(|article| news::wire_article(article, Route::Draft, &places))
            .collect::<Result<_, _>>();
        Some((self.media_id()?.clone(), articles.ok()?))
    }

    /// Whether making it again may help against a 40007.
    pub(in crate::pipeline) fn can_renew(&self) -> bool {
        self.stale && matches!(self.source, Source::Campaign(_))
    }

    /// It may have been sent or forgotten meanwhile.
    pub(in crate::pipeline) fn mark_stale(&mut self) {
        self.stale = true;
    }

    /// After a 40007: makes the message again if that can help, and says whether it did.
    pub(in crate::pipeline) async fn renew(&mut self, context: &Context) -> Result<bool, Error> {
        let Source::Campaign(campaign) = self.source else {
            return Ok(false);
        };
        if !self.can_renew() {
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
        Body::Message(Message::Images(pictures, _)) => {
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

/// The kind of item whose id the ledger keeps, if the campaign makes one.
fn made_kind(campaign: &Campaign) -> Option<String> {
    match &campaign.body {
        Body::News(_) => Some(campaign.route.to_string()),
        Body::Message(Message::Video { .. }) => Some("video".to_owned()),
        Body::Message(
            Message::Text(_) | Message::Images(..) | Message::Voice(_) | Message::Card(_),
        ) => None,
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
    Ok(id.and_then(|id| of_id(campaign, id)))
}

/// The message that the campaign's id is an id of; none for kinds that the ledger keeps no id of.
fn of_id(campaign: &Campaign, id: MediaId) -> Option<mass::Message> {
    match &campaign.body {
        Body::News(_) => Some(mass::Message::News(id)),
        Body::Message(Message::Video { .. }) => Some(mass::Message::Video(id)),
        Body::Message(
            Message::Text(_) | Message::Images(..) | Message::Voice(_) | Message::Card(_),
        ) => None,
    }
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
                duplicate_draft::delete(context, content, &id).await?;
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
            Message::Images(pictures, words) => {
                let id = |picture| places.id_of(&Job::picture(Slot::Image, picture));
                let ids = pictures.iter().map(id).collect::<Result<_, _>>()?;
                mass::Message::Images(ids, words.clone())
            }
            Message::Voice(file) => {
                mass::Message::Voice(places.id_of(&Job::media(Slot::Voice, file, None))?)
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
                let material = places.id_of(&job)?;
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
