//! The pages of `docs/`: every block of commands runs as it stands, every link leads somewhere, every errcode is there.

mod world;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use world::World;
use wxmass::wechat::errcode;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(root().join("docs")).expect("docs");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a page");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_block_of_commands_runs_as_it_stands() {
    let binary = Path::new(env!("CARGO_BIN_EXE_wxmass"));
    let folder = binary.parent().expect("a folder").display();
    let path = format!("{folder}:/usr/local/bin:/usr/bin:/bin");
    let mut run = 0;
    for (page, text) in pages() {
        let blocks = text.split("```sh\n").skip(1);
        let script: String = blocks
            .filter_map(|rest| rest.split("```").next())
            .collect::<Vec<_>>()
            .join("\n");
        if script.is_empty() {
            continue;
        }
        // One page after the other block, in one folder: that is how it is read.
        let world = World::new();
        let outcome = world.shell(&format!("set -eu\n{script}"), |command| {
            command
                .env("PATH", &path)
                .env("XDG_STATE_HOME", world.path("xdg"))
                .env_remove("WXMASS_PACE");
        });
        assert_eq!(outcome.code, 0, "{}: {outcome:?}", page.display());
        run += 1;
    }
    assert!(run >= 5, "{run} pages have commands");
}

#[test]
fn every_link_between_pages_leads_to_a_file() {
    let readmes = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"];
    let more = readmes.map(|name| {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).expect(name);
        (path, text)
    });
    for (page, text) in pages().into_iter().chain(more) {
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") {
                continue;
            }
            let file = page.parent().expect("a folder").join(target);
            assert!(file.exists(), "{} links to {target}", page.display());
        }
    }
}

#[test]
fn every_errcode_is_in_the_page_on_troubleshooting() {
    let mut table = String::from("\n| errcode | what to do | 怎么办 |\n| --- | --- | --- |\n");
    let known = (-1..100_000).filter_map(errcode::entry);
    for entry in known {
        let [english, chinese] = entry.advice.map(|words| words.replace('|', "\\|"));
        let _ = writeln!(table, "| {} | {english} | {chinese} |", entry.code);
    }
    let file = root().join("docs/troubleshooting.md");
    let page = std::fs::read_to_string(&file).expect("the page");
    let (head, rest) = page.split_once("test docs` -->\n").expect("a beginning");
    let (found, tail) = rest.split_once("<!-- /errcodes -->").expect("an end");
    if std::env::var_os("SNAPSHOTS").is_some_and(|word| word == "overwrite") {
        let page = format!("{head}test docs` -->\n{table}\n<!-- /errcodes -->{tail}");
        std::fs::write(&file, page).expect("the page");
    } else {
        assert_eq!(found, format!("{table}\n"), "renew it as the page says");
    }
}
