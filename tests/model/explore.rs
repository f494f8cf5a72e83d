//! The model as `stateright` explores it: what may happen next, and what must always be so.

use stateright::{Checker, HasDiscoveries, Model, Property};
use wxmass::plan::Fingerprint;

use crate::process::Turn;
use crate::rules::{Old, Rules};
use crate::scope::{MACHINES, Scope, Sharing, fingerprints};
use crate::wechat::{Broken, Reply};
use crate::world::{End, Process, Step, World};

/// One thing that happens. Numbers are those of machines and of calls that are under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Start {
        machine: u8,
        version: u8,
        again: bool,
    },
    Look(u8),
    Yes(u8),
    No(u8),
    /// The time of a run that waits has come.
    Due(u8),
    Permit(u8),
    Intend(u8),
    NoToken(u8),
    /// The conditions are too old, and are looked at again.
    Lapse(u8),
    Call(u8, Reply),
    Record(u8),
    LoseTheStore(u8),
    Die(u8),
    Sleep(u8),
    Wake(u8),
    Minute,
    Day,
    /// A late call arrives.
    Arrive(u8),
    /// The administrator agrees.
    Agree,
    /// The administrator refuses, or does not answer.
    Dismiss,
}

/// An exploration: bounds, and the rules in force.
#[derive(Debug, Clone)]
pub(crate) struct Exploration {
    pub(crate) scope: Scope,
    pub(crate) rules: Rules,
    fingerprints: [Fingerprint; 3],
}

impl Exploration {
    pub(crate) fn new(scope: Scope, old: Option<Old>) -> Self {
        Self {
            scope,
            rules: Rules(old),
            fingerprints: fingerprints(),
        }
    }

    fn turn<'a>(&'a self, world: &'a mut World, machine: u8) -> Turn<'a> {
        Turn {
            world,
            machine,
            scope: &self.scope,
            rules: self.rules,
            fingerprints: &self.fingerprints,
        }
    }

    fn starts(&self, world: &World, machine: u8, events: &mut Vec<Event>) {
        if world.left.starts == 0 {
            return;
        }
        for &version in self.scope.versions {
            for again in [false, true] {
                if !again || world.left.agains > 0 {
                    events.push(Event::Start {
                        machine,
                        version,
                        again,
                    });
                }
            }
        }
    }

    fn steps(&self, world: &World, machine: u8, events: &mut Vec<Event>) {
        let process = &world.machines[usize::from(machine)];
        let left = &world.left;
        match process.step {
            Step::Idle | Step::Ended(_) => self.starts(world, machine, events),
            Step::Look => events.push(Event::Look(machine)),
            Step::Ask => {
                events.push(Event::Yes(machine));
                if left.noes > 0 {
                    events.push(Event::No(machine));
                }
            }
            Step::Wait if self.scope.window.is_some_and(|(at, _)| world.now >= at) => {
                events.push(Event::Due(machine));
            }
            Step::Wait => {}
            Step::Permit => events.push(Event::Permit(machine)),
            Step::Intend => {
                events.push(Event::Intend(machine));
                if left.faults > 0 {
                    events.push(Event::NoToken(machine));
                }
            }
            Step::Call if self.rules.has_lapsed(process.called, world.now) => {
                events.push(Event::Lapse(machine));
            }
            Step::Call => {
                let key = process.key(process.batch);
                let replies = world.wechat.replies(key, world.now);
                let may_be = |reply: &Reply| reply.is_plain() || left.faults > 0;
                let calls = replies.filter(may_be);
                events.extend(calls.map(|reply| Event::Call(machine, reply)));
            }
            Step::Record(_) => {
                events.push(Event::Record(machine));
                if left.deaths > 0 {
                    events.push(Event::LoseTheStore(machine));
                }
            }
        }
        if process.is_running() && left.sleeps > 0 {
            events.push(Event::Sleep(machine));
        }
        if process.step.is_under_way() && left.deaths > 0 {
            events.push(Event::Die(machine));
        }
    }
}

impl Model for Exploration {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(&self.scope)]
    }

    fn actions(&self, world: &World, events: &mut Vec<Event>) {
        // What has gone wrong is not made better by what follows.
        if world.wechat.broken.is_some() {
            return;
        }
        for (machine, process) in (0..).zip(&world.machines) {
            if process.asleep.is_some() {
                events.push(Event::Wake(machine));
            } else {
                self.steps(world, machine, events);
            }
        }
        if world.left.minutes > 0 {
            events.push(Event::Minute);
        }
        if world.left.days > 0 && world.machines.iter().all(Process::has_time) {
            events.push(Event::Day);
        }
        let under_way = (0..).zip(&world.wechat.under_way);
        events.extend(under_way.filter_map(|(place, call)| call.map(|_| Event::Arrive(place))));
        if world.wechat.pending.is_some() {
            events.extend([Event::Agree, Event::Dismiss]);
        }
    }

    fn next_state(&self, before: &World, event: Event) -> Option<World> {
        let mut world = before.clone();
        let left = &mut world.left;
        match event {
            Event::Start {
                machine,
                version,
                again,
            } => {
                left.starts -= 1;
                left.agains -= u8::from(again);
                if !self.turn(&mut world, machine).start(version, again) {
                    return None;
                }
            }
            Event::Look(machine) => {
                let mut turn = self.turn(&mut world, machine);
                turn.look();
                if !turn.is_within() {
                    return None;
                }
            }
            Event::Yes(machine) => self.turn(&mut world, machine).say(true),
            Event::No(machine) => {
                left.noes -= 1;
                self.turn(&mut world, machine).say(false);
            }
            Event::Due(machine) => {
                if !self.turn(&mut world, machine).due() {
                    return None;
                }
            }
            Event::Permit(machine) => self.turn(&mut world, machine).permit(),
            Event::Intend(machine) => self.turn(&mut world, machine).intend(),
            Event::NoToken(machine) => {
                left.faults -= 1;
                self.turn(&mut world, machine).no_token();
            }
            Event::Lapse(machine) => self.turn(&mut world, machine).lapse(),
            Event::Call(machine, reply) => {
                left.faults -= u8::from(!reply.is_plain());
                self.turn(&mut world, machine).call(reply);
            }
            Event::Record(machine) | Event::LoseTheStore(machine) => {
                let is_gone = matches!(event, Event::LoseTheStore(_));
                left.deaths -= u8::from(is_gone);
                let Step::Record(reply) = world.process(machine).step else {
                    return None;
                };
                self.turn(&mut world, machine).record(reply, is_gone);
            }
            Event::Die(machine) => {
                left.deaths -= 1;
                self.turn(&mut world, machine).leave(Step::Idle);
            }
            Event::Sleep(machine) => {
                left.sleeps -= 1;
                world.process(machine).asleep = Some(before.now);
            }
            Event::Wake(machine) => world.process(machine).asleep = None,
            Event::Minute => {
                left.minutes -= 1;
                world.now += 1;
            }
            Event::Day => {
                left.days -= 1;
                world.now += self.scope.day;
                // No call is under way for hours, and an administrator has half of one.
                world.wechat.under_way = [None; MACHINES];
                world.wechat.pending = None;
            }
            Event::Arrive(place) => {
                let call = world.wechat.under_way[usize::from(place)].take()?;
                world.wechat.arrive(call, before.now, &self.scope);
            }
            Event::Agree => {
                let call = world.wechat.pending.take()?;
                world.wechat.arrive(call, before.now, &self.scope);
            }
            Event::Dismiss => world.wechat.pending = None,
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(TWICE, |_, world: &World| {
                world.wechat.broken != Some(Broken::Twice)
            }),
            Property::always(LOST, |_, world: &World| {
                world.wechat.broken != Some(Broken::Lost)
            }),
            Property::always(OLDER, |_, world: &World| {
                world.wechat.broken != Some(Broken::Older)
            }),
            Property::always(PHANTOM, |_, world: &World| {
                world.wechat.broken != Some(Broken::Phantom)
            }),
            Property::always(OUTSIDE, |_, world: &World| {
                world.wechat.broken != Some(Broken::Outside)
            }),
            Property::always(HEALS, Self::heals),
            Property::sometimes("sent", |_, world| ends(world, End::Sent)),
            Property::sometimes("sent before", |_, world| ends(world, End::SentBefore)),
            Property::sometimes("unknown", |_, world| ends(world, End::Unknown)),
            Property::sometimes("partial", |_, world| ends(world, End::Partial)),
            Property::sometimes("not sent", |_, world| ends(world, End::NotSent)),
            Property::sometimes("stopped", |_, world| ends(world, End::Stopped)),
        ]
    }
}

fn ends(world: &World, end: End) -> bool {
    let ended = |process: &Process| process.step == Step::Ended(end);
    world.machines.iter().any(ended)
}

impl Exploration {
    /// Whether one more run of the same command, without further faults, ends with the message sent once. Asked only where that
    /// is promised: within the day, of one version, without `--again`.
    fn heals(&self, world: &World) -> bool {
        let scope = &self.scope;
        let is_promised = scope.days == 0
            && scope.agains == 0
            && scope.versions.len() == 1
            && scope.window.is_none()
            && scope.sharing == Sharing::OneLedger
            && self.rules.0.is_none();
        let is_quiet = !world.machines.iter().any(Process::is_running) && world.wechat.is_at_rest();
        if !is_promised || !is_quiet {
            return true;
        }
        let (mut world, version) = (world.clone(), scope.versions[0]);
        if !self.turn(&mut world, 0).start(version, false) {
            return false;
        }
        while world.machines[0].is_running() {
            let mut turn = self.turn(&mut world, 0);
            match turn.step() {
                Step::Look => turn.look(),
                Step::Ask => turn.say(true),
                Step::Permit => turn.permit(),
                Step::Intend => turn.intend(),
                Step::Call => {
                    let key = turn.key();
                    let mut replies = world.wechat.replies(key, world.now);
                    let Some(reply) = replies.find(|reply| reply.is_plain()) else {
                        return false;
                    };
                    drop(replies);
                    self.turn(&mut world, 0).call(reply);
                }
                Step::Record(reply) => turn.record(reply, false),
                Step::Wait | Step::Idle | Step::Ended(_) => return false,
            }
        }
        let has_ended = ends(&world, End::Sent) || ends(&world, End::SentBefore);
        has_ended && world.wechat.has_sent_once(version, scope.batches)
    }
}

pub(crate) const TWICE: &str = "no more sends than were confirmed";
pub(crate) const LOST: &str = "nothing accepted is told as not sent";
pub(crate) const OLDER: &str = "no older version after a newer one";
pub(crate) const PHANTOM: &str = "nothing is told as sent that was not accepted";
pub(crate) const OUTSIDE: &str = "no call before its time or after it";
pub(crate) const HEALS: &str = "one more run without faults ends accepted";
const PROMISES: [&str; 6] = [TWICE, LOST, OLDER, PHANTOM, OUTSIDE, HEALS];

/// The result of an exploration.
pub(crate) struct Explored {
    /// How many distinct states there are, or were until a promise was broken.
    pub(crate) states: usize,
    /// The first promise that is broken, and how.
    pub(crate) broken: Option<(&'static str, Vec<Event>)>,
    /// The ends that were seen.
    pub(crate) ends: Vec<&'static str>,
}

/// Explores all histories, until one breaks a promise.
pub(crate) fn explore(scope: Scope, old: Option<Old>) -> Explored {
    let checker = Exploration::new(scope, old)
        .checker()
        .threads(2)
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let mut explored = Explored {
        states: checker.unique_state_count(),
        broken: None,
        ends: Vec::new(),
    };
    for (name, path) in checker.discoveries() {
        if PROMISES.contains(&name) {
            explored.broken = Some((name, path.into_actions()));
        } else {
            explored.ends.push(name);
        }
    }
    explored
}
