//! `user/get`: followers, page by page.

use serde::Deserialize;

use super::ids::OpenId;
use super::{Client, Error, Repeat, Request, lenient};

/// The fields by which a page is known.
pub(super) const MARKS: &[&str] = &["total", "count", "next_openid"];

/// One page of openids.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    #[serde(default, deserialize_with = "lenient::count")]
    total: Option<i64>,
    #[serde(default, deserialize_with = "lenient::count")]
    count: Option<i64>,
    #[serde(default, deserialize_with = "lenient::maybe")]
    data: Option<Data>,
    #[serde(default, deserialize_with = "lenient::text")]
    next_openid: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Data {
    #[serde(default, deserialize_with = "lenient::list")]
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

    /// The start of the next page. The end shows as a count of 0, missing data or an empty `next_openid` ("getFans").
    pub fn next(&self) -> Option<OpenId> {
        let over = self.count == Some(0) || self.openids().next().is_none();
        let next = self.next_openid.trim();
        (!next.is_empty() && !over).then(|| OpenId::new(next))
    }
}

/// Up to 10,000 followers after `next` ("getFans"); 500 calls a day.
pub async fn page(client: &Client, next: Option<&OpenId>) -> Result<Page, Error> {
    client.call(request(next)).await
}

/// The number of followers, as a look that nothing depends on.
pub async fn total(client: &Client) -> Result<Option<i64>, Error> {
    let page: Page = client.call(request(None).repeat(Repeat::Once)).await?;
    Ok(page.total)
}

fn request(next: Option<&OpenId>) -> Request {
    Request::get("/cgi-bin/user/get")
        .query("next_openid", next.map_or("", OpenId::as_str))
        .answers(MARKS)
}
