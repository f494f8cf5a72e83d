//! The single commands, as shell scripts chain them and operators mistype them.

#[path = "commands/sends.rs"]
mod sends;

mod world;
