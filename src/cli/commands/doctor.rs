//! `wxmass doctor`: harmless looks, each with its fix, before the day of a campaign.

use jiff::SignedDuration;
use serde_json::json;

use super::written;
use crate::cli::Frame;
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings;
use crate::report::{Lang, Mode, Out, say, table};
use crate::store::Store;
use crate::wechat::{self, Error, drafts, quota, tags};

struct Look {
    name: &'static str,
    good: bool,
    found: String,
    fix: String,
    exit: Exit,
}

/// WeChat remembers a send for 24 hours by its own clock.
fn clock(lang: Lang, ahead: Option<SignedDuration>) -> Look {
    let good = ahead.is_none_or(|ahead| ahead.abs() < wechat::AGREEMENT);
    let fix = lang.pick(
        "set this machine's clock by a time server (NTP)",
        "请用时间服务器（NTP）校准本机时钟",
    );
    Look {
        name: "clock",
        good,
        found: match ahead.map(|ahead| ahead.as_secs()) {
            None => "?".to_owned(),
            Some(_) if good => lang.pick("agrees with WeChat's", "与微信一致").to_owned(),
            Some(ahead @ 0..) => say!(lang, "{s} s behind WeChat's", "比微信慢 {s} 秒", s = ahead),
            Some(ahead) => say!(
                lang,
                "{s} s ahead of WeChat's",
                "比微信快 {s} 秒",
                s = -ahead
            ),
        },
        fix: if good { "" } else { fix }.to_owned(),
        exit: if good { Exit::Done } else { Exit::Input },
    }
}

fn good(name: &'static str, found: String) -> Look {
    Look {
        name,
        good: true,
        found,
        fix: String::new(),
        exit: Exit::Done,
    }
}

fn bad(name: &'static str, failure: Failure) -> Look {
    Look {
        name,
        good: false,
        found: failure.message,
        fix: failure.advice,
        exit: failure.exit,
    }
}

pub(crate) async fn run(frame: &Frame) -> Result<Exit, Failure> {
    let looks = match Session::open(frame, None).await {
        Ok(session) => all(frame, session).await,
        Err(failure) if frame.global.sandbox => return Err(failure),
        Err(failure) => without_session(frame, failure).await,
    };
    told(frame, &looks)
}

/// What can still be looked at where no call can be made: which of settings, account and store it is.
async fn without_session(frame: &Frame, failure: Failure) -> Vec<Look> {
    // What there was to warn of has been said.
    let out = Out {
        mode: Mode::Quiet,
        ..frame.out
    };
    let (global, lang) = (&frame.global, out.lang);
    let settings = match settings::resolve_to_look(global, out) {
        Ok(profiled) => profiled.settings,
        Err(failure) => return vec![bad("settings", failure)],
    };
    let account = match settings::resolve(global, out, None, None) {
        Ok(settings) => good(
            "account",
            format!("{} ({})", settings.account_name, settings.appid),
        ),
        Err(failure) => bad("account", failure),
    };
    let store = match Store::open(&settings.state).await {
        Ok(store) => good("store", store.describe()),
        Err(error) => bad("store", Failure::of_store(lang, &error)),
    };
    let mut looks = vec![account, store];
    if looks.iter().all(|look| look.good) {
        looks.push(bad("settings", failure));
    }
    looks
}

async fn all(frame: &Frame, session: Session) -> Vec<Look> {
    let lang = frame.out.lang;
    let client = &session.context.client;
    let account = &session.context.account;
    let bad = |name, error: &Error| bad(name, Failure::of_wechat(lang, error, None));
    let mut looks = vec![
        good("account", format!("{} ({})", account.name, account.appid)),
        good("store", session.context.store.describe()),
    ];
    match client.token().await {
        Err(error) => looks.push(bad("token", &error)),
        Ok(token) => {
            looks.push(good(
                "token",
                match token.expires_at() {
                    Some(end) => {
                        lang.pick("valid until ", "有效至 ").to_owned()
                            + &crate::report::beijing(end)
                    }
                    None => lang.pick("valid", "有效").to_owned(),
                },
            ));
            let (tags, drafts, all, list, preview) = tokio::join!(
                tags::list(client),
                drafts::count(client),
                quota::get(client, "message/mass/sendall"),
                quota::get(client, "message/mass/send"),
                quota::get(client, "message/mass/preview"),
            );
            looks.push(match tags {
                Ok(list) => good("tags", list.len().to_string()),
                Err(error) => bad("tags", &error),
            });
            looks.push(clock(lang, client.clock_ahead()));
            looks.push(match drafts {
                Ok(count) => good("drafts", count.to_string()),
                Err(error) => bad("drafts", &error),
            });
            for (name, quota) in [
                ("quota sendall", all),
                ("quota send", list),
                ("quota preview", preview),
            ] {
                looks.push(match quota {
                    Ok(Some(quota)) => good(name, format!("{} / {}", quota.remain, quota.limit)),
                    Ok(None) => good(name, "?".to_owned()),
                    Err(error) => bad(name, &error),
                });
            }
        }
    }
    session.end().await;
    looks
}

fn told(frame: &Frame, looks: &[Look]) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let mark = |good: bool| if good { "ok" } else { "FAIL" };
    let rows: Vec<_> = looks
        .iter()
        .map(|look| {
            vec![
                mark(look.good).to_owned(),
                look.name.to_owned(),
                look.found.clone(),
                look.fix.clone(),
            ]
        })
        .collect();
    let head = lang.pick(["", "look", "found", "fix"], ["", "检查", "结果", "建议"]);
    written(frame.out.whole(&table(&head, &rows)))?;
    let rows: Vec<_> = looks
        .iter()
        .map(|look| json!({ "look": look.name, "ok": look.good, "found": look.found, "fix": look.fix }))
        .collect();
    written(frame.out.json(&json!({ "looks": rows })))?;
    Ok(looks
        .iter()
        .find(|look| !look.good)
        .map_or(Exit::Done, |look| look.exit))
}
