//! The sandbox as WeChat: every area through the real binary and plain HTTP, against what `wechat-api.md` says.

#[path = "sandbox/callback.rs"]
mod callback;
#[path = "sandbox/client.rs"]
mod client;
#[path = "sandbox/clock.rs"]
mod clock;
#[path = "sandbox/faults.rs"]
mod faults;
#[path = "sandbox/files.rs"]
mod files;
#[path = "sandbox/guard.rs"]
mod guard;
#[path = "sandbox/lenient.rs"]
mod lenient;
#[path = "sandbox/library.rs"]
mod library;
#[path = "sandbox/news.rs"]
mod news;
#[path = "sandbox/people.rs"]
mod people;
#[path = "sandbox/play.rs"]
mod play;
#[path = "sandbox/protection.rs"]
mod protection;
#[path = "sandbox/relays.rs"]
mod relays;
#[path = "sandbox/replayed.rs"]
mod replayed;
#[path = "sandbox/sends.rs"]
mod sends;
#[path = "sandbox/statistics.rs"]
mod statistics;
#[path = "sandbox/tls.rs"]
mod tls;
#[path = "sandbox/wire.rs"]
mod wire;

#[path = "world/pictures.rs"]
#[allow(dead_code, unreachable_pub)]
mod pictures;
