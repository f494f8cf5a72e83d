//! `wxmass token`: the only command that prints a token.

use clap::Args;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{print, written};
use crate::cli::Frame;
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass token --sandbox\n  curl \"https://api.weixin.qq.com/cgi-bin/tags/get?access_token=$(wxmass token)\""
)]
pub(crate) struct TokenArgs {
    #[arg(long)]
    refresh: bool,
}

pub(crate) async fn run(frame: &Frame, args: &TokenArgs) -> Result<Exit, Failure> {
    let session = Session::open(frame, None).await?;
    let client = &session.context.client;
    let token = if args.refresh {
        client.refresh().await
    } else {
        client.token().await
    };
    session.end().await;
    let token = token.map_err(|error| Failure::of_wechat(frame.out.lang, &error, None))?;
    print(frame, token.value().expose_secret())?;
    let document =
        json!({ "access_token": token.value().expose_secret(), "expires_at": token.expires_at() });
    written(frame.out.json(&document))?;
    Ok(Exit::Done)
}
