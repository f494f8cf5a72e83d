//! `wxmass sandbox`: a local WeChat to practise on, until Ctrl-C.

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, settings};
use crate::sandbox::{APPID, Kind, Options, SECRET, Sandbox};

/// A local WeChat to practise on, with an outbox page to look at; prints its base URL
#[derive(Debug, Args)]
#[command(
    before_help = "While it runs, `--sandbox` in other terminals goes to it.\n\nExamples:\n  wxmass sandbox --port 8088\n  wxmass sandbox --memory --kind subscription"
)]
pub(crate) struct SandboxArgs {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Forget everything at the end, and share nothing with `--sandbox`
    #[arg(long)]
    memory: bool,
    /// The account's kind: service, subscription, unverified
    #[arg(long, value_parser = ["service", "subscription", "unverified"])]
    kind: Option<String>,
    /// Followers of a new world
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(2..=100_000_000))]
    followers: u64,
}

pub(crate) async fn run(frame: &Frame, args: &SandboxArgs) -> Result<Exit, Failure> {
    let kind = args.kind.as_deref().map(|kind| match kind {
        "subscription" => Kind::Subscription,
        "unverified" => Kind::Unverified,
        _ => Kind::Service,
    });
    let options = Options {
        port: args.port,
        folder: (!args.memory).then(settings::sandbox_folder),
        served: true,
        followers: args.followers,
        kind,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).map_err(|error| Failure::of_sandbox(&error))?;
    print(frame, sandbox.base_url())?;
    let lang = frame.out.lang;
    frame.out.note(&lang.pick(
        format!("outbox: {0}/  (stop with Ctrl-C)\nWXMASS_API_BASE={0} WXMASS_APPID={APPID} WXMASS_SECRET={SECRET}\ncontrol calls want the header x-sandbox-token: {1}", sandbox.base_url(), sandbox.control_token()),
        format!("收件箱：{0}/ （Ctrl-C 停止）\nWXMASS_API_BASE={0} WXMASS_APPID={APPID} WXMASS_SECRET={SECRET}\n控制接口需请求头 x-sandbox-token: {1}", sandbox.base_url(), sandbox.control_token()),
    ));
    let document = json!({ "base_url": sandbox.base_url(), "appid": APPID, "secret": SECRET, "control_token": sandbox.control_token() });
    written(frame.out.json(&document))?;
    // Ends with the wish to stop alone.
    frame.stop.or(std::future::pending::<()>()).await;
    tokio::task::spawn_blocking(move || drop(sandbox))
        .await
        .map_err(|error| Failure::new(Exit::Defect, error.to_string(), ""))?;
    Ok(Exit::Done)
}
