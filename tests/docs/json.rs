//! The shape of every JSON document, as it was agreed. `SNAPSHOTS=overwrite cargo test` renews them after a change that was meant.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use snapbox::{Assert, Data};
use wxmass::sandbox::{APPID, Options, SECRET};

use crate::help::{matches, wxmass};
use crate::root;
use crate::world::listener::{Letter, finished};
use crate::world::wire::refusal;
use crate::world::{BINARY, TO_OPENIDS, World, argument};

const GUESTS: &str = "examples/openids/guests.txt";

/// The document that a sandbox prints when it begins to serve.
fn sandbox() -> String {
    let mut child = Command::new(BINARY)
        .args(["sandbox", "--memory", "--json"])
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("wxmass starts");
    let mut text = String::new();
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
        text += &line.expect("a line");
        if text.ends_with('}') {
            break;
        }
    }
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    text
}

/// The figures of a send, on the morning after it.
fn stats() -> String {
    let day = |text: &str| text.parse::<jiff::Timestamp>().expect("a time");
    let world = World::of(Options {
        followers: 30_000,
        clock: Some(day("2026-11-23T12:00:00+08:00")),
        ..Options::default()
    });
    let at = |time: &str| {
        world.wechats_clock_is_ahead(day(time).duration_since(jiff::Timestamp::now()));
        world.control("clock", &json!({ "set": time }));
    };
    at("2026-11-23T12:00:00+08:00");
    for name in ["winter", "spring"] {
        world.send(&world.campaign(name).write()).exits(0);
    }
    at("2026-11-24T09:00:00+08:00");
    world.wx(["stats", "spring", "--json"]).exits(0).stdout
}

/// A campaign that goes out from two accounts.
fn several() -> String {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let store = world.state_of("tokens");
    let accounts = format!(
        "[one]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n\n[two]\nappid = \"wx0123456789abcdef\"\n\
         token_command = \"'{BINARY}' token --account one --state '{store}'\"\n"
    );
    let send = [
        "send",
        argument(&campaign),
        "--account",
        "one",
        "--account",
        "two",
        "--yes",
        "--json",
    ];
    world.with_accounts(&accounts, send).exits(0).stdout
}

/// Names and types only: ids and times differ from run to run.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::Array(items) => {
            let shapes = items.iter().map(shape);
            json!(shapes.reduce(merged).into_iter().collect::<Vec<_>>())
        }
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        Value::Bool(_) => json!("flag"),
        Value::Null => json!("nothing"),
    }
}

/// One shape that has every field of both; what is missing in one may be missing.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                let before = one.remove(&name);
                let value = before.map_or_else(|| value.clone(), |it| merged(it, value.clone()));
                one.insert(name, value);
            }
            Value::Object(one)
        }
        (Value::Array(one), Value::Array(other)) => {
            let all = one.into_iter().chain(other);
            json!(all.reduce(merged).into_iter().collect::<Vec<_>>())
        }
        (one, other) => match (one.as_str(), other.as_str()) {
            (Some(one), Some(other)) => json!(either(one, other)),
            (Some("nothing"), None) => other,
            _ => one,
        },
    }
}

/// A value that is sometimes null is `TYPE or nothing`.
fn either(one: &str, other: &str) -> String {
    let all = || one.split(" or ").chain(other.split(" or "));
    let mut kinds: Vec<_> = all().filter(|it| *it != "nothing").collect();
    kinds.dedup();
    if kinds.is_empty() || all().any(|it| it == "nothing") {
        kinds.push("nothing");
    }
    kinds.join(" or ")
}

/// The documents that the page also shows as they come; of several of one name, the first.
const EXAMPLES: [&str; 6] = ["check-bad", "dry-run", "error", "runs", "send", "status"];

/// A document with its values; ids and times, which differ from run to run, are always the same.
fn example(value: &Value, name: &str) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), example(value, name)))
            .collect(),
        Value::Array(items) => {
            let most = if name == "runs" { 1 } else { items.len() };
            let items = items.iter().take(most);
            items.map(|item| example(item, name)).collect()
        }
        Value::String(text) if !text.is_empty() => match name {
            "at" | "created_at" | "finished_at" | "intended_at" | "settled_at" => {
                json!("2026-12-01T12:00:00.25Z")
            }
            "fingerprint" => json!("4f1d0c3b9a27".to_owned() + &"0".repeat(52)),
            "client_msg_id" => json!("wycsc7v4rhae6o73xnaqbvbd4rerw5oq"),
            "media_id" => json!("Draft0bbe1c02721b5d1c2d1d7b312aa99f1b0b1710a8a"),
            "rid" => json!("6b072dcc-00000005-5a4db0c0"),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// A send of three batches that stops after the first; its account of itself, the ledger's, and what WeChat says once it has
/// called back.
fn partial() -> [(&'static str, String); 4] {
    let world = World::new();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(refusal(TO_OPENIDS, 45_009).from(2).always());
    let send = ["send", argument(&campaign), "--yes", "--json"];
    let sent = world.wx(send).exits(8);
    let msg_id = sent.json()["batches"][0]["msg_id"].as_i64();
    let msg_id = msg_id.expect("one went out");
    let ear = world.listen(&[]);
    let letter = Letter::plain(finished(msg_id, "send success", [10_000, 9_990, 9_980, 10]));
    assert_eq!(ear.post(&letter), (200, "success".to_owned()));
    ear.interrupt().exits(130);
    let status = ["status", &msg_id.to_string(), "--json"];
    [
        ("send", sent.stdout),
        ("runs", world.wx(["runs", "--json"]).exits(0).stdout),
        ("status", world.wx(status).exits(0).stdout),
        (
            "runs-rest",
            world
                .wx(["runs", "guests", "--rest", "--json"])
                .exits(0)
                .stdout,
        ),
    ]
}

/// A draft that gets another article, and then goes.
fn drafts() -> [(&'static str, String); 2] {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let campaign = argument(&campaign);
    let draft = world.wx(["add-draft", campaign]).exits(0).stdout;
    let draft = draft.trim();
    let update = ["drafts", "update", draft, campaign, "--json"];
    let updated = world.wx(update).exits(0).stdout;
    let delete = ["drafts", draft, "--delete", "--yes", "--json"];
    let deleted = world.wx(delete).exits(0).stdout;
    [("drafts-update", updated), ("drafts", deleted)]
}

/// Failures of other kinds than a mistake on the command line.
fn failures() -> [(&'static str, String); 2] {
    let world = World::new();
    world.plant(refusal("stable_token", 40_164).always());
    let denied = world.wx(["token", "--json"]).exits(4).stdout;
    world.repair();
    world.plant(refusal("tags/get", 45_009).always());
    let tags = world.wx(["tags", "--json"]).exits(5).stdout;
    [("error", denied), ("error", tags)]
}

#[test]
fn json_documents_keep_their_shape() {
    let home = tempfile::tempdir().expect("a folder");
    let campaign = "examples/newsletter/campaign.toml";
    let guests = "examples/openids/campaign.toml";
    let first = "examples/first/campaign.toml";
    let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
    let (spring, page, man) = (path("spring"), path("page.html"), path("man1"));
    let picture = "examples/first/images/chart.png";
    let cover = "examples/first/images/cover-origin.jpg";
    let tester = "oSandbox00000000000000000001";
    let cases: &[(&str, &[&str])] = &[
        // Documents of one name are put together: a field has what any of them has.
        ("dry-run", &["send", campaign, "--dry-run", "--sandbox"]),
        ("init", &["init", &spring]),
        ("render", &["render", campaign, "-o", &page]),
        ("token", &["token", "--sandbox"]),
        ("upload-img", &["upload-img", picture, "--sandbox"]),
        (
            "add-material",
            &["add-material", "--type", "image", cover, "--sandbox"],
        ),
        ("add-draft", &["add-draft", campaign, "--sandbox"]),
        ("drafts", &["drafts", "--sandbox"]),
        (
            "preview",
            &["preview", guests, "--openid", tester, "--sandbox"],
        ),
        (
            "preview",
            &["preview", campaign, "--openid", tester, "--sandbox"],
        ),
        ("themes", &["themes"]),
        ("man", &["man", &man]),
        ("dry-run-provisional", &["send", campaign, "--dry-run"]),
        ("check", &["check", campaign]),
        ("check", &["check", guests]),
        ("check", &["check", first]),
        (
            "check-bad",
            &["check", "tests/fixtures/bad/001-syntax.toml"],
        ),
        ("dry-run", &["send", campaign, "--dry-run", "--sandbox"]),
        ("dry-run", &["send", guests, "--dry-run", "--sandbox"]),
        ("dry-run", &["send", first, "--dry-run", "--sandbox"]),
        ("send", &["send", campaign, "--sandbox", "--yes"]),
        ("send", &["send", guests, "--sandbox", "--yes"]),
        ("send-again", &["send", campaign, "--sandbox", "--yes"]),
        ("runs", &["runs", "--sandbox"]),
        ("status", &["status", "3147480001", "--sandbox"]),
        ("tags", &["tags", "--sandbox"]),
        ("followers", &["followers", "--sandbox"]),
        ("doctor", &["doctor", "--sandbox"]),
        ("settings", &["settings", "--sandbox"]),
        ("error", &["delete", "1", "--sandbox", "--yes"]),
        ("error", &["token"]),
        ("library", &["library", "--sandbox"]),
        ("library-list", &["library", "--type", "image", "--sandbox"]),
        ("tags-create", &["tags", "create", "spring", "--sandbox"]),
        (
            "tags-add",
            &["tags", "add", "VIP", "--from", GUESTS, "--sandbox"],
        ),
        ("delete", &["delete", "3147480001", "--sandbox", "--yes"]),
        ("completions", &["completions", "bash"]),
        ("explain", &["explain", "45028"]),
        (
            "accounts-add",
            &[
                "accounts",
                "add",
                "main",
                "--appid",
                "wx0123456789abcdef",
                "--secret-command",
                "echo 0123456789abcdef0123456789abcdef",
                "--kind",
                "service",
                "--tester",
                "some_wechat_id",
                "--no-check",
            ],
        ),
        ("accounts", &["accounts"]),
        ("accounts-remove", &["accounts", "remove", "main", "--yes"]),
    ];
    let plain = cases.iter().map(|(name, arguments)| {
        let arguments: Vec<_> = arguments.iter().copied().chain(["--json"]).collect();
        (*name, wxmass(&arguments, home.path()))
    });
    let special = [
        ("sandbox", sandbox()),
        ("stats", stats()),
        ("several", several()),
    ];
    let special = special
        .into_iter()
        .chain(partial())
        .chain(drafts())
        .chain(failures());
    let mut shapes = serde_json::Map::new();
    for (name, text) in plain.collect::<Vec<_>>().into_iter().chain(special) {
        let document: Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
        let is_failure = ["error", "check-bad"].contains(&name);
        let stands_beside = name == "send" && document["error"]["kind"] == "partial";
        assert!(
            stands_beside || is_failure != document["error"].is_null(),
            "{name}: {text}"
        );
        if EXAMPLES.contains(&name) && !shapes.contains_key(name) {
            let example = example(&document, name);
            matches(
                &format!("json/examples/{name}.json"),
                format!("{example:#}\n"),
            );
        }
        let shape = shape(&document);
        let before = shapes.remove(name);
        let shape = before.map_or_else(|| shape.clone(), |it| merged(it, shape.clone()));
        shapes.insert(name.to_owned(), shape);
    }
    for (name, shape) in &shapes {
        matches(&format!("json/{name}.json"), format!("{shape:#}\n"));
    }
    // What `reference` shows is what was agreed.
    let file = root().join("src/cli/shapes.json");
    Assert::new().action_env("SNAPSHOTS").eq(
        format!("{:#}\n", Value::Object(shapes)),
        Data::read_from(&file, None),
    );
}

/// The page on JSON has each document with the shape that was agreed, and says of each when it comes.
#[test]
fn the_page_on_json_has_every_document() {
    let file = root().join("docs/json.md");
    let page = std::fs::read_to_string(&file).expect("the page");
    let mut made = page.clone();
    for (kind, folder) in [("shape", "json"), ("example", "json/examples")] {
        let entries = std::fs::read_dir(root().join("tests/snapshots").join(folder));
        let paths = entries
            .expect("snapshots")
            .map(|it| it.expect("a file").path());
        let mut paths: Vec<_> = paths.filter(|path| path.is_file()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let json = std::fs::read_to_string(&path).expect("JSON");
            let (open, close) = (
                format!("<!-- {kind}: {name} -->\n"),
                format!("<!-- /{kind} -->"),
            );
            let (head, rest) = made.split_once(&open).unwrap_or_else(|| {
                panic!("docs/json.md lacks `{}`", open.trim());
            });
            let (_, tail) = rest.split_once(&close).expect("an end");
            made = format!("{head}{open}```json\n{json}```\n{close}{tail}");
        }
    }
    if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
        std::fs::write(&file, made).expect("the page");
    } else {
        assert_eq!(page, made, "SNAPSHOTS=overwrite cargo test --test docs");
    }
}
