//! The lock under which a campaign of an account is prepared and sent: one process at a time.

use std::time::Duration;

use crate::pipeline::{Context, Error, Event, holder};
use crate::store::{self, Guard};
use crate::text::normal_name;

/// How long to wait for another process that runs the same campaign.
const PATIENCE: Duration = Duration::from_mins(30);

/// The lock's name.
pub(in crate::pipeline) fn lock_name(context: &Context, name: &str) -> String {
    format!("run:{}:{}", context.account.key, normal_name(name))
}

/// Takes the lock, waiting for its holder.
pub(in crate::pipeline) async fn lock(context: &Context, name: &str) -> Result<Guard, Error> {
    let (key, purpose) = (lock_name(context, name), holder());
    match context.store.lock(&key, Duration::ZERO, &purpose).await {
        Err(store::Error::Held { holder, .. }) => {
            context.events.say(Event::WaitingForHolder { holder });
            let waiting = context.store.lock(&key, PATIENCE, &purpose);
            Ok(context.stop.or(waiting).await.ok_or(Error::Interrupted)??)
        }
        other => Ok(other?),
    }
}
