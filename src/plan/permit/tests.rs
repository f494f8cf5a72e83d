//! Each condition bars by itself, and the order is that of the harm.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn fine() -> Conditions {
    Conditions {
        lock_held: true,
        stop_asked: false,
        now: at("2026-11-25T12:00:00+08:00"),
        quiet_hours: Hours::parse("22:00-08:00"),
        preview_missing: false,
        decision: Decision::Begin { attempt: 1 },
        run: 7,
        attempt: 1,
    }
}

#[test]
fn what_was_confirmed_is_permitted() {
    let fresh = Attempt::fresh();
    assert_eq!(permit(&fine(), &fresh), Ok(()));
    let decision = Decision::Continue { run: 7 };
    assert_eq!(permit(&Conditions { decision, ..fine() }, &fresh), Ok(()));
    let young = Attempt::in_doubt(at("2026-11-24T12:16:00+08:00"));
    assert_eq!(permit(&fine(), &young), Ok(()));
}

#[test]
fn each_condition_bars() {
    let fresh = Attempt::fresh();
    let obstacle = || Obstacle::Changed {
        run: 3,
        certain: true,
    };
    let decided = |decision| Conditions { decision, ..fine() };
    let cases = [
        (
            Conditions {
                lock_held: false,
                stop_asked: true,
                ..fine()
            },
            fresh,
            Bar::LockLost,
        ),
        (
            Conditions {
                stop_asked: true,
                ..fine()
            },
            fresh,
            Bar::Stopped,
        ),
        (
            fine(),
            Attempt::in_doubt(at("2026-11-24T12:15:00+08:00")),
            Bar::Forgotten,
        ),
        (
            fine(),
            Attempt::in_doubt(at("2026-11-25T12:16:00+08:00")),
            Bar::Forgotten,
        ),
        (
            Conditions {
                now: at("2026-11-25T22:00:00+08:00"),
                ..fine()
            },
            fresh,
            Bar::QuietHours(Hours::parse("22:00-08:00").expect("hours")),
        ),
        (
            Conditions {
                preview_missing: true,
                ..fine()
            },
            fresh,
            Bar::NotPreviewed,
        ),
        (
            decided(Decision::Stop(obstacle())),
            fresh,
            Bar::Obstacle(obstacle()),
        ),
        (
            decided(Decision::AlreadySent { run: 7 }),
            fresh,
            Bar::Superseded,
        ),
        (
            decided(Decision::Begin { attempt: 2 }),
            fresh,
            Bar::Superseded,
        ),
        (
            decided(Decision::Continue { run: 8 }),
            fresh,
            Bar::Superseded,
        ),
    ];
    for (conditions, attempt, bar) in cases {
        assert_eq!(permit(&conditions, &attempt), Err(bar), "{conditions:?}");
    }
}

/// The intent is written between the look and the call, and the machine may sleep over it.
#[test]
fn a_permission_is_good_for_twenty_seconds() {
    let permitted = at("2026-11-25T12:00:00+08:00");
    for (seconds, lapsed) in [
        (0, false),
        (20, false),
        (21, true),
        (90_000, true),
        (-21, true),
    ] {
        let now = permitted + SignedDuration::from_secs(seconds);
        assert_eq!(has_lapsed(permitted, now), lapsed, "{seconds}");
    }
}
