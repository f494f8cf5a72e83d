//! The draft box: what is in it, and taking out of it what was put there by mistake.

use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::MediaId;
use super::{Client, Error, Request, lenient};

/// One draft, without the content of its articles.
#[derive(Debug, Clone, Deserialize)]
pub struct Draft {
    pub media_id: MediaId,
    #[serde(default, deserialize_with = "lenient::maybe")]
    content: Option<Content>,
}

#[derive(Debug, Clone, Deserialize)]
struct Content {
    #[serde(default, deserialize_with = "lenient::list")]
    news_item: Vec<Item>,
    #[serde(default, deserialize_with = "lenient::id")]
    create_time: Option<i64>,
}

/// The parts by which one draft is told from another without reading it: titles and covers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Item {
    #[serde(default, deserialize_with = "lenient::text")]
    title: String,
    #[serde(default, deserialize_with = "lenient::text")]
    thumb_media_id: String,
}

impl Draft {
    /// The time at which it was made, in Unix seconds by WeChat's clock, where WeChat tells.
    pub fn made_at(&self) -> Option<i64> {
        self.content.as_ref()?.create_time
    }

    /// Whether the other has the same titles and covers, in the same order. Posts of pictures have no covers to tell one from
    /// another.
    pub fn looks_like(&self, other: &Self) -> bool {
        let (Some(ours), Some(theirs)) = (&self.content, &other.content) else {
            return false;
        };
        let items = &ours.news_item;
        !items.is_empty()
            && items.iter().all(|item| !item.thumb_media_id.is_empty())
            && *items == theirs.news_item
    }
}

/// The latest twenty drafts ("draft_batchget"), 1,000 calls a day.
pub async fn latest(client: &Client) -> Result<Vec<Draft>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::list")]
        item: Vec<Draft>,
    }
    let body = json!({ "offset": 0, "count": 20, "no_content": 1 });
    let request = Request::post("/cgi-bin/draft/batchget", &body)?.answers(&["item", "item_count"]);
    Ok(client.call::<Answer>(request).await?.item)
}

/// Deletes a draft for ever ("draft_delete"), 1,000 a day. Errors: 40007 (there is none, or it was sent).
pub async fn delete(client: &Client, draft: &MediaId) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Done {}
    let request = Request::post("/cgi-bin/draft/delete", &json!({ "media_id": draft }))?;
    client.call::<Done>(request).await.map(|Done {}| ())
}

/// The number of drafts ("draft_count"): a harmless call that needs the right to drafts.
pub async fn count(client: &Client) -> Result<i64, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(deserialize_with = "super::lenient::number")]
        total_count: i64,
    }
    let request = Request::get("/cgi-bin/draft/count").answers(&["total_count"]);
    let answer: Answer = client.call(request).await?;
    Ok(answer.total_count)
}

/// The articles of a draft as WeChat has stored and filtered them ("getDraft"), 500 a day. Error: 40007.
pub async fn get(client: &Client, draft: &MediaId) -> Result<Vec<Value>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        news_item: Vec<Value>,
    }
    let request = Request::post("/cgi-bin/draft/get", &json!({ "media_id": draft }))?;
    let answer: Answer = client.call(request.answers(&["news_item"])).await?;
    Ok(answer.news_item)
}

/// Replaces one article of a draft, counted from 0, by an article as `draft/add` takes it ("draft_update"), 1,000 a day. Errors:
/// 40007, 40114 (no such place), 41039, 45166.
pub async fn update(
    client: &Client,
    draft: &MediaId,
    index: u32,
    article: &Value,
) -> Result<(), Error> {
    // One object: a list earns a 47001.
    let body = json!({ "media_id": draft, "index": index, "articles": article });
    let request = Request::post("/cgi-bin/draft/update", &body)?;
    client.call::<Value>(request).await.map(drop)
}
