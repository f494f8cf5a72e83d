//! Tokens: two lines that do not disturb each other ("getAccessToken", "getStableAccessToken").

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::account::{APPID, SECRET};
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::{Token, World, is_recent, later};

const LIFETIME: SignedDuration = SignedDuration::from_secs(7200);
/// Old and new both work for five minutes.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);
/// Between two refreshes by force.
const FORCE_APART: SignedDuration = SignedDuration::from_secs(30);
/// Refreshes by force a day.
const FORCES: u64 = 20;
/// The counter of these.
const FORCED: &str = "stable_token force_refresh";
/// An expired token is told from an unknown one for a day.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn classic(world: &mut World, call: &Call) -> Outcome {
    if call.query("grant_type") != "client_credential" {
        return Err(refuse(code::INVALID_GRANT_TYPE, "invalid grant_type"));
    }
    credentials(call.query("appid"), call.query("secret"))?;
    allowed(world, call)?;
    let now = call.now;
    for old in world.tokens.iter_mut().filter(|token| !token.stable) {
        old.expires_at = old.expires_at.min(later(now, OVERLAP));
    }
    Ok(issue(world, false, now))
}

pub(super) fn stable(world: &mut World, call: &Call) -> Outcome {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Body {
        grant_type: String,
        appid: String,
        secret: String,
        force_refresh: bool,
    }
    let body: Body = call.json()?;
    if body.grant_type != "client_credential" {
        return Err(refuse(code::INVALID_GRANT_TYPE, "invalid grant_type"));
    }
    credentials(&body.appid, &body.secret)?;
    allowed(world, call)?;
    let now = call.now;
    let current = world
        .tokens
        .iter()
        .rfind(|token| token.stable && token.expires_at > later(now, OVERLAP))
        .cloned();
    match current {
        Some(token) if !body.force_refresh => Ok(answer(&token, now)),
        // Too soon after the last one it does not refresh, and says nothing of it.
        Some(token)
            if world
                .forced_at
                .is_some_and(|at| is_recent(at, now, FORCE_APART)) =>
        {
            Ok(answer(&token, now))
        }
        Some(_) if world.count(FORCED, now) >= FORCES => {
            Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"))
        }
        Some(token) => {
            world.forced_at = Some(now);
            world.tokens.retain(|other| other.value != token.value);
            Ok(issue(world, true, now))
        }
        None => Ok(issue(world, true, now)),
    }
}

/// The token in the query of every other call.
pub(super) fn check(world: &World, call: &Call) -> Result<(), Refusal> {
    let value = call.query("access_token");
    if value.is_empty() {
        return Err(refuse(code::ACCESS_TOKEN_MISSING, "access_token missing"));
    }
    let is_one = |value: &str| value.len() >= 20 && !value.contains(|it: char| !it.is_ascii());
    if !is_one(value) {
        return Err(refuse(code::INVALID_ACCESS_TOKEN, "invalid access_token"));
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

/// The allow-list is looked at by the token calls only.
fn allowed(world: &World, call: &Call) -> Result<(), Refusal> {
    let list = &world.settings.allow_list;
    if list.is_empty() || list.contains(&call.client_ip) {
        return Ok(());
    }
    let ip = call.client_ip;
    Err(refuse(
        code::INVALID_IP,
        format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist"),
    ))
}

pub(super) fn credentials(appid: &str, secret: &str) -> Result<(), Refusal> {
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
    world
        .tokens
        .retain(|old| later(old.expires_at, REMEMBERED) > now);
    world.tokens.push(token);
    answer
}

fn answer(token: &Token, now: Timestamp) -> Answer {
    let seconds = now.duration_until(token.expires_at).as_secs();
    Answer::json(&json!({ "access_token": token.value, "expires_in": seconds }))
}
