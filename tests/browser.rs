//! The two pages in a real browser: the outbox of `wxmass sandbox`, and what `render` writes.

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/outbox.rs"]
mod outbox;
