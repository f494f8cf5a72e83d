//! `tags/…`: the tags of an account and who has them. Verified accounts only.

use serde::Deserialize;
use serde_json::json;

use super::ids::{OpenId, TagId};
use super::users::Page;
use super::{Client, Error, Request};

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
    /// Followers that have it.
    #[serde(default, deserialize_with = "super::ids::number")]
    pub count: i64,
}

/// All tags ("getTags"). Error: 48001.
pub async fn list(client: &Client) -> Result<Vec<Tag>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        tags: Vec<Tag>,
    }
    let answer: Answer = client.call(Request::get("/cgi-bin/tags/get")).await?;
    Ok(answer.tags)
}

/// Up to 10,000 followers of a tag, after `next` ("getTagFans"). Error: 45159.
pub async fn members(client: &Client, tag: TagId, next: Option<&OpenId>) -> Result<Page, Error> {
    let body = json!({ "tagid": tag, "next_openid": next.map_or("", OpenId::as_str) });
    client
        .call(Request::post("/cgi-bin/user/tag/get", &body)?)
        .await
}
