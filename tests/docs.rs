//! Proof that what is written is true: the help, the READMEs, the pages of `docs/` and the examples.

#[path = "docs/agents.rs"]
mod agents;
#[path = "docs/citations.rs"]
mod citations;
#[path = "docs/dependencies.rs"]
mod dependencies;
#[path = "docs/examples.rs"]
mod examples;
#[path = "docs/help.rs"]
mod help;
#[path = "docs/json.rs"]
mod json;
#[path = "docs/pages.rs"]
mod pages;
#[path = "docs/picture.rs"]
mod picture;
#[path = "docs/readme.rs"]
mod readme;
#[cfg(unix)]
#[path = "docs/schedules.rs"]
mod schedules;

mod world;

use std::path::Path;

/// The folder of all of it.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
