//! The sandbox from other people's tests: as a library in Rust, by a fixture in Python and JavaScript; and what the page says of it.

use std::process::Command;

use serde_json::Value;
use wxmass::sandbox::{self, Options, Sandbox, calls, unplayed};

use crate::client::Served;

#[path = "../../examples/sandbox.rs"]
mod example;

const PAGE: &str = include_str!("../../docs/sandbox.md");

#[test]
fn three_lines_start_it() {
    let wechat = Sandbox::start(Options::default()).expect("a sandbox on a free port");
    let address = wechat.base_url().trim_start_matches("http://").to_owned();
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(wechat);
    // Another test may be given the same port for a moment.
    let is_closed = || std::net::TcpStream::connect(&address).is_err();
    let ends = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        is_closed()
    });
    assert!(ends, "it ends when it is dropped");
}

#[test]
fn the_rust_example_passes() {
    example::main().expect("it starts, and a token is fetched");
}

/// Runs an example with another language's own tools; where they are not, `.ci/run` has them.
fn runs(program: &str, arguments: &[&str]) {
    let is_there = Command::new(program)
        .args([arguments[0], "--help"])
        .output();
    if !is_there.is_ok_and(|output| output.status.success()) {
        return;
    }
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("WXMASS", env!("CARGO_BIN_EXE_wxmass"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{program} {arguments:?}\n{said}");
}

#[test]
fn the_javascript_example_passes() {
    runs("node", &["--test", "examples/tests/send.test.mjs"]);
}

#[test]
fn the_python_example_passes() {
    if Command::new("python3")
        .args(["-c", "import pytest"])
        .output()
        .is_ok_and(|it| it.status.success())
    {
        runs(
            "python3",
            &[
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "examples/tests/test_send.py",
            ],
        );
    }
}

/// The names of a list of the page, which begins after a comment and ends with a full stop.
fn listed(mark: &str) -> Vec<&'static str> {
    let start = PAGE.find(&format!("<!-- {mark} -->")).expect("a list");
    let list = PAGE[start..].split("-->").nth(1).expect("a list");
    let list = list.split("`.\n").next().expect("an end");
    list.split('`')
        .filter(|name| name.chars().any(char::is_alphanumeric))
        .collect()
}

#[test]
fn the_page_lists_what_is_played_and_what_is_not() {
    assert_eq!(listed("played"), calls::names().collect::<Vec<_>>());
    assert_eq!(listed("not played"), unplayed::names().collect::<Vec<_>>());
}

#[test]
fn the_page_has_every_setting_and_every_kind_of_fault() {
    let wechat = Served::start(&[]);
    let settings = wechat.look("state")["settings"].clone();
    let Value::Object(settings) = settings else {
        panic!("no settings: {settings}")
    };
    for name in settings.keys() {
        let row = format!("`{name}`");
        assert!(
            PAGE.lines()
                .any(|line| line.starts_with("| `") && line.contains(&row)),
            "{name}"
        );
    }
    for kind in sandbox::fault_kinds() {
        let forms = [format!("\"{kind}\""), format!("{{ {kind} =")];
        let has = |line: &str| {
            line.starts_with("| `") && forms.iter().any(|form| line.contains(form.as_str()))
        };
        assert!(PAGE.lines().any(has), "{kind}");
    }
}
