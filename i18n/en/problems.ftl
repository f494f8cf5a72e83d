# Problems of a campaign, its files, lists and articles; `.fix` says what to do.

dialect-most-paragraphs-short-lines-single = most paragraphs have short lines, and single line ends are joined
dialect-first-heading-repeats-title-left = the first heading repeats the title `{ $text }`; it is left out
dialect-invisible-control-characters-removed = invisible control characters ({ $text }) are removed
dialect-paragraph-begins-four-spaces-which = the paragraph `{ $text }` begins with four spaces, which is code in Markdown; it is read as a paragraph
dialect-opens-code-nothing-closes = `{ $text }` opens code that nothing closes
dialect-not-drawn-followers-see-source = `{ $text }` is not drawn: followers see its source as code
dialect-box-no-end = the box `{ $text }` has no end: all that follows is in it
dialect-row-more-cells-head = the row `{ $text }` has more cells than its table's head: its last cells are put together
dialect-digest-first-paragraph-none-written = digest (the first paragraph, as none is written): { $digest }
dialect-stands-article-written = { $name } `{ $text }` stands in the article as it is written
dialect-becomes-plain-text = { $name } `{ $text }` becomes plain text
dialect-left-out = { $name } `{ $text }` is left out
dialect-not-read-what-names-would = { $name } `{ $text }` is not read: what it names would not arrive

file-file-does-not-exist = the file `{ $path }` does not exist
    .fix = check the name and the folder
file-cannot-read-no-permission = cannot read `{ $path }`: no permission
    .fix = allow this user to read it
file-folder = `{ $path }` is a folder
    .fix = name a file in it
file-cannot-read = cannot read `{ $path }`: { $words }
    .fix = check the disk and the file
file-or = { $f } or `{ $last }`
file-audience-does-not-say-who = `[audience]` does not say who gets it
    .fix = choose one of { $choices }, such as `tag = "VIP"`
file-empty = `[{ $table }]` is empty
    .fix = choose one of { $choices }
file-takes-one-given = `[{ $table }]` needs exactly one of { $choices }, but { $found } are given
    .fix = keep one of them
file-nothing-title-can-seen = nothing in the title can be seen
    .fix = write a title that readers can see
file-title-goes-over-several-lines = the title goes over several lines
    .fix = WeChat shows one line: write it in one
file-title-holds-tab = the title holds a tab
    .fix = write a space in its place
file-title-begins-ends-space = the title begins or ends with a space
    .fix = delete the space
file-title-holds-which-readers-see = the title holds `{ $entity }`, which readers see as it is
    .fix = write the character itself, such as `&`

foreign-looks-like = `{ $path }` looks like { $kind }

list-not-openid = `{ $value }` is not an openid
    .fix = an openid has 28 letters, digits, `-` or `_`
list-more-rows-list-wrong = { $count } more rows of the list are wrong
    .fix = fix the list and check again
list-looks-like-wechat-name-not = `{ $value }` looks like a WeChat name, not an openid
    .fix = write it under `wxnames`: `wxnames = ["{ $value }"]`
list-openid-name-file-expected = `{ $value }` is an openid, and the name of a file is expected
    .fix = write a list: `openids = ["{ $value }", "…"]`
list-quoted-cell-goes-over-several = a quoted cell goes on over several lines, with openids in it: { $openids }
    .fix = close the quotation mark `"` on the line where it begins, or remove it
list-no-column-called-openid = no column is called `openid`
list-did-you-mean-column-call = did you mean the column `{ $head }`? call it `openid`
list-write-names-columns-first-line = write the names of the columns in the first line, `openid` among them
list-several-columns-may-hold-openids = several columns may hold the openids: `{ $h }`
    .fix = keep one of them, or call only one `openid`
list-openid-stands-column-without-name = the openid `{ $value }` stands in a column without a name
    .fix = put one openid on each line
list-list-openids-wechat-answer-says = the list has { $read } openids, while WeChat's response in it has { $total }
    .fix = it may be one page of several: `wxmass followers` lists all of them
list-json-cannot-read-from-here = the JSON cannot be read from here on
    .fix = fix the JSON; `jq -r '.data.openid[]'` makes a list of WeChat's answer
list-list-empty = the list is empty
    .fix = WeChat requires at least two openids
list-list-single-openid-wechat-wants = the list has a single openid, and WeChat requires two (40130)
    .fix = use `wxmass preview --openid …` for one person
list-row-without-end = a row without end
    .fix = put one openid on each line
list-row-without-end-quotation-mark = a row without end: a quotation mark is not closed
    .fix = close the quotation mark `"`, or remove it
list-row-ends-before-column-openids = the row ends before the column of the openids
    .fix = fill in the openid, or remove the row
list-row-no-openid = the row has no openid
    .fix = fill in the openid, or remove the row
list-json-no-key-openid = this JSON has no key `openid`
    .fix = write `{"{"}"openid": "…"{"}"}`, or a list of strings
list-comments = in comments
list-column = in the column `{ $head }`
list-under-key = under the key `{ $key }`
list-not-sent-strings-like-openids = { $count ->
        [one] not sent to: 1 string like an openid { $place } (line { $shown })
       *[other] not sent to: { $count } strings like openids { $place } (lines { $shown })
    }
    .fix = nothing to do if that is meant

problems-more-not-shown-json-them = { $more } more are not shown; `--json` has them all{"\u000A"}{"\u000A"}

removed-formula-shown-written = the formula `{ $tex }` is shown as it was written
    .fix = close its braces and brackets, or use a picture of it
removed-formula-shown-written-cannot-set = the formula `{ $tex }` is shown as it was written: `{ $why }` cannot be set
    .fix = write it without `{ $why }`, or use a picture of it
removed-links-other-sites-which-wechat = { $count ->
        [one] 1 link
       *[other] { $count } links
    } to other sites, which WeChat keeps only for accounts with WeChat Pay
    .fix = say `links = "footnotes"` in `[theme]`, or `links = "keep"` for such an account
removed-picture-no-address-followers-would = a picture has no address, and followers would not see it
    .fix = give it an address, or remove its tag
removed-picture-would-lost-stands-where = the picture `{ $source }` would be lost: it stands where WeChat keeps none
    .fix = move it out of the field, the video or the drawing that it is in
removed-cannot-sent-article = `{ $source }` of `<{ $element }>` cannot be sent in an article
    .fix = use a Tencent video, WeChat's own card, or a link; or remove it
removed-followers-would-see-nothing-all = followers would see nothing: all words are hidden (`{ $words }`)
    .fix = remove the style that hides them
removed-followers-cannot-see-style-hides = followers cannot see `{ $words }`: its style hides it
    .fix = remove the style, or the words
removed-wxmass-removes-style-what-wechat = wxmass removes the style `{ $name }`; what WeChat makes of it is not known
    .fix = it is left out; `keep = ["{ $name }"]` in `[theme]` sends it
removed-animation-not-wechat-list = the animation `{ $name }` is not on WeChat's list
    .fix = it is left out; x, y, width, height, opacity, d, points, fill and transforms are
removed-code-inside-lines-plain-look = code inside lines is plain: with its look the article would pass 20,000 characters
    .fix = shorten the article
removed-notes-their-words-plain-their = notes and their words are plain: with their look the article would pass 20,000 characters
    .fix = shorten the article, or say `links = "keep"`
removed-wxmass-removes-element-what-wechat = wxmass removes the element `<{ $name }>`; what WeChat makes of it is not known
    .fix = its words stay; use plain HTML in its place
removed-space-between-blocks-said-once = the space between paragraphs is said once, by a grid around them: the article is long
    .fix = look at the preview on a phone: published layouts use grids, and WeChat has not documented that it keeps them
removed-code-no-colours-them-article = the code has no colours: with them the article would pass 20,000 characters
    .fix = shorten the article or its code
removed-scripts = scripts
removed-style-sheets-use-theme = style sheets (use `[theme]`)
removed-frames = frames
removed-forms = forms
removed-event-handlers = event handlers
removed-style = the style `{ $name }`
removed-element = the element `<{ $name }>`
removed-tags-nested-too-deep = tags nested too deep
removed-picture-behind-link = `{ $source }`, to which a link leads, is not in the article
    .fix = show it with `![](…)`, since a tap enlarges a picture in WeChat; or remove the link
removed-link-own = wxmass removes the link `{ $href }` and keeps its words: followers could not open it
    .fix = link to `https://…`, or write where it leads
removed-base = wxmass does not follow `<base href="{ $href }">`: addresses count from the article's folder
    .fix = write whole addresses, such as `https://…`
removed-wechat-removes = WeChat removes { $name }
    .fix = it is left out

rule-text = { $what }; { $fix }
rule-did-you-mean = did you mean `{ $word }`?
rule-most = { $length } { $unit }, at most { $limit }
rule-temporary = no temporary file can be written in `{ $folder }`: { $error }
    .fix = free some space there or name another folder in `TMPDIR`
rule-too-large = `{ $path }` is too large
    .fix = at most { $l } are read
rule-unknown-key = unknown key `{ $key }`
rule-remove = remove it
rule-missing = `{ $key }` is missing
    .fix = add `{ $key } = …` here
rule-article-does-not-say = the article does not say its `{ $key }`
    .fix = write `{ $key }: …` between two lines of `---` at the top of the file
rule-empty = `{ $key }` is empty
    .fix = fill it in, or remove the key
rule-holds-control-character = `{ $key }` holds a control character
    .fix = remove it; it cannot be seen
rule-cannot = `{ $key }` cannot be `{ $value }`
rule-one = one of: { $a }
rule-holds-character-cannot-seen-u = `{ $key }` holds a character that cannot be seen (U+{ $code })
    .fix = delete it, or type the text again: another campaign could look the same
rule-link-text-message = a link in a text message: `{ $url }`
    .fix = WeChat refuses links to other sites (40066): remove it, or link a mini program
rule-video-uploaded-api-can-probably = a video that is uploaded by API can probably not be sent (48022)
    .fix = upload it in WeChat's console and send that id with `wxmass send-tag --video ID`, or put it into an article
rule-wechat-no-longer-sends-cards = WeChat no longer sends cards (45113)
    .fix = send articles or a text in its place
rule-all-false-says-nothing = `all = false` says nothing
    .fix = write `all = true` for everybody, or give `tag` or `openids`
rule-too-long = `{ $field }` is too long
rule-may-too-long-wechat = `{ $field }` may be too long for WeChat
rule-articles = { $count } articles
    .fix = a message has 1 to 8 articles
rule-nothing-send = nothing to send
    .fix = add `[[articles]]` or `[message]`
rule-message-beside-articles = `[message]` beside `[[articles]]`
    .fix = a campaign sends one of the two
rule-article-no-cover = the article has no cover
    .fix = add `cover = "picture.jpg"`
rule-wechat-shows-digest-single-article = WeChat shows a digest for a single article only
    .fix = it does no harm
rule-file-does-not-exist = the file `{ $tried }` does not exist
rule-nearest-file = the nearest file: `{ $name }`
rule-check-name-folder-paths-start = check the name and the folder; paths start at the file that names them
rule-lies-outside-campaign-folder = `{ $path }` lies outside the campaign's folder
    .fix = move it in, or allow it with `--allow-outside`
rule-picture-another-host = the picture `{ $source }` is on another host
    .fix = `wxmass send` fetches and uploads it
rule-picture-cannot-fetched = the picture `{ $source }` cannot be fetched: { $why }
rule-not-path = `{ $source }` is not a path
    .fix = name a file in the campaign's folder
rule-picture-cannot-used = the picture `{ $source }` cannot be used: { $why }
rule-pictures = { $count } pictures
    .fix = 1 to { $limit }
rule-images-no = `[images]` has no `{ $name }`
rule-add-images = add it to `[images]`
rule-no-article-uses-image = no article uses `image:{ $name }`
    .fix = it is not uploaded
rule-files-type-not-taken-here = files of type `{ $found }` are not taken here
    .fix = one of: { $allowed }
rule-file = the file has { $b }
    .fix = at most { $l }
rule-neither-markdown-nor-html = `{ $path }` is neither Markdown nor HTML
    .fix = name a file that ends in .md or .html
rule-article-cannot-used = the article cannot be used
rule-article-empty = the article is empty
    .fix = WeChat refuses articles without text or pictures (44004)
rule-cannot-2 = `{ $key }` cannot be `{ $value }`
    .fix = write something like `{ $like }`
rule-not-rectangle = `{ $value }` is not a rectangle
    .fix = write X1_Y1_X2_Y2 as fractions, such as 0_0.1_1_0.8
rule-not-1-cover = `{ $value }` is not { $shape } to 1 on this cover
    .fix = the middle is `{ $middle }`; it is taken when the key is left out
rule-not-web-address = `{ $value }` is not a web address
    .fix = begin with https://
rule-more-problems-kind-file = { $count } more problems of this kind in this file
    .fix = fix the ones above first, then check again
rule-article-itself-does-not-say = an article by itself does not say to whom it goes
    .fix = name it beside the article (`wxmass send ARTICLE.md --tag VIP`, `--openids FILE` or `--all`), or write a campaign file with `content = "…"` in `[[articles]]` and an `[audience]`
rule-html-cannot-say-title-cover = HTML cannot say its title and cover
    .fix = write a campaign file that names it: `title`, `cover` and `content` in `[[articles]]`
rule-folder = this is a folder
rule-give-campaign = give the campaign in it: { $file }
rule-give-campaign-file-wxmass-init = give a campaign file; `wxmass init DIR` makes one
rule-stands-outside-account-table = `{ $key }` stands outside an account's table
    .fix = put it below a line such as [main]
rule-cannot-3 = `{ $key }` cannot be this
    .fix = it accepts { $w }
rule-no-audience-campaign-does-not = no audience: the campaign does not say to whom it goes
    .fix = add `[audience]` with `all`, `tag` or `openids`, such as `tag = "VIP"`

sheet-meets-no-element-articles = `{ $selector }` meets no element of the articles
    .fix = `docs/themes.md` has the elements and classes that there are
sheet-no-selector-can-read = `{ $text }` is no selector that can be read
    .fix = write a plain CSS selector
sheet-does-nothing-no-tag-stands = `{ $selector }` does nothing: it cannot match any tag
    .fix = only `::before` and `::after` with words in `content` can be written into an article
sheet-does-nothing-wechat-keeps-no = `@{ $name }` does nothing: WeChat keeps no style sheets
    .fix = write its rules without it, or remove it
sheet-there-no-property = there is no property `{ $name }`
    .fix = write `{ $nearest }`
sheet-there-no-property-2 = there is no property `{ $name }`
    .fix = remove it
sheet-value-does-not-stay-article = `{ $name }` with this value does not stay in an article
    .fix = it is left out
sheet-no-declaration = `{ $text }` is no declaration
    .fix = write `property: value;`
sheet-brace-out-step-what-follows = a brace is out of step: what follows may do nothing
    .fix = close each opening brace once
sheet-variable-defined-nowhere = the variable `{ $name }` is defined nowhere
    .fix = define it in `:root`, or write its value
sheet-content-too-long = `content` is too long: { $length }
    .fix = words { $words }, styles { $styles }, picture addresses { $pictures }, links and notes { $links }, code { $code }, tags { $tags }
sheet-words-alone-too-many = the text by itself is too long
sheet-cut-after-line = cut it after line { $line }
sheet-wechat-will-judge-allow-long = WeChat will judge, as `allow_long` says
sheet-drawn-all-the-same = it is drawn all the same; sending it needs `allow_long = true`
sheet-allow-long-true-lets-wechat = `allow_long = true` lets WeChat judge

slip-not-toml = this is not TOML: { $message }
    .fix = fix the syntax first; other checks run once the file parses
slip-character-cannot-seen-u-stands = a character that cannot be seen (U+{ $code }) stands here
    .fix = delete it, or type the line again
slip-text-begins-ends = the text begins with `"` and ends with `{ $sign }`
    .fix = write `"` at both ends
slip-closing-quotation-mark-missing = the closing quotation mark `{ $mark }` is missing
    .fix = add `{ $mark }` at the end of the text
slip-means-nothing-text = `{ $escape }` means nothing in a text
    .fix = write `\\` for a backslash, or put the text in single quotes
slip-quotation-mark-inside-text-ends = a quotation mark inside the text ends it
    .fix = write “ ” or `\"` inside a text
slip-text-needs-quotation-marks = a text needs quotation marks
    .fix = write `"{ $text }"`
slip-neither-true-nor-false = `{ $written }` is neither `true` nor `false`
    .fix = write `{ $meant }`
slip-no-value = `{ $key }` has no value
    .fix = write it after `=`, or put `#` before the line
slip-stands-where-should = `:` stands where `=` should
    .fix = write `{ $key } = …`
slip-line-neither-key-value-nor = this line is neither `key = value` nor a `[table]`
    .fix = write `key = "text"`; a comment begins with `#`
slip-brackets-line-do-not-match = the brackets of this line do not match
    .fix = write `{ $better }`
slip-stands-twice-first-line = `{ $name }` stands twice (first in line { $first })
    .fix = keep one of them
slip-stands-after-value = `{ $signs }` stands after the value
    .fix = delete it: a line ends with its value
slip-two-values-stand-one-line = two values stand on one line
    .fix = write one `key = value` on each line
slip-comma-missing = a comma is missing
    .fix = write `,` between two values
slip-does-not-begin-comment = `{ $mark }` does not begin a comment
    .fix = a comment begins with `#`
slip-name-needs-quotation-marks = the name `{ $key }` needs quotation marks
    .fix = write `"{ $key }"`; the names that wxmass knows are in English
slip-opened-here-not-closed = `{ $sign }` is opened here and not closed
    .fix = add `{ $close }` at the end
slip-lines-end-old-macs-cr = the lines end as on old Macs (CR only)
    .fix = save the file with LF or CRLF line ends
slip-text-holds-control-character = the text holds a control character
    .fix = delete it; it cannot be seen
slip-one-pair-brackets-needs-two = `[{ $name }]` has one pair of brackets and needs two
    .fix = write `[[{ $name }]]`, once for each
slip-path-written-forward-slashes-not = a path is written with forward slashes, not with `\`
    .fix = write `"{ $better }"`; files of a campaign lie in its folder, such as `"images/cover.jpg"`
slip-for = `{ $meant }` for `{ $sign }`
slip-stand-here = { $kind } stand here: { $found }
    .fix = write { $changes }
problems-count = { $errors ->
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}
rule-ends-before-it-begins = `until` is earlier than `at`
    .fix = write a later time, or leave it out
problems-grouped = { $title } ×{ $count } (first at { $place })
removed-template = what is in `<template>` is left out, as browsers show none of it
    .fix = remove the tag and keep its words, or remove both

slip-ordinary-space = an ordinary space
slip-chinese-quotation-marks = Chinese quotation marks
slip-full-width-signs = full-width signs
sheet-plainer-theme-helps = a plainer theme helps
sheet-fewer-pictures-help = fewer pictures help
sheet-fewer-links-footnotes-help = fewer links in footnotes help
sheet-shorter-code-helps = shorter code helps
rule-characters = characters
rule-width-units-chinese-character = width units (a Chinese character is 2)
rule-bytes = bytes
problems-error = error
problems-warning = warning
problems-help = help

mark-abbreviation = the abbreviation
mark-attribute = the attribute
mark-forum-code = the forum code
mark-block-id = the block id
mark-link = the link
mark-picture = the picture
mark-table = the table
mark-callout = the callout
mark-citation = the citation
mark-unclosed-comment = the unclosed comment
mark-container = the container
mark-control-characters = the control characters
mark-query-field = the query or field
mark-definition = the definition
mark-diagram = the diagram
mark-embedded-file = the embedded file
mark-emoji-code = the emoji code
mark-emphasis = the emphasis
mark-code-mark = the code mark
mark-footnote-twice = the second footnote of one name
mark-footnote-without-text = the footnote without text
mark-footnote-nothing-refers = the footnote that nothing refers to
mark-formula = the formula
mark-front-matter = the front matter
mark-full-width-mark = the full-width mark
mark-indented-paragraph = the indented paragraph
mark-markdown-inside-html = the Markdown inside HTML
mark-marker = the marker
mark-mdx-code = the MDX code
mark-mark-without-space-behind = the mark without a space behind it
mark-org-mark = the Org mark
mark-command = the command
mark-unused-address = the unused address
mark-directive = the directive
mark-ruby-text = the ruby text
mark-short-lines = the short lines
mark-shortcode = the shortcode
mark-tag = the tag
mark-state-task = the state of a task
mark-single-tildes = the single tildes
mark-heading = the heading
mark-table-contents-without-headings = the table of contents without headings
mark-wiki-link = the wiki link
mark-fix-write-words-picture-png = write `![words](picture.png)` with half-width marks and no space between
mark-fix-write-words-https-half = write `[words](https://…)` with half-width marks
mark-fix-name-picture-write-what = name a picture, or write what it says
mark-fix-write-half-width-mark = write the half-width mark, or a backslash before it
mark-fix-put-space-behind-mark = put a space behind the mark
mark-fix-use-picture = use a picture of it
mark-fix-other-name = give it a name of its own
mark-fix-write-words-line-own = write `[^…]: words` on a line of its own
mark-fix-close-same-mark-put = close it with the same mark, or put a backslash before it
mark-fix-close-remove = close it, or remove it
mark-fix-put-marks-directly-words = put the marks directly at the words, or a backslash before them
mark-fix-write-words-strike-out = write `~~words~~` to strike out
mark-fix-write-breaks-true-theme = write `breaks = true` in `[theme]` (`breaks: true` above an article) to keep line ends
mark-fix-change-one-two-keep = change one of the two to keep it
mark-fix-write-key-value-one = write `key: value`, one a line
mark-fix-leave-empty-line-after = leave an empty line after the tag
mark-fix-give-table-line-many = give the table a line `|---|---|` with as many cells as its head
mark-fix-put-formula-between = put the formula between `$` and `$`
mark-fix-write-headings = write headings with `#`
mark-fix-remove-spaces-put-code = remove the spaces; put code between lines of ```
mark-fix-write-markdown-words-picture = write Markdown: `![words](picture.png)` for a picture
mark-fix-close-same-paragraph = close it in the same paragraph
mark-fix-write-words-https-mp = write `[words](https://mp.weixin.qq.com/s/…)` for a link
mark-fix-tip-tip-make-boxes = `:::tip` and `> [!TIP]` make boxes
mark-fix-end-box = write a line of its own mark (`:::`) where the box ends
mark-fix-backslash-before-bar = give the head as many cells, or write `\|` for a bar that is no border
mark-fix-begin-quote = begin the quote with it
mark-fix-remove-silence = no reader was to see it; remove it to silence this
mark-fix-refer-remove = refer to it, or remove it
mark-fix-write-emoji-itself = write the emoji itself
mark-fix-write-plain-markdown-remove = write it in plain Markdown, or remove it
file-way-open-excel-wps-save = open it in Excel or WPS and save it as "CSV UTF-8"
file-way-copy-text-into-plain = copy its text into a plain text file in UTF-8
file-way-unpack-first = unpack it first
file-kind-excel-workbook = an Excel workbook
file-kind-old-excel-word-file = an old Excel or Word file (.xls, .doc)
file-kind-web-page-html-xml = a web page (HTML or XML)
file-kind-word-document = a Word document
file-kind-rich-text-rtf = rich text (RTF)
file-kind-pdf = a PDF
file-kind-zip-archive = a ZIP archive
file-kind-compressed-file = a compressed file
file-kind-picture = a picture
file-kind-sqlite-database = an SQLite database
file-kind-text-utf-utf = text in UTF-16, not UTF-8
file-kind-text-gbk-utf = text in GBK, not UTF-8
file-kind-neither-utf-text-nor = neither UTF-8 text nor any known encoding
file-kind-save-text-utf = save it as text in UTF-8
file-way-encoding = Notepad: Save as → Encoding UTF-8; or `iconv -f { $from } -t UTF-8 { $old } > new`
