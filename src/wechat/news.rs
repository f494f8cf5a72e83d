//! News, by the three routes: `draft/add`, `material/add_news`, `media/uploadnews`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ids::MediaId;
use super::{Client, Error, Request};
use crate::text::message::{Comments, Route};

/// One article as the calls take it. Limits: `wechat-api.md` 3.6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub kind: ArticleKind,
    pub title: String,
    pub author: String,
    /// Shown for a single article only; empty: the first 54 characters of the text.
    pub digest: String,
    /// HTML; its pictures come from `media/uploadimg`, all others vanish silently.
    pub content: String,
    /// The link behind "read more", up to 1,024 bytes.
    pub source_url: String,
    /// Of the older routes; left out on the draft route.
    pub show_cover: bool,
    pub comments: Comments,
    /// `X1_Y1_X2_Y2` as fractions of the cover, for the wide and the square form ("draft_add").
    pub crop_235_1: Option<String>,
    pub crop_1_1: Option<String>,
}

/// Text with a cover, or a picture post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArticleKind {
    /// The cover is permanent material for drafts and a temporary thumb for `media/uploadnews`.
    News { cover: Option<MediaId> },
    /// `newspic`: up to 20 pictures of permanent material, the first is the cover.
    Pictures(Vec<MediaId>),
}

/// The field by which the three calls' success is known.
const CREATED: &[&str] = &["media_id"];

#[derive(Deserialize)]
struct Created {
    media_id: MediaId,
}

/// Adds a draft of 1 to 8 articles ("draft_add"), 1,000 a day. The draft leaves the box when it is sent or published.
/// Errors: 40007 (cover), 45002, 45003, 45004, 45005, 45008, 45110, 45166, 48001.
///
/// Also answers whether an earlier try may have left a second draft: its answer was lost.
pub async fn add_draft(client: &Client, articles: &[Article]) -> Result<(MediaId, bool), Error> {
    let articles: Vec<_> = articles.iter().map(draft_article).collect();
    let request = Request::post("/cgi-bin/draft/add", &json!({ "articles": articles }))?;
    let request = request.answers(CREATED);
    let (created, doubt): (Created, bool) = client.call_with_doubt(request).await?;
    Ok((created.media_id, doubt))
}

/// Adds permanent news, the route of before 2022-02-28. Today: 45106.
pub async fn add_news(client: &Client, articles: &[Article]) -> Result<MediaId, Error> {
    let articles: Vec<_> = articles.iter().map(old_article).collect();
    create(client, "/cgi-bin/material/add_news", &articles).await
}

/// Uploads news outside the library ("uploadnewsmsg"); the id lives three days; 10 a day. Errors: 40004 (a cover that is no
/// thumb), 40007 (a permanent or expired cover).
pub async fn upload_news(client: &Client, articles: &[Article]) -> Result<MediaId, Error> {
    let articles: Vec<_> = articles.iter().map(old_article).collect();
    create(client, "/cgi-bin/media/uploadnews", &articles).await
}

/// Creates news from WeChat's own JSON, `{"articles": [...]}`, as the operator wrote it.
pub async fn create_raw(client: &Client, route: Route, body: &Value) -> Result<MediaId, Error> {
    let request = Request::post(path(route), body)?.answers(CREATED);
    let created: Created = client.call(request).await?;
    Ok(created.media_id)
}

fn path(route: Route) -> &'static str {
    match route {
        Route::Draft => "/cgi-bin/draft/add",
        Route::Material => "/cgi-bin/material/add_news",
        Route::Upload => "/cgi-bin/media/uploadnews",
    }
}

async fn create(
    client: &Client,
    path: &'static str,
    articles: &[impl Serialize],
) -> Result<MediaId, Error> {
    let request = Request::post(path, &json!({ "articles": articles }))?;
    let created: Created = client.call(request.answers(CREATED)).await?;
    Ok(created.media_id)
}

fn draft_article(article: &Article) -> Value {
    let mut wire = json!({
        "article_type": "news",
        "title": article.title,
        "content": article.content,
        "need_open_comment": u8::from(article.comments != Comments::Off),
        "only_fans_can_comment": u8::from(article.comments == Comments::Fans),
    });
    match &article.kind {
        ArticleKind::News { cover } => {
            wire["author"] = json!(article.author);
            wire["digest"] = json!(article.digest);
            wire["content_source_url"] = json!(article.source_url);
            wire["thumb_media_id"] = json!(cover);
            if let Some(crop) = &article.crop_235_1 {
                wire["pic_crop_235_1"] = json!(crop);
            }
            if let Some(crop) = &article.crop_1_1 {
                wire["pic_crop_1_1"] = json!(crop);
            }
        }
        ArticleKind::Pictures(pictures) => {
            let list: Vec<_> = pictures
                .iter()
                .map(|id| json!({ "image_media_id": id }))
                .collect();
            wire["article_type"] = json!("newspic");
            wire["image_info"] = json!({ "image_list": list });
            let crops = [("2.35_1", &article.crop_235_1), ("1_1", &article.crop_1_1)];
            let crops: Vec<_> = crops
                .into_iter()
                .filter_map(|(ratio, crop)| crop_of_post(ratio, crop.as_deref()?))
                .collect();
            if !crops.is_empty() {
                wire["cover_info"] = json!({ "crop_percent_list": crops });
            }
        }
    }
    wire
}

/// A part of a picture post's first picture, whose corners are text ("draft_add").
fn crop_of_post(ratio: &str, crop: &str) -> Option<Value> {
    let corners: Vec<_> = crop.split('_').collect();
    let [x1, y1, x2, y2] = corners[..] else {
        return None;
    };
    Some(json!({ "ratio": ratio, "x1": x1, "y1": y1, "x2": x2, "y2": y2 }))
}

fn old_article(article: &Article) -> Value {
    let cover = match &article.kind {
        ArticleKind::News { cover } => cover.as_ref(),
        ArticleKind::Pictures(pictures) => pictures.first(),
    };
    json!({
        "thumb_media_id": cover,
        "title": article.title,
        "author": article.author,
        "digest": article.digest,
        "content": article.content,
        "content_source_url": article.source_url,
        "show_cover_pic": u8::from(article.show_cover),
        "need_open_comment": u8::from(article.comments != Comments::Off),
        "only_fans_can_comment": u8::from(article.comments == Comments::Fans),
    })
}
