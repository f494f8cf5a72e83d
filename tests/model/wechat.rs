//! WeChat: keys that it remembers for a day, sends that it accepted, calls that are still under way, an administrator who is
//! asked; and a judge who knows the truth and compares it with what was confirmed and what was claimed.

use wxmass::plan::Repetition;
use wxmass::plan::settle::Answer;
use wxmass::wechat::errcode;
use wxmass::wechat::ids::MsgId;

use crate::scope::{ATTEMPTS, BATCHES, MACHINES, MEMORY, Scope, VERSIONS};

/// The key of a mass call: what its clientmsgid is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) version: u8,
    pub(crate) attempt: u8,
    pub(crate) batch: u8,
}

/// A call with what the judge has to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Call {
    pub(crate) key: Key,
    /// Whose promise counts: the ledger by which the call was made.
    pub(crate) ledger: u8,
    pub(crate) again: bool,
    /// An operator was told that nothing of it was sent.
    denied: bool,
}

/// The outcome of a mass call. The names say what the machine sees and what became of the send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Reply {
    Accepted,
    AcceptedWithoutId,
    /// Accepted, and the answer is lost, unreadable, or a code that proves nothing.
    AcceptedUnclear,
    /// Never arrived, or was dropped; the machine cannot tell.
    LostOnTheWay,
    /// Arrives after the machine has given up waiting.
    Late,
    Replayed,
    ReplayedWithoutId,
    /// 45065 with the msg_id of another send.
    ReplayedElsewhere,
    TooSoon,
    Quota,
    UsedUp,
    MinuteQuota,
    Bytes,
    List,
    /// 89505, and the send waits for the administrator.
    PendingKept,
    PendingWithId,
    /// 89505 with the msg_id of another send, and nothing is kept.
    PendingElsewhere,
    /// 89505, and nothing is kept.
    PendingDropped,
    Token,
    Unreached,
    Local,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Taken {
    at: u16,
    /// The ledgers whose calls were accepted, as bits.
    by: u8,
}

/// Whether the bytes of a version are of the kind that WeChat refuses: the same for every call with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Bytes {
    Open,
    Good,
    Bad,
}

/// A broken promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Broken {
    /// More sends were accepted than were confirmed, or one that was not confirmed again.
    Twice,
    /// An accepted send was reported as not sent.
    Lost,
    /// An older version went out after a newer one without `--again`.
    Older,
    /// A send that WeChat never took was reported as sent.
    Phantom,
    /// A mass call was made before its time or after it.
    Outside,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct WeChat {
    keys: [[[Option<Taken>; BATCHES]; ATTEMPTS]; VERSIONS],
    bytes: [Bytes; VERSIONS],
    pub(crate) under_way: [Option<Call>; MACHINES],
    pub(crate) pending: Option<Call>,
    /// Accepted and confirmed sends by ledger, version and batch.
    sends: [[[u8; BATCHES]; VERSIONS]; MACHINES],
    confirmed: [[[u8; BATCHES]; VERSIONS]; MACHINES],
    /// The version that went out last, by ledger.
    last: [Option<u8>; MACHINES],
    pub(crate) broken: Option<Broken>,
}

impl Reply {
    /// Every answer to a key that WeChat does not know.
    const TO_A_NEW_KEY: &[Self] = &[
        Self::Accepted,
        Self::AcceptedWithoutId,
        Self::AcceptedUnclear,
        Self::LostOnTheWay,
        Self::Late,
        Self::ReplayedElsewhere,
        Self::TooSoon,
        Self::Quota,
        Self::UsedUp,
        Self::MinuteQuota,
        Self::Bytes,
        Self::List,
        Self::PendingKept,
        Self::PendingWithId,
        Self::PendingElsewhere,
        Self::PendingDropped,
        Self::Token,
        Self::Unreached,
        Self::Local,
    ];
    /// Every answer to a key that it remembers. It may look at the quota, the draft or the list first.
    const TO_A_KNOWN_KEY: &[Self] = &[
        Self::Replayed,
        Self::ReplayedWithoutId,
        Self::TooSoon,
        Self::LostOnTheWay,
        Self::Quota,
        Self::UsedUp,
        Self::MinuteQuota,
        Self::List,
        Self::Token,
        Self::Unreached,
        Self::Local,
    ];
    /// Every answer to a key that waits for the administrator.
    const TO_A_PENDING_KEY: &[Self] = &[
        Self::PendingKept,
        Self::TooSoon,
        Self::LostOnTheWay,
        Self::Quota,
        Self::UsedUp,
        Self::Token,
        Self::Unreached,
        Self::Local,
    ];

    /// The answer as the machine sees it.
    pub(crate) fn answer(self) -> Answer {
        let some_id = Some(MsgId::new(7));
        let accepted = |msg_id| Answer::Accepted {
            msg_id,
            msg_data_id: None,
        };
        let refused = |code| Answer::Refused {
            code,
            of_bytes: errcode::proof(code) == errcode::Proof::RefusesBytes,
        };
        let pending = |msg_id| Answer::Pending {
            code: 89_505,
            msg_id,
        };
        match self {
            Self::Accepted => accepted(some_id),
            Self::AcceptedWithoutId => accepted(None),
            Self::AcceptedUnclear | Self::LostOnTheWay | Self::Late => Answer::Unclear,
            Self::Replayed | Self::ReplayedElsewhere => Answer::Replayed { msg_id: some_id },
            Self::ReplayedWithoutId => Answer::Replayed { msg_id: None },
            Self::TooSoon => Answer::TooSoon,
            Self::Quota => refused(45_028),
            Self::UsedUp => refused(40_007),
            Self::MinuteQuota => refused(45_011),
            Self::Bytes => refused(40_008),
            Self::List => refused(40_130),
            Self::PendingKept | Self::PendingDropped => pending(None),
            Self::PendingWithId | Self::PendingElsewhere => pending(some_id),
            Self::Token => Answer::Token,
            Self::Unreached => Answer::Unreached,
            Self::Local => Answer::Local,
        }
    }

    /// Whether it is what a healthy world answers.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Self::Accepted | Self::Replayed)
    }
}

impl Call {
    pub(crate) fn new(key: Key, ledger: u8, again: bool) -> Self {
        Self {
            key,
            ledger,
            again,
            denied: false,
        }
    }
}

impl WeChat {
    pub(crate) fn new() -> Self {
        Self {
            keys: [[[None; BATCHES]; ATTEMPTS]; VERSIONS],
            bytes: [Bytes::Open; VERSIONS],
            under_way: [None; MACHINES],
            pending: None,
            sends: [[[0; BATCHES]; VERSIONS]; MACHINES],
            confirmed: [[[0; BATCHES]; VERSIONS]; MACHINES],
            last: [None; MACHINES],
            broken: None,
        }
    }

    fn taken(&mut self, key: Key) -> &mut Option<Taken> {
        let of_attempt = &mut self.keys[usize::from(key.version)][usize::from(key.attempt)];
        &mut of_attempt[usize::from(key.batch)]
    }

    fn was_taken(&self, key: Key) -> Option<Taken> {
        self.keys[usize::from(key.version)][usize::from(key.attempt)][usize::from(key.batch)]
    }

    fn remembers(&self, key: Key, now: u16) -> bool {
        let taken = self.was_taken(key);
        taken.is_some_and(|taken| now - taken.at < MEMORY)
    }

    fn is_pending(&self, key: Key) -> bool {
        self.pending.is_some_and(|call| call.key == key)
    }

    /// The answers that a call with this key may get.
    pub(crate) fn replies(&self, key: Key, now: u16) -> impl Iterator<Item = Reply> + use<'_> {
        let replies = if self.remembers(key, now) {
            Reply::TO_A_KNOWN_KEY
        } else if self.is_pending(key) {
            Reply::TO_A_PENDING_KEY
        } else {
            Reply::TO_A_NEW_KEY
        };
        let bytes = self.bytes[usize::from(key.version)];
        let can_be = move |reply: &Reply| match reply {
            Reply::Accepted
            | Reply::AcceptedWithoutId
            | Reply::AcceptedUnclear
            | Reply::PendingWithId => bytes != Bytes::Bad,
            Reply::PendingKept => {
                bytes != Bytes::Bad && self.pending.is_none_or(|call| call.key == key)
            }
            Reply::Late => bytes != Bytes::Bad && self.under_way.contains(&None),
            Reply::Bytes => bytes != Bytes::Good,
            _ => true,
        };
        replies.iter().copied().filter(can_be)
    }

    /// Does what a call with this reply does to WeChat.
    pub(crate) fn take(&mut self, call: Call, reply: Reply, now: u16, scope: &Scope) {
        match reply {
            Reply::Accepted
            | Reply::AcceptedWithoutId
            | Reply::AcceptedUnclear
            | Reply::PendingWithId => self.accept(call, now, scope),
            Reply::Late => {
                if let Some(place) = self.under_way.iter_mut().find(|it| it.is_none()) {
                    *place = Some(call);
                }
            }
            Reply::PendingKept if self.pending.is_none() => self.pending = Some(call),
            Reply::Bytes => self.bytes[usize::from(call.key.version)] = Bytes::Bad,
            _ => {}
        }
    }

    /// A call arrives late, or the administrator agrees.
    pub(crate) fn arrive(&mut self, call: Call, now: u16, scope: &Scope) {
        let is_bad = self.bytes[usize::from(call.key.version)] == Bytes::Bad;
        if !is_bad && !self.remembers(call.key, now) {
            self.accept(call, now, scope);
        }
    }

    fn accept(&mut self, call: Call, now: u16, scope: &Scope) {
        let Call {
            key,
            ledger,
            again,
            denied,
        } = call;
        let (version, batch) = (usize::from(key.version), usize::from(key.batch));
        let of_ledger = usize::from(ledger);
        let young = self.keys[version]
            .iter()
            .filter_map(|attempt| attempt[batch])
            .any(|taken| now - taken.at < MEMORY);
        self.bytes[version] = Bytes::Good;
        let bit = 1 << ledger;
        let taken = self.taken(key);
        let by = taken.map_or(0, |taken| taken.by) | bit;
        *taken = Some(Taken { at: now, by });
        let sends = &mut self.sends[of_ledger][version][batch];
        *sends += 1;
        let is_repeat = *sends > 1;
        let unconfirmed = *sends > self.confirmed[of_ledger][version][batch];
        let last = self.last[of_ledger].replace(key.version);
        let campaign = scope.repetition == Repetition::Campaign;
        if unconfirmed || (is_repeat && !again && (campaign || young)) {
            self.breaks(Broken::Twice);
        } else if campaign && !again && last.is_some_and(|last| last != key.version) {
            self.breaks(Broken::Older);
        } else if denied {
            self.breaks(Broken::Lost);
        }
    }

    pub(crate) fn breaks(&mut self, promise: Broken) {
        self.broken.get_or_insert(promise);
    }

    /// An operator says yes: to one send of each batch, and where something went out before, only with `--again` to another.
    pub(crate) fn confirm(&mut self, version: u8, ledger: u8, again: bool, repetition: Repetition) {
        let (version, ledger) = (usize::from(version), usize::from(ledger));
        let sends = self.sends[ledger][version];
        for (confirmed, sends) in self.confirmed[ledger][version].iter_mut().zip(sends) {
            let more = again || sends == 0 || repetition == Repetition::Command;
            *confirmed = (*confirmed).max(sends + u8::from(more));
        }
    }

    /// An operator is told that this batch was not sent.
    pub(crate) fn claimed_not_sent(&mut self, key: Key, ledger: u8) {
        let by = self.was_taken(key).map_or(0, |taken| taken.by);
        if by & (1 << ledger) != 0 {
            self.breaks(Broken::Lost);
        }
        let waiting = self.under_way.iter_mut().chain([&mut self.pending]);
        for call in waiting.flatten() {
            call.denied |= call.key == key && call.ledger == ledger;
        }
    }

    /// An operator is told that this batch was sent.
    pub(crate) fn claimed_sent(&mut self, key: Key) {
        if self.was_taken(key).is_none() {
            self.breaks(Broken::Phantom);
        }
    }

    /// Whether each batch of the version has gone out once.
    pub(crate) fn has_sent_once(&self, version: u8, batches: usize) -> bool {
        let sends = &self.sends[0][usize::from(version)];
        sends[..batches].iter().all(|sends| *sends == 1)
    }

    /// Whether WeChat waits for nothing, and refuses no message for what it is.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.pending.is_none() && !self.bytes.contains(&Bytes::Bad)
    }
}
