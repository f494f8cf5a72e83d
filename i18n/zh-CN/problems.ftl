# 活动、文件、名单、文章的问题；.fix 为改法。

dialect-most-paragraphs-short-lines-single = 多数段落的行很短，而单个换行会被合并成一行
dialect-first-heading-repeats-title-left = 首个标题与文章标题 `{ $text }` 重复，已略去
dialect-invisible-control-characters-removed = 不可见的控制字符（{ $text }）已删除
dialect-paragraph-begins-four-spaces-which = 段落 `{ $text }` 以四个空格开头，在 Markdown 中是代码；已按普通段落处理
dialect-opens-code-nothing-closes = `{ $text }` 开始的代码没有结束
dialect-not-drawn-followers-see-source = `{ $text }` 图不会绘制：读者看到的是它的源码
dialect-digest-first-paragraph-none-written = 摘要（未填写，取首段文字）：{ $digest }
dialect-stands-article-written = { $name } `{ $text }` 会原样出现在文章中
dialect-becomes-plain-text = { $name } `{ $text }` 已变为普通文字
dialect-left-out = { $name } `{ $text }` 已略去
dialect-not-read-what-names-would = { $name } `{ $text }` 无法识别：它所指的内容不会出现在文章中

file-file-does-not-exist = 文件 `{ $path }` 不存在
    .fix = 请检查文件名和文件夹
file-cannot-read-no-permission = 无法读取 `{ $path }`：没有权限
    .fix = 请给当前用户读取权限
file-folder = `{ $path }` 是文件夹
    .fix = 请写其中的文件
file-cannot-read = 无法读取 `{ $path }`（{ $words }）
    .fix = 请检查磁盘和文件
file-or = { $f } 或 `{ $last }`
file-audience-does-not-say-who = `[audience]` 里还没写发给谁
    .fix = 请选一个：{ $choices }，例如 `tag = "VIP"`
file-empty = `[{ $table }]` 里还没有内容
    .fix = 请选一个：{ $choices }
file-takes-one-given = `[{ $table }]` 里只能选一个：{ $choices }，现在写了 { $found } 个
    .fix = 请只保留一个
file-nothing-title-can-seen = 标题中没有可见的文字
    .fix = 请写读者看得见的标题
file-title-goes-over-several-lines = 标题中有换行
    .fix = 微信只显示一行，请写在一行里
file-title-holds-tab = 标题中有制表符（Tab）
    .fix = 请改为空格
file-title-begins-ends-space = 标题首尾有空格
    .fix = 请删除空格
file-title-holds-which-readers-see = 标题中的 `{ $entity }` 会原样显示给读者
    .fix = 请直接写该字符，如 `&`

foreign-looks-like = `{ $path }` 看起来是{ $kind }

list-not-openid = `{ $value }` 不是 openid
    .fix = openid 为 28 位字母、数字、`-` 或 `_`
list-more-rows-list-wrong = 名单中还有 { $count } 行有问题
    .fix = 改好名单后重新检查
list-looks-like-wechat-name-not = `{ $value }` 看起来是微信号，不是 openid
    .fix = 请写 `wxnames = ["{ $value }"]`
list-openid-name-file-expected = `{ $value }` 是 openid，而这里应写文件名
    .fix = 请写成列表：`openids = ["{ $value }", "…"]`
list-quoted-cell-goes-over-several = 引号内的单元格跨了多行，其中有 { $openids } 个 openid
    .fix = 请在同一行补上右引号 `"`，或删除多余的引号
list-no-column-called-openid = 没有名为 `openid` 的列
list-did-you-mean-column-call = 是 `{ $head }` 这一列吗？请把列名改为 `openid`
list-write-names-columns-first-line = 请在第一行写上列名，其中一列为 `openid`
list-several-columns-may-hold-openids = 有多列可能是 openid：`{ $h }`
    .fix = 请只保留一列，或只把其中一列命名为 `openid`
list-openid-stands-column-without-name = openid `{ $value }` 所在的列没有列名
    .fix = 请每行只写一个 openid
list-list-openids-wechat-answer-says = 名单中有 { $read } 个 openid，而其中的微信返回结果写明共 { $total } 个
    .fix = 可能只是其中一页；`wxmass followers` 可列出全部
list-json-cannot-read-from-here = JSON 从这里起无法读取
    .fix = 请修正 JSON；微信的返回结果可用 `jq -r '.data.openid[]'` 转成名单
list-list-empty = 名单是空的
    .fix = 微信要求至少两个 openid
list-list-single-openid-wechat-wants = 名单只有一个 openid，微信要求至少两个（40130）
    .fix = 发给单人请用 `wxmass preview --openid …`
list-row-without-end = 这一行过长
    .fix = 请每行只写一个 openid
list-row-without-end-quotation-mark = 这一行没有结束：引号没有闭合
    .fix = 请补上右引号 `"`，或删除多余的引号
list-row-ends-before-column-openids = 这一行没有 openid 列
    .fix = 请补上 openid，或删除这一行
list-row-no-openid = 这一行的 openid 为空
    .fix = 请补上 openid，或删除这一行
list-json-no-key-openid = 这段 JSON 没有 `openid`
    .fix = 请写 `{"{"}"openid": "…"{"}"}`，或字符串列表
list-comments = 注释中
list-column = `{ $head }` 列中
list-under-key = `{ $key }` 下
list-not-sent-strings-like-openids = 不会发送：{ $place }有 { $count } 个形似 openid 的字符串（第 { $shown } 行）
    .fix = 如本意如此，无需处理

problems-more-not-shown-json-them = 另有 { $more } 条未显示，`--json` 可见全部{"\u000A"}{"\u000A"}

removed-formula-shown-written = 公式 `{ $tex }` 按原文显示
    .fix = 请检查括号是否成对，或改用图片
removed-formula-shown-written-cannot-set = 公式 `{ $tex }` 按原文显示：无法排版 `{ $why }`
    .fix = 请不用 `{ $why }`，或改用图片
removed-links-other-sites-which-wechat = 有 { $count } 个外部链接。未开通微信支付的账号，链接发出后点不开
    .fix = 请在 `[theme]` 中写 `links = "footnotes"`；已开通的账号写 `links = "keep"`
removed-picture-no-address-followers-would = 图片没有地址，读者看不到它
    .fix = 请写上地址，或删去该标签
removed-picture-would-lost-stands-where = 图片 `{ $source }` 会丢失：它所在的位置微信不保留图片
    .fix = 请把它移出所在的表单、视频或图形
removed-cannot-sent-article = `<{ $element }>` 的 `{ $source }` 无法随文章发送
    .fix = 请用腾讯视频、微信卡片或链接，或删去它
removed-followers-would-see-nothing-all = 读者什么也看不到：所有文字都被隐藏（`{ $words }`）
    .fix = 请去掉隐藏文字的样式
removed-followers-cannot-see-style-hides = 读者看不到 `{ $words }`：样式把它隐藏了
    .fix = 请去掉该样式，或删去文字
removed-wxmass-removes-style-what-wechat = wxmass 会删除样式 `{ $name }`；微信如何处理尚不清楚
    .fix = 发送时已略去；如需保留，请在 `[theme]` 中写 `keep = ["{ $name }"]`
removed-animation-not-wechat-list = 动画 `{ $name }` 不在微信的白名单中
    .fix = 发送时已略去；x、y、width、height、opacity、d、points、fill 与变换可用
removed-code-inside-lines-plain-look = 行内代码未加样式：加上后正文将超过 20,000 字符
    .fix = 请缩短正文
removed-notes-their-words-plain-their = 脚注未加样式：加上后正文将超过 20,000 字符
    .fix = 请缩短正文，或写 `links = "keep"`
removed-wxmass-removes-element-what-wechat = wxmass 会删除元素 `<{ $name }>`；微信如何处理尚不清楚
    .fix = 其中的文字保留；请改用普通 HTML
removed-code-no-colours-them-article = 代码未着色：着色后正文将超过 20,000 字符
    .fix = 请缩短正文或代码
removed-scripts = 脚本
removed-style-sheets-use-theme = 样式表（请用 `[theme]`）
removed-frames = 内嵌框架
removed-forms = 表单
removed-event-handlers = 事件处理器
removed-link = 链接 `{ $href }`
removed-style = 样式 `{ $name }`
removed-element = 元素 `<{ $name }>`
removed-tags-nested-too-deep = 嵌套过深的标签
removed-wechat-removes = 微信不保留{ $name }
    .fix = 发送时会自动去掉

rule-text = { $what }；{ $fix }
rule-did-you-mean = 是不是想写 `{ $word }`？
rule-most = { $length } { $unit }，上限 { $limit }
rule-too-large = `{ $path }` 过大
    .fix = 最多读取 { $l }
rule-unknown-key = 没有 `{ $key }` 这个配置项
rule-remove = 请删除
rule-missing = 缺少 `{ $key }`
    .fix = 请在此添加 `{ $key } = …`
rule-article-does-not-say = 文章没有写明 `{ $key }`
    .fix = 请在文件开头的两行 `---` 之间写 `{ $key }: …`
rule-empty = `{ $key }` 为空
    .fix = 请填写，或删除这一项
rule-holds-control-character = `{ $key }` 含有控制字符
    .fix = 请删除该不可见字符
rule-cannot = `{ $key }` 不能为 `{ $value }`
rule-one = 可选：{ $a }
rule-holds-character-cannot-seen-u = `{ $key }` 含有看不见的字符（U+{ $code }）
    .fix = 请删除它，或重新输入：否则会与另一个活动看起来相同
rule-link-text-message = 文本消息中有链接 `{ $url }`
    .fix = 微信会拒绝带外部链接的文本（40066）：请删除，或改用小程序链接
rule-video-uploaded-api-can-probably = 通过接口上传的视频很可能无法群发（48022）
    .fix = 请在公众平台上传后用 `wxmass send-tag --video ID` 群发，或把视频放进图文
rule-wechat-no-longer-sends-cards = 微信已不再支持群发卡券（45113）
    .fix = 请改发图文或文本
rule-all-false-says-nothing = `all = false` 没有意义
    .fix = 发给全部粉丝写 `all = true`，否则写 `tag` 或 `openids`
rule-too-long = `{ $field }` 过长
rule-may-too-long-wechat = `{ $field }` 可能超过微信限制
rule-articles = { $count } 篇文章
    .fix = 图文须为 1 至 8 篇
rule-nothing-send = 没有要发送的内容
    .fix = 请添加 `[[articles]]` 或 `[message]`
rule-message-beside-articles = `[message]` 与 `[[articles]]` 同时存在
    .fix = 一次活动只能发送其一
rule-article-no-cover = 文章缺少封面
    .fix = 请添加 `cover = "picture.jpg"`
rule-wechat-shows-digest-single-article = 微信只为单图文显示摘要
    .fix = 不影响发送
rule-file-does-not-exist = 文件 `{ $tried }` 不存在
rule-nearest-file = 最接近的文件：`{ $name }`
rule-check-name-folder-paths-start = 请检查文件名和文件夹；路径以写它的那个文件为起点
rule-lies-outside-campaign-folder = `{ $path }` 在活动文件夹之外
    .fix = 请移入文件夹，或用 `--allow-outside` 允许
rule-picture-another-host = 图片 `{ $source }` 在外部主机上
    .fix = `wxmass send` 会下载并上传
rule-picture-cannot-fetched = 无法下载图片 `{ $source }`：{ $why }
rule-not-path = `{ $source }` 不是路径
    .fix = 请使用活动文件夹中的文件
rule-picture-cannot-used = 图片 `{ $source }` 无法使用：{ $why }
rule-pictures = { $count } 张图片
    .fix = 须为 1 至 { $limit } 张
rule-images-no = `[images]` 中没有 `{ $name }`
rule-add-images = 请在 `[images]` 中添加
rule-no-article-uses-image = 没有文章使用 `image:{ $name }`
    .fix = 不会上传
rule-files-type-not-taken-here = 此处不接受 `{ $found }` 文件
    .fix = 可选：{ $allowed }
rule-file = 文件大小为 { $b }
    .fix = 上限 { $l }
rule-neither-markdown-nor-html = `{ $path }` 既不是 Markdown 也不是 HTML
    .fix = 请使用 .md 或 .html 文件
rule-article-cannot-used = 文章无法使用
rule-article-empty = 文章为空
    .fix = 微信拒绝没有文字和图片的文章（44004）
rule-cannot-2 = `{ $key }` 不能是 `{ $value }`
    .fix = 请写成 `{ $like }` 这样的值
rule-not-rectangle = `{ $value }` 不是矩形
    .fix = 请写 X1_Y1_X2_Y2 比例，如 0_0.1_1_0.8
rule-not-1-cover = `{ $value }` 在此封面上不是 { $shape }:1
    .fix = 居中裁剪为 `{ $middle }`；省略此键时即采用
rule-not-web-address = `{ $value }` 不是网址
    .fix = 应以 https:// 开头
rule-more-problems-kind-file = 此文件中还有 { $count } 处同类问题
    .fix = 先改好上面这些，再检查一次
rule-article-itself-does-not-say = 单独的文章没有说明发给谁
    .fix = 请写一个活动文件引用它：`[[articles]]` 中的 `content = "…"`，以及 `[audience]`
rule-html-cannot-say-title-cover = HTML 文件无法写明标题与封面
    .fix = 请写一个活动文件引用它：`[[articles]]` 中的 `title`、`cover` 与 `content`
rule-folder = 这是一个文件夹
rule-give-campaign = 请给出其中的活动文件：{ $file }
rule-give-campaign-file-wxmass-init = 请给出活动文件；`wxmass init DIR` 可新建
rule-stands-outside-account-table = `{ $key }` 不在账号表之内
    .fix = 请写在 [main] 之类的一行之下
rule-cannot-3 = `{ $key }` 的值不对
    .fix = 应为 { $w }
rule-no-audience-campaign-does-not = 还没写发给谁
    .fix = 请加上 `[audience]`，例如 `tag = "VIP"`（或 `all = true`、`openids = "名单.csv"`）

sheet-meets-no-element-articles = `{ $selector }` 没有匹配到文章中的任何元素
    .fix = 可用的元素与类见 `docs/themes.md`
sheet-no-selector-can-read = 选择器 `{ $text }` 无法识别
    .fix = 请写普通的 CSS 选择器
sheet-does-nothing-no-tag-stands = `{ $selector }` 不起作用：没有与之对应的标签
    .fix = 只有 `content` 带文字的 `::before` 与 `::after` 能写入文章
sheet-does-nothing-wechat-keeps-no = `@{ $name }` 不起作用：微信不保留样式表
    .fix = 请去掉它，把其中的规则直接写出
sheet-there-no-property = 没有 `{ $name }` 这个属性
    .fix = 应写作 `{ $nearest }`
sheet-there-no-property-2 = 没有 `{ $name }` 这个属性
    .fix = 请删去
sheet-value-does-not-stay-article = `{ $name }` 的这个值无法保留在文章中
    .fix = 发送时已略去
sheet-no-declaration = `{ $text }` 不是声明
    .fix = 请写成 `属性: 值;`
sheet-brace-out-step-what-follows = 花括号不配对：其后的规则可能不起作用
    .fix = 每个左括号都要有一个右括号
sheet-variable-defined-nowhere = 变量 `{ $name }` 没有定义
    .fix = 请在 `:root` 中定义，或直接写值
sheet-content-too-long = `content` 过长：{ $length }
    .fix = 文字 { $words }，样式 { $styles }，图片地址 { $pictures }，链接与脚注 { $links }，代码 { $code }，标签 { $tags }
sheet-words-alone-too-many = 仅文字就已超出
sheet-cut-after-line = 可在第 { $line } 行后分为两篇
sheet-wechat-will-judge-allow-long = 已按 `allow_long` 交由微信判断
sheet-drawn-all-the-same = 页面照样生成；发送则需要 `allow_long = true`
sheet-allow-long-true-lets-wechat = `allow_long = true` 可交由微信判断

slip-not-toml = 这里的写法不对（toml: { $message }）
    .fix = 每行写成 `名称 = "文字"`；改好后再检查其余内容
slip-character-cannot-seen-u-stands = 这里有一个看不见的字符（U+{ $code }）
    .fix = 请删除它，或重新输入这一行
slip-text-begins-ends = 文字以英文引号 `"` 开头，却以 `{ $sign }` 结尾
    .fix = 两端都请用英文引号 `"`
slip-closing-quotation-mark-missing = 缺少右引号 `{ $mark }`
    .fix = 请在文字末尾补上 `{ $mark }`
slip-means-nothing-text = 文字中的 `{ $escape }` 没有意义
    .fix = 反斜杠请写成 `\\`，或改用单引号
slip-quotation-mark-inside-text-ends = 文字里的英文引号使文字提前结束
    .fix = 文字里面请用中文引号 “ ”，或写成 `\"`
slip-text-needs-quotation-marks = 文字要加英文双引号
    .fix = 请写 `"{ $text }"`
slip-neither-true-nor-false = `{ $written }` 既不是 `true` 也不是 `false`
    .fix = 请写 `{ $meant }`
slip-no-value = `{ $key }` 没有值
    .fix = 请在 `=` 后填写，或在行首加 `#`
slip-stands-where-should = 这里的冒号 `:` 应为等号 `=`
    .fix = 请写 `{ $key } = …`
slip-line-neither-key-value-nor = 这一行既不是 `名称 = 值`，也不是 `[表]`
    .fix = 请写成 `名称 = "文字"`；注释以 `#` 开头
slip-brackets-line-do-not-match = 这一行的方括号不配对
    .fix = 请写 `{ $better }`
slip-stands-twice-first-line = `{ $name }` 写了两次（第一次在第 { $first } 行）
    .fix = 请只保留一处
slip-stands-after-value = 值的后面多了 `{ $signs }`
    .fix = 请删除：行末不加标点
slip-two-values-stand-one-line = 一行里写了两项
    .fix = 请每行只写一项 `名称 = 值`
slip-comma-missing = 缺少逗号
    .fix = 两个值之间请加英文逗号 `,`
slip-does-not-begin-comment = `{ $mark }` 不是注释
    .fix = 注释以 `#` 开头
slip-name-needs-quotation-marks = 名称 `{ $key }` 要加英文双引号
    .fix = 请写 `"{ $key }"`；wxmass 自己的名称都是英文
slip-opened-here-not-closed = 这里的 `{ $sign }` 没有闭合
    .fix = 请在末尾补上 `{ $close }`
slip-lines-end-old-macs-cr = 换行符是旧版 Mac 的格式（CR）
    .fix = 请用 LF 或 CRLF 换行符另存
slip-text-holds-control-character = 文字中含有控制字符
    .fix = 请删除该不可见字符
slip-one-pair-brackets-needs-two = `[{ $name }]` 要写两层方括号
    .fix = 每一项都请写 `[[{ $name }]]`
slip-path-written-forward-slashes-not = 路径要用正斜杠 `/`，不用 `\`
    .fix = 请写 `"{ $better }"`；图片须在活动文件夹内，如 `"images/封面.png"`
slip-for = `{ $sign }` 改为 `{ $meant }`
slip-stand-here = 这里用了{ $kind } { $found }
    .fix = 请把 { $changes }
problems-count = { $errors } 个错误，{ $warnings } 个警告
rule-ends-before-it-begins = `until` 早于 `at`
    .fix = 请写一个更晚的时间，或删去
problems-grouped = { $title } ×{ $count }（首处 { $place }）
removed-template = `<template>` 中的内容已略去，浏览器也不显示它
    .fix = 请去掉该标签、保留其中内容，或一并删去

slip-ordinary-space = 普通空格
slip-chinese-quotation-marks = 中文引号
slip-full-width-signs = 全角（中文）符号
sheet-plainer-theme-helps = 可换用更简单的主题
sheet-fewer-pictures-help = 可减少图片
sheet-fewer-links-footnotes-help = 可减少转为脚注的链接
sheet-shorter-code-helps = 可缩短代码
rule-characters = 个字符
rule-width-units-chinese-character = 个宽度单位（汉字计 2）
rule-bytes = 字节
problems-error = 错误
problems-warning = 警告
problems-help = 建议
