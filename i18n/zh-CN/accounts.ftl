# 账号、凭据和设置。

account-account-both-secret-secret-command = 账号 `{ $name }` 同时有 secret 与 secret_command
account-account-no-secret = 账号 `{ $name }` 没有密钥
account-give-one-secret-secret-command = 请在 accounts.toml 中给出 secret、secret_command、token_command 之一
account-account = 账号 `{ $account }` 的 { $key }
account-account-printed-nothing-can-used = 账号 `{ $name }` 的 { $key } 没有可用的输出（{ $why }）
account-run-shell-print-first-line = 请在终端中运行它：须在第一行输出所需内容、30 秒内结束，且退出码为 0
account-accounts-file-problems = 账号文件有问题
account-fix-them-run-same-command = 修正后运行同一条命令；各键见 docs/accounts.md

edit-account-already = `{ $path }` 中已有账号 `{ $name }`
edit-take-another-name-first-wxmass = 请换一个名称，或先运行 `wxmass accounts remove { $n }`
edit-account-not-written-table-own = `{ $path }` 中的账号 `{ $name }` 不是独立的表
edit-take-out-editor = 请用编辑器删除

faults-name-not-plain-ascii-wants = 非 ASCII 的账号名要加英文引号：["{ $name }"]
faults-chinese-keyboard-write = 这里用了全角的 `{ $sign }`，请改为 `{ $meant }`

file-accounts-file = 账号文件 `{ $path }`
file-cannot-read-accounts-file = 无法读取账号文件 `{ $path }`：{ $why }
file-wxmass-accounts-add-name-makes = 可用 `wxmass accounts add NAME` 创建，或让 { $name } 指向另一个文件
file-accounts-file-not-utf-8 = 账号文件 `{ $path }` 不是 UTF-8：{ $why }
file-save-utf-8-notepad-save = 请另存为 UTF-8（记事本：另存为，编码选 UTF-8），或 `iconv -f { $from } -t UTF-8 OLD > NEW`

account-no-account-yet-next-wxmass = `{ $path }` 中还没有账号；接下来：wxmass accounts add main
account-about-take-account-out-secret = 即将从 `{ $path }` 中删除账号 { $name }（{ $a }）；其中的密钥会丢失，账本会保留
account-account-no-longer = 已从 `{ $path }` 删除账号 { $name }
account-machine-address-not-account-ip =
    本机地址不在公众号的 IP 白名单中，请添加：mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单：
    { $address }
account-account-works = 账号 { $name }（{ $appid }）可用；{ $kind }
account-account-which-only-you-can =
    账号 { $n } 已写入 `{ $path }`（仅本人可读）
    接下来：wxmass doctor --account { $q }
account-there-no-terminal-ask-missing = 当前没有终端可供询问，且缺少 `{ $option }`
account-give-appid-one-secret-stdin = 请给出 `--appid`，以及 { $s }、`--secret-stdin`、`--secret-command`、`--token-command` 之一
account-let-name-file = 请用 { $a } 指定文件
account-leave-sandbox-out-set-up = 添加真实账号请去掉 `--sandbox` 与 { $s }

folders-user-no-home-folder-cannot = 该用户没有主目录，而 `{ $folder }` 不可信：{ $why }
folders-let-absolute-path-name-folder = 请让 { $h }（绝对路径）或 { $s } 指向该用户自己的文件夹
folders-link = 它是一个链接
folders-another-user-made = 它由其他用户创建
folders-others-may-write = 其他用户可以写入
folders-warning-user-no-home-folder = 警告：该用户没有主目录，账本位于 `{ $folder }`，不会长期保留；请用 { $v } 指定其他位置
folders-warning-empty-counts-not-set = 警告：{ $v } 为空，按未设置处理，账本位于 `{ $file }`；CI 机器在任务结束后会丢失它，此后无法防止重复群发：是否漏设了 secret？

setting-api-base-no-url = API 地址 `{ $shown }` 不是有效的 URL（`{ $error }`）
setting-write-written = 请按 `{ $d }` 的形式书写
setting-place-store-line-end-another = 存储地址中含有换行等控制字符
setting-write-without-env-file-windows = 请去掉后重写 { $v }（Windows 的 .env 文件行尾有回车符）
setting-cannot-here = { $value } 在此不能为 { $pace }

credential-empty = 为空
credential-still-text-template = 仍是模板中的占位文字
credential-account-original-id-gh-not = 是公众号的原始ID（gh_…），不是 AppID
credential-company-id-wecom-ww-not = 是企业微信的企业 ID（ww…），不是公众号的 AppID
credential-form-secret-appid-appsecret-swapped = 看起来是密钥：AppID 与 AppSecret 是否填反了？
credential-form-appid-appid-appsecret-swapped = 看起来是 AppID：AppID 与 AppSecret 是否填反了？
credential-quotation-marks = 含有引号
credential-full-width-characters = 含有全角字符
credential-space-invisible-character-within = 中间含有空格或不可见字符
credential-capital-letters-wechat-small-ones = 含有大写字母；微信给出的均为小写
credential-character-cannot-place = 第 { $place } 个字符不合规
credential-does-not-begin-wx = 不是以 `wx` 开头
credential-copy-once-more-from-mp = 请到 mp.weixin.qq.com：设置与开发 → 基本配置 重新复制；{ $form }

login-account = 账号 `{ $name }` 的 `{ $key }`{" "}
login-note-around-left-out = 提示：已忽略{ $place }首尾的{ $what }
login-goes-which-account = { $t } 属于 { $v } 所指的 { $o }，而账号 `{ $name }` 为 { $appid }
login-unset-choose-account = 请取消设置 { $t }，或选择它所属的账号
login-no-access-token-white-space = { $t } 不是 access token：含有空白、引号等字符
login-give-bare-token-wxmass-token = 请给出 token 本身（如 `wxmass token` 的输出）或含 access_token 的 JSON；输出 token 的命令请写在账号的 `token_command` 中
login-set-too-ledger-knows-account = 请同时设置 { $a }：账本以它识别账号
login-wxmass-accounts-add-main-asks = 可运行 `wxmass accounts add main`（会询问 AppID 与 AppSecret，说明在哪里找、白名单要加哪个 IP），或设置 WXMASS_APPID 与 WXMASS_SECRET；没有账号可用 --sandbox 练习
login-no-credentials-not-set = 缺少凭据：未设置 { $missing }

profile-warning-others-can-read-run = 警告：他人可读取 `{ $path }`；请运行 `chmod 600 { $path }`
profile-no-account = `{ $file }` 中没有账号 `{ $name }`
profile-did-you-mean = 是否想写 `{ $other }`？
profile-wxmass-accounts-add-adds = 可用 `wxmass accounts add { $name }` 添加
profile-accounts-none-chosen = `{ $f }` 中有 { $n } 个账号，未指定使用哪一个：{ $names }
profile-choose-one-account-name-account = 请用 `--account NAME`、{ $v } 或活动文件中的 `account = "NAME"` 指定；名为 `default` 的账号会自动选用
profile-campaign-account-names-nothing-sent = 活动文件指定账号 `{ $campaign }`，而 { $by } 指定了 `{ $given }`；未群发任何内容
profile-send-from-leave-out-send = 从 `{ $campaign }` 群发：去掉 { $by }；从 `{ $given }` 群发：在活动文件中写 `account = "{ $given }"`
profile-campaign-account-environment-which-no = 活动文件指定账号 `{ $campaign }`，而环境变量 { $v } 为 { $appid }，与该名称的账号不符；未群发任何内容
profile-send-from-accounts-file-unset = 从账号文件的 `{ $campaign }` 群发：取消设置 { $v } 与 { $s }；从 { $appid } 群发：在活动文件中写 `account = "{ $appid }"` 或删去该行

source-campaign = 活动文件
source-accounts-file = 账号文件 [{ $name }]
source-sandbox = 沙箱
source-default = 默认
source-not-set = 未设置

refusal-body-longer-than-1-mib = 正文超过 1 MiB
refusal-body-cannot-read = 无法解析正文：{ $why }
refusal-body-nests-too-deep = 正文嵌套过深
refusal-missing-makes-no-sense = `{ $element }` 缺失或无效
refusal-address-lacks-does-not-come = 地址中缺少 `{ $name }`：并非来自微信
refusal-signature-wrong-does-not-come = 签名错误：并非来自微信，或此处的 Token 与公众平台设置不一致
refusal-timestamp-no-number = 时间戳不是数字
refusal-timestamp-s-away-from-machine = 时间戳与本机时钟相差 { $seconds } 秒（最多 600）：请求过旧，或本机时钟不准
refusal-body-sealed-safe-mode-set = 正文已加密（安全模式）：请设置 WXMASS_AES_KEY 或 `aes_key`（EncodingAESKey）
refusal-body-not-sealed-though-encodingaeskey = 此处设置了 EncodingAESKey，但正文未加密：请在公众平台启用安全模式，或取消该密钥
refusal-sealed-body-cannot-opened-encodingaeskey = 无法解密正文（{ $why }）：请核对 EncodingAESKey
refusal-sealed-body-another-account = 加密正文属于另一账号 `{ $found }`

refusal-callback-token-letters-digits = 回调 Token 须为 3 至 32 个字母、数字、`-` 或 `_`
refusal-encodingaeskey-letters-digits = EncodingAESKey 须为 43 个字母或数字
setting-write-like = 请写成 22:00-08:00 这样
setting-byte-order-mark = 字节序标记（BOM）
setting-carriage-return = 回车符
setting-line-end = 换行符
setting-white-space = 空白字符
setting-appid-wx-characters-f = AppID 为 `wx` 加 16 位 0-9、a-f
setting-appsecret-characters-f = AppSecret 为 32 位 0-9、a-f
setting-rehearsals-machine-sandbox-from = 仅用于本机或沙箱演练，取值 1 至 100000
account-appid-mp-weixin-qq-com = AppID（mp.weixin.qq.com：设置与开发 → 基本配置 → 开发者ID(AppID)，以 wx 开头）：
account-appsecret-same-page-appsecret-wechat = AppSecret（同一页面 → 开发者密码(AppSecret)：仅在生成时显示一次，遗失可重置；输入内容不会显示）：
account-press-enter-once-added-takes = 添加后按回车重试（约五分钟生效）；Ctrl-C 退出且不写入任何内容：
account-press-enter-try-again-ctrl = 按回车重试；Ctrl-C 退出且不写入任何内容：
account-kind-account-wechat-console-shows = 账号类型（公众平台首页可见）：service（服务号）、subscription（订阅号）或 unverified（未认证）；不清楚请直接回车：
account-who-gets-previews-wechat-id = 预览发给谁：微信号（微信 → 我 → 名字下方）或 openid（`wxmass followers` 可列出；在公众平台把自己设为星标后运行 `wxmass followers --tag 星标组` 即可找到自己的）；不需要请直接回车：
account-verified-service-account-can-send = 已认证服务号：可群发给全部粉丝、标签和名单
account-verified-subscription-account-can-send = 已认证订阅号：可群发给全部粉丝和标签，不能群发名单
account-verified-wechat-allows-drafts-but = 未认证：只能新建草稿，不能群发
account-unknown-kind = 类型未知
account-profile-name-one-line-without = 账号名为一行文字，首尾无空格，且不能是 `all`
account-use-short-word-such-main = 请取一个短名，如 main
account-tester-wechat-id-openid-one = 预览接收者应为微信号或 openid：仅含字母、数字、`_`、`-`
account-find-wechat-id-wechat-me = 微信号见微信：我 → 名字下方；不能填昵称
account-user-home-folder-accounts-file = 当前用户没有主目录，无处存放账号文件
account-sandbox-account-own = 沙箱自带账号，无需添加
account-confirmed-nothing-removed = 已取消，没有删除任何内容
account-interrupted-nothing-written = 已中断，未写入任何内容
account-asking-wechat = 正在联系微信 …
account-tokens = token 来源
account-tester = 预览接收者
account-kind = 类型
account-account-xx = 账号
account-interrupted = 已中断

credential-too-short = 只有 { $found } 个字符，应为 { $wanted } 个：缺少 { $difference } 个
credential-too-long = 有 { $found } 个字符，应为 { $wanted } 个：多出 { $difference } 个
credential-at = { $place }{ $what }
credential-place = { $name }{" "}
