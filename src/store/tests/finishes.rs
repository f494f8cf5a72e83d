//! Finished sends, before and after the answer to their call, once and again.

use std::borrow::Cow;

use sqlx::migrate::Migrator;

use super::*;

on_both!(
    a_finish_completes_its_batch,
    a_finish_may_come_before_the_answer,
    a_repeat_changes_nothing,
    one_of_two_hears_the_news,
    the_later_word_counts,
    an_older_schema_is_brought_up_to_date,
);

const MSG_ID: i64 = 3_147_480_001;

fn finish(word: &str, ended: i64) -> Finish {
    let outcome = match word {
        "send success" => Some("SEND_SUCCESS"),
        "paused" => None,
        _ => Some("SEND_FAIL"),
    };
    Finish {
        msg_id: MSG_ID,
        word: word.to_owned(),
        outcome: outcome.map(str::to_owned),
        ended_at: at(ended),
        total: Some(100),
        filtered: Some(80),
        sent: Some(75),
        failed: None,
        articles: "[]".to_owned(),
    }
}

async fn accepted(store: &Store) -> i64 {
    let run = store.run_create(new_run("spring", 1)).await.unwrap().id;
    store.batch_intend(run, 1, None, at(1)).await.unwrap();
    store
        .batch_accept(run, 1, MSG_ID, None, at(2), None)
        .await
        .unwrap();
    run
}

async fn batch(store: &Store) -> Batch {
    let found = store.batch_by_msg_id(ACCOUNT, MSG_ID).await.unwrap();
    found.unwrap()
}

async fn a_finish_completes_its_batch(home: &Home) {
    let store = &home.store;
    let run = accepted(store).await;
    let said = finish("send success", 9);
    assert!(store.finish_add(ACCOUNT, &said, at(10)).await.unwrap());
    let found = batch(store).await;
    assert_eq!(found.finish, Some(said.clone()));
    assert_eq!(
        (found.status.as_deref(), found.status_at),
        (Some("SEND_SUCCESS"), Some(at(10)))
    );
    assert_eq!(
        store.batches(run).await.unwrap(),
        std::slice::from_ref(&found)
    );
    assert_eq!(store.sends_since(ACCOUNT, at(0)).await.unwrap(), [found]);
    assert_eq!(store.finish_of(ACCOUNT, MSG_ID).await.unwrap(), Some(said));
    assert_eq!(store.finish_of("other", MSG_ID).await.unwrap(), None);
    assert_eq!(store.finish_of(ACCOUNT, 1).await.unwrap(), None);
}

async fn a_finish_may_come_before_the_answer(home: &Home) {
    let store = &home.store;
    let said = finish("err(10001)", 9);
    assert!(store.finish_add(ACCOUNT, &said, at(10)).await.unwrap());
    assert!(
        store
            .batch_by_msg_id(ACCOUNT, MSG_ID)
            .await
            .unwrap()
            .is_none()
    );
    accepted(store).await;
    let found = batch(store).await;
    assert_eq!(found.status.as_deref(), Some("SEND_FAIL"));
    assert_eq!(found.finish, Some(said));
}

async fn a_repeat_changes_nothing(home: &Home) {
    let store = &home.store;
    accepted(store).await;
    let said = finish("send success", 9);
    assert!(store.finish_add(ACCOUNT, &said, at(10)).await.unwrap());
    let before = batch(store).await;
    let older = finish("err(30001)", 8);
    for repeat in [&said, &older] {
        assert!(!store.finish_add(ACCOUNT, repeat, at(11)).await.unwrap());
        assert_eq!(batch(store).await, before);
    }
    let later = finish("err(40002)", 12);
    assert!(store.finish_add(ACCOUNT, &later, at(13)).await.unwrap());
    assert_eq!(batch(store).await.finish, Some(later));
}

async fn one_of_two_hears_the_news(home: &Home) {
    let other = home.neighbour().await;
    for round in 0..10 {
        let said = finish("send success", 100 + round);
        let (one, two) = tokio::join!(
            home.store.finish_add(ACCOUNT, &said, at(200)),
            other.finish_add(ACCOUNT, &said, at(200))
        );
        assert!(one.unwrap() != two.unwrap(), "round {round}");
    }
    other.close().await;
}

async fn the_later_word_counts(home: &Home) {
    let store = &home.store;
    accepted(store).await;
    let status = async |status, when| {
        let known = store.batch_status(ACCOUNT, MSG_ID, status, at(when)).await;
        assert!(known.unwrap());
    };
    status("SENDING", 5).await;
    store
        .finish_add(ACCOUNT, &finish("paused", 6), at(7))
        .await
        .unwrap();
    assert_eq!(
        batch(store).await.status.as_deref(),
        Some("SENDING"),
        "the word says nothing of it"
    );
    store
        .finish_add(ACCOUNT, &finish("send success", 8), at(9))
        .await
        .unwrap();
    assert_eq!(batch(store).await.status.as_deref(), Some("SEND_SUCCESS"));
    status("DELETE", 20).await;
    assert_eq!(batch(store).await.status.as_deref(), Some("DELETE"));
}

/// The first schema, with a batch in it, as an older wxmass has left it.
async fn an_older_schema_is_brought_up_to_date(home: &Home) {
    let address = match &home.schema {
        Some(schema) => {
            administer(&format!("drop schema {schema} cascade")).await;
            administer(&format!("create schema {schema}")).await;
            home.address.clone()
        }
        None => format!("{}.old?mode=rwc", home.address),
    };
    let old = sqlx::AnyPool::connect(&address).await.unwrap();
    let first = Migrator {
        migrations: Cow::Owned(connect::MIGRATOR.iter().take(1).cloned().collect()),
        ..Migrator::DEFAULT
    };
    first.run(&old).await.unwrap();
    for sql in [
        "insert into runs (id, account, name, fingerprint, attempt, kind, summary, created_at) values (1, 'a', 'n', 'f', 1, 'k', '{}', 0)",
        "insert into batches (run, number, client_msg_id, size, digest, state, tries, msg_id, status) values (1, 1, 'c', 0, 'd', 'accepted', 1, 7, 'SENDING')",
    ] {
        sqlx::query(sql).execute(&old).await.unwrap();
    }
    old.close().await;
    let store = Store::open(address.trim_end_matches("?mode=rwc"))
        .await
        .unwrap();
    let batch = store.batch_by_msg_id("a", 7).await.unwrap().unwrap();
    assert_eq!(
        (batch.status.as_deref(), batch.finish),
        (Some("SENDING"), None)
    );
    store.close().await;
}
