//! Pictures of every kind, through the binary: what WeChat is given in their place, and what is refused.

use image::codecs::tiff::TiffEncoder;
use image::{DynamicImage, GenericImageView as _, ImageEncoder as _, ImageFormat};

use crate::world::pictures::{noise, plain};
use crate::world::wire::Call;
use crate::world::{BODY_PICTURE, DRAFT, MATERIAL, World, argument};

/// A seed of the fuzz target: small, and as an encoder wrote it.
fn seed(name: &str) -> Vec<u8> {
    let folder = [env!("CARGO_MANIFEST_DIR"), "fuzz", "corpus", "picture"];
    let path = folder.iter().collect::<std::path::PathBuf>().join(name);
    std::fs::read(path).expect("a seed")
}

/// The bytes of the file that an upload carries.
fn file_in(call: &Call) -> &[u8] {
    let find = |from: usize, text: &[u8]| {
        let at = call.body[from..].windows(text.len());
        from + at.into_iter().position(|it| it == text).expect("a part")
    };
    let start = find(find(0, b"filename="), b"\r\n\r\n") + 4;
    &call.body[start..find(start, b"\r\n--")]
}

/// The bytes that WeChat is given for one picture in an article, and what the operator is told.
fn uploaded(world: &World, name: &str, bytes: impl AsRef<[u8]>) -> (Vec<u8>, String) {
    std::fs::write(world.path(name), bytes).expect("a file");
    let path = world.path(name);
    let outcome = world.wx(["upload-img", argument(&path)]).exits(0);
    let calls = world.calls_of(BODY_PICTURE);
    let call = calls.last().expect("an upload");
    (file_in(call).to_vec(), outcome.stderr)
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    let format = image::guess_format(bytes).expect("a picture");
    assert!(matches!(format, ImageFormat::Jpeg | ImageFormat::Png));
    image::load_from_memory_with_format(bytes, format).expect("whole")
}

#[track_caller]
fn assert_colour(picture: &DynamicImage, (x, y): (u32, u32), wanted: [u8; 4]) {
    let found = picture.get_pixel(x, y).0;
    let near = found
        .iter()
        .zip(wanted)
        .all(|(it, wanted)| it.abs_diff(wanted) < 40);
    assert!(near, "{found:?} at {x}, {y}");
}

const RED: [u8; 4] = [255, 0, 0, 255];

/// AVIF is what phones and browsers save as "HEIF" and "AVIF"; both are named, with the way out.
#[test]
fn avif_and_heic_are_named_and_refused() {
    let world = World::new();
    for (name, brand, format) in [("a.avif", b"avif", "AVIF"), ("b.heic", b"heic", "HEIC")] {
        let path = world.path(name);
        let bytes = [
            b"\0\0\0\x1cftyp",
            &brand[..],
            b"\0\0\0\0mif1",
            b"miaf",
            b"....",
        ]
        .concat();
        std::fs::write(&path, bytes).expect("a file");
        let refused = world.wx(["upload-img", argument(&path)]).exits(2);
        assert!(refused.stderr.contains(format), "{}", refused.stderr);
        assert!(refused.stderr.contains("PNG or JPEG"), "{}", refused.stderr);
    }
}

#[test]
fn svg_is_drawn_for_the_width_of_a_phone() {
    let world = World::new();
    let drawing = |head: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" {head}>\
             <script>while(true){{}}</script><rect width=\"100%\" height=\"100%\" fill=\"#f00\"/></svg>"
        )
    };
    for (name, head, width, height) in [
        ("icon.svg", "width=\"20\" height=\"10\"", 60, 30),
        ("chart.svg", "width=\"500\" height=\"250\"", 1080, 540),
        ("wide.svg", "width=\"2000\" height=\"100\"", 2000, 100),
        ("plain.svg", "viewBox=\"0 0 4 1\"", 1080, 270),
        ("vast.svg", "width=\"100000\" height=\"100000\"", 3162, 3162),
    ] {
        let (bytes, said) = uploaded(&world, name, drawing(head));
        assert!(said.contains("SVG → "), "{said}");
        let picture = decoded(&bytes);
        assert_eq!(picture.dimensions(), (width, height), "{name}");
        assert_colour(&picture, (width - 2, height - 2), RED);
    }
}

/// A part that would vanish from a drawing, or be read from elsewhere for it, is refused at its place, before any call.
#[test]
fn an_svg_that_cannot_be_drawn_whole_is_refused() {
    let world = World::new();
    let secret = world.path("secret.png");
    std::fs::write(&secret, plain("a.png", 3)).expect("a file");
    let link = |href: &str| format!("<image width=\"9\" height=\"9\" href=\"{href}\"/>");
    let nested = |count: usize| "<g>".repeat(count) + &"</g>".repeat(count);
    let many = (1..12).fold(String::new(), |before, it| {
        let copies = format!("<use href=\"#a{}\"/>", it - 1).repeat(10);
        before + &format!("<g id=\"a{it}\">{copies}</g>")
    });
    for (name, inside, reason) in [
        ("file", link(argument(&secret)), "secret.png"),
        ("scheme", link("file:///etc/passwd"), "file:///etc/passwd"),
        ("remote", link("http://127.0.0.1:9/a.png"), "127.0.0.1"),
        (
            "inside",
            link("data:image/svg+xml;base64,PHN2Zy8+"),
            "data:image/svg+xml",
        ),
        ("html", "<foreignObject/>".to_owned(), "foreignObject"),
        (
            "letters",
            "<text y=\"9\">\u{13000}</text>".to_owned(),
            "font",
        ),
        ("deep", nested(1000), "nested too deeply"),
        (
            "many",
            format!("<g id=\"a0\"><path d=\"M0 0\"/></g>{many}"),
            "too much",
        ),
    ] {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{inside}</svg>"
        );
        let campaign = world
            .campaign(name)
            .without_articles()
            .article("Drawn", "Look:\n\n![it](it.svg)\n")
            .file("it.svg", svg)
            .write();
        world
            .send(&campaign)
            .exits(2)
            .says("article1.md:3")
            .says(reason);
    }
    assert!(world.calls().is_empty(), "{:?}", world.paths());
}

#[test]
fn pictures_of_cameras_that_wechat_does_not_take_are_refused_with_a_way_on() {
    let world = World::new();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let campaign = world.campaign("heic").file("one.png", heic).write();
    world
        .send(&campaign)
        .exits(2)
        .says("HEIC")
        .says("PNG or JPEG");
    assert!(world.calls().is_empty());
}

/// The place, the author and the device of a picture are private: not in EXIF, XMP, comments, nor behind the end.
#[test]
fn nothing_but_the_pixels_leaves_the_house() {
    let world = World::new();
    let jpeg = plain("a.jpg", 5);
    let segment = |marker: u8, text: &[u8]| {
        let length = (text.len() as u16 + 2).to_be_bytes();
        [&[0xff, marker], &length[..], text].concat()
    };
    let (start, rest) = jpeg.split_at(2);
    let marked = [
        start,
        &segment(0xe1, b"Exif\0\0MARK"),
        &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0MARK"),
        &segment(0xed, b"Photoshop 3.0\0MARK"),
        &segment(0xe2, b"MPF\0MARK"),
        &segment(0xfe, b"MARK"),
        rest,
        b"MARK",
    ]
    .concat();
    let png = plain("a.png", 6);
    let chunk = |kind: &[u8]| [&4_u32.to_be_bytes(), kind, b"MARK", &[0; 4]].concat();
    let (head, rest) = png.split_at(33);
    let marked_png = [
        head,
        &chunk(b"eXIf"),
        &chunk(b"tEXt"),
        &chunk(b"tIME"),
        rest,
        b"MARK",
    ]
    .concat();
    for (name, marked, plain) in [("a.jpg", marked, jpeg), ("a.png", marked_png, png)] {
        let (sent, _) = uploaded(&world, name, marked);
        assert_eq!(sent, plain, "{name}: the rest stays byte for byte");
    }
}

/// By "media/uploadimg" it would stand still: it goes by "add_material", as it is, and the article has that address.
#[test]
fn a_moving_gif_keeps_moving_in_an_article() {
    let world = World::new();
    let campaign = world
        .campaign("moving")
        .without_articles()
        .article("Moving", "Look:\n\n![it](moving.gif)\n")
        .file("moving.gif", seed("moving.gif"))
        .write();
    world.send(&campaign).exits(0);
    let calls = world.calls_of(MATERIAL);
    let moving: Vec<_> = calls
        .iter()
        .filter(|call| file_in(call) == seed("moving.gif"))
        .collect();
    assert_eq!(moving.len(), 1, "{:?}", world.paths());
    assert!(world.calls_of(BODY_PICTURE).is_empty());
    let answer = moving[0].verdict();
    let address = answer["url"].as_str().expect("an address");
    let drafts = world.calls_of(DRAFT);
    let draft = String::from_utf8_lossy(&drafts[0].body);
    assert!(draft.contains(address), "{address}: {draft}");

    // Known from then on, by its address too.
    let path = world.path("moving.gif");
    std::fs::write(&path, seed("moving.gif")).expect("a file");
    let outcome = world.wx(["upload-img", argument(&path)]).exits(0);
    assert_eq!(outcome.stdout.trim(), address);
    assert_eq!(world.calls_of(MATERIAL).len(), calls.len());
}

#[test]
fn moving_pictures_of_other_kinds_stand_still_in_articles_which_is_said_before() {
    let world = World::new();
    let (bytes, said) = uploaded(&world, "moving.webp", seed("moving.webp"));
    assert!(said.contains("first frame of an animation"), "{said}");
    decoded(&bytes);
    let gif = seed("moving.gif");
    // A comment of more than 10 MB.
    let comment = [&[255][..], &[b'x'; 255]].concat().repeat(44_000);
    let head = 13 + (3 << ((gif[10] & 7) + 1));
    let large = [&gif[..head], b"\x21\xfe", &comment, b"\0", &gif[head..]].concat();
    for (name, bytes, words) in [
        ("moving.webp", seed("moving.webp"), "a moving WebP"),
        ("large.gif", large, "larger than 10.0 MB"),
    ] {
        let campaign = world
            .campaign(name)
            .without_articles()
            .article("Still", &format!("Look:\n\n![it]({name})\n"))
            .file(name, bytes)
            .write();
        let page = world.path("page.html");
        let path = argument(&campaign);
        for arguments in [
            vec!["check", path],
            vec!["render", path, "-o", argument(&page)],
            vec!["send", path, "--dry-run"],
        ] {
            let outcome = world.wx(arguments).exits(0).says(words);
            assert!(outcome.stderr.contains("article1.md:3:1"), "{outcome:?}");
        }
    }
    let campaign = world
        .campaign("gif")
        .message("images = [\"moving.gif\"]")
        .file("moving.gif", seed("moving.gif"))
        .without_preview()
        .write();
    world.send(&campaign).exits(0);
    assert_eq!(file_in(&world.calls_of(MATERIAL)[0]), seed("moving.gif"));
}

/// A long screenshot below 10 MB goes as it is: made to fit 1 MB its letters would be blurred.
#[test]
fn a_long_screenshot_keeps_its_sharpness() {
    let world = World::new();
    let long = noise("long.png", 400, 2400);
    assert!(long.len() > 1_048_576);
    let path = world.path("long.png");
    std::fs::write(&path, &long).expect("a file");
    world.wx(["upload-img", argument(&path)]).exits(0);
    assert_eq!(file_in(&world.calls_of(MATERIAL)[0]), long);

    // One that is no screenshot becomes narrower than a phone, and the line says so.
    let (bytes, said) = uploaded(&world, "wide.png", noise("wide.png", 1500, 1500));
    let width = decoded(&bytes).width();
    if width < 1500 {
        assert!(said.contains(&format!("width 1500 → {width} px")), "{said}");
    }
}

/// Half a file has a whole head; each format shows that differently. All of them are refused where the article names them.
#[test]
fn a_damaged_file_is_refused_at_its_place() {
    let world = World::new();
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let gif = seed("moving.gif");
    let frame = gif.iter().rposition(|byte| *byte == 0x2c).expect("a frame");
    let mut vast = gif.clone();
    vast[frame + 5..frame + 9].fill(0xff);
    let one = plain("a.gif", 1);
    let start = one.iter().position(|byte| *byte == 0x2c).expect("a frame");
    let frames = one[start..one.len() - 1].repeat(20_000);
    let many = [&one[..start], &frames, b";"].concat();
    let noisy = |name| noise(name, 60, 60);
    for (name, bytes) in [
        ("a.png", half(noisy("a.png"))),
        ("a.jpg", half(noisy("a.jpg"))),
        ("a.gif", half(noisy("a.gif"))),
        ("a.webp", half(noisy("a.webp"))),
        ("a.bmp", half(noisy("a.bmp"))),
        ("a.tiff", half(noisy("a.tiff"))),
        ("empty.bmp", noisy("a.bmp")[..54].to_vec()),
        ("vast.gif", vast),
        ("many.gif", many),
    ] {
        let campaign = world
            .campaign(name)
            .without_articles()
            .article("Half", &format!("Look:\n\n![it]({name})\n"))
            .file(name, bytes)
            .write();
        let outcome = world.wx(["check", argument(&campaign)]).exits(2);
        let place = outcome.stderr.contains("article1.md:3:1");
        assert!(place, "{name}: {}", outcome.stderr);
    }
}

#[test]
fn colours_for_print_and_of_other_screens_become_those_of_a_telephone() {
    let world = World::new();
    let (bytes, said) = uploaded(&world, "print.jpg", seed("print.jpg"));
    assert!(said.contains("quality 92"), "{said}");
    assert_colour(&decoded(&bytes), (4, 4), RED);

    // An orange of Display P3 is a stronger one of sRGB.
    let orange = image::RgbImage::from_pixel(40, 400, image::Rgb([200, 100, 50]));
    let mut bytes = Vec::new();
    let mut encoder = TiffEncoder::new(std::io::Cursor::new(&mut bytes));
    let profile = moxcms::ColorProfile::new_display_p3().encode();
    let profile = profile.expect("a profile");
    encoder.set_icc_profile(profile).expect("TIFF takes one");
    orange.write_with_encoder(encoder).expect("a picture");
    let (bytes, _) = uploaded(&world, "p3.tiff", bytes);
    let [red, green, blue, _] = decoded(&bytes).get_pixel(4, 4).0;
    assert!(
        red > 208 && green < 100 && blue < 44,
        "{red} {green} {blue}"
    );
}

/// The page shows what followers will get, in formats that every browser knows.
#[test]
fn the_page_shows_what_followers_will_get() {
    let world = World::new();
    let campaign = world
        .campaign("page")
        .without_articles()
        .article(
            "Kinds",
            "![a](a.bmp)\n\n![b](b.svg)\n\n![c](c.tiff)\n\n![d](d.gif)\n",
        )
        .file("a.bmp", seed("small.bmp"))
        .file("b.svg", seed("inside.svg"))
        .file("c.tiff", seed("small.tiff"))
        .file("d.gif", seed("moving.gif"))
        .write();
    let page = world.path("page.html");
    let arguments = ["render", argument(&campaign), "-o", argument(&page)];
    world.wx(arguments).exits(0);
    let html = std::fs::read_to_string(page).expect("a page");
    // It goes as it is, and moves.
    assert_eq!(html.matches("data:image/gif").count(), 1);
    for kind in ["bmp", "svg+xml", "tiff"] {
        assert!(!html.contains(&format!("data:image/{kind}")), "{kind}");
    }
    assert_eq!(html.matches("data:image/").count(), 5, "with the cover");
}
