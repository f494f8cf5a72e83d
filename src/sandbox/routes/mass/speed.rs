//! How fast mass sends go: 0 to 4, larger is slower ("getSpeed", "setSpeed").

use serde::Deserialize;
use serde_json::json;

use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::World;

/// In 10,000 followers a minute.
const REAL: [u8; 5] = [80, 60, 45, 30, 10];

/// The body may be empty.
pub(in crate::sandbox::routes) fn speed(world: &World) -> Answer {
    let real = REAL.get(usize::from(world.speed)).copied();
    Answer::json(&json!({ "speed": world.speed, "realspeed": real.unwrap_or_default() }))
}

pub(in crate::sandbox::routes) fn set_speed(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        speed: Option<i64>,
    }
    let speed = call
        .json::<Body>()?
        .speed
        .ok_or_else(|| refuse(code::SPEED_MISSING, "masssend speed param missing"))?;
    world.speed = u8::try_from(speed)
        .ok()
        .filter(|speed| *speed <= 4)
        .ok_or_else(|| refuse(code::SPEED_RANGE, "masssend speed out of range"))?;
    Ok(Answer::ok())
}
