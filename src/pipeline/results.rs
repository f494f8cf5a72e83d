//! Results of sends: asked of WeChat by the day of the send, joined with the ledger by `msg_data_id` and article,
//! and kept there, since WeChat forgets after 30 days ("getarticletotaldetail", `wechat-api.md` 13).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Serialize;

use super::{Context, Error, Step};
use crate::plan::beijing::BEIJING;
use crate::store::{ResultRow, SentRow};
use crate::wechat::statistics::{self, Detail};
use crate::wechat::{errcode, quota};

/// Days of an article that WeChat tells.
const DAYS: i32 = 30;
/// The first day with data.
const FIRST: Date = jiff::civil::date(2025, 11, 1);
/// The hour of Beijing from which on yesterday's figures are complete.
const COMPLETE: i8 = 8;

/// One article of a send, with its figures at the end of each day since.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleResult {
    pub msgid: String,
    /// From 1.
    pub place: usize,
    pub title: String,
    pub url: Option<String>,
    /// Oldest first; each is the total from the first day on.
    pub days: Vec<Detail>,
    /// WeChat says that the latest figures are not complete.
    pub is_delay: bool,
}

impl ArticleResult {
    /// The totals so far.
    pub fn latest(&self) -> Option<&Detail> {
        self.days.last()
    }
}

/// The result of one campaign on one day of sending.
#[derive(Debug, Clone, Serialize)]
pub struct SendResult {
    pub run: i64,
    pub name: String,
    pub msg_ids: Vec<i64>,
    /// The day on which it went out, in Beijing.
    pub day: String,
    pub at: Timestamp,
    /// How many got it, where WeChat's callbacks or the lists tell.
    pub delivered: Option<i64>,
    pub articles: Vec<ArticleResult>,
}

/// The results, and those still to come.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Results {
    /// Newest first.
    pub sends: Vec<SendResult>,
    /// When it is worth asking again, where something is missing.
    pub come_again: Option<Timestamp>,
}

/// Which sends are meant.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// All of the last days.
    All,
    /// Results of a campaign.
    Name(&'a str),
    /// The one under this id.
    MsgId(i64),
}

/// The results of the sends of the last `days` days that `which` names, newest first, and of the last `beside` others.
pub async fn results(
    context: &Context,
    which: Which<'_>,
    days: u32,
    beside: usize,
) -> Result<(Results, Results), Error> {
    let span = SignedDuration::from_hours(24 * i64::from(days));
    let now = hear(context).await;
    let since = now.checked_sub(span).unwrap_or(Timestamp::UNIX_EPOCH);
    let rows = context
        .store
        .sent_since(&context.account.key, since)
        .await?;
    let (mut meant, mut others) = (Vec::new(), Vec::new());
    for send in sends(&rows) {
        let is_meant = match which {
            Which::All => true,
            Which::Name(name) => send.name == name,
            Which::MsgId(id) => send.msg_ids.contains(&id),
        };
        if is_meant {
            meant.push(send);
        } else if others.len() < beside {
            others.push(send);
        }
    }
    let mut known = BTreeMap::new();
    let meant = filled(context, meant, now, &mut known).await?;
    let others = filled(context, others, now, &mut known).await?;
    Ok((meant, others))
}

/// WeChat's time: its days count, and none of its answers may have been heard yet.
async fn hear(context: &Context) -> Timestamp {
    if let Err(error) = quota::get(&context.client, "message/mass/sendall").await {
        tracing::info!(%error, "WeChat's clock was not heard");
    }
    context.client.now()
}

/// A send, and its msg_data_id on each of its batches.
struct Known {
    name: String,
    msg_ids: Vec<i64>,
    data_ids: Vec<i64>,
    titles: Vec<String>,
    run: i64,
    day: Date,
    at: Timestamp,
    delivered: Option<i64>,
}

/// Batches of one run and one day are one send.
fn sends(rows: &[SentRow]) -> Vec<Known> {
    let mut sends: Vec<Known> = Vec::new();
    for row in rows {
        let day = BEIJING.to_datetime(row.at).date();
        let delivered = row.delivered.or((row.size > 0).then_some(row.size));
        let summary: serde_json::Value = serde_json::from_str(&row.titles).unwrap_or_default();
        let titles = summary["titles"].as_array().cloned().unwrap_or_default();
        let known = sends
            .iter_mut()
            .find(|it| it.run == row.run && it.day == day);
        if let Some(known) = known {
            known.msg_ids.extend(row.msg_id);
            known.data_ids.extend(row.msg_data_id);
            known.delivered = known.delivered.zip(delivered).map(|(a, b)| a + b);
            known.at = known.at.min(row.at);
            continue;
        }
        sends.push(Known {
            name: row.name.clone(),
            msg_ids: row.msg_id.into_iter().collect(),
            data_ids: row.msg_data_id.into_iter().collect(),
            titles: titles
                .iter()
                .filter_map(|it| it.as_str().map(str::to_owned))
                .collect(),
            run: row.run,
            day,
            at: row.at,
            delivered,
        });
    }
    sends
}

async fn filled(
    context: &Context,
    sends: Vec<Known>,
    now: Timestamp,
    known: &mut BTreeMap<Date, (Vec<ArticleResult>, bool)>,
) -> Result<Results, Error> {
    let mut results = Results::default();
    for send in sends {
        let (articles, waits) = match known.entry(send.day) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(place) => place.insert(of_day(context, send.day, now).await?),
        };
        let of_send = |article: &&ArticleResult| {
            let (data_id, _) = article.msgid.split_once('_').unwrap_or_default();
            if send.data_ids.is_empty() {
                // A receipt of 45065 names none: day and title do.
                return send.titles.contains(&article.title);
            }
            send.data_ids.iter().any(|id| id.to_string() == data_id)
        };
        let articles: Vec<_> = articles.iter().filter(of_send).cloned().collect();
        let waits = *waits || articles.iter().any(|article| article.is_delay);
        if waits {
            results.come_again = next_look(now);
        }
        results.sends.push(SendResult {
            run: send.run,
            name: send.name,
            msg_ids: send.msg_ids,
            day: send.day.to_string(),
            at: send.at,
            delivered: send.delivered,
            articles,
        });
    }
    Ok(results)
}

/// 08:00 of this day in Beijing, or of the next one.
fn next_look(now: Timestamp) -> Option<Timestamp> {
    let local = BEIJING.to_datetime(now);
    let day = if local.hour() < COMPLETE {
        local.date()
    } else {
        local.date().tomorrow().ok()?
    };
    BEIJING.to_timestamp(day.at(COMPLETE, 0, 0, 0)).ok()
}

/// The articles that went out on a day, and whether there is more to come: from WeChat while it knows them, else as they were
/// kept.
async fn of_day(
    context: &Context,
    day: Date,
    now: Timestamp,
) -> Result<(Vec<ArticleResult>, bool), Error> {
    let (store, account) = (&context.store, &context.account.key);
    let local = BEIJING.to_datetime(now);
    let today = local.date();
    let written = day.to_string();
    if day >= today || day < FIRST {
        return Ok((Vec::new(), day >= today));
    }
    let kept = store.results_of(account, &written).await?;
    let last_told = day.checked_add((DAYS - 1).days()).unwrap_or(day);
    let yesterday = today.yesterday().unwrap_or(today).min(last_told);
    let is_complete = !kept.is_empty()
        && kept.iter().all(|row| !row.is_delay)
        && kept
            .iter()
            .any(|row| row.stat_date == yesterday.to_string());
    let is_forgotten = today > last_told.checked_add(1.day()).unwrap_or(last_told);
    if is_complete || (is_forgotten && !kept.is_empty()) {
        return Ok((articles(&kept), false));
    }
    let report = match statistics::published_on(&context.client, &written).await {
        Ok(report) => report,
        Err(error) if error.errcode() == Some(errcode::STATISTICS_NOT_READY) => {
            return Ok((articles(&kept), true));
        }
        Err(error) => return Err(Error::at(Step::Statistics)(error)),
    };
    let is_delay = report.is_delay.unwrap_or(false);
    let mut rows = Vec::new();
    for article in &report.list {
        for detail in &article.detail_list {
            let figures =
                serde_json::to_string(detail).map_err(|error| Error::Defect(error.to_string()))?;
            rows.push(ResultRow {
                msgid: article.msgid.clone(),
                day: written.clone(),
                stat_date: detail.stat_date.clone(),
                title: article.title.clone(),
                url: article.content_url.clone(),
                figures,
                is_delay: is_delay && detail.stat_date == yesterday.to_string(),
                asked_at: now,
            });
        }
    }
    store.results_keep(account, &rows).await?;
    let kept = store.results_of(account, &written).await?;
    Ok((articles(&kept), is_delay))
}

/// Rows by article and day, as articles.
fn articles(rows: &[ResultRow]) -> Vec<ArticleResult> {
    let mut articles: Vec<ArticleResult> = Vec::new();
    for row in rows {
        let Ok(detail) = serde_json::from_str::<Detail>(&row.figures) else {
            continue;
        };
        let known = articles.iter_mut().find(|it| it.msgid == row.msgid);
        if let Some(known) = known {
            known.days.push(detail);
            known.is_delay |= row.is_delay;
            continue;
        }
        let place = row
            .msgid
            .rsplit_once('_')
            .and_then(|(_, it)| it.parse().ok());
        articles.push(ArticleResult {
            msgid: row.msgid.clone(),
            place: place.unwrap_or(1),
            title: row.title.clone(),
            url: row.url.clone(),
            days: vec![detail],
            is_delay: row.is_delay,
        });
    }
    articles.sort_by(|a, b| {
        (a.msgid.split('_').next(), a.place).cmp(&(b.msgid.split('_').next(), b.place))
    });
    articles
}
