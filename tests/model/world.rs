//! Everything there is at one moment: two machines, their ledgers, WeChat, the time, and what may still happen.

use wxmass::plan::settle::Attempt;

use crate::ledger::{Ledger, PLANNED, Row};
use crate::rules::{Old, Rules};
use crate::scope::{BATCHES, MACHINES, Scope, Sharing};
use crate::wechat::{Call, Key, Reply, WeChat};

/// The word to the operator at the end of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// Everything went out, now (exit 0).
    Sent,
    /// Everything had gone out before (exit 0).
    SentBefore,
    /// Something may have gone out (exit 7).
    Unknown,
    /// Some batches went out, the others certainly not (exit 8).
    Partial,
    /// Certainly nothing went out (exits 2 to 6).
    NotSent,
    /// Refused before anything was called: a person decides (exits 2 and 7), or said no.
    Stopped,
}

/// The next thing that a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// There is no process, or the last one died.
    Idle,
    Ended(End),
    /// It has the lock; tags, quotas and uploads are next.
    Look,
    /// It waits for a yes.
    Ask,
    /// It has let go of the lock, and waits for its time.
    Wait,
    /// It looks at the conditions of a mass call.
    Permit,
    /// It writes the intent.
    Intend,
    Call,
    /// It has the answer, and writes down what follows.
    Record(Reply),
}

/// A machine and the process on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Process {
    pub(crate) step: Step,
    pub(crate) version: u8,
    pub(crate) again: bool,
    /// Since when the machine is suspended.
    pub(crate) asleep: Option<u16>,
    /// The run that is gone on with, once there is one.
    pub(crate) run: Option<u8>,
    pub(crate) attempt: u8,
    pub(crate) batch: u8,
    /// The batch as far as `settle` knows it.
    pub(crate) tried: Attempt,
    /// When the conditions were looked at, or the call made.
    pub(crate) called: u16,
    /// The rows as the process knows them.
    pub(crate) rows: [Row; BATCHES],
}

/// Events that may still happen in this history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) starts: u8,
    pub(crate) agains: u8,
    pub(crate) noes: u8,
    pub(crate) faults: u8,
    pub(crate) deaths: u8,
    pub(crate) sleeps: u8,
    pub(crate) minutes: u8,
    pub(crate) days: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) now: u16,
    pub(crate) left: Left,
    pub(crate) machines: [Process; MACHINES],
    pub(crate) ledgers: [Ledger; MACHINES],
    pub(crate) wechat: WeChat,
}

impl Process {
    pub(crate) fn none(step: Step) -> Self {
        Self {
            step,
            version: 0,
            again: false,
            asleep: None,
            run: None,
            attempt: 0,
            batch: 0,
            tried: Attempt::fresh(),
            called: 0,
            rows: [PLANNED; BATCHES],
        }
    }

    pub(crate) fn is_running(&self) -> bool {
        !matches!(self.step, Step::Idle | Step::Ended(_))
    }

    /// Whether hours may pass for it: it does not run, sleeps, or waits for a person.
    pub(crate) fn has_time(&self) -> bool {
        !self.is_running() || self.asleep.is_some() || self.step == Step::Ask
    }

    pub(crate) fn key(&self, batch: u8) -> Key {
        Key {
            version: self.version,
            attempt: self.attempt,
            batch,
        }
    }
}

impl World {
    pub(crate) fn new(scope: &Scope) -> Self {
        Self {
            now: 0,
            left: Left {
                starts: scope.starts,
                agains: scope.agains,
                noes: scope.noes,
                faults: scope.faults,
                deaths: scope.deaths,
                sleeps: scope.sleeps,
                minutes: scope.minutes,
                days: scope.days,
            },
            machines: [Process::none(Step::Idle); MACHINES],
            ledgers: [Ledger::default(), Ledger::default()],
            wechat: WeChat::new(),
        }
    }

    pub(crate) fn process(&mut self, machine: u8) -> &mut Process {
        &mut self.machines[usize::from(machine)]
    }

    pub(crate) fn ledger(&mut self, machine: u8, scope: &Scope, rules: Rules) -> &mut Ledger {
        let shared = scope.sharing == Sharing::OneLedger && !rules.has(Old::AccountByBase);
        &mut self.ledgers[if shared { 0 } else { usize::from(machine) }]
    }

    /// A mass call of the process's current batch. With two ledgers each makes a promise of its own.
    pub(crate) fn call_of(&self, machine: u8, scope: &Scope) -> Call {
        let process = &self.machines[usize::from(machine)];
        let promise = promise(machine, scope);
        Call::new(process.key(process.batch), promise, process.again)
    }
}

/// The ledger whose promise counts for what a machine does.
pub(crate) fn promise(machine: u8, scope: &Scope) -> u8 {
    match scope.sharing {
        Sharing::OneLedger => 0,
        Sharing::TwoLedgers => machine,
    }
}

impl Step {
    /// Whether a death here is another thing than a no.
    pub(crate) fn is_under_way(self) -> bool {
        matches!(
            self,
            Self::Wait | Self::Permit | Self::Intend | Self::Call | Self::Record(_)
        )
    }
}
