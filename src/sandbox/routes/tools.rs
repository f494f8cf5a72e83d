//! Diagnosis: what was asked under a rid, whose addresses are whose, and whether the account's server can be reached.

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::answer::{Answer, Outcome, refuse};
use crate::sandbox::call::Call;
use crate::sandbox::code;
use crate::sandbox::world::World;

/// How long a rid can be looked up.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// `openapi/rid/get` ("rid info"). It answers with the token in `request_url`, as WeChat does.
pub(super) fn rid(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        rid: String,
    }
    let rid = call.json::<Body>()?.rid;
    let groups: Vec<_> = rid.split('-').collect();
    let is_hex = |group: &&str| group.len() == 8 && group.bytes().all(|it| it.is_ascii_hexdigit());
    if groups.len() != 3 || !groups.iter().all(is_hex) {
        return Err(refuse(code::RID_ERROR, "rid is error"));
    }
    let asked = world
        .asked
        .iter()
        .find(|asked| asked.rid == rid && call.now.duration_since(asked.at) < WEEK)
        .ok_or_else(|| refuse(code::RID_NOT_FOUND, "rid not found"))?;
    let request = json!({
        "invoke_time": asked.at.as_second(),
        "cost_in_ms": asked.cost_in_ms,
        "request_url": asked.url,
        "request_body": asked.body,
        "response_body": asked.answer,
        "client_ip": asked.client_ip,
    });
    Ok(Answer::json(
        &json!({ "errcode": 0, "errmsg": "ok", "request": request }),
    ))
}

/// `get_api_domain_ip` and `getcallbackip`: both are this machine.
pub(super) fn addresses(_: &World) -> Answer {
    Answer::json(&json!({ "ip_list": ["127.0.0.1"] }))
}

/// `callback/check`: the sandbox looks at the address that it posts events to.
pub(super) fn check_callback(world: &mut World, call: &Call) -> Outcome {
    #[derive(Deserialize)]
    struct Body {
        action: String,
        check_operator: String,
    }
    let body: Body = call.json()?;
    let (dns, ping) = match body.action.as_str() {
        "dns" => (true, false),
        "ping" => (false, true),
        "all" => (true, true),
        _ => return Err(refuse(code::CHECK_BAD_ACTION, "invalid action")),
    };
    let operator = match body.check_operator.as_str() {
        "DEFAULT" => "UNICOM",
        "CHINANET" | "UNICOM" | "CAP" => body.check_operator.as_str(),
        _ => {
            return Err(refuse(code::CHECK_BAD_OPERATOR, "invalid check_operator"));
        }
    };
    let host = world.callback.as_ref().and_then(|url| url.host_str());
    let host = host.ok_or_else(|| refuse(code::CHECK_BAD_URL, "invalid url"))?;
    let mut answer = json!({});
    if dns {
        answer["dns"] = json!([{ "ip": host, "real_operator": operator }]);
    }
    if ping {
        answer["ping"] = json!([{ "ip": host, "from_operator": operator, "package_loss": "0%", "time": "1.024ms" }]);
    }
    Ok(Answer::json(&answer))
}
