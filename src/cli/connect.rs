//! From settings to a run's surroundings: store, client, events, and the sandbox where one is wanted.

use std::sync::Arc;

use anyhow::Context as _;
use url::{Host, Url};

use super::completion::seen;
use super::probe::Forgetful;
use super::relay::{api_header, token_source};
use super::settings::{self, Guards, Login};
use super::{Frame, env, folders, settings::Settings};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{self, Account, Context, Event, Events, SharedTokens, Stop, TagsSeen};
use crate::report::text;
use crate::report::{Lang, Listening, Out, listen, quoted};
use crate::sandbox::{self, Sandbox};
use crate::store::Store;
use crate::wechat;

/// A connected command. Ends with [`Session::end`], which waits until every event is shown.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) context: Context,
    pub(super) guards: Guards,
    /// Asks for a token each time, where that disturbs no other program.
    pub(super) probe: Option<wechat::Client>,
    /// The API base is on this machine.
    pub(super) is_loopback: bool,
    listening: Listening,
    _sandbox: Option<Sandbox>,
}

impl Session {
    /// Opens the store and builds the client; makes no call.
    pub(super) async fn open(
        frame: &Frame,
        campaign_account: Option<&str>,
    ) -> Result<Self, Failure> {
        let lang = frame.out.lang;
        let (sandbox, base) = if frame.global.sandbox {
            start_sandbox(lang).await?
        } else {
            (None, None)
        };
        let settings = settings::resolve(frame, campaign_account, base.as_deref())?;
        let store = open_store(frame.out, &settings.state).await?;
        same_world(frame, &store, &settings).await?;
        let key = account_key(&settings, frame.global.sandbox);
        let tokens = SharedTokens::new(store.clone(), key.clone());
        let options = client_options(frame, &settings)?;
        let asks = matches!(*settings.login, Login::Secret(_))
            && *settings.token_call == wechat::TokenCall::Stable;
        let probe = asks.then(|| client(lang, options.clone(), Arc::new(Forgetful)));
        let client = client(lang, options, Arc::new(tokens))?;
        let guards = settings.guards();
        let is_loopback = settings.is_loopback();
        let (events, heard) = Events::channel();
        let (appid, in_sandbox) = (settings.appid.value.clone(), frame.global.sandbox);
        let tags_seen = TagsSeen::by(move |tags| seen::keep(in_sandbox, &appid, tags));
        let context = Context {
            client,
            store,
            account: Account {
                key,
                base: shown_base(frame, &settings),
                appid: settings.appid.value,
                name: settings.account_name.value,
                kind: settings.kind.value,
                protection: settings.protection.value,
                quiet_hours: settings::quiet_hours(frame, &guards)?,
                require_preview: guards.require_preview,
            },
            events,
            stop: frame.stop.clone(),
            tags_seen,
            uploads_at_once: usize::from(frame.global.uploads),
            pace: settings.pace,
        };
        let listening = listen(frame.out, heard);
        Ok(Self {
            context,
            guards,
            probe: probe.transpose()?,
            is_loopback,
            listening,
            _sandbox: sandbox,
        })
    }

    /// Lets the reporter finish.
    pub(super) async fn end(self) {
        drop(self.context);
        self.listening.end().await;
    }
}

/// Opens the store, and says so where others could read it until now.
pub(super) async fn open_store(out: Out, address: &str) -> Result<Store, Failure> {
    let store = Store::open(address)
        .await
        .map_err(|error| Failure::of_store(out.lang, &error))?;
    if let Some(mode) = store.was_open_to_others() {
        out.note(&text!(
            out.lang,
            connect_store_was_open,
            store = store.describe(),
            mode = format!("{mode:04o}")
        ));
    }
    Ok(store)
}

/// Stands for the base of the sandbox inside the process, which has another port each time.
const SANDBOX: &str = "sandbox";

/// A command that is to be pasted, with what makes it be about this account, given by its base, appid and name. An account
/// without a profile is the one whose credentials are in the environment.
pub(super) fn chosen(base: &str, appid: &str, name: &str, command: String) -> String {
    if base == SANDBOX {
        format!("{command} --sandbox")
    } else if appid == name {
        command
    } else {
        format!("{command} --account {}", quoted(name))
    }
}

/// The key of the account in the store: its appid, whatever base it is reached at. The sandbox inside the process is a world
/// of its own.
pub(super) fn account_key(settings: &Settings, sandbox: bool) -> String {
    if sandbox {
        SANDBOX.to_owned()
    } else {
        settings.appid.clone()
    }
}

/// The base URL as it is recorded: without the credentials that a relay may want.
fn shown_base(frame: &Frame, settings: &Settings) -> String {
    if frame.global.sandbox {
        return SANDBOX.to_owned();
    }
    let mut base = settings.base.clone();
    // Neither fails for a base that has a host, and one without is refused by the client.
    let _ = base.set_username("");
    let _ = base.set_password(None);
    base.to_string()
}

/// Refuses a base on this machine for an account that was reached at a public one, and the reverse: either is the same
/// account by its appid, and one of the two is probably not WeChat.
async fn same_world(frame: &Frame, store: &Store, settings: &Settings) -> Result<(), Failure> {
    if frame.global.relay {
        return Ok(());
    }
    let lang = frame.out.lang;
    let known = store
        .bases_of(&account_key(settings, frame.global.sandbox))
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    let here = shown_base(frame, settings);
    let Some(other) = known.iter().find(|base| is_local(base) != is_local(&here)) else {
        return Ok(());
    };
    Err(Failure::new(
        Exit::Input,
        text!(
            lang,
            connect_ledger_knows_account_now_reached,
            appid = settings.appid,
            other = other,
            here = &here
        ),
        text!(lang, connect_if_both_lead_same_wechat, relay = env::RELAY),
    ))
}

/// Whether a base, or the host that an earlier version kept in its place, is on this machine.
fn is_local(base: &str) -> bool {
    if base == SANDBOX {
        return true;
    }
    let url = Url::parse(base).ok().filter(Url::has_host);
    let url = url.or_else(|| Url::parse(&format!("https://{base}")).ok());
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

async fn start_sandbox(lang: Lang) -> Result<(Option<Sandbox>, Option<String>), Failure> {
    let folder = folders::sandbox();
    folders::trusted(lang)?;
    if let Some(base) = sandbox::running(&folder) {
        return Ok((None, Some(base)));
    }
    let options = sandbox::Options {
        folder: Some(folder),
        ..sandbox::Options::default()
    };
    // Another process may be playing in this world; waiting for it must not hold up the signals.
    let started = tokio::task::spawn_blocking(move || Sandbox::start(options)).await;
    let sandbox = started
        .context("starting the sandbox")
        .map_err(|error| Failure::unforeseen(lang, &error))?
        .map_err(|error| Failure::of_sandbox(lang, &error))?;
    let base = sandbox.base_url().to_owned();
    Ok((Some(sandbox), Some(base)))
}

/// The parts of a client of the account. Runs the profile's `api_header_command`, where there is one.
pub(super) fn client_options(
    frame: &Frame,
    settings: &Settings,
) -> Result<wechat::Options, Failure> {
    Ok(wechat::Options {
        base: settings.base.value.clone(),
        appid: settings.appid.value.clone(),
        secret: match &settings.login.value {
            Login::Secret(secret) => secret.clone(),
            Login::TokenCommand(_) | Login::Token(_) | Login::None => String::new().into(),
        },
        token_call: *settings.token_call,
        token_source: token_source(frame, settings),
        api_header: api_header(frame, settings)?,
        insecure_base: frame.global.insecure_api_base,
        pace: settings.pace,
        timeout: *settings.timeout,
    })
}

/// A client that keeps its tokens in `tokens`; makes no call. Refuses plain `http://` beyond this machine.
pub(super) fn client(
    lang: Lang,
    options: wechat::Options,
    tokens: Arc<dyn wechat::TokenCache>,
) -> Result<wechat::Client, Failure> {
    let scheme = options.base.scheme().to_owned();
    wechat::Client::new(options, tokens).map_err(|_| {
        let message = match scheme.as_str() {
            "http" => text!(lang, connect_plain_http),
            _ => text!(lang, connect_scheme, scheme = scheme),
        };
        let advice = text!(lang, connect_use_https_insecure_api_base);
        Failure::new(Exit::Input, message, advice)
    })
}

/// The first Ctrl-C (or SIGTERM, or SIGHUP) asks everybody to stop, the second one leaves at once. Who `only_looks` has nothing to
/// finish, so that nothing has to be said.
pub(super) fn hear_signals(stop: Stop, out: Out, only_looks: bool) {
    survive_size_limits();
    tokio::spawn(async move {
        let mut heard = 0;
        while wait_for_signal().await.is_ok() {
            heard += 1;
            if heard > 1 {
                leave();
            }
            stop.ask();
            if only_looks {
                continue;
            }
            out.note(&crate::report::event(out.lang, &Event::Stopping).unwrap_or_default());
        }
    });
}

#[expect(
    clippy::exit,
    reason = "the operator asked twice; the ledger has the intent of what is in flight"
)]
fn leave() -> ! {
    std::process::exit(Exit::Interrupted as i32)
}

#[cfg(unix)]
async fn wait_for_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = if hangs_up() {
        Some(signal(SignalKind::hangup())?)
    } else {
        None
    };
    let hung_up = async {
        match &mut hangup {
            Some(hangup) => hangup.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
        _ = hung_up => Ok(()),
    }
}

/// Whether the end of the terminal is to be heard: not under `nohup`, which has it ignored before this program starts.
#[cfg(target_os = "linux")]
fn hangs_up() -> bool {
    static HANGS_UP: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        // The first bit is SIGHUP, which is signal 1.
        ignored.is_some_and(|mask| mask & 1 == 0)
    });
    *HANGS_UP
}

/// The same where the system does not tell: `nohup` takes the terminal away from both streams.
#[cfg(all(unix, not(target_os = "linux")))]
fn hangs_up() -> bool {
    use std::io::IsTerminal as _;
    std::io::stderr().is_terminal() || std::io::stdout().is_terminal()
}

/// A write beyond the limit on the size of files (`ulimit -f`) is an error like a full disk, and not the end.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn survive_size_limits() {
    /// SIGXFSZ on both systems.
    const TOO_LARGE: i32 = 25;
    let kind = tokio::signal::unix::SignalKind::from_raw(TOO_LARGE);
    if let Err(error) = tokio::signal::unix::signal(kind) {
        tracing::debug!(%error, "a limit on the size of files will end this process");
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn survive_size_limits() {}

#[cfg(not(unix))]
async fn wait_for_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// A pipeline error as a failure.
pub(super) fn failed(lang: Lang) -> impl Fn(pipeline::Error) -> Failure {
    move |error| Failure::of_pipeline(lang, error)
}
