//! The place of a world's tokens, uploads and ledger: a SQLite file, or a schema of its own on the PostgreSQL server that
//! `WXMASS_TEST_POSTGRES` names. `.ci/postgres` starts one to throw away.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// The server's address, for all tests of a process.
pub const SERVER: &str = "WXMASS_TEST_POSTGRES";

/// A holder that was killed is taken over after this long, in place of thirty seconds.
pub const LEASE: Duration = Duration::from_millis(1_500);

#[derive(Debug)]
pub enum Place {
    File(PathBuf),
    Server(Schemas),
}

/// Schemas of one world on a server: its own, and those of other machines. They are dropped with it.
#[derive(Debug)]
pub struct Schemas {
    server: String,
    stem: String,
    made: Mutex<Vec<String>>,
}

/// The server that tests are to use, when they are to use one.
pub fn server() -> Option<String> {
    std::env::var(SERVER).ok().filter(|url| !url.is_empty())
}

impl Place {
    /// On the server where there is one, else in this folder.
    pub fn anywhere(folder: &Path) -> Self {
        match server() {
            Some(server) => Self::on(server),
            None => Self::file(folder),
        }
    }

    pub fn file(folder: &Path) -> Self {
        Self::File(folder.to_owned())
    }

    fn on(server: String) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let stem = format!(
            "world_{}_{}_{}",
            std::process::id(),
            since.expect("after 1970").as_millis(),
            NUMBER.fetch_add(1, Ordering::Relaxed)
        );
        Self::Server(Schemas {
            server,
            stem,
            made: Mutex::default(),
        })
    }

    /// The address of a machine's own store, empty before its first use.
    pub fn state_of(&self, machine: &str) -> String {
        match self {
            Self::File(folder) => {
                format!(
                    "sqlite:{}",
                    folder.join(machine).join("wxmass.db").display()
                )
            }
            Self::Server(schemas) => schemas.address(machine),
        }
    }
}

impl Schemas {
    fn address(&self, machine: &str) -> String {
        let schema = format!("{}_{machine}", self.stem);
        let mut made = self.made();
        if !made.contains(&schema) {
            administer(&self.server, &format!("create schema {schema}"))
                .expect("a schema on the server that WXMASS_TEST_POSTGRES names");
            made.push(schema.clone());
        }
        let mark = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{mark}options[search_path]={schema}", self.server)
    }

    fn made(&self) -> MutexGuard<'_, Vec<String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The password of the server; it must be nowhere to be seen.
    pub fn password(&self) -> Option<String> {
        let (_, rest) = self.server.split_once("://")?;
        let (user, _) = rest.split_once('@')?;
        Some(user.split_once(':')?.1.to_owned())
    }
}

impl Drop for Schemas {
    fn drop(&mut self) {
        for schema in self.made().iter() {
            // A killed process may have its transaction open for a moment longer; the server is thrown away anyway.
            let _ = administer(
                &self.server,
                &format!("set lock_timeout = '5s'; drop schema {schema} cascade"),
            );
        }
    }
}

fn administer(server: &str, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::any::install_default_drivers();
    let builder = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    builder.expect("a runtime").block_on(async {
        let mut connection = AnyConnection::connect(server).await?;
        for statement in sql.split("; ") {
            sqlx::query(AssertSqlSafe(statement))
                .execute(&mut connection)
                .await?;
        }
        connection.close().await
    })
}
