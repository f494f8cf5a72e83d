//! Planted bad days: which calls a fault hits, by name and by count.

pub(super) mod file;
mod kind;

use serde::{Deserialize, Serialize};

use super::calls;
pub(super) use kind::Fault;

/// One planted fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The name of a call or the end of one, such as `media/uploadimg` or `uploadimg`; `*` for every call.
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

/// The names of all kinds of fault.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    kind::names()
}

fn one() -> u64 {
    1
}

/// Whether a name in a rule is that of a call which the sandbox plays.
pub(super) fn is_known(call: &str) -> bool {
    call == "*" || calls::names().any(|name| is_end(name, call))
}

/// Whether a name ends with this one, whole words.
fn is_end(name: &str, end: &str) -> bool {
    name.strip_suffix(end)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// The fault that hits this call, if any; every matching rule counts it.
pub(super) fn pick(rules: &mut [Rule], path: &str) -> Option<Fault> {
    let mut picked = None;
    for rule in rules
        .iter_mut()
        .filter(|rule| rule.call == "*" || is_end(path, &rule.call))
    {
        rule.seen += 1;
        if picked.is_none() && rule.seen >= rule.nth && rule.seen - rule.nth < rule.count {
            picked = Some(rule.fault.clone());
        }
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_hits_its_calls_and_no_other() {
        let text = r#"[{"call":"draft/add","nth":2,"count":2,"fault":{"errcode":-1}},{"call":"*","nth":9,"fault":"hang"},
            {"call":"token","fault":"empty"}]"#;
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
        assert_eq!(pick(&mut rules, "/cgi-bin/stable_token"), None);
        assert_eq!(pick(&mut rules, "/cgi-bin/token"), Some(Fault::Empty));
    }
}
