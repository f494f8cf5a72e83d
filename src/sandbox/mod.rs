//! A WeChat on this machine, to practise and to test on.
//!
//! It refuses what the real one refuses, with the same errcodes and the same oddities, and remembers what it accepted.
//! With the client it shares the numbers of errcodes and nothing else: a typo shared by both would pass every test.

mod answer;
mod callback;
mod control;
mod faults;
mod files;
mod folder;
mod form;
mod guard;
mod log;
mod outbox;
mod routes;
mod server;
mod spoil;
mod voice;
mod world;

use std::fs::File;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::oneshot;

pub use callback::{AesKey, Callback, Note};
pub use faults::file::{Faults, What, Wrong, read as read_faults};
pub use folder::running;
use server::Shared;
use world::{Settings, World};

/// The sandbox's account.
pub const APPID: &str = "wx5a4db0c05a4db0c0";
/// The sandbox account's secret; it opens nothing but the sandbox.
pub const SECRET: &str = "5a4db0c05a4db0c05a4db0c05a4db0c0";

/// How many followers a world may have: lists need two, and pages show all of them.
pub const FOLLOWERS: RangeInclusive<u64> = 2..=100_000_000;

/// What kind of account is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Verified service account: four sends to everybody a month, lists of openids.
    #[default]
    Service,
    /// Verified subscription account: one send a day, no lists.
    Subscription,
    /// No mass sends, tags, followers or publications.
    Unverified,
    /// A test account: no lists of openids, publications that always fail.
    Test,
}

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// 0: any free one.
    pub port: u16,
    /// Loopback unless told otherwise; unspecified: every address of this machine.
    pub bind: IpAddr,
    /// Where its world is kept; `None`: in memory, gone with it.
    pub folder: Option<PathBuf>,
    /// It stays and others may come: its address is left in the folder.
    pub served: bool,
    /// Followers of a new world.
    pub followers: u64,
    /// The account's kind; `None`: as the kept world has it.
    pub kind: Option<Kind>,
    /// An administrator has to confirm sends to everybody; `None`: as the kept world has it.
    pub protection: Option<bool>,
    /// What the clock shows at the start; `None`: as the kept world has it.
    pub clock: Option<Timestamp>,
    /// Where the events of finished sends are posted.
    pub callback: Option<Callback>,
    /// What goes wrong, until a control call says otherwise.
    pub faults: Faults,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            folder: None,
            served: false,
            followers: 300,
            kind: None,
            protection: None,
            clock: None,
            callback: None,
            faults: Faults::default(),
        }
    }
}

/// Why a sandbox cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("another wxmass is using the sandbox in `{}`", .0.display())]
    Busy(PathBuf),
    #[error(
        "a sandbox is being served from `{}` already, at {address}: use that one, end it, or take `--memory`",
        folder.display()
    )]
    Served { folder: PathBuf, address: String },
    #[error("cannot listen on {address}: {error}")]
    Bind {
        address: SocketAddr,
        error: std::io::Error,
    },
    #[error("cannot use the sandbox's folder `{}`: {error}", folder.display())]
    Folder {
        folder: PathBuf,
        error: std::io::Error,
    },
}

/// A running sandbox; it ends when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    base_url: String,
    control_token: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    address_file: Option<PathBuf>,
    notes: Option<UnboundedReceiver<Note>>,
    _lock: Option<File>,
}

impl Sandbox {
    /// Starts one on a thread of its own. The port is bound before this returns.
    pub fn start(options: Options) -> Result<Self, Error> {
        let hold = |it| folder::hold(it, options.served);
        let lock = options.folder.as_deref().map(hold).transpose()?;
        let world = open(&options)?;
        let address = SocketAddr::new(options.bind, options.port);
        let bind = |error| Error::Bind { address, error };
        let listener = TcpListener::bind(address).map_err(bind)?;
        listener.set_nonblocking(true).map_err(bind)?;
        let base_url = format!(
            "http://{}",
            reached_at(listener.local_addr().map_err(bind)?)
        );
        let control_token = control::new_token();
        let address_file = options
            .folder
            .as_deref()
            .filter(|_| options.served)
            .map(|folder| folder.join("address"));
        if let Some(file) = &address_file {
            let folder = options.folder.clone().unwrap_or_default();
            std::fs::write(file, &base_url).map_err(|error| Error::Folder { folder, error })?;
        }
        let shared = Arc::new(Shared::new(
            world,
            options.folder,
            control_token.clone(),
            options.faults,
        ));
        let (stop, stopped) = oneshot::channel();
        let (say, notes) = mpsc::unbounded_channel();
        let callback = options.callback;
        let thread = std::thread::spawn(move || {
            server::run(listener, shared, callback, say, stopped);
        });
        Ok(Self {
            base_url,
            control_token,
            stop: Some(stop),
            thread: Some(thread),
            address_file,
            notes: Some(notes),
            _lock: lock,
        })
    }

    /// `http://127.0.0.1:PORT`, or the address that it was told to listen on.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// What becomes of events, as it happens; it can be taken once, and ends at once where no events are posted.
    pub fn notes(&mut self) -> Option<UnboundedReceiver<Note>> {
        self.notes.take()
    }

    /// What the control calls want in the header `x-sandbox-token`.
    pub fn control_token(&self) -> &str {
        &self.control_token
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(file) = &self.address_file {
            let _ = std::fs::remove_file(file);
        }
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Where this machine reaches a listener: one that listens on every address is on loopback, too.
fn reached_at(mut listener: SocketAddr) -> SocketAddr {
    match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listener.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listener.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    listener
}

fn open(options: &Options) -> Result<World, Error> {
    let kept = match &options.folder {
        Some(folder) => World::load(folder).map_err(|error| Error::Folder {
            folder: folder.clone(),
            error,
        })?,
        None => None,
    };
    let settings = Settings {
        followers: options.followers,
        ..Settings::default()
    };
    let mut world = kept.unwrap_or_else(|| World::new(settings));
    if let Some(kind) = options.kind {
        world.settings.kind = kind;
    }
    if let Some(protection) = options.protection {
        world.settings.protection = protection;
    }
    world.callback = options.callback.as_ref().map(|it| it.url.clone());
    if let Some(clock) = options.clock {
        world.set_clock(clock);
    }
    Ok(world)
}

/// Reads a moment: `2026-11-30T23:55:00+08:00`, or without an offset as Beijing's.
pub fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    text.parse().or_else(|error| {
        let plain: civil::DateTime = text.parse().map_err(|_| error)?;
        world::BEIJING.to_timestamp(plain)
    })
}
