//! News made for runs, and previews that went out: what a resumed run must not make or send again.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::Error;
use super::ledger::{News, Preview};
use super::{Store, stored, time};

impl Store {
    /// Records news that the service has made for a run.
    pub async fn news_add(
        &self,
        run: i64,
        route: &str,
        media_id: &str,
        at: Timestamp,
    ) -> Result<News, Error> {
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "news").await?;
        sqlx::query(
            "insert into news (id, run, route, media_id, created_at, spent) values ($1, $2, $3, $4, $5, 0)",
        )
        .bind(id)
        .bind(run)
        .bind(route)
        .bind(media_id)
        .bind(stored(at))
        .execute(&mut *transaction)
        .await
        .map_err(|error| self.failed(&error))?;
        self.commit(transaction).await?;
        Ok(News {
            id,
            media_id: media_id.to_owned(),
            route: route.to_owned(),
            created_at: at,
            spent: false,
        })
    }

    /// All news of a run, oldest first.
    pub async fn news_of(&self, run: i64) -> Result<Vec<News>, Error> {
        let rows = sqlx::query("select * from news where run = $1 order by id")
            .bind(run)
            .fetch_all(&self.pool)
            .await;
        rows.and_then(|rows| rows.iter().map(read_news).collect())
            .map_err(|error| self.failed(&error))
    }

    /// Says that this news of the run cannot be sent (again): a send has used it up, or it was deleted.
    pub async fn news_spend(&self, run: i64, media_id: &str) -> Result<(), Error> {
        sqlx::query("update news set spent = 1 where run = $1 and media_id = $2")
            .bind(run)
            .bind(media_id)
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(|error| self.failed(&error))
    }

    /// Records a preview that the service has taken; it counts against the account's daily number with or without a run.
    pub async fn preview_add(
        &self,
        account: &str,
        run: Option<i64>,
        receiver: &str,
        media_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "previews").await?;
        sqlx::query(
            "insert into previews (id, account, run, receiver, media_id, sent_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(account)
        .bind(run)
        .bind(receiver)
        .bind(media_id)
        .bind(stored(at))
        .execute(&mut *transaction)
        .await
        .map_err(|error| self.failed(&error))?;
        self.commit(transaction).await
    }

    /// All previews of a run, oldest first.
    pub async fn previews_of(&self, run: i64) -> Result<Vec<Preview>, Error> {
        let rows = sqlx::query("select * from previews where run = $1 order by id")
            .bind(run)
            .fetch_all(&self.pool)
            .await;
        rows.and_then(|rows| rows.iter().map(read_preview).collect())
            .map_err(|error| self.failed(&error))
    }

    /// How many previews the account has had at `since` or later.
    pub async fn previews_since(&self, account: &str, since: Timestamp) -> Result<i64, Error> {
        sqlx::query_scalar("select count(*) from previews where account = $1 and sent_at >= $2")
            .bind(account)
            .bind(stored(since))
            .fetch_one(&self.pool)
            .await
            .map_err(|error| self.failed(&error))
    }
}

fn read_news(row: &AnyRow) -> Result<News, sqlx::Error> {
    Ok(News {
        id: row.try_get("id")?,
        media_id: row.try_get("media_id")?,
        route: row.try_get("route")?,
        created_at: time(row, "created_at")?,
        spent: row.try_get::<i64, _>("spent")? != 0,
    })
}

fn read_preview(row: &AnyRow) -> Result<Preview, sqlx::Error> {
    Ok(Preview {
        id: row.try_get("id")?,
        run: row.try_get("run")?,
        receiver: row.try_get("receiver")?,
        media_id: row.try_get("media_id")?,
        sent_at: time(row, "sent_at")?,
    })
}
