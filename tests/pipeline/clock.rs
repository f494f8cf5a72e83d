//! What may have been sent: the doubt is kept, asked about in time, and never settled by a guess or by the wrong run.
//!
//! The exit code says what became of the batches, whatever it was that ended the run.

use std::path::Path;
use std::time::Duration;

use jiff::SignedDuration;
use wxmass::sandbox;

use crate::world::campaign::openid;
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, Outcome, TO_OPENIDS, TO_TAG, TOKEN, World, finish};

/// Leaves a batch of `spring` behind that WeChat has accepted without anybody having heard of it.
fn unsettled(world: &World) -> std::path::PathBuf {
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    world.send(&campaign).exits(7);
    world.mend();
    campaign
}

fn first(count: u64) -> Vec<String> {
    (1..=count).map(openid).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

// ---- WeChat forgets a key after 24 hours ----------------------------------------------------------------------------

#[test]
fn a_question_that_has_become_too_late_is_not_asked() {
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.plant(fault("tags/get", Harm::HangBefore));
    let sender = world.start(["send", text(&campaign), "--yes"]);
    world.wait_until_hanging("tags/get");
    world.age_batches(Duration::from_hours(25));
    world.mend();
    finish(sender).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_comes_the_next_day_sends_nothing() {
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    let send = format!("send '{}'", campaign.display());
    let night = || world.age_batches(Duration::from_hours(25));
    let outcome = world.on_a_terminal(&send, "go on?", night, b"yes\n");
    let outcome = outcome.exits(7);
    assert!(outcome.stdout.contains("--mark-sent 1"), "{outcome:?}");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

/// A laptop that is closed between two questions and opened a day later.
#[test]
fn a_run_that_slept_for_a_day_asks_nothing_more() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter));
    world.plant(fault(TO_TAG, Harm::HangAfter).from(2));
    let sender = world.start(["send", text(&campaign), "--yes"]);
    world.wait_until_hanging(TO_TAG);
    world.age_batches(Duration::from_hours(25));
    world.mend();
    finish(sender).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), 2, "{:?}", world.paths());
}

#[test]
fn a_clock_that_was_set_back_does_not_make_an_old_call_young() {
    // By WeChat's clock it is a day later, whatever this machine says.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::ZERO);
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(25));
    world.send(&campaign).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());

    // A first try that lies ahead of WeChat's clock is of an age that nobody knows.
    let world = World::new();
    let campaign = unsettled(&world);
    let asked = world.calls_of(TO_TAG).len();
    world.change_the_ledger("update batches set intended_at = intended_at + 90000000");
    world.send(&campaign).exits(7).says("--mark-sent 1");
    assert_eq!(world.calls_of(TO_TAG).len(), asked, "{:?}", world.paths());
}

/// A list, a known token and no files: nothing else would have been called before the question.
#[test]
fn wechats_clock_is_heard_before_it_is_asked_what_it_remembers() {
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::ZERO);
    let list = first(30).join("\n");
    let send = || {
        let arguments = ["send-openids", "--from", "-", "--text", "hello", "--yes"];
        world.pipe(arguments, &list)
    };
    world.plant(fault(TO_OPENIDS, Harm::ResetAfter).always());
    send().exits(7);
    world.mend();
    let asked = world.calls_of(TO_OPENIDS).len();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(25));
    world.plant(fault("openapi/quota/get", Harm::ResetBefore).always());
    send().exits(6);
    world.mend();
    send().exits(7).says("--mark-sent 1");
    assert_eq!(
        world.calls_of(TO_OPENIDS).len(),
        asked,
        "{:?}",
        world.paths()
    );
}

#[test]
fn a_clock_that_is_wrong_all_the_time_sends_nothing_twice() {
    // It is behind: what was done within the day is still within the day.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(30));
    let campaign = unsettled(&world);
    world.send(&campaign).exits(0);
    world.assert_sent_once();

    // A clock that has run ahead a day makes no new send of a command that was repeated at once.
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_hours(-25));
    let send = || world.wx(["send-tag", "--tag", "VIP", "--text", "hello", "--yes"]);
    send().exits(0);
    send().exits(0).says("sent already");
    world.assert_sent_once();
}

#[test]
fn the_doctor_compares_the_clocks() {
    let world = World::new();
    world.wechats_clock_is_ahead(SignedDuration::from_secs(2));
    world.wx(["doctor"]).exits(0);
    for (seconds, found) in [(600, "behind"), (-600, "ahead")] {
        world.wechats_clock_is_ahead(SignedDuration::from_secs(seconds));
        let outcome = world.wx(["doctor"]).exits(2);
        assert!(outcome.stdout.contains(found), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("NTP"), "{}", outcome.stdout);
    }
}

// ---- what a refusal proves -----------------------------------------------------------------------------------------

/// Followers, tags and WeChat's judgement change between two calls, and nobody knows what an unknown code means.
#[test]
fn a_refusal_that_the_first_call_need_not_have_met_settles_nothing() {
    for errcode in [
        99_999, 45_159, 40_130, 46_001, 87_014, 88_002, 45_028, 48_001,
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(TO_TAG, Harm::ResetAfter));
        world.plant(refusal(TO_TAG, errcode).from(2));
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 0, "{errcode}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

#[test]
fn a_refusal_of_the_bytes_themselves_settles_a_lost_answer() {
    let world = World::new();
    world.plant(fault(TO_TAG, Harm::ResetBefore));
    world.plant(refusal(TO_TAG, 45_002).from(2));
    world.send(&world.campaign("spring").write()).exits(3);
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
    assert_eq!(world.batch_states(), ["refused"]);
}

#[test]
fn a_refusal_of_the_token_settles_no_lost_answer() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter));
    world.plant(refusal(TO_TAG, 40_001).from(2).always());
    world.plant(refusal(TOKEN, 47_001).from(2).always());
    world.send(&campaign).exits(7);
    assert_eq!(world.batch_states(), ["unknown"]);
    world.mend();
    world.send(&campaign).exits(0);
    assert_eq!(world.sends().len(), 1, "{:?}", world.paths());
}

#[test]
fn a_token_that_cannot_be_had_leaves_no_doubt_about_the_send() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(refusal(TO_TAG, 40_001));
    world.plant(fault(TOKEN, Harm::Html(502)).from(2).always());
    world.send(&campaign).exits(6);
    assert_eq!(world.batch_states(), ["refused"]);
    world.mend();
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_repeat_that_names_the_send_of_another_batch_is_no_receipt() {
    let world = World::new();
    world.send(&world.campaign("first").write()).exits(0);
    let taken = world.sends()[0].verdict()["msg_id"].clone();
    let answer =
        serde_json::json!({ "errcode": 45065, "errmsg": "clientmsgid exist", "msg_id": taken });
    world.plant(fault(TO_TAG, Harm::Answer(answer.to_string())));
    let outcome = world.send(&world.campaign("second").write()).exits(3);
    assert!(outcome.stdout.is_empty(), "{outcome:?}");
    assert_eq!(world.batch_states(), ["accepted", "refused"]);
    outcome
        .says("was not sent")
        .says(&taken.to_string())
        .says("24 hours");
}

// ---- the exit code is about the batches ----------------------------------------------------------------------------

#[test]
fn whatever_ends_a_run_half_way_it_exits_8_and_names_what_went_out() {
    for harm in [
        refusal(DRAFT, 45_009),
        refusal(DRAFT, 45_003),
        fault(DRAFT, Harm::Html(502)),
    ] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        // The draft is used up by its first send, and no second one can be had.
        world.plant(harm.from(2).always());
        let outcome = world.send(&campaign).exits(8);
        let sent = world.sends()[0].verdict()["msg_id"].to_string();
        assert_eq!(outcome.stdout.trim(), sent);
        assert_eq!(world.batch_states(), ["accepted", "refused"]);
        world.mend();
        world.send(&campaign).exits(0);
        assert_eq!(world.receivers(), first(10_001));
    }
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
    assert_eq!(world.receivers(), first(10_001));

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
        world.mend();
        world.change_the_ledger("drop trigger breaks");
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
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

/// Where a draft is used up by its send, each try with a used one would cost one of the day's hundred mass calls.
#[test]
fn a_draft_that_is_used_up_is_tried_again_once_in_a_run() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(30_000).write();
    world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), first(30_000));
    assert_eq!(world.calls_of(DRAFT).len(), 3);
    assert_eq!(world.calls_of(TO_OPENIDS).len(), 4, "{:?}", world.paths());
}

/// `wxmass send … | head -1`: nobody reads the rest, and the rest may not have been sent.
#[test]
fn a_closed_stdout_hides_no_exit_code() {
    for (harm, code) in [(Some(45_009), 8), (None, 0)] {
        let world = World::new();
        let campaign = world.campaign("guests").for_openids(10_001).write();
        if let Some(errcode) = harm {
            world.plant(refusal(TO_OPENIDS, errcode).from(2).always());
        }
        for more in ["-vv", "--json"] {
            let mut child = world.start(["send", text(&campaign), "--yes", more]);
            drop(child.stdout.take());
            let ended = child.wait_with_output().expect("it ends");
            let words = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(ended.status.code(), Some(code), "{more}: {words}");
        }
    }
}

#[test]
fn a_quota_that_ends_at_batch_7_of_12_leaves_five_for_the_next_run_and_one_more() {
    let world = World::of(sandbox::Options {
        followers: 120_000,
        ..sandbox::Options::default()
    });
    let campaign = world.campaign("guests").message("text = \"hello\"");
    let campaign = campaign.for_openids(120_000).write();
    world.plant(refusal(TO_OPENIDS, 45_009).from(7).always());
    let outcome = world.send(&campaign).exits(8);
    assert_eq!(outcome.lines().len(), 6);
    let mut expected = vec!["accepted"; 6];
    expected.push("refused");
    expected.extend(["planned"; 5]);
    assert_eq!(world.batch_states(), expected);
    assert!(
        outcome.stderr.contains("the rest alone"),
        "{}",
        outcome.stderr
    );
    let json = world.wx(["send", text(&campaign), "--yes", "--json"]);
    let json = json.exits(8).json();
    assert_eq!(json["already_sent"], false, "{json}");
    assert_eq!(json["error"]["errcode"], 45_009, "{json}");
    assert_eq!(json["error"]["exit_code"], 8, "{json}");
    world.mend();
    world.forget_calls();
    let rest = world.send(&campaign).exits(0);
    assert_eq!(world.calls_of(TO_OPENIDS).len(), 6);
    assert_eq!(
        world.receivers(),
        (60_001..=120_000).map(openid).collect::<Vec<_>>()
    );
    assert_eq!(rest.lines().len(), 12, "every msg_id of the run");
}

// ---- who else is at it ---------------------------------------------------------------------------------------------

#[test]
fn two_machines_in_the_middle_of_each_others_batches_send_each_batch_once() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(fault(TO_OPENIDS, Harm::HangAfter).from(2));
    let desk = world.start(["send", text(&campaign), "--yes"]);
    world.wait_until_hanging(TO_OPENIDS);
    let laptop = world.send_from("laptop", &campaign).exits(0);
    world.mend();
    let desk = finish(desk).exits(0);
    assert_eq!(world.receivers(), first(20_001));
    assert_eq!(laptop.stdout, desk.stdout, "the same three msg_ids");
    assert_eq!(desk.lines().len(), 3);
}

/// A list from a pipe is seldom the same twice: `wxmass followers --tag VIP | wxmass send-openids --from - …`.
#[test]
fn the_rest_of_a_half_sent_list_is_not_sent_to_another_list() {
    let world = World::new();
    let send = |people: u64, more: &[&str]| -> Outcome {
        let list = first(people).join("\n");
        let arguments = ["send-openids", "--from", "-", "--text", "hello", "--yes"];
        world.pipe(arguments.iter().chain(more), &list)
    };
    world.plant(refusal(TO_OPENIDS, 45_009).from(2).always());
    send(10_001, &[]).exits(8);
    world.mend();
    world.forget_calls();
    send(10_002, &[])
        .exits(2)
        .says("twice")
        .says("--again")
        .says("--give-up");
    assert!(world.calls_of(TO_OPENIDS).is_empty(), "{:?}", world.paths());
    send(10_001, &[]).exits(0);
    assert_eq!(world.receivers(), [openid(10_000), openid(10_001)]);
    // All of that list has it now; to send it to another one is a send of its own.
    world.forget_calls();
    send(30, &[]).exits(0);
    assert_eq!(world.receivers(), first(30));
}

/// `api2.weixin.qq.com` is another door to the same followers.
#[test]
fn what_went_out_by_one_of_wechats_hosts_was_sent_for_all_of_them() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0);
    world.change_the_ledger("update runs set account = 'wx5a4db0c05a4db0c0@api.weixin.qq.com'");
    for (host, sent) in [
        ("https://api.weixin.qq.com", true),
        ("https://api2.weixin.qq.com", true),
        ("https://hk.api.weixin.qq.com", true),
        ("https://relay.example.com", false),
    ] {
        let plan = world.wx_with(
            ["send", text(&campaign), "--dry-run", "--json"],
            |command| {
                command
                    .env("WXMASS_API_BASE", host)
                    .env_remove("WXMASS_PACE");
            },
        );
        assert_eq!(plan.exits(0).json()["already_sent"], sent, "{host}");
    }
}

// ---- the operator's word -------------------------------------------------------------------------------------------

#[test]
fn a_word_goes_to_the_run_that_waits_for_it_and_to_no_other() {
    let world = World::new();
    let send = |text: &str| world.wx(["send-tag", "--tag", "VIP", "--text", text, "--yes"]);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("one").exits(7);
    world.mend();
    send("two").exits(0);
    world.age_batches(Duration::from_hours(25));
    send("one")
        .exits(7)
        .says("runs send-tag --run 1 --mark-sent 1");
    // The newest run of that name is another one.
    world.wx(["runs", "send-tag", "--send-again", "1"]).exits(0);
    assert_eq!(world.batch_states(), ["refused", "accepted"]);

    let world = World::new();
    let send = |text: &str| world.wx(["send-tag", "--tag", "VIP", "--text", text, "--yes"]);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("one").exits(7);
    send("two").exits(7);
    world.mend();
    let mark = |more: &[&str]| {
        let all = ["runs", "send-tag", "--mark-sent", "1"];
        world.wx(all.iter().chain(more))
    };
    mark(&[]).exits(2).says("--run");
    assert_eq!(world.batch_states(), ["unknown", "unknown"]);
    mark(&["--run", "1", "--msg-id", "3147480001"]).exits(0);
    assert_eq!(world.batch_states(), ["accepted", "unknown"]);
}

#[test]
fn a_word_that_nobody_waits_for_is_wrong_input() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    for word in ["--mark-sent", "--send-again", "--give-up"] {
        world
            .wx(["runs", "spring", word, "1"])
            .exits(2)
            .says("accepted");
        world
            .wx(["runs", "spring", word, "2"])
            .exits(2)
            .says("no run");
        world
            .wx(["runs", "sprung", word, "1"])
            .exits(2)
            .says("no run");
    }
    assert_eq!(world.batch_states(), ["accepted"]);
}

#[test]
fn no_word_is_taken_on_a_batch_that_is_being_sent() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::HangAfter));
    let sender = world.start(["send", text(&campaign), "--yes"]);
    world.wait_until_hanging(TO_TAG);
    let word = world.wx(["runs", "spring", "--send-again", "1"]);
    word.exits(6)
        .says(&format!("process {}", sender.id()))
        .says("run the same command again");
    world.mend();
    finish(sender).exits(0);
    world.assert_sent_once();
    assert_eq!(world.batch_states(), ["accepted"]);
}

#[test]
fn the_ledger_says_what_is_known_of_a_doubt_and_the_ways_on() {
    let world = World::new();
    unsettled(&world);
    let key = world.calls_of(TO_TAG)[0].key();
    for (lang, words) in [("en", "may have been sent"), ("zh", "可能已群发")] {
        let shown = world.wx(["runs", "--lang", lang]).exits(0);
        let shown = shown
            .says(words)
            .says(&key)
            .says("runs spring --run 1 --mark-sent 1");
        shown.says("runs spring --run 1 --send-again 1");
    }
}
