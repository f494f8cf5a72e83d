//! Tags ("getTags", "createTag").

use serde::Deserialize;
use serde_json::json;

use super::users::follower;
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::World;

const TAGS: usize = 100;
/// Characters on the page, bytes in the error; characters here.
const NAME: usize = 30;
/// A larger tag cannot be deleted.
const TOO_FULL: u64 = 100_000;

pub(super) fn list(world: &World) -> Answer {
    let tag = |(id, name): (&i64, &String)| json!({ "id": id, "name": name, "count": world.tag_size(*id).unwrap_or(0) });
    Answer::json(&json!({ "tags": world.tags.names.iter().map(tag).collect::<Vec<_>>() }))
}

#[derive(Debug, Deserialize)]
struct Tagged<T> {
    tag: T,
}

#[derive(Debug, Deserialize)]
struct Name {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Renamed {
    id: i64,
    name: String,
}

#[derive(Debug, Deserialize)]
struct ById {
    id: i64,
}

pub(super) fn create(world: &mut World, call: &Call) -> Outcome {
    let Name { name } = call.json::<Tagged<Name>>()?.tag;
    check_name(world, &name)?;
    if world.tags.names.len() >= TAGS {
        return Err(refuse(code::TOO_MANY_TAGS, "too many tags"));
    }
    let id = world.tags.create(&name);
    Ok(Answer::json(&json!({ "tag": { "id": id, "name": name } })))
}

pub(super) fn update(world: &mut World, call: &Call) -> Outcome {
    let Renamed { id, name } = call.json::<Tagged<Renamed>>()?.tag;
    own(world, id)?;
    check_name(world, &name)?;
    world.tags.names.insert(id, name);
    Ok(Answer::ok())
}

pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    let ById { id } = call.json::<Tagged<ById>>()?.tag;
    own(world, id)?;
    if world.tag_size(id).unwrap_or(0) > TOO_FULL {
        return Err(refuse(
            code::TAG_TOO_FULL,
            "can't delete the tag that has too many fans",
        ));
    }
    world.tags.delete(id);
    Ok(Answer::ok())
}

pub(super) fn of_follower(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        openid: String,
    }
    let number = follower(world, &call.json::<Body>()?.openid)?;
    Ok(Answer::json(
        &json!({ "tagid_list": world.tags.of(number) }),
    ))
}

/// Tags 0, 1 and 2 are the system's.
fn own(world: &World, id: i64) -> Result<(), Refusal> {
    if (0..=2).contains(&id) {
        return Err(refuse(code::SYSTEM_TAG, "can't modify sys tag"));
    }
    if world.tags.names.contains_key(&id) {
        Ok(())
    } else {
        Err(refuse(code::INVALID_TAG_ID, "invalid tag id"))
    }
}

fn check_name(world: &World, name: &str) -> Result<(), Refusal> {
    if name.chars().count() > NAME {
        return Err(refuse(code::TAG_NAME_TOO_LONG, "tag name too long"));
    }
    if name.trim().is_empty() || world.tags.names.values().any(|known| known == name) {
        return Err(refuse(code::INVALID_TAG_NAME, "invalid tag name"));
    }
    Ok(())
}
