//! A store of the version before accounts were appids: its rows are joined, and none of them is lost.

use super::*;

on_both!(
    rows_of_one_appid_are_joined,
    a_local_host_beside_a_public_one_keeps_what_it_had,
);

const LOCAL: &str = "wx0123456789abcdef@127.0.0.1:8080";
const PUBLIC: &str = "wx0123456789abcdef@api.weixin.qq.com";
const RELAY: &str = "wx0123456789abcdef@relay.example.com:8443";

/// The migrations of version 0.1.
const OLD: usize = 2;

fn run(id: i64, account: &str, name: &str, attempt: i64) -> String {
    let summary = r#"{"titles":["a"],"audience":{"kind":"tag","tag":"VIP"},"content":"c0de"}"#;
    format!(
        "insert into runs (id, account, account_name, name, fingerprint, attempt, kind, summary, created_at, finished_at)
         values ({id}, '{account}', 'main', '{name}', 'f00d', {attempt}, 'campaign', '{summary}', {id}000, null)"
    )
}

fn batch_of(run: i64, state: &str, msg_id: Option<i64>) -> String {
    let msg_id = msg_id.map_or("null".to_owned(), |id| id.to_string());
    format!(
        "insert into batches (run, number, client_msg_id, size, digest, state, intended_at, tried_at, tries, settled_at, msg_id)
         values ({run}, 1, 'key-{run}', 0, 'f00d', '{state}', 1000, 1000, 1, 2000, {msg_id})"
    )
}

fn upload(account: &str, sha256: &str, media_id: &str) -> String {
    format!(
        "insert into uploads (account, endpoint, sha256, media_id, url, created_at) values ('{account}', 'media/uploadimg', '{sha256}', '{media_id}', null, 1)"
    )
}

fn others(account: &str, id: i64) -> [String; 4] {
    [
        format!(
            "insert into tokens (account, value, expires_at) values ('{account}', 'token-{id}', 1)"
        ),
        format!(
            "insert into news (id, account, content, route, media_id, created_at, spent) values ({id}, '{account}', 'c0de', 'draft', 'news-{id}', 1, 0)"
        ),
        format!(
            "insert into previews (id, account, content, receiver, media_id, sent_at) values ({id}, '{account}', 'c0de', 'o{id}', 'news-{id}', 1)"
        ),
        format!(
            "insert into finishes (account, msg_id, word, outcome, ended_at, heard_at, articles) values ('{account}', {}, 'send success', 'SEND_SUCCESS', 1, 1, '[]')",
            70 + id
        ),
    ]
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .fetch_one(&store.pool)
        .await
        .unwrap()
}

async fn rows_of_one_appid_are_joined(home: &Home) {
    let mut rows = vec![
        run(1, PUBLIC, "spring", 0),
        batch_of(1, "accepted", Some(71)),
        run(2, RELAY, "spring", 0),
        batch_of(2, "accepted", Some(72)),
        // The same name with an invisible space, and in another form of Unicode.
        run(3, PUBLIC, "spring ", 0),
        batch_of(3, "unknown", None),
        run(4, PUBLIC, "e\u{301}te\u{301}", 0),
        batch_of(4, "refused", None),
        run(5, "wx0123456789abcdef@sandbox", "spring", 0),
        batch_of(5, "accepted", Some(75)),
        run(6, "wxfedcba9876543210@api.weixin.qq.com", "spring", 0),
        batch_of(6, "planned", None),
        upload(PUBLIC, "aa", "public"),
        upload(RELAY, "aa", "relay"),
        upload(RELAY, "bb", "relay"),
    ];
    rows.extend(others(PUBLIC, 1));
    rows.extend(others(RELAY, 2));
    rows.extend(others("wx0123456789abcdef@sandbox", 5));
    let address = home.old_store(OLD, &rows).await;
    for opened in ["once", "twice"] {
        let store = Store::open(&address).await.unwrap();
        let runs = store.runs_all(None).await.unwrap();
        assert_eq!(runs.len(), 6, "{opened}");
        let mut facts: Vec<_> = runs
            .iter()
            .map(|run| (run.id, run.account.as_str(), run.name.as_str(), run.attempt))
            .collect();
        facts.sort_unstable();
        let spring: Vec<_> = facts
            .iter()
            .filter(|(_, account, name, _)| (*account, *name) == (ACCOUNT, "spring"))
            .collect();
        let mut attempts: Vec<_> = spring.iter().map(|fact| fact.3).collect();
        attempts.sort_unstable();
        assert_eq!(attempts, [0, 1, 2], "each keeps its place: {facts:?}");
        assert!(
            facts.contains(&(4, ACCOUNT, "\u{e9}t\u{e9}", 0)),
            "{facts:?}"
        );
        assert!(facts.contains(&(5, "sandbox", "spring", 0)), "{facts:?}");
        assert!(
            facts.contains(&(6, "wxfedcba9876543210", "spring", 0)),
            "{facts:?}"
        );
        // Keys, states and msg_ids are as they were.
        for (run, state, msg_id) in [
            (1, BatchState::Accepted, Some(71)),
            (2, BatchState::Accepted, Some(72)),
            (3, BatchState::Unknown, None),
            (4, BatchState::Refused, None),
            (5, BatchState::Accepted, Some(75)),
            (6, BatchState::Planned, None),
        ] {
            let row = batch(&store, run, 1).await;
            assert_eq!(row.client_msg_id.as_str(), format!("key-{run}"));
            assert_eq!((row.state, row.msg_id.map(MsgId::get)), (state, msg_id));
        }
        // What decides about another send is found under the appid: the newest accepted, and the doubt.
        let sought = Sought {
            account: ACCOUNT,
            name: "spring",
            fingerprint: "f00d",
            content: "c0de",
            tag: None,
        };
        let known = store.known_runs(sought).await.unwrap();
        let ids: Vec<_> = known.iter().map(|row| row.run).collect();
        assert!(
            ids.contains(&3) && ids.iter().any(|id| [1, 2].contains(id)),
            "{ids:?}"
        );
        assert!(known.iter().all(|row| row.content == "c0de"));
        let kind = "select count(*) from runs where audience_kind = 'tag' and base is not null";
        assert_eq!(count(&store, kind).await, 6);
        // One row stays of what only one can be; no row of another kind is lost.
        let uploads = "select count(*) from uploads where account = 'wx0123456789abcdef'";
        assert_eq!(count(&store, uploads).await, 2);
        let known = store.uploads_known(
            ACCOUNT,
            &[("media/uploadimg", "aa"), ("media/uploadimg", "bb")],
        );
        assert_eq!(known.await.unwrap().len(), 2);
        assert_eq!(count(&store, "select count(*) from news").await, 3);
        assert_eq!(count(&store, "select count(*) from previews").await, 3);
        assert_eq!(count(&store, "select count(*) from finishes").await, 3);
        assert_eq!(store.previews_of(ACCOUNT, "c0de").await.unwrap().len(), 2);
        assert!(store.token_load(ACCOUNT).await.unwrap().is_some());
        let left = "select count(*) from runs where account like '%@%'";
        assert_eq!(count(&store, left).await, 0);
        store.close().await;
    }
}

/// It was perhaps another WeChat: its runs count, so that nothing is sent twice, and its ids are not used.
async fn a_local_host_beside_a_public_one_keeps_what_it_had(home: &Home) {
    let mut rows = vec![
        run(1, LOCAL, "spring", 0),
        batch_of(1, "accepted", Some(71)),
        run(2, PUBLIC, "spring", 0),
        batch_of(2, "planned", None),
        upload(LOCAL, "aa", "local"),
        upload(PUBLIC, "bb", "public"),
    ];
    rows.extend(others(LOCAL, 1));
    rows.extend(others(PUBLIC, 2));
    let address = home.old_store(OLD, &rows).await;
    let store = Store::open(&address).await.unwrap();
    let runs = store.runs_all(Some("spring")).await.unwrap();
    assert_eq!(runs.iter().filter(|run| run.account == ACCOUNT).count(), 2);
    let wanted = [("media/uploadimg", "aa"), ("media/uploadimg", "bb")];
    let known = store.uploads_known(ACCOUNT, &wanted).await.unwrap();
    let ids: Vec<_> = known.values().map(|row| row.media_id.clone()).collect();
    assert_eq!(ids, [Some("public".to_owned())]);
    assert_eq!(count(&store, "select count(*) from uploads").await, 2);
    assert_eq!(count(&store, "select count(*) from tokens").await, 2);
    let mut bases = store.bases_of(ACCOUNT).await.unwrap();
    bases.sort();
    assert_eq!(bases, ["127.0.0.1:8080", "api.weixin.qq.com"]);
    store.close().await;
}
