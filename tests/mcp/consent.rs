//! Consent: no argument of an agent sends anything; a plan of the same conversation and a person's yes are wanted, each time.

use serde_json::{Value, json};

use crate::agent::{Agent, Person};
use crate::world::{World, argument};

fn planned(agent: &mut Agent, campaign: &str) -> String {
    let plan = agent.does("plan", json!({ "campaign": campaign }));
    plan["fingerprint"]
        .as_str()
        .expect("a fingerprint")
        .to_owned()
}

fn order(campaign: &str, fingerprint: &str) -> Value {
    json!({ "campaign": campaign, "fingerprint": fingerprint })
}

#[test]
fn what_the_person_has_seen_and_confirmed_is_sent_once() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let campaign = argument(&campaign);
    let mut agent = Agent::new(&world, Person::Types("VIP"));
    let print = planned(&mut agent, campaign);
    let receipt = agent.does("send", order(campaign, &print[..12]));
    assert_eq!(world.sends().len(), 1);
    let msg_id = world.sends()[0].verdict()["msg_id"].clone();
    assert_eq!(receipt["batches"][0]["msg_id"], msg_id);
    let asked = agent.asked();
    assert!(
        asked.len() == 1 && asked[0].contains("VIP") && asked[0].contains("spring"),
        "{asked:?}"
    );
    assert!(!agent.progress().is_empty());
    // Once more: nothing is asked, nothing is sent.
    let again = agent.does("send", order(campaign, &print));
    assert_eq!(again["already_sent"], true);
    assert_eq!((world.sends().len(), agent.asked().len()), (1, 1));
    assert_eq!(agent.end(), 0);
}

#[test]
fn a_client_that_accepts_by_itself_has_not_said_yes() {
    for person in [
        Person::Declines,
        Person::Types("yes"),
        Person::Types(""),
        Person::Content(json!({})),
        Person::Content(json!({ "answer": true })),
        Person::Content(json!({ "confirm": "VIP" })),
        Person::Content(json!("VIP")),
        Person::Absent,
    ] {
        let world = World::new();
        let campaign = world.campaign("spring").write();
        let campaign = argument(&campaign);
        // `--yes` at the start is as little a person's yes as WXMASS_YES, which every agent of these tests has.
        let mut agent = Agent::with(&world, &["--yes"], person.clone());
        let print = planned(&mut agent, campaign);
        agent.fails("send", order(campaign, &print), 2);
        agent.fails("send", order(campaign, &print), 2);
        assert!(world.sends().is_empty(), "{person:?}");
    }
}

#[test]
fn whatever_an_agent_passes_nothing_goes_out_without_a_plan_of_this_conversation() {
    let world = World::new();
    let (campaign, other) = (
        world.campaign("spring").write(),
        world.campaign("summer").write(),
    );
    let (campaign, other) = (argument(&campaign), argument(&other));
    let print = {
        let mut before = Agent::new(&world, Person::Absent);
        planned(&mut before, campaign)
    };
    let mut agent = Agent::new(&world, Person::Types("VIP"));
    agent.fails("send", order(campaign, &print), 2);
    let print = planned(&mut agent, campaign);
    for arguments in [
        order(other, &print),
        order(campaign, &print[..11]),
        order(campaign, ""),
        order(campaign, &"0".repeat(64)),
        json!({ "campaign": campaign }),
        json!({ "campaign": campaign, "fingerprint": print, "account": "sandbox" }),
        json!({ "campaign": campaign, "fingerprint": print, "yes": true }),
        json!({ "campaign": campaign, "fingerprint": print, "confirm": "VIP" }),
        json!({ "campaign": "--yes", "fingerprint": print }),
        json!({ "campaign": [campaign, "--yes"], "fingerprint": print }),
    ] {
        agent.fails("send", arguments.clone(), 2);
        assert!(world.sends().is_empty(), "{arguments}");
    }
    // What was seen is no longer what would be sent.
    let text = std::fs::read_to_string(campaign).expect("a campaign");
    std::fs::write(campaign, text.replace("VIP", "2")).expect("a campaign");
    agent.fails("send", order(campaign, &print), 2);
    assert!(world.sends().is_empty() && agent.asked().is_empty());
}

#[test]
fn a_list_does_not_come_from_the_stream_on_which_the_agent_speaks() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let text = std::fs::read_to_string(&campaign).expect("a campaign");
    std::fs::write(&campaign, text.replace("tag = \"VIP\"", "openids = \"-\"")).expect("a file");
    let mut agent = Agent::new(&world, Person::Types("VIP"));
    let error = agent.fails("plan", json!({ "campaign": argument(&campaign) }), 2);
    assert!(error["message"].to_string().contains("stdin"), "{error}");
    agent.does("tags", json!({}));
}

#[cfg(target_os = "linux")]
#[test]
fn a_yes_on_a_terminal_is_for_one_send_of_one_plan() {
    let world = World::new();
    let (campaign, other) = (
        world.campaign("spring").write(),
        world
            .campaign("summer")
            .without_articles()
            .message("text = \"Good evening\"\n")
            .write(),
    );
    let (campaign, other) = (argument(&campaign), argument(&other));
    let mut agent = Agent::new(&world, Person::Absent);
    let (print, second) = (planned(&mut agent, campaign), planned(&mut agent, other));
    let error = agent.fails("send", order(campaign, &print), 2);
    assert_eq!(error["paste"], format!("wxmass approve {}", &print[..12]));
    // No script says it.
    for line in [
        vec!["approve", &print[..12]],
        vec!["approve", &print[..12], "--yes"],
    ] {
        world
            .wx_with(line, |command| {
                command.env("WXMASS_YES", "1");
            })
            .exits(2)
            .says("only a person at a terminal");
    }
    let approve = |print: &str, answer: &[u8]| {
        world.on_a_terminal(
            &format!("approve {print} --yes"),
            "to confirm",
            || (),
            answer,
        )
    };
    approve(&print[..12], b"yes\n").exits(2);
    agent.fails("send", order(campaign, &print), 2);
    world.wx(["approve", &print[..11]]).exits(2);
    world.wx(["approve", &"0".repeat(64)]).exits(2);
    assert!(world.sends().is_empty());
    // The plan with its whole fingerprint is shown before anything is typed.
    let line = format!("approve {}", &print[..12]);
    let said = world.on_a_terminal(&line, &print, || (), b"VIP\n").exits(0);
    assert!(said.stdout.contains("within 30 minutes"), "{said:?}");
    // It is for this plan, and for one send of it.
    agent.fails("send", order(other, &second), 2);
    agent.does("send", order(campaign, &print));
    assert_eq!(world.sends().len(), 1);
    world.wx(["approve", &print[..12]]).exits(2);
    agent.does("send", order(campaign, &print));
    agent.fails("send", order(other, &second), 2);
    assert_eq!(world.sends().len(), 1);
}
