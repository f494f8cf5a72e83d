//! Runs: one campaign, one audience, one attempt.
//!
//! A run and all its batches are recorded together or not at all; the state of a run is the sum of its batches.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::error::{self, Error};
use super::ledger::{NewRun, Run};
use super::state::{BatchState, Tally};
use super::{Store, optional_time, stored, time};

const COLUMNS: &str = "select id, account, account_name, name, fingerprint, attempt, kind, summary, created_at, finished_at,
    (select count(*) from batches where run = id and state = 'planned') as planned,
    (select count(*) from batches where run = id and state = 'intended') as intended,
    (select count(*) from batches where run = id and state = 'accepted') as accepted,
    (select count(*) from batches where run = id and state = 'refused') as refused,
    (select count(*) from batches where run = id and state = 'unknown') as unknown,
    (select count(*) from batches where run = id and state = 'abandoned') as abandoned
    from runs";

impl Store {
    /// Records a run with its batches, all planned. `Err(RunExists)` if account, name, fingerprint and attempt are there.
    pub async fn run_create(&self, new: NewRun) -> Result<Run, Error> {
        let created_at = stored(Timestamp::now());
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "runs").await?;
        sqlx::query(
            "insert into runs (id, account, account_name, name, fingerprint, attempt, kind, summary, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id)
        .bind(&new.account)
        .bind(new.account_name.as_deref())
        .bind(&new.name)
        .bind(&new.fingerprint)
        .bind(new.attempt)
        .bind(&new.kind)
        .bind(&new.summary)
        .bind(created_at)
        .execute(&mut *transaction)
        .await
        .map_err(|error| {
            if error::is_repeated_key(&error) {
                Error::RunExists { name: new.name.clone(), attempt: new.attempt }
            } else {
                self.failed(&error)
            }
        })?;
        for (number, batch) in (1_i64..).zip(&new.batches) {
            sqlx::query(
                "insert into batches (run, number, client_msg_id, size, digest, state, tries)
                 values ($1, $2, $3, $4, $5, $6, 0)",
            )
            .bind(id)
            .bind(number)
            .bind(&batch.client_msg_id)
            .bind(batch.size)
            .bind(&batch.digest)
            .bind(BatchState::Planned.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(|error| self.failed(&error))?;
        }
        self.commit(transaction).await?;
        self.run_get(id).await?.ok_or_else(|| Error::Missing {
            what: format!("run {id}"),
        })
    }

    /// The run with this number.
    pub async fn run_get(&self, id: i64) -> Result<Option<Run>, Error> {
        let sql = format!("{COLUMNS} where id = $1");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .fetch_all(&self.pool)
            .await;
        Ok(self.read_runs(rows)?.pop())
    }

    /// All runs of this name in this account, newest first.
    pub async fn runs_named(&self, account: &str, name: &str) -> Result<Vec<Run>, Error> {
        let sql = format!("{COLUMNS} where account = $1 and name = $2 order by id desc");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(account)
            .bind(name)
            .fetch_all(&self.pool)
            .await;
        self.read_runs(rows)
    }

    /// All runs of all accounts, newest first; of one name when it is given.
    pub async fn runs_all(&self, name: Option<&str>) -> Result<Vec<Run>, Error> {
        let rows = if let Some(name) = name {
            let sql = format!("{COLUMNS} where name = $1 order by id desc");
            sqlx::query(AssertSqlSafe(sql))
                .bind(name)
                .fetch_all(&self.pool)
                .await
        } else {
            let sql = format!("{COLUMNS} order by id desc");
            sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool).await
        };
        self.read_runs(rows)
    }

    /// Says that a run has ended. Only a run whose every batch was accepted or abandoned ends, and it keeps its first end;
    /// the answer is whether it has ended.
    pub async fn run_finish(&self, id: i64, at: Timestamp) -> Result<bool, Error> {
        let statement = sqlx::query(
            "update runs set finished_at = coalesce(finished_at, $2) where id = $1 and not exists
                 (select 1 from batches where run = $1 and state not in ('accepted', 'abandoned'))",
        )
        .bind(id)
        .bind(stored(at));
        Ok(self.write(statement).await? > 0)
    }

    fn read_runs(&self, rows: Result<Vec<AnyRow>, sqlx::Error>) -> Result<Vec<Run>, Error> {
        rows.and_then(|rows| rows.iter().map(read).collect())
            .map_err(|error| self.failed(&error))
    }
}

fn read(row: &AnyRow) -> Result<Run, sqlx::Error> {
    let tally = Tally {
        planned: row.try_get("planned")?,
        intended: row.try_get("intended")?,
        accepted: row.try_get("accepted")?,
        refused: row.try_get("refused")?,
        unknown: row.try_get("unknown")?,
        abandoned: row.try_get("abandoned")?,
    };
    Ok(Run {
        id: row.try_get("id")?,
        account: row.try_get("account")?,
        account_name: row.try_get("account_name")?,
        name: row.try_get("name")?,
        fingerprint: row.try_get("fingerprint")?,
        attempt: row.try_get("attempt")?,
        kind: row.try_get("kind")?,
        summary: row.try_get("summary")?,
        state: tally.state(),
        tally,
        created_at: time(row, "created_at")?,
        finished_at: optional_time(row, "finished_at")?,
    })
}
