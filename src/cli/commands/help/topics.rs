//! The topics of `wxmass explain` and of the man pages: which there are, and which rows each has. What they say is in the
//! catalogue (`i18n/*/topics.ftl`).

use crate::report::{Lang, topic};

/// The topics, with their rows: the name of a row in the catalogue, and as it is shown.
pub(in crate::cli::commands) const TOPICS: [(&str, &[(&str, &str)]); 5] = [
    (
        "exit-codes",
        &[
            ("done", "0"),
            ("defect", "1"),
            ("input", "2"),
            ("refused", "3"),
            ("account", "4"),
            ("quota", "5"),
            ("network", "6"),
            ("unknown", "7"),
            ("partial", "8"),
            ("interrupted", "130"),
        ],
    ),
    (
        "environment",
        &[
            ("wxmass-account", "WXMASS_ACCOUNT"),
            ("wxmass-accounts", "WXMASS_ACCOUNTS"),
            ("wxmass-appid", "WXMASS_APPID"),
            ("wxmass-secret", "WXMASS_SECRET"),
            ("wxmass-access-token", "WXMASS_ACCESS_TOKEN"),
            ("wxmass-api-base", "WXMASS_API_BASE"),
            ("wxmass-relay", "WXMASS_RELAY"),
            ("wxmass-state", "WXMASS_STATE"),
            ("wxmass-callback-token", "WXMASS_CALLBACK_TOKEN"),
            ("wxmass-aes-key", "WXMASS_AES_KEY"),
            ("wxmass-sandbox", "WXMASS_SANDBOX"),
            ("wxmass-yes", "WXMASS_YES"),
            ("wxmass-lang", "WXMASS_LANG"),
            ("wxmass-timeout", "WXMASS_TIMEOUT"),
            ("https-proxy", "HTTPS_PROXY"),
            ("no-color", "NO_COLOR"),
            ("xdg-config-home", "XDG_CONFIG_HOME"),
            ("xdg-state-home", "XDG_STATE_HOME"),
            ("lc-all", "LC_ALL"),
        ],
    ),
    (
        "files",
        &[("accounts", ""), ("store", ""), ("campaign", "")],
    ),
    (
        "campaign",
        &[
            ("name", ""),
            ("audience", ""),
            ("articles", ""),
            ("message", ""),
            ("preview", ""),
            ("send", ""),
        ],
    ),
    (
        "json",
        &[("error", ""), ("problems", ""), ("kinds", ""), ("more", "")],
    ),
];

/// The rows of a topic: as they are shown, and what they say.
pub(in crate::cli::commands) fn rows(
    lang: Lang,
    name: &str,
) -> Option<Vec<(&'static str, String)>> {
    let (name, rows) = TOPICS.iter().find(|(known, _)| *known == name)?;
    let said = |row: &str| topic(lang, name, Some(row)).unwrap_or_default();
    Some(
        rows.iter()
            .map(|(row, shown)| (*shown, said(row)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_topic_is_in_the_catalogue() {
        for lang in [Lang::En, Lang::Zh] {
            for (name, _) in TOPICS {
                assert!(topic(lang, name, None).is_some(), "{name}");
                for (shown, said) in rows(lang, name).unwrap_or_default() {
                    assert!(!said.is_empty(), "{name} {shown}");
                }
            }
        }
    }
}
