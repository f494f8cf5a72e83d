//! Everything that WeChat knows of one account, as it is kept; what each call finds in it and changes.

use std::collections::{BTreeMap, VecDeque};
use std::io::Write as _;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::followers::{Tags, follower_number};
use super::sends::{Publish, Send};
use super::settings::Settings;
use super::things::{Asked, Draft, Media, Preview, Token};
use super::time::{day, later, quota_key};

/// Calls that can be looked up by their rid.
const ASKED: usize = 100;

/// Everything that is kept. What an older version kept lacks the newer fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct World {
    pub(in crate::sandbox) settings: Settings,
    pub(in crate::sandbox) tokens: Vec<Token>,
    pub(in crate::sandbox) tokens_issued: u64,
    /// Of the stable token: when it was last refreshed by force.
    pub(in crate::sandbox) forced_at: Option<Timestamp>,
    pub(in crate::sandbox) media: BTreeMap<String, Media>,
    pub(in crate::sandbox) drafts: BTreeMap<String, Draft>,
    pub(in crate::sandbox) tags: Tags,
    pub(in crate::sandbox) sends: Vec<Send>,
    pub(in crate::sandbox) publishes: Vec<Publish>,
    pub(in crate::sandbox) previews: Vec<Preview>,
    /// Calls by path and Beijing day.
    pub(in crate::sandbox) used: BTreeMap<String, u64>,
    /// Times of the last mass calls, for the limit of a minute.
    pub(in crate::sandbox) mass_calls: Vec<Timestamp>,
    /// The speed of mass sends, 0 (fastest) to 4.
    pub(in crate::sandbox) speed: u8,
    /// The last refused calls.
    pub(in crate::sandbox) asked: VecDeque<Asked>,
    /// A running number for ids.
    pub(in crate::sandbox) number: u64,
    pub(in crate::sandbox) clock_offset_seconds: i64,
    /// The address that events are posted to; told again at each start.
    #[serde(skip)]
    pub(in crate::sandbox) callback: Option<url::Url>,
}

impl World {
    pub(in crate::sandbox) fn new(settings: Settings) -> Self {
        Self {
            settings,
            ..Self::default()
        }
    }

    /// The world of a folder, or none when there is none yet.
    pub(in crate::sandbox) fn load(folder: &Path) -> std::io::Result<Option<Self>> {
        match std::fs::read(folder.join("world.json")) {
            Ok(bytes) => Ok(Some(
                serde_json::from_slice(&bytes).map_err(std::io::Error::other)?,
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Written beside and renamed, so that there is a whole world at any moment.
    pub(in crate::sandbox) fn save(&self, folder: &Path) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.persist(folder.join("world.json"))?;
        Ok(())
    }

    pub(in crate::sandbox) fn now(&self) -> Timestamp {
        later(
            Timestamp::now(),
            SignedDuration::from_secs(self.clock_offset_seconds),
        )
    }

    /// Moves the clock to this moment; it goes on from there.
    pub(in crate::sandbox) fn set_clock(&mut self, to: Timestamp) {
        // Upwards: a clock that was set never shows an earlier second.
        let ahead = Timestamp::now().duration_until(to).as_millis();
        self.clock_offset_seconds = i64::try_from(ahead.div_euclid(1_000) + 1).unwrap_or_default();
    }

    /// A new id with a prefix that says what it is.
    pub(in crate::sandbox) fn new_id(&mut self, prefix: &str) -> String {
        self.number += 1;
        let tail = hex::encode(Sha256::digest(format!("{prefix}{}", self.number)));
        format!("{prefix}{}", &tail[..40])
    }

    /// Counts a call of this day and says how many there were before it.
    pub(in crate::sandbox) fn count(&mut self, path: &str, now: Timestamp) -> u64 {
        let today = day(now);
        self.used
            .retain(|key, _| key.starts_with(&today) || key.starts_with("clear_quota"));
        let counter = self.used.entry(quota_key(path, now)).or_insert(0);
        *counter += 1;
        *counter - 1
    }

    pub(in crate::sandbox) fn used_today(&self, path: &str, now: Timestamp) -> u64 {
        self.used.get(&quota_key(path, now)).copied().unwrap_or(0)
    }

    /// A call counts as not made today.
    pub(in crate::sandbox) fn forget_use(&mut self, path: &str, now: Timestamp) {
        self.used.remove(&quota_key(path, now));
    }

    /// News that can be sent at this moment.
    pub(in crate::sandbox) fn news(&self, id: &str, now: Timestamp) -> Option<&Draft> {
        self.drafts
            .get(id)
            .filter(|draft| draft.expires_at.is_none_or(|end| end > now))
    }

    /// A draft of the draft box.
    pub(in crate::sandbox) fn draft(&self, id: &str) -> Option<&Draft> {
        self.drafts.get(id).filter(|draft| draft.is_in_box())
    }

    /// A draft leaves the draft box.
    pub(in crate::sandbox) fn consume(&mut self, id: &str) {
        if self.draft(id).is_some() {
            self.drafts.remove(id);
        }
    }

    /// The keys of all sends so far are free again.
    pub(in crate::sandbox) fn forget_keys(&mut self) {
        for send in &mut self.sends {
            send.key_forgotten = true;
        }
    }

    /// A medium that has not died.
    pub(in crate::sandbox) fn medium(&self, id: &str, now: Timestamp) -> Option<&Media> {
        self.media
            .get(id)
            .filter(|media| media.expires_at.is_none_or(|end| end > now))
    }

    /// The number of a follower; `None` for anybody else.
    pub(in crate::sandbox) fn follower(&self, openid: &str) -> Option<u64> {
        follower_number(openid).filter(|number| (1..=self.settings.followers).contains(number))
    }

    /// How many followers have a tag; `None` for an unknown one.
    pub(in crate::sandbox) fn tag_size(&self, tag: i64) -> Option<u64> {
        self.tags.size(tag, self.settings.followers)
    }

    /// Keeps what was asked in a call that was refused.
    pub(in crate::sandbox) fn remember(&mut self, asked: Asked) {
        if self.asked.len() == ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
