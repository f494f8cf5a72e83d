# Lines while a campaign runs.

preview-sent = preview sent to { $to }
uploads-planned = { $total ->
    [one] 1 file
   *[other] { $total } files
}, { $cached } in the account already
