# Lines while a campaign runs.

preview-sent = preview sent to { $to }
uploads-planned = { $total ->
    [one] 1 file
   *[other] { $total } files
}, { $cached } in the account already

run-wrong-type = `{ $key }` is of the wrong type: { $f }
run-write-list-brackets-such = write a list in brackets, such as `{ $key } = ["…"]`
run-write-text-quotes = write text in quotes: `"…"`
run-write = write { $e }
run-waiting-another-wxmass-runs-campaign = waiting for another wxmass that runs this campaign: { $holder }
run-not-known-they-settled-first = ; of { $unsettled } it is not known, they are settled first
run-going-run-batches-went-out = going on with run { $run }: { $accepted } of { $of } batches went out before and will not go out again{ $more }
run-access-token-ready = access token ready
run-uploaded = uploaded { $file }{ $cover }{ $note }
run-account-no-longer-uploading-again = the account no longer has { $file }; uploading it again
run-news-had-been-used-up = the news had been used up or deleted; made it again: media_id { $media-id }
run-deleted-second-draft-lost-answer = deleted the second draft that a lost answer had left behind: media_id { $media-id }
run-lost-answer-left-second-draft = a lost answer has left a second draft behind that could not be deleted: media_id { $media-id }
run-had-preview-already = { $who } has had this preview already
run-openids = {" "}({ $size } openids)
run-sending-batch = sending batch { $number } of { $of }{ $size }
run-wechat-accepted-batch-msg-id = WeChat accepted batch { $number } of { $of }: msg_id { $msg-id }{ $before }
run-wechat-refused-batch = WeChat refused batch { $number } of { $of }: { $code } { $text }
run-answer-batch-lost = the answer to batch { $number } of { $of } was lost ({ $why }){ $more }
run-waiting-wechat-finish-sends-next = waiting for WeChat to finish ({ $open } of { $of } sends); next look in { $seconds } s
run-waiting-s = waiting { $seconds } s { $why }
run-msg-id = msg_id { $msg-id }: { $status }
run-first-batches-went-out-another = the first batches went out on another day: readers of the rest get another link of the article
run-msg-id-accepted-not-finished = msg_id { $msg-id } is accepted and not finished yet; nothing need be done
run-msg-id-accepted-but-state = msg_id { $msg-id } is accepted, but its state could not be asked for: { $why }
run-stopping-what-flight-finished-recorded = stopping: what is in flight is finished and recorded, nothing new begins (Ctrl-C again to leave now)
