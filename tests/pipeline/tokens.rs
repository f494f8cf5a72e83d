//! Tokens that die: renewed once, the call repeated whole, and each kept for its own account.

use std::time::Duration;

use crate::world::wire::{Harm, fault, refusal};
use crate::world::{BODY_PICTURE, DRAFT, MATERIAL, PREVIEW, STATUS, TO_TAG, TOKEN, World, finish};

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
    let sender = world.start_send(&campaign);
    world.wait_for(BODY_PICTURE, 8);
    world.control("revoke-tokens", &serde_json::json!({}));
    finish(sender).exits(0);
    world.assert_sent_once();
    assert_eq!(world.calls_of(TOKEN).len(), 2, "{:?}", world.paths());

    // The same between processes.
    world.forget_calls();
    world.control("revoke-tokens", &serde_json::json!({}));
    let all: Vec<_> = (0..10).map(|_| world.start(["tags"])).collect();
    for one in all {
        finish(one).exits(0);
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
    let tags = || world.with_profile("token_call = \"classic\"", ["tags", "--account", "main"]);
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
