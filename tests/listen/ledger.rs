//! `wxmass listen` through the real binary: what WeChat says is kept and told once, what anybody else says is refused.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::world::listener::{AES_KEY, CALLBACK_TOKEN, Ear, Letter, finished, now};
use crate::world::wire::{Harm, fault};
use crate::world::{STATUS, World, finish};
use serde_json::{Value, json};

const COUNTS: [i64; 4] = [100, 80, 75, 5];

/// A campaign that went out; its msg_id.
fn sent(world: &World) -> i64 {
    let campaign = world.campaign("spring").write();
    let outcome = world.send(&campaign).exits(0);
    outcome.stdout.trim().parse().expect("a msg_id")
}

/// The first batch of the newest run.
fn batch(world: &World) -> Value {
    let runs = world.wx(["runs", "--json"]).exits(0).json();
    runs["runs"][0]["batches"][0].clone()
}

#[track_caller]
fn takes(ear: &Ear, letter: &Letter) {
    assert_eq!(ear.post(letter), (200, "success".to_owned()));
}

// ---- what is WeChat's ----------------------------------------------------------------------------------------------

#[test]
fn a_finished_send_completes_the_ledger() {
    let world = World::new();
    let msg_id = sent(&world);
    assert_eq!(batch(&world)["sent"], Value::Null);
    let ear = world.listen(&[]);
    let begun = Instant::now();
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", COUNTS)),
    );
    assert!(begun.elapsed() < Duration::from_secs(2));
    let outcome = ear.interrupt().exits(130);
    assert_eq!(
        outcome.stdout,
        format!("{msg_id}\tsend success\t100\t80\t75\t5\n")
    );
    let outcome = outcome
        .says("`spring`")
        .says("75 sent, 5 failed, of 80 (100 before filters)")
        .says("judged a reprint that may be sent");
    outcome.says("like the original https://mp.weixin.qq.com/s/first; may be reprinted; replaced by the original");

    let batch = batch(&world);
    let counts = ["total", "filtered", "sent", "failed"].map(|name| batch[name].clone());
    assert_eq!(counts, COUNTS.map(Value::from));
    assert_eq!(batch["finish"], "send success");
    assert_eq!(batch["status"], "SEND_SUCCESS");
    assert_eq!(batch["ended_at"], "2025-11-24T16:00:00Z");
    assert_eq!(
        batch["articles"][0]["url"],
        "http://mp.weixin.qq.com/s/ours"
    );

    let table = world.wx(["runs", "spring"]).exits(0).stdout;
    assert!(
        table.contains("75/80") && table.contains("75 sent, 5 failed"),
        "{table}"
    );
    assert!(table.contains("http://mp.weixin.qq.com/s/ours"), "{table}");
    let status = world.wx(["status", &msg_id.to_string()]).exits(0);
    assert_eq!(
        status.stdout,
        format!("{msg_id}\tSEND_SUCCESS\n"),
        "as it always was"
    );
    status.says("75 sent, 5 failed");
    let id = msg_id.to_string();
    let status = world.wx(["status", &id, "--json"]).exits(0).json();
    assert_eq!(status["sends"][0]["sent"], 75);
}

#[test]
fn a_repeat_changes_nothing_and_is_told_once_even_after_a_restart() {
    let world = World::new();
    let msg_id = sent(&world);
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    let ear = world.listen(&[]);
    for _ in 0..3 {
        takes(&ear, &letter);
    }
    // The same event with other figures is no other event.
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", [1, 1, 1, 1])),
    );
    let before = batch(&world);
    assert_eq!(ear.interrupt().exits(130).lines().len(), 1);
    let ear = world.listen(&[]);
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).stdout, "");
    assert_eq!(batch(&world), before);
}

#[test]
fn two_listeners_on_one_ledger_tell_it_once() {
    let world = World::new();
    let msg_id = sent(&world);
    let ears = [world.listen(&[]), world.listen(&[])];
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    std::thread::scope(|scope| {
        for ear in &ears {
            scope.spawn(|| takes(ear, &letter));
        }
    });
    let lines = ears.map(|ear| ear.interrupt().exits(130).lines().len());
    assert_eq!(lines.iter().sum::<usize>(), 1, "{lines:?}");
}

#[test]
fn safe_mode_is_opened_and_plain_bodies_are_refused_there() {
    let world = World::new();
    let msg_id = sent(&world);
    let ear = world.listen_with(&["--path", "/wechat/main"], |command| {
        command.env("WXMASS_AES_KEY", AES_KEY);
    });
    let body = finished(msg_id, "err(20431)", [0, 0, 0, 0]);
    let good = Letter {
        path: "/wechat/main".to_owned(),
        ..Letter::sealed(&*body)
    };
    let plain = Letter {
        sealed: None,
        ..good.clone()
    };
    assert_eq!(ear.post(&plain).0, 403);
    let foreign = Letter {
        sealed: Some((AES_KEY.to_owned(), "wxffffffffffffffff".to_owned())),
        ..good.clone()
    };
    assert_eq!(ear.post(&foreign).0, 403);
    let other_key = Letter {
        sealed: Some(("A".repeat(43), wxmass::sandbox::APPID.to_owned())),
        ..good.clone()
    };
    assert_eq!(ear.post(&other_key).0, 403);
    let (target, sealed) = good.made();
    let changed = sealed.replacen("CDATA[", "CDATA[A", 2);
    assert_eq!(ear.exchange("POST", &target, &changed).0, 403);
    let empty = "<xml><ToUserName>x</ToUserName></xml>";
    assert_eq!(ear.exchange("POST", &target, empty).0, 400);
    assert_eq!(ear.stdout(), "", "nothing of that was taken");
    takes(&ear, &good);
    let outcome = ear.interrupt().exits(130);
    assert_eq!(
        outcome.stdout,
        format!("{msg_id}\terr(20431)\t0\t0\t0\t0\n")
    );
    outcome
        .says("safe mode")
        .says("is not sealed")
        .says("for another account, `wxffffffffffffffff`")
        .says("is the EncodingAESKey the account's?");
    assert_eq!(batch(&world)["status"], "SEND_FAIL");
}

#[test]
fn a_send_from_the_console_is_marked_and_kept() {
    let world = World::new();
    let ear = world.listen(&["--once"]);
    let letter = Letter::plain(finished(2_147_480_009, "err(40002)", COUNTS));
    takes(&ear, &letter);
    let outcome = ear.end().exits(0);
    assert_eq!(
        outcome.stdout,
        "2147480009\terr(40002)\t100\t80\t75\t5\tnot-in-ledger\n"
    );
    outcome
        .says("which this ledger has not sent")
        .says("no administrator answered within 30 minutes");
    let ear = world.listen(&[]);
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).stdout, "", "kept, and a repeat");
}

/// WeChat may call back before the sender has recorded the answer; here the answer is lost, and the callback comes first.
#[test]
fn a_callback_that_comes_before_the_answer_is_not_lost() {
    let world = World::new();
    let campaign = world.campaign("spring").send("wait = false").write();
    world.plant(fault(crate::world::TO_TAG, Harm::ResetAfter).always());
    world.send(&campaign).exits(7);
    let msg_id = world.sends()[0].verdict()["msg_id"]
        .as_i64()
        .expect("a msg_id");
    let ear = world.listen(&["--once"]);
    takes(
        &ear,
        &Letter::plain(finished(msg_id, "send success", COUNTS)),
    );
    ear.end().exits(0);
    assert_eq!(batch(&world)["state"], "unknown");
    world.mend();
    world.send(&campaign).exits(0);
    assert_eq!(world.sends().len(), 1);
    let batch = batch(&world);
    assert_eq!(
        (&batch["sent"], &batch["status"]),
        (&json!(75), &json!("SEND_SUCCESS"))
    );
}

#[test]
fn the_wait_of_a_send_ends_with_the_callback() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let sending = r#"{"msg_id":1,"msg_status":"SENDING"}"#;
    world.plant(fault(STATUS, Harm::Answer(sending.to_owned())).always());
    let ear = world.listen(&[]);
    // Slow enough that its own patience would last for most of a minute.
    let file = campaign.to_str().expect("a plain path");
    let child = world.start_with(["send", file, "--yes"], |command| {
        command.env("WXMASS_PACE", "60");
    });
    world.wait_for(STATUS, 1);
    let msg_id = world.sends()[0].verdict()["msg_id"]
        .as_i64()
        .expect("a msg_id");
    let begun = Instant::now();
    takes(&ear, &Letter::plain(finished(msg_id, "err(10001)", COUNTS)));
    let outcome = finish(child)
        .exits(3)
        .says("err(10001): suspected advertising");
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(outcome.stdout.trim(), msg_id.to_string());
    ear.interrupt().exits(130);
}

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

// ---- what is not ---------------------------------------------------------------------------------------------------

#[test]
fn strangers_hear_a_number_and_change_nothing() {
    let world = World::new();
    let msg_id = sent(&world);
    let before = batch(&world);
    let ear = world.listen(&[]);
    let good = Letter::plain(finished(msg_id, "send success", COUNTS));
    let with = |change: fn(&mut Letter)| {
        let mut letter = good.clone();
        change(&mut letter);
        letter
    };
    let bomb = "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]><xml><MsgType>&c;</MsgType></xml>";
    let letters = [
        (403, with(|it| it.token = "not-the-token".to_owned())),
        (403, with(|it| it.stamp = now() - 660)),
        (403, with(|it| it.stamp = now() + 660)),
        (403, Letter::sealed(&*good.body)),
        (404, with(|it| it.path = "/elsewhere".to_owned())),
        (405, with(|it| it.method = "PUT")),
        (405, with(|it| it.method = "DELETE")),
        (400, with(|it| it.body = "this is no XML".to_owned())),
        (400, with(|it| it.body.clear())),
        (400, with(|it| it.body = it.body.replace("</xml>", ""))),
        (400, with(|it| it.body = it.body.replace("MsgID", "MsgId"))),
        (400, with(|it| it.body = "<a>".repeat(300_000))),
        (
            400,
            with(|it| it.body = format!("{}{}", "<a>".repeat(50), "</a>".repeat(50))),
        ),
        (
            400,
            with(|it| it.body = format!("<xml>{}</xml>", "<a/>".repeat(100_000))),
        ),
        (413, with(|it| it.body.push_str(&" ".repeat(1024 * 1024)))),
        (400, Letter::plain(bomb)),
        (
            400,
            Letter::plain(
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml><MsgType>&x;</MsgType></xml>",
            ),
        ),
    ];
    for (number, (status, letter)) in letters.iter().enumerate() {
        let (answered, body) = ear.post(letter);
        assert_eq!(
            (answered, body.as_str()),
            (*status, ""),
            "letter {number}: {:.80}",
            letter.body
        );
    }
    for target in [
        "/",
        "/?signature=&timestamp=&nonce=",
        "/?signature=%00&timestamp=x&nonce=y",
    ] {
        assert_eq!(ear.exchange("POST", target, &good.body).0, 403, "{target}");
    }
    // A megabyte that does not say how long it is.
    let (target, _) = good.made();
    let mut endless =
        format!("POST {target} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
            .into_bytes();
    for _ in 0..20 {
        endless.extend(b"10000\r\n");
        endless.extend(vec![b' '; 0x10000]);
        endless.extend(b"\r\n");
    }
    assert_eq!(ear.raw(&endless).0, 413);
    for noise in [
        "GET",
        "GET / HTTP/9.9",
        "\u{16}\u{3}\u{1}TLS?",
        &"x".repeat(100_000),
    ] {
        let (status, _) = ear.raw(format!("{noise}\r\n\r\n").as_bytes());
        assert!([0, 400, 404, 414, 431].contains(&status), "{status}");
    }

    assert_eq!(batch(&world), before);
    takes(&ear, &good);
    let outcome = ear.interrupt().exits(130);
    assert_eq!(outcome.lines().len(), 1, "{}", outcome.stdout);
    outcome
        .says("refused a request from 127.0.0.1:")
        .says("the signature is wrong")
        .says("660 s away from this machine's clock")
        .says("set WXMASS_AES_KEY")
        .says("longer than 1 MiB");
}

#[test]
fn idle_connections_hold_up_neither_wechat_nor_the_end() {
    let world = World::new();
    let ear = world.listen(&[]);
    let mut idle: Vec<_> = (0..40)
        .map(|_| TcpStream::connect(&ear.address).expect("it listens"))
        .collect();
    for stream in idle.iter_mut().take(20) {
        stream
            .write_all(b"POST / HTTP/1.1\r\nhost:")
            .expect("it reads");
    }
    takes(&ear, &Letter::plain(finished(5, "send success", COUNTS)));
    let begun = Instant::now();
    ear.interrupt().exits(130);
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_ledger_that_cannot_be_written_is_not_a_success() {
    let world = World::new();
    let msg_id = sent(&world);
    let ear = world.listen(&[]);
    world.change_the_ledger("alter table finishes rename to elsewhere");
    let letter = Letter::plain(finished(msg_id, "send success", COUNTS));
    assert_eq!(
        ear.post(&letter),
        (500, String::new()),
        "WeChat has to call again"
    );
    assert_eq!(ear.stdout(), "");
    ear.says("error: ");
    world.change_the_ledger("alter table elsewhere rename to finishes");
    takes(&ear, &letter);
    assert_eq!(ear.interrupt().exits(130).lines().len(), 1);
}

// ---- settings ------------------------------------------------------------------------------------------------------

#[test]
fn the_accounts_file_has_it_all_and_the_secret_is_not_needed() {
    let world = World::new();
    let accounts = world.path("accounts.toml");
    let text = format!(
        "[main]\nappid = \"{}\"\nsecret_command = \"touch asked; echo x\"\ncallback_token = \"{CALLBACK_TOKEN}\"\naes_key = \"{AES_KEY}\"\n",
        wxmass::sandbox::APPID
    );
    std::fs::write(&accounts, text).expect("a file");
    let change = |command: &mut std::process::Command| {
        for name in ["WXMASS_APPID", "WXMASS_SECRET", "WXMASS_CALLBACK_TOKEN"] {
            command.env_remove(name);
        }
        command.env("WXMASS_ACCOUNTS", &accounts);
    };
    let ear = world.listen_with(&["--once"], change);
    takes(&ear, &Letter::sealed(finished(5, "send success", COUNTS)));
    ear.end().exits(0).says("account main").says("chmod 600");
    assert!(!world.path("asked").exists(), "nobody asked for the secret");
    let settings = world.wx_with(["settings", "--json"], change).exits(0);
    assert!(!settings.stdout.contains(CALLBACK_TOKEN) && !settings.stdout.contains(AES_KEY));
    let settings = settings.json();
    let rows = settings["settings"].as_array().expect("rows");
    let from = |name: &str| {
        let row = rows.iter().find(|row| row["setting"] == name);
        row.expect(name)["from"].clone()
    };
    assert_eq!(from("callback_token"), "accounts file, [main]");
    assert_eq!(from("aes_key"), "accounts file, [main]");
}

#[test]
fn what_cannot_be_listened_with_is_said_at_once() {
    let world = World::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = |arguments: &[&str], change: fn(&mut std::process::Command)| {
        let arguments = ["listen", "--port", "0"].iter().chain(arguments);
        world.wx_with(arguments, change)
    };
    refused(&[], |_| ()).exits(4).says("WXMASS_CALLBACK_TOKEN");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "");
    })
    .exits(4)
    .says("WXMASS_CALLBACK_TOKEN");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "a b");
    })
    .exits(4)
    .says("3 to 32 letters");
    refused(&[], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", CALLBACK_TOKEN);
        command.env("WXMASS_AES_KEY", "short");
    })
    .exits(4)
    .says("43 letters");
    refused(&["--path", "wechat"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    refused(&["--count", "0"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    refused(&["--once", "--count", "2"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    })
    .exits(2);
    let outcome = world.wx_with(["listen", "--port", &port], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", "token");
    });
    outcome.exits(2).says("cannot listen on 127.0.0.1");
}

// ---- with the sandbox ----------------------------------------------------------------------------------------------

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
        let file = campaign.to_str().expect("a plain path");
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
