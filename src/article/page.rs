//! The phone page of `render`: a campaign as it appears in the chat, and each article on a tap.
//!
//! Plain data in, one HTML text out that stands by itself: nothing is loaded from anywhere. Its policy lets no script run
//! but its own, so that nothing in an article can.

use std::fmt::Write as _;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::cover::Part;
use super::tree::escape;

mod gallery;
mod place;
mod stand;

pub use gallery::{Shown, gallery};
use place::place;

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = concat!(include_str!("page/night.js"), include_str!("page/page.js"));

/// All that the page shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Name of the campaign; the page's title.
    pub name: String,
    /// Name of the account, above the card; may be empty.
    pub account: String,
    /// Words of the page itself.
    pub words: Words,
    pub articles: Vec<PageArticle>,
    /// Warnings of the campaign as a whole.
    pub warnings: Vec<String>,
}

/// One article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageArticle {
    pub title: String,
    pub author: String,
    pub digest: String,
    /// Address of the cover, such as `picture::data_address` gives; none draws an empty place.
    pub cover: Option<String>,
    /// Its parts for the first article's card and for the others'; none shows the middle.
    pub wide: Option<Part>,
    pub square: Option<Part>,
    /// `Article::html_with_places`, with addresses that the page can show.
    pub html: String,
    pub source_url: Option<String>,
    /// Findings: beside its passage where there is one, above the article otherwise.
    pub warnings: Vec<Note>,
    /// Facts such as the number of characters, shown beside it in grey.
    pub facts: Vec<String>,
    /// It is longer than WeChat takes: the facts stand in red.
    pub is_too_long: bool,
}

/// Something to say of a place of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    pub text: String,
    /// Line and column of the source, where it has a place there.
    pub place: Option<(usize, usize)>,
}

/// The page's own words, in the language of its reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Tag of the language, as in `zh-CN`.
    pub language: &'static str,
    /// The button between day and night.
    pub shade: String,
    pub chat: String,
    pub back: String,
    pub read_more: String,
    /// The unit behind a number of characters.
    pub characters: String,
    /// Names of what a page without network cannot show.
    pub picture: String,
    pub video: String,
    pub mini_program: String,
    pub audio: String,
    pub account_card: String,
    pub channel: String,
}

/// The page as one HTML text.
pub fn page(page: &Page) -> String {
    let mut out = String::with_capacity(STYLE.len() + SCRIPT.len() + 4096);
    head(&page.name, &page.words, (STYLE, SCRIPT), &mut out);
    list("notes whole", &page.warnings, &mut out);
    out.push_str("<main>");
    chat(page, &mut out);
    for (index, article) in page.articles.iter().enumerate() {
        view(page, index, article, &mut out);
    }
    let _ = write!(out, "</main><script>{SCRIPT}</script></body></html>");
    out
}

/// The page down to its bar: no script runs but the one that is named here.
fn head(name: &str, words: &Words, (style, script): (&str, &str), out: &mut String) {
    let policy =
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes()));
    let language = words.language;
    let _ = write!(
        out,
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'unsafe-inline'; script-src 'sha256-{policy}'; base-uri 'none'; form-action 'none'\">\
         <title>"
    );
    escape(name, false, out);
    let _ = write!(
        out,
        "</title><style>{style}</style></head><body><header class=\"bar\"><b>"
    );
    escape(name, false, out);
    let toggle = &words.shade;
    let _ = write!(
        out,
        "</b><button id=\"shade\" type=\"button\">{toggle}</button></header>"
    );
}

/// The chat with its card: the first article large, the others in lines.
fn chat(page: &Page, out: &mut String) {
    let back = &page.words.chat;
    out.push_str("<section class=\"view\" id=\"chat\"><div class=\"phone\"><div class=\"top\">");
    escape(
        if page.account.is_empty() {
            back
        } else {
            &page.account
        },
        false,
        out,
    );
    let single = page.articles.len() == 1;
    let class = if single { "card single" } else { "card" };
    let _ = write!(out, "</div><div class=\"talk\"><div class=\"{class}\">");
    for (index, article) in page.articles.iter().enumerate() {
        let class = if index == 0 { "lead" } else { "line" };
        let _ = write!(out, "<a class=\"{class}\" href=\"#article-{}\">", index + 1);
        let part = if index == 0 {
            article.wide
        } else {
            article.square
        };
        cover(article, part, out);
        out.push_str("<span class=\"title\">");
        escape(&article.title, false, out);
        out.push_str("</span></a>");
        if single && !article.digest.is_empty() {
            out.push_str("<p class=\"digest\">");
            escape(&article.digest, false, out);
            out.push_str("</p>");
        }
    }
    out.push_str("</div></div></div></section>");
}

/// The cover in its frame: the part that was chosen fills it.
fn cover(article: &PageArticle, part: Option<Part>, out: &mut String) {
    out.push_str("<span class=\"frame\">");
    if let Some(address) = &article.cover {
        out.push_str("<img class=\"cover\" alt=\"\" ");
        if let Some(part) = part {
            let (wide, high) = (part.right - part.left, part.bottom - part.top);
            let percent = |number: f64| number * 100.0;
            let _ = write!(
                out,
                "style=\"width:{:.3}%;height:{:.3}%;left:{:.3}%;top:{:.3}%\" ",
                percent(1.0 / wide),
                percent(1.0 / high),
                percent(-part.left / wide),
                percent(-part.top / high)
            );
        }
        out.push_str("src=\"");
        escape(address, true, out);
        out.push_str("\">");
    }
    out.push_str("</span>");
}

/// An article as the reader opens it, and what there is to say of it beside.
fn view(page: &Page, index: usize, article: &PageArticle, out: &mut String) {
    let back = &page.words.back;
    let _ = write!(
        out,
        "<section class=\"view\" id=\"article-{}\"><div class=\"phone\"><div class=\"top\"><a href=\"#chat\" aria-label=\"{back}\">‹</a> ",
        index + 1
    );
    escape(&page.account, false, out);
    out.push_str("</div><article><h1 class=\"headline\">");
    escape(&article.title, false, out);
    out.push_str("</h1><p class=\"byline\">");
    if !article.author.is_empty() {
        out.push_str("<span>");
        escape(&article.author, false, out);
        out.push_str("</span> ");
    }
    out.push_str("<span class=\"account\">");
    escape(&page.account, false, out);
    out.push_str("</span></p><div class=\"content\">");
    let (html, left) = place(&article.html, &article.warnings, &page.words);
    out.push_str(&html);
    out.push_str("</div>");
    if let Some(address) = &article.source_url {
        let more = &page.words.read_more;
        let _ = write!(out, "<p class=\"more\" title=\"");
        escape(address, true, out);
        let _ = write!(out, "\">{more}</p>");
    }
    out.push_str("</article></div><aside>");
    let left: Vec<_> = left.into_iter().map(|note| note.text.clone()).collect();
    list("notes", &left, out);
    let class = if article.is_too_long {
        "facts over"
    } else {
        "facts"
    };
    list(class, &article.facts, out);
    out.push_str("</aside></section>");
}

fn list(class: &str, lines: &[String], out: &mut String) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(out, "<ul class=\"{class}\">");
    for line in lines {
        out.push_str("<li>");
        escape(line, false, out);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_by_itself() {
        let article = PageArticle {
            title: "<春季>".to_owned(),
            author: "A&B".to_owned(),
            digest: "short".to_owned(),
            cover: Some("data:image/png;base64,\"".to_owned()),
            wide: Part::parse("0_0.25_1_0.75"),
            square: None,
            html: "<p>body</p><p><img src=\"https://mmbiz.qpic.cn/a\" alt=\"图\"></p>".to_owned(),
            source_url: Some("https://x.test/".to_owned()),
            warnings: vec![Note {
                text: "careful".to_owned(),
                place: None,
            }],
            facts: vec!["12".to_owned()],
            is_too_long: true,
        };
        let html = page(&Page {
            name: "spring".to_owned(),
            account: "店".to_owned(),
            words: Words {
                language: "zh-CN",
                read_more: "阅读原文".to_owned(),
                picture: "微信上的图片".to_owned(),
                ..Words::default()
            },
            articles: vec![article],
            warnings: vec!["whole".to_owned()],
        });
        for part in [
            "lang=\"zh-CN\"",
            "<title>spring</title>",
            "&lt;春季&gt;",
            "A&amp;B",
            "<p class=\"digest\">short</p>",
            "base64,&quot;\"",
            "style=\"width:100.000%;height:200.000%;left:-0.000%;top:-50.000%\"",
            "<div class=\"content\"><p>body</p><p><span class=\"away\">微信上的图片 · 图</span></p></div>",
            "<ul class=\"notes\"><li>careful</li></ul>",
            "<ul class=\"notes whole\"><li>whole</li>",
            "阅读原文",
            "href=\"#article-1\"",
            "id=\"article-1\"",
        ] {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("http://") && html.matches("<script>").count() == 1);
    }
}
