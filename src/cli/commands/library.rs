//! `wxmass library`: the material library, counted, listed, cleaned. Never what an unfinished run may need.

use std::collections::HashSet;

use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::delete_each::{Deleted, delete_each};
use super::{print, written};
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, given};
use crate::report::text;
use crate::report::{beijing, table};
use crate::text::printable;
use crate::wechat::drafts;
use crate::wechat::material::{self, Piece};

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass library --sandbox\n  wxmass library --type image --unused --older-than 90d --sandbox"
)]
pub(crate) struct LibraryArgs {
    #[arg(long = "type", value_name = "KIND")]
    kind: Option<Kind>,
    #[arg(value_name = "MEDIA_ID", requires = "kind")]
    ids: Vec<String>,
    #[arg(long, requires = "kind")]
    unused: bool,
    #[arg(long, value_name = "AGE", value_parser = given::age, requires = "kind")]
    older_than: Option<SignedDuration>,
    #[arg(long, requires = "kind")]
    delete: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Image,
    Voice,
    Video,
    News,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::News => "news",
        }
    }
}

impl LibraryArgs {
    /// Whether nothing is changed.
    pub(crate) fn only_looks(&self) -> bool {
        !self.delete
    }
}

pub(crate) async fn run(frame: &Frame, args: &LibraryArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    if args.delete {
        if args.ids.is_empty() && !args.unused {
            return Err(Failure::new(
                Exit::Input,
                text!(lang, library_delete_would_delete_whole_library),
                text!(lang, library_name_material_use_unused),
            ));
        }
        ask::can_ask(frame)?;
    }
    let session = Session::open(frame, None).await?;
    let result = match args.kind {
        Some(kind) => pieces(frame, &session, args, kind).await,
        None => counts(frame, &session).await,
    };
    session.end().await;
    result
}

async fn counts(frame: &Frame, session: &Session) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let counts = material::count(&session.context.client)
        .await
        .map_err(|error| Failure::of_wechat(lang, &error, None))?;
    let number = |count: Option<i64>| count.map_or_else(|| "-".to_owned(), |it| it.to_string());
    // "addMaterial": what the library holds.
    let rows = [
        ("image", counts.image_count, "100000"),
        ("voice", counts.voice_count, "1000"),
        ("video", counts.video_count, "1000"),
        ("news", counts.news_count, "100000"),
    ];
    let cells: Vec<_> = rows
        .iter()
        .map(|(kind, count, most)| vec![(*kind).to_owned(), number(*count), (*most).to_owned()])
        .collect();
    let head = [
        text!(lang, library_kind),
        text!(lang, library_count),
        text!(lang, library_most),
    ];
    written(frame.out.whole(&table(&head, &cells)))?;
    written(frame.out.json(&json!({
        "image": counts.image_count, "voice": counts.voice_count, "video": counts.video_count, "news": counts.news_count,
    })))?;
    Ok(Exit::Done)
}

/// Ids that are not to be deleted, and those that are in use.
struct Uses {
    protected: HashSet<String>,
    used: HashSet<String>,
}

async fn uses(frame: &Frame, session: &Session) -> Result<Uses, Failure> {
    let (lang, context) = (frame.out.lang, &session.context);
    let store = |error| Failure::of_store(lang, &error);
    let key = &context.account.key;
    let mut protected = context.store.needed_media(key).await.map_err(store)?;
    let uploaded = context.store.uploaded_media(key).await.map_err(store)?;
    // Which of its pictures an unfinished run needs stands in its files only.
    if context.store.has_unfinished(key).await.map_err(store)? {
        protected.extend(uploaded.iter().cloned());
    }
    let all = drafts::all(&context.client)
        .await
        .map_err(|error| Failure::of_wechat(lang, &error, None))?;
    let covers = all.iter().flat_map(drafts::Draft::pictures);
    protected.extend(covers.map(str::to_owned));
    let used = uploaded
        .into_iter()
        .chain(protected.iter().cloned())
        .collect();
    Ok(Uses { protected, used })
}

async fn pieces(
    frame: &Frame,
    session: &Session,
    args: &LibraryArgs,
    kind: Kind,
) -> Result<Exit, Failure> {
    let (lang, context) = (frame.out.lang, &session.context);
    let uses = if args.unused || args.delete {
        uses(frame, session).await?
    } else {
        Uses {
            protected: HashSet::new(),
            used: HashSet::new(),
        }
    };
    let all = material::all(&context.client, kind.word())
        .await
        .map_err(|error| Failure::of_wechat(lang, &error, None))?;
    let now = context.client.now();
    let is_old = |piece: &Piece| match (args.older_than, piece.updated_at()) {
        (None, _) => true,
        (Some(age), Some(at)) => now.duration_since(at) > age,
        (Some(_), None) => false,
    };
    let is_meant = |piece: &&Piece| {
        let id = piece.media_id.as_str();
        is_old(piece)
            && (args.ids.is_empty() || args.ids.iter().any(|it| it == id))
            && !(args.unused && uses.used.contains(id))
    };
    let meant: Vec<&Piece> = all.iter().filter(is_meant).collect();
    let rows: Vec<_> = meant
        .iter()
        .map(|piece| {
            vec![
                piece.media_id.to_string(),
                piece.updated_at().map(beijing).unwrap_or_default(),
                piece.name.clone(),
            ]
        })
        .collect();
    let head = [
        "media_id".to_owned(),
        text!(lang, drafts_changed),
        text!(lang, library_name),
    ];
    if !rows.is_empty() {
        frame.out.note(&table(&head, &rows));
    }
    let mut deleted = Deleted::none();
    if args.delete {
        let protected = |piece: &&&Piece| uses.protected.contains(piece.media_id.as_str());
        if let Some(piece) = meant.iter().find(protected) {
            return Err(Failure::new(
                Exit::Input,
                text!(
                    lang,
                    library_use_unfinished_run_draft_needs,
                    id = piece.media_id
                ),
                text!(lang, library_wxmass_runs_wxmass_drafts_show),
            ));
        }
        deleted = delete(frame, session, &meant).await?;
    } else {
        for piece in &meant {
            print(frame, &printable(piece.media_id.as_str()))?;
        }
    }
    let document = |piece: &&Piece| {
        json!({
            "media_id": piece.media_id, "name": piece.name, "changed_at": piece.updated_at(), "url": piece.url,
        })
    };
    let rows: Vec<Value> = meant.iter().map(document).collect();
    deleted.told(frame, json!({ "pieces": rows, "in_all": all.len() }))
}

async fn delete(frame: &Frame, session: &Session, pieces: &[&Piece]) -> Result<Deleted, Failure> {
    let context = &session.context;
    let question = text!(
        frame.out.lang,
        library_about_delete_items_account_s,
        n = pieces.len(),
        a = context.account.name
    );
    let ids: Vec<_> = pieces.iter().map(|piece| &piece.media_id).collect();
    let (client, store, key) = (&context.client, &context.store, &context.account.key);
    delete_each(
        frame,
        session,
        &question,
        &ids,
        |id| material::delete(client, id),
        |id| store.material_forget(key, id.as_str()),
    )
    .await
}
