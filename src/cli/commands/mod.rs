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
mod doctor;
mod drafts;
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

use std::fmt::Write as _;

use clap::{CommandFactory, Parser, Subcommand};

use super::Frame;
use super::args::Global;
use super::failure::{Exit, Failure};
use crate::campaign::Route;
pub(super) use shared::loaded_to_send;
use shared::{from_stdin, loaded, loaded_for_several, loaded_to_draw, one_message, print, written};

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

/// A command's help: what it does, lines to paste, then the rest.
const COMMAND_HELP: &str = "\
{about}

{before-help}{usage-heading} {usage}

{all-args}{after-help}";

/// Run WeChat Official Account (公众号) mass-send campaigns: exactly once, with a ledger and a sandbox
#[derive(Debug, Parser)]
#[command(name = "wxmass", version = VERSION, long_version = LONG_VERSION, max_term_width = 100)]
#[command(
    after_help = "First steps:\n  wxmass init spring && wxmass send spring/campaign.toml --sandbox\n\nExit codes: 0 done · 1 defect · 2 input · 3 refused · 4 account · 5 quota · 6 network · 7 unknown · 8 partial · 130 interrupted"
)]
pub struct Cli {
    #[command(flatten)]
    pub(in crate::cli) global: Global,
    #[command(subcommand)]
    pub(in crate::cli) command: Option<Command>,
}

/// The command line with its help as it is to be shown.
pub(super) fn command() -> clap::Command {
    let command = Cli::command().mut_subcommands(with_help);
    let template = root_help(&command);
    command.help_template(template)
}

fn with_help(command: clap::Command) -> clap::Command {
    command
        .help_template(COMMAND_HELP)
        .mut_subcommands(with_help)
}

/// The root's help: every command below its heading, in the order of the rows, with the first line of its own help.
fn root_help(command: &clap::Command) -> String {
    let about = |name: &str| {
        let command = command.find_subcommand(name);
        let about = command.and_then(clap::Command::get_about);
        about.map(ToString::to_string).unwrap_or_default()
    };
    let mut list = String::new();
    for group in [Group::Start, Group::Make, Group::Send, Group::LookBack] {
        let _ = writeln!(list, "{}:", group.heading());
        for name in NAMES
            .iter()
            .filter(|(_, of)| *of == group)
            .map(|(name, _)| name)
        {
            let _ = writeln!(list, "  {name:<12}  {}", about(name));
        }
    }
    let more = NAMES.iter().filter(|(_, of)| *of == Group::More);
    let more: Vec<&str> = more.map(|(name, _)| *name).collect();
    format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{list}{}:\n  {}\n\nOptions:\n{{options}}{{after-help}}",
        Group::More.heading(),
        more.join(", ")
    )
}

/// A heading of the root's help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Start,
    Make,
    Send,
    LookBack,
    More,
}

impl Group {
    fn heading(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Make => "Make",
            Self::Send => "Send",
            Self::LookBack => "Look back",
            Self::More => "More",
        }
    }
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
    /// Harmless looks at credentials, allow-list, permissions, clock, store and quotas; each with its fix
    #[command(
        before_help = "Examples:\n  wxmass doctor --sandbox\n  wxmass doctor --account main --json"
    )]
    Start "doctor" LOOKS Doctor => doctor::run(frame).await;
    Start "sandbox" ACTS Sandbox(args: sandbox::SandboxArgs) => sandbox::run(frame, &args).await;

    Make "token" ACTS Token(args: token::TokenArgs) => token::run(frame, &args).await;
    Make "upload-img" ACTS UploadImg(args: upload_img::UploadImgArgs) => upload_img::run(frame, &args).await;
    Make "add-material" ACTS AddMaterial(args: add_material::AddMaterialArgs) => add_material::run(frame, &args).await;
    /// News by today's route, draft/add; prints the media_id
    #[command(
        before_help = "Examples:\n  wxmass add-draft examples/first/campaign.toml --sandbox\n  wxmass add-draft - --sandbox < articles.json"
    )]
    Make "add-draft" ACTS AddDraft(args: articles::ArticlesArgs) => articles::run(frame, &args, Route::Draft).await;
    /// News by the older permanent-material route (withdrawn in 2022: 45103); prints the media_id
    #[command(before_help = "Examples:\n  wxmass add-news articles.json --sandbox")]
    Make "add-news" ACTS AddNews(args: articles::ArticlesArgs) => articles::run(frame, &args, Route::Material).await;
    /// News by media/uploadnews, outside the material library; prints the media_id
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

    /// The operations of these commands for agents (Model Context Protocol), on stdin and stdout
    #[command(before_help = "Examples:\n  wxmass mcp --account main\n  wxmass mcp --sandbox")]
    More "mcp" ACTS Mcp => mcp::run(frame).await;
    More "approve" ACTS Approve(args: approve::ApproveArgs) => approve::run(frame, &args).await;
    /// Each effective setting and where it came from; the secret never
    #[command(
        before_help = "Examples:\n  wxmass settings\n  wxmass settings --account main --json"
    )]
    More "settings" LOOKS Settings => settings::run(frame);
    More "themes" LOOKS Themes(args: themes::ThemesArgs) => themes::run(frame, &args).await;
    More "schema" LOOKS Schema(args: schema::SchemaArgs) => schema::run(frame, &args);
    /// Commands, options, exit codes, errcodes and JSON shapes as data
    #[command(before_help = "Examples:\n  wxmass reference --json")]
    More "reference" LOOKS Reference => reference::run(frame);
    More "completions" ACTS Completions(args: complete::CompletionsArgs) => complete::completions(frame, &args);
    More "man" ACTS Man(args: complete::ManArgs) => complete::man(frame, &args);
}
