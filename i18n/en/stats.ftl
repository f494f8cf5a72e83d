# `wxmass stats`: the table and the page.

stats-results-mass-sends = Results of mass sends
stats-earlier-sends-xx = Earlier sends
stats-figures-yet = no figures yet
stats-delivered = delivered
stats-readers = readers
stats-reading-rate = reading rate
stats-finished-reading = finished reading
stats-average-minutes = average minutes
stats-shares = shares
stats-likes = likes
stats-hearts = hearts
stats-saved = saved
stats-comments = comments
stats-new-followers = new followers
stats-readers-day = readers by day
stats-where-readers-came-from-xx = where readers came from
stats-earlier-sends = earlier sends:
stats-figures-complete-before = figures are not complete before { $t }
stats-where-readers-came-from = where readers of `{ $title }` came from
stats-all-figures-available-yet-ask = not all figures are available yet; ask again after { $t }
stats-ledger-send-account-last-days-xx = the ledger has no send of this account in the last { $d } days
stats-ledger-send-account-last-days = the ledger has no send `{ $n }` of this account in the last { $d } days
stats-wxmass-runs-lists-what-sent = `wxmass runs` lists what was sent; `--days N` looks further back
