# Agents: `wxmass mcp` and `wxmass approve`.

agent-see-tool-s-description-plan = see the tool's description; `plan` gives the fingerprint, and a person has to see it first
agent-type-send = type `{ $wanted }` to send
agent-list-openids-cannot-come-from = a list of openids cannot come from stdin here: it carries the agent's session
agent-name-file-openids = name a file in `openids`
agent-start-session-protocol-requires = the agent did not start the session as the protocol requires: { $error }
agent-wxmass-mcp-started-agent-s = `wxmass mcp` is started by an agent's program; `docs/agents.md` shows how
approve-agent-made-plan-fingerprint-account = no agent has made a plan with this fingerprint for account { $account } in the last 24 hours
approve-give-least-digits-account-account = give at least 12 digits, and the account with `--account`
approve-confirmed-nothing-approved = not confirmed; nothing was approved
approve-plan-longer-waiting-approval = the plan is no longer waiting for approval
approve-approved-one-send-within-minutes = approved for one send within 30 minutes; the agent can call `send` now
agent-person-confirm-client-cannot-ask = a person has to confirm, and this client cannot ask; nothing was sent
agent-show-plan-person-who-runs = show the plan to the person, who runs this command in a terminal; then call `send` again
agent-only-person-terminal-can-approve = only a person at a terminal can approve a plan
agent-run-command-terminal-yes-count = run this command in a terminal; `--yes` does not count here

agent-no-plan = no plan of this conversation has this fingerprint for this campaign and account
agent-not-html = `output` does not end in .html
agent-no-argument = `{ $tool }` has no argument `{ $name }`
agent-argument-missing = `{ $tool }` needs the argument `{ $name }`
agent-argument-misfit = the argument `{ $name }` does not fit { $schema }
