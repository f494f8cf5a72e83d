//! Faults to be planted: what is to happen, and to which calls of a path.

use std::time::Duration;

/// The harm that is done to a call.
#[derive(Debug, Clone)]
pub enum Harm {
    /// The connection is reset before the sandbox has heard of the call.
    ResetBefore,
    /// The sandbox does its work; the connection ends without a byte of answer.
    ResetAfter,
    /// The sandbox does its work; half of the answer arrives.
    Truncated,
    /// The sandbox does its work; a proxy's error page arrives instead, with this status.
    Html(u16),
    /// The sandbox does its work; an empty body arrives with status 200.
    Empty,
    /// The sandbox hears nothing, this JSON is the answer.
    Answer(String),
    /// The sandbox hears nothing; a request whose body holds the first text gets the second, every other the third.
    AnswerTo(String, String, String),
    /// The sandbox hears nothing; this status, these lines of a head and this body are the answer.
    Reply(u16, String, Vec<u8>),
    /// The sandbox hears nothing, the answer sends the caller elsewhere.
    Redirect(String),
    /// The sandbox does its work; nothing arrives until the wire is released.
    HangAfter,
    /// The sandbox hears nothing; nothing arrives until the wire is released.
    HangBefore,
    /// Everything is as it should be, but late.
    Late(Duration),
    /// Everything is as it should be for the last time: from then on connections are refused.
    ThenGone,
}

/// In place of a path: every call, whatever its path.
pub const ANY: &str = "*";

/// A harm, and the calls that it meets.
#[derive(Debug, Clone)]
pub struct Fault {
    pub(super) path: String,
    pub(super) first: usize,
    pub(super) times: usize,
    pub(super) harm: Harm,
}

/// The first call of a path meets a harm.
pub fn fault(path: &str, harm: Harm) -> Fault {
    Fault {
        path: path.to_owned(),
        first: 1,
        times: 1,
        harm,
    }
}

/// The first call of a path is refused with an errcode, as WeChat words it.
pub fn refusal(path: &str, errcode: i64) -> Fault {
    let errmsg = match errcode {
        -1 => "system error".to_owned(),
        40001 => "invalid credential, access_token is invalid or not latest rid: 69a0b1c2-11223344-55667788".to_owned(),
        40164 => "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 69a0b1c2-11223344-55667788"
            .to_owned(),
        _ => format!("planted refusal {errcode} hint: [AbCdEa01234567] rid: 69a0b1c2-11223344-55667788"),
    };
    let answer = serde_json::json!({ "errcode": errcode, "errmsg": errmsg });
    fault(path, Harm::Answer(answer.to_string()))
}

impl Fault {
    /// From the n-th call on, counted from 1 over all calls of the path since the fault was planted.
    #[must_use]
    pub fn from(mut self, first: usize) -> Self {
        self.first = first;
        self
    }

    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    #[must_use]
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }
}
