//! `wxmass delete`: a mass send, or one article of it.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::delete_each::confirmed;
use super::written;
use crate::cli::completion::known;
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::cli::given::Wrong;
use crate::cli::{Frame, ask};
use crate::pipeline::Step;
use crate::report::Lang;
use crate::report::text;
use crate::wechat::ids::MsgId;
use crate::wechat::mass;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass delete 3147480001 --sandbox --yes\n  wxmass delete 3147480001 --article 2 --yes\n  wxmass delete --url https://mp.weixin.qq.com/s/AbC --yes"
)]
pub(crate) struct DeleteArgs {
    #[arg(
        value_name = "MSG_ID",
        required_unless_present = "url",
        conflicts_with = "url",
        add = known::sends()
    )]
    id: Option<i64>,
    #[arg(long, value_name = "URL", conflicts_with = "article", value_parser = article_address)]
    url: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=8))]
    article: Option<u32>,
}

/// An address as WeChat gives articles.
fn article_address(written: &str) -> Result<String, Wrong> {
    let written = written.trim();
    let is_article = url::Url::parse(written).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.host_str() == Some("mp.weixin.qq.com")
    });
    if is_article {
        Ok(written.to_owned())
    } else {
        Err(Wrong::Article)
    }
}

/// The send or the article to delete.
enum What {
    Send(i64),
    Article(String),
}

impl What {
    /// For a sentence.
    fn shown(&self, lang: Lang) -> String {
        match self {
            Self::Send(id) => format!("msg_id {id}"),
            Self::Article(url) => text!(lang, delete_article, url = url),
        }
    }
}

pub(crate) async fn run(frame: &Frame, args: &DeleteArgs) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    ask::can_ask(frame)?;
    let what = match (args.id, &args.url) {
        (_, Some(url)) => What::Article(url.clone()),
        (id, None) => What::Send(id.unwrap_or_default()),
    };
    let session = Session::open(frame, None).await?;
    let account = &session.context.account.name;
    let question = text!(
        lang,
        delete_about_delete_msg_id_account,
        what = what.shown(lang),
        account = account
    );
    confirmed(frame, &session, &question).await?;
    let context = &session.context;
    let deleted = match &what {
        What::Send(id) => mass::delete(&context.client, MsgId::new(*id), args.article).await,
        What::Article(url) => mass::delete_url(&context.client, url).await,
    };
    if deleted.is_ok()
        && args.article.is_none()
        && let What::Send(id) = what
    {
        let id = MsgId::new(id);
        let (key, now) = (&context.account.key, Timestamp::now());
        if let Err(error) = context.store.record_status(key, id, "DELETE", now).await {
            frame.out.note(&Failure::of_store(lang, &error).message);
        }
    }
    session.end().await;
    let step = args.id.map(Step::Delete);
    deleted.map_err(|error| Failure::of_wechat(lang, &error, step.as_ref()))?;
    written(
        frame
            .out
            .json(&json!({ "deleted": args.id, "url": args.url, "article": args.article })),
    )?;
    Ok(Exit::Done)
}
