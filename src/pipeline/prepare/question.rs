//! Facts that the operator needs before confirming.

use jiff::Timestamp;
use serde::Serialize;

use super::preflight::Findings;
use crate::campaign::Window;
use crate::pipeline::{AccountKind, Context, Error};
use crate::plan::Target;
use crate::plan::beijing;
use crate::store::AudienceKind;

/// The facts of the question.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub account: String,
    pub appid: String,
    pub name: String,
    pub audience: AudienceFacts,
    /// Titles of the articles, or a short description of the message.
    pub titles: Vec<String>,
    /// Mass calls that will be made.
    pub batches: usize,
    /// Batches that went out earlier in this run.
    pub accepted_before: usize,
    /// Batches whose answer was lost and which are settled first, by their clientmsgid.
    pub unsettled: usize,
    /// Mass calls left today, where WeChat told: the API's own limit, which is not the account's.
    pub quota_left: Option<i64>,
    /// The account's sends that count, as far as the ledger knows; nothing where the kind of the account is not known.
    pub used: Option<Used>,
    /// Testers who were sent this content.
    pub previewed: Vec<String>,
    /// The last of these previews.
    pub previewed_at: Option<Timestamp>,
    /// An administrator has to confirm within 30 minutes.
    pub needs_administrator: bool,
    /// When it goes out, where that is later.
    #[serde(skip)]
    pub window: Option<Window>,
}

/// Sends of a month of a service account, and of a day of a subscription account ("Batch_Sends guide").
const A_MONTH: i64 = 4;
const A_DAY: i64 = 1;

/// Sends that WeChat counts, by the ledger; those from the console are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Used {
    pub count: i64,
    pub limit: i64,
    /// Counted by the month (a service account), else by the day.
    pub by_month: bool,
}

/// The account's sends known to the ledger in this month or on this day, by Beijing time.
///
/// # Errors
///
/// The store's.
pub(super) async fn used(context: &Context) -> Result<Option<Used>, Error> {
    let (account, now) = (&context.account, context.client.now());
    let (since, counted, limit, by_month) = match account.kind {
        // Each follower gets four a month; only sends to everybody are certain to have reached each of them.
        AccountKind::Service => (
            beijing::month(now, 0),
            Some(AudienceKind::All),
            A_MONTH,
            true,
        ),
        AccountKind::Subscription => (beijing::day(now, 0), None, A_DAY, false),
        AccountKind::Unknown | AccountKind::Unverified => return Ok(None),
    };
    let since = since.unwrap_or(now);
    let count = context
        .store
        .sends_since(&account.key, since, counted)
        .await?;
    Ok(Some(Used {
        count,
        limit,
        by_month,
    }))
}

/// To whom it goes, with sizes where they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AudienceFacts {
    All {
        count: Option<i64>,
    },
    Tag {
        id: i64,
        name: Option<String>,
        count: Option<i64>,
    },
    OpenIds {
        count: u64,
        repeats: u64,
    },
}

impl AudienceFacts {
    /// How many receivers at most, if known.
    pub fn size(&self) -> Option<i64> {
        match self {
            Self::All { count } | Self::Tag { count, .. } => *count,
            Self::OpenIds { count, .. } => i64::try_from(*count).ok(),
        }
    }
}

/// The audience with what was found of it.
pub(super) fn audience(target: &Target, found: &Findings) -> AudienceFacts {
    match (target, &found.tag) {
        (Target::OpenIds { count, repeats, .. }, _) => AudienceFacts::OpenIds {
            count: *count,
            repeats: *repeats,
        },
        (Target::Tag(_), Some((id, name))) => AudienceFacts::Tag {
            id: id.get(),
            name: name.clone(),
            count: found.receivers,
        },
        (Target::All | Target::Tag(_), _) => AudienceFacts::All {
            count: found.receivers,
        },
    }
}
