//! The edge: arguments, settings, questions, exit codes.
//!
//! The command line is parsed here and resolved once; a command gets plain values. This is the only room that reads the
//! environment, asks the operator and ends the process.

mod accounts;
mod address;
mod args;
mod ask;
mod commands;
mod completion;
mod connect;
mod desk;
pub mod env;
pub mod failure;
mod folders;
mod given;
mod pages;
mod probe;
mod prompt;
mod relay;
mod remote;
mod settings;
mod shell;
mod watch;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::FromArgMatches as _;
use clap::parser::ValueSource;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::report::text;

pub use commands::Cli;

use crate::cli::failure::{Exit, Failure, report_it};
use crate::pipeline::Stop;
use crate::report::{self, Lang, Mode, Out};
use args::Global;
use commands::{Command, help};

/// The surroundings of a command.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    global: Arc<Global>,
    /// Options that were typed, as against those that the environment gave.
    typed: Arc<Vec<&'static str>>,
    out: Out,
    stop: Stop,
}

impl Frame {
    /// The same for one of several accounts: its lines say so.
    fn of_account(&self, name: &str) -> Self {
        let global = Global {
            account: vec![name.to_owned()],
            ..Global::clone(&self.global)
        };
        Self {
            global: Arc::new(global),
            out: self.out.of_account(name),
            ..self.clone()
        }
    }
}

/// The whole program. A panic anywhere ends with exit code 1 and one short line.
pub fn main() -> ExitCode {
    if completion::answered() {
        return ExitCode::SUCCESS;
    }
    let parsed = given::without_empty_variables(commands::command()).try_get_matches();
    let parsed = parsed.and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return misused(&error),
    };
    let out = out(&cli.global);
    let Some(command) = cli.command else {
        // A script that lost its arguments must not take the help for a result.
        out.always(help::page(out.lang, &[], false).trim_end());
        return ExitCode::from(Exit::Input as u8);
    };
    quiet_panics(out);
    log(&cli.global);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let error = anyhow::Error::new(error).context("starting the runtime");
            return end(out, Err(Failure::unforeseen(out.lang, &error)));
        }
    };
    let frame = Frame {
        typed: Arc::new(typed(&matches)),
        global: Arc::new(cli.global),
        out,
        stop: Stop::new(),
    };
    let result = runtime.block_on(async {
        let (stop, only_looks) = (frame.stop.clone(), command.only_looks());
        connect::hear_signals(stop.clone(), out, only_looks);
        // On a task of its own, so that a panic is an answer and not the end.
        let mut task = tokio::spawn(run(frame, command));
        if !only_looks {
            let result = task.await;
            leases_given_back().await;
            return result;
        }
        let interrupted = || Failure::new(Exit::Interrupted, text!(out.lang, send_interrupted), "");
        let result = stop.or(&mut task).await;
        if result.is_none() {
            task.abort();
            let _ = tokio::time::timeout(A_MOMENT, task).await;
        }
        leases_given_back().await;
        result.unwrap_or_else(|| Ok(Err(interrupted())))
    });
    runtime.shutdown_background();
    match result {
        Ok(result) => end(out, result),
        Err(_) => ExitCode::from(Exit::Defect as u8),
    }
}

/// Bytes of stack for each thread of the runtime, reserved and not used up: a whole campaign is one deep chain of futures.
const STACK: usize = 8 * 1024 * 1024;

/// How long the end of the program waits for what it leaves behind.
const A_MOMENT: Duration = Duration::from_secs(1);

/// Leases that were dropped are still on their way back; until they are there, others of the team wait for them.
async fn leases_given_back() {
    let _ = tokio::time::timeout(A_MOMENT, crate::store::leases_given_back()).await;
}

/// Help and versions are results; all else that clap finds is a mistake in the command line.
fn misused(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;

    let arguments: Vec<_> = std::env::args_os().collect();
    let lang = help::language(&arguments);
    let typed = |wanted: &str| {
        let mut words = arguments.iter().take_while(|word| *word != "--");
        words.any(|word| word == wanted)
    };
    let out = Out {
        mode: if typed("--json") {
            Mode::Json
        } else {
            Mode::Normal
        },
        lang,
        sandbox: false,
        account: None,
    };
    match error.kind() {
        ErrorKind::DisplayVersion => {
            let plain = Out {
                mode: Mode::Normal,
                ..out
            };
            let _ = plain.whole(&error.to_string());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelp => {
            let (path, whole) = help::asked(arguments);
            return show_help(lang, &path, whole);
        }
        _ => {}
    }
    let (failure, usage) = help::mistake(lang, error);
    let exit = end(out, Err(failure));
    if out.mode != Mode::Json {
        let gap = lang.pick(" ", "");
        out.always(&format!(
            "\n{}{gap}{usage}",
            report::text!(lang, usage_heading)
        ));
    }
    exit
}

/// Help is a result also where `--json` or `--quiet` was typed.
fn show_help(lang: Lang, path: &[String], whole: bool) -> ExitCode {
    let out = Out {
        mode: Mode::Normal,
        lang,
        sandbox: false,
        account: None,
    };
    // A closed stdout is the end, and not a failure.
    let _ = out.whole(&help::page(lang, path, whole));
    ExitCode::SUCCESS
}

/// The options whose source `wxmass settings` tells.
const TRACED: [&str; 7] = [
    "account", "api_base", "state", "sandbox", "timeout", "uploads", "lang",
];

fn typed(matches: &clap::ArgMatches) -> Vec<&'static str> {
    let mut levels = vec![matches];
    while let Some((_, inner)) = levels.last().and_then(|level| level.subcommand()) {
        levels.push(inner);
    }
    let is_typed = |name: &&'static str| {
        levels
            .iter()
            .any(|level| level.value_source(name) == Some(ValueSource::CommandLine))
    };
    TRACED.into_iter().filter(is_typed).collect()
}

async fn run(frame: Frame, command: Command) -> Result<Exit, Failure> {
    #[cfg(debug_assertions)]
    assert!(
        std::env::var_os(env::TEST_PANIC).is_none(),
        "planted by {}",
        env::TEST_PANIC
    );
    #[cfg(debug_assertions)]
    if let Some(point) = std::env::var(env::TEST_DEATH)
        .ok()
        .and_then(|n| n.parse().ok())
    {
        crate::store::die_at(point);
    }
    #[cfg(debug_assertions)]
    if let Some(length) = std::env::var(env::TEST_LEASE)
        .ok()
        .and_then(|milliseconds| milliseconds.parse().ok())
    {
        crate::store::shorten_leases(std::time::Duration::from_millis(length));
    }
    if let Some(names) = commands::several::names(&frame)? {
        // These futures are large: on the heap they leave the stack to what they call.
        return Box::pin(commands::several::run(&frame, &names, command)).await;
    }
    Box::pin(command.run(&frame)).await
}

/// Problems as annotations, where a workflow of GitHub runs the command.
fn annotate(out: Out, problems: &[crate::campaign::Problem]) {
    if env::value(env::GITHUB_ACTIONS).as_deref() != Some("true") {
        return;
    }
    let root = env::folder(env::GITHUB_WORKSPACE);
    for line in report::annotations(out.lang, problems, root.as_deref()).lines() {
        out.command(line);
    }
}

fn end(out: Out, result: Result<Exit, Failure>) -> ExitCode {
    let exit = match result {
        Ok(exit) => exit,
        Err(failure) if failure.is_closed() => Exit::Done,
        Err(failure) => {
            annotate(out, failure.problems());
            if out.mode == Mode::Json {
                // A closed stdout has no reader to tell.
                let _ = out.json(&failure.json(out.lang));
            } else {
                out.always(&failure.text(out.lang));
            }
            failure.exit
        }
    };
    ExitCode::from(exit as u8)
}

fn out(global: &Global) -> Out {
    let locale = || {
        let names = [env::LC_ALL, env::LC_MESSAGES, env::LANG];
        names
            .iter()
            .find_map(|name| env::value(name))
            .unwrap_or_default()
    };
    let lang = Lang::of_locale(&global.lang.clone().unwrap_or_else(locale));
    let mode = match (global.json, global.quiet, global.verbose) {
        (true, ..) => Mode::Json,
        (_, true, _) => Mode::Quiet,
        (.., 0) => Mode::Normal,
        _ => Mode::Verbose,
    };
    match global.color {
        clap::ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        clap::ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        clap::ColorChoice::Auto => {}
    }
    Out {
        mode,
        lang,
        sandbox: global.sandbox,
        account: None,
    }
}

/// The log of requests and retries, of our own code alone: libraries print URLs, and URLs hold tokens.
fn log(global: &Global) {
    let level = match global.verbose {
        0 => return,
        1 => Level::INFO,
        _ => Level::DEBUG,
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(anstream::stderr)
        .with_target(false)
        .compact();
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level);
    let _ = tracing_subscriber::registry()
        .with(lines)
        .with(ours)
        .try_init();
}

fn quiet_panics(out: Out) {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some(crate::picture::THREAD) {
            return;
        }
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            default(panic);
        }
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        out.always(&format!(
            "defect in wxmass {version} at {place}; {}",
            report_it(out.lang)
        ));
    }));
}
