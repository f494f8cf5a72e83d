//! What every store promises, whatever keeps it.

use secrecy::{ExposeSecret, SecretString};

use super::*;

on_both!(
    tokens_are_kept_and_forgotten,
    uploads_are_known_until_they_expire,
    a_run_goes_out,
    every_step_from_every_state,
    a_lost_answer_is_settled,
    the_operator_decides,
    runs_are_found,
    a_run_is_recorded_once,
    news_and_previews,
    two_handles_see_one_ledger,
    one_of_two_writers_wins,
    many_writers_at_once,
    a_drop_without_close_loses_nothing,
    a_current_store_is_opened_without_writing,
);

async fn tokens_are_kept_and_forgotten(home: &Home) {
    let store = &home.store;
    assert!(store.token_load(ACCOUNT).await.unwrap().is_none());
    let token = |value: &str| TokenRow {
        value: SecretString::from(value),
        expires_at: at(7200),
    };
    store.token_save(ACCOUNT, &token("first")).await.unwrap();
    store.token_save(ACCOUNT, &token("second")).await.unwrap();
    store.token_save("other", &token("third")).await.unwrap();
    let kept = store.token_load(ACCOUNT).await.unwrap().unwrap();
    assert_eq!(kept.value.expose_secret(), "second");
    assert_eq!(kept.expires_at, at(7200));
    assert!(!format!("{kept:?} {store:?}").contains("second"));
    assert!(
        !store
            .token_forget(ACCOUNT, &SecretString::from("first"))
            .await
            .unwrap(),
        "replaced meanwhile"
    );
    assert!(
        store
            .token_forget(ACCOUNT, &SecretString::from("second"))
            .await
            .unwrap()
    );
    assert!(store.token_load(ACCOUNT).await.unwrap().is_none());
    assert!(store.token_load("other").await.unwrap().is_some());
}

async fn uploads_are_known_until_they_expire(home: &Home) {
    let store = &home.store;
    let soon = Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let row = |media_id: &str, expires_at| UploadRow {
        media_id: Some(media_id.to_owned()),
        url: None,
        created_at: at(0),
        expires_at,
    };
    let picture = UploadRow {
        media_id: None,
        url: Some("http://mmbiz/1".to_owned()),
        ..row("", None)
    };
    store
        .upload_put(ACCOUNT, "uploadimg", "aa", &picture)
        .await
        .unwrap();
    store
        .upload_put(ACCOUNT, "thumb", "aa", &row("old", Some(at(1))))
        .await
        .unwrap();
    store
        .upload_put(ACCOUNT, "thumb", "bb", &row("older", Some(soon)))
        .await
        .unwrap();
    store
        .upload_put(ACCOUNT, "thumb", "bb", &row("newer", None))
        .await
        .unwrap();
    assert_eq!(
        store.upload_get(ACCOUNT, "uploadimg", "aa").await.unwrap(),
        Some(picture.clone())
    );
    assert_eq!(
        store.upload_get(ACCOUNT, "thumb", "aa").await.unwrap(),
        None,
        "expired"
    );
    assert_eq!(
        store.upload_get("other", "uploadimg", "aa").await.unwrap(),
        None
    );

    let many: Vec<String> = (0..450).map(|number| format!("{number:064x}")).collect();
    store
        .upload_put(ACCOUNT, "image", &many[449], &row("last", None))
        .await
        .unwrap();
    let mut wanted: Vec<(&str, &str)> = many.iter().map(|hash| ("image", hash.as_str())).collect();
    wanted.extend([("uploadimg", "aa"), ("image", "aa"), ("thumb", "bb")]);
    let known = store.uploads_known(ACCOUNT, &wanted).await.unwrap();
    assert_eq!(known.len(), 3);
    assert_eq!(
        known[&("thumb".to_owned(), "bb".to_owned())]
            .media_id
            .as_deref(),
        Some("newer")
    );
    assert!(store.uploads_known(ACCOUNT, &[]).await.unwrap().is_empty());

    store.upload_forget(ACCOUNT, "thumb", "bb").await.unwrap();
    store.upload_forget(ACCOUNT, "thumb", "bb").await.unwrap();
    assert_eq!(
        store.upload_get(ACCOUNT, "thumb", "bb").await.unwrap(),
        None
    );
}

async fn a_run_goes_out(home: &Home) {
    let store = &home.store;
    let run = store.run_create(new_run("spring", 2)).await.unwrap();
    assert_eq!(
        (run.state, run.tally.planned, run.finished_at),
        (RunState::Planned, 2, None)
    );
    store
        .batch_intend(run.id, 1, Some("draft"), at(1))
        .await
        .unwrap();
    assert_eq!(
        store.run_get(run.id).await.unwrap().unwrap().state,
        RunState::Sending
    );
    store
        .batch_accept(run.id, 1, 3_147_480_001, Some(2_247_480_001), at(2), None)
        .await
        .unwrap();
    assert_eq!(
        store.run_get(run.id).await.unwrap().unwrap().state,
        RunState::Partial
    );
    assert!(
        !store.run_finish(run.id, at(3)).await.unwrap(),
        "the second has not gone out"
    );
    store.batch_intend(run.id, 2, None, at(4)).await.unwrap();
    store
        .batch_accept(run.id, 2, 3_147_480_002, None, at(5), Some("replayed"))
        .await
        .unwrap();
    store
        .batch_accept(run.id, 2, 3_147_480_002, None, at(6), None)
        .await
        .unwrap();
    assert!(matches!(
        store.batch_accept(run.id, 2, 7, None, at(6), None).await,
        Err(Error::Transition {
            state: BatchState::Accepted,
            ..
        })
    ));
    assert!(store.run_finish(run.id, at(7)).await.unwrap());
    assert!(store.run_finish(run.id, at(8)).await.unwrap());
    let run = store.run_get(run.id).await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.finished_at),
        (RunState::Accepted, Some(at(7)))
    );

    assert!(
        store
            .batch_status(ACCOUNT, 3_147_480_001, "SEND_SUCCESS", at(9))
            .await
            .unwrap()
    );
    assert!(
        !store
            .batch_status("other", 3_147_480_001, "SEND_FAIL", at(9))
            .await
            .unwrap()
    );
    let counts = Counts {
        total: Some(100),
        filtered: Some(80),
        sent: Some(75),
        failed: Some(5),
    };
    assert!(
        store
            .batch_counts(ACCOUNT, 3_147_480_001, counts)
            .await
            .unwrap()
    );
    let batch = store
        .batch_by_msg_id(ACCOUNT, 3_147_480_001)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(batch.status.as_deref(), Some("SEND_SUCCESS"));
    assert_eq!(
        (batch.total, batch.filtered, batch.sent, batch.failed),
        (Some(100), Some(80), Some(75), Some(5))
    );
    assert_eq!(
        (batch.intended_at, batch.settled_at, batch.tries),
        (Some(at(1)), Some(at(2)), 1)
    );
    assert_eq!(batch.media_id.as_deref(), Some("draft"));
    let sends = store.sends_since(ACCOUNT, at(3)).await.unwrap();
    assert_eq!(
        sends.iter().map(|batch| batch.number).collect::<Vec<_>>(),
        [2]
    );
    assert!(store.batch_by_msg_id(ACCOUNT, 1).await.unwrap().is_none());
}

/// Each step is tried on a batch in each state, and the database agrees with the table.
async fn every_step_from_every_state(home: &Home) {
    let store = &home.store;
    let steps = [
        Step::Intend,
        Step::Retry,
        Step::Accept,
        Step::Refuse,
        Step::LoseAnswer,
        Step::MarkSent,
        Step::Abandon,
    ];
    for (round, step) in (1_i64..).zip(steps) {
        let mut new = new_run("table", BatchState::ALL.len());
        new.attempt = round;
        let run = store.run_create(new).await.unwrap().id;
        for (number, state) in (1_i64..).zip(BatchState::ALL) {
            bring_to(store, run, number, state).await;
            let taken = take(store, run, number, step).await;
            let now = store.batches(run).await.unwrap()[usize::try_from(number).unwrap() - 1].state;
            match state.after(step) {
                Some(next) => {
                    taken.unwrap();
                    assert_eq!(now, next, "{state} and {step:?}");
                }
                None => {
                    assert!(
                        matches!(taken, Err(Error::Transition { .. })),
                        "{state} and {step:?}"
                    );
                    assert_eq!(now, state, "{state} and {step:?}");
                }
            }
        }
        assert!(matches!(
            take(store, run, 99, step).await,
            Err(Error::Missing { .. })
        ));
    }
}

async fn bring_to(store: &Store, run: i64, number: i64, state: BatchState) {
    let path: &[Step] = match state {
        BatchState::Planned => &[],
        BatchState::Intended => &[Step::Intend],
        BatchState::Accepted => &[Step::Intend, Step::Accept],
        BatchState::Refused => &[Step::Intend, Step::Refuse],
        BatchState::Unknown => &[Step::Intend, Step::LoseAnswer],
        BatchState::Abandoned => &[Step::Abandon],
    };
    for step in path {
        take(store, run, number, *step).await.unwrap();
    }
}

async fn take(store: &Store, run: i64, number: i64, step: Step) -> Result<(), Error> {
    // A msg_id for each call, so that no acceptance counts as a repeated one.
    static MSG_ID: AtomicU32 = AtomicU32::new(1);
    match step {
        Step::Intend => store.batch_intend(run, number, Some("news"), at(1)).await,
        Step::Retry => store.batch_retry(run, number, None, at(2)).await,
        Step::Accept => {
            let msg_id = i64::from(MSG_ID.fetch_add(1, Ordering::Relaxed));
            store
                .batch_accept(run, number, msg_id, None, at(3), None)
                .await
        }
        Step::Refuse => {
            store
                .batch_refuse(run, number, Some(45028), Some("no quota"), at(3))
                .await
        }
        Step::LoseAnswer => {
            store
                .batch_unknown(run, number, None, Some("reset"), at(3))
                .await
        }
        Step::MarkSent => {
            store
                .batch_mark(run, number, Mark::Sent { msg_id: None }, None, at(4))
                .await
        }
        Step::Abandon => {
            store
                .batch_mark(run, number, Mark::Abandoned, Some("enough"), at(4))
                .await
        }
    }
}

async fn a_lost_answer_is_settled(home: &Home) {
    let store = &home.store;
    let run = store.run_create(new_run("lost", 1)).await.unwrap().id;
    store
        .batch_intend(run, 1, Some("one"), at(1))
        .await
        .unwrap();
    store
        .batch_unknown(run, 1, Some(45066), Some("too soon"), at(2))
        .await
        .unwrap();
    assert_eq!(
        store.run_get(run).await.unwrap().unwrap().state,
        RunState::Unknown
    );
    store
        .batch_retry(run, 1, Some("two"), at(70))
        .await
        .unwrap();
    let batch = store.batches(run).await.unwrap().remove(0);
    assert_eq!(
        (batch.intended_at, batch.tried_at, batch.tries),
        (Some(at(1)), Some(at(70)), 2)
    );
    assert_eq!(
        (batch.errcode, batch.note, batch.settled_at),
        (None, None, None)
    );
    store
        .batch_accept(run, 1, 42, None, at(71), Some("45065"))
        .await
        .unwrap();
    let batch = store.batches(run).await.unwrap().remove(0);
    assert_eq!(
        (batch.state, batch.msg_id, batch.media_id.as_deref()),
        (BatchState::Accepted, Some(42), Some("two"))
    );
}

async fn the_operator_decides(home: &Home) {
    let store = &home.store;
    let run = store.run_create(new_run("stuck", 2)).await.unwrap().id;
    for number in [1, 2] {
        store.batch_intend(run, number, None, at(1)).await.unwrap();
        store
            .batch_unknown(run, number, None, Some("timed out"), at(2))
            .await
            .unwrap();
    }
    store
        .batch_mark(
            run,
            1,
            Mark::Sent { msg_id: Some(9) },
            Some("seen by ann"),
            at(3),
        )
        .await
        .unwrap();
    store
        .batch_mark(run, 2, Mark::Abandoned, Some("by ann"), at(3))
        .await
        .unwrap();
    let run = store.run_get(run).await.unwrap().unwrap();
    assert_eq!(
        (run.state, run.tally.is_settled()),
        (RunState::Partial, true)
    );
    assert!(store.run_finish(run.id, at(4)).await.unwrap());
    assert_eq!(
        store
            .batch_by_msg_id(ACCOUNT, 9)
            .await
            .unwrap()
            .unwrap()
            .note
            .as_deref(),
        Some("seen by ann")
    );
}

async fn runs_are_found(home: &Home) {
    let store = &home.store;
    let first = store.run_create(new_run("a", 1)).await.unwrap();
    let second = store
        .run_create(NewRun {
            attempt: 2,
            ..new_run("a", 1)
        })
        .await
        .unwrap();
    let third = store
        .run_create(NewRun {
            account: "other".to_owned(),
            ..new_run("a", 0)
        })
        .await
        .unwrap();
    let fourth = store.run_create(new_run("b", 1)).await.unwrap();
    let ids = |runs: Vec<Run>| runs.iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(
        ids(store.runs_named(ACCOUNT, "a").await.unwrap()),
        [second.id, first.id]
    );
    assert_eq!(
        ids(store.runs_all(Some("a")).await.unwrap()),
        [third.id, second.id, first.id]
    );
    assert_eq!(
        ids(store.runs_all(None).await.unwrap()),
        [fourth.id, third.id, second.id, first.id]
    );
    assert!(store.run_get(999).await.unwrap().is_none());
    assert!(store.batches(999).await.unwrap().is_empty());
    assert_eq!(first.summary, new_run("a", 1).summary);
    assert_eq!(first.account_name.as_deref(), Some("主号"));
}

async fn a_run_is_recorded_once(home: &Home) {
    let store = &home.store;
    let run = store.run_create(new_run("once", 3)).await.unwrap();
    assert!(matches!(
        store.run_create(new_run("once", 3)).await,
        Err(Error::RunExists { attempt: 1, .. })
    ));
    assert_eq!(
        store.runs_all(None).await.unwrap(),
        [run],
        "nothing of the second was written"
    );
}

async fn news_and_previews(home: &Home) {
    let store = &home.store;
    let run = store.run_create(new_run("news", 1)).await.unwrap().id;
    let first = store.news_add(run, "draft", "one", at(1)).await.unwrap();
    let second = store.news_add(run, "draft", "two", at(2)).await.unwrap();
    store.news_spend(run, "one").await.unwrap();
    assert_eq!(
        store.news_of(run).await.unwrap(),
        [
            News {
                spent: true,
                ..first
            },
            second
        ]
    );
    store
        .preview_add(ACCOUNT, Some(run), "oTest1", Some("one"), at(3))
        .await
        .unwrap();
    store
        .preview_add(ACCOUNT, None, "oTest2", None, at(4))
        .await
        .unwrap();
    store
        .preview_add("other", None, "oTest3", None, at(4))
        .await
        .unwrap();
    let previews = store.previews_of(run).await.unwrap();
    assert_eq!(
        (previews.len(), previews[0].receiver.as_str()),
        (1, "oTest1")
    );
    assert_eq!(
        (previews[0].media_id.as_deref(), previews[0].sent_at),
        (Some("one"), at(3))
    );
    assert_eq!(store.previews_since(ACCOUNT, at(3)).await.unwrap(), 2);
    assert_eq!(store.previews_since(ACCOUNT, at(4)).await.unwrap(), 1);
    assert!(
        matches!(
            store.news_add(999, "draft", "x", at(1)).await,
            Err(Error::Other { .. })
        ),
        "no such run"
    );
}

async fn two_handles_see_one_ledger(home: &Home) {
    let other = home.neighbour().await;
    let run = home.store.run_create(new_run("shared", 2)).await.unwrap();
    assert_eq!(
        other.runs_named(ACCOUNT, "shared").await.unwrap(),
        std::slice::from_ref(&run)
    );
    other.batch_intend(run.id, 1, None, at(1)).await.unwrap();
    assert_eq!(
        home.store.batches(run.id).await.unwrap()[0].state,
        BatchState::Intended
    );
    other.close().await;
}

/// Both have read "planned"; the database lets one of them intend.
async fn one_of_two_writers_wins(home: &Home) {
    let other = home.neighbour().await;
    let run = home.store.run_create(new_run("race", 20)).await.unwrap().id;
    for number in 1..=20 {
        let (one, two) = tokio::join!(
            home.store.batch_intend(run, number, Some("one"), at(1)),
            other.batch_intend(run, number, Some("two"), at(1))
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let lost = one.and(two).unwrap_err();
        assert!(
            matches!(
                lost,
                Error::Transition {
                    state: BatchState::Intended,
                    step: Step::Intend,
                    ..
                }
            ),
            "{lost}"
        );
    }
    other.close().await;
}

async fn many_writers_at_once(home: &Home) {
    let mut tasks = tokio::task::JoinSet::new();
    for worker in 0..8 {
        let store = if worker % 2 == 0 {
            home.store.clone()
        } else {
            home.neighbour().await
        };
        tasks.spawn(async move {
            for round in 0..10 {
                let run = store
                    .run_create(new_run(&format!("w{worker}-{round}"), 2))
                    .await
                    .unwrap()
                    .id;
                store.batch_intend(run, 1, None, at(1)).await.unwrap();
                store
                    .preview_add(ACCOUNT, Some(run), "oTest", None, at(2))
                    .await
                    .unwrap();
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let runs = home.store.runs_all(None).await.unwrap();
    assert_eq!(runs.len(), 80);
    assert_eq!(
        runs.iter().map(|run| run.id).collect::<Vec<_>>(),
        (1..=80).rev().collect::<Vec<_>>()
    );
    assert!(runs.iter().all(|run| run.state == RunState::Sending));
}

async fn a_drop_without_close_loses_nothing(home: &Home) {
    let other = home.neighbour().await;
    let run = other.run_create(new_run("crash", 1)).await.unwrap().id;
    other
        .batch_intend(run, 1, Some("news"), at(1))
        .await
        .unwrap();
    drop(other);
    let batch = home.neighbour().await.batches(run).await.unwrap().remove(0);
    assert_eq!(
        (batch.state, batch.media_id.as_deref()),
        (BatchState::Intended, Some("news"))
    );
}

async fn a_current_store_is_opened_without_writing(home: &Home) {
    let before = writes(home).await;
    let started = std::time::Instant::now();
    let other = home.neighbour().await;
    let took = started.elapsed();
    other.runs_all(None).await.unwrap();
    assert_eq!(writes(home).await, before);
    assert!(took < std::time::Duration::from_millis(500), "{took:?}");
}

/// A number that grows when anybody writes: the file's change counter or the server's transaction id.
async fn writes(home: &Home) -> i64 {
    let sql = if home.folder.is_some() {
        "pragma data_version"
    } else {
        "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    };
    // One connection of the pool, the same for both looks: `data_version` compares with what it saw before.
    sqlx::query_scalar(sql)
        .fetch_one(&home.store.pool)
        .await
        .unwrap()
}
