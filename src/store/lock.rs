//! Locks by name across processes (and machines, on PostgreSQL): one sends, the others wait or say who sends.
//!
//! On SQLite a lock is a lock of the operating system on a file beside the store and dies with its process. On
//! PostgreSQL it is a lease that its holder renews and that anybody may take over once it has run out.

use std::time::{Duration, Instant};

use super::Store;
use super::error::Error;
use super::holder::Holder;
use super::lease::{self, Lease};
use super::lock_file::{self, FileLock};
use super::place::Place;
use crate::wait::Schedule;

/// The lock under which the schema is changed; not a name that a campaign could have.
pub(super) const SCHEMA: &str = "\0schema";

/// The longest pause between two looks.
const LONGEST: Duration = Duration::from_millis(500);
const PAUSES: Schedule = Schedule::doubling(Duration::from_millis(10), LONGEST).by(1.5);

/// A lock that is ours until it is released or dropped, or its process ends.
#[derive(Debug)]
#[must_use = "a dropped guard is a released lock"]
pub struct Guard {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File(FileLock),
    Lease(Lease),
}

impl Store {
    /// Takes the lock `name`, waiting up to `wait` for it (zero: not at all); then `Err(Held)` names the holder.
    ///
    /// `holder` is what others read in the meantime: user, host and process, for people. The time is added here.
    pub async fn lock(&self, name: &str, wait: Duration, holder: &str) -> Result<Guard, Error> {
        let started = Instant::now();
        let mut pauses = PAUSES.waits();
        loop {
            let found = match self.try_lock(name, holder).await? {
                Ok(guard) => return Ok(guard),
                Err(found) => found,
            };
            let left = wait.saturating_sub(started.elapsed());
            if left.is_zero() {
                let (name, holder) = (name.to_owned(), found.text);
                return Err(Error::Held {
                    name,
                    holder,
                    since: found.since,
                });
            }
            let pause = pauses.next().unwrap_or(LONGEST);
            tokio::time::sleep(pause.min(left)).await;
        }
    }

    async fn try_lock(&self, name: &str, holder: &str) -> Result<Result<Guard, Holder>, Error> {
        let kind = match &*self.place {
            Place::File(path) => lock_file::take(path, name, holder)?.map(Kind::File),
            Place::Server { .. } => lease::take(self, name, holder).await?.map(Kind::Lease),
        };
        Ok(kind.map(|kind| Guard { kind }))
    }
}

impl Guard {
    /// Whether the lock is no longer ours: a lease that could not be renewed, or that somebody has taken over. A lock on
    /// a file is never lost. Makes no call.
    pub fn lost(&self) -> bool {
        match &self.kind {
            Kind::File(_) => false,
            Kind::Lease(lease) => lease.lost(),
        }
    }

    /// Asks the database whether the lock is still ours and renews it; `Err(Lost)` if not. To be called before what
    /// cannot be taken back, since a process that stood still does not know for how long.
    pub async fn confirm(&self) -> Result<(), Error> {
        match &self.kind {
            Kind::File(_) => Ok(()),
            Kind::Lease(lease) => lease.confirm().await,
        }
    }

    /// Gives the lock back and waits until that is done. Dropping the guard does the same without waiting.
    pub async fn release(self) {
        match self.kind {
            Kind::File(lock) => drop(lock),
            Kind::Lease(lease) => lease.release().await,
        }
    }
}
