//! The page on dependencies has a row for each crate that `Cargo.toml` names, and no other.

use std::collections::BTreeSet;

use crate::root;

/// The crates of every table of dependencies in `Cargo.toml`.
fn named() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = text.parse().expect("TOML");
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables.into_iter().map(|name| &manifest[name]).chain([unix]);
    tables
        .filter_map(toml::Value::as_table)
        .flat_map(|table| table.keys().cloned())
        .collect()
}

#[test]
fn the_page_has_every_dependency_and_no_other() {
    let page = std::fs::read_to_string(root().join("docs/dependencies.md")).expect("the page");
    let rows = page.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("| `")?.split_once('`')?;
        Some(name.to_owned())
    });
    assert_eq!(rows.collect::<BTreeSet<_>>(), named());
}
