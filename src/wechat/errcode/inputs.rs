//! Codes up to 44999: what was given, credentials and tokens.
//!
//! Refuses nothing: a code that is not here is in one of the other two tables, or unlisted.

use super::{Class, Entry, Proof, rows};

rows! {
    -1 SYSTEM_BUSY Unknown Nothing "WeChat is busy; wxmass has tried again. Run the same command in a few minutes"
        "微信系统繁忙，已经重试过；过几分钟再运行同一条命令",
    40_001 INVALID_CREDENTIAL Token NotSent "another program renews this account's token, or the secret does not belong to the appid; use stable_token everywhere and check the secret"
        "别的程序刷新了该账号的 token，或 AppSecret 与 AppID 不匹配；请统一使用 stable_token 并核对密钥",
    40_002 INVALID_GRANT_TYPE Input NotSent "a defect of wxmass; please report it with the rid"
        "wxmass 自身的缺陷，请附上 rid 反馈",
    40_003 INVALID_OPENID Input NotSent "the openid does not follow this account or belongs to another account"
        "该 openid 未关注本账号，或属于其他账号",
    40_004 INVALID_MEDIA_TYPE Input NotSent "the media type is wrong, or the cover is of the wrong kind for this route"
        "媒体类型不对，或封面种类与所用接口不符",
    40_005 INVALID_FILE_TYPE Input NotSent "this file format is not allowed here; pictures are JPEG or PNG, voices MP3, WMA, WAV or AMR, videos MP4, each with its own extension"
        "此处不接受该文件格式；图片用 JPEG 或 PNG，语音用 MP3、WMA、WAV 或 AMR，视频用 MP4，扩展名须相符",
    40_006 INVALID_MEDIA_SIZE Input NotSent "the file is too large (thumbs: 64 KB) or empty"
        "文件过大（缩略图上限 64 KB）或为空",
    40_007 INVALID_MEDIA_ID Input NotSent "the id has expired (3 days), was deleted, belongs to another account, is a draft that was sent, or is of the wrong kind (temporary or permanent)"
        "该 ID 已过期（3 天）、已删除、属于其他账号、是已群发的草稿，或种类不符（临时/永久）",
    40_008 INVALID_MESSAGE_TYPE Input RefusesBytes "this kind of message is not allowed here"
        "此处不允许这种消息类型",
    40_009 INVALID_IMAGE_SIZE Input NotSent "make the picture smaller (under 1 MB in articles)"
        "请缩小图片（正文图片须小于 1 MB）",
    40_010 INVALID_VOICE_SIZE Input NotSent "make the recording smaller (2 MB, 60 seconds)"
        "请缩小语音（2 MB、60 秒以内）",
    40_011 INVALID_VIDEO_SIZE Input NotSent "make the video smaller (10 MB)"
        "请缩小视频（10 MB 以内）",
    40_012 INVALID_THUMB_SIZE Input NotSent "make the thumb smaller (64 KB, JPEG)"
        "请缩小缩略图（64 KB 以内的 JPEG）",
    40_013 INVALID_APPID Account NotSent "check the appid; case matters"
        "请核对 AppID，区分大小写",
    40_014 INVALID_ACCESS_TOKEN Token NotSent "the token is not valid; run `wxmass token --refresh`, or renew the token that you give"
        "token 无效；请运行 `wxmass token --refresh`；若 token 由您提供，请更新它",
    40_031 INVALID_OPENID_LIST Input NotSent "the list holds ids that are not followers of this account"
        "列表中含有非本账号粉丝的 openid",
    40_032 INVALID_OPENID_LIST_SIZE Input NotSent "a list holds 2 to 10,000 openids"
        "每批须为 2 至 10,000 个 openid",
    40_033 INVALID_CHARSET Input RefusesBytes "a defect of wxmass: the body was escaped; please report it"
        "wxmass 自身的缺陷（请求体被转义），请反馈",
    40_035 INVALID_ARGS Input NotSent "an argument is not valid; check ids and options"
        "参数无效，请检查 ID 与选项",
    40_038 INVALID_PACKAGING Input RefusesBytes "the body is not the JSON that WeChat expects"
        "请求体不是微信要求的 JSON",
    40_039 INVALID_URL_SIZE Input RefusesBytes "a link is too long"
        "链接过长",
    40_048 INVALID_URL_DOMAIN Input NotSent "a link goes to a host that is not allowed"
        "链接域名不被允许",
    40_050 INVALID_GROUP_ID Input NotSent "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    40_059 INVALID_MSG_ID Input NotSent "not a send of this account by API, or not known yet; try again later"
        "不是本账号通过接口的群发，或尚未可查；请稍后再试",
    40_060 INVALID_ARTICLE_INDEX Input NotSent "articles are counted from 1"
        "文章序号从 1 开始",
    40_062 INVALID_TITLE_SIZE Input NotSent "shorten the title"
        "请缩短标题",
    40_063 INVALID_MESSAGE_EXT_SIZE Input NotSent "the message is too long"
        "消息过长",
    40_065 INVALID_MSG_STATUS Input NotSent "only finished sends can be deleted"
        "只能删除已发送成功的群发",
    40_066 INVALID_URL Input NotSent "texts may not hold links to other sites; remove the link"
        "文本群发不允许外部链接，请删除链接",
    40_068 MALICIOUS_URL Input NotSent "WeChat holds a link for malicious; remove it"
        "链接被判为恶意，请删除",
    40_073 INVALID_CARD_ID Input NotSent "check the card's id"
        "请核对卡券 ID",
    40_080 INVALID_CARD_EXT Input NotSent "check the card's data"
        "请核对卡券数据",
    40_097 INVALID_ARGUMENT Input NotSent "an argument is not valid; check ids and options"
        "参数无效，请检查 ID 与选项",
    40_113 UNSUPPORTED_FILE_TYPE Input NotSent "save the file as an ordinary JPEG or PNG"
        "请另存为普通 JPEG 或 PNG",
    40_114 INVALID_INDEX Input NotSent "this call counts articles from 0; give the place of an article that the draft has"
        "此接口的文章序号从 0 开始；请填写草稿中已有文章的序号",
    40_118 INVALID_MEDIA_ID_SIZE Input RefusesBytes "the media id is not one of WeChat's"
        "media_id 长度不对",
    40_121 INVALID_MEDIA_ID_TYPE Input NotSent "the media id is of the wrong kind"
        "media_id 类型不对",
    40_125 INVALID_APPSECRET Account NotSent "copy the secret again; was it reset in the console?"
        "请重新复制 AppSecret；是否在后台重置过？",
    40_128 MEDIA_ID_NOT_FROM_MATERIAL Input NotSent "upload the file as permanent material (`wxmass add-material`)"
        "请作为永久素材上传（`wxmass add-material`）",
    40_130 TOO_FEW_OPENIDS Input NotSent "fewer than two usable openids remain; for a single person use `wxmass preview`"
        "可用的 openid 不足两个；发给单人请用 `wxmass preview`",
    40_132 INVALID_USERNAME Input NotSent "no such WeChat id; preview by openid instead"
        "微信号无效；请改用 openid 预览",
    40_137 INVALID_IMAGE_FORMAT Input NotSent "save the picture as an ordinary JPEG or PNG of at most a few thousand pixels a side"
        "请另存为普通 JPEG 或 PNG，边长不超过几千像素",
    40_152 INVALID_GROUP Input NotSent "the tag does not exist; see `wxmass tags`"
        "标签不存在；请查看 `wxmass tags`",
    40_155 FOREIGN_HOME_LINK Input NotSent "remove the link to another account's home page"
        "请删除其他公众号主页的链接",
    40_160 INVALID_IMAGE_FILE Input NotSent "save the picture as an ordinary JPEG or PNG"
        "请另存为普通 JPEG 或 PNG",
    40_164 INVALID_IP Account NotSent "add the address in the message to the allow-list (console: Settings and development, Basic configuration) and wait five minutes"
        "请把消息中的 IP 加入白名单（公众平台：设置与开发 → 基本配置），约五分钟后生效",
    40_191 INVALID_PIC_URL Input NotSent "a picture's address is not valid"
        "图片地址无效",
    40_192 INVALID_NEWS_AUTHOR Input NotSent "the author is not valid"
        "作者字段无效",
    40_193 RECOMMEND_TOO_LONG Input RefusesBytes "shorten the words beside the pictures"
        "请缩短图片推荐语",
    40_194 RECOMMEND_ILLEGAL Input NotSent "change the words beside the pictures"
        "请修改图片推荐语",
    40_201 CHECK_BAD_URL Input NotSent "the callback address cannot be checked"
        "回调地址无法检测",
    40_202 CHECK_BAD_ACTION Input NotSent "the check's action is dns, ping or all"
        "检测动作只能是 dns、ping 或 all",
    40_203 CHECK_BAD_OPERATOR Input NotSent "the check's operator is not known"
        "检测运营商参数无效",
    40_204 CANNOT_DELETE_ARTICLE Input NotSent "this article can be deleted only in the console"
        "该文章只能在公众平台后台删除",
    40_213 INVALID_HREF_TAG Input NotSent "a link in the text is not well formed"
        "文本中的链接标签有误",
    40_214 INVALID_HREF_TEXT Input NotSent "a link's text is not allowed"
        "链接文字不被允许",
    40_215 INVALID_IMAGE_COUNT Input RefusesBytes "a message holds 1 to 20 pictures"
        "一条消息可含 1 至 20 张图片",
    40_216 INVALID_DESCRIPTION Input NotSent "the description is not allowed"
        "描述不被允许",
    40_221 INVALID_COMPRESSION Input NotSent "a defect of wxmass: the request was compressed; please report it"
        "wxmass 自身的缺陷（请求被压缩），请反馈",
    40_222 INVALID_IDC_DOMAIN Account NotSent "use the general host https://api.weixin.qq.com"
        "请使用通用域名 https://api.weixin.qq.com",
    40_229 EMPTY_COVER Input NotSent "the article has no cover"
        "文章缺少封面",
    40_243 APPSECRET_FROZEN Account NotSent "thaw the AppSecret in the console; it takes about ten minutes"
        "请在公众平台解冻 AppSecret，约十分钟生效",
    41_001 ACCESS_TOKEN_MISSING Token NotSent "no token was sent with the call; run `wxmass token --refresh`"
        "请求未带 token；请运行 `wxmass token --refresh`",
    41_002 APPID_MISSING Account NotSent "set WXMASS_APPID or a profile"
        "请设置 WXMASS_APPID 或账号配置",
    41_004 APPSECRET_MISSING Account NotSent "set WXMASS_SECRET or a profile"
        "请设置 WXMASS_SECRET 或账号配置",
    41_005 MEDIA_DATA_MISSING Input NotSent "the file is empty, or has no name with an extension"
        "文件为空，或文件名缺少扩展名",
    41_006 MEDIA_ID_MISSING Input NotSent "give the media id"
        "请提供 media_id",
    41_009 OPENID_MISSING Input NotSent "give the openid"
        "请提供 openid",
    41_011 FIELDS_MISSING Input RefusesBytes "a required field is missing"
        "缺少必填字段",
    41_039 INVALID_SOURCE_URL Input NotSent "the link behind \"read more\" must be an absolute http(s) address of at most 1 KB"
        "“阅读原文”链接须为完整的 http(s) 地址，不超过 1 KB",
    41_040 ORIGINALITY_RULES Input NotSent "the article does not meet the rules for declared originality; look at its declaration in the console"
        "文章不符合原创声明规则；请在公众平台检查该文章的原创声明",
    42_001 ACCESS_TOKEN_EXPIRED Token NotSent "the token has expired; run the same command again, or renew the token that you give"
        "token 已过期；请再次运行同一条命令；若 token 由您提供，请更新它",
    42_007 AUTHORISATION_GONE Account NotSent "the password was changed and the authorisation is gone; authorise again"
        "密码已修改，授权失效；请重新授权",
    42_010 TOO_FAST Retry Nothing "too many calls in a short time; wait a minute and run the same command again"
        "调用过快；请等待一分钟后运行同一条命令",
    43_001 NEEDS_GET Input NotSent "a defect of wxmass; please report it"
        "wxmass 自身的缺陷，请反馈",
    43_002 NEEDS_POST Input NotSent "a defect of wxmass; please report it"
        "wxmass 自身的缺陷，请反馈",
    43_003 NEEDS_HTTPS Input NotSent "use an https:// API base"
        "请使用 https:// 的接口地址",
    43_004 MUST_FOLLOW Input NotSent "the receiver does not follow the account"
        "接收者未关注本账号",
    43_019 RECEIVER_BLACKLISTED Input NotSent "the receiver is on the account's blacklist"
        "接收者在黑名单中",
    44_001 EMPTY_MEDIA Input NotSent "the file arrived empty"
        "文件内容为空",
    44_002 EMPTY_POST Input NotSent "a defect of wxmass: the body was empty; please report it"
        "wxmass 自身的缺陷（请求体为空），请反馈",
    44_003 EMPTY_NEWS Input NotSent "there is no article, or `articles` is nested wrongly"
        "图文为空，或 `articles` 层级有误",
    44_004 EMPTY_CONTENT Input RefusesBytes "the article's content is empty"
        "文章正文为空",
    44_005 EMPTY_LIST Input RefusesBytes "the list is empty"
        "列表为空",
    44_006 EMPTY_FILE Input NotSent "the file is empty"
        "文件为空",
}
