//! The states of batches and runs, and which step leads from which state to which. Pure.
//!
//! The table in [`BatchState::after`] is the only one: the SQL of every write is made from it.

use std::fmt;

/// How far a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BatchState {
    /// Recorded; no call was made.
    Planned,
    /// The call follows, is under way, or its process died.
    Intended,
    /// The service has taken it.
    Accepted,
    /// The service has refused it, or it certainly never got there; nothing was sent.
    Refused,
    /// The answer was lost.
    Unknown,
    /// The operator has given it up.
    Abandoned,
}

/// A step of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Intend,
    Retry,
    Accept,
    Refuse,
    LoseAnswer,
    /// The operator says that it was sent.
    MarkSent,
    /// The operator gives it up.
    Abandon,
}

impl BatchState {
    /// All states, in the order of a batch's life.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Intended,
        Self::Accepted,
        Self::Refused,
        Self::Unknown,
        Self::Abandoned,
    ];

    /// The state after `step`, or None where the ledger does not allow it. Every write asks this, in SQL.
    pub fn after(self, step: Step) -> Option<Self> {
        use BatchState::{Abandoned, Accepted, Intended, Planned, Refused, Unknown};
        match (self, step) {
            (Planned, Step::Intend) | (Intended | Refused | Unknown, Step::Retry) => Some(Intended),
            (Intended | Unknown, Step::Accept | Step::MarkSent) => Some(Accepted),
            (Intended | Unknown, Step::Refuse) => Some(Refused),
            (Intended | Unknown, Step::LoseAnswer) => Some(Unknown),
            (Planned | Intended | Refused | Unknown, Step::Abandon) => Some(Abandoned),
            (
                Planned,
                Step::Retry | Step::Accept | Step::Refuse | Step::LoseAnswer | Step::MarkSent,
            )
            | (Intended | Unknown, Step::Intend)
            | (
                Refused,
                Step::Intend | Step::Accept | Step::Refuse | Step::LoseAnswer | Step::MarkSent,
            )
            | (Accepted | Abandoned, _) => None,
        }
    }

    /// As stored and shown: `planned`, `intended`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Intended => "intended",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Abandoned => "abandoned",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// A state from its column.
    pub(super) fn read(text: &str) -> Result<Self, sqlx::Error> {
        Self::parse(text)
            .ok_or_else(|| sqlx::Error::Decode(format!("unknown state `{text}`").into()))
    }
}

impl fmt::Display for BatchState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Intend => "be intended",
            Self::Retry => "be tried again",
            Self::Accept => "be accepted",
            Self::Refuse => "be refused",
            Self::LoseAnswer => "become unknown",
            Self::MarkSent => "be marked as sent",
            Self::Abandon => "be abandoned",
        })
    }
}

/// How many batches of a run are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub planned: i64,
    pub intended: i64,
    pub accepted: i64,
    pub refused: i64,
    pub unknown: i64,
    pub abandoned: i64,
}

/// How far a run is: the sum of its batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// No call was made yet.
    Planned,
    /// A batch is under way, or its process died.
    Sending,
    /// A batch whose answer was lost; comes before everything else.
    Unknown,
    /// All went out.
    Accepted,
    /// Some went out, some did not.
    Partial,
    /// None went out, at least one was refused.
    Refused,
    /// None went out, and the operator wants none of the rest.
    Abandoned,
}

impl Tally {
    /// How many batches the run has.
    pub fn all(&self) -> i64 {
        self.planned + self.intended + self.accepted + self.refused + self.unknown + self.abandoned
    }

    /// The state of a run with these batches.
    pub fn state(&self) -> RunState {
        let all = self.all();
        if self.unknown > 0 {
            RunState::Unknown
        } else if self.intended > 0 {
            RunState::Sending
        } else if self.planned == all {
            RunState::Planned
        } else if self.accepted == all {
            RunState::Accepted
        } else if self.accepted > 0 {
            RunState::Partial
        } else if self.refused > 0 {
            RunState::Refused
        } else if self.planned > 0 {
            RunState::Planned
        } else {
            RunState::Abandoned
        }
    }
}

impl RunState {
    /// As shown: `planned`, `sending`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Partial => "partial",
            Self::Refused => "refused",
            Self::Abandoned => "abandoned",
        }
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, written out a second time by hand.
    #[test]
    fn transitions() {
        use BatchState as S;
        let rows: [(Step, [Option<S>; 6]); 7] = [
            // from:          planned             intended            accepted  refused             unknown             abandoned
            (
                Step::Intend,
                [Some(S::Intended), None, None, None, None, None],
            ),
            (
                Step::Retry,
                [
                    None,
                    Some(S::Intended),
                    None,
                    Some(S::Intended),
                    Some(S::Intended),
                    None,
                ],
            ),
            (
                Step::Accept,
                [None, Some(S::Accepted), None, None, Some(S::Accepted), None],
            ),
            (
                Step::Refuse,
                [None, Some(S::Refused), None, None, Some(S::Refused), None],
            ),
            (
                Step::LoseAnswer,
                [None, Some(S::Unknown), None, None, Some(S::Unknown), None],
            ),
            (
                Step::MarkSent,
                [None, Some(S::Accepted), None, None, Some(S::Accepted), None],
            ),
            (
                Step::Abandon,
                [
                    Some(S::Abandoned),
                    Some(S::Abandoned),
                    None,
                    Some(S::Abandoned),
                    Some(S::Abandoned),
                    None,
                ],
            ),
        ];
        for (step, expected) in rows {
            for (state, next) in S::ALL.into_iter().zip(expected) {
                assert_eq!(state.after(step), next, "{state} and {step:?}");
            }
        }
        for state in S::ALL {
            assert_eq!(S::parse(state.as_str()), Some(state));
        }
        assert_eq!(S::parse("sent"), None);
    }

    #[test]
    fn a_run_is_the_sum_of_its_batches() {
        // planned, intended, accepted, refused, unknown, abandoned
        let table = [
            ([3, 0, 0, 0, 0, 0], RunState::Planned),
            ([2, 1, 0, 0, 0, 0], RunState::Sending),
            ([1, 1, 1, 0, 1, 0], RunState::Unknown),
            ([0, 0, 3, 0, 0, 0], RunState::Accepted),
            ([1, 0, 2, 0, 0, 0], RunState::Partial),
            ([0, 0, 2, 1, 0, 0], RunState::Partial),
            ([0, 0, 2, 0, 0, 1], RunState::Partial),
            ([2, 0, 0, 1, 0, 0], RunState::Refused),
            ([0, 0, 0, 0, 0, 2], RunState::Abandoned),
            ([1, 0, 0, 0, 0, 1], RunState::Planned),
        ];
        for ([planned, intended, accepted, refused, unknown, abandoned], state) in table {
            let tally = Tally {
                planned,
                intended,
                accepted,
                refused,
                unknown,
                abandoned,
            };
            assert_eq!(tally.state(), state, "{tally:?}");
        }
    }
}
