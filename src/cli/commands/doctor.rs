//! `wxmass doctor`: harmless looks before the day of a campaign, in the order in which the campaign will need what they
//! look at; each with its fix.

mod local;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::written;
use crate::cli::Frame;
use crate::cli::connect::{Session, open_store};
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings;
use crate::pipeline::{Account, AccountKind};
use crate::plan::beijing;
use crate::report::text;
use crate::report::{Lang, Look, Mode, Out, looks, looks_json};
use crate::store::{AudienceKind, Store};
use crate::wechat::{self, Error, drafts, quota, tags, users};

/// Sends of a month of a service account, and of a day of a subscription account ("Batch_Sends guide").
const A_MONTH: i64 = 4;
const A_DAY: i64 = 1;

/// The look at sends to lists, which most kinds of accounts cannot make.
const LISTS: &str = "quota send";

/// A look and the exit code that it asks for.
struct Row {
    look: Look,
    exit: Exit,
}

fn good(name: &'static str, title: &str, found: String) -> Row {
    Row {
        look: Look {
            name,
            title: title.to_owned(),
            good: true,
            found,
            fix: String::new(),
            paste: None,
        },
        exit: Exit::Done,
    }
}

fn bad(name: &'static str, title: &str, failure: Failure) -> Row {
    Row {
        look: Look {
            name,
            title: title.to_owned(),
            good: false,
            found: failure.message,
            fix: failure.advice,
            paste: failure.paste,
        },
        exit: failure.exit,
    }
}

pub(crate) async fn run(frame: &Frame) -> Result<Exit, Failure> {
    let rows = match Session::open(frame, None).await {
        Ok(session) => all(frame, session).await,
        Err(failure) if frame.global.sandbox || failure.exit == Exit::Interrupted => {
            return Err(failure);
        }
        Err(failure) => without_session(frame, failure).await,
    };
    told(frame, rows)
}

/// The looks that need no call: they show whether settings, account or store is at fault.
async fn without_session(frame: &Frame, failure: Failure) -> Vec<Row> {
    // What there was to warn of has been said.
    let frame = Frame {
        out: Out {
            mode: Mode::Quiet,
            ..frame.out
        },
        ..frame.clone()
    };
    let lang = frame.out.lang;
    let settings = match settings::resolve_to_look(&frame) {
        Ok(settings) => settings,
        Err(failure) => return vec![bad("settings", &text!(lang, doctor_settings), failure)],
    };
    let account = match settings::resolve(&frame, None, None) {
        Ok(settings) => good(
            "account",
            &text!(lang, doctor_account),
            format!("{} ({})", settings.account_name, settings.appid),
        ),
        Err(failure) => bad("account", &text!(lang, doctor_account), failure),
    };
    let store = match open_store(frame.out, &settings.state).await {
        Ok(store) => local::store(lang, &store),
        Err(failure) => bad("store", &text!(lang, doctor_store), failure),
    };
    let mut rows = vec![account, store];
    if rows.iter().all(|row| row.look.good) {
        rows.push(bad("settings", &text!(lang, doctor_settings), failure));
    }
    rows.push(local::proxy(lang));
    rows
}

async fn all(frame: &Frame, session: Session) -> Vec<Row> {
    let lang = frame.out.lang;
    let client = &session.context.client;
    let account = &session.context.account;
    let title = text!(lang, doctor_account);
    let mut rows = vec![good(
        "account",
        &title,
        format!(
            "{} ({}), {}",
            account.name,
            account.appid,
            kind(lang, account.kind)
        ),
    )];
    let may_call = token(lang, &session, &mut rows).await;
    if may_call {
        rows.extend(permissions(frame, &session).await);
    }
    rows.push(sends_left(lang, &session.context.store, account).await);
    if may_call {
        rows.push(clock(lang, client.clock_ahead()));
    }
    rows.push(local::store(lang, &session.context.store));
    rows.push(local::proxy(lang));
    rows.push(local::disk(lang, &session.context.store));
    session.end().await;
    rows
}

fn kind(lang: Lang, kind: AccountKind) -> String {
    match kind {
        AccountKind::Unknown => text!(lang, doctor_kind_given),
        AccountKind::Subscription => text!(lang, doctor_verified_subscription_account),
        AccountKind::Service => text!(lang, doctor_verified_service_account),
        AccountKind::Unverified => text!(lang, doctor_verified),
    }
}

/// Credentials and the allow-list, which a cached token would leave untried; whether there is a token.
async fn token(lang: Lang, session: &Session, rows: &mut Vec<Row>) -> bool {
    let title = text!(lang, doctor_token);
    let list = text!(lang, doctor_allow_list);
    if let Some(probe) = &session.probe
        && let Err(error) = probe.token().await
    {
        let failure = Failure::of_wechat(lang, &error, None);
        if error.address().is_some() || error.errcode() == Some(61004) {
            rows.push(bad("allow-list", &list, failure));
        } else {
            rows.push(bad("token", &title, failure));
        }
        return false;
    }
    match session.context.client.token().await {
        Err(error) => {
            rows.push(bad("token", &title, Failure::of_wechat(lang, &error, None)));
            false
        }
        Ok(token) => {
            let found = match token.expires_at() {
                Some(end) => text!(lang, doctor_valid_until, t = crate::report::beijing(end)),
                None => text!(lang, doctor_there_one_what_gave_does),
            };
            rows.push(good("token", &title, found));
            let found = match session.probe {
                Some(_) => text!(lang, doctor_machine_address),
                None => text!(lang, doctor_not_looked_token_does_not),
            };
            rows.push(good("allow-list", &list, found));
            true
        }
    }
}

fn is_not_allowed(error: &Error) -> bool {
    use wechat::errcode::{API_UNAUTHORIZED, QUOTA_NO_PERMISSION};
    error
        .errcode()
        .is_some_and(|code| [API_UNAUTHORIZED, QUOTA_NO_PERMISSION].contains(&code))
}

/// The permissions of this account, each by a call that changes nothing.
async fn permissions(frame: &Frame, session: &Session) -> Vec<Row> {
    let lang = frame.out.lang;
    let (client, account) = (&session.context.client, &session.context.account);
    let kind = account.kind;
    let (tags, followers, drafts, all, list, preview) = tokio::join!(
        tags::list(client),
        users::total(client),
        drafts::count(client),
        quota::get(client, "message/mass/sendall"),
        quota::get(client, "message/mass/send"),
        quota::get(client, "message/mass/preview"),
    );
    if let Ok(tags) = &tags {
        session.context.tags_seen.tell(tags);
    }
    let counted = |name, title: &str, count: Result<Option<i64>, Error>| match count {
        Ok(Some(count)) => good(name, title, count.to_string()),
        Ok(None) => good(name, title, "?".to_owned()),
        Err(error) => bad(name, title, Failure::of_wechat(lang, &error, None)),
    };
    let mut rows = vec![
        counted(
            "tags",
            &text!(lang, doctor_tags),
            tags.map(|list| i64::try_from(list.len()).ok()),
        ),
        counted("followers", &text!(lang, doctor_followers), followers),
        counted("drafts", &text!(lang, doctor_drafts), drafts.map(Some)),
    ];
    for (name, title, quota) in [
        ("quota sendall", text!(lang, doctor_quota_sendall), all),
        ("quota send", text!(lang, doctor_quota_send), list),
        ("quota preview", text!(lang, doctor_quota_preview), preview),
    ] {
        rows.push(match quota {
            Ok(Some(quota)) => good(
                name,
                &title,
                text!(
                    lang,
                    doctor_calls_left_today,
                    r = quota.remain,
                    l = quota.limit
                ),
            ),
            Ok(None) => good(name, &title, "?".to_owned()),
            Err(error)
                if name == LISTS && kind != AccountKind::Service && is_not_allowed(&error) =>
            {
                good(
                    name,
                    &title,
                    text!(lang, doctor_not_kind_account_only_verified),
                )
            }
            Err(error) => bad(name, &title, Failure::of_wechat(lang, &error, None)),
        });
    }
    rows
}

/// The account's sends by the ledger; sends from the console are not in it.
async fn sends_left(lang: Lang, store: &Store, account: &Account) -> Row {
    let title = text!(lang, doctor_sends_left);
    let now = Timestamp::now();
    let since = |from: Option<Timestamp>| async move {
        let counted = match account.kind {
            AccountKind::Service => Some(AudienceKind::All),
            AccountKind::Subscription | AccountKind::Unknown | AccountKind::Unverified => None,
        };
        let from = from.unwrap_or(now);
        store.sends_since(&account.key, from, counted).await
    };
    let counts = async {
        let today = since(beijing::day(now, 0)).await?;
        Ok((today, since(beijing::month(now, 0)).await?))
    };
    let (today, month) = match counts.await {
        Ok(counts) => counts,
        Err(error) => return bad("sends", &title, Failure::of_store(lang, &error)),
    };
    let (used, limit, found, back) = match account.kind {
        AccountKind::Service => (
            month,
            A_MONTH,
            text!(
                lang,
                doctor_used_month_ledger_sends_from,
                month = month,
                l = A_MONTH
            ),
            beijing::month(now, 1),
        ),
        AccountKind::Subscription => (
            today,
            A_DAY,
            text!(
                lang,
                doctor_used_today_ledger_sends_from,
                today = today,
                l = A_DAY
            ),
            beijing::day(now, 1),
        ),
        AccountKind::Unknown | AccountKind::Unverified => (
            0,
            1,
            text!(
                lang,
                doctor_sent_today_month_ledger_write,
                today = today,
                month = month
            ),
            None,
        ),
    };
    if used < limit {
        return good("sends", &title, found);
    }
    let fix = text!(
        lang,
        doctor_next_one_possible_from,
        t = back.map(crate::report::beijing).unwrap_or_default()
    );
    bad("sends", &title, Failure::new(Exit::Quota, found, fix))
}

/// WeChat remembers a send for 24 hours by its own clock.
fn clock(lang: Lang, ahead: Option<SignedDuration>) -> Row {
    let title = text!(lang, doctor_clock);
    let is_good = ahead.is_none_or(|ahead| ahead.abs() < wechat::AGREEMENT);
    let found = match ahead.map(|ahead| ahead.as_secs()) {
        None => "?".to_owned(),
        Some(_) if is_good => text!(lang, doctor_agrees_wechat),
        Some(ahead @ 0..) => text!(lang, doctor_s_behind_wechat, ahead = ahead),
        Some(ahead) => text!(lang, doctor_s_ahead_wechat, s = -ahead),
    };
    if is_good {
        return good("clock", &title, found);
    }
    let fix = text!(lang, doctor_synchronize_machine_s_clock_time);
    bad("clock", &title, Failure::new(Exit::Input, found, fix))
}

fn told(frame: &Frame, rows: Vec<Row>) -> Result<Exit, Failure> {
    let exit = rows
        .iter()
        .find(|row| !row.look.good)
        .map_or(Exit::Done, |row| row.exit);
    let found: Vec<_> = rows.into_iter().map(|row| row.look).collect();
    written(frame.out.whole(&looks(frame.out.lang, &found)))?;
    let document = json!({
        "ok": exit == Exit::Done,
        "exit_code": exit as i32,
        "looks": looks_json(&found),
    });
    written(frame.out.json(&document))?;
    Ok(exit)
}
