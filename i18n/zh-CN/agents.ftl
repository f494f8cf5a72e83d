# 智能体：`wxmass mcp` 与 `wxmass approve`。

agent-see-tool-s-description-plan = 请看此工具的说明；指纹由 `plan` 给出，并须先让负责人看过
agent-type-send = 请输入 `{ $wanted }` 以群发
agent-list-openids-cannot-come-from = 这里不能从标准输入读取 openid 名单：它用于与智能体通信
agent-name-file-openids = 请在 `openids` 中写文件名
agent-start-session-protocol-requires = 智能体未按协议开始会话：{ $error }
agent-wxmass-mcp-started-agent-s = `wxmass mcp` 由智能体程序启动，写法见 `docs/agents.md`
approve-agent-made-plan-fingerprint-account = 最近 24 小时内，没有智能体为账号 { $account } 做过此指纹的计划
approve-give-least-digits-account-account = 请写出至少 12 位指纹，并用 `--account` 指定账号
approve-confirmed-nothing-approved = 已取消，没有批准任何内容
approve-plan-longer-waiting-approval = 该计划已不再等待批准
approve-approved-one-send-within-minutes = 已批准：30 分钟内可群发一次，智能体现在可以调用 `send`
agent-person-confirm-client-cannot-ask = 需由负责人确认，而此客户端无法询问；没有群发任何内容
agent-show-plan-person-who-runs = 请把计划给负责人看，由其在终端中运行下面的命令，然后再次调用 `send`
agent-only-person-terminal-can-approve = 只能由负责人在终端中批准计划
agent-run-command-terminal-yes-count = 请在终端中运行此命令；此处 `--yes` 无效

agent-no-plan = 本次对话中，此活动与账号没有这一指纹的计划
agent-not-html = `output` 须以 .html 结尾
agent-no-argument = `{ $tool }` 没有参数 `{ $name }`
agent-argument-missing = `{ $tool }` 缺少参数 `{ $name }`
agent-argument-misfit = 参数 `{ $name }` 不符合 { $schema }
