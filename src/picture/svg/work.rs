//! What a drawing would cost, before anything is drawn.
//!
//! The tree is walked as the drawing library walks it, and every step adds what it takes: pixels that are filled, lines that
//! cross rows, layers, masks, patterns. One sum, roughly in nanoseconds of a core, has one limit, and so has the memory that is
//! held at once. The walk ends as soon as either is passed, so that a tree that repeats itself costs no more than its limit.

use resvg::tiny_skia::{Rect, Transform};
use resvg::usvg::{self, Group, Image, ImageKind, Node, Paint};

use super::lines::Outline;
use super::{filters, lines};
use crate::picture::{Heavy, PictureError, inspect};

/// All that one drawing may take: about three seconds of a core in a release build.
const MAX_WORK: f64 = 3.0e9;
/// Memory for layers, masks, patterns and results of filters that are held at once, in bytes.
const MAX_HELD: f64 = 512.0 * 1_048_576.0;
/// Layers that are blended one over another.
const MAX_LAYERS: usize = 12;
/// Elements, those that are drawn again for a mask, a pattern or a marker too.
const MAX_ELEMENTS: u32 = 100_000;
/// One element in another, as the drawing library has them.
const MAX_DEPTH: usize = 256;

/// Any element.
const ELEMENT: f64 = 300.0;
/// A pixel of a layer that is made, masked or blended.
const LAYER_PIXEL: f64 = 6.0;
/// A pixel of one colour.
const PLAIN_PIXEL: f64 = 2.0;
/// A pixel of a gradient, and of one of its stops.
const GRADIENT_PIXEL: f64 = 8.0;
const STOP_PIXEL: f64 = 0.3;
/// A pixel of a pattern or picture, which is found among sixteen.
const PATTERN_PIXEL: f64 = 15.0;
/// A pixel of a picture that is decoded.
const DECODED_PIXEL: f64 = 12.0;

/// A budget that is spent.
pub(super) struct Budget {
    spent: f64,
    held: f64,
    elements: u32,
}

/// The surface that is drawn on: its size, and the bounds of layers made for it.
#[derive(Clone, Copy)]
pub(super) struct Surface {
    width: f64,
    height: f64,
    bounds: Bounds,
}

#[derive(Clone, Copy)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Bounds {
    fn of(rect: Rect) -> Self {
        Self {
            left: f64::from(rect.left()),
            top: f64::from(rect.top()),
            right: f64::from(rect.right()),
            bottom: f64::from(rect.bottom()),
        }
    }

    fn within(self, other: Self) -> Option<Self> {
        let shared = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        (shared.left < shared.right && shared.top < shared.bottom).then_some(shared)
    }

    fn area(self) -> f64 {
        (self.right - self.left) * (self.bottom - self.top)
    }
}

impl Surface {
    fn new(width: f64, height: f64) -> Self {
        // Layers may reach beyond the drawing, twice its size to each side.
        let bounds = Bounds {
            left: -2.0 * width,
            top: -2.0 * height,
            right: 3.0 * width,
            bottom: 3.0 * height,
        };
        Self {
            width,
            height,
            bounds,
        }
    }

    pub(super) fn area(self) -> f64 {
        self.width * self.height
    }

    pub(super) fn width(self) -> f64 {
        self.width
    }

    pub(super) fn height(self) -> f64 {
        self.height
    }

    /// Pixels of a rectangle that lie on the surface.
    pub(super) fn seen(self, rect: Rect) -> f64 {
        let own = Bounds {
            left: 0.0,
            top: 0.0,
            right: self.width,
            bottom: self.height,
        };
        // A line has no area and is drawn all the same.
        let mut rect = Bounds::of(rect);
        rect.right = rect.right.max(rect.left + 1.0);
        rect.bottom = rect.bottom.max(rect.top + 1.0);
        rect.within(own).map_or(0.0, Bounds::area)
    }
}

/// Refuses a tree whose drawing on so many pixels would take too much.
pub(super) fn bounded(
    tree: &usvg::Tree,
    scale: f64,
    (width, height): (u32, u32),
) -> Result<(), PictureError> {
    let mut budget = Budget {
        spent: 0.0,
        held: 0.0,
        elements: MAX_ELEMENTS,
    };
    let surface = Surface::new(f64::from(width), f64::from(height));
    let scale = scale as f32;
    let transform = Transform::from_scale(scale, scale);
    budget.group(tree.root(), transform, surface, Depth::default())
}

/// How deep an element lies.
#[derive(Clone, Copy, Default)]
pub(super) struct Depth {
    groups: usize,
    layers: usize,
}

impl Depth {
    fn group(self) -> Result<Self, PictureError> {
        let groups = self.groups + 1;
        if groups > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(Self { groups, ..self })
    }

    fn layer(self) -> Result<Self, PictureError> {
        let layers = self.layers + 1;
        if layers > MAX_LAYERS {
            return Err(too_deep());
        }
        Ok(Self { layers, ..self })
    }
}

fn too_deep() -> PictureError {
    PictureError::Broken("its elements are nested too deeply".to_owned())
}

impl Budget {
    /// Takes so much of the budget.
    pub(super) fn spend(&mut self, work: f64, on: Heavy) -> Result<(), PictureError> {
        self.spent += work;
        // What is no number is too much as well.
        if self.spent <= MAX_WORK {
            Ok(())
        } else {
            Err(PictureError::TooMuchWork { on })
        }
    }

    /// Runs `work` while so many bytes are held.
    pub(super) fn holding(
        &mut self,
        bytes: f64,
        on: Heavy,
        work: impl FnOnce(&mut Self) -> Result<(), PictureError>,
    ) -> Result<(), PictureError> {
        let before = self.held;
        self.held += bytes;
        if self.held.is_nan() || self.held > MAX_HELD {
            return Err(PictureError::TooMuchWork { on });
        }
        work(self)?;
        self.held = before;
        Ok(())
    }

    fn element(&mut self) -> Result<(), PictureError> {
        self.elements = self
            .elements
            .checked_sub(1)
            .ok_or_else(|| PictureError::Broken("it has too many elements".to_owned()))?;
        self.spend(ELEMENT, Heavy::Elements)
    }

    pub(super) fn children(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        for node in group.children() {
            self.element()?;
            match node {
                Node::Group(inner) => self.group(inner, transform, surface, depth)?,
                Node::Text(text) => self.group(text.flattened(), transform, surface, depth)?,
                Node::Path(path) => self.path(path, transform, surface, depth)?,
                Node::Image(image) => self.image(image, transform, surface)?,
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        let depth = depth.group()?;
        let transform = transform.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.children(group, transform, surface, depth);
        }
        let depth = depth.layer()?;
        // Filters are drawn upright, and turned afterwards.
        let transform = if group.filters().is_empty() {
            transform
        } else {
            let (x, y) = (
                transform.sx.hypot(transform.ky),
                transform.kx.hypot(transform.sy),
            );
            Transform::from_scale(x, y)
        };
        let Some(rect) = group.layer_bounding_box().to_rect().transform(transform) else {
            return Ok(());
        };
        let mut bounds = Bounds::of(rect);
        bounds.left = bounds.left.floor() - 2.0;
        bounds.top = bounds.top.floor() - 2.0;
        bounds.right = bounds.right.ceil() + 2.0;
        bounds.bottom = bounds.bottom.ceil() + 2.0;
        let Some(bounds) = bounds.within(surface.bounds) else {
            return Ok(());
        };
        let layer = Surface {
            width: bounds.right - bounds.left,
            height: bounds.bottom - bounds.top,
            bounds: surface.bounds,
        };
        let shift = Transform::from_translate(-bounds.left as f32, -bounds.top as f32);
        let transform = shift.pre_concat(transform);
        self.holding(layer.area() * 4.0, Heavy::Layers, |budget| {
            budget.spend(layer.area() * LAYER_PIXEL, Heavy::Layers)?;
            budget.children(group, transform, layer, depth)?;
            for filter in group.filters() {
                filters::spend(budget, filter, transform, layer, depth)?;
            }
            if let Some(clip) = group.clip_path() {
                budget.clip(clip, transform, layer, depth)?;
            }
            if let Some(mask) = group.mask() {
                budget.mask(mask, transform, layer, depth)?;
            }
            Ok(())
        })
    }

    fn mask(
        &mut self,
        mask: &usvg::Mask,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        let depth = depth.layer()?;
        self.holding(surface.area() * 6.0, Heavy::Layers, |budget| {
            budget.spend(surface.area() * 2.0 * LAYER_PIXEL, Heavy::Layers)?;
            budget.children(mask.root(), transform, surface, depth)?;
            mask.mask()
                .map_or(Ok(()), |mask| budget.mask(mask, transform, surface, depth))
        })
    }

    fn clip(
        &mut self,
        clip: &usvg::ClipPath,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        let depth = depth.group()?;
        self.holding(surface.area() * 5.0, Heavy::Layers, |budget| {
            budget.spend(surface.area() * LAYER_PIXEL, Heavy::Layers)?;
            let inner = transform.pre_concat(clip.transform());
            budget.clipping(clip.root(), inner, surface, depth)?;
            clip.clip_path()
                .map_or(Ok(()), |clip| budget.clip(clip, transform, surface, depth))
        })
    }

    /// What a clip path is made of: shapes, and groups that are clipped themselves.
    fn clipping(
        &mut self,
        group: &Group,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        let depth = depth.group()?;
        for node in group.children() {
            self.element()?;
            match node {
                Node::Path(path) => self.path(path, transform, surface, depth)?,
                Node::Text(text) => self.clipping(text.flattened(), transform, surface, depth)?,
                Node::Group(inner) => {
                    let transform = transform.pre_concat(inner.transform());
                    self.clipping(inner, transform, surface, depth)?;
                    if let Some(clip) = inner.clip_path() {
                        self.holding(surface.area() * 4.0, Heavy::Layers, |budget| {
                            budget.spend(surface.area() * LAYER_PIXEL, Heavy::Layers)?;
                            budget.clip(clip, transform, surface, depth)
                        })?;
                    }
                }
                Node::Image(_) => {}
            }
        }
        Ok(())
    }

    fn path(
        &mut self,
        path: &usvg::Path,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        if !path.is_visible() {
            return Ok(());
        }
        let scale = scale_of(transform);
        if let Some(fill) = path.fill() {
            let seen = path.data().bounds().transform(transform);
            let seen = seen.map_or(0.0, |rect| surface.seen(rect));
            self.paint(fill.paint(), seen, transform, surface, depth)?;
            let work = lines::work(path.data(), transform, surface, &Outline::FILLED);
            self.spend(work, Heavy::Paths)?;
        }
        if let Some(stroke) = path.stroke() {
            let seen = path.stroke_bounding_box().transform(transform);
            let seen = seen.map_or(0.0, |rect| surface.seen(rect));
            self.paint(stroke.paint(), seen, transform, surface, depth)?;
            let width = f64::from(stroke.width().get()) * scale;
            let dash = stroke.dasharray().map(|dashes| {
                let all: f64 = dashes.iter().map(|dash| f64::from(*dash)).sum();
                all * scale / (dashes.len() as f64 / 2.0)
            });
            let outline = Outline { width, dash };
            let work = lines::work(path.data(), transform, surface, &outline);
            self.spend(work, Heavy::Paths)?;
        }
        Ok(())
    }

    fn paint(
        &mut self,
        paint: &Paint,
        seen: f64,
        transform: Transform,
        surface: Surface,
        depth: Depth,
    ) -> Result<(), PictureError> {
        let stops = |stops: usize| seen * (GRADIENT_PIXEL + STOP_PIXEL * stops as f64);
        match paint {
            Paint::Color(_) => self.spend(seen * PLAIN_PIXEL, Heavy::Layers),
            Paint::LinearGradient(it) => self.spend(stops(it.stops().len()), Heavy::Gradients),
            Paint::RadialGradient(it) => self.spend(stops(it.stops().len()), Heavy::Gradients),
            Paint::Pattern(pattern) => {
                let depth = depth.layer()?;
                let (x, y) = transform.pre_concat(pattern.transform()).get_scale();
                let rect = pattern.rect();
                let tile = Surface {
                    width: f64::from(rect.width() * x).round(),
                    height: f64::from(rect.height() * y).round(),
                    bounds: surface.bounds,
                };
                self.holding(tile.area() * 4.0, Heavy::Patterns, |budget| {
                    let pixels = seen * PATTERN_PIXEL + tile.area();
                    budget.spend(pixels, Heavy::Patterns)?;
                    let scale = Transform::from_scale(x, y);
                    budget.children(pattern.root(), scale, tile, depth)
                })
            }
        }
    }

    fn image(
        &mut self,
        image: &Image,
        transform: Transform,
        surface: Surface,
    ) -> Result<(), PictureError> {
        let (ImageKind::JPEG(data)
        | ImageKind::PNG(data)
        | ImageKind::GIF(data)
        | ImageKind::WEBP(data)) = image.kind()
        else {
            return Ok(());
        };
        let facts = inspect(data)?;
        let pixels = f64::from(facts.width) * f64::from(facts.height);
        let seen = image.bounding_box().transform(transform);
        let seen = seen.map_or(0.0, |rect| surface.seen(rect));
        self.holding(pixels * 8.0, Heavy::Pictures, |budget| {
            let work = pixels * DECODED_PIXEL + seen * PATTERN_PIXEL;
            budget.spend(work, Heavy::Pictures)
        })
    }
}

/// How much longer a line becomes, at most.
fn scale_of(transform: Transform) -> f64 {
    let (x, y) = transform.get_scale();
    f64::from(x.max(y))
}
