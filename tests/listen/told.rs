//! Output of a listener for a script: one line or one document an event, and WeChat its verification.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::world::listener::{AES_KEY, CALLBACK_TOKEN, Letter, finished};
use crate::world::{World, argument, finish};
use crate::{COUNTS, sent};

#[test]
fn json_gives_one_document_a_line() {
    let world = World::new();
    let msg_id = sent(&world);
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let port = port.expect("a free port").port().to_string();
    let arguments = ["listen", "--port", &port, "--json", "--count", "2"];
    let child = world.start_with(arguments, |command| {
        command.env("WXMASS_CALLBACK_TOKEN", CALLBACK_TOKEN);
    });
    let address = format!("127.0.0.1:{port}");
    let begun = Instant::now();
    while TcpStream::connect(&address).is_err() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let post = |body: String| {
        let (target, body) = Letter::plain(body).made();
        let mut stream = TcpStream::connect(&address).expect("it listens");
        let head = format!(
            "POST {target} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream
            .write_all((head + &body).as_bytes())
            .expect("it reads");
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).expect("it answers");
        assert!(answer.ends_with("success"), "{answer}");
    };
    post(finished(msg_id, "send success", COUNTS));
    let published = "<xml><CreateTime>1764000001</CreateTime><MsgType>event</MsgType><Event>PUBLISHJOBFINISH</Event>
        <PublishEventInfo><publish_id>2247503051</publish_id><publish_status>2</publish_status><fail_idx>1</fail_idx></PublishEventInfo></xml>";
    for _ in 0..2 {
        post(published.to_owned());
    }
    post(
        "<xml><MsgType><![CDATA[text]]></MsgType><Content>a follower says hello</Content></xml>"
            .to_owned(),
    );
    let bare = "<xml><CreateTime>1764000002</CreateTime><MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event>
        <MsgID>5</MsgID><Status>send fail</Status></xml>";
    post(bare.to_owned());
    let outcome = finish(child).exits(0);
    let lines: Vec<Value> = outcome
        .lines()
        .iter()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect();
    assert_eq!(lines.len(), 3, "{}", outcome.stdout);
    let about = |line: &Value| {
        json!([
            line["event"],
            line["msg_id"],
            line["in_ledger"],
            line["name"],
            line["sent"]
        ])
    };
    assert_eq!(
        about(&lines[0]),
        json!(["MASSSENDJOBFINISH", msg_id, true, "spring", 75])
    );
    assert_eq!(
        lines[0]["articles"][0]["original_url"],
        "https://mp.weixin.qq.com/s/first"
    );
    assert_eq!(lines[1]["publish_id"], "2247503051");
    assert_eq!(lines[1]["failed_articles"], json!([1]));
    assert_eq!(
        about(&lines[2]),
        json!(["MASSSENDJOBFINISH", 5, false, null, null])
    );
}

#[test]
fn the_first_get_is_answered_with_what_was_sent() {
    let world = World::new();
    let ear = world.listen_with(&[], |command| {
        command.env("WXMASS_AES_KEY", AES_KEY);
    });
    let get = |token: &str| Letter {
        method: "GET",
        token: token.to_owned(),
        query: "&echostr=5837%3C104".to_owned(),
        ..Letter::plain("")
    };
    assert_eq!(ear.post(&get(CALLBACK_TOKEN)), (200, "5837<104".to_owned()));
    assert_eq!(ear.post(&get("another-token")), (403, String::new()));
    ear.says("WeChat has verified this address");
    ear.interrupt().exits(130);
}

/// Three commands as an operator has them in three terminals; plain, then sealed.
#[test]
fn the_sandbox_calls_back_and_the_ledger_is_completed() {
    for key in [None, Some(AES_KEY)] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        let ear = world.listen_with(&["--sandbox", "--once", "--path", "/wx"], |command| {
            command.env_remove("WXMASS_CALLBACK_TOKEN");
            if let Some(key) = key {
                command.env("WXMASS_AES_KEY", key);
            }
        });
        let callback = format!("http://{}/wx", ear.address);
        let mut arguments = vec!["sandbox", "--callback", &callback];
        arguments.extend(key.into_iter().flat_map(|key| ["--aes-key", key]));
        let mut sandbox = world.start(arguments);
        ear.says("WeChat has verified this address");
        let file = argument(&campaign);
        let sent = world.wx(["send", file, "--sandbox", "--yes"]).exits(0);
        let outcome = ear.end().exits(0);
        // Not `finish`: the sandbox says its own secret, which opens nothing else, and would be found.
        sandbox.kill().expect("SIGKILL");
        sandbox.wait().expect("it ended");
        let msg_id = sent.stdout.trim();
        let fields: Vec<_> = outcome.stdout.trim_end().split('\t').collect();
        assert_eq!(&fields[..2], [msg_id, "send success"], "{}", outcome.stdout);
        assert_eq!(fields.len(), 6, "it is in the ledger: {}", outcome.stdout);
        let runs = world.wx(["runs", "--sandbox", "--json"]).exits(0).json();
        let batch = &runs["runs"][0]["batches"][0];
        let counts = ["total", "filtered", "sent", "failed"].map(|name| batch[name].to_string());
        assert_eq!(counts, fields[2..], "{batch}");
        assert_ne!(batch["sent"], 0, "{batch}");
    }
}
