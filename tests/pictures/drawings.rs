//! Drawings that ask for more work than a picture is worth, through the binary: each is refused by `check` at its place, at once.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::world::{BODY_PICTURE, World, argument, finish, signal};

/// A second or two, and more where other tests keep the machine busy.
const AT_ONCE: Duration = Duration::from_secs(15);

/// A body between the tags of a drawing of this size.
fn drawing(width: u32, height: u32, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">{body}</svg>"
    )
}

/// One filter of these primitives over the whole of a square.
fn filtered(side: u32, primitives: &str) -> String {
    let body = format!(
        "<filter id=\"f\">{primitives}</filter><rect width=\"{side}\" height=\"{side}\" filter=\"url(#f)\"/>"
    );
    drawing(side, side, &body)
}

/// Numbers that look like chance and are the same each time.
fn chance() -> impl FnMut(u32) -> u32 {
    let mut state = 7_u32;
    move |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    }
}

/// A path of so many lines from anywhere to anywhere.
fn scribble(side: u32, lines: u32) -> String {
    let mut any = chance();
    let mut path = "M0 0".to_owned();
    for _ in 0..lines {
        write!(path, "L{} {}", any(side), any(side)).expect("a string");
    }
    path
}

/// Each part refers to the one before it by `reference`, so many times.
fn chain(count: u32, first: &str, part: impl Fn(u32) -> String) -> String {
    (1..=count).fold(first.to_owned(), |before, it| before + &part(it))
}

fn kernel(order: u32, side: u32) -> String {
    let numbers = vec!["1"; (order * order) as usize].join(" ");
    let primitive = format!("<feConvolveMatrix order=\"{order}\" kernelMatrix=\"{numbers}\"/>");
    filtered(side, &primitive)
}

fn morphology(radius: u32, side: u32) -> String {
    let primitive = format!("<feMorphology operator=\"dilate\" radius=\"{radius}\"/>");
    filtered(side, &primitive)
}

fn masks(count: u32, of_what: &str) -> String {
    let part = |it: u32| {
        let before = it - 1;
        let (own, inner) = match of_what {
            "mask" => (format!("mask=\"url(#m{before})\""), String::new()),
            _ => (String::new(), format!("mask=\"url(#m{before})\"")),
        };
        format!(
            "<mask id=\"m{it}\" {own}><rect width=\"2000\" height=\"2000\" fill=\"#fff\" {inner}/>\
             <rect width=\"900\" height=\"2000\" fill=\"#fff\" {inner}/></mask>"
        )
    };
    let first = "<mask id=\"m0\"><rect width=\"2000\" height=\"2000\" fill=\"#fff\"/></mask>";
    let chain = chain(count, first, part);
    let last = format!("<rect width=\"2000\" height=\"2000\" mask=\"url(#m{count})\"/>");
    drawing(2000, 2000, &(chain + &last))
}

/// All of them, each with a name.
fn hostile() -> Vec<(&'static str, String)> {
    let blurs = |count: usize, side: u32| {
        filtered(side, &"<feGaussianBlur stdDeviation=\"9\"/>".repeat(count))
    };
    let rects = {
        let rect = "<rect width=\"1000\" height=\"1000\" filter=\"url(#f)\"/>".repeat(600);
        let filter = "<filter id=\"f\"><feGaussianBlur stdDeviation=\"40\"/></filter>";
        drawing(1000, 1000, &(filter.to_owned() + &rect))
    };
    let stroked = |lines: u32, more: &str| {
        let path = scribble(1000, lines);
        drawing(
            1000,
            1000,
            &format!("<path d=\"{path}\" fill=\"none\" stroke=\"#000\" {more}/>"),
        )
    };
    let patterns = {
        let part = |it: u32| {
            format!(
                "<pattern id=\"p{it}\" width=\"400\" height=\"400\" patternUnits=\"userSpaceOnUse\">{}</pattern>",
                format!(
                    "<rect width=\"400\" height=\"400\" fill=\"url(#p{})\"/>",
                    it - 1
                )
                .repeat(8)
            )
        };
        let first = "<pattern id=\"p0\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 0h9v9z\"/></pattern>";
        let last = "<rect width=\"400\" height=\"400\" fill=\"url(#p9)\"/>";
        drawing(400, 400, &(chain(9, first, part) + last))
    };
    let tile = "<pattern id=\"p\" width=\"90000\" height=\"90000\" patternUnits=\"userSpaceOnUse\"><rect width=\"9\" height=\"9\"/></pattern>\
                <rect width=\"400\" height=\"400\" fill=\"url(#p)\"/>";
    let markers = |attribute: &str| {
        let marker = format!(
            "<marker id=\"m\" markerWidth=\"9\" markerHeight=\"9\">{}</marker>",
            "<circle r=\"4\"/>".repeat(40)
        );
        let path = scribble(1000, 20_000);
        drawing(
            1000,
            1000,
            &format!("{marker}<path d=\"{path}\" {attribute}/>"),
        )
    };
    let uses = |inside: &str| {
        let part = |it: u32| {
            let copies = format!("<use href=\"#a{}\"/>", it - 1).repeat(10);
            format!("<g id=\"a{it}\">{copies}</g>")
        };
        let first = format!("<g id=\"a0\">{inside}</g>");
        drawing(900, 900, &chain(6, &first, part))
    };
    let clips = {
        let part = |it: u32| {
            let before = it - 1;
            format!(
                "<clipPath id=\"c{it}\" clip-path=\"url(#c{before})\">\
                 <rect width=\"2000\" height=\"2000\" clip-path=\"url(#c{before})\"/></clipPath>"
            )
        };
        let first = "<clipPath id=\"c0\"><rect width=\"2000\" height=\"2000\"/></clipPath>";
        let last = "<rect width=\"2000\" height=\"2000\" clip-path=\"url(#c30)\"/>";
        drawing(2000, 2000, &(chain(30, first, part) + last))
    };
    let layers = "<g opacity=\".5\"><rect width=\"2000\" height=\"2000\"/></g>".repeat(2000);
    let image_filter = {
        let filter = format!(
            "<g id=\"g\">{}</g><filter id=\"f\">{}</filter>",
            "<rect width=\"900\" height=\"900\"/>".repeat(50),
            "<feImage href=\"#g\"/>".repeat(60)
        );
        drawing(
            900,
            900,
            &(filter + "<rect width=\"900\" height=\"900\" filter=\"url(#f)\"/>"),
        )
    };
    let merge = format!(
        "<feMerge>{}</feMerge>",
        "<feMergeNode in=\"SourceGraphic\"/>".repeat(5000)
    );
    let tables = {
        let table = "0 1 ".repeat(500_000);
        let functions = format!("<feFuncR type=\"table\" tableValues=\"{table}\"/>");
        filtered(
            900,
            &format!("<feComponentTransfer>{functions}</feComponentTransfer>").repeat(80),
        )
    };
    let tables = tables
        .get(..8_000_000)
        .map_or(tables.clone(), str::to_owned);
    let gradient = |kind: &str| {
        let stops = (0..20_000).fold(String::new(), |stops, it| {
            let offset = f64::from(it) / 20_000.0;
            stops
                + &format!(
                    "<stop offset=\"{offset}\" stop-color=\"#{:03x}\"/>",
                    it % 4096
                )
        });
        drawing(
            1000,
            1000,
            &format!(
                "<{kind} id=\"g\">{stops}</{kind}><rect width=\"1000\" height=\"1000\" fill=\"url(#g)\"/>"
            ),
        )
    };
    let letters = format!(
        "<text y=\"9\" letter-spacing=\"3\">{}</text>",
        "word ".repeat(100_000)
    );
    let sheet = (0..8000).fold(String::new(), |sheet, it| {
        sheet + &format!(".a{it} g>rect.c{it}{{fill:red}}")
    });
    let sheet = format!(
        "<style>{sheet}</style><g class=\"a1\"><g>{}</g></g>",
        "<rect class=\"c1\" width=\"9\" height=\"9\"/>".repeat(30_000)
    );
    let selector = format!(
        "<style>.none {}rect{{fill:red}}</style>{}<rect/>{}",
        "g ".repeat(30),
        "<g>".repeat(100),
        "</g>".repeat(100)
    );
    let attributes = (0..100_000).fold(String::new(), |all, it| all + &format!(" a{it}=\"1\""));
    let fonts = {
        let names = (0..2000).fold(String::new(), |all, it| all + &format!("F{it},"));
        format!("<text font-family=\"{names}\">a</text>").repeat(300)
    };
    let reversed = {
        let part = |it: u32| {
            format!(
                "<mask id=\"m{it}\"><rect width=\"9\" height=\"9\" mask=\"url(#m{})\"/></mask>",
                it - 1
            )
        };
        let first = "<mask id=\"m0\"><rect width=\"9\" height=\"9\"/></mask>";
        let last = "<rect width=\"9\" height=\"9\" mask=\"url(#m20000)\"/>";
        drawing(9, 9, &(chain(20_000, first, part) + last))
    };
    let noise = "<feTurbulence baseFrequency=\"0.5\" numOctaves=\"1000000\"/>";
    let lights = "<feDiffuseLighting><feDistantLight/></feDiffuseLighting>".repeat(90);
    vec![
        // Those that were found, and smaller ones of their kinds.
        ("octaves", filtered(400, noise)),
        (
            "octaves-few",
            filtered(400, &noise.replace("1000000", "300")),
        ),
        ("morphology", morphology(3000, 3000)),
        ("morphology-small", morphology(1500, 2000)),
        ("morphology-less", morphology(60, 1000)),
        ("kernel", kernel(100, 2000)),
        ("kernel-small", kernel(50, 1000)),
        ("blurred", rects),
        ("masks", masks(18, "mask")),
        ("masks-inside", masks(18, "inside")),
        ("masks-fewer", masks(14, "inside")),
        ("path", stroked(600_000, "")),
        ("path-shorter", stroked(60_000, "")),
        ("blurs", blurs(2000, 400)),
        ("blurs-fewer", blurs(200, 400)),
        // Others.
        (
            "filled",
            drawing(
                1000,
                1000,
                &format!("<path d=\"{}\"/>", scribble(1000, 100_000)),
            ),
        ),
        (
            "dashes",
            stroked(10_000, "stroke-width=\"40\" stroke-dasharray=\"8\""),
        ),
        (
            "dashes-round",
            stroked(
                900,
                "stroke-width=\"300\" stroke-linejoin=\"round\" stroke-dasharray=\"1\"",
            ),
        ),
        ("patterns", patterns),
        ("tile", drawing(400, 400, tile)),
        ("markers", markers("marker-mid=\"url(#m)\"")),
        ("markers-style", markers("style=\"marker:url(#m)\"")),
        ("uses", uses("<path d=\"M0 0h9v9z\"/>")),
        (
            "uses-of-paths",
            uses(&format!("<path d=\"{}\"/>", scribble(900, 500))),
        ),
        ("clips", clips),
        ("layers", drawing(2000, 2000, &layers)),
        ("image-filter", image_filter),
        ("tiles", filtered(900, &"<feFlood/><feTile/>".repeat(100))),
        ("merge", filtered(900, &merge)),
        ("tables", tables),
        ("lights", filtered(900, &lights)),
        ("linear", gradient("linearGradient")),
        ("radial", gradient("radialGradient")),
        ("letters", drawing(900, 900, &letters)),
        ("sheet", drawing(900, 900, &sheet)),
        ("selector", drawing(900, 900, &selector)),
        (
            "attributes",
            drawing(900, 900, &format!("<rect{attributes}/>")),
        ),
        ("fonts", drawing(900, 900, &fonts)),
        ("chain", reversed),
    ]
}

#[test]
fn a_drawing_that_asks_for_too_much_is_refused_at_its_place_at_once() {
    let world = World::new();
    let mut missed = String::new();
    for (name, svg) in hostile() {
        let campaign = world
            .campaign(name)
            .without_articles()
            .article("Drawn", "Look:\n\n![it](it.svg)\n")
            .file("it.svg", svg.as_str())
            .write();
        let started = Instant::now();
        let outcome = world.wx(["check", argument(&campaign)]);
        let took = started.elapsed();
        let is_told = outcome.code == 2 && outcome.stderr.contains("article1.md:3:1");
        if !is_told || took > AT_ONCE || outcome.stderr.contains("defect") {
            writeln!(
                missed,
                "{name}: {took:?} {} {}",
                outcome.code, outcome.stderr
            )
            .expect("a string");
        }
    }
    assert!(missed.is_empty(), "{missed}");
    assert!(world.calls().is_empty());
}

/// Numbers at the ends of what can be written: whatever becomes of the drawing, the command ends at once and in order.
#[test]
fn numbers_beyond_all_measure_end_in_order() {
    let world = World::new();
    let boxes = ["0 0 1e30 1e-30", "-1e38 -1e38 1e38 1e38", "0 0 1e-38 1e-38"];
    let boxes = boxes.map(|view| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\"><circle r=\"1e20\" stroke=\"#000\"/></svg>")
    });
    let bodies = [
        "<g transform=\"scale(1e9)\" opacity=\".9\"><path d=\"M0 0h1e30v1e30h-1e30z\" stroke=\"#000\" stroke-dasharray=\"1e-9\"/></g>",
        "<path d=\"M0 0L400 400 0 400\" fill=\"none\" stroke=\"#000\" stroke-width=\"1e30\" stroke-dasharray=\"1e-30 1e30\"/>",
        "<filter id=\"f\" x=\"-1e30\" width=\"1e38\"><feGaussianBlur stdDeviation=\"1e30\"/><feOffset dx=\"1e30\"/></filter><rect width=\"9\" height=\"9\" filter=\"url(#f)\"/>",
        "<text font-size=\"1e30\" letter-spacing=\"-1e30\">a</text>",
    ];
    let bodies = bodies.map(|body| drawing(400, 400, body));
    for (number, svg) in boxes.into_iter().chain(bodies).enumerate() {
        let campaign = world
            .campaign(&format!("n{number}"))
            .without_articles()
            .article("Drawn", "Look:\n\n![it](it.svg)\n")
            .file("it.svg", svg.as_str())
            .write();
        let page = world.path("page.html");
        let started = Instant::now();
        let outcome = world.wx(["render", argument(&campaign), "-o", argument(&page)]);
        assert!(matches!(outcome.code, 0 | 2), "{svg}: {outcome:?}");
        assert!(!outcome.stderr.contains("defect"), "{svg}: {outcome:?}");
        assert!(started.elapsed() < Duration::from_secs(10), "{svg}");
    }
}

/// As much as is drawn at all, so that it takes its time: one signal ends it.
#[test]
fn one_signal_ends_a_command_that_is_drawing() {
    let slow = filtered(
        400,
        "<feTurbulence baseFrequency=\"0.5\" numOctaves=\"15\"/>",
    );
    for (name, first) in [("-INT", "render"), ("-TERM", "upload-img")] {
        let world = World::new();
        let campaign = world
            .campaign("slow")
            .without_articles()
            .article("Drawn", &"Look:\n\n![it](it.svg)\n".replace("it", "a"))
            .file("a.svg", slow.as_str())
            .write();
        world.wx(["check", argument(&campaign)]).exits(0);
        let drawn = campaign.with_file_name("a.svg");
        let file = if first == "render" { &campaign } else { &drawn };
        let child = world.start([first, argument(file)]);
        std::thread::sleep(Duration::from_millis(700));
        let asked = Instant::now();
        signal(&child, name);
        finish(child).exits(130);
        let took = asked.elapsed();
        assert!(took < Duration::from_millis(1500), "{first}: {took:?}");
        assert!(world.calls_of(BODY_PICTURE).is_empty());
    }
}

/// Drawings as programs and people make them: cards with shadows, maps, diagrams with arrows and styles, waves, charts with much text.
#[test]
fn drawings_of_every_day_are_drawn() {
    let world = World::new();
    let shadows = {
        let filter = "<filter id=\"f\"><feDropShadow stdDeviation=\"6\"/></filter>";
        let card = |it: u32| {
            let (x, y) = (it % 4 * 90, it / 4 * 90);
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"80\" height=\"80\" filter=\"url(#f)\"/>")
        };
        drawing(
            375,
            800,
            &(0..32).fold(filter.to_owned(), |all, it| all + &card(it)),
        )
    };
    let map = {
        let mut any = chance();
        let coast = (0..80_000).fold("M500 500".to_owned(), |path, _| {
            path + &format!("l{} {}", any(9).cast_signed() - 4, any(9).cast_signed() - 4)
        });
        drawing(
            1000,
            1000,
            &format!("<path d=\"{coast}\" fill=\"none\" stroke=\"#246\"/>"),
        )
    };
    let diagram = {
        let rules = (0..150).fold(String::new(), |all, it| {
            all + &format!(
                "#m .node{it} rect,#m .edge{it} path{{fill:#eee;font-family:sans-serif}}"
            )
        });
        let arrow = "<marker id=\"a\" markerWidth=\"9\" markerHeight=\"9\"><path d=\"M0 0l9 4-9 4z\"/></marker>";
        let edge =
            "<g class=\"edge3\"><path d=\"M0 0C9 9 90 90 300 300\" marker-end=\"url(#a)\"/></g>";
        let body = format!(
            "<style>{rules}</style>{arrow}<g id=\"m\">{}</g>",
            edge.repeat(400)
        );
        drawing(600, 600, &body)
    };
    let wave = {
        let mut any = chance();
        let wave = (0..8000).fold("M0 500".to_owned(), |path, it| {
            path + &format!("L{} {}", f64::from(it) / 8.0, any(1000))
        });
        drawing(
            1000,
            1000,
            &format!("<path d=\"{wave}\" fill=\"none\" stroke=\"#246\"/>"),
        )
    };
    let text = {
        let line = |it: u32| {
            format!(
                "<text y=\"{}\" font-size=\"9\">{}</text>",
                it * 10,
                "word ".repeat(16)
            )
        };
        drawing(
            400,
            2000,
            &(0..200).fold(String::new(), |all, it| all + &line(it)),
        )
    };
    for (name, svg) in [
        ("shadows", shadows),
        ("map", map),
        ("diagram", diagram),
        ("wave", wave),
        ("text", text),
    ] {
        let path = world.path("a.svg");
        std::fs::write(&path, svg).expect("a file");
        let outcome = world.wx(["upload-img", argument(&path)]);
        assert_eq!(outcome.code, 0, "{name}: {}", outcome.stderr);
    }
}
