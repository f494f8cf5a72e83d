//! Hosts between wxmass and WeChat: relays below a path, proxies, login pages, and services that echo what they hear.

#[path = "gateways/calls.rs"]
mod calls;
#[path = "gateways/echoes.rs"]
mod echoes;
#[path = "gateways/given.rs"]
mod given;
#[path = "gateways/kinds.rs"]
mod kinds;
#[path = "gateways/odd.rs"]
mod odd;
#[path = "gateways/relays.rs"]
mod relays;

mod world;
