//! The page that `wxmass render` writes: a phone with warnings at their places, and themes that read well by day and night.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::chromium::Page;
use crate::rehearsal::root;

/// A campaign of which WeChat would keep less than is written.
fn troubled(folder: &Path) -> PathBuf {
    let example = root().join("examples/first");
    for entry in walkdir::WalkDir::new(&example)
        .into_iter()
        .filter_map(Result::ok)
    {
        let to = folder.join(entry.path().strip_prefix(&example).expect("below it"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&to).expect("a folder");
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
    }
    let article = folder.join("articles/spring.md");
    let mut text = std::fs::read_to_string(&article).expect("an article");
    text.push_str(
        "\n## Two passages\n\nThis one had a script<script>document.title='hacked'</script> in it.\n\n\
         <p onclick=\"document.title='hacked'\" style=\"position:fixed\">That one was nailed down.</p>\n\n\
         ![at home](https://mmbiz.qpic.cn/a/0)\n\n\
         <iframe src=\"https://v.qq.com/txp/iframe/player.html?vid=a\"></iframe>\n\n\
         <svg viewBox=\"0 0 1 1\" onload=\"document.title='hacked'\"><circle r=\"1\"></circle></svg>\n",
    );
    std::fs::write(article, text).expect("an article");
    folder.join("campaign.toml")
}

/// The address of the page that `render` writes into a folder.
fn rendered(folder: &Path, campaign: &Path) -> String {
    let written = folder.join("page.html");
    let rendered = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .arg("render")
        .args([campaign.as_os_str(), "-o".as_ref(), written.as_os_str()])
        .env_clear()
        .env("HOME", folder)
        .output()
        .expect("the binary starts");
    assert!(rendered.status.success(), "{rendered:?}");
    format!("file://{}", written.display())
}

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn a_rendered_campaign_is_a_phone_with_warnings_at_their_places() {
    let folder = TempDir::new().expect("a folder");
    let campaign = troubled(folder.path());
    let address = rendered(folder.path(), &campaign);
    for (scheme, width) in [
        ("light", 1100),
        ("dark", 1100),
        ("light", 375),
        ("dark", 375),
    ] {
        let mut page = Page::new("en-US");
        page.scheme(scheme);
        page.resize(width, 812);
        page.open(&address);
        // The card: covers and titles.
        let pictures = page.value(
            "[...document.querySelectorAll('#chat .cover')].map(one => one.naturalWidth > 100)",
        );
        assert_eq!(pictures, serde_json::json!([true, true, true]));
        for title in ["春茶上新：三款头采，今日开售", "会员专享：品鉴会报名开启"]
        {
            page.reads(title);
        }
        page.fits();
        page.shot(&format!("render-card-{scheme}-{width}"));
        // A tap opens the article.
        page.click("a[href='#article-1']");
        page.wait("document.querySelector('#article-1.shown')");
        page.reads("三月的第一场雨停了");
        page.wait(
            "[...document.querySelectorAll('#article-1 img')].every(one => one.naturalWidth > 0)",
        );
        page.fits();
        page.shot(&format!("render-article-{scheme}-{width}"));
        // Each warning stands at its passage: level with it on a desk, below its words on a phone.
        page.reads("WeChat removes scripts");
        let places = page.value(
            "[...document.querySelectorAll('.here')].map(note => {
                const passage = note.parentElement, at = note.getBoundingClientRect(), of = passage.getBoundingClientRect();
                return [passage.firstChild.data, at.left >= of.right, Math.abs(at.top - of.top) < 60];
            })",
        );
        let beside = width > 1000;
        let found = places.as_array().expect("a list");
        assert!(found.len() >= 2, "{places}");
        assert_eq!(
            found[0],
            serde_json::json!(["This one had a script in it.", beside, true])
        );
        assert_eq!(
            found[1],
            serde_json::json!(["That one was nailed down.", beside, true])
        );
        page.shot(&format!("render-warnings-{scheme}-{width}"));
        // What WeChat serves is named, not asked for.
        for name in ["Image at WeChat · at home", "Tencent video"] {
            page.reads(name);
        }
        let dark = "getComputedStyle(document.body).backgroundColor === 'rgb(11, 11, 12)'";
        assert_eq!(page.value(dark), scheme == "dark");
        page.click("#shade");
        assert_eq!(page.value(dark), scheme != "dark");
        page.press("Tab");
        // The keyboard goes into the article and comes back to its card.
        assert_eq!(
            page.value("document.activeElement.parentElement.className"),
            "top"
        );
        page.press("Escape");
        page.wait("document.querySelector('#chat.shown')");
        assert_eq!(page.value("document.activeElement.hash"), "#article-1");
        assert_eq!(page.value("document.title"), "spring-2026");
        assert_eq!(page.complaints(), [""; 0]);
        let elsewhere: Vec<_> = page.requests();
        assert!(
            elsewhere
                .iter()
                .all(|one| one.starts_with("file:") || one.starts_with("data:")),
            "{elsewhere:?}"
        );
    }
}

/// Texts whose colour is too near to that of what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1).
const FAINT: &str = "(() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([red, green, blue]) => [red, green, blue].map(one => one / 255)
        .map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = one => {
        for (; one; one = one.parentElement) {
            const colour = parts(getComputedStyle(one).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const texts = document.createTreeWalker(document.querySelector('.shown .content'), NodeFilter.SHOW_TEXT);
    const faint = [];
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        if (!text.data.trim() || parent.closest('.here')) continue;
        const [one, other] = [light(parts(getComputedStyle(parent).color)), light(behind(parent))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${text.data.slice(0, 20)}`);
    }
    return faint;
})()";

#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn every_theme_reads_well_on_a_phone() {
    let folder = TempDir::new().expect("a folder");
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/articles/everything.md"
    );
    let text = std::fs::read_to_string(fixture).expect("the fixture");
    std::fs::create_dir(folder.path().join("pictures")).expect("a folder");
    for name in ["cover.jpg", "one.png", "two.png", "three.png"] {
        let picture = image::RgbImage::from_pixel(480, 240, image::Rgb([90, 140, 110]));
        let file = folder.path().join("pictures").join(name);
        picture.save(file).expect("a picture");
    }
    for theme in wxmass::article::theme::names() {
        let said = format!("---\ntheme: {theme}\nlinks: footnotes\n");
        let article = folder.path().join("everything.md");
        std::fs::write(&article, text.replacen("---\n", &said, 1)).expect("an article");
        let address = rendered(folder.path(), &article);
        let mut page = Page::new("en-US");
        page.scheme("dark");
        page.resize(390, 844);
        page.open(&format!("{address}#article-1"));
        page.wait("document.querySelector('#article-1.shown')");
        page.fits();
        assert_eq!(page.value(FAINT), serde_json::json!([]), "{theme} at night");
        page.shot(&format!("theme-{theme}-dark"));
        // By day it is what is sent, again.
        page.click("#shade");
        assert_eq!(page.value(FAINT), serde_json::json!([]), "{theme} by day");
        let paragraph = page.value("document.querySelector('.shown .content p').style.color");
        assert_eq!(paragraph, "", "{theme}");
        // Wide tables and long lines of code scroll in boxes of their own.
        let scroll = page.value(
            "['pre', 'table'].map(name => [...document.querySelectorAll(`.shown ${name}`)].map(one => name === 'pre' ? one : one.parentElement)
                .some(box => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === 'auto'))",
        );
        assert_eq!(scroll, serde_json::json!([true, true]), "{theme}");
        page.shot(&format!("theme-{theme}"));
        assert_eq!(page.complaints(), [""; 0]);
    }
}

/// The dialects that writers bring, as a reader sees them: each assertion is of boxes on the screen, not of tags.
#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn what_writers_bring_is_seen() {
    let folder = TempDir::new().expect("a folder");
    for name in ["cover.jpg", "手机 照片 (1).png", "two.png"] {
        let picture = image::RgbImage::from_pixel(480, 240, image::Rgb([90, 140, 110]));
        picture.save(folder.path().join(name)).expect("a picture");
    }
    let text = "## 标题\n\n> [!WARNING]\n> 隔夜茶请勿饮用。\n\n![](手机 照片 (1).png)\n\n![](two.png)![](two.png)\n\n\
        质能方程 $E=mc^2$ 与\n\n$$\\frac{a}{b}=\\sum_{i=1}^{n}x_i$$\n\n```rust\nfn main() { println!(\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\"); }\n```\n\n\
        | 甲 | 乙 | 丙 | 丁 |\n|---|---|---|---|\n| 一二三四五六七八九十 | 一二三四五六七八九十 | 一二三四五六七八九十 | 一二三四五六七八九十 |\n\n==重点==\n";
    std::fs::write(folder.path().join("a.md"), text).expect("an article");
    for theme in wxmass::article::theme::names() {
        let campaign = folder.path().join("campaign.toml");
        let said = format!(
            "name = \"seen\"\n[theme]\nname = \"{theme}\"\ncode = \"window\"\n[[articles]]\ntitle = \"t\"\ncover = \"cover.jpg\"\ncontent = \"a.md\"\n"
        );
        std::fs::write(&campaign, said).expect("a campaign");
        let address = rendered(folder.path(), &campaign);
        let mut page = Page::new("zh-CN");
        page.scheme("light");
        page.resize(375, 812);
        page.open(&format!("{address}#article-1"));
        page.wait("document.querySelector('#article-1.shown')");
        page.wait(
            "[...document.querySelectorAll('.shown img')].every(one => one.naturalWidth > 0)",
        );
        page.fits();
        let seen = page.value(
            "(() => {
                const all = name => [...document.querySelectorAll(`.shown .content ${name}`)];
                const style = one => getComputedStyle(one), box = one => one.getBoundingClientRect();
                const [callout] = all('blockquote'), pictures = all('img').map(box);
                const [bar, pre] = [all('pre')[0].previousElementSibling, all('pre')[0]];
                const [table] = all('table'), scroll = table.parentElement;
                const over = all('sup').find(one => one.textContent === '2');
                return {
                    edge: style(callout).borderLeftColor, width: parseFloat(style(callout).borderLeftWidth) >= 2,
                    word: callout.textContent.startsWith('警告'),
                    pictures: pictures.length, whole: pictures[0].width > 200,
                    aside: pictures[1].top === pictures[2].top && pictures[2].left - pictures[1].right >= 4,
                    dots: bar.textContent.startsWith('●'), language: bar.textContent.includes('rust'),
                    above: box(bar).bottom <= box(pre).top + 1, code: pre.scrollWidth > pre.clientWidth,
                    table: scroll.scrollWidth > scroll.clientWidth && style(scroll).overflowX === 'auto',
                    raised: box(over).bottom < box(over.parentElement).bottom, raw: /[$\\\\]|\\[!|==/.test(document.querySelector('.shown .content').textContent),
                    mark: style(all('mark')[0]).backgroundColor !== 'rgba(0, 0, 0, 0)',
                };
            })()",
        );
        assert_eq!(
            seen,
            serde_json::json!({
                "edge": "rgb(154, 103, 0)", "width": true, "word": true, "pictures": 3, "whole": true, "aside": true,
                "dots": true, "language": true, "above": true, "code": true, "table": true, "raised": true, "raw": false,
                "mark": true,
            }),
            "{theme}"
        );
        page.shot(&format!("seen-{theme}"));
        assert_eq!(page.complaints(), [""; 0]);
    }
}

/// The gallery has every theme, and none is wider than its phone.
#[test]
#[ignore = "needs chromium: .ci/run installs it"]
fn all_themes_are_seen_on_one_page() {
    let folder = TempDir::new().expect("a folder");
    let written = folder.path().join("themes.html");
    let output = Command::new(env!("CARGO_BIN_EXE_wxmass"))
        .args(["themes".as_ref(), "-o".as_ref(), written.as_os_str()])
        .env_clear()
        .env("HOME", folder.path())
        .output()
        .expect("the binary starts");
    assert!(output.status.success(), "{output:?}");
    let themes = wxmass::article::theme::names().count();
    for (scheme, width) in [
        ("light", 1700),
        ("dark", 1700),
        ("light", 375),
        ("dark", 375),
    ] {
        let mut page = Page::new("zh-CN");
        page.scheme(scheme);
        page.resize(width, 900);
        page.open(&format!("file://{}", written.display()));
        page.fits();
        let drawn = page.value(
            "[...document.querySelectorAll('.theme .content')].filter(one => one.offsetHeight > 800 && one.scrollWidth <= one.clientWidth).length",
        );
        assert_eq!(drawn, themes);
        page.shot(&format!("themes-{scheme}-{width}"));
        page.click("#shade");
        assert_eq!(page.complaints(), [""; 0]);
    }
}
