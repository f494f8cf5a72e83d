//! Callbacks about a send complete the ledger: once, by the one who hears it, and even before the sender knows.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::listener::{Letter, finished};
use crate::world::wire::{Harm, fault};
use crate::world::{STATUS, TO_TAG, World, argument, finish};
use crate::{COUNTS, batch, sent, takes};

#[test]
fn a_finished_send_completes_the_ledger() {
    let world = World::new();
    let msg_id = sent(&world);
    assert_eq!(batch(&world)["sent"], Value::Null);
    let ear = world.listen(&[]);
    let begun = Instant::now();
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", COUNTS)),
    );
    assert!(begun.elapsed() < Duration::from_secs(2));
    let outcome = ear.interrupt().exits(130);
    assert_eq!(
        outcome.stdout,
        format!("{msg_id}\tsend success\t100\t80\t75\t5\n")
    );
    let outcome = outcome
        .says("`spring`")
        .says("75 sent, 5 failed, of 80 (100 before filters)")
        .says("judged a reprint that may be sent");
    outcome.says("like the original https://mp.weixin.qq.com/s/first; may be reprinted; replaced by the original");

    let batch = batch(&world);
    let counts = ["total", "filtered", "sent", "failed"].map(|name| batch[name].clone());
    assert_eq!(counts, COUNTS.map(Value::from));
    assert_eq!(batch["finish"], "send success");
    assert_eq!(batch["status"], "SEND_SUCCESS");
    assert_eq!(batch["ended_at"], "2025-11-24T16:00:00Z");
    assert_eq!(
        batch["articles"][0]["url"],
        "http://mp.weixin.qq.com/s/ours"
    );

    let table = world.wx(["runs", "spring"]).exits(0).stdout;
    assert!(
        table.contains("75/80") && table.contains("75 sent, 5 failed"),
        "{table}"
    );
    assert!(table.contains("http://mp.weixin.qq.com/s/ours"), "{table}");
    let status = world.wx(["status", &msg_id.to_string()]).exits(0);
    assert_eq!(
        status.stdout,
        format!("{msg_id}\tSEND_SUCCESS\n"),
        "as it always was"
    );
    status.says("75 sent, 5 failed");
    let id = msg_id.to_string();
    let status = world.wx(["status", &id, "--json"]).exits(0).json();
    assert_eq!(status["sends"][0]["sent"], 75);
}

#[test]
fn a_repeat_changes_nothing_and_is_told_once_even_after_a_restart() {
    let world = World::new();
    let msg_id = sent(&world);
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    let ear = world.listen(&[]);
    for _ in 0..3 {
        takes(&ear, &letter);
    }
    // The same event with other figures is no other event.
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", [1, 1, 1, 1])),
    );
    let before = batch(&world);
    assert_eq!(ear.interrupt().exits(130).lines().len(), 1);
    let ear = world.listen(&[]);
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).stdout, "");
    assert_eq!(batch(&world), before);
}

#[test]
fn two_listeners_on_one_ledger_tell_it_once() {
    let world = World::new();
    let msg_id = sent(&world);
    let ears = [world.listen(&[]), world.listen(&[])];
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    std::thread::scope(|scope| {
        for ear in &ears {
            scope.spawn(|| takes(ear, &letter));
        }
    });
    let lines = ears.map(|ear| ear.interrupt().exits(130).lines().len());
    assert_eq!(lines.iter().sum::<usize>(), 1, "{lines:?}");
}

#[test]
fn a_send_from_the_console_is_marked_and_kept() {
    let world = World::new();
    let ear = world.listen(&["--once"]);
    let letter = Letter::plain(finished(2_147_480_009, "err(40002)", COUNTS));
    takes(&ear, &letter);
    let outcome = ear.end().exits(0);
    assert_eq!(
        outcome.stdout,
        "2147480009\terr(40002)\t100\t80\t75\t5\tnot-in-ledger\n"
    );
    outcome
        .says("which is not in this ledger")
        .says("no administrator answered within 30 minutes");
    let ear = world.listen(&[]);
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).stdout, "", "kept, and a repeat");
}

/// WeChat may call back before the sender has recorded the answer; here the answer is lost, and the callback comes first.
#[test]
fn a_callback_that_comes_before_the_answer_is_not_lost() {
    let world = World::new();
    let campaign = world.campaign("spring").send("wait = false").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    world.send(&campaign).exits(7);
    let msg_id = world.sends()[0].verdict()["msg_id"]
        .as_i64()
        .expect("a msg_id");
    let ear = world.listen(&["--once"]);
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", COUNTS)),
    );
    ear.end().exits(0);
    assert_eq!(batch(&world)["state"], "unknown");
    world.repair();
    world.send(&campaign).exits(0);
    assert_eq!(world.sends().len(), 1);
    let batch = batch(&world);
    assert_eq!(
        (&batch["sent"], &batch["status"]),
        (&json!(75), &json!("SEND_SUCCESS"))
    );
}

#[test]
fn the_wait_of_a_send_ends_with_the_callback() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let sending = r#"{"msg_id":1,"msg_status":"SENDING"}"#;
    world.plant(fault(STATUS, Harm::Answer(sending.to_owned())).always());
    let ear = world.listen(&[]);
    // Slow enough that its own patience would last for most of a minute.
    let file = argument(&campaign);
    let child = world.start_with(["send", file, "--yes"], |command| {
        command.env("WXMASS_PACE", "60");
    });
    world.wait_for(STATUS, 1);
    let msg_id = world.sends()[0].verdict()["msg_id"]
        .as_i64()
        .expect("a msg_id");
    let begun = Instant::now();
    takes(&ear, &Letter::plain(finished(msg_id, "err(10001)", COUNTS)));
    let outcome = finish(child)
        .exits(3)
        .says("err(10001): suspected advertising");
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(outcome.stdout.trim(), msg_id.to_string());
    ear.interrupt().exits(130);
}

#[test]
fn a_ledger_that_cannot_be_written_is_not_a_success() {
    let world = World::new();
    let msg_id = sent(&world);
    let ear = world.listen(&[]);
    world.change_the_ledger("alter table finishes rename to elsewhere");
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    assert_eq!(
        ear.post(&letter),
        (500, String::new()),
        "WeChat has to call again"
    );
    assert_eq!(ear.stdout(), "");
    ear.says("error: ");
    world.change_the_ledger("alter table elsewhere rename to finishes");
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).lines().len(), 1);
}
