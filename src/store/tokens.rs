//! Access tokens, one an account.
//!
//! A token is a secret: it is kept here and nowhere else, in no log and no error.

use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;

use super::error::Error;
use super::{Store, stored, time};

/// A token and the end of its life.
#[derive(Clone)]
pub struct TokenRow {
    pub value: SecretString,
    pub expires_at: Timestamp,
}

impl fmt::Debug for TokenRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenRow")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// The account's token, if one is kept; it may have expired.
    pub async fn token_load(&self, account: &str) -> Result<Option<TokenRow>, Error> {
        let row = sqlx::query("select value, expires_at from tokens where account = $1")
            .bind(account)
            .fetch_optional(&self.pool)
            .await
            .map_err(|error| self.failed(&error))?;
        let Some(row) = row else { return Ok(None) };
        let read = || {
            let value = SecretString::from(row.try_get::<String, _>("value")?);
            Ok(TokenRow {
                value,
                expires_at: time(&row, "expires_at")?,
            })
        };
        read().map(Some).map_err(|error| self.failed(&error))
    }

    /// Keeps the token in place of the one before.
    pub async fn token_save(&self, account: &str, token: &TokenRow) -> Result<(), Error> {
        let statement = sqlx::query(
            "insert into tokens (account, value, expires_at) values ($1, $2, $3)
             on conflict (account) do update set value = excluded.value, expires_at = excluded.expires_at",
        )
        .bind(account)
        .bind(token.value.expose_secret())
        .bind(stored(token.expires_at));
        self.write(statement).await.map(drop)
    }

    /// Forgets the token if it is still the one that is kept; says whether it was. A newer one stays.
    pub async fn token_forget(&self, account: &str, value: &SecretString) -> Result<bool, Error> {
        let statement = sqlx::query("delete from tokens where account = $1 and value = $2")
            .bind(account)
            .bind(value.expose_secret());
        Ok(self.write(statement).await? > 0)
    }
}
