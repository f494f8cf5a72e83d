//! The wish to stop.
//!
//! Ctrl-C sets it once. Whatever is in flight is finished and recorded, nothing new begins, and every wait ends at once.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Shared between the one who hears Ctrl-C and all who work.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    token: CancellationToken,
}

impl Stop {
    /// A wish that has not been made yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks everybody to stop. Asking twice is the same.
    pub fn ask(&self) {
        self.token.cancel();
    }

    /// Whether somebody has asked.
    pub fn is_asked(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Sleeps, and says whether the sleep was whole: `false` when it was cut short by the wish to stop.
    pub async fn sleep(&self, duration: Duration) -> bool {
        self.token
            .run_until_cancelled(tokio::time::sleep(duration))
            .await
            .is_some()
    }

    /// Runs work that may be dropped at any point; `None` when the wish to stop came first.
    pub async fn or<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.token.run_until_cancelled(work).await
    }
}
