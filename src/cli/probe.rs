//! A client without a memory: its token is asked for each time, so that credentials and the allow-list are really looked at.

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};

use crate::wechat::{CacheError, Token, TokenCache};

/// Keeps no token.
#[derive(Debug)]
pub(super) struct Forgetful;

impl TokenCache for Forgetful {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, CacheError>> {
        ready(Ok(None)).boxed()
    }

    fn save<'a>(&'a self, _token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        ready(Ok(())).boxed()
    }

    fn forget<'a>(&'a self, _token: &'a Token) -> BoxFuture<'a, Result<(), CacheError>> {
        ready(Ok(())).boxed()
    }

    fn lock(&self) -> BoxFuture<'_, Result<Box<dyn Send>, CacheError>> {
        let guard: Box<dyn Send> = Box::new(());
        ready(Ok(guard)).boxed()
    }
}
