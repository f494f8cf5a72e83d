//! The four ways of starting a scheduled send, as `examples/schedule/` has them: each command is run as it stands, but for
//! its date and its folder.

use std::process::Command;

use jiff::{SignedDuration, Timestamp};

use crate::root;
use crate::world::World;

fn example(name: &str) -> String {
    let path = root().join("examples/schedule").join(name);
    std::fs::read_to_string(path).expect(name)
}

/// The line behind a mark, to its end.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    let (_, rest) = text.split_once(mark).expect(mark);
    rest.lines().next().expect("a line")
}

/// Runs a command of an example in a folder that has the campaign, a moment from now; and then a day late.
fn runs(command: &str) {
    let world = World::new();
    world.wx(["init", "spring"]).exits(0);
    let command = command
        .replace("cd /srv/campaigns && ", "")
        .replace("/usr/local/bin/wxmass", "wxmass")
        .replace("/campaigns/spring", "spring");
    let moment = |seconds| (Timestamp::now() + SignedDuration::from_secs(seconds)).to_string();
    let on = |at: i64, until: i64| {
        let script = command
            .replace("2026-12-01 20:00", &moment(at))
            .replace("2026-12-01 20:30", &moment(until));
        assert_ne!(script, command);
        world.shell(&script, |_| ())
    };
    on(-90_000, -86_400).exits(2);
    assert!(world.sends().is_empty(), "{command}");
    on(2, 600).exits(0);
    world.assert_sent_once();
    // As a restart would.
    on(-30, 600).exits(0);
    world.assert_sent_once();
}

#[test]
fn the_service_of_systemd() {
    let service = example("wxmass-spring.service");
    runs(after(&service, "ExecStart="));
    let verify = Command::new("systemd-analyze")
        .arg("calendar")
        .arg(after(&example("wxmass-spring.timer"), "OnCalendar="))
        .output();
    if let Ok(output) = verify {
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("Normalized form"), "{said}");
    }
}

#[test]
fn the_line_of_cron() {
    let table = example("crontab");
    let line = after(&table, "55 19 1 12 * ");
    assert!(!line.contains('%'), "cron would end the command there");
    runs(line.trim_end_matches(" >> spring.log 2>&1"));
}

#[test]
fn the_step_of_github() {
    runs(after(&example("github.yml"), "- run: "));
}

#[test]
fn the_arguments_of_kubernetes() {
    let job = example("cronjob.yaml");
    let list = format!("[{}", after(&job, "args: ["));
    let words: Vec<String> = serde_json::from_str(&list).expect("a flow list is JSON");
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    runs(&format!("wxmass {}", quoted.join(" ")));
}
