//! The two pages in a real browser: the outbox of `wxmass sandbox`, open while the binary sends, and what `render` writes.
//!
//! What counts is what a person sees and can press, at the width of a phone and of a desk, in light and dark, with a mouse
//! and with keys alone. Screenshots go to `target/screenshots/`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use crate::chromium::Page;
use serde_json::Value;
use tempfile::TempDir;

const VIEWS: [&str; 8] = [
    "chats", "previews", "drafts", "media", "quotas", "calls", "faults", "account",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A home of its own, and a sandbox that is served in it by the binary.
struct Rehearsal {
    home: TempDir,
    sandbox: Option<Child>,
    /// What the command printed: `outbox`, `base_url`, `control_token`.
    printed: Value,
}

impl Rehearsal {
    fn new() -> Self {
        let mut rehearsal = Self {
            home: TempDir::new().expect("a home"),
            sandbox: None,
            printed: Value::Null,
        };
        rehearsal.serve();
        rehearsal
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wxmass"));
        command
            .args(arguments)
            .current_dir(root())
            .env_clear()
            .env("HOME", self.home.path())
            .env("WXMASS_PACE", "2000")
            .stdin(Stdio::null());
        command
    }

    /// Starts the sandbox, with the world that is kept in this home.
    fn serve(&mut self) {
        self.stop();
        let mut child = self
            .command(&["sandbox", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the sandbox starts");
        let mut printed = Vec::new();
        let mut stdout = child.stdout.take().expect("a pipe");
        // It goes on after its document, so that there is no end to read to.
        while serde_json::from_slice::<Value>(&printed).is_err() {
            let mut piece = [0; 512];
            let read = stdout.read(&mut piece).expect("the sandbox prints");
            assert_ne!(read, 0, "{}", String::from_utf8_lossy(&printed));
            printed.extend_from_slice(&piece[..read]);
        }
        self.printed = serde_json::from_slice(&printed).expect("a document");
        self.sandbox = Some(child);
    }

    fn stop(&mut self) {
        if let Some(mut sandbox) = self.sandbox.take() {
            let _ = sandbox.kill();
            let _ = sandbox.wait();
        }
    }

    fn printed(&self, field: &str) -> &str {
        self.printed[field].as_str().expect("it is printed")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments)
            .output()
            .expect("the command starts")
    }

    #[track_caller]
    fn wx(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// `wxmass send CAMPAIGN --sandbox --yes`, which goes to the sandbox of this home.
    #[track_caller]
    fn send(&self, campaign: &str) {
        self.wx(&["send", campaign, "--sandbox", "--yes"]);
    }

    /// The page of its outbox.
    fn page(&self, language: &str) -> Page {
        let mut page = Page::new(language);
        page.resize(1100, 900);
        page.open(self.printed("outbox"));
        page.wait("document.querySelector('#views a')");
        page
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.stop();
    }
}

fn go(page: &mut Page, place: &str) {
    page.value(&format!("location.hash = {place:?}"));
    page.wait(&format!(
        "document.querySelector('#views [aria-current]').hash === '#{}'",
        place.split('/').next().unwrap_or_default()
    ));
}

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
    for (scheme, width) in [("light", 375), ("dark", 375), ("dark", 1100)] {
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
            .filter(one => one.checkVisibility() && !one.closest('dialog'))",
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
        go(&mut page, "chats/tag/100");
        page.wait(&newest(sent - 1));
        say(sent);
        page.wait(&newest(sent));
        page.sees(".phone .top");
        page.shot(&format!("outbox-newest-{width}"));
    }
    // Whoever reads what is older is left there.
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

/// A campaign of which WeChat would keep less than is written.
fn troubled(folder: &Path) -> PathBuf {
    let example = root().join("examples/first");
    for entry in walkdir::WalkDir::new(&example)
        .into_iter()
        .filter_map(Result::ok)
    {
        let to = folder.join(entry.path().strip_prefix(&example).expect("below it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&to).expect("a folder");
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
    }
    let article = folder.join("articles/spring.md");
    let mut text = std::fs::read_to_string(&article).expect("an article");
    text.push_str(
        "\n## Two passages\n\nThis one had a script<script>document.title='hacked'</script> in it.\n\n\
         <p onclick=\"document.title='hacked'\" style=\"position:fixed\">That one was nailed down.</p>\n\n\
         ![at home](https://mmbiz.qpic.cn/a/0)\n\n\
         <iframe src=\"https://v.qq.com/txp/iframe/player.html?vid=a\"></iframe>\n\n\
         <svg viewBox=\"0 0 1 1\" onload=\"document.title='hacked'\"><circle r=\"1\"></circle></svg>\n",
    );
    std::fs::write(article, text).expect("an article");
    folder.join("campaign.toml")
}

/// The address of the page that `render` writes into a folder.
fn rendered(folder: &Path, campaign: &Path) -> String {
    let written = folder.join("page.html");
    let rendered = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .arg("render")
        .args([campaign.as_os_str(), "-o".as_ref(), written.as_os_str()])
        .env_clear()
        .env("HOME", folder)
        .output()
        .expect("the binary starts");
    assert!(rendered.status.success(), "{rendered:?}");
    format!("file://{}", written.display())
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_rendered_campaign_is_a_phone_with_warnings_at_their_places() {
    let folder = TempDir::new().expect("a folder");
    let campaign = troubled(folder.path());
    let address = rendered(folder.path(), &campaign);
    for (scheme, width) in [
        ("light", 1100),
        ("dark", 1100),
        ("light", 375),
        ("dark", 375),
    ] {
        let mut page = Page::new("en-US");
        page.scheme(scheme);
        page.resize(width, 812);
        page.open(&address);
        // The card: covers and titles.
        let pictures = page.value(
            "[...document.querySelectorAll('#chat .cover')].map(one => one.naturalWidth > 100)",
        );
        assert_eq!(pictures, serde_json::json!([true, true, true]));
        for title in ["春茶上新：三款头采，今日开售", "会员专享：品鉴会报名开启"]
        {
            page.reads(title);
        }
        page.fits();
        page.shot(&format!("render-card-{scheme}-{width}"));
        // A tap opens the article.
        page.click("a[href='#article-1']");
        page.wait("document.querySelector('#article-1.shown')");
        page.reads("三月的第一场雨停了");
        page.wait(
            "[...document.querySelectorAll('#article-1 img')].every(one => one.naturalWidth > 0)",
        );
        page.fits();
        page.shot(&format!("render-article-{scheme}-{width}"));
        // Each warning stands at its passage: level with it on a desk, below its words on a phone.
        page.reads("WeChat removes scripts");
        let places = page.value(
            "[...document.querySelectorAll('.here')].map(note => {
                const passage = note.parentElement, at = note.getBoundingClientRect(), of = passage.getBoundingClientRect();
                return [passage.firstChild.data, at.left >= of.right, Math.abs(at.top - of.top) < 60];
            })",
        );
        let beside = width > 1000;
        let found = places.as_array().expect("a list");
        assert!(found.len() >= 2, "{places}");
        assert_eq!(
            found[0],
            serde_json::json!(["This one had a script in it.", beside, true])
        );
        assert_eq!(
            found[1],
            serde_json::json!(["That one was nailed down.", beside, true])
        );
        page.shot(&format!("render-warnings-{scheme}-{width}"));
        // What WeChat serves is named, not asked for.
        for name in ["Picture at WeChat · at home", "Tencent video"] {
            page.reads(name);
        }
        let dark = "getComputedStyle(document.body).backgroundColor === 'rgb(11, 11, 12)'";
        assert_eq!(page.value(dark), scheme == "dark");
        page.click("#shade");
        assert_eq!(page.value(dark), scheme != "dark");
        page.press("Tab");
        // The keyboard goes into the article and comes back to its card.
        assert_eq!(
            page.value("document.activeElement.parentElement.className"),
            "top"
        );
        page.press("Escape");
        page.wait("document.querySelector('#chat.shown')");
        assert_eq!(page.value("document.activeElement.hash"), "#article-1");
        assert_eq!(page.value("document.title"), "spring-2026");
        assert_eq!(page.complaints(), [""; 0]);
        let elsewhere: Vec<_> = page.requests();
        assert!(
            elsewhere
                .iter()
                .all(|one| one.starts_with("file:") || one.starts_with("data:")),
            "{elsewhere:?}"
        );
    }
}

/// Texts whose colour is too near to that of what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1).
const FAINT: &str = "(() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([red, green, blue]) => [red, green, blue].map(one => one / 255)
        .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = one => {
        for (; one; one = one.parentElement) {
            const colour = parts(getComputedStyle(one).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const texts = document.createTreeWalker(document.querySelector('.shown .content'), NodeFilter.SHOW_TEXT);
    const faint = [];
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest('.here')) continue;
        const [one, other] = [light(parts(getComputedStyle(parent).color)), light(behind(parent))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${text.data.slice(0, 20)}`);
    }
    return faint;
})()";

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn every_theme_reads_well_on_a_phone() {
    let folder = TempDir::new().expect("a folder");
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/articles/everything.md"
    );
    let text = std::fs::read_to_string(fixture).expect("the fixture");
    std::fs::create_dir(folder.path().join("pictures")).expect("a folder");
    for name in ["cover.jpg", "one.png", "two.png", "three.png"] {
        let picture = image::RgbImage::from_pixel(480, 240, image::Rgb([90, 140, 110]));
        let file = folder.path().join("pictures").join(name);
        picture.save(file).expect("a picture");
    }
    for theme in ["default", "ink", "mint", "magazine"] {
        let said = format!("---\ntheme: {theme}\nlinks: footnotes\n");
        let article = folder.path().join("everything.md");
        std::fs::write(&article, text.replacen("---\n", &said, 1)).expect("an article");
        let address = rendered(folder.path(), &article);
        let mut page = Page::new("en-US");
        page.scheme("dark");
        page.resize(390, 844);
        page.open(&format!("{address}#article-1"));
        page.wait("document.querySelector('#article-1.shown')");
        page.fits();
        assert_eq!(page.value(FAINT), serde_json::json!([]), "{theme} at night");
        page.shot(&format!("theme-{theme}-dark"));
        // By day it is what is sent, again.
        page.click("#shade");
        assert_eq!(page.value(FAINT), serde_json::json!([]), "{theme} by day");
        let paragraph = page.value("document.querySelector('.shown .content p').style.color");
        assert_eq!(paragraph, "", "{theme}");
        // Wide tables and long lines of code scroll in boxes of their own.
        let scroll = page.value(
            "['pre', 'table'].map(name => [...document.querySelectorAll(`.shown ${name}`)].map(one => name === 'pre' ? one : one.parentElement)
                .some(box => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === 'auto'))",
        );
        assert_eq!(scroll, serde_json::json!([true, true]), "{theme}");
        page.shot(&format!("theme-{theme}"));
        assert_eq!(page.complaints(), [""; 0]);
    }
}
