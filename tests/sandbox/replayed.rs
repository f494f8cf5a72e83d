//! Requests that eleven clients of other people really sent, one by one, each with the verdict that `wechat-api.md` gives.
//!
//! `data/clients-wire.json` has the requests as they were on the wire; ids of drafts, pictures and files are the word `ID` there, and
//! ids of the right kind are put in their place. `right` is the errcode; 501 is a call that the sandbox says it does not play.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::{Reply, Served};
use crate::pictures;
use crate::play::*;

#[derive(Debug, Deserialize)]
struct Sent {
    client: String,
    method: String,
    path: String,
    body: String,
    right: i64,
}

/// A file by its name: only its kind counts.
fn file(name: &str) -> Vec<u8> {
    match name.rsplit_once('.').expect("an extension").1 {
        "mp4" => b"\0\0\0\x18ftypmp42".to_vec(),
        "mp3" => b"ID3\x04".to_vec(),
        kind => pictures::plain(&format!("a.{kind}"), 3),
    }
}

/// The type of an upload, which the file of requests does not have.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').expect("an extension") {
        (_, "mp4") => "video",
        (_, "mp3") => "voice",
        (name, _) if name.ends_with("thumb") => "thumb",
        _ => "image",
    }
}

fn uploaded(wechat: &Served, call: &str, name: &str, description: &str) -> Value {
    wechat.upload(call, name, &file(name), description).json()
}

const DESCRIBED: &str = r#"{"title":"标题","introduction":"介绍"}"#;

fn publication(wechat: &Served) -> Value {
    let submitted = json!({ "media_id": draft(wechat, 2) });
    wechat.post("freepublish/submit", &submitted)["publish_id"].clone()
}

/// A fresh id of the kind that this field of this call takes.
fn id(wechat: &Served, path: &str, body: &Value, field: &str) -> String {
    let add = "material/add_material?type=";
    let of = |answer: Value, name: &str| text(&answer, name).to_owned();
    let kind = body["msgtype"].as_str().unwrap_or_default();
    match (path, field, kind) {
        ("media/uploadnews", ..) => of(
            uploaded(wechat, "media/upload?type=thumb", "thumb.jpg", ""),
            "thumb_media_id",
        ),
        ("freepublish/getarticle" | "freepublish/delete", ..) => {
            let id = json!({ "publish_id": publication(wechat) });
            of(wechat.post("freepublish/get", &id), "article_id")
        }
        ("draft/get" | "draft/delete" | "freepublish/submit", ..)
        | ("draft/update", "media_id", _)
        | (_, _, "mpnews") => draft(wechat, 2),
        ("media/uploadvideo", ..) => of(
            uploaded(wechat, &format!("{add}video"), "v.mp4", DESCRIBED),
            "media_id",
        ),
        (_, _, "mpvideo") if body["mpvideo"].is_object() => {
            let video = uploaded(wechat, &format!("{add}video"), "v.mp4", DESCRIBED);
            let made = json!({ "media_id": video["media_id"], "title": "T", "description": "D" });
            of(wechat.post("media/uploadvideo", &made), "media_id")
        }
        (_, _, "voice") => of(
            uploaded(wechat, &format!("{add}voice"), "v.mp3", ""),
            "media_id",
        ),
        _ => picture(wechat).0,
    }
}

/// The body with ids of the right kind.
fn with_ids(wechat: &Served, path: &str, body: &str) -> String {
    let Ok(value) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    let mut whole = body.to_owned();
    // These stand as the sandbox gave them in that run.
    if let Some(given) = value["publish_id"]
        .as_str()
        .filter(|id| id.parse::<i64>().is_ok())
    {
        whole = whole.replace(given, &publication(wechat).to_string());
    }
    if let Some(given) = value["article_id"].as_str() {
        whole = whole.replace(given, "ID");
    }
    for field in ["thumb_media_id", "image_media_id", "article_id", "media_id"] {
        for gap in ["", " "] {
            let bare = format!("\"{field}\":{gap}\"ID\"");
            while let Some(place) = whole.find(&bare) {
                let id = id(wechat, path, &value, field);
                whole.replace_range(
                    place..place + bare.len(),
                    &format!("\"{field}\":{gap}\"{id}\""),
                );
            }
        }
    }
    while let Some(place) = whole
        .find("[\"ID\"")
        .or_else(|| whole.find(",\"ID\""))
        .or_else(|| whole.find(", \"ID\""))
    {
        let quote = place + whole[place..].find("\"ID\"").expect("it is there");
        whole.replace_range(quote..quote + 4, &format!("\"{}\"", picture(wechat).0));
    }
    whole
}

fn replay(wechat: &Served, sent: &Sent) -> Reply {
    let path = sent.path.trim_start_matches("/cgi-bin/");
    let credentials = json!({ "grant_type": "client_credential", "appid": wechat.appid, "secret": wechat.secret });
    let part = |name: &str| {
        sent.body
            .split("; ")
            .find_map(|part| part.strip_prefix(name))
    };
    if let Some(media) = part("media ") {
        let name = media.split(' ').next().expect("a name");
        let description = match part("description - ") {
            Some("2 bytes") => "{}",
            Some(_) => DESCRIBED,
            None => "",
        };
        let call = match path {
            "media/uploadimg" => path.to_owned(),
            _ => format!("{path}?type={}", kind(name)),
        };
        return wechat.upload(&call, name, &file(name), description);
    }
    match path {
        "token" => {
            let query = format!(
                "/cgi-bin/token?grant_type=client_credential&appid={}&secret={}",
                wechat.appid, wechat.secret
            );
            wechat.send("GET", &query, &[], b"")
        }
        "stable_token" => {
            let body = credentials.to_string();
            wechat.send("POST", &sent.path, &[], body.as_bytes())
        }
        "media/get" => {
            let upload = uploaded(wechat, "media/upload?type=image", "a.jpg", "");
            wechat.get_raw(&format!("media/get?media_id={}", text(&upload, "media_id")))
        }
        "user/info" => wechat.get_raw(&format!("user/info?openid={FOLLOWER}")),
        _ if sent.method == "GET" => wechat.get_raw(path),
        _ => wechat.post_raw(path, with_ids(wechat, path, &sent.body).as_bytes()),
    }
}

#[test]
fn what_other_clients_send_is_judged_as_wechat_judges_it() {
    let file = include_str!("data/clients-wire.json");
    let sent: Vec<Sent> = serde_json::from_str(file).expect("requests");
    assert_eq!(sent.len(), 222);
    let clients: BTreeSet<_> = sent.iter().map(|sent| sent.client.as_str()).collect();
    assert_eq!(clients.len(), 7, "five small ones stand together");
    let mut wrong = Vec::new();
    for client in clients {
        let wechat = Served::start(&[]);
        for sent in sent.iter().filter(|sent| sent.client == client) {
            let reply = replay(&wechat, sent);
            let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
            let verdict = match reply.status {
                200 => answer["errcode"].as_i64().unwrap_or(0),
                other => other.into(),
            };
            if verdict != sent.right {
                wrong.push(format!(
                    "{client}: {} {} → {answer}, not {}",
                    sent.path, sent.body, sent.right
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
