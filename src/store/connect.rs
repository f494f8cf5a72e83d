//! Opening: the file or the server, its connections, and the schema brought up to date.
//!
//! Promises: no file that this makes is ever wider than 0600, and a wider one is narrowed before it is written; two processes that open a new store at once both
//! succeed; a newer schema is refused before anything is written.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{ConnectOptions, SqlSafeStr as _};
use tokio::net::TcpStream;

use super::Store;
use super::error::{self, Error, Unfit};
use super::lease::Terms;
use super::lock;
use super::opened::Opened;
use super::place::Place;
use super::private_file;

/// The schema, file by file. Not `sqlx::migrate!`: that macro builds both databases, SQLite's C source included, a second
/// time for the compiler.
pub(super) static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let files = [
        (1, "first", include_str!("migrations/0001_first.sql")),
        (2, "finishes", include_str!("migrations/0002_finishes.sql")),
        (3, "typed", include_str!("migrations/0003_typed.sql")),
        (
            BY_APPID,
            "account is the appid",
            include_str!("migrations/0004_account_is_the_appid.sql"),
        ),
        (
            5,
            "long histories",
            include_str!("migrations/0005_long_histories.sql"),
        ),
        (
            6,
            "schedules",
            include_str!("migrations/0006_schedules.sql"),
        ),
        (7, "results", include_str!("migrations/0007_results.sql")),
        (
            8,
            "approvals",
            include_str!("migrations/0008_approvals.sql"),
        ),
    ];
    let migration = |(version, description, sql): (i64, &'static str, &'static str)| {
        let kind = MigrationType::Simple;
        Migration::new(version, description.into(), kind, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(files.into_iter().map(migration).collect())
});

/// The schema from which on an account is an appid; rows of before are joined between the migrations.
const BY_APPID: i64 = 4;

/// How long a server may take to let us in, and a free connection to turn up.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long another process may be busy with the schema.
const SCHEMA_WAIT: Duration = Duration::from_mins(1);
/// Few: a team's server has many users.
const TO_A_SERVER: u32 = 4;
/// SQLite has one writer; of two connections one sleeps some milliseconds and tries again, in a queue it has its turn.
const TO_A_FILE: u32 = 1;

pub(super) async fn open(place: Place) -> Result<Store, Error> {
    sqlx::any::install_default_drivers();
    let shown = place.shown();
    let place = match place {
        Place::File(path) => {
            let path = private_file::real_path(&path);
            Place::File(path.map_err(|error| Error::from_io(&shown, &error))?)
        }
        server @ Place::Server { .. } => server,
    };
    let failed = |error: &sqlx::Error| Error::from_sqlx(&shown, error);
    let options = AnyConnectOptions::from_url(&place.url()?)
        .map_err(|error| failed(&error))?
        .disable_statement_logging();
    match &place {
        Place::File(path) => {
            private_file::make(path)?;
        }
        Place::Server {
            door: Some(door), ..
        } => {
            knock(door).await.map_err(|why| Error::Unreachable {
                place: shown.clone(),
                why,
            })?;
        }
        Place::Server { door: None, .. } => {}
    }
    // No `after_connect`: the pool repeats that in silence too. Each connection to a file has foreign_keys=on and five
    // seconds of busy_timeout from sqlx, and synchronous=full from SQLite; `tests/file.rs` looks.
    let connections = match &place {
        Place::File(_) => TO_A_FILE,
        Place::Server { .. } => TO_A_SERVER,
    };
    let pool = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECT_TIMEOUT)
        .connect_lazy_with(options);
    let mut store = Store {
        pool,
        place: Arc::new(place),
        terms: Terms::default(),
        was_open_to_others: None,
        opened: None,
    };
    // A file of another program keeps its mode.
    let found = store.found_schema().await?;
    if let Place::File(path) = &*store.place {
        store.was_open_to_others = private_file::narrow(path)?;
    }
    store.bring_up_to_date(found).await?;
    if let Place::File(path) = &*store.place {
        store.opened = Opened::now(path).map(Arc::new);
    }
    Ok(store)
}

/// Whether anybody listens there. The pool repeats a refused connection in silence until its time is up; this one attempt
/// says why.
async fn knock((host, port): &(String, u16)) -> Result<(), String> {
    let attempt = TcpStream::connect((host.as_str(), *port));
    match tokio::time::timeout(CONNECT_TIMEOUT, attempt).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no answer within {} s", CONNECT_TIMEOUT.as_secs())),
    }
}

impl Store {
    async fn bring_up_to_date(&self, found: Option<i64>) -> Result<(), Error> {
        if self.is_current(found)? {
            return Ok(());
        }
        // sqlx takes an advisory lock of its own on PostgreSQL, and none on SQLite.
        let _guard = match &*self.place {
            Place::File(_) => Some(
                self.lock(lock::SCHEMA, SCHEMA_WAIT, "wxmass, making the store")
                    .await?,
            ),
            Place::Server { .. } => None,
        };
        if self.is_current(self.found_schema().await?)? {
            return Ok(());
        }
        if let Place::File(path) = &*self.place {
            let mode: String = sqlx::query_scalar("pragma journal_mode = wal")
                .fetch_one(&self.pool)
                .await
                .map_err(|error| self.failed(&error))?;
            // Some network file systems cannot; the older journal is as safe, only slower.
            tracing::debug!(mode, file = %path.display(), "journal of the store");
        }
        let before = MIGRATOR.iter().filter(|it| it.version < BY_APPID);
        let mut before = Migrator::with_migrations(before.cloned().collect());
        // Another process may be quicker. An error would leave sqlx's advisory lock behind in a pooled connection.
        before.set_ignore_missing(true);
        if self
            .found_schema()
            .await?
            .is_none_or(|found| found < BY_APPID)
        {
            self.migrate(&before).await?;
            self.join_accounts().await?;
        }
        self.migrate(&MIGRATOR).await
    }

    async fn migrate(&self, migrator: &Migrator) -> Result<(), Error> {
        migrator.run(&self.pool).await.map_err(|error| match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                self.failed(&error)
            }
            MigrateError::VersionMissing(found) => self.newer(found),
            other => Error::Other {
                place: self.place.shown(),
                why: other.to_string(),
            },
        })
    }

    /// Whether nothing is to be migrated. `Err(Newer)` when the schema is from a later version than this one knows.
    fn is_current(&self, found: Option<i64>) -> Result<bool, Error> {
        match found {
            Some(found) if found > Store::schema() => Err(self.newer(found)),
            found => Ok(found == Some(Store::schema())),
        }
    }

    /// The newest migration that the store has had; `None` for an empty one. `Err(Unfit)` for the database of another program.
    async fn found_schema(&self) -> Result<Option<i64>, Error> {
        if let Some(found) = self.newest_migration().await? {
            return Ok(found);
        }
        let Err(unfit) = self.refuse_others().await else {
            return Ok(None);
        };
        // Another process may have made the store between the two looks.
        self.newest_migration().await?.ok_or(unfit)
    }

    /// The newest migration of a database that has our tables; `None` for any other.
    async fn newest_migration(&self) -> Result<Option<Option<i64>>, Error> {
        let newest = "select max(version) as version from _sqlx_migrations where success = true
             and (select count(*) from (select 1 from batches limit 1) as one) >= 0";
        match sqlx::query_scalar(newest).fetch_one(&self.pool).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error::is_missing_table(&error) => Ok(None),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Refuses a database without our tables that has others. A server's database may have tables of other programs, but no
    /// migrations of theirs.
    async fn refuse_others(&self) -> Result<(), Error> {
        let strangers = match &*self.place {
            Place::File(_) => {
                let tables = "select name from sqlite_master where type = 'table'
                     and name not like 'sqlite_%' and name <> '_sqlx_migrations' order by name";
                let tables: Result<Vec<String>, _> =
                    sqlx::query_scalar(tables).fetch_all(&self.pool).await;
                tables.map_err(|error| self.failed(&error))?
            }
            Place::Server { .. } => Vec::new(),
        };
        let migrated = "select count(*) from _sqlx_migrations where success = true";
        let migrated: i64 = match sqlx::query_scalar(migrated).fetch_one(&self.pool).await {
            Ok(count) => count,
            Err(error) if error::is_missing_table(&error) => 0,
            Err(error) => return Err(self.failed(&error)),
        };
        if strangers.is_empty() && migrated == 0 {
            return Ok(());
        }
        let some: Vec<_> = strangers.into_iter().take(3).collect();
        Err(Error::Unfit {
            place: self.place.shown(),
            why: Unfit::OtherProgram {
                tables: some.join(", "),
            },
        })
    }

    fn newer(&self, found: i64) -> Error {
        Error::Newer {
            place: self.place.shown(),
            found,
            known: Store::schema(),
        }
    }
}
