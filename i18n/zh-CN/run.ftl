# 运行过程中的各行提示。

preview-sent = 已发送预览给 { $to }
uploads-planned = 共 { $total } 个文件，其中 { $cached } 个已在账号中

run-wrong-type = `{ $key }` 的类型不对：{ $f }
run-write-list-brackets-such = 要用方括号写成列表，例如 `{ $key } = ["…"]`
run-write-text-quotes = 要加英文双引号：`"…"`
run-write = 应为：{ $e }
run-waiting-another-wxmass-runs-campaign = 另一个 wxmass 正在运行此活动，等待中：{ $holder }
run-not-known-they-settled-first = ；{ $unsettled } 批结果未知，先行核实
run-going-run-batches-went-out = 继续运行 { $run }：共 { $of } 批，此前已发出 { $accepted } 批，不会重发{ $more }
run-access-token-ready = 已取得 access token
run-scheduled = 已定于 { $at }；本命令会等待并在届时群发（按 Ctrl-C 停止等待，再次运行同一条命令可继续）
run-draft-saved-unchanged = 微信自动保存过该草稿；内容没有变化
run-draft-changed = 草稿已被改动：{ $differences }
run-draft-unread = 未能读回草稿，因此没有与原文比对：{ $why }
run-uploaded = 已上传 { $file }{ $cover }{ $note }
run-account-no-longer-uploading-again = 账号中已没有 { $file }，重新上传
run-news-had-been-used-up = 原草稿已被使用或删除，已重新生成：media_id { $media-id }
run-deleted-second-draft-lost-answer = 之前网络中断多生成了一份草稿，已删除：media_id { $media-id }
run-lost-answer-left-second-draft = 之前网络中断多生成了一份草稿，未能删除：media_id { $media-id }
run-had-preview-already = { $who } 已收到过此预览，跳过
run-openids = （{ $size } 个 openid）
run-sending-batch = 正在群发第 { $number }/{ $of } 批{ $size }
run-wechat-accepted-batch-msg-id = 微信已受理第 { $number }/{ $of } 批：msg_id { $msg-id }{ $before }
run-wechat-refused-batch = 微信拒绝了第 { $number }/{ $of } 批：{ $code } { $text }
run-answer-batch-lost = 第 { $number }/{ $of } 批的返回结果丢失（{ $why }）{ $more }
run-waiting-wechat-finish-sends-next = 等待微信完成（{ $open }/{ $of } 次群发）；{ $seconds } 秒后再查
run-waiting-s = 等待 { $seconds } 秒{ $why }
run-msg-id = msg_id { $msg-id }：{ $status }
run-first-batches-went-out-another = 前面的批次是在另一天发出的：其余批次的读者得到的文章链接会不同
run-msg-id-accepted-not-finished = msg_id { $msg-id } 已受理，尚未完成；无需任何操作
run-msg-id-accepted-but-state = msg_id { $msg-id } 已受理，但未能查询状态：{ $why }
run-stopping-what-flight-finished-recorded = 正在停止：先把手上这一步做完并记录，不会再发新内容（再按一次 Ctrl-C 立即退出）
run-draft-created = 已创建图文：{ $articles } 篇，接口 { $route }，media_id { $id }

run-sandbox = {"["}沙箱]{" "}
run-cover = （封面）
run-accepted-earlier = （此前已受理）
run-asking-again-under-same-clientmsgid = ；用同一 clientmsgid 再次询问，不会重复群发
run-before-asking-again = 后再次询问
run-because-calls-minute-used-up = ：本分钟调用次数已达微信上限（45011）
run-before-trying-again-nothing-sent = 后重试；还没有群发任何内容
run-administrator-confirm-send-wechat-within = ：等待管理员在微信中确认群发（30 分钟内）
run-connecting-wechat = 正在连接微信
later-sends-latest-command-waits-until = 将于 { $at } 群发，最晚 { $until }；本命令会一直等到那时
later-sends-command-waits-until-then = 将于 { $at } 群发；本命令会一直等到那时
later-article = 第 { $n } 篇，{ $field }：`{ $was }` → `{ $is }`
