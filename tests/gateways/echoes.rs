//! A service that echoes what it was sent: no secret of it reaches a terminal, a log or the ledger.

use wxmass::sandbox::SECRET;

use crate::world::wire::{Harm, fault};
use crate::world::{DRAFT, TO_TAG, TOKEN, World};

fn shows(outcome: &crate::world::Outcome, secret: &str) -> bool {
    [&outcome.stdout, &outcome.stderr].iter().any(|text| {
        text.to_ascii_lowercase()
            .contains(&secret.to_ascii_lowercase())
    })
}

#[test]
fn an_echoed_secret_is_masked() {
    for text in [
        format!(r#"{{"errcode":40125,"errmsg":"invalid appsecret {SECRET}, rid: {SECRET}"}}"#),
        format!(
            r#"{{"errcode":40125,"errmsg":"{}{SECRET}"}}"#,
            "a".repeat(490)
        ),
        format!("<html>/cgi-bin/token?secret={SECRET}&x"),
        format!(r#"{{"error":"{SECRET}"}}"#),
        format!(
            r#"{{"errcode":99999,"errmsg":"{}"}}"#,
            SECRET.to_uppercase()
        ),
    ] {
        for more in [None, Some("--json")] {
            let world = World::new();
            world.plant(fault(TOKEN, Harm::Answer(text.clone())).always());
            let outcome = world.wx(["token"].into_iter().chain(more));
            assert!([4, 6, 3].contains(&outcome.code), "{outcome:?}");
            assert!(!shows(&outcome, &SECRET[..20]), "{text}: {outcome:?}");
        }
    }
}

#[test]
fn an_echoed_token_is_masked_in_words_and_ledger() {
    for call in [DRAFT, TO_TAG] {
        let world = World::new();
        let token = world.wx(["token"]).exits(0).stdout.trim().to_owned();
        let encoded: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        let text = format!(
            r#"{{"errcode":45166,"errmsg":"bad {token} at /x?access_token={encoded} rid: {token}"}}"#
        );
        world.plant(fault(call, Harm::Answer(text)).always());
        let outcome = world.send(&world.campaign("spring").write()).exits(3);
        assert!(!shows(&outcome, &token), "{outcome:?}");
        outcome.says("***");
        let runs = world.wx(["runs", "--json"]).exits(0);
        assert!(!shows(&runs, &token), "{runs:?}");
    }
}
