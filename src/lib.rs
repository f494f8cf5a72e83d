//! wxmass: mass-send campaigns for WeChat Official Accounts, sent once and never forgotten.
//!
//! The rooms, in the order in which data meets them. What was typed becomes settings, the campaign file becomes a checked
//! campaign, a campaign and what is already known become a plan, a plan is run against WeChat, and every step leaves a
//! record that the next run picks up from. No room imports one above it; `tests/house.rs` holds the walls.

/// The campaign file: every problem at once; audiences as streams.
pub mod campaign;
/// The edge: arguments, settings, questions, exit codes.
pub mod cli;
/// Articles and pictures as WeChat keeps them: pure text and pixels.
pub mod content;
/// Pictures from the open web: bytes in, never a token.
pub mod fetch;
/// WeChat's callbacks are received.
pub mod listen;
/// A plan is run: uploads, news, previews, batches, waiting.
pub mod pipeline;
/// What would be done, in order: pure, so that a dry run equals a real run.
pub mod plan;
/// Facts become bars, lines, tables and JSON, in Chinese and English.
pub mod report;
/// A WeChat on this machine, to practise and to test on.
pub mod sandbox;
/// Tokens, uploads and the ledger on disk or in a team's database.
pub mod store;
/// The API: a request is data, one client sends it.
pub mod wechat;
