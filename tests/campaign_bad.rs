//! More than 200 malformed campaigns: each is told with its place and its rule, exits 2, and calls nothing.

#[path = "campaign_bad/causes.rs"]
mod causes;
#[path = "campaign_bad/slips.rs"]
mod slips;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Each file under `tests/fixtures/bad` says in its first line which rule it breaks.
fn corpus() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a text");
            let first = text.lines().next().unwrap_or_default();
            let code = first
                .strip_prefix("# expect: ")
                .expect("a first line that says what is wrong");
            (path, code.to_owned())
        })
        .collect();
    files.sort();
    files
}

fn check(path: &Path) -> (i32, Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .env_clear()
        .args(["check", "--json"])
        .arg(path)
        .output()
        .expect("wxmass runs");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let document = serde_json::from_str(&stdout)
        .unwrap_or_else(|error| panic!("{}: {error}: {stdout}", path.display()));
    (
        output.status.code().unwrap_or(-1),
        document,
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn each_malformed_campaign_is_told_with_its_place() {
    let corpus = corpus();
    assert!(corpus.len() >= 200, "{} files", corpus.len());
    for (path, code) in corpus {
        let (exit, document, stderr) = check(&path);
        assert_eq!(exit, 2, "{}: {document}", path.display());
        assert_eq!(stderr, "", "{}", path.display());
        let problems = document["error"]["problems"].as_array().expect("problems");
        let hit = problems
            .iter()
            .find(|problem| problem["code"] == code.as_str());
        let hit = hit.unwrap_or_else(|| panic!("{} lacks {code}: {document}", path.display()));
        assert_eq!(hit["severity"], "error");
        assert!(
            hit["message"].as_str().is_some_and(|text| !text.is_empty()),
            "{document}"
        );
        assert!(
            hit["fix"].as_str().is_some_and(|text| !text.is_empty()),
            "{document}"
        );
        // A whole list or file can be at fault, and so can something that is not there; all else has a line.
        let whole = [
            "no-openids",
            "one-openid",
            "content-empty",
            "audience-missing",
            "too-long",
        ];
        let located = hit["line"].as_u64().is_some_and(|line| line > 0);
        assert!(
            located || whole.contains(&code.as_str()),
            "{}: {hit}",
            path.display()
        );
    }
}

#[test]
fn a_malformed_campaign_is_not_sent_and_nothing_is_called() {
    for (path, _) in corpus().into_iter().step_by(20) {
        // No one listens there: a call would end with exit code 6.
        let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
            .env_clear()
            .env("WXMASS_API_BASE", "http://127.0.0.1:9")
            .env("WXMASS_APPID", "wx0123456789abcdef")
            .env("WXMASS_SECRET", "0123456789abcdef0123456789abcdef")
            .args(["send", "--yes"])
            .arg(&path)
            .output()
            .expect("wxmass runs");
        assert_eq!(output.status.code(), Some(2), "{}", path.display());
        assert!(output.stdout.is_empty());
    }
}
