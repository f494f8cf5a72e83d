//! A batch from its plan to its end: the database agrees with the table of `state.rs`.

use super::*;

on_both!(
    a_run_goes_out,
    every_step_from_every_state,
    a_lost_answer_is_settled,
    an_older_call_does_not_speak_for_a_newer_one,
    a_msg_id_may_come_later,
    the_operator_decides,
);

async fn a_run_goes_out(home: &Home) {
    let store = &home.store;
    let run = store.run_create(&new_run("spring", 2)).await.unwrap();
    assert_eq!(
        (run.state, run.tally.planned, run.finished_at),
        (RunState::Planned, 2, None)
    );
    let state = async || store.run_get(run.id).await.unwrap().unwrap().state;
    let draft = MediaId::new("draft");
    let row = home.batch(run.id, 1).await;
    store.batch_intend(&row, Some(&draft), at(1)).await.unwrap();
    assert_eq!(state().await, RunState::Sending);
    let outcome = BatchOutcome::Accepted {
        msg_id: Some(MsgId::new(3_147_480_001)),
        msg_data_id: Some(MsgDataId::new(2_247_480_001)),
        note: None,
    };
    store.batch_settle(&row, outcome, at(2)).await.unwrap();
    assert_eq!(state().await, RunState::Partial);
    assert!(
        !store.run_finish(run.id, at(3)).await.unwrap(),
        "the second has not gone out"
    );
    let row = home.batch(run.id, 2).await;
    store.batch_intend(&row, None, at(4)).await.unwrap();
    for when in [5, 6] {
        let outcome = accepted(3_147_480_002);
        store.batch_settle(&row, outcome, at(when)).await.unwrap();
    }
    assert!(matches!(
        store.batch_settle(&row, accepted(7), at(6)).await,
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

    let msg_id = MsgId::new(3_147_480_001);
    let record = async |account| {
        let recorded = store.record_status(account, msg_id, "SEND_SUCCESS", at(9));
        recorded.await.unwrap()
    };
    assert!(record(ACCOUNT).await);
    assert!(!record("other").await);
    let row = store.batch_by_msg_id(ACCOUNT, msg_id).await.unwrap();
    let row = row.unwrap();
    assert_eq!(row.status.as_deref(), Some("SEND_SUCCESS"));
    assert_eq!(row.finish, None);
    assert_eq!(
        (row.intended_at, row.settled_at, row.tries),
        (Some(at(1)), Some(at(2)), 1)
    );
    assert_eq!(row.media_id, Some(draft));
    assert_eq!(store.sends_since(ACCOUNT, at(3), None).await.unwrap(), 1);
    let other = store.batch_by_msg_id(ACCOUNT, MsgId::new(1)).await;
    assert!(other.unwrap().is_none());
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
        let run = store.run_create(&new).await.unwrap().id;
        for (number, state) in (1_i64..).zip(BatchState::ALL) {
            bring_to(store, run, number, state).await;
            let taken = take(store, run, number, step).await;
            let now = home.batch(run, number).await.state;
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
        let missing = Batch {
            number: 99,
            ..home.batch(run, 1).await
        };
        let taken = store.batch_settle(&missing, accepted(1), at(3)).await;
        assert!(matches!(taken, Err(Error::Missing { .. })));
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
    let row = batch(store, run, number).await;
    let news = MediaId::new("news");
    let outcome = match step {
        // As the row is, or as a process believes it to be that has not read it.
        Step::Intend => {
            let row = Batch {
                state: BatchState::Planned,
                ..row
            };
            return store.batch_intend(&row, Some(&news), at(1)).await;
        }
        Step::Retry => {
            let state = BatchState::Unknown;
            let row = Batch { state, ..row };
            return store.batch_intend(&row, None, at(2)).await;
        }
        Step::Accept => accepted(i64::from(MSG_ID.fetch_add(1, Ordering::Relaxed))),
        Step::Refuse => BatchOutcome::Refused {
            errcode: Some(45028),
            note: Some("no quota"),
        },
        Step::LoseAnswer => unknown("reset"),
        Step::MarkSent => BatchOutcome::MarkedSent {
            msg_id: None,
            note: None,
        },
        Step::Abandon => BatchOutcome::Abandoned {
            note: Some("enough"),
        },
    };
    store.batch_settle(&row, outcome, at(4)).await
}

async fn a_lost_answer_is_settled(home: &Home) {
    let store = &home.store;
    let run = store.run_create(&new_run("lost", 1)).await.unwrap().id;
    let intend = async |id: &str, when| {
        let (row, id) = (home.batch(run, 1).await, MediaId::new(id));
        store.batch_intend(&row, Some(&id), at(when)).await.unwrap();
        home.batch(run, 1).await
    };
    let row = intend("one", 1).await;
    store
        .batch_settle(&row, unknown("too soon"), at(2))
        .await
        .unwrap();
    let found = store.run_get(run).await.unwrap().unwrap();
    assert_eq!(found.state, RunState::Unknown);
    let row = intend("two", 70).await;
    assert_eq!(
        (row.intended_at, row.tried_at, row.tries),
        (Some(at(1)), Some(at(70)), 2)
    );
    assert_eq!(
        (row.errcode, row.note.as_deref(), row.settled_at),
        (None, None, None)
    );
    store
        .batch_settle(&row, accepted(42), at(71))
        .await
        .unwrap();
    let row = home.batch(run, 1).await;
    assert_eq!(
        (row.state, row.msg_id, row.media_id),
        (
            BatchState::Accepted,
            Some(MsgId::new(42)),
            Some(MediaId::new("two"))
        )
    );
}

/// A process that has slept says what became of its call; another one has made a call since.
async fn an_older_call_does_not_speak_for_a_newer_one(home: &Home) {
    let store = &home.store;
    let run = store
        .run_create(&new_run("two machines", 1))
        .await
        .unwrap()
        .id;
    let planned = home.batch(run, 1).await;
    store.batch_intend(&planned, None, at(1)).await.unwrap();
    let first = home.batch(run, 1).await;
    store.batch_intend(&first, None, at(100)).await.unwrap();
    let refused = BatchOutcome::Refused {
        errcode: Some(45028),
        note: None,
    };
    for outcome in [refused, unknown("reset")] {
        let late = store.batch_settle(&first, outcome, at(101)).await;
        assert!(matches!(late, Err(Error::Transition { .. })), "{late:?}");
    }
    let stale = store.batch_intend(&first, None, at(102)).await;
    assert!(matches!(stale, Err(Error::Transition { .. })), "{stale:?}");
    assert_eq!(home.batch(run, 1).await.state, BatchState::Intended);
    // That it was accepted is knowledge, whichever process brings it.
    store
        .batch_settle(&first, accepted(7), at(103))
        .await
        .unwrap();
    assert_eq!(home.batch(run, 1).await.state, BatchState::Accepted);
}

async fn a_msg_id_may_come_later(home: &Home) {
    let store = &home.store;
    let run = store.run_create(&new_run("nameless", 1)).await.unwrap().id;
    let row = home.batch(run, 1).await;
    store.batch_intend(&row, None, at(1)).await.unwrap();
    let nameless = BatchOutcome::Accepted {
        msg_id: None,
        msg_data_id: None,
        note: None,
    };
    store.batch_settle(&row, nameless, at(2)).await.unwrap();
    for id in [7, 8] {
        store.batch_learn(&row, MsgId::new(id)).await.unwrap();
    }
    let row = home.batch(run, 1).await;
    assert_eq!(
        (row.state, row.msg_id),
        (BatchState::Accepted, Some(MsgId::new(7)))
    );
}

async fn the_operator_decides(home: &Home) {
    let store = &home.store;
    let run = store.run_create(&new_run("stuck", 2)).await.unwrap().id;
    let sent = BatchOutcome::MarkedSent {
        msg_id: Some(MsgId::new(9)),
        note: Some("seen by ann"),
    };
    let note = Some("by ann");
    for (number, outcome) in [(1, sent), (2, BatchOutcome::Abandoned { note })] {
        let row = home.batch(run, number).await;
        store.batch_intend(&row, None, at(1)).await.unwrap();
        let row = home.batch(run, number).await;
        let lost = unknown("timed out");
        store.batch_settle(&row, lost, at(2)).await.unwrap();
        store.batch_settle(&row, outcome, at(3)).await.unwrap();
    }
    let run = store.run_get(run).await.unwrap().unwrap();
    assert_eq!(run.state, RunState::Partial);
    assert!(store.run_finish(run.id, at(4)).await.unwrap());
    let row = store.batch_by_msg_id(ACCOUNT, MsgId::new(9)).await.unwrap();
    assert_eq!(row.unwrap().note.as_deref(), Some("seen by ann"));
}
