# Plan, question, receipt, and what `check` and `listen` show.

checked-will-converted-resized = {" "}({ $resized } will be converted or resized)
checked-articles = { $count ->
    [one] 1 article
   *[other] { $count } articles
}
checked-pictures = { $pictures ->
    [one] 1 picture
   *[other] { $pictures } pictures
}{ $resized }
checked-audience-list = audience: list of { $count ->
    [one] 1 openid
   *[other] { $count } openids
}{ $again }
checked-no-problems = no problems
checked-no-problems-2 = { $looked-at } — no problems
checked-audience-all-followers = audience: all followers
checked-audience-tag = audience: tag `{ $tag }`
checked-repeats = {" "}({ $repeats ->
    [one] 1 repeat
   *[other] { $repeats } repeats
})
checked-audience-tags = audience: followers of { $tags }, each once, without { $without } of a list; counted when it is sent
checked-audience-list-from-stdin-read = audience: a list from stdin, read when it is sent

finish-sent-failed-before-filters = { $sent } sent, { $failed } failed, of { $filtered } ({ $total } before filters)
finish-like-original = like the original { $url }
finish-article = article { $n }: { $what }
finish-text = {" "}({ $meaning })
finish-msg-id = msg_id { $id } of `{ $run }`: { $word }{ $meaning }
finish-msg-id-which-ledger-not = msg_id { $id }, which is not in this ledger (sent from the WeChat console?): { $word }{ $meaning }
finish-originality = originality: { $check }
finish-could-not-read = could not be read: { $what }
finish-publication = publication { $id }: { $status } { $word }
finish-articles-failed = {"\u000A"}  articles that failed: { $which }

first-first-send-account-ledger-other =
    first send of account { $account } by this ledger; unlike in the sandbox
      - real followers receive it within minutes, and it cannot be recalled: deleting removes the page, not the message
      - it counts: followers of a service account receive four sends a month, a subscription account has one a day
      - WeChat reviews the content after it has accepted it; the result may take half an hour
      - sends from the WeChat console or other tools are not in this ledger
      look at a preview on a phone first; a send to a test tag costs one send and reaches only testers{"\u000A"}
first-api-base-machine-relay-wechat = {"  "}(the API base is on this machine: a relay to WeChat, or a sandbox){"\u000A"}

plan-all-followers = all followers
plan-tag = tag { $tag }
plan-openids-repeats-left-out = { $count } openids ({ $repeats } repeats left out)
plan-campaign-account-route-audience-batches =
    campaign     { $name }
    account      { $account }
    route        { $route }
    audience     { $audience }
    batches      { $batches }
    fingerprint  { $print }{"\u000A"}
plan-sent-already-nothing-would-sent = {"\u000A"}it was sent already; nothing would be sent{"\u000A"}
plan-stable-token-unless-valid-one = stable_token, unless a valid one is cached
plan-tags-get-openapi-quota-get = tags/get and openapi/quota/get
plan-articles = { $call }  { $articles ->
        [one] 1 article
       *[other] { $articles } articles
    }{ $known }
plan-tags = followers of { $tags }, each once, without { $without }; listed when it is sent
plan-wait-until = wait until { $at }
plan-ask-operator = ask for confirmation
plan-message-mass-get-until-wechat = message/mass/get until WeChat has finished
plan-text = ?
plan-all-followers-2 = ALL FOLLOWERS ({ $n })
plan-tag-id-followers = tag { $name } (id { $id }, { $n } followers)
plan-about-send-account-audience-calls =
    about to send `{ $name }`
      account   { $account } ({ $appid })
      audience  { $audience }
      calls     { $batches }{"\u000A"}
plan-calls-kind-left-today = { $left ->
        [one] 1 call of this kind is left today
       *[other] { $left } calls of this kind are left today
    }
plan-nobody-previewed = no preview was sent yet
plan-previewed = preview sent to { $who }
plan-batches-went-out-earlier = { $n ->
        [one] 1 batch
       *[other] { $n } batches
    } went out earlier
plan-batches-settled-first-they-not = { $n ->
        [one] 1 batch is settled first; it is not sent twice
       *[other] { $n } batches are settled first; they are not sent twice
    }
plan-administrator-confirm-within-30-minutes = an administrator has to confirm within 30 minutes
plan-sent-from-account-msg-id = sent `{ $name }` from account { $account }: msg_id { $ids }
plan-every-batch-given-up-nothing = every batch of `{ $name }` was given up; nothing was sent (account { $account })
plan-sent-already-msg-id-account = `{ $name }` was sent already, on { $when }, as msg_id { $ids } (account { $account }); nothing was sent again
plan-nothing-sent = nothing of `{ $name }` was sent
plan-not-finished-account = `{ $name }` is not finished (account { $account }){"\u000A"}
plan-run-same-command-again-sends = rerun the same command: it sends only what is left

question-used-this-month = { $count } of { $limit } sends to everybody used this month by this ledger; sends from the WeChat console count too
question-used-today = { $count } of { $limit } sends used today by this ledger; sends from the WeChat console count too
question-preview-sent-at = preview sent to { $to } at { $at }
question-confirm = send now? type `yes` and press Enter; anything else cancels:{" "}
question-cancelled = cancelled; nothing was sent
    .fix = uploads and the draft are kept and reused next time
question-no-terminal = this cannot be undone, and there is no terminal to ask on
    .fix = add `--yes` (or WXMASS_YES=1) to go on without a question
plan-provisional = provisional: made without an account; what it has already, and whether this was sent before, is not known

look-ok = ok
look-fail = FAIL
plan-known-call = {" "} (known, no call)

result-sent = sent
result-sending-failed = sending failed
result-suspected-advertising = suspected advertising
result-suspected-politics = suspected politics
result-suspected-pornography = suspected pornography
result-suspected-harm-society = suspected harm to society
result-suspected-crime = suspected crime
result-suspected-fraud = suspected fraud
result-suspected-copyright-infringement = suspected copyright infringement
result-suspected-violation-another-kind = suspected violation of another kind
result-suspected-mutual-promotion = suspected mutual promotion
result-originality-check-failed-sender = the originality check failed, and the sender chose not to send then
result-originality-check-allow-send = the originality check does not allow this send
result-originality-check-judged-reprint = the originality check judged it a reprint; `ignore_reprint = true` sends it as one
result-administrator-refused = an administrator refused it
result-administrator-answered-within-minutes = no administrator answered within 30 minutes
article-may-reprinted = may be reprinted
article-may-reprinted-x = may not be reprinted
article-replaced-original = replaced by the original
article-source-shown = its source is shown
check-judged-reprint = not judged a reprint
check-judged-reprint-may-sent = judged a reprint that may be sent
check-judged-reprint-may-sent-x = judged a reprint that may not be sent
publication-done = done
publication-progress = in progress
publication-failed-originality-check = failed the originality check
publication-failed = failed
publication-rejected-review = rejected by review
publication-deleted-user-since = deleted by the user since
publication-banned-since = banned since
plan-head-batch = batch
plan-head-state = state
plan-head-errcode = errcode

page-shade = Light / dark
page-chat = Chat
page-back = Back
page-read-more = Read more
page-characters = characters
page-picture = Image at WeChat
page-video = Tencent video
page-mini-program = Mini program
page-audio = Audio
page-account-card = Account card
page-channel = Channels video
