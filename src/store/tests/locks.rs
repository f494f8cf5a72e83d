//! Locks: one at a time, with a name for who has it; taken over when the holder is gone.

use std::time::{Duration, Instant};

use super::*;

on_both!(
    a_lock_is_held_by_one,
    ten_contenders_take_turns,
    names_are_apart,
    a_dropped_guard_frees_the_lock,
    a_killed_holder_is_taken_over,
);

const NOW: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_mins(1);

async fn a_lock_is_held_by_one(home: &Home) {
    let other = home.neighbour().await;
    let before = Timestamp::now() - jiff::SignedDuration::from_mins(1);
    let guard = home
        .store
        .lock("spring", NOW, "ann@mail1, process 7")
        .await
        .unwrap();
    assert!(!guard.lost());
    guard.confirm().await.unwrap();
    for store in [&home.store, &other] {
        let error = store
            .lock("spring", Duration::from_millis(30), "bob")
            .await
            .unwrap_err();
        let Error::Held {
            name,
            holder,
            since,
        } = error
        else {
            panic!("{error}")
        };
        assert_eq!(
            (name.as_str(), holder.as_str()),
            ("spring", "ann@mail1, process 7")
        );
        assert!(since.is_some_and(|since| since > before));
    }
    guard.release().await;
    other
        .lock("spring", NOW, "bob")
        .await
        .unwrap()
        .release()
        .await;
}

async fn ten_contenders_take_turns(home: &Home) {
    let inside = std::sync::Arc::new(AtomicU32::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..10 {
        let store = home.neighbour().await;
        let inside = std::sync::Arc::clone(&inside);
        tasks.spawn(async move {
            let guard = store
                .lock("token", LONG, &format!("contender {number}"))
                .await
                .unwrap();
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at once");
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert_eq!(inside.fetch_sub(1, Ordering::SeqCst), 1);
            guard.release().await;
            store.close().await;
        });
    }
    let mut done = 0;
    while let Some(result) = tasks.join_next().await {
        result.unwrap();
        done += 1;
    }
    assert_eq!(done, 10);
}

async fn names_are_apart(home: &Home) {
    let first = home.store.lock("a/../b 数据\0", NOW, "ann").await.unwrap();
    let second = home.store.lock("a", NOW, "ann").await.unwrap();
    first.release().await;
    second.release().await;
}

async fn a_dropped_guard_frees_the_lock(home: &Home) {
    drop(home.store.lock("spring", NOW, "ann").await.unwrap());
    home.store
        .lock("spring", Duration::from_secs(5), "bob")
        .await
        .unwrap()
        .release()
        .await;
}

/// A real process is killed while it holds the lock.
async fn a_killed_holder_is_taken_over(home: &Home) {
    let mut holder = child::start("hold", &home.address);
    holder.wait_for("held");
    let error = home.store.lock("spring", NOW, "bob").await.unwrap_err();
    assert!(
        matches!(&error, Error::Held { holder, .. } if holder == "the child"),
        "{error}"
    );
    holder.kill();
    let started = Instant::now();
    let guard = home.store.lock("spring", LONG, "bob").await.unwrap();
    // The child's lease is two seconds long; a lock of the operating system ends with the process.
    assert!(started.elapsed() < Duration::from_secs(10));
    guard.release().await;
}
