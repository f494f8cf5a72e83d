//! What the operator has to know before saying yes.

use serde::Serialize;

use super::preflight::Findings;
use crate::campaign::Window;
use crate::plan::Target;

/// The facts of the question.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    pub account: String,
    pub appid: String,
    pub name: String,
    pub audience: AudienceFacts,
    /// Titles of the articles, or a short description of the message.
    pub titles: Vec<String>,
    /// Mass calls that will be made.
    pub batches: usize,
    /// Batches that went out earlier in this run.
    pub accepted_before: usize,
    /// Batches whose answer was lost and which are settled first, by their clientmsgid.
    pub unsettled: usize,
    /// Mass calls left today, where WeChat told.
    pub quota_left: Option<i64>,
    /// Testers who were sent this content.
    pub previewed: Vec<String>,
    /// An administrator has to confirm within 30 minutes.
    pub needs_administrator: bool,
    /// When it goes out, where that is later.
    #[serde(skip)]
    pub window: Option<Window>,
}

/// To whom it goes, with sizes where they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AudienceFacts {
    All {
        count: Option<i64>,
    },
    Tag {
        id: i64,
        name: Option<String>,
        count: Option<i64>,
    },
    OpenIds {
        count: u64,
        repeats: u64,
    },
}

impl AudienceFacts {
    /// How many receivers at most, if known.
    pub fn size(&self) -> Option<i64> {
        match self {
            Self::All { count } | Self::Tag { count, .. } => *count,
            Self::OpenIds { count, .. } => i64::try_from(*count).ok(),
        }
    }
}

/// The audience with what was found of it.
pub(super) fn audience(target: &Target, found: &Findings) -> AudienceFacts {
    match (target, &found.tag) {
        (Target::OpenIds { count, repeats, .. }, _) => AudienceFacts::OpenIds {
            count: *count,
            repeats: *repeats,
        },
        (Target::Tag(_), Some((id, name))) => AudienceFacts::Tag {
            id: id.get(),
            name: name.clone(),
            count: found.receivers,
        },
        (Target::All | Target::Tag(_), _) => AudienceFacts::All {
            count: found.receivers,
        },
    }
}
