# 各个命令。

ask-so-many-receivers-want-audience = 人数超过 confirm_above，请再输入一次受众名称确认：`{ $name }`
ask-type-go = 请输入 `{ $shown }` 确认：

completion-tag = 标签 { $id }
completion-all-accounts = 以上全部，依次执行

articles-says-nothing-wechat-own-json = 微信自己的 JSON 不引用文件，`{ $option }` 没有意义
articles-leave-out-give-campaign-file = 请去掉该选项，或提供活动文件（.toml）或文章（.md）

delete-about-delete-msg-id-account = 即将删除账号 { $account } 的 { $what }：文章页面对所有人消失，聊天中的卡片仍在，使用同一素材的其他群发也会失效；不可撤销，群发次数不返还

doctor-valid-until = 有效至 { $t }
doctor-there-one-what-gave-does = 已取得；来源未告知有效期
doctor-machine-address = 本机地址已在其中
doctor-not-looked-token-does-not = 未检查：token 不是由本机请求的
doctor-calls-left-today = 今日剩余 { $r }/{ $l } 次
doctor-not-kind-account-only-verified = 此类账号不可用：仅已认证服务号可群发名单
doctor-used-month-ledger-sends-from = 本账本本月已用 { $month }/{ $l } 次（公众平台上的群发另计）
doctor-used-today-ledger-sends-from = 本账本今日已用 { $today }/{ $l } 次（公众平台上的群发另计）
doctor-sent-today-month-ledger-write = 本账本今日群发 { $today } 次、本月 { $month } 次；在账号中写明 `kind` 即可计算上限
doctor-next-one-possible-from = 下一次可在 { $t } 之后
doctor-agrees-wechat = 与微信一致
doctor-s-behind-wechat = 比微信慢 { $ahead } 秒
doctor-s-ahead-wechat = 比微信快 { $s } 秒
doctor-schema = { $place }，schema { $schema }
doctor-mode-schema = { $place }，权限 { $shown }，schema { $schema }
doctor-holds-tokens-others-may-read = 其中有 token，而他人可以读取：`chmod 600 { $p }`
doctor-none = 无
doctor-except = { $shown }（{ $variable }），以下除外：{ $except }
doctor-mb-free = { $folder } 剩余 { $n } MB

init-there-already = `{ $display }` 已存在
init-next = 接下来：{ $next }

listen-listening-http-account-stop-ctrl = 正在监听 http://{ $at }{ $path }，账号 { $account }（{ $mode }）；Ctrl-C 停止
listen-set-callback-token-accounts-toml = 请将 { $token }（或 accounts.toml 的 `callback_token`）设为公众平台中填写的 Token
listen-refused-request-from = 拒绝来自 { $from } 的请求：{ $why }
listen-recorded-could-not-printed = 已记入账本，但无法输出：


render-20-000-characters = { $characters } / 20,000 字符
render-warning-no-browser-could-opened = 警告：无法打开浏览器（`{ $program }`：{ $error }）；请自行打开 { $target }

runs-ledger-no-such-run-wxmass = 没有找到名为「{ $name }」的发送记录；`wxmass runs` 可列出全部
runs-ledger-empty = 还没有发送记录
runs-batch-run-may-been-sent = 运行 { $r } 的第 { $b } 批可能已群发：{ $when } 首次尝试，共 { $tries } 次，clientmsgid { $key }。24 小时内请再次运行同一条命令：会向微信核实，绝不重复群发。此后请在公众平台核对，再运行 `{ $command } --mark-sent { $b }` 或 `{ $command } --send-again { $b }`
runs-on = { $told }，{ $when }
runs-tag = 标签 { $tag }
runs-openids = { $count } 个 openid
runs-all = 全部粉丝

sandbox-outbox-stop-ctrl-c-wxmass =
    发件箱：{ $outbox }（Ctrl-C 停止）
    WXMASS_API_BASE={ $base-url } WXMASS_APPID={ $appid } WXMASS_SECRET={ $secret }
    控制接口需请求头 x-sandbox-token：{ $control-token }
sandbox-listens-who-reaches-can-read = 监听 { $bind }：能访问者均可查看发件箱、调用接口；改动沙箱需控制令牌
sandbox-wechat-host-names-lead-here = 监听 443 端口时，把 `wxmass sandbox --hosts` 输出的一行加入 /etc/hosts，微信接口域名即指向此处
sandbox-callback-taken = 回调：{ $what }{ $id } 已被接收
sandbox-callback-not-taken-attempt = 回调：{ $what }{ $id } 未被接收（第 { $n } 次）：{ $why }
sandbox-file-faults-problems = 故障文件有问题

send-next = 接下来：{ $command }
send-wechat-accepted-send-then-failed = 微信已受理，但发送失败（{ $value }）

connect-ledger-knows-account-now-reached = 账本中账号 { $appid } 使用的是 { $other }，而现在要访问 { $here }：两者之一在本机，另一个不在
connect-if-both-lead-same-wechat = 如果两者都通向同一个微信（本机上的隧道或中转），请加 `--relay` 或设置 { $relay }=1；如果其中一个是测试服务，请用 `--state sqlite:文件` 为它单独设账本
connect-store-was-open = 警告：其他用户原可读取存储 { $store }（权限 { $mode }），其中含有 token；现已改为 0600。如有他人使用本机，可用 `wxmass token --refresh` 更换 token

relay-token-command-account = 账号 `{ $account }` 的 token_command
relay-api-header-command-account-printed = 账号 `{ $account }` 的 api_header_command 输出的{ $why }
relay-first-line-authorization-bearer = 第一行须形如 `Authorization: Bearer …`

remote-cannot-keep-pictures = 无法在 `{ $folder }` 中保存图片：{ $error }

shell-printed-nothing = 没有输出
shell-had-not-ended-after-s = { $s } 秒后仍未结束
shell-interrupted = 已中断
shell-waiting-most-s-ctrl-c = 正在等待{ $what }（最多 { $s } 秒，Ctrl-C 可中止）

runs-heads = 运行|北京时间|账号|名称|受众|批次|状态|msg_id|微信状态|送达|备注
runs-state-planned = 未发送
runs-state-scheduled = 已定时
runs-state-intended = 结果未知
runs-state-accepted = 已受理
runs-state-refused = 被拒绝
runs-state-unknown = 结果未知
runs-state-given-up = 已放弃
runs-status-success = 群发成功
runs-status-fail = 群发失败
runs-status-sending = 群发中
runs-status-deleted = 已删除

relay-header = 不是请求头
relay-header-wxmass-sets-itself = 由 wxmass 自行设置的请求头
ask-interrupted-nothing-written = 已中断，未写入任何内容
connect-use-https-insecure-api-base = 请使用 https://；确需明文 http:// 时加 --insecure-api-base
themes-wxmass = wxmass 主题
themes-ink-paper-black-hairlines-centred = 水墨：黑白、细线、居中的宋体标题；适合随笔、历史
themes-fresh-round-teal-labels-soft = 薄荷：青绿标签、圆角色块；适合门店、学校、攻略
themes-printed-weekly-heavy-headings-over = 周刊：红线粗标题、大字引文、深色代码块；适合特稿、访谈
themes-manual-blue-square-dark-code = 手册：蓝色、方正、深色代码块、线框表格；适合技术、产品
themes-letter-cream-paper-brown-serif = 信笺：米色纸、棕色宋体、宽行距；适合故事、日记与读书
themes-public-notice-red-rules-centred = 公文：红线、居中标题、段首缩进；适合机关、院校与公告
themes-poster-orange-blocks-thick-edges = 海报：橙色块、粗边框、大字；适合活动与品牌
themes-plain-dark-text-white-wechat = 默认：白底深色字，微信绿点缀；什么都适合
tags-followers = 粉丝数
tags-tag-s-name-characters = 标签名称须为 1 至 30 个字
tags-tag-exists-already-id = 标签 `{ $n }` 已存在：编号 { $id }
tags-created-tag-id = 已新建标签 `{ $n }`：编号 { $id }
tags-followers-tagged-already-failed = `{ $name }`：新增 { $changed } 人，原来已有 { $before } 人，失败 { $lost } 人
tags-removed-from-followers-failed = `{ $name }`：移除 { $changed } 人，原来没有 { $before } 人，失败 { $lost } 人
tags-run-same-command-again-continues = 再运行一次刚才的命令即可从这里继续
status-unknown-wechat-know-id-yet = UNKNOWN：微信还查不到此 ID：不是本账号通过接口的群发，或刚刚提交（40059）
shared-campaign-file-names-audience-audience = 发给谁写在活动文件的 `[audience]` 中
shared-all-tag-openids-only-markdown = `--all`、`--tag`、`--openids` 只能用于单独的 Markdown 文章
shared-text-empty = 文本为空
shared-give-after-text-stdin-text = 请写在 `--text` 之后，或用 `--text -` 从标准输入读取
several-account-all-needs-profiles-accounts = 使用了 `--account all`，但还没有任何账号配置
several-sandbox-has-one-account = 进程内的沙箱只有一个账号
    .fix = 请逐个账号演练，或启动 `wxmass sandbox` 并用 `--api-base` 指向它
several-command-one-account = 此命令只能用于一个账号
several-send-preview-check-stats-accept = `send`、`preview`、`check`、`stats` 可用于多个账号
several-two-these-accounts-same-appid = 其中两个账号是同一个：appid { $appid }
settings-from = 来源
settings-value = 值
settings-setting = 设置
settings-never-shown = （从不显示）
send-tag-empty = 标签为空
send-until-needs-time-start-from = 写了 `--until`，但没有写发送时间
send-until-earlier-than-time = `--until` 早于发送时间
send-see-what-followers-got-wxmass = 查看粉丝收到的内容：wxmass sandbox
send-see-wechat-console-reason-content = 请到公众平台查看原因，内容可能未通过审核
send-some-batches-sent = 部分批次未发送
send-run-same-command-again-within = 请在 24 小时内再运行一次刚才的命令：会用同一 clientmsgid 核实，绝不会重复群发
send-outcome-batch-unknown-could-determined = 有批次的结果未知，且未能核实
send-everything-sent-waiting-wechat-finish = 已全部群发；等待微信完成时被中断
send-wxmass-status-msg-id-wait = 可用 `wxmass status MSG_ID --wait` 继续等待
send-interrupted = 已中断
send-run-same-command-again-sends = 再运行一次刚才的命令即可，只会补发剩余部分
runs-list-run-came-through-pipe = 第 { $n } 次运行的名单来自管道，账本不保存 openid
runs-name-list-wxmass-runs-rest = 请指明名单：`wxmass runs { $n } --rest --from 名单`
runs-list-run-sent-openids-their = `{ $p }` 不是第 { $n } 次运行所用的名单：openid 或其顺序有改动
runs-name-original-list-from-list = 请用 `--from` 指明原来的名单
runs-left-out-because-they-may = 未列入可能已发出的批次：{ $n }；请再次运行同一条 `send` 命令核实
runs-ledger-run-sent-list-openids = 账本中没有 `{ $n }` 按 openid 名单群发的记录
preview-one-send-preview = 没有预览接收人
preview-give-openid-wxname-add-preview = 请写 --openid 或 --wxname，或在活动文件中添加 [preview]
listen-safe-mode = 安全模式
listen-plain-mode = 明文模式
listen-callback-token = 缺少回调 Token
listen-wechat-verified-address = 微信已验证此地址
library-delete-would-delete-whole-library = `--delete` 会清空整个素材库
library-name-material-use-unused = 请写出素材的 media_id，或使用 `--unused`
library-most = 上限
library-count = 数量
library-kind = 类型
library-name = 名称
library-use-unfinished-run-draft-needs = `{ $id }` 正在使用：未完成的群发或草稿需要它；没有删除任何素材
library-wxmass-runs-wxmass-drafts-show = `wxmass runs` 和 `wxmass drafts` 可查看哪里在用
library-about-delete-items-account-s = 即将永久删除账号 { $a } 素材库中的 { $n } 个素材；引用它们的文章将无法显示
init-openids-testers-one-exists-only = 测试者的 openid；这一个只在沙箱中存在
init-choose-another-folder = 请换一个文件夹
drafts-delete-would-empty-draft-box = `--delete` 会清空整个草稿箱
drafts-name-drafts-give-age-older = 请写出草稿的 media_id，或用 `--older-than 30d` 限定时间
drafts-there-draft-sent-published-deleted = 草稿箱中没有 `{ $id }`：已群发、发布或删除
drafts-unfinished-run-needs = 未完成的群发需要它
drafts-titles = 标题
drafts-changed = 修改时间
drafts-about-delete-drafts-account-permanently = 即将永久删除账号 { $a } 的 { $n } 份草稿
drafts-unfinished-run-needs-nothing-changed = 未完成的群发需要 `{ $id }`；没有改动任何内容
drafts-finish-run-give-up-wxmass = 请先完成或放弃那次群发：`wxmass runs` 可查看
drafts-replaced-article-draft = 已替换草稿的第 { $n } 篇文章
doctor-proxy = 代理
doctor-free-some-space-ledger-written = 请腾出空间：每次调用前都要写入账本，处理图片时也需要空间
doctor-disk = 磁盘
doctor-settings = 设置
doctor-store = 存储
doctor-account = 账号
doctor-kind-given = 未写明类型
doctor-verified-subscription-account = 已认证订阅号
doctor-verified-service-account = 已认证服务号
doctor-verified = 未认证
doctor-token = access token
doctor-allow-list = IP 白名单
doctor-tags = 标签
doctor-followers = 粉丝
doctor-drafts = 草稿
doctor-quota-sendall = 全员/标签群发接口
doctor-quota-send = openid 群发接口
doctor-quota-preview = 预览接口
doctor-sends-left = 群发次数
doctor-clock = 时钟
doctor-synchronize-machine-s-clock-time = 请用时间服务器（NTP）校准本机时钟
delete-article = 文章 { $url }
delete-confirmed-nothing-deleted = 已取消，没有删除任何内容
articles-campaign-message-articles = 活动只有 [message]，没有文章
articles-give-campaign-file-toml-article = 请写活动文件（.toml）、文章（.md）或微信格式的 {"{"}"articles": […]{"}"} JSON
add-material-wechat-gives-url-type = 微信不为此类型返回 URL
ask-many-recipients-need-audience-s = 人数超过 confirm_above，需确认受众名称：`{ $name }`
ask-interrupted-nothing-done = 已中断，未执行任何操作
ask-run-same-command-again = 请再运行一次刚才的命令

connect-plain-http = 明文 http:// 的 API 地址仅限本机
connect-scheme = API 地址不能以 `{ $scheme }:` 开头
stdin-type = 请输入{ $what }，按 Ctrl-D 结束
stdin-text = 文本
stdin-json = {" "}JSON

init-your-wechat-id = 你的微信号
init-or-wechat-id = 也可写微信号（微信 → 我 → 名字下方）
