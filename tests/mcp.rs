//! `wxmass mcp` as an agent meets it, by the SDK's own client: what it can do, and that it cannot send without a person.

#[path = "mcp/agent.rs"]
mod agent;
#[path = "mcp/consent.rs"]
mod consent;
#[path = "mcp/tools.rs"]
mod tools;
mod world;
