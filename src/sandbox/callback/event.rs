//! The events that WeChat posts when a mass send or a publication has come to its end (`wechat-api.md` 5.1, 7.1).

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::sandbox::world::{Event, Publish, Send, State, World};

/// The account's own name in its messages.
pub(super) const ACCOUNT: &str = "gh_5a4db0c05a4d";
/// The openid of the account's administrator.
const ADMINISTRATOR: &str = "oSandboxAdministrator0000000";

/// An event that is due.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub(super) name: &'static str,
    pub(super) id: i64,
    pub(super) xml: String,
}

/// The first event that has to be posted at this moment.
pub(super) fn next(world: &World, now: Timestamp) -> Option<Due> {
    let mut sends = world.sends.iter().filter(|send| send.event == Event::Due);
    let of_sends = |send: &Send| send_finished(world, send, now);
    let mut publishes = world.publishes.iter().filter(|it| it.event == Event::Due);
    sends
        .find_map(of_sends)
        .or_else(|| publishes.find_map(|publish| publish_finished(world, publish, now)))
}

/// Notes that an event was posted, or that posting it was given up.
pub(super) fn told(world: &mut World, due: &Due) {
    for send in &mut world.sends {
        if send.msg_id == due.id {
            send.event = Event::Told;
        }
    }
    for publish in &mut world.publishes {
        if publish.publish_id == due.id {
            publish.event = Event::Told;
        }
    }
}

fn head(name: &str, now: Timestamp) -> String {
    format!(
        "<xml>\n<ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>\n<FromUserName><![CDATA[{ADMINISTRATOR}]]></FromUserName>\n\
         <CreateTime>{}</CreateTime>\n<MsgType><![CDATA[event]]></MsgType>\n<Event><![CDATA[{name}]]></Event>\n",
        now.as_second()
    )
}

fn send_finished(world: &World, send: &Send, now: Timestamp) -> Option<Due> {
    let (status, receivers, failed) = match world.state(send, now) {
        State::Sending => return None,
        State::Success | State::Deleted => ("send success".to_owned(), send.receivers, send.failed),
        // Nothing of it went out.
        State::Fail(status) => (status, 0, 0),
    };
    let name = "MASSSENDJOBFINISH";
    let mut xml = head(name, now);
    let checked = copyright(send, &status);
    let status = status.replace("]]>", "");
    let _ = write!(
        xml,
        "<MsgID>{}</MsgID>\n<Status><![CDATA[{status}]]></Status>\n<TotalCount>{}</TotalCount>\n\
         <FilterCount>{receivers}</FilterCount>\n<SentCount>{}</SentCount>\n<ErrorCount>{failed}</ErrorCount>\n\
         {checked}\n\
         <ArticleUrlResult><Count>{}</Count><ResultList>",
        send.msg_id,
        send.total,
        receivers - failed,
        send.urls.len(),
    );
    for (index, url) in (1..).zip(&send.urls) {
        let _ = write!(
            xml,
            "<item><ArticleIdx>{index}</ArticleIdx><ArticleUrl><![CDATA[{url}]]></ArticleUrl></item>"
        );
    }
    xml.push_str("</ResultList></ArticleUrlResult>\n</xml>");
    Some(Due {
        name,
        id: send.msg_id,
        xml,
    })
}

/// The findings of the check of originality: nothing, unless a planted status says that it did. Texts and files are not checked (0).
fn copyright(send: &Send, status: &str) -> String {
    let (state, may_reprint) = match status {
        "err(30002)" => (3, 0),
        "err(30003)" => (2, 1),
        _ => (u8::from(!send.urls.is_empty()), 1),
    };
    let mut items = String::new();
    let found = if state > 1 { send.urls.len() } else { 0 };
    for index in 1..=found {
        let _ = write!(
            items,
            "<item><ArticleIdx>{index}</ArticleIdx><UserDeclareState>0</UserDeclareState><AuditState>2</AuditState>\
             <OriginalArticleUrl><![CDATA[https://mp.weixin.qq.com/s/original_{index}]]></OriginalArticleUrl>\
             <OriginalArticleType>1</OriginalArticleType><CanReprint>{may_reprint}</CanReprint>\
             <NeedReplaceContent>1</NeedReplaceContent><NeedShowReprintSource>1</NeedShowReprintSource></item>"
        );
    }
    format!(
        "<CopyrightCheckResult><Count>{found}</Count><ResultList>{items}</ResultList><CheckState>{state}</CheckState></CopyrightCheckResult>"
    )
}

fn publish_finished(world: &World, publish: &Publish, now: Timestamp) -> Option<Due> {
    let status = world.publish_status(publish, now);
    if status == 1 {
        return None;
    }
    let name = "PUBLISHJOBFINISH";
    let mut xml = head(name, now);
    let _ = write!(
        xml,
        "<PublishEventInfo>\n<publish_id>{}</publish_id>\n<publish_status>{status}</publish_status>\n",
        publish.publish_id
    );
    if status == 0 {
        let _ = write!(
            xml,
            "<article_id><![CDATA[{}]]></article_id>\n<article_detail><count>{}</count>",
            publish.article_id,
            publish.urls.len()
        );
        for (index, url) in (1..).zip(&publish.urls) {
            let _ = write!(
                xml,
                "<item><idx>{index}</idx><article_url><![CDATA[{url}]]></article_url></item>"
            );
        }
        xml.push_str("</article_detail>\n");
    }
    xml.push_str("</PublishEventInfo>\n</xml>");
    Some(Due {
        name,
        id: publish.publish_id,
        xml,
    })
}
