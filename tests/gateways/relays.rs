//! Relays: the API below a path, with credentials and a query of their own. Nothing is ever sent beside the path.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::world::{DRAFT, World, argument};

/// Passes on what comes below its path, and writes down all that comes.
struct Relay {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    fn below(path: &'static str, upstream: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (kept, upstream) = (Arc::clone(&kept), upstream.clone());
                std::thread::spawn(move || pass(client, path, &upstream, &kept));
            }
        });
        Self { address, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic here").clone()
    }
}

fn pass(
    mut client: TcpStream,
    path: &str,
    upstream: &str,
    heads: &Mutex<Vec<String>>,
) -> Option<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    heads.lock().expect("no panic here").push(head.clone());
    let mut lengths = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; lengths.next().unwrap_or(0)];
    client.read_exact(&mut body).ok()?;
    let (method, rest) = head.split_once(' ')?;
    let Some(rest) = rest.strip_prefix(path) else {
        client
            .write_all(b"HTTP/1.1 404 Astray\r\ncontent-length: 0\r\n\r\n")
            .ok()?;
        return None;
    };
    // The sandbox answers to names of this machine only.
    let rest = rest.replace("host: relay.example", "host: 127.0.0.1");
    let mut server = TcpStream::connect(upstream).ok()?;
    server
        .write_all(format!("{method} {rest}").as_bytes())
        .ok()?;
    server.write_all(&body).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    client.write_all(&answer).ok()
}

#[test]
fn a_base_with_a_path_serves_every_call() {
    for end in [
        "/wx",
        "/wx/",
        "/wx/cgi-bin",
        "/wx/cgi-bin/",
        "/wx?key=r3layKey99",
    ] {
        let world = World::new();
        let relay = Relay::below("/wx", world.wire_address());
        let base = format!("http://relay:p4ssw0rd@{}{end}", relay.address);
        let with_base = |arguments: &[&str]| {
            world.wx_with(arguments.iter().copied(), |command| {
                command.env("WXMASS_API_BASE", &base);
            })
        };
        let campaign = world.campaign("spring").write();
        let outcome = with_base(&["send", argument(&campaign), "--yes"]).exits(0);
        with_base(&["tags"]).exits(0);
        with_base(&["followers", "--tag", "VIP"]).exits(0);
        with_base(&["doctor"]).exits(0);
        for secret in ["p4ssw0rd", "r3layKey99"] {
            assert!(!outcome.stderr.contains(secret), "{}", outcome.stderr);
        }
        world.assert_sent_once();
        assert!(!world.calls_of(DRAFT).is_empty());
        for head in relay.heads() {
            let target = head.split(' ').nth(1).expect("a target");
            assert!(target.starts_with("/wx/cgi-bin/"), "{end}: {target}");
            assert!(!target.contains("cgi-bin/cgi-bin"), "{end}: {target}");
            assert_eq!(
                target.contains("key=r3layKey99"),
                end.contains("key"),
                "{target}"
            );
            let wanted = "authorization: basic cmvsyxk6cdrzc3cwcmq=";
            assert!(head.to_ascii_lowercase().contains(wanted), "{head}");
        }
    }
}

#[test]
fn a_relay_that_answers_below_another_path_gets_no_secret_at_its_root() {
    let world = World::new();
    let relay = Relay::below("/wx", world.wire_address());
    world
        .wx_with(["token"], |command| {
            command.env("WXMASS_API_BASE", format!("http://{}/other", relay.address));
        })
        .exits(6)
        .says("no such call at this address (404)");
    assert!(
        relay
            .heads()
            .iter()
            .all(|head| head.contains(" /other/cgi-bin/"))
    );
}

#[test]
fn an_http_base_beyond_this_machine_goes_through_the_proxy() {
    let world = World::new();
    // To a proxy the target is a whole address.
    let proxy = Relay::below("http://relay.example", world.wire_address());
    let through = |name: &str, more: &[(&str, &str)]| {
        world.wx_with(["token", "--refresh", "--insecure-api-base"], |command| {
            command
                .env("WXMASS_API_BASE", "http://relay.example")
                .env(name, format!("http://{}", proxy.address))
                .env_remove("WXMASS_PACE")
                .env("WXMASS_TIMEOUT", "5");
            for (name, value) in more {
                command.env(name, value);
            }
        })
    };
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        through(name, &[]).exits(0);
    }
    let passed = proxy.heads().len();
    assert!(passed >= 4);
    through("HTTP_PROXY", &[("NO_PROXY", "relay.example")]).exits(6);
    assert_eq!(proxy.heads().len(), passed, "it was not asked");
}

/// A SOCKS5 proxy by hand, as `ssh -D` is one: no authentication, one connection, a name or an address.
#[test]
fn socks_proxies_are_taken() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let proxy = listener.local_addr().expect("an address");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || socks(client, &kept));
        }
    });
    for scheme in ["socks5h", "socks5"] {
        let host = if scheme == "socks5h" {
            "relay.example"
        } else {
            "192.0.2.7"
        };
        world
            .wx_with(["token", "--refresh", "--insecure-api-base"], |command| {
                command
                    .env("WXMASS_API_BASE", format!("http://{host}"))
                    .env("ALL_PROXY", format!("{scheme}://{proxy}"))
                    .env_remove("WXMASS_PACE")
                    .env("WXMASS_TIMEOUT", "5");
            })
            .exits(0);
        assert_eq!(
            asked.lock().expect("no panic here").pop().as_deref(),
            Some(host)
        );
    }
}

fn socks(mut client: TcpStream, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting).ok()?;
    let mut methods = vec![0; usize::from(greeting[1])];
    client.read_exact(&mut methods).ok()?;
    client.write_all(&[5, 0]).ok()?;
    let mut request = [0; 4];
    client.read_exact(&mut request).ok()?;
    let host = if request[3] == 3 {
        let mut length = [0];
        client.read_exact(&mut length).ok()?;
        let mut name = vec![0; usize::from(length[0])];
        client.read_exact(&mut name).ok()?;
        String::from_utf8(name).ok()?
    } else {
        let mut address = [0; 4];
        client.read_exact(&mut address).ok()?;
        std::net::Ipv4Addr::from(address).to_string()
    };
    let mut port = [0; 2];
    client.read_exact(&mut port).ok()?;
    asked.lock().expect("no panic here").push(host);
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).ok()?;
    let mut asked = [0; 4_096];
    let length = client.read(&mut asked).ok()?;
    assert!(asked[..length].starts_with(b"POST /cgi-bin/stable_token HTTP/1.1"));
    let body = r#"{"access_token":"t0ken-behind-socks","expires_in":7200}"#;
    let length = body.len();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
    client.write_all(answer.as_bytes()).ok()
}
