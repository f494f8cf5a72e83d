//! HTML as a small tree: read as a browser reads it, and written again.
//!
//! Articles and the sandbox's own filter share it. It has no opinion on what is allowed: that is `kept`.

pub(crate) mod parse;
mod sink;
pub(crate) mod tree;
