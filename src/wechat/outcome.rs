//! The answer to a mass call as a pure value: what it proves, and nothing of what to do next.
//!
//! `plan` decides by it. The rule is `wechat-api.md` 5.2: only a code that is known as a refusal proves that nothing was sent,
//! only a connection that never stood proves that nothing left, and everything else is doubt.

use super::errcode::{self, Proof};
use super::error::{Error, Kind};
use super::ids::{MsgDataId, MsgId};
use super::mass::Accepted;
use super::token;

/// The outcome of one mass call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Queued now. Without a usable msg_id it is accepted all the same; the key tells the id later (45065).
    Accepted {
        msg_id: Option<MsgId>,
        msg_data_id: Option<MsgDataId>,
    },
    /// 45065: this key was accepted before, as this msg_id. Without one it is not known which send it was; an id that belongs to
    /// another batch is not to be believed.
    Replayed { msg_id: Option<MsgId> },
    /// 45066: a minute has to pass before the key says anything.
    TooSoon,
    /// This call sent nothing. `of_bytes`: nor did an earlier identical one, since the refusal follows from the bytes.
    Refused { code: i64, of_bytes: bool },
    /// No token could be had, or WeChat did not take it: this call sent nothing.
    Token,
    /// 89504, 89505: the send waits for the administrator, who has half an hour.
    Pending { code: i64, msg_id: Option<MsgId> },
    /// It may have gone out: a code that proves nothing, an odd answer, a gateway's word, a time-out, a reset.
    Unclear,
    /// No connection, no name, no TLS: nothing left this machine.
    Unreached,
    /// The request could not be made on this machine, or was defective (HTTP 412): nothing was sent, and a repeat is no cure.
    Local,
}

impl Answer {
    /// Translates what [`send_all`](super::mass::send_all) or [`send_to`](super::mass::send_to) answered.
    pub fn of(result: &Result<Accepted, Error>) -> Self {
        match result {
            Ok(accepted) => Self::Accepted {
                msg_id: accepted.msg_id,
                msg_data_id: accepted.msg_data_id,
            },
            Err(error) => Self::of_error(error),
        }
    }

    fn of_error(error: &Error) -> Self {
        // The mass call was never made, whatever became of the token call.
        if token::is_token_call(error.call()) {
            return Self::Token;
        }
        let Some(code) = error.errcode() else {
            return match error.kind() {
                Kind::Network => Self::Unreached,
                Kind::Local | Kind::Setup => Self::Local,
                Kind::Unknown | Kind::Refused | Kind::Account | Kind::Quota => Self::Unclear,
            };
        };
        let msg_id = error.msg_id();
        match errcode::proof(code) {
            Proof::NotSent if errcode::is_refused_token(code) => Self::Token,
            Proof::NotSent => Self::Refused {
                code,
                of_bytes: false,
            },
            Proof::RefusesBytes => Self::Refused {
                code,
                of_bytes: true,
            },
            Proof::Pending => Self::Pending { code, msg_id },
            Proof::Accepted => Self::Replayed { msg_id },
            Proof::Nothing if code == errcode::CLIENTMSGID_TOO_FAST => Self::TooSoon,
            Proof::Nothing => Self::Unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEND: &str = "/cgi-bin/message/mass/sendall";

    fn refusal(code: i64, msg_id: Option<MsgId>) -> Answer {
        Answer::of(&Err(Error::refusal(SEND, code, "text", msg_id)))
    }

    #[test]
    fn an_acceptance_needs_no_msg_id() {
        let id = Some(MsgId::new(7));
        for msg_id in [None, id] {
            let accepted = Accepted {
                msg_id,
                msg_data_id: None,
            };
            let wanted = Answer::Accepted {
                msg_id,
                msg_data_id: None,
            };
            assert_eq!(Answer::of(&Ok(accepted)), wanted);
            assert_eq!(refusal(45_065, msg_id), Answer::Replayed { msg_id });
        }
    }

    #[test]
    fn each_code_proves_what_the_table_says() {
        let not_sent = |code, of_bytes| Answer::Refused { code, of_bytes };
        for code in [
            45_028, 45_011, 45_009, 40_007, 48_001, 45_106, 46_007, 40_130,
        ] {
            assert_eq!(refusal(code, None), not_sent(code, false));
        }
        for code in [40_008, 45_067, 47_001] {
            assert_eq!(refusal(code, None), not_sent(code, true));
        }
        for code in [40_001, 40_014, 42_001] {
            assert_eq!(refusal(code, None), Answer::Token);
        }
        let msg_id = Some(MsgId::new(7));
        for code in [89_504, 89_505] {
            assert_eq!(refusal(code, msg_id), Answer::Pending { code, msg_id });
        }
        assert_eq!(refusal(45_066, None), Answer::TooSoon);
        let doubts = [
            -1,
            42_010,
            9_500_001,
            9_500_002,
            268_487_001,
            268_488_001,
            89_501,
            89_503,
            45_061,
            99_999,
            1,
            -2,
        ];
        for code in doubts {
            assert_eq!(refusal(code, None), Answer::Unclear, "{code}");
        }
    }

    #[test]
    fn without_a_code_only_what_never_left_is_certain() {
        let cases = [
            (Kind::Unknown, SEND, Answer::Unclear),
            (Kind::Refused, SEND, Answer::Unclear),
            (Kind::Network, SEND, Answer::Unreached),
            (Kind::Setup, SEND, Answer::Local),
            (Kind::Local, SEND, Answer::Local),
            (Kind::Unknown, token::STABLE, Answer::Token),
            (Kind::Network, token::CLASSIC, Answer::Token),
        ];
        for (kind, call, wanted) in cases {
            let answer = Answer::of(&Err(Error::new(kind, call, "text")));
            assert_eq!(answer, wanted, "{kind:?} {call}");
        }
        let refused = Error::refusal(token::CLASSIC, -1, "busy", None);
        assert_eq!(Answer::of(&Err(refused)), Answer::Token);
    }
}
