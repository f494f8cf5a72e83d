//! Tags and who has them ("getTags", "createTag", "batchTagging").

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::super::answer::{Answer, Call, Object, Refusal, refuse};
use super::super::world::World;
use super::Outcome;
use super::users::follower;
use crate::wechat::errcode as code;

const TAGS: usize = 100;
const TAGS_OF_ONE: usize = 20;
/// Openids in one tagging call.
const AT_ONCE: usize = 50;
/// Characters on the page, bytes in the error; characters here.
const NAME: usize = 30;
/// A larger tag cannot be deleted.
const TOO_FULL: u64 = 100_000;

pub(super) fn list(world: &World) -> Answer {
    let tag = |(id, name): (&i64, &String)| json!({ "id": id, "name": name, "count": world.tag_size(*id).unwrap_or(0) });
    Answer::json(&json!({ "tags": world.tags.names.iter().map(tag).collect::<Vec<_>>() }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
struct Tagged<T> {
    tag: Object<T>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Renamed {
    id: i64,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ById {
    id: i64,
}

pub(super) fn create(world: &mut World, call: &Call) -> Outcome {
    let Name { name } = call.json::<Tagged<Name>>()?.tag.0;
    check_name(world, &name)?;
    if world.tags.names.len() >= TAGS {
        return Err(refuse(code::TOO_MANY_TAGS, "too many tags"));
    }
    let id = world.tags.create(&name);
    Ok(Answer::json(&json!({ "tag": { "id": id, "name": name } })))
}

pub(super) fn update(world: &mut World, call: &Call) -> Outcome {
    let Renamed { id, name } = call.json::<Tagged<Renamed>>()?.tag.0;
    own(world, id)?;
    check_name(world, &name)?;
    world.tags.names.insert(id, name);
    Ok(Answer::ok())
}

pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    let ById { id } = call.json::<Tagged<ById>>()?.tag.0;
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
    #[serde(deny_unknown_fields)]
    struct Body {
        openid: String,
    }
    let number = follower(world, &call.json::<Body>()?.openid)?;
    Ok(Answer::json(
        &json!({ "tagid_list": world.tags.of(number) }),
    ))
}

pub(super) fn tag(world: &mut World, call: &Call) -> Outcome {
    set(world, call, true)
}

pub(super) fn untag(world: &mut World, call: &Call) -> Outcome {
    set(world, call, false)
}

fn set(world: &mut World, call: &Call, to: bool) -> Outcome {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        openid_list: Vec<String>,
        tagid: i64,
    }
    let body: Body = call.json()?;
    if !(1..=AT_ONCE).contains(&body.openid_list.len()) {
        return Err(refuse(
            code::INVALID_OPENID_LIST_SIZE,
            "invalid openid list size",
        ));
    }
    if world.tag_size(body.tagid).is_none() {
        return Err(refuse(code::INVALID_TAG_ID, "invalid tag id"));
    }
    // One openid that is none refuses the whole list.
    let numbers = body
        .openid_list
        .iter()
        .map(|openid| follower(world, openid))
        .collect::<Result<Vec<_>, _>>()?;
    let is_full = |number: &u64| {
        let tags = world.tags.of(*number);
        tags.len() >= TAGS_OF_ONE && !tags.contains(&body.tagid)
    };
    if to && numbers.iter().any(is_full) {
        return Err(refuse(
            code::TOO_MANY_TAGS_ON_USER,
            "too many tags on the user",
        ));
    }
    for number in numbers {
        world.tags.set(body.tagid, number, to);
    }
    Ok(Answer::ok())
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
