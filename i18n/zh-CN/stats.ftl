# `wxmass stats`：表格与页面。

stats-results-mass-sends = 群发效果
stats-earlier-sends-xx = 此前的群发
stats-figures-yet = 暂无数据
stats-delivered = 送达
stats-readers = 阅读人数
stats-reading-rate = 阅读率
stats-finished-reading = 完读率
stats-average-minutes = 平均停留（分钟）
stats-shares = 分享
stats-likes = 点赞
stats-hearts = 在看
stats-saved = 收藏
stats-comments = 留言
stats-new-followers = 新增关注
stats-readers-day = 每日累计阅读人数
stats-where-readers-came-from-xx = 读者来源
stats-earlier-sends = 此前的群发：
stats-figures-complete-before = { $t } 之前数据不完整
stats-where-readers-came-from = 《{ $title }》的读者来源
stats-all-figures-available-yet-ask = 数据尚不完整；请在 { $t } 之后再查
stats-ledger-send-account-last-days-xx = 账本中没有该账号最近 { $d } 天的群发
stats-ledger-send-account-last-days = 账本中没有该账号最近 { $d } 天名为 `{ $n }` 的群发
stats-wxmass-runs-lists-what-sent = `wxmass runs` 可列出已群发的内容；`--days N` 可查更早的
