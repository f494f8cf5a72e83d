//! `wxmass mcp`: one conversation with an agent, on stdin and stdout.

use std::sync::Arc;

use crate::cli::Frame;
use crate::cli::desk::Desk;
use crate::cli::failure::{Exit, Failure};
use crate::mcp;
use crate::report::text;

pub(crate) async fn run(frame: &Frame) -> Result<Exit, Failure> {
    let desk = Arc::new(Desk::new(frame));
    let lang = frame.out.lang;
    let served = mcp::serve(desk, lang, frame.stop.clone()).await;
    served.map_err(|error| {
        Failure::new(
            Exit::Input,
            text!(lang, agent_start_session_protocol_requires, error = error),
            text!(lang, agent_wxmass_mcp_started_agent_s),
        )
    })?;
    Ok(if frame.stop.is_asked() {
        Exit::Interrupted
    } else {
        Exit::Done
    })
}
