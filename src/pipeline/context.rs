//! Context of every step of a run: account, client, store, listener.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Events, Stop};
use crate::plan::beijing::Hours;
use crate::store::Store;
use crate::wechat::Client;
use crate::wechat::tags::Tag;

/// One account, with what its owner says of it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its key in the store: the appid, whatever host it is reached by.
    pub key: String,
    pub appid: String,
    /// The base URL by which it is reached, without credentials: for the ledger.
    pub base: String,
    /// The profile's name, or the appid: for people.
    pub name: String,
    pub kind: AccountKind,
    /// API mass-send protection is on: an administrator confirms a send to everybody within 30 minutes.
    pub protection: bool,
    /// Hours in which its owner wants nothing sent.
    pub quiet_hours: Option<Hours>,
    /// Its owner wants nothing sent that was not previewed since its last change.
    pub require_preview: bool,
}

/// The account's kind sets its quotas and permissions ("Batch_Sends guide").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// Not said; only WeChat's own answers count. Never written in an accounts file.
    #[default]
    #[serde(skip_deserializing)]
    Unknown,
    /// Verified subscription account: one send a day, no lists of openids.
    Subscription,
    /// Verified service account: four sends to everybody a natural month.
    Service,
    /// No mass sends at all (48001).
    Unverified,
}

/// The surroundings of a run. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Context {
    pub client: Client,
    pub store: Store,
    pub account: Account,
    pub events: Events,
    pub stop: Stop,
    pub tags_seen: TagsSeen,
    /// How many uploads may be in flight at one time.
    pub uploads_at_once: usize,
    /// Divides every wait: 1.0 for real, more in rehearsals.
    pub pace: f64,
}

/// A listener for the tags of the account, whenever WeChat has listed them.
#[derive(Clone)]
pub struct TagsSeen(Arc<Listener>);

type Listener = dyn Fn(&[Tag]) + Send + Sync;

impl TagsSeen {
    /// The listener is quick, and has nothing to say to the run.
    pub fn by(listener: impl Fn(&[Tag]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    pub fn tell(&self, tags: &[Tag]) {
        (self.0)(tags);
    }
}

impl fmt::Debug for TagsSeen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TagsSeen")
    }
}

impl Context {
    /// A wait as it is in this run.
    pub(super) fn paced(&self, wait: Duration) -> Duration {
        wait.div_f64(self.pace.max(f64::MIN_POSITIVE))
    }
}

/// The holder of a lock: user, machine and process.
pub(super) fn holder() -> String {
    let user = whoami::username().unwrap_or_else(|_| "?".to_owned());
    let machine = whoami::hostname().unwrap_or_else(|_| "?".to_owned());
    format!("{user}@{machine}, process {}", std::process::id())
}
