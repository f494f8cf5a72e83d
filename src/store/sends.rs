//! What became of the batches that were accepted: found by their msg_id, with the service's later word on them.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::batches::BATCHES;
use super::error::Error;
use super::ledger::Batch;
use super::{Store, stored};

impl Store {
    /// What the service says of a send now. Answers whether the ledger knows the send.
    pub async fn batch_status(
        &self,
        account: &str,
        msg_id: i64,
        status: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let Some(batch) = self.batch_by_msg_id(account, msg_id).await? else {
            return Ok(false);
        };
        let statement = sqlx::query(
            "update batches set status = $3, status_at = $4 where run = $1 and number = $2",
        )
        .bind(batch.run)
        .bind(batch.number)
        .bind(status)
        .bind(stored(at));
        Ok(self.write(statement).await? > 0)
    }

    /// The batch that went out under this msg_id; the newest, should the service use a number twice.
    pub async fn batch_by_msg_id(
        &self,
        account: &str,
        msg_id: i64,
    ) -> Result<Option<Batch>, Error> {
        let sql = format!(
            "{BATCHES} where runs.account = $1 and batches.msg_id = $2
             order by batches.run desc, batches.number desc limit 1"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(account)
            .bind(msg_id)
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

    /// The account's batches that were accepted at `since` or later, oldest first; for forecasts of quotas.
    pub async fn sends_since(&self, account: &str, since: Timestamp) -> Result<Vec<Batch>, Error> {
        let sql = format!(
            "{BATCHES} where runs.account = $1 and batches.state = 'accepted' and batches.settled_at >= $2
             order by batches.settled_at, batches.run, batches.number"
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(account)
            .bind(stored(since))
            .fetch_all(&self.pool)
            .await;
        self.read_batches(rows)
    }
}
