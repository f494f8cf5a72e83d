//! A ledger of the version that knew an account by its appid and host, opened by this one: nothing goes out again.

use std::path::Path;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Row as _, SqlSafeStr as _};

use crate::accepted;
use crate::world::campaign::openids;
use crate::world::{DRAFT, MATERIAL, World, argument};

const SCHEMA: [&str; 2] = [
    include_str!("../../src/store/migrations/0001_first.sql"),
    include_str!("../../src/store/migrations/0002_finishes.sql"),
];

/// Writes what the store of this world holds as the older version would have: under these hosts, one after the other.
fn as_the_older_version_wrote_it(world: &World, to: &Path, hosts: &[&str], name: &str) {
    let from = world.store();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        sqlx::any::install_default_drivers();
        let open = |path: &Path| {
            let url = format!("sqlite:{}?mode=rwc", path.display());
            async move { sqlx::AnyPool::connect(&url).await.unwrap() }
        };
        let (old, new) = (open(to).await, open(&from).await);
        let migrations = SCHEMA.iter().zip(1..).map(|(sql, version)| {
            let kind = MigrationType::Simple;
            Migration::new(version, "old".into(), kind, (*sql).into_sql_str(), false)
        });
        Migrator::with_migrations(migrations.collect())
            .run(&old)
            .await
            .unwrap();
        let runs = sqlx::query("select * from runs order by id").fetch_all(&new).await.unwrap();
        let batches = sqlx::query("select * from batches order by run, number").fetch_all(&new).await.unwrap();
        let mut last = 0;
        for host in hosts {
            for run in &runs {
                last += 1;
                let summary = serde_json::json!({
                    "titles": [], "audience": { "kind": "all" }, "content": run.get::<String, _>("content"),
                });
                sqlx::query("insert into runs (id, account, account_name, name, fingerprint, attempt, kind, summary, created_at) values ($1, $2, 'main', $3, $4, $5, $6, $7, $8)")
                    .bind(last)
                    .bind(format!("{}@{host}", wxmass::sandbox::APPID))
                    .bind(name)
                    .bind(run.get::<String, _>("fingerprint"))
                    .bind(run.get::<i64, _>("attempt"))
                    .bind(run.get::<String, _>("kind"))
                    .bind(summary.to_string())
                    .bind(run.get::<i64, _>("created_at"))
                    .execute(&old).await.unwrap();
                let mine = batches.iter().filter(|batch| batch.get::<i64, _>("run") == run.get::<i64, _>("id"));
                for batch in mine {
                    sqlx::query("insert into batches (run, number, client_msg_id, size, digest, state, intended_at, tried_at, tries, settled_at, media_id, msg_id) values ($1, $2, $3, $4, 'd', $5, $6, $6, 1, $7, $8, $9)")
                        .bind(last)
                        .bind(batch.get::<i64, _>("number"))
                        .bind(batch.get::<String, _>("client_msg_id"))
                        .bind(batch.get::<i64, _>("size"))
                        .bind(batch.get::<String, _>("state"))
                        .bind(batch.get::<Option<i64>, _>("intended_at"))
                        .bind(batch.get::<Option<i64>, _>("settled_at"))
                        .bind(batch.get::<Option<String>, _>("media_id"))
                        .bind(batch.get::<Option<i64>, _>("msg_id"))
                        .execute(&old).await.unwrap();
                }
            }
        }
        sqlx::query("update ids set last = $1 where name = 'runs'").bind(last).execute(&old).await.unwrap();
        for table in ["uploads", "news"] {
            let rows = format!("select * from {table}");
            let rows = sqlx::query(sqlx::AssertSqlSafe(rows)).fetch_all(&new).await.unwrap();
            for row in rows {
                let account = format!("{}@{}", wxmass::sandbox::APPID, hosts[0]);
                if table == "uploads" {
                    sqlx::query("insert into uploads (account, endpoint, sha256, media_id, url, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)")
                        .bind(account)
                        .bind(row.get::<String, _>("endpoint"))
                        .bind(row.get::<String, _>("sha256"))
                        .bind(row.get::<Option<String>, _>("media_id"))
                        .bind(row.get::<Option<String>, _>("url"))
                        .bind(row.get::<i64, _>("created_at"))
                        .bind(row.get::<Option<i64>, _>("expires_at"))
                        .execute(&old).await.unwrap();
                }
            }
        }
        old.close().await;
    });
}

fn send(world: &World, store: &Path, campaign: &Path, more: &[&str]) -> crate::Outcome {
    let arguments = [&["send", argument(campaign), "--yes"], more].concat();
    world.wx_with(arguments, |command| {
        command.env("WXMASS_STATE", format!("sqlite:{}", store.display()));
    })
}

#[test]
fn what_was_sent_by_the_older_version_is_not_sent_again() {
    for (hosts, name) in [
        (&["127.0.0.1:8080"] as &[_], "spring"),
        (&["127.0.0.1:8080", "localhost:9090"], "spring"),
        (&["127.0.0.1:8080"], "spring "),
        (&["[::1]:8080", "127.0.0.1:1"], "\u{a0}spring"),
    ] {
        let world = World::on_a_file();
        let campaign = world.campaign("spring").without_preview().write();
        world.send(&campaign).exits(0);
        let old = world.path("old.db");
        as_the_older_version_wrote_it(&world, &old, hosts, name);
        world.hours_later(25);
        world.forget_calls();
        for _ in 0..2 {
            send(&world, &old, &campaign, &[])
                .exits(0)
                .says("was sent already");
        }
        assert_eq!(accepted(&world), 1, "{hosts:?} {name:?}");
        // What it had uploaded is still had.
        send(&world, &old, &campaign, &["--again"]).exits(0);
        assert!(world.calls_of(MATERIAL).is_empty(), "{:?}", world.paths());
        assert_eq!(world.calls_of(DRAFT).len(), 1);
        assert_eq!(accepted(&world), 2);
    }
}

#[test]
fn the_rest_of_a_list_of_the_older_version_goes_out_and_no_batch_twice() {
    use crate::world::TO_OPENIDS;
    use crate::world::wire::refusal;
    let world = World::on_a_file();
    let campaign = world
        .campaign("spring")
        .without_preview()
        .for_openids(20_001)
        .write();
    world.plant(refusal(TO_OPENIDS, 45_009).from(2).always());
    world.send(&campaign).exits(8);
    world.repair();
    let old = world.path("old.db");
    as_the_older_version_wrote_it(&world, &old, &["127.0.0.1:8080"], "spring");
    send(&world, &old, &campaign, &[]).exits(0);
    assert_eq!(world.receivers(), openids(1..=20_001));
    send(&world, &old, &campaign, &[])
        .exits(0)
        .says("was sent already");
    assert_eq!(accepted(&world), 3);
}

#[test]
fn a_public_host_of_the_older_version_is_not_taken_for_this_machine() {
    let world = World::on_a_file();
    let campaign = world.campaign("spring").without_preview().write();
    world.send(&campaign).exits(0);
    let old = world.path("old.db");
    let hosts = ["api.weixin.qq.com", "127.0.0.1:8080"];
    as_the_older_version_wrote_it(&world, &old, &hosts, "spring");
    send(&world, &old, &campaign, &[]).exits(2).says("--relay");
    send(&world, &old, &campaign, &["--relay"])
        .exits(0)
        .says("was sent already");
    assert_eq!(accepted(&world), 1);
}
