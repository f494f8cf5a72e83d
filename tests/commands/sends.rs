//! The single commands, as shell scripts chain them and operators mistype them.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::world::campaign::{TESTER, openid};
use crate::world::wire::{Harm, fault, refusal};
use crate::world::{DRAFT, PREVIEW, TO_TAG, World};

/// A first upload through the binary; its media_id.
fn cover(world: &World) -> String {
    let picture = world
        .campaign("spring")
        .write()
        .with_file_name("cover1.jpg");
    let picture = picture.to_str().expect("a plain path").to_owned();
    world
        .wx(["add-material", "--type", "image", &picture])
        .exits(0)
        .stdout
        .trim()
        .to_owned()
}

fn draft(world: &World) -> String {
    let articles = format!(
        r#"{{"articles":[{{"title":"春","content":"<p>a</p>","thumb_media_id":"{}"}}]}}"#,
        cover(world)
    );
    let file = world.path("articles.json");
    std::fs::write(&file, articles).expect("a file");
    world
        .wx(["add-draft", file.to_str().expect("a plain path")])
        .exits(0)
        .stdout
        .trim()
        .to_owned()
}

#[test]
fn the_chain_of_the_contract_reads_naturally() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let script = r#"
        set -eu
        cd "$FOLDER"
        url=$(wxmass upload-img one.png)
        thumb=$(wxmass add-material --type image cover1.jpg)
        articles_json='{"articles":[{"title":"t","content":"<p><img src=\"'$url'\"></p>","thumb_media_id":"'$thumb'"}]}'
        news=$(printf %s "$articles_json" | wxmass add-draft -)
        wxmass preview --openid "$ME" --mpnews "$news"
        msg=$(wxmass send-tag --tag VIP --mpnews "$news" --yes)
        wxmass status "$msg" --wait
    "#;
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let path = format!(
        "{}:/usr/bin:/bin",
        binary.parent().expect("a folder").display()
    );
    let outcome = world.shell(script, |command| {
        command
            .env("PATH", &path)
            .env("ME", TESTER)
            .env("FOLDER", campaign.parent().expect("a folder"));
    });
    let outcome = outcome.exits(0);
    let msg_id = world.sends()[0].verdict()["msg_id"].clone();
    assert_eq!(outcome.stdout, format!("{msg_id}\tSEND_SUCCESS\n"));
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
}

#[test]
fn several_pictures_keep_their_order_and_the_same_bytes_go_once() {
    let world = World::new();
    let folder = world.campaign("spring").write().with_file_name("");
    let (one, cover) = (folder.join("one.png"), folder.join("cover1.jpg"));
    let outcome = world
        .wx([Path::new("upload-img"), &one, &cover, &one])
        .exits(0);
    let lines = outcome.lines();
    assert_eq!(lines.len(), 3);
    assert!(lines[0] == lines[2] && lines[0] != lines[1], "{lines:?}");
    assert!(
        lines[0].contains("mmbiz_png") && lines[1].contains("mmbiz_jpg"),
        "{lines:?}"
    );
    assert_eq!(
        world
            .calls()
            .iter()
            .filter(|call| call.path.ends_with("uploadimg"))
            .count(),
        2
    );
}

#[test]
fn a_single_send_repeated_by_a_script_goes_out_once_and_again_when_told() {
    let world = World::new();
    let send = ["send-tag", "--tag", "VIP", "--text", "春季新品", "--yes"];
    let first = world.wx(send).exits(0).stdout;
    assert_eq!(world.wx(send).exits(0).stdout, first);
    assert_eq!(world.sends().len(), 1);
    let second = world
        .wx(send.into_iter().chain(["--again"]))
        .exits(0)
        .stdout;
    assert_ne!(second, first);
    assert_eq!(world.sends().len(), 2);
}

#[test]
fn openids_come_from_arguments_and_from_stdin() {
    let world = World::new();
    world
        .wx([
            "send-openids",
            &openid(1),
            &openid(2),
            "--text",
            "a",
            "--yes",
        ])
        .exits(0);
    let list = format!("{}\n{}\n{}\n", openid(3), openid(4), openid(3));
    let outcome = world
        .pipe(
            ["send-openids", "--from", "-", "--text", "b", "--yes"],
            &list,
        )
        .exits(0);
    assert_eq!(outcome.lines().len(), 1);
    assert_eq!(world.receivers(), [1, 2, 3, 4].map(openid));
}

#[test]
fn nothing_ever_means_everybody() {
    let world = World::new();
    for arguments in [
        vec!["send-tag", "--text", "a", "--yes"],
        vec!["send-tag", "--tag", "", "--text", "a", "--yes"],
        vec!["send-tag", "--all", "--tag", "2", "--text", "a", "--yes"],
        vec!["send-openids", "--text", "a", "--yes"],
        vec!["send-tag", "--tag", "2", "--yes"],
        vec![
            "send-tag", "--tag", "2", "--text", "a", "--card", "b", "--yes",
        ],
    ] {
        world.wx(arguments.clone()).exits(2);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
    let forgotten = world.wx(["send-tag", "--text", "a", "--yes"]).exits(2);
    assert!(
        forgotten.stderr.contains("--tag") && !forgotten.stderr.contains("--all"),
        "a forgotten tag does not lead to everybody: {}",
        forgotten.stderr
    );
    world
        .wx(["send-tag", "--tag", "2", "--text", "a", "--yes"])
        .exits(0);
    let body = world.sends()[0].json();
    assert_eq!(
        (
            body["filter"]["is_to_all"].as_bool(),
            body["filter"]["tag_id"].as_i64()
        ),
        (Some(false), Some(2))
    );
}

#[test]
fn what_cannot_be_undone_is_refused_without_a_terminal() {
    let world = World::new();
    for arguments in [
        vec!["send-tag", "--all", "--text", "a"],
        vec!["delete", "3147480001"],
    ] {
        world.wx(arguments).exits(2).says("--yes");
    }
    assert!(world.calls().is_empty());
}

#[test]
fn a_send_is_deleted_and_an_unknown_one_is_not() {
    let world = World::new();
    let news = draft(&world);
    let msg = world
        .wx(["send-tag", "--tag", "VIP", "--mpnews", &news, "--yes"])
        .exits(0)
        .stdout
        .trim()
        .to_owned();
    world.wx(["delete", &msg, "--yes"]).exits(0);
    assert_eq!(
        world.wx(["status", &msg]).exits(0).stdout,
        format!("{msg}\tDELETE\n")
    );
    world.wx(["delete", "1", "--yes"]).exits(3).says("40059");
}

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
    world.wx(["followers", "--tag", "nobody"]).exits(2);
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
        .map(|child| crate::world::finish(child).exits(0).stdout)
        .collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    assert_eq!(world.calls().len(), 1, "{:?}", world.paths());
}

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
            let campaign = campaign.to_str().expect("a plain path");
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
    let file = world.path("articles.json");
    let articles = format!(
        r#"{{"articles":[{{"title":"t","content":"<p>a</p>","thumb_media_id":"{}"}}]}}"#,
        cover(&world)
    );
    std::fs::write(&file, articles).expect("a file");
    let file = file.to_str().expect("a plain path");
    world
        .wx(["upload-news", file])
        .exits(3)
        .says("temporary thumbs");
    world.wx(["add-news", file]).exits(3).says("add-draft");
}

#[test]
fn wechats_own_json_is_looked_at_before_the_call() {
    let world = World::new();
    let file = world.path("articles.json");
    let file = file.to_str().expect("a plain path");
    let long = "长".repeat(33);
    let faulty = format!(
        r#"{{"articles":[
            {{"title":"{long}","content":"<p>a</p>","thumb_media_id":"x"}},
            {{"title":7,"content":" ","digest":"d"}},
            ["no object"],
            {{"article_type":"newspic","title":"t","content":"words","new_of_wechats":1}}
        ]}}"#
    );
    std::fs::write(file, faulty).expect("a file");
    let outcome = world.wx(["add-draft", file]).exits(2);
    for words in [
        "articles[0]: `title` is too long",
        "articles[1]: `title` is of the wrong type: number",
        "articles[1]: `content` is empty",
        "articles[1]: `thumb_media_id` is missing",
        "articles[2]: `article` is of the wrong type: array",
    ] {
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
    assert!(
        !outcome.stderr.contains("articles[3]"),
        "{}",
        outcome.stderr
    );
    for text in ["{}", r#"{"articles":{}}"#, r#"{"articles":[]}"#, "[1]"] {
        std::fs::write(file, text).expect("a file");
        world.wx(["add-draft", file]).exits(2).says("articles");
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn material_that_wechat_does_not_take_is_refused_before_the_call() {
    let world = World::new();
    let add = |kind: &str, name: &str, bytes: usize| {
        let file = world.path(name);
        std::fs::write(&file, vec![1; bytes]).expect("a file");
        let file = file.to_str().expect("a plain path");
        let more: &[&str] = if kind == "video" {
            &["--title", "t"]
        } else {
            &[]
        };
        world
            .wx([&["add-material", "--type", kind, file][..], more].concat())
            .exits(2)
    };
    add("voice", "voice.ogg", 9).says("mp3 wma wav amr");
    add("voice", "voice.mp3", 2 * 1_048_576 + 1).says("at most 2.0 MB");
    add("video", "film.mov", 9).says("mp4");
    add("video", "film.mp4", 0).says("is empty");
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn a_folder_is_no_campaign_and_the_one_in_it_is_named() {
    let world = World::new();
    world.wx(["init", "spring"]).exits(0);
    world
        .wx(["check", "spring"])
        .exits(2)
        .says("spring/campaign.toml");
}

#[test]
fn profiles_give_credentials_and_guard_rails() {
    let world = World::new();
    let accounts = world.path("accounts.toml");
    let write = |more: &str| {
        let text = format!(
            "[main]\nappid = \"{}\"\nsecret_command = \"echo {}\"\n{more}",
            wxmass::sandbox::APPID,
            wxmass::sandbox::SECRET
        );
        std::fs::write(&accounts, text).expect("a file");
    };
    let run = |arguments: &[&str]| {
        world.wx_with(arguments, |command| {
            command
                .env_remove("WXMASS_APPID")
                .env_remove("WXMASS_SECRET")
                .env("WXMASS_ACCOUNTS", &accounts);
        })
    };
    let campaign = world.campaign("spring").write();
    let campaign = campaign.to_str().expect("a plain path");
    write("");
    run(&["token", "--account", "main"]).exits(0);
    run(&["token", "--account", "mian"])
        .exits(4)
        .says("did you mean `main`?");
    write("kind = \"unverified\"\n");
    run(&["send", campaign, "--yes", "--account", "main"])
        .exits(4)
        .says("48001");
    write("confirm_above = 10\n");
    run(&["send", campaign, "--yes", "--account", "main"])
        .exits(2)
        .says("--confirm VIP");
    write("quiet_hours = \"00:00-23:59\"\n");
    run(&["send", campaign, "--yes", "--account", "main"])
        .exits(2)
        .says("Beijing");
    write("colour = 1\n");
    run(&["token", "--account", "main"]).exits(2).says("colour");
    assert!(world.sends().is_empty());
    write("confirm_above = 10\n");
    run(&[
        "send",
        campaign,
        "--yes",
        "--account",
        "main",
        "--confirm",
        "VIP",
    ])
    .exits(0);
    assert_eq!(world.sends().len(), 1);
}

#[test]
fn a_scaffold_passes_the_check_and_runs_in_the_sandbox_without_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_wxmass"))
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .env("SSL_CERT_FILE", "/nowhere")
            .env("SSL_CERT_DIR", "/nowhere")
            .stdin(Stdio::null())
            .output()
            .expect("wxmass runs")
    };
    let made = run(&["init", "spring"]);
    assert_eq!(
        String::from_utf8_lossy(&made.stdout).trim(),
        "spring/campaign.toml"
    );
    assert_eq!(
        run(&["init", "spring"]).status.code(),
        Some(2),
        "nothing is overwritten"
    );
    assert_eq!(
        run(&["check", "spring/campaign.toml"]).status.code(),
        Some(0)
    );
    let sent = run(&["send", "spring/campaign.toml", "--sandbox", "--yes"]);
    assert_eq!(
        sent.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&sent.stderr)
    );
    let again = run(&["send", "spring/campaign.toml", "--sandbox", "--yes"]);
    assert_eq!(
        (again.status.code(), &again.stdout),
        (Some(0), &sent.stdout)
    );
    assert!(String::from_utf8_lossy(&again.stderr).contains("sent already"));
    let rendered = run(&["render", "spring/campaign.toml", "-o", "page.html"]);
    assert_eq!(rendered.status.code(), Some(0));
    let page = std::fs::read_to_string(folder.path().join("page.html")).expect("a page");
    assert!(page.contains("春季新品") && page.contains("data:image/jpeg;base64,"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let world = World::new();
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let path = format!(
        "{}:/usr/bin:/bin",
        binary.parent().expect("a folder").display()
    );
    let outcome = world.shell(
        "wxmass followers | head -1; wxmass completions zsh | head -1",
        |command| {
            command.env("PATH", &path);
        },
    );
    let outcome = outcome.exits(0);
    assert_eq!(outcome.lines()[0], openid(1));
    assert!(
        !outcome.stderr.contains("error") && !outcome.stderr.contains("panic"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_doctor_looks_and_says_what_to_mend() {
    let world = World::new();
    let looks = world.wx(["doctor"]).exits(0).stdout;
    assert!(
        looks.contains("token") && looks.contains("quota sendall") && !looks.contains("FAIL"),
        "{looks}"
    );
    let errmsg = "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 69a0b1c2-11223344-55667788";
    let world = World::new();
    let answer = format!(r#"{{"errcode":40164,"errmsg":"{errmsg}"}}"#);
    world.plant(
        crate::world::wire::fault(
            crate::world::TOKEN,
            crate::world::wire::Harm::Answer(answer),
        )
        .always(),
    );
    let looks = world.wx(["doctor"]).exits(4).stdout;
    assert!(
        looks.contains("FAIL") && looks.contains("add 203.0.113.9 to"),
        "{looks}"
    );
}

#[test]
#[cfg(debug_assertions)]
fn a_defect_exits_1_with_one_line() {
    let world = World::new();
    let outcome = world.wx_with(["themes"], |command| {
        command.env("WXMASS_TEST_PANIC", "1");
    });
    let outcome = outcome.exits(1).says("defect in wxmass");
    assert_eq!(outcome.stderr.lines().count(), 1, "{}", outcome.stderr);
}

#[test]
fn what_nobody_can_ask_is_settled_by_the_operators_word() {
    for (word, sends) in [("--mark-sent", 1), ("--give-up", 1), ("--send-again", 2)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        // The send is accepted, and no answer to it ever arrives.
        world.plant(
            crate::world::wire::fault(TO_TAG, crate::world::wire::Harm::ResetAfter).always(),
        );
        world.send(&campaign).exits(7);
        let before = world.calls_of(TO_TAG).len();
        let table = world.wx(["runs", "spring"]).exits(0).stdout;
        assert!(table.contains("unknown"), "{table}");
        let mut arguments = vec!["runs", "spring", word, "1"];
        if word == "--mark-sent" {
            arguments.extend(["--msg-id", "3147480001"]);
        }
        world.wx(arguments).exits(0);
        world.mend();
        world.send(&campaign).exits(0);
        // Sending again asks under the same key within 24 hours, so even then nobody gets it twice.
        let after = world.calls_of(TO_TAG).len();
        assert_eq!(after - before, sends - 1, "{word}");
        assert_eq!(world.sends().len(), 1, "{word}");
    }
}

/// Whatever the name of the campaign, and whoever looks: a shell takes the command as it was shown.
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
    let campaign = campaign.to_str().expect("a plain path");
    world.plant(crate::world::wire::fault(TO_TAG, crate::world::wire::Harm::ResetAfter).always());
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
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let folder = binary.parent().expect("a folder").display().to_string();
    let pasted = world.shell(command, |it| {
        it.env("PATH", format!("{folder}:/usr/bin:/bin"))
            .env("WXMASS_APPID", "wxsomebodyelse")
            .env("WXMASS_ACCOUNTS", &accounts);
    });
    pasted.exits(0);
    assert_eq!(world.batch_states(), ["accepted"], "{command}");
}

#[test]
fn chinese_holds_for_types_notes_and_addresses() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let toml = std::fs::read_to_string(&campaign).expect("a campaign");
    let path = campaign.to_str().expect("a plain path");
    let wrong = toml.replace("tag = \"VIP\"", "all = \"yes\"");
    let wrong = wrong.replace("name = \"spring\"", "name = 3\nimages = 1");
    std::fs::write(&campaign, wrong).expect("a file");
    let checked = world.wx(["check", path, "--lang", "zh"]).exits(2);
    for words in [
        "应为：带引号的文本",
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
    world.plant(crate::world::wire::fault(TO_TAG, crate::world::wire::Harm::ResetAfter).always());
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
            .env_remove("WXMASS_PACE");
    });
    refused.exits(2).says("明文 http:// 的 API 地址仅限本机");
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let world = World::new();
    let file = world.path("articles.json");
    std::fs::write(&file, "{}").expect("a file");
    let file = file.to_str().expect("a plain path");
    for option in [
        "--fetch-again",
        "--allow-private-pictures",
        "--allow-outside",
    ] {
        world
            .wx(["preview", "--openid", TESTER, "--text", "春", option])
            .exits(2)
            .says(option);
        world.wx(["add-draft", file, option]).exits(2).says(option);
        world
            .pipe(["add-draft", "-", option], "{}")
            .exits(2)
            .says(option);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn every_kind_of_message_has_its_own_shape_on_the_wire() {
    let world = World::new();
    let folder = world.path("messages");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(
        folder.join("a.mp3"),
        b"ID3\x03\x00\x00\x00\x00\x00\x00 voice",
    )
    .expect("a file");
    std::fs::write(folder.join("a.mp4"), b"\x00\x00\x00\x18ftypmp42 video").expect("a file");
    let kinds = [
        ("text", "text = \"春季新品\"", "text", "content"),
        ("voice", "voice = \"a.mp3\"", "voice", "media_id"),
        (
            "card",
            "card = \"pFS7Fjg8kV1IdDz01r4SQwMkuCKc\"",
            "wxcard",
            "card_id",
        ),
        (
            "video",
            "video = { file = \"a.mp4\", title = \"发布会\", introduction = \"一分钟\" }",
            "mpvideo",
            "media_id",
        ),
    ];
    for (name, line, msgtype, field) in kinds {
        let file = folder.join(format!("{name}.toml"));
        let text = format!(
            "name = \"{name}\"\n[message]\n{line}\n[preview]\nto = [\"{TESTER}\"]\n[audience]\nall = true\n"
        );
        std::fs::write(&file, text).expect("a file");
        world.send(&file).exits(0);
        let send = world.sends().pop().expect("a send").json();
        assert_eq!(send["msgtype"], msgtype);
        assert!(
            send[msgtype][field]
                .as_str()
                .is_some_and(|value| !value.is_empty()),
            "{send}"
        );
        assert_eq!(send["filter"]["is_to_all"], true);
    }
    let video = world.calls_of("media/uploadvideo");
    assert_eq!(
        video.len(),
        1,
        "a video needs one more step before it can be sent"
    );
    assert_eq!(video[0].json()["title"], "发布会");
    assert_eq!(world.calls_of(PREVIEW).len(), 4);
}

/// What is made sendable has another id each time; the run is known by what it was made of.
#[test]
fn a_video_whose_answer_was_lost_is_not_sent_again_by_the_same_command() {
    let world = World::new();
    let file = world.path("film.mp4");
    std::fs::write(&file, b"\x00\x00\x00\x18ftypmp42 video").expect("a file");
    let file = file.to_str().expect("a plain path");
    let add = ["add-material", "--type", "video", "--title", "发布会", file];
    let video = world.wx(add).exits(0).stdout.trim().to_owned();
    let send = |title: &str| {
        let video = ["--video", &video, "--title", title];
        let send = ["send-tag", "--tag", "VIP", "--yes"];
        world.wx([&send[..], &video[..]].concat())
    };
    world.plant(fault(TO_TAG, Harm::ResetAfter).always());
    send("发布会").exits(7);
    world.mend();
    let settled = send("发布会").exits(0);
    let again = send("发布会").exits(0).says("nothing was sent again");
    assert_eq!(settled.stdout, again.stdout);
    world.assert_sent_once();
    send("another").exits(0);
    assert_eq!(world.sends().len(), 2);
}

#[test]
fn each_setting_says_where_it_comes_from_and_never_the_secret() {
    let world = World::new();
    let outcome = world.wx(["settings", "--timeout", "9"]).exits(0);
    let row = |name: &str| {
        let line = outcome
            .lines()
            .into_iter()
            .find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("{name}")).to_owned()
    };
    assert!(row("timeout").contains("9 s") && row("timeout").contains("--timeout"));
    assert!(row("api_base").contains("WXMASS_API_BASE") && row("appid").contains("WXMASS_APPID"));
    assert!(row("uploads").contains("default"));
    assert!(!outcome.stdout.contains(wxmass::sandbox::SECRET));
}

/// On one core as on many: whoever waits for the end of a pipe that never ends is let go.
#[cfg(unix)]
#[test]
fn a_pipe_that_never_ends_is_left_by_a_signal() {
    let world = World::new();
    let picture = cover(&world);
    let draft = draft(&world);
    let piped = world.campaign("piped").write();
    let toml = std::fs::read_to_string(&piped).expect("a campaign");
    std::fs::write(&piped, toml.replace("tag = \"VIP\"", "openids = \"-\"")).expect("a file");
    let piped = piped.to_str().expect("a plain path");
    for (signal, arguments) in [
        ("-INT", vec!["add-draft", "-"]),
        ("-INT", vec!["send", piped, "--yes"]),
        ("-TERM", vec!["send", piped, "--dry-run"]),
        ("-TERM", vec!["preview", "--openid", TESTER, "--text", "-"]),
        (
            "-INT",
            vec!["send-tag", "--tag", "VIP", "--text", "-", "--yes"],
        ),
        (
            "-INT",
            vec!["send-openids", "--from", "-", "--mpnews", &draft, "--yes"],
        ),
        (
            "-TERM",
            vec!["send-openids", "--from", "-", "--image", &picture, "--yes"],
        ),
    ] {
        let mut child = world.start_with(&arguments, |command| {
            command
                .stdin(Stdio::piped())
                .env("TOKIO_WORKER_THREADS", "1");
        });
        let mut pipe = child.stdin.take().expect("a pipe");
        // More than a pipe holds: when all of it is written, it is being read.
        std::io::Write::write_all(&mut pipe, "\n".repeat(200_000).as_bytes()).expect("it reads");
        let id = child.id().to_string();
        let killed = Command::new("kill").args([signal, &id]).status();
        assert!(killed.expect("kill").success());
        let outcome = crate::world::finish(child).exits(130).says("interrupted");
        assert_eq!(outcome.stdout, "", "{arguments:?}");
        drop(pipe);
    }
    assert!(world.sends().is_empty());
}

/// The `run:` steps of a workflow, in order, as a shell would get them.
fn steps(workflow: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut lines = workflow.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.trim_start().strip_prefix("run: ") else {
            continue;
        };
        if command != "|" {
            steps.push(command.to_owned());
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut block = String::new();
        while let Some(next) = lines.next_if(|next| next.len() - next.trim_start().len() > indent) {
            block.push_str(next.trim_start());
            block.push('\n');
        }
        steps.push(block);
    }
    steps
}

#[test]
fn the_workflow_for_ci_checks_rehearses_previews_and_sends_what_was_reviewed() {
    let world = World::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workflow =
        std::fs::read_to_string(root.join("examples/ci/campaign.yml")).expect("the workflow");
    let steps = steps(&workflow);
    assert_eq!(steps.len(), 5, "{steps:?}");
    let campaign = root.join("examples/first/campaign.toml");
    let summary = world.path("summary.md");
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let path = format!(
        "{}:/usr/bin:/bin",
        binary.parent().expect("a folder").display()
    );
    let run = |step: &str, fingerprint: &str| {
        world.shell(step, |command| {
            command
                .env("PATH", &path)
                .env("CAMPAIGN", &campaign)
                .env("FINGERPRINT", fingerprint);
            command.env("GITHUB_STEP_SUMMARY", &summary);
        })
    };
    for step in &steps[..4] {
        run(step, "").exits(0);
    }
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
    assert!(world.sends().is_empty(), "a review sends nothing");
    let plan = std::fs::read_to_string(&summary).expect("a summary");
    let line = plan
        .lines()
        .find(|line| line.starts_with("fingerprint"))
        .expect("a fingerprint");
    let fingerprint = line.split_whitespace().last().expect("a value").to_owned();
    run(&steps[4], "000000000000").exits(2);
    assert!(
        world.sends().is_empty(),
        "nothing else than what was reviewed"
    );
    run(&steps[4], &fingerprint).exits(0);
    assert_eq!(world.sends().len(), 1);
    assert_eq!(
        world.calls_of(DRAFT).len(),
        1,
        "the draft that was previewed is the one that goes out"
    );
}

#[test]
fn the_blocks_of_the_readme_run_as_they_stand() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("the README");
    let blocks: Vec<&str> = readme
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    // `listen` serves until it is stopped: `tests/listen.rs` runs it.
    let runs = |block: &&&str| {
        block.contains("wxmass ")
            && !block.starts_with("cargo run")
            && !block.contains("wxmass listen")
    };
    let scripts = blocks.iter().filter(runs);
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let path = format!(
        "{}:/usr/bin:/bin",
        binary.parent().expect("a folder").display()
    );
    let mut count = 0;
    for script in scripts {
        count += 1;
        let world = World::new();
        let folder = world.campaign("spring").write().with_file_name("");
        std::fs::copy(folder.join("one.png"), world.path("chart.png")).expect("a picture");
        std::fs::copy(folder.join("cover1.jpg"), world.path("cover.jpg")).expect("a picture");
        // The world has credentials and neither a browser nor a terminal to type yes on.
        let lines = script
            .lines()
            .filter(|line| !line.starts_with("cargo") && !line.starts_with("export"));
        let lines = lines.map(|line| {
            line.replace(" --open ", " ")
                .replace("$articles_json", "$(articles)")
        });
        let body = lines.collect::<Vec<_>>().join("\n");
        let preamble = r#"set -eu; articles() { printf '{"articles":[{"title":"t","content":"<p>a</p>","thumb_media_id":"%s"}]}' "$thumb"; }"#;
        let outcome = world.shell(
            &format!(
                "exec bash -c '{}'",
                format!("{preamble}\n{body}").replace('\'', r"'\''")
            ),
            |command| {
                command
                    .env("PATH", &path)
                    .env("ME", TESTER)
                    .env("WXMASS_YES", "1")
                    .current_dir(world.path(""));
            },
        );
        outcome.exits(0);
        assert_eq!(world.sends().len(), 1, "{script}");
    }
    assert_eq!(count, 2, "blocks with wxmass in them");
}
