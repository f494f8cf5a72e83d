//! One article of a draft, replaced by an article file ("draft_update").

use super::message::jobs;
use super::news::wire_article;
use super::upload::{self, Gate};
use crate::campaign::{Body, Campaign, Route};
use crate::pipeline::{Context, Error, Step};
use crate::wechat::ids::MediaId;
use crate::wechat::{drafts, news};

/// Uploads what the one article of a campaign names, and puts it in the place (from 1) of an article of a draft.
pub async fn update_draft(
    context: &Context,
    campaign: &Campaign,
    draft: &MediaId,
    place: u32,
) -> Result<(), Error> {
    let articles = match &campaign.body {
        Body::News(articles) => articles.as_slice(),
        Body::Message(_) => &[],
    };
    let [article] = articles else {
        return Err(Error::OneArticle {
            found: articles.len(),
        });
    };
    let places = upload::all(context, &jobs(campaign), &Gate::open()).await?;
    let wire = news::draft_json(&wire_article(article, Route::Draft, &places)?);
    drafts::update(&context.client, draft, place.saturating_sub(1), &wire)
        .await
        .map_err(Error::at(Step::News("draft/update".to_owned())))
}
