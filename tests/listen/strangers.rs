//! Requests that are not WeChat's: strangers hear a number and change nothing, in plain and in safe mode.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::world::World;
use crate::world::listener::{AES_KEY, Letter, finished, now};
use crate::{COUNTS, batch, sent, takes};

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
