//! `tags/…`: the tags of an account and who has them. Verified accounts only.

use serde::Deserialize;
use serde_json::json;

use super::ids::{OpenId, TagId};
use super::users::{self, Page};
use super::{Client, Error, Request, lenient};

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tag {
    pub id: TagId,
    /// As it is, with spaces around it where it has some.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// Followers that have it, where WeChat tells.
    #[serde(default, deserialize_with = "lenient::count")]
    pub count: Option<i64>,
}

/// All tags ("getTags"). Error: 48001.
pub async fn list(client: &Client) -> Result<Vec<Tag>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::list")]
        tags: Vec<Tag>,
    }
    let request = Request::get("/cgi-bin/tags/get").answers(&["tags"]);
    let answer: Answer = client.call(request).await?;
    Ok(answer.tags)
}

/// Up to 10,000 followers of a tag, after `next` ("getTagFans"). Error: 45159.
pub async fn members(client: &Client, tag: TagId, next: Option<&OpenId>) -> Result<Page, Error> {
    let body = json!({ "tagid": tag, "next_openid": next.map_or("", OpenId::as_str) });
    let request = Request::post("/cgi-bin/user/tag/get", &body)?;
    client.call(request.answers(users::MARKS)).await
}
