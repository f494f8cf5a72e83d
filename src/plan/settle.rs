//! The proof in an answer to a mass call, and the next action that is allowed. Pure.
//!
//! Only an answer that is known to prove "not sent" proves it. Everything else leaves the batch in doubt under its key,
//! until its key settles it or a person does (`wechat-api.md` 5.2). Nothing here waits or calls: `pipeline::deliver` executes
//! the [`Action`] that [`settle`] returns, and passes [`permit`](super::permit::permit) before each call.

use std::time::Duration;

use jiff::Timestamp;

use crate::wechat::errcode;
use crate::wechat::ids::{MsgDataId, MsgId};
pub use crate::wechat::outcome::Answer;

#[cfg(test)]
mod tests;

/// Calls made in doubt before the batch is left to a later run: one soon, then three a minute apart.
const QUESTIONS: u32 = 4;
/// Waits for the next minute after 45011 before the rest is left to a later run.
const MINUTE_WAITS: u32 = 3;
/// Tries to connect before the batch is left to a later run.
const CONNECTS: u32 = 5;
/// Calls that may be repeated after a refused token: with a renewed one, and with one that was forced.
const TOKENS: u32 = 2;
/// An administrator has 30 minutes to confirm ("sendAll", mass-send protection); the rest is a margin.
const CONFIRMATION: Duration = Duration::from_mins(35);

/// Knowledge about one batch during delivery. [`Attempt::fresh`] and [`Attempt::in_doubt`] start one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// When the first call of the doubt began, by WeChat's clock, or the one that was accepted without a msg_id; `None` while
    /// certainly nothing was accepted.
    doubt: Option<Timestamp>,
    /// How long an administrator was waited for.
    pending: Duration,
    /// WeChat has said that it accepted the batch; only the msg_id is missing.
    accepted: bool,
    asked: u32,
    minute_waits: u32,
    connects: u32,
    tokens: u32,
    renewed: bool,
}

/// Facts that the ledger and the message add to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The ledger has the answer's msg_id for another batch.
    pub elsewhere: bool,
    /// The message can be made again from its files.
    pub can_renew: bool,
}

/// The next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Record the batch as accepted. `replayed`: by an earlier call.
    Accept {
        msg_id: Option<MsgId>,
        msg_data_id: Option<MsgDataId>,
        replayed: bool,
    },
    /// Record it as accepted without a msg_id, and ask for that under the same key after the pause.
    Learn { pause: Pause },
    /// Record it as refused: certainly nothing of it was sent.
    Refuse(Reach),
    /// Record it as refused: the key answers for another batch of this ledger.
    Collide { msg_id: MsgId },
    /// Make the message again, then call under the same key.
    Renew,
    /// Certainly nothing was sent so far: call again after the pause.
    Retry { pause: Pause },
    /// Record the doubt, then call again under the same key after the pause.
    Ask { pause: Pause },
    /// Record the doubt and stop: a later run or a person settles it.
    Leave,
}

/// How far a refusal reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This batch only; the others may still go.
    Batch,
    /// All batches of the run.
    Run,
}

/// Why there is a pause before the next call, and so how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// None.
    Now,
    /// Growing from half a second: the service could not be reached for the n-th time.
    Unreachable(u32),
    /// Two seconds after a first lost answer; WeChat's own memory of the key makes the repeat harmless.
    Soon,
    /// WeChat wants a minute between two calls with one key (45066).
    KeyCooldown,
    /// The next minute's calls (45011).
    MinuteQuota,
    /// The administrator: each repeat may call them again, so a few minutes.
    Administrator,
}

impl Pause {
    /// How long.
    pub fn duration(self) -> Duration {
        match self {
            Self::Now => Duration::ZERO,
            Self::Unreachable(times) => Duration::from_millis(500) * 2_u32.pow(times.min(5)),
            Self::Soon => Duration::from_secs(2),
            Self::KeyCooldown | Self::MinuteQuota => Duration::from_secs(65),
            Self::Administrator => Duration::from_mins(3),
        }
    }
}

impl Attempt {
    /// A batch of which certainly nothing was accepted.
    pub fn fresh() -> Self {
        Self {
            doubt: None,
            pending: Duration::ZERO,
            accepted: false,
            asked: 0,
            minute_waits: 0,
            connects: 0,
            tokens: 0,
            renewed: false,
        }
    }

    /// A batch whose first call began at `since` and whose outcome is not recorded.
    pub fn in_doubt(since: Timestamp) -> Self {
        Self {
            doubt: Some(since),
            ..Self::fresh()
        }
    }

    /// When the first call of the doubt began, where there is one.
    pub fn doubt(&self) -> Option<Timestamp> {
        self.doubt
    }

    /// Whether WeChat has accepted the batch and only its msg_id is asked for.
    pub fn is_accepted(&self) -> bool {
        self.accepted
    }

    fn ask(mut self, pause: Pause) -> (Self, Action) {
        self.asked += 1;
        let action = if self.asked <= QUESTIONS {
            Action::Ask { pause }
        } else {
            Action::Leave
        };
        (self, action)
    }

    /// This call sent nothing: it is repeated, or the batch is as it was before it.
    fn retry(self, is_allowed: bool, pause: Pause) -> (Self, Action) {
        let action = match (is_allowed, self.doubt) {
            (true, None) => Action::Retry { pause },
            (true, Some(_)) => Action::Ask { pause },
            (false, None) => Action::Refuse(Reach::Run),
            (false, Some(_)) => Action::Leave,
        };
        (self, action)
    }
}

/// Decides what an answer means for the batch and what to do next. `called` is when the call began, by WeChat's clock.
pub fn settle(
    attempt: Attempt,
    answer: Answer,
    facts: Facts,
    called: Timestamp,
) -> (Attempt, Action) {
    if attempt.accepted {
        return (attempt, learnt(answer, facts));
    }
    let mut next = attempt;
    let in_doubt = |mut attempt: Attempt| {
        attempt.doubt.get_or_insert(called);
        attempt
    };
    match answer {
        Answer::Accepted {
            msg_id: msg_id @ Some(_),
            msg_data_id,
        } if !facts.elsewhere => {
            let action = Action::Accept {
                msg_id,
                msg_data_id,
                replayed: false,
            };
            (next, action)
        }
        // Without a msg_id, or with that of another send, which is none.
        Answer::Accepted { .. } => {
            // Asked for later than WeChat remembers the key, the msg_id would be that of a second send.
            next = in_doubt(next);
            next.accepted = true;
            let pause = Pause::KeyCooldown;
            (next, Action::Learn { pause })
        }
        Answer::Replayed {
            msg_id: Some(msg_id),
        } if facts.elsewhere => match attempt.doubt {
            None => (next, Action::Collide { msg_id }),
            // The earlier call may have been accepted all the same.
            Some(_) => (next, Action::Leave),
        },
        // The id of another send names none for this one.
        Answer::Pending {
            msg_id: Some(_), ..
        } if facts.elsewhere => pending(in_doubt(next)),
        Answer::Replayed {
            msg_id: msg_id @ Some(_),
        }
        | Answer::Pending {
            msg_id: msg_id @ Some(_),
            ..
        } => {
            let action = Action::Accept {
                msg_id,
                msg_data_id: None,
                replayed: matches!(answer, Answer::Replayed { .. }),
            };
            (next, action)
        }
        Answer::Replayed { msg_id: None } | Answer::TooSoon => {
            in_doubt(next).ask(Pause::KeyCooldown)
        }
        Answer::Pending { msg_id: None, .. } => pending(in_doubt(next)),
        Answer::Unclear if attempt.asked == 0 => in_doubt(next).ask(Pause::Soon),
        Answer::Unclear => in_doubt(next).ask(Pause::KeyCooldown),
        Answer::Refused { code, of_bytes } => {
            refused(next, Refusal::of(code, of_bytes), facts.can_renew)
        }
        Answer::Token => {
            next.tokens += 1;
            next.retry(next.tokens <= TOKENS, Pause::Now)
        }
        Answer::Unreached => {
            next.connects += 1;
            next.retry(
                next.connects < CONNECTS,
                Pause::Unreachable(next.connects - 1),
            )
        }
        Answer::Local => next.retry(false, Pause::Now),
    }
}

/// WeChat had accepted the batch without naming it: any answer but its msg_id leaves it at that.
fn learnt(answer: Answer, facts: Facts) -> Action {
    let msg_id = match answer {
        Answer::Accepted { msg_id, .. }
        | Answer::Pending { msg_id, .. }
        | Answer::Replayed { msg_id } => msg_id.filter(|_| !facts.elsewhere),
        Answer::TooSoon
        | Answer::Refused { .. }
        | Answer::Token
        | Answer::Unclear
        | Answer::Unreached
        | Answer::Local => None,
    };
    Action::Accept {
        msg_id,
        msg_data_id: None,
        replayed: false,
    }
}

fn pending(mut attempt: Attempt) -> (Attempt, Action) {
    let pause = if attempt.pending.is_zero() {
        Pause::KeyCooldown
    } else {
        Pause::Administrator
    };
    attempt.pending += pause.duration();
    let action = if attempt.pending < CONFIRMATION {
        Action::Ask { pause }
    } else {
        Action::Leave
    };
    (attempt, action)
}

/// The subject of a refusal, as far as it decides the next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// The bytes of the request: an earlier identical call was refused as well.
    Bytes,
    /// The message is used up, deleted, or was never there.
    Message,
    /// Too many calls in this minute.
    MinuteQuota,
    /// The list of openids: says nothing of the next list.
    List,
    /// Anything else; holds for the other batches too.
    Other,
}

impl Refusal {
    fn of(code: i64, of_bytes: bool) -> Self {
        match code {
            _ if of_bytes => Self::Bytes,
            errcode::INVALID_MEDIA_ID => Self::Message,
            errcode::MINUTE_QUOTA => Self::MinuteQuota,
            errcode::INVALID_OPENID
            | errcode::INVALID_OPENID_LIST
            | errcode::INVALID_OPENID_LIST_SIZE
            | errcode::TOO_FEW_OPENIDS => Self::List,
            _ => Self::Other,
        }
    }
}

/// A refusal speaks of its own call only: after a call in doubt it settles nothing, and may be that call's consequence
/// (45028: it used up the quota), unless it follows from the bytes, which were the same.
fn refused(mut attempt: Attempt, refusal: Refusal, can_renew: bool) -> (Attempt, Action) {
    match (refusal, attempt.doubt) {
        (Refusal::Bytes, _) => (attempt, Action::Refuse(Reach::Run)),
        // Under the same key a new message is safe even when an earlier call was accepted: WeChat then answers 45065.
        (Refusal::Message, _) if can_renew && !attempt.renewed => {
            attempt.renewed = true;
            (attempt, Action::Renew)
        }
        (Refusal::MinuteQuota, None) if attempt.minute_waits < MINUTE_WAITS => {
            attempt.minute_waits += 1;
            let pause = Pause::MinuteQuota;
            (attempt, Action::Retry { pause })
        }
        (Refusal::List, None) => (attempt, Action::Refuse(Reach::Batch)),
        (Refusal::Message | Refusal::MinuteQuota | Refusal::Other, None) => {
            (attempt, Action::Refuse(Reach::Run))
        }
        (Refusal::Message | Refusal::MinuteQuota | Refusal::List | Refusal::Other, Some(_)) => {
            attempt.ask(Pause::KeyCooldown)
        }
    }
}
