//! The outbox as it guards itself: no change without the control token, no token to be seen, nothing hostile that acts.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::chromium::Page;
use crate::rehearsal::{Rehearsal, VIEWS, go};

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn without_the_control_token_nothing_can_be_changed() {
    let rehearsal = Rehearsal::new();
    let mut page = Page::new("en-US");
    page.open(rehearsal.printed("base_url"));
    page.wait("document.querySelector('#views a')");
    go(&mut page, "faults");
    assert_eq!(
        page.value("[...document.querySelectorAll('[role=switch]')].every(one => one.disabled)"),
        true
    );
    page.click("#token");
    page.types("wrong");
    page.press("Enter");
    page.wait("document.querySelector('[role=alert]')");
    page.reads("The sandbox refused this token.");
    page.click("#token");
    page.value("document.getElementById('token').value = ''");
    page.types(rehearsal.printed("control_token"));
    page.press("Enter");
    page.wait(
        "!document.getElementById('token') && !document.querySelector('[role=switch]').disabled",
    );
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn no_token_is_on_the_page_or_in_its_data() {
    let rehearsal = Rehearsal::new();
    rehearsal.send("examples/first/campaign.toml");
    let token = rehearsal.wx(&["token", "--sandbox"]);
    // A token that a mistaken script has put into a body.
    let spilt = rehearsal.run(&[
        "send-tag",
        "--tag",
        "VIP",
        "--mpnews",
        token.trim(),
        "--sandbox",
        "--yes",
    ]);
    assert_eq!(spilt.status.code(), Some(3), "{spilt:?}");
    let secrets = [
        token.trim(),
        wxmass::sandbox::SECRET,
        rehearsal.printed("control_token"),
    ];
    let mut page = rehearsal.page("en-US");
    for view in VIEWS {
        go(&mut page, view);
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        let shown = page.value("document.documentElement.outerHTML + location.href");
        let shown = shown.as_str().expect("text");
        for secret in secrets {
            assert!(secret.len() > 20 && !shown.contains(secret), "{view}");
        }
    }
    let data = page.value("fetch('/outbox.json').then(answer => answer.text())");
    let data = data.as_str().expect("text");
    assert!(data.contains("stable_token") && data.contains("***"));
    for secret in secrets {
        assert!(!data.contains(secret), "outbox.json holds {secret}");
    }
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn hostile_titles_and_articles_do_nothing() {
    let mut rehearsal = Rehearsal::new();
    rehearsal.send("examples/first/campaign.toml");
    rehearsal.stop();
    // Not even what the sandbox itself would have cleaned away.
    let world = find(rehearsal.home.path(), "world.json");
    let mut kept: Value =
        serde_json::from_slice(&std::fs::read(&world).expect("a world")).expect("JSON");
    let title = "<img src=x onerror=parent.hacked=1><script>hacked=2</script>";
    let article = &mut kept["sends"][0]["articles"][0];
    article["title"] = title.into();
    article["author"] = "\"><script>hacked=3</script>".into();
    article["content"] = "<p id=proof>the text</p><script>parent.hacked=4;top.hacked=5</script><img src=x onerror='top.hacked=6'>\
        <svg onload='top.hacked=7'></svg><meta http-equiv=refresh content='0;url=http://evil.invalid/'>\
        <iframe src='http://evil.invalid/'></iframe><img src='http://evil.invalid/seen.png'><link rel=stylesheet href='http://evil.invalid/a.css'>\
        <style>@import 'http://evil.invalid/b.css'</style><p style='background:url(http://evil.invalid/c.png)'>.</p>\
        <a id=link href='javascript:top.hacked=8'>press</a><form action='http://evil.invalid/'><button id=post>post</button></form>"
        .into();
    std::fs::write(&world, kept.to_string()).expect("a world");
    rehearsal.serve();

    let mut page = rehearsal.page("en-US");
    page.value("window.hacked = 0");
    page.wait("document.querySelector('.message')");
    page.reads(title);
    page.click(".message .lead");
    page.wait("document.getElementById('reader').open");
    page.reads(title);
    std::thread::sleep(std::time::Duration::from_millis(700));
    let shown = page.value_in_frame("document.getElementById('proof').innerText");
    assert_eq!(shown, "the text");
    page.value_in_frame(
        "document.getElementById('link').click(), document.getElementById('post').click()",
    );
    std::thread::sleep(std::time::Duration::from_millis(700));
    page.shot("outbox-hostile");
    assert_eq!(page.value("window.hacked"), 0);
    assert_eq!(page.value("document.title"), "wxmass sandbox");
    let base = rehearsal.printed("base_url");
    // What is asked for and refused by the policy is told as asked for; only what got through counts.
    let elsewhere: Vec<_> = page
        .events
        .iter()
        .filter(|event| event["method"] == "Network.responseReceived")
        .filter_map(|event| event["params"]["response"]["url"].as_str())
        .filter(|address| !address.starts_with(base))
        // The browser's own word for a frame that was refused.
        .filter(|address| !address.starts_with("about:") && !address.starts_with("data:"))
        .collect();
    assert_eq!(elsewhere, [""; 0]);
    let left: Vec<_> = page
        .events
        .iter()
        .filter(|event| event["method"] == "Page.frameNavigated")
        .filter_map(|event| event["params"]["frame"]["url"].as_str())
        .filter(|address| address.contains("evil"))
        .collect();
    assert_eq!(left, [""; 0]);
}

fn find(folder: &Path, name: &str) -> PathBuf {
    let mut entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok);
    let found = entries.find(|entry| entry.file_name() == name);
    found.expect("it is kept").into_path()
}
