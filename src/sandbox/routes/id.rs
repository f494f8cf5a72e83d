//! Ids of sends and publications, which are numbers and come as text as well.

use serde_json::Value;

/// An id as a number or as text; both are seen, in both directions. `None` for anything else.
pub(super) fn id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
