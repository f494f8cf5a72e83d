//! Articles as real writers produce them, each with the words that followers read and the lines that are named.

use wxmass::article::{Article, Fate, ForeignKind, Kind, Look, RemovedWhat, article};

fn read(kind: Kind, text: &str) -> Article {
    article(kind, text, &Look::default()).expect("an article")
}

/// The tags and the words of an article, without attributes and themes.
fn tags(article: &Article) -> String {
    let html = article.html(&|_| Some("x".to_owned()));
    let mut out = String::new();
    for part in html.split('<') {
        let Some((tag, words)) = part.split_once('>') else {
            out.push_str(part);
            continue;
        };
        let name = tag.split(' ').next().unwrap_or_default();
        if !matches!(name.trim_start_matches('/'), "section" | "span") {
            out.extend(["<", name, ">"]);
        }
        out.push_str(words);
    }
    out
}

fn lines(article: &Article) -> Vec<usize> {
    let notes = article.removed().iter();
    let notes = notes.filter(|one| {
        !matches!(&one.what, RemovedWhat::Foreign(it) if it.kind == ForeignKind::ShortLines)
            && !matches!(one.what, RemovedWhat::LinksElsewhere { .. })
    });
    notes.filter_map(|one| one.line).collect()
}

fn is_lost(article: &Article) -> bool {
    article.removed().iter().any(|one| match &one.what {
        RemovedWhat::Foreign(one) => one.fate == Fate::Lost,
        what => what.is_loss(),
    })
}

#[test]
fn boxes_stand_in_their_items() {
    let boxed = |title: &str| {
        format!(
            "<ul><li><p>甲</p><blockquote><p><strong>{title}</strong></p><p>内</p></blockquote></li><li><p>乙</p></li></ul>"
        )
    };
    for text in [
        "- 甲\n  :::tip 题\n  内\n  :::\n- 乙",
        "- 甲\n\n  :::tip[题]\n  内\n  :::\n- 乙",
        "- 甲\n\t:::tip 题\n\t内\n\t:::\n- 乙",
        "- 甲\n  !!! tip \"题\"\n      内\n- 乙",
        "- 甲\n\n    !!! tip \"题\"\n\n        内\n\n- 乙",
        "- 甲\n  ```ad-tip\n  title: 题\n  内\n  ```\n- 乙",
        "- 甲\n  > [!tip] 题\n  > 内\n- 乙",
        "- 甲\n  :::{admonition} 题\n  :class: tip\n  内\n  :::\n- 乙",
    ] {
        let article = read(Kind::Markdown, text);
        assert_eq!(tags(&article), boxed("题"), "{text}");
        assert!(lines(&article).is_empty(), "{text}");
    }
    let inner = "<blockquote><p><strong>题</strong></p><p>内</p></blockquote>";
    for (text, expected) in [
        (
            "- ::: tip 题\n  内\n  :::",
            format!("<ul><li>{inner}</li></ul>"),
        ),
        (
            "> - 甲\n>   :::tip 题\n>   内\n>   :::",
            format!("<blockquote><ul><li><p>甲</p>{inner}</li></ul></blockquote>"),
        ),
        (
            ":::tip 题\n- 甲\n  :::tip 题\n  内\n  :::\n:::",
            format!(
                "<blockquote><p><strong>题</strong></p><ul><li><p>甲</p>{inner}</li></ul></blockquote>"
            ),
        ),
        (
            "!!! tip \"题\"\n    > 引\n\n    !!! tip \"题\"\n        内\n",
            format!(
                "<blockquote><p><strong>题</strong></p><blockquote><p>引</p></blockquote>{inner}</blockquote>"
            ),
        ),
    ] {
        let article = read(Kind::Markdown, text);
        assert_eq!(tags(&article), expected, "{text}");
        assert!(lines(&article).is_empty(), "{text}");
    }
}

#[test]
fn cells_beyond_the_head_stay() {
    let text = "|a|b|\n|-|-|\n|1|2|3|4|\n|`x|y`|2|\n|![|9](p)|2|\n";
    let article = read(Kind::Markdown, text);
    let html = tags(&article);
    for cell in ["<td>2|3|4</td>", "<code>x|y</code></td><td>2</td>"] {
        assert!(html.contains(cell), "{html}");
    }
    assert_eq!(lines(&article), [3]);
}

#[test]
fn signs_of_prose_and_of_programs_stay() {
    for text in [
        "数组 a[0]*b[1]，*p++",
        "文件 D:\\_temp\\*.*、/usr/local/*/bin",
        "C:\\> dir",
        "¯\\_(ツ)_/¯",
        ">_> 与 <_<",
        "if a<b then c>d",
    ] {
        let article = read(Kind::Markdown, text);
        let seen = tags(&article).replace("&gt;", ">").replace("&lt;", "<");
        let seen = seen.replace("<p>", "").replace("</p>", "");
        assert_eq!(seen, text);
    }
    for (text, expected) in [
        (
            "“*引*”、《**书**》、*，*",
            "“<em>引</em>”、《<strong>书</strong>》、<em>，</em>",
        ),
        ("**粗*斜*粗**", "<strong>粗<em>斜</em>粗</strong>"),
        ("**甲**/**乙**", "<strong>甲</strong>/<strong>乙</strong>"),
        ("https://例子.中国，后", "<a>https://例子.中国</a>，后"),
        ("https://中文，后", "https://中文，后"),
        (
            "https://zh.wikipedia.org/wiki/上海。后",
            "<a>https://zh.wikipedia.org/wiki/上海</a>。后",
        ),
        ("https://a.cn/上海。后", "<a>https://a.cn/</a>上海。后"),
        (
            "https://a.cn/b/文件.md，https://c.cn",
            "<a>https://a.cn/b/文件.md</a>，<a>https://c.cn</a>",
        ),
        (
            "\"D:\\*\" 与 \\\\srv\\_x\\*.txt",
            "\"D:\\*\" 与 \\\\srv\\_x\\*.txt",
        ),
        ("$a和$b", "$a和$b"),
        ("<!-- 注 --> **粗**", "<strong>粗</strong>"),
        ("一、甲\n　　乙", "一、甲<br>　　乙"),
        ("甲\n①乙\n• 丙", "甲<br>①乙<br>• 丙"),
        ("++ctrl+c++ 甲{>>注<<}乙", "<kbd>ctrl+c</kbd> 甲乙"),
    ] {
        let article = read(Kind::Markdown, text);
        assert_eq!(tags(&article), format!("<p>{expected}</p>"), "{text}");
        assert!(lines(&article).is_empty(), "{text}");
    }
}

#[test]
fn lines_under_a_paragraph_make_no_heading_of_it() {
    for (text, expected) in [
        ("甲\n---\n乙", "<h2>甲</h2><p>乙</p>"),
        ("甲，\n乙\n---\n丙", "<p>甲，乙</p><hr><p>丙</p>"),
        ("甲\n-\n乙", "<p>甲 - 乙</p>"),
        ("- - -", "<hr>"),
        (
            "#\u{a0}甲\n\n-\u{3000}乙\n\n\u{200b}## 丙",
            "<h1>甲</h1><ul><li>乙</li></ul><h2>丙</h2>",
        ),
    ] {
        let article = read(Kind::Markdown, text);
        assert_eq!(tags(&article), expected, "{text}");
        assert!(lines(&article).is_empty(), "{text}");
    }
    for text in ["- [ ] 甲\n- [x] 乙", "1. [ ] 丙"] {
        assert!(lines(&read(Kind::Markdown, text)).is_empty(), "{text}");
    }
}

/// A mark that brings a picture or another file, and is not read, is an error on its line.
#[test]
fn files_that_do_not_arrive_are_errors() {
    for text in [
        "```{image} a.png\n```",
        ":::{image} a.png\n:::",
        ":::{figure} a.png\n:width: 20px\n\n题\n:::",
        "::: figure a.png\n题\n:::",
        ":::image a.png:::",
        "```{figure} a.png\n:width: 20px\n\n题\n```",
        "！［图］（a.png）",
        "！[图］（a.png）",
        "［链］（https://a.cn/b）",
        "--8<-- \"a.md\"",
        "<!-- @include: ./a.md -->",
        "{!a.md!}",
        "甲 <img src=a.png?b=c>",
        "{{< include a.md >}}",
        "[![图](a.png)](b.png)",
    ] {
        let article = read(Kind::Markdown, text);
        assert!(is_lost(&article), "{text}");
        assert_eq!(lines(&article), [1], "{text}");
    }
    for (kind, text) in [
        (Kind::Markdown, "[![图](a.png)](a.png)"),
        (Kind::Markdown, "[![图](./a.png)](a.png)"),
        (Kind::Html, "<a href=\"a.png\"><img src=\"a.png\"></a>"),
    ] {
        let article = read(kind, text);
        assert!(lines(&article).is_empty(), "{text}");
        assert_eq!(article.pictures().len(), 1);
    }
}

#[test]
fn marks_that_stand_are_told() {
    for (text, told) in [
        ("```{toctree}\na\n```", &[1][..]),
        ("```{python}\n#| echo: false\nx\n```", &[2]),
        ("{ref}`甲`", &[1]),
        ("见 @fig-x", &[1]),
        ("(a)=\n# 甲", &[1]),
        ("% 注\n\n甲", &[1]),
        ("甲\n\n+++\n\n乙", &[3]),
        ("!!! note\n甲", &[1]),
        (":::tip\n甲", &[1]),
        ("[字]^(zi)", &[1]),
        ("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", &[5]),
        ("[甲][x]\n\n[x]: https://a.cn\n[x]: https://b.cn", &[4]),
        ("{++甲++}", &[1]),
        ("[x] 甲", &[1]),
        ("*甲\n*乙", &[1]),
        ("#甲\n##乙", &[1]),
    ] {
        assert_eq!(lines(&read(Kind::Markdown, text)), told, "{text}");
    }
    let article = read(Kind::Markdown, "甲\n\n::: {.content-hidden}\n乙\n:::\n\n丙");
    assert_eq!(tags(&article), "<p>甲</p><p>丙</p>");
    assert_eq!(lines(&article), [3]);
    let article = read(Kind::Markdown, "{{<youtube a>}}");
    assert!(tags(&article).contains("{{&lt;youtube a&gt;}}"));
    let program = "export const X = () => {\n  return <b>x</b>;\n};\n\n甲";
    assert_eq!(tags(&read(Kind::Markdown, program)), "<p>甲</p>");
}

#[test]
fn links_and_bases_of_pages() {
    let page =
        "<base href=\"https://a.cn/\"><p><a href=\"//b.cn/x\">甲</a><a href=\"x.html\">乙</a></p>";
    let article = read(Kind::Html, page);
    assert_eq!(tags(&article), "<p><a>甲</a>乙</p>");
    let whats: Vec<_> = article.removed().iter().map(|one| &one.what).collect();
    assert!(whats.contains(&&RemovedWhat::Base {
        href: "https://a.cn/".to_owned()
    }));
    assert!(whats.contains(&&RemovedWhat::Link {
        href: "x.html".to_owned()
    }));
}
