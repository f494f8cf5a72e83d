//! Each kind of answer that is not WeChat's: its words, its exit code, and no tries that cannot help.

use std::time::{Duration, Instant};

use crate::world::wire::{Harm, fault, refusal};
use crate::world::{BODY_PICTURE, DRAFT, TO_TAG, TOKEN, World};

const PAGE: &str = "<!DOCTYPE html><html><body>Welcome to our hotel</body></html>";
const FOREIGN: &str = r#"{"code":0,"data":{"access_token":"abc"}}"#;

/// Status, head, body; how many tries; what is said.
fn kinds() -> Vec<(u16, &'static str, &'static str, usize, [&'static str; 2])> {
    vec![
        (
            200,
            "",
            PAGE,
            1,
            ["a web page responded", "log in to the network"],
        ),
        (
            302,
            "location: https://relay.example/wx/login?access_token=x\r\n",
            "",
            1,
            [
                "redirects to https://relay.example/wx/login (",
                "--api-base",
            ],
        ),
        (
            401,
            "",
            PAGE,
            1,
            ["requires credentials (401)", "USER:PASSWORD@HOST"],
        ),
        (
            407,
            "",
            "",
            1,
            ["the proxy requires credentials (407)", "HTTPS_PROXY="],
        ),
        (
            403,
            "",
            PAGE,
            1,
            ["refuses this client (403)", "let this machine through"],
        ),
        (
            404,
            "",
            "",
            1,
            ["no such call at this address (404)", "https://HOST/PATH"],
        ),
        (
            405,
            "",
            "",
            1,
            ["does not pass this method (405)", "GET and POST"],
        ),
        (
            413,
            "",
            PAGE,
            1,
            ["not accept bodies this large (413)", "client_max_body_size"],
        ),
        (
            429,
            "",
            "",
            5,
            ["too many calls for the relay (429)", "wait"],
        ),
        (
            429,
            "retry-after: 3600\r\n",
            "",
            1,
            ["wait 3600 seconds", "wait"],
        ),
        (
            502,
            "",
            PAGE,
            5,
            ["the gateway in front of WeChat failed", "check the network"],
        ),
        (
            200,
            "",
            FOREIGN,
            1,
            [
                "this response does not come from WeChat",
                "is --api-base right?",
            ],
        ),
        (
            200,
            "",
            "{}",
            1,
            [
                "this response does not come from WeChat",
                "is --api-base right?",
            ],
        ),
        (200, "", "", 5, ["empty or broken", "check the network"]),
    ]
}

fn reply(status: u16, head: &str, body: &str) -> Harm {
    Harm::Reply(status, head.to_owned(), body.as_bytes().to_vec())
}

#[test]
fn each_kind_has_its_words_and_its_number_of_tries() {
    for (status, head, body, tries, words) in kinds() {
        for call in [TOKEN, BODY_PICTURE, DRAFT] {
            let world = World::new();
            world.plant(fault(call, reply(status, head, body)).always());
            let outcome = world.send(&world.campaign("spring").write()).exits(6);
            assert_eq!(
                world.calls_of(call).len(),
                tries,
                "{status} {body} at {call}"
            );
            outcome.says(words[0]).says(words[1]);
            assert!(world.sends().is_empty());
        }
    }
}

#[test]
fn each_kind_is_told_in_chinese_too() {
    for (status, head, body, _, _) in kinds() {
        let world = World::new();
        world.plant(fault(TOKEN, reply(status, head, body)).always());
        let outcome = world.wx(["token", "--lang", "zh"]).exits(6);
        let outcome = outcome.says("错误").says("建议");
        for words in ["the relay", "the proxy", "page for", "check the"] {
            assert!(!outcome.stderr.contains(words), "{}", outcome.stderr);
        }
    }
}

/// The request may have gone through before the answer was changed.
#[test]
fn on_a_mass_call_each_kind_is_doubt() {
    for (status, head, body, _, _) in kinds() {
        let world = World::new();
        world.plant(fault(TO_TAG, reply(status, head, body)).always());
        let campaign = world.campaign("spring").write();
        world.send(&campaign).exits(7);
        assert_eq!(world.batch_states(), ["unknown"], "{status} {body}");
        world.repair();
        world.send(&campaign).exits(0);
        world.assert_sent_once();
    }
}

#[test]
fn a_refused_request_without_a_length_was_not_sent() {
    let world = World::new();
    world.plant(fault(TO_TAG, reply(412, "", "")));
    world.send(&world.campaign("spring").write()).exits(1);
    assert_eq!(world.batch_states(), ["refused"]);
}

#[test]
fn the_pause_that_a_relay_asks_for_is_kept() {
    let world = World::new();
    world.plant(fault(TOKEN, reply(429, "retry-after: 40\r\n", "")));
    let begun = Instant::now();
    world
        .wx_with(["token"], |command| {
            command.env("WXMASS_PACE", "20");
        })
        .exits(0);
    assert!(begun.elapsed() >= Duration::from_secs(2));
    assert_eq!(world.calls_of(TOKEN).len(), 2);
}

#[test]
fn a_redirect_names_the_base_that_it_means() {
    let world = World::new();
    let target = "https://user:pw1234@new.example/wx/cgi-bin/stable_token?access_token=t0ken99";
    world.plant(fault(TOKEN, Harm::Redirect(target.to_owned())).always());
    let outcome = world.wx(["token"]).exits(6);
    for secret in ["pw1234", "t0ken99"] {
        assert!(!outcome.stderr.contains(secret), "{}", outcome.stderr);
    }
    outcome.says("--api-base https://new.example/wx");
}

/// A draft is no way for a video, and the advice does not name one.
#[test]
fn a_video_whose_way_is_withdrawn_has_other_ways_out() {
    for code in [45_103, 45_106] {
        let world = World::new();
        let campaign = world.campaign("spring").without_articles();
        let campaign = campaign
            .file("clip.mp4", *b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
            .message("video = { file = \"clip.mp4\", title = \"A clip\" }");
        world.plant(refusal("media/uploadvideo", code).always());
        let outcome = world.send(&campaign.write());
        assert_eq!(outcome.code, 3, "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("route"), "{}", outcome.stderr);
        outcome
            .says("withdrawn this way of sending videos")
            .says("--video ID");
    }
}
