//! Tells the binary what `wxmass --version` says of itself, the commit and the system it was built for, and turns the
//! catalogue of `i18n/` into types (`build/catalogue.rs`).
//!
//! The commit is taken only in release builds, so that a commit does not rebuild everything while one is at work; an
//! archive of the sources without git has none.

use std::process::Command;

#[path = "build/catalogue.rs"]
mod catalogue;

fn main() {
    catalogue::generate();
    println!("cargo::rerun-if-changed=build.rs");
    let target = std::env::var("TARGET").unwrap_or_default();
    println!("cargo::rustc-env=WXMASS_TARGET={target}");
    let commit = if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        commit().unwrap_or_else(|| "no commit known".to_owned())
    } else {
        "debug build".to_owned()
    };
    println!("cargo::rustc-env=WXMASS_COMMIT={commit}");
}

/// The commit that is checked out, with `+` where files differ from it.
fn commit() -> Option<String> {
    let history = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    println!("cargo::rerun-if-changed={history}");
    // A copy of the sources inside somebody else's repository is not of that repository's commits.
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    let commit = git(&["rev-parse", "--short=9", "HEAD"])?;
    let is_changed = !git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty();
    Some(if is_changed { commit + "+" } else { commit })
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
