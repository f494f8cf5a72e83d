//! Words for operators: advice in both languages, and ways on that can be pasted into a shell.

use crate::cover;
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, TO_TAG, World, argument};

#[test]
fn advice_names_the_way_out_in_both_languages() {
    let cases = [
        (DRAFT, 40007, "permanent", "永久"),
        (DRAFT, 48001, "verification", "认证"),
        (DRAFT, 45009, "UTC+8", "UTC+8"),
        (TO_TAG, 45028, "UTC+8", "UTC+8"),
    ];
    for (call, code, english, chinese) in cases {
        for (lang, words) in [("en", english), ("zh", chinese)] {
            let world = World::new();
            world.plant(refusal(call, code).always());
            let campaign = world.campaign("spring").write();
            let campaign = argument(&campaign);
            let outcome = world.wx(["send", campaign, "--yes", "--lang", lang]);
            assert_ne!(outcome.code, 0);
            assert!(
                outcome.stderr.contains(words) && outcome.stderr.contains(&code.to_string()),
                "{}",
                outcome.stderr
            );
        }
    }
    let world = World::new();
    world.control("settings", &serde_json::json!({ "early_2022": true }));
    let file = world.path("articles.json");
    let articles = format!(
        r#"{{"articles":[{{"title":"t","content":"<p>a</p>","thumb_media_id":"{}"}}]}}"#,
        cover(&world)
    );
    std::fs::write(&file, articles).expect("a file");
    let file = argument(&file);
    world
        .wx(["upload-news", file])
        .exits(3)
        .says("temporary thumbs");
    world.wx(["add-news", file]).exits(3).says("add-draft");
}

#[test]
fn chinese_holds_for_types_notes_and_addresses() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let toml = std::fs::read_to_string(&campaign).expect("a campaign");
    let path = argument(&campaign);
    let wrong = toml.replace("tag = \"VIP\"", "all = \"yes\"");
    let wrong = wrong.replace("name = \"spring\"", "name = 3\nimages = 1");
    std::fs::write(&campaign, wrong).expect("a file");
    let checked = world.wx(["check", path, "--lang", "zh"]).exits(2);
    for words in [
        "要加英文双引号",
        "应为：true 或 false",
        "类型不对：整数",
        "应为：表",
    ] {
        assert!(checked.stderr.contains(words), "{words}: {checked:?}");
    }
    assert!(!checked.stderr.contains("text in quotes"), "{checked:?}");

    std::fs::write(&campaign, b"name = \"\xff\"\n").expect("a file");
    let checked = world.wx(["check", path, "--lang", "zh"]).exits(2);
    checked.says("不是 UTF-8 编码");

    let json = r#"{"articles":{}}"#;
    let drafted = world.pipe(["add-draft", "-", "--lang", "zh"], json);
    drafted.exits(2).says("类型不对：对象；应为：数组");

    std::fs::write(&campaign, toml).expect("a file");
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    world.send(&campaign).exits(7);
    world.wx(["runs", "spring", "--give-up", "1"]).exits(0);
    let table = world.wx(["runs", "--lang", "zh"]).exits(0).stdout;
    assert!(
        table.contains("由操作者确认") && table.contains("标签 VIP"),
        "{table}"
    );
    let table = world.wx(["runs"]).exits(0).stdout;
    assert!(
        table.contains("by the operator") && table.contains("tag VIP"),
        "{table}"
    );

    let refused = world.wx_with(["tags", "--lang", "zh"], |command| {
        command
            .env("WXMASS_API_BASE", "http://api.example.com")
            .env("WXMASS_RELAY", "1")
            .env_remove("WXMASS_PACE");
    });
    refused.exits(2).says("明文 http:// 的 API 地址仅限本机");
}

#[test]
fn what_nobody_can_ask_is_settled_by_the_operators_word() {
    for (word, sends) in [("--mark-sent", 1), ("--give-up", 1), ("--send-again", 2)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        // The send is accepted, and no answer to it ever arrives.
        world.plant(fault(TO_TAG, Harm::ResetAfter).always());
        world.send(&campaign).exits(7);
        let before = world.calls_of(TO_TAG).len();
        let table = world.wx(["runs", "spring"]).exits(0).stdout;
        assert!(table.contains("unknown"), "{table}");
        let mut arguments = vec!["runs", "spring", word, "1"];
        if word == "--mark-sent" {
            arguments.extend(["--msg-id", "3147480001"]);
        }
        world.wx(arguments).exits(0);
        world.repair();
        world.send(&campaign).exits(0);
        // Sending again asks under the same key within 24 hours, so even then no one gets it twice.
        let after = world.calls_of(TO_TAG).len();
        assert_eq!(after - before, sends - 1, "{word}");
        assert_eq!(world.sends().len(), 1, "{word}");
    }
}

/// Whatever the name of the campaign, and the one who looks: a shell takes the command as it was shown.
#[test]
fn the_ways_on_can_be_pasted() {
    let world = World::new();
    let accounts = world.path("accounts.toml");
    let text = format!(
        "[\"our shop\"]\nappid = \"{}\"\nsecret_command = \"echo {}\"\n",
        wxmass::sandbox::APPID,
        wxmass::sandbox::SECRET
    );
    std::fs::write(&accounts, text).expect("a file");
    let campaign = world.campaign("spring").write();
    let toml = std::fs::read_to_string(&campaign).expect("a campaign");
    let toml = toml.replace("name = \"spring\"", "name = \"It's $HOME 春\"");
    std::fs::write(&campaign, toml).expect("a file");
    let campaign = argument(&campaign);
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    let sent = world.wx_with(["send", campaign, "--yes", "--account", "our shop"], |it| {
        it.env("WXMASS_ACCOUNTS", &accounts);
    });
    sent.exits(7);
    // Another account is at hand.
    let shown = world.wx_with(["runs"], |it| {
        it.env("WXMASS_APPID", "wxsomebodyelse");
    });
    let shown = shown.exits(0).stderr;
    let command = shown
        .split('`')
        .find(|words| words.contains("--mark-sent"))
        .expect("a command");
    let pasted = world.shell(command, |it| {
        it.env("WXMASS_APPID", "wxsomebodyelse")
            .env("WXMASS_ACCOUNTS", &accounts);
    });
    pasted.exits(0);
    assert_eq!(world.batch_states(), ["accepted"], "{command}");
}
