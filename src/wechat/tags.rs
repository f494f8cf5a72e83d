//! `tags/…`: the tags of an account and who has them. Verified accounts only.

use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::{OpenId, TagId};
use super::users::{self, Page};
use super::{Client, Error, Repeat, Request, lenient};

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

/// Makes a tag ("createTag"): 30 characters, 100 tags an account. Errors: 45056, 45157 (also: exists already), 45158.
pub async fn create(client: &Client, name: &str) -> Result<Tag, Error> {
    #[derive(Deserialize)]
    struct Answer {
        tag: Tag,
    }
    let request = Request::post("/cgi-bin/tags/create", &json!({ "tag": { "name": name } }))?;
    let request = request.answers(&["tag"]).repeat(Repeat::Single);
    Ok(client.call::<Answer>(request).await?.tag)
}

/// Openids that one call takes ("batchtagging").
pub const AT_ONCE: usize = 50;

/// Gives up to [`AT_ONCE`] followers a tag ("batchtagging"). Errors: 40003, 40032, 45059 (over 20 tags on one), 45159, 45169, and
/// 45171: those of [`Error::failed_openids`] only do not have it.
pub async fn give(client: &Client, tag: TagId, openids: &[OpenId]) -> Result<(), Error> {
    change(client, "/cgi-bin/tags/members/batchtagging", tag, openids).await
}

/// Takes a tag from up to [`AT_ONCE`] followers ("batchuntagging"). Errors as of [`give`].
pub async fn take(client: &Client, tag: TagId, openids: &[OpenId]) -> Result<(), Error> {
    change(client, "/cgi-bin/tags/members/batchuntagging", tag, openids).await
}

async fn change(
    client: &Client,
    path: &'static str,
    tag: TagId,
    openids: &[OpenId],
) -> Result<(), Error> {
    let request = Request::post(path, &json!({ "openid_list": openids, "tagid": tag }))?;
    client.call::<Value>(request).await.map(drop)
}
