# Single commands.

ask-so-many-receivers-want-audience = more than `confirm_above` recipients: the name of the audience is required: `{ $name }`
ask-type-go = type `{ $shown }` to confirm:{" "}

articles-says-nothing-wechat-own-json = `{ $option }` has no effect with WeChat's own JSON, which names no files
articles-leave-out-give-campaign-file = leave it out, or give a campaign file (.toml) or an article (.md)

delete-about-delete-msg-id-account = about to delete { $what } of account { $account }: its pages disappear for everybody, the cards stay in their chats, and other sends of the same material lose their page too; this cannot be undone and the quota does not come back

doctor-valid-until = valid until { $t }
doctor-there-one-what-gave-does = there is one; what gave it does not tell its end
doctor-machine-address = this machine's address is on it
doctor-not-looked-token-does-not = not looked at: this token does not come from a call of this machine
doctor-calls-left-today = { $r } of { $l } calls left today
doctor-not-kind-account-only-verified = not for this kind of account: only verified service accounts send to lists
doctor-used-month-ledger-sends-from = { $month } of { $l } used this month by this ledger (sends from the WeChat console count too)
doctor-used-today-ledger-sends-from = { $today } of { $l } used today by this ledger (sends from the WeChat console count too)
doctor-sent-today-month-ledger-write = { $today } sent today and { $month } this month by this ledger; write `kind` in the profile to have the limit counted
doctor-next-one-possible-from = the next one is possible from { $t }
doctor-agrees-wechat = agrees with WeChat's
doctor-s-behind-wechat = { $ahead } s behind WeChat's
doctor-s-ahead-wechat = { $s } s ahead of WeChat's
doctor-schema = { $place }, schema { $schema }
doctor-mode-schema = { $place }, mode { $shown }, schema { $schema }
doctor-holds-tokens-others-may-read = it holds tokens and others may read it: `chmod 600 { $p }`
doctor-none = none
doctor-except = { $shown } ({ $variable }), except for { $except }
doctor-mb-free = { $n } MB free in { $folder }

init-there-already = `{ $display }` already exists
init-next = next: { $next }

listen-listening-http-account-stop-ctrl = listening on http://{ $at }{ $path } for account { $account } ({ $mode }); stop with Ctrl-C
listen-set-callback-token-accounts-toml = set { $token } (or `callback_token` in accounts.toml) to the token that is entered in WeChat's settings
listen-refused-request-from = refused a request from { $from }: { $why }
listen-recorded-could-not-printed = recorded, and could not be printed:{" "}


render-20-000-characters = { $characters } of 20,000 characters
render-warning-no-browser-could-opened = warning: no browser could be opened (`{ $program }`: { $error }); open { $target } yourself

runs-ledger-no-such-run-wxmass = the ledger has no run of `{ $name }`; `wxmass runs` lists all
runs-ledger-empty = the ledger is empty
runs-batch-run-may-been-sent = batch { $b } of run { $r } may have been sent: first tried on { $when }, { $tries } times, key { $key }. Within 24 hours of that, run the same command again: it asks WeChat and never sends twice. Later, look into the account's history and say `{ $command } --mark-sent { $b }` or `{ $command } --send-again { $b }`
runs-on = { $told }, on { $when }
runs-tag = tag { $tag }
runs-openids = { $count } openids
runs-all = all

sandbox-outbox-stop-ctrl-c-wxmass =
    outbox: { $outbox }  (stop with Ctrl-C)
    WXMASS_API_BASE={ $base-url } WXMASS_APPID={ $appid } WXMASS_SECRET={ $secret }
    control calls want the header x-sandbox-token: { $control-token }
sandbox-listens-who-reaches-can-read = listening on { $bind }: anyone who can reach it can read the outbox and make calls; changing the sandbox requires the control token
sandbox-wechat-host-names-lead-here = WeChat's host names lead here with the line that `wxmass sandbox --hosts` prints, where it listens on port 443
sandbox-callback-taken = callback: { $what }{ $id } was taken
sandbox-callback-not-taken-attempt = callback: { $what }{ $id } was not taken (attempt { $n }): { $why }
sandbox-file-faults-problems = the file of faults has problems

send-next = next: { $command }
send-wechat-accepted-send-then-failed = WeChat accepted the send, but then failed to deliver it ({ $value })

connect-ledger-knows-account-now-reached = the ledger knows account { $appid } at { $other }, and now it is to be reached at { $here }: one of the two is on this machine and the other is not
connect-if-both-lead-same-wechat = if both lead to the same WeChat (a tunnel or a relay on this machine), add `--relay` or set { $relay }=1; if one is a test server, give it a ledger of its own with `--state sqlite:FILE`
connect-store-was-open = warning: others could read the store { $store } (mode { $mode }), which holds tokens; its mode is 0600 now. If anyone else uses this machine, `wxmass token --refresh` replaces the token

relay-token-command-account = the token_command of account `{ $account }`
relay-api-header-command-account-printed = the api_header_command of account `{ $account }` printed { $why }
relay-first-line-authorization-bearer = its first line has to be as in `Authorization: Bearer …`

remote-cannot-keep-pictures = cannot keep pictures in `{ $folder }`: { $error }

shell-printed-nothing = it printed nothing
shell-had-not-ended-after-s = it was still running after { $s } s
shell-interrupted = interrupted
shell-waiting-most-s-ctrl-c = waiting for { $what } (at most { $s } s; Ctrl-C ends it)

runs-heads = run|when (UTC+8)|account|name|audience|batch|state|msg_id|status|sent|note
runs-state-planned = planned
runs-state-scheduled = scheduled
runs-state-intended = intended
runs-state-accepted = accepted
runs-state-refused = refused
runs-state-unknown = unknown
runs-state-given-up = abandoned
runs-status-success = SEND_SUCCESS
runs-status-fail = SEND_FAIL
runs-status-sending = SENDING
runs-status-deleted = DELETE
