//! The API of WeChat Official Accounts, as data and one client.
//!
//! Each area file turns typed arguments into a [`Request`] and an answer into typed values; the client sends it. A call
//! names its own retry policy. Nothing here knows campaigns, the store or the terminal.

pub mod answer;
mod client;
mod clock;
pub mod drafts;
pub mod errcode;
mod error;
pub mod event;
mod header;
pub mod ids;
mod lenient;
pub mod mass;
pub mod material;
pub mod media;
pub mod news;
mod oddity;
mod options;
pub mod outcome;
pub mod quota;
mod redact;
mod request;
mod retry;
pub mod seal;
pub mod speed;
pub mod statistics;
pub mod tags;
mod token;
mod transport;
mod unpack;
pub mod users;

pub use client::Client;
pub use clock::AGREEMENT;
pub use error::{Error, Kind};
pub use header::{BadHeader, Header};
pub use oddity::Oddity;
pub use options::Options;
pub use request::Request;
pub use retry::Repeat;
pub use token::{
    CacheError, FixedToken, SourceError, TOKEN_SOURCE, Token, TokenCache, TokenCall, TokenSource,
};
