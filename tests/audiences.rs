//! Lists of openids through the binary: every format, one pass, little memory, a million of them.

#[path = "audiences/law.rs"]
mod law;
mod world;

use std::fmt::Write as _;

use world::campaign::openid;
use world::{TO_OPENIDS, World};

/// The list is not to blame for the folder of its copy.
#[cfg(unix)]
#[test]
fn a_temporary_folder_that_is_missing_is_named() {
    let world = World::new();
    let list = world.path("guests.txt");
    std::fs::write(&list, format!("{}\n{}\n", openid(1), openid(2))).expect("a file");
    let away = world.path("away");
    for lang in ["en", "zh"] {
        let arguments = [
            "send-openids",
            "--from",
            "guests.txt",
            "--text",
            "hello",
            "--yes",
        ];
        let outcome = world.wx_with(arguments, |command| {
            command.env("TMPDIR", &away).env("WXMASS_LANG", lang);
        });
        let outcome = outcome
            .exits(2)
            .says(&away.display().to_string())
            .says("TMPDIR");
        assert!(!outcome.stderr.contains("file-missing"), "{outcome:?}");
    }
    assert!(world.receivers().is_empty());
}

#[test]
fn each_format_reads_the_same_list() {
    let plain = format!("# guests\n{}\n\n{}\r\n", openid(1), openid(2));
    let csv = format!(
        "\u{feff}name,openid\n\"Li, Lei\",{}\n韩梅梅,\"{}\"\n",
        openid(1),
        openid(2)
    );
    let lines = format!(
        "{{\"openid\":\"{}\",\"vip\":true}}\n{{\"name\":\"b\",\"openid\":\"{}\"}}\n",
        openid(1),
        openid(2)
    );
    for (name, list) in [
        ("guests.txt", &plain),
        ("guests.csv", &csv),
        ("guests.jsonl", &lines),
    ] {
        let world = World::new();
        let campaign = world
            .campaign("guests")
            .file(name, list.as_bytes())
            .audience(&format!("openids = \"{name}\""));
        world.send(&campaign.write()).exits(0);
        assert_eq!(world.receivers(), [openid(1), openid(2)], "{name}");

        let world = World::new();
        let arguments = ["send-openids", "--from", "-", "--text", "hello", "--yes"];
        world.pipe(arguments, list).exits(0);
        assert_eq!(
            world.receivers(),
            [openid(1), openid(2)],
            "{name} from stdin"
        );
    }
}

#[test]
fn repeats_are_removed_across_batches_and_every_malformed_line_is_named() {
    let world = World::new();
    let mut list = String::new();
    for number in (1..=10_002).chain([1, 10_002, 5]) {
        let _ = writeln!(list, "{}", openid(number));
    }
    let campaign = world
        .campaign("guests")
        .file("guests.txt", list)
        .audience("openids = \"guests.txt\"");
    world.send(&campaign.write()).exits(0);
    let everybody: Vec<_> = (1..=10_002).map(openid).collect();
    assert_eq!(world.receivers(), everybody);

    let world = World::new();
    let broken = format!("{}\noShort\n{}\n{}x\n", openid(1), openid(2), openid(3));
    let outcome = world.pipe(
        ["send-openids", "--from", "-", "--text", "a", "--yes"],
        &broken,
    );
    let outcome = outcome.exits(2).says("the list of openids has problems");
    for line in [":2", ":4"] {
        assert!(outcome.stderr.contains(line), "{line}: {}", outcome.stderr);
    }
    assert!(world.calls().is_empty());
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_named_and_not_swallowed() {
    let world = World::new();
    let many: Vec<String> = (2..=9_000)
        .map(|number| format!("b,{}\n", openid(number)))
        .collect();
    let many = many.concat();
    let open = format!("name,openid\na,{}\n\"b,{}\n{many}", openid(1), openid(2));
    let arguments = ["send-openids", "--from", "-", "--text", "a", "--yes"];
    world.pipe(arguments, &open).exits(2).says(":3");
    assert!(world.calls().is_empty());
}

/// A named pipe can be read once: a second look at the list would wait for ever.
#[cfg(target_os = "linux")]
#[test]
fn a_million_openids_take_one_pass_and_little_memory() {
    use std::io::{BufWriter, Write as _};
    use std::process::Command;

    const EVERYBODY: u64 = 1_000_000;
    /// The memory that is promised, in KiB, less the pages of a release build's own code: a debug build's are not counted.
    const MEMORY: u64 = 52 * 1024;

    let world = World::of(wxmass::sandbox::Options {
        followers: EVERYBODY,
        ..wxmass::sandbox::Options::default()
    });
    let pipe = world.path("guests.pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let arguments = [
        "send-openids",
        "--from",
        "guests.pipe",
        "--text",
        "hello",
        "--yes",
    ];
    let child = world.start(arguments);
    let feeding = std::thread::spawn(move || {
        let pipe = std::fs::File::options().write(true).open(pipe);
        let mut pipe = BufWriter::new(pipe.expect("the binary reads"));
        for number in 1..=EVERYBODY {
            writeln!(pipe, "{}", openid(number)).expect("the binary reads to the end");
        }
    });
    // WeChat takes 60 mass calls a minute. The waits here are a two-thousandth of what they say, so the minute is helped on.
    world.wait_for(TO_OPENIDS, 50);
    world.control("clock", &serde_json::json!({ "advance_seconds": 61 }));
    let (outcome, memory) = world::finish_and_weigh(child);
    feeding.join().expect("the whole list was read");
    outcome.exits(0);
    let calls = world.calls_of(TO_OPENIDS);
    assert_eq!(calls.len(), 100, "one call a batch of 10,000");
    let mut expected = 1..=EVERYBODY;
    for call in &calls {
        for receiver in call.receivers() {
            assert_eq!(Some(receiver), expected.next().map(openid));
        }
    }
    assert_eq!(expected.next(), None, "everybody got it");
    assert!(memory < MEMORY, "{memory} KiB at the most");
}
