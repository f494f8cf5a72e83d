//! The whole table of decisions, and how both clocks count.

use super::*;
use crate::plan::fingerprint::message;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + hours * 3600).expect("in range")
}

fn print(text: &str) -> Fingerprint {
    message("text", &[text.to_owned()])
}

fn known(id: i64, print: &Fingerprint, attempt: i64, progress: &[Progress]) -> KnownRun {
    let batches = (1..)
        .zip(progress)
        .map(|(number, &progress)| KnownBatch { number, progress })
        .collect();
    KnownRun {
        id,
        fingerprint: print.as_str().to_owned(),
        attempt,
        same_content: false,
        same_tag: false,
        batches,
    }
}

const CAMPAIGN: Repetition = Repetition::Campaign;
const COMMAND: Repetition = Repetition::Command;

fn begin(attempt: i64) -> Decision {
    Decision::Begin { attempt }
}

fn go_on(run: i64) -> Decision {
    Decision::Continue { run }
}

fn sent(run: i64) -> Decision {
    Decision::AlreadySent { run }
}

fn unsettled(run: i64) -> Decision {
    let batches = vec![1];
    Decision::Stop(Obstacle::Unsettled { run, batches })
}

fn changed(run: i64, certain: bool) -> Decision {
    Decision::Stop(Obstacle::Changed { run, certain })
}

fn half_done(run: i64) -> Decision {
    Decision::Stop(Obstacle::HalfDone { run })
}

fn again_unfinished(run: i64) -> Decision {
    Decision::Stop(Obstacle::AgainUnfinished { run })
}

/// The meaning of each row, with the decision for a campaign and for a single command, plain and with `--again`.
struct Row {
    name: &'static str,
    runs: Vec<KnownRun>,
    hours: i64,
    campaign: [Decision; 2],
    command: [Decision; 2],
}

/// Run 7 sends what is wanted, run 8 something else, run 9 the same content to another list.
#[test]
fn the_table_of_decisions() {
    use Progress::{Abandoned, Accepted, NotSent, Unsettled};
    let (ours, other) = (print("a"), print("b"));
    let accepted = Accepted { at: at(0) };
    let given_up = Abandoned { at: at(0) };
    let (fresh, stale) = (Unsettled { since: at(0) }, Unsettled { since: at(-30) });
    let wanted = |progress: &[Progress]| known(7, &ours, 0, progress);
    let repeated = |progress: &[Progress]| known(10, &ours, 1, progress);
    let strange = |progress: &[Progress]| known(8, &other, 0, progress);
    let elsewhere = |progress: &[Progress]| KnownRun {
        same_content: true,
        ..known(9, &other, 0, progress)
    };
    let rows = [
        Row {
            name: "nothing known",
            runs: vec![],
            hours: 1,
            campaign: [begin(0), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "only planned: declined, killed, refused as a whole",
            runs: vec![wanted(&[NotSent])],
            hours: 1,
            campaign: [begin(0), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "sent",
            runs: vec![wanted(&[accepted])],
            hours: 1,
            campaign: [sent(7), begin(1)],
            command: [sent(7), begin(1)],
        },
        Row {
            name: "sent, a day and a quarter of an hour ago",
            runs: vec![wanted(&[accepted])],
            hours: 25,
            campaign: [sent(7), begin(1)],
            command: [begin(1), begin(1)],
        },
        Row {
            name: "sent, and a repeat was planned and declined",
            runs: vec![repeated(&[NotSent]), wanted(&[accepted])],
            hours: 1,
            campaign: [sent(7), begin(1)],
            command: [sent(7), begin(1)],
        },
        Row {
            name: "sent twice",
            runs: vec![repeated(&[accepted]), wanted(&[accepted])],
            hours: 1,
            campaign: [sent(10), begin(2)],
            command: [sent(10), begin(2)],
        },
        Row {
            name: "a repeat half sent: the same command finishes it",
            runs: vec![repeated(&[accepted, NotSent]), wanted(&[accepted; 2])],
            hours: 1,
            campaign: [again_unfinished(10), go_on(10)],
            command: [again_unfinished(10), go_on(10)],
        },
        Row {
            name: "a repeat perhaps sent: its process was killed",
            runs: vec![repeated(&[fresh]), wanted(&[accepted])],
            hours: 1,
            campaign: [again_unfinished(10), go_on(10)],
            command: [again_unfinished(10), go_on(10)],
        },
        Row {
            name: "a repeat perhaps sent, begun a day after the first",
            runs: vec![repeated(&[fresh]), wanted(&[Accepted { at: at(-25) }])],
            hours: 1,
            campaign: [again_unfinished(10), go_on(10)],
            command: [go_on(10), go_on(10)],
        },
        Row {
            name: "a version perhaps sent after another one was: only `--again` can have begun it",
            runs: vec![wanted(&[fresh]), strange(&[accepted])],
            hours: 1,
            campaign: [again_unfinished(7), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "a version half sent after another one was",
            runs: vec![wanted(&[accepted, NotSent]), strange(&[accepted])],
            hours: 1,
            campaign: [again_unfinished(7), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "half sent",
            runs: vec![wanted(&[accepted, NotSent])],
            hours: 9000,
            campaign: [go_on(7), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "the rest given up",
            runs: vec![wanted(&[accepted, given_up])],
            hours: 1,
            campaign: [sent(7), begin(1)],
            command: [sent(7), begin(1)],
        },
        Row {
            name: "all given up",
            runs: vec![wanted(&[given_up])],
            hours: 1,
            campaign: [sent(7), begin(1)],
            command: [sent(7), begin(1)],
        },
        Row {
            name: "a lost answer, young",
            runs: vec![wanted(&[fresh])],
            hours: 1,
            campaign: [go_on(7), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "a lost answer, and something else that was given up",
            runs: vec![wanted(&[fresh]), strange(&[given_up])],
            hours: 1,
            campaign: [go_on(7), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "a lost answer, old",
            runs: vec![wanted(&[stale])],
            hours: 1,
            campaign: [unsettled(7), unsettled(7)],
            command: [unsettled(7), unsettled(7)],
        },
        Row {
            name: "something else sent",
            runs: vec![strange(&[accepted])],
            hours: 1,
            campaign: [changed(8, true), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "something else perhaps sent",
            runs: vec![strange(&[fresh])],
            hours: 1,
            campaign: [changed(8, false), unsettled(8)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "something else perhaps sent, long ago",
            runs: vec![strange(&[stale])],
            hours: 1,
            campaign: [changed(8, false), unsettled(8)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "something else only planned",
            runs: vec![strange(&[NotSent])],
            hours: 1,
            campaign: [begin(0), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "an older version, planned before another one was sent",
            runs: vec![strange(&[accepted]), wanted(&[NotSent])],
            hours: 1,
            campaign: [changed(8, true), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "an older version, sent before another one was",
            runs: vec![strange(&[accepted]), wanted(&[accepted])],
            hours: 1,
            campaign: [changed(8, true), begin(1)],
            command: [sent(7), begin(1)],
        },
        Row {
            name: "an older version, half sent before another one was",
            runs: vec![strange(&[accepted]), wanted(&[accepted, NotSent])],
            hours: 1,
            campaign: [changed(8, true), go_on(7)],
            command: [go_on(7), go_on(7)],
        },
        Row {
            name: "half of another list",
            runs: vec![elsewhere(&[accepted, NotSent])],
            hours: 9000,
            campaign: [changed(9, true), begin(0)],
            command: [half_done(9), begin(0)],
        },
        Row {
            name: "all of another list",
            runs: vec![elsewhere(&[accepted, accepted])],
            hours: 1,
            campaign: [changed(9, true), begin(0)],
            command: [begin(0), begin(0)],
        },
        Row {
            name: "perhaps another list",
            runs: vec![elsewhere(&[fresh])],
            hours: 1,
            campaign: [changed(9, false), unsettled(9)],
            command: [half_done(9), unsettled(9)],
        },
    ];
    for row in rows {
        let clock = Clock::Theirs(at(row.hours));
        for (repetition, wanted) in [(CAMPAIGN, row.campaign), (COMMAND, row.command)] {
            for (again, wanted) in [false, true].into_iter().zip(wanted) {
                let decision = decide(&ours, &row.runs, repetition, again, clock);
                assert_eq!(decision, wanted, "{}: {repetition:?}, {again}", row.name);
            }
        }
    }
}

/// `--tag VIP` and `--tag 100` are one audience where 100 is VIP's id.
#[test]
fn a_tag_is_one_audience_by_its_id_and_by_its_name() {
    let run = |same_tag| KnownRun {
        same_content: true,
        same_tag,
        ..known(8, &print("b"), 0, &[Progress::Accepted { at: at(0) }])
    };
    let decide = |run, again| {
        let clock = Clock::Theirs(at(1));
        decide(&print("a"), &[run], COMMAND, again, clock)
    };
    assert_eq!(decide(run(true), false), sent(8));
    assert_eq!(decide(run(true), true), begin(1));
    assert_eq!(decide(run(false), false), begin(0));
}

/// The margin for clocks that disagree lies on the side that sends nothing, in both directions.
#[test]
fn the_margin_never_sends() {
    let (ours, minutes) = (print("a"), |minutes| {
        at(0) + SignedDuration::from_mins(minutes)
    });
    let day = 24 * 60;
    let accepted = [known(7, &ours, 0, &[Progress::Accepted { at: at(0) }])];
    for (age, wanted) in [
        (day - 10, sent(7)),
        (day + 14, sent(7)),
        (day + 15, begin(1)),
    ] {
        let clock = Clock::Theirs(minutes(age));
        assert_eq!(decide(&ours, &accepted, COMMAND, false, clock), wanted);
    }
    let lost = [known(7, &ours, 0, &[Progress::Unsettled { since: at(0) }])];
    for (age, wanted) in [(day - 16, go_on(7)), (day - 15, unsettled(7))] {
        let clock = Clock::Theirs(minutes(age));
        assert_eq!(decide(&ours, &lost, COMMAND, false, clock), wanted);
    }
    // A send that lies in the future is not known to be old.
    let clock = Clock::Theirs(at(-30));
    assert_eq!(decide(&ours, &accepted, COMMAND, false, clock), sent(7));
}

#[test]
fn a_call_from_the_future_is_a_matter_for_wechats_clock() {
    let (minute, day) = (60, 24 * 60 * 60);
    for (seconds, ours, theirs) in [
        (0, false, false),
        (-day, true, true),
        (15 * minute, false, false),
        (15 * minute + 1, false, true),
    ] {
        let since = at(0) + SignedDuration::from_secs(seconds);
        assert_eq!(Clock::Ours(at(0)).forgets(since), ours, "{seconds}");
        assert_eq!(Clock::Theirs(at(0)).forgets(since), theirs, "{seconds}");
    }
}
