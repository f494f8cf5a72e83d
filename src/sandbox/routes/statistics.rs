//! Statistics of what was sent and published ("getarticleread", "getarticleshare", "getbizsummary", "getarticletotaldetail";
//! `wechat-api.md` 13).
//!
//! The figures are made up from the number of receivers, the age of an article and its id, so that the same world always answers the same;
//! they grow for days as real ones do. Of a day they are complete at 08:00 of the next one.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use serde_json::{Value, json};

use super::readers::{self, Article, Readers};
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::{BEIJING, World};

/// Days of an article that are told.
const DAYS: i32 = 30;
/// The first day with data.
const FIRST: Date = jiff::civil::date(2025, 11, 1);
/// Hours of Beijing: before the first nothing is known of yesterday, before the second not everything.
const SOME: i8 = 6;
const ALL: i8 = 8;

#[derive(Deserialize)]
struct Span {
    begin_date: String,
    end_date: String,
}

/// The days that a call asks for, and whether the last of them is complete.
struct Days {
    first: Date,
    last: Date,
    is_delay: bool,
}

impl Days {
    /// 61500 for a date that is none, 61501 for too many days or days to come, 61503 where yesterday is not counted yet.
    fn read(world: &World, call: &Call, longest: i32) -> Result<Self, Refusal> {
        let span: Span = call.json()?;
        let date = |text: &str| {
            let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
            date.ok_or_else(|| refuse(code::DATE_FORMAT, "date format error"))
        };
        let (first, last) = (date(&span.begin_date)?, date(&span.end_date)?);
        let now = BEIJING.to_datetime(call.now);
        let days = first.until(last).map_or(i32::MAX, |span| span.get_days());
        if !(0..longest).contains(&days) || last > now.date() {
            return Err(refuse(code::DATE_RANGE, "date range error"));
        }
        let is_yesterday = now.date().yesterday().is_ok_and(|day| day == last);
        let is_early = is_yesterday && !world.settings.early_statistics;
        if is_early && now.hour() < SOME {
            return Err(refuse(code::NOT_READY, "data not ready, please try later"));
        }
        Ok(Self {
            first,
            last,
            is_delay: is_early && now.hour() < ALL,
        })
    }

    /// Each of them that has data: neither today nor a day before there were any.
    fn counted(&self, now: Timestamp) -> impl Iterator<Item = Date> {
        let today = BEIJING.to_datetime(now).date();
        let last = self.last;
        self.first
            .series(1.day())
            .take_while(move |day| *day <= last)
            .filter(move |day| *day < today && *day >= FIRST)
    }

    fn answer(&self, list: &[Value]) -> Answer {
        Answer::json(&json!({ "list": list, "is_delay": self.is_delay }))
    }
}

fn sources(readers: &Readers) -> Value {
    let all = readers.read;
    let (chats, moments) = (all / 5, all / 10);
    json!([
        { "user_count": all, "scene_desc": "全部" },
        { "user_count": all - chats - moments, "scene_desc": "公众号消息" },
        { "user_count": chats, "scene_desc": "聊天会话" },
        { "user_count": moments, "scene_desc": "朋友圈" },
    ])
}

/// One row for each article that somebody read on the day.
fn rows(world: &World, call: &Call, detail: impl Fn(&Readers) -> Option<Value>) -> Outcome {
    let days = Days::read(world, call, 1)?;
    let articles = readers::articles(world, call.now);
    let list: Vec<_> = days
        .counted(call.now)
        .flat_map(|day| articles.iter().map(move |article| (day, article)))
        .filter_map(|(day, article)| {
            let detail = detail(&article.on(day))?;
            Some(json!({ "ref_date": day.to_string(), "msgid": article.msgid, "detail": detail }))
        })
        .collect();
    Ok(days.answer(&list))
}

pub(super) fn read(world: &mut World, call: &Call) -> Outcome {
    rows(world, call, |readers| {
        let detail = json!({ "read_user": readers.read, "read_user_source": sources(readers) });
        (readers.read > 0).then_some(detail)
    })
}

pub(super) fn share(world: &mut World, call: &Call) -> Outcome {
    rows(world, call, |readers| {
        (readers.shared() > 0).then(|| json!({ "share_user": readers.shared() }))
    })
}

/// Totals of the account, day by day.
pub(super) fn summary(world: &mut World, call: &Call) -> Outcome {
    let days = Days::read(world, call, DAYS)?;
    let articles = readers::articles(world, call.now);
    let row = |day: Date| {
        let sum = articles
            .iter()
            .map(|article| article.on(day))
            .sum::<Readers>();
        let detail = json!({
            "read_user": sum.read, "read_user_source": sources(&sum), "share_user": sum.shared(), "zaikan_user": sum.read / 150,
            "like_user": sum.read / 50, "comment_count": sum.read / 300, "collection_user": sum.read / 100,
            "redirect_ori_page_user": sum.read / 20,
            "send_page_count": articles.iter().filter(|article| article.day == day).count(),
        });
        (sum.read > 0).then(|| json!({ "ref_date": day.to_string(), "detail": detail }))
    };
    let list: Vec<_> = days.counted(call.now).filter_map(row).collect();
    Ok(days.answer(&list))
}

/// The articles that went out on a day, each with its totals on every day since.
pub(super) fn detail(world: &mut World, call: &Call) -> Outcome {
    let days = Days::read(world, call, 1)?;
    let articles = readers::articles(world, call.now);
    let today = BEIJING.to_datetime(call.now).date();
    let list: Vec<_> = days
        .counted(call.now)
        .flat_map(|day| articles.iter().filter(move |article| article.day == day))
        .map(|article| told(article, today))
        .collect();
    Ok(days.answer(&list))
}

fn told(article: &Article, today: Date) -> Value {
    let since = article
        .day
        .series(1.day())
        .take(DAYS.unsigned_abs() as usize);
    let days = since.take_while(|day| *day < today);
    let list: Vec<_> = days
        .map(|day| {
            let readers = article.until(day);
            let read = readers.read;
            json!({
                "stat_date": day.to_string(), "read_user": read, "read_user_source": sources(&readers), "share_user": readers.shared(),
                "zaikan_user": read / 150, "like_user": read / 50, "comment_count": read / 300, "collection_user": read / 100,
                "praise_money": read / 3, "read_subscribe_user": read / 200,
                "read_delivery_rate": rate(read, article.receivers), "read_finish_rate": 0.583, "read_avg_activetime": 1.42,
                "read_jump_position": [
                    { "position": 1, "rate": 0.31 }, { "position": 2, "rate": 0.12 }, { "position": 3, "rate": 0.09 },
                    { "position": 4, "rate": 0.07 }, { "position": 5, "rate": 0.41 },
                ],
            })
        })
        .collect();
    json!({
        "ref_date": article.day.to_string(), "msgid": article.msgid, "publish_type": article.publish_type,
        "title": article.title, "content_url": article.url, "detail_list": list,
    })
}

/// A fraction of four decimals.
fn rate(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0
}

/// The six calls of before 2025.
pub(super) fn offline(_: &mut World, _: &Call) -> Outcome {
    Err(refuse(
        code::OFFLINE,
        "this api is offline, please use the new api",
    ))
}
