//! The commands as scripts chain them: the contract, the README, and pipes that end early or never.

use std::path::Path;
use std::process::Stdio;

use crate::world::campaign::{TESTER, openid};
use crate::world::{PREVIEW, World, argument, finish, signal};
use crate::{cover, draft};

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
    let outcome = world.shell(script, |command| {
        command
            .env("ME", TESTER)
            .env("FOLDER", campaign.parent().expect("a folder"));
    });
    let outcome = outcome.exits(0);
    let msg_id = world.sends()[0].verdict()["msg_id"].clone();
    assert_eq!(outcome.stdout, format!("{msg_id}\tSEND_SUCCESS\n"));
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let world = World::new();
    let outcome = world.shell(
        "wxmass followers | head -1; wxmass completions zsh | head -1",
        |_| (),
    );
    let outcome = outcome.exits(0);
    assert_eq!(outcome.lines()[0], openid(1));
    assert!(
        !outcome.stderr.contains("error") && !outcome.stderr.contains("panic"),
        "{}",
        outcome.stderr
    );
}

/// On one core as on many: the one who waits for the end of a pipe that never ends is let go.
#[cfg(unix)]
#[test]
fn a_pipe_that_never_ends_is_left_by_a_signal() {
    let world = World::new();
    let picture = cover(&world);
    let draft = draft(&world);
    let piped = world.campaign("piped").write();
    let toml = std::fs::read_to_string(&piped).expect("a campaign");
    std::fs::write(&piped, toml.replace("tag = \"VIP\"", "openids = \"-\"")).expect("a file");
    let piped = argument(&piped);
    for (name, arguments) in [
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
        signal(&child, name);
        let outcome = finish(child).exits(130).says("interrupted");
        assert_eq!(outcome.stdout, "", "{arguments:?}");
        drop(pipe);
    }
    assert!(world.sends().is_empty());
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
