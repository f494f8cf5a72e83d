//! The whole table of decisions, and how both clocks count.

use super::*;
use crate::plan::fingerprint::message;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + hours * 3600).expect("in range")
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
        batches,
    }
}

#[test]
fn the_table_of_decisions() {
    use Decision::{AlreadySent, Continue};
    use Obstacle::{Changed, HalfDone};
    use Progress::{Abandoned, Accepted, NotSent, Unsettled};
    use Repetition::{Campaign, Command};
    let (ours, other) = (
        message("text", &["a".into()]),
        message("text", &["b".into()]),
    );
    let (accepted, fresh, stale) = (
        Accepted { at: at(0) },
        Unsettled { since: at(0) },
        Unsettled { since: at(-30) },
    );
    let ahead = Unsettled { since: at(5) };
    let run = |progress: &[Progress]| vec![known(7, &ours, 0, progress)];
    let strange = |progress: &[Progress]| vec![known(8, &other, 0, progress)];
    let elsewhere = |progress: &[Progress]| {
        vec![KnownRun {
            same_content: true,
            ..known(8, &other, 0, progress)
        }]
    };
    let unsettled = |run| {
        let batches = vec![1];
        Decision::Stop(Obstacle::Unsettled { run, batches })
    };
    let now = at(1);
    let begin = |attempt| Decision::Begin { attempt };
    let stop = Decision::Stop;
    let check = |name: &str, runs: Vec<KnownRun>, repetition, again, now, expected| {
        let decision = decide(&ours, &runs, repetition, again, Clock::Theirs(now));
        assert_eq!(decision, expected, "{name}");
    };
    check("nothing known", vec![], Campaign, false, now, begin(0));
    check(
        "planned alone",
        run(&[NotSent]),
        Campaign,
        false,
        now,
        Continue { run: 7 },
    );
    check(
        "sent",
        run(&[accepted]),
        Campaign,
        false,
        now,
        AlreadySent { run: 7 },
    );
    check(
        "sent, a year ago",
        run(&[accepted]),
        Campaign,
        false,
        at(9000),
        AlreadySent { run: 7 },
    );
    check(
        "sent, again",
        run(&[accepted]),
        Campaign,
        true,
        now,
        begin(1),
    );
    check(
        "half, again",
        run(&[accepted, NotSent]),
        Campaign,
        true,
        now,
        Continue { run: 7 },
    );
    check(
        "half",
        run(&[accepted, NotSent]),
        Campaign,
        false,
        now,
        Continue { run: 7 },
    );
    check(
        "rest given up",
        run(&[accepted, Abandoned]),
        Campaign,
        false,
        now,
        AlreadySent { run: 7 },
    );
    check(
        "lost answer, young",
        run(&[fresh]),
        Campaign,
        false,
        now,
        Continue { run: 7 },
    );
    check(
        "lost answer, old",
        run(&[stale]),
        Campaign,
        false,
        now,
        unsettled(7),
    );
    check(
        "lost, old, again",
        run(&[stale]),
        Campaign,
        true,
        now,
        unsettled(7),
    );
    check(
        "changed",
        strange(&[accepted]),
        Campaign,
        false,
        now,
        stop(Changed { run: 8 }),
    );
    check(
        "changed, unsettled",
        strange(&[fresh]),
        Campaign,
        false,
        now,
        stop(Changed { run: 8 }),
    );
    check(
        "changed, again",
        strange(&[accepted]),
        Campaign,
        true,
        now,
        begin(0),
    );
    check(
        "changed, again beside a lost answer",
        strange(&[fresh]),
        Campaign,
        true,
        now,
        unsettled(8),
    );
    check(
        "changed, lost",
        strange(&[stale]),
        Campaign,
        true,
        now,
        unsettled(8),
    );
    check(
        "changed, never sent",
        strange(&[NotSent]),
        Campaign,
        false,
        now,
        begin(0),
    );
    check(
        "command within a day",
        run(&[accepted]),
        Command,
        false,
        now,
        AlreadySent { run: 7 },
    );
    check(
        "command after a day",
        run(&[accepted]),
        Command,
        false,
        at(25),
        begin(1),
    );
    check(
        "lost answer, from a clock that was ahead",
        run(&[ahead]),
        Campaign,
        false,
        now,
        unsettled(7),
    );
    check(
        "command, half of another list",
        elsewhere(&[accepted, NotSent]),
        Command,
        false,
        at(9000),
        stop(HalfDone { run: 8 }),
    );
    check(
        "command, half of another list, again",
        elsewhere(&[accepted, NotSent]),
        Command,
        true,
        now,
        begin(0),
    );
    check(
        "command, all of another list",
        elsewhere(&[accepted, accepted]),
        Command,
        false,
        now,
        begin(0),
    );
    check(
        "command, again beside a lost answer of the same",
        elsewhere(&[fresh]),
        Command,
        true,
        now,
        unsettled(8),
    );
    check(
        "command, again beside a lost answer of something else",
        strange(&[stale]),
        Command,
        true,
        now,
        begin(0),
    );
    check(
        "another command",
        strange(&[accepted]),
        Command,
        false,
        now,
        begin(0),
    );
}

#[test]
fn a_call_from_the_future_is_a_matter_for_wechats_clock() {
    for (hours, ours, theirs) in [(0, false, false), (-24, true, true), (1, false, true)] {
        let since = at(hours);
        assert_eq!(Clock::Ours(at(0)).forgets(since), ours, "{hours}");
        assert_eq!(Clock::Theirs(at(0)).forgets(since), theirs, "{hours}");
    }
}

#[test]
fn the_newest_run_of_the_same_content_counts() {
    let print = message("text", &["a".into()]);
    let accepted = Progress::Accepted { at: at(0) };
    let runs = [
        known(9, &print, 1, &[Progress::NotSent]),
        known(7, &print, 0, &[accepted]),
    ];
    assert_eq!(
        decide(
            &print,
            &runs,
            Repetition::Campaign,
            true,
            Clock::Ours(at(1))
        ),
        Decision::Continue { run: 9 }
    );
}
