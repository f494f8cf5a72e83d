//! Further cases of the kinds that were found: answers that hold no receipt, ids of other sends, clocks, several accounts.

use serde_json::json;

use crate::world::wire::{Harm, fault};
use crate::world::{TO_TAG, World};
use crate::{accepted, text};

/// The sandbox hears nothing: whoever takes one of these for WeChat's word loses the send, or makes it twice.
#[test]
fn an_answer_that_holds_no_receipt_is_doubt() {
    for odd in [
        r#"{"msg_id":0}"#,
        r#"{"msg_id":null,"errmsg":"ok"}"#,
        r#"{"errcode":null,"errmsg":"system error","msg_id":""}"#,
        r#"{"errmsg":"ok","msg_id":-1}"#,
        r#"{"msg_id":"pending"}"#,
        r#"{"errcode":0,"errmsg":"ok","errcode":45028}"#,
        r#"{"errcode":45028,"msg_id":3147480009,"errcode":0}"#,
        r#"[{"errcode":0,"msg_id":3147480009}]"#,
        r#"[0,"ok",3147480009]"#,
        r#"{"errcode":"","msg_id":3147480009}"#,
        r#"{"errcode":[45028],"msg_id":3147480009}"#,
        r#"{"errcode":false}"#,
        r#"{"errcode":45028.5}"#,
        r#"{"errcode":1e99}"#,
        r#"{"errcode":45028"#,
        r#"{"ErrCode":45028}"#,
        r#"{"data":{"errcode":45028}}"#,
        r#"{"success":true}"#,
        "45028",
        "true",
        "ok",
    ] {
        let world = World::new();
        let campaign = text(&world, "hello");
        world.plant(fault(TO_TAG, Harm::Answer(odd.to_owned())).always());
        let outcome = world.send(&campaign);
        assert_eq!(outcome.code, 7, "{odd}: {outcome:?}");
        assert_eq!(world.batch_states(), ["unknown"], "{odd}");
        world.mend();
        world.send(&campaign).exits(0);
        assert_eq!(accepted(&world), 1, "{odd}");
        assert_eq!(world.batch_states(), ["accepted"], "{odd}");
    }
}

/// A relay that keeps answers, or an answer to somebody else's call.
#[test]
fn the_id_of_another_send_is_no_id() {
    for code in [0, 89_504, 89_505] {
        let world = World::new();
        world.send(&world.campaign("first").write()).exits(0);
        let taken = world.sends()[0].verdict()["msg_id"].clone();
        let answer = json!({ "errcode": code, "errmsg": "planted", "msg_id": taken });
        world.plant(fault(TO_TAG, Harm::Answer(answer.to_string())));
        let outcome = world.send(&text(&world, "hello")).exits(0);
        assert_ne!(outcome.stdout.trim(), taken.to_string(), "{code}");
        assert_eq!(accepted(&world), 2, "{code}");
        assert_eq!(world.batch_states(), ["accepted", "accepted"], "{code}");
    }
}
