//! `wxmass doctor`: harmless looks, each with its fix, before the day of a campaign.

use serde_json::json;

use super::written;
use crate::cli::Frame;
use crate::cli::connect::Session;
use crate::cli::failure::{Exit, Failure};
use crate::report::table;
use crate::wechat::{Error, drafts, quota, tags};

struct Look {
    name: &'static str,
    good: bool,
    found: String,
    fix: String,
    exit: Exit,
}

pub(crate) async fn run(frame: &Frame) -> Result<Exit, Failure> {
    let lang = frame.out.lang;
    let session = Session::open(frame, None).await?;
    let client = &session.context.client;
    let account = &session.context.account;
    let good = |name, found: String| Look {
        name,
        good: true,
        found,
        fix: String::new(),
        exit: Exit::Done,
    };
    let bad = |name, error: &Error| {
        let failure = Failure::of_wechat(lang, error, None);
        Look {
            name,
            good: false,
            found: failure.message.clone(),
            fix: failure.advice.clone(),
            exit: failure.exit,
        }
    };
    let mut looks = vec![
        good("account", format!("{} ({})", account.name, account.appid)),
        good("store", session.context.store.describe()),
    ];
    match client.token().await {
        Err(error) => looks.push(bad("token", &error)),
        Ok(token) => {
            looks.push(good(
                "token",
                lang.pick("valid until ", "有效至 ").to_owned()
                    + &crate::report::beijing(token.expires_at()),
            ));
            let (tags, drafts) = tokio::join!(tags::list(client), drafts::count(client));
            looks.push(match tags {
                Ok(list) => good("tags", list.len().to_string()),
                Err(error) => bad("tags", &error),
            });
            looks.push(match drafts {
                Ok(count) => good("drafts", count.to_string()),
                Err(error) => bad("drafts", &error),
            });
            for (name, path) in [
                ("quota sendall", "/cgi-bin/message/mass/sendall"),
                ("quota send", "/cgi-bin/message/mass/send"),
                ("quota preview", "/cgi-bin/message/mass/preview"),
            ] {
                looks.push(match quota::get(client, path).await {
                    Ok(Some(quota)) => good(name, format!("{} / {}", quota.remain, quota.limit)),
                    Ok(None) => good(name, "?".to_owned()),
                    Err(error) => bad(name, &error),
                });
            }
        }
    }
    session.end().await;
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
