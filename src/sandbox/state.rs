//! The state that all requests share: the world, its files, planted faults, the log.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use super::answer::Answer;
use super::call::Call;
use super::faults::{Fault, Rule};
use super::files::Files;
use super::lock::locked;
use super::log::{Log, Logged, Version};
use super::unplayed;
use super::world::World;

/// In place of an errcode: the call never reached the world.
const UNHEARD: i64 = -999;

#[derive(Debug)]
pub(super) struct Shared {
    world: Mutex<World>,
    folder: Option<PathBuf>,
    pub(super) files: Files,
    pub(super) control_token: String,
    pub(super) faults: Mutex<Vec<Rule>>,
    pub(super) log: Mutex<Log>,
    pub(super) version: Version,
    pub(super) in_flight: AtomicUsize,
    pub(super) most_at_once: AtomicUsize,
    /// The connections that carried calls, by the caller's end.
    pub(super) connections: Mutex<HashSet<SocketAddr>>,
}

impl Shared {
    pub(super) fn new(
        world: World,
        folder: Option<PathBuf>,
        control_token: String,
        faults: Vec<Rule>,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            files: Files::new(folder.as_ref()),
            folder,
            control_token,
            faults: Mutex::new(faults),
            log: Mutex::default(),
            version: Version::new(),
            in_flight: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
            connections: Mutex::default(),
        }
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.world)
    }

    /// Keeps the world; an answer must not go out before this.
    pub(super) fn keep(&self, world: &World) -> std::io::Result<()> {
        self.version.changed();
        self.folder
            .as_deref()
            .map_or(Ok(()), |folder| world.save(folder))
    }

    /// Into the log: a call with its answer; without one it never reached the world.
    pub(super) fn log_call(
        &self,
        call: &Call,
        answer: Option<&Answer>,
        fault: Option<&Fault>,
        begun: Instant,
    ) {
        let text = answer.map_or_else(String::new, |answer| {
            if call.path.ends_with("token") && answer.errcode == 0 {
                "(credentials)".to_owned()
            } else {
                String::from_utf8_lossy(&answer.body).into_owned()
            }
        });
        let mut logged = Logged::of(call);
        logged.took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        logged.status = answer.map_or(0, |answer| answer.status);
        logged.errcode = answer.map_or(UNHEARD, |answer| answer.errcode);
        logged.sizes[1] = answer.map_or(0, |answer| answer.body.len());
        logged.answer = text;
        logged.fault = fault.cloned();
        logged.unknown_fields.clone_from(&locked(&call.noted));
        logged.unplayed = unplayed::has(&call.path);
        self.push(logged);
    }

    /// Into the log: an event that was posted to the account's own server.
    pub(super) fn write_down(&self, path: &str, errcode: i64, body: String) {
        let at = self.world().now();
        self.push(Logged {
            at,
            path: path.to_owned(),
            errcode,
            body,
            ..Logged::default()
        });
    }

    fn push(&self, logged: Logged) {
        let logged = logged.masked(&self.world());
        locked(&self.log).push(logged);
        self.version.changed();
    }
}
