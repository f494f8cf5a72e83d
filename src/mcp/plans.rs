//! The plans of this conversation: what an agent may ask to send at all.
//!
//! A plan permits nothing; it is what the person is asked about.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::Order;

/// Fewer digits do not name a fingerprint.
const FEWEST: usize = 12;

/// The plans that were made, oldest first.
#[derive(Debug, Default)]
pub(super) struct Plans {
    made: Mutex<Vec<(Order, String)>>,
}

impl Plans {
    /// Notes the document of a plan.
    pub(super) fn add(&self, order: Order, plan: &Value) {
        if let Some(fingerprint) = plan["fingerprint"].as_str() {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.retain(|(other, _)| *other != order);
            made.push((order, fingerprint.to_owned()));
        }
    }

    /// The whole fingerprint of the plan of just this order that `written` names.
    pub(super) fn find(&self, order: &Order, written: &str) -> Option<String> {
        let written = written.trim().to_ascii_lowercase();
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter()
            .find(|(it, whole)| {
                it == order && written.len() >= FEWEST && whole.starts_with(&written)
            })
            .map(|(_, whole)| whole.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_plan_counts_for_its_campaign_and_account_and_the_last_one_counts() {
        let order = |campaign: &str, account: Option<&str>| Order {
            campaign: campaign.into(),
            account: account.map(Into::into),
        };
        let (one, two) = ("a".repeat(64), "b".repeat(64));
        let plans = Plans::default();
        assert_eq!(plans.find(&order("x", None), &one), None);
        plans.add(order("x", None), &json!({ "fingerprint": one }));
        assert_eq!(plans.find(&order("x", None), &one[..12]), Some(one.clone()));
        for (other, written) in [
            (order("y", None), &one[..]),
            (order("x", Some("main")), &one[..]),
            (order("x", None), &one[..11]),
            (order("x", None), ""),
            (order("x", None), &two[..]),
        ] {
            assert_eq!(plans.find(&other, written), None, "{other:?} {written}");
        }
        plans.add(order("x", None), &json!({ "fingerprint": two }));
        assert_eq!(plans.find(&order("x", None), &one), None);
        plans.add(order("x", None), &json!({ "error": {} }));
        assert_eq!(plans.find(&order("x", None), &two), Some(two));
    }
}
