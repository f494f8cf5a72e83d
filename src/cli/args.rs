//! Arguments that several commands take, as they are typed. Nothing here looks at the world.
//!
//! Conventions: `--openid`, `--wxname`, `--tag` and MESSAGE mean the same in every command; a secret is never an argument;
//! help begins with what the command does and ends with lines to paste.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::completion::known;
use super::{env, given};
use crate::text::message::ImageWords;
use crate::wechat::ids::MediaId;
use crate::wechat::mass::Message;

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "NAME", env = env::ACCOUNT, value_parser = given::trimmed, add = known::accounts_or_all())]
    pub(super) account: Vec<String>,
    #[arg(long, global = true, value_name = "URL", env = env::API_BASE, value_parser = given::trimmed)]
    pub(super) api_base: Option<String>,
    #[arg(long, global = true)]
    pub(super) insecure_api_base: bool,
    #[arg(long, global = true, env = env::RELAY, value_parser = given::Switch)]
    pub(super) relay: bool,
    #[arg(long, global = true, value_name = "URL", env = env::STATE, hide_env_values = true)]
    pub(super) state: Option<String>,
    #[arg(long, global = true, env = env::SANDBOX, value_parser = given::Switch)]
    pub(super) sandbox: bool,
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true
    )]
    pub(super) color: clap::ColorChoice,
    #[arg(long, global = true, env = env::YES, value_parser = given::Switch)]
    pub(super) yes: bool,
    #[arg(long, global = true, value_name = "LANG", env = env::LANGUAGE, value_parser = given::Language)]
    pub(super) lang: Option<String>,
    #[arg(long, global = true, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) uploads: u16,
    #[arg(long, global = true, value_name = "SECONDS", env = env::TIMEOUT, value_parser = given::seconds)]
    pub(super) timeout: Option<u64>,
    #[arg(long, global = true, hide = true, value_name = "FACTOR", env = env::PACE, value_parser = given::factor)]
    pub(super) pace: Option<f64>,
}

impl Global {
    /// The account that was named, where it is one.
    pub(super) fn account(&self) -> Option<&str> {
        self.account.first().map(String::as_str)
    }
}

/// A campaign file, and what it may name.
#[derive(Debug, Clone, Args)]
pub(crate) struct CampaignArgs {
    #[arg(add = known::campaigns())]
    pub(crate) campaign: PathBuf,
    #[command(flatten)]
    pub(crate) files: FileArgs,
}

/// Options for files that a campaign may name.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FileArgs {
    #[arg(long)]
    pub(crate) allow_outside: bool,
    #[arg(long)]
    pub(crate) allow_private_pictures: bool,
    #[arg(long)]
    pub(crate) fetch_again: bool,
}

impl FileArgs {
    /// The first option that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        [
            (self.allow_outside, "--allow-outside"),
            (self.allow_private_pictures, "--allow-private-pictures"),
            (self.fetch_again, "--fetch-again"),
        ]
        .into_iter()
        .find_map(|(is_given, name)| is_given.then_some(name))
    }
}

/// MESSAGE: exactly one of these.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct MessageArgs {
    #[arg(long, value_name = "MEDIA_ID")]
    pub(crate) mpnews: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,
    #[arg(long, value_name = "MEDIA_ID", num_args = 1..=20)]
    pub(crate) image: Vec<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    pub(crate) voice: Option<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    pub(crate) video: Option<String>,
    #[arg(long, value_name = "CARD_ID")]
    pub(crate) card: Option<String>,
}

impl MessageArgs {
    /// The message, where one was given; `resolve` makes what was typed after `--text` the text that is meant.
    pub(crate) async fn message<E, F: Future<Output = Result<String, E>>>(
        self,
        resolve: impl FnOnce(String) -> F,
    ) -> Result<Option<Message>, E> {
        let Self {
            mpnews,
            text,
            image,
            voice,
            video,
            card,
        } = self;
        if let Some(text) = text {
            return resolve(text).await.map(|text| Some(Message::Text(text)));
        }
        let images: Vec<_> = image.into_iter().map(MediaId::new).collect();
        let with =
            |id: Option<String>, make: fn(MediaId) -> Message| id.map(|id| make(MediaId::new(id)));
        Ok(with(mpnews, Message::News)
            .or(with(voice, Message::Voice))
            .or(with(video, Message::Video))
            .or((!images.is_empty()).then_some(Message::Images(images, ImageWords::default())))
            .or(card.map(Message::Card)))
    }
}

/// Testers.
#[derive(Debug, Clone, Args)]
pub(crate) struct ReceiverArgs {
    #[arg(long, value_name = "OPENID")]
    openid: Vec<String>,
    #[arg(long, value_name = "WXNAME")]
    wxname: Vec<String>,
}

impl ReceiverArgs {
    /// As the preview call takes them.
    pub(crate) fn receivers(&self) -> Vec<crate::wechat::mass::Receiver> {
        let preview = crate::campaign::Preview {
            openids: self.openid.clone(),
            wxnames: self.wxname.clone(),
        };
        crate::pipeline::receivers(&preview)
    }
}
