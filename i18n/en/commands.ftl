# Single commands.

ask-so-many-receivers-want-audience = more than `confirm_above` recipients: the name of the audience is required: `{ $name }`
ask-type-go = type `{ $shown }` to confirm:{" "}

completion-tag = tag { $id }
completion-all-accounts = all of these, one after the other

articles-says-nothing-wechat-own-json = `{ $option }` has no effect with WeChat's own JSON, which names no files
articles-leave-out-give-campaign-file = leave it out, or give a campaign file (.toml) or an article (.md)

delete-about-delete-msg-id-account = about to delete { $what } of account { $account }: its pages disappear for everybody, the cards stay in their chats, and other sends of the same material lose their page too; this cannot be undone and the quota does not come back

doctor-valid-until = valid until { $t }
doctor-there-one-what-gave-does = present; its source does not say when it expires
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
runs-batch-run-may-been-sent = batch { $b } of run { $r } may have been sent: first tried on { $when }, { $tries } times, key { $key }. Within 24 hours of that, run the same command again: it asks WeChat and never sends twice. Later, check the account's history and run `{ $command } --mark-sent { $b }` or `{ $command } --send-again { $b }`
runs-on = { $told }, on { $when }
runs-tag = tag { $tag }
runs-openids = { $count } openids
runs-all = all

sandbox-outbox-stop-ctrl-c-wxmass =
    outbox: { $outbox }  (stop with Ctrl-C)
    WXMASS_API_BASE={ $base-url } WXMASS_APPID={ $appid } WXMASS_SECRET={ $secret }
    control calls need the header x-sandbox-token: { $control-token }
sandbox-listens-who-reaches-can-read = listening on { $bind }: anyone who can reach it can read the outbox and make calls; changing the sandbox requires the control token
sandbox-wechat-host-names-lead-here = WeChat's host names lead here with the line that `wxmass sandbox --hosts` prints, where it listens on port 443
sandbox-callback-taken = callback: { $what }{ $id } was accepted
sandbox-callback-not-taken-attempt = callback: { $what }{ $id } was not accepted (attempt { $n }): { $why }
sandbox-file-faults-problems = the file of faults has problems

send-next = next: { $command }
send-wechat-accepted-send-then-failed = WeChat accepted the send, but then failed to deliver it ({ $value })

connect-ledger-knows-account-now-reached = the ledger knows account { $appid } at { $other }, and now it is to be reached at { $here }: one of the two is on this machine and the other is not
connect-if-both-lead-same-wechat = if both lead to the same WeChat (a tunnel or a relay on this machine), add `--relay` or set { $relay }=1; if one is a test server, give it a ledger of its own with `--state sqlite:FILE`
connect-store-was-open = warning: others could read the store { $store } (mode { $mode }), which holds tokens; its mode is 0600 now. If anyone else uses this machine, `wxmass token --refresh` replaces the token

relay-token-command-account = the token_command of account `{ $account }`
relay-api-header-command-account-printed = the api_header_command of account `{ $account }` printed { $why }
relay-first-line-authorization-bearer = its first line must look like `Authorization: Bearer …`

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

relay-header = no header
relay-header-wxmass-sets-itself = a header that wxmass sets itself
ask-interrupted-nothing-written = interrupted; nothing was written
connect-use-https-insecure-api-base = use https://, or --insecure-api-base if plain http:// is intended
themes-wxmass = Themes of wxmass
themes-ink-paper-black-hairlines-centred = ink on paper: black, hairlines, centred serif headings; for essays and history
themes-fresh-round-teal-labels-soft = fresh and round: teal labels and soft boxes; for shops, schools and guides
themes-printed-weekly-heavy-headings-over = a printed weekly: heavy headings over a red bar, large quotes, dark code; for features and interviews
themes-manual-blue-square-dark-code = a manual: blue, square, dark code and ruled tables; for engineering and products
themes-letter-cream-paper-brown-serif = a letter on cream paper: brown serif and wide lines; for stories, diaries and books
themes-public-notice-red-rules-centred = a public notice: red rules, centred titles, indented paragraphs; for institutions
themes-poster-orange-blocks-thick-edges = a poster: orange blocks, thick edges and large type; for events and brands
themes-plain-dark-text-white-wechat = plain: dark text on white with WeChat green; for anything
tags-followers = followers
tags-tag-s-name-characters = a tag's name has 1 to 30 characters
tags-tag-exists-already-id = the tag `{ $n }` exists already: id { $id }
tags-created-tag-id = created the tag `{ $n }`: id { $id }
tags-followers-tagged-already-failed = `{ $name }`: { $changed ->
        [one] 1 follower
       *[other] { $changed } followers
    } tagged, { $before } had it already, { $lost } failed
tags-removed-from-followers-failed = `{ $name }`: removed from { $changed ->
        [one] 1 follower
       *[other] { $changed } followers
    }, { $before } did not have it, { $lost } failed
tags-run-same-command-again-continues = run the same command again: it continues from here
status-unknown-wechat-know-id-yet = UNKNOWN: WeChat does not know this id (yet): not an API send of this account, or too recent (40059)
shared-campaign-file-names-audience-audience = a campaign file names its audience in `[audience]`
shared-all-tag-openids-only-markdown = `--all`, `--tag` and `--openids` are only for a Markdown article
shared-text-empty = the text is empty
shared-give-after-text-stdin-text = give it after `--text`, or on stdin with `--text -`
several-account-all-needs-profiles-accounts = `--account all` needs profiles, and the accounts file has none
several-sandbox-has-one-account = the sandbox inside this process has one account
    .fix = rehearse the accounts one at a time, or against `wxmass sandbox` with `--api-base`
several-command-one-account = this command is for one account
several-send-preview-check-stats-accept = `send`, `preview`, `check` and `stats` accept several
several-two-these-accounts-same-appid = two of these accounts are the same: appid { $appid }
settings-from = from
settings-value = value
settings-setting = setting
settings-never-shown = (never shown)
send-tag-empty = the tag is empty
send-until-needs-time-start-from = `--until` needs a time to start from
send-until-earlier-than-time = `--until` is earlier than the time
send-see-what-followers-got-wxmass = see what followers got: wxmass sandbox
send-see-wechat-console-reason-content = see the WeChat console for the reason; the content may not have passed review
send-some-batches-sent = some batches were not sent
send-run-same-command-again-within = run the same command again within 24 hours: it checks under the same clientmsgid and never sends twice
send-outcome-batch-unknown-could-determined = the outcome of a batch is unknown and could not be determined
send-everything-sent-waiting-wechat-finish = everything was sent; waiting for WeChat to finish was interrupted
send-wxmass-status-msg-id-wait = `wxmass status MSG_ID --wait` continues to wait
send-interrupted = interrupted
send-run-same-command-again-sends = run the same command again: it sends only the rest
runs-list-run-came-through-pipe = the list of run { $n } came through a pipe, and the ledger keeps no openids
runs-name-list-wxmass-runs-rest = name the list: `wxmass runs { $n } --rest --from LIST`
runs-list-run-sent-openids-their = `{ $p }` is not the list that run { $n } was sent to: openids or their order have changed
runs-name-original-list-from-list = name the original list with `--from LIST`
runs-left-out-because-they-may = left out because they may have been sent: batches { $n }; run the same `send` again to find out
runs-ledger-run-sent-list-openids = the ledger has no run of `{ $n }` that was sent to a list of openids
preview-one-send-preview = no one to send the preview to
preview-give-openid-wxname-add-preview = give --openid or --wxname, or add [preview] to the campaign
listen-safe-mode = safe mode
listen-plain-mode = plain mode
listen-callback-token = no callback token
listen-wechat-verified-address = WeChat has verified this address
library-delete-would-delete-whole-library = `--delete` would delete the whole library
library-name-material-use-unused = name the material, or use `--unused`
library-most = at most
library-count = count
library-kind = kind
library-name = name
library-use-unfinished-run-draft-needs = `{ $id }` is in use: an unfinished run or a draft needs it; nothing was deleted
library-wxmass-runs-wxmass-drafts-show = `wxmass runs` and `wxmass drafts` show what uses it
library-about-delete-items-account-s = about to delete { $n ->
        [one] 1 item
       *[other] { $n } items
    } of account { $a }'s material library permanently; articles that show { $n ->
        [one] it lose it
       *[other] them lose them
    }
init-openids-testers-one-exists-only = openids of testers; this one exists only in the sandbox
init-choose-another-folder = choose another folder
drafts-delete-would-empty-draft-box = `--delete` would empty the draft box
drafts-name-drafts-give-age-older = name the drafts, or give an age with `--older-than 30d`
drafts-there-draft-sent-published-deleted = there is no draft `{ $id }`: it was sent, published or deleted
drafts-unfinished-run-needs = an unfinished run needs it
drafts-titles = titles
drafts-changed = changed
drafts-about-delete-drafts-account-permanently = about to delete { $n ->
        [one] 1 draft
       *[other] { $n } drafts
    } of account { $a } permanently
drafts-unfinished-run-needs-nothing-changed = an unfinished run needs `{ $id }`; nothing was changed
drafts-finish-run-give-up-wxmass = finish that run or give it up: `wxmass runs` shows it
drafts-replaced-article-draft = replaced article { $n } of the draft
doctor-proxy = proxy
doctor-free-some-space-ledger-written = free some space: the ledger is written before each call, and images are kept there while they are resized
doctor-disk = disk
doctor-settings = settings
doctor-store = store
doctor-account = account
doctor-kind-given = kind not given
doctor-verified-subscription-account = verified subscription account
doctor-verified-service-account = verified service account
doctor-verified = not verified
doctor-token = token
doctor-allow-list = allow-list
doctor-tags = tags
doctor-followers = followers
doctor-drafts = drafts
doctor-quota-sendall = quota sendall
doctor-quota-send = quota send
doctor-quota-preview = quota preview
doctor-sends-left = sends left
doctor-clock = clock
doctor-synchronize-machine-s-clock-time = synchronize this machine's clock with a time server (NTP)
delete-article = the article { $url }
delete-confirmed-nothing-deleted = not confirmed; nothing was deleted
articles-campaign-message-articles = the campaign has a [message] and no articles
articles-give-campaign-file-toml-article = give a campaign file (.toml), an article (.md) or WeChat's {"{"}"articles": […]{"}"} JSON
add-material-wechat-gives-url-type = WeChat gives no URL for this type
ask-many-recipients-need-audience-s = this many recipients need the audience's name: `{ $name }`
ask-interrupted-nothing-done = interrupted; nothing was done
ask-run-same-command-again = run the same command again

connect-plain-http = a plain http:// API base is only for this machine
connect-scheme = an API base cannot begin with `{ $scheme }:`
stdin-type = type { $what }; press Ctrl-D to end
stdin-text = the text
stdin-json = the JSON

init-your-wechat-id = your_wechat_id
init-or-wechat-id = or by WeChat id (in WeChat: Me, the line below the name)
