# Plan, question, receipt, and what `check` and `listen` show.

checked-will-converted-resized = {" "}({ $resized } will be converted or resized)
checked-text = { $pictures }{ $resized }
checked-no-problems = no problems
checked-no-problems-2 = { $looked-at } — no problems
checked-audience-all-followers = audience: all followers
checked-audience-tag = audience: tag `{ $tag }`
checked-1-repeat = {" "}(1 repeat)
checked-repeats = {" "}({ $repeats } repeats)
checked-audience-list-from-stdin-read = audience: a list from stdin, read when it is sent

finish-sent-failed-before-filters = { $sent } sent, { $failed } failed, of { $filtered } ({ $total } before filters)
finish-like-original = like the original { $url }
finish-article = article { $n }: { $what }
finish-text = {" "}({ $meaning })
finish-msg-id = msg_id { $id } of `{ $run }`: { $word }{ $meaning }
finish-msg-id-which-ledger-not = msg_id { $id }, which this ledger has not sent (sent in the console?): { $word }{ $meaning }
finish-originality = originality: { $check }
finish-could-not-read = could not be read: { $what }
finish-publication = publication { $id }: { $status } { $word }
finish-articles-failed = {"\u000A"}  articles that failed: { $which }

first-first-send-account-ledger-other = first send of account { $account } by this ledger; other than in the sandbox{"\u000A"}  - real followers get it within minutes, and it cannot be called back: a deletion takes the page away, not the message{"\u000A"}  - it counts: a service account's followers get four sends a month, a subscription account has one a day{"\u000A"}  - WeChat judges the content after it has accepted it; the result may take half an hour{"\u000A"}  - what was sent from the console or another tool is not in this ledger{"\u000A"}  see a preview on a phone first; a test tag as audience costs one send and reaches testers only{"\u000A"}
first-api-base-machine-relay-wechat = {"  "}(the API base is on this machine: a relay to WeChat, or a sandbox){"\u000A"}

plan-all-followers = all followers
plan-tag = tag { $tag }
plan-openids-repeats-left-out = { $count } openids ({ $repeats } repeats left out)
plan-campaign-account-route-audience-batches = campaign     { $name }{"\u000A"}account      { $account }{"\u000A"}route        { $route }{"\u000A"}audience     { $audience }{"\u000A"}batches      { $batches }{"\u000A"}fingerprint  { $print }{"\u000A"}
plan-sent-already-nothing-would-sent = {"\u000A"}it was sent already; nothing would be sent{"\u000A"}
plan-stable-token-unless-valid-one = stable_token, unless a valid one is cached
plan-tags-get-openapi-quota-get = tags/get and openapi/quota/get
plan-articles = { $call }  { $articles } articles{ $known }
plan-ask-operator = ask the operator
plan-message-mass-get-until-wechat = message/mass/get until WeChat has finished
plan-text = ?
plan-all-followers-2 = ALL FOLLOWERS ({ $n })
plan-tag-id-followers = tag { $name } (id { $id }, { $n } followers)
plan-about-send-account-audience-calls = about to send `{ $name }`{"\u000A"}  account   { $account } ({ $appid }){"\u000A"}  audience  { $audience }{"\u000A"}  calls     { $batches }{"\u000A"}
plan-calls-kind-left-today = { $left } calls of this kind are left today
plan-nobody-previewed = nobody has previewed this
plan-previewed = previewed by { $who }
plan-batches-went-out-earlier = { $n } batches went out earlier
plan-batches-settled-first-they-not = { $n } batches are settled first; they are not sent twice
plan-administrator-confirm-within-30-minutes = an administrator has to confirm within 30 minutes
plan-sent-from-account-msg-id = sent `{ $name }` from account { $account }: msg_id { $ids }
plan-every-batch-given-up-nothing = every batch of `{ $name }` was given up; nothing was sent (account { $account })
plan-sent-already-msg-id-account = `{ $name }` was sent already, on { $when }, as msg_id { $ids } (account { $account }); nothing was sent again
plan-nothing-sent = nothing of `{ $name }` was sent
plan-not-finished-account = `{ $name }` is not finished (account { $account }){"\u000A"}
plan-run-same-command-again-sends = run the same command again: it sends the rest alone and never twice
