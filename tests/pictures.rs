//! Pictures, through the binary: what WeChat is given in their place, and where they may come from.

#[path = "pictures/drawings.rs"]
mod drawings;
#[path = "pictures/kinds.rs"]
mod kinds;
#[path = "pictures/refused.rs"]
mod refused;
#[path = "pictures/remote.rs"]
mod remote;

mod world;

use std::path::Path;

use world::campaign::Campaign;
use world::{Outcome, World, argument};

/// A campaign whose only picture in the text, in the third line, is this one.
fn with(world: &World, name: &str, source: &str) -> Campaign {
    let body = format!("Good morning.\n\n<img src=\"{source}\">\n");
    world
        .campaign(name)
        .without_articles()
        .article("Far away", &body)
}

/// `wxmass COMMAND FILE --allow-private-pictures` and more.
fn allowed(world: &World, command: &str, file: &Path, more: &[&str]) -> Outcome {
    let file = argument(file);
    let first = [command, file, "--allow-private-pictures"];
    world.wx(first.iter().chain(more))
}

fn send(world: &World, file: &Path) -> Outcome {
    allowed(world, "send", file, &["--yes"])
}
