//! A second process for tests that need one: this test program, started again for one job.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::store::lease::Terms;

const JOB: &str = "WXMASS_STORE_TEST_JOB";
const ADDRESS: &str = "WXMASS_STORE_TEST_ADDRESS";

pub(super) struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

pub(super) fn command(job: &str, address: &str) -> Command {
    // Where Linux keeps its own link to this program, that one: another user may not enter the program's folder.
    let by_link = PathBuf::from("/proc/self/exe");
    let program = if by_link.exists() {
        by_link
    } else {
        std::env::current_exe().unwrap()
    };
    let mut command = Command::new(program);
    command
        .args([
            "--exact",
            "store::tests::child::entry",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(JOB, job)
        .env(ADDRESS, address)
        .stdout(Stdio::piped());
    command
}

pub(super) fn start(job: &str, address: &str) -> Process {
    spawn(command(job, address))
}

pub(super) fn spawn(mut command: Command) -> Process {
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    Process { child, output }
}

impl Process {
    /// Reads what the child prints until a line holds `word`.
    pub(super) fn wait_for(&mut self, word: &str) {
        let mut said = String::new();
        while self.output.read_line(&mut said).unwrap() > 0 {
            if said
                .lines()
                .next_back()
                .is_some_and(|line| line.contains(word))
            {
                return;
            }
        }
        panic!("the child ended without saying `{word}`: {said}");
    }

    /// SIGKILL. Answers the unread output of the child.
    pub(super) fn kill(&mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        rest
    }

    pub(super) fn end(&mut self) {
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a child process of other tests"]
async fn entry() {
    let (Ok(job), Ok(address)) = (std::env::var(JOB), std::env::var(ADDRESS)) else {
        return;
    };
    let opened = Store::open(&address).await;
    match job.as_str() {
        "hold" => {
            let mut store = opened.unwrap();
            store.terms = Terms {
                length: Duration::from_secs(2),
                renew_every: Duration::from_millis(500),
            };
            let _guard = store
                .lock("spring", Duration::ZERO, "the child")
                .await
                .unwrap();
            println!("held");
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
        "intend" => {
            let store = opened.unwrap();
            let run = store.run_create(&new_run("killed", 2)).await.unwrap().id;
            store
                .batch_intend(
                    &batch(&store, run, 1).await,
                    Some(&MediaId::new("news")),
                    at(1),
                )
                .await
                .unwrap();
            println!("intended");
            tokio::time::sleep(Duration::from_mins(1)).await;
        }
        "hammer" => {
            let store = opened.unwrap();
            loop {
                let name = format!(
                    "{}-{}",
                    std::process::id(),
                    Timestamp::now().as_nanosecond()
                );
                let run = store.run_create(&new_run(&name, 2)).await.unwrap().id;
                store
                    .batch_intend(&batch(&store, run, 1).await, None, at(1))
                    .await
                    .unwrap();
                println!("confirmed {run}");
            }
        }
        "create" => {
            let name = format!("process-{}", std::process::id());
            opened
                .unwrap()
                .run_create(&new_run(&name, 1))
                .await
                .unwrap();
            println!("created");
        }
        "say" => println!("says: {:?}", opened.map(drop)),
        other => panic!("no such job: {other}"),
    }
}
