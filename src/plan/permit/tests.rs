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
        window: None,
        has_begun: false,
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

#[test]
fn nothing_goes_out_before_its_time_or_after_it() {
    let window = |until: Option<&str>| Window {
        at: at("2026-11-25T20:00:00+08:00"),
        until: until.map(at),
    };
    let cases = [
        (None, "19:59:59", Some(Bar::TooEarly(window(None))), false),
        (None, "20:00:00", None, false),
        (None, "20:01:00", None, false),
        (None, "20:01:01", Some(Bar::Missed(window(None))), false),
        (None, "20:59:00", None, true),
        (None, "21:00:01", Some(Bar::Missed(window(None))), true),
        (Some("21:30:00"), "21:30:00", None, false),
        (
            Some("21:30:00"),
            "21:30:01",
            Some(Bar::Missed(window(Some("2026-11-25T21:30:00+08:00")))),
            true,
        ),
    ];
    for (until, now, bar, has_begun) in cases {
        let time = |clock: &str| format!("2026-11-25T{clock}+08:00");
        let until = until.map(time);
        let conditions = Conditions {
            now: at(&time(now)),
            window: Some(window(until.as_deref())),
            has_begun,
            ..fine()
        };
        let permitted = permit(&conditions, &Attempt::fresh());
        assert_eq!(permitted.err(), bar, "{now} {until:?} {has_begun}");
    }
    // A call in doubt was made in its time; asking for it is the rest of a run that has begun.
    let conditions = Conditions {
        now: at("2026-11-25T20:30:00+08:00"),
        window: Some(window(None)),
        ..fine()
    };
    let doubt = Attempt::in_doubt(at("2026-11-25T20:00:10+08:00"));
    assert_eq!(permit(&conditions, &doubt), Ok(()));
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
