//! The followers of several tags as one list ("getTagFans"), page by page: for verified service accounts, which may send to lists.

use std::sync::Arc;

use super::tag;
use crate::campaign::audience::{Gathering, Roster};
use crate::campaign::{Audience, Campaign, SeveralTags};
use crate::pipeline::{AccountKind, Context, Error, Step};
use crate::wechat::tags;

/// The list of a campaign that goes to several tags; `None` for all others.
pub(super) async fn gathered(
    context: &Context,
    campaign: &Campaign,
) -> Result<Option<Arc<Roster>>, Error> {
    match &campaign.audience {
        Some(Audience::Tags(several)) => all(context, several).await.map(Some),
        Some(Audience::All | Audience::Tag(_) | Audience::OpenIds(_)) | None => Ok(None),
    }
}

async fn all(context: &Context, several: &SeveralTags) -> Result<Arc<Roster>, Error> {
    let kind = context.account.kind;
    if matches!(kind, AccountKind::Subscription | AccountKind::Unverified) {
        let call = "message/mass/send";
        return Err(Error::NotAllowed { kind, call });
    }
    let mut gathering = Gathering::new(several.without.as_deref()).map_err(Error::Spool)?;
    for wanted in &several.tags {
        let (id, _, _) = tag::find(context, wanted).await?;
        let mut next = None;
        loop {
            let page = tags::members(&context.client, id, next.as_ref())
                .await
                .map_err(Error::at(Step::Preflight))?;
            for openid in page.openids() {
                gathering.add(openid);
            }
            next = page.next();
            if next.is_none() {
                break;
            }
        }
    }
    tracing::info!(left_out = gathering.left_out(), "followers of several tags");
    let roster = gathering.finish().map_err(Error::Spool)?;
    roster.map(Arc::new).map_err(Error::Audience)
}
