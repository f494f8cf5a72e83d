//! The outbox as a tool: what waits, what reached no one, what can be done to a send, the log of calls; and axe on every view.

use serde_json::json;

use crate::axe::axe;
use crate::rehearsal::{Rehearsal, VIEWS, go};

fn text(rehearsal: &Rehearsal, words: &str, to: &[&str]) {
    let fixed = ["--text", words, "--sandbox", "--yes"];
    rehearsal.wx(&[to, &fixed].concat());
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn what_waits_stands_apart_and_what_reached_nobody_says_why() {
    let rehearsal = Rehearsal::new();
    rehearsal.control("settings", &json!({ "finish_after_ms": 3_600_000 }));
    let output = rehearsal.run(&[
        "send-tag",
        "--tag",
        "VIP",
        "--text",
        "在路上",
        "--sandbox",
        "--yes",
    ]);
    assert!(matches!(output.status.code(), Some(0 | 7)), "{output:?}");
    let mut page = rehearsal.page("en-US");
    page.resize(1280, 800);
    page.reads("1 on the way, with no follower yet");
    page.reads("在路上");
    for chat in ["chats/tag/100", "chats/follower/1"] {
        go(&mut page, chat);
        page.reads("Nothing was sent here yet.");
        assert_eq!(
            page.value("document.querySelectorAll('.message').length"),
            0
        );
    }
    page.shot("outbox-pending-1280");
    page.resize(375, 812);
    go(&mut page, "chats");
    page.fits();
    page.shot("outbox-pending-375");
    rehearsal.control("settings", &json!({ "finish_after_ms": 0 }));
    go(&mut page, "chats/tag/100");
    page.wait("document.querySelectorAll('.message').length === 1");
    page.wait("!document.querySelector('.pending')");

    // Four a month, and the fifth reaches no one: no follower's chat has it, and the list of all says why.
    for words in ["二", "三", "四", "五"] {
        text(&rehearsal, words, &["send-tag", "--tag", "VIP"]);
    }
    page.resize(1280, 800);
    page.wait("document.querySelectorAll('.message').length === 4");
    go(&mut page, "chats/all");
    page.wait("document.querySelectorAll('.message').length === 5");
    page.reads("reached no one: all 120 have had their four of this month");
    assert_eq!(
        page.value("document.querySelector(\"a[href='#chats/tag/100'] .gist\").textContent"),
        "四"
    );
    page.shot("outbox-no-one-1280");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_send_is_inspected_failed_and_deleted() {
    let rehearsal = Rehearsal::new();
    rehearsal.send("examples/first/campaign.toml");
    let mut page = rehearsal.page("en-US");
    page.resize(1280, 800);
    page.sees("#inspector");
    page.reads("120 of 120");
    page.wait("document.querySelectorAll('#inspector .its a').length >= 2");
    let change = |change: &str| format!("[data-change='{change}']");
    page.click(&change(r#"{"msg_status":"SENDING"}"#));
    page.reads("SENDING (set by hand)");
    page.click(&change(r#"{"fail":"err(20008)"}"#));
    page.wait("document.querySelector('.message .fate').innerText.includes('failed · err(20008)')");
    go(&mut page, "chats/tag/100");
    page.reads("Nothing was sent here yet.");
    page.resize(375, 812);
    go(&mut page, "chats/all");
    page.wait("document.querySelector('.message')");
    assert_eq!(
        page.value("document.getElementById('inspector').checkVisibility()"),
        false
    );
    page.click(".message [data-do=inspect]");
    page.wait("document.getElementById('inspector').checkVisibility()");
    page.fits();
    page.shot("outbox-inspector-375");
    // The tabs stay in view however long a chat is.
    page.value("scrollTo(0, document.body.scrollHeight)");
    page.wait("document.getElementById('views').getBoundingClientRect().top === 0");
    page.click("#inspector .its a");
    page.wait("document.querySelector('.log details[open]')");
    page.reads("Copy as curl");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn calls_are_searched_grouped_and_fetched_back_to_the_first() {
    let rehearsal = Rehearsal::new();
    rehearsal.send("examples/first/campaign.toml");
    for _ in 0..10 {
        for _ in 0..10 {
            rehearsal.run(&["tags", "--sandbox"]);
            rehearsal.run(&["quota", "--sandbox"]);
        }
    }
    let mut page = rehearsal.page("en-US");
    page.resize(1280, 800);
    go(&mut page, "calls");
    page.reads("wxmass/");
    let total = page
        .value("document.querySelectorAll('.log li').length")
        .as_u64()
        .expect("rows");
    page.value("document.querySelector('.search input').focus()");
    page.types("mass/sendall 3147480001");
    page.wait("document.querySelectorAll('.log li').length <= 1");
    page.value("(one => { one.value = ''; one.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('.search input'))");
    page.wait(&format!(
        "document.querySelectorAll('.log li').length === {total}"
    ));
    let curl = page.value("document.querySelector('.log [data-text]').dataset.text");
    assert!(
        curl.as_str().expect("a command").starts_with("curl "),
        "{curl}"
    );
    while page.value("Boolean(document.querySelector('[data-do=olderCalls]'))") == true {
        let before = page.value("document.querySelectorAll('.log li').length");
        page.click("[data-do=olderCalls]");
        page.wait(&format!("document.querySelectorAll('.log li').length > {before} || !document.querySelector('[data-do=olderCalls]')"));
    }
    page.wait("document.getElementById('call-1')");
    page.shot("outbox-calls-older");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn axe_finds_nothing() {
    let Some(axe) = axe() else {
        return;
    };
    let rehearsal = Rehearsal::new();
    rehearsal.control("settings", &json!({ "protection": true }));
    rehearsal.send("examples/first/campaign.toml");
    for language in ["en-US", "zh-CN"] {
        let mut page = rehearsal.page(language);
        for (scheme, width) in [
            ("light", 375),
            ("dark", 375),
            ("light", 1280),
            ("dark", 1280),
        ] {
            page.scheme(scheme);
            page.resize(width, 812);
            for view in VIEWS.into_iter().chain(["chats/tag/100"]) {
                go(&mut page, view);
                page.is_accessible(&axe, &format!("{language} {scheme} {width} {view}"));
                page.fits();
            }
        }
        page.value("document.querySelector('.log details, .message [data-do=inspect]')");
        assert_eq!(page.complaints(), [""; 0]);
    }
}
