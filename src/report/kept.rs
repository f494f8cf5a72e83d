//! A document that is kept for its caller in place of being printed, and events that somebody follows: a command that runs
//! inside a server has neither stdout nor a terminal.

use std::cell::RefCell;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::pipeline::event::Event;

tokio::task_local! {
    static KEPT: Kept;
}

struct Kept {
    document: RefCell<Option<Value>>,
    events: UnboundedSender<Event>,
}

/// Runs a command whose JSON document is kept, and answers it with the command's own answer. Its events go to `events` too.
pub async fn keeping<T>(
    events: UnboundedSender<Event>,
    command: impl Future<Output = T>,
) -> (T, Option<Value>) {
    let kept = Kept {
        document: RefCell::new(None),
        events,
    };
    let both = async {
        let answer = command.await;
        (answer, KEPT.with(|kept| kept.document.take()))
    };
    KEPT.scope(kept, both).await
}

/// Keeps a document; `false` where it is to be printed instead.
pub(super) fn keep(document: &Value) -> bool {
    KEPT.try_with(|kept| kept.document.replace(Some(document.clone())))
        .is_ok()
}

/// The follower of the events of the command that runs here.
pub(super) fn follower() -> Option<UnboundedSender<Event>> {
    KEPT.try_with(|kept| kept.events.clone()).ok()
}
