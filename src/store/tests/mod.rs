//! Tests of the store: `rows`, `steps`, `together` and `locks` on SQLite and PostgreSQL alike, `file` and `server` on
//! what only one of them can suffer.
//!
//! `WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored` runs the PostgreSQL half; each test
//! has a schema of its own in that database.

mod child;
mod file;
mod finishes;
mod locks;
mod migration;
mod rows;
mod server;
mod steps;
mod together;

use std::borrow::Cow;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use sqlx::migrate::Migrator;
use tempfile::TempDir;

use super::*;
use crate::wechat::ids::{ClientMsgId, MediaId, MsgDataId, MsgId};

/// A store of one's own, and the address at which others can open it.
struct Home {
    store: Store,
    address: String,
    folder: Option<TempDir>,
    schema: Option<String>,
}

impl Home {
    async fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("state/store.db").display());
        let store = Store::open(&address).await.unwrap();
        Self {
            store,
            address,
            folder: Some(folder),
            schema: None,
        }
    }

    async fn server() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = server_address();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let schema = format!(
            "wxmass_{}_{}_{number}",
            std::process::id(),
            Timestamp::now().as_millisecond()
        );
        administer(&format!("create schema {schema}")).await;
        let mark = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{mark}options[search_path]={schema}");
        let store = Store::open(&address).await.unwrap();
        Self {
            store,
            address,
            folder: None,
            schema: Some(schema),
        }
    }

    /// A second process, as far as the database can tell.
    async fn neighbour(&self) -> Store {
        Store::open(&self.address).await.unwrap()
    }

    /// A store as an older wxmass left it, after so many migrations, with these rows; returns its address.
    async fn old_store(&self, migrations: usize, rows: &[String]) -> String {
        let address = match &self.schema {
            Some(schema) => {
                administer(&format!("drop schema {schema} cascade")).await;
                administer(&format!("create schema {schema}")).await;
                self.address.clone()
            }
            None => format!("{}.old?mode=rwc", self.address),
        };
        let old = sqlx::AnyPool::connect(&address).await.unwrap();
        let first = connect::MIGRATOR.iter().take(migrations).cloned();
        let migrator = Migrator {
            migrations: Cow::Owned(first.collect()),
            ..Migrator::DEFAULT
        };
        migrator.run(&old).await.unwrap();
        for sql in rows {
            let statement = sqlx::query(sqlx::AssertSqlSafe(sql.clone()));
            statement.execute(&old).await.unwrap();
        }
        old.close().await;
        address.trim_end_matches("?mode=rwc").to_owned()
    }

    async fn end(self) {
        self.store.close().await;
        if let Some(schema) = self.schema {
            administer(&format!("drop schema {schema} cascade")).await;
        }
        drop(self.folder);
    }
}

fn server_address() -> String {
    std::env::var("WXMASS_TEST_POSTGRES")
        .expect("WXMASS_TEST_POSTGRES names a PostgreSQL database for tests")
}

async fn administer(sql: &str) {
    use sqlx::{Connection, Executor};
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&server_address())
        .await
        .unwrap();
    connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// The same tests on both stores.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            use crate::store::tests::Home;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let home = Home::file().await;
                super::$name(&home).await;
                home.end().await;
            })*
        }
        mod postgres {
            use crate::store::tests::Home;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            #[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
            async fn $name() {
                let home = Home::server().await;
                super::$name(&home).await;
                home.end().await;
            })*
        }
    };
}
use on_both;

const ACCOUNT: &str = "wx0123456789abcdef";

/// A time in whole milliseconds, as the store keeps them.
fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

fn new_run(name: &str, batches: usize) -> NewRun {
    NewRun {
        account: ACCOUNT.to_owned(),
        account_name: Some("主号".to_owned()),
        name: name.to_owned(),
        fingerprint: "f00d".repeat(16),
        attempt: 1,
        kind: "campaign".to_owned(),
        content: "c0de".repeat(16),
        audience: AudienceKind::OpenIds,
        tag: None,
        base: "https://api.weixin.qq.com/".to_owned(),
        list: None,
        list_digest: None,
        scheduled_at: None,
        summary: r#"{"titles":["春季新品"]}"#.to_owned(),
        batches: (1..=batches)
            .map(|number| NewBatch {
                client_msg_id: ClientMsgId::new(format!("{name}-{number}")),
                size: 10_000,
            })
            .collect(),
    }
}

impl Home {
    async fn batch(&self, run: i64, number: i64) -> Batch {
        batch(&self.store, run, number).await
    }
}

/// A batch as the ledger has it now.
async fn batch(store: &Store, run: i64, number: i64) -> Batch {
    let rows = store.batches(run).await.unwrap();
    rows.into_iter().find(|row| row.number == number).unwrap()
}

fn accepted(msg_id: i64) -> BatchOutcome<'static> {
    BatchOutcome::Accepted {
        msg_id: Some(MsgId::new(msg_id)),
        msg_data_id: None,
        note: None,
    }
}

fn unknown(note: &str) -> BatchOutcome<'_> {
    BatchOutcome::Unknown {
        errcode: None,
        note: Some(note),
    }
}
