//! Control calls, for tests and rehearsals: `/sandbox/…` with the token that the sandbox printed when it started.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::faults::{Rule, is_known};
use super::lock::locked;
use super::log::Logged;
use super::state::Shared;
use super::world::{Confirmation, Event, Settings, World, moment};

/// Random enough that a page in some browser cannot guess it.
pub(super) fn new_token() -> String {
    use std::hash::{BuildHasher as _, Hasher as _, RandomState};
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// Answers a control call; `None` when it is none.
pub(super) fn route(shared: &Shared, call: &Call) -> Option<Answer> {
    let name = call.path.strip_prefix("/sandbox/")?;
    if call.header("x-sandbox-token") != shared.control_token {
        return Some(Answer::empty(403));
    }
    Some(match (call.method.as_str(), name) {
        ("GET", "state") => {
            let log = locked(&shared.log);
            let odd = log.calls().filter(|call| !call.unknown_fields.is_empty());
            let odd: Vec<_> = odd.map(unknown).collect();
            Answer::json(&state(&shared.world(), &odd))
        }
        ("GET", "calls") => Answer::json(&json!({
            "calls": locked(&shared.log).calls().collect::<Vec<_>>(),
            "most_at_once": shared.most_at_once.load(Ordering::SeqCst),
            "connections": locked(&shared.connections).len(),
        })),
        ("POST", _) => change(shared, name, &call.body).unwrap_or_else(|why| Answer {
            status: 400,
            ..Answer::text(&json!({ "error": why }))
        }),
        _ => Answer::empty(404),
    })
}

fn change(shared: &Shared, name: &str, body: &[u8]) -> Result<Answer, String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Clock {
        AdvanceSeconds(i64),
        Set(String),
    }
    #[derive(Deserialize)]
    struct Confirm {
        msg_id: i64,
        #[serde(default)]
        refuse: bool,
    }
    #[derive(Deserialize)]
    struct Medium {
        media_id: String,
    }
    fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, String> {
        serde_json::from_slice(body).map_err(|error| error.to_string())
    }
    let mut world = shared.world();
    match name {
        "faults" => {
            let rules = read::<Vec<Rule>>(body)?;
            if let Some(rule) = rules.iter().find(|rule| !is_known(&rule.call)) {
                return Err(format!("no call `{}`", rule.call));
            }
            *locked(&shared.faults) = rules;
        }
        "clock" => match read::<Clock>(body)? {
            Clock::AdvanceSeconds(by) => {
                let to = world.now().checked_add(SignedDuration::from_secs(by));
                to.map_err(|error| error.to_string())?;
                world.clock_offset_seconds += by;
            }
            Clock::Set(text) => {
                let to = moment(&text).map_err(|error| error.to_string())?;
                world.set_clock(to);
            }
        },
        "confirm" => {
            let Confirm { msg_id, refuse } = read(body)?;
            confirm(&mut world, msg_id, refuse)?;
        }
        "settings" => {
            let change = read::<serde_json::Map<String, Value>>(body)?;
            world.settings = world.settings.changed(&change)?;
        }
        "revoke-tokens" => world.tokens.clear(),
        "forget-keys" => world.forget_keys(),
        "send" => {
            let change = read::<SendChange>(body)?;
            change_send(&mut world, change)?;
        }
        "forget-media" => {
            let id = read::<Medium>(body)?.media_id;
            if world.media.remove(&id).is_none() && world.drafts.remove(&id).is_none() {
                return Err(format!("no media `{id}`"));
            }
            shared.files.remove(&id);
        }
        "reset" => {
            let Settings {
                kind,
                followers,
                protection,
                ..
            } = world.settings;
            let callback = world.callback.take();
            *world = World::new(Settings {
                kind,
                followers,
                protection,
                ..Settings::default()
            });
            world.callback = callback;
            locked(&shared.faults).clear();
            locked(&shared.log).clear();
            locked(&shared.connections).clear();
            shared.most_at_once.store(0, Ordering::SeqCst);
        }
        _ => return Ok(Answer::empty(404)),
    }
    shared.keep(&world).map_err(|error| error.to_string())?;
    Ok(Answer::ok())
}

/// The administrator's word on a send to everybody.
fn confirm(world: &mut World, msg_id: i64, refuse: bool) -> Result<(), String> {
    let now = world.now();
    let found = world.sends.iter().position(|send| send.msg_id == msg_id);
    let index = found.filter(|index| world.awaits(&world.sends[*index], now));
    let index = index.ok_or_else(|| format!("no send {msg_id} waits for the administrator"))?;
    world.sends[index].confirmation = Some(if refuse {
        Confirmation::Refused(now)
    } else {
        Confirmation::Given(now)
    });
    Ok(())
}

/// Changes of a send by hand: as the console, the review or a bad day would do it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SendChange {
    msg_id: i64,
    /// The status that `mass/get` says from now on; an empty text gives it back to the world.
    #[serde(default)]
    msg_status: Option<String>,
    /// It has failed with this status in its event.
    #[serde(default)]
    fail: Option<String>,
    /// It was deleted in the console.
    #[serde(default)]
    delete: bool,
    /// Its event is posted once more.
    #[serde(default)]
    post_event: bool,
}

fn change_send(world: &mut World, change: SendChange) -> Result<(), String> {
    let id = change.msg_id;
    let is_told = world.callback.is_some();
    let send = world.sends.iter_mut().find(|send| send.msg_id == id);
    let send = send.ok_or_else(|| format!("no send {id}"))?;
    if let Some(status) = change.msg_status {
        send.msg_status = Some(status).filter(|status| !status.is_empty());
    }
    if let Some(status) = change.fail {
        send.ends_as = Some(status);
    }
    if change.delete {
        send.deleted = true;
    }
    if change.post_event {
        if !is_told {
            return Err(
                "no address to post events to: start the sandbox with --callback URL".to_owned(),
            );
        }
        send.event = Event::Due;
    }
    Ok(())
}

/// A call with fields that no page of WeChat describes.
fn unknown(call: &Logged) -> Value {
    json!({ "number": call.number, "path": call.path, "fields": call.unknown_fields })
}

fn state(world: &World, odd: &[Value]) -> Value {
    let uploads: Vec<_> = world
        .media
        .iter()
        .map(|(id, it)| json!({ "media_id": id, "call": it.call, "sha256": it.sha256, "url": it.url, "mime": it.mime }))
        .collect();
    let drafts: Vec<_> = world
        .drafts
        .iter()
        .map(|(id, it)| json!({ "media_id": id, "call": it.call, "articles": it.articles }))
        .collect();
    json!({
        "now": world.now(),
        "sends": world.shown_sends(world.now()),
        "publishes": world.publishes,
        "previews": world.previews,
        "uploads": uploads,
        "drafts": drafts,
        "tokens_issued": world.tokens_issued,
        "used": world.used,
        "settings": world.settings,
        "unknown_fields": odd,
    })
}
