# 各个命令。

ask-so-many-receivers-want-audience = 人数超过 confirm_above，请再输入一次受众名称确认：`{ $name }`
ask-type-go = 请输入 `{ $shown }` 确认：

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
