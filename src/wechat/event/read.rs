//! The event in the XML of a callback: which it is, and what it says.

use jiff::Timestamp;
use roxmltree::Node;

use super::xml::{address, child, content, element, named, text, whole, with_root, word};
use super::{Article, Error, Event, Finished, MOST_BYTES, Published};
use crate::wechat::ids::MsgId;
use crate::wechat::seal::{Query, Seal};

/// Reads a POST: checks who sent it, opens it where it is sealed, and says what it is.
pub fn read(seal: &Seal, query: &Query, body: &[u8], now: Timestamp) -> Result<Event, Error> {
    if body.len() > MOST_BYTES {
        return Err(Error::TooLong);
    }
    // A repeat has the stamp of the first request.
    let stamp = query.stamp().unwrap_or(now);
    if !query.is_sealed() {
        seal.check_plain(query, now)?;
        return parse(body, stamp);
    }
    let sealed = with_root(body, |root| {
        let text = text(root, "Encrypt").ok_or(element("Encrypt"))?;
        Ok(text.split_whitespace().collect::<String>())
    })?;
    parse(&seal.open(query, &sealed, now)?, stamp)
}

/// The event in a body whose sender is known.
fn parse(body: &[u8], stamp: Timestamp) -> Result<Event, Error> {
    with_root(body, |root| {
        let kind = text(root, "MsgType").ok_or(element("MsgType"))?;
        if kind.trim() != "event" {
            return Ok(Event::Other { what: word(&kind) });
        }
        let name = text(root, "Event").ok_or(element("Event"))?;
        match name.trim() {
            "MASSSENDJOBFINISH" => finished(root, stamp).map(Event::Finished),
            "PUBLISHJOBFINISH" => published(root, stamp).map(Event::Published),
            other => Ok(Event::Other { what: word(other) }),
        }
    })
}

/// MsgID and Status decide; of the rest what can be read is kept.
fn finished(root: Node<'_, '_>, stamp: Timestamp) -> Result<Finished, Error> {
    let msg_id = text(root, "MsgID").and_then(|text| whole(&text));
    let msg_id = msg_id.filter(|id| *id > 0).ok_or(element("MsgID"))?;
    let status = text(root, "Status").ok_or(element("Status"))?;
    let mut reader = Reader::default();
    let mut articles: Vec<Article> = Vec::new();
    let check = child(root, "CopyrightCheckResult");
    for (item, place) in check.into_iter().flat_map(items) {
        let article = reader.numbered(&mut articles, item, place);
        article.declared = reader.number(item, "UserDeclareState");
        article.audit = reader.number(item, "AuditState");
        article.original_url = address(item, "OriginalArticleUrl");
        article.original_type = reader.number(item, "OriginalArticleType");
        article.can_reprint = reader.truth(item, "CanReprint");
        article.replaced = reader.truth(item, "NeedReplaceContent");
        article.source_shown = reader.truth(item, "NeedShowReprintSource");
    }
    // Since 2020; it may be there and empty.
    for (item, place) in child(root, "ArticleUrlResult").into_iter().flat_map(items) {
        reader.numbered(&mut articles, item, place).url = address(item, "ArticleUrl");
    }
    articles.sort_by_key(|article| article.number);
    Ok(Finished {
        msg_id: MsgId::new(msg_id),
        word: word(&status),
        at: reader.created(root).unwrap_or(stamp),
        total: reader.count(root, "TotalCount"),
        filtered: reader.count(root, "FilterCount"),
        sent: reader.count(root, "SentCount"),
        failed: reader.count(root, "ErrorCount"),
        check: check.and_then(|check| reader.number(check, "CheckState")),
        articles,
        unread: reader.unread,
    })
}

fn published(root: Node<'_, '_>, stamp: Timestamp) -> Result<Published, Error> {
    let info = child(root, "PublishEventInfo").ok_or(element("PublishEventInfo"))?;
    let id = text(info, "publish_id").ok_or(element("publish_id"))?;
    let status = text(info, "publish_status").and_then(|text| whole(&text));
    let detail = child(info, "article_detail");
    let pages = detail.into_iter().flat_map(|it| named(it, "item"));
    let failed = named(info, "fail_idx").filter_map(|node| whole(&content(node)));
    Ok(Published {
        publish_id: word(&id),
        status: status.ok_or(element("publish_status"))?,
        // Wrapped over two lines in WeChat's own example.
        article_id: text(info, "article_id").map(|id| word(&id.replace(['\r', '\n'], ""))),
        at: Reader::default().created(root).unwrap_or(stamp),
        urls: pages
            .filter_map(|item| address(item, "article_url"))
            .collect(),
        failed: failed.collect(),
    })
}

/// Reads what nothing depends on, and remembers what made no sense.
#[derive(Default)]
struct Reader {
    unread: Vec<&'static str>,
}

impl Reader {
    /// The value of a child; none where it is missing, or where it makes no sense, which is noted.
    fn value<T>(
        &mut self,
        node: Node<'_, '_>,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text(node, name)?;
        let value = read(text.trim());
        if value.is_none() {
            self.note(name);
        }
        value
    }

    fn note(&mut self, name: &'static str) {
        if !self.unread.contains(&name) {
            self.unread.push(name);
        }
    }

    fn number(&mut self, node: Node<'_, '_>, name: &'static str) -> Option<i64> {
        self.value(node, name, whole)
    }

    /// A number that cannot be below 0.
    fn count(&mut self, node: Node<'_, '_>, name: &'static str) -> Option<i64> {
        self.value(node, name, |text| whole(text).filter(|it| *it >= 0))
    }

    fn truth(&mut self, node: Node<'_, '_>, name: &'static str) -> Option<bool> {
        self.value(node, name, |text| {
            match text.to_ascii_lowercase().as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                text => whole(text).map(|number| number != 0),
            }
        })
    }

    fn created(&mut self, root: Node<'_, '_>) -> Option<Timestamp> {
        let of = |text: &str| Timestamp::from_second(whole(text)?).ok();
        let created = self.value(root, "CreateTime", of);
        if created.is_none() {
            self.note("CreateTime");
        }
        created
    }

    /// The article of this number, made when it is new. Without a number that makes sense it is the one at this place.
    fn numbered<'a>(
        &mut self,
        articles: &'a mut Vec<Article>,
        item: Node<'_, '_>,
        place: i64,
    ) -> &'a mut Article {
        const NUMBER: &str = "ArticleIdx";
        let number = self.value(item, NUMBER, |text| whole(text).filter(|it| *it > 0));
        if number.is_none() {
            self.note(NUMBER);
        }
        let number = number.unwrap_or(place);
        let known = articles.iter().position(|it| it.number == number);
        let at = known.unwrap_or(articles.len());
        if known.is_none() {
            articles.push(Article {
                number,
                ..Article::default()
            });
        }
        &mut articles[at]
    }
}

/// The items of a result with their places, from 1.
fn items<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = (Node<'a, 'i>, i64)> {
    let list = child(node, "ResultList").into_iter();
    list.flat_map(|list| named(list, "item")).zip(1..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::seal::Refused;
    use crate::wechat::seal::tests::{APPID, at, plain, seal, sealed};

    const FINISHED: &str = "<xml><ToUserName><![CDATA[gh_4d00ed8d6399]]></ToUserName>
        <FromUserName><![CDATA[oV5Crj]]></FromUserName><CreateTime>1481013459</CreateTime>
        <MsgType><![CDATA[event]]></MsgType><Event><![CDATA[MASSSENDJOBFINISH]]></Event>
        <MsgID>3147480001</MsgID><Status><![CDATA[send success]]></Status><TotalCount>100</TotalCount>
        <FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>
        <CopyrightCheckResult><Count>2</Count><ResultList>
        <item><ArticleIdx>2</ArticleIdx><UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>
        <OriginalArticleUrl><![CDATA[Url_1]]></OriginalArticleUrl><OriginalArticleType>1</OriginalArticleType>
        <CanReprint>1</CanReprint><NeedReplaceContent>0</NeedReplaceContent></item></ResultList>
        <CheckState>2</CheckState></CopyrightCheckResult>
        <ArticleUrlResult><Count>1</Count><ResultList><item><ArticleIdx>1</ArticleIdx>
        <ArticleUrl><![CDATA[http://mp.weixin.qq.com/s/a?b=1&c=2]]></ArticleUrl></item></ResultList></ArticleUrlResult></xml>";

    fn read_at(xml: &str) -> Result<Event, Error> {
        read(
            &seal(false),
            &plain(1_700_000_000),
            xml.as_bytes(),
            at(1_700_000_000),
        )
    }

    fn finished_of(xml: &str) -> Finished {
        match read_at(xml) {
            Ok(Event::Finished(finished)) => finished,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_finished_send_is_read_whole() {
        let article = |number| Article {
            number,
            ..Article::default()
        };
        let expected = Finished {
            msg_id: MsgId::new(3_147_480_001),
            word: "send success".to_owned(),
            at: at(1_481_013_459),
            total: Some(100),
            filtered: Some(80),
            sent: Some(75),
            failed: Some(5),
            check: Some(2),
            articles: vec![
                Article {
                    url: Some("http://mp.weixin.qq.com/s/a?b=1&c=2".to_owned()),
                    ..article(1)
                },
                Article {
                    original_url: Some("Url_1".to_owned()),
                    original_type: Some(1),
                    declared: Some(0),
                    audit: Some(2),
                    can_reprint: Some(true),
                    replaced: Some(false),
                    ..article(2)
                },
            ],
            unread: Vec::new(),
        };
        assert_eq!(finished_of(FINISHED), expected);
        let (query, letter) = sealed(FINISHED, APPID, 1_700_000_000);
        let body = format!(
            "<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[{letter}]]></Encrypt></xml>"
        );
        let opened = read(&seal(true), &query, body.as_bytes(), at(1_700_000_000));
        assert_eq!(opened, Ok(Event::Finished(expected)));
    }

    #[test]
    fn what_is_missing_stays_missing() {
        let bare = "<xml><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event>
            <MsgID>7</MsgID><Status>err(40001)</Status><TotalCount></TotalCount><ArticleUrlResult/></xml>";
        let finished = finished_of(bare);
        assert_eq!(
            (finished.total, finished.sent, finished.check),
            (None, None, None)
        );
        assert!(finished.articles.is_empty());
        for (from, to, element) in [
            ("<MsgID>7</MsgID>", "", "MsgID"),
            ("<MsgID>7<", "<MsgID>seven<", "MsgID"),
            ("<MsgID>7<", "<MsgID>0<", "MsgID"),
            ("<MsgID>7<", "<MsgID>99999999999999999999<", "MsgID"),
            ("<Status>err(40001)</Status>", "", "Status"),
            ("<MsgType>event</MsgType>", "", "MsgType"),
        ] {
            assert_eq!(
                read_at(&bare.replace(from, to)),
                Err(Error::Element { element })
            );
        }
    }

    #[test]
    fn what_makes_no_sense_is_noted_and_the_rest_is_kept() {
        for (from, to, unread) in [
            ("<TotalCount>100<", "<TotalCount>-1<", "TotalCount"),
            ("<TotalCount>100<", "<TotalCount>many<", "TotalCount"),
            ("<CreateTime>1481013459<", "<CreateTime>soon<", "CreateTime"),
            ("<CreateTime>1481013459</CreateTime>", "", "CreateTime"),
            ("<AuditState>2<", "<AuditState>N/A<", "AuditState"),
            ("<CanReprint>1<", "<CanReprint>perhaps<", "CanReprint"),
            ("<ArticleIdx>1</ArticleIdx>", "", "ArticleIdx"),
            ("<CheckState>2<", "<CheckState>x<", "CheckState"),
        ] {
            let finished = finished_of(&FINISHED.replace(from, to));
            assert_eq!(finished.unread, [unread], "{to}");
            assert_eq!(finished.sent, Some(75), "{to}");
            assert_eq!(finished.status(), Some("SEND_SUCCESS"), "{to}");
            assert_eq!(finished.articles.len(), 2, "{to}");
        }
        // A repeat has the stamp of the first request, whenever it comes.
        let dateless = finished_of(&FINISHED.replace("<CreateTime>1481013459<", "<CreateTime><"));
        assert_eq!(dateless.at, at(1_700_000_000));
    }

    #[test]
    fn forms_that_others_write_are_read_as_they_are_meant() {
        for (from, to) in [
            ("<SentCount>75<", "<SentCount>75.0<"),
            ("<SentCount>75<", "<SentCount> 75 <"),
            ("<CanReprint>1<", "<CanReprint>true<"),
            ("<NeedReplaceContent>0<", "<NeedReplaceContent>False<"),
            ("<![CDATA[Url_1]]>", "Url_1"),
            (
                "<![CDATA[http://mp.weixin.qq.com/s/a?b=1&c=2]]>",
                "http://mp.weixin.qq.com/s/a?b=1&c=2",
            ),
            (
                "<![CDATA[http://mp.weixin.qq.com/s/a?b=1&c=2]]>",
                "http://mp.weixin.qq.com/s/a?b=1&amp;c=2",
            ),
            ("<![CDATA[Url_1]]>", "<![CDATA[Url_1\u{1}]]>"),
        ] {
            let changed = FINISHED.replace(from, to);
            assert_ne!(changed, FINISHED, "{from}");
            assert_eq!(finished_of(&changed), finished_of(FINISHED), "{to}");
        }
    }

    #[test]
    fn json_holds_the_same_event() {
        let json = r#"{"CreateTime":1481013459,"MsgType":"event","Event":"MASSSENDJOBFINISH","MsgID":3147480001,
            "Status":"send success","TotalCount":100,"FilterCount":"80","SentCount":75,"ErrorCount":5,"a b":1,
            "CopyrightCheckResult":{"Count":2,"ResultList":[{"ArticleIdx":2,"UserDeclareState":0,"AuditState":2,
            "OriginalArticleUrl":"Url_1","OriginalArticleType":1,"CanReprint":true,"NeedReplaceContent":0}],"CheckState":2},
            "ArticleUrlResult":{"Count":1,"ResultList":{"item":[{"ArticleIdx":1,"ArticleUrl":"http://mp.weixin.qq.com/s/a?b=1&c=2"}]}}}"#;
        assert_eq!(finished_of(json), finished_of(FINISHED));
        assert!(matches!(read_at("{\"MsgID\":"), Err(Error::Xml(_))));
        let deep = "{\"a\":".repeat(100) + "1" + &"}".repeat(100);
        assert_eq!(read_at(&deep), Err(Error::TooDeep));
    }

    #[test]
    fn words_become_states() {
        for (word, status, err) in [
            ("send success", Some("SEND_SUCCESS"), None),
            ("sendsuccess", Some("SEND_SUCCESS"), None),
            ("send fail", Some("SEND_FAIL"), None),
            ("err(10001)", Some("SEND_FAIL"), Some(10001)),
            ("err (20431)", Some("SEND_FAIL"), Some(20431)),
            ("err(x)", None, None),
            ("paused", None, None),
        ] {
            let finished = finished_of(&FINISHED.replace("send success", word));
            assert_eq!((finished.status(), finished.err()), (status, err), "{word}");
        }
    }

    #[test]
    fn publications_and_the_rest_are_recognised() {
        let published = "<xml><CreateTime>1481013459</CreateTime><MsgType>event</MsgType>
            <Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>2247503051</publish_id>
            <publish_status>2</publish_status><fail_idx>1</fail_idx><fail_idx>2</fail_idx></PublishEventInfo></xml>";
        let Ok(Event::Published(it)) = read_at(published) else {
            panic!("{:?}", read_at(published));
        };
        assert_eq!(
            (it.publish_id.as_str(), it.status, it.failed),
            ("2247503051", 2, vec![1, 2])
        );
        let text = "<xml><MsgType><![CDATA[text]]></MsgType><Content>hello</Content></xml>";
        let what = |what: &str| {
            Ok(Event::Other {
                what: what.to_owned(),
            })
        };
        assert_eq!(read_at(text), what("text"));
        let click = "<xml><MsgType>event</MsgType><Event>CLICK\u{1b}[31m</Event></xml>";
        assert_eq!(read_at(click), what("CLICK [31m"));
    }

    #[test]
    fn hostile_bodies_are_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml>&b;</xml>";
        let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml/>";
        let wide = format!("<xml>{}</xml>", "<a/>".repeat(5_000));
        for xml in ["", "not xml", "<xml>", "<xml></lmx>", bomb, outside, &wide] {
            assert!(matches!(read_at(xml), Err(Error::Xml(_))), "{xml:.60}");
        }
        let deep = format!("{}{}", "<a>".repeat(20), "</a>".repeat(20));
        assert_eq!(read_at(&deep), Err(Error::TooDeep));
        let long = " ".repeat(MOST_BYTES + 1);
        assert_eq!(read_at(&long), Err(Error::TooLong));
        // Deep enough to end a parser that calls itself.
        let abyss = "<a>".repeat(300_000);
        assert!(matches!(read_at(&abyss), Err(Error::Xml(_))));
    }

    #[test]
    fn nothing_is_read_before_the_signature_is_right() {
        let unsigned = Query::parse("timestamp=1700000000&nonce=n0&signature=00");
        let answer = read(&seal(false), &unsigned, b"not xml", at(1_700_000_000));
        assert_eq!(answer, Err(Error::Refused(Refused::Signature)));
    }
}
