//! The table of tools: what an agent reads of each, what each takes, and the command that does it.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value};

use super::arguments::{self, Argument, Given, Kind, Part};
use crate::report::Lang;

/// How a tool is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By a command of this name.
    Command(&'static str),
    /// By `render`, with what `check` says of the campaign beside it.
    Render,
    Plan,
    Send,
}

/// One tool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) how: How,
    about: &'static str,
    pub(super) arguments: &'static [Argument],
    /// Neither the account nor the disk changes.
    only_looks: bool,
    /// WeChat is called.
    calls: bool,
}

const CAMPAIGN: Argument = (
    "campaign",
    Kind::Text,
    true,
    Part::Words,
    "Path of the campaign file (TOML), or of a Markdown article where nothing is sent",
);
const ACCOUNT: Argument = (
    "account",
    Kind::Text,
    false,
    Part::Apart,
    "A profile of the accounts file; without it the one that is chosen already",
);

const TOOLS: [Row; 11] = [
    Row {
        name: "check",
        how: How::Command("check"),
        about: "Validate a campaign offline: every problem at once, each with file, line, column and a fix. Start here.",
        arguments: &[CAMPAIGN],
        only_looks: true,
        calls: false,
    },
    Row {
        name: "render",
        how: How::Render,
        about: "Write the articles as a phone would show them into one HTML file. Returns its path and a short summary of the campaign; show the page to the person.",
        arguments: &[
            CAMPAIGN,
            (
                "output",
                Kind::Text,
                false,
                Part::Option("output"),
                "Path of the page, ending in .html; without it NAME.html beside the campaign file",
            ),
        ],
        only_looks: false,
        calls: false,
    },
    Row {
        name: "plan",
        how: How::Plan,
        about: "What `send` would do, call by call, with the fingerprint that `send` wants. WeChat is not called. Show account, audience, batches and fingerprint to the person.",
        arguments: &[CAMPAIGN, ACCOUNT],
        only_looks: true,
        calls: false,
    },
    Row {
        name: "preview",
        how: How::Command("preview"),
        about: "Upload the campaign and show it on the phones of testers: those of its [preview], or those given here. No one else gets anything.",
        arguments: &[
            CAMPAIGN,
            (
                "openid",
                Kind::Texts,
                false,
                Part::Option("openid"),
                "Openids of testers, in place of those of the campaign",
            ),
            (
                "wxname",
                Kind::Texts,
                false,
                Part::Option("wxname"),
                "WeChat ids of testers, in place of those of the campaign",
            ),
            ACCOUNT,
        ],
        only_looks: false,
        calls: true,
    },
    Row {
        name: "send",
        how: How::Send,
        about: "Send the campaign to its audience. Wants the fingerprint of a `plan` of this conversation, and asks the person: an agent cannot say yes. Where the client cannot ask, the person runs `wxmass approve FINGERPRINT` in a terminal. It is safe to call again: what went out is never sent twice. Exit code 7 in a failure means stop and show it to the person.",
        arguments: &[
            CAMPAIGN,
            (
                "fingerprint",
                Kind::Text,
                true,
                Part::Apart,
                "From `plan`, at least 12 digits",
            ),
            ACCOUNT,
        ],
        only_looks: false,
        calls: true,
    },
    Row {
        name: "status",
        how: How::Command("status"),
        about: "The state of mass sends by their msg_ids.",
        arguments: &[
            (
                "msg_ids",
                Kind::Numbers,
                true,
                Part::Words,
                "The msg_ids that `send` or `runs` gave",
            ),
            (
                "wait",
                Kind::Flag,
                false,
                Part::Switch("wait"),
                "Ask until WeChat has finished",
            ),
            ACCOUNT,
        ],
        only_looks: true,
        calls: true,
    },
    Row {
        name: "runs",
        how: How::Command("runs"),
        about: "The ledger: every run of an account, its batches, msg_ids and outcomes.",
        arguments: &[
            (
                "name",
                Kind::Text,
                false,
                Part::Words,
                "The name of one campaign; without it all of them",
            ),
            ACCOUNT,
        ],
        only_looks: true,
        calls: false,
    },
    Row {
        name: "stats",
        how: How::Command("stats"),
        about: "Results of a send: delivered, readers, reading rate, shares, likes, comments, new followers, sources, beside the account's last campaigns. WeChat's figures of a day are ready the next morning.",
        arguments: &[
            (
                "send",
                Kind::Text,
                false,
                Part::Words,
                "The name of a campaign, or a msg_id; without it the last sends",
            ),
            (
                "days",
                Kind::Number,
                false,
                Part::Option("days"),
                "Days after the send that are counted",
            ),
            ACCOUNT,
        ],
        only_looks: false,
        calls: true,
    },
    Row {
        name: "drafts",
        how: How::Command("drafts"),
        about: "The drafts of the account with titles and times. Nothing is deleted: that is for the person, with `wxmass drafts --delete`.",
        arguments: &[
            (
                "older_than",
                Kind::Text,
                false,
                Part::Option("older-than"),
                "Only drafts that have not changed for so long, such as 30d or 12h",
            ),
            ACCOUNT,
        ],
        only_looks: true,
        calls: true,
    },
    Row {
        name: "tags",
        how: How::Command("tags"),
        about: "The account's tags with ids and numbers of followers.",
        arguments: &[ACCOUNT],
        only_looks: true,
        calls: true,
    },
    Row {
        name: "doctor",
        how: How::Command("doctor"),
        about: "Harmless looks at credentials, allow-list, permissions, clock, store and quotas, each with its fix.",
        arguments: &[ACCOUNT],
        only_looks: true,
        calls: true,
    },
];

/// The tool of this name.
pub(super) fn named(name: &str) -> Option<&'static Row> {
    TOOLS.iter().find(|row| row.name == name)
}

/// The names of all tools.
pub fn names() -> impl Iterator<Item = &'static str> {
    TOOLS.iter().map(|row| row.name)
}

/// All tools as the protocol lists them.
pub(super) fn listed() -> Vec<Tool> {
    TOOLS.iter().map(Row::listed).collect()
}

impl Row {
    fn listed(&self) -> Tool {
        let schema = arguments::schema(self.arguments);
        let hints = ToolAnnotations::new()
            .read_only(self.only_looks)
            .destructive(self.how == How::Send)
            .idempotent(true)
            .open_world(self.calls);
        Tool::new(self.name, self.about, Arc::new(schema)).with_annotations(hints)
    }

    /// The words of the command, and the values that stand apart from it. The error says what is wrong with an argument.
    pub(super) fn read(&self, lang: Lang, given: &Map<String, Value>) -> Result<Given, String> {
        arguments::read(lang, self.name, self.arguments, given)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(tool: &str, given: Value) -> Result<Vec<String>, String> {
        let row = named(tool).expect("a tool");
        let How::Command(command) = row.how else {
            panic!("{tool} is no command");
        };
        let Value::Object(given) = given else {
            panic!("no object");
        };
        row.read(Lang::En, &given).map(|read| read.line(command))
    }

    #[test]
    fn a_value_is_never_an_option() {
        assert_eq!(
            line("check", json!({ "campaign": "--yes" })),
            Ok(vec!["check".into(), "--".into(), "--yes".into()])
        );
        assert_eq!(
            line(
                "preview",
                json!({ "campaign": "a.toml", "openid": ["--yes", "o"] })
            ),
            Ok(["preview", "--openid=--yes", "--openid=o", "--", "a.toml"]
                .map(String::from)
                .into())
        );
        assert_eq!(
            line("status", json!({ "msg_ids": [3, "4"], "wait": true })),
            Ok(["status", "--wait", "--", "3", "4"]
                .map(String::from)
                .into())
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (tool, given) in [
            ("check", json!({})),
            ("check", json!({ "campaign": null })),
            ("check", json!({ "campaign": "" })),
            ("check", json!({ "campaign": 3 })),
            ("check", json!({ "campaign": "a.toml", "yes": true })),
            ("status", json!({ "msg_ids": ["--yes"] })),
            ("status", json!({ "msg_ids": 3 })),
            ("status", json!({ "msg_ids": [3], "wait": "yes" })),
            ("stats", json!({ "days": "--html=x" })),
            ("drafts", json!({ "delete": true })),
            ("drafts", json!({ "ids": ["Draft1"] })),
        ] {
            assert!(line(tool, given.clone()).is_err(), "{tool} {given}");
        }
    }
}
