//! The pictures of a terminal in the READMEs: what the binary really printed, drawn as SVG. `SNAPSHOTS=overwrite` renews them.

use std::fmt::Write as _;
use std::process::Command;

use snapbox::{Assert, Data};

use crate::root;

/// A row's height and a cell's width, in pixels.
const ROW: usize = 20;
const CELL: f64 = 8.4;
const COMMAND: &str = "wxmass send examples/first/campaign.toml --sandbox --yes";

/// Stdout and stderr as they come on a terminal; uploads overlap, and are sorted.
fn printed(language: &str) -> Vec<String> {
    let home = tempfile::tempdir().expect("a folder");
    let script = format!("{} 2>&1", COMMAND.replacen("wxmass", "\"$WXMASS\"", 1));
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(root())
        .env_clear()
        .env("WXMASS", env!("CARGO_BIN_EXE_wxmass"))
        .env("XDG_STATE_HOME", home.path())
        .env("HOME", home.path())
        .env("WXMASS_LANG", language)
        .output()
        .expect("sh");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let mut lines: Vec<String> = text.lines().map(without_accidents).collect();
    let is_upload = |line: &String| line.contains("uploaded ") || line.contains("已上传 ");
    let first = lines.iter().position(is_upload).expect("uploads");
    let mut uploads: Vec<String> = lines.extract_if(.., |line| is_upload(line)).collect();
    uploads.sort();
    lines.splice(first..first, uploads);
    lines
}

/// Ids and times differ from run to run.
fn without_accidents(line: &str) -> String {
    let words = line.split(' ').map(|word| match word {
        _ if word.starts_with("Draft0") => "Draft0…".to_owned(),
        _ => word.to_owned(),
    });
    let line = words.collect::<Vec<_>>().join(" ");
    // A time of day stands at the end of one line.
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    match line.rsplit_once(" at ") {
        Some((before, time)) if digits(time) == 4 && time.contains(':') => {
            format!("{before} at 15:09")
        }
        _ => match line.rsplit_once('（') {
            Some((before, time)) if digits(time) == 4 && time.contains(':') => {
                format!("{before}（15:09）")
            }
            _ => line,
        },
    }
}

fn drawn(lines: &[String]) -> String {
    let cells = |line: &String| -> usize {
        line.chars()
            .map(|it| if it.is_ascii() { 1 } else { 2 })
            .sum()
    };
    let widest = lines
        .iter()
        .map(cells)
        .max()
        .unwrap_or(0)
        .max(COMMAND.len() + 2);
    let (width, height) = (widest as f64 * CELL + 32.0, (lines.len() + 1) * ROW + 28);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height}\" viewBox=\"0 0 {width:.0} {height}\" \
         font-family=\"ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n"
    );
    let mut row = |number: usize, colour: &str, text: &str| {
        let y = 14 + (number + 1) * ROW - 5;
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = writeln!(
            svg,
            "<text x=\"16\" y=\"{y}\" fill=\"{colour}\" xml:space=\"preserve\">{text}</text>"
        );
    };
    row(0, "#7ee787", &format!("$ {COMMAND}"));
    for (number, line) in (1..).zip(lines) {
        let is_result = line.bytes().all(|byte| byte.is_ascii_digit());
        row(number, if is_result { "#ffffff" } else { "#c9d1d9" }, line);
    }
    svg.push_str("</svg>\n");
    svg
}

#[cfg(unix)]
#[test]
fn the_terminal_in_the_readme_is_what_the_binary_prints() {
    for (language, file) in [("en", "send.svg"), ("zh", "send.zh-CN.svg")] {
        let path = root().join("docs/pictures").join(file);
        Assert::new()
            .action_env("SNAPSHOTS")
            .eq(drawn(&printed(language)), Data::read_from(&path, None));
    }
}
