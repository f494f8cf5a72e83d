//! The laws of a history: what may be accepted after what came before, and what an exit code may say of it.

use crate::play::{Ended, Sent};
use crate::script::{Command, Step, What};

/// One command of before: which ledger it had, and what was accepted while it ran.
#[derive(Debug)]
struct Past {
    /// The ledgers that know of what was sent: a command that says "certainly not sent" has sent nothing.
    stores: Vec<&'static str>,
    /// The send that was repeated on the operator's word.
    again: Option<What>,
    sent: Vec<Sent>,
    /// How many clock jumps of a day or more came before it.
    day: u32,
}

/// The state before a step.
#[derive(Debug, Default)]
pub(crate) struct Before {
    past: Vec<Past>,
    hours: i64,
}

impl Before {
    pub(crate) fn note(&mut self, step: &Step, ended: &[Ended], sent: &[Sent]) {
        match step {
            Step::Hours(hours) => self.hours += hours,
            Step::Command(command) => {
                let stores = std::iter::once(command.store).chain(command.twin);
                let knows = stores.zip(ended).filter(|(_, one)| !is_certain(one));
                let confirmed = command.again && command.refusal.is_none();
                self.past.push(Past {
                    stores: knows.map(|(store, _)| store).collect(),
                    again: confirmed.then_some(command.what),
                    sent: sent.to_vec(),
                    day: self.day(),
                });
                if sleeps(command) {
                    self.hours += 25;
                }
            }
        }
    }

    fn day(&self) -> u32 {
        u32::try_from(self.hours / 24).unwrap_or(0)
    }

    /// Sends that a command with this ledger has brought about, or may have.
    fn by<'a>(&'a self, store: &'a str) -> impl Iterator<Item = (&'a Sent, u32)> {
        let of_store = move |past: &&Past| past.stores.contains(&store);
        self.past
            .iter()
            .filter(of_store)
            .flat_map(|past| past.sent.iter().map(|sent| (sent, past.day)))
    }

    /// How often a repeat was confirmed with this ledger.
    fn repeats(&self, store: &str, what: What) -> usize {
        let counts = |past: &&Past| past.again == Some(what) && past.stores.contains(&store);
        self.past.iter().filter(counts).count()
    }

    fn all(&self) -> impl Iterator<Item = &Sent> {
        self.past.iter().flat_map(|past| &past.sent)
    }
}

/// "Nothing was sent, for certain."
fn is_certain(ended: &Ended) -> bool {
    (2..=6).contains(&ended.code)
}

fn sleeps(command: &Command) -> bool {
    use crate::script::{End, Then};
    let then = match &command.end {
        Some(End::AtCall { then, .. }) => Some(*then),
        Some(End::AtWrite(_)) | None => None,
    };
    then == Some(Then::Sleep)
}

/// The laws that a command has broken, in words.
pub(crate) fn broken(
    command: &Command,
    ended: &[Ended],
    sent: &[Sent],
    before: &Before,
    is_last: bool,
) -> Vec<String> {
    let mut broken = Vec::new();
    let mut law = |holds: bool, words: &str| {
        if !holds {
            broken.push(words.to_owned());
        }
    };
    for one in ended {
        let known = [0, 2, 3, 4, 5, 6, 7, 8, 130];
        law(
            known.contains(&one.code) || one.killed,
            &format!("exit {} is a defect", one.code),
        );
    }
    law(
        !ended.iter().all(is_certain) || sent.is_empty(),
        "accepted, and reported as certainly not sent",
    );
    law(
        command.refusal.is_none() || sent.is_empty(),
        "sent without having been confirmed",
    );
    for (at, one) in sent.iter().enumerate() {
        law(!sent[..at].contains(one), "one command sent a batch twice");
    }
    if !command.again {
        for one in sent {
            let mut stores = std::iter::once(command.store).chain(command.twin);
            law(
                stores.any(|store| permitted(command, one, store, before)),
                "sent again without --again",
            );
        }
    }
    let total = || before.all().chain(sent);
    if ended.iter().any(|one| one.code == 0) {
        law(
            total().any(|one| is_of(command.what, one)),
            "exit 0, and nothing was ever accepted",
        );
    }
    if is_last && before.hours == 0 {
        law(
            ended.iter().all(|one| [0, 2].contains(&one.code)),
            "with all well again and within a day, nothing is left in doubt",
        );
    }
    broken
}

/// Whether a plain command may have brought this send about, as far as the ledger of `store` is to know.
fn permitted(command: &Command, one: &Sent, store: &str, before: &Before) -> bool {
    let mut known = before.by(store);
    match command.what {
        // Once under a name; the batches that are left go on, and another version does not.
        What::Campaign(_) => {
            let unknown_here = known.all(|(other, _)| other.what == one.what && other != one);
            // Within a day WeChat's key tells the other machine as well.
            let unknown_at_all = before.all().all(|other| other != one);
            // What an operator confirmed by --again, and a kill stopped, is finished by a plain run as well.
            let mine = before.by(store).filter(|(other, _)| *other == one).count();
            let is_left = before.repeats(store, command.what) > mine;
            is_left || (unknown_here && (before.hours >= 24 || unknown_at_all))
        }
        // Once within a day.
        What::SendTag | What::SendOpenids => {
            known.all(|(other, day)| other != one || day < before.day())
        }
    }
}

fn is_of(what: What, sent: &Sent) -> bool {
    match what {
        What::Campaign(_) => sent.what == what,
        What::SendTag | What::SendOpenids => sent.what == What::SendTag,
    }
}
