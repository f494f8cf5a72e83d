//! The cost of a drawing, before it is drawn.
//!
//! The tree is walked as the drawing library walks it, and every step adds what it takes: pixels that are filled, lines that
//! cross rows, layers, masks, patterns. One sum, roughly in nanoseconds of a core, has one limit, and so has the memory that is
//! held at once. The walk ends as soon as either is passed, so that a tree that repeats itself costs no more than its limit.

use resvg::tiny_skia::Transform;
use resvg::usvg::{self, Group, Image, ImageKind, Node, Paint};

use super::budget::{Budget, Depth, Surface};
use super::lines::Outline;
use super::{filters, lines};
use crate::picture::{Heavy, PictureError, inspect};

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

/// Refuses a tree whose drawing on so many pixels would take too much.
pub(super) fn bounded(
    tree: &usvg::Tree,
    scale: f64,
    (width, height): (u32, u32),
) -> Result<(), PictureError> {
    let mut budget = Budget::whole();
    let surface = Surface::new(f64::from(width), f64::from(height));
    let scale = scale as f32;
    let transform = Transform::from_scale(scale, scale);
    budget.group(tree.root(), transform, surface, Depth::default())
}

impl Budget {
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
        let Some((layer, (left, top))) = surface.layer(rect) else {
            return Ok(());
        };
        let shift = Transform::from_translate(-left as f32, -top as f32);
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

    /// Parts of a clip path: shapes, and groups that are clipped themselves.
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
                let tile = surface.sized(
                    f64::from(rect.width() * x).round(),
                    f64::from(rect.height() * y).round(),
                );
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
