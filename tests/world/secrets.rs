//! No secret is told, over the whole suite: when a world ends, nothing that was said or written in it holds a secret or a token.
//!
//! Searched: stdout and stderr of every command that any test of this process has run so far, every row of the ledger (the
//! cache of tokens alone may hold tokens), and what the sandbox's page shows. `wxmass token` alone prints a token, alone on
//! its line.

use std::sync::Mutex;

use wxmass::sandbox::SECRET;

use super::listener::{AES_KEY, CALLBACK_TOKEN};
use super::place::Place;
use super::{Outcome, TOKEN, World};

/// Everything that commands have said in this process.
static SAID: Mutex<Vec<Outcome>> = Mutex::new(Vec::new());

/// Remembers what a command has said.
pub fn heard(outcome: &Outcome) {
    SAID.lock().expect("no panic here").push(outcome.clone());
}

impl World {
    /// Panics where a secret has got out.
    pub(super) fn search_for_secrets(&self) {
        let answers = self.calls_of(TOKEN);
        let tokens = answers
            .iter()
            .filter_map(|call| Some(call.verdict()["access_token"].as_str()?.to_owned()));
        let others = [SECRET, CALLBACK_TOKEN, AES_KEY].map(str::to_owned);
        let password = match &self.place {
            Place::Server(schemas) => schemas.password(),
            Place::File(_) => None,
        };
        let secrets: Vec<String> = tokens.chain(others).chain(password).collect();
        let found = |text: &str| secrets.iter().find(|secret| text.contains(*secret));
        for outcome in SAID.lock().expect("no panic here").iter() {
            assert!(found(&outcome.stderr).is_none(), "on stderr: {outcome:?}");
            let printed = found(&outcome.stdout);
            let asked_for = |token: &String| *token != SECRET && is_alone(&outcome.stdout, token);
            assert!(printed.is_none_or(asked_for), "on stdout: {outcome:?}");
        }
        if let Some(rows) = self.ledger_as_text() {
            assert!(found(&rows).is_none(), "in the ledger: {rows}");
        }
        let page = self.page();
        assert!(page.contains("\"calls\""), "the page answers: {page}");
        assert!(found(&page).is_none(), "on the sandbox's page: {page}");
    }
}

/// A token on a line of its own, or as the one value of `--json`.
fn is_alone(stdout: &str, token: &str) -> bool {
    stdout.trim() == token
        || serde_json::from_str::<serde_json::Value>(stdout).is_ok_and(|it| it["token"] == token)
}
