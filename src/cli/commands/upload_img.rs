//! `wxmass upload-img`: pictures for article bodies.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{print, written};
use crate::cli::Frame;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::prepare::upload::{self, Gate, Job, Slot};

#[derive(Debug, Args)]
#[command(before_help = "Examples:\n  wxmass upload-img examples/first/images/chart.png --sandbox")]
pub(crate) struct UploadImgArgs {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) async fn run(frame: &Frame, args: &UploadImgArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let jobs = args
        .files
        .iter()
        .map(|file| Job::file(Slot::Body, file))
        .collect::<Result<Vec<_>, _>>();
    let jobs = jobs.map_err(failed(lang))?;
    let session = Session::open(frame, None).await?;
    let places = upload::all(
        &session.context,
        &upload::distinct(jobs.clone()),
        &Gate::open(),
    )
    .await;
    session.end().await;
    let places = places.map_err(failed(lang))?;
    let urls: Vec<_> = jobs
        .iter()
        .filter_map(|job| places.of(job)?.url.clone())
        .collect();
    for url in &urls {
        print(frame, url)?;
    }
    written(frame.out.json(&json!({ "urls": urls })))?;
    Ok(Exit::Done)
}
