//! `openapi/quota/get`: how many calls are left today.

use serde::Deserialize;
use serde_json::json;

use super::{Client, Error, Repeat, Request, lenient};

/// Calls of one API in one Beijing day ("getApiQuota"); up to 1 % off. It does not know the four sends a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub limit: i64,
    pub used: i64,
    pub remain: i64,
}

/// Asks for the quota of a call such as `message/mass/sendall`, as a look that nothing depends on: one short try.
/// Errors: 76021, 76022.
pub async fn get(client: &Client, call: &str) -> Result<Option<Quota>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "lenient::maybe")]
        quota: Option<Wire>,
    }
    #[derive(Deserialize)]
    struct Wire {
        #[serde(deserialize_with = "super::lenient::number")]
        daily_limit: i64,
        #[serde(deserialize_with = "super::lenient::number")]
        used: i64,
        #[serde(deserialize_with = "super::lenient::number")]
        remain: i64,
    }
    let body = json!({ "cgi_path": format!("/cgi-bin/{call}") });
    let request = Request::post("/cgi-bin/openapi/quota/get", &body)?.answers(&["quota"]);
    let answer: Answer = client.call(request.repeat(Repeat::Once)).await?;
    Ok(answer.quota.map(|wire| Quota {
        limit: wire.daily_limit,
        used: wire.used,
        remain: wire.remain,
    }))
}
