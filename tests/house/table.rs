//! The walls: the table of rooms, as the design has it, and the words that belong to few.

/// The rooms, in the order in which data meets them: what of ours each may use, as paths below `crate::`.
/// A path allows itself and all below it, so that `wechat::ids` opens that one file and not the client beside it.
pub(crate) const ROOMS: &[(&str, &str)] = &[
    ("tls", ""),
    ("wait", ""),
    ("text", ""),
    ("article", "text"),
    ("picture", "text"),
    ("campaign", "article picture text"),
    // A refusal is a problem of the campaign, at the place that names the picture.
    ("fetch", "campaign::problem picture text tls"),
    ("wechat", "text tls wait"),
    (
        "plan",
        "campaign article text wechat::ids wechat::errcode wechat::outcome",
    ),
    ("store", "text wait wechat::ids"),
    // The campaign is what a send request carries; the table of the design names it through `plan`.
    (
        "pipeline",
        "campaign article picture text wait wechat plan store",
    ),
    (
        "report",
        // Facts to put into words, and nothing that acts.
        "campaign::problem campaign::Summary campaign::Listed campaign::Window article::RemovedWhat article::Foreign article::ForeignKind article::Fate article::SheetFaultWhat article::Weight article::page::Words article::MAX_CHARACTERS picture text fetch::Outcome plan::show plan::beijing pipeline::event pipeline::AudienceFacts \
         pipeline::Difference pipeline::Field pipeline::Results pipeline::SendResult pipeline::ArticleResult pipeline::Outcome pipeline::Question pipeline::Receipt wechat::statistics wechat::event wechat::seal",
    ),
    // Receives and hands on: what a callback is, is read where the API is known.
    ("listen", "wechat::event wechat::seal"),
    ("sandbox", "wechat::errcode text tls"),
    // Speaks the protocol; what a tool does is done behind a trait.
    ("mcp", "pipeline::event pipeline::Stop report"),
    (
        "cli",
        "article picture text campaign fetch wechat plan store pipeline report listen sandbox mcp",
    ),
    ("main", "cli"),
    ("lib", ""),
];

/// Words that betray what is open to few: one place for the network, one for SQL, one for the terminal.
pub(crate) const ONLY_IN: &[(&str, &str)] = &[
    // The sandbox posts events to the account's own server, as WeChat does; its calls come in by axum.
    ("reqwest::", "wechat fetch sandbox"),
    ("sqlx::", "store"),
    ("rmcp::", "mcp"),
    // The command line serves a rendered campaign on this machine while it is being written.
    ("axum::", "sandbox cli"),
    ("backon::", "wait"),
    ("hyper:: hyper_util:: http_body_util::", "listen"),
    ("indicatif::", "report"),
    ("clap:: clap_complete:: clap_mangen:: anyhow::", "cli main"),
    (
        "std::env env::var std::process::exit process::exit",
        "cli main",
    ),
    ("print! println! eprint! eprintln! dbg!", "cli report"),
    // A list of openids may come through a pipe, and is read where lists are read.
    ("io::stdin", "campaign cli report"),
    ("io::stdout io::stderr", "cli report"),
];

/// Words that a room must never say: the plan depends on what it is given and on nothing else, articles and pictures
/// are text and pixels that somebody else has read, and a campaign is checked without a network.
pub(crate) const NEVER_IN: &[(&str, &str)] = &[
    ("article", "tokio:: async .await std::fs fs::read std::net"),
    ("picture", "tokio:: async .await std::fs fs::read std::net"),
    ("campaign", "tokio:: async .await std::net"),
    (
        "plan",
        "tokio:: async .await std::fs fs::read std::net SystemTime Timestamp::now Instant::now",
    ),
];

/// The one file that may turn a question into a consent.
pub(crate) const APPROVER: &str = "src/cli/ask.rs";

/// A longer file is two rooms in one. Definitions of arguments are lists, and exempt.
pub(crate) const LONGEST: usize = 500;

/// The stages of a room, as paths below `crate::`: what each must never import, although it stands in the same room.
pub(crate) const STAGES: &[(&str, &str)] = &[
    (
        "pipeline::prepare",
        "pipeline::deliver pipeline::follow pipeline::run",
    ),
    ("pipeline::deliver", "pipeline::follow pipeline::run"),
];
