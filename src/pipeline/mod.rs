//! From a checked campaign to receipts, in three stages: `prepare/`, `deliver/`, `follow/`.
//!
//! `prepare` does everything that can be done before a follower sees anything and answers a [`Ready`]; only the code that
//! asked the operator turns it into an [`Approved`], and only that can be sent. A stage uses those before it and none after
//! it; `run` puts them in order. The pipeline speaks through events and never to the terminal; the ledger is written before
//! each mass call and after it.

mod context;
mod deliver;
mod error;
pub mod event;
pub mod follow;
pub mod prepare;
mod receipt;
pub mod results;
mod run;
mod schedule;
mod stop;
mod tagging;
mod tokens;

pub use crate::wechat::drafts::{Difference, Field};
use context::holder;
pub use context::{Account, AccountKind, Context, TagsSeen};
pub use deliver::resolve::{BatchRef, Resolution, resolve};
pub use error::{Error, Step};
pub use event::{Event, Events};
pub use prepare::receivers::{receivers, shown as receiver_shown};
pub use prepare::{
    Approved, AudienceFacts, MessageRequest, Prepared, Question, Ready, SendRequest, create_only,
    dry_run, prepare, prepare_message, preview_message, preview_only, provisional_plan,
    update_draft,
};
pub use receipt::{BatchReceipt, Outcome, Receipt};
pub use results::{ArticleResult, Results, SendResult, Which, results};
pub use run::{already_sent, send};
pub use stop::Stop;
pub use tagging::{Change, Tagged, tag};
pub use tokens::SharedTokens;
