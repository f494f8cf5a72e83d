//! Pictures, through the binary: what WeChat is given in their place, and where they may come from.

#[path = "pictures/kinds.rs"]
mod kinds;
#[path = "pictures/remote.rs"]
mod remote;

mod world;
