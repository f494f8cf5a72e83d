//! `wxmass tags`: the tags of an account, new ones, and who has them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{print, written};
use crate::campaign::audience::Roster;
use crate::campaign::{OpenIdSource, Tag};
use crate::cli::Frame;
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::pipeline::prepare::tag;
use crate::pipeline::{self, Change};
use crate::report::table;
use crate::report::text;
use crate::text::printable;
use crate::wechat::{errcode, tags};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass tags --sandbox\n  wxmass tags create spring --sandbox\n  wxmass tags add spring --from guests.csv"
)]
pub(crate) struct TagsArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    #[command(before_help = "Examples:\n  wxmass tags create spring --sandbox")]
    Create { name: String },
    #[command(
        before_help = "Examples:\n  wxmass tags add VIP --from examples/openids/guests.txt --sandbox"
    )]
    Add(MembersArgs),
    #[command(
        before_help = "Examples:\n  wxmass tags remove VIP --from examples/openids/guests.txt --sandbox"
    )]
    Remove(MembersArgs),
}

#[derive(Debug, Args)]
struct MembersArgs {
    #[arg(value_name = "ID_OR_NAME", add = known::tags())]
    tag: String,
    #[arg(long, value_name = "LIST")]
    from: PathBuf,
}

impl TagsArgs {
    /// Whether nothing is changed.
    pub(crate) fn only_looks(&self) -> bool {
        self.action.is_none()
    }
}

pub(crate) async fn run(frame: &Frame, args: TagsArgs) -> Result<Exit, Failure> {
    match args.action {
        None => list(frame).await,
        Some(Action::Create { name }) => create(frame, &name).await,
        Some(Action::Add(args)) => members(frame, args, Change::Give).await,
        Some(Action::Remove(args)) => members(frame, args, Change::Take).await,
    }
}

async fn list(frame: &Frame) -> Result<Exit, Failure> {
    let session = Session::open(frame, None).await?;
    let list = tags::list(&session.context.client).await;
    if let Ok(list) = &list {
        session.context.tags_seen.tell(list);
    }
    session.end().await;
    let list = list.map_err(|error| Failure::of_wechat(frame.out.lang, &error, None))?;
    let rows: Vec<_> = list
        .iter()
        .map(|tag| {
            let count = tag
                .count
                .map_or_else(|| "-".to_owned(), |it| it.to_string());
            vec![tag.id.to_string(), tag.name.clone(), count]
        })
        .collect();
    let head = [
        "id".to_owned(),
        text!(frame.out.lang, library_name),
        text!(frame.out.lang, tags_followers),
    ];
    written(frame.out.whole(&table(&head, &rows)))?;
    let rows: Vec<_> = list
        .iter()
        .map(|tag| json!({ "id": tag.id, "name": tag.name, "count": tag.count }))
        .collect();
    written(frame.out.json(&json!({ "tags": rows })))?;
    Ok(Exit::Done)
}

/// A name that is taken is found out by WeChat's refusal, since names are compared its way.
async fn create(frame: &Frame, name: &str) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let name = crate::text::normal_name(name);
    if name.is_empty() || name.chars().count() > 30 {
        return Err(Failure::new(
            Exit::Input,
            text!(lang, tags_tag_s_name_characters),
            "",
        ));
    }
    let session = Session::open(frame, None).await?;
    let client = &session.context.client;
    let made = match tags::create(client, &name).await {
        Err(error) if error.errcode() == Some(errcode::INVALID_TAG_NAME) => {
            let known = tags::list(client).await.unwrap_or_default();
            session.context.tags_seen.tell(&known);
            let known = known.into_iter().find(|tag| tag.name.trim() == name);
            known.map(|tag| (tag, true)).ok_or(error)
        }
        made => made.map(|tag| (tag, false)),
    };
    session.end().await;
    let (tag, known) = made.map_err(|error| Failure::of_wechat(lang, &error, None))?;
    let id = tag.id;
    frame.out.note(&if known {
        text!(
            lang,
            tags_tag_exists_already_id,
            n = printable(&name),
            id = id
        )
    } else {
        text!(lang, tags_created_tag_id, n = printable(&name), id = id)
    });
    print(frame, &id.to_string())?;
    written(
        frame
            .out
            .json(&json!({ "id": id, "name": name, "created": !known })),
    )?;
    Ok(Exit::Done)
}

async fn members(frame: &Frame, args: MembersArgs, change: Change) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let wanted = Tag::parse(&args.tag)
        .ok_or_else(|| Failure::new(Exit::Input, text!(lang, send_tag_empty), "wxmass tags"))?;
    let source = if args.from.as_os_str() == "-" {
        OpenIdSource::Stdin
    } else {
        OpenIdSource::File(args.from)
    };
    // A pipe may never end.
    let reading = tokio::task::spawn_blocking(move || Roster::read_any(&source));
    let read = frame.stop.or(reading).await;
    let read = read.ok_or_else(|| failed(lang)(pipeline::Error::Interrupted))?;
    let roster = read
        .map_err(|broken| failed(lang)(broken.into()))?
        .map_err(|found| failed(lang)(pipeline::Error::Audience(found)))?;
    let session = Session::open(frame, None).await?;
    let context = &session.context;
    let result = async {
        let (id, name, _) = tag::find(context, &wanted).await?;
        let tagged = pipeline::tag(context, id, &roster, change).await?;
        Ok((id, name, tagged))
    }
    .await;
    session.end().await;
    let (id, name, tagged) = result.map_err(failed(lang))?;
    for openid in &tagged.failed {
        print(frame, openid.as_str())?;
    }
    let name = printable(&name.unwrap_or_else(|| id.to_string()));
    let (changed, before, lost) = (tagged.changed, tagged.before, tagged.failed.len());
    frame.out.note(&match change {
        Change::Give => text!(
            lang,
            tags_followers_tagged_already_failed,
            name = name,
            changed = changed,
            before = before,
            lost = lost
        ),
        Change::Take => text!(
            lang,
            tags_removed_from_followers_failed,
            name = name,
            changed = changed,
            before = before,
            lost = lost
        ),
    });
    let failed: Vec<_> = tagged.failed.iter().map(ToString::to_string).collect();
    let document = json!({
        "id": id, "name": name, "changed": changed, "unchanged": before, "failed": failed,
    });
    let failure = if tagged.interrupted {
        Failure::new(
            Exit::Interrupted,
            text!(lang, send_interrupted),
            text!(lang, tags_run_same_command_again_continues),
        )
    } else if let Some(error) = tagged.why {
        let mut failure = Failure::of_wechat(lang, &error, None);
        failure.exit = Exit::Partial;
        failure
    } else {
        written(frame.out.json(&document))?;
        return Ok(Exit::Done);
    };
    Ok(failure.beside(frame.out, document))
}
