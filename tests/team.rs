//! One PostgreSQL store for several machines: each campaign goes out once, the one who dies, sleeps or comes too late.
//!
//! Most tests need a server and are left out without one: `.ci/postgres cargo test --test team -- --include-ignored`.

mod world;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use world::campaign::openids;
use world::forward::Door;
use world::place::{LEASE, SERVER};
use world::wire::{Harm, fault};
use world::{
    BODY_PICTURE, DRAFT, MATERIAL, TO_OPENIDS, TO_TAG, TOKEN, World, argument, finish, signal,
};

/// A world on the server; a test that would silently run on a file instead has failed.
fn team() -> World {
    let world = World::new();
    assert!(
        world.state().starts_with("postgres"),
        "{SERVER} names a server"
    );
    world
}

/// `wxmass send` on a machine of its own: another home, the same store.
fn send_on(world: &World, machine: &str, campaign: &Path) -> Child {
    let home = world.path(machine);
    std::fs::create_dir_all(&home).expect("a home");
    let file = argument(campaign);
    world.start_with(["send", file, "--yes"], |command| {
        command.env("HOME", home);
    })
}

#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn of_two_machines_one_sends_and_the_other_says_so() {
    let world = team();
    let campaign = world.campaign("spring").write();
    world.plant(fault(DRAFT, Harm::Late(Duration::from_millis(400))).always());
    let children = ["desk", "laptop"].map(|machine| send_on(&world, machine, &campaign));
    let outcomes = children.map(|child| finish(child).exits(0));
    world.assert_sent_once();
    assert_eq!(outcomes[0].stdout, outcomes[1].stdout, "the same msg_id");
    let all = outcomes.each_ref().map(|it| it.stderr.as_str()).concat();
    assert!(all.contains("waiting for another wxmass"), "{all}");
    assert!(all.contains("was sent already"), "{all}");
    assert_eq!(world.calls_of(DRAFT).len(), 1, "{:?}", world.paths());
}

#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn tokens_and_uploads_are_the_teams() {
    let world = team();
    let first = world.campaign("spring").write();
    finish(send_on(&world, "desk", &first)).exits(0);
    world.forget_calls();
    let second = world
        .campaign("summer")
        .send("ignore_reprint = true")
        .write();
    finish(send_on(&world, "laptop", &second)).exits(0);
    for call in [TOKEN, BODY_PICTURE, MATERIAL] {
        assert!(
            world.calls_of(call).is_empty(),
            "{call}: {:?}",
            world.paths()
        );
    }
    assert_eq!(world.sends().len(), 1);
}

#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_killed_holder_is_taken_over_when_its_lease_has_run_out() {
    let world = team();
    let campaign = world.campaign("spring").write();
    world.plant(fault(TO_TAG, Harm::HangAfter));
    let mut holder = send_on(&world, "desk", &campaign);
    world.wait_until_hanging(TO_TAG);
    let killed = Instant::now();
    holder.kill().expect("SIGKILL");
    finish(holder);
    world.repair();
    let heir = send_on(&world, "laptop", &campaign);
    // Renewed at most a third of a lease ago; until then no one else may send.
    std::thread::sleep((LEASE / 3).saturating_sub(killed.elapsed()));
    assert_eq!(world.calls_of(TO_TAG).len(), 1, "the lease still runs");
    finish(heir).exits(0).says("waiting for another wxmass");
    assert!(killed.elapsed() > LEASE / 2, "{:?}", killed.elapsed());
    world.assert_sent_once();
}

/// As a laptop that is closed in the middle of a send and opened again.
#[cfg(unix)]
#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_sender_that_stood_still_sends_nothing_more() {
    let world = team();
    let campaign = world.campaign("guests").for_openids(20_001).write();
    world.plant(fault(TO_OPENIDS, Harm::HangAfter));
    let sleeper = send_on(&world, "laptop", &campaign);
    world.wait_until_hanging(TO_OPENIDS);
    signal(&sleeper, "-STOP");
    let heir = send_on(&world, "desk", &campaign);
    let outcome = finish(heir).exits(0);
    assert_eq!(outcome.lines().len(), 3);
    let everybody = openids(1..=20_001);
    assert_eq!(world.receivers(), everybody);
    let calls = world.calls_of(TO_OPENIDS).len();
    world.repair();
    signal(&sleeper, "-CONT");
    // All of it went out, by the heir; the ledger says so.
    let woken = finish(sleeper).exits(0);
    assert_eq!(woken.stdout, outcome.stdout);
    assert_eq!(world.calls_of(TO_OPENIDS).len(), calls, "not one call more");
    assert!(world.batch_states().iter().all(|state| state == "accepted"));
}

/// The holder cannot know it by its own clock: somebody has changed the row. It asks before each call.
#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_lease_that_was_taken_over_stops_the_next_batch() {
    let world = team();
    let campaign = world.campaign("guests").for_openids(10_001).write();
    world.plant(fault(TO_OPENIDS, Harm::Late(Duration::from_millis(1_500))));
    let file = argument(&campaign);
    let sender = world.start_with(["send", file, "--yes"], |command| {
        // Not renewed while this test runs, so that nothing but the question before the call can find it out.
        command.env("WXMASS_TEST_LEASE", "600000");
    });
    world.wait_for(TO_OPENIDS, 1);
    world.change_the_ledger(
        "update leases set fence = fence + 1, holder = 'somebody else', lease_until = 9000000000000 where name like 'run:%'",
    );
    let half = finish(sender)
        .exits(8)
        .says("another process has taken over the lock");
    assert_eq!(half.lines().len(), 1, "the msg_id of what went out");
    assert_eq!(world.calls_of(TO_OPENIDS).len(), 1, "{:?}", world.paths());
    assert_eq!(world.batch_states(), ["accepted", "planned"]);
}

/// The store goes away while the call is under way: what WeChat said is known, and what it did not say is a doubt.
#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_store_that_is_lost_in_flight_takes_no_knowledge_with_it() {
    for is_heard in [true, false] {
        let world = team();
        let campaign = world.campaign("spring").write();
        let state = world.state();
        let (_, rest) = state.split_once("://").expect("a URL");
        let address = rest.split(['/', '?']).next().expect("a host");
        let address = address.rsplit('@').next().expect("a host").to_owned();
        let mut door = Door::to(&address);
        let through = state.replacen(&address, &door.address(), 1);
        let harm = if is_heard {
            Harm::Late(Duration::from_millis(1_500))
        } else {
            Harm::ResetAfter
        };
        if !is_heard {
            world.plant(fault(TO_TAG, Harm::Late(Duration::from_millis(1_500))).from(2));
        }
        world.plant(fault(TO_TAG, harm));
        let sender = world.start_with(["send", argument(&campaign), "--yes"], |command| {
            command.env("WXMASS_STATE", through);
        });
        world.wait_for(TO_TAG, 1);
        door.shut();
        let outcome = finish(sender).exits(7).says("batch 1");
        assert_eq!(world.sends().len(), 1, "{:?}", world.paths());
        if is_heard {
            let msg_id = world.sends()[0].verdict()["msg_id"].to_string();
            outcome.says(&msg_id);
        }
        world.repair();
        std::thread::sleep(LEASE);
        world.send(&campaign).exits(0);
        assert_eq!(world.sends().len(), 1, "{:?}", world.paths());
    }
}

/// A command that only looks is let go at once, and keeps the team's token to itself no longer.
#[cfg(unix)]
#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn who_is_interrupted_while_looking_gives_the_token_back() {
    let world = team();
    world.plant(fault(TOKEN, Harm::HangAfter));
    let looker = world.start_with(["tags"], |command| {
        command.env("WXMASS_TEST_LEASE", "600000");
    });
    world.wait_until_hanging(TOKEN);
    signal(&looker, "-INT");
    finish(looker).exits(130);
    world.repair();
    // Its lease would last ten minutes, longer than any test may take.
    world.wx(["tags"]).exits(0);
}

#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_newer_schema_is_refused_before_any_call() {
    let world = team();
    world.wx(["runs"]).exits(0);
    world.change_the_ledger(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', true, '', 0)",
    );
    let campaign = world.campaign("spring").write();
    let outcome = world.send(&campaign).exits(2);
    let outcome = outcome.says("written by a newer wxmass (schema 9999");
    assert!(
        outcome.stderr.contains("use that version or another store"),
        "{}",
        outcome.stderr
    );
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn a_remote_server_without_tls_is_refused_unless_the_address_says_so() {
    let world = team();
    // The same server by an address that is not the loopback's; it has no TLS.
    let remote = world.state().replace("127.0.0.1", "0.0.0.0");
    let on = |state: String| {
        world.wx_with(["runs"], |command| {
            command.env("WXMASS_STATE", state);
        })
    };
    on(remote.clone()).exits(6).says("TLS");
    on(format!("{remote}&sslmode=disable")).exits(0);
}

/// A server that is not on this machine hears only the wish for TLS before it has agreed to TLS.
#[test]
fn a_remote_server_hears_nothing_before_tls() {
    const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
    let server = TcpListener::bind("0.0.0.0:0").expect("a free port");
    let port = server.local_addr().expect("an address").port();
    server.set_nonblocking(true).expect("a mode");
    let world = World::on_a_file();
    // 0.0.0.0 reaches this machine and is none of its loopback addresses.
    let state = format!("postgres://ann:hunter2@0.0.0.0:{port}/team");
    let child = world.start_with(["runs"], |command| {
        command.env("WXMASS_STATE", state);
    });
    let (mut wishes, mut heard) = (0, Vec::new());
    let mut child = Some(child);
    let begun = Instant::now();
    let outcome = loop {
        assert!(
            begun.elapsed() < Duration::from_mins(1),
            "it goes on and on"
        );
        if let Ok((mut stream, _)) = server.accept() {
            stream.set_nonblocking(false).expect("a mode");
            let limit = Some(Duration::from_secs(2));
            stream.set_read_timeout(limit).expect("a limit");
            let mut first = [0; 8];
            // A look whether anybody is there says nothing.
            if stream.read_exact(&mut first).is_err() {
                continue;
            }
            assert_eq!(first, SSL_REQUEST);
            wishes += 1;
            stream.write_all(b"N").expect("it listens");
            let _ = stream.read_to_end(&mut heard);
        }
        let running = child.as_mut().expect("a child");
        if running.try_wait().expect("a child").is_some() {
            break finish(child.take().expect("a child"));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(wishes > 0, "{outcome:?}");
    assert!(heard.is_empty(), "{heard:?}");
    let outcome = outcome.exits(6).says("TLS").says("sslmode");
    assert!(!outcome.stderr.contains("hunter2"), "{}", outcome.stderr);
}

/// Shortly before the time one of them holds the campaign; it dies a second before.
#[test]
#[ignore = "needs a server: .ci/postgres cargo test --test team -- --include-ignored"]
fn of_two_that_wait_the_other_takes_over_when_the_holder_dies() {
    let world = team();
    let campaign = world.campaign("spring").write();
    let due = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(8);
    let wait_on = |machine: &str| {
        let home = world.path(machine);
        std::fs::create_dir_all(&home).expect("a home");
        let (file, at) = (argument(&campaign), due.to_string());
        world.start_with(["send", file, "--yes", "--at", &at], |command| {
            command.env("HOME", home);
        })
    };
    let until = |before: i64| {
        let moment = due - jiff::SignedDuration::from_millis(before);
        let left = moment.duration_since(jiff::Timestamp::now());
        std::thread::sleep(left.try_into().unwrap_or_default());
    };
    let children = ["desk", "laptop"].map(wait_on);
    let numbers = children.each_ref().map(Child::id);
    until(1_000);
    assert!(world.sends().is_empty(), "{:?}", world.paths());
    let holder = world.holder_of("run:%").expect("somebody holds it by now");
    let of = |id: u32| holder.ends_with(&format!("process {id}"));
    let dies = numbers
        .iter()
        .position(|id| of(*id))
        .expect("one of the two");
    let [first, second] = children;
    let (mut dying, heir) = if dies == 0 {
        (first, second)
    } else {
        (second, first)
    };
    dying.kill().expect("SIGKILL");
    finish(dying);
    finish(heir).exits(0);
    world.assert_sent_once();
    assert!(jiff::Timestamp::now() >= due);
}
