//! Events of odd form: msg_id and status decide, the rest is kept as far as it can be read, and none is refused for a part that
//! nothing depends on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::world::World;
use crate::world::listener::{CALLBACK_TOKEN, Letter, finished, now};
use crate::{COUNTS, batch, sent, takes};

#[test]
fn an_odd_part_does_not_cost_the_event() {
    let cases = [
        ("<CanReprint>1<", "<CanReprint>true<", ""),
        ("<AuditState>2<", "<AuditState>N/A<", "AuditState"),
        ("<SentCount>75<", "<SentCount>75.0<", ""),
        ("<ErrorCount>5<", "<ErrorCount>five<", "ErrorCount"),
        ("<TotalCount>100<", "<TotalCount>-1<", "TotalCount"),
        ("<ArticleIdx>1</ArticleIdx>", "", "ArticleIdx"),
        ("<ResultList>", "<ResultList/><ResultList>", ""),
        (
            "<CreateTime>1764000000<",
            "<CreateTime>yesterday<",
            "CreateTime",
        ),
        (
            "<![CDATA[http://mp.weixin.qq.com/s/ours]]>",
            "http://mp.weixin.qq.com/s?a=1&b=2",
            "",
        ),
        (
            "https://mp.weixin.qq.com/s/first",
            "https://mp.weixin.qq.com/s/fi\u{1}rst",
            "",
        ),
        ("<CheckState>2<", "<CheckState>&unknown;<", "CheckState"),
    ];
    for (from, to, unread) in cases {
        let world = World::new();
        let msg_id = sent(&world);
        let body = finished(msg_id, "send success", COUNTS);
        assert!(body.contains(from), "{from}");
        let ear = world.listen(&[]);
        takes(&ear, &Letter::plain(body.replace(from, to)));
        let outcome = ear.interrupt().exits(130);
        assert!(
            outcome
                .stdout
                .starts_with(&format!("{msg_id}\tsend success\t")),
            "{outcome:?}"
        );
        assert_eq!(
            outcome.stderr.contains("could not be read"),
            !unread.is_empty(),
            "{to}"
        );
        outcome.says(unread);
        let batch = batch(&world);
        assert_eq!(batch["status"], "SEND_SUCCESS", "{to}");
        assert_eq!(batch["sent"], 75, "{to}");
    }
}

#[test]
fn an_event_may_come_as_json() {
    let world = World::new();
    let msg_id = sent(&world);
    let event = json!({
        "ToUserName": "gh_0123456789ab", "CreateTime": now(), "MsgType": "event", "Event": "MASSSENDJOBFINISH",
        "MsgID": msg_id, "Status": "send success", "TotalCount": 100, "FilterCount": 80, "SentCount": "75", "ErrorCount": 5,
        "ArticleUrlResult": { "Count": 1, "ResultList": [{ "ArticleIdx": 1, "ArticleUrl": "http://mp.weixin.qq.com/s?a=1&b=2" }] },
    });
    let ear = world.listen(&[]);
    takes(&ear, &Letter::plain(event.to_string()));
    let outcome = ear.interrupt().exits(130);
    assert_eq!(
        outcome.stdout,
        format!("{msg_id}\tsend success\t100\t80\t75\t5\n")
    );
    assert_eq!(
        batch(&world)["articles"][0]["url"],
        "http://mp.weixin.qq.com/s?a=1&b=2"
    );
}

/// WeChat waits five seconds.
#[test]
fn three_hundred_slow_strangers_do_not_hold_up_wechat() {
    let world = World::new();
    let ear = world.listen(&[]);
    let mut slow: Vec<_> = (0..300)
        .filter_map(|_| TcpStream::connect(&ear.address).ok())
        .collect();
    assert_eq!(slow.len(), 300);
    for (number, stream) in slow.iter_mut().enumerate() {
        // A third says nothing, a third half a head, a third a head without its body.
        let said: &[u8] = match number % 3 {
            0 => b"",
            1 => b"POST / HTTP/1.1\r\nhost:",
            _ => b"POST /?signature=0 HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n<xml>",
        };
        let _ = stream.write_all(said);
    }
    let begun = Instant::now();
    takes(&ear, &Letter::plain(finished(5, "send success", COUNTS)));
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
    drop(slow);
    ear.interrupt().exits(130);
}

/// An event that is recorded is shown somewhere, even where nothing reads stdout any more.
#[test]
fn an_event_that_cannot_be_printed_is_told_on_stderr() {
    let world = World::new();
    let msg_id = sent(&world);
    let mut child = world.start_with(["listen", "--port", "0"], |command| {
        command.env("WXMASS_CALLBACK_TOKEN", CALLBACK_TOKEN);
    });
    drop(child.stdout.take());
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut said = String::new();
    while !said.contains("stop with Ctrl-C") {
        assert!(stderr.read_line(&mut said).expect("a pipe") > 0, "{said}");
    }
    let (_, rest) = said.split_once("http://").expect("an address");
    let address = rest.split('/').next().expect("host and port");
    let (target, body) = Letter::plain(finished(msg_id, "send success", COUNTS)).made();
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    let head = format!("POST {target} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    stream
        .write_all((head + &body).as_bytes())
        .expect("it reads");
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut stream, &mut answer).expect("it answers");
    assert!(answer.ends_with("success"), "{answer}");
    std::io::Read::read_to_string(&mut stderr, &mut said).expect("a pipe");
    let told = format!("could not be printed: {msg_id}\tsend success");
    assert!(said.contains(&told), "{said}");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(batch(&world)["sent"], 75);
}
