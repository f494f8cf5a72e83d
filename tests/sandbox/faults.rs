//! Faults from a file: what each kind does to a call, and a file that is wrong.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Served, wxmass};
use crate::play::*;

fn served(faults: &str) -> Served {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("faults.toml");
    std::fs::write(&file, faults).expect("a file");
    Served::start(&["--faults", file.to_str().expect("a plain path")])
}

#[test]
fn each_kind_does_what_it_says() {
    let wechat = served(
        r#"
[[faults]]
call = "tags/get"
nth = 2
count = 2
fault = { errcode = 45011 }
[[faults]]
call = "tags/create"
fault = { errcode_after = 45066 }
[[faults]]
call = "message/mass/sendall"
fault = { errcode_after = 45065 }
[[faults]]
call = "message/mass/sendall"
nth = 2
fault = { ends_as = "err(20008)" }
[[faults]]
call = "user/get"
fault = "token_revoked"
[[faults]]
call = "draft/count"
fault = { status = 503 }
[[faults]]
call = "draft/count"
nth = 2
fault = "html200"
[[faults]]
call = "draft/count"
nth = 3
fault = "empty"
[[faults]]
call = "draft/count"
nth = 4
fault = "control_character"
[[faults]]
call = "draft/count"
nth = 5
fault = { delay_ms = 300 }
[[faults]]
call = "draft/switch"
fault = "reset_before"
[[faults]]
call = "speed/set"
fault = "reset_after"
[[faults]]
call = "draft/add"
fault = "truncated"
[[faults]]
call = "freepublish/submit"
fault = { ends_as = "4" }
"#,
    );
    let codes: Vec<_> = (0..4)
        .map(|_| wechat.get("tags/get")["errcode"].as_i64().unwrap_or(0))
        .collect();
    assert_eq!(codes, [0, 45011, 45011, 0]);

    // It was done although it was refused.
    let tag = json!({ "tag": { "name": "new" } });
    play(
        &wechat,
        &[
            ("tags/create", tag.clone(), refused(45066)),
            ("tags/create", tag, refused(45157)),
        ],
    );
    let words = |key: &str| json!({ "filter": { "is_to_all": false, "tag_id": 100 }, "text": { "content": key }, "msgtype": "text", "clientmsgid": key });
    let first = wechat.post("message/mass/sendall", &words("a"));
    assert_holds(
        "a first 45065",
        &first,
        &json!({ "errcode": 45065, "msg_id": "#" }),
    );
    let second = wechat.post("message/mass/sendall", &words("b"));
    let status = |id: &Value| wechat.post("message/mass/get", &json!({ "msg_id": id }));
    assert_eq!(status(&first["msg_id"])["msg_status"], "SEND_SUCCESS");
    assert_eq!(status(&second["msg_id"])["msg_status"], "SEND_FAIL");

    assert_holds("another program", &wechat.get("user/get"), &refused(40001));
    wechat.renew_token();
    let count = || wechat.get_raw("draft/count");
    assert_eq!(count().status, 503);
    let page = count();
    assert_eq!((page.status, &page.body[..6]), (200, &b"<html>"[..]));
    assert_eq!(count().body, b"");
    assert!(count().body.contains(&1), "a raw control character");
    let begun = std::time::Instant::now();
    assert_holds("late", &count().json(), &json!({ "total_count": 0 }));
    assert!(begun.elapsed().as_millis() >= 300);

    // Cut connections: before and after the effect.
    let broken = |call: &str, body: &Value| {
        let path = format!("/cgi-bin/{call}?access_token={}", wechat.token());
        let bytes = wechat.exchange("POST", &path, &[], body.to_string().as_bytes());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.split_once("\r\n\r\n")
            .map(|(_, body)| body.to_owned())
            .unwrap_or_default()
    };
    assert_eq!(broken("draft/switch", &json!({})), "");
    assert_eq!(broken("message/mass/speed/set", &json!({ "speed": 2 })), "");
    assert_eq!(
        wechat.post("message/mass/speed/get", &json!({}))["speed"],
        2
    );
    let (cover, _) = picture(&wechat);
    let articles = json!({ "articles": [article("Half", &cover)] });
    let half = broken("draft/add", &articles);
    assert!(half.starts_with('{') && !half.ends_with('}'), "{half}");
    let list = wechat.post("draft/batchget", &json!({ "offset": 0, "count": 1 }));
    let submitted = json!({ "media_id": list["item"][0]["media_id"] });
    let publish = wechat.post("freepublish/submit", &submitted)["publish_id"].clone();
    let answer = wechat.post("freepublish/get", &json!({ "publish_id": publish }));
    assert_holds(
        "refused by review",
        &answer,
        &json!({ "publish_status": 4, "fail_idx": [1] }),
    );

    // A control call plants others, and is as strict.
    wechat.control(
        "faults",
        &json!([{ "call": "tags/get", "fault": { "errcode": -1 } }]),
    );
    assert_holds("planted again", &wechat.get("tags/get"), &refused(-1));
}

#[test]
fn a_wrong_file_is_refused_with_every_place() {
    let home = TempDir::new().expect("a folder");
    let file = home.path().join("faults.toml");
    let text = "[[faults]]\ncall = \"message/mass/sendal\"\nnht = 2\nfault = \"reset_aftr\"\n\n[[faults]]\ncall = \"draft/add\"\nnth = 0\n\
        fault = { errcod = 1 }\n\n[[fautls]]\n";
    std::fs::write(&file, text).expect("a file");
    let name = file.to_str().expect("a plain path");
    let output = wxmass(
        home.path(),
        &["sandbox", "--memory", "--json", "--faults", name],
    )
    .output()
    .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems = document["error"]["problems"].as_array().expect("problems");
    let told: Vec<_> = problems
        .iter()
        .map(|it| {
            assert_eq!(it["file"], name);
            (
                it["line"].as_u64().expect("a line"),
                it["column"].as_u64().expect("a column"),
                it["fix"].as_str().expect("a fix"),
            )
        })
        .collect();
    let expected = [
        (2, 8, "did you mean `message/mass/sendall`?"),
        (3, 1, "did you mean `nth`?"),
        (4, 9, "did you mean `reset_after`?"),
        (8, 7, "write a number from 1"),
        (9, 11, "did you mean `errcode`?"),
        (11, 3, "did you mean `faults`?"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_example_is_a_day_on_which_a_campaign_still_goes_out_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let home = TempDir::new().expect("a folder");
    let example = root.join("examples/faults.toml");
    let wechat = Served::at(
        home.path(),
        &["--faults", example.to_str().expect("a plain path")],
    );
    let campaign = root.join("examples/first/campaign.toml");
    let send = || {
        let path = campaign.to_str().expect("a plain path");
        let mut command = wxmass(home.path(), &["send", path, "--sandbox", "--yes"]);
        command
            .env("WXMASS_PACE", "2000")
            .output()
            .expect("it runs")
    };
    let output = send();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let sends = wechat.look("state")["sends"].clone();
    assert_eq!(sends.as_array().map(Vec::len), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout).trim(),
        sends[0]["msg_id"].to_string()
    );
    // Every planted fault was met.
    let calls = wechat.look("calls")["calls"].clone();
    let refused = |call: &str, errcode: i64| {
        let path = format!("/cgi-bin/{call}");
        let calls = calls.as_array().expect("calls").iter();
        calls
            .filter(|it| it["path"] == path && it["errcode"] == errcode)
            .count()
    };
    // Uploads run together, and each finds its token gone.
    assert!(refused("material/add_material", 40001) >= 1);
    assert_eq!(refused("media/uploadimg", -999), 2);
    assert_eq!(refused("message/mass/sendall", -999), 1);
    assert_eq!(refused("message/mass/get", -999), 3);
    wechat.stop();
}
