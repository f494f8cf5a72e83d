//! The help of every command, as it was agreed. `SNAPSHOTS=overwrite cargo test` renews it after a change that was meant.

use std::path::Path;
use std::process::Command;

use snapbox::{Assert, Data};

use crate::root;

const COMMANDS: [&str; 43] = [
    "",
    "init",
    "check",
    "render",
    "accounts",
    "accounts add",
    "accounts test",
    "accounts remove",
    "doctor",
    "sandbox",
    "token",
    "upload-img",
    "add-material",
    "add-draft",
    "add-news",
    "upload-news",
    "send",
    "preview",
    "send-tag",
    "send-openids",
    "status",
    "delete",
    "stats",
    "drafts",
    "drafts update",
    "library",
    "tags",
    "tags create",
    "tags add",
    "tags remove",
    "followers",
    "runs",
    "listen",
    "mcp",
    "approve",
    "settings",
    "schema",
    "reference",
    "themes",
    "completions",
    "man",
    "explain",
    "help",
];

pub(crate) fn wxmass(arguments: &[&str], home: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .args(arguments)
        .current_dir(root())
        .env_clear()
        .env("XDG_STATE_HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .env("HOME", home)
        .output()
        .expect("wxmass runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn matches(name: &str, actual: String) {
    let path = root().join("tests/snapshots").join(name);
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(actual, Data::read_from(&path, None));
}

#[test]
fn help_is_as_agreed_in_both_languages() {
    let home = tempfile::tempdir().expect("a folder");
    for command in COMMANDS {
        let name = if command.is_empty() {
            "wxmass".to_owned()
        } else {
            command.replace(' ', "-")
        };
        for (folder, more) in [
            ("help", &["--help"][..]),
            ("help/zh-CN", &["--help", "--lang", "zh"]),
            ("help/short", &["-h"]),
            ("help/short-zh-CN", &["-h", "--lang=zh"]),
        ] {
            let words: Vec<_> = command
                .split_whitespace()
                .chain(more.iter().copied())
                .collect();
            let path = format!("{folder}/{name}.txt");
            matches(&path, wxmass(&words, home.path()));
        }
    }
}

#[test]
fn lines_to_paste_are_never_broken() {
    let home = tempfile::tempdir().expect("a folder");
    for command in COMMANDS {
        let words: Vec<_> = command.split_whitespace().chain(["-h"]).collect();
        let wide = wxmass(&words, home.path());
        let narrow = Command::new(env!("CARGO_BIN_EXE_wxmass"))
            .args(&words)
            .env_clear()
            .env("COLUMNS", "60")
            .output()
            .expect("wxmass runs");
        let narrow = String::from_utf8_lossy(&narrow.stdout);
        let lines = wide.lines().skip_while(|line| *line != "Examples:").skip(1);
        for line in lines.take_while(|line| line.starts_with("  ")) {
            assert!(narrow.lines().any(|it| it == line), "{line} in {narrow}");
        }
        let broken = narrow
            .lines()
            .filter(|line| !line.contains("wxmass ") && !line.contains('<'));
        for line in broken {
            assert!(line.chars().count() <= 60, "{command}: {line}");
        }
    }
}

#[test]
fn mistakes_are_told_in_the_language_at_hand() {
    let home = tempfile::tempdir().expect("a folder");
    let said = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
            .args(words)
            .env_clear()
            .env("HOME", home.path())
            .output()
            .expect("wxmass runs");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stdout.is_empty(), "{words:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (words, english, chinese) in [
        (&["login"][..], "wxmass accounts add", "添加账号"),
        (&["config"], "wxmass settings", "查看设置"),
        (&["publish"], "wxmass send", "群发活动"),
        (&["群发"], "wxmass send", "群发活动"),
        (&["logs"], "wxmass runs", "发送记录"),
        (&["version"], "wxmass --version", "wxmass --version"),
        (&["sned"], "did you mean `send`?", "是不是想写 `send`？"),
        (&["send"], "missing: <CAMPAIGN>", "缺少：<CAMPAIGN>"),
        (
            &["send", "--tag", "VIP"],
            "article.md --tag VIP",
            "活动文件，或文章",
        ),
        (&["send", "x", "--to", "VIP"], "[audience]", "活动文件"),
        (
            &["send", "x", "--agian"],
            "did you mean `--again`?",
            "是不是想写",
        ),
        (&["status", "abc"], "write a whole number", "请写整数"),
        (&["tags", "--timeout", "soon"], "write seconds", "请写秒数"),
        (&["tags", "--uploads", "99"], "1..=64", "须在 1..=64 之间"),
        (&["completions", "bsh"], "did you mean `bash`?", "`bash`"),
        (
            &["tags", "-q", "-v"],
            "cannot be used together",
            "不能同时使用",
        ),
        (&["help", "nonsense"], "no command", "没有命令"),
    ] {
        let text = said(words);
        assert!(
            text.contains(english) && text.starts_with("error: "),
            "{words:?}: {text}"
        );
        let text = said(&[words, &["--lang", "zh"]].concat());
        assert!(
            text.contains(chinese) && text.starts_with("错误："),
            "{words:?}: {text}"
        );
    }
}

#[test]
fn man_pages_have_the_sections_that_readers_look_for() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("man1");
    wxmass(
        &["man", folder.to_str().expect("a plain path")],
        home.path(),
    );
    for entry in std::fs::read_dir(&folder).expect("man pages") {
        let path = entry.expect("a page").path();
        let page = std::fs::read_to_string(&path).expect("a page");
        for section in [
            "NAME",
            "SYNOPSIS",
            "OPTIONS",
            "ENVIRONMENT",
            "FILES",
            "EXIT STATUS",
            "EXAMPLES",
        ] {
            let is_there = page
                .lines()
                .any(|line| line.replace('"', "") == format!(".SH {section}"));
            assert!(is_there, "{} in {}", section, path.display());
        }
        assert!(page.contains("WXMASS_ACCOUNT") && page.contains("130"));
    }
}

#[test]
fn topics_errcodes_and_problems_are_explained() {
    let home = tempfile::tempdir().expect("a folder");
    for (word, english, chinese) in [
        ("45028", "quota", "额度"),
        ("-1", "busy", "繁忙"),
        ("123456", "no advice is known", "没有收录"),
        ("not-one-of", "values", "可选范围"),
        ("exit-codes", "130", "中断"),
        ("environment", "WXMASS_STATE", "环境变量"),
        ("campaign", "[audience]", "四选一"),
        ("json", "errcode", "不翻译"),
    ] {
        let text = wxmass(&["explain", word], home.path());
        assert!(text.contains(english), "{word}: {text}");
        let text = wxmass(&["explain", word, "--lang", "zh"], home.path());
        assert!(text.contains(chinese), "{word}: {text}");
    }
    assert!(wxmass(&["help", "exit-codes"], home.path()).contains("130"));
    assert!(wxmass(&["help", "accounts", "add"], home.path()).contains("--secret-stdin"));
}

#[test]
fn every_code_of_a_problem_is_explained() {
    let sources = [
        "src/campaign/problem/rule.rs",
        "src/campaign/problem/list.rs",
    ];
    let home = tempfile::tempdir().expect("a folder");
    let mut count = 0;
    for source in sources {
        let text = std::fs::read_to_string(root().join(source)).expect(source);
        let codes = text.split("fn code(&self)").nth(1).unwrap_or_default();
        let codes = codes.split("\n    }").next().unwrap_or_default();
        for code in codes.split('"').skip(1).step_by(2) {
            count += 1;
            assert!(
                !wxmass(&["explain", code], home.path()).is_empty(),
                "{code}"
            );
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn every_command_is_in_the_help_and_each_has_lines_to_paste() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("man1");
    wxmass(
        &["man", folder.to_str().expect("a plain path")],
        home.path(),
    );
    let page = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    // The man pages come from the model of the command line, and leave no command out.
    let pages = std::fs::read_dir(&folder).expect("man pages");
    assert_eq!(pages.count(), COMMANDS.len());
    let root = wxmass(&["--help"], home.path());
    for command in COMMANDS.iter().filter(|command| !command.is_empty()) {
        let words: Vec<_> = command.split_whitespace().collect();
        assert!(root.contains(words[0]), "{command} in {root}");
        let help = wxmass(&[&words[..], &["--help"]].concat(), home.path());
        let name = command.replace(' ', "-");
        for text in [help, page(&format!("wxmass-{name}.1")).replace("\\-", "-")] {
            assert!(
                (text.contains("Examples:") || text.contains(".SH EXAMPLES"))
                    && text.contains(&format!("wxmass {command}")),
                "{command}: {text}"
            );
        }
    }
    assert!(page("wxmass.1").contains("interrupted"));
}

#[test]
fn no_command_is_a_mistake_that_shows_the_way() {
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .env_clear()
        .output()
        .expect("wxmass runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("wxmass init spring") && said.contains("Look back"));
}

/// `tests/commands/completions.rs` loads them.
#[test]
fn every_shell_has_its_completions() {
    let home = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = wxmass(&["completions", shell], home.path());
        assert!(script.contains("__complete"), "{shell}");
    }
}
