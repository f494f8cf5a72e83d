//! The state of accepted batches: found by their msg_id, with the service's later word on them.
//!
//! Final states are final: a look that lags never replaces a callback or our own deletion.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::batches::BATCHES;
use super::error::Error;
use super::ledger::{AudienceKind, Batch};
use super::{Store, stored};
use crate::wechat::ids::MsgId;

impl Store {
    /// Records the state of a send: what the service answered when asked, or that it was deleted. A final state stays, but for
    /// a deletion, which may follow any. Answers whether the ledger knows the send.
    pub async fn record_status(
        &self,
        account: &str,
        msg_id: MsgId,
        status: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let Some(batch) = self.batch_by_msg_id(account, msg_id).await? else {
            return Ok(false);
        };
        let statement = sqlx::query(
            "update batches set status = $3, status_at = $4 where run = $1 and number = $2
             and (status is null or status not in ('SEND_SUCCESS', 'SEND_FAIL', 'DELETE')
                 or ($3 = 'DELETE' and status <> 'DELETE'))",
        )
        .bind(batch.run)
        .bind(batch.number)
        .bind(status)
        .bind(stored(at));
        self.write(statement).await?;
        Ok(true)
    }

    /// The batch that went out under this msg_id; the newest, should the service use a number twice.
    pub async fn batch_by_msg_id(
        &self,
        account: &str,
        msg_id: MsgId,
    ) -> Result<Option<Batch>, Error> {
        let sql = format!(
            "{BATCHES} where runs.account = $1 and batches.msg_id = $2
             order by batches.run desc, batches.number desc limit 1"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(account)
            .bind(msg_id.get())
            .fetch_all(&self.pool)
            .await;
        Ok(self.read_batches(rows)?.pop())
    }

    /// Whether any batch of the account was ever accepted.
    pub async fn has_sent(&self, account: &str) -> Result<bool, Error> {
        let found: Option<i64> = sqlx::query_scalar(
            "select batches.run from batches join runs on runs.id = batches.run
             where runs.account = $1 and batches.state = 'accepted' limit 1",
        )
        .bind(account)
        .fetch_optional(&self.pool)
        .await
        .map_err(|error| self.failed(&error))?;
        Ok(found.is_some())
    }

    /// How many batches of the account were accepted at `since` or later; of sends to this kind of audience where one is
    /// given.
    pub async fn sends_since(
        &self,
        account: &str,
        since: Timestamp,
        audience: Option<AudienceKind>,
    ) -> Result<i64, Error> {
        sqlx::query_scalar(
            // SQLite reads the tables of a cross join in this order: the recent batches first, and not all runs.
            "select count(*) from batches cross join runs
             where runs.id = batches.run and runs.account = $1 and batches.state = 'accepted' and batches.settled_at >= $2
             and ($3 = '' or runs.audience_kind = $3)",
        )
        .bind(account)
        .bind(stored(since))
        .bind(audience.map_or("", AudienceKind::as_str))
        .fetch_one(&self.pool)
        .await
        .map_err(|error| self.failed(&error))
    }
}
