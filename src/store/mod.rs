//! Tokens, uploads and the ledger, in a SQLite file or a team's PostgreSQL; the only room that names sqlx.
//!
//! Promises: each write is committed before its function returns (SQLite: WAL with `synchronous=FULL`), a state of the
//! ledger changes only along [`BatchState::after`], and opening a current store writes nothing. An account is an appid. This
//! room knows WeChat's ids and nothing else of it, and no campaigns. It refuses to change what a newer version wrote.

mod approvals;
mod batches;
mod connect;
mod error;
mod finishes;
mod glance;
mod holder;
mod join_accounts;
mod known;
mod lease;
mod ledger;
mod lock;
mod lock_file;
mod needs;
mod news;
mod opened;
mod place;
mod private_file;
mod results;
mod runs;
mod sends;
mod state;
#[cfg(test)]
mod tests;
mod tokens;
mod uploads;
mod write;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Row, Transaction};

pub use approvals::Asked;
pub use error::{BadAddress, Error, Unfit};
pub use glance::{Glance, glance};
pub use known::{KnownRow, Sought};
pub use lease::given_back as leases_given_back;
#[cfg(debug_assertions)]
pub use lease::shorten_leases;
pub use ledger::{AudienceKind, Batch, BatchOutcome, Finish, NewBatch, NewRun, News, Preview, Run};
pub use lock::Guard;
pub use results::{ResultRow, SentRow};
pub use state::{BatchState, RunState, Step, Tally};
pub use tokens::TokenRow;
pub use uploads::UploadRow;
#[cfg(debug_assertions)]
pub use write::die_at;

use lease::Terms;
use opened::Opened;
use place::Place;

/// An open store. Cheap to clone; all clones share its connections.
#[derive(Clone)]
pub struct Store {
    pool: AnyPool,
    place: Arc<Place>,
    terms: Terms,
    was_open_to_others: Option<u32>,
    /// The file of a store on this machine, once it is open.
    opened: Option<Arc<Opened>>,
}

impl Store {
    /// Opens `sqlite:PATH` (made with mode 0600, missing folders with 0700) or `postgres://…` and brings the schema up
    /// to date, under a lock. A current schema costs one read and no write.
    ///
    /// For PostgreSQL, `PGHOST`, `PGUSER`, `PGPASSWORD`, `PGSSLMODE` and `~/.pgpass` count as usual; a server that is
    /// not on this machine gets `sslmode=require` unless the URL or `PGSSLMODE` decides. Give `verify-full` to have the
    /// server's certificate checked.
    pub async fn open(url: &str) -> Result<Self, Error> {
        connect::open(Place::parse(url)?).await
    }

    /// The mode of a file that others could read or write until it was opened; it is 0600 now. `None` where there was none.
    pub fn was_open_to_others(&self) -> Option<u32> {
        self.was_open_to_others
    }

    /// The store's address, for people: `sqlite:PATH` or `postgres://user@host:port/database`; no password.
    pub fn describe(&self) -> String {
        match &*self.place {
            Place::File(path) => format!("sqlite:{}", path.display()),
            Place::Server { shown, .. } => shown.clone(),
        }
    }

    /// The version of the schema, the same for every store that is open.
    pub fn schema() -> i64 {
        connect::MIGRATOR
            .iter()
            .map(|it| it.version)
            .max()
            .unwrap_or_default()
    }

    /// Closes all connections; for SQLite this folds the write-ahead log into the file. A process that ends without it
    /// loses nothing.
    pub async fn close(self) {
        self.pool.close().await;
    }

    fn failed(&self, error: &sqlx::Error) -> Error {
        Error::from_sqlx(&self.place.shown(), error)
    }

    /// A transaction whose first statement must write: a reader that becomes a writer can be refused by SQLite.
    async fn begin(&self) -> Result<Transaction<'static, Any>, Error> {
        self.is_still_there()?;
        self.pool.begin().await.map_err(|error| self.failed(&error))
    }

    /// The next number of `table`, from inside the transaction that uses it. Also makes SQLite take its write lock first.
    async fn next_id(
        &self,
        transaction: &mut Transaction<'static, Any>,
        table: &'static str,
    ) -> Result<i64, Error> {
        sqlx::query_scalar("update ids set last = last + 1 where name = $1 returning last")
            .bind(table)
            .fetch_one(&mut **transaction)
            .await
            .map_err(|error| self.failed(&error))
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Store")
            .field(&self.describe())
            .finish()
    }
}

/// A time as it is stored: milliseconds since 1970, UTC.
fn stored(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// A column that holds a time.
fn time(row: &AnyRow, column: &str) -> Result<Timestamp, sqlx::Error> {
    timestamp(row.try_get(column)?)
}

/// A column that may hold a time.
fn optional_time(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    row.try_get::<Option<i64>, _>(column)?
        .map(timestamp)
        .transpose()
}

fn timestamp(milliseconds: i64) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_millisecond(milliseconds).map_err(|error| sqlx::Error::Decode(error.into()))
}
