//! Locks of a team: a row that its holder renews, with a number that grows with each holder.
//!
//! Times are the database's, so that clocks of machines do not matter. A holder that was away for longer than its lease
//! finds another number in the row and knows that the lock is not its own any more.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use sqlx::{AnyPool, Row};
use tokio::task::AbortHandle;
use tokio_util::task::TaskTracker;

use super::Store;
use super::error::Error;
use super::holder::Holder;

/// How long a lease lasts and how often it is renewed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) length: Duration,
    pub(super) renew_every: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        let length = length();
        Self {
            length,
            renew_every: length / 3,
        }
    }
}

const LENGTH: Duration = Duration::from_secs(30);

#[cfg(debug_assertions)]
static SHORTENED: std::sync::OnceLock<Duration> = std::sync::OnceLock::new();

/// Has leases of this process last that long, so that a test need not wait for half a minute.
#[cfg(debug_assertions)]
pub fn shorten_leases(to: Duration) {
    // The first word counts.
    let _ = SHORTENED.set(to);
}

#[cfg(debug_assertions)]
fn length() -> Duration {
    SHORTENED.get().copied().unwrap_or(LENGTH)
}

#[cfg(not(debug_assertions))]
fn length() -> Duration {
    LENGTH
}

const TAKE: &str = "insert into leases (name, holder, fence, since, lease_until)
    select $1, $2, 1, now.ms, now.ms + $3 from (select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms) as now
    on conflict (name) do update set holder = excluded.holder, fence = leases.fence + 1, since = excluded.since,
        lease_until = excluded.lease_until where leases.lease_until <= excluded.since
    returning fence";
const HOLDER: &str = "select holder, since from leases where name = $1";
const RENEW: &str =
    "update leases set lease_until = (extract(epoch from clock_timestamp()) * 1000)::bigint + $3
    where name = $1 and fence = $2 and lease_until > 0";
/// The row stays, so that the number goes on growing.
const RELEASE: &str = "update leases set lease_until = 0 where name = $1 and fence = $2";

/// A lease that is ours, renewed in the background until it is released or dropped.
#[derive(Debug)]
pub(super) struct Lease {
    claim: Arc<Claim>,
    renewer: AbortHandle,
    released: bool,
}

#[derive(Debug)]
struct Claim {
    pool: AnyPool,
    place: String,
    name: String,
    fence: i64,
    terms: Terms,
    lost: AtomicBool,
    /// When the latest successful renewal was asked for: our lease lasts at least `length` from then.
    renewed: Mutex<Instant>,
}

/// Takes the lease or says who has it. Does not wait.
pub(super) async fn take(
    store: &Store,
    name: &str,
    holder: &str,
) -> Result<Result<Lease, Holder>, Error> {
    let asked = Instant::now();
    let rows = sqlx::query(TAKE)
        .bind(without_nul(name))
        .bind(without_nul(holder))
        .bind(milliseconds(store.terms.length))
        .fetch_all(&store.pool)
        .await
        .map_err(|error| store.failed(&error))?;
    let Some(row) = rows.first() else {
        return who(store, name)
            .await
            .map(Err)
            .map_err(|error| store.failed(&error));
    };
    let claim = Arc::new(Claim {
        pool: store.pool.clone(),
        place: store.place.shown(),
        name: name.to_owned(),
        fence: row.try_get("fence").map_err(|error| store.failed(&error))?,
        terms: store.terms,
        lost: AtomicBool::new(false),
        renewed: Mutex::new(asked),
    });
    let renewer = tokio::spawn(Arc::clone(&claim).keep()).abort_handle();
    Ok(Ok(Lease {
        claim,
        renewer,
        released: false,
    }))
}

async fn who(store: &Store, name: &str) -> Result<Holder, sqlx::Error> {
    let row = sqlx::query(HOLDER)
        .bind(without_nul(name))
        .fetch_one(&store.pool)
        .await?;
    let since = Timestamp::from_millisecond(row.try_get("since")?).ok();
    Ok(Holder {
        text: row.try_get("holder")?,
        since,
    })
}

/// PostgreSQL's text cannot hold NUL.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Lease {
    pub(super) fn lost(&self) -> bool {
        self.claim.is_lost()
    }

    pub(super) async fn confirm(&self) -> Result<(), Error> {
        let claim = &self.claim;
        let lost = || Error::Lost {
            name: claim.name.clone(),
        };
        if claim.lost.load(Ordering::Acquire) {
            return Err(lost());
        }
        match claim.renew().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(lost()),
            Err(error) => Err(Error::from_sqlx(&claim.place, &error)),
        }
    }

    pub(super) async fn release(mut self) {
        self.released = true;
        self.renewer.abort();
        self.claim.release().await;
    }
}

/// Releases of leases that were dropped.
static RELEASES: LazyLock<TaskTracker> = LazyLock::new(TaskTracker::new);

/// Waits until every lease of this process that was dropped is given back: for the end of the program.
pub async fn given_back() {
    RELEASES.close();
    RELEASES.wait().await;
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.renewer.abort();
        if self.released {
            return;
        }
        // Without a runtime the lease runs out by itself.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let claim = Arc::clone(&self.claim);
            RELEASES.spawn_on(async move { claim.release().await }, &runtime);
        }
    }
}

impl Claim {
    /// Renews until the lease is lost; after a failure it asks again sooner.
    async fn keep(self: Arc<Self>) {
        let mut pause = self.terms.renew_every;
        loop {
            tokio::time::sleep(pause).await;
            pause = match self.renew().await {
                Ok(true) => self.terms.renew_every,
                Ok(false) => return,
                Err(error) => {
                    tracing::debug!(lock = self.name, %error, "the lease was not renewed");
                    self.terms.renew_every / 5
                }
            };
        }
    }

    /// Whether the lease is still ours, renewed.
    async fn renew(&self) -> Result<bool, sqlx::Error> {
        let asked = Instant::now();
        let done = sqlx::query(RENEW)
            .bind(without_nul(&self.name))
            .bind(self.fence)
            .bind(milliseconds(self.terms.length))
            .execute(&self.pool)
            .await?;
        if done.rows_affected() == 0 {
            self.lost.store(true, Ordering::Release);
            return Ok(false);
        }
        *self.renewed.lock().unwrap_or_else(PoisonError::into_inner) = asked;
        Ok(true)
    }

    async fn release(&self) {
        let query = sqlx::query(RELEASE)
            .bind(without_nul(&self.name))
            .bind(self.fence);
        if let Err(error) = query.execute(&self.pool).await {
            tracing::debug!(lock = self.name, %error, "the lease was not given back; it runs out by itself");
        }
    }

    fn is_lost(&self) -> bool {
        let renewed = *self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        self.lost.load(Ordering::Acquire) || renewed.elapsed() >= self.terms.length
    }
}
