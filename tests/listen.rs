//! `wxmass listen` through the real binary: what WeChat says is kept and told once, what anybody else says is refused.

#[path = "listen/ledger.rs"]
mod ledger;

mod world;
