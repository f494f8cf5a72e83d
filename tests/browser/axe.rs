//! axe-core, the checker of accessibility: fetched from npm once, run in the page.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::chromium::Page;

const VERSION: &str = "axe-core@4.11.0";

/// The text of axe; none where npm is not there or has no network, which is said.
pub(crate) fn axe() -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("axe");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.exists() && !install(&folder) {
        let _ = writeln!(
            std::io::stderr(),
            "axe: not tried, npm cannot install {VERSION}"
        );
        return None;
    }
    std::fs::read_to_string(file).ok()
}

fn install(folder: &Path) -> bool {
    let made = std::fs::create_dir_all(folder);
    let installed = Command::new("npm")
        .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder)
        .arg(VERSION)
        .status();
    made.is_ok() && installed.is_ok_and(|status| status.success())
}

impl Page {
    /// Asserts that axe finds nothing in what is shown.
    #[track_caller]
    pub(crate) fn is_accessible(&mut self, axe: &str, what: &str) {
        self.value(&format!("void (window.axe ?? (() => {{ {axe} }})())"));
        let found = self.value(
            "axe.run(document, { resultTypes: ['violations'] }).then(it => it.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200)).join(' | ')))",
        );
        assert_eq!(found, serde_json::json!([]), "{what}");
    }
}
