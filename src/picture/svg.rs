//! SVG: drawn once, as sharp as a phone can show it.
//!
//! Nothing outside the file is read but the fonts of this machine. What would vanish from the drawing without a word
//! (pictures by address, HTML inside, letters that no font has) is refused instead. Scripts never run. Elements, depth, layers and
//! pixels are bounded.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use image::{DynamicImage, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{
    FontResolver, Group, ImageHrefResolver, ImageKind, Node, Options, Tree, fontdb, roxmltree,
};

use super::{Format, MAX_PIXELS, MAX_SIDE, PictureError, inspect};

/// A longer file is no drawing for an article.
const MAX_BYTES: usize = 8 * 1_048_576;
/// Elements, those that `use` copies too.
const MAX_ELEMENTS: u32 = 100_000;
/// One element in another.
const MAX_DEPTH: usize = 128;
/// Layers that are blended one over another, each as large as the drawing.
const MAX_LAYERS: usize = 12;
/// What is drawn: 12 layers of it are 480 MB.
const MAX_DRAWN: f64 = 10_000_000.0;
/// Pixels across the widest phone, in an article.
const WIDTH: f64 = 1080.0;
/// Pixels of a phone to one of a page.
const DENSITY: f64 = 3.0;
/// Deep drawings are walked by functions that call themselves.
const STACK: usize = 64 * 1_048_576;

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
    apart(|| {
        let (_, width, height, _) = read(bytes)?;
        Ok((width, height))
    })
}

/// The drawing; where nothing is drawn it is transparent.
pub(super) fn draw(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    apart(|| {
        let (tree, width, height, scale) = read(bytes)?;
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

/// On a stack of its own.
fn apart<T: Send>(
    work: impl FnOnce() -> Result<T, PictureError> + Send,
) -> Result<T, PictureError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, work);
        let thread = thread.map_err(|error| broken(&error))?;
        thread
            .join()
            .unwrap_or_else(|_| Err(broken("it cannot be drawn")))
    })
}

/// What a drawing asks for and does not get.
#[derive(Default)]
struct Lacks {
    pictures: BTreeSet<String>,
    letters: BTreeSet<char>,
    is_without_fonts: bool,
    /// Of the pictures inside, all together.
    pixels: u64,
}

fn read(bytes: &[u8]) -> Result<(Tree, u32, u32, f64), PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(broken("an SVG may have 8 MB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8"))?;
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_ELEMENTS,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(text, options);
    let document = document.map_err(|error| broken(&error))?;
    let has_text = look(&document)?;
    let lacks = Mutex::new(Lacks::default());
    let tree = Tree::from_xmltree(&document, &options_of(&lacks, has_text));
    let tree = tree.map_err(|error| broken(&error))?;
    let lacks = lacks.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(asked) = lacks.pictures.into_iter().next() {
        return Err(PictureError::Outside { asked });
    }
    if lacks.is_without_fonts || !lacks.letters.is_empty() {
        let letters = lacks.letters.into_iter().take(20).collect();
        return Err(PictureError::NoFont { letters });
    }
    let mut elements = MAX_ELEMENTS;
    bounded(tree.root(), 0, 0, &mut elements)?;
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
    Ok((tree, side(width), side(height), scale))
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

/// Refuses what would not be drawn; says whether there is text.
fn look(document: &roxmltree::Document<'_>) -> Result<bool, PictureError> {
    let mut has_text = false;
    for node in document.root_element().descendants() {
        match node.tag_name().name() {
            "foreignObject" => return Err(PictureError::ForeignObject),
            "text" => has_text = true,
            _ => {}
        }
    }
    let depth = |node: roxmltree::Node<'_, '_>| node.ancestors().take(MAX_DEPTH + 2).count();
    let leaves = document.descendants().filter(|node| !node.has_children());
    if leaves.map(depth).any(|depth| depth > MAX_DEPTH) {
        Err(broken("its elements are nested too deeply"))
    } else {
        Ok(has_text)
    }
}

fn bounded(
    group: &Group,
    depth: usize,
    layers: usize,
    elements: &mut u32,
) -> Result<(), PictureError> {
    let layers = layers + usize::from(group.should_isolate());
    if depth > 2 * MAX_DEPTH || layers > MAX_LAYERS {
        return Err(broken("its elements are nested too deeply"));
    }
    for node in group.children() {
        *elements = elements
            .checked_sub(1)
            .ok_or_else(|| broken("it has too many elements"))?;
        match node {
            Node::Group(inner) => bounded(inner, depth + 1, layers, elements)?,
            Node::Text(text) => bounded(text.flattened(), depth + 1, layers, elements)?,
            Node::Path(_) | Node::Image(_) => {}
        }
    }
    Ok(())
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
