//! The errcodes that the sandbox answers with: those that the client's table names, and those that only this room needs.
//!
//! A number that the client's table gets one day under the same name stays what it is here.

pub(super) use crate::wechat::errcode::*;

/// draft/update: articles are counted from 0 there.
pub(super) const INVALID_INDEX: i64 = 40_114;
/// A permanent video whose file name has no extension.
pub(super) const UNSUPPORTED_FILE_TYPE: i64 = 40_113;
/// sendall: no such tag.
pub(super) const NO_SUCH_TAG: i64 = 40_152;
/// draft/update: no absolute address.
pub(super) const INVALID_SOURCE_URL: i64 = 41_039;
/// add_news and update_news in early 2022.
pub(super) const WITHDRAWN_2022: i64 = 45_103;
/// add_news and update_news since mid-2022.
pub(super) const WITHDRAWN: i64 = 45_106;
/// Cards and goods are sent no more.
pub(super) const CARDS_GONE: i64 = 45_113;
/// Tagging went well for some; `fail_openid_list` names the others.
pub(super) const SOME_OPENIDS_FAILED: i64 = 45_171;
/// A statistics call of before 2025.
pub(super) const OFFLINE: i64 = 47_009;
/// Videos uploaded by API are sent no more.
pub(super) const VIDEOS_GONE: i64 = 48_022;
/// Statistics: a date that is none.
pub(super) const DATE_FORMAT: i64 = 61_500;
/// Statistics: a span that is too long, or out of range.
pub(super) const DATE_RANGE: i64 = 61_501;
/// Statistics: not yet.
pub(super) const NOT_READY: i64 = 61_503;
/// The send still waits for the administrator.
pub(super) const IN_APPROVAL: i64 = 89_504;
/// The send has gone to the administrator.
pub(super) const SENT_FOR_APPROVAL: i64 = 89_505;
