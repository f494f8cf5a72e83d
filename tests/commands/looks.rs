//! `runs`, `tags`, `followers`, `token`: what is only looked at.

use crate::world::campaign::openid;
use crate::world::{World, finish};

#[test]
fn the_ledger_shows_what_went_out() {
    let world = World::new();
    world.send(&world.campaign("spring").write()).exits(0);
    let id = world.sends()[0].verdict()["msg_id"].to_string();
    let table = world.wx(["runs", "spring"]).exits(0).stdout;
    assert!(
        table.contains(&id) && table.contains("accepted") && table.contains("SEND_SUCCESS"),
        "{table}"
    );
    let runs = world.wx(["runs", "--json"]).exits(0).json();
    assert_eq!(runs["runs"][0]["batches"][0]["msg_id"].to_string(), id);
}

#[test]
fn tags_and_followers_are_listed() {
    let world = World::new();
    let tags = world.wx(["tags"]).exits(0).stdout;
    assert!(
        tags.contains("100") && tags.contains("VIP") && tags.contains("12000"),
        "{tags}"
    );
    let all = world.wx(["followers"]).exits(0);
    assert_eq!(all.lines().len(), 30_000);
    let vip = world.wx(["followers", "--tag", "VIP"]).exits(0);
    assert_eq!(vip.lines().len(), 12_000);
    assert_eq!(vip.lines()[0], openid(1));
    world.wx(["followers", "--tag", "nosuch"]).exits(2);
}

#[test]
fn a_token_is_printed_once_fetched_and_shared() {
    let world = World::new();
    let first = world.wx(["token"]).exits(0).stdout;
    assert_eq!(world.wx(["token"]).exits(0).stdout, first);
    assert_eq!(world.calls().len(), 1);
    assert_ne!(world.wx(["token", "--refresh"]).exits(0).stdout, first);
}

#[test]
fn ten_processes_at_once_fetch_one_token() {
    let world = World::new();
    let children: Vec<_> = (0..10).map(|_| world.start(["token"])).collect();
    let tokens: Vec<_> = children
        .into_iter()
        .map(|child| finish(child).exits(0).stdout)
        .collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(world.calls().len(), 1, "{:?}", world.paths());
}
