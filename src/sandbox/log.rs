//! The log of calls: what arrived, what was answered, which fault it met. No token, secret or file is in it.
//!
//! It also counts the changes that the outbox page shows, so that the page asks again only when there is something new.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use serde::Serialize;

use super::account::SECRET;
use super::call::{Call, Part};
use super::faults::Fault;
use super::world::World;

/// Calls that the log keeps.
const MAX_LOG: usize = 2_000;
/// Characters of a body or an answer that it keeps.
const MAX_SHOWN: usize = 2_000;
/// Characters of a client's name.
const MAX_CLIENT: usize = 100;

/// One call, or one event that was posted.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Logged {
    /// From 1, in order of arrival.
    pub(super) number: u64,
    pub(super) at: Timestamp,
    /// How long the answer took, in milliseconds.
    pub(super) took_ms: u64,
    /// Empty for an event.
    pub(super) method: String,
    pub(super) path: String,
    /// The query without the token.
    pub(super) query: String,
    /// Of HTTP; 0 for an event, and where the connection broke.
    pub(super) status: u16,
    pub(super) errcode: i64,
    /// Bytes of the body, and of the answer.
    pub(super) sizes: [usize; 2],
    /// The name of the client, by its own word.
    pub(super) client: String,
    pub(super) body: String,
    /// The answer of the world, though a fault may have kept it from the caller.
    pub(super) answer: String,
    pub(super) fault: Option<Fault>,
    /// Fields of the body that no page of WeChat describes, by their path.
    pub(super) unknown_fields: Vec<String>,
    /// A call of WeChat's that the sandbox does not play.
    pub(super) unplayed: bool,
}

/// The newest calls.
#[derive(Debug, Default)]
pub(super) struct Log {
    calls: VecDeque<Logged>,
    last: u64,
}

impl Log {
    /// Keeps a call and gives it its number.
    pub(super) fn push(&mut self, logged: Logged) {
        if self.calls.len() == MAX_LOG {
            self.calls.pop_front();
        }
        self.last += 1;
        self.calls.push_back(Logged {
            number: self.last,
            ..logged
        });
    }

    /// The oldest first.
    pub(super) fn calls(&self) -> impl DoubleEndedIterator<Item = &Logged> {
        self.calls.iter()
    }

    /// How many there have been, those included that are no longer kept.
    pub(super) fn total(&self) -> u64 {
        self.last
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
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

impl Logged {
    /// The entry of a call before it is answered.
    pub(super) fn of(call: &Call) -> Self {
        let query = call.query.iter().filter(|(name, _)| name != "access_token");
        let query = if call.has_secret() {
            String::new()
        } else {
            url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(query)
                .finish()
        };
        Self {
            at: call.now,
            method: call.method.clone(),
            path: call.path.clone(),
            query: cut(query, MAX_SHOWN),
            client: cut(call.header("user-agent").to_owned(), MAX_CLIENT),
            body: shown(call),
            sizes: [call.body.len(), 0],
            ..Self::default()
        }
    }

    /// Without the tokens and the secret that a mistaken script may have put into it, and no longer than the log likes.
    pub(super) fn masked(self, world: &World) -> Self {
        Self {
            body: cut(masked(world, &self.body), MAX_SHOWN),
            answer: cut(masked(world, &self.answer), MAX_SHOWN),
            query: masked(world, &self.query),
            ..self
        }
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
    let part = |part: &Part| {
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

fn masked(world: &World, text: &str) -> String {
    let secrets = world.tokens.iter().map(|token| token.value.as_str());
    secrets
        .chain([SECRET])
        .fold(text.to_owned(), |text, secret| text.replace(secret, "***"))
}
