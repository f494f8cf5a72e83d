//! The draft box: what is in it, and taking out of it what was put there by mistake.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ids::MediaId;
use super::{Client, Error, Request, lenient};

/// One draft, without the content of its articles.
#[derive(Debug, Clone, Deserialize)]
pub struct Draft {
    pub media_id: MediaId,
    #[serde(default, deserialize_with = "lenient::maybe")]
    content: Option<Content>,
    #[serde(default, deserialize_with = "lenient::id")]
    update_time: Option<i64>,
}

#[derive(Debug, Clone, Deserialize)]
struct Content {
    #[serde(default, deserialize_with = "lenient::list")]
    news_item: Vec<Item>,
    #[serde(default, deserialize_with = "lenient::id")]
    create_time: Option<i64>,
}

/// One thing in which two versions of a draft differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// From 1.
    pub article: usize,
    pub field: Field,
    pub was: String,
    pub is: String,
}

/// The parts of an article by which versions of it are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Title,
    Author,
    Digest,
    SourceUrl,
    Cover,
    Comments,
    Text,
    Pictures,
    /// Tags and styles, where words and pictures are the same.
    Layout,
    /// The number of articles in the draft.
    Articles,
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

    /// When it was made or changed last, by WeChat's clock, where WeChat tells.
    pub fn updated_at(&self) -> Option<Timestamp> {
        let seconds = self.update_time.or_else(|| self.made_at())?;
        Timestamp::from_second(seconds).ok()
    }

    /// The titles of its articles.
    pub fn titles(&self) -> Vec<&str> {
        self.items().map(|item| item.title.as_str()).collect()
    }

    /// The ids of its covers.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        let covers = self.items().map(|item| item.thumb_media_id.as_str());
        covers.filter(|id| !id.is_empty())
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.content.iter().flat_map(|content| &content.news_item)
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
    page(client, 0).await
}

/// Drafts in one answer ("draft_batchget").
const PAGE: usize = 20;

async fn page(client: &Client, offset: usize) -> Result<Vec<Draft>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::list")]
        item: Vec<Draft>,
    }
    let body = json!({ "offset": offset, "count": PAGE, "no_content": 1 });
    let request = Request::post("/cgi-bin/draft/batchget", &body)?.answers(&["item", "item_count"]);
    Ok(client.call::<Answer>(request).await?.item)
}

/// All drafts, the newest first, twenty a call ("draft_batchget"), 1,000 calls a day.
pub async fn all(client: &Client) -> Result<Vec<Draft>, Error> {
    let mut all: Vec<Draft> = Vec::new();
    loop {
        let next = page(client, all.len()).await?;
        let is_last = next.len() < PAGE;
        all.extend(next);
        if is_last {
            return Ok(all);
        }
    }
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
