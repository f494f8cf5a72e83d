//! The main job through the real binary: what goes out, in which order, and that it goes out once whatever happens.

#[path = "pipeline/clock.rs"]
mod clock;
#[path = "pipeline/death.rs"]
mod death;
#[path = "pipeline/lost.rs"]
mod lost;
#[path = "pipeline/run.rs"]
mod run;

mod world;
