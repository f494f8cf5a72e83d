//! `user/get`: followers, page by page.

use serde::Deserialize;

use super::ids::OpenId;
use super::{Client, Error, Repeat, Request};

/// One page of openids.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    #[serde(default, deserialize_with = "super::ids::maybe_number")]
    total: Option<i64>,
    #[serde(default, deserialize_with = "super::ids::maybe_number")]
    count: Option<i64>,
    #[serde(default)]
    data: Option<Data>,
    #[serde(default)]
    next_openid: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Data {
    #[serde(default)]
    openid: Vec<String>,
}

impl Page {
    /// The ids of this page. Old examples hold empty ones; they are left out.
    pub fn openids(&self) -> impl Iterator<Item = &str> {
        self.data
            .iter()
            .flat_map(|data| &data.openid)
            .map(String::as_str)
            .filter(|id| !id.is_empty())
    }

    /// Where the next page begins. The end shows as a count of 0, missing data or an empty `next_openid` ("getFans").
    pub fn next(&self) -> Option<OpenId> {
        let over = self.count == Some(0) || self.openids().next().is_none();
        let next = self
            .next_openid
            .as_deref()
            .filter(|next| !next.is_empty() && !over);
        next.map(OpenId::new)
    }
}

/// Up to 10,000 followers after `next` ("getFans"); 500 calls a day.
pub async fn page(client: &Client, next: Option<&OpenId>) -> Result<Page, Error> {
    client.call(request(next)).await
}

/// How many followers there are, as a look that nothing depends on.
pub async fn total(client: &Client) -> Result<Option<i64>, Error> {
    let page: Page = client.call(request(None).repeat(Repeat::Once)).await?;
    Ok(page.total)
}

fn request(next: Option<&OpenId>) -> Request {
    Request::get("/cgi-bin/user/get").query("next_openid", next.map_or("", OpenId::as_str))
}
