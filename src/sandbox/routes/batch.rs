//! Tags given to followers and taken from them, up to fifty at a time ("batchTagging", "batchUntagging").

use serde::Deserialize;

use super::users::follower;
use crate::sandbox::answer::{Answer, Outcome, Refusal, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::World;

/// Tags that one follower may have.
const TAGS_OF_ONE: usize = 20;
/// Openids in one call.
const AT_ONCE: usize = 50;

pub(super) fn tag(world: &mut World, call: &Call) -> Outcome {
    set(world, call, true)
}

pub(super) fn untag(world: &mut World, call: &Call) -> Outcome {
    set(world, call, false)
}

fn set(world: &mut World, call: &Call, to: bool) -> Outcome {
    #[derive(Deserialize)]
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
    // Planted: so many of the list fail, and the others have the tag.
    let failing = usize::try_from(world.settings.tagging_fails).unwrap_or(usize::MAX);
    let done = numbers.len().saturating_sub(failing);
    for number in &numbers[..done] {
        world.tags.set(body.tagid, *number, to);
    }
    if done == numbers.len() {
        return Ok(Answer::ok());
    }
    world.settings.tagging_fails = 0;
    Err(Refusal {
        failed_openids: body.openid_list[done..].to_vec(),
        ..refuse(code::SOME_OPENIDS_FAILED, "some openid fail")
    })
}
