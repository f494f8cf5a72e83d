//! The examples are real: each is checked and sent with the command that stands above it, on a machine that has nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::root;
use crate::world::{Outcome, World, argument};

/// Every campaign that the repository shows.
fn campaigns() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root().join("examples"))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.ends_with("campaign.toml"))
        .collect();
    found.push(root().join("campaign.example.toml"));
    assert!(found.len() >= 4, "{found:?}");
    found
}

/// No account, no network, no certificates: what a newcomer's container looks like.
fn bare(command: &mut Command) {
    for name in ["WXMASS_API_BASE", "WXMASS_APPID", "WXMASS_SECRET"] {
        command.env_remove(name);
    }
    command
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .current_dir(root());
}

fn in_sandbox(world: &World, command: &str, campaign: &Path) -> Outcome {
    let file = argument(campaign);
    let flags: &[&str] = if command == "send" {
        &["--sandbox", "--yes"]
    } else {
        &[]
    };
    world.wx_with([command, file].iter().chain(flags), bare)
}

#[test]
fn every_example_passes_the_check_without_a_warning() {
    let world = World::new();
    for campaign in campaigns() {
        let outcome = in_sandbox(&world, "check", &campaign).exits(0);
        let said = outcome.stderr.to_lowercase();
        assert!(
            !said.contains("warning:") && !said.contains("error"),
            "{}:\n{said}",
            campaign.display()
        );
        assert_eq!(outcome.stdout, "");
    }
    assert!(world.calls().is_empty());
}

#[test]
fn every_example_is_sent_in_the_sandbox_and_a_second_time_is_not() {
    for campaign in campaigns() {
        let world = World::new();
        let first = in_sandbox(&world, "send", &campaign).exits(0);
        assert_eq!(first.lines().len(), 1, "{}: one msg_id", campaign.display());
        let second = in_sandbox(&world, "send", &campaign).exits(0);
        assert!(
            second.stderr.contains("already"),
            "{}:\n{}",
            campaign.display(),
            second.stderr
        );
        assert!(
            world.calls().is_empty(),
            "the sandbox inside the process is the only one that is asked"
        );
    }
}

#[test]
fn the_first_example_shows_what_an_operator_brings() {
    let folder = root().join("examples/first");
    let mut size = 0;
    let mut formats = std::collections::BTreeSet::new();
    let mut bodies = std::collections::BTreeSet::new();
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
    {
        let length = entry.metadata().expect("metadata").len();
        size += if entry.file_type().is_file() {
            length
        } else {
            0
        };
        let extension = entry
            .path()
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let kinds = if entry
            .path()
            .parent()
            .is_some_and(|parent| parent.ends_with("images"))
        {
            &mut formats
        } else {
            &mut bodies
        };
        kinds.insert(extension);
    }
    assert!(formats.len() >= 5, "{formats:?}");
    assert!(
        bodies.contains("md") && bodies.contains("html"),
        "{bodies:?}"
    );
    assert!(size < 4 * 1024 * 1024, "{size} bytes are a long download");
}

/// The line of an example for CI that lists what a change touches, in a repository whose folders and pictures have Chinese names.
#[cfg(unix)]
#[test]
fn the_examples_for_ci_find_every_campaign_that_is_changed() {
    for example in ["campaign.yml", "gitlab-ci.yml"] {
        let text = std::fs::read_to_string(root().join("examples/ci").join(example));
        let text = text.expect("an example");
        let line = text.lines().find(|line| line.contains("--name-only"));
        let line = line.and_then(|line| line.find("git ").map(|at| &line[at..]));
        let line = line.expect("a command");
        let world = World::new();
        let script = format!(
            "set -eu
            git init -q .; git config user.name a; git config user.email a@example.com
            mkdir -p campaigns/春季/images 'campaigns/new year'
            echo 1 > campaigns/春季/images/封面.png; echo 1 > 'campaigns/new year/a.md'; echo 1 > campaigns/README.md
            git add .; git commit -qm 1
            echo 2 > campaigns/春季/images/封面.png; echo 2 > 'campaigns/new year/a.md'; echo 2 > campaigns/README.md
            git add .; git commit -qm 2
            export RUNNER_TEMP=. CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD^
            {line}
            cat changed"
        );
        let outcome = world.shell(&script, |_| {}).exits(0);
        let changed = [
            "campaigns/new year/campaign.toml",
            "campaigns/春季/campaign.toml",
        ];
        assert_eq!(outcome.lines(), changed, "{example}");
    }
}
