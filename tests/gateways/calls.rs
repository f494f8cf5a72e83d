//! The calls that nothing of the binary makes yet, against the sandbox.

use serde_json::json;
use wxmass::wechat::ids::{MediaId, OpenId};
use wxmass::wechat::{drafts, errcode, material, speed, tags, users};

use crate::given::{base, client, run, source_of};
use crate::world::World;
use crate::world::wire::{Harm, fault};

fn connected(world: &World) -> wxmass::wechat::Client {
    let token = world.wx(["token"]).exits(0).stdout;
    client(&base(world), source_of(&[token.trim()]), None)
}

#[test]
fn tags_are_made_given_and_taken() {
    let world = World::new();
    let client = connected(&world);
    run(async {
        let tag = tags::create(&client, "a test").await.expect("a tag");
        assert_eq!((tag.name.as_str(), tag.count), ("a test", None));
        let page = users::page(&client, None).await.expect("followers");
        let openids: Vec<_> = page.openids().take(2).map(OpenId::new).collect();
        tags::give(&client, tag.id, &openids).await.expect("given");
        let tagged = tags::members(&client, tag.id, None).await.expect("tagged");
        assert_eq!(tagged.openids().count(), 2);
        tags::take(&client, tag.id, &openids[..1])
            .await
            .expect("taken");
        let tagged = tags::members(&client, tag.id, None).await.expect("tagged");
        assert_eq!(tagged.openids().collect::<Vec<_>>(), [openids[1].as_str()]);
        let again = tags::create(&client, "a test").await.expect_err("exists");
        assert_eq!(again.errcode(), Some(errcode::INVALID_TAG_NAME));
    });
}

#[test]
fn the_openids_that_failed_are_named() {
    let world = World::new();
    let client = connected(&world);
    let answer = json!({ "errcode": 45171, "errmsg": "some openid fail", "fail_openid_list": ["oB", "", 7] });
    world.plant(
        fault(
            "tags/members/batchtagging",
            Harm::Answer(answer.to_string()),
        )
        .always(),
    );
    let openids = ["oA", "oB"].map(OpenId::new);
    let error = run(tags::give(&client, 100.into(), &openids)).expect_err("in part");
    assert_eq!(error.errcode(), Some(errcode::SOME_NOT_TAGGED));
    assert_eq!(error.failed_openids(), [OpenId::new("oB")]);
}

#[test]
fn drafts_are_read_and_changed() {
    let world = World::new();
    let campaign = world.campaign("spring").write();
    let made = world
        .wx(["add-draft", crate::world::argument(&campaign)])
        .exits(0);
    let draft = MediaId::new(made.stdout.trim());
    let client = connected(&world);
    run(async {
        let mut articles = drafts::get(&client, &draft).await.expect("a draft");
        let article = &mut articles[0];
        article["title"] = json!("Another title");
        for field in ["url", "thumb_url", "is_deleted"] {
            article.as_object_mut().expect("an article").remove(field);
        }
        drafts::update(&client, &draft, 0, article)
            .await
            .expect("changed");
        let articles = drafts::get(&client, &draft).await.expect("a draft");
        assert_eq!(articles[0]["title"], "Another title");
        assert_eq!(drafts::count(&client).await.expect("a count"), 1);
        drafts::delete(&client, &draft).await.expect("deleted");
        let gone = drafts::get(&client, &draft).await.expect_err("gone");
        assert_eq!(gone.errcode(), Some(errcode::INVALID_MEDIA_ID));
    });
}

#[test]
fn the_library_and_the_speed_are_asked_for() {
    let world = World::new();
    let client = connected(&world);
    run(async {
        let picture = crate::world::pictures::plain("a.png", 1);
        let added = material::add(
            &client,
            &material::Kind::Image,
            "a.png",
            "image/png",
            picture.into(),
        );
        let added = added.await.expect("added");
        let counts = material::count(&client).await.expect("counts");
        assert_eq!(counts.image_count, Some(1));
        material::delete(&client, &added.media_id)
            .await
            .expect("deleted");
        let counts = material::count(&client).await.expect("counts");
        assert_eq!(counts.image_count, Some(0));
        speed::set(&client, 2).await.expect("set");
        assert_eq!(speed::get(&client).await.expect("a speed").speed, Some(2));
        let beyond = speed::set(&client, 9).await.expect_err("beyond");
        assert_eq!(beyond.errcode(), Some(errcode::SPEED_RANGE));
    });
}

/// The file is kept, the id is not told: it is looked for, and not sent again.
#[test]
fn material_whose_id_is_not_told_is_found_in_the_library() {
    let world = World::new();
    let client = connected(&world);
    let picture = || bytes::Bytes::from(crate::world::pictures::plain("a.png", 1));
    let add = || {
        material::add(
            &client,
            &material::Kind::Image,
            "a.png",
            "image/png",
            picture(),
        )
    };
    let first = run(add()).expect("added");
    let answer = json!({ "url": first.url, "media_id": "" });
    world.plant(fault("material/add_material", Harm::Answer(answer.to_string())).always());
    let found = run(add()).expect("found");
    assert_eq!(found, first);
    assert_eq!(world.calls_of("material/add_material").len(), 2);
}
