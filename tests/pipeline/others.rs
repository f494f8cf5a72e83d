//! Others that send at the same time: other processes, other machines, other doors to the same followers.

use std::time::Duration;

use crate::world::campaign::openids;
use crate::world::wire::{Call, Harm, fault};
use crate::world::{DRAFT, TO_OPENIDS, TO_TAG, World, argument, finish};

#[test]
fn two_at_once_send_once() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let file = argument(&campaign);
    world.plant(fault(DRAFT, Harm::Late(Duration::from_millis(300))).always());
    let children: Vec<_> = (0..3)
        .map(|_| world.start(["send", file, "--yes"]))
        .collect();
    let codes: Vec<i32> = children
        .into_iter()
        .map(|child| finish(child).code)
        .collect();
    assert!(codes.contains(&0), "{codes:?}");
    world.send(&campaign).exits(0);
    world.assert_sent_once();
}

#[test]
fn two_machines_in_the_middle_of_each_others_batches_send_each_batch_once() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(fault(TO_OPENIDS, Harm::HangAfter).from(2));
    let desk = world.start_send(&campaign);
    world.wait_until_hanging(TO_OPENIDS);
    let laptop = world.send_from("laptop", &campaign).exits(0);
    world.repair();
    let desk = finish(desk).exits(0);
    assert_eq!(world.receivers(), openids(1..=20_001));
    assert_eq!(laptop.stdout, desk.stdout, "the same three msg_ids");
    assert_eq!(desk.lines().len(), 3);
}

#[test]
fn another_machine_with_an_empty_store_comes_to_the_first_msg_id() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let first = world.send(&campaign).exits(0);
    let elsewhere = world.send_from("laptop", &campaign).exits(0);
    assert_eq!(world.sends().len(), 1);
    assert_eq!(elsewhere.stdout, first.stdout);
    let keys: Vec<String> = world.calls_of(TO_TAG).iter().map(Call::key).collect();
    assert!(keys.iter().all(|other| *other == keys[0]), "{keys:?}");
}

/// The account is the appid: relays, proxies and WeChat's other hosts lead to the same followers.
#[test]
fn what_went_out_by_one_base_was_sent_for_all_of_them() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0);
    let localhost = format!("http://{}", world.wire_address()).replace("127.0.0.1", "localhost");
    world
        .wx_with(["send", argument(&campaign), "--yes"], |command| {
            command.env("WXMASS_API_BASE", localhost);
        })
        .exits(0)
        .says("was sent already");
    assert_eq!(world.sends().len(), 1);

    world.change_the_ledger("update runs set base = 'https://api.weixin.qq.com/'");
    for host in [
        "https://api.weixin.qq.com",
        "https://api2.weixin.qq.com",
        "https://relay.example.com/wx",
    ] {
        let arguments = ["send", argument(&campaign), "--dry-run", "--json"];
        let plan = world.wx_with(arguments, |command| {
            command
                .env("WXMASS_API_BASE", host)
                .env_remove("WXMASS_PACE");
        });
        assert_eq!(plan.exits(0).json()["already_sent"], true, "{host}");
    }
}

/// One of the two is probably not WeChat; which, only the operator knows.
#[test]
fn a_base_on_this_machine_beside_a_public_one_is_refused_with_both_ways_on() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.send(&campaign).exits(0);
    for base in [
        "https://api.weixin.qq.com/",
        "api.weixin.qq.com",
        "relay.example.com:8443",
    ] {
        world.change_the_ledger_by(format!("update runs set base = '{base}'"));
        world.forget_calls();
        let refused = world.send(&campaign).exits(2);
        refused.says("--relay").says("--state");
        assert!(world.calls().is_empty(), "{:?}", world.paths());
        let arguments = ["send", argument(&campaign), "--yes", "--relay"];
        world.wx(arguments).exits(0).says("was sent already");
        assert!(world.calls_of(TO_TAG).is_empty());
    }
}
