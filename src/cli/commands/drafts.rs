//! `wxmass drafts`: the draft box, listed, cleaned, and an article of it replaced. Never what an unfinished run needs.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::delete_each::{Deleted, delete_each};
use super::{loaded, print, written};
use crate::cli::args::{CampaignArgs, FileArgs};
use crate::cli::completion::known;
use crate::cli::connect::{Session, failed};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, given};
use crate::pipeline;
use crate::report::text;
use crate::report::{beijing, table};
use crate::text::printable;
use crate::wechat::drafts::{self, Draft};
use crate::wechat::ids::MediaId;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    before_help = "Examples:\n  wxmass drafts --sandbox\n  wxmass drafts --older-than 30d --delete --sandbox --yes"
)]
pub(crate) struct DraftsArgs {
    #[command(subcommand)]
    action: Option<Action>,
    #[arg(value_name = "MEDIA_ID")]
    ids: Vec<String>,
    #[arg(long, value_name = "AGE", value_parser = given::age)]
    older_than: Option<SignedDuration>,
    #[arg(long)]
    delete: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    #[command(before_help = "Examples:\n  wxmass drafts update \"$news\" article.md --article 2")]
    Update(UpdateArgs),
}

#[derive(Debug, Args)]
struct UpdateArgs {
    #[arg(value_name = "MEDIA_ID")]
    id: String,
    #[arg(value_name = "ARTICLE", add = known::articles())]
    article: PathBuf,
    #[arg(long = "article", value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=8))]
    place: u32,
    #[command(flatten)]
    files: FileArgs,
}

impl DraftsArgs {
    /// Whether nothing is changed.
    pub(crate) fn only_looks(&self) -> bool {
        self.action.is_none() && !self.delete
    }
}

pub(crate) async fn run(frame: &Frame, args: DraftsArgs) -> Result<Exit, Failure> {
    match args.action {
        Some(Action::Update(args)) => update(frame, args).await,
        None => listed(frame, args).await,
    }
}

async fn listed(frame: &Frame, args: DraftsArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    if args.delete {
        if args.ids.is_empty() && args.older_than.is_none() {
            return Err(Failure::new(
                Exit::Input,
                text!(lang, drafts_delete_would_empty_draft_box),
                text!(lang, drafts_name_drafts_give_age_older),
            ));
        }
        ask::can_ask(frame)?;
    }
    let session = Session::open(frame, None).await?;
    let result = chosen(frame, &session, &args).await;
    session.end().await;
    result
}

async fn chosen(frame: &Frame, session: &Session, args: &DraftsArgs) -> Result<Exit, Failure> {
    let (lang, context) = (frame.out.lang, &session.context);
    let all = drafts::all(&context.client)
        .await
        .map_err(|error| Failure::of_wechat(lang, &error, None))?;
    let needed = context
        .store
        .needed_media(&context.account.key)
        .await
        .map_err(|error| Failure::of_store(lang, &error))?;
    let now = context.client.now();
    let is_old = |draft: &Draft| match (args.older_than, draft.updated_at()) {
        (None, _) => true,
        (Some(age), Some(at)) => now.duration_since(at) > age,
        // Its age is not known.
        (Some(_), None) => false,
    };
    let is_named = |draft: &Draft| {
        args.ids.is_empty() || args.ids.iter().any(|id| id == draft.media_id.as_str())
    };
    let unknown: Vec<_> = args
        .ids
        .iter()
        .filter(|id| {
            all.iter()
                .all(|draft| draft.media_id.as_str() != id.as_str())
        })
        .collect();
    if let Some(id) = unknown.first() {
        return Err(Failure::new(
            Exit::Input,
            text!(
                lang,
                drafts_there_draft_sent_published_deleted,
                id = printable(id)
            ),
            "wxmass drafts",
        ));
    }
    let meant: Vec<&Draft> = all.iter().filter(|it| is_old(it) && is_named(it)).collect();
    let (kept, open): (Vec<&Draft>, Vec<&Draft>) = meant
        .iter()
        .partition(|draft| needed.contains(draft.media_id.as_str()));
    let rows: Vec<_> = meant
        .iter()
        .map(|draft| {
            let mark = if needed.contains(draft.media_id.as_str()) {
                text!(lang, drafts_unfinished_run_needs)
            } else {
                String::new()
            };
            vec![
                draft.media_id.to_string(),
                draft.updated_at().map(beijing).unwrap_or_default(),
                draft.titles().join(" · "),
                mark,
            ]
        })
        .collect();
    let head = [
        "media_id".to_owned(),
        text!(lang, drafts_changed),
        text!(lang, drafts_titles),
        String::new(),
    ];
    if !rows.is_empty() {
        frame.out.note(&table(&head, &rows));
    }
    let mut deleted = Deleted::none();
    if args.delete {
        if !args.ids.is_empty()
            && let Some(draft) = kept.first()
        {
            return Err(needed_by_a_run(frame, &draft.media_id));
        }
        deleted = delete(frame, session, &open).await?;
    } else {
        for draft in &meant {
            print(frame, draft.media_id.as_str())?;
        }
    }
    let document = |draft: &&Draft| {
        json!({
            "media_id": draft.media_id, "changed_at": draft.updated_at(), "titles": draft.titles(),
            "needed": needed.contains(draft.media_id.as_str()),
        })
    };
    let rows: Vec<Value> = meant.iter().map(document).collect();
    deleted.told(frame, json!({ "drafts": rows, "in_all": all.len() }))
}

async fn delete(frame: &Frame, session: &Session, drafts: &[&Draft]) -> Result<Deleted, Failure> {
    let context = &session.context;
    let question = text!(
        frame.out.lang,
        drafts_about_delete_drafts_account_permanently,
        n = drafts.len(),
        a = context.account.name
    );
    let ids: Vec<_> = drafts.iter().map(|draft| &draft.media_id).collect();
    let (client, store, key) = (&context.client, &context.store, &context.account.key);
    delete_each(
        frame,
        session,
        &question,
        &ids,
        |id| drafts::delete(client, id),
        |id| store.news_spend(key, id.as_str()),
    )
    .await
}

fn needed_by_a_run(frame: &Frame, id: &MediaId) -> Failure {
    let lang = frame.out.lang;
    Failure::new(
        Exit::Input,
        text!(lang, drafts_unfinished_run_needs_nothing_changed, id = id),
        text!(lang, drafts_finish_run_give_up_wxmass),
    )
}

async fn update(frame: &Frame, args: UpdateArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let campaign = CampaignArgs {
        campaign: args.article,
        files: args.files,
    };
    let campaign = loaded(frame, &campaign).await?;
    let session = Session::open(frame, campaign.account.as_deref()).await?;
    let id = MediaId::new(args.id);
    let result = async {
        let context = &session.context;
        let needed = context
            .store
            .needed_media(&context.account.key)
            .await
            .map_err(|error| Failure::of_store(lang, &error))?;
        if needed.contains(id.as_str()) {
            return Err(needed_by_a_run(frame, &id));
        }
        pipeline::update_draft(context, &campaign, &id, args.place)
            .await
            .map_err(failed(lang))?;
        // It is no longer what the ledger knows it as.
        context
            .store
            .news_spend(&context.account.key, id.as_str())
            .await
            .map_err(|error| Failure::of_store(lang, &error))
    }
    .await;
    session.end().await;
    result?;
    frame
        .out
        .note(&text!(lang, drafts_replaced_article_draft, n = args.place));
    print(frame, id.as_str())?;
    written(
        frame
            .out
            .json(&json!({ "media_id": id, "article": args.place, "at": Timestamp::now() })),
    )?;
    Ok(Exit::Done)
}
