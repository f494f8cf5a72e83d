//! Every write that is not a lock: one statement, committed before this returns, or a transaction's end.
//!
//! Debug builds count the writes, and a test may have the process die at any of them, as SQLite's own crash tests do: just
//! before the n-th write, or just after it. A release build does not know how.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};

use super::Store;
use super::error::Error;

impl Store {
    /// Runs one writing statement to its end and answers how many rows it touched. Statements run by `execute` alone: sqlx
    /// throws away the error of a commit when it stops a SQLite statement after its first row.
    pub(super) async fn write(
        &self,
        statement: Query<'_, Any, AnyArguments>,
    ) -> Result<u64, Error> {
        self.is_still_there()?;
        death::point();
        let done = statement
            .execute(&self.pool)
            .await
            .map_err(|error| self.failed(&error))?;
        death::point();
        Ok(done.rows_affected())
    }

    /// Fails where the file of the store is not the one that was opened.
    pub(super) fn is_still_there(&self) -> Result<(), Error> {
        self.opened
            .as_ref()
            .map_or(Ok(()), |opened| opened.is_still_there())
    }

    /// Ends a transaction; when this returns `Ok`, the writes are on disk.
    pub(super) async fn commit(&self, transaction: Transaction<'static, Any>) -> Result<(), Error> {
        death::point();
        transaction
            .commit()
            .await
            .map_err(|error| self.failed(&error))?;
        death::point();
        Ok(())
    }
}

#[cfg(debug_assertions)]
mod death {
    use std::sync::atomic::{AtomicU64, Ordering};

    /// How many points this process lives to see; none is fatal at the start.
    static LEFT: AtomicU64 = AtomicU64::new(u64::MAX);

    pub(super) fn plan(point: u64) {
        LEFT.store(point, Ordering::SeqCst);
    }

    /// Ends the process as SIGKILL would: nothing is unwound, flushed or written.
    pub(super) fn point() {
        if LEFT.fetch_sub(1, Ordering::SeqCst) == 1 {
            std::process::abort();
        }
    }
}

#[cfg(not(debug_assertions))]
mod death {
    pub(super) fn point() {}
}

/// Has this process die at the n-th point from here, counted from 1; each write has one before and one after it.
#[cfg(debug_assertions)]
pub fn die_at(point: u64) {
    death::plan(point);
}
