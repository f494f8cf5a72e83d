//! Stores that are damaged, locked, in the way, or break in the middle: named and kept, and no send without a written intent.

use crate::world::campaign::openids;
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{TO_OPENIDS, TO_TAG, TOKEN, World};

#[test]
fn a_damaged_store_is_named_and_kept_and_nothing_is_called() {
    let world = World::on_a_file();
    std::fs::create_dir_all(world.store().parent().expect("a folder")).expect("a folder");
    let damage = b"this is no database, and it is long enough to be looked at as one".repeat(40);
    std::fs::write(world.store(), &damage).expect("a damaged store");
    let outcome = world.send(&world.campaign("spring").write()).exits(2);
    assert!(outcome.stderr.contains("wxmass.db"), "{}", outcome.stderr);
    let chinese = world.wx(["--lang", "zh", "runs"]).exits(2);
    chinese.says("已损坏").says("恢复备份");
    assert_eq!(std::fs::read(world.store()).expect("kept"), damage);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

/// One row that makes no sense is enough: what the ledger cannot say is not guessed.
#[test]
fn a_damaged_row_is_named_and_kept_and_nothing_is_called() {
    let world = World::on_a_file();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45009).from(2).always());
    world.send(&campaign).exits(8);
    world.repair();
    world.forget_calls();
    world.change_the_ledger("update batches set settled_at = 9223372036854775807 where number = 1");
    let outcome = world.send(&campaign).exits(2).says("damaged");
    assert!(outcome.stderr.contains("wxmass.db"), "{}", outcome.stderr);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    assert_eq!(world.batch_states(), ["accepted", "refused"]);
}

#[test]
fn a_locked_store_stops_before_anything_that_counts_and_says_so() {
    let world = World::on_a_file();
    let campaign = world.campaign("spring").write();
    world.wx(["runs"]).exits(0);
    world.with_the_store_locked(|| {
        let outcome = world.send(&campaign).exits(2).says("locked");
        assert!(!outcome.stderr.contains("report it"), "{}", outcome.stderr);
    });
    assert!(
        world.paths().iter().all(|path| path == TOKEN),
        "{:?}",
        world.paths()
    );
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_store_that_cannot_be_written_stops_before_any_call() {
    let world = World::on_a_file();
    std::fs::write(world.path("state"), "a file where a folder should be").expect("a file");
    let outcome = world.send(&world.campaign("spring").write()).exits(2);
    outcome.says("cannot be written").says("wxmass.db");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_store_that_breaks_between_two_batches_exits_8_and_one_that_breaks_in_doubt_7() {
    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "create trigger breaks before update on batches when new.number = 2 begin select raise(abort, 'planted'); end",
    );
    let campaign = world.campaign("guests").for_openids(10_001).write();
    let outcome = world.send(&campaign).exits(8).says("planted");
    assert_eq!(outcome.lines().len(), 1);
    assert_eq!(
        world.calls_of(TO_OPENIDS).len(),
        1,
        "no call without an intent"
    );
    world.change_the_ledger("drop trigger breaks");
    world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), openids(1..=10_001));

    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    for state in ["unknown", "accepted"] {
        world.change_the_ledger(if state == "unknown" {
            "create trigger breaks before update on batches when new.state = 'unknown' begin select raise(abort, 'planted'); end"
        } else {
            "create trigger breaks before update on batches when new.state = 'accepted' begin select raise(abort, 'planted'); end"
        });
        let campaign = world.campaign(state).send("ignore_reprint = true").write();
        world.forget_calls();
        if state == "unknown" {
            world.plant(fault(TO_TAG, Harm::ResetAfter));
        }
        world.send(&campaign).exits(7).says("planted");
        world.repair();
        world.change_the_ledger("drop trigger breaks");
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
}

/// The next run finds the batch in doubt; on a shared ledger another process may have called since.
#[test]
fn a_refusal_that_cannot_be_recorded_is_no_word_that_nothing_was_sent() {
    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "create trigger breaks before update on batches when new.state = 'refused' begin select raise(abort, 'planted'); end",
    );
    let campaign = world.campaign("spring").write();
    world.plant(refusal(TO_TAG, 45_028));
    world.send(&campaign).exits(7).says("planted");
    assert_eq!(world.batch_states(), ["intended"]);
    world.change_the_ledger("drop trigger breaks");
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_status_that_cannot_be_recorded_does_not_undo_a_send() {
    let world = World::on_a_file();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "create trigger breaks before update on batches when new.status is not null begin select raise(abort, 'planted'); end",
    );
    let outcome = world.send(&world.campaign("spring").write()).exits(0);
    assert_eq!(outcome.says("planted").lines().len(), 1);
}
