//! The single commands, as shell scripts chain them and operators mistype them.

#[path = "commands/accounts.rs"]
mod accounts;
#[path = "commands/advice.rs"]
mod advice;
#[path = "commands/boxes.rs"]
mod boxes;
#[path = "commands/ci.rs"]
mod ci;
#[path = "commands/completions.rs"]
mod completions;
#[path = "commands/credentials.rs"]
mod credentials;
#[path = "commands/files.rs"]
mod files;
#[path = "commands/looks.rs"]
mod looks;
#[path = "commands/scripts.rs"]
mod scripts;
#[path = "commands/sends.rs"]
mod sends;
#[path = "commands/several.rs"]
mod several;
#[path = "commands/stats.rs"]
mod stats;
#[path = "commands/surroundings.rs"]
mod surroundings;
#[path = "commands/tags.rs"]
mod tags;

mod world;

use world::{World, argument};

/// A first upload through the binary; its media_id.
fn cover(world: &World) -> String {
    let picture = world
        .campaign("spring")
        .write()
        .with_file_name("cover1.jpg");
    let picture = argument(&picture).to_owned();
    world
        .wx(["add-material", "--type", "image", &picture])
        .exits(0)
        .stdout
        .trim()
        .to_owned()
}

fn draft(world: &World) -> String {
    let articles = format!(
        r#"{{"articles":[{{"title":"春","content":"<p>a</p>","thumb_media_id":"{}"}}]}}"#,
        cover(world)
    );
    let file = world.path("articles.json");
    std::fs::write(&file, articles).expect("a file");
    world
        .wx(["add-draft", argument(&file)])
        .exits(0)
        .stdout
        .trim()
        .to_owned()
}
