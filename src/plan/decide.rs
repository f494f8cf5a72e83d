//! Whether a run begins, goes on, or is over.
//!
//! One pure function looks at what the ledger knows under the same account and name and says what may happen now. It is the
//! first of the two guards against sending twice; the second is WeChat's own memory of the clientmsgid.

use jiff::{SignedDuration, Timestamp};

use super::fingerprint::Fingerprint;

/// WeChat knows a clientmsgid for 24 hours. A quarter of an hour is kept back for clocks that disagree.
const MEMORY: SignedDuration = SignedDuration::from_mins(24 * 60 - SLACK);
const SLACK: i64 = 15;

/// Whether WeChat can no longer be asked about a call that was begun at `since`. A beginning that lies ahead says that a
/// clock was set, and that nobody knows how old the call is.
pub fn is_forgotten(since: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(since);
    age >= MEMORY || age < SignedDuration::from_mins(-SLACK)
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
    now: Timestamp,
) -> Decision {
    for run in runs {
        // What else a single command has sent is none of this one's business.
        let related = repetition == Repetition::Campaign || run.same_content;
        let batches = if run.fingerprint == fingerprint.as_str() {
            run.unsettled(|since| is_forgotten(since, now))
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
                .is_none_or(|at| now.duration_since(at) >= MEMORY);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::fingerprint::message;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + hours * 3600).expect("in range")
    }

    fn known(id: i64, print: &Fingerprint, attempt: i64, progress: &[Progress]) -> KnownRun {
        let batches = (1..)
            .zip(progress)
            .map(|(number, &progress)| KnownBatch { number, progress })
            .collect();
        KnownRun {
            id,
            fingerprint: print.as_str().to_owned(),
            attempt,
            same_content: false,
            batches,
        }
    }

    #[test]
    fn the_table_of_decisions() {
        use Progress::{Abandoned, Accepted, NotSent, Unsettled};
        use Repetition::{Campaign, Command};
        let (ours, other) = (
            message("text", &["a".into()]),
            message("text", &["b".into()]),
        );
        let (accepted, fresh, stale) = (
            Accepted { at: at(0) },
            Unsettled { since: at(0) },
            Unsettled { since: at(-30) },
        );
        let ahead = Unsettled { since: at(5) };
        let run = |progress: &[Progress]| vec![known(7, &ours, 0, progress)];
        let strange = |progress: &[Progress]| vec![known(8, &other, 0, progress)];
        let elsewhere = |progress: &[Progress]| {
            vec![KnownRun {
                same_content: true,
                ..known(8, &other, 0, progress)
            }]
        };
        let unsettled = |run| {
            let batches = vec![1];
            Decision::Stop(Obstacle::Unsettled { run, batches })
        };
        let now = at(1);
        let cases = [
            (
                "nothing known",
                vec![],
                Campaign,
                false,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "planned alone",
                run(&[NotSent]),
                Campaign,
                false,
                now,
                Decision::Continue { run: 7 },
            ),
            (
                "sent",
                run(&[accepted]),
                Campaign,
                false,
                now,
                Decision::AlreadySent { run: 7 },
            ),
            (
                "sent, a year ago",
                run(&[accepted]),
                Campaign,
                false,
                at(9000),
                Decision::AlreadySent { run: 7 },
            ),
            (
                "sent, again",
                run(&[accepted]),
                Campaign,
                true,
                now,
                Decision::Begin { attempt: 1 },
            ),
            (
                "half, again",
                run(&[accepted, NotSent]),
                Campaign,
                true,
                now,
                Decision::Continue { run: 7 },
            ),
            (
                "half",
                run(&[accepted, NotSent]),
                Campaign,
                false,
                now,
                Decision::Continue { run: 7 },
            ),
            (
                "rest given up",
                run(&[accepted, Abandoned]),
                Campaign,
                false,
                now,
                Decision::AlreadySent { run: 7 },
            ),
            (
                "lost answer, young",
                run(&[fresh]),
                Campaign,
                false,
                now,
                Decision::Continue { run: 7 },
            ),
            (
                "lost answer, old",
                run(&[stale]),
                Campaign,
                false,
                now,
                unsettled(7),
            ),
            (
                "lost, old, again",
                run(&[stale]),
                Campaign,
                true,
                now,
                unsettled(7),
            ),
            (
                "changed",
                strange(&[accepted]),
                Campaign,
                false,
                now,
                Decision::Stop(Obstacle::Changed { run: 8 }),
            ),
            (
                "changed, unsettled",
                strange(&[fresh]),
                Campaign,
                false,
                now,
                Decision::Stop(Obstacle::Changed { run: 8 }),
            ),
            (
                "changed, again",
                strange(&[accepted]),
                Campaign,
                true,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "changed, again beside a lost answer",
                strange(&[fresh]),
                Campaign,
                true,
                now,
                unsettled(8),
            ),
            (
                "changed, lost",
                strange(&[stale]),
                Campaign,
                true,
                now,
                unsettled(8),
            ),
            (
                "changed, never sent",
                strange(&[NotSent]),
                Campaign,
                false,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "command within a day",
                run(&[accepted]),
                Command,
                false,
                now,
                Decision::AlreadySent { run: 7 },
            ),
            (
                "command after a day",
                run(&[accepted]),
                Command,
                false,
                at(25),
                Decision::Begin { attempt: 1 },
            ),
            (
                "lost answer, from a clock that was ahead",
                run(&[ahead]),
                Campaign,
                false,
                now,
                unsettled(7),
            ),
            (
                "command, half of another list",
                elsewhere(&[accepted, NotSent]),
                Command,
                false,
                at(9000),
                Decision::Stop(Obstacle::HalfDone { run: 8 }),
            ),
            (
                "command, half of another list, again",
                elsewhere(&[accepted, NotSent]),
                Command,
                true,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "command, all of another list",
                elsewhere(&[accepted, accepted]),
                Command,
                false,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "command, again beside a lost answer of the same",
                elsewhere(&[fresh]),
                Command,
                true,
                now,
                unsettled(8),
            ),
            (
                "command, again beside a lost answer of something else",
                strange(&[stale]),
                Command,
                true,
                now,
                Decision::Begin { attempt: 0 },
            ),
            (
                "another command",
                strange(&[accepted]),
                Command,
                false,
                now,
                Decision::Begin { attempt: 0 },
            ),
        ];
        for (name, runs, repetition, again, now, expected) in cases {
            assert_eq!(
                decide(&ours, &runs, repetition, again, now),
                expected,
                "{name}"
            );
        }
    }

    #[test]
    fn the_newest_run_of_the_same_content_counts() {
        let print = message("text", &["a".into()]);
        let accepted = Progress::Accepted { at: at(0) };
        let runs = [
            known(9, &print, 1, &[Progress::NotSent]),
            known(7, &print, 0, &[accepted]),
        ];
        assert_eq!(
            decide(&print, &runs, Repetition::Campaign, true, at(1)),
            Decision::Continue { run: 9 }
        );
    }
}
