//! Laws that hold for any HTML: no word of prose is lost and no picture is missing without a warning that names its line, and no look
//! changes a character.

use proptest::prelude::*;
use wxmass::article::{Article, Kind, Links, Look, Settings, article, theme};

/// Tags as browsers, editors and Word write them; `W` is a word of prose, `P` a picture's name.
const MARKUP: &[&str] = &[
    "<p>W</p>",
    "W",
    "W<br>W",
    "<div>W<div>W</div>W</div>",
    "<section style=\"color:red\">W<section>W</section></section>",
    "<h1>W</h1><h2>W<small>W</small></h2>",
    "<ul><li>W<li>W<ul><li>W</ul></ul>",
    "<ol><li><p>W</p><p>W</p></ol>",
    "<ul>W<li>W</li>W</ul>",
    "<dl><dt>W<dd>W</dl>",
    "<table><caption>W</caption><tr><th>W<td>W</table>",
    "<table><tr><td>W<table><tr><td>W</table>W</table>",
    "<table>W<tr>W<td>W</td>W</tr></table>",
    "<table background=\"P\"><tr><td background=\"P\">W</table>",
    "<pre>W\n  W</pre>",
    "<pre><code class=\"language-rust\">let W = 1;</code></pre>",
    "<xmp>W</xmp>",
    "<listing>W</listing>",
    "<blockquote>W<p>W</blockquote>",
    "<b>W<i>W</b>W</i>",
    "<p>W<div>W</p>W</div>",
    "<a href=\"https://a.test/\">W<a href=\"https://b.test/\">W</a></a>",
    "<a href=\"page.html\">W</a>",
    "<a name=\"x\">W</a>",
    "<font color=red>W</font><center>W</center><big>W</big><tt>W</tt>",
    "<span>W</span><span style=\"font-weight:bold\">W</span>",
    "<o:p>W</o:p><w:sdt>W</w:sdt>",
    "<p class=MsoNormal>W<o:p>&nbsp;</o:p></p>",
    "<v:shape><v:imagedata src=\"P\"/></v:shape>W",
    "<!--[if gte vml 1]><v:imagedata src=\"x\"/><![endif]-->W",
    "<form>W<label>W</label><input value=\"x\"><button>W</button></form>",
    "<select><option>W</option></select>W",
    "<textarea>W</textarea>",
    "<base href=\"https://a.test/\">W",
    "<a href=\"P\"><img src=\"P\"></a>W",
    "<a href=\"//a.test/x\">W</a>",
    "<dialog>W</dialog>",
    "<p style=\"opacity:.01\">W</p>",
    "<p style=\"height:1px;overflow:hidden;color:#fdfdfd\">W</p>",
    "<fieldset><legend>W</legend>W</fieldset>",
    "<details><summary>W</summary>W</details>",
    "<template><p>W</p></template>",
    "<noscript>W<img src=\"P\"></noscript>",
    "<iframe src=\"https://a.test/\">W</iframe>",
    "<object data=\"P\">W</object>",
    "<video src=\"a.mp4\" poster=\"P\">W</video>",
    "<audio src=\"a.mp3\">W</audio>",
    "<canvas>W</canvas>",
    "<math><mi>W</mi></math>",
    "<svg><text>W</text></svg>",
    "<svg><text><tspan>W</tspan>W</text></svg>",
    "<svg><defs><text>W</text></defs></svg>",
    "<svg><foreignObject><p>W</p></foreignObject></svg>",
    "<svg><image href=\"P\"/></svg>",
    "<svg><a href=\"https://a.test/\"><text>W</text></a></svg>",
    "<svg><switch><text>W</text></switch></svg>",
    "<svg><p>W</p></svg>W",
    "<ruby>W<rp>(</rp><rt>W</rt><rp>)</rp></ruby>",
    "<marquee>W</marquee><blink>W</blink>",
    "<frameset><frame src=\"a.html\"></frameset>W",
    "<map><area alt=\"x\">W</map>",
    "<article><header>W</header><main>W</main><footer>W</footer></article>",
    "<figure><img src=\"P\"><figcaption>W</figcaption></figure>",
    // The sources of a picture are one picture: that of its `<img>` goes out, and what is left is the same in other sizes.
    "<picture><source srcset=\"large.webp 2x\"><img src=\"P\"></picture>",
    "<picture><source srcset=\"P 2x\"><img alt=\"x\"></picture>",
    "<img src=\"P\">",
    "<img data-src=\"P\">",
    "<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" data-original=\"P\">",
    "<img srcset=\"P 1x\">",
    "<img src=\"P\"><img src=\"P\">W",
    "<p><img src=\"P\">\n<img src=\"P\"></p>",
    "<a href=\"https://a.test/\"><img src=\"P\"></a>",
    "<input type=\"image\" src=\"P\">",
    "<section style=\"background-image:url(P)\">W</section>",
    "<section style=\"background:url('P') no-repeat\">W</section>",
    "<mp-common-miniprogram data-miniprogram-imageurl=\"P\"></mp-common-miniprogram>W",
    "<p style=\"display:none\">W</p>W",
    "<p hidden>W</p>W",
    "<p style=\"position:absolute;left:0\">W</p>",
    "<p onclick=\"x()\">W</p>",
    "W &lt;W&gt; &amp; W",
    "W < W > W & W",
    "<W",
    "W</p></div></section>W",
    "<script>var x = 1;</script>W<style>p{}</style>W",
    "<unknown-tag>W</unknown-tag>",
    "<p>W\u{8}W</p>",
    "<p>W&#8;W&#0;W</p>",
    "<p>一W 二W\n三W</p>",
    "<kbd>W</kbd><code>W  W</code><samp>W</samp><var>W</var>",
    "<del>W</del><ins>W</ins><s>W</s><u>W</u><mark>W</mark><sub>W</sub><sup>W</sup>",
    "<q>W</q><cite>W</cite><abbr title=\"x\">W</abbr><bdo dir=rtl>W</bdo>",
    "<address>W</address><hgroup><h2>W</h2></hgroup><search>W</search><dialog>W</dialog><menu><li>W</menu>",
    "<output>W</output><meter>W</meter><progress>W</progress><datalist><option>W</datalist>",
];

/// The marks with their words and pictures numbered, a line each.
fn numbered(parts: &[&str]) -> String {
    let mut text = "<p>开头</p>\n".to_owned();
    let mut number = 0;
    for part in parts {
        for character in part.chars() {
            match character {
                'W' => {
                    number += 1;
                    text = format!("{text}词{number}尾");
                }
                'P' => {
                    number += 1;
                    text = format!("{text}p{number}.png");
                }
                other => text.push(other),
            }
        }
        text.push('\n');
    }
    text
}

fn read(text: &str, look: &Look) -> Article {
    article(Kind::Html, text, look).expect("an article")
}

/// The words that a reader reads: tags gone, entities read.
fn seen(article: &Article) -> String {
    let html = article.html(&|_| Some("https://mmbiz.qpic.cn/x".to_owned()));
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn is_noted(article: &Article, number: usize) -> bool {
    let lines = article.removed().iter().filter_map(|one| one.line);
    lines
        .into_iter()
        .any(|line| line == number || line + 1 == number)
}

/// Every word stands in the article, in its order, or on a line that a warning names.
fn words_arrive(text: &str) -> Result<(), String> {
    let article = read(text, &Look::default());
    let seen = seen(&article);
    let mut from = 0;
    for (number, line) in (1..).zip(text.lines()) {
        for part in line.split('词').skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            let word = format!("词{digits}尾");
            match seen.find(&word) {
                // Words that a table or a list pushes out of itself come before it.
                Some(at) if at < from && !line.contains("<table") => {
                    return Err(format!("{word} is out of order: {seen}"));
                }
                Some(at) => from = from.max(at),
                None if is_noted(&article, number) => {}
                None => return Err(format!("{word} is lost: {seen}")),
            }
        }
    }
    Ok(())
}

/// Every picture is uploaded, or an error names it.
fn pictures_arrive(text: &str) -> Result<(), String> {
    let article = read(text, &Look::default());
    let is_lost = article.removed().iter().any(|one| one.what.is_loss());
    let pictures: Vec<_> = article.pictures().iter().map(|one| &one.source).collect();
    let names = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '.');
    for name in names.filter(|it| it.strip_suffix(".png").is_some()) {
        if !pictures.iter().any(|it| *it == name) && !is_lost {
            return Err(format!("{name} is lost: {:?}", article.removed()));
        }
    }
    Ok(())
}

/// No look changes a character.
fn looks_change_nothing(text: &str) -> Result<(), String> {
    let plain = seen(&read(text, &Look::default()));
    for name in theme::names() {
        let look = Look {
            links: Links::Keep,
            ..Look::theme(name)
        };
        let dressed = seen(&read(text, &look));
        if dressed != plain {
            return Err(format!("{name}: {dressed:?} is not {plain:?}"));
        }
    }
    Ok(())
}

#[test]
fn each_tag_keeps_the_laws() {
    for part in MARKUP {
        let text = numbered(&[part]);
        for law in [words_arrive, pictures_arrive, looks_change_nothing] {
            law(&text).unwrap_or_else(|why| panic!("{text:?}: {why}"));
        }
    }
}

/// The fixture has every element of Markdown.
#[test]
fn no_look_changes_a_character_of_markdown() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/articles/everything.md"
    );
    let text = std::fs::read_to_string(file).expect("the fixture");
    let read = |look: &Look| article(Kind::Markdown, &text, look).expect("an article");
    let plain = seen(&read(&Look::default()));
    for name in theme::names() {
        let mut look = Look::theme(name);
        look.settings = Settings {
            color: Some("#123456".to_owned()),
            font_size: Some(18),
            line_height: Some(2.0),
            indent: true,
            ..Settings::default()
        };
        assert_eq!(seen(&read(&look)), plain, "{name}");
    }
}

proptest! {
    // The same cases in every run. Change the seed to look further.
    #![proptest_config(crate::laws::config(200))]

    #[test]
    fn mixtures_of_tags_keep_the_laws(parts in prop::collection::vec(prop::sample::select(MARKUP), 1..6)) {
        let text = numbered(&parts);
        for law in [words_arrive, pictures_arrive] {
            law(&text).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn any_characters_of_html_arrive(text in "[一-十a-c0-9*_~^=+#!\\[\\](){}|:。， $%&@-]{1,40}") {
        // Numbers of characters are those characters.
        prop_assume!(!text.contains("&#"));
        let article = read(&format!("<p>甲{text}乙</p>"), &Look::default());
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(squeezed(&seen(&article)), squeezed(&format!("甲{text}乙")));
    }
}
