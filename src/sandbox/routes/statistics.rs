//! Statistics of what was sent and published ("getarticleread", "getarticletotaldetail"; `wechat-api.md` 13).

use crate::sandbox::answer::{Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::World;

pub(super) fn offline(_: &mut World, _: &Call) -> Outcome {
    Err(refuse(
        code::OFFLINE,
        "this api is offline, please use the new api",
    ))
}
