//! The rules in force: those of `plan`, called as they are, or one of them put back as it once was.

use wxmass::plan::permit::{Bar, Conditions, has_lapsed, permit};
use wxmass::plan::settle::{Action, Answer, Attempt, Facts, Reach, settle};
use wxmass::plan::{Clock, Decision, Fingerprint, KnownRun, Progress, Repetition, decide};

use crate::scope::{MEMORY, at, minute};
use crate::wechat::Reply;

/// A rule that once was in force, each of them a way to a second send or to a false word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Old {
    /// A run that was recorded is to be continued, whatever became of it.
    RecordPermits,
    /// The same, and rows are made before the question.
    RowsBeforeTheYes,
    /// A code that is not known is a refusal.
    UnknownRefuses,
    /// 89505 is a refusal.
    PendingRefuses,
    /// An account is known by the address through which it is reached: two ledgers in one.
    AccountByBase,
    /// The HTTP client repeats a call that was not connected, by itself.
    ClientRepeats,
    /// A refused repeat settles the call before it.
    RefusalSettlesDoubt,
    /// A single command is repeated as soon as its key may have been forgotten.
    MemoryCutShort,
    /// Whether the lock is still held is not asked.
    LockNotAsked,
    /// An unfinished run goes on before it is asked what else went out.
    ChangedAfterContinue,
    /// A repeat that `--again` began is finished by a plain command.
    AgainStands,
    /// Conditions that held before the intent count for the call, however long that took.
    ConditionsKeep,
    /// A doubt is as old as its latest call.
    DoubtStartsOver,
    /// A refusal is recorded over the call of another process.
    RefusalOfAnyCall,
    /// A send that was accepted without a msg_id is asked for it however old it is.
    AcceptanceHasNoAge,
    /// A refusal counts although the store went away before it was recorded.
    RefusalWithoutRecord,
    /// The time that was set is looked at when it has come, and not again before each call.
    WindowAskedOnce,
    /// 89505 with the msg_id of another send is taken for its own.
    AnothersIdIsBelieved,
    /// At its end a process tells what it knows, though another one has called since.
    OwnWordCounts,
}

/// The rules of one exploration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules(pub(crate) Option<Old>);

impl Rules {
    pub(crate) fn has(self, old: Old) -> bool {
        self.0 == Some(old)
    }

    pub(crate) fn rows_before_the_yes(self) -> bool {
        self.has(Old::RowsBeforeTheYes)
    }

    /// Whether a look at the ledger returns runs of which nothing went out.
    pub(crate) fn looks_at_plans(self) -> bool {
        self.has(Old::RecordPermits) || self.has(Old::RowsBeforeTheYes)
    }

    pub(crate) fn decide(
        self,
        fingerprint: &Fingerprint,
        runs: &[KnownRun],
        repetition: Repetition,
        again: bool,
        clock: Clock,
    ) -> Decision {
        let ours = || {
            runs.iter()
                .filter(|run| run.fingerprint == fingerprint.as_str())
        };
        let decision = decide(fingerprint, runs, repetition, again, clock);
        let open = match self.0 {
            _ if is_unsettled(&decision) => None,
            Some(Old::RecordPermits | Old::RowsBeforeTheYes) => ours().find(|run| is_open(run)),
            Some(Old::ChangedAfterContinue) => {
                ours().find(|run| is_open(run) && run.attempt == 0 && has_begun(run))
            }
            Some(Old::AgainStands) => ours().find(|run| is_open(run) && has_begun(run)),
            _ => None,
        };
        if let Some(run) = open {
            return Decision::Continue { run: run.id };
        }
        match (self.0, decision) {
            (Some(Old::MemoryCutShort), Decision::AlreadySent { run }) => {
                let run = ours().find(|it| it.id == run);
                let may_be_forgotten = run.filter(|run| age(run, clock) + 15 >= MEMORY);
                may_be_forgotten.map_or(decision_of(run), |run| Decision::Begin {
                    attempt: run.attempt + 1,
                })
            }
            (_, decision) => decision,
        }
    }

    pub(crate) fn permit(self, conditions: Conditions, attempt: &Attempt) -> Result<(), Bar> {
        let lock_held = conditions.lock_held || self.has(Old::LockNotAsked);
        let window = conditions
            .window
            .filter(|_| !self.has(Old::WindowAskedOnce));
        let conditions = Conditions {
            lock_held,
            window,
            ..conditions
        };
        if attempt.is_accepted() && self.has(Old::AcceptanceHasNoAge) {
            return permit(&conditions, &Attempt::fresh());
        }
        permit(&conditions, attempt)
    }

    /// Whether what was permitted at one minute has to be asked again at another.
    pub(crate) fn has_lapsed(self, permitted: u16, now: u16) -> bool {
        let never = self.has(Old::ConditionsKeep) || self.has(Old::ClientRepeats);
        !never && has_lapsed(at(permitted), at(now))
    }

    pub(crate) fn settle(
        self,
        attempt: Attempt,
        reply: Reply,
        facts: Facts,
        called: u16,
    ) -> (Attempt, Action) {
        let answer = self.answer(reply);
        let refused = matches!(answer, Answer::Refused { .. });
        if refused && attempt.doubt().is_some() && self.has(Old::RefusalSettlesDoubt) {
            return (attempt, Action::Refuse(Reach::Run));
        }
        let elsewhere = facts.elsewhere
            && !(reply == Reply::PendingElsewhere && self.has(Old::AnothersIdIsBelieved));
        let facts = Facts { elsewhere, ..facts };
        settle(attempt, answer, facts, at(called))
    }

    fn answer(self, reply: Reply) -> Answer {
        let refused = |code| Answer::Refused {
            code,
            of_bytes: false,
        };
        match (self.0, reply) {
            (Some(Old::UnknownRefuses), Reply::AcceptedUnclear) => refused(9_500_002),
            (
                Some(Old::PendingRefuses),
                Reply::PendingKept
                | Reply::PendingDropped
                | Reply::PendingElsewhere
                | Reply::PendingWithId,
            ) => refused(89_505),
            _ => reply.answer(),
        }
    }
}

fn is_unsettled(decision: &Decision) -> bool {
    use wxmass::plan::Obstacle::Unsettled;
    matches!(decision, Decision::Stop(Unsettled { .. }))
}

fn is_open(run: &KnownRun) -> bool {
    let is_over = |progress| {
        matches!(
            progress,
            Progress::Accepted { .. } | Progress::Abandoned { .. }
        )
    };
    !run.batches.iter().all(|batch| is_over(batch.progress))
}

fn has_begun(run: &KnownRun) -> bool {
    let planned = |progress| matches!(progress, Progress::NotSent);
    !run.batches.iter().all(|batch| planned(batch.progress))
}

fn decision_of(run: Option<&KnownRun>) -> Decision {
    Decision::AlreadySent {
        run: run.map_or(0, |run| run.id),
    }
}

/// Minutes since the last batch of a run was accepted.
fn age(run: &KnownRun, clock: Clock) -> u16 {
    let (Clock::Ours(now) | Clock::Theirs(now)) = clock;
    let ends = run.batches.iter().filter_map(|batch| match batch.progress {
        Progress::Accepted { at } => Some(minute(now) - minute(at)),
        _ => None,
    });
    ends.min().unwrap_or(0)
}
