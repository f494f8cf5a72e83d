//! The log of calls: what arrived, what was answered, which fault it met. No token, secret or file is in it.
//!
//! It also counts the changes that the outbox page shows, so that the page asks again only when there is something new.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use serde::Serialize;

use super::SECRET;
use super::answer::{Answer, Call};
use super::faults::Fault;
use super::form;
use super::server::{Shared, locked};
use super::world::World;

/// Calls that the log keeps.
const MAX_LOG: usize = 2_000;
/// Characters of a body or an answer that it keeps.
const MAX_SHOWN: usize = 2_000;
/// In place of an errcode: the call never reached the world.
const UNHEARD: i64 = -999;

/// One call, or one event that was posted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Logged {
    /// From 1, in order of arrival.
    pub(super) number: u64,
    pub(super) at: Timestamp,
    /// Empty for an event.
    pub(super) method: String,
    pub(super) path: String,
    pub(super) errcode: i64,
    pub(super) body: String,
    /// What the world said, though a fault may have kept it from the caller.
    pub(super) answer: String,
    pub(super) fault: Option<Fault>,
}

/// Counts changes; never the same number in two runs.
#[derive(Debug)]
pub(super) struct Version(AtomicU64);

impl Version {
    pub(super) fn new() -> Self {
        Self(AtomicU64::new(
            Timestamp::now().as_microsecond().unsigned_abs(),
        ))
    }

    pub(super) fn changed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// Into the log: a call with its answer; without one it never reached the world.
    pub(super) fn log_call(&self, call: &Call, answer: Option<&Answer>, fault: Option<&Fault>) {
        let errcode = answer.map_or(UNHEARD, |answer| answer.errcode);
        let answer = answer.map_or_else(String::new, |answer| {
            if call.path.ends_with("token") && answer.errcode == 0 {
                "(credentials)".to_owned()
            } else {
                String::from_utf8_lossy(&answer.body).into_owned()
            }
        });
        let answer = masked(&self.world(), &answer);
        self.push(Logged {
            number: 0,
            at: call.now,
            method: call.method.clone(),
            path: call.path.clone(),
            errcode,
            body: masked(&self.world(), &shown(call)),
            answer: cut(answer, MAX_SHOWN),
            fault: fault.cloned(),
        });
    }

    /// Into the log: an event that was posted to the account's own server.
    pub(super) fn write_down(&self, path: &str, errcode: i64, body: String) {
        let at = self.world().now();
        self.push(Logged {
            number: 0,
            at,
            method: String::new(),
            path: path.to_owned(),
            errcode,
            body: cut(body, MAX_SHOWN),
            answer: String::new(),
            fault: None,
        });
    }

    fn push(&self, logged: Logged) {
        let mut log = locked(&self.log);
        if log.len() == MAX_LOG {
            log.remove(0);
        }
        let number = log.last().map_or(1, |last| last.number + 1);
        log.push(Logged { number, ..logged });
        drop(log);
        self.version.changed();
    }
}

/// A body for logs: never a secret or a file, and at most so many characters.
pub(super) fn shown(call: &Call) -> String {
    if call.has_secret() {
        return "(credentials)".to_owned();
    }
    if call.form.is_empty() {
        return cut(String::from_utf8_lossy(&call.body).into_owned(), MAX_SHOWN);
    }
    let part = |part: &form::Part| {
        let name = part.file_name.as_deref().unwrap_or("-");
        format!("{} {name} {} bytes", part.name, part.bytes.len())
    };
    call.form.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// The first characters, with a sign that there were more.
pub(super) fn cut(mut text: String, longest: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(longest) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A text without the tokens and the secret that a mistaken script may have put into it.
fn masked(world: &World, text: &str) -> String {
    let secrets = world.tokens.iter().map(|token| token.value.as_str());
    secrets
        .chain([SECRET])
        .fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
}
