//! `clientmsgid`: the key under which a send is known for a day, and the quota of sends.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::message::Body;
use super::status::in_approval;
use crate::sandbox::account::Kind;
use crate::sandbox::answer::{Refusal, refuse};
use crate::sandbox::code;
use crate::sandbox::routes::quota::MINUTE;
use crate::sandbox::world::{Protection, Send, State, World, day, month};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The key of a send, refused when it is known already.
pub(super) fn key(
    world: &World,
    body: &Body,
    audience: &Value,
    now: Timestamp,
) -> Result<String, Refusal> {
    let longest = if world.settings.long_keys { 64 } else { 32 };
    let key = match &body.clientmsgid {
        Some(key) if key.len() > longest => {
            return Err(refuse(
                code::CLIENTMSGID_TOO_LONG,
                "clientmsgid size out of limit",
            ));
        }
        Some(key) => key.clone(),
        // Without one WeChat makes one from audience and content.
        None => {
            let (content, _) = body.content(world, now);
            hex::encode(Sha256::digest(format!("{audience}{content}")))
        }
    };
    let is_it = |send: &&Send| {
        let is_gone = send.dropped && !world.awaits(send, now);
        send.client_msg_id == key
            && !send.key_forgotten
            && !is_gone
            && now.duration_since(send.at) < DAY
    };
    let Some(send) = world.sends.iter().rfind(is_it) else {
        return Ok(key);
    };
    if world.awaits(send, now) && world.settings.protection_plays != Protection::Sending {
        return Err(in_approval());
    }
    if world.settings.strict_minute && now.duration_since(send.at) < MINUTE {
        let words = "same clientmsgid retry too fast";
        return Err(refuse(code::CLIENTMSGID_TOO_FAST, words).hinted());
    }
    Err(Refusal {
        msg_id: Some(send.msg_id),
        ..refuse(code::CLIENTMSGID_EXIST, "clientmsgid exist")
    })
}

/// Sends that the account's kind allows, console apart.
pub(super) fn spend(world: &mut World, to_all: bool, now: Timestamp) -> Result<(), Refusal> {
    let spent = || Err(refuse(code::NO_MASS_QUOTA, "has no masssend quota"));
    if let Some(left) = world.settings.mass_left {
        if left == 0 {
            return spent();
        }
        world.settings.mass_left = Some(left - 1);
        return Ok(());
    }
    match used(world, now) {
        Some((used, allowed)) if used >= allowed && counts(world.settings.kind, to_all) => spent(),
        _ => Ok(()),
    }
}

/// Whether such a send uses up something: a service account may send to tags and lists as often as it likes.
fn counts(kind: Kind, to_all: bool) -> bool {
    kind != Kind::Service || to_all
}

/// Sends of this day (subscription account) or to everybody in this month (service account), and how many there may be.
pub(in crate::sandbox) fn used(world: &World, now: Timestamp) -> Option<(u64, u64)> {
    // What failed was not sent, and what waits for the administrator may be.
    let accepted =
        |send: &&Send| !send.dropped && !matches!(world.state(send, now), State::Fail(_));
    let sends = world.sends.iter().filter(accepted);
    let today = |send: &&Send| day(send.at) == day(now);
    let this_month = |send: &&Send| send.audience["kind"] == "all" && month(send.at) == month(now);
    match world.settings.kind {
        Kind::Subscription => Some((sends.filter(today).count() as u64, 1)),
        Kind::Service => Some((sends.filter(this_month).count() as u64, 4)),
        Kind::Unverified | Kind::Test => None,
    }
}
