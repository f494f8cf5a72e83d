//! Several accounts in one go: one question, one run an account, one line an account.

use std::path::Path;
use std::time::Duration;

use wxmass::sandbox::{APPID, SECRET};

use crate::world::campaign::openid;
use crate::world::wire::{Harm, fault};
use crate::world::{BINARY, PREVIEW, TO_TAG, World, argument, finish, signal};

/// The sandbox's account, another appid that shares its tokens, and one whose secret is wrong.
fn accounts(world: &World) -> String {
    let other = "wx0123456789abcdef";
    let store = world.state_of("tokens");
    format!(
        "[one]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n\n[two]\nappid = \"{other}\"\n\
         token_command = \"'{BINARY}' token --account one --state '{store}'\"\n\n\
         [bad]\nappid = \"{APPID}\"\nsecret = \"{}\"\nquiet_hours = \"00:00-23:59\"\n",
        "0".repeat(32)
    )
}

/// `send FILE` in two accounts, and more words.
fn send_in<'a>(accounts: [&'a str; 2], file: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let [one, two] = accounts;
    let line = ["send", argument(file), "--account", one, "--account", two];
    [&line[..], more].concat()
}

#[test]
fn each_account_has_its_own_run() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let both = send_in(["one", "two"], &campaign, &["--yes"]);
    let said = world.with_accounts(&accounts(&world), &both).exits(0);
    let lines = said.lines();
    assert_eq!(lines.len(), 2, "{said:?}");
    assert!(
        lines[0].starts_with("one\t") && lines[1].starts_with("two\t"),
        "{said:?}"
    );
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
    // Again: each has sent it.
    let said = world.with_accounts(&accounts(&world), &both).exits(0);
    assert_eq!(said.stderr.matches("sent already").count(), 2, "{said:?}");
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
    let runs = world.wx(["runs", "--json"]).exits(0).json();
    assert_eq!(runs["runs"].as_array().map(Vec::len), Some(2), "{runs}");
    // One document, and plans without a call.
    let plan = send_in(["one", "two"], &campaign, &["--dry-run", "--json"]);
    let document = world.with_accounts(&accounts(&world), plan).exits(0).json();
    let all = document["accounts"].as_array().expect("accounts");
    assert_eq!(all.len(), 2, "{document}");
    assert_eq!(all[1]["profile"], "two");
    assert!(all[0]["fingerprint"].is_string(), "{document}");
}

#[test]
fn some_that_fail_do_not_keep_the_others_back() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let both = send_in(["bad", "two"], &campaign, &["--yes"]);
    let said = world.with_accounts(&accounts(&world), &both).exits(8);
    assert!(said.stderr.contains("[bad]"), "{}", said.stderr);
    assert_eq!(said.lines().len(), 1, "{said:?}");
    assert!(said.stdout.starts_with("two\t"), "{said:?}");
    world.assert_sent_once();
    // Where all fail alike, their code is the code.
    let bad = send_in(["bad", "nosuch"], &campaign, &["--yes"]);
    let code = world.with_accounts(&accounts(&world), bad).code;
    assert_ne!(code, 0);
    // A mass call that one account is refused.
    let answer = r#"{"errcode":45028,"errmsg":"has no masssend quota"}"#;
    world.plant(fault(TO_TAG, Harm::Answer(answer.into())));
    let other = world.campaign("summer").article("More", "Words.").write();
    let all = send_in(["one", "two"], &other, &["--yes"]);
    world
        .with_accounts(&accounts(&world), all)
        .exits(8)
        .says("45028");
}

#[test]
fn the_question_names_them_all_and_a_no_is_for_all() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let without_yes = send_in(["one", "two"], &campaign, &[]);
    world
        .with_accounts(&accounts(&world), without_yes)
        .exits(2)
        .says("--yes");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    let yes = send_in(["one", "two"], &campaign, &["--yes"]);
    let said = world.with_accounts(&accounts(&world), yes).exits(0);
    assert_eq!(said.stderr.matches("about to send").count(), 2, "{said:?}");
}

#[test]
fn an_account_may_have_its_own_audience_and_testers() {
    let world = World::new();
    let tester = openid(7);
    let own = format!(
        "tag = \"VIP\"\n\n[accounts.two]\naudience = {{ tag = \"新客\" }}\npreview = {{ to = [\"{tester}\"] }}"
    );
    let campaign = world.campaign("spring").audience(&own).write();
    let both = send_in(["one", "two"], &campaign, &["--yes"]);
    world.with_accounts(&accounts(&world), &both).exits(0);
    let tags: Vec<_> = world
        .calls_of(TO_TAG)
        .iter()
        .map(|call| call.json()["filter"]["tag_id"].clone())
        .collect();
    assert_eq!(tags, [100, 101]);
    let previews = world.calls_of(PREVIEW);
    assert_eq!(previews[1].json()["touser"], tester.as_str());
    let wrong = world
        .campaign("summer")
        .audience("tag = \"VIP\"\n\n[accounts.two]\naudiense = 5")
        .write();
    world
        .wx(["check", argument(&wrong)])
        .exits(2)
        .says("audiense");
}

#[test]
fn other_commands_take_one_or_several() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let file = argument(&campaign);
    let text = accounts(&world);
    let check = ["check", file, "--account", "one", "--account", "two"];
    world.with_accounts(&text, check).exits(0);
    let preview = ["preview", file, "--account", "one", "--account", "two"];
    let said = world.with_accounts(&text, preview).exits(0);
    assert_eq!(said.lines().len(), 2, "{said:?}");
    assert_eq!(world.calls_of(PREVIEW).len(), 2);
    let stats = ["stats", "--account", "one", "--account", "two", "--json"];
    let document = world.with_accounts(&text, stats).exits(0).json();
    assert_eq!(document["accounts"].as_array().map(Vec::len), Some(2));
    let tags = ["tags", "--account", "one", "--account", "two"];
    world
        .with_accounts(&text, tags)
        .exits(2)
        .says("one account");
    // The same account under two names would wait for itself.
    let twice = format!("{text}\n[again]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n");
    let both = send_in(["one", "again"], &campaign, &["--yes"]);
    world
        .with_accounts(&twice, both)
        .exits(2)
        .says("are the same");
    let none = ["check", file, "--account", "all"];
    world.with_accounts(&text, none).exits(0);
}

/// `confirm_above` of two accounts: the name of each audience is typed, not that of the first.
#[test]
fn each_guard_rail_holds_where_several_send() {
    let world = World::new();
    let own = "tag = \"VIP\"\n\n[accounts.two]\naudience = { tag = \"新客\" }";
    let campaign = world.campaign("spring").audience(own).write();
    let guarded = |name: &str| {
        let text = accounts(&world);
        text.replacen(
            &format!("[{name}]\n"),
            &format!("[{name}]\nconfirm_above = 1\n"),
            1,
        )
    };
    let both = guarded("one").replacen("[two]\n", "[two]\nconfirm_above = 1\n", 1);
    let with = |more: &[&'static str]| {
        world.with_accounts(&both, send_in(["one", "two"], &campaign, more))
    };
    with(&["--yes"]).exits(2).says("VIP 新客");
    with(&["--yes", "--confirm", "VIP"]).exits(2);
    assert!(world.sends().is_empty());
    with(&["--yes", "--confirm", "VIP 新客"]).exits(0);
    assert_eq!(world.calls_of(TO_TAG).len(), 2);
}

#[test]
fn the_sandbox_inside_the_process_has_one_account() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let line = send_in(["one", "two"], &campaign, &["--sandbox", "--yes"]);
    world
        .with_accounts(&accounts(&world), line)
        .exits(2)
        .says("one account");
    assert!(world.calls().is_empty());
}

/// Ctrl-C while the first account looks: the second has not been looked at, and a script must not take that for done.
#[test]
fn interrupted_between_accounts_it_ends_with_130() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    world.plant(fault(PREVIEW, Harm::Late(Duration::from_millis(1500))));
    let words = [
        "preview",
        argument(&campaign),
        "--account",
        "one",
        "--account",
        "two",
    ];
    let file = world.path("accounts.toml");
    std::fs::write(&file, accounts(&world)).expect("a file");
    let child = world.start_with(words, |command| {
        command
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET")
            .env("WXMASS_ACCOUNTS", &file);
    });
    world.wait_for(PREVIEW, 1);
    signal(&child, "-INT");
    finish(child).exits(130);
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
}
