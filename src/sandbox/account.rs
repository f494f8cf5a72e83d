//! The account that the sandbox plays: its id and secret, its kinds, how many followers it may have.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// The sandbox's account.
pub const APPID: &str = "wx5a4db0c05a4db0c0";
/// The sandbox account's secret; it opens nothing but the sandbox.
pub const SECRET: &str = "5a4db0c05a4db0c05a4db0c05a4db0c0";

/// How many followers a world may have: lists need two, and pages show all of them.
pub const FOLLOWERS: RangeInclusive<u64> = 2..=100_000_000;

/// The kind of account that is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Verified service account: four sends to everybody a month, lists of openids.
    #[default]
    Service,
    /// Verified subscription account: one send a day, no lists.
    Subscription,
    /// No mass sends, tags, followers or publications.
    Unverified,
    /// A test account: no lists of openids, publications that always fail.
    Test,
}
