//! Further cases of the kinds that were found: answers that hold no receipt, ids of other sends, clocks, several accounts.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::world::wire::{Harm, fault};
use crate::world::{STATUS, TO_TAG, World, argument, finish};
use crate::{accepted, text};

/// The sandbox hears nothing: the one who takes one of these for WeChat's word loses the send, or makes it twice.
#[test]
fn an_answer_that_holds_no_receipt_is_doubt() {
    for odd in [
        r#"{"msg_id":0}"#,
        r#"{"msg_id":null,"errmsg":"ok"}"#,
        r#"{"errcode":null,"errmsg":"system error","msg_id":""}"#,
        r#"{"errmsg":"ok","msg_id":-1}"#,
        r#"{"msg_id":"pending"}"#,
        r#"{"errcode":0,"errmsg":"ok","errcode":45028}"#,
        r#"{"errcode":45028,"msg_id":3147480009,"errcode":0}"#,
        r#"[{"errcode":0,"msg_id":3147480009}]"#,
        r#"[0,"ok",3147480009]"#,
        r#"{"errcode":"","msg_id":3147480009}"#,
        r#"{"errcode":[45028],"msg_id":3147480009}"#,
        r#"{"errcode":false}"#,
        r#"{"errcode":45028.5}"#,
        r#"{"errcode":1e99}"#,
        r#"{"errcode":45028"#,
        r#"{"ErrCode":45028}"#,
        r#"{"data":{"errcode":45028}}"#,
        r#"{"success":true}"#,
        "45028",
        "true",
        "ok",
    ] {
        let world = World::new();
        let campaign = text(&world, "hello");
        world.plant(fault(TO_TAG, Harm::Answer(odd.to_owned())).always());
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 7, "{odd}: {outcome:?}");
        assert_eq!(world.batch_states(), ["unknown"], "{odd}");
        world.repair();
        world.send(&campaign).exits(0);
        assert_eq!(accepted(&world), 1, "{odd}");
        assert_eq!(world.batch_states(), ["accepted"], "{odd}");
    }
}

/// A relay that keeps answers, or an answer to somebody else's call.
#[test]
fn the_id_of_another_send_is_no_id() {
    for code in [0, 89_504, 89_505] {
        let world = World::new();
        world.send(&world.campaign("first").write()).exits(0);
        let taken = world.sends()[0].verdict()["msg_id"].clone();
        let answer = json!({ "errcode": code, "errmsg": "planted", "msg_id": taken });
        world.plant(fault(TO_TAG, Harm::Answer(answer.to_string())));
        let outcome = world.send(&text(&world, "hello")).exits(0);
        assert_ne!(outcome.stdout.trim(), taken.to_string(), "{code}");
        assert_eq!(accepted(&world), 2, "{code}");
        assert_eq!(world.batch_states(), ["accepted", "accepted"], "{code}");
    }
}

fn in_seconds(seconds: i64) -> String {
    let time = Timestamp::now() + SignedDuration::from_secs(seconds);
    let local = jiff::tz::offset(8).to_datetime(time);
    local.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Writes to a file that is gone are lost, and the next run would send again.
#[cfg(unix)]
#[test]
fn a_store_that_is_removed_while_a_run_waits_is_noticed_before_the_call() {
    for what in ["remove", "replace", "cut off"] {
        let world = World::on_a_file();
        let campaign = text(&world, "hello");
        let at = in_seconds(8);
        let child = world.start(["send", argument(&campaign), "--yes", "--at", &at]);
        world.wait_until_scheduled();
        let store = world.store();
        match what {
            "remove" => std::fs::remove_file(&store).expect("a file"),
            "replace" => {
                let copy = store.with_extension("copy");
                std::fs::copy(&store, &copy).expect("a copy");
                std::fs::rename(&copy, &store).expect("put back");
            }
            _ => std::fs::write(&store, b"").expect("cut off"),
        }
        finish(child).exits(2).says("removed, replaced or cut off");
        assert_eq!(accepted(&world), 0, "{what}");
    }
}

/// The msg_id is told, and that the ledger does not have it: whether the answer was on its way or had been written down.
#[cfg(unix)]
#[test]
fn a_store_that_is_removed_in_flight_takes_no_msg_id_with_it() {
    for call in [TO_TAG, STATUS] {
        let world = World::on_a_file();
        let campaign = world.campaign("spring").without_preview().write();
        world.plant(fault(call, Harm::HangAfter));
        let child = world.start_send(&campaign);
        while !world.hangs() {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::fs::remove_file(world.store()).expect("a file");
        world.repair();
        let outcome = finish(child);
        assert_eq!(outcome.code, 7, "{call}: {outcome:?}");
        assert_eq!(accepted(&world), 1, "{call}");
        if call == STATUS {
            assert_eq!(outcome.stdout.trim(), "3147480001");
        }
        // Within the day the key tells the new ledger.
        world.send(&campaign).exits(0).says("sent already");
        assert_eq!(accepted(&world), 1, "{call}");
    }
}
