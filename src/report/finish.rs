//! The end of a send in words: what WeChat's word means, how many got it, what became of each article.
//!
//! The meanings are those of `wechat-api.md` 5.1; a number that is not in that table is shown as it is.

use super::catalogue::text;
use super::lang::Lang;
use crate::text::printable;
use crate::wechat::event::{Article, Finished, Published};

/// The meaning of the word for a finished send; `None` for words without an explanation.
pub fn finish_meaning(lang: Lang, word: &str) -> Option<&'static str> {
    let word: String = word.split_whitespace().collect();
    let (english, chinese) = match word.to_ascii_lowercase().as_str() {
        "sendsuccess" => ("sent", "群发成功"),
        "sendfail" => ("sending failed", "群发失败"),
        "err(10001)" => ("suspected advertising", "涉嫌广告"),
        "err(20001)" => ("suspected politics", "涉嫌政治"),
        "err(20002)" => ("suspected pornography", "涉嫌色情"),
        "err(20004)" => ("suspected harm to society", "涉嫌社会"),
        "err(20006)" => ("suspected crime", "涉嫌违法犯罪"),
        "err(20008)" => ("suspected fraud", "涉嫌欺诈"),
        "err(20013)" => ("suspected infringement of copyright", "涉嫌版权"),
        "err(21000)" => ("suspected, of something else", "涉嫌其他"),
        "err(22000)" => ("suspected mutual promotion", "涉嫌互推（互相宣传）"),
        "err(30001)" => (
            "the check for originality broke, and the sender chose to stop then",
            "原创校验出现系统错误，且用户选择了此时不群发",
        ),
        "err(30002)" => (
            "the check for originality judged that it may not be sent",
            "原创校验被判定为不能群发",
        ),
        "err(30003)" => (
            "the check for originality judged it a reprint; `ignore_reprint = true` sends it as one",
            "原创校验被判定为转载文，且未设置继续群发（可设 `ignore_reprint = true`）",
        ),
        "err(40001)" => ("an administrator refused it", "管理员拒绝"),
        "err(40002)" => (
            "no administrator answered within 30 minutes",
            "管理员 30 分钟内无响应，超时",
        ),
        _ => return None,
    };
    Some(lang.pick(english, chinese))
}

/// `75 sent, 5 failed, of 80 (100 before filters)`, as far as it is known.
pub fn finish_counts(
    lang: Lang,
    [total, filtered, sent, failed]: [Option<i64>; 4],
) -> Option<String> {
    if [total, filtered, sent, failed].iter().all(Option::is_none) {
        return None;
    }
    let shown = |count: Option<i64>| count.map_or_else(|| "?".to_owned(), |it| it.to_string());
    Some(text!(
        lang,
        finish_sent_failed_before_filters,
        sent = shown(sent),
        failed = shown(failed),
        filtered = shown(filtered),
        total = shown(total)
    ))
}

/// The result of one article, in one line; `None` where WeChat only names it.
pub fn finish_article(lang: Lang, article: &Article) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(url) = &article.url {
        parts.push(printable(url));
    }
    if let Some(original) = &article.original_url {
        parts.push(text!(lang, finish_like_original, url = original));
    }
    let mut verdict = |judged: Option<bool>, yes: (&str, &str), no: (&str, &str)| {
        if let Some(judged) = judged {
            let (english, chinese) = if judged { yes } else { no };
            parts.push(lang.pick(english, chinese).to_owned());
        }
    };
    verdict(
        article.can_reprint,
        ("may be reprinted", "允许转载"),
        ("may not be reprinted", "不允许转载"),
    );
    verdict(
        article.replaced.filter(|it| *it),
        ("replaced by the original", "内容被替换为原创文章"),
        ("", ""),
    );
    verdict(
        article.source_shown.filter(|it| *it),
        ("its source is shown", "注明转载来源"),
        ("", ""),
    );
    if parts.is_empty() {
        return None;
    }
    let separator = lang.pick("; ", "；");
    Some(text!(
        lang,
        finish_article,
        n = article.number,
        what = parts.join(separator)
    ))
}

/// The check for originality as a whole (`CheckState`).
fn finish_check(lang: Lang, state: i64) -> Option<&'static str> {
    let (english, chinese) = match state {
        1 => ("judged no reprint", "未被判为转载，可以群发"),
        2 => ("judged a reprint that may be sent", "被判为转载，可以群发"),
        3 => (
            "judged a reprint that may not be sent",
            "被判为转载，不能群发",
        ),
        // 0 was seen where nothing was checked.
        _ => return None,
    };
    Some(lang.pick(english, chinese))
}

/// A finished send for people: a sentence, then a line for each article of which there is something to say. `run` is the
/// campaign of the ledger that it belongs to.
pub fn finished(lang: Lang, finished: &Finished, run: Option<&str>) -> String {
    let word = printable(&finished.word);
    let meaning = finish_meaning(lang, &finished.word)
        .filter(|_| finished.err().is_some())
        .map(|meaning| text!(lang, finish_text, meaning = meaning))
        .unwrap_or_default();
    let id = finished.msg_id;
    let mut lines = vec![match run {
        Some(run) => text!(
            lang,
            finish_msg_id,
            id = id,
            run = run,
            word = word,
            meaning = meaning
        ),
        None => text!(
            lang,
            finish_msg_id_which_ledger_not,
            id = id,
            word = word,
            meaning = meaning
        ),
    }];
    lines.extend(finish_counts(lang, finished.counts()));
    let check = finished.check.and_then(|state| finish_check(lang, state));
    lines.extend(check.map(|check| text!(lang, finish_originality, check = check)));
    let articles = finished.articles.iter();
    lines.extend(articles.filter_map(|article| finish_article(lang, article)));
    if !finished.unread.is_empty() {
        lines.push(text!(
            lang,
            finish_could_not_read,
            what = finished.unread.join(", ")
        ));
    }
    lines.join("\n  ")
}

/// A finished publication for people.
pub fn published(lang: Lang, published: &Published) -> String {
    let (english, chinese) = match published.status {
        0 => ("done", "成功"),
        1 => ("under way", "发布中"),
        2 => ("failed the check for originality", "原创失败"),
        3 => ("failed", "常规失败"),
        4 => ("refused by the review", "平台审核不通过"),
        5 => ("deleted by the user since", "成功后用户删除所有文章"),
        6 => ("banned since", "成功后系统封禁所有文章"),
        _ => ("", ""),
    };
    let mut text = text!(
        lang,
        finish_publication,
        id = &published.publish_id,
        status = published.status,
        word = lang.pick(english, chinese)
    );
    for url in &published.urls {
        text.push_str("\n  ");
        text.push_str(&printable(url));
    }
    if !published.failed.is_empty() {
        let failed: Vec<_> = published.failed.iter().map(ToString::to_string).collect();
        text.push_str(&text!(
            lang,
            finish_articles_failed,
            which = failed.join(", ")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_told_in_both_languages() {
        let numbers = [
            10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000, 30001, 30002, 30003,
            40001, 40002,
        ];
        let words = numbers.map(|number| format!("err({number})"));
        let mut seen = std::collections::BTreeSet::new();
        for word in words
            .iter()
            .map(String::as_str)
            .chain(["send success", "send fail"])
        {
            let [english, chinese] = [Lang::En, Lang::Zh].map(|it| finish_meaning(it, word));
            let (english, chinese) = (english.expect(word), chinese.expect(word));
            assert!(english.is_ascii() && !chinese.is_ascii(), "{word}");
            assert!(seen.insert(english), "{word} means what another means");
        }
        assert_eq!(finish_meaning(Lang::En, "err(20431)"), None);
    }
}
