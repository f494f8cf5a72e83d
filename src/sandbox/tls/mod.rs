//! TLS for clients whose address cannot be changed: a certificate authority of the sandbox's own, and a port that speaks TLS and plain
//! HTTP, each client as it begins.

mod authority;
mod listener;

pub(super) use authority::Authority;
pub use authority::{HOSTS, Trust};
pub(super) use listener::{Door, Peer};
