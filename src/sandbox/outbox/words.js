// All words of the page in English and Chinese, and the way times and numbers are written.

const table = {
  title: ["wxmass sandbox", "wxmass 沙箱"],
  skip: ["Skip to the content", "跳到内容"],
  language: ["中文", "English"],
  views: ["Parts of the sandbox", "沙箱的各部分"],
  chats: ["Chats", "聊天"],
  previews: ["Previews", "预览"],
  drafts: ["Drafts", "草稿"],
  media: ["Media", "素材"],
  quotas: ["Quotas", "额度"],
  calls: ["Calls", "调用"],
  faults: ["Faults", "故障"],
  account: ["Account", "账号"],
  live: ["Live", "实时"],
  lost: ["The sandbox does not answer; still trying", "沙箱没有应答，仍在重试"],
  "kind-service": ["Service account", "服务号"],
  "kind-subscription": ["Subscription account", "订阅号"],
  "kind-unverified": ["Unverified account", "未认证账号"],
  "kind-test": ["Test account", "测试号"],
  followers: ["{0} followers", "{0} 位粉丝"],
  everything: ["All sends", "全部群发"],
  "everything-note": ["every mass send, whoever it went to", "所有群发，不论发给谁"],
  tags: ["Tags", "标签"],
  "one-by-one": ["Followers", "粉丝"],
  follower: ["Follower {0}", "粉丝 {0}"],
  "open-follower": ["Open a follower’s chat", "打开某位粉丝的聊天"],
  "follower-number": ["Number or openid", "序号或 openid"],
  open: ["Open", "打开"],
  "no-follower": ["No such follower: numbers go from 1 to {0}.", "没有这位粉丝：序号从 1 到 {0}。"],
  back: ["Back", "返回"],
  close: ["Close", "关闭"],
  "nothing-sent": ["Nothing was sent here yet.", "这里还没有收到任何群发。"],
  "try": ["Try this in another terminal:", "在另一个终端里试试："],
  "no-previews": ["No previews yet.", "还没有预览。"],
  "no-drafts": ["No drafts. A draft leaves this box when it is sent.", "没有草稿。草稿群发后会离开草稿箱。"],
  "no-media": ["Nothing was uploaded yet.", "还没有上传任何素材。"],
  "no-calls": ["No calls yet.", "还没有任何调用。"],
  "to-all": ["to everybody", "发给全部粉丝"],
  "to-tag": ["to tag {0}", "发给标签 {0}"],
  "to-list": ["to a list of {0} openids", "发给 {0} 个 openid"],
  preview: ["Preview", "预览"],
  sending: ["sending", "发送中"],
  sent: ["sent", "已发送"],
  deleted: ["deleted", "已删除"],
  public: ["public", "已发布"],
  publishing: ["on its way", "发布中"],
  publishes: ["Published without a send", "未群发的发布"],
  waiting: ["waits for the administrator", "等待管理员确认"],
  confirm: ["Administrator: confirm", "管理员：确认"],
  refuse: ["Administrator: refuse", "管理员：拒绝"],
  failed: ["failed", "发送失败"],
  older: ["{0} older ones are not shown.", "更早的 {0} 条未显示。"],
  "read-more": ["Read more", "阅读原文"],
  "comments-on": ["Comments: everyone", "留言：所有人"],
  "comments-fans": ["Comments: followers only", "留言：仅粉丝"],
  "article-of": ["Article {0} of {1}", "第 {0} 篇，共 {1} 篇"],
  "article-gone": ["This article is no longer there.", "这篇文章已不存在。"],
  image: ["Picture", "图片"],
  card: ["Card {0}", "卡券 {0}"],
  unsaved: ["The bytes are no longer kept.", "文件内容已不再保留。"],
  until: ["until {0}", "有效至 {0}"],
  permanent: ["permanent", "永久"],
  limit: ["Limit", "额度项"],
  left: ["Left", "剩余"],
  returns: ["Comes back", "恢复时间"],
  "of-limit": ["{0} of {1}", "{0} / {1}"],
  never: ["when it is lifted", "解除后"],
  "now-full": ["full", "未使用"],
  "sends-to-all": ["Sends to everybody this month", "本月全员群发"],
  sends: ["Mass sends today", "今日群发"],
  planted: ["Mass sends (planted)", "群发（人为设定）"],
  "mass-calls": ["Mass calls within a minute", "一分钟内的群发调用"],
  "calls-a-day": ["calls today", "今日调用"],
  beijing: ["All times are those of Beijing (UTC+8), as WeChat counts.", "时间均为北京时间（UTC+8），与微信一致。"],
  "at-once": ["Most calls under way at once: {0}", "同时进行的调用最多 {0} 个"],
  "only-trouble": ["Only refused or disturbed", "只看被拒绝或受干扰的"],
  request: ["Request", "请求"],
  answer: ["Answer", "应答"],
  "met-fault": ["fault: {0}", "故障：{0}"],
  empty: ["(empty)", "（空）"],
  "fault-intro": ["A switch plants a fault at a call. The next run of the program meets it.", "打开开关即在某个接口埋下故障，程序下次调用时就会遇到。"],
  "at-call": ["At the call", "在接口"],
  "any-call": ["any call", "任意接口"],
  "how-often": ["How often", "次数"],
  once: ["The next call only", "仅下一次调用"],
  always: ["Every call until switched off", "每次调用，直到关闭"],
  refusals: ["WeChat refuses", "微信拒绝"],
  wires: ["The wire breaks", "网络出错"],
  "planted-now": ["Planted now", "已埋下的故障"],
  "none-planted": ["No fault is planted.", "没有埋下故障。"],
  "take-away": ["Take away", "移除"],
  "take-all": ["Take all away", "全部移除"],
  "was-met": ["met", "已触发"],
  "not-met": ["not met yet", "尚未触发"],
  "hits-once": ["the next call", "下一次"],
  "hits-always": ["every call", "每一次"],
  code: ["errcode {0}", "错误码 {0}"],
  "code--1": ["system error, try later", "系统繁忙"],
  "code-40001": ["the token is not valid", "access_token 无效"],
  "code-42001": ["the token has expired", "access_token 已过期"],
  "code-40164": ["this address is not allowed", "IP 不在白名单"],
  "code-40007": ["no such media_id, or of another kind", "media_id 无效或类型不符"],
  "code-40059": ["this msg_id is not known, yet", "msg_id 无效，或尚未生效"],
  "code-45009": ["daily quota of calls spent", "接口日额度用尽"],
  "code-45011": ["too many calls a minute", "调用过于频繁"],
  "code-45028": ["no mass sends left", "没有群发次数了"],
  "code-45065": ["this clientmsgid was used", "clientmsgid 已存在"],
  "code-45066": ["this clientmsgid again too soon", "同一 clientmsgid 重试过快"],
  "code-45106": ["this call was withdrawn", "接口已下线"],
  "code-89504": ["the send is still in approval", "群发仍在审批中"],
  "code-89505": ["the send has gone to the administrator", "群发已提交管理员确认"],
  "code-9500002": ["mass sends are busy", "群发任务过多，系统繁忙"],
  "code-77777": ["a code that no one knows", "没有人知道的错误码"],
  "code-48001": ["the account may not do this", "没有接口权限"],
  "fault-delay": ["Late by {0} s", "延迟 {0} 秒"],
  "fault-reset_before": ["Reset before it is accepted", "受理前连接断开"],
  "fault-reset_after": ["Accepted, then the connection is reset", "受理后连接断开"],
  "fault-truncated": ["Accepted, half of the answer comes", "受理后应答被截断"],
  "fault-html": ["Accepted, a page with HTTP 502 comes", "受理后返回 HTTP 502 页面"],
  "fault-html200": ["Accepted, a page with HTTP 200 comes", "受理后返回 HTTP 200 页面"],
  "fault-empty": ["Accepted, an empty answer comes", "受理后应答为空"],
  "fault-status": ["Not accepted, HTTP {0}", "未受理，HTTP {0}"],
  "fault-control_character": ["Accepted, with a raw control character in the answer", "受理后应答里有控制字符"],
  "fault-errcode_after": ["Accepted, and errcode {0} all the same", "受理后仍返回错误码 {0}"],
  "fault-token_revoked": ["Another program has renewed the token", "access_token 被其他程序刷新"],
  "fault-ends_as": ["Accepted, the send fails later: {0}", "受理后群发失败：{0}"],
  "fault-hang": ["Accepted, no answer ever comes", "受理后永不应答"],
  "fault-dribble_ms": ["The answer comes byte by byte, {0} ms apart", "应答逐字节到达，间隔 {0} 毫秒"],
  "fault-bom": ["Accepted, a byte order mark before the answer", "受理后应答前有 BOM"],
  "fault-gzip": ["Accepted, compressed though no one asked", "受理后返回未请求的 gzip"],
  "fault-keys_forgotten": ["Every earlier clientmsgid is forgotten", "之前的 clientmsgid 全部失效"],
  "fault-msg_status": ["mass/get says “{0}”", "mass/get 返回“{0}”"],
  "fault-drop": ["A field of the answer is missing: {0}", "应答缺少字段：{0}"],
  "fault-merge": ["A field of the answer is another: {0}", "应答字段被改为：{0}"],
  "fault-login_page": ["The login page of a network", "网络登录页"],
  "fault-foreign_json": ["JSON of another gateway", "其他网关的 JSON"],
  "fault-redirect": ["A redirect to {0}", "重定向到 {0}"],
  "fault-answer": ["This answer: {0}", "直接返回：{0}"],
  relays: ["Something stands between", "中间有网关"],
  "own-fault": ["A fault of your own", "自定义故障"],
  "own-fault-why": ["JSON or a word, as in the file of faults (docs/sandbox.md)", "JSON 或关键字，格式与故障文件相同（docs/sandbox.md）"],
  plant: ["Plant it", "埋下"],
  pending: ["{0} on the way, with no follower yet", "{0} 条尚未送达任何粉丝"],
  details: ["Details", "详情"],
  "nobody-month": ["reached no one: all {0} have had their four of this month", "无人收到：{0} 位粉丝本月四条均已用完"],
  "nobody-empty": ["reached no one: no follower has this tag", "无人收到：没有粉丝带此标签"],
  "new-here": ["New since you opened this chat", "以下为打开聊天后的新消息"],
  search: ["Search path, errcode, body or client", "搜索路径、错误码、内容或客户端"],
  "no-match": ["No call matches.", "没有符合的调用。"],
  "show-older": ["Show older ones ({0} not shown)", "显示更早的调用（还有 {0} 条）"],
  "unnamed-client": ["a client without a name", "未标明的客户端"],
  "the-sandbox": ["posted by the sandbox", "沙箱发出"],
  "calls-of-run": ["{0} calls", "{0} 次调用"],
  troubles: ["{0} refused, disturbed or odd", "{0} 次被拒绝、受干扰或异常"],
  unheard: ["not heard", "未送达"],
  taken: ["taken", "已接收"],
  "not-taken": ["not taken", "未接收"],
  "unknown-fields": ["{0} unknown fields", "{0} 个未知字段"],
  "unknown-why": ["No page of WeChat has these fields:", "微信文档中没有这些字段："],
  unplayed: ["not played here", "沙箱不支持"],
  sizes: ["Sizes:", "大小："],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  "copy-id": ["Copy {0}", "复制 {0}"],
  "copy-curl": ["Copy as curl", "复制为 curl"],
  "used-cover": ["cover of “{0}”", "“{0}”的封面"],
  "used-post": ["in the picture post “{0}”", "图片消息“{0}”"],
  "used-text": ["in “{0}”", "用于“{0}”"],
  audience: ["Audience", "受众"],
  reached: ["Reached", "送达"],
  "reached-of": ["{0} of {1}", "{0} / {1}"],
  "sent-at": ["Sent", "群发时间"],
  "article-number": ["Article {0}", "第 {0} 篇"],
  "by-hand": ["{0} (set by hand)", "{0}（手动设置）"],
  "its-calls": ["Its calls and events", "相关调用与事件"],
  "no-its-calls": ["None in the log; it begins when the sandbox starts.", "日志中没有；日志从沙箱启动时开始。"],
  "do-to-it": ["Do to it", "对它操作"],
  "needs-token": ["Needs the control token: see Account.", "需要控制令牌，见“账号”。"],
  "delete-send": ["Delete", "删除"],
  "post-event": ["Post its event again", "重新推送事件"],
  "fail-as": ["Fail as {0}", "失败：{0}"],
  "stay-sending": ["Let mass/get say SENDING", "让 mass/get 返回 SENDING"],
  "status-true": ["Let mass/get say the truth", "让 mass/get 返回真实状态"],
  protection_plays: ["While the administrator has not confirmed", "管理员确认之前"],
  "protection-sending": ["accepted, mass/get says SENDING", "受理，mass/get 返回 SENDING"],
  "protection-kept": ["89505, then 89504; the send is kept", "先 89505 后 89504；群发保留"],
  "protection-dropped": ["89505, then 89504; the send has to be made again", "先 89505 后 89504；需重新群发"],
  relay: ["A relay before WeChat", "微信前的中转"],
  path: ["Path before /cgi-bin", "/cgi-bin 前的路径"],
  "path-like": ["/wx", "/wx"],
  basic_auth: ["User and password", "用户名和密码"],
  "basic_auth-like": ["user:password", "user:password"],
  needs_header: ["Header that is wanted", "必需的请求头"],
  "needs_header-like": ["x-relay-key: word", "x-relay-key: word"],
  save: ["Save", "保存"],
  "forget-keys": ["Forget every clientmsgid", "忘记所有 clientmsgid"],
  danger: ["Cannot be undone", "不可撤销"],
  "reset-what": ["All sends, drafts, media, faults and calls go; kind, followers and protection stay.", "所有群发、草稿、素材、故障和调用都会清空；账号类型、粉丝数和群发保护保留。"],
  send_uses_drafts: ["mass/send uses up its draft, too", "mass/send 也会用掉草稿"],
  strict_fields: ["Fields that WeChat does not have are refused", "拒绝微信没有的字段"],
  early_2022: ["add_news answers 45103, as in early 2022", "add_news 返回 45103（2022 年初）"],
  cards_and_videos_gone: ["Cards and videos by API are refused", "拒绝卡券和接口上传的视频"],
  early_statistics: ["Statistics are complete before 08:00", "08:00 前统计已完整"],
  kind: ["Kind of account", "账号类型"],
  clock: ["Clock", "时钟"],
  "clock-real": ["It shows the real time.", "与真实时间一致。"],
  "clock-moved": ["It is {0} ahead of the real time.", "比真实时间快 {0}。"],
  "clock-behind": ["It is {0} behind the real time.", "比真实时间慢 {0}。"],
  "plus-60": ["+1 minute", "+1 分钟"],
  "plus-3600": ["+1 hour", "+1 小时"],
  "plus-86400": ["+1 day", "+1 天"],
  "next-month": ["To the next month", "到下个月"],
  "real-time": ["Back to the real time", "回到真实时间"],
  settings: ["How this WeChat behaves", "这个微信的行为"],
  drafts_survive: ["Drafts stay when they are sent", "草稿群发后仍保留"],
  strict_minute: ["45066 for a repeat within a minute", "一分钟内重复返回 45066"],
  world_2021: ["material/add_news still works, as in 2021", "material/add_news 仍可用（2021 年的行为）"],
  protection: ["The administrator confirms sends to everybody", "全员群发需管理员确认"],
  pay: ["WeChat Pay: links to other sites stay", "已开通微信支付：保留站外链接"],
  empty_is_deleted: ["A send that reaches no one ends as DELETE", "无人可收的群发以 DELETE 结束"],
  long_keys: ["A clientmsgid may have 64 bytes", "clientmsgid 可长 64 字节"],
  latency: ["Latency of every call", "每次调用的延迟"],
  finish: ["A send takes", "一次群发需要"],
  none: ["none", "无"],
  moves: ["Things to do to it", "可做的操作"],
  "spend-quota": ["Spend all mass sends", "用尽群发次数"],
  "lift-quota": ["Give the mass sends back", "恢复群发次数"],
  "revoke-tokens": ["Make every token invalid", "使所有 access_token 失效"],
  reset: ["Forget everything", "清空沙箱"],
  "reset-sure": ["Forget all sends, drafts, media and faults?", "要清空所有群发、草稿、素材和故障吗？"],
  token: ["Control token", "控制令牌"],
  "token-why": ["To change the sandbox, paste the token that `wxmass sandbox` printed when it started.", "要改动沙箱，请粘贴 `wxmass sandbox` 启动时显示的令牌。"],
  "token-use": ["Use it", "使用"],
  "token-wrong": ["The sandbox refused this token.", "沙箱不接受此令牌。"],
  "change-failed": ["The sandbox refused the change: {0}", "沙箱拒绝了改动：{0}"],
  "news-sent": ["New message {0}: {1}", "新群发（{0}）：{1}"],
  "news-preview": ["New preview for {0}: {1}", "新预览（{0}）：{1}"],
  pictures: ["{0} pictures", "{0} 张图片"],
  voice: ["Voice message", "语音"],
  video: ["Video", "视频"],
};

let chinese = (navigator.language || "").toLowerCase().startsWith("zh");

export function language() {
  return chinese ? "zh-CN" : "en";
}

export function switchLanguage() {
  chinese = !chinese;
}

/** The words of a key; {0}, {1} are replaced. An unknown key stands for itself. */
export function say(key, ...values) {
  const words = table[key]?.[chinese ? 1 : 0] ?? key;
  return words.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
}

export function knows(key) {
  return key in table;
}

function format(options) {
  return new Intl.DateTimeFormat(chinese ? "zh-CN" : "en-GB", { timeZone: "Asia/Shanghai", ...options });
}

/** Day and time in Beijing. */
export function moment(time) {
  return format({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(time));
}

/** A day in Beijing. */
export function day(time) {
  return format({ weekday: "short", month: "short", day: "numeric" }).format(new Date(time));
}

/** An hour and a minute in Beijing. */
export function hour(time) {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(time));
}

/** A size in bytes. */
export function bytes(number) {
  const [unit, size] = number < 1000 ? ["byte", 1] : number < 1_000_000 ? ["kilobyte", 1000] : ["megabyte", 1_000_000];
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: 1 }).format(number / size);
}

/** With the year and the second. */
export function exact(time) {
  return format({ dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" }).format(new Date(time));
}

export function clock(time) {
  return format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(new Date(time));
}

export function count(number) {
  return new Intl.NumberFormat(language()).format(number);
}

/** A length of time in its two largest units. */
export function span(seconds) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const parts = [];
  for (const [unit, size] of units) {
    const amount = Math.floor(seconds / size);
    seconds -= amount * size;
    const style = { style: "unit", unit, unitDisplay: "long" };
    if (amount) parts.push(new Intl.NumberFormat(language(), style).format(amount));
  }
  return parts.slice(0, 2).join(" ");
}
