//! Pages that an agent can read beside the tools: errcodes, exit codes and the pages of `docs/`.

use serde_json::json;

use super::commands::schema::{self, Which};
use super::failure::Exit;
use crate::mcp::Page;
use crate::report::{Lang, errcode_advice};
use crate::wechat::errcode;

const MARKDOWN: &str = "text/markdown";
const JSON: &str = "application/json";

/// The pages of `docs/` that say how wxmass is used.
const DOCS: [(&str, &str, &str); 6] = [
    (
        "first-campaign",
        "From nothing to a first send",
        include_str!("../../docs/first-campaign.md"),
    ),
    (
        "accounts",
        "Profiles, credentials, guard rails",
        include_str!("../../docs/accounts.md"),
    ),
    (
        "safety",
        "How a campaign is sent once",
        include_str!("../../docs/safety.md"),
    ),
    (
        "sandbox",
        "A WeChat on this machine to rehearse on",
        include_str!("../../docs/sandbox.md"),
    ),
    (
        "themes",
        "Looks of articles, and what WeChat keeps",
        include_str!("../../docs/themes.md"),
    ),
    (
        "troubleshooting",
        "Errcodes and what to do",
        include_str!("../../docs/troubleshooting.md"),
    ),
];

/// All pages.
pub(super) fn all() -> Vec<Page> {
    let docs = DOCS.iter().map(|(name, about, text)| Page {
        address: format!("wxmass://docs/{name}"),
        about: (*about).to_owned(),
        media_type: MARKDOWN,
        text: (*text).to_owned(),
    });
    let page = |address: &str, about: &str, document: serde_json::Value| Page {
        address: address.to_owned(),
        about: about.to_owned(),
        media_type: JSON,
        text: format!("{document:#}"),
    };
    let schema = |which: Which| schema::of(Lang::En, which);
    let data = [
        page(
            "wxmass://schema/campaign",
            "JSON Schema of a campaign file",
            schema(Which::Campaign),
        ),
        page(
            "wxmass://schema/accounts",
            "JSON Schema of the accounts file",
            schema(Which::Accounts),
        ),
        page(
            "wxmass://errcodes",
            "WeChat's errcodes with advice",
            errcodes(),
        ),
        page(
            "wxmass://exit-codes",
            "How a command or a tool ends",
            exit_codes(),
        ),
    ];
    data.into_iter().chain(docs).collect()
}

/// Every errcode with its advice in both languages.
pub(super) fn errcodes() -> serde_json::Value {
    let rows = errcode::all().map(|entry| {
        let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| errcode_advice(lang, entry.code));
        json!({ "errcode": entry.code, "advice": { "en": english, "zh": chinese } })
    });
    rows.collect()
}

/// Every exit code with its name in JSON, what it means and what to do.
pub(super) fn exit_codes() -> serde_json::Value {
    let rows = Exit::ALL.iter().map(|exit| {
        let (meaning, then) = exit.told(Lang::En);
        json!({ "exit_code": *exit as i32, "kind": exit.kind(), "meaning": meaning, "then": then })
    });
    rows.collect()
}
