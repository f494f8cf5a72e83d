//! Quotas by call and Beijing day, what is left of them, and their clearing ("getApiQuota", "clear_quota").

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::token;
use crate::sandbox::account::APPID;
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::calls::{CALLS, Spec, find};
use crate::sandbox::code;
use crate::sandbox::world::{World, is_recent, month};

pub(in crate::sandbox) const MINUTE: SignedDuration = SignedDuration::from_secs(60);
/// Mass calls a minute.
pub(in crate::sandbox) const A_MINUTE: usize = 60;
/// Clearings a month, those in the console included.
const CLEARINGS: u64 = 10;

/// Clearings of one call a month.
const CLEARINGS_OF_ONE: u64 = 50;
/// The counter of these.
const ONE_CLEARED: &str = "clear_quota one";

/// Counts a call, or refuses it.
pub(super) fn spend(world: &mut World, call: &Call, route: &Spec) -> Result<(), Refusal> {
    let now = call.now;
    if route.is_mass() {
        world.mass_calls.retain(|at| is_recent(*at, now, MINUTE));
        if world.mass_calls.len() >= A_MINUTE {
            return Err(refuse(
                code::MINUTE_QUOTA,
                "api minute-quota reach limit, must slower, retry next minute",
            ));
        }
        world.mass_calls.push(now);
    }
    if world.count(&call.path, now) < route.limit(world.settings.kind) {
        return Ok(());
    }
    let words = if route.name == "token" {
        "reach max api daily quota limit, could get access_token by getStableAccessToken"
    } else {
        "reach max api daily quota limit"
    };
    Err(refuse(code::DAILY_QUOTA, words))
}

#[derive(Deserialize)]
struct Body {
    cgi_path: String,
}

/// The call that a body names by its path.
fn named(world: &World, path: &str) -> Result<&'static Spec, Refusal> {
    if !path.starts_with('/') {
        return Err(refuse(
            code::RID_NO_PERMISSION,
            "could not query this cgi_path,no permission",
        ));
    }
    let spec = find(path).ok_or_else(|| {
        refuse(
            code::QUOTA_PATH_NOT_FOUND,
            "cgi_path not found, please check",
        )
    })?;
    if !spec.who.has(world.settings.kind) {
        return Err(refuse(
            code::QUOTA_NO_PERMISSION,
            "could not use this cgi_path, no permission",
        ));
    }
    Ok(spec)
}

pub(super) fn get(world: &mut World, call: &Call) -> Outcome {
    let path = call.json::<Body>()?.cgi_path;
    let route = named(world, &path)?;
    let limit = route.limit(world.settings.kind);
    let used = world.used_today(&path, call.now).min(limit);
    let quota = json!({ "daily_limit": limit, "used": used, "remain": limit - used });
    let mut answer = json!({ "errcode": 0, "errmsg": "ok", "quota": quota });
    if route.is_mass() {
        answer["rate_limit"] = json!({ "call_count": A_MINUTE, "refresh_second": 60 });
    }
    Ok(Answer::json(&answer))
}

/// `openapi/quota/clear`: one call, fifty times a month, apart from the ten clearings of all.
pub(super) fn clear_one(world: &mut World, call: &Call) -> Outcome {
    let path = call.json::<Body>()?.cgi_path;
    named(world, &path)?;
    let month = format!("{ONE_CLEARED} {}", month(call.now));
    let cleared = world.used.get(&month).copied().unwrap_or(0);
    if cleared >= CLEARINGS_OF_ONE {
        return Err(refuse(code::DAILY_QUOTA, "reach max api daily quota limit"));
    }
    world.forget_use(&path, call.now);
    world.used.insert(month, cleared + 1);
    Ok(Answer::ok())
}

pub(super) fn clear(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        appid: String,
    }
    if call.json::<Body>()?.appid != APPID {
        return Err(refuse(code::INVALID_APPID, "invalid appid"));
    }
    clear_all(world, call)
}

/// `clear_quota/v2`, for when the quota of the token call is used up itself.
pub(super) fn clear_with_secret(world: &mut World, call: &Call) -> Outcome {
    token::credentials(call.query("appid"), call.query("appsecret"))?;
    clear_all(world, call)
}

fn clear_all(world: &mut World, call: &Call) -> Outcome {
    let month = format!("clear_quota {}", month(call.now));
    let cleared = world.used.get(&month).copied().unwrap_or(0);
    if cleared >= CLEARINGS {
        return Err(refuse(
            code::CLEAR_QUOTA_USED,
            "forbid to clear quota because of reaching the limit",
        ));
    }
    world.used.retain(|key, _| key.starts_with("clear_quota"));
    world.used.insert(month, cleared + 1);
    Ok(Answer::ok())
}

/// Calls with a stated limit: name, used today, limit.
pub(in crate::sandbox) fn stated(world: &World, now: Timestamp) -> Vec<(&'static str, u64, u64)> {
    let row = |spec: &Spec| {
        let limit = spec.stated_limit()?;
        Some((
            spec.name,
            world.used_today(&spec.path(), now).min(limit),
            limit,
        ))
    };
    CALLS.iter().filter_map(row).collect()
}
