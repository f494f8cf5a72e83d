//! Finished sends, before and after the answer to their call, once and again.

use super::*;

on_both!(
    a_finish_completes_its_batch,
    a_finish_may_come_before_the_answer,
    a_repeat_changes_nothing,
    one_of_two_hears_the_news,
    a_final_state_stays,
    an_older_schema_is_brought_up_to_date,
);

const MSG_ID: MsgId = MsgId::new(3_147_480_001);

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

async fn sent(store: &Store) -> i64 {
    let run = store.run_create(&new_run("spring", 1)).await.unwrap().id;
    let row = batch(store, run, 1).await;
    store.batch_intend(&row, None, at(1)).await.unwrap();
    let row = batch(store, run, 1).await;
    let outcome = accepted(MSG_ID.get());
    store.batch_settle(&row, outcome, at(2)).await.unwrap();
    run
}

async fn found(store: &Store) -> Batch {
    let found = store.batch_by_msg_id(ACCOUNT, MSG_ID).await.unwrap();
    found.unwrap()
}

async fn a_finish_completes_its_batch(home: &Home) {
    let store = &home.store;
    let run = sent(store).await;
    let said = finish("send success", 9);
    assert!(store.finish_add(ACCOUNT, &said, at(10)).await.unwrap());
    let row = found(store).await;
    assert_eq!(row.finish, Some(said.clone()));
    assert_eq!(
        (row.status.as_deref(), row.status_at),
        (Some("SEND_SUCCESS"), Some(at(10)))
    );
    assert_eq!(
        store.batches(run).await.unwrap(),
        std::slice::from_ref(&row)
    );
    let sends = async |audience| store.sends_since(ACCOUNT, at(0), audience).await.unwrap();
    assert_eq!(sends(None).await, 1);
    assert_eq!(sends(Some(AudienceKind::OpenIds)).await, 1);
    assert_eq!(sends(Some(AudienceKind::All)).await, 0);
    assert_eq!(store.finish_of(ACCOUNT, MSG_ID).await.unwrap(), Some(said));
    assert_eq!(store.finish_of("other", MSG_ID).await.unwrap(), None);
    assert_eq!(store.finish_of(ACCOUNT, MsgId::new(1)).await.unwrap(), None);
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
    sent(store).await;
    let row = found(store).await;
    assert_eq!(row.status.as_deref(), Some("SEND_FAIL"));
    assert_eq!(row.finish, Some(said));
}

async fn a_repeat_changes_nothing(home: &Home) {
    let store = &home.store;
    sent(store).await;
    let said = finish("send success", 9);
    assert!(store.finish_add(ACCOUNT, &said, at(10)).await.unwrap());
    let before = found(store).await;
    let older = finish("err(30001)", 8);
    for repeat in [&said, &older] {
        assert!(!store.finish_add(ACCOUNT, repeat, at(11)).await.unwrap());
        assert_eq!(found(store).await, before);
    }
    let later = finish("err(40002)", 12);
    assert!(store.finish_add(ACCOUNT, &later, at(13)).await.unwrap());
    assert_eq!(found(store).await.finish, Some(later));
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

async fn a_final_state_stays(home: &Home) {
    let store = &home.store;
    sent(store).await;
    let status = async |status, when| {
        let known = store.record_status(ACCOUNT, MSG_ID, status, at(when)).await;
        assert!(known.unwrap());
        found(store).await.status.unwrap()
    };
    assert_eq!(status("SENDING", 5).await, "SENDING");
    let paused = finish("paused", 6);
    store.finish_add(ACCOUNT, &paused, at(7)).await.unwrap();
    assert_eq!(
        found(store).await.status.as_deref(),
        Some("SENDING"),
        "the callback says nothing of it"
    );
    let failed = finish("err(20008)", 8);
    store.finish_add(ACCOUNT, &failed, at(9)).await.unwrap();
    // A look that lags, and one that contradicts.
    assert_eq!(status("SENDING", 20).await, "SEND_FAIL");
    assert_eq!(status("SEND_SUCCESS", 21).await, "SEND_FAIL");
    assert_eq!(status("SENDING", 22).await, "SEND_FAIL");
    assert_eq!(status("DELETE", 23).await, "DELETE", "by the operator");
    assert_eq!(status("SEND_SUCCESS", 24).await, "DELETE");
}

/// The first schema, with a batch in it, as an older wxmass has left it.
async fn an_older_schema_is_brought_up_to_date(home: &Home) {
    let rows = [
        "insert into runs (id, account, name, fingerprint, attempt, kind, summary, created_at) values (1, 'a', 'n', 'f', 1, 'k', '{}', 0)",
        "insert into batches (run, number, client_msg_id, size, digest, state, tries, msg_id, status) values (1, 1, 'c', 0, 'd', 'accepted', 1, 7, 'SENDING')",
    ];
    let address = home.old_store(1, &rows.map(str::to_owned)).await;
    let store = Store::open(&address).await.unwrap();
    let batch = store
        .batch_by_msg_id("a", MsgId::new(7))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (batch.status.as_deref(), batch.finish),
        (Some("SENDING"), None)
    );
    store.close().await;
}
