//! Checks before anything is uploaded: does the tag exist, how many would get it, do the quotas suffice.
//!
//! Facts from WeChat (`tags/get`, `user/get`, `openapi/quota/get`) is asked for together, in one step; what only the ledger
//! knows (sends of this day and month) comes from there. A question that WeChat does not answer stops nothing: the quota is
//! then unknown, and shown as such.

use jiff::Timestamp;

use super::tag;
use super::upload::Gate;
use crate::campaign::Tag;
use crate::pipeline::{AccountKind, Context, Error, Event, Step};
use crate::plan::{Target, beijing};
use crate::store::AudienceKind;
use crate::wechat::ids::TagId;
use crate::wechat::quota::{self, Quota};
use crate::wechat::users;

/// Four sends to everybody a natural month for a verified service account ("Batch_Sends guide").
const SERVICE_A_MONTH: i64 = 4;

/// Previews of an account in a Beijing day ("preview").
const PREVIEWS_A_DAY: i64 = 100;

/// The call for a preview.
const PREVIEW: &str = "message/mass/preview";

/// Results of the checks.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// The tag by id and name, where one is meant.
    pub tag: Option<(TagId, Option<String>)>,
    /// How many followers would get it at most.
    pub receivers: Option<i64>,
    /// Calls of the mass interface that are left today.
    pub sends_left: Option<i64>,
}

/// The intended calls.
#[derive(Debug, Clone, Copy)]
pub struct Intent<'a> {
    pub target: &'a Target,
    pub tag: Option<&'a Tag>,
    pub batches: usize,
    pub previews: usize,
    /// When the mass call is to be made, where that is later: the quota of that day counts, and is looked at then.
    pub at: Option<Timestamp>,
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
    let now = intent.at.unwrap_or_else(Timestamp::now);
    let (allowed, since, returns) = match (kind, intent.target) {
        (AccountKind::Subscription, _) => (1, beijing::day(now, 0), beijing::day(now, 1)),
        (AccountKind::Service, Target::All) => (
            SERVICE_A_MONTH,
            beijing::month(now, 0),
            beijing::month(now, 1),
        ),
        (AccountKind::Service, Target::Tag(_) | Target::OpenIds { .. })
        | (AccountKind::Unknown | AccountKind::Unverified, _) => return Ok(()),
    };
    let Some(since) = since else { return Ok(()) };
    let counted = match kind {
        AccountKind::Service => Some(AudienceKind::All),
        AccountKind::Subscription | AccountKind::Unknown | AccountKind::Unverified => None,
    };
    let key = &context.account.key;
    let sent = context.store.sends_since(key, since, counted).await?;
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

/// Asks WeChat, all at once, and refuses what cannot end. The first uploads begin beside it, once there is a token.
pub async fn online(context: &Context, intent: Intent<'_>, gate: &Gate) -> Result<Findings, Error> {
    let client = &context.client;
    client.token().await.map_err(Error::at(Step::Token))?;
    context.events.say(Event::TokenReady);
    gate.let_first_pass();
    let everybody = *intent.target == Target::All && intent.batches > 0;
    let call = send_call(intent.target);
    let is_today = |at: &Timestamp| beijing::day(*at, 0) == beijing::day(Timestamp::now(), 0);
    let of_today = if intent.at.as_ref().is_none_or(is_today) {
        intent.batches
    } else {
        0
    };
    let total = async {
        if everybody {
            users::total(client).await.ok().flatten()
        } else {
            None
        }
    };
    let (tag, total, sends, previews) = tokio::join!(
        wanted(context, intent.tag),
        total,
        left(context, call, of_today),
        left(context, PREVIEW, intent.previews),
    );
    let tag = tag?;
    if let Some((_, name, Some(0))) = &tag
        && intent.batches > 0
    {
        let name = name.clone().unwrap_or_default();
        return Err(Error::EmptyTag { name });
    }
    let (batches, receivers) = (count(intent.batches), count(intent.previews));
    if let Some(quota) = &sends {
        // What needs more than a whole day's quota may begin and go on tomorrow; the ledger knows where.
        if quota.remain <= 0 || (quota.remain < batches && batches <= quota.limit) {
            return Err(quota_error(call, quota.remain, batches));
        }
    }
    let previews_left = match &previews {
        Some(quota) => Some(quota.remain),
        None if receivers > 0 => previews_by_the_ledger(context).await?,
        None => None,
    };
    if let Some(left) = previews_left.filter(|left| *left < receivers) {
        return Err(quota_error(PREVIEW, left, receivers));
    }
    let receivers = match (&tag, intent.target) {
        (Some((_, _, size)), _) => *size,
        (None, Target::OpenIds { count, .. }) => i64::try_from(*count).ok(),
        (None, _) => total,
    };
    Ok(Findings {
        tag: tag.map(|(id, name, _)| (id, name)),
        receivers,
        sends_left: sends.map(|quota| quota.remain),
    })
}

/// The tag that is meant, if one is.
async fn wanted(context: &Context, wanted: Option<&Tag>) -> Result<Option<tag::Found>, Error> {
    match wanted {
        Some(wanted) => tag::find(context, wanted).await.map(Some),
        None => Ok(None),
    }
}

/// The remaining quota of a call, where WeChat reports it.
async fn left(context: &Context, call: &str, times: usize) -> Option<Quota> {
    if times == 0 {
        return None;
    }
    quota::get(&context.client, call).await.ok().flatten()
}

/// The most previews that are left today: other programs may have made some that the ledger does not know of.
async fn previews_by_the_ledger(context: &Context) -> Result<Option<i64>, Error> {
    let Some(today) = beijing::day(Timestamp::now(), 0) else {
        return Ok(None);
    };
    let (store, account) = (&context.store, &context.account.key);
    let made = store.previews_since(account, today).await?;
    Ok(Some(PREVIEWS_A_DAY - made))
}

fn quota_error(call: &'static str, left: i64, needed: i64) -> Error {
    Error::Quota {
        call,
        left,
        needed,
        returns: beijing::day(Timestamp::now(), 1),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
