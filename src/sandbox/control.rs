//! Control calls, for tests and rehearsals: `/sandbox/…` with the token that the sandbox printed when it started.

use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::FOLLOWERS;
use super::answer::{Answer, Call};
use super::faults::Rule;
use super::server::{Shared, locked};
use super::world::{Confirmation, Send, Settings, State, World};

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
        ("GET", "state") => Answer::json(&state(&shared.world())),
        ("GET", "calls") => Answer::json(&json!({
            "calls": *locked(&shared.log),
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
            if let Some(rule) = rules.iter().find(|rule| !rule.is_known()) {
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
                let to = super::moment(&text).map_err(|error| error.to_string())?;
                world.set_clock(to);
            }
        },
        "confirm" => {
            let Confirm { msg_id, refuse } = read(body)?;
            confirm(&mut world, msg_id, refuse)?;
        }
        "settings" => {
            let mut settings =
                serde_json::to_value(&world.settings).map_err(|error| error.to_string())?;
            for (key, value) in read::<serde_json::Map<String, Value>>(body)? {
                let known = settings
                    .get_mut(&key)
                    .ok_or_else(|| format!("no setting `{key}`"))?;
                *known = value;
            }
            let settings: Settings =
                serde_json::from_value(settings).map_err(|error| error.to_string())?;
            if !FOLLOWERS.contains(&settings.followers) {
                return Err(format!(
                    "followers: {} to {}",
                    FOLLOWERS.start(),
                    FOLLOWERS.end()
                ));
            }
            world.settings = settings;
        }
        "revoke-tokens" => world.tokens.clear(),
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
    let waits = |send: &Send| {
        send.confirmation == Some(Confirmation::Waiting) && world.state(send, now) == State::Sending
    };
    let found = world.sends.iter().position(|send| send.msg_id == msg_id);
    let index = found.filter(|index| waits(&world.sends[*index]));
    let index = index.ok_or_else(|| format!("no send {msg_id} waits for the administrator"))?;
    world.sends[index].confirmation = Some(if refuse {
        Confirmation::Refused(now)
    } else {
        Confirmation::Given(now)
    });
    Ok(())
}

fn state(world: &World) -> Value {
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
    })
}
