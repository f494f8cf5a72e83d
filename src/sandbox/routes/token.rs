//! Tokens: two lines that do not disturb each other ("getAccessToken", "getStableAccessToken").

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::super::answer::{Answer, Call, refuse};
use super::super::world::{Token, World};
use super::super::{APPID, SECRET};
use super::Outcome;
use crate::wechat::errcode as code;

const LIFETIME: SignedDuration = SignedDuration::from_secs(7200);
/// Old and new both work for five minutes.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

pub(super) fn classic(world: &mut World, call: &Call) -> Outcome {
    if call.query("grant_type") != "client_credential" {
        return Err(refuse(code::INVALID_GRANT_TYPE, "invalid grant_type"));
    }
    credentials(call.query("appid"), call.query("secret"))?;
    let now = call.now;
    for old in world.tokens.iter_mut().filter(|token| !token.stable) {
        old.expires_at = old.expires_at.min(later(now, OVERLAP));
    }
    Ok(issue(world, false, now))
}

pub(super) fn stable(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        grant_type: String,
        appid: String,
        secret: String,
        #[serde(default)]
        force_refresh: bool,
    }
    if call.method != "POST" {
        return Err(refuse(code::NEEDS_POST, "require POST method"));
    }
    let body: Body = call.json()?;
    if body.grant_type != "client_credential" {
        return Err(refuse(code::INVALID_GRANT_TYPE, "invalid grant_type"));
    }
    credentials(&body.appid, &body.secret)?;
    let now = call.now;
    let current = world
        .tokens
        .iter()
        .rfind(|token| token.stable && token.expires_at > later(now, OVERLAP))
        .cloned();
    match current {
        Some(token) if !body.force_refresh => Ok(answer(&token, now)),
        Some(token) => {
            world.tokens.retain(|other| other.value != token.value);
            Ok(issue(world, true, now))
        }
        None => Ok(issue(world, true, now)),
    }
}

/// The token in the query of every other call.
pub(super) fn check(world: &World, call: &Call) -> Result<(), super::Refusal> {
    let value = call.query("access_token");
    if value.is_empty() {
        return Err(refuse(code::ACCESS_TOKEN_MISSING, "access_token missing"));
    }
    match world.tokens.iter().find(|token| token.value == value) {
        Some(token) if token.expires_at > call.now => Ok(()),
        Some(_) => Err(refuse(code::ACCESS_TOKEN_EXPIRED, "access_token expired")),
        None => Err(refuse(
            code::INVALID_CREDENTIAL,
            "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken",
        )),
    }
}

fn credentials(appid: &str, secret: &str) -> Result<(), super::Refusal> {
    if appid.is_empty() {
        return Err(refuse(code::APPID_MISSING, "appid missing"));
    }
    if secret.is_empty() {
        return Err(refuse(code::APPSECRET_MISSING, "appsecret missing"));
    }
    if appid != APPID {
        return Err(refuse(code::INVALID_APPID, "invalid appid"));
    }
    if secret != SECRET {
        return Err(refuse(code::INVALID_APPSECRET, "invalid appsecret,"));
    }
    Ok(())
}

fn issue(world: &mut World, stable: bool, now: Timestamp) -> Answer {
    world.tokens_issued += 1;
    let tail = world.new_id("SandboxToken").repeat(2);
    let value = format!("{}_{tail}", world.tokens_issued);
    let token = Token {
        value,
        stable,
        expires_at: later(now, LIFETIME),
    };
    let answer = answer(&token, now);
    world.tokens.retain(|old| old.expires_at > now);
    world.tokens.push(token);
    answer
}

fn answer(token: &Token, now: Timestamp) -> Answer {
    let seconds = now.duration_until(token.expires_at).as_secs();
    Answer::json(&json!({ "access_token": token.value, "expires_in": seconds }))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
