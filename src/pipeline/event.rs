//! Events of a run, as facts.
//!
//! The pipeline says everything it does through [`Events`] and prints nothing; reporters turn facts into bars, lines or
//! JSON. No sentence for people is made here, and no event carries a token or a secret.

use std::time::Duration;

use serde::Serialize;

use tokio::sync::{mpsc, watch};

use crate::wechat::drafts::Difference;

/// One fact. `kind` in JSON is the variant's name in kebab-case and is never translated.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// Another process runs this campaign; we wait for it.
    WaitingForHolder { holder: String },
    /// An earlier run of this very campaign did not come to its end, and this one goes on with it.
    GoingOn {
        run: i64,
        /// Batches that went out.
        accepted: usize,
        /// Batches of which it is not known yet whether they did.
        unsettled: usize,
        /// Batches in all.
        of: usize,
    },
    /// A valid token is at hand.
    TokenReady,
    /// How many files have to be uploaded in all, and how many of them the account has already.
    UploadsPlanned { total: usize, cached: usize },
    /// One file is in the account; `place` is its URL or media_id.
    Uploaded {
        file: String,
        /// The same file may be in an article as well, and is then uploaded for that, too.
        as_cover: bool,
        place: String,
        note: Option<PictureNote>,
    },
    /// The account had forgotten a cached upload (40007); it is uploaded again.
    UploadForgotten { file: String },
    /// The news exists. `again` is true when a second draft was needed because the first one had been used up.
    NewsCreated {
        media_id: String,
        route: String,
        articles: usize,
        again: bool,
    },
    /// The rest of the list goes out on another day than its first batches: WeChat gives its readers another link.
    LinkWillDiffer,
    /// A second draft that a lost answer had left behind.
    StrayDraft { media_id: String, deleted: bool },
    /// The preview went to one tester.
    Previewed { receiver: String },
    /// This receiver had this very news before; nothing was sent to him.
    PreviewSkipped { receiver: String },
    /// Everything is in place; the operator is asked now.
    Asking,
    /// The yes is there, and the mass call waits for its time.
    Scheduled {
        at: jiff::Timestamp,
        until: Option<jiff::Timestamp>,
    },
    /// So much is left until then.
    TimeLeft { seconds: u64 },
    /// So many followers have got a tag, or lost it.
    Tagged { done: u64, of: u64 },
    /// WeChat refuses the draft as it was saved last (48021); what has changed in it.
    DraftSaved { differences: Vec<Difference> },
    /// The draft could not be read back: it is unknown whether it is still what was previewed.
    DraftUnread { why: String },
    /// The intent of a batch is on disk; the call follows.
    BatchStarted {
        number: usize,
        of: usize,
        size: Option<u64>,
    },
    /// WeChat has accepted a batch. `replayed` is true when the acceptance is older than this call (45065).
    BatchAccepted {
        number: usize,
        of: usize,
        msg_id: i64,
        replayed: bool,
    },
    /// WeChat has refused a batch; nothing of it was sent.
    BatchRefused {
        number: usize,
        of: usize,
        errcode: Option<i64>,
        errmsg: String,
    },
    /// The answer to a batch was lost; it is being settled by its clientmsgid, unless that was the last try.
    BatchUnknown {
        number: usize,
        of: usize,
        why: String,
        again: bool,
    },
    /// Waiting before the next try or batch.
    Waiting { seconds: u64, why: Wait },
    /// The status of an accepted send.
    Status { msg_id: i64, status: String },
    /// A send is not finished when the waiting ends; nothing need be done.
    NotFinished { msg_id: i64 },
    /// WeChat could not be asked how an accepted send goes.
    StatusUnavailable { msg_id: i64, why: String },
    /// Ctrl-C was heard: what is in flight is finished and recorded, nothing new begins.
    Stopping,
}

/// Why the run stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wait {
    /// WeChat wants a minute between two calls with one clientmsgid (45066).
    Settling,
    /// So many sends are under way; the next look at their status.
    Polling { open: usize, of: usize },
    /// The service could not be reached; nothing was sent.
    Unreachable,
    /// An administrator has to confirm the send, within half an hour.
    Administrator,
    /// WeChat has had too many calls in this minute (45011).
    MinuteQuota,
}

/// How a picture was changed so that WeChat takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureNote {
    pub from_format: String,
    pub from_bytes: u64,
    pub to_format: String,
    pub to_bytes: u64,
    /// JPEG quality of 100; absent for other formats.
    pub quality: Option<u8>,
    /// The original moves, and its first frame was taken.
    pub is_still: bool,
    /// It became narrower than a phone can show, so that small letters are no longer sharp.
    pub is_blurred: bool,
    /// Pixels across, before and after.
    pub from_width: u32,
    pub to_width: u32,
}

/// The channel for events of a run. Cheap to clone; a listener that has gone is no error.
#[derive(Debug, Clone)]
pub struct Events {
    sender: mpsc::UnboundedSender<Event>,
    unheard: watch::Sender<usize>,
}

impl Events {
    /// A new pair of speaker and listener.
    pub fn channel() -> (Self, Listener) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let unheard = watch::Sender::new(0);
        let listener = Listener {
            receiver,
            unheard: unheard.clone(),
            heard: 0,
        };
        (Self { sender, unheard }, listener)
    }

    /// Says one fact.
    pub fn say(&self, event: Event) {
        self.unheard.send_modify(|count| *count += 1);
        // A reporter that is gone (closed pipe) must not stop a send.
        let _ = self.sender.send(event);
    }

    /// Waits until everything that was said has been dealt with, or a moment has passed.
    pub async fn heard(&self) {
        let mut unheard = self.unheard.subscribe();
        let _ = tokio::time::timeout(
            Duration::from_millis(500),
            unheard.wait_for(|count| *count == 0),
        )
        .await;
    }
}

/// The other end of [`Events`].
#[derive(Debug)]
pub struct Listener {
    receiver: mpsc::UnboundedReceiver<Event>,
    unheard: watch::Sender<usize>,
    heard: usize,
}

impl Listener {
    /// The next fact; asking for it says that those before have been dealt with. `None` when all speakers are gone.
    pub async fn next(&mut self) -> Option<Event> {
        let heard = std::mem::take(&mut self.heard);
        self.unheard.send_modify(|count| *count -= heard);
        let event = self.receiver.recv().await;
        self.heard = usize::from(event.is_some());
        event
    }
}
