//! Results of sends: figures by article and day, kept since the service forgets them after 30 days.

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::error::Error;
use super::{Store, stored, time};

/// The figures of one article at the end of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// `msg_data_id` of the send, `_`, the article's place from 1.
    pub msgid: String,
    /// The day on which it went out, `YYYY-MM-DD` in Beijing.
    pub day: String,
    /// The day at whose end the figures were so.
    pub stat_date: String,
    pub title: String,
    pub url: Option<String>,
    /// JSON, as the service told it.
    pub figures: String,
    /// The service said that they are not complete.
    pub is_delay: bool,
    pub asked_at: Timestamp,
}

/// A send of the ledger that can be asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentRow {
    pub run: i64,
    pub name: String,
    pub titles: String,
    pub msg_id: Option<i64>,
    pub msg_data_id: Option<i64>,
    pub at: Timestamp,
    /// Delivered, where the service has called back.
    pub delivered: Option<i64>,
    /// Receivers of the batch, where it is a list.
    pub size: i64,
}

impl Store {
    /// Keeps figures; those of the same article and day are replaced.
    pub async fn results_keep(&self, account: &str, rows: &[ResultRow]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut transaction = self.begin().await?;
        for row in rows {
            sqlx::query(
                "insert into results (account, msgid, day, stat_date, title, url, figures, is_delay, asked_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 on conflict (account, msgid, stat_date) do update set title = excluded.title, url = excluded.url,
                     figures = excluded.figures, is_delay = excluded.is_delay, asked_at = excluded.asked_at",
            )
            .bind(account)
            .bind(&row.msgid)
            .bind(&row.day)
            .bind(&row.stat_date)
            .bind(&row.title)
            .bind(row.url.as_deref())
            .bind(&row.figures)
            .bind(i64::from(row.is_delay))
            .bind(stored(row.asked_at))
            .execute(&mut *transaction)
            .await
            .map_err(|error| self.failed(&error))?;
        }
        self.commit(transaction).await
    }

    /// All figures of articles that went out on a day, by article and day.
    pub async fn results_of(&self, account: &str, day: &str) -> Result<Vec<ResultRow>, Error> {
        let rows = sqlx::query(
            "select * from results where account = $1 and day = $2 order by msgid, stat_date",
        )
        .bind(account)
        .bind(day)
        .fetch_all(&self.pool)
        .await;
        rows.and_then(|rows| rows.iter().map(read).collect())
            .map_err(|error| self.failed(&error))
    }

    /// Batches of the account that were accepted at `since` or later, newest first.
    pub async fn sent_since(&self, account: &str, since: Timestamp) -> Result<Vec<SentRow>, Error> {
        let rows = sqlx::query(
            "select runs.id, runs.name, runs.summary, batches.msg_id, batches.msg_data_id, batches.settled_at, batches.size, finishes.sent
             from batches join runs on runs.id = batches.run
             left join finishes on finishes.account = runs.account and finishes.msg_id = batches.msg_id
             where runs.account = $1 and batches.state = 'accepted' and batches.settled_at >= $2
             order by batches.settled_at desc, runs.id desc, batches.number desc",
        )
        .bind(account)
        .bind(stored(since))
        .fetch_all(&self.pool)
        .await;
        rows.and_then(|rows| rows.iter().map(read_sent).collect())
            .map_err(|error| self.failed(&error))
    }
}

fn read(row: &AnyRow) -> Result<ResultRow, sqlx::Error> {
    Ok(ResultRow {
        msgid: row.try_get("msgid")?,
        day: row.try_get("day")?,
        stat_date: row.try_get("stat_date")?,
        title: row.try_get("title")?,
        url: row.try_get("url")?,
        figures: row.try_get("figures")?,
        is_delay: row.try_get::<i64, _>("is_delay")? != 0,
        asked_at: time(row, "asked_at")?,
    })
}

fn read_sent(row: &AnyRow) -> Result<SentRow, sqlx::Error> {
    Ok(SentRow {
        run: row.try_get("id")?,
        name: row.try_get("name")?,
        titles: row.try_get("summary")?,
        msg_id: row.try_get("msg_id")?,
        msg_data_id: row.try_get("msg_data_id")?,
        at: time(row, "settled_at")?,
        delivered: row.try_get("sent")?,
        size: row.try_get("size")?,
    })
}
