//! From a checked campaign to receipts.
//!
//! `prepare` does everything that can be done before a follower sees anything and answers a [`Ready`]; only the code that
//! asked the operator turns it into an [`Approved`], and only that can send. The pipeline speaks through events and never
//! to the terminal; the ledger is written before each mass call and after it.

pub mod callback;
mod context;
mod deliver;
mod dry_run;
mod error;
pub mod event;
pub mod look;
mod mark;
mod order;
mod parcel;
mod prepare;
mod preview;
mod receipt;
mod send;
mod stop;
mod stray;
pub mod tag;
mod tokens;
pub mod upload;
pub mod wait;

use context::holder;
pub use context::{Account, AccountKind, Context};
pub use dry_run::dry_run;
pub use error::{Error, Step};
pub use event::{Event, Events};
pub use mark::{Which, Word, mark};
pub use order::{MessageRequest, SendRequest};
pub use prepare::{
    AudienceFacts, Prepared, Question, Ready, create_only, prepare, prepare_message, preview_only,
};
pub use preview::{receivers, shown as receiver_shown};
pub use receipt::{BatchReceipt, Outcome, Receipt};
pub use send::Approved;
pub use stop::Stop;
pub use tokens::SharedTokens;
