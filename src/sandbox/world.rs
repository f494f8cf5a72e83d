//! What a WeChat knows of one account: tokens, media, drafts, sends, quotas, its clock.
//!
//! The world is plain data that is written to its folder before an answer goes out, so a process that is killed right
//! after an acceptance still finds it accepted. Followers are arithmetic: a million of them take no memory.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use jiff::{SignedDuration, Timestamp, tz};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Kind;

/// Quotas are those of UTC+8.
const BEIJING: tz::Offset = tz::offset(8);

/// Everything that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct World {
    pub(super) settings: Settings,
    pub(super) tokens: Vec<Token>,
    pub(super) tokens_issued: u64,
    pub(super) media: BTreeMap<String, Media>,
    pub(super) drafts: BTreeMap<String, Draft>,
    pub(super) sends: Vec<Send>,
    pub(super) previews: Vec<Preview>,
    /// Calls by path and Beijing day.
    pub(super) used: BTreeMap<String, u64>,
    /// Times of the last mass calls, for the limit of a minute.
    pub(super) mass_calls: Vec<Timestamp>,
    /// A running number for ids.
    pub(super) number: u64,
    pub(super) clock_offset_seconds: i64,
}

/// What can be switched, by control calls and by options.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) kind: Kind,
    pub(super) followers: u64,
    pub(super) drafts_survive: bool,
    /// 45066 for a repeat within a minute.
    pub(super) strict_minute: bool,
    /// `add_news` as it was before 2022.
    pub(super) world_2021: bool,
    pub(super) finish_after_ms: u64,
    pub(super) latency_ms: u64,
    /// Mass sends that are still accepted before 45028, whatever the account's kind allows.
    pub(super) mass_left: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: Kind::Service,
            followers: 300,
            drafts_survive: false,
            strict_minute: false,
            world_2021: false,
            finish_after_ms: 0,
            latency_ms: 0,
            mass_left: None,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Token {
    pub(super) value: String,
    pub(super) stable: bool,
    pub(super) expires_at: Timestamp,
}

/// A file or news by id; `url` for pictures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Media {
    pub(super) kind: MediaKind,
    pub(super) call: String,
    pub(super) sha256: String,
    pub(super) mime: String,
    pub(super) url: Option<String>,
    /// Temporary media die after three days.
    pub(super) expires_at: Option<Timestamp>,
    pub(super) created_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MediaKind {
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

/// News: a draft, or made by one of the older calls.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) articles: Vec<serde_json::Value>,
    pub(super) call: String,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Send {
    pub(super) msg_id: i64,
    pub(super) msg_data_id: Option<i64>,
    pub(super) client_msg_id: String,
    pub(super) audience: serde_json::Value,
    pub(super) receivers: u64,
    pub(super) openids_sha256: Option<String>,
    pub(super) msgtype: String,
    pub(super) content: serde_json::Value,
    pub(super) articles: Vec<serde_json::Value>,
    pub(super) at: Timestamp,
    pub(super) deleted: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Preview {
    pub(super) receiver: String,
    pub(super) msgtype: String,
    pub(super) content: serde_json::Value,
    pub(super) articles: Vec<serde_json::Value>,
    pub(super) at: Timestamp,
}

impl World {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            tokens: Vec::new(),
            tokens_issued: 0,
            media: BTreeMap::new(),
            drafts: BTreeMap::new(),
            sends: Vec::new(),
            previews: Vec::new(),
            used: BTreeMap::new(),
            mass_calls: Vec::new(),
            number: 0,
            clock_offset_seconds: 0,
        }
    }

    /// The world of a folder, or none when there is none yet.
    pub(super) fn load(folder: &Path) -> std::io::Result<Option<Self>> {
        match std::fs::read(folder.join("world.json")) {
            Ok(bytes) => Ok(Some(
                serde_json::from_slice(&bytes).map_err(std::io::Error::other)?,
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Written beside and renamed, so that there is a whole world at any moment.
    pub(super) fn save(&self, folder: &Path) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.persist(folder.join("world.json"))?;
        Ok(())
    }

    pub(super) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_secs(self.clock_offset_seconds);
        Timestamp::now()
            .checked_add(offset)
            .unwrap_or(Timestamp::MAX)
    }

    /// A new id with a prefix that says what it is.
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        self.number += 1;
        let tail = hex(&Sha256::digest(format!("{prefix}{}", self.number)));
        format!("{prefix}{}", &tail[..40])
    }

    /// Counts a call of this day and says how many there were before it.
    pub(super) fn count(&mut self, path: &str, now: Timestamp) -> u64 {
        let counter = self.used.entry(quota_key(path, now)).or_insert(0);
        *counter += 1;
        *counter - 1
    }

    pub(super) fn used_today(&self, path: &str, now: Timestamp) -> u64 {
        self.used.get(&quota_key(path, now)).copied().unwrap_or(0)
    }

    /// News that can be sent at this moment.
    pub(super) fn news(&self, id: &str, now: Timestamp) -> Option<&Draft> {
        self.drafts
            .get(id)
            .filter(|draft| draft.expires_at.is_none_or(|end| end > now))
    }

    /// A medium that has not died.
    pub(super) fn medium(&self, id: &str, now: Timestamp) -> Option<&Media> {
        self.media
            .get(id)
            .filter(|media| media.expires_at.is_none_or(|end| end > now))
    }

    pub(super) fn is_follower(&self, openid: &str) -> bool {
        follower_number(openid)
            .is_some_and(|number| (1..=self.settings.followers).contains(&number))
    }

    /// How many followers have a tag; `None` for an unknown one.
    pub(super) fn tag_size(&self, tag: i64) -> Option<u64> {
        let all = self.settings.followers;
        let cycle = |length: u64, test: fn(u64) -> bool| {
            let whole = (1..=length).filter(|number| test(*number)).count() as u64;
            let rest = (1..=all % length).filter(|number| test(*number)).count() as u64;
            all / length * whole + rest
        };
        match tag {
            2 => Some(cycle(25, |number| has_tag(2, number))),
            100 => Some(cycle(5, |number| has_tag(100, number))),
            101 => Some(cycle(4, |number| has_tag(101, number))),
            102 => Some(0),
            _ => None,
        }
    }
}

/// The tags of the sandbox: id and name.
pub(super) const TAGS: [(i64, &str); 4] =
    [(2, "星标组"), (100, "VIP"), (101, "新客"), (102, "空组")];

/// Whether the follower with this number has a tag.
pub(super) fn has_tag(tag: i64, number: u64) -> bool {
    match tag {
        2 => number.is_multiple_of(25),
        100 => number % 5 < 2,
        101 => number % 4 == 1,
        _ => false,
    }
}

/// The openid of the follower with this number: 28 characters.
pub(super) fn openid(number: u64) -> String {
    format!("oSandbox{number:020}")
}

pub(super) fn follower_number(openid: &str) -> Option<u64> {
    let digits = openid
        .strip_prefix("oSandbox")
        .filter(|digits| digits.len() == 20)?;
    digits.parse().ok()
}

/// The Beijing day of a moment, as text.
pub(super) fn day(now: Timestamp) -> String {
    BEIJING.to_datetime(now).date().to_string()
}

/// The Beijing month of a moment, as text.
pub(super) fn month(now: Timestamp) -> String {
    day(now)[..7].to_owned()
}

fn quota_key(path: &str, now: Timestamp) -> String {
    format!("{} {path}", day(now))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn followers_are_arithmetic() {
        let world = World::new(Settings {
            followers: 1_003,
            ..Settings::default()
        });
        assert_eq!(openid(7).len(), 28);
        assert_eq!(follower_number(&openid(7)), Some(7));
        assert!(
            world.is_follower(&openid(1_003))
                && !world.is_follower(&openid(1_004))
                && !world.is_follower("oX")
        );
        for tag in [2, 100, 101] {
            let counted = (1..=1_003).filter(|number| has_tag(tag, *number)).count() as u64;
            assert_eq!(world.tag_size(tag), Some(counted));
        }
    }

    #[test]
    fn days_are_those_of_beijing() {
        let now: Timestamp = "2026-11-30T16:30:00Z".parse().expect("a time");
        assert_eq!(
            (day(now).as_str(), month(now).as_str()),
            ("2026-12-01", "2026-12")
        );
    }
}
