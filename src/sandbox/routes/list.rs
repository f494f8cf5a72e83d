//! The common part of all list calls of WeChat: a page of 1 to 20 from an offset, and its answer.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::answer::{Answer, Refusal, refuse};
use crate::sandbox::code;

/// The body of the list calls of drafts and publications take.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    offset: usize,
    count: usize,
    #[serde(default)]
    no_content: bool,
}

impl Page {
    pub(super) fn of<'a, T>(&self, all: &'a [T]) -> Result<&'a [T], Refusal> {
        page(all, self.offset, self.count)
    }

    /// Leaves out the articles' text where that was asked.
    pub(super) fn prune(&self, content: &mut Value) {
        let items = content["news_item"].as_array_mut();
        if self.no_content {
            for article in items.into_iter().flatten() {
                article["content"] = json!("");
            }
        }
    }
}

/// A page of a list, as all list calls of WeChat take it: 1 to 20 from an offset.
pub(super) fn page<T>(all: &[T], offset: usize, count: usize) -> Result<&[T], Refusal> {
    if !(1..=20).contains(&count) {
        return Err(refuse(code::INVALID_ARGS, "invalid args"));
    }
    let start = offset.min(all.len());
    let end = (start + count).min(all.len());
    Ok(&all[start..end])
}

/// The answer of a list call.
pub(super) fn listed(total: usize, items: &[Value]) -> Answer {
    Answer::json(&json!({ "total_count": total, "item_count": items.len(), "item": items }))
}
