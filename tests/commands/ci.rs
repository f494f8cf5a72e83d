//! Material for CI: the example workflows for GitHub and GitLab, the steps of the action, and the script that installs a release.

use std::path::Path;

use crate::world::{BINARY, DRAFT, Outcome, PREVIEW, World};

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// The commands of a workflow in order, as a shell would get them: after `run: `, or the items of `script:`.
fn steps(workflow: &str) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut steps = Vec::new();
    let mut lines = workflow.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "script:" {
            while let Some(item) = lines.next_if(|next| next.trim_start().starts_with("- ")) {
                steps.push(item.trim_start()[2..].to_owned());
            }
            continue;
        }
        let Some(command) = line.trim_start().strip_prefix("run: ") else {
            continue;
        };
        if command != "|" {
            steps.push(command.trim_matches('\'').to_owned());
            continue;
        }
        let mut block = String::new();
        while let Some(next) = lines.next_if(|next| indent(next) > indent(line)) {
            block.push_str(next.trim_start());
            block.push('\n');
        }
        steps.push(block);
    }
    steps
}

/// A repository with one campaign in its last commit and another one before it.
fn repository() -> World {
    let world = World::new();
    world.campaign("before").write();
    let git = "git -c user.name=a -c user.email=a@b -c commit.gpgsign=false";
    let commit = format!("git add campaigns && {git} commit -q -m x");
    world
        .shell(&format!("git init -q . && {commit}"), |_| ())
        .exits(0);
    world.campaign("spring").write();
    world.shell(&commit, |_| ()).exits(0);
    world
}

fn run(world: &World, step: &str, lang: &str) -> Outcome {
    world.shell(&format!("set -e\n{step}"), |command| {
        for (name, value) in [
            ("RUNNER_TEMP", world.path("")),
            ("GITHUB_STEP_SUMMARY", world.path("summary.md")),
            ("GITHUB_OUTPUT", world.path("output")),
            ("CAMPAIGN", world.path("campaigns/spring/campaign.toml")),
        ] {
            command.env(name, value);
        }
        for (name, value) in [
            ("GITHUB_REF_NAME", "send/spring"),
            ("CI_COMMIT_TAG", "send/spring"),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD^"),
            ("WXMASS_LANG", lang),
        ] {
            command.env(name, value);
        }
    })
}

#[test]
fn the_workflows_review_what_is_changed_and_send_what_was_reviewed() {
    for (file, count, lang) in [
        ("examples/ci/campaign.yml", 6, "en"),
        ("examples/ci/campaign.yml", 6, "zh"),
        ("examples/ci/gitlab-ci.yml", 7, "zh"),
    ] {
        let world = repository();
        let steps = steps(&read(file));
        assert_eq!(steps.len(), count, "{steps:?}");
        let (review, send) = steps.split_at(5);
        for step in review {
            run(&world, step, lang).exits(0);
        }
        assert_eq!(world.calls_of(PREVIEW).len(), 1, "only what is changed");
        assert!(world.sends().is_empty(), "a review sends nothing");
        // GitLab runs the lines of a job in one shell.
        let send = send.join("\n");
        let print = world.path("campaigns/spring/FINGERPRINT");
        assert_ne!(run(&world, &send, lang).code, 0, "no fingerprint, no send");
        std::fs::write(&print, "000000000000\n").expect("a file");
        run(&world, &send, lang).exits(2);
        assert!(
            world.sends().is_empty(),
            "nothing else than what was reviewed"
        );
        let reviewed = "wxmass send \"$CAMPAIGN\" --dry-run -q > campaigns/spring/FINGERPRINT";
        run(&world, reviewed, lang).exits(0);
        run(&world, &send, lang).exits(0);
        assert_eq!(world.sends().len(), 1);
        assert_eq!(
            world.calls_of(DRAFT).len(),
            1,
            "the draft that was previewed goes out"
        );
        let receipt = std::fs::read_to_string(world.path("receipt.json")).expect("a receipt");
        assert!(receipt.contains("\"msg_id\""), "{receipt}");
    }
}

#[test]
fn the_action_checks_rehearses_plans_and_previews_in_both_languages() {
    let steps = steps(&read("action.yml"));
    assert_eq!(steps.len(), 5, "{steps:?}");
    let mut prints = Vec::new();
    for lang in ["en", "zh"] {
        let world = repository();
        for step in &steps[1..] {
            run(&world, step, lang).exits(0);
        }
        assert_eq!(world.calls_of(PREVIEW).len(), 1);
        let output = std::fs::read_to_string(world.path("output")).expect("an output");
        let print = output.trim().strip_prefix("fingerprint=").expect("a value");
        assert_eq!(print.len(), 64, "{output}");
        let summary = std::fs::read_to_string(world.path("summary.md")).expect("a summary");
        assert!(summary.contains(print), "{summary}");
        prints.push(print.to_owned());
    }
    assert_eq!(prints[0], prints[1]);
}

#[test]
fn a_plan_without_credentials_is_provisional_and_has_the_same_fingerprint() {
    let world = World::new();
    world.campaign("spring").write();
    let line = ["send", "campaigns/spring/campaign.toml", "--dry-run"];
    let bare = |more: &[&str]| {
        let line = line.iter().chain(more);
        world.wx_with(line, |command| {
            command.env("WXMASS_APPID", "").env_remove("WXMASS_SECRET");
        })
    };
    let whole = world.wx(line.iter().chain(&["--json"])).exits(0).json();
    let without = bare(&["--json"]).exits(0).json();
    assert_eq!(whole["provisional"], false);
    assert_eq!(without["provisional"], true);
    assert_eq!(whole["fingerprint"], without["fingerprint"]);
    assert_eq!(whole["batches"], without["batches"]);
    let quiet = bare(&["-q"]).exits(0);
    assert_eq!(quiet.stdout.trim(), whole["fingerprint"]);
    let told = bare(&["--lang", "en"]).exits(0);
    assert!(told.stdout.contains("provisional"), "{told:?}");
    // An account that is asked for by name is wanted; and nothing is sent without one.
    bare(&["--account", "main"]).exits(4);
    let print = quiet.stdout.trim().to_owned();
    bare(&["--expect", &print]).exits(0);
    bare(&["--expect", "000000000000"]).exits(2);
    world
        .wx_with(["send", line[1], "--yes"], |command| {
            command
                .env_remove("WXMASS_APPID")
                .env_remove("WXMASS_SECRET");
        })
        .exits(4);
    assert!(world.calls().is_empty());
}

#[test]
fn problems_stand_beside_their_lines_in_a_change() {
    let world = World::new();
    let file = world.campaign("spring").write();
    let text = std::fs::read_to_string(&file).expect("a campaign");
    std::fs::write(&file, text.replace("tag =", "tga =")).expect("a file");
    let check = |is_github: bool| {
        world.wx_with(["check", "campaigns/spring/campaign.toml"], |command| {
            command.env("GITHUB_WORKSPACE", world.path(""));
            if is_github {
                command.env("GITHUB_ACTIONS", "true");
            }
        })
    };
    let told = check(true).exits(2);
    let line = "::error file=campaigns/spring/campaign.toml,line=";
    assert!(
        told.stderr.contains(line) && told.stderr.contains("title=unknown-key::"),
        "{told:?}"
    );
    assert!(!check(false).exits(2).stderr.contains("::error"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_release_is_installed_when_its_sum_is_right_and_never_otherwise() {
    let world = World::new();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/install");
    let install = |version: &str, prepare: &str| {
        let folder = world.path("releases");
        // A script stands for the binary, of which packing alone would take seconds each time.
        let line = format!(
            "set -eu; name=wxmass-9.9.9-$(uname -m)-unknown-linux-musl
             rm -rf \"$HOME/bin\" '{releases}'; mkdir -p '{releases}'/$name; cd '{releases}'
             printf '#!/bin/sh\nexec \"{BINARY}\" \"$@\"\n' > $name/wxmass; chmod +x $name/wxmass; tar -czf $name.tar.gz $name; sha256sum $name.tar.gz > SHA256SUMS
             {prepare}
             GITHUB_PATH=\"$HOME/path\" WXMASS_RELEASES='file://{releases}' '{script}' '{version}' \"$HOME/bin\" && \"$HOME/bin/wxmass\" --version",
            releases = folder.display(),
            script = script.display()
        );
        world.shell(&line, |_| ())
    };
    for version in ["9.9.9", "v9.9.9"] {
        let outcome = install(version, ":").exits(0);
        assert!(outcome.stdout.starts_with("wxmass "), "{outcome:?}");
    }
    for (prepare, words) in [
        ("printf x >> $name.tar.gz", "sum"),
        ("sed -i 's/^./z/' SHA256SUMS", "sum"),
        (": > SHA256SUMS", "sum"),
        ("rm $name.tar.gz", "no archive"),
        ("rm SHA256SUMS", "no archive"),
    ] {
        let outcome = install("9.9.9", prepare);
        assert_eq!(outcome.code, 1, "{prepare}: {outcome:?}");
        assert!(outcome.stderr.contains(words), "{prepare}: {outcome:?}");
        assert!(!world.path("home/bin/wxmass").exists(), "{prepare}");
    }
}
