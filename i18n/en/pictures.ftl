# Pictures: what is wrong with them, and what was done to them.

picture-save-png-jpeg-name-file = save it as PNG or JPEG and name that file
picture-not-picture = it is not a picture
    .fix = name a JPEG, PNG, GIF, WebP, SVG, BMP or TIFF file
picture-heic-which-not-read = it is HEIC, which is not read
    .fix = save it as PNG or JPEG; on an iPhone: Settings → Camera → Formats → Most Compatible
picture-which-not-read = it is { $format }, which is not read
picture-pixels-too-many-most-side = { $width } × { $height } pixels are too many: at most { $side } a side and { $all } in all
    .fix = make it smaller, or cut it into pieces
picture-broken = it is broken: { $why }
picture-larger-than = it is larger than { $l }
    .fix = make it smaller
picture-file-ends-early-part-picture = the file ends early: part of the picture is missing
    .fix = copy or download it again, whole
picture-gif-more-than-frames = the GIF has more than { $limit } frames
    .fix = make it shorter, or send it as a video
picture-svg-asks-nothing-outside-file = the SVG asks for `{ $asked }`, and nothing outside the file is read
    .fix = embed that picture in the SVG as JPEG or PNG, or export the whole as PNG
picture-svg-html-foreignobject-which-would = the SVG has HTML in it (foreignObject), which would not be drawn
    .fix = export it as PNG, or with plain SVG text
picture-install-font-them-debian-apt = install a font that has them (on Debian: apt-get install fonts-noto-cjk), or turn the text into outlines
picture-svg-text-machine-no-font = the SVG has text, and this machine has no font
picture-svg-letters-no-font-machine = the SVG has letters that no font of this machine has: { $letters }
picture-drawing-svg-would-take-too = drawing the SVG would need too much: { $what }
    .fix = make that simpler, or export the drawing as PNG and name that file
picture-cannot-made-smaller-than-bytes = it cannot be made smaller than { $limit } bytes
picture-save-beside-article-name-file = save it beside the article and name that file
picture-run-same-command-again-save = run the same command again, or save it beside the article
picture-no-http-https-address = it is no http or https address
picture-address-name-password = the address has a name or password in it
picture-port-ports-80-443-alone = port { $port }: only ports 80 and 443 are allowed
    .fix = save it beside the article; for a host of your own network: --allow-private-pictures
picture-machine-network = { $address } is this machine or its network
    .fix = save it beside the article, or allow it with --allow-private-pictures
picture-never-asked-link-local-reserved = { $address } is never asked (link-local, reserved or a cloud's own service)
picture-no-host-known = no host `{ $host }` is known
    .fix = look at the address; proxies are not used for pictures
picture-more-than-redirects = more than { $limit } redirects
picture-host-answered = the host returned { $status }
picture-larger-than-2 = it is larger than { $l }
picture-did-not-come-within-s = it did not come within { $seconds } s
picture-host-cannot-reached = the host cannot be reached: { $why }
picture-came-cannot-kept = it came, and cannot be kept in `{ $folder }`: { $why }
    .fix = make room there and see that you may write to it
picture-pictures-other-hosts-most-fetched = { $count } pictures of other hosts, at most { $limit } are fetched
picture-fetched = fetched { $s } ({ $b } { $f })
picture-larger-than-followers-get-first = `{ $source }` is larger than { $limit }: followers get its first frame, which does not move
    .fix = make the GIF smaller, and it keeps moving
picture-moving-followers-get-first-frame = `{ $source }` is a moving { $format }: followers get its first frame, which does not move
    .fix = save it as GIF of at most { $limit }, and it keeps moving
picture-quality = , quality { $it }
picture-width-px = , width { $from } → { $to } px
picture-lost-width-cut-into-pieces = : lost { $lost } % of its width; cut it into pieces to keep it sharp

picture-elements-letters-counting-repeats-use = elements or letters, counting repeats by `use`, markers and patterns
picture-lines-dashes-outlines-lines = lines, or dashes and outlines of lines
picture-layers-masks-clip-paths-opacity = layers (masks, clip paths, opacity of groups)
picture-filters = filters
picture-patterns = patterns
picture-colours-gradients = colours in gradients
picture-pictures-inside = pictures inside it
picture-took-too-long = it took too long
picture-first-frame-animation = , first frame of an animation

picture-to-fetch = { $count ->
        [one] 1 remote image: `wxmass send` will fetch and upload it
       *[other] { $count } remote images: `wxmass send` will fetch and upload them
    }
