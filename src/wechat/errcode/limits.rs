//! Codes 45000 to 45999: sizes, quotas, keys, withdrawn calls.
//!
//! Refuses nothing: a code that is not here is in one of the other two tables, or unlisted.

use super::{Class, Entry, Proof, rows};

rows! {
    45_001 MEDIA_TOO_LARGE Input NotSent "the file is too large for this call"
        "文件超过该接口的大小限制",
    45_002 CONTENT_TOO_LONG Input RefusesBytes "shorten the article (under 20,000 characters with all tags) or the text"
        "请缩短正文（含标签须少于 20,000 字符）或文本",
    45_003 TITLE_TOO_LONG Input NotSent "shorten the title (32 characters)"
        "请缩短标题（32 字以内）",
    45_004 DIGEST_TOO_LONG Input NotSent "shorten the digest (120 characters)"
        "请缩短摘要（120 字以内）",
    45_005 URL_TOO_LONG Input NotSent "shorten the link (1,024 bytes)"
        "请缩短链接（1,024 字节以内）",
    45_006 PICTURE_URL_TOO_LONG Input NotSent "a picture's address is too long"
        "图片地址过长",
    45_007 VOICE_TOO_LONG Input NotSent "recordings last 60 seconds at most"
        "语音最长 60 秒",
    45_008 TOO_MANY_ARTICLES Input NotSent "one message holds 8 articles at most"
        "图文最多 8 篇",
    45_009 DAILY_QUOTA Quota NotSent "the call's quota of this Beijing day is used up"
        "该接口当日（北京时间）额度已用完",
    45_011 MINUTE_QUOTA Quota NotSent "too many calls in a minute; wait a minute"
        "调用过于频繁，请等待一分钟",
    45_019 TOO_MANY_OPENIDS Input RefusesBytes "a batch holds 10,000 openids at most"
        "每批最多 10,000 个 openid",
    45_020 TOO_MANY_IMAGES Input RefusesBytes "a message holds 20 pictures at most"
        "一条消息最多 20 张图片",
    45_021 ARGUMENT_TOO_LONG Input RefusesBytes "an argument is too long"
        "参数过长",
    45_028 NO_MASS_QUOTA Quota NotSent "the account's mass sends are used up: a subscription account has one a day, a service account four a month; sends from the console count too"
        "群发次数已用完：订阅号每天 1 次，服务号每月 4 次，后台群发一并计算",
    45_032 IP_NOT_REGISTERED Account NotSent "add this machine's public address to the allow-list"
        "请把本机公网 IP 加入白名单",
    45_035 CLIENT_IP_NOT_REGISTERED Account NotSent "add this machine's public address to the allow-list"
        "请把本机公网 IP 加入白名单",
    45_040 MONTHLY_QUOTA Quota NotSent "the month's quota is used up"
        "当月额度已用完",
    45_052 MASS_TYPE_NOT_ALLOWED Input NotSent "this kind of message cannot be mass-sent"
        "该消息类型不能群发",
    45_056 TOO_MANY_TAGS Input NotSent "an account has 100 tags at most"
        "账号最多 100 个标签",
    45_057 TAG_TOO_FULL Input NotSent "the tag has too many followers to be deleted"
        "标签下粉丝过多，无法删除",
    45_058 SYSTEM_TAG Input NotSent "the system's tags cannot be changed"
        "系统标签不能修改",
    45_059 TOO_MANY_TAGS_ON_USER Input NotSent "a follower has 20 tags at most"
        "每位粉丝最多 20 个标签",
    45_060 MATERIAL_IN_USE Input NotSent "a menu or an automatic reply uses this material"
        "素材被菜单或自动回复引用",
    45_061 UPDATED_TOO_OFTEN Retry Nothing "changed too often; try again in a while"
        "修改过于频繁，请稍后再试",
    45_062 AGREEMENT_AD Input NotSent "an article with agreed advertising cannot be sent through the API; send it in the console"
        "含互选广告的文章不能通过接口群发；请在公众平台发表",
    45_064 MENU_NOT_LINKED Input NotSent "the mini program is not linked to the account"
        "小程序未与公众号关联",
    45_065 CLIENTMSGID_EXIST Accepted Accepted "this send was accepted before; follow its msg_id"
        "该群发此前已被受理；请跟踪其 msg_id",
    45_066 CLIENTMSGID_TOO_FAST Unknown Nothing "wait a minute and run the same command again; it never sends twice"
        "请等待一分钟后运行同一条命令，不会重复群发",
    45_067 CLIENTMSGID_TOO_LONG Input RefusesBytes "a defect of wxmass: the key is too long; please report it"
        "wxmass 自身的缺陷（clientmsgid 过长），请反馈",
    45_074 MATERIAL_LIST_FULL Account NotSent "the material library is full; delete old material: `wxmass library --type image --unused --older-than 90d --delete`, and old drafts: `wxmass drafts --older-than 90d --delete`"
        "素材库已满，请删除旧素材：`wxmass library --type image --unused --older-than 90d --delete`，以及旧草稿：`wxmass drafts --older-than 90d --delete`",
    45_083 SPEED_RANGE Input NotSent "the speed is 0 to 4"
        "速度取值为 0 至 4",
    45_084 SPEED_MISSING Input NotSent "the speed is missing"
        "缺少速度参数",
    45_085 SPEED_SERVER Retry Nothing "WeChat could not set the speed; try again"
        "微信未能设置速度，请重试",
    45_086 MINI_PROGRAM_NOT_LINKED Input NotSent "link the mini program to the account first"
        "请先将小程序与公众号关联",
    45_093 NO_QUOTA_TO_SEND Quota NotSent "no quota is left for this message"
        "该消息的发送额度已用完",
    45_101 UPLOAD_LIMIT Quota NotSent "too many uploads; wait"
        "上传次数达到上限，请等待",
    45_102 API_BLOCKED Quota NotSent "WeChat has blocked this call for a while; wait"
        "该接口被暂时封禁，请等待",
    45_103 API_UNSUPPORTED Gone NotSent "WeChat has withdrawn this call; use `route = \"draft\"` or `wxmass add-draft`"
        "微信已下线该接口；请改用 `route = \"draft\"` 或 `wxmass add-draft`",
    45_104 DOMAIN_QUOTA Quota NotSent "this host's quota is used up; wait"
        "该域名的额度已用完，请等待",
    45_106 API_WITHDRAWN Gone NotSent "WeChat has withdrawn this call; use `route = \"draft\"` or `wxmass add-draft`"
        "微信已下线该接口；请改用 `route = \"draft\"` 或 `wxmass add-draft`",
    45_110 AUTHOR_TOO_LONG Input NotSent "shorten the author (8 Chinese or 16 Latin characters)"
        "请缩短作者（8 个汉字或 16 个字母以内）",
    45_113 CARDS_WITHDRAWN Gone NotSent "WeChat no longer sends goods messages and cards; send another kind of message"
        "微信已不再支持商品消息和卡券；请改发其他类型的消息",
    45_157 INVALID_TAG_NAME Input NotSent "the tag's name is not allowed or exists already"
        "标签名无效或已存在",
    45_158 TAG_NAME_TOO_LONG Input NotSent "shorten the tag's name (30 characters)"
        "请缩短标签名（30 字符以内）",
    45_159 INVALID_TAG_ID Input NotSent "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    45_161 VIDEO_NOT_FROM_UPLOAD Input NotSent "the video must come from `media/uploadvideo`; use `--video` with an uploaded video"
        "视频 ID 须由 `media/uploadvideo` 生成",
    45_162 INVALID_TYPE Input NotSent "the account may not send this type"
        "该账号不能发送此类型",
    45_166 INVALID_CONTENT Input NotSent "the article holds a forbidden tag, an unlinked mini program card or a bad link; see `wxmass check`"
        "正文含禁用标签、未关联的小程序卡片或问题链接；请运行 `wxmass check`",
    45_168 KEYWORD_BLACKLIST Input NotSent "a word is on WeChat's blacklist; change it"
        "含有被屏蔽的关键词，请修改",
    45_169 TAGGING_IN_PARALLEL Retry Nothing "two changes of one follower's tags met; make them one after the other"
        "同一粉丝的两次标签修改相互冲突；请依次执行",
    45_171 SOME_NOT_TAGGED Retry Nothing "some of the openids failed and the others are done; repeat the call with the failed ones only"
        "部分 openid 失败，其余已完成；请只用失败的 openid 重试",
    45_501 API_BLOCKED_BY_SUPERVISOR Account NotSent "the call was blocked by a supervisor; see the console"
        "该接口被监管封禁，请查看公众平台",
}
