//! A prepared run, and the one step from there: the operator's yes, as a value.

use std::time::Instant;

use super::message::Outgoing;
use super::order::Order;
use super::question::Question;
use super::stored::Stored;
use crate::pipeline::Context;
use crate::store::Guard;
use crate::wechat::ids::TagId;

/// The message, its audience, and the number of the attempt.
#[derive(Debug)]
pub(in crate::pipeline) struct Plans<'a> {
    pub(in crate::pipeline) order: Order<'a>,
    pub(in crate::pipeline) outgoing: Outgoing<'a>,
    /// The run that is gone on with; a new one is recorded after the yes.
    pub(in crate::pipeline) run: Option<i64>,
    pub(in crate::pipeline) attempt: i64,
    pub(in crate::pipeline) tag: Option<TagId>,
    /// The draft as it was read back.
    pub(in crate::pipeline) stored: Option<Stored>,
    /// When everything had been looked at.
    pub(in crate::pipeline) prepared: Instant,
}

/// A run that lacks only the operator's yes.
#[derive(Debug)]
pub struct Ready<'a> {
    approved: Approved<'a>,
    question: Question,
}

impl<'a> Ready<'a> {
    pub(super) fn new(
        context: Context,
        guard: Guard,
        plans: Plans<'a>,
        question: Question,
    ) -> Self {
        let approved = Approved {
            context,
            guard,
            plans,
        };
        Self { approved, question }
    }

    /// The facts for the question.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The operator said yes. `tests/house.rs` holds that only `cli/ask.rs` calls this.
    pub fn approve(self) -> Approved<'a> {
        self.approved
    }

    /// The operator said no: the lock is given back; uploads, news and previews stay known for the next time.
    pub async fn decline(self) {
        self.approved.guard.release().await;
    }
}

/// A run that the operator has said yes to. The only thing that can be sent.
#[derive(Debug)]
pub struct Approved<'a> {
    pub(in crate::pipeline) context: Context,
    pub(in crate::pipeline) guard: Guard,
    pub(in crate::pipeline) plans: Plans<'a>,
}
