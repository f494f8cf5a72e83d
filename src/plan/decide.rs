//! Whether a run begins, goes on, or is over. Pure.
//!
//! Looks at what the ledger knows under the same account and name, and says what may be done now. A record grants nothing: a
//! run of which nothing was accepted and nothing is in doubt permits no send, whatever was planned for it. This is the first
//! of the two guards against sending twice; the second is WeChat's own memory of the clientmsgid.

use jiff::{SignedDuration, Timestamp};

use super::fingerprint::Fingerprint;

#[cfg(test)]
mod tests;

/// WeChat knows a clientmsgid for 24 hours ("sendAll").
const MEMORY: SignedDuration = SignedDuration::from_hours(24);
/// Kept back for clocks that disagree, on the side that sends nothing.
const SLACK: SignedDuration = SignedDuration::from_mins(15);

/// Whose time it is. WeChat counts the hours of its memory by its own clock; this machine's may be wrong or be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// This machine's, before WeChat's has been heard: good for refusing, and for going on to where it is.
    Ours(Timestamp),
    /// WeChat's.
    Theirs(Timestamp),
}

impl Clock {
    fn now(self) -> Timestamp {
        match self {
            Self::Ours(now) | Self::Theirs(now) => now,
        }
    }

    /// Whether WeChat may have forgotten a call that began at `since`. A beginning in the future says that its age is not
    /// known.
    pub fn forgets(self, since: Timestamp) -> bool {
        let age = self.now().duration_since(since);
        let lies_ahead = age < -SLACK;
        age >= MEMORY - SLACK || (lies_ahead && matches!(self, Self::Theirs(_)))
    }

    /// Whether a call that ended at `at` is certainly older than WeChat's memory.
    fn has_certainly_forgotten(self, at: Timestamp) -> bool {
        self.now().duration_since(at) >= MEMORY + SLACK
    }
}

/// How far one batch has come, as the ledger has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Progress {
    /// No call was made, or WeChat refused it: nothing went out.
    NotSent,
    /// A call was made, or was about to be made, and its outcome is not recorded.
    Unsettled { since: Timestamp },
    /// WeChat accepted it.
    Accepted { at: Timestamp },
    /// The operator has decided that it is not to be sent.
    Abandoned { at: Timestamp },
}

/// One batch of a known run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KnownBatch {
    pub number: i64,
    pub progress: Progress,
}

/// One run under the same account and name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KnownRun {
    pub id: i64,
    pub fingerprint: String,
    pub attempt: i64,
    /// It sends the same content as what is wanted now.
    pub same_content: bool,
    /// It goes to the tag that is wanted now, however that was written.
    pub same_tag: bool,
    pub batches: Vec<KnownBatch>,
}

impl KnownRun {
    fn is_finished(&self) -> bool {
        self.batches.iter().all(|batch| match batch.progress {
            Progress::Accepted { .. } | Progress::Abandoned { .. } => true,
            Progress::NotSent | Progress::Unsettled { .. } => false,
        })
    }

    /// Whether anything of it has gone out or may have.
    fn may_have_sent(&self) -> bool {
        self.batches.iter().any(|batch| match batch.progress {
            Progress::Accepted { .. } | Progress::Unsettled { .. } => true,
            Progress::NotSent | Progress::Abandoned { .. } => false,
        })
    }

    /// Whether nothing was done with it: it was planned, declined, or refused as a whole.
    fn is_only_a_plan(&self) -> bool {
        self.batches.iter().all(|batch| match batch.progress {
            Progress::NotSent => true,
            Progress::Accepted { .. } | Progress::Unsettled { .. } | Progress::Abandoned { .. } => {
                false
            }
        })
    }

    /// Whether its last batch ended longer ago than WeChat remembers.
    fn is_certainly_forgotten(&self, clock: Clock) -> bool {
        let end = |batch: &KnownBatch| match batch.progress {
            Progress::Accepted { at } | Progress::Abandoned { at } => Some(at),
            Progress::NotSent | Progress::Unsettled { .. } => None,
        };
        let last = self.batches.iter().filter_map(end).max();
        last.is_none_or(|at| clock.has_certainly_forgotten(at))
    }

    /// Batches without a recorded outcome whose call began at a time that counts.
    fn unsettled(&self, of: impl Fn(Timestamp) -> bool) -> Vec<i64> {
        let counts = |batch: &&KnownBatch| match batch.progress {
            Progress::Unsettled { since } => of(since),
            Progress::NotSent | Progress::Accepted { .. } | Progress::Abandoned { .. } => false,
        };
        self.batches
            .iter()
            .filter(counts)
            .map(|batch| batch.number)
            .collect()
    }
}

/// When the same thing under the same name is meant to go out a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repetition {
    /// A campaign: never, unless the operator says `--again`.
    Campaign,
    /// A single command (`send-tag --text …`): after 24 hours, as WeChat itself sees it.
    Command,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// No part of it was sent: begin, with this attempt number in the clientmsgids.
    Begin { attempt: i64 },
    /// A run of which something went out or may have: settle what is unsettled, send the rest.
    Continue { run: i64 },
    /// All of it went out: send nothing.
    AlreadySent { run: i64 },
    /// Send nothing: a person decides.
    Stop(Obstacle),
}

/// An obstacle to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Something else went out under this name, or may have where `certain` is false.
    Changed { run: i64, certain: bool },
    /// A single command has sent the same to a part of another list: receivers on both would get it twice.
    HalfDone { run: i64 },
    /// A repeat that `--again` confirmed is not finished; the same command finishes it, a plain one does not.
    AgainUnfinished { run: i64 },
    /// These batches may have gone out, and this run cannot ask WeChat about them: the memory of 24 hours is over, or they
    /// belong to other content under this name.
    Unsettled { run: i64, batches: Vec<i64> },
}

/// Decides from `runs` (newest first, all of one account and name).
///
/// `again` asks for another send of what went out already. It never starts a run beside an unsettled one, and finishes the
/// attempt that it began before it begins another.
pub fn decide(
    fingerprint: &Fingerprint,
    runs: &[KnownRun],
    repetition: Repetition,
    again: bool,
    clock: Clock,
) -> Decision {
    let is_same = |run: &&KnownRun| {
        let same_send = run.same_content && run.same_tag && repetition == Repetition::Command;
        run.fingerprint == fingerprint.as_str() || same_send
    };
    for run in runs {
        // Other content that a single command has sent does not concern this one.
        let related = repetition == Repetition::Campaign || run.same_content;
        let batches = if is_same(&run) {
            run.unsettled(|since| clock.forgets(since))
        } else if again && related {
            run.unsettled(|_| true)
        } else {
            Vec::new()
        };
        if !batches.is_empty() {
            return Decision::Stop(Obstacle::Unsettled {
                run: run.id,
                batches,
            });
        }
    }
    let newest_sent = runs.iter().find(|run| run.may_have_sent());
    if repetition == Repetition::Campaign
        && !again
        && let Some(newest) = newest_sent.filter(|run| !is_same(run))
    {
        let certain = newest.unsettled(|_| true).is_empty();
        let run = newest.id;
        return Decision::Stop(Obstacle::Changed { run, certain });
    }
    let same_runs = || {
        runs.iter()
            .filter(is_same)
            .filter(|it| !it.is_only_a_plan())
    };
    let Some(same) = same_runs().next() else {
        let half_done = runs
            .iter()
            .find(|run| run.same_content && run.may_have_sent() && !run.is_finished());
        return match (repetition, half_done) {
            (Repetition::Command, Some(run)) if !again => {
                Decision::Stop(Obstacle::HalfDone { run: run.id })
            }
            (Repetition::Command, Some(_) | None) | (Repetition::Campaign, _) => {
                Decision::Begin { attempt: 0 }
            }
        };
    };
    if !same.is_finished() {
        let other_runs = || runs.iter().filter(|run| run.id != same.id);
        // Without a word of the operator it could not have been begun, or not yet.
        let was_again = match repetition {
            Repetition::Campaign => {
                same.attempt > 0 || other_runs().any(|run| !is_same(&run) && run.may_have_sent())
            }
            Repetition::Command => other_runs()
                .filter(is_same)
                .any(|run| !run.is_certainly_forgotten(clock)),
        };
        return if was_again && !again {
            Decision::Stop(Obstacle::AgainUnfinished { run: same.id })
        } else {
            Decision::Continue { run: same.id }
        };
    }
    let forgotten = repetition == Repetition::Command && same.is_certainly_forgotten(clock);
    if again || forgotten {
        let last = same_runs().map(|run| run.attempt).max().unwrap_or(0);
        Decision::Begin { attempt: last + 1 }
    } else {
        Decision::AlreadySent { run: same.id }
    }
}
