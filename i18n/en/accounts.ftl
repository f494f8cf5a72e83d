# Accounts, credentials and settings.

account-account-both-secret-secret-command = account `{ $name }` has both secret and secret_command
account-account-no-secret = account `{ $name }` has no secret
account-give-one-secret-secret-command = give one of secret, secret_command and token_command in accounts.toml
account-account = the { $key } of account `{ $account }`
account-account-printed-nothing-can-used = the { $key } of account `{ $name }` printed nothing that can be used ({ $why })
account-run-shell-print-first-line = run it in a shell: it has to print on its first line what is asked for, end within 30 s and exit with 0
account-accounts-file-problems = the accounts file has problems
account-fix-them-run-same-command = fix them and run the same command again; docs/accounts.md has every key

edit-account-already = account `{ $name }` is in `{ $path }` already
edit-take-another-name-first-wxmass = choose another name, or first `wxmass accounts remove { $n }`
edit-account-not-written-table-own = account `{ $name }` is not a separate table in `{ $path }`
edit-take-out-editor = remove it with an editor

faults-name-not-plain-ascii-wants = a name that is not plain ASCII needs quotation marks: ["{ $name }"]
faults-chinese-keyboard-write = `{ $sign }` is of a Chinese keyboard; write `{ $meant }`

file-accounts-file = the accounts file `{ $path }`
file-cannot-read-accounts-file = cannot read the accounts file `{ $path }`: { $why }
file-wxmass-accounts-add-name-makes = `wxmass accounts add NAME` makes one; { $name } names another one
file-accounts-file-not-utf-8 = the accounts file `{ $path }` is not UTF-8: { $why }
file-save-utf-8-notepad-save = save it as UTF-8 (Notepad: Save as, Encoding: UTF-8), or `iconv -f { $from } -t UTF-8 OLD > NEW`

account-no-account-yet-next-wxmass = no account in `{ $path }` yet; next: wxmass accounts add main
account-about-take-account-out-secret = about to remove account { $name } ({ $a }) from `{ $path }`; its secret is deleted there, its ledger stays
account-account-no-longer = account { $name } is no longer in `{ $path }`
account-machine-address-not-account-ip =
    this machine's address is not on the account's IP allow-list; add it at mp.weixin.qq.com: Settings and development → Basic configuration → IP allow-list (设置与开发 → 基本配置 → IP白名单):
    { $address }
account-account-works = account { $name } ({ $appid }) works; { $kind }
account-account-which-only-you-can =
    account { $n } is in `{ $path }`, which only you can read
    next: wxmass doctor --account { $q }
account-there-no-terminal-ask-missing = there is no terminal to ask on, and `{ $option }` is missing
account-give-appid-one-secret-stdin = give `--appid` and one of { $s }, `--secret-stdin`, `--secret-command`, `--token-command`
account-let-name-file = let { $a } name the file
account-leave-sandbox-out-set-up = leave `--sandbox` and { $s } out to set up a real one

folders-user-no-home-folder-cannot = this user has no home folder, and `{ $folder }` cannot be trusted: { $why }
folders-let-absolute-path-name-folder = let { $h } (an absolute path) or { $s } name a folder of this user's own
folders-link = it is a link
folders-another-user-made = another user made it
folders-others-may-write = others may write to it
folders-warning-user-no-home-folder = warning: this user has no home folder, so the ledger is in `{ $folder }`, which does not last; name another place with { $v }
folders-warning-empty-counts-not-set = warning: { $v } is empty and counts as not set, so the ledger is in `{ $file }`; a CI machine forgets it after the job, and then nothing prevents a second send: is a secret missing?

setting-api-base-no-url = the API base `{ $shown }` is no URL: { $error }
setting-write-written = write it as { $d } is written
setting-place-store-line-end-another = the place of the store has a line end or another control character in it
setting-write-without-env-file-windows = write { $v } without it (a `.env` file of Windows ends its lines with a carriage return)
setting-cannot-here = { $value } cannot be { $pace } here

credential-empty = is empty
credential-still-text-template = still has the text of a template
credential-account-original-id-gh-not = is the account's original id (gh_…), not its AppID
credential-company-id-wecom-ww-not = is a company id of WeCom (ww…), not the AppID of an Official Account
credential-form-secret-appid-appsecret-swapped = has the form of a secret: are AppID and AppSecret swapped?
credential-form-appid-appid-appsecret-swapped = has the form of an AppID: are AppID and AppSecret swapped?
credential-quotation-marks = has quotation marks in it
credential-full-width-characters = has full-width characters in it
credential-space-invisible-character-within = has a space or an invisible character within it
credential-capital-letters-wechat-small-ones = has capital letters; WeChat's have small ones only
credential-character-cannot-place = has a character that cannot be in it, at place { $place }
credential-does-not-begin-wx = does not begin with `wx`
credential-copy-once-more-from-mp = copy it once more from mp.weixin.qq.com: Settings and development → Basic configuration (设置与开发 → 基本配置); { $form }

login-account = `{ $key }` of account `{ $name }`
login-note-around-left-out = note: { $what } around { $place } was left out
login-goes-which-account = { $t } goes with { $v }, which is { $o }, and account `{ $name }` is { $appid }
login-unset-choose-account = unset { $t }, or choose the account that it is of
login-no-access-token-white-space = { $t } is no access token: it has white space, quotation marks or other characters that a token has not
login-give-bare-token-wxmass-token = give the bare token, as `wxmass token` prints one, or JSON with access_token; a command that prints one is `token_command` in a profile
login-set-too-ledger-knows-account = set { $a } too: the ledger knows the account by it
login-wxmass-accounts-add-main-asks = `wxmass accounts add main` asks for AppID and AppSecret, says where they are and which address has to be on the IP allow-list; or set WXMASS_APPID and WXMASS_SECRET; to practise without an account use --sandbox
login-no-credentials-not-set = no credentials: { $missing } is not set

profile-warning-others-can-read-run = warning: others can read `{ $path }`; run `chmod 600 { $path }`
profile-no-account = no account `{ $name }` in `{ $file }`
profile-did-you-mean = did you mean `{ $other }`?
profile-wxmass-accounts-add-adds = `wxmass accounts add { $name }` adds it
profile-accounts-none-chosen = { $n } accounts in `{ $f }`, and none is chosen: { $names }
profile-choose-one-account-name-account = choose one with `--account NAME`, { $v }, or `account = "NAME"` in the campaign; a profile named `default` is used automatically
profile-campaign-account-names-nothing-sent = the campaign is for account `{ $campaign }`, and { $by } names `{ $given }`; nothing was sent
profile-send-from-leave-out-send = to send from `{ $campaign }`, leave { $by } out; to send from `{ $given }`, write `account = "{ $given }"` in the campaign
profile-campaign-account-environment-which-no = the campaign is for account `{ $campaign }`, and { $v } in the environment is { $appid }, which no profile of that name has; nothing was sent
profile-send-from-accounts-file-unset = to send from `{ $campaign }` of the accounts file, unset { $v } and { $s }; to send from { $appid }, write `account = "{ $appid }"` in the campaign or remove the line

source-campaign = campaign
source-accounts-file = accounts file, [{ $name }]
source-sandbox = sandbox
source-default = default
source-not-set = not set

refusal-body-longer-than-1-mib = the body is longer than 1 MiB
refusal-body-cannot-read = the body cannot be read: { $why }
refusal-body-nests-too-deep = the body nests too deep
refusal-missing-makes-no-sense = `{ $element }` is missing or makes no sense
refusal-address-lacks-does-not-come = its address lacks `{ $name }`: it does not come from WeChat
refusal-signature-wrong-does-not-come = the signature is wrong: it does not come from WeChat, or the token here is not the one in WeChat's settings
refusal-timestamp-no-number = the timestamp is no number
refusal-timestamp-s-away-from-machine = the timestamp is { $seconds } s away from this machine's clock (600 at most): an old request, or the clock is wrong
refusal-body-sealed-safe-mode-set = the body is sealed (safe mode): set WXMASS_AES_KEY or `aes_key` to the account's EncodingAESKey
refusal-body-not-sealed-though-encodingaeskey = the body is not sealed, though an EncodingAESKey is set here: switch WeChat's settings to safe mode, or unset the key
refusal-sealed-body-cannot-opened-encodingaeskey = the sealed body cannot be opened ({ $why }): is the EncodingAESKey the account's?
refusal-sealed-body-another-account = the sealed body is for another account, `{ $found }`

refusal-callback-token-letters-digits = the callback token has to be 3 to 32 letters, digits, `-` or `_`
refusal-encodingaeskey-letters-digits = the EncodingAESKey has to be 43 letters and digits
setting-write-like = write it like 22:00-08:00
setting-byte-order-mark = a byte order mark
setting-carriage-return = a carriage return
setting-line-end = a line end
setting-white-space = white space
setting-appid-wx-characters-f = an AppID is `wx` and 16 characters of 0-9 and a-f
setting-appsecret-characters-f = an AppSecret is 32 characters of 0-9 and a-f
setting-rehearsals-machine-sandbox-from = it is for rehearsals on this machine or in the sandbox, from 1 to 100000
account-appid-mp-weixin-qq-com = AppID (mp.weixin.qq.com: Settings and development → Basic configuration, 设置与开发 → 基本配置; it begins with wx):
account-appsecret-same-page-appsecret-wechat = AppSecret (same page, 开发者密码(AppSecret): WeChat shows it once; if it is lost, reset it there; your input is not shown):
account-press-enter-once-added-takes = press Enter once it is added (it takes effect in about five minutes); Ctrl-C quits without writing anything:
account-press-enter-try-again-ctrl = press Enter to try again; Ctrl-C quits without writing anything:
account-kind-account-wechat-console-shows = kind of account, as the WeChat console shows it: service, subscription or unverified (press Enter if you do not know):
account-who-gets-previews-wechat-id = who gets previews: a WeChat id (微信号, in WeChat: Me → the line below the name) or an openid (`wxmass followers` lists them; to find your own, star yourself in the console and run `wxmass followers --tag 星标组`); Enter for none:
account-verified-service-account-can-send = a verified service account: can send to all followers, tags and lists
account-verified-subscription-account-can-send = a verified subscription account: can send to all followers and tags, not to lists
account-verified-wechat-allows-drafts-but = not verified: WeChat allows drafts, but no mass sends
account-unknown-kind = of an unknown kind
account-profile-name-one-line-without = a profile name is one line without spaces around it, and is not `all`
account-use-short-word-such-main = use a short word, such as main
account-tester-wechat-id-openid-one = a tester is a WeChat id or an openid: one word of letters, digits, `_` and `-`
account-find-wechat-id-wechat-me = find the WeChat id in WeChat: Me → the line below the name; a nickname does not work
account-user-home-folder-accounts-file = this user has no home folder for an accounts file
account-sandbox-account-own = the sandbox has an account of its own
account-confirmed-nothing-removed = not confirmed; nothing was removed
account-interrupted-nothing-written = interrupted; nothing was written
account-asking-wechat = asking WeChat …
account-tokens = tokens by
account-tester = tester
account-kind = kind
account-account-xx = account
account-interrupted = interrupted

credential-too-short = has { $found } characters of { $wanted }: { $difference ->
        [one] 1 is missing
       *[other] { $difference } are missing
    }
credential-too-long = has { $found } characters, not { $wanted }: { $difference ->
        [one] 1 is too many
       *[other] { $difference } are too many
    }
credential-at = { $place } { $what }
credential-place = { $name }
