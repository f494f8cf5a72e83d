//! `wxmass sandbox`: a local WeChat to practise on, until Ctrl-C.

use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use tokio::sync::mpsc::UnboundedReceiver;
use url::Url;

use super::{print, written};
use crate::campaign::{Problem, Problems, Rule, problem::Source};
use crate::cli::failure::{Exit, Failure};
use crate::cli::given::Wrong;
use crate::cli::{Frame, folders, settings};
use crate::report::Lang;
use crate::report::text;
use crate::sandbox::{
    APPID, AesKey, Callback, FOLLOWERS, Faults, HOSTS, Kind, Note, Options, Protection, SECRET,
    Sandbox, What, calls, moment, read_faults, relay_path, unplayed,
};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass sandbox --port 8088\n  wxmass sandbox --memory --kind subscription\n  wxmass sandbox --faults examples/faults.toml --clock \"2026-11-30 23:55\""
)]
pub(crate) struct SandboxArgs {
    #[arg(long, default_value_t = 0)]
    port: u16,
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    #[arg(long)]
    memory: bool,
    #[arg(long, value_parser = ["service", "subscription", "unverified", "test"])]
    kind: Option<String>,
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "true", value_parser = ["true", "false", "sending", "kept", "dropped"])]
    protection: Option<String>,
    #[arg(long, value_name = "PATH", value_parser = relay_path)]
    path: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    clock: Option<jiff::Timestamp>,
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(FOLLOWERS))]
    followers: u64,
    #[arg(long, value_name = "URL", value_parser = callback_url)]
    callback: Option<Url>,
    #[arg(
        long,
        value_name = "TOKEN",
        requires = "callback",
        default_value = settings::SANDBOX_CALLBACK_TOKEN
    )]
    callback_token: String,
    #[arg(long, value_name = "KEY", requires = "callback")]
    aes_key: Option<AesKey>,
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    #[arg(long)]
    tls: bool,
    #[arg(long)]
    hosts: bool,
    #[arg(long)]
    calls: bool,
}

pub(crate) async fn run(frame: &Frame, args: &SandboxArgs) -> Result<Exit, Failure> {
    if args.calls {
        return list_calls(frame);
    }
    if args.hosts {
        let here = if args.bind.is_unspecified() {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            args.bind
        };
        let line = format!("{here} {}", HOSTS.join(" "));
        written(frame.out.json(&json!({ "hosts": line })))?;
        print(frame, &line)?;
        return Ok(Exit::Done);
    }
    let kind = args.kind.as_deref().map(|kind| match kind {
        "subscription" => Kind::Subscription,
        "unverified" => Kind::Unverified,
        "test" => Kind::Test,
        _ => Kind::Service,
    });
    let options = Options {
        port: args.port,
        bind: args.bind,
        folder: (!args.memory).then(folders::sandbox),
        served: true,
        followers: args.followers,
        kind,
        protection: args.protection.as_deref().map(|how| how != "false"),
        protection_plays: match args.protection.as_deref() {
            Some("true" | "sending") => Some(Protection::Sending),
            Some("kept") => Some(Protection::Kept),
            Some("dropped") => Some(Protection::Dropped),
            _ => None,
        },
        path: args.path.clone(),
        tls: args.tls,
        clock: args.clock,
        callback: args.callback.clone().map(|url| Callback {
            url,
            token: args.callback_token.clone(),
            key: args.aes_key.clone(),
        }),
        faults: match &args.faults {
            Some(file) => faults(frame.out.lang, file)?,
            None => Faults::default(),
        },
    };
    let lang = frame.out.lang;
    if !args.memory {
        folders::trusted(lang)?;
    }
    let mut sandbox = Sandbox::start(options).map_err(|error| Failure::of_sandbox(lang, &error))?;
    print(frame, sandbox.base_url())?;
    // Behind the `#` the token stays in the browser.
    let outbox = format!("{}/#token={}", sandbox.root_url(), sandbox.control_token());
    frame.out.note(&text!(
        lang,
        sandbox_outbox_stop_ctrl_c_wxmass,
        outbox = outbox,
        base_url = sandbox.base_url(),
        appid = APPID,
        secret = SECRET,
        control_token = sandbox.control_token()
    ));
    if !args.bind.is_loopback() {
        frame.out.note(&text!(
            lang,
            sandbox_listens_who_reaches_can_read,
            bind = args.bind
        ));
    }
    let mut document = json!({ "base_url": sandbox.base_url(), "appid": APPID, "secret": SECRET, "control_token": sandbox.control_token(), "outbox": outbox });
    if let Some(trust) = sandbox.trust() {
        let lines = trust.lines();
        document["ca"] = json!(trust.certificate);
        document["trust"] = lines
            .iter()
            .map(|(who, line)| json!({ "client": who, "line": line }))
            .collect();
        for (who, line) in lines {
            frame.out.note(&format!("{who}: {line}"));
        }
        frame
            .out
            .note(&text!(lang, sandbox_wechat_host_names_lead_here));
    }
    written(frame.out.json(&document))?;
    let notes = sandbox.notes();
    // Ends only with the wish to stop.
    frame.stop.or(tell(frame, notes)).await;
    tokio::task::spawn_blocking(move || drop(sandbox))
        .await
        .context("stopping the sandbox")
        .map_err(|error| Failure::unforeseen(frame.out.lang, &error))?;
    Ok(Exit::Done)
}

/// Prints the calls that are played, and those that are not.
fn list_calls(frame: &Frame) -> Result<Exit, Failure> {
    let played: Vec<_> = calls::names().collect();
    let unplayed: Vec<_> = unplayed::names().collect();
    written(
        frame
            .out
            .json(&json!({ "played": played, "not_played": unplayed })),
    )?;
    // For scripts: never translated.
    let marked = |names: &[&str], mark: &str| {
        let lines = names.iter().map(|name| format!("{mark}\t{name}"));
        lines.collect::<Vec<_>>().join("\n")
    };
    print(frame, &marked(&played, "simulated"))?;
    print(frame, &marked(&unplayed, "not simulated"))?;
    Ok(Exit::Done)
}

/// Says what becomes of events, for ever.
async fn tell(frame: &Frame, notes: Option<UnboundedReceiver<Note>>) {
    if let Some(mut notes) = notes {
        while let Some(note) = notes.recv().await {
            frame.out.note(&sentence(frame.out.lang, &note));
        }
    }
    std::future::pending::<()>().await;
}

fn sentence(lang: Lang, note: &Note) -> String {
    let id = note.id.map(|id| format!(" {id}")).unwrap_or_default();
    match &note.failed {
        None => text!(lang, sandbox_callback_taken, what = note.what, id = id),
        Some(why) => text!(
            lang,
            sandbox_callback_not_taken_attempt,
            what = note.what,
            id = id,
            n = note.attempt,
            why = why
        ),
    }
}

fn callback_url(text: &str) -> Result<Url, Wrong> {
    let url: Url = text.parse().map_err(|_| Wrong::Address)?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        _ => Err(Wrong::Address),
    }
}

/// Reads a file of faults; everything that is wrong with it is told at once, as with a campaign.
fn faults(lang: Lang, file: &Path) -> Result<Faults, Failure> {
    let mut found = Problems::default();
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            let rule = Rule::Unreadable {
                path: file.to_owned(),
                why: (&error).into(),
            };
            found.list.push(problem(file, "", None, rule));
            return Err(of_problems(lang, found));
        }
    };
    read_faults(&text).map_err(|wrong| {
        for wrong in wrong {
            let rule = rule(wrong.what);
            let problem = problem(file, &text, Some(wrong.span), rule);
            found.list.push(problem);
        }
        found.sources.insert(file.to_owned(), Source::new(text));
        of_problems(lang, found)
    })
}

fn of_problems(lang: Lang, found: Problems) -> Failure {
    let mut failure = Failure::of_problems(lang, found);
    failure.message = text!(lang, sandbox_file_faults_problems);
    failure
}

fn problem(file: &Path, text: &str, span: Option<Range<usize>>, rule: Rule) -> Problem {
    let start = span.as_ref().map(|span| span.start);
    let before = start.and_then(|start| text.get(..start));
    let (line, column) = before.map_or((0, 0), |before| {
        let last = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, last.chars().count() + 1)
    });
    Problem {
        file: file.to_owned(),
        span,
        line,
        column,
        rule,
    }
}

fn rule(what: What) -> Rule {
    match what {
        What::Syntax(message) => Rule::Syntax {
            message,
            slip: None,
        },
        What::UnknownKey { key, nearest } => Rule::UnknownKey { key, nearest },
        What::MissingKey(key) => Rule::MissingKey { key },
        What::WrongType {
            key,
            expected,
            found,
        } => Rule::WrongType {
            key: key.to_owned(),
            expected,
            found,
        },
        What::NotOneOf {
            key,
            value,
            allowed,
            nearest,
        } => Rule::NotOneOf {
            key: key.to_owned(),
            value,
            allowed: allowed.into_iter().map(str::to_owned).collect(),
            nearest,
        },
    }
}
