//! The settings of a world: by options, by the file of faults, by control calls and on the page.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::sandbox::account::{FOLLOWERS, Kind};

/// The settings. The names are those of `[settings]`, of the control call and of docs/sandbox.md.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct Settings {
    pub(in crate::sandbox) kind: Kind,
    pub(in crate::sandbox) followers: u64,
    /// An administrator has to confirm sends to everybody.
    pub(in crate::sandbox) protection: bool,
    /// The answers of the calls while the administrator has not.
    pub(in crate::sandbox) protection_plays: Protection,
    /// The addresses that may ask for tokens; none: all.
    pub(in crate::sandbox) allow_list: Vec<std::net::IpAddr>,
    /// A draft is used up by nothing. Without this and the next by `sendall` and by a publication.
    pub(in crate::sandbox) drafts_survive: bool,
    /// A draft is used up by `mass/send`, too.
    pub(in crate::sandbox) send_uses_drafts: bool,
    /// 45066 for a repeat within a minute.
    pub(in crate::sandbox) strict_minute: bool,
    /// A `clientmsgid` of 64 bytes, as older pages have it, in place of the 32 of today's.
    pub(in crate::sandbox) long_keys: bool,
    /// A body with a field that WeChat does not describe is refused (47001), and not only noted.
    pub(in crate::sandbox) strict_fields: bool,
    /// `add_news` as it was before 2022.
    pub(in crate::sandbox) world_2021: bool,
    /// `add_news` is refused as in early 2022: 45103, without the announcement.
    pub(in crate::sandbox) early_2022: bool,
    /// Cards are refused (45113), and videos from `uploadvideo` (48022), as today's page of `sendall` has it.
    pub(in crate::sandbox) cards_and_videos_gone: bool,
    /// Statistics of yesterday are complete before 08:00, too.
    pub(in crate::sandbox) early_statistics: bool,
    pub(in crate::sandbox) finish_after_ms: u64,
    pub(in crate::sandbox) latency_ms: u64,
    /// A send that the four a month left without receivers ends as `DELETE`, which was seen, and not as a success.
    pub(in crate::sandbox) empty_is_deleted: bool,
    /// The account has WeChat Pay: links to other sites stay in articles.
    pub(in crate::sandbox) pay: bool,
    /// Of a hundred receivers so many fail, in the counts of the finished event.
    pub(in crate::sandbox) errors_per_hundred: u64,
    /// Of the next tagging call so many openids fail (45171), once.
    pub(in crate::sandbox) tagging_fails: u64,
    /// Mass sends that are still accepted before 45028, whatever the account's kind allows.
    pub(in crate::sandbox) mass_left: Option<u64>,
    /// The path before `/cgi-bin`, as behind a relay: `/wx`. Nothing is at the root then.
    pub(in crate::sandbox) path: String,
    /// `user:password` that every call has to carry; 401 without.
    pub(in crate::sandbox) basic_auth: String,
    /// A header that every call has to carry, `name: value`; 403 without.
    pub(in crate::sandbox) needs_header: String,
}

/// The answers of the calls while the administrator has not confirmed a send to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// The call is accepted, and `mass/get` says `SENDING`.
    #[default]
    Sending,
    /// The call answers 89505, its repeats and `mass/get` 89504; once confirmed the send goes out, and a repeat is 45065.
    Kept,
    /// The same, but the send is gone with its call: once confirmed it has to be made again.
    Dropped,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: Kind::Service,
            followers: 300,
            protection: false,
            protection_plays: Protection::Sending,
            allow_list: Vec::new(),
            drafts_survive: false,
            send_uses_drafts: false,
            strict_minute: false,
            long_keys: false,
            strict_fields: false,
            world_2021: false,
            early_2022: false,
            cards_and_videos_gone: false,
            early_statistics: false,
            finish_after_ms: 0,
            latency_ms: 0,
            empty_is_deleted: false,
            pay: false,
            errors_per_hundred: 0,
            tagging_fails: 0,
            mass_left: None,
            path: String::new(),
            basic_auth: String::new(),
            needs_header: String::new(),
        }
    }
}

impl Settings {
    /// These settings with some changed, or what is wrong with the change.
    pub(in crate::sandbox) fn changed(&self, change: &Map<String, Value>) -> Result<Self, String> {
        let mut settings = serde_json::to_value(self).map_err(|error| error.to_string())?;
        for (key, value) in change {
            let known = settings
                .get_mut(key)
                .ok_or_else(|| format!("no setting `{key}`"))?;
            *known = value.clone();
        }
        let settings: Self = serde_json::from_value(settings).map_err(|error| error.to_string())?;
        if !FOLLOWERS.contains(&settings.followers) {
            return Err(format!(
                "followers: {} to {}",
                FOLLOWERS.start(),
                FOLLOWERS.end()
            ));
        }
        if !settings.path.is_empty() {
            relay_path(&settings.path).map_err(str::to_owned)?;
        }
        if !settings.needs_header.is_empty() && !settings.needs_header.contains(':') {
            return Err("needs_header: such as `x-relay-key: word`".to_owned());
        }
        Ok(settings)
    }

    /// The names of all settings.
    pub(in crate::sandbox) fn names() -> Vec<String> {
        let all = serde_json::to_value(Self::default()).unwrap_or_default();
        let names = all.as_object().map(|all| all.keys().cloned().collect());
        names.unwrap_or_default()
    }
}

/// Reads the path of a relay: `/wx`, with no slash at its end.
pub fn relay_path(text: &str) -> Result<String, &'static str> {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"/-_.".contains(&it);
    let is_path = text.starts_with('/') && !text.ends_with('/') && text.bytes().all(is_plain);
    if is_path {
        Ok(text.to_owned())
    } else {
        Err("a path such as `/wx`, without a slash at its end")
    }
}
