//! `message/mass/speed/…`: how fast mass sends go out, from 0 (fastest) to 4.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Client, Error, Request, lenient};

/// The speed as WeChat tells it. The unit of `realspeed` is not certain; it is shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Speed {
    /// 0: 800,000 followers a minute; 1: 600,000; 2: 450,000; 3: 300,000; 4: 100,000.
    #[serde(default, deserialize_with = "lenient::count")]
    pub speed: Option<i64>,
    #[serde(default, deserialize_with = "lenient::count")]
    pub realspeed: Option<i64>,
}

/// Asks for the speed ("getSpeed").
pub async fn get(client: &Client) -> Result<Speed, Error> {
    let request = Request::post("/cgi-bin/message/mass/speed/get", &json!({}))?;
    client.call(request.answers(&["speed", "realspeed"])).await
}

/// Sets the speed ("setSpeed"). Errors: 45083 (beyond 4), 45085, 89504, 89505.
pub async fn set(client: &Client, speed: u8) -> Result<(), Error> {
    let request = Request::post(
        "/cgi-bin/message/mass/speed/set",
        &json!({ "speed": speed }),
    )?;
    client.call::<Value>(request).await.map(drop)
}
