//! `wxmass followers`.

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::campaign::Tag;
use crate::cli::Frame;
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::prepare::tag;
use crate::pipeline::{self, Context};
use crate::text::printable;
use crate::wechat::ids::TagId;
use crate::wechat::{tags, users};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass followers --sandbox | head -3\n  wxmass followers --tag VIP --sandbox > vip.txt"
)]
pub(crate) struct FollowersArgs {
    #[arg(long, value_name = "ID_OR_NAME", add = known::tags())]
    tag: Option<String>,
}

pub(crate) async fn followers(frame: &Frame, args: &FollowersArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let session = Session::open(frame, None).await?;
    let client = &session.context.client;
    let result = async {
        let tag = match &args.tag {
            Some(written) => Some(
                find(&session.context, written)
                    .await
                    .map_err(failed(lang))?,
            ),
            None => None,
        };
        let mut next = None;
        let mut all = Vec::new();
        loop {
            let page = match tag {
                Some(tag) => tags::members(client, tag, next.as_ref()).await,
                None => users::page(client, next.as_ref()).await,
            };
            let page = page.map_err(|error| Failure::of_wechat(lang, &error, None))?;
            for openid in page.openids() {
                print(frame, &printable(openid))?;
                if frame.global.json {
                    all.push(openid.to_owned());
                }
            }
            next = page.next();
            if next.is_none() {
                return Ok(all);
            }
        }
    }
    .await;
    session.end().await;
    written(frame.out.json(&json!({ "openids": result? })))?;
    Ok(Exit::Done)
}

async fn find(context: &Context, written: &str) -> Result<TagId, pipeline::Error> {
    match Tag::parse(written) {
        Some(Tag::Id(id)) => Ok(TagId::new(id)),
        Some(named) => tag::find(context, &named).await.map(|(id, _, _)| id),
        None => Err(pipeline::Error::UnknownTag {
            name: written.to_owned(),
            nearest: None,
        }),
    }
}
