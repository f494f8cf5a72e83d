//! How a sandbox is started and ended: its options, its world, its port, the thread it runs on.

use std::fs::File;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use jiff::Timestamp;
use tempfile::TempDir;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::oneshot;

use super::account::Kind;
use super::callback::{Callback, Note};
use super::error::Error;
use super::faults::file::Faults;
use super::state::Shared;
use super::tls::{Authority, Trust};
use super::world::{Protection, Settings, World};
use super::{control, folder, server};

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// 0: any free one.
    pub port: u16,
    /// Loopback unless told otherwise; unspecified: every address of this machine.
    pub bind: IpAddr,
    /// The folder of its world; `None`: in memory, gone with it.
    pub folder: Option<PathBuf>,
    /// It stays and others may come: its address is left in the folder.
    pub served: bool,
    /// Followers of a new world.
    pub followers: u64,
    /// The account's kind; `None`: as the kept world has it.
    pub kind: Option<Kind>,
    /// An administrator has to confirm sends to everybody; `None`: as the kept world has it.
    pub protection: Option<bool>,
    /// The answers of the calls meanwhile; `None`: as the kept world has it.
    pub protection_plays: Option<Protection>,
    /// The path before `/cgi-bin`, such as `/wx`; `None`: as the kept world has it.
    pub path: Option<String>,
    /// The time that the clock shows at the start; `None`: as the kept world has it.
    pub clock: Option<Timestamp>,
    /// The server that the events of finished sends are posted to.
    pub callback: Option<Callback>,
    /// The port speaks TLS as well, by a certificate authority of its own.
    pub tls: bool,
    /// Planted faults, until a control call says otherwise.
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
            protection_plays: None,
            path: None,
            clock: None,
            callback: None,
            tls: false,
            faults: Faults::default(),
        }
    }
}

/// A running sandbox; it ends when this is dropped.
#[derive(Debug)]
pub struct Sandbox {
    base_url: String,
    root_url: String,
    control_token: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    address_file: Option<PathBuf>,
    trust: Option<Trust>,
    _authority_folder: Option<TempDir>,
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
        let reached = reached_at(listener.local_addr().map_err(bind)?);
        let (authority, authority_folder) = authority(&options)?;
        let scheme = if authority.is_some() { "https" } else { "http" };
        let path = &world.settings.path;
        let base_url = format!("{scheme}://{reached}{path}");
        let root_url = format!("http://{reached}");
        let control_token = control::new_token();
        let address_file = options
            .folder
            .as_deref()
            .filter(|_| options.served)
            .map(|folder| folder.join("address"));
        if let Some(file) = &address_file {
            let folder = options.folder.clone().unwrap_or_default();
            std::fs::write(file, format!("{root_url}{path}"))
                .map_err(|error| Error::Folder { folder, error })?;
        }
        let shared = Arc::new(Shared::new(
            world,
            options.folder,
            control_token.clone(),
            options.faults.rules,
        ));
        let (stop, stopped) = oneshot::channel();
        let (say, notes) = mpsc::unbounded_channel();
        let callback = options.callback;
        let (trust, tls) = authority.map(|it| (it.trust, it.server)).unzip();
        let thread = std::thread::spawn(move || {
            server::run(listener, tls, shared, callback, say, stopped);
        });
        Ok(Self {
            base_url,
            root_url,
            control_token,
            stop: Some(stop),
            thread: Some(thread),
            address_file,
            trust,
            _authority_folder: authority_folder,
            notes: Some(notes),
            _lock: lock,
        })
    }

    /// `http://127.0.0.1:PORT`, or the address that it was told to listen on; `https` with TLS; with the relay's path where there is one.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Notes of what becomes of events, as it happens; it can be taken once, and ends at once where no events are posted.
    pub fn notes(&mut self) -> Option<UnboundedReceiver<Note>> {
        self.notes.take()
    }

    /// The address of the outbox and the control calls: plain HTTP, without a relay's path.
    pub fn root_url(&self) -> &str {
        &self.root_url
    }

    /// How clients come to trust it; `None` without TLS.
    pub fn trust(&self) -> Option<&Trust> {
        self.trust.as_ref()
    }

    /// The token that the control calls want in the header `x-sandbox-token`.
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

/// The address at which this machine reaches a listener: one that listens on every address is on loopback, too.
fn reached_at(mut listener: SocketAddr) -> SocketAddr {
    match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => listener.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => listener.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    listener
}

/// The certificate authority: that of the world's folder, or one that lasts as long as the sandbox.
fn authority(options: &Options) -> Result<(Option<Authority>, Option<TempDir>), Error> {
    if !options.tls {
        return Ok((None, None));
    }
    let failed = |folder: &Path| {
        let folder = folder.to_owned();
        |error| Error::Folder { folder, error }
    };
    let temporary = match options.folder {
        Some(_) => None,
        None => Some(TempDir::new().map_err(failed(Path::new("the temporary folder")))?),
    };
    let kept = options.folder.as_ref().map(|folder| folder.join("tls"));
    let folder = kept.or_else(|| temporary.as_ref().map(|it| it.path().to_owned()));
    let folder = folder.unwrap_or_default();
    let authority = Authority::of(&folder).map_err(failed(&folder))?;
    Ok((Some(authority), temporary))
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
    if let Some(plays) = options.protection_plays {
        world.settings.protection_plays = plays;
    }
    if let Some(path) = &options.path {
        world.settings.path.clone_from(path);
    }
    // The file has read them by the same rules, so that nothing is wrong with them.
    if let Ok(settings) = world.settings.changed(&options.faults.settings) {
        world.settings = settings;
    }
    world.callback = options.callback.as_ref().map(|it| it.url.clone());
    if let Some(clock) = options.clock {
        world.set_clock(clock);
    }
    Ok(world)
}
