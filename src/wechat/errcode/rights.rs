//! Codes from 46000: missing things, permissions, publishing, statistics, the administrator's word, a busy service.
//!
//! Refuses nothing: a code that is not here is in one of the other two tables, or unlisted.

use super::{Class, Entry, Proof, rows};

rows! {
    46_001 NO_SUCH_MEDIA Input NotSent "the media does not exist"
        "媒体不存在",
    46_003 NO_SUCH_MENU Input NotSent "the menu does not exist"
        "菜单不存在",
    46_004 NO_SUCH_USER Input NotSent "the user does not exist"
        "用户不存在",
    46_007 TRANSCODING Retry NotSent "the video is being transcoded; try again in a few minutes"
        "视频正在转码，请几分钟后再试",
    47_001 DATA_FORMAT Input RefusesBytes "the JSON is broken, or has a list where an object belongs"
        "JSON 有误，或层级类型不符",
    47_002 JSON_ESCAPES Input RefusesBytes "a defect of wxmass: the JSON was escaped; please report it"
        "wxmass 自身的缺陷（JSON 被转义），请反馈",
    47_009 API_OFFLINE Gone NotSent "this call has been withdrawn; use the statistics calls of 2025"
        "该接口已下线；请使用 2025 年起的新统计接口",
    48_001 API_UNAUTHORIZED Account NotSent "the account's kind or verification does not allow this call (mass sends: verified accounts; lists of openids: verified service accounts); has the verification lapsed?"
        "账号类型或认证状态不允许此接口（群发须已认证；按 openid 群发须认证服务号）；认证是否过期？",
    48_002 USER_BLOCKS Input NotSent "the receiver blocks messages; preview to someone else"
        "接收者拒收消息，请换人预览",
    48_003 PROTOCOL_NOT_AGREED Account NotSent "accept the mass-send agreement in the console once"
        "请先在公众平台同意群发协议",
    48_004 API_FORBIDDEN Account NotSent "the call is forbidden for irregularities; see the console"
        "接口因违规被封禁，请查看公众平台",
    48_005 MATERIAL_USED Input NotSent "a menu or an automatic reply uses this material"
        "素材被菜单或自动回复引用",
    48_006 CLEAR_QUOTA_USED Quota NotSent "clearing quotas is used up: ten a month"
        "清零次数已用完：每月 10 次",
    48_008 NO_PERMISSION_FOR_TYPE Account NotSent "the account may not send this kind of message"
        "账号无权发送该类型消息",
    48_009 API_EXPIRED Gone NotSent "this call no longer exists"
        "该接口已失效",
    48_010 MATERIAL_LOCKED Input NotSent "this material cannot be changed"
        "该素材不能修改",
    48_013 VIDEO_NOT_NEW Input NotSent "upload the video again"
        "请重新上传视频",
    48_014 VIDEO_REVIEW Input NotSent "the video did not pass review"
        "视频未通过审核",
    48_015 NO_COMMENTS Input NotSent "the account has no comments; set comments = \"off\""
        "账号未开通留言；请设置 comments = \"off\"",
    48_021 DRAFT_AUTOSAVED Input NotSent "the draft was saved last by the console's autosave; open it in the console, save it by hand and send again"
        "该草稿最近一次由后台自动保存；请在公众平台打开并手动保存后再发送",
    48_022 API_VIDEO_NOT_SENDABLE Input NotSent "a video that was uploaded through the API may not be sent through the API; upload it in the console and send it with `--video ID`, or put it into an article there"
        "通过接口上传的视频不能通过接口群发；请在公众平台上传后用 `--video ID` 发送，或在后台把视频放进图文",
    49_003 OPENID_MISMATCH Input NotSent "the openid belongs to another account"
        "openid 属于其他账号",
    50_001 USER_UNAUTHORISED Account NotSent "the user has not authorised this"
        "用户未授权",
    50_002 USER_LIMITED Account NotSent "the account is restricted; see the console"
        "账号受限，请查看公众平台",
    50_004 TOKEN_USE_FORBIDDEN Account NotSent "the account may not use tokens, perhaps as a punishment; see the console"
        "账号被禁止使用 token，可能因处罚；请查看公众平台",
    50_005 NOT_FOLLOWING Input NotSent "the receiver does not follow the account"
        "接收者未关注",
    50_007 ACCOUNT_FROZEN Account NotSent "the account is frozen, migrated or closed; see the console"
        "账号已冻结、迁移或注销，请查看公众平台",
    53_404 GOODS_RESTRICTED Account NotSent "the account's goods are restricted"
        "账号商品功能受限",
    53_405 GOODS_WRONG Input NotSent "the goods' data are wrong"
        "商品信息有误",
    53_406 GOODS_NOT_OPENED Account NotSent "the account has not opened goods"
        "账号未开通商品功能",
    53_500 PUBLISH_BANNED Account NotSent "publishing is banned for this account"
        "发布功能被封禁",
    53_501 PUBLISH_TOO_OFTEN Quota NotSent "publishing too often; wait"
        "发布过于频繁，请等待",
    53_502 BAD_PUBLISH_ID Input NotSent "no such publish id"
        "发布 ID 无效",
    53_503 DRAFT_FAILS_CHECK Input NotSent "the draft did not pass the publish check"
        "草稿未通过发布检查",
    53_504 CONSOLE_ONLY Input NotSent "this must be done in the console"
        "须在公众平台操作",
    53_505 SAVE_BY_HAND Input NotSent "save the draft by hand in the console first"
        "请先在公众平台手动保存",
    53_600 BAD_ARTICLE_ID Input NotSent "no such article id"
        "文章 ID 无效",
    61_004 IP_NOT_IN_LIST Account NotSent "add this machine's public address to the allow-list and wait five minutes"
        "请把本机公网 IP 加入白名单，约五分钟后生效",
    61_007 COMPONENT_NO_PERMISSION Account NotSent "the third-party platform was not given this permission"
        "第三方平台未获得此权限",
    61_016 COMPONENT_FUNCTION Account NotSent "the third-party platform was not given the rights to this call"
        "第三方平台未获得此接口的权限",
    61_024 COMPONENT_TOKEN Account NotSent "the appid is that of a third-party platform; use an account's own"
        "该 AppID 属于第三方平台，请使用公众号自己的 AppID",
    61_500 STATISTICS_DATE Input NotSent "dates are written YYYY-MM-DD"
        "日期格式须为 YYYY-MM-DD",
    61_501 STATISTICS_RANGE Input NotSent "ask for days up to yesterday (Beijing) and from 2025-11-01 on; most of these calls take one day"
        "日期须不早于 2025-11-01、不晚于昨天（北京时间）；多数接口每次只能查一天",
    61_503 STATISTICS_NOT_READY Retry Nothing "the figures are not ready; ask again after 08:00 Beijing time"
        "数据尚未就绪；请在北京时间 8:00 以后再查",
    76_001 RID_NOT_FOUND Input NotSent "the rid is older than seven days"
        "rid 已超过七天",
    76_002 RID_ERROR Input NotSent "no such rid"
        "rid 无效",
    76_003 RID_NO_PERMISSION Input NotSent "the rid or path belongs to another account or is not well formed"
        "rid 或路径无权查询或格式有误",
    76_004 RID_MALFORMED Input NotSent "check the rid or the path; it is not well formed or not of this account"
        "请核对 rid 或接口路径：格式有误或不属于本账号",
    76_021 QUOTA_PATH_NOT_FOUND Input NotSent "WeChat knows no such call"
        "接口路径不存在",
    76_022 QUOTA_NO_PERMISSION Input NotSent "the account may not ask for this call's quota"
        "无权查询该接口额度",
    87_014 RISKY_CONTENT Input NotSent "WeChat holds the content for risky; change it"
        "内容存在风险，请修改",
    88_000 NO_COMMENT_PERMISSION Input NotSent "the account has no comments; set comments = \"off\""
        "账号未开通留言；请设置 comments = \"off\"",
    88_002 LIMITED_FOR_SAFETY Input NotSent "limited for safety; try later"
        "出于安全被限制，请稍后再试",
    89_501 CONFIRMATION_PENDING Account Nothing "the administrator was asked already to confirm calls from this address; run again after the confirmation"
        "已请管理员确认该 IP 的调用；确认后再运行",
    89_502 CONFIRMATION_SENT Account Nothing "a message went to the administrator to confirm calls from this address; run again afterwards"
        "已通知管理员确认该 IP 的调用；确认后再运行",
    89_503 CONFIRMATION_NEEDED Account Nothing "the administrator must confirm calls from this address; run again afterwards"
        "须由管理员确认该 IP 的调用；确认后再运行",
    89_504 SEND_IN_APPROVAL Pending Pending "the mass send waits for the administrator, who confirms it in WeChat within 30 minutes; run the same command again afterwards, it never sends twice"
        "群发正在等待管理员在微信中确认（30 分钟内）；确认后运行同一条命令，不会重复群发",
    89_505 SEND_AWAITS_APPROVAL Pending Pending "the mass send went to the administrator, who confirms it in WeChat within 30 minutes; run the same command again afterwards, it never sends twice"
        "群发已提交管理员，请其在微信中确认（30 分钟内）；确认后运行同一条命令，不会重复群发",
    89_506 ADDRESS_REFUSED_DAY Account NotSent "the administrator refused this address; wait 24 hours and talk to them"
        "管理员拒绝了该 IP；请 24 小时后再试并与管理员沟通",
    89_507 ADDRESS_REFUSED_HOUR Account NotSent "the administrator refused this address; wait an hour and talk to them"
        "管理员拒绝了该 IP；请一小时后再试并与管理员沟通",
    9_500_001 DELETE_BUSY Retry Nothing "WeChat is busy; run the same command again later"
        "微信系统繁忙；请稍后运行同一条命令",
    9_500_002 TOO_MANY_MASS_TASKS Unknown Nothing "WeChat is busy with other mass sends; run the same command again later, it never sends twice"
        "微信群发任务繁忙；请稍后运行同一条命令，不会重复群发",
    268_487_001 BLACKLIST_BUSY Retry Nothing "WeChat is busy; run the same command again later"
        "微信系统繁忙；请稍后运行同一条命令",
    268_487_002 FOLLOWERS_BUSY Retry Nothing "WeChat is busy; run the same command again later"
        "微信系统繁忙；请稍后运行同一条命令",
    268_488_001 MASS_BUSY Unknown Nothing "WeChat is busy; run the same command again later, it never sends twice"
        "微信系统繁忙；请稍后运行同一条命令，不会重复群发",
}
