//! An article made ready inside one process: from Markdown, and from HTML that is cleaned; and a photograph made to fit.
//!
//! `in_process ARTICLE.md OUT.html RUNS WIDTH` writes what it made to `OUT.html`, for `benches/article/run` to compare with other
//! tools' work, and one line of JSON to stdout: milliseconds, the first time, and the fastest and the median of the rest. The photograph is
//! WIDTH pixels wide.

use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use serde_json::{Value, json};
use wxmass::article::{self, Kind, Links, Look};
use wxmass::picture::{self, Purpose};

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let [article, out, runs, width] = arguments.as_slice() else {
        // Somebody's `cargo bench` or `cargo test --benches`: the script gives the arguments.
        return;
    };
    let text = std::fs::read_to_string(article).expect("the article");
    let runs: usize = runs.parse().expect("a number of runs");
    let width: u32 = width.parse().expect("a number of pixels");
    let look = Look {
        links: Links::Footnotes,
        ..Look::theme("default")
    };
    let made = |kind, text: &str| {
        let article = article::article(kind, text, &look).expect("an article");
        article.html(&|_| None)
    };
    // Nothing before this: the first time includes what is set up once, such as the grammars of code.
    let markdown = timed(runs, || made(Kind::Markdown, &text).len());
    let html = made(Kind::Markdown, &text);
    std::fs::write(out, &html).expect("the output can be written");
    let mut figures = json!({
        "markdown": markdown,
        "html": timed(runs, || made(Kind::Html, &html).len()),
        "characters": html.chars().count(),
    });
    let photograph = photograph(width);
    figures["photograph_bytes"] = photograph.len().into();
    for (name, purpose) in [
        ("body", Purpose::Body),
        ("cover", Purpose::Cover),
        ("thumb", Purpose::Thumb),
    ] {
        let fitted = picture::fit(photograph.clone(), purpose).expect("a picture that fits");
        assert!(fitted.bytes.len() as u64 <= purpose.limit());
        figures["photograph"][name] = json!({
            "bytes": fitted.bytes.len(),
            "width": fitted.width,
            "quality": fitted.note.and_then(|note| note.quality),
            "time": timed(runs.div_ceil(10), || {
                picture::fit(photograph.clone(), purpose).map_or(0, |it| it.bytes.len())
            }),
        });
    }
    #[expect(clippy::print_stdout, reason = "the script reads this")]
    {
        println!("{figures}");
    }
}

/// Milliseconds: the first time; of so many more the fastest, the median and, on Linux, the mean of CPU time. `work` answers a
/// number, so that it cannot be left out.
fn timed(runs: usize, work: impl Fn() -> usize) -> Value {
    let once = || {
        let started = Instant::now();
        assert!(std::hint::black_box(work()) > 0);
        started.elapsed().as_secs_f64() * 1000.0
    };
    let first = once();
    let before = cpu();
    let mut rest: Vec<f64> = (0..runs.max(1)).map(|_| once()).collect();
    let cpu = cpu()
        .zip(before)
        .map(|(after, before)| (after - before) / rest.len() as f64);
    rest.sort_by(f64::total_cmp);
    json!({ "first": first, "fastest": rest[0], "median": rest[rest.len() / 2], "cpu": cpu })
}

/// Milliseconds that this thread has run, by the kernel's word.
fn cpu() -> Option<f64> {
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = nanoseconds.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e6)
}

/// Sky, hills and grain, 4:3: a JPEG of half a byte a pixel, the same each time.
fn photograph(width: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let mut grain = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 28).cast_signed() - 8
    };
    let scale = 4000.0 / f64::from(width);
    let pixels = RgbImage::from_fn(width, width / 4 * 3, |x, y| {
        let (x, y) = (f64::from(x) * scale, f64::from(y) * scale);
        let hill = (x / 310.0).sin() * 260.0 + (x / 73.0).cos() * 40.0 + 1500.0;
        let leaf = (x / 9.0).sin() * (y / 7.0).cos() * 24.0;
        let colour = if y < hill {
            [96.0 + y / 30.0, 150.0 + y / 40.0, 235.0 - y / 60.0]
        } else {
            [60.0 + leaf, 120.0 + leaf - y / 90.0, 48.0 + leaf / 2.0]
        };
        Rgb(colour.map(|value| (value as i32 + grain()).clamp(0, 255) as u8))
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(&pixels)
        .expect("a JPEG");
    bytes
}
