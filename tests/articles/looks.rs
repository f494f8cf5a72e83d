//! Looks through the binary: what `[theme]` sets, what is too long, all themes on one page, and warnings that fit a terminal.

use std::path::PathBuf;

use wxmass::article::theme;

use crate::world::{World, argument, pictures};

/// A campaign of one article with this `[theme]`; the article stands beside it.
fn campaign(world: &World, theme: &str, name: &str, article: &str) -> PathBuf {
    let folder = world.path("looks");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (seed, name) in (1..).zip(["cover.jpg", "one.png", "two.png"]) {
        std::fs::write(folder.join(name), pictures::plain(name, seed)).expect("a picture");
    }
    std::fs::write(folder.join(name), article).expect("an article");
    let file = folder.join("campaign.toml");
    let text = format!(
        "name = \"looks\"\n{theme}\n[[articles]]\ntitle = \"标题\"\ncover = \"cover.jpg\"\ncontent = \"{name}\"\n\
         [audience]\nall = true\n"
    );
    std::fs::write(&file, text).expect("a campaign");
    file
}

/// The article as it was sent; the title is a new one each time, since a draft that is there already is not made again.
fn sent(world: &World, theme: &str, article: &str) -> String {
    let file = campaign(world, theme, "a.md", article);
    let before = world.calls_of("draft/add").len();
    let text = std::fs::read_to_string(&file).expect("a campaign");
    std::fs::write(&file, text.replace("标题", &format!("标题{before}"))).expect("a campaign");
    world.wx(["add-draft", argument(&file)]).exits(0);
    let calls = world.calls_of("draft/add");
    assert_eq!(calls.len(), before + 1, "one draft more");
    let json = calls.last().expect("a draft").json();
    json["articles"][0]["content"]
        .as_str()
        .expect("content")
        .to_owned()
}

const ARTICLE: &str = "## 一\n\n段落。\n\n### 二\n\n```rust\nlet a = 1;\nlet b = 2;\n```\n\n![](one.png \"图注\")\n\n\
    | a | b | c | d | e |\n|---|---|---|---|---|\n| 一二三四五六七八九十 | 一二三四五六七八九十 | 一二三四五六七八九十 | 1 | 2 |\n";

#[test]
fn each_setting_of_a_theme_is_seen_in_what_is_sent() {
    let world = World::new();
    let plain = sent(&world, "[theme]\nname = \"default\"", ARTICLE);
    for (setting, there) in [
        ("color = \"#123456\"", "#123456"),
        ("font_size = 18", "font-size:18px"),
        ("line_height = 2.1", "line-height:2.1"),
        (
            "indent = true",
            "<p style=\"margin:0 0 20px;text-indent:2em\">段落。",
        ),
        ("heading_numbers = true", "1\u{a0}一"),
        ("heading_numbers = true", "1.1\u{a0}二"),
        ("code = \"window\"", "●\u{a0}"),
        ("code = \"window\"", "\u{a0}rust"),
        ("line_numbers = true", "2\u{a0}\u{a0}"),
        ("caption = \"numbered\"", "图\u{a0}1\u{a0}\u{a0}图注"),
    ] {
        assert!(!plain.contains(there), "{there} is there anyway: {plain}");
        let html = sent(
            &world,
            &format!("[theme]\nname = \"default\"\n{setting}"),
            ARTICLE,
        );
        assert!(html.contains(there), "{setting}: {html}");
    }
    for (setting, gone) in [
        ("caption = \"none\"", "图注"),
        ("tables = \"fit\"", "min-width:"),
        ("align = \"left\"", "text-align:justify"),
        ("color = \"#123456\"", "#07c160"),
    ] {
        assert!(plain.contains(gone), "{gone} is not there anyway: {plain}");
        let html = sent(
            &world,
            &format!("[theme]\nname = \"default\"\n{setting}"),
            ARTICLE,
        );
        assert!(!html.contains(gone), "{setting}: {html}");
    }
    let zoomed = "<section style=\"zoom:2\">字</section>\n";
    assert!(!sent(&world, "[theme]", zoomed).contains("zoom"));
    assert!(sent(&world, "[theme]\nkeep = [\"zoom\"]", zoomed).contains("zoom:2"));
    let lines = "甲\n乙\n";
    assert!(sent(&world, "[theme]", lines).contains("甲乙"));
    assert!(sent(&world, "[theme]\nbreaks = true", lines).contains("甲<br>乙"));
}

#[test]
fn a_colour_reaches_every_theme() {
    let world = World::new();
    let article = format!(
        "{ARTICLE}\n> 引用 `code`\n\n> [!TIP]\n> 提示\n\n==重点== [链接](https://a.test/)\n"
    );
    for name in theme::names() {
        let theme =
            |color: &str| format!("[theme]\nname = \"{name}\"\nlinks = \"footnotes\"\n{color}");
        let plain = sent(&world, &theme(""), &article);
        let html = sent(&world, &theme("color = \"#123456\""), &article);
        assert!(
            html.contains("#123456") && !plain.contains("#123456"),
            "{name}"
        );
        // The box of a callout shows its kind by its edge.
        assert!(html.contains("solid #1a7f37"), "{name}: {html}");
    }
}

#[test]
fn a_setting_that_cannot_be_is_told_in_its_line() {
    let world = World::new();
    for (setting, code) in [
        ("color = \"red\"", "bad-setting"),
        ("font_size = 99", "bad-setting"),
        ("line_height = 0.5", "bad-setting"),
        ("align = \"middle\"", "not-one-of"),
        ("code = \"mac\"", "not-one-of"),
        ("caption = \"big\"", "not-one-of"),
        ("tables = \"wide\"", "not-one-of"),
        ("colour = \"#123456\"", "unknown-key"),
    ] {
        let theme = format!("[theme]\nname = \"default\"\n{setting}");
        let file = campaign(&world, &theme, "a.md", "字\n");
        let document = world
            .wx(["check", argument(&file), "--json"])
            .exits(2)
            .json();
        let problem = &document["error"]["problems"][0];
        assert_eq!(problem["code"], code, "{document}");
        assert_eq!(problem["line"], 4, "{document}");
    }
    // Above an article as well.
    let article = "---\ntitle: t\ncover: cover.jpg\ncolor: \"#123456\"\n---\n## 字\n";
    let file = campaign(&world, "", "b.md", article);
    let alone = file.with_file_name("b.md");
    world.forget_calls();
    world.wx(["add-draft", argument(&alone)]).exits(0);
    let json = world.calls_of("draft/add").last().expect("a draft").json();
    assert!(json.to_string().contains("#123456"), "{json}");
}

#[test]
fn what_does_nothing_in_a_sheet_is_told_with_its_file_and_line() {
    let world = World::new();
    let file = campaign(
        &world,
        "[theme]\ncss = \"my.css\"",
        "a.md",
        "## 字\n\n段落\n",
    );
    let css = "h2 { color: red }\n.none { color: blue }\nh2::first-letter { color: red }\nh2 { colour: red }\n\
        @media print { p { color: red } }\np { position: fixed }\np { color: var(--nowhere) }\n";
    std::fs::write(file.with_file_name("my.css"), css).expect("a sheet");
    let document = world
        .wx(["check", argument(&file), "--json"])
        .exits(0)
        .json();
    let problems = document["problems"].as_array().expect("problems");
    let mut lines: Vec<_> = problems
        .iter()
        .filter(|one| {
            one["file"]
                .as_str()
                .is_some_and(|it| it.ends_with("my.css"))
        })
        .filter_map(|one| one["line"].as_i64())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7], "{document}");
}

#[test]
fn what_is_too_long_is_drawn_and_goes_only_where_that_is_allowed() {
    let world = World::new();
    let long = "一段话。\n\n".repeat(6_000);
    let file = campaign(&world, "[theme]\nname = \"ink\"", "a.md", &long);
    let page = world.path("long.html");
    let refused = world.wx(["check", argument(&file)]).exits(2);
    assert!(
        refused
            .stderr
            .contains("`allow_long = true` lets WeChat judge")
    );
    world.wx(["add-draft", argument(&file)]).exits(2);
    let drawn = world
        .wx(["render", argument(&file), "-o", argument(&page)])
        .exits(0);
    assert!(
        drawn.stderr.contains("it is drawn all the same"),
        "{}",
        drawn.stderr
    );
    let html = std::fs::read_to_string(&page).expect("a page");
    assert!(
        html.contains("<ul class=\"facts over\"><li>"),
        "the number is red"
    );
    assert_eq!(
        html.matches("一段话。").count(),
        6_000 + 1,
        "all of it, and its digest"
    );

    // Allowed by the campaign, by the article in it, and by the article itself.
    let text = std::fs::read_to_string(&file).expect("the campaign");
    for (from, to) in [
        (
            "name = \"looks\"\n",
            "name = \"looks\"\nallow_long = true\n",
        ),
        (
            "cover = \"cover.jpg\"\n",
            "cover = \"cover.jpg\"\nallow_long = true\n",
        ),
    ] {
        std::fs::write(&file, text.replacen(from, to, 1)).expect("the campaign");
        let checked = world.wx(["check", argument(&file)]).exits(0);
        assert!(
            checked.stderr.contains("WeChat will judge"),
            "{}",
            checked.stderr
        );
    }
    let head = "---\ntitle: t\ncover: cover.jpg\nallow_long: true\n---\n";
    campaign(&world, "", "b.md", &format!("{head}{long}"));
    world
        .wx(["check", argument(&file.with_file_name("b.md"))])
        .exits(0);
}

#[test]
fn all_themes_stand_on_one_page() {
    let world = World::new();
    let page = world.path("themes.html");
    let outcome = world.wx(["themes", "-o", argument(&page)]).exits(0);
    assert_eq!(outcome.stdout.trim(), argument(&page));
    let html = std::fs::read_to_string(&page).expect("a page");
    for name in theme::names() {
        assert!(
            html.contains(&format!("<section class=\"theme\" id=\"{name}\">")),
            "{name}"
        );
    }
    assert_eq!(
        html.matches("春天的第一场雨").count(),
        theme::names().count()
    );
    assert!(!html.contains("src=\"http") && html.contains("data:image/svg+xml"));

    let own = campaign(
        &world,
        "",
        "own.md",
        "## 我的文章\n\n![](one.png)\n\n![](../elsewhere.png)\n",
    );
    let own = own.with_file_name("own.md");
    let document = world
        .wx(["themes", argument(&own), "-o", argument(&page), "--json"])
        .exits(0)
        .json();
    assert!(
        document["path"]
            .as_str()
            .is_some_and(|it| it.ends_with("themes.html"))
    );
    let html = std::fs::read_to_string(&page).expect("a page");
    assert_eq!(html.matches("我的文章").count(), theme::names().count());
    assert!(html.contains("data:image/png"), "the picture beside it");
    world
        .wx(["themes", "none.md", "-o", argument(&page)])
        .exits(2);
}

#[test]
fn warnings_of_a_kind_are_one_and_fit_the_terminal() {
    let world = World::new();
    let section = "<section style=\"position:absolute;color:#333;padding:10px\"><p class=\"MsoNormal\">字<o:p></o:p></p></section>";
    let html = section.repeat(60) + &"<p class=\"MsoNormal\">春天<o:p>&nbsp;</o:p></p>".repeat(150);
    let file = campaign(&world, "", "a.html", &html);
    let checked = world.wx(["check", argument(&file)]).exits(0);
    let said = &checked.stderr;
    assert!(said.len() < 10_000, "{} bytes", said.len());
    assert!(
        said.lines().all(|line| line.chars().count() < 200),
        "{said}"
    );
    assert!(
        said.contains("`position` ×60 (first at ") && said.contains("a.html:1:1)"),
        "{said}"
    );
    assert!(said.contains("60 warnings"), "{said}");
    let document = world
        .wx(["check", argument(&file), "--json"])
        .exits(0)
        .json();
    assert_eq!(document["problems"].as_array().map(Vec::len), Some(60));
    let chinese = world
        .wx(["check", argument(&file), "--lang", "zh"])
        .exits(0);
    assert!(
        chinese.stderr.contains("`position` ×60（首处 "),
        "{}",
        chinese.stderr
    );
}
