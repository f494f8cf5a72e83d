//! News that were made, and previews that went out, by the fingerprint of their content: what no later run of the same
//! content must make or send again.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::Error;
use super::ledger::{News, Preview};
use super::{Store, stored, time};
use crate::wechat::ids::MediaId;

impl Store {
    /// Records news that the service has made from some content.
    pub async fn news_add(
        &self,
        account: &str,
        content: &str,
        route: &str,
        media_id: &str,
        at: Timestamp,
    ) -> Result<News, Error> {
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "news").await?;
        sqlx::query(
            "insert into news (id, account, content, route, media_id, created_at, spent) values ($1, $2, $3, $4, $5, $6, 0)",
        )
        .bind(id)
        .bind(account)
        .bind(content)
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

    /// All news of some content, newest first.
    pub async fn news_of(&self, account: &str, content: &str) -> Result<Vec<News>, Error> {
        let rows =
            sqlx::query("select * from news where account = $1 and content = $2 order by id desc")
                .bind(account)
                .bind(content)
                .fetch_all(&self.pool)
                .await;
        rows.and_then(|rows| rows.iter().map(read_news).collect())
            .map_err(|error| self.failed(&error))
    }

    /// Whether this news was made by any run, of whatever content.
    pub async fn news_is_known(&self, account: &str, media_id: &str) -> Result<bool, Error> {
        let count = "select count(*) from news where account = $1 and media_id = $2";
        sqlx::query_scalar(count)
            .bind(account)
            .bind(media_id)
            .fetch_one(&self.pool)
            .await
            .map(|known: i64| known > 0)
            .map_err(|error| self.failed(&error))
    }

    /// Says that this news cannot be sent (again): a send has used it up, or it was deleted.
    pub async fn news_spend(&self, account: &str, media_id: &str) -> Result<(), Error> {
        let statement =
            sqlx::query("update news set spent = 1 where account = $1 and media_id = $2")
                .bind(account)
                .bind(media_id);
        self.write(statement).await.map(drop)
    }

    /// Records a preview that the service has taken; it counts against the account's daily number.
    pub async fn preview_add(
        &self,
        account: &str,
        content: &str,
        receiver: &str,
        media_id: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "previews").await?;
        sqlx::query(
            "insert into previews (id, account, content, receiver, media_id, sent_at) values ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id)
        .bind(account)
        .bind(content)
        .bind(receiver)
        .bind(media_id)
        .bind(stored(at))
        .execute(&mut *transaction)
        .await
        .map_err(|error| self.failed(&error))?;
        self.commit(transaction).await
    }

    /// All previews of some content, oldest first.
    pub async fn previews_of(&self, account: &str, content: &str) -> Result<Vec<Preview>, Error> {
        let rows =
            sqlx::query("select * from previews where account = $1 and content = $2 order by id")
                .bind(account)
                .bind(content)
                .fetch_all(&self.pool)
                .await;
        rows.and_then(|rows| rows.iter().map(read_preview).collect())
            .map_err(|error| self.failed(&error))
    }

    /// Whether the draft or video with this id was previewed.
    pub async fn was_previewed(&self, account: &str, media_id: &MediaId) -> Result<bool, Error> {
        let count = "select count(*) from previews where account = $1 and media_id = $2";
        sqlx::query_scalar(count)
            .bind(account)
            .bind(media_id.as_str())
            .fetch_one(&self.pool)
            .await
            .map(|known: i64| known > 0)
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
        receiver: row.try_get("receiver")?,
        media_id: row.try_get("media_id")?,
        sent_at: time(row, "sent_at")?,
    })
}
