//! 3.3: a quota is a quota; 3.4: a final state stays; D2: one deadline for all ids; our own deletion is known at once.

use crate::world::listener::{Letter, finished};
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{STATUS, World};

/// Answers that a callback carries.
const COUNTS: [i64; 4] = [100, 80, 75, 5];

fn sent(world: &World) -> String {
    let campaign = world
        .campaign("spring")
        .without_preview()
        .message("text = \"hello\"")
        .send("wait = false");
    world
        .send(&campaign.write())
        .exits(0)
        .stdout
        .trim()
        .to_owned()
}

#[test]
fn a_quota_is_told_with_the_last_known_state() {
    for code in [45_009, 45_011] {
        let world = World::new();
        let id = sent(&world);
        world.wx(["status", &id]).exits(0);
        world.plant(refusal(STATUS, code).always());
        let outcome = world.wx(["status", &id]).exits(5);
        assert_eq!(outcome.stdout, format!("{id}\tSEND_SUCCESS\n"));
        assert!(!outcome.stderr.contains("40059"), "{}", outcome.stderr);
        let outcome = world.wx(["status", &id, "--json"]).exits(5).json();
        assert_eq!(outcome["sends"][0]["status"], "SEND_SUCCESS", "{outcome}");
        assert_eq!(outcome["error"]["kind"], "quota", "{outcome}");
    }
}

#[test]
fn one_id_that_fails_does_not_hide_the_others() {
    let world = World::new();
    let id = sent(&world);
    let busy = r#"{"errcode":-1,"errmsg":"system error"}"#;
    let known = format!(r#"{{"msg_id":{id},"msg_status":"SEND_SUCCESS"}}"#);
    let answer = Harm::AnswerTo(id.clone(), known, busy.to_owned());
    world.plant(fault(STATUS, answer).always());
    let outcome = world.wx(["status", &id, "3147489999"]);
    assert!(
        outcome.stdout.contains(&format!("{id}\tSEND_SUCCESS")),
        "{outcome:?}"
    );
    outcome.exits(6);
}

#[test]
fn a_final_state_of_the_callback_is_not_replaced_by_a_look() {
    let world = World::new();
    world.control(
        "settings",
        &serde_json::json!({ "finish_after_ms": 36_000_000 }),
    );
    let id = sent(&world);
    let ear = world.listen(&["--once"]);
    let letter = Letter::plain(finished(id.parse().unwrap(), "err(20008)", COUNTS));
    ear.post(&letter);
    ear.end().exits(0);
    for _ in 0..2 {
        let outcome = world.wx(["status", &id]).exits(3);
        assert_eq!(outcome.stdout, format!("{id}\tSEND_FAIL\n"));
    }
    let runs = world.wx(["runs", "spring"]).exits(0).stdout;
    assert!(runs.contains("SEND_FAIL"), "{runs}");
}

#[test]
fn our_own_deletion_is_recorded_at_once() {
    let world = World::new();
    let campaign = world.campaign("spring").without_preview();
    let news = campaign.send("wait = false").write();
    let id = world.send(&news).exits(0).stdout.trim().to_owned();
    world.wx(["delete", &id, "--yes"]).exits(0);
    world.plant(fault(STATUS, Harm::ResetBefore).always());
    let runs = world.wx(["runs", "spring"]).exits(0).stdout;
    assert!(runs.contains("DELETE"), "{runs}");
}

#[test]
fn the_wait_has_one_end_for_all_ids() {
    let world = World::new();
    let sending = r#"{"msg_id":1,"msg_status":"SENDING"}"#;
    world.plant(fault(STATUS, Harm::Answer(sending.to_owned())).always());
    // Every minute of waiting is a line, for all of them together.
    let minutes = |count: i64| {
        let ids: Vec<String> = (0..count)
            .map(|number| (3_147_480_001 + number).to_string())
            .collect();
        let mut arguments = vec!["status", "--wait"];
        arguments.extend(ids.iter().map(String::as_str));
        let said = world.wx(arguments).exits(0).stderr;
        let lines = said.lines();
        lines
            .filter(|line| line.contains("waiting for WeChat to finish"))
            .count()
    };
    let of_one = minutes(1);
    assert!((35..=40).contains(&of_one), "{of_one}");
    assert_eq!(minutes(20), of_one);
}
