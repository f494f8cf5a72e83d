# 计划、确认、结果，以及 check 和 listen 的输出。

checked-will-converted-resized = （{ $resized } 张会转换或压缩）
checked-articles = { $count } 篇图文
checked-pictures = { $pictures } 张图片{ $resized }
checked-audience-list = 受众：openid 名单 { $count } 人{ $again }
checked-no-problems = 没有问题
checked-no-problems-2 = { $looked-at }——没有问题
checked-audience-all-followers = 受众：全部粉丝
checked-audience-tag = 受众：标签 `{ $tag }`
checked-repeats = （去重 { $repeats }）
checked-audience-tags = 受众：标签 { $tags } 的粉丝（去重），除去名单中的 { $without } 人；发送时统计人数
checked-audience-list-from-stdin-read = 受众：来自标准输入的名单，发送时读取

finish-sent-failed-before-filters = 成功 { $sent }，失败 { $failed }，共 { $filtered }（过滤前 { $total }）
finish-like-original = 与原创文章相似：{ $url }
finish-article = 第 { $n } 篇：{ $what }
finish-text = （{ $meaning }）
finish-msg-id = `{ $run }` 的 msg_id { $id }：{ $word }{ $meaning }
finish-msg-id-which-ledger-not = msg_id { $id }（本账本未发送，可能来自公众平台网页）：{ $word }{ $meaning }
finish-originality = 原创校验：{ $check }
finish-could-not-read = 未能读取：{ $what }
finish-publication = 发布任务 { $id }：{ $status } { $word }
finish-articles-failed = {"\u000A"}  失败的文章：第 { $which } 篇

first-first-send-account-ledger-other =
    这是账号 { $account } 在本账本中的第一次群发，与沙箱演练不同：
      - 粉丝几分钟内即会收到，且无法撤回：删除只会使文章页面失效，消息仍在
      - 计入次数：服务号每位粉丝每月 4 次，订阅号每天 1 次
      - 微信受理后才审核内容，结果可能要等半小时
      - 在公众平台或其他工具中的群发不在本账本中
      请先在手机上看预览；受众设为测试标签也占用一次，但只有测试者收到{"\u000A"}
first-api-base-machine-relay-wechat = {"  "}（API 地址在本机：可能是通往微信的中转，或沙箱）{"\u000A"}

plan-all-followers = 全部粉丝
plan-tag = 标签 { $tag }
plan-openids-repeats-left-out = { $count } 个 openid（去除重复 { $repeats } 个）
plan-campaign-account-route-audience-batches =
    活动  { $name }
    账号  { $account }
    方式  { $route }
    受众  { $audience }
    批次  { $batches }
    指纹  { $print }{"\u000A"}
plan-sent-already-nothing-would-sent = {"\u000A"}此前已群发，不会再发送任何内容{"\u000A"}
plan-stable-token-unless-valid-one = stable_token（缓存有效则不调用）
plan-tags-get-openapi-quota-get = tags/get 与 openapi/quota/get
plan-articles = { $call }  { $articles } 篇{ $known }
plan-tags = 标签 { $tags } 的粉丝（去重），除去 { $without } 人；发送时列出
plan-wait-until = 等待至 { $at }
plan-ask-operator = 等您确认
plan-message-mass-get-until-wechat = message/mass/get，直至微信完成
plan-text = 未知
plan-all-followers-2 = 全部粉丝（{ $n } 人）
plan-tag-id-followers = 标签 { $name }（id { $id }，{ $n } 人）
plan-about-send-account-audience-calls =
    即将群发 `{ $name }`
      账号  { $account }（{ $appid }）
      受众  { $audience }
      调用  { $batches } 次{"\u000A"}
plan-calls-kind-left-today = 今日该接口剩余 { $left } 次
plan-nobody-previewed = 还没有发过预览
plan-previewed = 已发送预览给 { $who }
plan-batches-went-out-earlier = 此前已发出 { $n } 批
plan-batches-settled-first-they-not = 先核实 { $n } 批的结果，不会重复群发
plan-administrator-confirm-within-30-minutes = 须由管理员在 30 分钟内确认
plan-sent-from-account-msg-id = 已群发 `{ $name }`（账号 { $account }）：msg_id { $ids }
plan-every-batch-given-up-nothing = `{ $name }` 的所有批次均已放弃，未发送任何内容（账号 { $account }）
plan-sent-already-msg-id-account = `{ $name }` 已于 { $when } 群发，msg_id { $ids }（账号 { $account }）；本次未再发送
plan-nothing-sent = `{ $name }` 未发出任何内容
plan-not-finished-account = `{ $name }` 尚未完成（账号 { $account }）{"\u000A"}
plan-run-same-command-again-sends = 再运行一次刚才的命令即可，只会补发剩余部分

question-used-this-month = 服务号每月 4 次群发：本账本本月已全员群发 { $count }/{ $limit } 次（公众平台上的群发另计）
question-used-today = 订阅号每天 1 次群发：本账本今日已用 { $count }/{ $limit } 次（公众平台上的群发另计）
question-preview-sent-at = 已发送预览给 { $to }（{ $at }）
question-confirm = 确认继续？输入 yes 并回车，其他任何输入都会取消：
question-cancelled = 已取消，没有群发
    .fix = 已上传的文件和草稿会保留，下次直接使用
question-no-terminal = 此操作不可撤回，需要在终端里确认
    .fix = 脚本中请加 `--yes`（或 WXMASS_YES=1）
plan-provisional = 暂定计划：未使用账号，账号中已有哪些内容、此前是否群发过均未知

look-ok = 通过
look-fail = 失败
plan-known-call = （已有，不调用）

result-sent = 群发成功
result-sending-failed = 群发失败
result-suspected-advertising = 涉嫌广告
result-suspected-politics = 涉嫌政治
result-suspected-pornography = 涉嫌色情
result-suspected-harm-society = 涉嫌危害社会
result-suspected-crime = 涉嫌违法犯罪
result-suspected-fraud = 涉嫌欺诈
result-suspected-copyright-infringement = 涉嫌侵权
result-suspected-violation-another-kind = 涉嫌其他违规
result-suspected-mutual-promotion = 涉嫌互推（互相宣传）
result-originality-check-failed-sender = 原创校验出现系统错误，且发送者选择了此时不群发
result-originality-check-allow-send = 原创校验判定不能群发
result-originality-check-judged-reprint = 原创校验判定为转载，且未设置继续群发（可设 `ignore_reprint = true`）
result-administrator-refused = 管理员拒绝
result-administrator-answered-within-minutes = 管理员 30 分钟内未响应，已超时
article-may-reprinted = 允许转载
article-may-reprinted-x = 不允许转载
article-replaced-original = 内容被替换为原创文章
article-source-shown = 注明转载来源
check-judged-reprint = 未被判为转载，可以群发
check-judged-reprint-may-sent = 被判为转载，可以群发
check-judged-reprint-may-sent-x = 被判为转载，不能群发
publication-done = 成功
publication-progress = 发布中
publication-failed-originality-check = 原创声明失败
publication-failed = 失败
publication-rejected-review = 平台审核未通过
publication-deleted-user-since = 成功后用户已删除所有文章
publication-banned-since = 成功后系统已封禁所有文章
plan-head-batch = 批次
plan-head-state = 状态
plan-head-errcode = 错误码

page-shade = 浅色 / 深色
page-chat = 聊天
page-back = 返回
page-read-more = 阅读原文
page-characters = 字符
page-picture = 微信上的图片
page-video = 腾讯视频
page-mini-program = 小程序
page-audio = 音频
page-account-card = 公众号名片
page-channel = 视频号
