//! `wxmass send`: the whole pipeline.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::{loaded_to_send, print, written};
use crate::campaign::{Audience, Campaign, OpenIdSource, Tag, Window};
use crate::cli::args::CampaignArgs;
use crate::cli::completion::known;
use crate::cli::connect::{Session, chosen, failed};
use crate::cli::failure::{Exit, Failure};
use crate::cli::{Frame, ask, given};
use crate::pipeline::{self, Event, Outcome, Prepared, Receipt, SendRequest};
use crate::report::text;
use crate::report::{Lang, Mode, finish_meaning, first_send, plan, quoted, receipt};
use crate::text::printable;

#[derive(Debug, Args)]
#[command(
    before_help = "Examples:\n  wxmass send examples/first/campaign.toml --sandbox --yes\n  wxmass send examples/first/campaign.toml --sandbox --dry-run\n  wxmass send campaign.toml --expect 4f1d0c3b9a27\n  wxmass send campaign.toml --at '2026-12-01 20:00'\n  wxmass send article.md --tag VIP"
)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    campaign: CampaignArgs,
    #[command(flatten)]
    audience: AudienceArgs,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "FINGERPRINT")]
    expect: Option<String>,
    #[arg(long)]
    again: bool,
    #[arg(long)]
    no_wait: bool,
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = given::time)]
    at: Option<Timestamp>,
    #[arg(long, value_name = "TIME", value_parser = given::time)]
    until: Option<Timestamp>,
    #[arg(long)]
    as_stored: bool,
}

/// To whom a Markdown article goes; a campaign file says it itself.
#[derive(Debug, Args)]
#[group(multiple = false)]
struct AudienceArgs {
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "ID_OR_NAME", add = known::tags())]
    tag: Option<String>,
    #[arg(long, value_name = "FILE")]
    openids: Option<PathBuf>,
}

impl AudienceArgs {
    fn audience(&self, frame: &Frame) -> Result<Option<Audience>, Failure> {
        let lang = frame.out.lang;
        Ok(match (&self.tag, &self.openids) {
            (Some(written), _) => Some(Audience::Tag(Tag::parse(written).ok_or_else(|| {
                Failure::new(Exit::Input, text!(lang, send_tag_empty), "wxmass tags")
            })?)),
            (_, Some(path)) if path.as_os_str() == "-" => {
                Some(Audience::OpenIds(OpenIdSource::Stdin))
            }
            (_, Some(path)) => Some(Audience::OpenIds(OpenIdSource::File(path.clone()))),
            _ => self.all.then_some(Audience::All),
        })
    }
}

pub(crate) async fn run(frame: &Frame, args: &SendArgs) -> Result<Exit, Failure> {
    let can_ask = || {
        if args.dry_run {
            return Ok(());
        }
        ask::can_ask(frame)
    };
    let mut campaign = loaded_to_send(
        frame,
        &args.campaign,
        args.audience.audience(frame)?,
        can_ask,
    )
    .await?;
    can_ask()?;
    campaign.send.wait &= !args.no_wait;
    campaign.send.window = window(frame, campaign.send.window, args)?;
    let lang = frame.out.lang;
    let request = request(&campaign, args);
    if args.dry_run {
        return dry_run(frame, request).await;
    }
    let session = Session::open(frame, campaign.account.as_deref()).await?;
    let at = campaign.send.window.map(|window| window.at);
    ask::not_in_quiet_hours(frame, &session.context.account, at)?;
    let result = async {
        let prepared = pipeline::prepare(&session.context, request)
            .await
            .map_err(failed(lang))?;
        finish(frame, &session, prepared, args.confirm.as_deref()).await
    }
    .await;
    session.end().await;
    Ok(told(frame, result?))
}

impl SendArgs {
    pub(super) fn campaign(&self) -> &CampaignArgs {
        &self.campaign
    }

    pub(super) fn audience(&self, frame: &Frame) -> Result<Option<Audience>, Failure> {
        self.audience.audience(frame)
    }

    pub(super) fn dry_run(&self) -> bool {
        self.dry_run
    }

    pub(super) fn waits(&self) -> bool {
        !self.no_wait
    }

    pub(super) fn confirm(&self) -> Option<&str> {
        self.confirm.as_deref()
    }
}

/// The request to the pipeline.
pub(super) fn request<'a>(campaign: &'a Campaign, args: &'a SendArgs) -> SendRequest<'a> {
    SendRequest {
        campaign,
        again: args.again,
        expect: args.expect.as_deref(),
        as_stored: args.as_stored,
    }
}

/// The receipt of what had gone out before.
pub(super) async fn already(
    session: &Session,
    run: i64,
    wait: bool,
) -> Result<Receipt, pipeline::Error> {
    pipeline::already_sent(&session.context, run, wait).await
}

/// When it goes out: as the options else as the campaign does.
pub(super) fn window(
    frame: &Frame,
    written: Option<Window>,
    args: &SendArgs,
) -> Result<Option<Window>, Failure> {
    if args.at.is_none() && args.until.is_none() {
        return Ok(written);
    }
    let lang = frame.out.lang;
    let at = args.at.or(written.map(|window| window.at)).ok_or_else(|| {
        Failure::new(
            Exit::Input,
            text!(lang, send_until_needs_time_start_from),
            "--at \"2026-12-01 20:00\"",
        )
    })?;
    // A time of its own does not end with that of the file.
    let of_file = written.filter(|_| args.at.is_none());
    let until = args.until.or(of_file.and_then(|window| window.until));
    let window = Window::new(at, until).ok_or_else(|| {
        Failure::new(
            Exit::Input,
            text!(lang, send_until_earlier_than_time),
            "--until",
        )
    })?;
    Ok(Some(window))
}

/// Shows the plan; when quiet, its fingerprint by itself. Without credentials it is made of the files.
async fn dry_run(frame: &Frame, request: SendRequest<'_>) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let shown = match Session::open(frame, request.campaign.account.as_deref()).await {
        Ok(session) => {
            let shown = frame
                .stop
                .or(pipeline::dry_run(&session.context, request))
                .await;
            session.end().await;
            shown
        }
        // An account that was asked for by name is wanted.
        Err(failure) if failure.exit == Exit::Account && frame.global.account.is_empty() => {
            frame.out.note(&failure.message);
            frame.stop.or(pipeline::provisional_plan(request)).await
        }
        Err(failure) => return Err(failure),
    };
    let shown = shown.unwrap_or(Err(pipeline::Error::Interrupted));
    let shown = shown.map_err(failed(lang))?;
    written(frame.out.json(&json!(shown)))?;
    if frame.out.mode == Mode::Quiet {
        print(frame, &shown.fingerprint)?;
    } else {
        written(frame.out.whole(&plan(lang, &shown)))?;
    }
    Ok(Exit::Done)
}

/// Asks and sends; or takes the receipt of what had gone out before.
pub(super) async fn finish(
    frame: &Frame,
    session: &Session,
    prepared: Prepared<'_>,
    confirm: Option<&str>,
) -> Result<Receipt, Failure> {
    let ready = match prepared {
        Prepared::AlreadySent { run, wait } => {
            return pipeline::already_sent(&session.context, run, wait)
                .await
                .map_err(failed(frame.out.lang));
        }
        Prepared::Ready(ready) => ready,
    };
    let events = &session.context.events;
    events.say(Event::Asking);
    events.heard().await;
    tell_of_the_first(frame, session).await;
    let approved = ask::approve(frame, *ready, &session.guards, confirm).await?;
    pipeline::send(approved)
        .await
        .map_err(failed(frame.out.lang))
}

/// Says, before the question, how the first send of an account differs from a rehearsal. Whatever the ledger cannot tell
/// is no reason to stop here.
async fn tell_of_the_first(frame: &Frame, session: &Session) {
    if frame.global.sandbox {
        return;
    }
    let (store, account) = (&session.context.store, &session.context.account);
    if store.has_sent(&account.key).await.is_ok_and(|sent| !sent) {
        let words = first_send(frame.out.lang, &account.name, session.is_loopback);
        frame.out.note(&words);
    }
}

/// Prints the msg_ids (or the document) and says how it ended.
pub(in crate::cli) fn told(frame: &Frame, mut run: Receipt) -> Exit {
    let (lang, out) = (frame.out.lang, frame.out);
    let failure = failure(frame, &mut run);
    // A closed stdout changes nothing in how it ended.
    let printed = run
        .msg_ids()
        .into_iter()
        .try_for_each(|id| print(frame, &id.to_string()));
    out.note(&receipt(lang, &run));
    let document = json!(run);
    let Some(failure) = failure else {
        if !run.already_sent {
            out.note(&next(lang, &run));
        }
        if out.sandbox {
            out.note(&text!(lang, send_see_what_followers_got_wxmass));
        }
        // A stdout that takes nothing does not undo what was sent; the ids are in the receipt on stderr and in the ledger.
        if let Err(unwritten) = printed.and(written(out.json(&document)))
            && !unwritten.is_closed()
        {
            out.always(&unwritten.text(lang));
        }
        return Exit::Done;
    };
    failure.beside(out, document)
}

/// The next useful command, ready to be pasted.
fn next(lang: Lang, run: &Receipt) -> String {
    let ids = run.msg_ids();
    let command = match &ids[..] {
        // A hundred of them are in the ledger.
        [_, _, _, _, _, ..] => format!("wxmass runs {}", quoted(&run.name)),
        ids => {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            format!("wxmass status {}", ids.join(" "))
        }
    };
    let command = chosen(&run.base, &run.appid, &run.account, command);
    text!(lang, send_next, command = command)
}

/// The failure of a run that is not complete; `None` when all of it went out.
fn failure(frame: &Frame, run: &mut Receipt) -> Option<Failure> {
    use pipeline::Error::{Unrecorded, Unsettled};
    let lang = frame.out.lang;
    let outcome = run.outcome();
    let cause = run.ended_by.take();
    let is_told = matches!(cause, Some(Unsettled { .. } | Unrecorded { .. }));
    let cause = cause.map(|error| Failure::of_pipeline(lang, error));
    Some(match outcome {
        Outcome::Done => return None,
        // A batch that the ledger knows too little of comes before everything else there is to say.
        Outcome::Unknown | Outcome::Interrupted if is_told => cause?,
        Outcome::Failed => Failure::new(
            Exit::Refused,
            text!(
                lang,
                send_wechat_accepted_send_then_failed,
                value = why(lang, run)
            ),
            text!(lang, send_see_wechat_console_reason_content),
        ),
        Outcome::Refused => {
            cause.unwrap_or_else(|| Failure::new(Exit::Interrupted, receipt(lang, run), ""))
        }
        Outcome::Partial => match cause {
            Some(cause) => cause.instead(lang, Exit::Partial, &again(frame)),
            None => Failure::new(
                Exit::Partial,
                text!(lang, send_some_batches_sent),
                again(frame),
            ),
        },
        Outcome::Unknown => {
            let ask = text!(lang, send_run_same_command_again_within);
            match cause {
                Some(cause) => cause.instead(lang, Exit::Unknown, &ask),
                None => Failure::new(
                    Exit::Unknown,
                    text!(lang, send_outcome_batch_unknown_could_determined),
                    ask,
                ),
            }
        }
        Outcome::Interrupted if run.is_complete() => Failure::new(
            Exit::Interrupted,
            text!(lang, send_everything_sent_waiting_wechat_finish),
            text!(lang, send_wxmass_status_msg_id_wait),
        ),
        Outcome::Interrupted => Failure::new(
            Exit::Interrupted,
            text!(lang, send_interrupted),
            again(frame),
        ),
    })
}

fn again(frame: &Frame) -> String {
    text!(frame.out.lang, send_run_same_command_again_sends)
}

/// WeChat's own word for the failure where it has called back, else what it says when asked.
fn why(lang: Lang, run: &Receipt) -> String {
    let mut words = run.batches.iter().filter_map(|it| it.finish.as_deref());
    let Some(word) = words.find(|word| word.starts_with("err")) else {
        return "SEND_FAIL".to_owned();
    };
    match finish_meaning(lang, word) {
        Some(meaning) => format!("{}: {meaning}", printable(word)),
        None => printable(word),
    }
}
