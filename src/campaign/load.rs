//! From a path to a checked campaign, or to everything that is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::audience::Roster;
use super::files::{Files, Place, read_text};
use super::problem::{Problems, Rule};
use super::table::{At, Table};
use super::{
    Audience, Body, Campaign, OpenIdSource, Preview, Route, SendOptions, Tag, article, audience,
    limits, message,
};

/// A campaign file is read up to this size.
const MAX_FILE: u64 = 1_048_576;

const KEYS: &[&str] = &[
    "name",
    "account",
    "route",
    "allow_long",
    "articles",
    "message",
    "images",
    "theme",
    "preview",
    "audience",
    "send",
];

/// What the operator allows.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Read files outside the campaign's folder.
    pub allow_outside: bool,
    /// Pictures of other hosts that somebody has fetched: their addresses as written, and the files.
    pub fetched: BTreeMap<String, PathBuf>,
}

/// Whether a file is a Markdown article: by itself it is a campaign of one article that goes to nobody.
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
    match read_all(file, options) {
        (Some(campaign), problems) if !problems.has_errors() => Ok(Campaign {
            warnings: problems,
            ..campaign
        }),
        (_, problems) => Err(problems),
    }
}

/// Everything that is wrong with a campaign that is to be sent, an audience that is missing included.
pub fn check(file: &Path, options: &LoadOptions) -> Problems {
    let (campaign, mut problems) = read_all(file, options);
    // An article by itself is none to be sent.
    let to_be_sent = campaign.filter(|_| !is_article(file));
    problems
        .list
        .extend(to_be_sent.and_then(|it| it.audience_problem()));
    problems
}

/// The campaign has stand-ins for pictures that were not fetched, and an error for each.
fn read_all(file: &Path, options: &LoadOptions) -> (Option<Campaign>, Problems) {
    let mut problems = Problems::default();
    if is_article(file) {
        let campaign = alone(file, options, &mut problems);
        problems.sort();
        return (campaign, problems);
    }
    if has_extension(file, &["html", "htm"]) {
        problems.of(file, Rule::CampaignKind);
        return (None, problems);
    }
    if file.is_dir() {
        let inside = Some(file.join("campaign.toml")).filter(|it| it.is_file());
        problems.of(file, Rule::CampaignFolder { inside });
        return (None, problems);
    }
    let text = match read_text(file, MAX_FILE) {
        Ok(text) => text,
        Err(rule) => {
            problems.of(file, rule);
            return (None, problems);
        }
    };
    problems.sources.insert(file.to_owned(), text.clone());
    let (tree, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let rule = Rule::Syntax {
            message: error.message().to_owned(),
        };
        problems.at(file, error.span().unwrap_or(0..0), rule);
    }
    // After a syntax error whole tables can be missing from the tree: everything else would be guesswork.
    let campaign = if errors.is_empty() {
        read(file, tree.get_ref(), options, &mut problems)
    } else {
        None
    };
    problems.sort();
    (campaign, problems)
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn alone(file: &Path, options: &LoadOptions, problems: &mut Problems) -> Option<Campaign> {
    match read_text(file, article::MAX_ARTICLE) {
        Ok(text) => problems.sources.insert(file.to_owned(), text),
        Err(rule) => {
            problems.of(file, rule);
            return None;
        }
    };
    let files = Files::new(&folder_of(file), options);
    let articles = article::alone(file, &files, problems)?;
    Some(Campaign {
        file: file.to_owned(),
        name: file.file_stem()?.to_string_lossy().into_owned(),
        account: None,
        route: Route::default(),
        body: Body::News(articles),
        preview: Preview::default(),
        audience: None,
        roster: None,
        send: SendOptions::default(),
        warnings: Problems::default(),
    })
}

fn read(
    file: &Path,
    tree: &DeTable<'_>,
    options: &LoadOptions,
    problems: &mut Problems,
) -> Option<Campaign> {
    let files = Files::new(&folder_of(file), options);
    let root = Table::open(file, tree, 0..0, KEYS, problems);
    let name = root.required("name", problems);
    if let Some(name) = &name {
        limits::check("name", name, file, problems);
        if name.value.contains(['\n', '\r', '\t']) {
            problems.at(
                file,
                name.span.clone(),
                Rule::ControlCharacter {
                    key: "name".to_owned(),
                },
            );
        }
    }
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
            problems.at(file, 0..0, Rule::NoBody);
            None
        }
    };
    let preview = preview(&root, file, problems);
    let mut roster = None;
    let audience = audience_of(&root, file, &files, &mut roster, problems);
    let send = send(&root, problems);
    Some(Campaign {
        file: file.to_owned(),
        name: name?.value,
        account,
        route,
        body: body?,
        preview,
        audience,
        roster,
        send,
        warnings: Problems::default(),
    })
}

fn preview(root: &Table<'_>, file: &Path, problems: &mut Problems) -> Preview {
    let Some(table) = root.table("preview", &["to", "wxnames"], problems) else {
        return Preview::default();
    };
    let openids = table.texts("to", problems).unwrap_or_default();
    for id in openids.iter().filter(|id| !audience::is_openid(&id.value)) {
        problems.at(
            file,
            id.span.clone(),
            Rule::InvalidOpenId {
                value: id.value.clone(),
            },
        );
    }
    let wxnames = table.texts("wxnames", problems).unwrap_or_default();
    for name in wxnames.iter().filter(|name| name.value.trim().is_empty()) {
        problems.at(
            file,
            name.span.clone(),
            Rule::Empty {
                key: "wxnames".to_owned(),
            },
        );
    }
    let values = |list: Vec<At<String>>| list.into_iter().map(|at| at.value).collect();
    Preview {
        openids: values(openids),
        wxnames: values(wxnames),
    }
}

fn send(root: &Table<'_>, problems: &mut Problems) -> SendOptions {
    let table = root.table("send", &["ignore_reprint", "wait"], problems);
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
    }
}

fn audience_of(
    root: &Table<'_>,
    file: &Path,
    files: &Files,
    roster: &mut Option<Arc<Roster>>,
    problems: &mut Problems,
) -> Option<Audience> {
    const KINDS: &[&str] = &["all", "tag", "openids"];
    let table = root.table("audience", KINDS, problems)?;
    let found = KINDS.iter().filter(|key| table.has(key)).count();
    if found != 1 {
        problems.at(
            file,
            table.span.clone(),
            Rule::ExactlyOne {
                of: KINDS.to_vec(),
                found,
            },
        );
        return None;
    }
    if table.has("all") {
        // `all = false` could be meant as anything; only the plain yes is everybody.
        return match table.flag("all", problems) {
            Some(true) => Some(Audience::All),
            Some(false) => {
                problems.at(file, table.span_of("all"), Rule::AllIsNotTrue);
                None
            }
            None => None,
        };
    }
    if let Some(value) = table.get("tag") {
        if let Some(number) = value.get_ref().as_integer() {
            let id = i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .filter(|id| *id >= 0);
            return match id {
                Some(id) => Some(Audience::Tag(Tag::Id(id))),
                None => table.wrong("tag", value, "a tag's id or name", problems),
            };
        }
        let written = table.filled("tag", problems)?;
        return Tag::parse(&written.value).map(Audience::Tag);
    }
    openids(&table, file, files, roster, problems).map(Audience::OpenIds)
}

fn openids(
    table: &Table<'_>,
    file: &Path,
    files: &Files,
    roster: &mut Option<Arc<Roster>>,
    problems: &mut Problems,
) -> Option<OpenIdSource> {
    let value = table.get("openids")?;
    if value.get_ref().is_array() {
        let list = table.texts("openids", problems)?;
        for id in list.iter().filter(|id| !audience::is_openid(&id.value)) {
            problems.at(
                file,
                id.span.clone(),
                Rule::InvalidOpenId {
                    value: id.value.clone(),
                },
            );
        }
        let mut distinct: Vec<_> = list.iter().map(|id| id.value.as_str()).collect();
        distinct.sort_unstable();
        distinct.dedup();
        match distinct.len() {
            0 => problems.at(file, value.span(), Rule::NoOpenIds),
            1 => problems.at(file, value.span(), Rule::OneOpenId),
            _ => {}
        }
        return Some(OpenIdSource::List(
            list.into_iter().map(|id| id.value).collect(),
        ));
    }
    let written = table.filled("openids", problems)?;
    if written.value == "-" {
        return Some(OpenIdSource::Stdin);
    }
    let place = Place::span(file, written.span.clone());
    let path = files.find(&written.value, &place, problems)?;
    let source = OpenIdSource::File(path);
    match Roster::read(&source) {
        Ok(read) => {
            *roster = Some(Arc::new(read));
            Some(source)
        }
        Err(found) => {
            problems.list.extend(found.list);
            None
        }
    }
}
