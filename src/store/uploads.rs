//! Uploads that the account has: the same bytes are uploaded once per account and endpoint.
//!
//! Rows past their `expires_at` are as good as absent.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::error::Error;
use super::{Store, optional_time, stored, time};

/// An upload that the service has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    pub media_id: Option<String>,
    pub url: Option<String>,
    pub created_at: Timestamp,
    /// None for what the account keeps for good.
    pub expires_at: Option<Timestamp>,
}

/// How many hashes one question carries.
const AT_ONCE: usize = 200;

impl Store {
    /// The uploads among these that are known and have not expired, by endpoint and SHA-256 in hex; one question for 200.
    pub async fn uploads_known(
        &self,
        account: &str,
        wanted: &[(&str, &str)],
    ) -> Result<HashMap<(String, String), UploadRow>, Error> {
        let mut known = HashMap::new();
        for some in wanted.chunks(AT_ONCE) {
            let mut sql = String::from(
                "select endpoint, sha256, media_id, url, created_at, expires_at from uploads
                 where account = $1 and (expires_at is null or expires_at > $2) and sha256 in (",
            );
            for number in 0..some.len() {
                let _ = write!(
                    sql,
                    "{}${}",
                    if number == 0 { "" } else { ", " },
                    number + 3
                );
            }
            sql.push(')');
            // Placeholders alone were written into the text.
            let mut query = sqlx::query(AssertSqlSafe(sql))
                .bind(account)
                .bind(stored(Timestamp::now()));
            for (_, sha256) in some {
                query = query.bind(*sha256);
            }
            let rows = query
                .fetch_all(&self.pool)
                .await
                .map_err(|error| self.failed(&error))?;
            for row in &rows {
                let (key, upload) = read(row).map_err(|error| self.failed(&error))?;
                if some.contains(&(key.0.as_str(), key.1.as_str())) {
                    known.insert(key, upload);
                }
            }
        }
        Ok(known)
    }

    /// Records uploads in place of any before them, by endpoint and SHA-256 in hex, each once: one write for 200.
    pub async fn uploads_put(
        &self,
        account: &str,
        uploads: &[(&str, &str, &UploadRow)],
    ) -> Result<(), Error> {
        for some in uploads.chunks(AT_ONCE) {
            let mut sql = String::from(
                "insert into uploads (account, endpoint, sha256, media_id, url, created_at, expires_at) values ",
            );
            for number in 0..some.len() {
                let first = 2 + number * 6;
                let comma = if number == 0 { "" } else { ", " };
                let _ = write!(sql, "{comma}($1");
                for column in first..first + 6 {
                    let _ = write!(sql, ", ${column}");
                }
                sql.push(')');
            }
            sql.push_str(
                " on conflict (account, endpoint, sha256) do update set media_id = excluded.media_id, url = excluded.url,
                     created_at = excluded.created_at, expires_at = excluded.expires_at",
            );
            // Placeholders alone were written into the text.
            let mut statement = sqlx::query(AssertSqlSafe(sql)).bind(account);
            for (endpoint, sha256, upload) in some {
                statement = statement
                    .bind(*endpoint)
                    .bind(*sha256)
                    .bind(upload.media_id.as_deref())
                    .bind(upload.url.as_deref())
                    .bind(stored(upload.created_at))
                    .bind(upload.expires_at.map(stored));
            }
            self.write(statement).await?;
        }
        Ok(())
    }

    /// Forgets an upload that the account has lost. No error if it was not known.
    pub async fn upload_forget(
        &self,
        account: &str,
        endpoint: &str,
        sha256: &str,
    ) -> Result<(), Error> {
        let statement =
            sqlx::query("delete from uploads where account = $1 and endpoint = $2 and sha256 = $3")
                .bind(account)
                .bind(endpoint)
                .bind(sha256);
        self.write(statement).await.map(drop)
    }
}

fn read(row: &AnyRow) -> Result<((String, String), UploadRow), sqlx::Error> {
    let upload = UploadRow {
        media_id: row.try_get("media_id")?,
        url: row.try_get("url")?,
        created_at: time(row, "created_at")?,
        expires_at: optional_time(row, "expires_at")?,
    };
    Ok(((row.try_get("endpoint")?, row.try_get("sha256")?), upload))
}
