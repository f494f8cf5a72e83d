//! Every history within bounds: the pure rules of `plan`, explored exhaustively with `stateright`.
//!
//! `plan::decide`, `plan::permit` and `plan::settle` are called as they are. What surrounds them (the ledger's rows, the lock,
//! the steps of a process, WeChat) is a small model of `store` and `pipeline`, whose own behaviour is proven by the tests that run
//! the real binary. `docs/safety.md` names the bounds.

#[path = "model/explore.rs"]
mod explore;
#[path = "model/holds.rs"]
mod holds;
#[path = "model/ledger.rs"]
mod ledger;
#[path = "model/old_rules.rs"]
mod old_rules;
#[path = "model/process.rs"]
mod process;
#[path = "model/rules.rs"]
mod rules;
#[path = "model/scope.rs"]
mod scope;
#[path = "model/wechat.rs"]
mod wechat;
#[path = "model/world.rs"]
mod world;
