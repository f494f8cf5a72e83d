//! Things that an account keeps besides its sends: tokens, files, news, previews, and what was asked when a call was refused.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Token {
    pub(in crate::sandbox) value: String,
    pub(in crate::sandbox) stable: bool,
    pub(in crate::sandbox) expires_at: Timestamp,
}

/// A file by id; `url` for pictures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Media {
    pub(in crate::sandbox) kind: MediaKind,
    pub(in crate::sandbox) call: String,
    pub(in crate::sandbox) sha256: String,
    pub(in crate::sandbox) mime: String,
    pub(in crate::sandbox) url: Option<String>,
    /// Temporary media die after three days.
    pub(in crate::sandbox) expires_at: Option<Timestamp>,
    pub(in crate::sandbox) created_at: Timestamp,
    /// The file's name as it was uploaded.
    #[serde(default)]
    pub(in crate::sandbox) name: String,
    /// Of a video.
    #[serde(default)]
    pub(in crate::sandbox) title: String,
    /// Of a video.
    #[serde(default)]
    pub(in crate::sandbox) introduction: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::sandbox) enum MediaKind {
    /// From `uploadimg`: an address, no id.
    Body,
    Image,
    Voice,
    Video,
    Thumb,
    /// From `uploadvideo`.
    SendableVideo,
    TemporaryImage,
    TemporaryVoice,
    TemporaryVideo,
    TemporaryThumb,
}

impl MediaKind {
    /// From `media/upload`: gone after three days.
    pub(in crate::sandbox) fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::TemporaryImage
                | Self::TemporaryVoice
                | Self::TemporaryVideo
                | Self::TemporaryThumb
        )
    }

    /// In the material library.
    pub(in crate::sandbox) fn is_permanent(self) -> bool {
        matches!(self, Self::Image | Self::Voice | Self::Video | Self::Thumb)
    }
}

/// News: a draft, or made by one of the older calls.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Draft {
    pub(in crate::sandbox) articles: Vec<Value>,
    pub(in crate::sandbox) call: String,
    pub(in crate::sandbox) created_at: Timestamp,
    #[serde(default)]
    pub(in crate::sandbox) updated_at: Option<Timestamp>,
    pub(in crate::sandbox) expires_at: Option<Timestamp>,
}

impl Draft {
    /// Whether it is in the draft box, and not from one of the older calls.
    pub(in crate::sandbox) fn is_in_box(&self) -> bool {
        self.call == "draft/add"
    }

    /// Whether it is in the material library.
    pub(in crate::sandbox) fn is_in_library(&self) -> bool {
        self.call == "material/add_news"
    }

    /// When it was last changed, in Unix seconds.
    pub(in crate::sandbox) fn update_time(&self) -> i64 {
        self.updated_at.unwrap_or(self.created_at).as_second()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Preview {
    pub(in crate::sandbox) receiver: String,
    pub(in crate::sandbox) msgtype: String,
    pub(in crate::sandbox) content: Value,
    pub(in crate::sandbox) articles: Vec<Value>,
    pub(in crate::sandbox) at: Timestamp,
}

/// A refused call, for `openapi/rid/get`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Asked {
    pub(in crate::sandbox) rid: String,
    pub(in crate::sandbox) at: Timestamp,
    pub(in crate::sandbox) cost_in_ms: u64,
    pub(in crate::sandbox) url: String,
    pub(in crate::sandbox) body: String,
    pub(in crate::sandbox) answer: String,
    pub(in crate::sandbox) client_ip: String,
}
