//! Articles on their way into the draft box: what is written, what is sent and what WeChat keeps of it.

#[path = "articles/cases.rs"]
mod cases;
#[path = "articles/dialects.rs"]
mod dialects;
#[path = "articles/html_laws.rs"]
mod html_laws;
#[path = "articles/laws.rs"]
mod laws;
#[path = "articles/looks.rs"]
mod looks;
#[path = "articles/samples.rs"]
mod samples;
mod world;

use std::path::{Path, PathBuf};

use serde_json::Value;
use world::campaign::TESTER;
use world::{World, argument, pictures};

/// A folder with the fixtures and the pictures that they name.
fn folder(world: &World) -> PathBuf {
    let folder = world.path("campaigns");
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/articles");
    for name in ["everything.md", "pasted.html"] {
        std::fs::copy(format!("{fixtures}/{name}"), folder.join(name)).expect("a fixture");
    }
    std::fs::create_dir(folder.join("pictures")).expect("a folder");
    for (seed, name) in (1..).zip(["cover.jpg", "one.png", "two.png", "three.png"]) {
        let file = folder.join("pictures").join(name);
        std::fs::write(file, pictures::plain(name, seed)).expect("a picture");
    }
    folder
}

/// The articles that the one draft was made of: as they were sent, and as they are kept.
#[track_caller]
fn sent_and_kept(world: &World) -> Vec<(Value, Value)> {
    let calls = world.calls_of("draft/add");
    let call = calls.last().expect("a draft");
    let verdict = call.verdict();
    let stored = world.stored_draft(verdict["media_id"].as_str().expect("an id"));
    let sent = call.json()["articles"].as_array().cloned().expect("a list");
    let kept = stored["news_item"].as_array().cloned().expect("a list");
    assert_eq!(sent.len(), kept.len());
    sent.into_iter().zip(kept).collect()
}

#[test]
fn what_is_sent_is_what_wechat_keeps() {
    for theme in wxmass::article::theme::names() {
        let world = World::new();
        let folder = folder(&world);
        let campaign = folder.join("campaign.toml");
        let text = format!(
            "name = \"all\"\n[theme]\nname = \"{theme}\"\nlinks = \"footnotes\"\n\
             [[articles]]\ncontent = \"everything.md\"\n\
             [[articles]]\ntitle = \"Pasted\"\ncover = \"pictures/cover.jpg\"\ncontent = \"pasted.html\"\n"
        );
        std::fs::write(&campaign, text).expect("a campaign");
        world.wx(["add-draft", argument(&campaign)]).exits(0);
        for (sent, kept) in sent_and_kept(&world) {
            let (sent, kept) = (sent["content"].as_str(), kept["content"].as_str());
            let kept = kept.expect("content");
            assert_eq!(sent.expect("content"), kept, "{theme}");
            for gone in [
                "<script",
                "onclick",
                "position",
                " id=",
                "pictures/",
                "<form",
                "data:",
                "sourcepos",
            ] {
                assert!(!kept.contains(gone), "{gone} in {kept}");
            }
        }
    }
}

#[test]
fn an_article_by_itself_is_drafted_and_previewed_and_not_sent() {
    let world = World::new();
    let article = folder(&world).join("everything.md");
    world.wx(["check", argument(&article)]).exits(0);
    world.wx(["add-draft", argument(&article)]).exits(0);
    let (sent, _) = sent_and_kept(&world).swap_remove(0);
    assert_eq!(sent["title"], "春季新品发布：从产地到杯中的一百天");
    assert_eq!(sent["author"], "编辑部");
    assert_eq!(sent["content_source_url"], "https://example.com/spring");
    assert!(
        sent["digest"]
            .as_str()
            .is_some_and(|it| it.starts_with("我们走访了三个产区"))
    );
    // The cover has 48 by 32 pixels.
    assert_eq!(sent["pic_crop_235_1"], "0_0.180851_1_0.819149");
    assert_eq!(sent["pic_crop_1_1"], "0.166667_0_0.833333_1");
    let preview = ["preview", argument(&article), "--openid", TESTER];
    world.wx(preview).exits(0);
    assert_eq!(world.calls_of("message/mass/preview").len(), 1);

    world.forget_calls();
    let refused = world.wx(["send", argument(&article), "--yes"]).exits(2);
    let ways = ["--tag", "--openids", "--all"];
    let names_them = ways.iter().all(|way| refused.stderr.contains(way));
    assert!(names_them, "{}", refused.stderr);
    assert!(world.calls().is_empty() && world.sends().is_empty());
}

#[test]
fn what_an_article_says_of_itself_is_checked_where_it_stands() {
    let world = World::new();
    let folder = folder(&world);
    let inner = folder.join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("a file");
        folder.join(name)
    };
    let problems = |file: &Path| -> Vec<(String, String, i64)> {
        let outcome = world.wx(["check", argument(file), "--json"]);
        let document = outcome.json();
        let list = document["error"]["problems"].as_array();
        let list = list.or(document["problems"].as_array()).expect("problems");
        let of = |problem: &Value| {
            let file = Path::new(problem["file"].as_str().expect("a file"));
            let name = file.file_name().expect("a name").to_string_lossy();
            let line = problem["line"].as_i64().expect("a line");
            (
                problem["code"].to_string().replace('"', ""),
                name.into_owned(),
                line,
            )
        };
        list.iter().map(of).collect()
    };
    let found = |code: &str, file: &str, line| (code.to_owned(), file.to_owned(), line);

    // Everything that is missing or wrong, in its line; `content` alone is enough where nothing is.
    let bare = write("bare.md", "words\n");
    let missing = found("missing-key", "bare.md", 1);
    assert_eq!(problems(&bare), [missing.clone(), missing]);
    let wrong = write(
        "wrong.md",
        "---\ntitle: t\ncover: none.png\nsource_url: nowhere\ntheme: inc\nlinks: all\n---\nwords\n",
    );
    assert_eq!(
        problems(&wrong),
        [
            found("file-missing", "wrong.md", 3),
            found("bad-url", "wrong.md", 4),
            found("not-one-of", "wrong.md", 5),
            found("not-one-of", "wrong.md", 6),
        ]
    );
    write(
        "inner/inner.md",
        "+++\ntitle = \"t\"\ncover = \"../pictures/cover.jpg\"\n+++\nwords\n",
    );
    let campaign = write(
        "c.toml",
        "name = \"n\"\n[[articles]]\ncontent = \"inner/inner.md\"\n[audience]\nall = true\n",
    );
    assert_eq!(
        problems(&campaign),
        [],
        "the cover is found from the article's folder"
    );
    let html = write("page.html", "<p>words");
    assert_eq!(problems(&html), [found("content-kind", "page.html", 0)]);
}

#[test]
fn links_that_most_accounts_lose_are_said_once() {
    let world = World::new();
    let folder = folder(&world);
    let article = folder.join("links.md");
    let write = |links: &str| {
        let head = format!("---\ntitle: t\ncover: pictures/cover.jpg\n{links}---\n");
        let body = "[a](https://a.test/) [b](https://b.test/) [c](https://mp.weixin.qq.com/s/c)\n";
        std::fs::write(&article, head + body).expect("an article");
        world.wx(["check", argument(&article)]).exits(0).stderr
    };
    let said = write("");
    assert_eq!(said.matches("WeChat Pay").count(), 1, "{said}");
    assert!(
        said.contains("2 links") && said.contains("links.md:5:1"),
        "{said}"
    );
    for links in ["links: keep\n", "links: footnotes\n"] {
        assert!(write(links).contains("no problems"), "{links}");
    }
}

#[test]
fn covers_and_picture_posts_are_cut_by_the_fields_of_the_call() {
    let world = World::new();
    let folder = folder(&world);
    std::fs::write(
        folder.join("words.md"),
        "Two *pictures* & words.\n\nMore.\n",
    )
    .expect("an article");
    let campaign = folder.join("campaign.toml");
    let write = |article: &str| {
        let text = format!(
            "name = \"cut\"\n[[articles]]\ntitle = \"t\"\ncontent = \"words.md\"\n{article}"
        );
        std::fs::write(&campaign, text).expect("a campaign");
    };
    write("cover = \"pictures/cover.jpg\"\ncrop_235_1 = \"0_0.1_1_0.74\"\ncomments = \"fans\"\n");
    world.wx(["add-draft", argument(&campaign)]).exits(0);
    let (sent, _) = sent_and_kept(&world).swap_remove(0);
    assert_eq!(sent["pic_crop_235_1"], "0_0.1_1_0.74", "as written");
    assert_eq!(
        [&sent["need_open_comment"], &sent["only_fans_can_comment"]],
        [1, 1]
    );

    // 8 by 6 pixels that its file says are to be seen on their side: 6 by 8.
    std::fs::copy(
        "fuzz/corpus/picture/turned.jpg",
        folder.join("pictures/turned.jpg"),
    )
    .expect("a picture");
    write("cover = \"pictures/turned.jpg\"\n");
    world.wx(["add-draft", argument(&campaign)]).exits(0);
    let (sent, _) = sent_and_kept(&world).swap_remove(0);
    assert_eq!(sent["pic_crop_1_1"], "0_0.125_1_0.875");

    write("cover = \"pictures/cover.jpg\"\ncrop_1_1 = \"0_0_1_1\"\n");
    let refused = world.wx(["check", argument(&campaign)]).exits(2);
    assert!(
        refused.stderr.contains("campaign.toml:6:12"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("0.166667_0_0.833333_1"),
        "{}",
        refused.stderr
    );

    write(
        "type = \"newspic\"\nimages = [\"pictures/one.png\", \"pictures/two.png\"]\ncrop_1_1 = \"0.166667_0_0.833333_1\"\n",
    );
    world.wx(["add-draft", argument(&campaign)]).exits(0);
    let (sent, kept) = sent_and_kept(&world).swap_remove(0);
    assert_eq!(sent["article_type"], "newspic");
    assert_eq!(
        sent["content"], "Two pictures & words.\nMore.",
        "plain words"
    );
    assert_eq!(
        sent["image_info"]["image_list"].as_array().map(Vec::len),
        Some(2)
    );
    let crop = serde_json::json!({ "ratio": "1_1", "x1": "0.166667", "y1": "0", "x2": "0.833333", "y2": "1" });
    assert_eq!(
        sent["cover_info"]["crop_percent_list"],
        serde_json::json!([crop])
    );
    assert_eq!(kept["article_type"], "newspic");
    world
        .wx(["render", argument(&campaign), "-o", "post.html"])
        .exits(0);
    let page = std::fs::read_to_string(world.path("post.html")).expect("a page");
    assert!(page.contains("27 of 20,000"), "the words alone are counted");
    assert!(page.contains("<p class=\"digest\">Two pictures &amp; words.\nMore.</p>"));
}

#[test]
fn themes_are_names_for_scripts_and_sentences_for_people() {
    let world = World::new();
    let outcome = world.wx(["themes"]).exits(0);
    assert_eq!(
        outcome.stdout,
        "default\nink\nmint\nmagazine\ntech\nletter\nformal\nvivid\n"
    );
    let told: std::collections::BTreeSet<_> = outcome.stderr.lines().collect();
    assert_eq!(told.len(), 8, "{}", outcome.stderr);
    let document = world
        .wx(["themes", "--json", "--lang", "zh"])
        .exits(0)
        .json();
    assert_eq!(document["themes"][1], "ink");
    assert!(
        document["about"]["ink"]
            .as_str()
            .is_some_and(|it| it.contains("水墨"))
    );
}

#[test]
fn what_is_far_too_long_is_one_error() {
    let world = World::new();
    let article = folder(&world).join("long.md");
    let head = "---\ntitle: t\ncover: pictures/cover.jpg\n---\n\n";
    let cases = [
        (
            "字 **b** [l](https://x.test/)\n\n".repeat(180_000),
            "file-too-large",
        ),
        ("字 **b**\n\n".repeat(20_000), "too-long"),
        ("> ".repeat(10_000) + &"字".repeat(20_000), "too-long"),
        (
            "|a".repeat(10_000) + "|\n" + &"|-".repeat(10_000) + "|\n",
            "too-long",
        ),
    ];
    for (text, code) in cases {
        std::fs::write(&article, head.to_owned() + &text).expect("an article");
        let document = world
            .wx(["check", argument(&article), "--json"])
            .exits(2)
            .json();
        let problems = document["error"]["problems"].as_array().expect("problems");
        let errors: Vec<_> = problems
            .iter()
            .filter(|one| one["severity"] == "error")
            .collect();
        assert_eq!(errors.len(), 1, "{document}");
        assert_eq!(errors[0]["code"], code);
        assert!(
            errors[0]["file"]
                .as_str()
                .is_some_and(|file| file.ends_with("long.md"))
        );
    }
}

/// Pictures that writers paste stand in the text itself; they are uploaded like files, each once.
#[test]
fn pictures_in_the_text_itself_are_uploaded() {
    use base64::Engine as _;
    let world = World::new();
    let bytes = std::fs::read("fuzz/corpus/picture/small.png").expect("a picture");
    let encoded = base64::engine::general_purpose::STANDARD.encode(&bytes);
    let address = format!("data:image/png;base64,{encoded}");
    let campaign = world
        .campaign("pasted")
        .without_articles()
        .article(
            "Pasted",
            &format!("Words.\n\n![a]({address})\n\n<img src=\"{address}\">\n"),
        )
        .write();
    world.wx(["check", argument(&campaign)]).exits(0);
    world.wx(["add-draft", argument(&campaign)]).exits(0);
    let uploads = world.calls_of(world::BODY_PICTURE);
    assert_eq!(uploads.len(), 1, "the same bytes once");
    let (sent, _) = sent_and_kept(&world).swap_remove(0);
    let html = sent["content"].as_str().expect("content");
    assert!(!html.contains("data:"), "{html}");
    assert_eq!(html.matches("mmbiz.qpic.cn").count(), 2, "{html}");

    let broken = world
        .campaign("broken")
        .without_articles()
        .article("Broken", "Words.\n\n![a](data:image/png;base64,AAAA)\n")
        .write();
    world
        .wx(["check", argument(&broken)])
        .exits(2)
        .says("article1.md:3");
}
