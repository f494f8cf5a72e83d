//! Finished sends, as the service called back about them: kept by msg_id, so that it does not matter whether the callback
//! or the answer to the call is recorded first, nor whether this ledger knows the send at all.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Row as _, query};

use super::error::Error;
use super::ledger::Finish;
use super::{Store, stored, time};
use crate::wechat::ids::MsgId;

impl Store {
    /// Records the end of a send. Answers whether that is news: `false` for a repeat, and for a word that is older than the
    /// recorded one; neither changes anything. Of two processes that say the same, one hears `true`.
    pub async fn finish_add(
        &self,
        account: &str,
        finish: &Finish,
        heard_at: Timestamp,
    ) -> Result<bool, Error> {
        let statement = query(
            "insert into finishes (account, msg_id, word, outcome, ended_at, heard_at, total, filtered, sent, failed, articles)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (account, msg_id) do update set word = excluded.word, outcome = excluded.outcome,
                 ended_at = excluded.ended_at, heard_at = excluded.heard_at, total = excluded.total,
                 filtered = excluded.filtered, sent = excluded.sent, failed = excluded.failed, articles = excluded.articles
             where finishes.ended_at < excluded.ended_at",
        )
        .bind(account)
        .bind(finish.msg_id.get())
        .bind(&finish.word)
        .bind(finish.outcome.as_deref())
        .bind(stored(finish.ended_at))
        .bind(stored(heard_at))
        .bind(finish.total)
        .bind(finish.filtered)
        .bind(finish.sent)
        .bind(finish.failed)
        .bind(&finish.articles);
        Ok(self.write(statement).await? > 0)
    }

    /// The recorded end of a send.
    pub async fn finish_of(&self, account: &str, msg_id: MsgId) -> Result<Option<Finish>, Error> {
        let rows = query("select * from finishes where account = $1 and msg_id = $2")
            .bind(account)
            .bind(msg_id.get())
            .fetch_all(&self.pool)
            .await;
        let found = rows.and_then(|rows| rows.first().map(|row| read(row, msg_id)).transpose());
        found.map_err(|error| self.failed(&error))
    }
}

/// The end of the send `msg_id`, from a row that has the columns of `finishes` among others.
pub(super) fn read(row: &AnyRow, msg_id: MsgId) -> Result<Finish, sqlx::Error> {
    Ok(Finish {
        msg_id,
        word: row.try_get("word")?,
        outcome: row.try_get("outcome")?,
        ended_at: time(row, "ended_at")?,
        total: row.try_get("total")?,
        filtered: row.try_get("filtered")?,
        sent: row.try_get("sent")?,
        failed: row.try_get("failed")?,
        articles: row.try_get("articles")?,
    })
}
