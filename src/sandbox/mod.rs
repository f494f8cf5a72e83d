//! A WeChat on this machine, to practise and to test on.
//!
//! It refuses what the real one refuses, with the same errcodes and the same oddities, and remembers what it accepted.
//! With the client it shares the numbers of errcodes and nothing else: a typo shared by both would pass every test.

mod account;
mod answer;
mod call;
mod callback;
pub mod calls;
mod code;
mod control;
mod error;
mod faults;
mod files;
mod folder;
mod form;
mod guard;
mod lock;
mod log;
mod outbox;
mod read;
mod relay;
mod reply;
mod routes;
mod server;
mod spoil;
mod start;
mod state;
mod tls;
pub mod unplayed;
mod voice;
mod words;
mod world;

pub use account::{APPID, FOLLOWERS, Kind, SECRET};
pub use callback::{AesKey, Callback, Note};
pub use error::Error;
pub use faults::file::{Faults, What, Wrong, read as read_faults};
pub use faults::kinds as fault_kinds;
pub use folder::running;
pub use start::{Options, Sandbox};
pub use tls::{HOSTS, Trust};
pub use world::{Protection, moment, relay_path};
