//! `wxmass add-material`: permanent material.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{print, written};
use crate::campaign;
use crate::cli::Frame;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::prepare::upload::{self, Gate, Job, Slot};
use crate::report;
use crate::report::text;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass add-material --type image examples/first/images/cover-spring.jpg --sandbox\n  wxmass add-material --type video --title 发布会 --introduction 一分钟看完 launch.mp4"
)]
pub(crate) struct AddMaterialArgs {
    #[arg(long, value_enum, value_name = "TYPE")]
    r#type: Type,
    file: PathBuf,
    #[arg(long, required_if_eq("type", "video"))]
    title: Option<String>,
    #[arg(long, default_value = "", hide_default_value = true)]
    introduction: String,
    #[arg(long)]
    url: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Type {
    Image,
    Voice,
    Video,
    Thumb,
}

pub(crate) async fn run(frame: &Frame, args: &AddMaterialArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let file = &args.file;
    let refused = |rule| {
        let what = format!("{}: {}", file.display(), report::rule(lang, &rule));
        Failure::new(Exit::Input, what, "")
    };
    let job = match args.r#type {
        Type::Image => Job::file(Slot::Image, file).map_err(failed(lang))?,
        Type::Thumb => Job::file(Slot::PermanentThumb, file).map_err(failed(lang))?,
        Type::Voice => {
            let voice = campaign::voice(file).map_err(refused)?;
            Job::media(Slot::Voice, &voice, None)
        }
        Type::Video => {
            let video = campaign::video(file).map_err(refused)?;
            let title = args.title.clone().unwrap_or_default();
            Job::media(
                Slot::Video,
                &video,
                Some((title, args.introduction.clone())),
            )
        }
    };
    let session = Session::open(frame, None).await?;
    let places = upload::all(&session.context, std::slice::from_ref(&job), &Gate::open()).await;
    session.end().await;
    let places = places.map_err(failed(lang))?;
    let place = places
        .of(&job)
        .context("the upload has no place")
        .map_err(|error| Failure::unforeseen(frame.out.lang, &error))?;
    let printed = match (args.url, &place.url) {
        (false, _) => &place.value,
        (true, Some(url)) => url,
        (true, None) => {
            let message = text!(lang, add_material_wechat_gives_url_type);
            return Err(Failure::new(Exit::Input, message, place.value.clone()));
        }
    };
    print(frame, printed)?;
    written(
        frame
            .out
            .json(&json!({ "media_id": place.value, "url": place.url })),
    )?;
    Ok(Exit::Done)
}
