//! A batch from its plan to its end: the database agrees with the table of `state.rs`.

use super::*;

on_both!(
    a_run_goes_out,
    every_step_from_every_state,
    a_lost_answer_is_settled,
    the_operator_decides,
);

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
    let batch = store
        .batch_by_msg_id(ACCOUNT, 3_147_480_001)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(batch.status.as_deref(), Some("SEND_SUCCESS"));
    assert_eq!(batch.finish, None);
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
            if let Some(next) = state.after(step) {
                taken.unwrap();
                assert_eq!(now, next, "{state} and {step:?}");
            } else {
                assert!(
                    matches!(taken, Err(Error::Transition { .. })),
                    "{state} and {step:?}"
                );
                assert_eq!(now, state, "{state} and {step:?}");
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
    assert_eq!(run.state, RunState::Partial);
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
