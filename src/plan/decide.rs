//! Whether a run begins, goes on, or is over.
//!
//! One pure function looks at what the ledger knows under the same account and name and says what may happen now. It is the
//! first of the two guards against sending twice; the second is WeChat's own memory of the clientmsgid.

use jiff::{SignedDuration, Timestamp};

use super::fingerprint::Fingerprint;

#[cfg(test)]
mod tests;

/// WeChat knows a clientmsgid for 24 hours. A quarter of an hour is kept back for clocks that disagree.
const MEMORY: SignedDuration = SignedDuration::from_mins(24 * 60 - SLACK);
const SLACK: i64 = 15;

/// Whose time it is. WeChat counts the hours of its memory by its own clock; ours may be wrong, and may have been set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// This machine's, before WeChat's has been heard: good for saying no, and for going on to where it is.
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

    /// Whether WeChat can no longer be asked about a call that was begun at `since`. A beginning that lies ahead says that
    /// nobody knows how old the call is.
    pub fn forgets(self, since: Timestamp) -> bool {
        let age = self.now().duration_since(since);
        let lies_ahead = age < SignedDuration::from_mins(-SLACK);
        age >= MEMORY || (lies_ahead && matches!(self, Self::Theirs(_)))
    }
}

/// How far one batch has come, as the ledger has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// No call was made, or WeChat refused it: nothing went out.
    NotSent,
    /// A call was made, or was about to be made, and its outcome is not recorded.
    Unsettled { since: Timestamp },
    /// WeChat accepted it.
    Accepted { at: Timestamp },
    /// The operator has decided that it is not to be sent.
    Abandoned,
}

/// One batch of a known run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownBatch {
    pub number: i64,
    pub progress: Progress,
}

/// One run under the same account and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRun {
    pub id: i64,
    pub fingerprint: String,
    pub attempt: i64,
    /// It sends the same as what is wanted now, to whomever.
    pub same_content: bool,
    pub batches: Vec<KnownBatch>,
}

impl KnownRun {
    fn is_finished(&self) -> bool {
        self.batches.iter().all(|batch| {
            matches!(
                batch.progress,
                Progress::Accepted { .. } | Progress::Abandoned
            )
        })
    }

    fn may_have_sent(&self) -> bool {
        self.batches.iter().any(|batch| {
            matches!(
                batch.progress,
                Progress::Accepted { .. } | Progress::Unsettled { .. }
            )
        })
    }

    fn last_accepted(&self) -> Option<Timestamp> {
        let accepted = |batch: &KnownBatch| match batch.progress {
            Progress::Accepted { at } => Some(at),
            _ => None,
        };
        self.batches.iter().filter_map(accepted).max()
    }

    /// Batches without a recorded outcome whose call began at a time that counts.
    fn unsettled(&self, of: impl Fn(Timestamp) -> bool) -> Vec<i64> {
        let counts = |batch: &&KnownBatch| match batch.progress {
            Progress::Unsettled { since } => of(since),
            _ => false,
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

/// What may happen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Nothing of this went out: begin, with this attempt number in the clientmsgids.
    Begin { attempt: i64 },
    /// A run that was begun: settle what is unsettled, send the rest.
    Continue { run: i64 },
    /// All of it went out: send nothing.
    AlreadySent { run: i64 },
    /// Send nothing: a person decides.
    Stop(Obstacle),
}

/// What stands in the way of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Something else went out under this name.
    Changed { run: i64 },
    /// A single command has sent the same to a part of another list: whoever is on both would get it twice.
    HalfDone { run: i64 },
    /// These batches may have gone out, and this run cannot ask WeChat about them: the memory of 24 hours is over, or they
    /// belong to other content under this name.
    Unsettled { run: i64, batches: Vec<i64> },
}

/// Decides from `runs` (newest first, all of one account and name).
///
/// `again` asks for another send of what went out already. It never starts a run beside an unsettled one.
pub fn decide(
    fingerprint: &Fingerprint,
    runs: &[KnownRun],
    repetition: Repetition,
    again: bool,
    clock: Clock,
) -> Decision {
    for run in runs {
        // What else a single command has sent is none of this one's business.
        let related = repetition == Repetition::Campaign || run.same_content;
        let batches = if run.fingerprint == fingerprint.as_str() {
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
    let same = runs
        .iter()
        .find(|run| run.fingerprint == fingerprint.as_str());
    if let Some(same) = same {
        if !same.is_finished() {
            return Decision::Continue { run: same.id };
        }
        let forgotten = repetition == Repetition::Command
            && same
                .last_accepted()
                .is_none_or(|at| clock.now().duration_since(at) >= MEMORY);
        return if again || forgotten {
            Decision::Begin {
                attempt: same.attempt + 1,
            }
        } else {
            Decision::AlreadySent { run: same.id }
        };
    }
    if again {
        return Decision::Begin { attempt: 0 };
    }
    let mut sent = runs.iter().filter(|run| run.may_have_sent());
    let obstacle = match repetition {
        Repetition::Campaign => sent.next().map(|run| Obstacle::Changed { run: run.id }),
        Repetition::Command => sent
            .find(|run| run.same_content && !run.is_finished())
            .map(|run| Obstacle::HalfDone { run: run.id }),
    };
    obstacle.map_or(Decision::Begin { attempt: 0 }, Decision::Stop)
}
