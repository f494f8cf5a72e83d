//! Previews to testers.
//!
//! Each one counts against a hundred a day, so a tester who had this very content before is skipped when a send is
//! repeated, and every preview is in the ledger as soon as it went out.

use futures_util::future::join_all;
use jiff::Timestamp;

use super::event::Event;
use super::parcel::Parcel;
use super::{Context, Error, error::Step};
use crate::campaign::Preview;
use crate::plan::Fingerprint;
use crate::wechat::ids::{MediaId, OpenId};
use crate::wechat::{errcode, mass};

/// The testers of a campaign, as the preview call takes them.
pub fn receivers(preview: &Preview) -> Vec<mass::Receiver> {
    let openids = preview
        .openids
        .iter()
        .map(|id| mass::Receiver::OpenId(OpenId::new(id.clone())));
    let names = preview
        .wxnames
        .iter()
        .map(|name| mass::Receiver::WxName(name.clone()));
    openids.chain(names).collect()
}

/// How a receiver is written in events and in the ledger.
pub fn shown(receiver: &mass::Receiver) -> String {
    match receiver {
        mass::Receiver::OpenId(id) => id.to_string(),
        mass::Receiver::WxName(name) => format!("@{name}"),
    }
}

/// Those who have not had this content yet.
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

/// Previews to all of them at once. A parcel that the account no longer has is made again, once.
pub(super) async fn all(
    context: &Context,
    parcel: &mut Parcel<'_>,
    content: &Fingerprint,
    receivers: &[mass::Receiver],
) -> Result<(), Error> {
    let mut left = receivers.to_vec();
    for renewed in [false, true] {
        let answers = join_all(
            left.iter()
                .map(|receiver| one(context, parcel, content, receiver)),
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
        if renewed || !parcel.renew(context).await? {
            return Err(gone.swap_remove(0).1);
        }
        left = gone.into_iter().map(|(receiver, _)| receiver).collect();
    }
    Ok(())
}

async fn one(
    context: &Context,
    parcel: &Parcel<'_>,
    content: &Fingerprint,
    receiver: &mass::Receiver,
) -> Result<(), Error> {
    let name = shown(receiver);
    mass::preview(&context.client, receiver, parcel.message())
        .await
        .map_err(Error::at(Step::Preview(name.clone())))?;
    let media_id = parcel.media_id().map(MediaId::as_str);
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
