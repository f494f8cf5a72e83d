//! From a path to a checked campaign, or to everything that is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::files::Files;
use super::options::LoadOptions;
use super::problem::{Problems, Rule, Source};
use super::read::read_text;
use super::summary::Summary;
use super::table::Table;
use super::{
    Body, Campaign, Own, Preview, Route, SendOptions, Window, article, limits, message, receivers,
    schedule,
};
use crate::text::{self, slips};

/// A campaign file is read up to this size.
const MAX_FILE: u64 = 1_048_576;

pub(super) const KEYS: &[&str] = &[
    "name",
    "account",
    "route",
    "allow_long",
    "articles",
    "message",
    "images",
    "theme",
    "preview",
    "accounts",
    "audience",
    "send",
];

pub(super) const SEND_KEYS: &[&str] = &["ignore_reprint", "wait", "at", "until"];
/// The keys that an account may have of its own.
pub(super) const OWN_KEYS: &[&str] = &["audience", "preview"];

/// Whether a file is a Markdown article: by itself it is a campaign of one article without an audience.
pub fn is_article(file: &Path) -> bool {
    has_extension(file, &["md", "markdown"])
}

fn has_extension(file: &Path, known: &[&str]) -> bool {
    file.extension()
        .and_then(|it| it.to_str())
        .is_some_and(|it| known.iter().any(|one| it.eq_ignore_ascii_case(one)))
}

/// Reads and checks a campaign, or an article by itself. Every problem is in the answer; nothing is called. A picture of
/// another host that was not fetched is an error ([`Problems::not_fetched`]).
pub fn load(file: &Path, options: &LoadOptions) -> Result<Campaign, Problems> {
    let Read {
        campaign, problems, ..
    } = read_all(file, options);
    match campaign {
        Some(campaign) if !problems.has_errors() => Ok(Campaign {
            warnings: problems,
            ..campaign
        }),
        _ => Err(problems),
    }
}

/// Everything that is wrong with a campaign that is to be sent, an audience that is missing included; and what was looked at,
/// where all of it could be read.
pub fn check(file: &Path, options: &LoadOptions) -> (Problems, Option<Summary>) {
    let Read {
        campaign,
        mut problems,
        has_audience,
    } = read_all(file, options);
    // An article by itself is none to be sent, and what is no campaign has no audience to miss.
    if has_audience == Some(false) && !is_article(file) {
        problems.of(file, Rule::AudienceMissing);
    }
    let summary = campaign.as_ref().map(Summary::of);
    (problems, summary)
}

/// The parts that were read of a campaign file.
struct Read {
    /// With stand-ins for pictures that were not fetched, and an error for each.
    campaign: Option<Campaign>,
    problems: Problems,
    /// Whether there is an `[audience]`, right or wrong; `None` where the file is no TOML.
    has_audience: Option<bool>,
}

impl Read {
    fn failed(file: &Path, rule: Rule) -> Self {
        let mut problems = Problems::default();
        problems.of(file, rule);
        Self {
            campaign: None,
            problems,
            has_audience: None,
        }
    }
}

fn read_all(file: &Path, options: &LoadOptions) -> Read {
    let mut problems = Problems::default();
    if is_article(file) {
        let campaign = alone(file, options, &mut problems);
        problems.finish();
        return Read {
            campaign,
            problems,
            has_audience: Some(false),
        };
    }
    if has_extension(file, &["html", "htm"]) {
        return Read::failed(file, Rule::CampaignKind);
    }
    if file.is_dir() {
        let inside = Some(file.join("campaign.toml")).filter(|it| it.is_file());
        return Read::failed(file, Rule::CampaignFolder { inside });
    }
    let text = match read_text(file, MAX_FILE) {
        Ok(text) => text,
        Err(rule) => return Read::failed(file, rule),
    };
    let source = Source::new(text.clone());
    problems.sources.insert(file.to_owned(), source);
    let (tree, errors) = DeTable::parse_recoverable(&text);
    let places = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()));
    for found in slips(&text, places, &["articles"]) {
        let (message, slip) = (found.message, found.slip);
        problems.at(file, found.span, Rule::Syntax { message, slip });
    }
    // After a syntax error whole tables can be missing from the tree: everything else would be guesswork.
    let (campaign, has_audience) = if errors.is_empty() {
        read(file, tree.get_ref(), options, &mut problems)
    } else {
        (None, None)
    };
    problems.finish();
    Read {
        campaign,
        problems,
        has_audience,
    }
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn alone(file: &Path, options: &LoadOptions, problems: &mut Problems) -> Option<Campaign> {
    match read_text(file, article::MAX_ARTICLE) {
        Ok(text) => problems.sources.insert(file.to_owned(), Source::new(text)),
        Err(rule) => {
            problems.of(file, rule);
            return None;
        }
    };
    let files = Files::new(&folder_of(file), options);
    let articles = article::alone(file, &files, problems)?;
    Some(Campaign {
        file: file.to_owned(),
        name: text::normal_name(&file.file_stem()?.to_string_lossy()),
        account: None,
        route: Route::default(),
        body: Body::News(articles),
        preview: Preview::default(),
        audience: None,
        roster: None,
        send: SendOptions::default(),
        own: BTreeMap::new(),
        warnings: Problems::default(),
    })
}

/// The campaign, and whether it has an `[audience]`.
fn read(
    file: &Path,
    tree: &DeTable<'_>,
    options: &LoadOptions,
    problems: &mut Problems,
) -> (Option<Campaign>, Option<bool>) {
    let files = Files::new(&folder_of(file), options);
    let root = Table::open(file, tree, 0..0, KEYS, problems);
    let name = name(&root, file, problems);
    let account = root
        .filled("account", problems)
        .map(|account| account.value);
    let routes = [
        ("draft", Route::Draft),
        ("material", Route::Material),
        ("upload", Route::Upload),
    ];
    let route = root.choice("route", &routes, problems).unwrap_or_default();
    let body = match (root.has("articles"), root.has("message")) {
        (true, false) => article::read(&root, file, &files, problems).map(Body::News),
        (false, true) => message::read(&root, file, &files, problems).map(Body::Message),
        (true, true) => {
            problems.at(file, root.span_of("message"), Rule::TwoBodies);
            None
        }
        (false, false) => {
            if !root.is_misspelt("articles") && !root.is_misspelt("message") {
                problems.at(file, 0..0, Rule::NoBody);
            }
            None
        }
    };
    let preview = receivers::preview(&root, file, problems);
    let has_audience = root.has("audience") || root.is_misspelt("audience") || root.has("accounts");
    let audience = receivers::audience(&root, file, &files, problems);
    let send = send(&root, file, problems);
    let own = own(&root, file, &files, problems);
    let campaign = name.zip(body).map(|(name, body)| {
        let (audience, roster) =
            audience.map_or((None, None), |(audience, roster)| (Some(audience), roster));
        Campaign {
            file: file.to_owned(),
            name,
            account,
            route,
            body,
            preview,
            audience,
            roster,
            send,
            own,
            warnings: Problems::default(),
        }
    });
    (campaign, Some(has_audience))
}

/// The campaign's name as the ledger knows it: names that look alike are one.
fn name(root: &Table<'_>, file: &Path, problems: &mut Problems) -> Option<String> {
    let written = root.required("name", problems)?;
    limits::check("name", &written, file, problems);
    if written.value.contains(['\n', '\r', '\t']) {
        let key = "name".to_owned();
        problems.at(file, written.span.clone(), Rule::ControlCharacter { key });
    }
    if let Some(character) = text::invisible_in(&written.value) {
        let key = "name";
        let rule = Rule::InvisibleCharacter { key, character };
        problems.at(file, written.span, rule);
    }
    Some(text::normal_name(&written.value))
}

fn send(root: &Table<'_>, file: &Path, problems: &mut Problems) -> SendOptions {
    let table = root.table("send", SEND_KEYS, problems);
    let window = table
        .as_ref()
        .and_then(|table| window(table, file, problems));
    let default = SendOptions::default();
    let mut flag = |key, default| {
        table
            .as_ref()
            .and_then(|table| table.flag(key, problems))
            .unwrap_or(default)
    };
    SendOptions {
        ignore_reprint: flag("ignore_reprint", default.ignore_reprint),
        wait: flag("wait", default.wait),
        window,
    }
}

/// `[accounts.NAME]`: what an account has of its own.
fn own(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    problems: &mut Problems,
) -> BTreeMap<String, Own> {
    let Some(value) = root.get("accounts") else {
        return BTreeMap::new();
    };
    let Some(accounts) = value.get_ref().as_table() else {
        root.wrong::<()>("accounts", value, "a table", problems);
        return BTreeMap::new();
    };
    let mut all = BTreeMap::new();
    for (name, value) in accounts {
        let Some(table) = value.get_ref().as_table() else {
            root.wrong::<()>(name.get_ref(), value, "a table", problems);
            continue;
        };
        let table = Table::open(file, table, name.span(), OWN_KEYS, problems);
        let audience = receivers::audience(&table, file, files, problems);
        let preview = table
            .has("preview")
            .then(|| receivers::preview(&table, file, problems));
        let (audience, roster) =
            audience.map_or((None, None), |(audience, roster)| (Some(audience), roster));
        let own = Own {
            audience,
            roster,
            preview,
        };
        all.insert(name.get_ref().to_string(), own);
    }
    all
}

/// `at` and `until`; either may be a text or a date of TOML.
fn window(table: &Table<'_>, file: &Path, problems: &mut Problems) -> Option<Window> {
    let mut time = |key: &'static str| {
        let value = table.get(key)?;
        let written = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(time) => time.to_string(),
            _ => return table.wrong(key, value, "a time", problems),
        };
        let time = schedule::time(&written);
        if time.is_none() {
            let rule = Rule::BadSetting {
                key,
                value: written,
                like: LIKE,
            };
            problems.at(file, value.span(), rule);
        }
        time
    };
    let (at, until) = (time("at"), time("until"));
    let Some(at) = at else {
        if until.is_some() && !table.has("at") {
            problems.at(file, table.span_of("until"), Rule::MissingKey { key: "at" });
        }
        return None;
    };
    let window = Window::new(at, until);
    if window.is_none() {
        problems.at(file, table.span_of("until"), Rule::EndsBeforeItBegins);
    }
    window
}

/// A time, as it is written.
const LIKE: &str = "2026-12-01 20:00";
