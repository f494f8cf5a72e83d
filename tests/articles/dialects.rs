//! Articles in the dialects of other tools, through the binary: what arrives, what is told, and what must not be sent.

use std::path::Path;

use crate::world::{World, argument, pictures};

const HEAD: &str = "---\ntitle: 标题\ncover: cover.png\n---\n";

fn world() -> World {
    let world = World::new();
    for (seed, name) in (1..).zip([
        "cover.png",
        "a.png",
        "b.png",
        "my pic.png",
        "手机 照片 (1).jpg",
        "图 1.png",
    ]) {
        let file = world.path("campaigns").join(name);
        std::fs::write(file, pictures::plain(name, seed)).expect("a picture");
    }
    std::fs::create_dir(world.path("campaigns/images")).expect("a folder");
    std::fs::write(
        world.path("campaigns/images/图 1.png"),
        pictures::plain("x.png", 9),
    )
    .expect("a picture");
    world
}

fn write(world: &World, body: &str) -> std::path::PathBuf {
    let file = world.path("campaigns").join("article.md");
    std::fs::write(&file, format!("{HEAD}{body}\n")).expect("an article");
    file
}

/// The content that was sent.
#[track_caller]
fn sent(world: &World, file: &Path) -> serde_json::Value {
    // The same content again is the same draft.
    world.wx(["add-draft", argument(file)]).exits(0);
    world.calls_of("draft/add").last().expect("a draft").json()["articles"][0].clone()
}

#[test]
fn what_is_written_arrives() {
    let world = world();
    for (body, expected) in [
        ("> [!NOTE]\n> 本周六停水", "说明</strong>"),
        ("> [!tip]- 折叠\n> 内容", "折叠</strong>"),
        ("::: warning\n小心\n:::", "警告</strong>"),
        ("==重点==", ">重点</mark>"),
        ("++线++", ">线</u>"),
        ("[TOC]\n\n## 第一节\n\n正文", "<li"),
        ("公式 \\(a+b\\)", "<i>a</i> + <i>b</i>"),
        ("\\[a^2\\]", "<sup"),
        (
            "\\begin{equation}\na=b\n\\end{equation}",
            "<i>a</i> = <i>b</i>",
        ),
        ("$`a+b`$", "<i>a</i> + <i>b</i>"),
        ("H^2^O", "2</sup>O"),
        ("```ad-tip\ntitle: 名\n内\n```", "名</strong>"),
        ("```{warning}\n内\n```", "警告</strong>"),
        ("::: {.callout-note}\n内\n:::", "说明</strong>"),
        ("!!! note 题名\n    内", "题名</strong>"),
        ("!!! note\n    内\n\n!!! tip\n    乙", "提示</strong>"),
        ("!!! note\n    内\n\n```ad-tip\n乙\n```", "提示</strong>"),
        ("=== \"甲页\"\n\n    内容，一句。", "甲页</strong>"),
    ] {
        let article = sent(&world, &write(&world, body));
        let content = article["content"].as_str().expect("content");
        assert!(content.contains(expected), "{body}: {content}");
        assert!(
            !content.contains("[!") && !content.contains("=="),
            "{content}"
        );
    }
}

#[test]
fn pictures_of_every_spelling_are_uploaded() {
    let world = world();
    for (body, expected) in [
        ("![[a.png]]", "<img"),
        ("![[a.png|300]]", "width:300px"),
        ("![一](my pic.png)", "alt=\"一\""),
        ("![x](手机 照片 (1).jpg)", "<img"),
        ("![x](手机\\ 照片\\ (1).jpg)", "<img"),
        ("![x](images\\图 1.png)", "<img"),
        ("![码|200](a.png)", "width:200px"),
        ("![码](a.png =200x)", "width:200px"),
        ("![码](a.png){width=50%}", "width:50%"),
        ("<img src=\"a.png\" style=\"zoom:50%\">", "width:50%"),
        ("| 图 |\n|---|\n| ![[a.png|90]] |", "width:90px"),
    ] {
        let article = sent(&world, &write(&world, body));
        let content = article["content"].as_str().expect("content");
        assert!(
            content.contains(expected) && content.contains("qpic.cn"),
            "{body}: {content}"
        );
    }
}

#[test]
fn what_would_not_arrive_is_an_error_with_its_line() {
    let world = world();
    for body in [
        "![图]（a.png）",
        "！[图](a.png)",
        "![图](a.png）",
        "[链接]（https://example.com）",
        "![[文件.pdf]]",
        "![[另一篇]]",
        "![[没有.png]]",
        "![x](没有 这张.png)",
        "{{< figure src=\"a.png\" >}}",
        "{% asset_img a.png %}",
        "![x] (a.png)",
        ".. image:: a.png",
        "[img]a.png[/img]",
        "<div>\n![x](a.png)\n</div>",
        "[附件](附件.pdf)",
        "[[a.png]]",
        "<<< @/code.js",
        "[大图](a.png)",
        "<video src=\"a.mp4\"></video>",
    ] {
        let file = write(&world, body);
        let outcome = world.wx(["check", argument(&file)]).exits(2);
        assert!(
            outcome.stderr.contains("article.md:"),
            "{body}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn names_are_told_as_they_were_written() {
    let world = world();
    for (body, expected) in [
        ("![](没有.png)", "没有.png`"),
        ("![](没%20有.png)", "没 有.png`"),
        ("[附件](附件.pdf)", "`附件.pdf`"),
        ("![](image:图表)", "`图表`"),
        ("正文[见](./另文.md)", "`./另文.md`"),
    ] {
        let file = write(&world, body);
        let outcome = world.wx(["check", argument(&file)]);
        assert!(
            outcome.stderr.contains(expected) && !outcome.stderr.contains("%E"),
            "{body}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn html_that_hides_or_names_pictures() {
    let world = world();
    let campaign = world.path("campaigns").join("html.toml");
    std::fs::write(&campaign, "name = \"n\"\n[[articles]]\ntitle = \"题\"\ncover = \"cover.png\"\ncontent = \"a.html\"\n[audience]\nall = true\n").expect("a campaign");
    for (html, code, told, never) in [
        (
            "<p style=\"opacity:0\">甲</p><p>乙丙</p>",
            0,
            "written): 乙丙",
            "written): 甲",
        ),
        (
            "<p style=\"display:none\">甲</p>",
            2,
            "[hidden-text]",
            "[content-empty]",
        ),
        (
            "<p style=\"transform:scaleX(0)\">甲</p><p>乙</p>",
            0,
            "[hidden-text]",
            "error[",
        ),
        (
            "<img style=\"display:none\" src=\"a.png\"><p>乙</p>",
            0,
            "[hidden-text]",
            "error[",
        ),
        (
            "<img srcset=\"b.png 1x, a.png 2x\"><p>乙</p>",
            0,
            "2 pictures",
            "warning[",
        ),
        (
            "<p>见<a href=\"附件.pdf\">附件</a></p>",
            2,
            "附件.pdf",
            "%E",
        ),
        (
            "<p><a href=\"b.png\"><img src=\"a.png\"></a></p>",
            2,
            "`b.png`",
            "warning[",
        ),
        (
            "<p><a href=\"a.png\"><img src=\"a.png\"></a></p>",
            0,
            "2 pictures",
            "warning[",
        ),
    ] {
        std::fs::write(world.path("campaigns/a.html"), html).expect("an article");
        let outcome = world.wx(["check", argument(&campaign)]).exits(code);
        assert!(
            outcome.stderr.contains(told) && !outcome.stderr.contains(never),
            "{html}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn what_is_not_read_is_told_with_its_line() {
    let world = world();
    for body in [
        "##第二节",
        "1.第一点",
        "-项目",
        "＊＊加粗＊＊",
        "{{< tweet 1 >}}",
        "{% note %}",
        "## 题 {#id}",
        "正文[^9]",
        ":smile: 好",
        "[@key]",
        "[[另一篇]]",
        "```mermaid\ngraph TD; A-->B\n```",
        "```plantuml\nA -> B\n```",
        "[文字]{注音}",
        "{漢|かん}",
        "正文\n: 定义",
        "*[HTML]: 缩写",
        "\\newpage",
        "<!-- more -->",
        "import X from 'y'",
        "<Tabs>",
        "正文 ^abc123",
        "** 加粗 **",
        "```dataview\nlist\n```",
        "#+TITLE: x",
        "$\\unknown{x}$",
        "|a|b|\n|c|d|",
        "::: center\n正文\n:::",
        "- [/] 进行中",
        "```\n没有结束",
        "[b]粗[/b]",
        "词 ++线++a",
        "x^{2} 与 H_{2}O",
        "a^b^c",
        "{.lead} 正文",
        "((6123abcd-0000-4000-8000-000000000000))",
    ] {
        let file = write(
            &world,
            &format!("前文一段，写得长一些，免得太短。\n\n{body}"),
        );
        for lang in ["en", "zh"] {
            let outcome = world
                .wx(["check", argument(&file), "--lang", lang])
                .exits(0);
            assert!(
                outcome.stderr.contains("article.md:7") || outcome.stderr.contains("article.md:8"),
                "{body}: {}",
                outcome.stderr
            );
            assert!(
                !outcome.stderr.contains("WeChat removes")
                    && !outcome.stderr.contains("微信不保留"),
                "{body}: {}",
                outcome.stderr
            );
        }
    }
}

#[test]
fn remarks_for_nobody_never_go_out() {
    let world = world();
    for body in [
        "正文%%秘密%%继续",
        "%%\n秘密\n\n秘密\n%%\n\n正文",
        "正文<!-- 秘密 -->继续",
        "<!--\n秘密\n-->\n\n正文",
        "[//]: # (秘密)\n\n正文",
        "正文\n\nexport const 秘密 = 1",
        "正文{/* 秘密 */}",
        "正文{# 秘密 #}",
        "{{/* 秘密 */}}正文",
        "{{!-- 秘密 --}}正文",
        "正文{% comment %}秘密{% endcomment %}",
        "{% comment %}\n\n秘密\n\n{% endcomment %}\n\n正文",
        "{::comment}\n秘密\n{:/comment}\n\n正文",
        "#+begin_comment\n秘密\n#+end_comment\n\n正文",
        "////\n秘密\n////\n\n正文",
        "正文 <!-- 秘密\n\n秘密 --> 后",
        "- 正文\n  id:: 秘密\n  collapsed:: true",
    ] {
        let article = sent(&world, &write(&world, body));
        assert!(!article.to_string().contains("秘密"), "{article}");
    }
}

#[test]
fn digest_title_and_control_characters() {
    let world = world();
    let body = "# 标题\n\n![图注](a.png \"图注在这里\")\n\n```\ncode\n```\n\n$$\na\n$$\n\n正\u{8}文的第一段。\n\n第二段。";
    let file = write(&world, body);
    let told = world.wx(["check", argument(&file)]).exits(0).stderr;
    assert!(
        told.contains("U+0008") && told.contains("article.md:17"),
        "{told}"
    );
    assert!(
        told.contains("article.md:5"),
        "the repeated title is told: {told}"
    );
    assert!(
        told.contains("正文的第一段。"),
        "the digest is told: {told}"
    );
    let article = sent(&world, &file);
    assert_eq!(article["digest"], "正文的第一段。");
    let content = article["content"].as_str().expect("content");
    assert!(
        !content.contains("<h1") && !content.contains('\u{8}'),
        "{content}"
    );
    world
        .wx(["render", argument(&file), "-o", "page.html"])
        .exits(0);
    let page = std::fs::read_to_string(world.path("page.html")).expect("a page");
    assert!(page.contains("<p class=\"digest\">正文的第一段。</p>"));
}

#[test]
fn line_ends_are_kept_where_they_count() {
    let world = world();
    let poem = "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡";
    let file = write(&world, poem);
    let told = world.wx(["check", argument(&file)]).exits(0).stderr;
    assert!(told.contains("breaks"), "{told}");
    std::fs::write(
        &file,
        format!(
            "{}breaks: true\n---\n{poem}\n",
            HEAD.trim_end_matches("---\n")
        ),
    )
    .expect("an article");
    let told = world.wx(["check", argument(&file)]).exits(0).stderr;
    assert!(told.contains("no problems"), "{told}");
    let article = sent(&world, &file);
    assert!(
        article["content"]
            .as_str()
            .is_some_and(|it| it.contains("月光<br>疑")),
        "{article}"
    );
    let campaign = world.path("campaigns").join("c.toml");
    std::fs::write(world.path("campaigns/poem.md"), format!("{HEAD}{poem}")).expect("an article");
    std::fs::write(&campaign, "name = \"n\"\n[theme]\nbreaks = true\n[[articles]]\ncontent = \"poem.md\"\n[audience]\nall = true\n").expect("a campaign");
    let told = world.wx(["check", argument(&campaign)]).exits(0).stderr;
    assert!(told.contains("no problems"), "{told}");
}

#[test]
fn front_matter_of_other_tools() {
    let world = world();
    let file = world.path("campaigns").join("article.md");
    for front in [
        "---\ntitle:春天来了\ncover:cover.png\nauthor：小王\n---\n",
        "---\r\ntitle: 春天来了\r\ncoverImage: ./cover.png\r\nauthor: [小王]\r\n---\r\n",
        "\u{feff}\n---\ntitle: “春天来了”\nfeatured_image: cover.png\nauthor:\n  - 小王\n---\n",
        "+++\ntitle = \"春天来了\"\nauthor = \"小王\"\n[cover]\nimage = \"cover.png\"\n+++\n",
        "---\ntitle: |\n  春天来了\nimage: cover.png\nauthor: 小王 # 编辑\nneed_open_comment: true\n---\n",
    ] {
        std::fs::write(&file, format!("{front}正文第一段。\n")).expect("an article");
        let article = sent(&world, &file);
        assert_eq!(article["title"], "春天来了", "{front}");
        assert_eq!(article["author"], "小王", "{front}");
        let content = article["content"].as_str().expect("content");
        assert!(
            !content.contains("title") && !content.contains("cover.png"),
            "{content}"
        );
        assert_eq!(article["digest"], "正文第一段。");
        let opened = front.contains("need_open_comment");
        assert_eq!(
            article["need_open_comment"].as_i64().unwrap_or(0),
            i64::from(opened),
            "{front}"
        );
    }
    std::fs::write(
        &file,
        "---\ntitle: 春天来了\n读不懂的一行\ncover: cover.png\n---\n正文\n",
    )
    .expect("an article");
    let told = world.wx(["check", argument(&file)]).exits(0).stderr;
    assert!(told.contains("article.md:3"), "{told}");
    std::fs::write(
        &file,
        "---\ntitle: 图片\nimage_list:\n  - a.png\n  - my pic.png\n---\n几句话\n",
    )
    .expect("an article");
    let article = sent(&world, &file);
    assert_eq!(article["article_type"], "newspic");
    assert_eq!(
        article["image_info"]["image_list"].as_array().map(Vec::len),
        Some(2)
    );
}
