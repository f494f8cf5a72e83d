//! A script is played: each command is run with what happens to it, and what the service accepted meanwhile is written down.

use std::cell::Cell;
use std::fmt;
use std::process::{Child, Command as Process};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use wxmass::sandbox::{APPID, Options, SECRET};

use crate::laws::{self, Before};
use crate::script::{Command, End, Kind, Refusal, Script, Step, Then, What};
use crate::world::campaign::openids;
use crate::world::wire::{Call, Harm, fault};
use crate::world::{TO_OPENIDS, TO_TAG, World, argument, signal};

/// Longer than any command may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A send that the service accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The version of the campaign or the single command that it came from.
    pub(crate) what: What,
    /// Which batch of its list; empty where there is one only.
    pub(crate) batch: String,
}

/// The end of a process.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    /// It was killed, as the script says.
    pub(crate) killed: bool,
    pub(crate) stderr: String,
}

/// One step, played.
#[derive(Debug)]
struct Line {
    step: Step,
    ended: Vec<Ended>,
    sent: Vec<Sent>,
    /// A mass call was made before its time.
    early: bool,
}

#[derive(Debug)]
pub(crate) struct Played {
    script: Script,
    lines: Vec<Line>,
    /// The laws that were broken, in words.
    pub(crate) faults: Vec<String>,
}

impl Played {
    pub(crate) fn codes(&self) -> impl Iterator<Item = i32> {
        self.lines
            .iter()
            .flat_map(|line| line.ended.iter().map(|it| it.code))
    }
}

impl fmt::Display for Played {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Script { seed, kind, .. } = &self.script;
        writeln!(formatter, "--- HISTORY={seed}, {kind:?}: {:?}", self.faults)?;
        for line in &self.lines {
            writeln!(formatter, "{:?}\n  accepted {:?}", line.step, line.sent)?;
            for ended in &line.ended {
                let words: Vec<_> = ended.stderr.lines().rev().take(6).collect();
                let words: Vec<_> = words.into_iter().rev().collect();
                writeln!(
                    formatter,
                    "  exit {} (killed: {})\n    {}",
                    ended.code,
                    ended.killed,
                    words.join("\n    ")
                )?;
            }
        }
        Ok(())
    }
}

/// Plays a script in a world of its own.
pub(crate) fn play(script: &Script) -> Played {
    let is_long = script.kind == Kind::LongList;
    let world = World::of(Options {
        followers: if is_long { 10_010 } else { 120 },
        ..Options::default()
    });
    let mut stage = Stage {
        world: &world,
        kind: script.kind,
        known: sends(&world).len(),
        ahead: Cell::default(),
    };
    let (mut lines, mut faults) = (Vec::<Line>::new(), Vec::new());
    let mut before = Before::default();
    let last = script.steps.iter().rev().find_map(|step| match step {
        Step::Command(command) => Some(command.clone()),
        Step::Hours(_) => None,
    });
    // At the end all is well again, and the operator runs the same once more.
    let well = last.map(|last| Command {
        again: false,
        refusal: None,
        scheduled: false,
        twin: None,
        wire: Vec::new(),
        service: Vec::new(),
        end: None,
        ..*last
    });
    let clean = well.map(|command| Step::Command(Box::new(command)));
    for (number, step) in script.steps.iter().chain(&clean).enumerate() {
        let line = stage.step(step);
        let is_last = number == script.steps.len();
        if let Step::Command(command) = step {
            let found = laws::broken(command, &line.ended, &line.sent, &before, is_last);
            let early = line.early.then(|| "called before its time".to_owned());
            let found = found.into_iter().chain(early);
            faults.extend(found.map(|law| format!("step {number}: {law}")));
        }
        before.note(step, &line.ended, &line.sent);
        lines.push(line);
    }
    world.repair();
    Played {
        script: script.clone(),
        lines,
        faults,
    }
}

/// The time for which a command is scheduled, by the service's clock, and when that is here.
struct Time {
    at: Timestamp,
    instant: Instant,
}

impl Time {
    /// In one or two seconds: a time on the command line is a whole second.
    fn soon(ahead: i64) -> Self {
        let (now, instant) = (Timestamp::now(), Instant::now());
        let at = Timestamp::from_second(now.as_second() + 2).unwrap();
        let left = Duration::try_from(at.duration_since(now)).unwrap();
        Self {
            at: at + SignedDuration::from_hours(ahead),
            instant: instant + left,
        }
    }
}

struct Stage<'a> {
    world: &'a World,
    kind: Kind,
    /// Sends that have been written down.
    known: usize,
    /// The hours by which the service's clock is ahead of this machine's.
    ahead: Cell<i64>,
}

impl Stage<'_> {
    fn step(&mut self, step: &Step) -> Line {
        let (before, time) = (self.world.calls().len(), Time::soon(self.ahead.get()));
        let ended = match step {
            Step::Hours(hours) => {
                self.hours_later(*hours);
                Vec::new()
            }
            Step::Command(command) => self.run(command, &time),
        };
        let is_scheduled = matches!(step, Step::Command(command) if command.scheduled);
        let is_early = |call: &Call| {
            [TO_TAG, TO_OPENIDS].contains(&call.path.as_str()) && call.began < time.instant
        };
        let early = is_scheduled && self.world.calls().iter().skip(before).any(is_early);
        let mut sent = sends(self.world);
        let sent = sent.split_off(self.known.min(sent.len()));
        self.known += sent.len();
        Line {
            step: step.clone(),
            ended,
            sent,
            early,
        }
    }

    fn run(&self, command: &Command, time: &Time) -> Vec<Ended> {
        let world = self.world;
        self.write(command.what);
        world.repair();
        // What hangs comes first: of two faults that meet one call the first counts.
        if let Some(End::AtCall {
            path, nth, heard, ..
        }) = &command.end
        {
            let harm = if *heard {
                Harm::HangAfter
            } else {
                Harm::HangBefore
            };
            world.plant(fault(path, harm).from(*nth));
        }
        for (path, harm, first, times) in &command.wire {
            world.plant(fault(path, harm.clone()).from(*first).times(*times));
        }
        world.control("faults", &Value::Array(command.service.clone()));
        let mut child = self.start(command, command.store, time);
        let twin = command.twin.map(|store| self.start(command, store, time));
        let killed = match &command.end {
            Some(End::AtCall { then, .. }) => self.interfere(&mut child, command.store, *then),
            Some(End::AtWrite(_)) => true,
            None => false,
        };
        let mut ended = vec![end_of(child, killed)];
        ended.extend(twin.map(|twin| end_of(twin, false)));
        world.control("faults", &json!([]));
        world.repair();
        ended
    }

    /// Waits until the call hangs, or until the command is over without it, and does what the script says.
    fn interfere(&self, child: &mut Child, store: &str, then: Then) -> bool {
        let begun = Instant::now();
        while !self.world.hangs() {
            if child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        match then {
            Then::Kill => child.kill().unwrap(),
            Then::Signal(name) => {
                signal(child, name);
                std::thread::sleep(Duration::from_millis(30));
            }
            Then::Sleep => self.a_day_later(store),
        }
        self.world.repair();
        then == Then::Kill
    }

    fn hours_later(&self, hours: i64) {
        self.world.hours_later(hours);
        self.ahead.set(self.ahead.get() + hours);
    }

    /// The service's clock goes on, and so does this machine's: here that is a ledger that was written a day earlier.
    fn a_day_later(&self, store: &str) {
        self.hours_later(25);
        if self.world.has_batches(store) {
            self.world.age_batches_of(store, Duration::from_hours(25));
        }
    }

    fn start(&self, command: &Command, store: &str, time: &Time) -> Child {
        let world = self.world;
        let mut arguments: Vec<String> = match command.what {
            What::Campaign(_) => vec!["send".to_owned(), argument(&self.file()).to_owned()],
            What::SendTag => ["send-tag", "--tag", "VIP", "--text", "marker-C"]
                .map(str::to_owned)
                .to_vec(),
            What::SendOpenids => {
                let list = openids(1..=5).into_iter();
                let words = ["send-openids", "--text", "marker-C"].map(str::to_owned);
                words.into_iter().chain(list).collect()
            }
        };
        arguments.push("--yes".to_owned());
        if command.again {
            arguments.push("--again".to_owned());
        }
        if command.refusal == Some(Refusal::Expectation) {
            arguments.extend(["--expect".to_owned(), "0".repeat(64)]);
        }
        if command.refusal == Some(Refusal::Missed) {
            arguments.extend(["--at", "2026-01-05 20:00"].map(str::to_owned));
        } else if command.scheduled {
            let later = time.at + SignedDuration::from_hours(1);
            let (at, until) = (time.at.to_string(), later.to_string());
            arguments.extend(["--at".to_owned(), at, "--until".to_owned(), until]);
        }
        world.start_with(arguments, |process| {
            process.env("WXMASS_STATE", world.state_of(store));
            if command.localhost {
                let base = format!("http://{}", world.wire_address());
                process.env("WXMASS_API_BASE", base.replace("127.0.0.1", "localhost"));
            }
            if let Some(End::AtWrite(point)) = &command.end {
                process.env("WXMASS_TEST_DEATH", point.to_string());
            }
            self.guard(command.refusal, process);
        })
    }

    /// The account's guard rails are in an accounts file.
    fn guard(&self, refusal: Option<Refusal>, process: &mut Process) {
        let line = match refusal {
            Some(Refusal::GuardRail) => "confirm_above = 1",
            Some(Refusal::QuietHours) => "confirm_above = 1\nquiet_hours = \"00:01-00:00\"",
            Some(Refusal::Expectation | Refusal::Missed) | None => return,
        };
        let file = self.world.path("accounts.toml");
        let text = format!("[main]\nappid = \"{APPID}\"\nsecret = \"{SECRET}\"\n{line}\n");
        std::fs::write(&file, text).unwrap();
        process
            .env_remove("WXMASS_APPID")
            .env_remove("WXMASS_SECRET")
            .env("WXMASS_ACCOUNTS", &file);
    }

    fn file(&self) -> std::path::PathBuf {
        self.world.path("campaigns/spring/campaign.toml")
    }

    fn write(&self, what: What) {
        let What::Campaign(version) = what else {
            return;
        };
        let campaign = self.world.campaign("spring").without_preview();
        let text = |campaign: crate::world::campaign::Campaign| {
            campaign.message(&format!("text = \"marker-{version}\""))
        };
        let campaign = match self.kind {
            Kind::TextToTag => text(campaign),
            Kind::TextToAll => text(campaign).audience("all = true"),
            Kind::TextToList => text(campaign).for_openids(5),
            Kind::LongList => text(campaign).for_openids(10_001),
            Kind::ArticlesToTag => campaign
                .without_articles()
                .article(&format!("marker-{version}"), "Good morning.\n"),
        };
        campaign.write();
    }
}

/// Every send that the service has accepted so far, in order.
fn sends(world: &World) -> Vec<Sent> {
    let mut sends: Vec<Value> = world.state_of_the_service()["sends"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    sends.sort_by_key(|send| send["msg_id"].as_i64());
    sends
        .iter()
        .map(|send| {
            let text = send.to_string();
            let is = |marker: &str| text.contains(marker);
            let what = if is("marker-A") {
                What::Campaign('A')
            } else if is("marker-B") {
                What::Campaign('B')
            } else {
                assert!(is("marker-C"), "a send of something else: {text}");
                What::SendTag
            };
            Sent {
                what,
                batch: send["openids_sha256"]
                    .as_str()
                    .unwrap_or_default()
                    .chars()
                    .take(8)
                    .collect(),
            }
        })
        .collect()
}

/// Not by the harness' own wait: that one keeps all that was ever said, and there is much of it here.
fn end_of(mut child: Child, killed: bool) -> Ended {
    let begun = Instant::now();
    let pipe = child.stderr.take();
    child.stdout = None;
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let _ = std::io::Read::read_to_end(&mut pipe.expect("a pipe"), &mut text);
        String::from_utf8_lossy(&text).into_owned()
    });
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            break -9;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Ended {
        code,
        killed: killed && code == -1,
        stderr: reader.join().unwrap(),
    }
}
