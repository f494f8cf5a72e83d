//! The outbox of `wxmass sandbox` while the binary sends: usable on a phone and a desk, with a mouse and with keys alone.

use serde_json::Value;

use crate::chromium::Page;
use crate::rehearsal::{Rehearsal, VIEWS, go};

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_message_appears_in_a_chat_while_the_page_is_open() {
    let rehearsal = Rehearsal::new();
    let mut page = rehearsal.page("en-US");
    page.click("a[href='#chats/tag/100']");
    page.reads("Nothing was sent here yet.");
    page.value("window.never_reloaded = true");
    page.value(
        "window.spoken = 0, new MutationObserver(() => { spoken += 1; }).observe(document.getElementById('link'), { childList: true, subtree: true })",
    );
    page.shot("outbox-empty");

    rehearsal.send("examples/first/campaign.toml");
    page.wait("document.querySelector('.message')");
    page.sees(".message img.cover");
    for title in ["春茶上新：三款头采，今日开售", "产地日记：清明前的十二天"]
    {
        page.reads(title);
    }
    page.reads("to tag VIP · 120 followers · msg_id 3147480001 · sent");
    page.wait("document.getElementById('news').textContent.includes('春茶上新')");
    page.wait("[...document.querySelectorAll('.message img')].every(one => one.naturalWidth > 0)");
    assert_eq!(page.value("window.never_reloaded"), true);
    assert_eq!(page.value("window.spoken"), 0, "\"Live\" is said once");
    page.shot("outbox-message");

    // A follower with the tag has it, one without has not.
    page.click("#follower");
    page.types("3");
    page.press("Enter");
    page.wait("document.getElementById('chat-title').innerText === 'Follower 3'");
    page.wait("document.querySelector('.phone .empty')");
    page.reads("Nothing was sent here yet.");
    go(&mut page, "chats/follower/6");
    page.wait("document.querySelectorAll('.message').length === 1");
    go(&mut page, "chats/follower/1");
    page.wait("document.querySelectorAll('.message').length === 2");
    page.reads("Preview");

    page.click(".message .lead");
    page.wait("document.getElementById('reader').open");
    page.sees("#reader-title");
    page.sees("#reader iframe");
    for _ in 0..100 {
        if page.value_in_frame("document.readyState === 'complete'") == true {
            break;
        }
    }
    let text = page.value_in_frame("document.body.innerText");
    assert!(
        text.as_str().expect("text").contains("三月的第一场雨停了"),
        "{text}"
    );
    let pictures = page.value_in_frame("[...document.images].map(one => one.naturalWidth > 0)");
    let pictures = pictures.as_array().expect("a list");
    assert!(
        pictures.len() >= 4 && pictures.iter().all(|it| *it == true),
        "{pictures:?}"
    );
    page.shot("outbox-article");
    page.press("Escape");
    page.wait("!document.getElementById('reader').open");
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn the_outbox_is_usable_on_a_phone_and_by_keys_alone() {
    let rehearsal = Rehearsal::new();
    rehearsal.send("examples/first/campaign.toml");
    let mut page = rehearsal.page("zh-CN");
    page.reads("wxmass 沙箱");
    for (scheme, width) in [
        ("light", 375),
        ("dark", 375),
        ("light", 1280),
        ("dark", 1280),
    ] {
        page.scheme(scheme);
        page.resize(width, 812);
        for view in VIEWS {
            go(&mut page, view);
            page.fits();
            page.shot(&format!("outbox-{view}-{scheme}-{width}"));
        }
        let background = page.value("getComputedStyle(document.body).backgroundColor");
        let is_light = background == "rgb(243, 244, 245)";
        assert_eq!(is_light, scheme == "light", "{background}");
    }
    page.scheme("light");
    page.resize(375, 812);
    for view in VIEWS.into_iter().chain(["chats/tag/100"]) {
        go(&mut page, view);
        page.value("document.activeElement.blur(), scrollTo(0, 0)");
        reaches_every_control(&mut page, view);
    }
    // The list is one screen, the chat the next, and there is a way back.
    assert_eq!(
        page.value("getComputedStyle(document.querySelector('.list')).display"),
        "none"
    );
    page.click(".phone .back");
    page.sees(".list");
    go(&mut page, "chats/all");
    page.click(".message .line");
    page.wait("document.getElementById('reader').open");
    page.fits();
    page.shot("outbox-article-375");
    page.click("#reader .back");
    page.wait("!document.getElementById('reader').open");
    page.click("#language");
    page.reads("All sends");
    assert_eq!(page.value("document.documentElement.lang"), "en");
}

/// Walks with Tab until the focus is where it has been: every control must have been met, seen, with a name and a ring.
#[track_caller]
fn reaches_every_control(page: &mut Page, view: &str) {
    page.value(
        "window.met = new Set(), window.controls = [...document.querySelectorAll('a[href], button:not(:disabled), input, select, summary')]
            .filter(one => one.checkVisibility() && !one.closest('dialog') && (one.type !== 'radio' || one.checked))",
    );
    let count = page.value("controls.length").as_u64().expect("a number");
    assert!(count > 8, "{view}: {count} controls");
    for _ in 0..count + 12 {
        page.press("Tab");
        let fault = page.value(
            "(one => {
                if (!one || one === document.body) return '';
                met.add(one);
                const style = getComputedStyle(one);
                if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no ring: ' + one.outerHTML.slice(0, 100);
                const name = one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText;
                return name?.trim() ? '' : 'no name: ' + one.outerHTML.slice(0, 100);
            })(document.activeElement)",
        );
        assert_eq!(fault, "", "{view}");
    }
    let missed = page.value(
        "controls.filter(one => one.isConnected && !met.has(one)).map(one => one.outerHTML.slice(0, 100))",
    );
    assert_eq!(missed, Value::Array(Vec::new()), "{view}: out of reach");
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_long_chat_opens_at_its_newest_message_and_stays_there() {
    let rehearsal = Rehearsal::new();
    let say = |number: usize| {
        let words = format!("消息 {number} {}", "长".repeat(200));
        rehearsal.wx(&[
            "send-tag",
            "--tag",
            "VIP",
            "--text",
            &words,
            "--sandbox",
            "--yes",
        ]);
    };
    (1..=6).for_each(say);
    let mut page = rehearsal.page("zh-CN");
    let newest = |number: usize| {
        format!(
            "(all => all.length === {number} && (it => it.top > 0 && it.bottom <= innerHeight)(all.at(-1).getBoundingClientRect()))(
                [...document.querySelectorAll('.message .fate')])"
        )
    };
    for (width, sent) in [(375, 7), (1100, 8)] {
        page.resize(width, 812);
        go(&mut page, "previews");
        // A tag's chat ends with the fourth of the month, which its followers get.
        go(&mut page, "chats/all");
        page.wait(&newest(sent - 1));
        say(sent);
        page.wait(&newest(sent));
        page.sees(".phone .top");
        page.shot(&format!("outbox-newest-{width}"));
    }
    // Anyone who reads what is older is left there.
    page.value("document.querySelector('.talk').scrollTop = 0");
    say(9);
    page.wait("document.querySelectorAll('.message').length === 9");
    assert_eq!(page.value("document.querySelector('.talk').scrollTop"), 0);

    // A WeChat id with a sign of addresses in it, and a follower that there is not.
    let name = "a/b%2f<i>";
    rehearsal.wx(&["preview", "--wxname", name, "--text", "嗨", "--sandbox"]);
    page.resize(375, 812);
    go(&mut page, "chats");
    page.click("a[data-key^='follower/@']");
    page.wait(&format!(
        "document.getElementById('chat-title').innerText === '@{name}'"
    ));
    page.reads("嗨");
    for missing in ["999", "%"] {
        go(&mut page, &format!("chats/follower/{missing}"));
        page.reads("没有这位粉丝");
    }
    assert_eq!(page.complaints(), [""; 0]);
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_fault_that_is_switched_on_is_met_by_the_next_send() {
    let rehearsal = Rehearsal::new();
    let mut page = rehearsal.page("en-US");
    go(&mut page, "faults");
    let switch = "[data-fault='{\"errcode\":45028}']";
    assert_eq!(is_on(&mut page, switch), "false");
    page.click(switch);
    page.wait(&format!(
        "document.querySelector({switch:?}).getAttribute('aria-checked') === 'true'"
    ));
    page.reads("not met yet");
    page.shot("outbox-fault-planted");
    // Every switch has words, in both languages.
    for view in ["faults", "account"] {
        go(&mut page, view);
        for _ in 0..2 {
            page.value("document.getElementById('language').click()");
            let bare = page.value(
                "[...document.querySelectorAll('[role=switch]')].map(one => one.innerText).filter(words => !words.trim() || /code-|fault-|_[a-z]+_/.test(words))",
            );
            assert_eq!(bare, Value::Array(Vec::new()));
        }
    }
    go(&mut page, "faults");

    let campaign = "examples/first/campaign.toml";
    let output = rehearsal.run(&["send", campaign, "--sandbox", "--yes"]);
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(stderr.contains("45028"), "{stderr}");
    page.wait(&format!(
        "document.querySelector({switch:?}).getAttribute('aria-checked') === 'false'"
    ));
    go(&mut page, "calls");
    page.reads("fault: errcode 45028");
    rehearsal.send(campaign);

    // By keys: a switch that stays on until it is switched off.
    go(&mut page, "faults");
    page.value("document.querySelector('[data-do=howOften]').focus()");
    page.value("(one => { one.value = 'always'; one.dispatchEvent(new Event('change', { bubbles: true })); })(document.activeElement)");
    page.value("document.querySelector('[data-fault=\\'\"truncated\"\\']').focus()");
    page.press(" ");
    page.wait("document.activeElement.getAttribute('aria-checked') === 'true'");
    page.press("Enter");
    page.wait("document.activeElement.getAttribute('aria-checked') === 'false'");

    // The clock and the kind of account.
    go(&mut page, "account");
    page.click("[data-seconds='86400']");
    page.wait("document.querySelector('main').innerText.includes('1 day ahead')");
    page.click("[data-kind=subscription]");
    page.wait("document.getElementById('facts').innerText.includes('Subscription account')");
    page.shot("outbox-account-changed");
    assert_eq!(page.complaints(), [""; 0]);
}

fn is_on(page: &mut Page, switch: &str) -> Value {
    page.wait(&format!("document.querySelector({switch:?})"));
    page.value(&format!(
        "document.querySelector({switch:?}).getAttribute('aria-checked')"
    ))
}
