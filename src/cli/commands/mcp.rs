//! `wxmass mcp`: one conversation with an agent, on stdin and stdout.

use std::sync::Arc;

use crate::cli::Frame;
use crate::cli::desk::Desk;
use crate::cli::failure::{Exit, Failure};
use crate::mcp;

pub(crate) async fn run(frame: &Frame) -> Result<Exit, Failure> {
    let desk = Arc::new(Desk::new(frame));
    let lang = frame.out.lang;
    let served = mcp::serve(desk, lang, frame.stop.clone()).await;
    served.map_err(|error| {
        Failure::new(
            Exit::Input,
            lang.pick(
                format!("the agent did not begin as the protocol wants: {error}"),
                format!("智能体未按协议开始会话：{error}"),
            ),
            lang.pick(
                "`wxmass mcp` is started by an agent's program; `docs/agents.md` has the lines",
                "`wxmass mcp` 由智能体程序启动，写法见 `docs/agents.md`",
            ),
        )
    })?;
    Ok(if frame.stop.is_asked() {
        Exit::Interrupted
    } else {
        Exit::Done
    })
}
