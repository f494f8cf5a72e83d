//! The ledger's rows, as `store` has them: which step is allowed from which state, by whom, and which runs a look returns.

use wxmass::plan::{Fingerprint, KnownBatch, KnownRun, Progress};
use wxmass::store::{BatchState, Step};

use crate::scope::{BATCHES, VERSIONS, at, content};

/// A row of `batches`; times in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) state: BatchState,
    pub(crate) intended: Option<u16>,
    pub(crate) settled: Option<u16>,
    pub(crate) tries: u8,
}

pub(crate) const PLANNED: Row = Row {
    state: BatchState::Planned,
    intended: None,
    settled: None,
    tries: 0,
};

/// A row of `runs` with its batches; those beyond the scope's number are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Run {
    pub(crate) id: u8,
    pub(crate) version: u8,
    pub(crate) attempt: u8,
    pub(crate) rows: [Row; BATCHES],
}

/// The runs in the order of their ids, and the machine that holds the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Ledger {
    pub(crate) runs: Vec<Run>,
    pub(crate) lock: Option<u8>,
    next: u8,
}

/// The fate of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Done,
    /// Another process has changed the row since it was read.
    Refused,
    /// The store went away.
    Gone,
}

impl Row {
    /// How far the batch is, as `pipeline::prepare::ledger` reads it.
    pub(crate) fn progress(&self) -> Progress {
        let time = |minute: Option<u16>| at(minute.unwrap_or(0));
        match self.state {
            BatchState::Planned | BatchState::Refused => Progress::NotSent,
            BatchState::Intended | BatchState::Unknown => Progress::Unsettled {
                since: time(self.intended),
            },
            BatchState::Accepted => Progress::Accepted {
                at: time(self.settled),
            },
            BatchState::Abandoned => Progress::Abandoned {
                at: time(self.settled),
            },
        }
    }

    /// `Store::batch_intend`; `seen` is the row as its process knows it.
    pub(crate) fn intend(&mut self, seen: &Row, now: u16) -> Written {
        let step = if seen.state == BatchState::Planned {
            Step::Intend
        } else {
            Step::Retry
        };
        let Some(next) = self.state.after(step).filter(|_| self.tries == seen.tries) else {
            return Written::Refused;
        };
        if self.state == BatchState::Refused {
            self.intended = None;
        }
        self.intended.get_or_insert(now);
        self.tries += 1;
        (self.state, self.settled) = (next, None);
        Written::Done
    }

    /// `Store::batch_settle`: an acceptance counts, a refusal or a doubt speaks of the last call.
    pub(crate) fn settle(&mut self, seen: &Row, step: Step, now: u16) -> Written {
        if step == Step::Accept && self.state == BatchState::Accepted {
            return Written::Done;
        }
        let counts = step == Step::Accept || self.tries == seen.tries;
        let Some(next) = self.state.after(step).filter(|_| counts) else {
            return Written::Refused;
        };
        (self.state, self.settled) = (next, Some(now));
        Written::Done
    }
}

impl Run {
    fn any(&self, batches: usize, is: impl Fn(BatchState) -> bool) -> bool {
        self.rows[..batches].iter().any(|row| is(row.state))
    }

    fn as_known(&self, fingerprint: &Fingerprint, same_content: bool, batches: usize) -> KnownRun {
        let batches = (1..)
            .zip(&self.rows[..batches])
            .map(|(number, row)| KnownBatch {
                number,
                progress: row.progress(),
            });
        KnownRun {
            id: i64::from(self.id),
            fingerprint: fingerprint.as_str().to_owned(),
            attempt: i64::from(self.attempt),
            same_content,
            same_tag: false,
            batches: batches.collect(),
        }
    }
}

fn is_accepted(state: BatchState) -> bool {
    state == BatchState::Accepted
}

fn is_over(state: BatchState) -> bool {
    matches!(state, BatchState::Accepted | BatchState::Abandoned)
}

fn is_in_doubt(state: BatchState) -> bool {
    matches!(state, BatchState::Intended | BatchState::Unknown)
}

impl Ledger {
    pub(crate) fn run(&self, id: u8) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }

    pub(crate) fn row(&mut self, id: u8, batch: u8) -> Option<&mut Row> {
        let run = self.runs.iter_mut().find(|run| run.id == id)?;
        run.rows.get_mut(usize::from(batch))
    }

    /// `Store::run_create`: the run's id, or nothing where it is there and something of it went out or may have.
    pub(crate) fn create(&mut self, version: u8, attempt: u8, batches: usize) -> Option<u8> {
        let same = |run: &&Run| (run.version, run.attempt) == (version, attempt);
        if let Some(known) = self.runs.iter().find(same) {
            let is_taken = known.any(batches, |state| {
                !matches!(state, BatchState::Planned | BatchState::Refused)
            });
            return (!is_taken).then_some(known.id);
        }
        self.next += 1;
        self.runs.push(Run {
            id: self.next,
            version,
            attempt,
            rows: [PLANNED; BATCHES],
        });
        Some(self.next)
    }

    /// `Store::known_runs`, newest first; with `plans` also those of which nothing went out, as it once was.
    pub(crate) fn known(
        &self,
        version: u8,
        fingerprints: &[Fingerprint; VERSIONS],
        batches: usize,
        plans: bool,
    ) -> Vec<KnownRun> {
        let newest = |is: &dyn Fn(&Run) -> bool| {
            let run = self.runs.iter().rev().find(|run| is(run));
            run.map(|run| run.id)
        };
        let same_content = |run: &Run| content(run.version) == content(version);
        let of_name = newest(&|run| run.any(batches, is_accepted));
        let of_another = newest(&|run| run.version != version && run.any(batches, is_accepted));
        let mut attempts: Vec<(u8, u8)> = self
            .runs
            .iter()
            .filter(|run| run.version == version && run.any(batches, is_over))
            .map(|run| (run.attempt, run.id))
            .collect();
        attempts.sort_unstable();
        let of_fingerprint = |id| attempts.iter().rev().take(2).any(|it| it.1 == id);
        let half_done = newest(&|run| {
            same_content(run)
                && run.version != version
                && run.any(batches, is_accepted)
                && run.any(batches, |state| !is_over(state))
        });
        let matters = |run: &&Run| {
            plans
                || [of_name, of_another, half_done].contains(&Some(run.id))
                || of_fingerprint(run.id)
                || run.any(batches, is_in_doubt)
        };
        let known = self.runs.iter().rev().filter(matters);
        known
            .map(|run| {
                let fingerprint = &fingerprints[usize::from(run.version)];
                run.as_known(fingerprint, same_content(run), batches)
            })
            .collect()
    }
}
