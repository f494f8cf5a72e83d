//! The figures of sends, as one self-contained page with plots: no script, nothing from outside, and every word of others escaped.

use std::fmt::Write as _;

use super::catalogue::text;
use super::lang::Lang;
use super::stats::{ALL, rate, read_rate};
use crate::pipeline::{ArticleResult, Results, SendResult};
use crate::text::printable;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:2em auto;padding:0 1em;color:#222;background:#fff}\
h1{font-size:1.4em}h2{font-size:1.15em;margin-top:2em}table{border-collapse:collapse}td,th{padding:.25em .8em .25em 0;text-align:left}\
td.n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:currentColor}\
.bar{fill:#07c160}.line{fill:none;stroke:#07c160;stroke-width:2}.axis{stroke:#999}small{color:#666}\
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}small{color:#aaa}}";

fn escaped(text: &str) -> String {
    printable(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The page.
pub fn stats_page(lang: Lang, account: &str, meant: &Results, beside: &Results) -> String {
    let title = text!(lang, stats_results_mass_sends);
    let mut page = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1><p>{}</p>",
        lang.tag(),
        escaped(account)
    );
    for send in &meant.sends {
        send_part(lang, &mut page, send);
    }
    if !beside.sends.is_empty() {
        let _ = write!(page, "<h2>{}</h2>", text!(lang, stats_earlier_sends_xx));
        compared(&mut page, meant, beside);
    }
    page.push_str("</body></html>\n");
    page
}

fn send_part(lang: Lang, page: &mut String, send: &SendResult) {
    let _ = write!(
        page,
        "<h2>{}</h2><p><small>{}</small></p>",
        escaped(&send.name),
        escaped(&send.day)
    );
    if send.articles.is_empty() {
        let _ = write!(page, "<p>{}</p>", text!(lang, stats_figures_yet));
    }
    for article in &send.articles {
        let _ = write!(page, "<h3>{}</h3>", escaped(&article.title));
        figures(lang, page, send, article);
        line(lang, page, article);
        sources(lang, page, article);
    }
}

fn figures(lang: Lang, page: &mut String, send: &SendResult, article: &ArticleResult) {
    let Some(detail) = article.latest() else {
        return;
    };
    let number = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |it| it.to_string());
    let cells = [
        (text!(lang, stats_delivered), number(send.delivered)),
        (text!(lang, stats_readers), number(detail.read_user)),
        (
            text!(lang, stats_reading_rate),
            rate(read_rate(send, detail)),
        ),
        (
            text!(lang, stats_finished_reading),
            rate(detail.read_finish_rate),
        ),
        (
            text!(lang, stats_average_minutes),
            detail
                .read_avg_activetime
                .map_or_else(|| "-".to_owned(), |it| format!("{it:.1}")),
        ),
        (text!(lang, stats_shares), number(detail.share_user)),
        (text!(lang, stats_likes), number(detail.like_user)),
        (text!(lang, stats_hearts), number(detail.zaikan_user)),
        (text!(lang, stats_saved), number(detail.collection_user)),
        (text!(lang, stats_comments), number(detail.comment_count)),
        (
            text!(lang, stats_new_followers),
            number(detail.read_subscribe_user),
        ),
    ];
    page.push_str("<table>");
    for (name, value) in cells {
        let _ = write!(page, "<tr><th>{name}</th><td class=\"n\">{value}</td></tr>");
    }
    page.push_str("</table>");
}

/// Readers by day, from the first one on.
fn line(lang: Lang, page: &mut String, article: &ArticleResult) {
    let points: Vec<(&str, i64)> = article
        .days
        .iter()
        .filter_map(|day| Some((day.stat_date.as_str(), day.read_user?)))
        .collect();
    let most = points.iter().map(|(_, read)| *read).max().unwrap_or(0);
    if points.len() < 2 || most <= 0 {
        return;
    }
    let step = 560.0 / (points.len() - 1) as f64;
    let place = |(at, (_, read)): (usize, &(&str, i64))| {
        let (x, y) = (
            20.0 + at as f64 * step,
            110.0 - *read as f64 / most as f64 * 90.0,
        );
        format!("{x:.1},{y:.1}")
    };
    let path: Vec<_> = points.iter().enumerate().map(place).collect();
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let _ = write!(
        page,
        "<svg viewBox=\"0 0 600 140\" width=\"600\" height=\"140\" role=\"img\" aria-label=\"{label}\"><line class=\"axis\" x1=\"20\" y1=\"110\" x2=\"580\" y2=\"110\"/>\
         <polyline class=\"line\" points=\"{}\"/><text x=\"20\" y=\"130\">{}</text><text x=\"580\" y=\"130\" text-anchor=\"end\">{}</text>\
         <text x=\"580\" y=\"14\" text-anchor=\"end\">{most}</text></svg>",
        path.join(" "),
        escaped(first),
        escaped(last),
        label = text!(lang, stats_readers_day)
    );
}

fn sources(lang: Lang, page: &mut String, article: &ArticleResult) {
    let Some(detail) = article.latest() else {
        return;
    };
    let parts = detail.read_user_source.iter();
    let parts: Vec<_> = parts
        .filter(|it| it.scene_desc != ALL)
        .filter_map(|it| Some((it.scene_desc.as_str(), it.user_count?)))
        .collect();
    bars(page, &parts, &text!(lang, stats_where_readers_came_from_xx));
}

fn bars(page: &mut String, parts: &[(&str, i64)], label: &str) {
    let most = parts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if most <= 0 {
        return;
    }
    let height = parts.len() * 22 + 6;
    let _ = write!(
        page,
        "<svg viewBox=\"0 0 600 {height}\" width=\"600\" height=\"{height}\" role=\"img\" aria-label=\"{label}\">"
    );
    for (at, (name, count)) in parts.iter().enumerate() {
        let y = at * 22 + 4;
        let width = *count as f64 / most as f64 * 340.0;
        let _ = write!(
            page,
            "<text x=\"0\" y=\"{}\">{}</text><rect class=\"bar\" x=\"170\" y=\"{y}\" width=\"{width:.1}\" height=\"14\"/><text x=\"{:.1}\" y=\"{}\">{count}</text>",
            y + 12,
            escaped(name),
            176.0 + width,
            y + 12
        );
    }
    page.push_str("</svg>");
}

/// The first article of each send, newest first.
fn compared(page: &mut String, meant: &Results, beside: &Results) {
    let sends = meant.sends.iter().chain(&beside.sends);
    let first = |send: &SendResult| {
        let read = send.articles.first()?.latest()?.read_user?;
        Some((format!("{} {}", send.day, send.name), read))
    };
    let rows: Vec<_> = sends.filter_map(first).collect();
    let parts: Vec<_> = rows
        .iter()
        .map(|(name, read)| (name.as_str(), *read))
        .collect();
    bars(page, &parts, "");
}
