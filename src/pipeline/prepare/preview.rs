//! Previews to testers.
//!
//! Each one counts against a hundred a day, so a tester who had this very content before is skipped when a send is
//! repeated, and every preview is in the ledger as soon as it went out.

use futures_util::future::join_all;
use jiff::Timestamp;

use super::message::{Outgoing, Source};
use super::order::Order;
use super::receivers::shown;
use crate::pipeline::{Context, Error, Event, Step};
use crate::plan::Fingerprint;
use crate::wechat::ids::MediaId;
use crate::wechat::{errcode, mass};

/// Testers without a preview of this content.
pub(super) async fn missing(
    context: &Context,
    content: &Fingerprint,
    receivers: Vec<mass::Receiver>,
) -> Result<(Vec<mass::Receiver>, Vec<mass::Receiver>), Error> {
    let had = context
        .store
        .previews_of(&context.account.key, content.as_str())
        .await?;
    Ok(receivers
        .into_iter()
        .partition(|receiver| !had.iter().any(|it| it.receiver == shown(receiver))))
}

/// When the last preview of this content was sent.
pub(super) async fn last(
    context: &Context,
    content: &Fingerprint,
) -> Result<Option<Timestamp>, Error> {
    let had = context
        .store
        .previews_of(&context.account.key, content.as_str())
        .await?;
    Ok(had.last().map(|preview| preview.sent_at))
}

/// Whether the account's owner requires a preview and the ledger has none: of this content, or of the very draft that is to
/// be sent.
pub(in crate::pipeline) async fn is_missing(
    context: &Context,
    order: &Order<'_>,
) -> Result<bool, Error> {
    if !context.account.require_preview {
        return Ok(false);
    }
    let (store, account) = (&context.store, &context.account.key);
    if !store
        .previews_of(account, order.content.as_str())
        .await?
        .is_empty()
    {
        return Ok(false);
    }
    let id = match order.source {
        Source::Given(mass::Message::News(id) | mass::Message::Video(id)) => id,
        Source::Given(_) | Source::Campaign(_) => return Ok(true),
    };
    Ok(!store.was_previewed(account, id).await?)
}

/// Previews to all of them at once. A message that the account no longer has is made again, once.
pub(super) async fn all(
    context: &Context,
    outgoing: &mut Outgoing<'_>,
    content: &Fingerprint,
    receivers: &[mass::Receiver],
) -> Result<(), Error> {
    let mut left = receivers.to_vec();
    for renewed in [false, true] {
        let answers = join_all(
            left.iter()
                .map(|receiver| one(context, outgoing, content, receiver)),
        )
        .await;
        let mut gone = Vec::new();
        for (receiver, answer) in left.into_iter().zip(answers) {
            match answer {
                Ok(()) => {}
                Err(Error::Wechat { error, step })
                    if error.errcode() == Some(errcode::INVALID_MEDIA_ID) =>
                {
                    gone.push((receiver, Error::Wechat { step, error }));
                }
                Err(error) => return Err(error),
            }
        }
        let Some((_, error)) = gone.first() else {
            return Ok(());
        };
        tracing::info!(%error, "the previewed message is gone");
        if renewed || !outgoing.renew(context).await? {
            return Err(gone.swap_remove(0).1);
        }
        left = gone.into_iter().map(|(receiver, _)| receiver).collect();
    }
    Ok(())
}

async fn one(
    context: &Context,
    outgoing: &Outgoing<'_>,
    content: &Fingerprint,
    receiver: &mass::Receiver,
) -> Result<(), Error> {
    let name = shown(receiver);
    mass::preview(&context.client, receiver, outgoing.message())
        .await
        .map_err(Error::at(Step::Preview(name.clone())))?;
    let media_id = outgoing.media_id().map(MediaId::as_str);
    context
        .store
        .preview_add(
            &context.account.key,
            content.as_str(),
            &name,
            media_id,
            Timestamp::now(),
        )
        .await?;
    context.events.say(Event::Previewed { receiver: name });
    Ok(())
}
