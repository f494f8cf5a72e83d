//! A person's yes for a plan that an agent made: asked for, given, and used up by one send.
//!
//! A row that was only asked for permits nothing. The yes is for one account, fingerprint and audience; how long it is good is
//! said by those who take it, and taking it removes it, so that of two processes one gets it.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Row as _, query};

use super::error::Error;
use super::{Store, stored, time};

/// A plan that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// 64 hex digits.
    pub fingerprint: String,
    /// The audience's name, as it is to be typed.
    pub audience: String,
    /// The plan in words.
    pub told: String,
    pub asked_at: Timestamp,
}

impl Store {
    /// Records a plan that a person may approve, and forgets those that were asked about before `forget`. An approval that
    /// there is stays as it is.
    pub async fn approval_ask(
        &self,
        account: &str,
        asked: &Asked,
        forget: Timestamp,
    ) -> Result<(), Error> {
        let old = query("delete from approvals where asked_at < $1").bind(stored(forget));
        self.write(old).await?;
        let statement = query(
            "insert into approvals (account, fingerprint, audience, told, asked_at) values ($1, $2, $3, $4, $5)
             on conflict (account, fingerprint, audience) do update set told = excluded.told, asked_at = excluded.asked_at",
        )
        .bind(account)
        .bind(&asked.fingerprint)
        .bind(&asked.audience)
        .bind(&asked.told)
        .bind(stored(asked.asked_at));
        self.write(statement).await.map(drop)
    }

    /// The plans of an account that were asked about at `since` or later, newest first.
    pub async fn approvals_asked(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<Vec<Asked>, Error> {
        let rows = query(
            "select * from approvals where account = $1 and asked_at >= $2 order by asked_at desc",
        )
        .bind(account)
        .bind(stored(since))
        .fetch_all(&self.pool)
        .await;
        rows.and_then(|rows| rows.iter().map(read).collect())
            .map_err(|error| self.failed(&error))
    }

    /// Records a person's yes to one plan. Answers `false` where it is no longer asked for.
    pub async fn approval_give(
        &self,
        account: &str,
        asked: &Asked,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let statement = query(
            "update approvals set approved_at = $4 where account = $1 and fingerprint = $2 and audience = $3",
        )
        .bind(account)
        .bind(&asked.fingerprint)
        .bind(&asked.audience)
        .bind(stored(at));
        Ok(self.write(statement).await? > 0)
    }

    /// Uses up a yes that was given at `since` or later. `true` is said once for each.
    pub async fn approval_take(
        &self,
        account: &str,
        fingerprint: &str,
        audience: &str,
        since: Timestamp,
    ) -> Result<bool, Error> {
        let statement = query(
            "delete from approvals where account = $1 and fingerprint = $2 and audience = $3 and approved_at >= $4",
        )
        .bind(account)
        .bind(fingerprint)
        .bind(audience)
        .bind(stored(since));
        Ok(self.write(statement).await? > 0)
    }
}

fn read(row: &AnyRow) -> Result<Asked, sqlx::Error> {
    Ok(Asked {
        fingerprint: row.try_get("fingerprint")?,
        audience: row.try_get("audience")?,
        told: row.try_get("told")?,
        asked_at: time(row, "asked_at")?,
    })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn a_yes_is_used_up_once_and_is_good_for_a_while() {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let url = format!("sqlite:{}", folder.path().join("a.db").display());
            let store = Store::open(&url).await.expect("a store");
            let now = Timestamp::now();
            let hours = SignedDuration::from_hours;
            let asked = |fingerprint: &str, asked_at| Asked {
                fingerprint: fingerprint.to_owned(),
                audience: "VIP".to_owned(),
                told: "a plan".to_owned(),
                asked_at,
            };
            let plan = asked("f1", now);
            let take =
                |account: &'static str, print: &'static str, audience: &'static str, since| {
                    let store = store.clone();
                    async move {
                        let taken = store.approval_take(account, print, audience, since).await;
                        taken.expect("an answer")
                    }
                };
            store
                .approval_ask("a", &plan, now - hours(1))
                .await
                .expect("asked");
            assert!(
                !take("a", "f1", "VIP", now - hours(9)).await,
                "to ask is not to be told yes"
            );
            assert!(
                !store
                    .approval_give("b", &plan, now)
                    .await
                    .expect("an answer")
            );
            assert!(
                store
                    .approval_give("a", &plan, now)
                    .await
                    .expect("an answer")
            );
            // Another plan of the same content keeps the yes.
            store
                .approval_ask("a", &plan, now - hours(1))
                .await
                .expect("asked");
            for (account, print, audience, since) in [
                ("b", "f1", "VIP", now),
                ("a", "f2", "VIP", now),
                ("a", "f1", "all", now),
                ("a", "f1", "VIP", now + hours(1)),
            ] {
                assert!(
                    !take(account, print, audience, since).await,
                    "{account} {print} {audience}"
                );
            }
            assert!(take("a", "f1", "VIP", now).await);
            assert!(!take("a", "f1", "VIP", now).await, "once");
            // What was asked about long ago is forgotten.
            store
                .approval_ask("a", &asked("f3", now - hours(30)), now - hours(48))
                .await
                .expect("asked");
            assert_eq!(
                store
                    .approvals_asked("a", now - hours(24))
                    .await
                    .expect("rows"),
                []
            );
            store
                .approval_ask("a", &plan, now - hours(24))
                .await
                .expect("asked");
            assert_eq!(
                store
                    .approvals_asked("a", now - hours(99))
                    .await
                    .expect("rows")
                    .len(),
                1
            );
        });
    }
}
