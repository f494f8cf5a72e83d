//! Drafts duplicated by a lost answer: the repeat of `draft/add` may have made a second one.
//!
//! A duplicate is looked for, named in the ledger and deleted. Only a draft that was made within the last minutes, has the
//! same titles and covers as ours and is known to no run is deleted. Nothing here stops a run: a second draft reaches no one.

use jiff::Timestamp;

use crate::pipeline::{Context, Error, Event};
use crate::plan::Fingerprint;
use crate::wechat::drafts::{self, Draft};
use crate::wechat::ids::MediaId;

/// Seconds between the first try and the one that was answered, at most: the retries of one call take a minute, and each try
/// may take half a minute to fail.
const AT_MOST_BEFORE: i64 = 10 * 60;

/// Deletes the duplicates of a draft that is ours.
pub(super) async fn delete(
    context: &Context,
    content: &Fingerprint,
    ours: &MediaId,
) -> Result<(), Error> {
    let listed = match drafts::latest(&context.client).await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::info!(%error, "a second draft may be in the draft box");
            return Ok(());
        }
    };
    let Some(own) = listed.iter().find(|draft| draft.media_id == *ours) else {
        return Ok(());
    };
    for draft in listed.iter().filter(|draft| is_twin(draft, own)) {
        let (store, account, id) = (
            &context.store,
            &context.account.key,
            draft.media_id.as_str(),
        );
        if store.news_is_known(account, id).await? {
            continue;
        }
        store
            .news_add(account, content.as_str(), "draft", id, Timestamp::now())
            .await?;
        store.news_spend(account, id).await?;
        let deleted = drafts::delete(&context.client, &draft.media_id).await;
        if let Err(error) = &deleted {
            tracing::info!(%error, "the second draft was not deleted");
        }
        context.events.say(Event::StrayDraft {
            media_id: id.to_owned(),
            deleted: deleted.is_ok(),
        });
    }
    Ok(())
}

fn is_twin(draft: &Draft, own: &Draft) -> bool {
    let times = own.made_at().zip(draft.made_at());
    draft.media_id != own.media_id
        && draft.looks_like(own)
        && times.is_some_and(|(own, other)| (0..=AT_MOST_BEFORE).contains(&(own - other)))
}
