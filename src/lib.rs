//! wxmass: mass-send campaigns for WeChat Official Accounts, sent once and never forgotten.
//!
//! What was typed becomes settings, the campaign file becomes a checked campaign, a campaign and what is already known become
//! a plan, a plan is run against WeChat, and every step leaves a record that the next run picks up from.
//!
//! The rooms, from the ground up: a room uses some of those above it and none of those below;
//! `tests/house.rs` holds the walls.

/// The provider of TLS.
pub mod tls;

/// Schedules of waits between tries.
pub mod wait;

/// Words and letters: what may be printed, what was probably meant.
pub mod text;

/// Articles as WeChat keeps them: Markdown and HTML in, HTML out.
pub mod article;

/// Pictures as WeChat takes them: bytes in, bytes out.
pub mod picture;

/// The campaign file: every problem at once; audiences as streams.
pub mod campaign;

/// Pictures from the open web: bytes in, never a token.
pub mod fetch;

/// The API: a request is data, one client sends it.
pub mod wechat;

/// What would be done, in order: pure, so that a dry run equals a real run.
pub mod plan;

/// Tokens, uploads and the ledger on disk or in a team's database.
pub mod store;

/// A plan is run: uploads, news, previews, batches, waiting.
pub mod pipeline;

/// Facts become bars, lines, tables and JSON, in Chinese and English.
pub mod report;

/// WeChat's callbacks are received.
pub mod listen;

/// A WeChat on this machine, to practise and to test on.
pub mod sandbox;

/// The operations for agents, over stdio.
pub mod mcp;

/// The edge: arguments, settings, questions, exit codes.
pub mod cli;
