//! The news of a campaign, made by its route: articles as WeChat's calls take them, with the places of their uploads.

use super::upload::{self, Gate, Job, Places, Slot};
use crate::campaign::{Article, ArticleKind, Route};
use crate::pipeline::{Context, Error, Step};
use crate::wechat::errcode;
use crate::wechat::ids::MediaId;
use crate::wechat::news;

/// Each route takes its own kind of cover (`wechat-api.md` 3.1).
pub(super) fn cover_slot(route: Route) -> Slot {
    match route {
        Route::Draft | Route::Material => Slot::Cover,
        Route::Upload => Slot::Thumb,
    }
}

/// Creates the news. A cover that came from the store's memory and that the account has lost is uploaded again, once.
pub(super) async fn create(
    context: &Context,
    route: Route,
    articles: &[Article],
    jobs: &[Job],
    places: Places,
) -> Result<(MediaId, bool), Error> {
    match call(context, route, articles, &places).await {
        Err(Error::Wechat { step, error })
            if error.errcode() == Some(errcode::INVALID_MEDIA_ID) =>
        {
            let cached = |job: &&Job| {
                !matches!(job.slot, Slot::Body | Slot::Whole)
                    && places.of(job).is_some_and(|place| place.cached)
            };
            let doubtful: Vec<_> = jobs.iter().filter(cached).collect();
            if doubtful.is_empty() {
                return Err(Error::Wechat { step, error });
            }
            for job in doubtful {
                upload::forget(context, job).await?;
            }
            let places = upload::all(context, jobs, &Gate::open()).await?;
            call(context, route, articles, &places).await
        }
        other => other,
    }
}

async fn call(
    context: &Context,
    route: Route,
    articles: &[Article],
    places: &Places,
) -> Result<(MediaId, bool), Error> {
    let articles: Vec<_> = articles
        .iter()
        .map(|article| wire_article(article, route, places))
        .collect::<Result<_, _>>()?;
    let client = &context.client;
    let answer = match route {
        Route::Draft => news::add_draft(client, &articles).await,
        Route::Material => news::add_news(client, &articles).await.map(without_doubt),
        Route::Upload => news::upload_news(client, &articles)
            .await
            .map(without_doubt),
    };
    answer.map_err(Error::at(Step::News(route.call().to_owned())))
}

/// News of these routes that are made twice are in no one's way: they die after three days, or the route is gone.
fn without_doubt(id: MediaId) -> (MediaId, bool) {
    (id, false)
}

/// An article as the calls take it.
pub(super) fn wire_article(
    article: &Article,
    route: Route,
    places: &Places,
) -> Result<news::Article, Error> {
    let address = |source: &str| {
        let picture = article.pictures.get(source)?;
        places
            .of(&Job::in_an_article(picture))
            .and_then(|place| place.url.clone())
    };
    let kind = match &article.kind {
        ArticleKind::News => {
            let cover = article
                .cover
                .as_ref()
                .map(|cover| places.id_of(&Job::picture(cover_slot(route), cover)));
            news::ArticleKind::News {
                cover: cover.transpose()?,
            }
        }
        ArticleKind::Picture(pictures) => {
            let id = |picture| places.id_of(&Job::picture(Slot::Image, picture));
            news::ArticleKind::Pictures(pictures.iter().map(id).collect::<Result<_, _>>()?)
        }
    };
    Ok(news::Article {
        kind,
        title: article.title.clone(),
        author: article.author.clone(),
        digest: article.digest.clone(),
        // A picture post takes words alone ("draft_add").
        content: match article.kind {
            ArticleKind::News => article.content.html(&address),
            ArticleKind::Picture(_) => article.content.text().to_owned(),
        },
        source_url: article.source_url.clone(),
        show_cover: article.show_cover,
        comments: article.comments,
        crop_235_1: article.crop_235_1.clone(),
        crop_1_1: article.crop_1_1.clone(),
    })
}
