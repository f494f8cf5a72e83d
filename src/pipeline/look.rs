//! Looking before anything begins: does the tag exist, how many would get it, do the quotas suffice.
//!
//! Nothing begins that cannot end. What WeChat tells (`tags/get`, `user/get`, `openapi/quota/get`) is asked for together, in
//! one step; what only we know (sends of this day and month) comes from the ledger. A question that WeChat does not answer
//! stops nothing: the quota is then unknown, and said to be.

use jiff::{Timestamp, civil};

use super::event::Event;
use super::{AccountKind, Context, Error, error::Step};
use crate::campaign::Tag;
use crate::plan::Target;
use crate::wechat::ids::TagId;
use crate::wechat::{errcode, quota, tags, users};

/// Four sends to everybody a natural month for a verified service account ("Batch_Sends guide").
const SERVICE_A_MONTH: i64 = 4;

/// Previews of an account in a Beijing day ("preview").
const PREVIEWS_A_DAY: i64 = 100;

/// What was seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The tag by id and name, where one is meant.
    pub tag: Option<(TagId, Option<String>)>,
    /// How many followers would get it at most.
    pub receivers: Option<i64>,
    /// Calls of the mass interface that are left today.
    pub sends_left: Option<i64>,
}

/// What is about to be done.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'a> {
    pub target: &'a Target,
    pub tag: Option<&'a Tag>,
    pub batches: usize,
    pub previews: usize,
}

/// The mass call that a target takes.
pub fn send_call(target: &Target) -> &'static str {
    match target {
        Target::All | Target::Tag(_) => "message/mass/sendall",
        Target::OpenIds { .. } => "message/mass/send",
    }
}

/// Refuses what this account cannot do, by what the ledger and the accounts file know. Makes no call.
pub async fn offline(context: &Context, intent: Intent<'_>) -> Result<(), Error> {
    if intent.batches == 0 {
        return Ok(());
    }
    let (kind, call) = (context.account.kind, send_call(intent.target));
    let list = matches!(intent.target, Target::OpenIds { .. });
    if kind == AccountKind::Unverified || (kind == AccountKind::Subscription && list) {
        return Err(Error::NotAllowed { kind, call });
    }
    let now = Timestamp::now();
    let (allowed, since, returns) = match (kind, intent.target) {
        (AccountKind::Subscription, _) => (1, beijing_day(now, 0), beijing_day(now, 1)),
        (AccountKind::Service, Target::All) => (
            SERVICE_A_MONTH,
            beijing_month(now, 0),
            beijing_month(now, 1),
        ),
        _ => return Ok(()),
    };
    let Some(since) = since else { return Ok(()) };
    let mut sent = 0;
    for batch in context
        .store
        .sends_since(&context.account.key, since)
        .await?
    {
        if kind == AccountKind::Subscription || went_to_all(context, batch.run).await? {
            sent += 1;
        }
    }
    if sent >= allowed {
        return Err(Error::Quota {
            call,
            left: 0,
            needed: 1,
            returns,
        });
    }
    Ok(())
}

async fn went_to_all(context: &Context, run: i64) -> Result<bool, Error> {
    let summary = context
        .store
        .run_get(run)
        .await?
        .map(|run| run.summary)
        .unwrap_or_default();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap_or_default();
    Ok(summary["audience"]["kind"] == "all")
}

/// Asks WeChat, all at once, and refuses what cannot end.
pub async fn online(context: &Context, intent: Intent<'_>) -> Result<Seen, Error> {
    let client = &context.client;
    client.token().await.map_err(Error::at(Step::Token))?;
    context.events.say(Event::TokenReady);
    let everybody = *intent.target == Target::All && intent.batches > 0;
    let send_path = match intent.target {
        Target::OpenIds { .. } => "/cgi-bin/message/mass/send",
        _ => "/cgi-bin/message/mass/sendall",
    };
    let (tag, total, sends, previews) = tokio::join!(
        find_tag(context, intent.tag),
        async {
            if everybody {
                users::total(client).await.ok().flatten()
            } else {
                None
            }
        },
        async {
            if intent.batches > 0 {
                quota::get(client, send_path).await.ok().flatten()
            } else {
                None
            }
        },
        async {
            if intent.previews > 0 {
                quota::get(client, "/cgi-bin/message/mass/preview")
                    .await
                    .ok()
                    .flatten()
            } else {
                None
            }
        },
    );
    let tag = tag?;
    let call = send_call(intent.target);
    let (batches, receivers) = (count(intent.batches), count(intent.previews));
    if let Some(quota) = &sends {
        // What needs more than a whole day's quota may begin and go on tomorrow; the ledger knows where.
        if quota.remain <= 0 || (quota.remain < batches && batches <= quota.limit) {
            return Err(quota_error(call, quota.remain, batches));
        }
    }
    let previews_left = match &previews {
        Some(quota) => Some(quota.remain),
        None => previews_by_the_ledger(context).await?,
    };
    if let Some(left) = previews_left.filter(|left| *left < receivers) {
        return Err(quota_error("message/mass/preview", left, receivers));
    }
    let receivers = match (&tag, intent.target) {
        (Some((_, _, size)), _) => *size,
        (None, Target::OpenIds { count, .. }) => i64::try_from(*count).ok(),
        (None, _) => total,
    };
    Ok(Seen {
        tag: tag.map(|(id, name, _)| (id, name)),
        receivers,
        sends_left: sends.map(|quota| quota.remain),
    })
}

/// What is left of the day's previews at most: others may have made some that the ledger does not know of.
async fn previews_by_the_ledger(context: &Context) -> Result<Option<i64>, Error> {
    let Some(today) = beijing_day(Timestamp::now(), 0) else {
        return Ok(None);
    };
    let (store, account) = (&context.store, &context.account.key);
    let made = store.previews_since(account, today).await?;
    Ok(Some(PREVIEWS_A_DAY - made))
}

type FoundTag = (TagId, Option<String>, Option<i64>);

async fn find_tag(context: &Context, tag: Option<&Tag>) -> Result<Option<FoundTag>, Error> {
    let Some(wanted) = tag else { return Ok(None) };
    let list = match (tags::list(&context.client).await, wanted) {
        (Ok(list), _) => list,
        // An id can be sent to without knowing its name; who may not read tags may still send.
        (Err(error), Tag::Id(id)) if error.errcode() == Some(errcode::API_UNAUTHORIZED) => {
            return Ok(Some((TagId::new(*id), None, None)));
        }
        (Err(error), _) => return Err(Error::at(Step::Look)(error)),
    };
    let found = list.iter().find(|tag| match wanted {
        Tag::Id(id) => tag.id.get() == *id,
        Tag::Name(name) => tag.name == *name,
    });
    if let Some(tag) = found {
        return Ok(Some((tag.id, Some(tag.name.clone()), Some(tag.count))));
    }
    let name = match wanted {
        Tag::Id(id) => id.to_string(),
        Tag::Name(name) => name.clone(),
    };
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let nearest = list
        .iter()
        .map(|tag| (likeness(&tag.name), tag))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, tag)| (tag.name.clone(), tag.count));
    Err(Error::UnknownTag { name, nearest })
}

fn quota_error(call: &'static str, left: i64, needed: i64) -> Error {
    Error::Quota {
        call,
        left,
        needed,
        returns: beijing_day(Timestamp::now(), 1),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The start of a Beijing day, counted from the one that `now` is in. Quotas return then.
pub fn beijing_day(now: Timestamp, days: i32) -> Option<Timestamp> {
    let today = beijing(now);
    start(today.checked_add(jiff::Span::new().days(days)).ok()?)
}

/// The start of a Beijing month, counted from the one that `now` is in.
pub fn beijing_month(now: Timestamp, months: i32) -> Option<Timestamp> {
    let first = beijing(now).first_of_month();
    start(first.checked_add(jiff::Span::new().months(months)).ok()?)
}

/// UTC+8, without summer time.
const BEIJING: jiff::tz::Offset = jiff::tz::offset(8);

fn beijing(now: Timestamp) -> civil::Date {
    BEIJING.to_datetime(now).date()
}

fn start(date: civil::Date) -> Option<Timestamp> {
    BEIJING
        .to_timestamp(date.to_datetime(civil::Time::midnight()))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn days_and_months_are_those_of_beijing() {
        // 16:30 UTC on the last day of November is already December in Beijing.
        let now = time("2026-11-30T16:30:00Z");
        assert_eq!(beijing_day(now, 0), Some(time("2026-11-30T16:00:00Z")));
        assert_eq!(beijing_day(now, 1), Some(time("2026-12-01T16:00:00Z")));
        assert_eq!(beijing_month(now, 0), Some(time("2026-11-30T16:00:00Z")));
        assert_eq!(beijing_month(now, 1), Some(time("2026-12-31T16:00:00Z")));
    }
}
