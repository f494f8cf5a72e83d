//! A history before it is played: which commands, in which world, and what happens to them.

use std::time::Duration;

use crate::dice::Dice;
use crate::world::wire::{ANY, Harm};
use crate::world::{STATUS, TO_OPENIDS, TO_TAG, TOKEN};

/// To whom the campaign of a history goes, and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    TextToTag,
    TextToAll,
    TextToList,
    ArticlesToTag,
    /// Two batches.
    LongList,
}

/// The content that a command sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// The campaign in one of its versions.
    Campaign(char),
    SendTag,
    SendOpenids,
}

/// One command of an operator.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) what: What,
    /// `state` or `laptop`: whose ledger it has.
    pub(crate) store: &'static str,
    /// The sandbox under its other name.
    pub(crate) localhost: bool,
    pub(crate) again: bool,
    pub(crate) refusal: Option<Refusal>,
    /// It is to go out a moment later, and waits for that.
    pub(crate) scheduled: bool,
    /// Another process with the same command starts at the same moment, with this ledger.
    pub(crate) twin: Option<&'static str>,
    pub(crate) wire: Vec<(String, Harm, usize, usize)>,
    /// Faults of the service itself, as its control call takes them.
    pub(crate) service: Vec<serde_json::Value>,
    pub(crate) end: Option<End>,
}

/// A reason why a command is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The account's `confirm_above`, without the audience's name.
    GuardRail,
    /// The account's quiet hours, in all but one minute of the day.
    QuietHours,
    /// `--expect` of another content.
    Expectation,
    /// `--at` a time that is over.
    Missed,
}

/// An event in the middle of a command.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// SIGKILL before or after the write of the store with that number.
    AtWrite(u64),
    /// While the n-th call of a path hangs, before or after the service has heard of it.
    AtCall {
        path: String,
        nth: usize,
        heard: bool,
        then: Then,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Kill,
    Signal(&'static str),
    /// The machine stands still for a day and goes on.
    Sleep,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Command(Box<Command>),
    /// The clock of the service goes on.
    Hours(i64),
}

#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) seed: u64,
    pub(crate) kind: Kind,
    pub(crate) steps: Vec<Step>,
}

impl Script {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let kinds = [
            Kind::TextToTag,
            Kind::TextToTag,
            Kind::TextToTag,
            Kind::TextToAll,
            Kind::TextToList,
            Kind::TextToList,
            Kind::ArticlesToTag,
        ];
        let kind = if dice.chance(3) {
            Kind::LongList
        } else {
            dice.one_of(&kinds)
        };
        let (has_versions, has_stores) = (dice.chance(40), dice.chance(30));
        let single = dice.chance(25);
        let mut steps = Vec::new();
        for _ in 0..3 + dice.below(5) {
            if dice.chance(18) {
                steps.push(Step::Hours(dice.one_of(&[1, 20, 25, 25, 25, 49])));
            }
            let what = match (single, kind) {
                (true, Kind::TextToList | Kind::LongList) => What::SendOpenids,
                (true, _) => What::SendTag,
                (false, _) if has_versions && dice.chance(40) => What::Campaign('B'),
                (false, _) => What::Campaign('A'),
            };
            steps.push(Step::Command(Box::new(command(
                &mut dice, kind, what, has_stores,
            ))));
        }
        Self { seed, kind, steps }
    }
}

fn command(dice: &mut Dice, kind: Kind, what: What, has_stores: bool) -> Command {
    let mass = match kind {
        Kind::TextToList | Kind::LongList => TO_OPENIDS,
        Kind::TextToTag | Kind::TextToAll | Kind::ArticlesToTag => TO_TAG,
    };
    let mut store = || {
        if has_stores && dice.chance(45) {
            "laptop"
        } else {
            "state"
        }
    };
    let (here, there) = (store(), store());
    let mut made = Command {
        what,
        store: here,
        localhost: dice.chance(15),
        again: dice.chance(22),
        refusal: None,
        scheduled: matches!(what, What::Campaign(_)) && dice.chance(12),
        twin: None,
        wire: Vec::new(),
        service: Vec::new(),
        end: None,
    };
    if dice.chance(15) {
        let mut refusals = vec![Refusal::GuardRail, Refusal::QuietHours];
        if matches!(what, What::Campaign(_)) {
            refusals.extend([Refusal::Expectation, Refusal::Missed]);
        }
        made.refusal = Some(dice.one_of(&refusals));
        return made;
    }
    if dice.chance(60) {
        let (first, times) = (
            dice.one_of(&[1, 1, 1, 2]),
            dice.one_of(&[1, 1, 1, 2, 4, usize::MAX]),
        );
        made.wire.push((mass.to_owned(), harm(dice), first, times));
    }
    if dice.chance(20) {
        let count = dice.one_of(&[1, 1, 2, 99]);
        let fault = service_fault(dice);
        let (call, nth) = (mass, dice.one_of(&[1, 1, 2]));
        made.service
            .push(serde_json::json!({ "call": call, "nth": nth, "count": count, "fault": fault }));
    }
    if dice.chance(20) {
        let path = dice.one_of(&[TOKEN, STATUS, "tags/get", ANY]).to_owned();
        let (first, times) = (1 + dice.below(4), dice.one_of(&[1, 1, 2, 40]));
        made.wire.push((path, harm_elsewhere(dice), first, times));
    }
    if dice.chance(22) {
        made.end = Some(end(dice, mass));
    } else if dice.chance(10) && !made.again {
        made.twin = Some(there);
    }
    made
}

fn end(dice: &mut Dice, mass: &str) -> End {
    if dice.chance(30) {
        return End::AtWrite(1 + dice.below(30) as u64);
    }
    let (path, nth) = if dice.chance(65) {
        (mass, dice.one_of(&[1, 1, 1, 2]))
    } else {
        (ANY, 1 + dice.below(8))
    };
    let then = dice.one_of(&[
        Then::Kill,
        Then::Kill,
        Then::Signal("-INT"),
        Then::Signal("-TERM"),
        Then::Signal("-HUP"),
        Then::Sleep,
        Then::Sleep,
    ]);
    End::AtCall {
        path: path.to_owned(),
        nth,
        heard: dice.chance(50),
        then,
    }
}

/// A fault that a mass call may meet on its way. A service that says "refused" has refused; whatever else is said of a call that it
/// has not heard of is a lie that only doubt survives.
fn harm(dice: &mut Dice) -> Harm {
    if dice.chance(45) {
        return dice.one_of(&[
            Harm::ResetBefore,
            Harm::ResetAfter,
            Harm::ResetAfter,
            Harm::Truncated,
            Harm::Html(502),
            Harm::Html(200),
            Harm::Empty,
            Harm::Late(Duration::from_millis(40)),
            Harm::Answer("{}".to_owned()),
            Harm::Answer("null".to_owned()),
            Harm::Answer("[1]".to_owned()),
            Harm::Answer(r#"{"errcode":"ok"}"#.to_owned()),
        ]);
    }
    let code: i64 = dice.one_of(&[
        -1,
        45_065,
        45_066,
        89_504,
        89_505,
        89_505,
        45_028,
        48_001,
        40_003,
        40_007,
        40_001,
        42_001,
        45_009,
        45_011,
        45_002,
        40_130,
        40_152,
        45_106,
        99_999,
        9_500_001,
        9_500_002,
        268_487_001,
        268_488_001,
        42_010,
        61_024,
        85_023,
        20_020,
        1,
        2_147_483_648,
    ]);
    Harm::Answer(format!(r#"{{"errcode":{code},"errmsg":"planted"}}"#))
}

fn harm_elsewhere(dice: &mut Dice) -> Harm {
    dice.one_of(&[
        Harm::ResetBefore,
        Harm::ResetAfter,
        Harm::Truncated,
        Harm::Html(502),
        Harm::Empty,
        Harm::Answer(r#"{"errcode":-1,"errmsg":"system error"}"#.to_owned()),
        Harm::Answer(r#"{"errcode":45009,"errmsg":"planted"}"#.to_owned()),
        Harm::Answer(r#"{"errcode":48001,"errmsg":"planted"}"#.to_owned()),
        Harm::Answer(r#"{"errcode":77777,"errmsg":"planted"}"#.to_owned()),
    ])
}

/// The service accepts the send and answers something else: nothing that proves a refusal, which it would not say.
fn service_fault(dice: &mut Dice) -> serde_json::Value {
    if dice.chance(30) {
        return serde_json::json!(dice.one_of(&[
            "html",
            "html200",
            "truncated",
            "empty",
            "reset_after"
        ]));
    }
    let code: i64 = dice.one_of(&[
        -1,
        45_065,
        45_066,
        89_504,
        89_505,
        89_505,
        99_999,
        9_500_001,
        9_500_002,
        268_487_001,
        268_488_001,
        42_010,
        77_777,
    ]);
    serde_json::json!({ "errcode_after": code })
}
