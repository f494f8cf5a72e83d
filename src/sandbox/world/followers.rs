//! Followers and tags. Who has one of the first tags is arithmetic; what tagging calls changed is kept beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The tags that every new sandbox has.
const FIRST: [(i64, &str); 4] = [(2, "星标组"), (100, "VIP"), (101, "新客"), (102, "空组")];

/// The tags of an account and what was changed about their members.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::sandbox) struct Tags {
    pub(in crate::sandbox) names: BTreeMap<i64, String>,
    /// By tag and follower's number: tagged or untagged by a call.
    changes: BTreeMap<i64, BTreeMap<u64, bool>>,
}

impl Default for Tags {
    fn default() -> Self {
        Self {
            names: FIRST.map(|(id, name)| (id, name.to_owned())).into(),
            changes: BTreeMap::new(),
        }
    }
}

impl Tags {
    /// Whether the follower with this number has a tag.
    pub(in crate::sandbox) fn has(&self, tag: i64, number: u64) -> bool {
        let changed = self.changes.get(&tag).and_then(|it| it.get(&number));
        self.names.contains_key(&tag) && changed.copied().unwrap_or_else(|| by_nature(tag, number))
    }

    /// How many of so many followers have a tag; `None` for an unknown one.
    pub(in crate::sandbox) fn size(&self, tag: i64, followers: u64) -> Option<u64> {
        self.names.get(&tag)?;
        let cycle = match tag {
            2 => 25,
            100 => 5,
            101 => 4,
            _ => 1,
        };
        let within = |end: u64| (1..=end).filter(|it| by_nature(tag, *it)).count() as u64;
        let mut size = followers / cycle * within(cycle) + within(followers % cycle);
        let changes = self
            .changes
            .get(&tag)
            .into_iter()
            .flat_map(|it| it.range(1..=followers));
        for (number, now) in changes {
            match (by_nature(tag, *number), *now) {
                (false, true) => size += 1,
                (true, false) => size -= 1,
                _ => {}
            }
        }
        Some(size)
    }

    /// The tags of one follower.
    pub(in crate::sandbox) fn of(&self, number: u64) -> Vec<i64> {
        let ids = self.names.keys().copied();
        ids.filter(|id| self.has(*id, number)).collect()
    }

    pub(in crate::sandbox) fn create(&mut self, name: &str) -> i64 {
        // A number is never given twice, even when its tag is gone.
        let last = self.names.keys().chain(self.changes.keys()).max();
        let id = last.map_or(134, |last| (last + 1).max(134));
        self.names.insert(id, name.to_owned());
        self.changes.insert(id, BTreeMap::new());
        id
    }

    pub(in crate::sandbox) fn delete(&mut self, tag: i64) {
        self.names.remove(&tag);
        self.changes.insert(tag, BTreeMap::new());
    }

    pub(in crate::sandbox) fn set(&mut self, tag: i64, number: u64, to: bool) {
        self.changes.entry(tag).or_default().insert(number, to);
    }
}

fn by_nature(tag: i64, number: u64) -> bool {
    match tag {
        2 => number.is_multiple_of(25),
        100 => number % 5 < 2,
        101 => number % 4 == 1,
        _ => false,
    }
}

/// The openid of the follower with this number: 28 characters.
pub(in crate::sandbox) fn openid(number: u64) -> String {
    format!("oSandbox{number:020}")
}

pub(in crate::sandbox) fn follower_number(openid: &str) -> Option<u64> {
    let digits = openid
        .strip_prefix("oSandbox")
        .filter(|digits| digits.len() == 20)?;
    digits.parse().ok()
}

impl super::World {
    /// The number of a follower; `None` for anybody else.
    pub(in crate::sandbox) fn follower(&self, openid: &str) -> Option<u64> {
        follower_number(openid).filter(|number| (1..=self.settings.followers).contains(number))
    }

    /// How many followers have a tag; `None` for an unknown one.
    pub(in crate::sandbox) fn tag_size(&self, tag: i64) -> Option<u64> {
        self.tags.size(tag, self.settings.followers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_agree_with_members() {
        let mut tags = Tags::default();
        let own = tags.create("own");
        for number in [3, 4, 5, 2_000] {
            tags.set(own, number, true);
            tags.set(100, number, number == 4);
        }
        for tag in [2, 100, 101, 102, own] {
            let counted = (1..=1_003).filter(|it| tags.has(tag, *it)).count() as u64;
            assert_eq!(tags.size(tag, 1_003), Some(counted), "tag {tag}");
        }
        tags.delete(own);
        assert_eq!(
            (tags.size(own, 1_003), tags.create("again")),
            (None, own + 1)
        );
        assert_eq!(openid(7).len(), 28);
        assert_eq!(follower_number(&openid(7)), Some(7));
    }
}
