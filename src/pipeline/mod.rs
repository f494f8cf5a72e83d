//! From a checked campaign to receipts.

pub mod event;
