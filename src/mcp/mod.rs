//! The operations of the command line for agents, by the Model Context Protocol over stdio.
//!
//! This room speaks the protocol: tools and their arguments, resources, progress, the question to the person behind the agent.
//! It does nothing by itself; what a tool does is done by a [`Desk`]. A conversation is one process: a plan counts in the
//! conversation that it was made in, and nothing that an agent passes is a person's yes.

mod arguments;
mod person;
mod plans;
mod server;
mod tools;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rmcp::ServiceExt as _;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::pipeline::Stop;
use crate::pipeline::event::Event;
use crate::report::Lang;

pub use tools::names as tool_names;

/// The answer of a tool: its document, or the document of its failure.
pub type Answer = Result<Value, Value>;

/// The executor of the tools.
pub trait Desk: Send + Sync + 'static {
    /// Runs a command of the table in `tools`, given as the words after `wxmass`. It sends nothing to an audience.
    fn run(&self, words: Vec<String>, at: Surroundings) -> BoxFuture<'_, Answer>;

    /// Makes the plan of a campaign, and notes it as one that a person may approve.
    fn plan(&self, order: Order, at: Surroundings) -> BoxFuture<'_, Answer>;

    /// Sends a campaign whose plan has this fingerprint, when the person has said yes.
    fn send<'a>(
        &'a self,
        order: Order,
        fingerprint: String,
        person: &'a dyn Person,
        at: Surroundings,
    ) -> BoxFuture<'a, Answer>;

    /// Pages that can be read beside the tools.
    fn pages(&self) -> Vec<Page>;
}

/// The surroundings of a call of a tool.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// A profile of the accounts file, where the agent has named one.
    pub account: Option<String>,
    /// The agent, or the end of the conversation, asks to stop.
    pub stop: Stop,
    pub events: UnboundedSender<Event>,
}

/// Which campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub campaign: String,
    pub account: Option<String>,
}

/// The person behind the agent.
pub trait Person: Send + Sync {
    /// Shows `words` and has the person type `wanted`.
    fn ask<'a>(&'a self, words: &'a str, wanted: &'a str) -> BoxFuture<'a, Typed>;
}

/// The answer of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    Text(String),
    Declined,
    /// The client has no way to ask.
    CannotAsk,
}

/// A resource: text under an address of `wxmass://`.
#[derive(Debug, Clone)]
pub struct Page {
    pub address: String,
    pub about: String,
    pub media_type: &'static str,
    pub text: String,
}

/// Serves one conversation on stdin and stdout until the agent or `stop` ends it. What runs then is asked to stop, and is
/// waited for: a send that is under way is finished and recorded. Errors are a start that the agent did not make rightly.
pub async fn serve(desk: Arc<dyn Desk>, lang: Lang, stop: Stop) -> Result<(), String> {
    let server = server::Server::new(desk, lang);
    let ending = server.clone();
    let started = stop.or(server.serve(rmcp::transport::stdio())).await;
    let result = match started {
        // An agent that went away before it said anything is no fault.
        None | Some(Err(rmcp::service::ServerInitializeError::ConnectionClosed(_))) => Ok(()),
        Some(Err(error)) => Err(error.to_string()),
        Some(Ok(running)) => {
            let _ = stop.or(running.waiting()).await;
            Ok(())
        }
    };
    ending.end().await;
    result
}
