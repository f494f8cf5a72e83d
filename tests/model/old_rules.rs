//! Rules that were once in force, put back: each has to be found out, in bounds in which the present ones hold.

use std::time::Instant;

use wxmass::plan::Repetition;

use crate::explore::{LOST, OLDER, OUTSIDE, PHANTOM, TWICE, explore};
use crate::rules::Old;
use crate::scope::{DAY, Scope};

/// The rule, the bounds that are wide enough to find it out, and the promise that it breaks.
fn rules() -> [(Old, Scope, &'static str); 19] {
    let calm = Scope::CALM;
    let one = Scope {
        starts: 1,
        faults: 1,
        ..calm.clone()
    };
    let three = Scope {
        starts: 3,
        agains: 1,
        ..calm.clone()
    };
    let days = |days, day| Scope {
        days,
        day,
        ..calm.clone()
    };
    let asleep = Scope {
        sleeps: 1,
        minutes: 1,
        ..calm.clone()
    };
    [
        (
            Old::RecordPermits,
            Scope {
                faults: 1,
                ..three.clone()
            },
            TWICE,
        ),
        (
            Old::RowsBeforeTheYes,
            Scope {
                noes: 1,
                ..three.clone()
            },
            TWICE,
        ),
        (Old::UnknownRefuses, one.clone(), LOST),
        (Old::PendingRefuses, one.clone(), LOST),
        (Old::AnothersIdIsBelieved, one.clone(), PHANTOM),
        (
            Old::WindowAskedOnce,
            Scope {
                minutes: 3,
                window: Some((1, 2)),
                ..calm.clone()
            },
            OUTSIDE,
        ),
        (Old::AccountByBase, days(1, DAY), TWICE),
        (
            Old::ClientRepeats,
            Scope {
                starts: 1,
                faults: 2,
                sleeps: 1,
                ..days(1, DAY)
            },
            TWICE,
        ),
        (
            Old::RefusalSettlesDoubt,
            Scope {
                faults: 2,
                ..one.clone()
            },
            LOST,
        ),
        (
            Old::MemoryCutShort,
            Scope {
                repetition: Repetition::Command,
                ..days(1, 24 * 60 - 10)
            },
            TWICE,
        ),
        (
            Old::LockNotAsked,
            Scope {
                versions: &[0, 1],
                ..asleep.clone()
            },
            OLDER,
        ),
        (
            Old::ChangedAfterContinue,
            Scope {
                versions: &[0, 1],
                batches: 2,
                faults: 1,
                ..three.clone()
            },
            OLDER,
        ),
        (
            Old::AgainStands,
            Scope {
                deaths: 1,
                ..three.clone()
            },
            TWICE,
        ),
        (
            Old::ConditionsKeep,
            Scope {
                deaths: 1,
                sleeps: 1,
                ..days(2, 24 * 60 - 40)
            },
            TWICE,
        ),
        (
            Old::DoubtStartsOver,
            Scope {
                starts: 3,
                deaths: 2,
                ..days(2, 20 * 60)
            },
            TWICE,
        ),
        (
            Old::RefusalOfAnyCall,
            Scope {
                faults: 1,
                ..asleep.clone()
            },
            LOST,
        ),
        (Old::AcceptanceHasNoAge, Scope { sleeps: 1, ..one }, TWICE),
        (
            Old::RefusalWithoutRecord,
            Scope {
                faults: 1,
                deaths: 1,
                ..asleep.clone()
            },
            LOST,
        ),
        (
            Old::OwnWordCounts,
            Scope {
                faults: 3,
                ..asleep
            },
            LOST,
        ),
    ]
}

#[test]
fn each_old_rule_is_found_out() {
    for (old, scope, promise) in rules() {
        let scope = if old == Old::AcceptanceHasNoAge {
            Scope { days: 1, ..scope }
        } else {
            scope
        };
        let started = Instant::now();
        let found = explore(scope.clone(), Some(old));
        let Some((broken, events)) = found.broken else {
            panic!("{old:?} is not found out in {} states", found.states);
        };
        assert_eq!(broken, promise, "{old:?}: {events:?}");
        let present = explore(scope, None);
        assert!(present.broken.is_none(), "{old:?}: {:?}", present.broken);
        println!(
            "{old:?}: {promise}, broken by {} events in {} states; {} states hold; {:.1?}",
            events.len(),
            found.states,
            present.states,
            started.elapsed()
        );
    }
}
