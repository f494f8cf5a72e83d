//! Faults of a server: leases, lost connections, TLS.

use std::time::Duration;

use super::*;
use crate::store::lease::Terms;

const NOW: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_mins(1);

/// A server that takes no writes opens a current schema, and says what it is when something is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_is_opened_without_writing() {
    let home = Home::server().await;
    let address = format!("{}&options[default_transaction_read_only]=on", home.address);
    let store = Store::open(&address).await.unwrap();
    assert!(store.runs_all(None).await.unwrap().is_empty());
    let error = store.run_create(&new_run("spring", 1)).await.unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error:?}");
    store.close().await;
    home.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_refuses_a_newer_schema() {
    let home = Home::server().await;
    sqlx::query("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '', 0)")
        .execute(&home.store.pool)
        .await
        .unwrap();
    let error = Store::open(&home.address).await.unwrap_err();
    assert!(
        matches!(error, Error::Newer { found: 9999, .. }),
        "{error:?}"
    );
    home.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_is_made_by_ten_at_once() {
    let home = Home::server().await;
    let schema = home.schema.clone().unwrap();
    administer(&format!("drop schema {schema} cascade")).await;
    administer(&format!("create schema {schema}")).await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..10 {
        let address = home.address.clone();
        tasks.spawn(async move {
            let store = Store::open(&address).await.unwrap();
            store
                .run_create(&new_run(&format!("by-{number}"), 1))
                .await
                .unwrap();
            store.close().await;
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    assert_eq!(
        home.neighbour().await.runs_all(None).await.unwrap().len(),
        10
    );
    home.end().await;
}

#[tokio::test]
async fn an_absent_server_is_said_soon() {
    let started = std::time::Instant::now();
    let error = Store::open("postgres://ann:hunter2@127.0.0.1:9/team")
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .contains("postgres://ann@127.0.0.1:9/team"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("hunter2"));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_connections_that_broke_are_replaced() {
    let home = Home::server().await;
    let name = home.schema.clone().unwrap();
    let address = format!("{}&application_name={name}", home.address);
    let store = Store::open(&address).await.unwrap();
    let run = store.run_create(&new_run("broken", 1)).await.unwrap().id;
    let guard = store.lock("spring", Duration::ZERO, "ann").await.unwrap();
    administer(&format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{name}'"
    ))
    .await;
    store
        .batch_intend(&batch(&store, run, 1).await, None, at(1))
        .await
        .unwrap();
    guard.confirm().await.unwrap();
    guard.release().await;
    store.close().await;
    home.end().await;
}

fn short() -> Terms {
    Terms {
        length: Duration::from_millis(900),
        renew_every: Duration::from_millis(200),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_leases_are_renewed() {
    let mut home = Home::server().await;
    home.store.terms = short();
    let guard = home.store.lock("spring", NOW, "ann").await.unwrap();
    if let Some(password) = url::Url::parse(&home.address).unwrap().password() {
        let all = format!("{guard:?} {:?} {}", home.store, home.store.describe());
        assert!(!all.contains(password), "{all}");
    }
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(!guard.lost(), "nearly three leases long");
    assert!(matches!(
        home.store.lock("spring", NOW, "bob").await,
        Err(Error::Held { .. })
    ));
    guard.release().await;
    home.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_leases_are_lost_when_the_holder_stands_still() {
    let mut home = Home::server().await;
    // Never renewed, as if the process had been stopped.
    home.store.terms = Terms {
        length: Duration::from_millis(300),
        renew_every: LONG,
    };
    let stale = home.store.lock("spring", NOW, "ann").await.unwrap();
    assert!(!stale.lost());
    home.store.terms = short();
    let fresh = home.store.lock("spring", LONG, "bob").await.unwrap();
    assert!(stale.lost(), "by our own clock");
    assert!(
        matches!(stale.confirm().await, Err(Error::Lost { .. })),
        "by the number in the row"
    );
    // The loser's release must not free the winner's lock.
    stale.release().await;
    fresh.confirm().await.unwrap();
    assert!(matches!(
        home.store.lock("spring", NOW, "carl").await,
        Err(Error::Held { .. })
    ));
    fresh.release().await;
    home.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: WXMASS_TEST_POSTGRES=postgres://… cargo test --lib postgres -- --ignored"]
async fn postgres_leases_are_lost_when_the_server_is_gone() {
    let mut home = Home::server().await;
    home.store.terms = short();
    let guard = home.store.lock("spring", NOW, "ann").await.unwrap();
    home.store.pool.close().await;
    assert!(!guard.lost());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert!(guard.lost());
    assert!(guard.confirm().await.is_err());
    guard.release().await;
    home.end().await;
}
