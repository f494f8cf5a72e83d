//! Rows that are kept: tokens, uploads, runs, news and previews.

use secrecy::{ExposeSecret, SecretString};

use super::*;

on_both!(
    tokens_are_kept_and_forgotten,
    uploads_are_known_until_they_expire,
    runs_are_found,
    a_run_is_recorded_once,
    each_base_is_named_once,
    news_and_previews,
);

async fn tokens_are_kept_and_forgotten(home: &Home) {
    let store = &home.store;
    assert!(store.token_load(ACCOUNT).await.unwrap().is_none());
    let token = |value: &str| TokenRow {
        value: SecretString::from(value),
        expires_at: at(7200),
    };
    store.token_save(ACCOUNT, &token("first")).await.unwrap();
    store.token_save(ACCOUNT, &token("second")).await.unwrap();
    store.token_save("other", &token("third")).await.unwrap();
    let kept = store.token_load(ACCOUNT).await.unwrap().unwrap();
    assert_eq!(kept.value.expose_secret(), "second");
    assert_eq!(kept.expires_at, at(7200));
    assert!(!format!("{kept:?} {store:?}").contains("second"));
    assert!(
        !store
            .token_forget(ACCOUNT, &SecretString::from("first"))
            .await
            .unwrap(),
        "replaced meanwhile"
    );
    assert!(
        store
            .token_forget(ACCOUNT, &SecretString::from("second"))
            .await
            .unwrap()
    );
    assert!(store.token_load(ACCOUNT).await.unwrap().is_none());
    assert!(store.token_load("other").await.unwrap().is_some());
}

async fn uploads_are_known_until_they_expire(home: &Home) {
    let store = &home.store;
    let soon = Timestamp::now() + jiff::SignedDuration::from_hours(1);
    let row = |media_id: &str, expires_at| UploadRow {
        media_id: Some(media_id.to_owned()),
        url: None,
        created_at: at(0),
        expires_at,
    };
    let picture = UploadRow {
        media_id: None,
        url: Some("http://mmbiz/1".to_owned()),
        ..row("", None)
    };
    store
        .uploads_put(ACCOUNT, &[("uploadimg", "aa", &picture)])
        .await
        .unwrap();
    store
        .uploads_put(ACCOUNT, &[("thumb", "aa", &row("old", Some(at(1))))])
        .await
        .unwrap();
    store
        .uploads_put(ACCOUNT, &[("thumb", "bb", &row("older", Some(soon)))])
        .await
        .unwrap();
    store
        .uploads_put(ACCOUNT, &[("thumb", "bb", &row("newer", None))])
        .await
        .unwrap();
    let both = [("uploadimg", "aa"), ("thumb", "aa")];
    let known = store.uploads_known(ACCOUNT, &both).await.unwrap();
    assert_eq!(known.len(), 1, "the thumb has expired");
    assert_eq!(known[&("uploadimg".to_owned(), "aa".to_owned())], picture);
    assert!(
        store
            .uploads_known("other", &both)
            .await
            .unwrap()
            .is_empty()
    );

    let many: Vec<String> = (0..450).map(|number| format!("{number:064x}")).collect();
    store
        .uploads_put(
            ACCOUNT,
            &[("image", many[449].as_str(), &row("last", None))],
        )
        .await
        .unwrap();
    let mut wanted: Vec<(&str, &str)> = many.iter().map(|hash| ("image", hash.as_str())).collect();
    wanted.extend([("uploadimg", "aa"), ("image", "aa"), ("thumb", "bb")]);
    let known = store.uploads_known(ACCOUNT, &wanted).await.unwrap();
    assert_eq!(known.len(), 3);
    assert_eq!(
        known[&("thumb".to_owned(), "bb".to_owned())]
            .media_id
            .as_deref(),
        Some("newer")
    );
    assert!(store.uploads_known(ACCOUNT, &[]).await.unwrap().is_empty());

    store.upload_forget(ACCOUNT, "thumb", "bb").await.unwrap();
    store.upload_forget(ACCOUNT, "thumb", "bb").await.unwrap();
    let gone = store.uploads_known(ACCOUNT, &[("thumb", "bb")]);
    assert!(gone.await.unwrap().is_empty());
}

async fn runs_are_found(home: &Home) {
    let store = &home.store;
    let first = store.run_create(&new_run("a", 1)).await.unwrap();
    let second = store
        .run_create(&NewRun {
            attempt: 2,
            ..new_run("a", 1)
        })
        .await
        .unwrap();
    let third = store
        .run_create(&NewRun {
            account: "other".to_owned(),
            ..new_run("a", 0)
        })
        .await
        .unwrap();
    let fourth = store.run_create(&new_run("b", 1)).await.unwrap();
    let ids = |runs: Vec<Run>| runs.iter().map(|run| run.id).collect::<Vec<_>>();
    assert_eq!(
        ids(store.runs_named(ACCOUNT, "a").await.unwrap()),
        [second.id, first.id]
    );
    assert_eq!(
        ids(store.runs_all(Some("a")).await.unwrap()),
        [third.id, second.id, first.id]
    );
    assert_eq!(
        ids(store.runs_all(None).await.unwrap()),
        [fourth.id, third.id, second.id, first.id]
    );
    assert!(store.run_get(999).await.unwrap().is_none());
    assert!(store.batches(999).await.unwrap().is_empty());
    assert_eq!(first.summary, new_run("a", 1).summary);
    assert_eq!(first.account_name.as_deref(), Some("主号"));
}

async fn a_run_is_recorded_once(home: &Home) {
    let store = &home.store;
    let new = new_run("once", 3);
    let run = store.run_create(&new).await.unwrap();
    let taken_up = store.run_create(&new).await.unwrap();
    assert_eq!(taken_up, run, "a plan that nothing came of is taken up");
    assert_eq!(
        store.runs_all(None).await.unwrap(),
        std::slice::from_ref(&run),
        "nothing of the second was written"
    );
    let row = home.batch(run.id, 1).await;
    store.batch_intend(&row, None, at(1)).await.unwrap();
    assert!(matches!(
        store.run_create(&new).await,
        Err(Error::RunExists { attempt: 1, .. })
    ));
}

async fn each_base_is_named_once(home: &Home) {
    let store = &home.store;
    assert!(store.bases_of(ACCOUNT).await.unwrap().is_empty());
    for (name, account, base) in [
        ("a", ACCOUNT, "https://b.example/"),
        ("b", ACCOUNT, "https://a.example/"),
        ("c", ACCOUNT, "https://b.example/"),
        ("d", "other", "https://c.example/"),
    ] {
        let new = NewRun {
            account: account.to_owned(),
            base: base.to_owned(),
            ..new_run(name, 1)
        };
        store.run_create(&new).await.unwrap();
    }
    assert_eq!(
        store.bases_of(ACCOUNT).await.unwrap(),
        ["https://a.example/", "https://b.example/"]
    );
}

async fn news_and_previews(home: &Home) {
    let store = &home.store;
    let first = store
        .news_add(ACCOUNT, "content", "draft", "one", at(1))
        .await
        .unwrap();
    let second = store
        .news_add(ACCOUNT, "content", "draft", "two", at(2))
        .await
        .unwrap();
    store.news_spend(ACCOUNT, "one").await.unwrap();
    assert_eq!(
        store.news_of(ACCOUNT, "content").await.unwrap(),
        [
            second,
            News {
                spent: true,
                ..first
            },
        ]
    );
    store
        .preview_add(ACCOUNT, "content", "oTest1", Some("one"), at(3))
        .await
        .unwrap();
    store
        .preview_add(ACCOUNT, "another", "oTest2", None, at(4))
        .await
        .unwrap();
    store
        .preview_add("other", "content", "oTest3", None, at(4))
        .await
        .unwrap();
    let previews = store.previews_of(ACCOUNT, "content").await.unwrap();
    assert_eq!(
        (previews.len(), previews[0].receiver.as_str()),
        (1, "oTest1")
    );
    assert_eq!(
        (previews[0].media_id.as_deref(), previews[0].sent_at),
        (Some("one"), at(3))
    );
    assert_eq!(store.previews_since(ACCOUNT, at(3)).await.unwrap(), 2);
    assert_eq!(store.previews_since(ACCOUNT, at(4)).await.unwrap(), 1);
}
