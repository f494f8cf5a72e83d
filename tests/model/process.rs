//! The steps of one process, in the order of `pipeline`: the lock, two looks at the ledger, the question, and for each batch the
//! conditions, the intent, the call and what follows from its answer.

use wxmass::plan::permit::{Bar, Conditions};
use wxmass::plan::settle::{Action, Attempt, Facts, Reach};
use wxmass::plan::{Clock, Decision, Fingerprint, Obstacle, Progress};
use wxmass::store::{BatchState, Step as RowStep};

use crate::ledger::{Ledger, Written};
use crate::rules::{Old, Rules};
use crate::scope::{ATTEMPTS, Scope, VERSIONS, at};
use crate::wechat::{Broken, Key, Reply};
use crate::world::{End, Process, Step, World, promise};

/// One step of the process on `machine`.
pub(crate) struct Turn<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) machine: u8,
    pub(crate) scope: &'a Scope,
    pub(crate) rules: Rules,
    pub(crate) fingerprints: &'a [Fingerprint; VERSIONS],
}

impl Turn<'_> {
    fn process(&mut self) -> &mut Process {
        self.world.process(self.machine)
    }

    /// The next step of the process.
    pub(crate) fn step(&mut self) -> Step {
        self.process().step
    }

    /// The key of the batch that it is at.
    pub(crate) fn key(&mut self) -> Key {
        let process = self.process();
        process.key(process.batch)
    }

    fn ledger(&mut self) -> &mut Ledger {
        self.world.ledger(self.machine, self.scope, self.rules)
    }

    fn decide(&mut self, clock: Clock) -> Decision {
        let Process { version, again, .. } = *self.process();
        let (scope, rules) = (self.scope, self.rules);
        let fingerprints = self.fingerprints;
        let plans = rules.looks_at_plans();
        let known = self
            .ledger()
            .known(version, fingerprints, scope.batches, plans);
        let fingerprint = &fingerprints[usize::from(version)];
        rules.decide(fingerprint, &known, scope.repetition, again, clock)
    }

    /// Takes the lock, also that of a machine that sleeps over its lease.
    fn take_lock(&mut self) -> bool {
        let (machine, now) = (self.machine, self.world.now);
        let runs_out = |process: &Process| process.asleep.is_some_and(|since| now > since);
        let machines = self.world.machines;
        let lock = &mut self.ledger().lock;
        let is_free = lock.is_none_or(|holder| runs_out(&machines[usize::from(holder)]));
        if is_free {
            *lock = Some(machine);
        }
        is_free
    }

    /// Gives the lock back, where it is still its own.
    fn release(&mut self) {
        let machine = self.machine;
        let lock = &mut self.ledger().lock;
        if *lock == Some(machine) {
            *lock = None;
        }
    }

    /// `prepare`: takes the lock and asks the ledger. Nothing where the lock is another's.
    pub(crate) fn start(&mut self, version: u8, again: bool) -> bool {
        if !self.take_lock() {
            return false;
        }
        let now = self.world.now;
        *self.process() = Process {
            version,
            again,
            ..Process::none(Step::Look)
        };
        let decision = self.decide(Clock::Ours(at(now)));
        self.goes_on(&decision);
        true
    }

    /// The second look, by WeChat's clock, right before the question.
    pub(crate) fn look(&mut self) {
        let decision = self.decide(Clock::Theirs(at(self.world.now)));
        if !self.goes_on(&decision) {
            return;
        }
        let (batches, rules) = (self.scope.batches, self.rules);
        let process = self.process();
        process.step = Step::Ask;
        let Process {
            version, attempt, ..
        } = *process;
        match decision {
            Decision::Begin { .. } if rules.rows_before_the_yes() => {
                let run = self.ledger().create(version, attempt, batches);
                self.process().run = run;
            }
            _ => {}
        }
    }

    /// Takes what was decided, or ends.
    fn goes_on(&mut self, decision: &Decision) -> bool {
        let (run, attempt) = match decision {
            Decision::Begin { attempt } => (None, small(*attempt)),
            Decision::Continue { run } => {
                let run = small(*run);
                let attempt = self.ledger().run(run).map_or(0, |run| run.attempt);
                (Some(run), attempt)
            }
            Decision::AlreadySent { .. } => {
                self.end(End::SentBefore);
                return false;
            }
            Decision::Stop(Obstacle::Unsettled { .. }) => {
                self.end(End::Unknown);
                return false;
            }
            Decision::Stop(_) => {
                self.end(End::Stopped);
                return false;
            }
        };
        let process = self.process();
        (process.run, process.attempt) = (run, attempt);
        true
    }

    /// Whether the model has a key for what the process would send.
    pub(crate) fn is_within(&mut self) -> bool {
        usize::from(self.process().attempt) < ATTEMPTS
    }

    /// The operator's answer; the rows of a run are made after a yes.
    pub(crate) fn say(&mut self, yes: bool) {
        if !yes {
            self.end(End::Stopped);
            return;
        }
        let Process {
            version,
            again,
            run,
            attempt,
            ..
        } = *self.process();
        let ledger = promise(self.machine, self.scope);
        let repetition = self.scope.repetition;
        self.world
            .wechat
            .confirm(version, ledger, again, repetition);
        let batches = self.scope.batches;
        let run = run.or_else(|| self.ledger().create(version, attempt, batches));
        let rows = run.and_then(|run| Some(self.ledger().run(run)?.rows));
        let (Some(run), Some(rows)) = (run, rows) else {
            self.end(End::Stopped);
            return;
        };
        let process = self.process();
        (process.run, process.rows) = (Some(run), rows);
        if self.scope.window.is_some_and(|(at, _)| self.world.now < at) {
            self.process().step = Step::Wait;
            self.release();
        } else {
            self.next_batch(0);
        }
    }

    /// The time has come: takes the lock again, and asks the ledger again. Nothing where the lock is another's.
    pub(crate) fn due(&mut self) -> bool {
        if !self.take_lock() {
            return false;
        }
        let decision = self.decide(Clock::Theirs(at(self.world.now)));
        let Process { run, attempt, .. } = *self.process();
        if self.goes_on(&decision) {
            let rows = run.and_then(|run| Some(self.ledger().run(run)?.rows));
            let process = self.process();
            // What was confirmed is what goes out.
            (process.run, process.attempt) = (run, attempt);
            process.rows = rows.unwrap_or(process.rows);
            self.next_batch(0);
        }
        true
    }

    /// Begins the first batch from `from` on that is open, or ends.
    fn next_batch(&mut self, from: u8) {
        let batches = u8::try_from(self.scope.batches).expect("one batch or two");
        let process = self.process();
        let is_open = |batch: &u8| {
            let state = process.rows[usize::from(*batch)].state;
            !matches!(state, BatchState::Accepted | BatchState::Abandoned)
        };
        let Some(batch) = (from..batches).find(is_open) else {
            self.finish(true);
            return;
        };
        process.batch = batch;
        process.tried = match process.rows[usize::from(batch)].progress() {
            Progress::Unsettled { since } => Attempt::in_doubt(since),
            _ => Attempt::fresh(),
        };
        process.step = Step::Permit;
    }

    /// Every condition, right before a call.
    pub(crate) fn permit(&mut self) {
        let now = self.world.now;
        let holder = self.ledger().lock;
        let lock_held = holder == Some(self.machine);
        let Process {
            tried,
            run,
            attempt,
            batch,
            rows,
            ..
        } = *self.process();
        let run = i64::from(run.unwrap_or_default());
        let decision = if tried.is_accepted() {
            Decision::Continue { run }
        } else {
            self.decide(Clock::Theirs(at(now)))
        };
        let conditions = Conditions {
            lock_held,
            stop_asked: false,
            now: at(now),
            quiet_hours: None,
            preview_missing: false,
            window: self.scope.window(),
            has_begun: rows.iter().any(|row| has_begun(row.state)),
            decision,
            run,
            attempt: i64::from(attempt),
        };
        match self.rules.permit(conditions, &tried) {
            Ok(()) => {
                let process = self.process();
                (process.called, process.step) = (now, Step::Intend);
            }
            Err(_) if tried.is_accepted() => self.next_batch(batch + 1),
            Err(Bar::LockLost | Bar::Superseded) => self.finish(false),
            Err(_) => self.finish(true),
        }
    }

    pub(crate) fn intend(&mut self) {
        let Process {
            tried,
            run,
            batch,
            rows,
            called,
            ..
        } = *self.process();
        let mut seen = rows[usize::from(batch)];
        if !tried.is_accepted() {
            let starts_over = self.rules.has(Old::DoubtStartsOver);
            let row = run.and_then(|run| self.ledger().row(run, batch));
            let Some(row) = row else {
                self.finish(true);
                return;
            };
            if row.intend(&seen, called) != Written::Done {
                self.finish(false);
                return;
            }
            if starts_over {
                row.intended = Some(called);
            }
            seen = *row;
        }
        let process = self.process();
        process.rows[usize::from(batch)] = seen;
        process.step = Step::Call;
    }

    /// The conditions of the call are too old: they are looked at again, and nothing was called so far.
    pub(crate) fn lapse(&mut self) {
        let tried = self.process().tried;
        let is_fresh = tried.doubt().is_none() && !tried.is_accepted();
        if is_fresh && self.write(RowStep::Refuse, false) != Written::Done {
            self.finish(false);
            return;
        }
        self.process().step = Step::Permit;
    }

    /// The call.
    pub(crate) fn call(&mut self, reply: Reply) {
        let now = self.world.now;
        if !self.scope.is_open(now) {
            self.world.wechat.breaks(Broken::Outside);
        }
        let call = self.world.call_of(self.machine, self.scope);
        self.world.wechat.take(call, reply, now, self.scope);
        let process = self.process();
        process.called = now;
        process.step = Step::Record(reply);
    }

    /// No token: the call is not made.
    pub(crate) fn no_token(&mut self) {
        self.process().step = Step::Record(Reply::Token);
    }

    /// The consequence of the answer, written into the ledger unless that `is_gone`.
    pub(crate) fn record(&mut self, reply: Reply, is_gone: bool) {
        if reply == Reply::Unreached && self.rules.has(Old::ClientRepeats) {
            self.process().step = Step::Call;
            self.process().called = self.world.now;
            return;
        }
        let Process {
            tried,
            batch,
            called,
            ..
        } = *self.process();
        let facts = Facts {
            elsewhere: matches!(reply, Reply::ReplayedElsewhere | Reply::PendingElsewhere),
            can_renew: true,
        };
        let (next, action) = self.rules.settle(tried, reply, facts, called);
        self.process().tried = next;
        let step = match action {
            Action::Accept { .. } | Action::Learn { .. } => Some(RowStep::Accept),
            Action::Refuse(_) | Action::Collide { .. } | Action::Retry { .. } => {
                Some(RowStep::Refuse)
            }
            Action::Renew if tried.doubt().is_none() => Some(RowStep::Refuse),
            Action::Renew | Action::Ask { .. } | Action::Leave => Some(RowStep::LoseAnswer),
        };
        let written = step.map_or(Written::Done, |step| self.write(step, is_gone));
        match (written, action) {
            (Written::Gone, _) => self.conclude(),
            (Written::Refused, _) => self.finish(step == Some(RowStep::Accept)),
            (Written::Done, Action::Accept { .. } | Action::Refuse(Reach::Batch)) => {
                self.next_batch(batch + 1);
            }
            (
                Written::Done,
                Action::Refuse(Reach::Run) | Action::Collide { .. } | Action::Leave,
            ) => {
                self.finish(true);
            }
            (
                Written::Done,
                Action::Learn { .. } | Action::Renew | Action::Retry { .. } | Action::Ask { .. },
            ) => self.process().step = Step::Permit,
        }
    }

    /// Writes a row, and takes it over into what the process knows, whatever becomes of the store.
    fn write(&mut self, step: RowStep, is_gone: bool) -> Written {
        let now = self.world.now;
        let any_call = self.rules.has(Old::RefusalOfAnyCall);
        let without_record = self.rules.has(Old::RefusalWithoutRecord);
        let Process {
            run, batch, rows, ..
        } = *self.process();
        let mut seen = rows[usize::from(batch)];
        let is_recorded = match step {
            RowStep::Accept => seen.state == BatchState::Accepted,
            RowStep::Refuse => !matches!(seen.state, BatchState::Intended | BatchState::Unknown),
            _ => false,
        };
        if is_recorded {
            return Written::Done;
        }
        let row = run.and_then(|run| self.ledger().row(run, batch));
        let written = match row {
            Some(row) if !is_gone => {
                if any_call {
                    seen.tries = row.tries;
                }
                row.settle(&seen, step, now)
            }
            _ => Written::Gone,
        };
        seen.state = match (step, written) {
            (RowStep::Accept, Written::Done) => BatchState::Accepted,
            (RowStep::Refuse, Written::Done) => BatchState::Refused,
            (RowStep::Refuse, Written::Gone) if without_record => BatchState::Refused,
            // An acceptance that the ledger does not have is told as unknown (`Error::Unrecorded`), a refusal is as the next
            // run finds it.
            _ => BatchState::Unknown,
        };
        seen.settled = Some(now);
        self.process().rows[usize::from(batch)] = seen;
        written
    }

    /// The end, after another look at the rows. `is_ours`: no other process has taken the campaign over.
    fn finish(&mut self, is_ours: bool) {
        let run = self.process().run;
        let own_word = self.rules.has(Old::OwnWordCounts);
        let rows = run.and_then(|run| Some(self.ledger().run(run)?.rows));
        for (seen, row) in self
            .process()
            .rows
            .iter_mut()
            .zip(rows.into_iter().flatten())
        {
            let knows_more = row.state == seen.state
                || row.state == BatchState::Accepted
                || (row.tries > seen.tries && !own_word)
                || !is_ours;
            if knows_more
                && (seen.state != BatchState::Accepted || row.state == BatchState::Accepted)
            {
                *seen = row;
            }
        }
        self.conclude();
    }

    /// Holds the words to the operator against the truth.
    fn conclude(&mut self) {
        let (batches, promise) = (self.scope.batches, promise(self.machine, self.scope));
        let process = *self.process();
        let mut has = (false, false, false);
        for (batch, row) in (0..).zip(&process.rows[..batches]) {
            let key = process.key(batch);
            match row.state {
                BatchState::Accepted => {
                    has.0 = true;
                    self.world.wechat.claimed_sent(key);
                }
                BatchState::Intended | BatchState::Unknown => has.1 = true,
                BatchState::Planned | BatchState::Refused | BatchState::Abandoned => {
                    has.2 = true;
                    self.world.wechat.claimed_not_sent(key, promise);
                }
            }
        }
        self.end(match has {
            (_, true, _) => End::Unknown,
            (true, _, true) => End::Partial,
            (_, _, true) => End::NotSent,
            _ => End::Sent,
        });
    }

    fn end(&mut self, end: End) {
        self.leave(Step::Ended(end));
    }

    /// The process is gone, and with it the lock, where that is still its own.
    pub(crate) fn leave(&mut self, step: Step) {
        self.release();
        *self.process() = Process::none(step);
    }
}

/// Whether a batch has gone out, or may have.
fn has_begun(state: BatchState) -> bool {
    use BatchState::{Accepted, Intended, Unknown};
    matches!(state, Accepted | Intended | Unknown)
}

fn small(number: i64) -> u8 {
    u8::try_from(number).expect("numbers of the model are small")
}
