//! `wxmass add-draft`, `add-news`, `upload-news`: news by one of the three routes, from a campaign, an article or WeChat's
//! own JSON.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::{from_stdin, loaded, print, written};
use crate::campaign::{Body, Route, Rule, is_article, json};
use crate::cli::Frame;
use crate::cli::args::{CampaignArgs, FileArgs};
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::{self, Step};
use crate::report::text;
use crate::report::{self};
use crate::wechat::mass::Message;
use crate::wechat::news;

#[derive(Debug, Args)]
pub(crate) struct ArticlesArgs {
    #[arg(add = known::articles())]
    articles: PathBuf,
    #[command(flatten)]
    files: FileArgs,
}

pub(crate) async fn run(frame: &Frame, args: &ArticlesArgs, route: Route) -> Result<Exit, Failure> {
    let is_campaign = args.articles.extension().is_some_and(|it| it == "toml");
    let id = if is_campaign || is_article(&args.articles) {
        of_campaign(frame, args, route).await?
    } else {
        if let Some(option) = args.files.given() {
            return Err(useless(frame, option));
        }
        of_json(frame, &args.articles, route).await?
    };
    print(frame, &id)?;
    written(frame.out.json(&serde_json::json!({ "media_id": id })))?;
    Ok(Exit::Done)
}

async fn of_campaign(frame: &Frame, args: &ArticlesArgs, route: Route) -> Result<String, Failure> {
    let lang = frame.out.lang;
    let path = CampaignArgs {
        campaign: args.articles.clone(),
        files: args.files.clone(),
    };
    let mut campaign = loaded(frame, &path).await?;
    campaign.route = route;
    if matches!(campaign.body, Body::Message(_)) {
        let message = text!(lang, articles_campaign_message_articles);
        return Err(Failure::new(Exit::Input, message, "[[articles]]"));
    }
    let session = Session::open(frame, campaign.account.as_deref()).await?;
    let made = pipeline::create_only(&session.context, &campaign).await;
    session.end().await;
    match made.map_err(failed(lang))? {
        Message::News(id) => Ok(id.to_string()),
        other => {
            let error = anyhow::anyhow!("not news: {other:?}");
            Err(Failure::unforeseen(lang, &error))
        }
    }
}

/// WeChat's own JSON names no files: everything in it is uploaded already.
fn useless(frame: &Frame, option: &str) -> Failure {
    Failure::new(
        Exit::Input,
        text!(
            frame.out.lang,
            articles_says_nothing_wechat_own_json,
            option = option
        ),
        text!(frame.out.lang, articles_leave_out_give_campaign_file),
    )
}

async fn of_json(frame: &Frame, path: &Path, route: Route) -> Result<String, Failure> {
    let lang = frame.out.lang;
    let text = if path.as_os_str() == "-" {
        from_stdin(frame, text!(frame.out.lang, stdin_json)).await?
    } else {
        std::fs::read_to_string(path).map_err(|error| Failure::unreadable(lang, path, &error))?
    };
    let wanted = text!(lang, articles_give_campaign_file_toml_article);
    let body: Value = serde_json::from_str(&text).map_err(|error| {
        Failure::new(Exit::Input, format!("{}: {error}", path.display()), &wanted)
    })?;
    let faults = json::faults(&body);
    if !faults.is_empty() {
        let line =
            |(place, rule): &(String, Rule)| format!("{place}: {}", report::rule(lang, rule));
        let lines: Vec<_> = faults.iter().map(line).collect();
        return Err(Failure::new(
            Exit::Input,
            lines.join(lang.pick("; ", "；")),
            &wanted,
        ));
    }
    let session = Session::open(frame, None).await?;
    let made = news::create_raw(&session.context.client, route, &body).await;
    session.end().await;
    let made = made.map_err(|error| {
        Failure::of_wechat(lang, &error, Some(&Step::News(route.call().to_owned())))
    })?;
    Ok(made.to_string())
}
