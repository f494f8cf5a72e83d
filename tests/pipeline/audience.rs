//! Whom it goes to: tags, lists, everybody, and never everybody by mistake.

use serde_json::Value;

use crate::world::campaign::{openid, openids};
use crate::world::wire::Call;
use crate::world::{DRAFT, PREVIEW, TO_TAG, World, argument};

#[test]
fn a_tag_goes_by_name_or_by_number() {
    let world = World::new();
    world.send(&world.campaign("by-name").write()).exits(0);
    let by_number = world.campaign("by-number").audience("tag = 100");
    world.send(&by_number.write()).exits(0);
    let quoted = world.campaign("quoted").audience("tag = \"2\"");
    world.send(&quoted.write()).exits(0);
    let filters: Vec<Value> = world
        .calls_of(TO_TAG)
        .iter()
        .map(|call| call.json()["filter"].clone())
        .collect();
    assert!(
        filters.iter().all(|filter| filter["is_to_all"] == false),
        "{filters:?}"
    );
    let tags: Vec<i64> = filters
        .iter()
        .filter_map(|filter| filter["tag_id"].as_i64())
        .collect();
    assert_eq!(tags, [100, 100, 2], "\"2\" is tag 2 and never everybody");
}

#[test]
fn a_tag_that_does_not_exist_stops_before_anything_is_sent() {
    let world = World::new();
    let campaign = world.campaign("spring").audience("tag = \"VIIP\"");
    let outcome = world.send(&campaign.write()).exits(2);
    assert!(
        outcome.stderr.contains("VIP"),
        "the nearest tag is named: {}",
        outcome.stderr
    );
    assert!(world.sends().is_empty() && world.calls_of(PREVIEW).is_empty());
}

#[test]
fn everybody_has_to_be_asked_for() {
    let world = World::new();
    let all = world.campaign("all").audience("all = true").write();
    world.send(&all).exits(0);
    assert_eq!(
        world.calls_of(TO_TAG)[0].json()["filter"]["is_to_all"],
        true
    );

    world.forget_calls();
    for lines in [
        "",
        "all = false",
        "tag = \"\"",
        "openids = []",
        "all = true\ntag = \"VIP\"",
    ] {
        let campaign = world.campaign("no-one").audience(lines).write();
        world.send(&campaign).exits(2);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_list_goes_out_in_batches_that_are_each_big_enough() {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(10_001);
    let outcome = world.send(&campaign.write()).exits(0);
    let sends = world.sends();
    let sizes: Vec<usize> = sends.iter().map(|call| call.receivers().len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 10_001);
    assert!(
        sizes.iter().all(|size| (2..=10_000).contains(size)),
        "{sizes:?}"
    );
    assert_eq!(outcome.lines().len(), sizes.len(), "one msg_id a batch");
    let keys: Vec<String> = sends.iter().map(Call::key).collect();
    assert_ne!(keys[0], keys[1], "each batch has a key of its own");
    let everybody: Vec<String> = sends.iter().flat_map(Call::receivers).collect();
    assert_eq!(everybody, openids(1..=10_001));
    // A list does not use up its draft: all batches share one link.
    assert_eq!(world.calls_of(DRAFT).len(), 1);
}

#[test]
fn repeats_are_removed_and_malformed_ids_named_with_their_lines() {
    let world = World::new();
    let list = format!(
        "{}\n{}\n\n# a remark\n{}\n",
        openid(1),
        openid(2),
        openid(1)
    );
    let campaign = world
        .campaign("guests")
        .file("list.txt", list)
        .audience("openids = \"list.txt\"");
    world.send(&campaign.write()).exits(0);
    assert_eq!(world.sends()[0].receivers(), [openid(1), openid(2)]);

    world.forget_calls();
    let broken = format!("{}\nnot an openid\n{}\n", openid(1), openid(2));
    let campaign = world
        .campaign("broken")
        .file("list.txt", broken)
        .audience("openids = \"list.txt\"");
    world.send(&campaign.write()).exits(2).says("list.txt:2");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_list_of_one_is_refused_with_the_way_out() {
    let world = World::new();
    world
        .send(&world.campaign("one").for_openids(1).write())
        .exits(2)
        .says("preview");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

/// The followers of the sandbox who have "VIP" or "新客": the arithmetic of its world.
fn of_both(number: &u64) -> bool {
    number % 5 < 2 || number % 4 == 1
}

#[test]
fn several_tags_are_one_list_without_repeats_and_without_some() {
    let world = World::of(wxmass::sandbox::Options {
        followers: 1_000,
        ..wxmass::sandbox::Options::default()
    });
    let left: Vec<String> = openids(1..=10);
    let campaign = world
        .campaign("spring")
        .file("left.csv", format!("openid\n{}\n", left.join("\n")))
        .audience("tags = [\"VIP\", \"101\"]\nwithout = \"left.csv\"")
        .write();
    let file = argument(&campaign);
    world.wx(["check", file]).exits(0).says("VIP");
    let plan = world
        .wx(["send", file, "--dry-run", "--json"])
        .exits(0)
        .json();
    assert_eq!(plan["audience"]["kind"], "tags", "{plan}");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    let print = plan["fingerprint"].as_str().expect("a fingerprint");
    world
        .wx(["send", file, "--yes", "--expect", print])
        .exits(0);
    let mut wanted: Vec<_> = (11..=1_000).filter(of_both).map(openid).collect();
    let mut got = world.receivers();
    wanted.sort();
    got.sort();
    assert_eq!(got, wanted);
    world
        .wx(["send", file, "--yes"])
        .exits(0)
        .says("sent already");
    // Subscription accounts send to no lists.
    let profile = "kind = \"subscription\"";
    world
        .with_profile(profile, ["send", file, "--yes"])
        .exits(4);
    for lines in [
        "tags = []",
        "tags = [\"A\"]\ntag = \"B\"",
        "tag = \"A\"\nwithout = \"left.csv\"",
        "tags = \"A\"",
    ] {
        let wrong = world
            .campaign("wrong")
            .file("left.csv", left.join("\n"))
            .audience(lines)
            .write();
        world.wx(["check", argument(&wrong)]).exits(2);
    }
    let unknown = world
        .campaign("unknown")
        .audience("tags = [\"VIP\", \"nosuch\"]")
        .write();
    world.send(&unknown).exits(2).says("nosuch");
}

#[cfg(target_os = "linux")]
#[test]
fn a_million_followers_of_several_tags_fit_into_64_mb() {
    let world = World::of(wxmass::sandbox::Options {
        followers: 1_000_000,
        ..wxmass::sandbox::Options::default()
    });
    let campaign = world
        .campaign("spring")
        .without_preview()
        .audience("tags = [\"VIP\", \"新客\"]")
        .send("wait = false")
        .write();
    // The account has a hundred lists a day; what is weighed is how the list is put together.
    world.plant(crate::world::wire::refusal(
        crate::world::TO_OPENIDS,
        45_028,
    ));
    let child = world.start(["send", argument(&campaign), "--yes", "-q"]);
    let (outcome, most) = crate::world::finish_and_weigh(child);
    outcome.exits(5);
    assert!(most < 64 * 1024, "{most} KiB");
}
