//! WeChat's errcodes: what each means for a run, and what to do about it, in English and Chinese.
//!
//! The one table of numbers in the house; the sandbox answers with the same numbers. WeChat's own text is never replaced,
//! ours stands beside it. Source: the vendor's global return-code table and the pages named in `wechat-api.md` 8.

/// What an errcode means for the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Try again soon; nothing was done.
    Retry,
    /// A new token, then once more; nothing was done.
    Token,
    /// Wait until the quota returns.
    Quota,
    /// Fix what was given.
    Input,
    /// Fix the account.
    Account,
    /// It was accepted earlier.
    Accepted,
    /// It may or may not have been done.
    Unknown,
    /// The call is withdrawn; use another one.
    Gone,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub code: i64,
    pub class: Class,
    /// What to do now: English, Chinese.
    pub advice: [&'static str; 2],
}

/// What is known of a code. A code of which nothing is known is treated as a refusal of the input.
pub fn entry(code: i64) -> Option<&'static Entry> {
    TABLE
        .binary_search_by_key(&code, |entry| entry.code)
        .ok()
        .map(|index| &TABLE[index])
}

/// The class of a code.
pub fn class(code: i64) -> Class {
    entry(code).map_or(Class::Input, |entry| entry.class)
}

/// Whether WeChat refused the token, which it does before it looks at anything else.
pub fn is_refused_token(code: i64) -> bool {
    matches!(
        code,
        INVALID_CREDENTIAL | INVALID_ACCESS_TOKEN | ACCESS_TOKEN_EXPIRED
    )
}

macro_rules! table {
    ($($code:literal $name:ident $class:ident $english:literal $chinese:literal,)*) => {
        $(pub const $name: i64 = $code;)*

        const TABLE: &[Entry] = &[
            $(Entry { code: $code, class: Class::$class, advice: [$english, $chinese] },)*
        ];
    };
}

table! {
    -1 SYSTEM_BUSY Unknown "WeChat is busy; wxmass has tried again. Run the same command in a few minutes"
        "微信系统繁忙，已经重试过；过几分钟再运行同一条命令",
    40_001 INVALID_CREDENTIAL Token "another program renews this account's token, or the secret does not belong to the appid; use stable_token everywhere and check the secret"
        "别的程序刷新了该账号的 token，或 AppSecret 与 AppID 不匹配；请统一使用 stable_token 并核对密钥",
    40_002 INVALID_GRANT_TYPE Input "a defect of wxmass; please report it with the rid"
        "wxmass 自身的缺陷，请附上 rid 反馈",
    40_003 INVALID_OPENID Input "the openid does not follow this account or belongs to another account"
        "该 openid 未关注本账号，或属于其他账号",
    40_004 INVALID_MEDIA_TYPE Input "the media type is wrong, or the cover is of the wrong kind for this route"
        "媒体类型不对，或封面种类与所用接口不符",
    40_005 INVALID_FILE_TYPE Input "this file format is not allowed here; pictures are JPEG or PNG, voices MP3, WMA, WAV or AMR, videos MP4, each with its own extension"
        "此处不接受该文件格式；图片用 JPEG 或 PNG，语音用 MP3、WMA、WAV 或 AMR，视频用 MP4，扩展名须相符",
    40_006 INVALID_MEDIA_SIZE Input "the file is too large (thumbs: 64 KB) or empty"
        "文件过大（缩略图上限 64 KB）或为空",
    40_007 INVALID_MEDIA_ID Input "the id has expired (3 days), was deleted, belongs to another account, is a draft that was sent, or is of the wrong kind (temporary or permanent)"
        "该 ID 已过期（3 天）、已删除、属于其他账号、是已群发的草稿，或种类不符（临时/永久）",
    40_008 INVALID_MESSAGE_TYPE Input "this kind of message is not allowed here"
        "此处不允许这种消息类型",
    40_009 INVALID_IMAGE_SIZE Input "make the picture smaller (under 1 MB in articles)"
        "请缩小图片（正文图片须小于 1 MB）",
    40_010 INVALID_VOICE_SIZE Input "make the recording smaller (2 MB, 60 seconds)"
        "请缩小语音（2 MB、60 秒以内）",
    40_011 INVALID_VIDEO_SIZE Input "make the video smaller (10 MB)"
        "请缩小视频（10 MB 以内）",
    40_012 INVALID_THUMB_SIZE Input "make the thumb smaller (64 KB, JPEG)"
        "请缩小缩略图（64 KB 以内的 JPEG）",
    40_013 INVALID_APPID Account "check the appid; case matters"
        "请核对 AppID，区分大小写",
    40_014 INVALID_ACCESS_TOKEN Token "the token is not valid; run `wxmass token --refresh`"
        "token 无效；请运行 `wxmass token --refresh`",
    40_031 INVALID_OPENID_LIST Input "the list holds ids that are not followers of this account"
        "列表中含有非本账号粉丝的 openid",
    40_032 INVALID_OPENID_LIST_SIZE Input "a list holds 2 to 10,000 openids"
        "每批须为 2 至 10,000 个 openid",
    40_033 INVALID_CHARSET Input "a defect of wxmass: the body was escaped; please report it"
        "wxmass 自身的缺陷（请求体被转义），请反馈",
    40_035 INVALID_ARGS Input "an argument is not valid; check ids and options"
        "参数无效，请检查 ID 与选项",
    40_038 INVALID_PACKAGING Input "the body is not the JSON that WeChat expects"
        "请求体不是微信要求的 JSON",
    40_039 INVALID_URL_SIZE Input "a link is too long"
        "链接过长",
    40_048 INVALID_URL_DOMAIN Input "a link goes to a host that is not allowed"
        "链接域名不被允许",
    40_050 INVALID_GROUP_ID Input "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    40_059 INVALID_MSG_ID Input "not a send of this account by API, or not known yet; try again later"
        "不是本账号通过接口的群发，或尚未可查；请稍后再试",
    40_060 INVALID_ARTICLE_INDEX Input "articles are counted from 1"
        "文章序号从 1 开始",
    40_062 INVALID_TITLE_SIZE Input "shorten the title"
        "请缩短标题",
    40_063 INVALID_MESSAGE_EXT_SIZE Input "the message is too long"
        "消息过长",
    40_065 INVALID_MSG_STATUS Input "only finished sends can be deleted"
        "只能删除已发送成功的群发",
    40_066 INVALID_URL Input "texts may not hold links to other sites; remove the link"
        "文本群发不允许外部链接，请删除链接",
    40_068 MALICIOUS_URL Input "WeChat holds a link for malicious; remove it"
        "链接被判为恶意，请删除",
    40_073 INVALID_CARD_ID Input "check the card's id"
        "请核对卡券 ID",
    40_080 INVALID_CARD_EXT Input "check the card's data"
        "请核对卡券数据",
    40_097 INVALID_ARGUMENT Input "an argument is not valid; check ids and options"
        "参数无效，请检查 ID 与选项",
    40_113 UNSUPPORTED_FILE_TYPE Input "save the file as an ordinary JPEG or PNG"
        "请另存为普通 JPEG 或 PNG",
    40_118 INVALID_MEDIA_ID_SIZE Input "the media id is not one of WeChat's"
        "media_id 长度不对",
    40_121 INVALID_MEDIA_ID_TYPE Input "the media id is of the wrong kind"
        "media_id 类型不对",
    40_125 INVALID_APPSECRET Account "copy the secret again; was it reset in the console?"
        "请重新复制 AppSecret；是否在后台重置过？",
    40_128 MEDIA_ID_NOT_FROM_MATERIAL Input "upload the file as permanent material (`wxmass add-material`)"
        "请作为永久素材上传（`wxmass add-material`）",
    40_130 TOO_FEW_OPENIDS Input "fewer than two usable openids remain; for a single person use `wxmass preview`"
        "可用的 openid 不足两个；发给单人请用 `wxmass preview`",
    40_132 INVALID_USERNAME Input "no such WeChat id; preview by openid instead"
        "微信号无效；请改用 openid 预览",
    40_137 INVALID_IMAGE_FORMAT Input "save the picture as an ordinary JPEG or PNG of at most a few thousand pixels a side"
        "请另存为普通 JPEG 或 PNG，边长不超过几千像素",
    40_152 INVALID_GROUP Input "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    40_155 FOREIGN_HOME_LINK Input "remove the link to another account's home page"
        "请删除其他公众号主页的链接",
    40_160 INVALID_IMAGE_FILE Input "save the picture as an ordinary JPEG or PNG"
        "请另存为普通 JPEG 或 PNG",
    40_164 INVALID_IP Account "add the address in the message to the allow-list (console: Settings and development, Basic configuration) and wait five minutes"
        "请把消息中的 IP 加入白名单（公众平台：设置与开发 → 基本配置），约五分钟后生效",
    40_191 INVALID_PIC_URL Input "a picture's address is not valid"
        "图片地址无效",
    40_192 INVALID_NEWS_AUTHOR Input "the author is not valid"
        "作者字段无效",
    40_193 RECOMMEND_TOO_LONG Input "shorten the words beside the pictures"
        "请缩短图片推荐语",
    40_194 RECOMMEND_ILLEGAL Input "change the words beside the pictures"
        "请修改图片推荐语",
    40_201 CHECK_BAD_URL Input "the callback address cannot be checked"
        "回调地址无法检测",
    40_202 CHECK_BAD_ACTION Input "the check's action is dns, ping or all"
        "检测动作只能是 dns、ping 或 all",
    40_203 CHECK_BAD_OPERATOR Input "the check's operator is not known"
        "检测运营商参数无效",
    40_204 CANNOT_DELETE_ARTICLE Input "this article can be deleted in the console alone"
        "该文章只能在公众平台后台删除",
    40_213 INVALID_HREF_TAG Input "a link in the text is not well formed"
        "文本中的链接标签有误",
    40_214 INVALID_HREF_TEXT Input "a link's text is not allowed"
        "链接文字不被允许",
    40_215 INVALID_IMAGE_COUNT Input "a message holds 1 to 20 pictures"
        "一条消息可含 1 至 20 张图片",
    40_216 INVALID_DESCRIPTION Input "the description is not allowed"
        "描述不被允许",
    40_221 INVALID_COMPRESSION Input "a defect of wxmass: the request was compressed; please report it"
        "wxmass 自身的缺陷（请求被压缩），请反馈",
    40_222 INVALID_IDC_DOMAIN Account "use the general host https://api.weixin.qq.com"
        "请使用通用域名 https://api.weixin.qq.com",
    40_229 EMPTY_COVER Input "the article has no cover"
        "文章缺少封面",
    40_243 APPSECRET_FROZEN Account "thaw the AppSecret in the console; it takes about ten minutes"
        "请在公众平台解冻 AppSecret，约十分钟生效",
    41_001 ACCESS_TOKEN_MISSING Token "the stored token was empty; run `wxmass token --refresh`"
        "缓存的 token 为空；请运行 `wxmass token --refresh`",
    41_002 APPID_MISSING Account "set WXMASS_APPID or a profile"
        "请设置 WXMASS_APPID 或账号配置",
    41_004 APPSECRET_MISSING Account "set WXMASS_SECRET or a profile"
        "请设置 WXMASS_SECRET 或账号配置",
    41_005 MEDIA_DATA_MISSING Input "the file is empty, or has no name with an extension"
        "文件为空，或文件名缺少扩展名",
    41_006 MEDIA_ID_MISSING Input "give the media id"
        "请提供 media_id",
    41_009 OPENID_MISSING Input "give the openid"
        "请提供 openid",
    41_011 FIELDS_MISSING Input "a required field is missing"
        "缺少必填字段",
    42_001 ACCESS_TOKEN_EXPIRED Token "the token is over; run the same command again"
        "token 已过期；请再次运行同一条命令",
    42_007 AUTHORISATION_GONE Account "the password was changed and the authorisation is gone; authorise again"
        "密码已修改，授权失效；请重新授权",
    43_001 NEEDS_GET Input "a defect of wxmass; please report it"
        "wxmass 自身的缺陷，请反馈",
    43_002 NEEDS_POST Input "a defect of wxmass; please report it"
        "wxmass 自身的缺陷，请反馈",
    43_003 NEEDS_HTTPS Input "use an https:// API base"
        "请使用 https:// 的接口地址",
    43_004 MUST_FOLLOW Input "the receiver does not follow the account"
        "接收者未关注本账号",
    43_019 RECEIVER_BLACKLISTED Input "the receiver is on the account's blacklist"
        "接收者在黑名单中",
    44_001 EMPTY_MEDIA Input "the file arrived empty"
        "文件内容为空",
    44_002 EMPTY_POST Input "a defect of wxmass: the body was empty; please report it"
        "wxmass 自身的缺陷（请求体为空），请反馈",
    44_003 EMPTY_NEWS Input "the news is empty, or `articles` is nested wrongly"
        "图文为空，或 `articles` 层级有误",
    44_004 EMPTY_CONTENT Input "the article's content is empty"
        "文章正文为空",
    44_005 EMPTY_LIST Input "the list is empty"
        "列表为空",
    44_006 EMPTY_FILE Input "the file is empty"
        "文件为空",
    45_001 MEDIA_TOO_LARGE Input "the file is too large for this call"
        "文件超过该接口的大小限制",
    45_002 CONTENT_TOO_LONG Input "shorten the article (under 20,000 characters with all tags) or the text"
        "请缩短正文（含标签须少于 20,000 字符）或文本",
    45_003 TITLE_TOO_LONG Input "shorten the title (32 characters)"
        "请缩短标题（32 字以内）",
    45_004 DIGEST_TOO_LONG Input "shorten the digest (120 characters)"
        "请缩短摘要（120 字以内）",
    45_005 URL_TOO_LONG Input "shorten the link (1,024 bytes)"
        "请缩短链接（1,024 字节以内）",
    45_006 PICTURE_URL_TOO_LONG Input "a picture's address is too long"
        "图片地址过长",
    45_007 VOICE_TOO_LONG Input "recordings last 60 seconds at most"
        "语音最长 60 秒",
    45_008 TOO_MANY_ARTICLES Input "a news holds 8 articles at most"
        "图文最多 8 篇",
    45_009 DAILY_QUOTA Quota "the call's quota of this Beijing day is used up"
        "该接口当日（北京时间）额度已用完",
    45_011 MINUTE_QUOTA Quota "too many calls in a minute; wait a minute"
        "调用过于频繁，请等待一分钟",
    45_019 TOO_MANY_OPENIDS Input "a batch holds 10,000 openids at most"
        "每批最多 10,000 个 openid",
    45_020 TOO_MANY_IMAGES Input "a message holds 20 pictures at most"
        "一条消息最多 20 张图片",
    45_021 ARGUMENT_TOO_LONG Input "an argument is too long"
        "参数过长",
    45_028 NO_MASS_QUOTA Quota "the account's mass sends are used up: a subscription account has one a day, a service account four a month; the console counts too"
        "群发次数已用完：订阅号每天 1 次，服务号每月 4 次，后台群发一并计算",
    45_032 IP_NOT_REGISTERED Account "add this machine's public address to the allow-list"
        "请把本机公网 IP 加入白名单",
    45_035 CLIENT_IP_NOT_REGISTERED Account "add this machine's public address to the allow-list"
        "请把本机公网 IP 加入白名单",
    45_040 MONTHLY_QUOTA Quota "the month's quota is used up"
        "当月额度已用完",
    45_052 MASS_TYPE_NOT_ALLOWED Input "this kind of message cannot be mass-sent"
        "该消息类型不能群发",
    45_056 TOO_MANY_TAGS Input "an account has 100 tags at most"
        "账号最多 100 个标签",
    45_057 TAG_TOO_FULL Input "the tag has too many followers to be deleted"
        "标签下粉丝过多，无法删除",
    45_058 SYSTEM_TAG Input "the system's tags cannot be changed"
        "系统标签不能修改",
    45_059 TOO_MANY_TAGS_ON_USER Input "a follower has 20 tags at most"
        "每位粉丝最多 20 个标签",
    45_060 MATERIAL_IN_USE Input "a menu or an automatic reply uses this material"
        "素材被菜单或自动回复引用",
    45_061 UPDATED_TOO_OFTEN Retry "changed too often; try again in a while"
        "修改过于频繁，请稍后再试",
    45_064 MENU_NOT_LINKED Input "the mini program is not linked to the account"
        "小程序未与公众号关联",
    45_065 CLIENTMSGID_EXIST Accepted "this send was accepted before; follow its msg_id"
        "该群发此前已被受理；请跟踪其 msg_id",
    45_066 CLIENTMSGID_TOO_FAST Unknown "wait a minute and run the same command again; it never sends twice"
        "请等待一分钟后运行同一条命令，不会重复群发",
    45_067 CLIENTMSGID_TOO_LONG Input "a defect of wxmass: the key is too long; please report it"
        "wxmass 自身的缺陷（clientmsgid 过长），请反馈",
    45_074 MATERIAL_LIST_FULL Account "the material library is full; delete old material"
        "素材库已满，请删除旧素材",
    45_083 SPEED_RANGE Input "the speed is 0 to 4"
        "速度取值为 0 至 4",
    45_084 SPEED_MISSING Input "the speed is missing"
        "缺少速度参数",
    45_085 SPEED_SERVER Retry "WeChat could not set the speed; try again"
        "微信未能设置速度，请重试",
    45_086 MINI_PROGRAM_NOT_LINKED Input "link the mini program to the account first"
        "请先将小程序与公众号关联",
    45_093 NO_QUOTA_TO_SEND Quota "no quota is left for this message"
        "该消息的发送额度已用完",
    45_101 UPLOAD_LIMIT Quota "too many uploads; wait"
        "上传次数达到上限，请等待",
    45_102 API_BLOCKED Quota "WeChat has blocked this call for a while; wait"
        "该接口被暂时封禁，请等待",
    45_103 API_UNSUPPORTED Gone "WeChat has withdrawn this call; use `route = \"draft\"` or `wxmass add-draft`"
        "微信已下线该接口；请改用 `route = \"draft\"` 或 `wxmass add-draft`",
    45_104 DOMAIN_QUOTA Quota "this host's quota is used up; wait"
        "该域名的额度已用完，请等待",
    45_110 AUTHOR_TOO_LONG Input "shorten the author (8 Chinese or 16 Latin characters)"
        "请缩短作者（8 个汉字或 16 个字母以内）",
    45_157 INVALID_TAG_NAME Input "the tag's name is not allowed or exists already"
        "标签名无效或已存在",
    45_158 TAG_NAME_TOO_LONG Input "shorten the tag's name (30 characters)"
        "请缩短标签名（30 字符以内）",
    45_159 INVALID_TAG_ID Input "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    45_161 VIDEO_NOT_FROM_UPLOAD Input "the video must come from `media/uploadvideo`; use `--video` with an uploaded video"
        "视频 ID 须由 `media/uploadvideo` 生成",
    45_162 INVALID_TYPE Input "the account may not send this type"
        "该账号不能发送此类型",
    45_166 INVALID_CONTENT Input "the article holds a forbidden tag, an unlinked mini program card or a bad link; see `wxmass check`"
        "正文含禁用标签、未关联的小程序卡片或问题链接；请运行 `wxmass check`",
    45_168 KEYWORD_BLACKLIST Input "a word is on WeChat's blacklist; change it"
        "含有被屏蔽的关键词，请修改",
    45_501 API_BLOCKED_BY_SUPERVISOR Account "the call was blocked by a supervisor; see the console"
        "该接口被监管封禁，请查看公众平台",
    46_001 NO_SUCH_MEDIA Input "the media does not exist"
        "媒体不存在",
    46_003 NO_SUCH_MENU Input "the menu does not exist"
        "菜单不存在",
    46_004 NO_SUCH_USER Input "the user does not exist"
        "用户不存在",
    46_007 TRANSCODING Retry "the video is being transcoded; try again in a few minutes"
        "视频正在转码，请几分钟后再试",
    47_001 DATA_FORMAT Input "the JSON is broken, or has a list where an object belongs"
        "JSON 有误，或层级类型不符",
    47_002 JSON_ESCAPES Input "a defect of wxmass: the JSON was escaped; please report it"
        "wxmass 自身的缺陷（JSON 被转义），请反馈",
    48_001 API_UNAUTHORIZED Account "the account's kind or verification does not allow this call (mass sends: verified accounts; lists of openids: verified service accounts); has the verification lapsed?"
        "账号类型或认证状态不允许此接口（群发须已认证；按 openid 群发须认证服务号）；认证是否过期？",
    48_002 USER_BLOCKS Input "the receiver blocks messages; preview to someone else"
        "接收者拒收消息，请换人预览",
    48_003 PROTOCOL_NOT_AGREED Account "accept the mass-send agreement in the console once"
        "请先在公众平台同意群发协议",
    48_004 API_FORBIDDEN Account "the call is forbidden for irregularities; see the console"
        "接口因违规被封禁，请查看公众平台",
    48_005 MATERIAL_USED Input "a menu or an automatic reply uses this material"
        "素材被菜单或自动回复引用",
    48_006 CLEAR_QUOTA_USED Quota "clearing quotas is used up: ten a month"
        "清零次数已用完：每月 10 次",
    48_008 NO_PERMISSION_FOR_TYPE Account "the account may not send this kind of message"
        "账号无权发送该类型消息",
    48_009 API_EXPIRED Gone "this call no longer exists"
        "该接口已失效",
    48_010 MATERIAL_LOCKED Input "this material cannot be changed"
        "该素材不能修改",
    48_013 VIDEO_NOT_NEW Input "upload the video again"
        "请重新上传视频",
    48_014 VIDEO_REVIEW Input "the video did not pass review"
        "视频未通过审核",
    48_015 NO_COMMENTS Input "the account has no comments; set comments = \"off\""
        "账号未开通留言；请设置 comments = \"off\"",
    49_003 OPENID_MISMATCH Input "the openid belongs to another account"
        "openid 属于其他账号",
    50_001 USER_UNAUTHORISED Account "the user has not authorised this"
        "用户未授权",
    50_002 USER_LIMITED Account "the account is restricted; see the console"
        "账号受限，请查看公众平台",
    50_004 TOKEN_USE_FORBIDDEN Account "the account may not use tokens, perhaps as a punishment; see the console"
        "账号被禁止使用 token，可能因处罚；请查看公众平台",
    50_005 NOT_FOLLOWING Input "the receiver does not follow the account"
        "接收者未关注",
    50_007 ACCOUNT_FROZEN Account "the account is frozen; see the console"
        "账号已冻结，请查看公众平台",
    53_404 GOODS_RESTRICTED Account "the account's goods are restricted"
        "账号商品功能受限",
    53_405 GOODS_WRONG Input "the goods' data are wrong"
        "商品信息有误",
    53_406 GOODS_NOT_OPENED Account "the account has not opened goods"
        "账号未开通商品功能",
    53_500 PUBLISH_BANNED Account "publishing is banned for this account"
        "发布功能被封禁",
    53_501 PUBLISH_TOO_OFTEN Quota "publishing too often; wait"
        "发布过于频繁，请等待",
    53_502 BAD_PUBLISH_ID Input "no such publish id"
        "发布 ID 无效",
    53_503 DRAFT_FAILS_CHECK Input "the draft did not pass the publish check"
        "草稿未通过发布检查",
    53_504 CONSOLE_ONLY Input "this must be done in the console"
        "须在公众平台操作",
    53_505 SAVE_BY_HAND Input "save the draft by hand in the console first"
        "请先在公众平台手动保存",
    53_600 BAD_ARTICLE_ID Input "no such article id"
        "文章 ID 无效",
    61_004 IP_NOT_IN_LIST Account "add this machine's public address to the allow-list and wait five minutes"
        "请把本机公网 IP 加入白名单，约五分钟后生效",
    61_007 COMPONENT_NO_PERMISSION Account "the third-party platform was not given this permission"
        "第三方平台未获得此权限",
    61_024 COMPONENT_TOKEN Account "the appid is that of a third-party platform; use an account's own"
        "该 AppID 属于第三方平台，请使用公众号自己的 AppID",
    76_001 RID_NOT_FOUND Input "the rid is older than seven days"
        "rid 已超过七天",
    76_002 RID_ERROR Input "no such rid"
        "rid 无效",
    76_003 RID_NO_PERMISSION Input "the rid or path belongs to another account or is not well formed"
        "rid 或路径无权查询或格式有误",
    76_021 QUOTA_PATH_NOT_FOUND Input "WeChat knows no such call"
        "接口路径不存在",
    76_022 QUOTA_NO_PERMISSION Input "the account may not ask for this call's quota"
        "无权查询该接口额度",
    87_014 RISKY_CONTENT Input "WeChat holds the content for risky; change it"
        "内容存在风险，请修改",
    88_000 NO_COMMENT_PERMISSION Input "the account has no comments; set comments = \"off\""
        "账号未开通留言；请设置 comments = \"off\"",
    88_002 LIMITED_FOR_SAFETY Input "limited for safety; try later"
        "出于安全被限制，请稍后再试",
    89_501 CONFIRMATION_PENDING Account "the administrator has a request to confirm calls from this address; run again afterwards"
        "管理员有待确认的 IP 调用请求；确认后再运行",
    89_502 CONFIRMATION_SENT Account "a message went to the administrator to confirm calls from this address; run again afterwards"
        "已通知管理员确认该 IP 的调用；确认后再运行",
    89_503 CONFIRMATION_NEEDED Account "the administrator must confirm calls from this address; run again afterwards"
        "须由管理员确认该 IP 的调用；确认后再运行",
    89_504 CONFIRMATION_WAITING Account "the administrator's confirmation is awaited; run again afterwards"
        "正在等待管理员确认；确认后再运行",
    89_505 CONFIRMATION_OPEN Account "the administrator's confirmation is awaited; run again afterwards"
        "正在等待管理员确认；确认后再运行",
    89_506 ADDRESS_REFUSED_DAY Account "the administrator refused this address; wait 24 hours and talk to them"
        "管理员拒绝了该 IP；请 24 小时后再试并与管理员沟通",
    89_507 ADDRESS_REFUSED_HOUR Account "the administrator refused this address; wait an hour and talk to them"
        "管理员拒绝了该 IP；请一小时后再试并与管理员沟通",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_repeats_and_every_advice_is_there_twice() {
        assert!(TABLE.is_sorted_by(|one, next| one.code < next.code));
        for entry in TABLE {
            assert!(
                entry.advice.iter().all(|words| !words.trim().is_empty()),
                "{}",
                entry.code
            );
            assert!(
                !entry.advice[1].is_ascii(),
                "{} has no Chinese advice",
                entry.code
            );
        }
    }

    #[test]
    fn every_code_of_the_documentation_is_known() {
        // The first column of `wechat-api.md` 8.
        let documented = [
            40_001, 40_002, 40_003, 40_004, 40_005, 40_006, 40_007, 40_008, 40_009, 40_010, 40_011,
            40_012, 40_013, 40_014, 40_031, 40_032, 40_033, 40_035, 40_038, 40_039, 40_048, 40_050,
            40_059, 40_060, 40_062, 40_063, 40_065, 40_066, 40_068, 40_073, 40_080, 40_097, 40_113,
            40_118, 40_121, 40_125, 40_128, 40_130, 40_132, 40_137, 40_152, 40_155, 40_160, 40_164,
            40_191, 40_192, 40_193, 40_194, 40_204, 40_213, 40_214, 40_215, 40_216, 40_222, 40_229,
            40_243, 41_001, 41_002, 41_004, 41_005, 41_006, 41_009, 41_011, 42_001, 42_007, 43_001,
            43_002, 43_003, 43_004, 43_019, 44_001, 44_002, 44_003, 44_004, 44_005, 44_006, 45_001,
            45_002, 45_003, 45_004, 45_005, 45_006, 45_007, 45_008, 45_009, 45_011, 45_019, 45_020,
            45_021, 45_028, 45_032, 45_035, 45_040, 45_052, 45_056, 45_057, 45_058, 45_059, 45_060,
            45_061, 45_064, 45_065, 45_066, 45_067, 45_074, 45_083, 45_084, 45_085, 45_086, 45_093,
            45_101, 45_102, 45_103, 45_104, 45_110, 45_157, 45_158, 45_159, 45_161, 45_162, 45_166,
            45_168, 45_501, 46_001, 46_003, 46_004, 46_007, 47_001, 47_002, 48_001, 48_002, 48_003,
            48_004, 48_005, 48_006, 48_008, 48_009, 48_010, 48_013, 48_014, 48_015, 49_003, 50_001,
            50_002, 50_004, 50_005, 50_007, 53_404, 53_405, 53_406, 53_500, 53_501, 53_502, 53_503,
            53_504, 53_505, 53_600, 61_004, 61_007, 61_024, 76_001, 76_002, 76_003, 76_021, 76_022,
            87_014, 88_000, 88_002, 89_501, 89_502, 89_503, 89_504, 89_505, 89_506, 89_507,
        ];
        for code in documented {
            assert!(entry(code).is_some(), "{code}");
        }
    }
}
