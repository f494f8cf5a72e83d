//! The two pages in a real browser: the outbox of `wxmass sandbox`, open while the binary sends, and what `render` writes.
//!
//! The tests look at what a person sees and can press, at the width of a phone and of a desk, in light and dark, with a mouse
//! and with keys alone. Screenshots go to `target/screenshots/`.

#[path = "browser/axe.rs"]
mod axe;
#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/guard.rs"]
mod guard;
#[path = "browser/inspector.rs"]
mod inspector;
#[path = "browser/outbox.rs"]
mod outbox;
#[path = "browser/rehearsal.rs"]
mod rehearsal;
#[path = "browser/rendered.rs"]
mod rendered;
