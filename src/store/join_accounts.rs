//! Rows of earlier versions, which knew an account by its appid and the host it was reached by, joined under the appid.
//!
//! Runs under two hosts are one account's runs, and each keeps its batches and keys. What an account has (uploads, tokens,
//! drafts, previews) is joined as well, unless one of the hosts is this machine and another is not: then the local one was
//! perhaps another WeChat, and its ids stay where they are. Doing it twice changes nothing.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Row as _};

use super::Store;
use super::error::Error;
use crate::text::normal_name;

/// The account of the sandbox inside the process, and what earlier versions wrote as its host.
const SANDBOX: &str = "sandbox";

/// Tables whose rows belong to an account, beside `runs`, with the columns that have to stay unique within it.
const TABLES: [(&str, &[&str]); 5] = [
    ("tokens", &[]),
    ("uploads", &["endpoint", "sha256"]),
    ("finishes", &["msg_id"]),
    ("news", &["id"]),
    ("previews", &["id"]),
];

impl Store {
    /// Joins the rows of one appid.
    pub(super) async fn join_accounts(&self) -> Result<(), Error> {
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for table in TABLES.iter().map(|(table, _)| *table).chain(["runs"]) {
            for key in self.keys_of(table).await? {
                if let Some((appid, host)) = key.split_once('@') {
                    let known = hosts.entry(appid.to_owned()).or_default();
                    if !known.iter().any(|it| it == host) {
                        known.push(host.to_owned());
                    }
                }
            }
        }
        for (appid, hosts) in &hosts {
            // The sandbox inside the process stays a world of its own.
            if hosts.iter().any(|host| host == SANDBOX) {
                let key = format!("{appid}@{SANDBOX}");
                self.join_runs(&key, SANDBOX, SANDBOX).await?;
                for (table, unique) in TABLES {
                    self.join_rows(table, unique, &key, SANDBOX).await?;
                }
            }
            let hosts: Vec<_> = hosts.iter().filter(|host| *host != SANDBOX).collect();
            let has_public = hosts.iter().any(|host| !is_local(host));
            for host in &hosts {
                let key = format!("{appid}@{host}");
                self.join_runs(&key, appid, host).await?;
                if has_public && is_local(host) {
                    continue;
                }
                for (table, unique) in TABLES {
                    self.join_rows(table, unique, &key, appid).await?;
                }
            }
        }
        self.fill_runs().await
    }

    async fn keys_of(&self, table: &str) -> Result<Vec<String>, Error> {
        let sql = format!("select distinct account from {table} where account like '%@%'");
        sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&self.pool)
            .await
            .map_err(|error| self.failed(&error))
    }

    /// A row that the appid has already stays; the other one is dropped.
    async fn join_rows(
        &self,
        table: &str,
        unique: &[&str],
        key: &str,
        appid: &str,
    ) -> Result<(), Error> {
        let same: Vec<_> = unique
            .iter()
            .map(|column| format!(" and other.{column} = {table}.{column}"))
            .collect();
        let same = same.concat();
        let clear = format!(
            "delete from {table} where account = $1
             and exists (select 1 from {table} other where other.account = $2{same})"
        );
        let join = format!("update {table} set account = $2 where account = $1");
        for sql in [clear, join] {
            let statement = sqlx::query(AssertSqlSafe(sql)).bind(key).bind(appid);
            self.write(statement).await?;
        }
        Ok(())
    }

    /// Two runs of one attempt become two attempts: none of them is lost.
    async fn join_runs(&self, key: &str, appid: &str, host: &str) -> Result<(), Error> {
        let ids: Vec<i64> =
            sqlx::query_scalar("select id from runs where account = $1 order by id")
                .bind(key)
                .fetch_all(&self.pool)
                .await
                .map_err(|error| self.failed(&error))?;
        for id in ids {
            let statement = sqlx::query(
                "update runs set account = $2, base = coalesce(base, $3), attempt = case when exists
                     (select 1 from runs other where other.account = $2 and other.name = runs.name
                         and other.fingerprint = runs.fingerprint and other.attempt = runs.attempt)
                 then 1 + (select max(other.attempt) from runs other where other.name = runs.name
                         and other.fingerprint = runs.fingerprint and other.account in ($2, runs.account))
                 else attempt end where id = $1",
            )
            .bind(id)
            .bind(appid)
            .bind(host);
            self.write(statement).await?;
        }
        Ok(())
    }

    /// The columns of today, from the summary that earlier versions wrote; names in their normal form.
    async fn fill_runs(&self) -> Result<(), Error> {
        let rows = sqlx::query("select id, name, summary from runs where content is null")
            .fetch_all(&self.pool)
            .await
            .map_err(|error| self.failed(&error))?;
        for row in rows {
            let read = || -> Result<(i64, String, String), sqlx::Error> {
                Ok((
                    row.try_get("id")?,
                    row.try_get("name")?,
                    row.try_get("summary")?,
                ))
            };
            let (id, name, summary) = read().map_err(|error| self.failed(&error))?;
            let summary: serde_json::Value = serde_json::from_str(&summary).unwrap_or_default();
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            let statement =
                sqlx::query("update runs set content = $2, audience_kind = $3 where id = $1")
                    .bind(id)
                    .bind(text(&summary["content"]))
                    .bind(text(&summary["audience"]["kind"]));
            self.write(statement).await?;
            let normal = normal_name(&name);
            if normal != name {
                self.rename_run(id, &normal).await?;
            }
        }
        Ok(())
    }

    async fn rename_run(&self, id: i64, name: &str) -> Result<(), Error> {
        let statement = sqlx::query(
            "update runs set name = $2, attempt = (select coalesce(max(other.attempt) + 1, runs.attempt) from runs other
                 where other.account = runs.account and other.name = $2 and other.fingerprint = runs.fingerprint)
             where id = $1",
        )
        .bind(id)
        .bind(name);
        self.write(statement).await.map(drop)
    }
}

/// Whether a host of an old key is this machine.
fn is_local(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost"
        || name
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}
