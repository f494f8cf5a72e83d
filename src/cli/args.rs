//! The command line as it is typed. Nothing here looks at the world.
//!
//! Conventions: `--openid`, `--wxname`, `--tag` and MESSAGE mean the same in every command; a secret is never an argument;
//! help begins with what the command does and ends with lines to paste.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};

use super::{commands as c, env, given};

/// `-V`: version and commit (`build.rs`).
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("WXMASS_COMMIT"), ")");

/// `--version`: what a report of a defect needs.
const LONG_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (",
    env!("WXMASS_COMMIT"),
    ")\ntarget: ",
    env!("WXMASS_TARGET"),
    "\nstores: sqlite, postgres\ntls: rustls"
);

/// The command line. Its help is in the catalogue (`i18n/*/help.ftl`).
#[derive(Debug, Parser)]
#[command(name = "wxmass", version = VERSION, long_version = LONG_VERSION, about = None, long_about = None, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The command line as clap knows it, without texts.
pub(super) fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command().mut_subcommands(without_help)
}

/// `help` is a command of ours at the root, and nothing below it.
fn without_help(command: clap::Command) -> clap::Command {
    command
        .disable_help_subcommand(true)
        .mut_subcommands(without_help)
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "NAME", env = env::ACCOUNT, value_parser = given::trimmed)]
    pub(super) account: Option<String>,
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
    #[arg(long, global = true, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) uploads: u16,
    #[arg(long, global = true, value_name = "SECONDS", env = env::TIMEOUT, value_parser = given::seconds)]
    pub(super) timeout: Option<u64>,
    #[arg(long, global = true, hide = true, value_name = "FACTOR", env = env::PACE, value_parser = given::factor)]
    pub(super) pace: Option<f64>,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(c::init::InitArgs),
    Check(c::check::CheckArgs),
    Render(c::render::RenderArgs),
    Accounts(c::accounts::AccountsArgs),
    /// Harmless looks at credentials, allow-list, permissions, clock, store and quotas; each with its fix
    #[command(
        before_help = "Examples:\n  wxmass doctor --sandbox\n  wxmass doctor --account main --json"
    )]
    Doctor,
    Sandbox(c::sandbox::SandboxArgs),
    Token(c::token::TokenArgs),
    UploadImg(c::upload_img::UploadImgArgs),
    AddMaterial(c::add_material::AddMaterialArgs),
    /// News by today's route, draft/add; prints the media_id
    #[command(
        before_help = "Examples:\n  wxmass add-draft examples/first/campaign.toml --sandbox\n  wxmass add-draft - --sandbox < articles.json"
    )]
    AddDraft(c::articles::ArticlesArgs),
    /// News by the older permanent-material route (withdrawn in 2022: 45103); prints the media_id
    #[command(before_help = "Examples:\n  wxmass add-news articles.json --sandbox")]
    AddNews(c::articles::ArticlesArgs),
    /// News by media/uploadnews, outside the material library; prints the media_id
    #[command(
        before_help = "Examples:\n  wxmass upload-news examples/first/campaign.toml --sandbox"
    )]
    UploadNews(c::articles::ArticlesArgs),
    Send(c::send::SendArgs),
    Preview(c::preview::PreviewArgs),
    SendTag(c::send_message::SendTagArgs),
    SendOpenids(c::send_message::SendOpenidsArgs),
    Status(c::status::StatusArgs),
    Delete(c::delete::DeleteArgs),
    /// Tags with their ids and counts
    #[command(before_help = "Examples:\n  wxmass tags --sandbox")]
    Tags,
    Followers(c::people::FollowersArgs),
    Runs(c::runs::RunsArgs),
    Listen(c::listen::ListenArgs),
    /// Each effective setting and where it came from; the secret never
    #[command(
        before_help = "Examples:\n  wxmass settings\n  wxmass settings --account main --json"
    )]
    Settings,
    /// The themes for Markdown, one a line
    #[command(before_help = "Examples:\n  wxmass themes")]
    Themes,
    Completions(c::complete::CompletionsArgs),
    Man(c::complete::ManArgs),
    Explain(c::explain::ExplainArgs),
    Help(c::explain::HelpArgs),
}

impl Command {
    /// Whether it leaves nothing behind that has to be finished and recorded: Ctrl-C then ends it at once.
    pub(super) fn only_looks(&self) -> bool {
        // Until it is written a page is only looked at; one that is served ends by being stopped.
        if let Self::Render(args) = self {
            return !args.is_served();
        }
        matches!(
            self,
            Self::Accounts(_)
                | Self::Check(_)
                | Self::Doctor
                | Self::Status(_)
                | Self::Tags
                | Self::Followers(_)
                | Self::Settings
                | Self::Themes
        )
    }
}

/// A campaign file, and what it may name.
#[derive(Debug, Clone, Args)]
pub(crate) struct CampaignArgs {
    /// The campaign file, or a Markdown article with its title and cover above it
    pub(crate) campaign: PathBuf,
    #[command(flatten)]
    pub(crate) files: FileArgs,
}

/// Options for files that a campaign may name.
#[derive(Debug, Clone, Args)]
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
    mpnews: Option<String>,
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    #[arg(long, value_name = "MEDIA_ID", num_args = 1..=20)]
    image: Vec<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    voice: Option<String>,
    #[arg(long, value_name = "MEDIA_ID")]
    video: Option<String>,
    #[arg(long, value_name = "CARD_ID")]
    card: Option<String>,
}

impl MessageArgs {
    /// The message; `resolve` makes what was typed after `--text` the text that is meant.
    pub(crate) async fn message<E, F: Future<Output = Result<String, E>>>(
        self,
        resolve: impl FnOnce(String) -> F,
    ) -> Result<crate::wechat::mass::Message, E> {
        use crate::wechat::ids::MediaId;
        use crate::wechat::mass::Message;
        let Self {
            mpnews,
            text,
            image,
            voice,
            video,
            card,
        } = self;
        if let Some(text) = text {
            return resolve(text).await.map(Message::Text);
        }
        let one = mpnews
            .map(|id| Message::News(MediaId::new(id)))
            .or(voice.map(|id| Message::Voice(MediaId::new(id))))
            .or(video.map(|id| Message::Video(MediaId::new(id))))
            .or(card.map(Message::Card));
        Ok(one.unwrap_or_else(|| Message::Images(image.into_iter().map(MediaId::new).collect())))
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
