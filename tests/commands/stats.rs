//! Results of sends: joined with the ledger, beside others, kept when WeChat has forgotten, and when to come again.

use serde_json::json;
use wxmass::sandbox::Options;

use crate::world::wire::{Harm, fault};
use crate::world::{World, argument};

const DETAIL: &str = "/datacube/getarticletotaldetail";

/// The sandbox's clock, and the dates of its answers.
fn at(world: &World, time: &str) {
    let beijing = format!("{}:00+08:00", time.replace(' ', "T"));
    let then: jiff::Timestamp = beijing.parse().expect("a time");
    world.wechats_clock_is_ahead(then.duration_since(jiff::Timestamp::now()));
    world.control("clock", &json!({ "set": time }));
}

/// A world at noon of 23 November, and `spring` with two articles sent then.
fn sent() -> World {
    let world = World::of(Options {
        followers: 30_000,
        clock: Some("2026-11-23T12:00:00+08:00".parse().expect("a time")),
        ..Options::default()
    });
    at(&world, "2026-11-23 12:00");
    let campaign = world
        .campaign("spring")
        .article("A second <b>one</b>", "Words.")
        .write();
    world.send(&campaign).exits(0);
    world
}

#[test]
fn figures_come_the_next_morning_and_it_is_said_when() {
    let world = sent();
    let today = world
        .wx(["stats", "spring"])
        .exits(0)
        .says("2026-11-24 08:00");
    assert!(today.stdout.contains("spring"), "{}", today.stdout);
    assert!(
        world.calls_of(DETAIL).is_empty(),
        "nothing is known of today"
    );
    // 61503, and then is_delay.
    at(&world, "2026-11-24 05:00");
    world
        .wx(["stats", "spring"])
        .exits(0)
        .says("2026-11-24 08:00");
    at(&world, "2026-11-24 07:00");
    let early = world.wx(["stats", "spring", "--json"]).exits(0).json();
    assert_eq!(early["come_again"], "2026-11-24T00:00:00Z", "{early}");
    at(&world, "2026-11-24 09:00");
    let document = world.wx(["stats", "spring", "--json"]).exits(0).json();
    assert_eq!(document["come_again"], json!(null), "{document}");
    let articles = document["sends"][0]["articles"]
        .as_array()
        .expect("articles");
    assert_eq!(articles.len(), 2, "{document}");
    let data_id = world.sends()[0].verdict()["msg_data_id"].clone();
    for (place, article) in (1..).zip(articles) {
        assert_eq!(article["msgid"], format!("{data_id}_{place}"));
        let latest = &article["days"][0];
        for field in [
            "read_user",
            "share_user",
            "like_user",
            "collection_user",
            "comment_count",
            "read_subscribe_user",
            "read_delivery_rate",
            "read_finish_rate",
            "read_avg_activetime",
        ] {
            assert!(latest[field].is_number(), "{field}: {latest}");
        }
    }
    let table = world.wx(["stats", "spring"]).exits(0).stdout;
    for word in ["readers", "公众号消息", "█", "%", "A first article"] {
        assert!(table.contains(word), "{word}: {table}");
    }
    // What is complete is not asked for again.
    let asked = world.calls_of(DETAIL).len();
    assert!(asked > 0, "{:?}", world.paths());
    world.wx(["stats", "--lang", "zh"]).exits(0);
    assert_eq!(world.calls_of(DETAIL).len(), asked);
}

#[test]
fn by_msg_id_as_rows_and_as_a_page() {
    let world = sent();
    at(&world, "2026-11-25 09:00");
    let id = world.sends()[0].verdict()["msg_id"].to_string();
    let rows = world.wx(["stats", &id, "--csv"]).exits(0);
    let lines = rows.lines();
    assert!(lines[0].starts_with("name,day,msgid"), "{rows:?}");
    assert_eq!(lines.len(), 1 + 2 * 2, "two articles, two days: {rows:?}");
    let wide = lines[0].split(',').count();
    assert!(
        lines.iter().all(|line| line.split(',').count() == wide),
        "{rows:?}"
    );
    let file = world.path("spring.html");
    let said = world
        .wx(["stats", "spring", "--html", argument(&file)])
        .exits(0);
    assert_eq!(said.stdout.trim(), argument(&file));
    let page = std::fs::read_to_string(&file).expect("a page");
    assert!(
        page.contains("<svg") && page.contains("<polyline"),
        "{page}"
    );
    assert!(page.contains("A second &lt;b&gt;one"), "{page}");
    for foreign in ["<script", "http://", "https://", "src="] {
        assert!(!page.contains(foreign), "{foreign} in {page}");
    }
    world.wx(["stats", "nosuch"]).exits(2).says("wxmass runs");
}

#[test]
fn the_ledger_keeps_what_wechat_forgets_and_the_last_campaigns_stand_beside() {
    let world = sent();
    at(&world, "2026-11-24 09:00");
    world.wx(["stats", "spring"]).exits(0);
    let second = world.campaign("summer").article("More", "Words.").write();
    world.send(&second).exits(0);
    at(&world, "2026-11-25 09:00");
    let table = world.wx(["stats", "summer"]).exits(0).stdout;
    let (own, before) = table.split_once("earlier sends").expect("others beside it");
    assert!(
        own.contains("summer") && before.contains("spring"),
        "{table}"
    );
    // Two months later WeChat is not asked any more.
    at(&world, "2027-01-25 09:00");
    let asked = world.calls_of(DETAIL).len();
    let document = world
        .wx(["stats", "spring", "--days", "100", "--json"])
        .exits(0)
        .json();
    assert_eq!(world.calls_of(DETAIL).len(), asked);
    assert_eq!(
        document["sends"][0]["articles"].as_array().map(Vec::len),
        Some(2),
        "{document}"
    );
}

#[test]
fn an_account_that_may_not_ask_is_told_so_and_odd_answers_are_no_defect() {
    let world = sent();
    at(&world, "2026-11-24 09:00");
    let answer = r#"{"errcode":48001,"errmsg":"api unauthorized"}"#;
    world.plant(fault(DETAIL, Harm::Answer(answer.into())));
    world.wx(["stats"]).exits(4).says("48001");
    world.plant(fault(
        DETAIL,
        Harm::Answer(r#"{"list":null,"is_delay":"x"}"#.into()),
    ));
    world.wx(["stats"]).exits(0);
    // An empty ledger is no mistake.
    World::new().wx(["stats"]).exits(0).says("no send");
}
