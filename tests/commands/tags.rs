//! Tags: made once, given to lists of any size, gone on with after a stop; and the receivers who are left of a list.

use std::collections::BTreeSet;

use crate::world::campaign::{openid, openids};
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{TO_OPENIDS, World, argument, finish, signal};

const GIVE: &str = "tags/members/batchtagging";
const TAKE: &str = "tags/members/batchuntagging";

/// The followers who have a tag, as the account tells.
fn members(world: &World, tag: &str) -> BTreeSet<String> {
    let said = world.wx(["followers", "--tag", tag]).exits(0);
    said.lines().into_iter().map(str::to_owned).collect()
}

fn list(world: &World, ids: &[String]) -> String {
    let path = world.path("list.csv");
    std::fs::write(&path, format!("openid\n{}\n", ids.join("\n"))).expect("a list");
    argument(&path).to_owned()
}

#[test]
fn a_tag_is_made_once() {
    let world = World::new();
    let made = world.wx(["tags", "create", "spring"]).exits(0);
    let id: i64 = made.stdout.trim().parse().expect("an id");
    let again = world
        .wx(["tags", "create", "spring"])
        .exits(0)
        .says("exists already");
    assert_eq!(again.stdout, made.stdout);
    let document = world
        .wx(["tags", "create", "summer", "--json"])
        .exits(0)
        .json();
    assert_eq!(document["id"], id + 1);
    assert_eq!(document["created"], true);
    world.wx(["tags", "create", &"长".repeat(31)]).exits(2);
    world.wx(["tags", "create", ""]).exits(2);
    assert!(world.wx(["tags"]).exits(0).stdout.contains("spring"));
}

#[test]
fn a_list_gets_a_tag_fifty_a_call_and_loses_it_again() {
    let world = World::new();
    world.wx(["tags", "create", "spring"]).exits(0);
    let ids = openids(1..=120);
    let file = list(&world, &[ids.as_slice(), &ids[..5]].concat());
    let said = world
        .wx(["tags", "add", "spring", "--from", &file])
        .exits(0);
    said.says("120 followers tagged, 0 had it already, 0 failed");
    assert_eq!(world.calls_of(GIVE).len(), 3, "{:?}", world.paths());
    assert_eq!(members(&world, "spring"), ids.iter().cloned().collect());
    // Again: nothing is left to do.
    let said = world
        .wx(["tags", "add", "spring", "--from", &file])
        .exits(0);
    said.says("0 followers tagged, 120 had it already");
    assert_eq!(world.calls_of(GIVE).len(), 3);
    let some = list(&world, &openids(100..=130));
    let document = world
        .wx(["tags", "remove", "spring", "--from", &some, "--json"])
        .exits(0);
    assert_eq!(document.json()["changed"], 21);
    assert_eq!(document.json()["unchanged"], 10);
    assert_eq!(world.calls_of(TAKE).len(), 1);
    assert_eq!(members(&world, "spring").len(), 99);
    // One by himself, through a pipe.
    let one = world.pipe(["tags", "add", "spring", "--from", "-"], &openid(200));
    one.exits(0).says("1 follower tagged");
    world
        .wx(["tags", "add", "nosuch", "--from", &file])
        .exits(2)
        .says("wxmass tags");
    world
        .wx(["tags", "add", "spring", "--from", "nosuch.csv"])
        .exits(2);
}

#[test]
fn those_who_fail_are_named_and_the_others_are_done() {
    let world = World::new();
    world.wx(["tags", "create", "spring"]).exits(0);
    // A follower of no one among them: WeChat refuses the whole call.
    let mut ids = openids(1..=60);
    ids.insert(20, openid(999_999));
    let file = list(&world, &ids);
    let said = world
        .wx(["tags", "add", "spring", "--from", &file])
        .exits(8);
    assert_eq!(said.lines(), [openid(999_999)], "{said:?}");
    assert_eq!(members(&world, "spring").len(), 60);
    // The same as WeChat words it where a part fails.
    let world = World::new();
    let failed = openid(3);
    let answer = format!(
        r#"{{"errcode":45171,"errmsg":"some openid fail","fail_openid_list":["{failed}"]}}"#
    );
    world.plant(fault(GIVE, Harm::Answer(answer)).always());
    let file = list(&world, &openids(1..=4));
    let said = world.wx(["tags", "add", "空组", "--from", &file]).exits(8);
    assert_eq!(said.lines(), [failed]);
}

#[test]
fn what_passes_is_repeated() {
    for errcode in [45_169, 45_159] {
        let world = World::new();
        world.plant(refusal(GIVE, errcode));
        let file = list(&world, &openids(1..=10));
        world.wx(["tags", "add", "空组", "--from", &file]).exits(0);
        assert_eq!(members(&world, "空组").len(), 10, "{errcode}");
    }
}

#[cfg(unix)]
#[test]
fn stopped_it_goes_on_where_it_was() {
    let world = World::new();
    world.plant(fault(GIVE, Harm::Late(std::time::Duration::from_millis(300))).always());
    let file = list(&world, &openids(1..=1_000));
    let child = world.start(["tags", "add", "空组", "--from", &file]);
    world.wait_for(GIVE, 4);
    signal(&child, "-INT");
    finish(child).exits(130).says("continues from here");
    world.repair();
    let calls = world.calls_of(GIVE).len();
    assert!(calls < 20, "{calls}");
    world.wx(["tags", "add", "空组", "--from", &file]).exits(0);
    assert_eq!(world.calls_of(GIVE).len(), 20, "no call twice");
    assert_eq!(members(&world, "空组").len(), 1_000);
}

#[test]
fn the_rest_of_a_list_is_written_down() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(25_000).write();
    let answer = r#"{"errcode":45028,"errmsg":"has no masssend quota"}"#.to_owned();
    world.plant(fault(TO_OPENIDS, Harm::Answer(answer)).from(2).always());
    world.send(&campaign).exits(8);
    let rest = world.wx(["runs", "guests", "--rest"]).exits(0);
    assert_eq!(rest.lines(), openids(10_001..=25_000));
    // The list has changed since: who is left cannot be told from it.
    let path = campaign.with_file_name("openids.txt");
    let kept = world.path("kept.txt");
    std::fs::copy(&path, &kept).expect("a copy");
    std::fs::write(&path, openids(2..=25_001).join("\n")).expect("a list");
    world
        .wx(["runs", "guests", "--rest"])
        .exits(2)
        .says("--from");
    let from = ["runs", "guests", "--rest", "--from", argument(&kept)];
    assert_eq!(world.wx(from).exits(0).lines().len(), 15_000);
    world.wx(["runs", "nosuch", "--rest"]).exits(2);
    // A list in the campaign file itself.
    let world = World::new();
    let inline = format!("openids = [\"{}\", \"{}\"]", openid(1), openid(2));
    let campaign = world.campaign("pair").audience(&inline).write();
    let answer = r#"{"errcode":45028,"errmsg":"has no masssend quota"}"#.to_owned();
    world.plant(fault(TO_OPENIDS, Harm::Answer(answer)).always());
    world.send(&campaign).exits(5);
    let rest = world.wx(["runs", "pair", "--rest"]).exits(0);
    assert_eq!(rest.lines(), openids(1..=2));
}
