//! SVG: drawn once, as sharp as a phone can show it.
//!
//! Outside the file only the fonts of this machine are read. Content that would vanish from the drawing without a word
//! (pictures by address, HTML inside, letters that no font has) is refused instead. Scripts never run. What a drawing would grow to
//! and what it would cost is bounded before it is drawn; if that should err, time ends it.

mod budget;
mod filters;
mod lines;
mod outline;
mod sheet;
mod work;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, ImageKind, Options, Tree, fontdb, roxmltree};

use super::{Format, Heavy, MAX_PIXELS, MAX_SIDE, PictureError, inspect};

/// A longer file is no drawing for an article.
const MAX_BYTES: usize = 8 * 1_048_576;
/// Elements, those that `use` copies too.
const MAX_ELEMENTS: u32 = 100_000;
/// The most pixels that are drawn: 12 layers of it are 480 MB.
const MAX_DRAWN: f64 = 10_000_000.0;
/// Pixels across the widest phone, in an article.
const WIDTH: f64 = 1080.0;
/// Pixels of a phone to one of a page.
const DENSITY: f64 = 3.0;
/// Deep drawings are walked by functions that call themselves.
const STACK: usize = 64 * 1_048_576;
/// Name of the threads that read and draw. A defect of the drawing library ends such a thread, and is told as one of the picture.
pub const THREAD: &str = "drawing";
/// The most time for reading or drawing one. A busy machine needs some for what takes a fast one three seconds.
const MAX_TIME: Duration = Duration::from_secs(20);
/// Threads that went on when their time was over. Beyond these nothing more is drawn.
const MAX_STRAYS: usize = 4;
/// Letters that are named when no font has them.
const MAX_LETTERS: usize = 8;
/// Attributes of one element: the parser compares each with each.
const MAX_ATTRIBUTES: usize = 256;

/// Whether the bytes are an SVG document: its first element says so.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let after = |rest: &[u8], end: &[u8]| {
        let at = rest.windows(end.len()).position(|window| window == end);
        at.map(|at| at + end.len())
    };
    loop {
        rest = rest.trim_ascii_start();
        let skipped = if rest.starts_with(b"<?") {
            after(rest, b"?>")
        } else if rest.starts_with(b"<!--") {
            after(rest, b"-->")
        } else if rest.starts_with(b"<!DOCTYPE svg") {
            // Editors declare entities in brackets.
            match (after(rest, b"["), after(rest, b">")) {
                (Some(bracket), Some(end)) if bracket < end => after(rest, b"]>"),
                (_, end) => end,
            }
        } else {
            return rest.starts_with(b"<svg") || rest.starts_with(b"<svg:svg");
        };
        match skipped.and_then(|skipped| rest.get(skipped..)) {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

/// Width and height that the drawing gets.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let bytes = short(bytes)?.to_vec();
    apart(move || {
        let (_, width, height, _) = read(&bytes)?;
        Ok((width, height))
    })
}

/// The drawing; where nothing is drawn it is transparent.
pub(super) fn draw(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let bytes = short(bytes)?.to_vec();
    apart(move || {
        let (tree, width, height, scale) = read(&bytes)?;
        let mut pixels = Pixmap::new(width, height).ok_or_else(|| broken("it has no size"))?;
        let scale = scale as f32;
        resvg::render(
            &tree,
            Transform::from_scale(scale, scale),
            &mut pixels.as_mut(),
        );
        RgbaImage::from_raw(width, height, pixels.take_demultiplied())
            .map(DynamicImage::ImageRgba8)
            .ok_or_else(|| broken("it has no size"))
    })
}

fn short(bytes: &[u8]) -> Result<&[u8], PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(broken("an SVG may have 8 MB"));
    }
    Ok(bytes)
}

/// On a stack of its own, and no longer than `MAX_TIME`: a thread that takes more is left behind and ends with the process.
fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    within(MAX_TIME, work)
}

fn within<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Result<T, PictureError> {
    static STRAYS: AtomicUsize = AtomicUsize::new(0);
    let too_long = PictureError::TooMuchWork { on: Heavy::Time };
    if STRAYS.load(Ordering::Relaxed) >= MAX_STRAYS {
        return Err(too_long);
    }
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new()
        .name(THREAD.to_owned())
        .stack_size(STACK);
    let run = move || {
        if sender.send(work()).is_err() {
            STRAYS.fetch_sub(1, Ordering::Relaxed);
        }
    };
    thread.spawn(run).map_err(|error| broken(&error))?;
    match receiver.recv_timeout(time) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => {
            STRAYS.fetch_add(1, Ordering::Relaxed);
            Err(too_long)
        }
        // The drawing library found something that it does not expect.
        Err(RecvTimeoutError::Disconnected) => Err(broken("it cannot be drawn")),
    }
}

/// Features that a drawing asks for and does not get.
#[derive(Default)]
struct Lacks {
    pictures: BTreeSet<String>,
    letters: BTreeSet<char>,
    is_without_fonts: bool,
    /// Of the pictures inside, all together.
    pixels: u64,
}

fn read(bytes: &[u8]) -> Result<(Tree, u32, u32, f64), PictureError> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8"))?;
    if has_many_attributes(text) {
        return Err(PictureError::TooMuchWork {
            on: Heavy::Elements,
        });
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_ELEMENTS,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(text, options);
    let document = document.map_err(|error| broken(&error))?;
    let has_text = outline::look(&document)?;
    let lacks = Mutex::new(Lacks::default());
    let tree = Tree::from_xmltree(&document, &options_of(&lacks, has_text));
    let tree = tree.map_err(|error| broken(&error))?;
    let lacks = lacks.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(asked) = lacks.pictures.into_iter().next() {
        return Err(PictureError::Outside { asked });
    }
    if lacks.is_without_fonts || !lacks.letters.is_empty() {
        let letters = lacks.letters.into_iter().take(MAX_LETTERS).collect();
        return Err(PictureError::NoFont { letters });
    }
    let root = document.root_element();
    let has_width = root
        .attribute("width")
        .is_some_and(|width| !width.contains('%'));
    let (width, height) = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    let scale = scale(width, height, has_width);
    let side = |side: f64| ((side * scale).round() as u32).clamp(1, MAX_SIDE);
    let (width, height) = (side(width), side(height));
    work::bounded(&tree, scale, (width, height))?;
    Ok((tree, width, height, scale))
}

/// Whether one tag has more `=` than an element has attributes.
fn has_many_attributes(text: &str) -> bool {
    let mut count = 0;
    text.bytes().any(|byte| {
        match byte {
            b'<' | b'>' => count = 0,
            b'=' => count += 1,
            _ => {}
        }
        count > MAX_ATTRIBUTES
    })
}

/// A drawing has as many pixels as a phone needs for it: three to one of its own, up to the width of an article.
fn scale(width: f64, height: f64, has_width: bool) -> f64 {
    let wished = if has_width {
        WIDTH.min(width * DENSITY).max(width)
    } else {
        WIDTH
    };
    let most = f64::from(MAX_SIDE) / width.max(height);
    (wished / width)
        .min(most)
        .min((MAX_DRAWN / (width * height)).sqrt())
}

fn options_of(lacks: &Mutex<Lacks>, has_text: bool) -> Options<'_> {
    let note = move |it: &dyn Fn(&mut Lacks)| {
        it(&mut lacks.lock().unwrap_or_else(PoisonError::into_inner));
    };
    let select = FontResolver::default_font_selector();
    let fall_back = FontResolver::default_fallback_selector();
    Options {
        font_family: "sans-serif".to_owned(),
        languages: vec!["zh".to_owned(), "en".to_owned()],
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |mime, data, _| {
                let embedded = embedded(&data);
                note(&|lacks| {
                    lacks.pixels += embedded.as_ref().map_or(0, |(_, pixels)| *pixels);
                    if embedded.is_none() || lacks.pixels > MAX_PIXELS {
                        lacks.pictures.insert(format!("data:{mime}"));
                    }
                });
                embedded.map(|(kind, _)| kind)
            }),
            resolve_string: Box::new(move |source, _| {
                let source: String = source.chars().take(80).collect();
                note(&|lacks| lacks.pictures.extend([source.clone()]));
                None
            }),
        },
        font_resolver: FontResolver {
            select_font: Box::new(move |font, fonts| {
                // A font of another name is better than no letters.
                let found = select(font, fonts).or_else(|| any(fonts));
                if found.is_none() {
                    note(&|lacks| lacks.is_without_fonts = true);
                }
                found
            }),
            select_fallback: Box::new(move |letter, tried, fonts| {
                let is_enough = |lacks: &Lacks| lacks.letters.len() >= MAX_LETTERS;
                if is_enough(&lacks.lock().unwrap_or_else(PoisonError::into_inner)) {
                    return None;
                }
                let found = fall_back(letter, tried, fonts);
                if found.is_none() && !letter.is_whitespace() && !letter.is_control() {
                    note(&|lacks| lacks.letters.extend([letter]));
                }
                found
            }),
        },
        fontdb: if has_text { fonts() } else { Arc::default() },
        ..Options::default()
    }
}

/// A picture that stands in the file itself, and how many pixels it has; no drawing in a drawing.
fn embedded(data: &Arc<Vec<u8>>) -> Option<(ImageKind, u64)> {
    let format = Format::of(image::guess_format(data).ok()?)?;
    let facts = inspect(data).ok()?;
    let kind = match format {
        Format::Jpeg => ImageKind::JPEG,
        Format::Png => ImageKind::PNG,
        Format::Gif => ImageKind::GIF,
        Format::WebP => ImageKind::WEBP,
        _ => return None,
    };
    let pixels = u64::from(facts.width) * u64::from(facts.height);
    Some((kind(Arc::clone(data)), pixels))
}

/// The fonts of this machine; looked up once, and only for a drawing with text.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_system_fonts();
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}

fn any(fonts: &fontdb::Database) -> Option<fontdb::ID> {
    let families = [
        fontdb::Family::SansSerif,
        fontdb::Family::Name("Noto Sans CJK SC"),
        fontdb::Family::Name("DejaVu Sans"),
    ];
    let query = fontdb::Query {
        families: &families,
        ..fontdb::Query::default()
    };
    let first = || fonts.faces().next().map(|face| face.id);
    fonts.query(&query).or_else(first)
}

fn broken(why: &(impl std::fmt::Display + ?Sized)) -> PictureError {
    PictureError::Broken(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_and_defects_of_the_library_end_a_drawing() {
        let slow = within(Duration::from_millis(10), || {
            std::thread::sleep(Duration::from_millis(200));
            Ok(())
        });
        assert_eq!(slow, Err(PictureError::TooMuchWork { on: Heavy::Time }));
        let defect = within::<()>(MAX_TIME, || panic!("planted"));
        assert_eq!(defect, Err(broken("it cannot be drawn")));
        assert_eq!(within(MAX_TIME, || Ok(7)), Ok(7));
    }
}
