//! `datacube/…`: what a send did, a day at a time (`wechat-api.md` 13).
//!
//! Days are `YYYY-MM-DD` in Beijing, from 2025-11-01 to yesterday; ask after 08:00. Figures that WeChat does not tell are missing,
//! and never 0; new fields and words may come. Verified accounts only. Errors of all: 48001, 61500, 61501, 61503.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Client, Error, Repeat, Request, lenient};

/// The answer to one question.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
pub struct Report<T> {
    /// Empty where nothing changed that day.
    #[serde(default, deserialize_with = "lenient::list")]
    pub list: Vec<T>,
    /// The figures are not complete yet; ask again later.
    #[serde(default, deserialize_with = "lenient::maybe")]
    pub is_delay: Option<bool>,
}

/// One article that went out on the day that was asked for, with a row for each day since, 30 at most.
#[derive(Debug, Clone, Deserialize)]
pub struct Published {
    /// `msg_data_id` of the send, `_`, and the article's place from 1.
    #[serde(deserialize_with = "lenient::word")]
    pub msgid: String,
    /// 0: followers were notified, 1: they were not.
    #[serde(default, deserialize_with = "lenient::count")]
    pub publish_type: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub title: String,
    #[serde(default, deserialize_with = "lenient::optional")]
    pub content_url: Option<String>,
    /// Totals from the day of publication to each `stat_date`: the last row counts, and rows are not added up.
    #[serde(default, deserialize_with = "lenient::list")]
    pub detail_list: Vec<Detail>,
}

/// The figures of one article on one day, or to the account.
#[derive(Debug, Clone, Deserialize)]
pub struct Day {
    #[serde(default, deserialize_with = "lenient::text")]
    pub ref_date: String,
    /// As in [`Published`]; missing for the account's own days.
    #[serde(default, deserialize_with = "lenient::text")]
    pub msgid: String,
    #[serde(default, deserialize_with = "lenient::maybe")]
    pub detail: Option<Detail>,
}

/// Figures; each call fills some of them. Users are people and not reads.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Detail {
    #[serde(deserialize_with = "lenient::text")]
    pub stat_date: String,
    #[serde(deserialize_with = "lenient::count")]
    pub read_user: Option<i64>,
    #[serde(deserialize_with = "lenient::list")]
    pub read_user_source: Vec<ReadSource>,
    #[serde(deserialize_with = "lenient::count")]
    pub share_user: Option<i64>,
    /// 在看.
    #[serde(deserialize_with = "lenient::count")]
    pub zaikan_user: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub like_user: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub comment_count: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    pub collection_user: Option<i64>,
    /// In fen.
    #[serde(deserialize_with = "lenient::count")]
    pub praise_money: Option<i64>,
    /// People who followed the account after reading.
    #[serde(deserialize_with = "lenient::count")]
    pub read_subscribe_user: Option<i64>,
    /// Reads a delivery and reads to the end, as fractions of 1.
    #[serde(deserialize_with = "lenient::maybe")]
    pub read_delivery_rate: Option<f64>,
    #[serde(deserialize_with = "lenient::maybe")]
    pub read_finish_rate: Option<f64>,
    /// Minutes.
    #[serde(deserialize_with = "lenient::maybe")]
    pub read_avg_activetime: Option<f64>,
    /// People who went on to "read more"; of the account only.
    #[serde(deserialize_with = "lenient::count")]
    pub redirect_ori_page_user: Option<i64>,
    /// Pieces brought out; of the account only.
    #[serde(deserialize_with = "lenient::count")]
    pub send_page_count: Option<i64>,
}

/// Readers by the place where they came from; 全部 is all of them, and is not added to the others.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct ReadSource {
    #[serde(deserialize_with = "lenient::word")]
    pub scene_desc: String,
    #[serde(default, deserialize_with = "lenient::count")]
    pub user_count: Option<i64>,
}

/// The articles that went out on a day, and their figures since ("getarticletotaldetail").
pub async fn published_on(client: &Client, day: &str) -> Result<Report<Published>, Error> {
    ask(client, "/datacube/getarticletotaldetail", day, day).await
}

/// The reads of a day ("getarticleread").
pub async fn read_on(client: &Client, day: &str) -> Result<Report<Day>, Error> {
    ask(client, "/datacube/getarticleread", day, day).await
}

/// The shares of a day ("getarticleshare").
pub async fn shared_on(client: &Client, day: &str) -> Result<Report<Day>, Error> {
    ask(client, "/datacube/getarticleshare", day, day).await
}

/// The account's days from `first` to `last`, 30 at most ("getbizsummary").
pub async fn days(client: &Client, first: &str, last: &str) -> Result<Report<Day>, Error> {
    ask(client, "/datacube/getbizsummary", first, last).await
}

async fn ask<T: DeserializeOwned>(
    client: &Client,
    path: &'static str,
    first: &str,
    last: &str,
) -> Result<Report<T>, Error> {
    let request = Request::post(path, &json!({ "begin_date": first, "end_date": last }))?;
    // 61503 stays for hours, so that a repeat in seconds only costs quota.
    let request = request
        .answers(&["list", "is_delay"])
        .repeat(Repeat::Single);
    client.call(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_figures_are_missing_and_nothing_else_is_lost() {
        let text = r#"{"list":[{"ref_date":"2026-11-23","msgid":"2247480001_1","publish_type":"0","title":null,
            "detail_list":[{"stat_date":"2026-11-23","read_user":"1830","share_user":null,"like_user":-1,"read_finish_rate":0.583,
            "read_user_source":[{"user_count":1204,"scene_desc":"公众号消息"},{"user_count":3}],"read_jump_position":{"a":1}}, 7]},
            {"title":"without a msgid"}],"is_delay":"no"}"#;
        let report: Report<Published> = serde_json::from_str(text).expect("a report");
        let [article] = &report.list[..] else {
            panic!("{report:?}");
        };
        let [detail] = &article.detail_list[..] else {
            panic!("{article:?}");
        };
        assert_eq!(
            (detail.read_user, detail.share_user, detail.like_user),
            (Some(1830), None, None)
        );
        assert_eq!(detail.read_finish_rate, Some(0.583));
        assert_eq!(detail.read_user_source.len(), 1);
        assert_eq!((article.publish_type, report.is_delay), (Some(0), None));
    }
}
