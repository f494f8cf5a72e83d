# `wxmass explain`.

explain-errcode = { $code }: errcode of WeChat
explain-what-to-do = What to do: { $advice }
explain-unlisted = { $code }: no advice is known for this errcode
    .fix = see WeChat's list: https://developers.weixin.qq.com/doc/service/guide/dev/errcode.html
explain-class = Kind: { $class }
explain-unknown = there is nothing to explain about `{ $word }`
    .fix = write an errcode (45028), the code of a problem (not-one-of) or a topic: { $topics }
explain-class-retry = WeChat is busy; wxmass repeats such a call automatically
explain-class-token = access token
explain-class-quota = quota or rate limit (exit code 5)
explain-class-input = content or request (exit code 3)
explain-class-account = account, IP allowlist or permissions (exit code 4)
explain-class-accepted = accepted before: the call repeats an earlier one
explain-class-pending = waits for the administrator
explain-class-unknown = proves nothing: the call may have been carried out
explain-class-gone = the call is withdrawn; use another one
