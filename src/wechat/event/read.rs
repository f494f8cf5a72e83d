//! The event in the XML of a callback: which it is, and what it says.

use jiff::Timestamp;
use roxmltree::Node;

use super::xml::{
    address, child, content, count, element, named, number, text, truth, whole, with_root, word,
};
use super::{Article, Error, Event, Finished, MOST_BYTES, Published};
use crate::wechat::ids::MsgId;
use crate::wechat::seal::{Query, Seal};

/// Reads a POST: checks who sent it, opens it where it is sealed, and says what it is.
pub fn read(seal: &Seal, query: &Query, body: &[u8], now: Timestamp) -> Result<Event, Error> {
    if body.len() > MOST_BYTES {
        return Err(Error::TooLong);
    }
    if !query.is_sealed() {
        seal.check_plain(query, now)?;
        return parse(body);
    }
    let sealed = with_root(body, |root| {
        let text = text(root, "Encrypt").ok_or(element("Encrypt"))?;
        Ok(text.split_whitespace().collect::<String>())
    })?;
    parse(&seal.open(query, &sealed, now)?)
}

/// The event in a body whose sender is known.
fn parse(body: &[u8]) -> Result<Event, Error> {
    with_root(body, |root| {
        let kind = text(root, "MsgType").ok_or(element("MsgType"))?;
        if kind.trim() != "event" {
            return Ok(Event::Other { what: word(&kind) });
        }
        let name = text(root, "Event").ok_or(element("Event"))?;
        match name.trim() {
            "MASSSENDJOBFINISH" => finished(root).map(Event::Finished),
            "PUBLISHJOBFINISH" => published(root).map(Event::Published),
            other => Ok(Event::Other { what: word(other) }),
        }
    })
}

fn finished(root: Node<'_, '_>) -> Result<Finished, Error> {
    let msg_id = number(root, "MsgID")?.ok_or(element("MsgID"))?;
    let status = text(root, "Status").ok_or(element("Status"))?;
    let mut articles: Vec<Article> = Vec::new();
    let check = child(root, "CopyrightCheckResult");
    for item in check.into_iter().flat_map(items) {
        let article = numbered(&mut articles, item)?;
        article.declared = number(item, "UserDeclareState")?;
        article.audit = number(item, "AuditState")?;
        article.original_url = address(item, "OriginalArticleUrl");
        article.original_type = number(item, "OriginalArticleType")?;
        article.can_reprint = truth(item, "CanReprint")?;
        article.replaced = truth(item, "NeedReplaceContent")?;
        article.source_shown = truth(item, "NeedShowReprintSource")?;
    }
    // Since 2020; it may be there and empty.
    for item in child(root, "ArticleUrlResult").into_iter().flat_map(items) {
        numbered(&mut articles, item)?.url = address(item, "ArticleUrl");
    }
    articles.sort_by_key(|article| article.number);
    Ok(Finished {
        msg_id: MsgId::new(msg_id),
        word: word(&status),
        at: created(root)?,
        total: count(root, "TotalCount")?,
        filtered: count(root, "FilterCount")?,
        sent: count(root, "SentCount")?,
        failed: count(root, "ErrorCount")?,
        check: check
            .map(|check| number(check, "CheckState"))
            .transpose()?
            .flatten(),
        articles,
    })
}

fn published(root: Node<'_, '_>) -> Result<Published, Error> {
    let info = child(root, "PublishEventInfo").ok_or(element("PublishEventInfo"))?;
    let id = text(info, "publish_id").ok_or(element("publish_id"))?;
    let detail = child(info, "article_detail");
    let pages = detail.into_iter().flat_map(|it| named(it, "item"));
    let failed = named(info, "fail_idx").map(|node| whole(&content(node), "fail_idx"));
    Ok(Published {
        publish_id: word(&id),
        status: number(info, "publish_status")?.ok_or(element("publish_status"))?,
        // Wrapped over two lines in WeChat's own example.
        article_id: text(info, "article_id").map(|id| word(&id.replace(['\r', '\n'], ""))),
        at: created(root)?,
        urls: pages
            .filter_map(|item| address(item, "article_url"))
            .collect(),
        failed: failed.collect::<Result<_, _>>()?,
    })
}

/// The article of this number, made when it is new.
fn numbered<'a>(
    articles: &'a mut Vec<Article>,
    item: Node<'_, '_>,
) -> Result<&'a mut Article, Error> {
    let number = number(item, "ArticleIdx")?.ok_or(element("ArticleIdx"))?;
    let known = articles.iter().position(|it| it.number == number);
    let at = known.unwrap_or_else(|| {
        articles.push(Article {
            number,
            ..Article::default()
        });
        articles.len() - 1
    });
    articles.get_mut(at).ok_or(element("ArticleIdx"))
}

fn items<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    child(node, "ResultList")
        .into_iter()
        .flat_map(|list| named(list, "item"))
}

fn created(root: Node<'_, '_>) -> Result<Timestamp, Error> {
    let seconds = number(root, "CreateTime")?.ok_or(element("CreateTime"))?;
    Timestamp::from_second(seconds).map_err(|_| element("CreateTime"))
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
            ("<MsgID>7<", "<MsgID>99999999999999999999<", "MsgID"),
            (
                "<CreateTime>1<",
                "<CreateTime>9223372036854775807<",
                "CreateTime",
            ),
            ("<Status>err(40001)</Status>", "", "Status"),
            ("<TotalCount>", "<TotalCount>-1", "TotalCount"),
            ("<MsgType>event</MsgType>", "", "MsgType"),
        ] {
            assert_eq!(
                read_at(&bare.replace(from, to)),
                Err(Error::Element { element })
            );
        }
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
        assert!(read_at(click).is_err(), "XML has no escape character");
    }

    #[test]
    fn hostile_bodies_are_refused() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml>&b;</xml>";
        let outside = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><xml/>";
        let own = FINISHED
            .replace("send success", "x")
            .replace("<![CDATA[x]]>", "&lol;");
        let wide = format!("<xml>{}</xml>", "<a/>".repeat(5_000));
        for xml in [
            "",
            "not xml",
            "<xml>",
            "<xml></lmx>",
            bomb,
            outside,
            &own,
            &wide,
        ] {
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
