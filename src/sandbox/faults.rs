//! Planted bad days: an errcode, a delay, a lost or spoilt answer, by call and by count.

use serde::{Deserialize, Serialize};

/// One planted fault.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The end of a path, such as `media/uploadimg`, or `*` for every call.
    pub(super) call: String,
    /// The first matching call that it hits, from 1.
    #[serde(default = "one")]
    pub(super) nth: u64,
    /// How many it hits in a row.
    #[serde(default = "one")]
    pub(super) count: u64,
    pub(super) fault: Fault,
    /// Matching calls so far.
    #[serde(default)]
    pub(super) seen: u64,
}

/// What happens. Everything but `errcode`, `status` and `reset_before` happens after the call had its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fault {
    /// Refused with this code, without effect.
    Errcode(i64),
    /// A front end answers with this status and a page, without effect.
    Status(u16),
    DelayMs(u64),
    ResetBefore,
    ResetAfter,
    Truncated,
    /// A page with status 502.
    Html,
    /// A page with status 200.
    Html200,
    Empty,
    Hang,
}

impl Fault {
    /// Whether the call never reaches the world.
    pub(super) fn is_before(self) -> bool {
        matches!(self, Self::Errcode(_) | Self::Status(_) | Self::ResetBefore)
    }
}

fn one() -> u64 {
    1
}

/// The fault that hits this call, if any; every matching rule counts it.
pub(super) fn pick(rules: &mut [Rule], path: &str) -> Option<Fault> {
    let mut picked = None;
    for rule in rules
        .iter_mut()
        .filter(|rule| rule.call == "*" || path.ends_with(rule.call.as_str()))
    {
        rule.seen += 1;
        if picked.is_none() && rule.seen >= rule.nth && rule.seen < rule.nth + rule.count {
            picked = Some(rule.fault);
        }
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_hits_its_calls_and_no_other() {
        let text = r#"[{"call":"draft/add","nth":2,"count":2,"fault":{"errcode":-1}},{"call":"*","nth":9,"fault":"hang"}]"#;
        let mut rules: Vec<Rule> = serde_json::from_str(text).expect("rules");
        let hits: Vec<_> = (0..4)
            .map(|_| pick(&mut rules, "/cgi-bin/draft/add"))
            .collect();
        assert_eq!(
            hits,
            [
                None,
                Some(Fault::Errcode(-1)),
                Some(Fault::Errcode(-1)),
                None
            ]
        );
        assert_eq!(pick(&mut rules, "/cgi-bin/tags/get"), None);
    }
}
