//! The store as the client's token cache.
//!
//! The client knows nothing of the store and the store nothing of WeChat; here they meet. The lock is held across
//! processes while a token is fetched, so that ten of them make one call.

use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use crate::store::{Store, TokenRow};
use crate::wechat::{CacheError, Token, TokenCache};

/// How long to wait for another process that is fetching a token.
const PATIENCE: Duration = Duration::from_mins(1);

/// Tokens of one account, shared by every process that uses the same store.
#[derive(Debug)]
pub struct SharedTokens {
    store: Store,
    account: String,
}

impl SharedTokens {
    /// `account` is the store's key: one token line per appid and host.
    pub fn new(store: Store, account: String) -> Self {
        Self { store, account }
    }
}

impl TokenCache for SharedTokens {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, CacheError>> {
        async {
            let row = self
                .store
                .token_load(&self.account)
                .await
                .map_err(CacheError::new)?;
            Ok(row.map(|row| Token::new(row.value, row.expires_at)))
        }
        .boxed()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        async {
            // One without a known end belongs to this process.
            let Some(expires_at) = token.expires_at() else {
                return Ok(());
            };
            let row = TokenRow {
                value: token.value().clone(),
                expires_at,
            };
            self.store
                .token_save(&self.account, &row)
                .await
                .map_err(CacheError::new)
        }
        .boxed()
    }

    fn forget<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        async {
            self.store
                .token_forget(&self.account, token.value())
                .await
                .map(drop)
                .map_err(CacheError::new)
        }
        .boxed()
    }

    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, CacheError>> {
        async {
            let name = format!("token:{}", self.account);
            let guard = self
                .store
                .lock(&name, PATIENCE, "token")
                .await
                .map_err(CacheError::new)?;
            Ok(Box::new(guard) as Box<dyn Send>)
        }
        .boxed()
    }
}
