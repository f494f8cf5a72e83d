//! Faults by step, as the promises list them: whatever breaks, and wherever, each batch goes out once.
//!
//! Every test breaks one exchange on the wire and counts what WeChat accepted, not what the binary believes.

use std::ffi::OsStr;
use std::time::Duration;

use crate::world::campaign::openid;
use crate::world::wire::{Call, Harm, fault, refusal};
use crate::world::{
    BEFORE_THE_SEND, BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TO_OPENIDS, TO_TAG, TOKEN,
    World,
};

/// What a wire does to an answer without saying what became of the call.
fn lost_answers() -> Vec<Harm> {
    vec![
        Harm::ResetBefore,
        Harm::ResetAfter,
        Harm::Truncated,
        Harm::Html(502),
        Harm::Html(200),
        Harm::Empty,
    ]
}

// ---- answers that are lost -----------------------------------------------------------------------------------------

#[test]
fn a_lost_answer_before_the_send_is_repeated_in_the_same_run() {
    for step in BEFORE_THE_SEND {
        for harm in lost_answers() {
            let world = World::new();
            world.plant(fault(step, harm.clone()));
            let outcome = world.send(&world.campaign("spring").write());
            assert_eq!(outcome.code, 0, "{harm:?} at {step}:\n{}", outcome.stderr);
            world.assert_sent_once();
            assert!(
                world.calls_of(PREVIEW).len() <= 2,
                "a preview is repeated once at most"
            );
        }
    }
}

#[test]
fn a_second_draft_that_a_lost_answer_left_behind_is_found_and_deleted() {
    for (harm, strays) in [
        (Harm::ResetAfter, 1),
        (Harm::Html(502), 1),
        (Harm::ResetBefore, 0),
    ] {
        let world = World::new();
        let other = world
            .campaign("other")
            .article("Another", "Another text.")
            .write();
        world
            .wx(["add-draft", other.to_str().expect("a plain path")])
            .exits(0);
        world.plant(fault(DRAFT, harm));
        let campaign = world.campaign("spring").write();
        let kept = world
            .wx(["add-draft", campaign.to_str().expect("a plain path")])
            .exits(0);
        let deleted: Vec<_> = world
            .calls_of("draft/delete")
            .iter()
            .map(Call::json)
            .collect();
        assert_eq!(deleted.len(), strays, "{:?}", world.paths());
        assert!(
            deleted
                .iter()
                .all(|it| it["media_id"] != kept.stdout.trim())
        );
        // What nobody made twice is still there.
        let again = world.send(&other).exits(0);
        assert!(!again.stdout.is_empty());
        world.send(&campaign).exits(0);
        assert_eq!(world.calls_of(DRAFT).len(), 3, "{:?}", world.paths());
    }
}

/// Posts of pictures with one title are not the same post; a colleague's must not be deleted for one of ours.
#[test]
fn a_post_of_other_pictures_with_the_same_title_is_not_deleted() {
    let world = World::new();
    let post = |name: &str, colour: u32| {
        let folder = world.path("campaigns").join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let picture = crate::world::pictures::plain("one.png", colour);
        std::fs::write(folder.join("one.png"), picture).expect("a picture");
        std::fs::write(folder.join("text.md"), "Good morning.").expect("a text");
        let campaign = format!(
            "name = \"{name}\"\n[[articles]]\ntype = \"newspic\"\ntitle = \"Today\"\ncontent = \"text.md\"\nimages = [\"one.png\"]\n"
        );
        let file = folder.join("campaign.toml");
        std::fs::write(&file, campaign).expect("a campaign");
        file
    };
    world
        .wx([OsStr::new("add-draft"), post("theirs", 1).as_os_str()])
        .exits(0);
    world.plant(fault(DRAFT, Harm::ResetBefore));
    let ours = post("ours", 2);
    world
        .wx_with([OsStr::new("add-draft"), ours.as_os_str()], |command| {
            command.env("WXMASS_STATE", world.state_of("laptop"));
        })
        .exits(0);
    assert_eq!(
        world.calls_of("draft/batchget").len(),
        1,
        "{:?}",
        world.paths()
    );
    assert!(
        world.calls_of("draft/delete").is_empty(),
        "{:?}",
        world.paths()
    );
}

#[test]
fn a_lost_answer_of_the_send_is_settled_with_the_same_key() {
    for harm in lost_answers() {
        let world = World::new();
        world.plant(fault(TO_TAG, harm.clone()));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "{harm:?}:\n{}", outcome.stderr);
        world.assert_sent_once();
        let msg_id = world.sends()[0].verdict()["msg_id"]
            .as_i64()
            .expect("a msg_id");
        assert_eq!(
            outcome.stdout,
            format!("{msg_id}\n"),
            "{harm:?}: the first msg_id is the receipt"
        );
    }
}

#[test]
fn busy_is_repeated_at_every_step() {
    for step in BEFORE_THE_SEND.into_iter().chain([TO_TAG, STATUS]) {
        let world = World::new();
        world.plant(refusal(step, -1));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "-1 at {step}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

#[test]
fn a_lost_status_does_not_undo_a_send() {
    for harm in lost_answers() {
        let world = World::new();
        world.plant(fault(STATUS, harm.clone()));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 0, "{harm:?}:\n{}", outcome.stderr);
        world.assert_sent_once();
    }
}

/// What never left this machine was certainly not sent.
#[test]
fn a_refused_connection_leaves_no_doubt_at_any_step() {
    for (last, next) in [(TOKEN, "tags/get"), (DRAFT, PREVIEW), (PREVIEW, TO_TAG)] {
        let world = World::new();
        world.plant(fault(last, Harm::ThenGone));
        let outcome = world.send(&world.campaign("spring").write()).exits(6);
        assert!(
            outcome.stderr.contains("could not reach WeChat"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains(next), "{}", outcome.stderr);
        let states = world.batch_states();
        assert!(
            states
                .iter()
                .all(|it| ["planned", "refused"].contains(&it.as_str())),
            "{states:?}"
        );
    }
}

#[test]
fn what_cannot_be_settled_exits_7_and_is_not_sent_by_itself() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    let outcome = world.send(&campaign).exits(7).says("spring");
    let questions = outcome.stderr.matches("asking again under").count();
    assert_eq!(
        questions + 1,
        world.calls_of(TO_TAG).len(),
        "{}",
        outcome.stderr
    );
    world.mend();
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn a_hang_past_the_time_limit_is_a_lost_answer() {
    let hangs = |step: &str, harm: &Harm| {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(step, harm.clone()));
        let file = campaign.to_str().expect("a plain path");
        let outcome = world.wx_with(["send", file, "--yes"], |command| {
            command.env("WXMASS_TIMEOUT", "1");
        });
        assert_eq!(outcome.code, 0, "{harm:?} at {step}:\n{}", outcome.stderr);
        world.assert_sent_once();
    };
    // Each waits for a second of real time; together they wait for little more.
    std::thread::scope(|scope| {
        for step in BEFORE_THE_SEND.into_iter().chain([TO_TAG, STATUS]) {
            scope.spawn(move || {
                hangs(step, &Harm::HangBefore);
                hangs(step, &Harm::HangAfter);
            });
        }
    });
}

#[test]
fn after_a_day_nobody_can_be_asked_and_a_person_decides() {
    for (word, more) in [("--mark-sent", 0), ("--give-up", 0), ("--send-again", 1)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        world.plant(fault(TO_TAG, Harm::ResetAfter).always());
        world.send(&campaign).exits(7);
        world.mend();
        world.age_batches(Duration::from_hours(25));
        let sends = world.sends().len();
        for _ in 0..2 {
            let outcome = world.send(&campaign).exits(7);
            assert!(outcome.stdout.is_empty(), "{outcome:?}");
            for way in ["--mark-sent", "--send-again"] {
                assert!(outcome.stderr.contains(way), "{way}: {}", outcome.stderr);
            }
        }
        let again = world.wx([
            "send",
            campaign.to_str().expect("a plain path"),
            "--again",
            "--yes",
        ]);
        again.exits(7);
        assert_eq!(world.sends().len(), sends, "nothing was sent by itself");
        // By now the sandbox has forgotten the key as well.
        world.hours_later(25);
        world.wx(["runs", "spring", word, "1"]).exits(0);
        let outcome = world.send(&campaign).exits(0);
        assert_eq!(
            outcome.stderr.contains("given up"),
            word == "--give-up",
            "{outcome:?}"
        );
        assert_eq!(world.sends().len(), sends + more, "{word}");
    }
}

#[test]
fn too_soon_is_waited_for_and_then_settled() {
    let world = World::new();
    world.plant(refusal(TO_TAG, 45066));
    world.send(&world.campaign("spring").write()).exits(0);
    world.assert_sent_once();
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
}

#[test]
fn accepted_at_once_as_a_repeat_is_accepted() {
    let world = World::new();
    let answer = r#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":3147480099}"#;
    world.plant(fault(TO_TAG, Harm::Answer(answer.to_owned())));
    let outcome = world
        .send(&world.campaign("spring").send("wait = false").write())
        .exits(0);
    assert_eq!(outcome.stdout, "3147480099\n");
    assert_eq!(world.calls_of(TO_TAG).len(), 1);
}

// ---- tokens --------------------------------------------------------------------------------------------------------

#[test]
fn a_dead_token_is_refreshed_once_and_the_call_repeated_whole() {
    for errcode in [40001, 40014, 42001] {
        for step in [BODY_PICTURE, MATERIAL, DRAFT, PREVIEW, TO_TAG, STATUS] {
            let world = World::new();
            world.plant(refusal(step, errcode));
            let outcome = world.send(&world.campaign("spring").write());
            assert_eq!(outcome.code, 0, "{errcode} at {step}:\n{}", outcome.stderr);
            world.assert_sent_once();
            let calls = world.calls_of(step);
            let again = calls.iter().find(|call| call.accepted()).expect("repeated");
            assert_eq!(
                calls[0].body.len(),
                again.body.len(),
                "{step} carries all its bytes again"
            );
        }
    }
}

/// Another program has fetched a token of its own while ten uploads were on their way: one renewal, not ten.
#[test]
fn a_replaced_token_is_renewed_once_and_not_in_a_storm() {
    let world = World::new();
    let pictures: Vec<String> = (0..20)
        .map(|number| format!("![p](p{number}.png)"))
        .collect();
    let campaign = world
        .campaign("many")
        .article("Pictures", &pictures.join("\n\n"));
    let campaign = campaign.write();
    world.plant(fault(BODY_PICTURE, Harm::Late(Duration::from_millis(500))).times(10));
    let sender = world.start(["send", campaign.to_str().expect("a plain path"), "--yes"]);
    world.wait_for(BODY_PICTURE, 8);
    world.control("revoke-tokens", &serde_json::json!({}));
    crate::world::finish(sender).exits(0);
    world.assert_sent_once();
    assert_eq!(world.calls_of(TOKEN).len(), 2, "{:?}", world.paths());

    // The same between processes.
    world.forget_calls();
    world.control("revoke-tokens", &serde_json::json!({}));
    let all: Vec<_> = (0..10).map(|_| world.start(["tags"])).collect();
    for one in all {
        crate::world::finish(one).exits(0);
    }
    assert_eq!(world.calls_of(TOKEN).len(), 1, "{:?}", world.paths());
}

#[test]
fn a_token_is_kept_for_one_appid_on_one_host_and_for_no_other() {
    let (one, other) = (World::new(), World::new());
    let on = |base: String, appid: &str| {
        one.wx_with(["tags"], |command| {
            command
                .env("WXMASS_API_BASE", base)
                .env("WXMASS_APPID", appid);
        })
    };
    let (here, there) = (one.wire_address(), other.wire_address());
    for (base, appid, code, calls) in [
        (&here, wxmass::sandbox::APPID, 0, [1, 0]),
        (&here, wxmass::sandbox::APPID, 0, [1, 0]),
        (&there, wxmass::sandbox::APPID, 0, [1, 1]),
        // That another account's token would have opened the door must not matter.
        (&here, "wx00000000000000ff", 4, [2, 1]),
    ] {
        on(format!("http://{base}"), appid).exits(code);
        let asked = [one.calls_of(TOKEN).len(), other.calls_of(TOKEN).len()];
        assert_eq!(asked, calls, "{appid} at {base}");
    }
}

#[test]
fn the_older_token_call_is_made_by_choice() {
    let world = World::new();
    let accounts = format!(
        "[main]\nappid = \"{}\"\nsecret = \"{}\"\ntoken_call = \"classic\"\n",
        wxmass::sandbox::APPID,
        wxmass::sandbox::SECRET
    );
    std::fs::write(world.path("accounts.toml"), accounts).expect("a file");
    let tags = || {
        world.wx_with(["tags", "--account", "main"], |command| {
            command
                .env_remove("WXMASS_APPID")
                .env_remove("WXMASS_SECRET")
                .env("WXMASS_ACCOUNTS", world.path("accounts.toml"));
        })
    };
    tags().exits(0);
    tags().exits(0);
    world.plant(refusal("tags/get", 42001));
    tags().exits(0);
    assert_eq!(world.calls_of("token").len(), 2, "{:?}", world.paths());
    assert!(world.calls_of(TOKEN).is_empty());
}

#[test]
fn a_token_that_stays_dead_is_a_matter_of_the_account() {
    let world = World::new();
    world.plant(refusal(DRAFT, 40001).always());
    world.send(&world.campaign("spring").write()).exits(4);
    assert!(world.calls_of(DRAFT).len() <= 4, "{:?}", world.paths());
    assert!(world.sends().is_empty());
}

#[test]
fn a_refused_token_call_is_a_matter_of_the_account() {
    for errcode in [40001, 40013, 40125, 40164, 61004, 50002] {
        let world = World::new();
        world.plant(refusal(TOKEN, errcode).always());
        world.send(&world.campaign("spring").write()).exits(4);
        assert_eq!(
            world.paths().iter().filter(|path| *path != TOKEN).count(),
            0
        );
    }
}

// ---- quotas --------------------------------------------------------------------------------------------------------

#[test]
fn a_spent_quota_exits_5_and_what_was_uploaded_is_kept() {
    let steps = [TOKEN, BODY_PICTURE, MATERIAL, DRAFT, PREVIEW, TO_TAG];
    for (step, errcode) in steps
        .iter()
        .flat_map(|step| [(*step, 45009), (*step, 45011)])
    {
        let world = World::new();
        let campaign = world
            .campaign("spring")
            .article("More", "![two](two.png)")
            .write();
        world.plant(refusal(step, errcode).always());
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 5, "{errcode} at {step}:\n{}", outcome.stderr);
        outcome.says("returns at");
        assert!(world.sends().is_empty());
        world.mend();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
        let uploaded = world
            .calls_of(BODY_PICTURE)
            .iter()
            .filter(|call| call.accepted())
            .count();
        assert_eq!(
            uploaded, 2,
            "{errcode} at {step}: what was uploaded is kept"
        );
    }
}

#[test]
fn no_mass_quota_left_exits_5() {
    let world = World::new();
    world.plant(refusal(TO_TAG, 45028));
    world.send(&world.campaign("spring").write()).exits(5);
    assert!(world.sends().is_empty());
}

#[test]
fn a_status_that_is_limited_ends_with_the_last_known_state() {
    for errcode in [45009, 45011] {
        let world = World::new();
        world.plant(refusal(STATUS, errcode).times(2));
        world.send(&world.campaign("spring").write()).exits(0);
        world.assert_sent_once();
    }
}

#[test]
fn a_minute_limit_between_batches_is_waited_for() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45011).from(2).times(2));
    world.send(&campaign).exits(0).says("65");
    let everybody: Vec<_> = (1..=10_001).map(openid).collect();
    assert_eq!(world.receivers(), everybody);

    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(refusal(TO_OPENIDS, 45011).from(2).always());
    world.send(&campaign).exits(8);
    world.mend();
    world.send(&campaign).exits(0);
    assert_eq!(world.receivers(), everybody);
}

// ---- refusals ------------------------------------------------------------------------------------------------------

#[test]
fn a_refused_input_exits_3_and_names_its_file_and_article() {
    for (step, errcode, named) in [
        (BODY_PICTURE, 40005, "one.png"),
        (MATERIAL, 40137, "cover1.jpg"),
        (DRAFT, 45003, "45003"),
        (PREVIEW, 43004, "43004"),
        (TO_TAG, 40066, "40066"),
    ] {
        let world = World::new();
        world.plant(refusal(step, errcode));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 3, "{errcode} at {step}:\n{}", outcome.stderr);
        assert!(
            outcome.stderr.contains(named),
            "{errcode} at {step} names {named}:\n{}",
            outcome.stderr
        );
        assert!(world.sends().is_empty());
        let tries = world
            .calls_of(step)
            .iter()
            .filter(|call| !call.accepted())
            .count();
        assert_eq!(tries, 1, "a refusal is not repeated");
    }
}

#[test]
fn permissions_exit_4() {
    for step in [DRAFT, TO_TAG] {
        let world = World::new();
        world.plant(refusal(step, 48001));
        let outcome = world.send(&world.campaign("spring").write());
        assert_eq!(outcome.code, 4, "48001 at {step}:\n{}", outcome.stderr);
    }
}

#[test]
fn an_upload_that_the_account_has_forgotten_is_made_again_once() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    world.forget_calls();
    world.plant(refusal(DRAFT, 40007));
    world
        .send(&world.campaign("summer").article("New", "New.").write())
        .exits(0);
    let covers: Vec<Call> = world.calls_of(MATERIAL);
    assert_eq!(
        covers.len(),
        2,
        "the cover that was known, and the one that is new: {:?}",
        world.paths()
    );
    assert_eq!(world.sends().len(), 1);

    world.forget_calls();
    world.send(&world.campaign("autumn").write()).exits(0);
    assert!(world.calls_of(MATERIAL).is_empty(), "the cache was mended");
}

#[test]
fn a_media_id_that_stays_unknown_is_refused_and_not_a_loop() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    world.forget_calls();
    world.plant(refusal(DRAFT, 40007).always());
    world
        .send(&world.campaign("summer").article("New", "New.").write())
        .exits(3);
    assert!(world.calls_of(DRAFT).len() <= 2, "{:?}", world.paths());
    assert!(world.sends().is_empty());
}
