//! The calls that WeChat saw in a world, and the faults that are planted on the wire to it.

use super::wire::{Call, Fault};
use super::{TO_OPENIDS, TO_TAG, World};

impl World {
    /// Every call so far, in order of arrival.
    pub fn calls(&self) -> Vec<Call> {
        self.wire.calls()
    }

    pub fn calls_of(&self, path: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.path == path);
        calls
    }

    /// The paths of the calls so far.
    pub fn paths(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.path).collect()
    }

    /// The mass calls that WeChat accepted, whether or not the answer arrived.
    pub fn sends(&self) -> Vec<Call> {
        let mass = |call: &Call| [TO_TAG, TO_OPENIDS].contains(&call.path.as_str());
        self.calls()
            .into_iter()
            .filter(|call| mass(call) && call.accepted())
            .collect()
    }

    /// All openids that an accepted send has reached, in order.
    pub fn receivers(&self) -> Vec<String> {
        self.sends().iter().flat_map(Call::receivers).collect()
    }

    /// Asserts that one batch went out, once, and that every try carried the same key.
    #[track_caller]
    pub fn assert_sent_once(&self) {
        assert_eq!(
            self.sends().len(),
            1,
            "accepted sends in {:?}",
            self.paths()
        );
        // A call that was reset before it was heard has no body here.
        let heard = |call: &&Call| !call.body.is_empty();
        let calls = self.calls_of(TO_TAG);
        let keys: Vec<String> = calls.iter().filter(heard).map(Call::key).collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    }

    pub fn forget_calls(&self) {
        self.wire.forget_calls();
    }

    pub fn plant(&self, fault: Fault) {
        self.wire.plant(fault);
    }

    /// WeChat's clock is so far ahead of this machine's.
    pub fn wechats_clock_is_ahead(&self, by: jiff::SignedDuration) {
        self.wire.date_answers(by.as_secs());
    }

    /// Takes every planted fault away.
    pub fn repair(&self) {
        self.wire.repair();
    }

    /// Whether a call hangs at this moment.
    pub fn hangs(&self) -> bool {
        self.wire.hangs()
    }

    /// Waits until a call of a path hangs as it was told to.
    pub fn wait_until_hanging(&self, path: &str) {
        self.wire.wait_until_hanging(path);
    }

    /// Waits until so many calls of a path have arrived.
    pub fn wait_for(&self, path: &str, calls: usize) {
        self.wire.wait_for(path, calls);
    }
}
