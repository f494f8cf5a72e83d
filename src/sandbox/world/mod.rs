//! What a WeChat knows of one account: tokens, media, drafts, sends, quotas, its clock.
//!
//! The world is plain data that is written to its folder before an answer goes out, so a process that is killed right
//! after an acceptance still finds it accepted. Followers are arithmetic: a million of them take no memory.

mod followers;
mod sends;
mod things;

use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::path::Path;

use jiff::{SignedDuration, Timestamp, tz};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Kind;
pub(super) use followers::{Tags, openid};
pub(super) use sends::{Audience, Confirmation, Event, Publish, Send, State};
pub(super) use things::{Asked, Draft, Media, MediaKind, Preview, Token};

/// Quotas are those of UTC+8.
pub(super) const BEIJING: tz::Offset = tz::offset(8);
/// Calls that can be looked up by their rid.
const ASKED: usize = 100;

/// Everything that is kept. What an older version kept lacks the newer fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct World {
    pub(super) settings: Settings,
    pub(super) tokens: Vec<Token>,
    pub(super) tokens_issued: u64,
    /// Of the stable token: when it was last refreshed by force.
    pub(super) forced_at: Option<Timestamp>,
    pub(super) media: BTreeMap<String, Media>,
    pub(super) drafts: BTreeMap<String, Draft>,
    pub(super) tags: Tags,
    pub(super) sends: Vec<Send>,
    pub(super) publishes: Vec<Publish>,
    pub(super) previews: Vec<Preview>,
    /// Calls by path and Beijing day.
    pub(super) used: BTreeMap<String, u64>,
    /// Times of the last mass calls, for the limit of a minute.
    pub(super) mass_calls: Vec<Timestamp>,
    /// The speed of mass sends, 0 (fastest) to 4.
    pub(super) speed: u8,
    /// The last refused calls.
    pub(super) asked: VecDeque<Asked>,
    /// A running number for ids.
    pub(super) number: u64,
    pub(super) clock_offset_seconds: i64,
    /// Where events are posted; told anew at each start.
    #[serde(skip)]
    pub(super) callback: Option<url::Url>,
}

/// What can be switched, by control calls and by options.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Settings {
    pub(super) kind: Kind,
    pub(super) followers: u64,
    /// An administrator has to confirm sends to everybody.
    pub(super) protection: bool,
    /// The addresses that may ask for tokens; none: all.
    pub(super) allow_list: Vec<std::net::IpAddr>,
    pub(super) drafts_survive: bool,
    /// 45066 for a repeat within a minute.
    pub(super) strict_minute: bool,
    /// A `clientmsgid` of 64 bytes, as the page has it, in place of the 32 that pass in practice.
    pub(super) long_keys: bool,
    /// `add_news` as it was before 2022.
    pub(super) world_2021: bool,
    pub(super) finish_after_ms: u64,
    pub(super) latency_ms: u64,
    /// A send that the four a month left without receivers ends as `DELETE`, which was seen, and not as a success.
    pub(super) empty_is_deleted: bool,
    /// The account has WeChat Pay: links to other sites stay in articles.
    pub(super) pay: bool,
    /// Of a hundred receivers so many fail, in the counts of the finished event.
    pub(super) errors_per_hundred: u64,
    /// Mass sends that are still accepted before 45028, whatever the account's kind allows.
    pub(super) mass_left: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: Kind::Service,
            followers: 300,
            protection: false,
            allow_list: Vec::new(),
            drafts_survive: false,
            strict_minute: false,
            long_keys: false,
            world_2021: false,
            finish_after_ms: 0,
            latency_ms: 0,
            empty_is_deleted: false,
            pay: false,
            errors_per_hundred: 0,
            mass_left: None,
        }
    }
}

impl World {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            ..Self::default()
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
        later(
            Timestamp::now(),
            SignedDuration::from_secs(self.clock_offset_seconds),
        )
    }

    /// Moves the clock to this moment; it goes on from there.
    pub(super) fn set_clock(&mut self, to: Timestamp) {
        // Upwards: a clock that was set never shows an earlier second.
        let ahead = Timestamp::now().duration_until(to).as_millis();
        self.clock_offset_seconds = i64::try_from(ahead.div_euclid(1_000) + 1).unwrap_or_default();
    }

    /// A new id with a prefix that says what it is.
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        self.number += 1;
        let tail = hex::encode(Sha256::digest(format!("{prefix}{}", self.number)));
        format!("{prefix}{}", &tail[..40])
    }

    /// Counts a call of this day and says how many there were before it.
    pub(super) fn count(&mut self, path: &str, now: Timestamp) -> u64 {
        let today = day(now);
        self.used
            .retain(|key, _| key.starts_with(&today) || key.starts_with("clear_quota"));
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

    /// A draft of the draft box.
    pub(super) fn draft(&self, id: &str) -> Option<&Draft> {
        self.drafts.get(id).filter(|draft| draft.is_in_box())
    }

    /// A draft leaves the draft box once it was sent or published.
    pub(super) fn consume(&mut self, id: &str) {
        if !self.settings.drafts_survive && self.draft(id).is_some() {
            self.drafts.remove(id);
        }
    }

    /// A medium that has not died.
    pub(super) fn medium(&self, id: &str, now: Timestamp) -> Option<&Media> {
        self.media
            .get(id)
            .filter(|media| media.expires_at.is_none_or(|end| end > now))
    }

    /// Keeps what was asked in a call that was refused.
    pub(super) fn remember(&mut self, asked: Asked) {
        if self.asked.len() == ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }
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

/// Whether a moment was less than this ago. One that is still to come, since somebody has moved the clock back, was not.
pub(super) fn is_recent(at: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    (SignedDuration::ZERO..span).contains(&now.duration_since(at))
}

pub(super) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_beijing() {
        let now: Timestamp = "2026-11-30T16:30:00Z".parse().expect("a time");
        assert_eq!(
            (day(now).as_str(), month(now).as_str()),
            ("2026-12-01", "2026-12")
        );
    }

    #[test]
    fn a_world_of_an_older_version_is_read() {
        let old = r#"{"settings":{"kind":"service","followers":7},"tokens":[],"tokens_issued":3,"number":9}"#;
        let world: World = serde_json::from_str(old).expect("a world");
        assert_eq!((world.settings.followers, world.number), (7, 9));
        assert_eq!(
            world.tags.size(100, 10),
            Some(4),
            "the tags are those of a new one"
        );
    }
}
