//! From settings to a run's surroundings: store, client, events, and the sandbox where one is wanted.

use std::sync::Arc;

use super::accounts::TokenCall;
use super::probe::Forgetful;
use super::relay::{api_header, token_source};
use super::settings::{self, Guards, Login};
use super::{Frame, folders, settings::Settings};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{self, Account, Context, Event, Events, SharedTokens, Stop};
use crate::report::{Lang, Listening, Out, listen, quoted};
use crate::sandbox::{self, Sandbox};
use crate::store::Store;
use crate::wechat;

/// A connected command. Ends with [`Session::end`], which waits until everything said is shown.
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
        let store = Store::open(&settings.state)
            .await
            .map_err(|error| Failure::of_store(lang, &error))?;
        let key = account_key(&settings, frame.global.sandbox);
        let tokens = SharedTokens::new(store.clone(), key.clone());
        let options = client_options(frame, &settings)?;
        let asks = matches!(*settings.login, Login::Secret(_))
            && *settings.token_call == TokenCall::Stable;
        let probe = asks.then(|| client(lang, options.clone(), Arc::new(Forgetful)));
        let client = client(lang, options, Arc::new(tokens))?;
        let guards = settings.guards();
        let is_loopback = settings.is_loopback();
        let (events, heard) = Events::channel();
        let context = Context {
            client,
            store,
            account: Account {
                key,
                appid: settings.appid.value,
                name: settings.account_name.value,
                kind: settings.kind.value,
                protection: settings.protection.value,
            },
            events,
            stop: frame.stop.clone(),
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

/// The doors of WeChat's API ("interface domain names").
const WECHATS_HOSTS: [&str; 5] = [
    "api.weixin.qq.com",
    "api2.weixin.qq.com",
    "sh.api.weixin.qq.com",
    "sz.api.weixin.qq.com",
    "hk.api.weixin.qq.com",
];

/// A command that is to be pasted, with what makes it be about this account, given as the store and as people know it.
/// An account without a profile is the one whose credentials are in the environment.
pub(super) fn chosen(key: &str, name: &str, command: String) -> String {
    match key.split_once('@').unwrap_or_default() {
        (_, SANDBOX) => format!("{command} --sandbox"),
        (appid, _) if appid == name => command,
        _ => format!("{command} --account {}", quoted(name)),
    }
}

/// Where the sandbox's account is.
const SANDBOX: &str = "sandbox";

/// What the store knows the account by.
pub(super) fn account_key(settings: &Settings, sandbox: bool) -> String {
    let host = settings.base.host_str().unwrap_or_default();
    let port = settings.base.port();
    // The sandbox has another port each time and is the same WeChat all the same.
    let place = match port {
        _ if sandbox => SANDBOX.to_owned(),
        // All of them take the same tokens and reach the same followers: what went out by one was sent.
        _ if WECHATS_HOSTS.contains(&host) => WECHATS_HOSTS[0].to_owned(),
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    format!("{}@{place}", settings.appid)
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
        .map_err(|error| Failure::new(Exit::Defect, error.to_string(), ""))?
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
        token_call: match *settings.token_call {
            TokenCall::Stable => wechat::TokenCall::Stable,
            TokenCall::Classic => wechat::TokenCall::Classic,
        },
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
    wechat::Client::new(options, tokens).map_err(|error| {
        let message = match scheme.as_str() {
            "http" => lang
                .pick(error.errmsg(), "明文 http:// 的 API 地址仅限本机")
                .to_owned(),
            _ => lang.pick(
                error.errmsg().to_owned(),
                format!("API 地址不能以 `{scheme}:` 开头"),
            ),
        };
        let advice = lang.pick(
            "use https://, or --insecure-api-base where plain http:// is meant",
            "请使用 https://，确需明文 http:// 时加 --insecure-api-base",
        );
        Failure::new(Exit::Input, message, advice)
    })
}

/// The first Ctrl-C (or SIGTERM) asks everybody to stop, the second one leaves at once. Who `only_looks` has nothing to
/// finish, so that nothing has to be said.
pub(super) fn hear_signals(stop: Stop, out: Out, only_looks: bool) {
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
    tokio::select! {
        result = tokio::signal::ctrl_c() => result,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// A pipeline error as a failure.
pub(super) fn failed(lang: Lang) -> impl Fn(pipeline::Error) -> Failure {
    move |error| Failure::of_pipeline(lang, error)
}
