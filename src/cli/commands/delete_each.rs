//! Deleting after a question: one id after the other, each told as soon as it is gone, also where a later one fails.

use std::future::Future;

use serde_json::{Value, json};

use super::{print, written};
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask};
use crate::pipeline::Event;
use crate::report::text;
use crate::wechat::ids::MediaId;
use crate::{store, wechat};

/// The end of a deletion of several.
#[derive(Debug)]
pub(super) struct Deleted {
    ids: Vec<String>,
    /// Why the others are still there.
    failure: Option<Failure>,
    /// Whether stdout took the ids.
    printed: Result<(), Failure>,
}

impl Deleted {
    /// No id was deleted, and none had to be.
    pub(super) fn none() -> Self {
        Self {
            ids: Vec::new(),
            failure: None,
            printed: Ok(()),
        }
    }

    /// Writes the document with the ids as its `deleted`, and how it ended.
    pub(super) fn told(self, frame: &Frame, mut document: Value) -> Result<Exit, Failure> {
        document["deleted"] = json!(self.ids);
        if let Some(failure) = self.failure {
            return Ok(failure.beside(frame.out, document));
        }
        self.printed?;
        written(frame.out.json(&document))?;
        Ok(Exit::Done)
    }
}

/// Asks the question before a deletion. A no is a failure.
pub(super) async fn confirmed(
    frame: &Frame,
    session: &Session,
    question: &str,
) -> Result<(), Failure> {
    frame.out.note(question);
    let events = &session.context.events;
    events.say(Event::Asking);
    events.heard().await;
    if ask::yes(frame).await? {
        return Ok(());
    }
    let message = text!(frame.out.lang, delete_confirmed_nothing_deleted);
    Err(Failure::new(Exit::Input, message, ""))
}

/// Deletes after the question, until one fails or Ctrl-C. `delete` is the call, `forget` the ledger's part after it.
pub(super) async fn delete_each<'a, D, F>(
    frame: &Frame,
    session: &Session,
    question: &str,
    ids: &[&'a MediaId],
    delete: impl Fn(&'a MediaId) -> D,
    forget: impl Fn(&'a MediaId) -> F,
) -> Result<Deleted, Failure>
where
    D: Future<Output = Result<(), wechat::Error>>,
    F: Future<Output = Result<(), store::Error>>,
{
    let lang = frame.out.lang;
    let mut deleted = Deleted::none();
    if ids.is_empty() {
        return Ok(deleted);
    }
    confirmed(frame, session, question).await?;
    for id in ids {
        if session.context.stop.is_asked() {
            deleted.failure = Some(Failure::new(
                Exit::Interrupted,
                text!(lang, send_interrupted),
                text!(lang, error_run_same_command_again),
            ));
            break;
        }
        if let Err(error) = delete(id).await {
            deleted.failure = Some(Failure::of_wechat(lang, &error, None));
            break;
        }
        deleted.ids.push(id.to_string());
        // A stdout that takes no more does not keep the rest.
        if deleted.printed.is_ok() {
            deleted.printed = print(frame, id.as_str());
        }
        if let Err(error) = forget(id).await {
            deleted.failure = Some(Failure::of_store(lang, &error));
            break;
        }
    }
    Ok(deleted)
}
