//! The figures of sends, as a table with small bars, and as rows for a spreadsheet.

use std::fmt::Write as _;

use super::catalogue::text;
use super::human::table;
use super::lang::Lang;
use super::moment::beijing;
use crate::pipeline::{ArticleResult, Results, SendResult};
use crate::text::printable;
use crate::wechat::statistics::Detail;

/// Cells of the widest bar.
const BAR: i64 = 12;
/// Eighths of a cell.
const EIGHTHS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/// The source that is all of them.
pub(super) const ALL: &str = "全部";
/// Characters of a title in a table.
const TITLE: usize = 24;

/// A bar of a share of the greatest value.
fn bar(value: i64, most: i64) -> String {
    if value <= 0 || most <= 0 {
        return String::new();
    }
    let eighths = usize::try_from(value.saturating_mul(8 * BAR) / most).unwrap_or_default();
    let (full, part) = (eighths / 8, eighths % 8);
    let mut bar = "█".repeat(full);
    if part > 0 || full == 0 {
        bar.push(EIGHTHS[part.max(1)]);
    }
    bar
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(|| "-".to_owned(), |it| it.to_string())
}

/// A fraction of 1 as hundredths.
pub(super) fn rate(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |it| format!("{:.1}%", it * 100.0))
}

/// The reading rate: WeChat's own where it tells one, else readers of those who got it.
pub(super) fn read_rate(send: &SendResult, detail: &Detail) -> Option<f64> {
    let own = || {
        let (read, delivered) = (detail.read_user?, send.delivered.filter(|it| *it > 0)?);
        Some(read as f64 / delivered as f64)
    };
    detail.read_delivery_rate.or_else(own)
}

fn short(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.to_owned();
    }
    text.chars().take(TITLE - 1).chain(['…']).collect()
}

fn row(send: &SendResult, article: Option<&ArticleResult>, most: i64) -> Vec<String> {
    let none = Detail::default();
    let detail = article.and_then(ArticleResult::latest).unwrap_or(&none);
    vec![
        send.day.clone(),
        short(&send.name),
        article.map(|it| short(&it.title)).unwrap_or_default(),
        number(send.delivered),
        number(detail.read_user),
        rate(read_rate(send, detail)),
        rate(detail.read_finish_rate),
        detail
            .read_avg_activetime
            .map_or_else(|| "-".to_owned(), |it| format!("{it:.1}")),
        number(detail.share_user),
        number(detail.like_user),
        number(detail.zaikan_user),
        number(detail.collection_user),
        number(detail.comment_count),
        number(detail.read_subscribe_user),
        bar(detail.read_user.unwrap_or(0), most),
    ]
}

fn rows(results: &Results, most: i64) -> Vec<Vec<String>> {
    let of_send = |send: &SendResult| {
        if send.articles.is_empty() {
            return vec![row(send, None, most)];
        }
        let all = send.articles.iter();
        all.map(|article| row(send, Some(article), most)).collect()
    };
    results.sends.iter().flat_map(of_send).collect()
}

fn read(results: &Results) -> impl Iterator<Item = i64> {
    let articles = results.sends.iter().flat_map(|send| &send.articles);
    articles.filter_map(|article| article.latest()?.read_user)
}

/// Figures by article, sources, and other campaigns below them.
pub fn stats_table(lang: Lang, meant: &Results, beside: &Results) -> String {
    let most = read(meant).chain(read(beside)).max().unwrap_or(0);
    let head = [
        text!(lang, stats_head_sent),
        text!(lang, stats_head_name),
        text!(lang, stats_head_article),
        text!(lang, stats_head_delivered),
        text!(lang, stats_head_readers),
        text!(lang, stats_head_rate),
        text!(lang, stats_head_finished),
        text!(lang, stats_head_minutes),
        text!(lang, stats_head_shares),
        text!(lang, stats_head_likes),
        text!(lang, stats_head_wow),
        text!(lang, stats_head_saved),
        text!(lang, stats_head_comments),
        text!(lang, stats_head_new_followers),
        String::new(),
    ];
    let mut text = table(&head, &rows(meant, most));
    for send in &meant.sends {
        for article in &send.articles {
            if let Some(lines) = sources(lang, article) {
                text.push('\n');
                text.push_str(&lines);
            }
        }
    }
    if !beside.sends.is_empty() {
        let _ = write!(text, "\n{}\n", text!(lang, stats_earlier_sends));
        text.push_str(&table(&head, &rows(beside, most)));
    }
    if let Some(time) = meant.come_again {
        let _ = write!(
            text,
            "\n{}\n",
            text!(lang, stats_figures_complete_before, t = beijing(time))
        );
    }
    text
}

fn sources(lang: Lang, article: &ArticleResult) -> Option<String> {
    let detail = article.latest()?;
    let parts = detail.read_user_source.iter();
    let parts: Vec<_> = parts.filter(|it| it.scene_desc != ALL).collect();
    let most = parts.iter().filter_map(|it| it.user_count).max()?;
    let rows: Vec<_> = parts
        .iter()
        .map(|it| {
            let count = it.user_count;
            vec![
                it.scene_desc.clone(),
                number(count),
                bar(count.unwrap_or(0), most),
            ]
        })
        .collect();
    let title = printable(&short(&article.title));
    let head = text!(lang, stats_where_readers_came_from, title = title);
    Some(table(&[head.as_str(), "", ""], &rows))
}

const COLUMNS: [&str; 18] = [
    "name",
    "day",
    "msgid",
    "article",
    "title",
    "stat_date",
    "delivered",
    "read_user",
    "read_delivery_rate",
    "read_finish_rate",
    "read_avg_activetime",
    "share_user",
    "like_user",
    "zaikan_user",
    "collection_user",
    "comment_count",
    "read_subscribe_user",
    "url",
];

/// One line an article and day, under a head; names as WeChat has them.
pub fn stats_csv(results: &Results) -> String {
    let mut text = COLUMNS.join(",") + "\n";
    for send in &results.sends {
        for article in &send.articles {
            for detail in &article.days {
                text.push_str(&line(send, article, detail));
            }
        }
    }
    text
}

fn line(send: &SendResult, article: &ArticleResult, detail: &Detail) -> String {
    let number = |value: Option<i64>| value.map(|it| it.to_string()).unwrap_or_default();
    let fraction = |value: Option<f64>| value.map(|it| it.to_string()).unwrap_or_default();
    let cells = [
        send.name.clone(),
        send.day.clone(),
        article.msgid.clone(),
        article.place.to_string(),
        article.title.clone(),
        detail.stat_date.clone(),
        number(send.delivered),
        number(detail.read_user),
        fraction(detail.read_delivery_rate),
        fraction(detail.read_finish_rate),
        fraction(detail.read_avg_activetime),
        number(detail.share_user),
        number(detail.like_user),
        number(detail.zaikan_user),
        number(detail.collection_user),
        number(detail.comment_count),
        number(detail.read_subscribe_user),
        article.url.clone().unwrap_or_default(),
    ];
    cells.map(|cell| quoted(&cell)).join(",") + "\n"
}

/// A cell, in quotes where it needs them. A spreadsheet must not take a title for a formula.
fn quoted(cell: &str) -> String {
    let cell = printable(cell);
    let is_number = cell.parse::<f64>().is_ok();
    let cell = if cell.starts_with(['=', '+', '-', '@']) && !is_number {
        format!("'{cell}")
    } else {
        cell
    };
    if cell.contains([',', '"', '\n']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_shares_of_the_greatest() {
        assert_eq!(bar(0, 10), "");
        assert_eq!(bar(10, 10), "█".repeat(12));
        assert_eq!(bar(5, 10), "█".repeat(6));
        assert_eq!(bar(1, 1_000_000), "▏");
        assert_eq!(bar(5, 0), "");
    }

    #[test]
    fn a_title_is_no_formula() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-5"), "-5");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
