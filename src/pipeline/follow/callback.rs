//! Callbacks about finished sends, recorded in the ledger.
//!
//! The end is recorded under its msg_id, whether or not the ledger has the send by then, and once: a repeat changes nothing.
//! Then the batch is looked for, for a moment, since WeChat may be quicker than the sender is with its own record.

use std::time::Duration;

use jiff::Timestamp;

use crate::store::{self, Finish, Store};
use crate::wait::Schedule;
use crate::wechat::event::{Article, Finished};

/// Pauses between looks for the batch. Together they leave most of WeChat's five seconds.
const LOOKS: Schedule =
    Schedule::doubling(Duration::from_millis(100), Duration::from_millis(800)).times(4);

/// The result of a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// The end of a batch of this ledger.
    Batch { run: i64, name: String, number: i64 },
    /// The end of a send that this ledger has not made: from the console, or from another program.
    Foreign,
    /// Known already; nothing was changed.
    Repeat,
}

/// Records the end of a send of `account`. When this returns `Ok`, it is on disk.
pub async fn record(
    store: &Store,
    account: &str,
    finished: &Finished,
) -> Result<Recorded, store::Error> {
    let msg_id = finished.msg_id;
    let finish = Finish {
        msg_id,
        word: finished.word.clone(),
        outcome: finished.status().map(str::to_owned),
        ended_at: finished.at,
        total: finished.total,
        filtered: finished.filtered,
        sent: finished.sent,
        failed: finished.failed,
        articles: serde_json::to_string(&finished.articles).unwrap_or_default(),
    };
    if !store.finish_add(account, &finish, Timestamp::now()).await? {
        return Ok(Recorded::Repeat);
    }
    let mut looks = LOOKS.waits();
    loop {
        if let Some(batch) = store.batch_by_msg_id(account, msg_id).await? {
            let run = store.run_get(batch.run).await?;
            return Ok(Recorded::Batch {
                run: batch.run,
                name: run.map(|run| run.name).unwrap_or_default(),
                number: batch.number,
            });
        }
        match looks.next() {
            Some(pause) => tokio::time::sleep(pause).await,
            None => return Ok(Recorded::Foreign),
        }
    }
}

/// Results of single articles, as the ledger keeps them.
pub fn articles(finish: &Finish) -> Vec<Article> {
    serde_json::from_str(&finish.articles).unwrap_or_default()
}
