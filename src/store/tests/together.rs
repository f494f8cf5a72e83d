//! Several handles on one store, as if they were several processes.

use super::*;

on_both!(
    two_handles_see_one_ledger,
    one_of_two_writers_wins,
    many_writers_at_once,
    a_drop_without_close_loses_nothing,
    what_was_confirmed_survives_a_kill,
);

async fn two_handles_see_one_ledger(home: &Home) {
    let other = home.neighbour().await;
    let run = home.store.run_create(&new_run("shared", 2)).await.unwrap();
    assert_eq!(
        other.runs_named(ACCOUNT, "shared").await.unwrap(),
        std::slice::from_ref(&run)
    );
    let row = batch(&other, run.id, 1).await;
    other.batch_intend(&row, None, at(1)).await.unwrap();
    assert_eq!(
        home.store.batches(run.id).await.unwrap()[0].state,
        BatchState::Intended
    );
    other.close().await;
}

/// Both have read "planned"; the database lets one of them intend.
async fn one_of_two_writers_wins(home: &Home) {
    let other = home.neighbour().await;
    let run = home
        .store
        .run_create(&new_run("race", 20))
        .await
        .unwrap()
        .id;
    for number in 1..=20 {
        let row = home.batch(run, number).await;
        let (first, second) = (MediaId::new("one"), MediaId::new("two"));
        let (one, two) = tokio::join!(
            home.store.batch_intend(&row, Some(&first), at(1)),
            other.batch_intend(&row, Some(&second), at(1))
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
                    .run_create(&new_run(&format!("w{worker}-{round}"), 2))
                    .await
                    .unwrap()
                    .id;
                store
                    .batch_intend(&batch(&store, run, 1).await, None, at(1))
                    .await
                    .unwrap();
                store
                    .preview_add(ACCOUNT, "content", "oTest", None, at(2))
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
    let run = other.run_create(&new_run("crash", 1)).await.unwrap().id;
    other
        .batch_intend(
            &batch(&other, run, 1).await,
            Some(&MediaId::new("news")),
            at(1),
        )
        .await
        .unwrap();
    drop(other);
    let batch = home.neighbour().await.batches(run).await.unwrap().remove(0);
    assert_eq!(
        (batch.state, batch.media_id),
        (BatchState::Intended, Some(MediaId::new("news")))
    );
}

/// Killed at odd moments: all that was confirmed is there, and a run is there with all its batches or not at all.
async fn what_was_confirmed_survives_a_kill(home: &Home) {
    let mut confirmed = 0;
    for round in 0..8 {
        let mut process = child::start("hammer", &home.address);
        process.wait_for("confirmed");
        tokio::time::sleep(std::time::Duration::from_millis(20 + 7 * round)).await;
        for line in process.kill().lines() {
            let Some(run) = line.strip_prefix("confirmed ") else {
                continue;
            };
            let Ok(run) = run.parse() else { continue };
            let batches = home.store.batches(run).await.unwrap();
            assert_eq!(batches[0].state, BatchState::Intended);
            confirmed += 1;
        }
    }
    assert!(confirmed > 8);
    let runs = home.store.runs_all(None).await.unwrap();
    assert!(runs.len() >= confirmed);
    assert!(runs.iter().all(|run| run.tally.all() == 2));
}
