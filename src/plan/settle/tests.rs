//! Tables of answers: the meaning of each, fresh and in doubt, and the end of each sequence.

use super::*;

const ID: MsgId = MsgId::new(7);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).expect("in range")
}

const NOTHING: Facts = Facts {
    elsewhere: false,
    can_renew: false,
};

fn first(attempt: Attempt, answer: Answer, facts: Facts) -> Action {
    settle(attempt, answer, facts, at(0)).1
}

fn accept(msg_id: Option<MsgId>, replayed: bool) -> Action {
    Action::Accept {
        msg_id,
        msg_data_id: None,
        replayed,
    }
}

fn refused(code: i64, of_bytes: bool) -> Answer {
    Answer::Refused { code, of_bytes }
}

#[test]
fn the_table_of_answers() {
    let retry = |pause| Action::Retry { pause };
    let ask = |pause| Action::Ask { pause };
    let run = Action::Refuse(Reach::Run);
    let soon = ask(Pause::Soon);
    let minute = ask(Pause::KeyCooldown);
    let accepted = |msg_id| Answer::Accepted {
        msg_id,
        msg_data_id: None,
    };
    let pending = |msg_id| Answer::Pending {
        code: 89_505,
        msg_id,
    };
    // The answer, then what to do where nothing was sent so far, and in doubt.
    let rows = [
        (
            accepted(Some(ID)),
            accept(Some(ID), false),
            accept(Some(ID), false),
        ),
        (
            accepted(None),
            Action::Learn {
                pause: Pause::KeyCooldown,
            },
            Action::Learn {
                pause: Pause::KeyCooldown,
            },
        ),
        (
            Answer::Replayed { msg_id: Some(ID) },
            accept(Some(ID), true),
            accept(Some(ID), true),
        ),
        (Answer::Replayed { msg_id: None }, minute, minute),
        (Answer::TooSoon, minute, minute),
        (
            pending(Some(ID)),
            accept(Some(ID), false),
            accept(Some(ID), false),
        ),
        (pending(None), minute, minute),
        (Answer::Unclear, soon, soon),
        (refused(45_028, false), run, minute),
        (refused(40_008, true), run, run),
        (refused(40_007, false), run, minute),
        (refused(45_011, false), retry(Pause::MinuteQuota), minute),
        (refused(40_130, false), Action::Refuse(Reach::Batch), minute),
        (refused(48_001, false), run, minute),
        (Answer::Token, retry(Pause::Now), ask(Pause::Now)),
        (
            Answer::Unreached,
            retry(Pause::Unreachable(0)),
            ask(Pause::Unreachable(0)),
        ),
        (Answer::Local, run, Action::Leave),
    ];
    for (answer, fresh, in_doubt) in rows {
        assert_eq!(
            first(Attempt::fresh(), answer, NOTHING),
            fresh,
            "{answer:?}"
        );
        let doubt = Attempt::in_doubt(at(-60));
        assert_eq!(
            first(doubt, answer, NOTHING),
            in_doubt,
            "in doubt: {answer:?}"
        );
    }
}

/// 45065 with the msg_id of another batch of the ledger.
#[test]
fn a_receipt_of_another_batch_is_no_receipt() {
    let facts = Facts {
        elsewhere: true,
        ..NOTHING
    };
    let answer = Answer::Replayed { msg_id: Some(ID) };
    let collide = Action::Collide { msg_id: ID };
    assert_eq!(first(Attempt::fresh(), answer, facts), collide);
    assert_eq!(
        first(Attempt::in_doubt(at(-60)), answer, facts),
        Action::Leave
    );
    let nameless = Answer::Accepted {
        msg_id: None,
        msg_data_id: None,
    };
    let (accepted, _) = settle(Attempt::fresh(), nameless, NOTHING, at(0));
    assert_eq!(first(accepted, answer, facts), accept(None, false));
    // Nor does it name what was accepted or waits; both are asked for again.
    let pause = Pause::KeyCooldown;
    let of_another = Answer::Accepted {
        msg_id: Some(ID),
        msg_data_id: None,
    };
    let pending = Answer::Pending {
        code: 89_505,
        msg_id: Some(ID),
    };
    for attempt in [Attempt::fresh(), Attempt::in_doubt(at(-60))] {
        assert_eq!(first(attempt, of_another, facts), Action::Learn { pause });
        assert_eq!(first(attempt, pending, facts), Action::Ask { pause });
    }
}

/// The key is asked for the msg_id only as long as WeChat remembers it; later it would send again.
#[test]
fn an_acceptance_without_a_msg_id_is_as_old_as_its_call() {
    let answer = Answer::Accepted {
        msg_id: None,
        msg_data_id: None,
    };
    let (attempt, _) = settle(Attempt::fresh(), answer, NOTHING, at(10));
    assert!(attempt.is_accepted());
    assert!(!Attempt::fresh().is_accepted());
    assert_eq!(attempt.doubt(), Some(at(10)));
    let (attempt, _) = settle(Attempt::in_doubt(at(-900)), answer, NOTHING, at(10));
    assert_eq!(attempt.doubt(), Some(at(-900)));
}

#[test]
fn a_doubt_begins_with_its_first_call_and_stays() {
    let (attempt, _) = settle(Attempt::fresh(), Answer::Unclear, NOTHING, at(10));
    assert_eq!(attempt.doubt(), Some(at(10)));
    let (attempt, _) = settle(attempt, Answer::Unclear, NOTHING, at(50));
    assert_eq!(attempt.doubt(), Some(at(10)));
    let old = Attempt::in_doubt(at(-900));
    let (old, _) = settle(old, Answer::TooSoon, NOTHING, at(0));
    assert_eq!(old.doubt(), Some(at(-900)));
    for answer in [Answer::Token, Answer::Unreached, refused(45_011, false)] {
        let (attempt, _) = settle(Attempt::fresh(), answer, NOTHING, at(10));
        assert_eq!(attempt.doubt(), None, "{answer:?}");
    }
}

/// Growing while nothing can be reached; over a minute where WeChat counts by the minute.
#[test]
fn the_table_of_pauses() {
    for (pause, milliseconds) in [
        (Pause::Now, 0),
        (Pause::Unreachable(0), 500),
        (Pause::Unreachable(1), 1_000),
        (Pause::Unreachable(3), 4_000),
        (Pause::Unreachable(5), 16_000),
        (Pause::Unreachable(40), 16_000),
        (Pause::Soon, 2_000),
        (Pause::KeyCooldown, 65_000),
        (Pause::MinuteQuota, 65_000),
        (Pause::Administrator, 180_000),
    ] {
        assert_eq!(pause.duration().as_millis(), milliseconds, "{pause:?}");
    }
}

/// The actions on one answer given again and again, until there is no next call.
fn row(answer: Answer, facts: Facts) -> Vec<Action> {
    let (mut attempt, mut actions, mut now) = (Attempt::fresh(), Vec::new(), 0);
    loop {
        let (next, action) = settle(attempt, answer, facts, at(now));
        attempt = next;
        actions.push(action);
        let pause = match action {
            Action::Retry { pause } | Action::Ask { pause } | Action::Learn { pause } => pause,
            Action::Renew => Pause::Now,
            _ => return actions,
        };
        now += i64::try_from(pause.duration().as_secs()).expect("a pause is short");
    }
}

#[test]
fn every_row_of_answers_ends() {
    let minute = Action::Ask {
        pause: Pause::KeyCooldown,
    };
    let soon = Action::Ask { pause: Pause::Soon };
    assert_eq!(
        row(Answer::Unclear, NOTHING),
        [soon, minute, minute, minute, Action::Leave]
    );
    let unreached = row(Answer::Unreached, NOTHING);
    assert_eq!(unreached.len(), 5);
    assert_eq!(unreached.last(), Some(&Action::Refuse(Reach::Run)));
    assert_eq!(row(Answer::Token, NOTHING).len(), 3);
    assert_eq!(row(refused(45_011, false), NOTHING).len(), 4);
    let renewable = Facts {
        can_renew: true,
        ..NOTHING
    };
    assert_eq!(
        row(refused(40_007, false), renewable),
        [Action::Renew, Action::Refuse(Reach::Run)]
    );
}

/// Half an hour and a margin, asked after a minute and then every three.
#[test]
fn an_administrator_is_waited_for_as_long_as_they_have() {
    let pending = Answer::Pending {
        code: 89_504,
        msg_id: None,
    };
    let actions = row(pending, NOTHING);
    let waited: Duration = actions
        .iter()
        .filter_map(|action| match action {
            Action::Ask { pause } => Some(pause.duration()),
            _ => None,
        })
        .sum();
    assert_eq!(actions.last(), Some(&Action::Leave));
    assert!(waited >= Duration::from_mins(31), "{waited:?}");
    assert!(waited < Duration::from_mins(40), "{waited:?}");
    assert!(
        actions.len() < 16,
        "the administrator is not called all the time"
    );
}
