//! The commands: one file each, with its arguments, its help and what it does with plain values.
//!
//! Each is registered once, by its row in [`registry!`] below: its place in the help, whether Ctrl-C may end it at any time, its
//! arguments, and its start. The enum that clap fills, the dispatch and the list of the root help are made from the rows.

mod accounts;
mod add_material;
mod approve;
mod articles;
mod check;
mod complete;
mod delete;
mod delete_each;
mod doctor;
mod drafts;
mod explain;
pub(super) mod help;
mod init;
mod library;
mod listen;
mod mcp;
mod people;
mod preview;
mod reference;
mod render;
mod runs;
mod sandbox;
pub(super) mod schema;
pub(super) mod send;
mod send_message;
mod settings;
pub(super) mod several;
mod stats;
mod status;
mod tags;
mod themes;
mod token;
mod upload_img;

mod shared;

use clap::{CommandFactory, Parser, Subcommand};

use super::Frame;
use super::args::Global;
use super::failure::{Exit, Failure};
use crate::campaign::Route;
pub(super) use shared::loaded_to_send;
use shared::{
    from_stdin, has_audience, loaded, loaded_for_several, loaded_to_draw, one_message, print,
    written,
};

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
    pub(in crate::cli) global: Global,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<Command>,
}

/// The command line as clap knows it, without texts.
pub(super) fn command() -> clap::Command {
    Cli::command().mut_subcommands(without_help)
}

/// `help` is a command of ours at the root, and nothing below it.
fn without_help(command: clap::Command) -> clap::Command {
    command
        .disable_help_subcommand(true)
        .mut_subcommands(without_help)
}

/// A heading of the list of commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Start,
    Make,
    Send,
    LookBack,
    More,
}

impl Group {
    /// In the order of the help.
    const ALL: [Self; 5] = [
        Self::Start,
        Self::Make,
        Self::Send,
        Self::LookBack,
        Self::More,
    ];
}

/// Leaves nothing behind that has to be finished and recorded: Ctrl-C ends it at once.
const LOOKS: bool = true;
/// Finishes and records what it has begun before Ctrl-C ends it.
const ACTS: bool = false;

/// Makes of one row a command: its variant of [`Command`], its name, its heading in the help, its dispatch.
macro_rules! registry {
    ($frame:ident: $(
        $(#[$attribute:meta])*
        $group:ident $name:literal $ends:ident
        $variant:ident $(($args:ident: $type:ty))? => $run:expr;
    )*) => {
        /// Every command.
        #[derive(Debug, Subcommand)]
        pub(super) enum Command {
            $( $(#[$attribute])* #[command(name = $name)] $variant $(($type))?, )*
        }

        /// Names and headings, in the order of the help.
        const NAMES: &[(&str, Group)] = &[$(($name, Group::$group)),*];

        impl Command {
            /// Whether Ctrl-C may end it at any time.
            pub(super) fn only_looks(&self) -> bool {
                match self {
                    // Until it is written a page is only looked at; one that is served ends by being stopped.
                    Self::Render(args) if args.is_served() => ACTS,
                    // Some of their actions change the account.
                    Self::Drafts(args) if !args.only_looks() => ACTS,
                    Self::Library(args) if !args.only_looks() => ACTS,
                    Self::Tags(args) if !args.only_looks() => ACTS,
                    $( Self::$variant { .. } => $ends, )*
                }
            }

            /// Runs it to its end.
            pub(super) async fn run(self, $frame: &Frame) -> Result<Exit, Failure> {
                match self {
                    $( Self::$variant $(($args))? => $run, )*
                }
            }
        }
    };
}

registry! { frame:
    Start "init" ACTS Init(args: init::InitArgs) => init::run(frame, &args);
    Start "check" LOOKS Check(args: check::CheckArgs) => check::run(frame, &args);
    Start "render" LOOKS Render(args: render::RenderArgs) => render::run(frame, &args).await;
    Start "accounts" LOOKS Accounts(args: accounts::AccountsArgs) => accounts::run(frame, args).await;
    #[command(
        before_help = "Examples:\n  wxmass doctor --sandbox\n  wxmass doctor --account main --json"
    )]
    Start "doctor" LOOKS Doctor => doctor::run(frame).await;
    Start "sandbox" ACTS Sandbox(args: sandbox::SandboxArgs) => sandbox::run(frame, &args).await;

    Make "token" ACTS Token(args: token::TokenArgs) => token::run(frame, &args).await;
    Make "upload-img" ACTS UploadImg(args: upload_img::UploadImgArgs) => upload_img::run(frame, &args).await;
    Make "add-material" ACTS AddMaterial(args: add_material::AddMaterialArgs) => add_material::run(frame, &args).await;
    #[command(
        before_help = "Examples:\n  wxmass add-draft examples/first/campaign.toml --sandbox\n  wxmass add-draft - --sandbox < articles.json"
    )]
    Make "add-draft" ACTS AddDraft(args: articles::ArticlesArgs) => articles::run(frame, &args, Route::Draft).await;
    #[command(before_help = "Examples:\n  wxmass add-news articles.json --sandbox")]
    Make "add-news" ACTS AddNews(args: articles::ArticlesArgs) => articles::run(frame, &args, Route::Material).await;
    #[command(
        before_help = "Examples:\n  wxmass upload-news examples/first/campaign.toml --sandbox"
    )]
    Make "upload-news" ACTS UploadNews(args: articles::ArticlesArgs) => articles::run(frame, &args, Route::Upload).await;

    Send "preview" ACTS Preview(args: preview::PreviewArgs) => preview::run(frame, args).await;
    Send "send" ACTS Send(args: send::SendArgs) => send::run(frame, &args).await;
    Send "send-tag" ACTS SendTag(args: send_message::SendTagArgs) => send_message::by_tag(frame, args).await;
    Send "send-openids" ACTS SendOpenids(args: send_message::SendOpenidsArgs) => send_message::to_openids(frame, args).await;

    LookBack "status" LOOKS Status(args: status::StatusArgs) => status::run(frame, &args).await;
    LookBack "stats" LOOKS Stats(args: stats::StatsArgs) => stats::run(frame, &args).await;
    LookBack "delete" ACTS Delete(args: delete::DeleteArgs) => delete::run(frame, &args).await;
    LookBack "runs" ACTS Runs(args: runs::RunsArgs) => runs::run(frame, &args).await;
    LookBack "listen" ACTS Listen(args: listen::ListenArgs) => listen::run(frame, &args).await;
    LookBack "drafts" LOOKS Drafts(args: drafts::DraftsArgs) => drafts::run(frame, args).await;
    LookBack "library" LOOKS Library(args: library::LibraryArgs) => library::run(frame, &args).await;
    LookBack "tags" LOOKS Tags(args: tags::TagsArgs) => tags::run(frame, args).await;
    LookBack "followers" LOOKS Followers(args: people::FollowersArgs) => people::followers(frame, &args).await;

    #[command(before_help = "Examples:\n  wxmass mcp --account main\n  wxmass mcp --sandbox")]
    More "mcp" ACTS Mcp => mcp::run(frame).await;
    More "approve" ACTS Approve(args: approve::ApproveArgs) => approve::run(frame, &args).await;
    #[command(
        before_help = "Examples:\n  wxmass settings\n  wxmass settings --account main --json"
    )]
    More "settings" LOOKS Settings => settings::run(frame);
    More "themes" LOOKS Themes(args: themes::ThemesArgs) => themes::run(frame, &args).await;
    More "schema" LOOKS Schema(args: schema::SchemaArgs) => schema::run(frame, &args);
    #[command(before_help = "Examples:\n  wxmass reference --json")]
    More "reference" LOOKS Reference => reference::run(frame);
    More "completions" ACTS Completions(args: complete::CompletionsArgs) => complete::completions(frame, &args);
    More "man" ACTS Man(args: complete::ManArgs) => complete::man(frame, &args);
    More "explain" LOOKS Explain(args: explain::ExplainArgs) => explain::run(frame, &args);
    More "help" LOOKS Help(args: explain::HelpArgs) => explain::help(frame, &args);
}
