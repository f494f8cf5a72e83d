//! Needs of unfinished runs in the account: drafts and material that must not be deleted.

use std::collections::HashSet;

use super::Store;
use super::error::Error;

/// Runs with a batch that may still go out. A run of which nothing was called counts where it waits for its time.
const OPEN: &str = "exists (select 1 from batches where batches.run = runs.id and batches.state not in ('accepted', 'abandoned'))
    and (runs.scheduled_at is not null or exists (select 1 from batches where batches.run = runs.id and batches.state <> 'planned'))";

impl Store {
    /// The ids of news and videos that unfinished runs have made or sent with.
    pub async fn needed_media(&self, account: &str) -> Result<HashSet<String>, Error> {
        let sql = format!(
            "select media_id from news where account = $1 and spent = 0
                 and content in (select content from runs where account = $1 and {OPEN})
             union select batches.media_id from batches join runs on runs.id = batches.run
                 where runs.account = $1 and batches.media_id is not null and {OPEN}"
        );
        self.words(sql, account).await
    }

    /// Whether any run of the account may still send something.
    pub async fn has_unfinished(&self, account: &str) -> Result<bool, Error> {
        let sql = format!("select name from runs where account = $1 and {OPEN}");
        Ok(!self.words(sql, account).await?.is_empty())
    }

    /// The ids of all permanent material that the ledger has uploaded.
    pub async fn uploaded_media(&self, account: &str) -> Result<HashSet<String>, Error> {
        let sql = "select media_id from uploads where account = $1 and media_id is not null";
        self.words(sql.to_owned(), account).await
    }

    /// Forgets an upload whose material was deleted.
    pub async fn material_forget(&self, account: &str, media_id: &str) -> Result<(), Error> {
        let sql = "delete from uploads where account = $1 and media_id = $2";
        let statement = sqlx::query(sql).bind(account).bind(media_id);
        self.write(statement).await.map(drop)
    }

    async fn words(&self, sql: String, account: &str) -> Result<HashSet<String>, Error> {
        let rows: Result<Vec<String>, _> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(account)
            .fetch_all(&self.pool)
            .await;
        rows.map(|rows| rows.into_iter().collect())
            .map_err(|error| self.failed(&error))
    }
}
