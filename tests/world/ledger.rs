//! The store of a world, looked at and aged from outside while no process of ours has it open.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Row as _};

use super::World;
use super::place::Place;

impl World {
    /// The first eight digits of every upload that is recorded: what its file was called on the wire.
    pub fn recorded_uploads(&self) -> BTreeSet<String> {
        let known = self.column("select sha256 from uploads");
        known.iter().map(|sha256| sha256[..8].to_owned()).collect()
    }

    /// Waits until the newest run is scheduled.
    pub fn wait_until_scheduled(&self) {
        let begun = Instant::now();
        loop {
            let runs = self.wx(["runs", "--json"]).exits(0).json();
            if runs["runs"][0]["state"] == "scheduled" {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "{runs}");
        }
    }

    /// The state of every batch, in order.
    pub fn batch_states(&self) -> Vec<String> {
        self.column("select state from batches order by run, number")
    }

    /// Has every batch have been begun that much earlier.
    pub fn age_batches(&self, by: Duration) {
        self.age_batches_of("state", by);
    }

    /// The same in the store of a machine.
    pub fn age_batches_of(&self, machine: &str, by: Duration) {
        let by = by.as_millis();
        let sql = format!(
            "update batches set intended_at = intended_at - {by}, tried_at = tried_at - {by}"
        );
        let work = async {
            let query = sqlx::query(AssertSqlSafe(sql));
            let url = self.state_of(machine);
            sqlx::any::install_default_drivers();
            let mut store = AnyConnection::connect(&url).await.expect("a store");
            query.execute(&mut store).await
        };
        runtime().block_on(work).expect("batches to age");
    }

    /// Whether the store of a machine has been made.
    pub fn has_batches(&self, machine: &str) -> bool {
        let url = self.state_of(machine);
        let work = async {
            sqlx::any::install_default_drivers();
            let mut store = AnyConnection::connect(&url).await.ok()?;
            let count = sqlx::query("select 1 from batches limit 1");
            count.execute(&mut store).await.ok()
        };
        runtime().block_on(work).is_some()
    }

    /// Changes the store behind the back of the process that has it open.
    pub fn change_the_ledger(&self, sql: &'static str) {
        self.change_the_ledger_by(sql.to_owned());
    }

    /// As [`World::change_the_ledger`], with a statement made by the test.
    pub fn change_the_ledger_by(&self, sql: String) {
        let query = sqlx::query(AssertSqlSafe(sql));
        let work = async { query.execute(&mut self.connection().await).await };
        runtime().block_on(work).expect("a statement for the store");
    }

    /// Has the sandbox's account have made so many previews of other things just now.
    pub fn previews_were_made(&self, count: u32) {
        let account = wxmass::sandbox::APPID;
        let now = std::time::UNIX_EPOCH
            .elapsed()
            .expect("after 1970")
            .as_millis();
        let rows: Vec<_> = (1..=count)
            .map(|id| format!("({}, '{account}', 'other', 'somebody', {now})", id + 1_000))
            .collect();
        let sql = format!(
            "insert into previews (id, account, content, receiver, sent_at) values {}",
            rows.join(", ")
        );
        let work = async {
            let query = sqlx::query(AssertSqlSafe(sql));
            query.execute(&mut self.connection().await).await
        };
        runtime().block_on(work).expect("rows for the store");
    }

    /// Holds the store's write lock until the end of what is done meanwhile, as another program might.
    pub fn with_the_store_locked<T>(&self, doing: impl FnOnce() -> T) -> T {
        let runtime = runtime();
        let mut connection = runtime.block_on(self.connection());
        let mut say = |sql: &'static str| {
            let said = sqlx::query(sql).execute(&mut connection);
            runtime.block_on(said).expect("a statement for the store");
        };
        say("begin immediate");
        let done = doing();
        say("rollback");
        done
    }

    /// Every row of every table but the cache of tokens; `None` where there is no store that can be read.
    pub fn ledger_as_text(&self) -> Option<String> {
        if matches!(self.place, Place::File(_)) && !self.store().is_file() {
            return None;
        }
        // On a server this makes the schema, which is work of its own.
        let state = self.state();
        runtime().block_on(async {
            sqlx::any::install_default_drivers();
            let mut store = AnyConnection::connect(&state).await.ok()?;
            let mut text = String::new();
            for table in ["runs", "batches", "news", "previews", "uploads", "finishes"] {
                let sql = AssertSqlSafe(format!("select * from {table}"));
                for row in sqlx::query(sql).fetch_all(&mut store).await.ok()? {
                    let words = (0..row.len()).filter_map(|at| row.try_get::<String, _>(at).ok());
                    text.extend(words.map(|word| word + "\n"));
                }
            }
            Some(text)
        })
    }

    /// The holder of the lock of a name like this one, on a server.
    pub fn holder_of(&self, name: &'static str) -> Option<String> {
        let sql = "select holder from leases where name like $1 and lease_until > 0";
        let work = async {
            sqlx::query_scalar(sql)
                .bind(name)
                .fetch_optional(&mut self.connection().await)
                .await
        };
        runtime().block_on(work).expect("rows of the store")
    }

    fn column(&self, sql: &'static str) -> Vec<String> {
        let work = async {
            sqlx::query_scalar(sql)
                .fetch_all(&mut self.connection().await)
                .await
        };
        runtime().block_on(work).expect("rows of the store")
    }

    async fn connection(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = self.state();
        AnyConnection::connect(&url)
            .await
            .expect("the store of this world")
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let builder = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    builder.expect("a runtime")
}
