# `wxmass explain`。

explain-errcode = { $code }：微信错误码
explain-what-to-do = 处理办法：{ $advice }
explain-unlisted = { $code }：没有收录这个错误码
    .fix = 请查微信官方的返回码：https://developers.weixin.qq.com/doc/service/guide/dev/errcode.html
explain-class = 类别：{ $class }
explain-unknown = 没有关于 `{ $word }` 的说明
    .fix = 请写错误码（45028）、问题代码（not-one-of）或主题：{ $topics }
explain-class-retry = 微信繁忙；wxmass 会自动重试
explain-class-token = access token
explain-class-quota = 额度或频率限制（退出码 5）
explain-class-input = 内容或请求（退出码 3）
explain-class-account = 账号、IP 白名单或权限（退出码 4）
explain-class-accepted = 此前已受理：这次调用是重复的
explain-class-pending = 等待管理员确认
explain-class-unknown = 无法判断：调用可能已经执行
explain-class-gone = 接口已停用，请改用其他接口
