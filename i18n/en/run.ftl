# Lines while a campaign runs.

preview-sent = preview sent to { $to }
uploads-planned = { $total ->
    [one] 1 file
   *[other] { $total } files
}, { $cached } in the account already

run-wrong-type = `{ $key }` has the wrong type: { $f }
run-write-list-brackets-such = write a list in brackets, such as `{ $key } = ["…"]`
run-write-text-quotes = write text in quotes: `"…"`
run-write = write { $e }
run-waiting-another-wxmass-runs-campaign = waiting for another wxmass that is running this campaign: { $holder }
run-not-known-they-settled-first = ; { $unsettled } with unknown outcome are settled first
run-going-run-batches-went-out = continuing run { $run }: { $accepted } of { $of } batches were sent before and will not be sent again{ $more }
run-access-token-ready = access token ready
run-scheduled = scheduled for { $at }; this command waits and sends then (Ctrl-C ends the waiting; the same command continues it)
run-draft-saved-unchanged = WeChat saved the draft automatically; its articles are unchanged
run-draft-changed = the draft was changed: { $differences }
run-draft-unread = the draft could not be read back, so it was not compared with what was written: { $why }
run-uploaded = uploaded { $file }{ $cover }{ $note }
run-account-no-longer-uploading-again = the account no longer has { $file }; uploading it again
run-news-had-been-used-up = the draft was used or deleted; created it again: media_id { $media-id }
run-deleted-second-draft-lost-answer = deleted the second draft that a lost response had left behind: media_id { $media-id }
run-lost-answer-left-second-draft = a lost response left a second draft behind, which could not be deleted: media_id { $media-id }
run-had-preview-already = { $who } already has this preview
run-openids = {" "}({ $size } openids)
run-sending-batch = sending batch { $number } of { $of }{ $size }
run-wechat-accepted-batch-msg-id = WeChat accepted batch { $number } of { $of }: msg_id { $msg-id }{ $before }
run-wechat-refused-batch = WeChat refused batch { $number } of { $of }: { $code } { $text }
run-answer-batch-lost = the response to batch { $number } of { $of } was lost ({ $why }){ $more }
run-waiting-wechat-finish-sends-next = waiting for WeChat to finish ({ $open } of { $of } sends); next check in { $seconds } s
run-waiting-s = waiting { $seconds } s { $why }
run-msg-id = msg_id { $msg-id }: { $status }
run-first-batches-went-out-another = the first batches were sent on another day: readers of the rest get another link to the article
run-msg-id-accepted-not-finished = msg_id { $msg-id } is accepted and not finished yet; no action is needed
run-msg-id-accepted-but-state = msg_id { $msg-id } is accepted, but its status could not be fetched: { $why }
run-stopping-what-flight-finished-recorded = stopping: the current step is finished and recorded, nothing new begins (Ctrl-C again to leave now)
run-draft-created = created the draft: { $articles ->
    [one] 1 article
   *[other] { $articles } articles
} by route { $route }, media_id { $id }

run-sandbox = {"["}sandbox]{" "}
run-cover = {" "}as a cover
run-accepted-earlier = {" "}(accepted earlier)
run-asking-again-under-same-clientmsgid = ; asking again under the same clientmsgid, which cannot send twice
run-before-asking-again = before asking again
run-because-calls-minute-used-up = because the calls of this minute are used up (45011)
run-before-trying-again-nothing-sent = before trying again; nothing was sent
run-administrator-confirm-send-wechat-within = for the administrator to confirm the send in WeChat (within 30 minutes)
run-connecting-wechat = connecting to WeChat
later-sends-latest-command-waits-until = sends at { $at }, at the latest { $until }; this command waits until then
later-sends-command-waits-until-then = sends at { $at }; this command waits until then
later-article = article { $n }, { $field }: `{ $was }` → `{ $is }`

word-text-quotes = text in quotes
word-true-false = true or false
word-table = a table
word-list-tables = a list of tables
word-list-texts = a list of texts
word-number = a number
word-time-such = a time, such as `2026-12-01 20:00`
word-tag-s-id-name = a tag's id or name
word-string = string
word-integer = integer
word-float = float
word-number-x = number
word-boolean = boolean
word-datetime = datetime
word-array = array
word-table-x = table
word-object = object
word-null = null
word-utf = it is not UTF-8
word-confirmed-operator = confirmed by the operator
word-sent-operator-confirmed = not sent, as the operator confirmed
word-accepted-earlier-try = accepted by an earlier try
word-wechat-takes-repeat-another = WeChat treats it as a repeat of another send
field-title = title
field-author = author
field-digest = digest
field-source-url = original URL
field-cover = cover
field-comments = comments
field-text = text
field-pictures = pictures
field-layout = layout
field-articles = number of articles
