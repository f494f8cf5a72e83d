//! The end of a send in words: what WeChat's word means, how many got it, what became of each article.
//!
//! The meanings are those of `wechat-api.md` 5.1; a number that is not in that table is shown as it is.

use super::catalogue::text;
use super::lang::Lang;
use crate::text::printable;
use crate::wechat::event::{Article, Finished, Published};

/// The meaning of the word for a finished send; `None` for words without an explanation.
pub fn finish_meaning(lang: Lang, word: &str) -> Option<String> {
    let word: String = word.split_whitespace().collect();
    Some(match word.to_ascii_lowercase().as_str() {
        "sendsuccess" => text!(lang, result_sent),
        "sendfail" => text!(lang, result_sending_failed),
        "err(10001)" => text!(lang, result_suspected_advertising),
        "err(20001)" => text!(lang, result_suspected_politics),
        "err(20002)" => text!(lang, result_suspected_pornography),
        "err(20004)" => text!(lang, result_suspected_harm_society),
        "err(20006)" => text!(lang, result_suspected_crime),
        "err(20008)" => text!(lang, result_suspected_fraud),
        "err(20013)" => text!(lang, result_suspected_copyright_infringement),
        "err(21000)" => text!(lang, result_suspected_violation_another_kind),
        "err(22000)" => text!(lang, result_suspected_mutual_promotion),
        "err(30001)" => text!(lang, result_originality_check_failed_sender),
        "err(30002)" => text!(lang, result_originality_check_allow_send),
        "err(30003)" => text!(lang, result_originality_check_judged_reprint),
        "err(40001)" => text!(lang, result_administrator_refused),
        "err(40002)" => text!(lang, result_administrator_answered_within_minutes),
        _ => return None,
    })
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
    let mut verdict = |judged: Option<bool>, yes: String, no: String| {
        if let Some(judged) = judged {
            parts.push(if judged { yes } else { no });
        }
    };
    verdict(
        article.can_reprint,
        text!(lang, article_may_reprinted),
        text!(lang, article_may_reprinted_x),
    );
    verdict(
        article.replaced.filter(|it| *it),
        text!(lang, article_replaced_original),
        String::new(),
    );
    verdict(
        article.source_shown.filter(|it| *it),
        text!(lang, article_source_shown),
        String::new(),
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
fn finish_check(lang: Lang, state: i64) -> Option<String> {
    Some(match state {
        1 => text!(lang, check_judged_reprint),
        2 => text!(lang, check_judged_reprint_may_sent),
        3 => text!(lang, check_judged_reprint_may_sent_x),
        // 0 was seen where nothing was checked.
        _ => return None,
    })
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
    let word = match published.status {
        0 => text!(lang, publication_done),
        1 => text!(lang, publication_progress),
        2 => text!(lang, publication_failed_originality_check),
        3 => text!(lang, publication_failed),
        4 => text!(lang, publication_rejected_review),
        5 => text!(lang, publication_deleted_user_since),
        6 => text!(lang, publication_banned_since),
        _ => String::new(),
    };
    let mut text = text!(
        lang,
        finish_publication,
        id = &published.publish_id,
        status = published.status,
        word = word
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
