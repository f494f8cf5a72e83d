//! Runs: one campaign, one audience, one attempt.
//!
//! A run and all its batches are recorded together or not at all; the state of a run is the sum of its batches.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, FromRow, Row as _};

use super::error::Error;
use super::ledger::{NewRun, Run};
use super::state::{BatchState, Tally};
use super::{Store, optional_time, stored, time};
use crate::wechat::ids::TagId;

const COLUMNS: &str = "select id, account, account_name, name, fingerprint, attempt, kind, summary, tag_id, base, created_at, scheduled_at, list, list_digest, finished_at,
    sum(case when state = 'planned' then 1 else 0 end) as planned,
    sum(case when state = 'intended' then 1 else 0 end) as intended,
    sum(case when state = 'accepted' then 1 else 0 end) as accepted,
    sum(case when state = 'refused' then 1 else 0 end) as refused,
    sum(case when state = 'unknown' then 1 else 0 end) as unknown,
    sum(case when state = 'abandoned' then 1 else 0 end) as abandoned
    from runs left join batches on batches.run = runs.id";

impl Store {
    /// Records a run with its batches, all planned. A run of the same account, name, fingerprint and attempt of which nothing
    /// went out is taken up as it is; `Err(RunExists)` if something did.
    pub async fn run_create(&self, new: &NewRun) -> Result<Run, Error> {
        let mut transaction = self.begin().await?;
        let id = self.next_id(&mut transaction, "runs").await?;
        let inserted = sqlx::query(
            "insert into runs (id, account, account_name, name, fingerprint, attempt, kind, content, audience_kind, tag_id, base, summary, created_at, scheduled_at, list, list_digest)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             on conflict (account, name, fingerprint, attempt) do nothing",
        )
        .bind(id)
        .bind(&new.account)
        .bind(new.account_name.as_deref())
        .bind(&new.name)
        .bind(&new.fingerprint)
        .bind(new.attempt)
        .bind(&new.kind)
        .bind(&new.content)
        .bind(new.audience.as_str())
        .bind(new.tag.map(TagId::get))
        .bind(&new.base)
        .bind(&new.summary)
        .bind(stored(Timestamp::now()))
        .bind(new.scheduled_at.map(stored))
        .bind(new.list.as_deref())
        .bind(new.list_digest.as_deref())
        .execute(&mut *transaction)
        .await
        .map_err(|error| self.failed(&error))?;
        if inserted.rows_affected() == 0 {
            drop(transaction);
            return self.run_take_up(new).await;
        }
        for (number, batch) in (1_i64..).zip(&new.batches) {
            sqlx::query(
                "insert into batches (run, number, client_msg_id, size, state, tries)
                 values ($1, $2, $3, $4, $5, 0)",
            )
            .bind(id)
            .bind(number)
            .bind(batch.client_msg_id.as_str())
            .bind(batch.size)
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

    /// The run that was planned before and never sent.
    async fn run_take_up(&self, new: &NewRun) -> Result<Run, Error> {
        let runs = self.runs_named(&new.account, &new.name).await?;
        let planned = runs.into_iter().find(|run| {
            run.fingerprint == new.fingerprint
                && run.attempt == new.attempt
                && run.tally.planned + run.tally.refused == run.tally.all()
        });
        let run = planned.ok_or_else(|| Error::RunExists {
            name: new.name.clone(),
            attempt: new.attempt,
        })?;
        let statement =
            sqlx::query("update runs set tag_id = $2, base = $3, scheduled_at = $4 where id = $1")
                .bind(run.id)
                .bind(new.tag.map(TagId::get))
                .bind(&new.base)
                .bind(new.scheduled_at.map(stored));
        self.write(statement).await?;
        Ok(Run {
            tag: new.tag,
            base: Some(new.base.clone()),
            scheduled_at: new.scheduled_at,
            ..run
        })
    }

    /// The run with this number.
    pub async fn run_get(&self, id: i64) -> Result<Option<Run>, Error> {
        let sql = format!("{COLUMNS} where id = $1 group by runs.id");
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .fetch_all(&self.pool)
            .await;
        Ok(self.read_runs(rows)?.pop())
    }

    /// All runs of this name in this account, newest first.
    pub async fn runs_named(&self, account: &str, name: &str) -> Result<Vec<Run>, Error> {
        let sql =
            format!("{COLUMNS} where account = $1 and name = $2 group by runs.id order by id desc");
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
            let sql = format!("{COLUMNS} where name = $1 group by runs.id order by id desc");
            sqlx::query(AssertSqlSafe(sql))
                .bind(name)
                .fetch_all(&self.pool)
                .await
        } else {
            let sql = format!("{COLUMNS} group by runs.id order by id desc");
            sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool).await
        };
        self.read_runs(rows)
    }

    /// Records the time that is set for the rest of a run.
    pub async fn run_schedule(&self, id: i64, at: Timestamp) -> Result<(), Error> {
        let statement = sqlx::query("update runs set scheduled_at = $2 where id = $1")
            .bind(id)
            .bind(stored(at));
        self.write(statement).await.map(drop)
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
        rows.and_then(|rows| rows.iter().map(Run::from_row).collect())
            .map_err(|error| self.failed(&error))
    }
}

impl<'r> FromRow<'r, AnyRow> for Run {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        // A run without batches has none in any state; PostgreSQL sums to a number of its own kind, cast in the query.
        let count =
            |column| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.unwrap_or(0));
        let tally = Tally {
            planned: count("planned")?,
            intended: count("intended")?,
            accepted: count("accepted")?,
            refused: count("refused")?,
            unknown: count("unknown")?,
            abandoned: count("abandoned")?,
        };
        Ok(Self {
            id: row.try_get("id")?,
            account: row.try_get("account")?,
            account_name: row.try_get("account_name")?,
            name: row.try_get("name")?,
            fingerprint: row.try_get("fingerprint")?,
            attempt: row.try_get("attempt")?,
            kind: row.try_get("kind")?,
            summary: row.try_get("summary")?,
            tag: row.try_get::<Option<i64>, _>("tag_id")?.map(TagId::new),
            base: row.try_get("base")?,
            state: tally.state(),
            tally,
            created_at: time(row, "created_at")?,
            scheduled_at: optional_time(row, "scheduled_at")?,
            list: row.try_get("list")?,
            list_digest: row.try_get("list_digest")?,
            finished_at: optional_time(row, "finished_at")?,
        })
    }
}
