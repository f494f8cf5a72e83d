//! The promises hold in every history within the bounds.

use wxmass::plan::Repetition;

use crate::explore::{Exploration, check};
use crate::scope::{DAY, Scope, Sharing};

#[test]
fn probe() {
    let scope = Scope {
        starts: 3,
        agains: 1,
        noes: 1,
        faults: 2,
        deaths: 1,
        sleeps: 1,
        minutes: 1,
        days: 1,
        versions: &[0, 1],
        ..Scope::CALM
    };
    let _ = (DAY, Sharing::TwoLedgers, Repetition::Command);
    check(Exploration::new(scope, None));
}
