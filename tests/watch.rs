//! `wxmass render --watch`: the page follows its sources, says what is wrong with them, and answers this machine alone.

mod world;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use world::{World, argument, signal};

fn get(address: &str, path: &str, host: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    answer
}

/// The page, once it holds these words.
#[track_caller]
fn wait_for(address: &str, words: &str) -> String {
    let begun = Instant::now();
    loop {
        let page = get(address, "/page", address);
        if page.contains(words) {
            return page;
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "no {words:?} in {page}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn the_page_follows_every_source_and_ends_with_ctrl_c() {
    let world = World::new();
    let file = world.campaign("spring").write();
    let mut child = world.start(["render", argument(&file), "--watch"]);
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("an address");
    let address = line
        .trim()
        .trim_start_matches("http://")
        .trim_end_matches('/');
    assert!(address.starts_with("127.0.0.1:"), "{line}");

    wait_for(address, "Good morning.");
    let version = get(address, "/version", address);
    let article = file.with_file_name("article1.md");
    std::fs::write(&article, "Good evening.\n\n![one](one.png)\n").expect("an article");
    wait_for(address, "Good evening.");
    assert_ne!(get(address, "/version", address), version);

    let whole = std::fs::read_to_string(&file).expect("the campaign");
    std::fs::write(&file, format!("colour = 1\n{whole}")).expect("the campaign");
    wait_for(address, "campaign.toml:1");
    std::fs::write(&file, whole).expect("the campaign");
    wait_for(address, "Good evening.");

    // A style sheet is a source too, and one that cannot be used is said and mended.
    let sheet = file.with_file_name("my.css");
    let styled =
        std::fs::read_to_string(&file).expect("the campaign") + "\n[theme]\ncss = \"my.css\"\n";
    std::fs::write(&file, styled).expect("the campaign");
    wait_for(address, "my.css");
    std::fs::write(&sheet, "p { color: #123 }").expect("a sheet");
    wait_for(address, "color:#123");
    std::fs::write(&sheet, "p { color: #456 }").expect("a sheet");
    wait_for(address, "color:#456");

    // A site that calls itself by our address cannot read the page.
    let foreign = get(address, "/page", "attacker.example");
    assert!(foreign.starts_with("HTTP/1.1 403"), "{foreign}");
    signal(&child, "-INT");
    assert!(child.wait().expect("it ends").success());
    assert!(world.calls().is_empty());
}
