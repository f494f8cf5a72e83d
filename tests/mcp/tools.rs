//! Answers of the tools, pages that can be read beside them, and how a conversation ends.

use rmcp::model::ReadResourceRequestParams;
use serde_json::{Value, json};

use crate::agent::{Agent, Person};
use crate::world::campaign::TESTER;
use crate::world::{PREVIEW, World, argument};

#[test]
fn every_tool_answers_the_document_of_its_command() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let campaign = argument(&campaign);
    let mut agent = Agent::new(&world, Person::Types("VIP"));
    let checked = agent.does("check", json!({ "campaign": campaign }));
    assert_eq!(checked["problems"], json!([]), "{checked}");
    let page = agent.does("render", json!({ "campaign": campaign }));
    let path = page["path"].as_str().expect("a path");
    assert!(path.ends_with("campaign.html"), "{page}");
    let html = std::fs::read_to_string(path).expect("the page");
    assert!(html.contains("Good morning"));
    assert_eq!(page["summary"]["checked"], checked["checked"]);
    let plan = agent.does("plan", json!({ "campaign": campaign, "account": null }));
    assert_eq!(plan["fingerprint"].as_str().map(str::len), Some(64));
    assert!(world.calls().is_empty(), "so far nothing was called");
    let preview = agent.does("preview", json!({ "campaign": campaign }));
    assert_eq!(preview["previewed"].to_string().matches(TESTER).count(), 1);
    assert_eq!(world.calls_of(PREVIEW).len(), 1);
    let drafts = agent.does("drafts", json!({}));
    assert!(drafts.to_string().contains("A first article"), "{drafts}");
    let order = json!({ "campaign": campaign, "fingerprint": plan["fingerprint"] });
    let sent = agent.does("send", order);
    let msg_id = sent["batches"][0]["msg_id"].clone();
    let status = agent.does("status", json!({ "msg_ids": [msg_id], "wait": true }));
    assert_eq!(status["sends"][0]["status"], "SEND_SUCCESS", "{status}");
    let runs = agent.does("runs", json!({ "name": "spring" }));
    assert!(runs.to_string().contains(&msg_id.to_string()), "{runs}");
    let stats = agent.does("stats", json!({ "send": "spring", "days": 3 }));
    assert!(stats.to_string().contains("spring"), "{stats}");
    let tags = agent.does("tags", json!({}));
    assert!(tags.to_string().contains("VIP"), "{tags}");
    let (looks, _) = agent.call("doctor", json!({}));
    assert!(looks.to_string().contains("allow"), "{looks}");
    let listed = agent.wait(agent.client().list_all_tools()).expect("tools");
    let names: Vec<_> = listed.iter().map(|tool| tool.name.to_string()).collect();
    assert_eq!(names, wxmass::mcp::tool_names().collect::<Vec<_>>());
}

#[test]
fn a_failure_is_told_with_its_exit_code_and_the_conversation_goes_on() {
    let world = World::new();
    let mut agent = Agent::new(&world, Person::Absent);
    let error = agent.fails("check", json!({ "campaign": "nowhere.toml" }), 2);
    assert_eq!(error["kind"], "input");
    agent.fails("check", json!({ "campaign": "--help" }), 2);
    agent.fails("check", json!({}), 2);
    agent.fails(
        "render",
        json!({ "campaign": "a.toml", "output": "/etc/passwd" }),
        2,
    );
    agent.fails("tags", json!({ "account": "nosuch" }), 4);
    agent.fails("status", json!({ "msg_ids": [1] }), 3);
    agent.does("tags", json!({}));
}

#[test]
fn an_answer_is_about_one_account() {
    let world = World::new();
    let file = "[one]\nappid = \"wx0123456789abcdef\"\n[two]\nappid = \"wxabcdef0123456789\"\n";
    std::fs::write(world.path("accounts.toml"), file).expect("a file");
    let campaign = world.campaign("spring").write();
    let campaign = argument(&campaign);
    let mut agent = Agent::new(&world, Person::Absent);
    let all = json!({ "campaign": campaign, "account": "all" });
    let error = agent.fails("preview", all.clone(), 2);
    assert!(
        error["message"].to_string().contains("one account"),
        "{error}"
    );
    agent.fails("tags", json!({ "account": "all" }), 2);
    agent.fails("plan", all, 4);
    assert!(world.calls().is_empty());
}

#[test]
fn schemas_errcodes_and_pages_can_be_read() {
    let world = World::new();
    let agent = Agent::new(&world, Person::Absent);
    let listed = agent
        .wait(agent.client().list_all_resources())
        .expect("resources");
    let text = |address: &str| {
        let request = ReadResourceRequestParams::new(address);
        let read = agent
            .wait(agent.client().read_resource(request))
            .expect(address);
        serde_json::to_value(&read.contents[0]).expect("JSON")["text"]
            .as_str()
            .expect("text")
            .to_owned()
    };
    for resource in &listed {
        assert!(!text(&resource.uri).is_empty(), "{}", resource.uri);
    }
    let codes: Value = serde_json::from_str(&text("wxmass://errcodes")).expect("JSON");
    let codes = codes.as_array().expect("a list");
    assert!(codes.iter().any(|it| it["errcode"] == 45028), "{codes:?}");
    let ends: Value = serde_json::from_str(&text("wxmass://exit-codes")).expect("JSON");
    assert_eq!(ends.as_array().map(Vec::len), Some(10));
    let request = ReadResourceRequestParams::new("wxmass://docs/../Cargo.toml");
    agent
        .wait(agent.client().read_resource(request))
        .expect_err("no such page");
}

#[test]
fn what_is_no_conversation_ends_with_a_word() {
    let world = World::new();
    world.wx(["mcp"]).exits(0);
    let outcome = world.pipe(["mcp"], "hello\n");
    assert!(
        outcome.stdout.is_empty() || outcome.stdout.starts_with('{'),
        "{outcome:?}"
    );
}
