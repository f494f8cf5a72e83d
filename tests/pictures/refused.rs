//! Pictures of other hosts that are not fetched, or not taken: private addresses, redirects, too much, and no picture at all.

use crate::world::pictures::plain;
use crate::world::web::{Answer, Web};
use crate::world::{World, argument};
use crate::{allowed, send, with};

/// A picture's host hears what a browser would say without a page, and nothing of the account.
#[test]
fn nothing_of_ours_is_told_to_the_host_of_a_picture() {
    let world = World::new();
    let web = Web::start();
    let target = web.picture("/there.png", plain("a.png", 1));
    let source = web.answers("/here.png", Answer::Redirect(target));
    world.wx(["token"]).exits(0);
    send(&world, &with(&world, "mum", &source).write()).exits(0);
    assert_eq!(web.requests().len(), 2);
    for request in web.requests() {
        let mut names: Vec<_> = request
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split_once(':')?.0.to_ascii_lowercase()))
            .collect();
        names.sort();
        assert_eq!(names, ["accept", "host", "user-agent"], "{request}");
    }
}

#[test]
fn hosts_of_this_machine_and_its_network_are_not_asked() {
    let world = World::new();
    let web = Web::start();
    let own = web.picture("/a.png", plain("a.png", 1));
    for (name, source, reason) in [
        ("own", own.as_str(), "this machine"),
        (
            "loopback",
            "http://127.0.0.1/a.png",
            "127.0.0.1 is this machine",
        ),
        ("name", "http://localhost/a.png", "is this machine"),
        ("short", "http://127.1/a.png", "127.0.0.1"),
        ("hex", "http://0x7f000001/a.png", "127.0.0.1"),
        ("six", "http://[::1]/a.png", "::1"),
        (
            "mapped",
            "http://[::ffff:10.0.0.1]/a.png",
            "::ffff:10.0.0.1",
        ),
        ("nat64", "http://[64:ff9b::192.168.0.1]/a.png", "64:ff9b"),
        ("slashes", "//192.168.1.1/a.png", "192.168.1.1"),
        ("carrier", "http://100.64.0.1/a.png", "100.64.0.1"),
        ("port", "https://example.com:8443/a.png", "port 8443"),
        ("password", "http://me:secret@example.com/a.png", "password"),
        ("file", "file:///etc/passwd", "not a path"),
    ] {
        let campaign = with(&world, name, source).write();
        let outcome = world.send(&campaign).exits(2).says(reason);
        assert!(
            outcome.stderr.contains("article1.md:3:"),
            "{}",
            outcome.stderr
        );
        // What needs no look-up is told offline.
        if name != "name" {
            let shown = argument(&campaign);
            world.wx(["check", shown]).exits(2).says(reason);
        }
    }
    assert!(web.requests().is_empty());
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

/// An address that is no host is not asked even where private ones are, and a redirect is judged like an address.
#[test]
fn no_redirect_leads_where_no_address_may() {
    let world = World::new();
    let web = Web::start();
    for (name, target, reason) in [
        (
            "metadata",
            "http://169.254.169.254/latest/meta-data/",
            "169.254.169.254",
        ),
        (
            "mapped",
            "http://[::ffff:169.254.169.254]/",
            "::ffff:169.254.169.254",
        ),
        ("file", "file:///etc/passwd", "http or https"),
        ("password", "http://me:secret@example.com/a.png", "password"),
        ("round", "/round", "more than 5 redirects"),
    ] {
        let source = web.answers(&format!("/{name}"), Answer::Redirect(target.to_owned()));
        let campaign = with(&world, name, &source).write();
        let outcome = send(&world, &campaign).exits(2).says(reason);
        assert!(
            outcome.stderr.contains("article1.md:3:"),
            "{}",
            outcome.stderr
        );
    }
    assert_eq!(web.requests().len(), 4 + 6);
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn what_is_no_picture_or_too_much_is_refused_and_not_kept() {
    let world = World::new();
    let web = Web::start();
    let outside =
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"http://10.0.0.1/a.png\"/></svg>";
    for (name, answer, code, reason) in [
        (
            "page",
            Answer::Bytes(b"<!doctype html><svg>".to_vec()),
            2,
            "not a picture",
        ),
        (
            "drawing",
            Answer::Bytes(outside.into()),
            2,
            "http://10.0.0.1/a.png",
        ),
        (
            "large",
            Answer::Bytes(vec![0; 10_485_761]),
            2,
            "larger than 10.0 MB",
        ),
        ("endless", Answer::Endless, 2, "larger than 10.0 MB"),
        ("gone", Answer::Status(404), 2, "404"),
        ("busy", Answer::Status(503), 6, "503"),
    ] {
        let source = web.answers(&format!("/{name}"), answer);
        let campaign = with(&world, name, &source).write();
        send(&world, &campaign).exits(code).says(reason);
        // What was refused is asked for again, and may be mended by then.
        web.picture(&format!("/{name}"), plain("a.png", 1));
        send(&world, &campaign).exits(0);
    }
    let source = web.answers("/silent", Answer::Silence);
    let silent = with(&world, "silent", &source).write();
    let more = ["--yes", "--timeout", "1"];
    allowed(&world, "send", &silent, &more)
        .exits(6)
        .says("within 1 s");
    let closed = with(&world, "closed", "http://127.0.0.1:1/a.png").write();
    send(&world, &closed).exits(6).says("cannot be reached");
}
