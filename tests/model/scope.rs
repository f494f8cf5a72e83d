//! How far one exploration goes: what the machines share, and how often each thing may happen.

use jiff::{SignedDuration, Timestamp};
use wxmass::campaign::Window;
use wxmass::plan::{Fingerprint, Repetition, message};

/// The message, the message after an edit, and the first message to another list of receivers.
pub(crate) const VERSIONS: usize = 3;
pub(crate) const ATTEMPTS: usize = 3;
pub(crate) const BATCHES: usize = 2;
pub(crate) const MACHINES: usize = 2;

/// WeChat's memory of a key, in minutes ("sendAll").
pub(crate) const MEMORY: u16 = 24 * 60;
/// 25 hours: WeChat has forgotten every key.
pub(crate) const DAY: u16 = 25 * 60;

/// The things that the two machines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sharing {
    /// One ledger, and one promise.
    OneLedger,
    /// A ledger each; each keeps its promise for itself, and WeChat's memory joins them for a day.
    TwoLedgers,
}

/// The bounds of one exploration. Counts are for a whole history.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) sharing: Sharing,
    pub(crate) repetition: Repetition,
    /// Which of the [`VERSIONS`] are sent.
    pub(crate) versions: &'static [u8],
    pub(crate) batches: usize,
    /// The first and the last minute in which mass calls may be made.
    pub(crate) window: Option<(u16, u16)>,
    /// Processes that are started, on whichever machine.
    pub(crate) starts: u8,
    /// How many of them with `--again`.
    pub(crate) agains: u8,
    /// Questions that are answered by no.
    pub(crate) noes: u8,
    /// Answers that are not the plain one.
    pub(crate) faults: u8,
    /// Processes that die, and stores that go away before a result is written.
    pub(crate) deaths: u8,
    /// Machines that are suspended.
    pub(crate) sleeps: u8,
    pub(crate) minutes: u8,
    /// Long pauses, of `day` minutes each.
    pub(crate) days: u8,
    pub(crate) day: u16,
}

impl Scope {
    /// One machine after the other sends one version by one call, and nothing goes wrong.
    pub(crate) const CALM: Self = Self {
        sharing: Sharing::OneLedger,
        repetition: Repetition::Campaign,
        versions: &[0],
        batches: 1,
        window: None,
        starts: 2,
        agains: 0,
        noes: 0,
        faults: 0,
        deaths: 0,
        sleeps: 0,
        minutes: 0,
        days: 0,
        day: DAY,
    };
}

impl Scope {
    /// The window as the rules take it.
    pub(crate) fn window(&self) -> Option<Window> {
        let (from, until) = self.window?;
        Window::new(at(from), Some(at(until)))
    }

    /// Whether a mass call at this minute is one that the operator wanted then.
    pub(crate) fn is_open(&self, now: u16) -> bool {
        self.window
            .is_none_or(|(from, until)| (from..=until).contains(&now))
    }
}

/// A minute of the model as a time.
pub(crate) fn at(minute: u16) -> Timestamp {
    let start = Timestamp::from_second(1_790_000_000).expect("in range");
    start + SignedDuration::from_mins(i64::from(minute))
}

/// A time of the model as its minute.
pub(crate) fn minute(time: Timestamp) -> u16 {
    let since = time.duration_since(at(0)).as_mins();
    u16::try_from(since).expect("a time of the model")
}

/// The message of a version: the third is the first one again, to other receivers.
pub(crate) fn content(version: u8) -> u8 {
    version % 2
}

/// The fingerprint of each version.
pub(crate) fn fingerprints() -> [Fingerprint; VERSIONS] {
    ["A", "B", "A to others"].map(|text| message("text", &[text.to_owned()]))
}
