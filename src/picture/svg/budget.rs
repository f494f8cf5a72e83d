//! The budget of one drawing: work, memory that is held, elements and depth, each with its limit.

use resvg::tiny_skia::Rect;

use crate::picture::{Heavy, PictureError};

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
    pub(super) fn new(width: f64, height: f64) -> Self {
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

    /// A layer over a rectangle, as much of it as is made, and its left upper corner on this surface.
    pub(super) fn layer(self, rect: Rect) -> Option<(Self, (f64, f64))> {
        let mut bounds = Bounds::of(rect);
        bounds.left = bounds.left.floor() - 2.0;
        bounds.top = bounds.top.floor() - 2.0;
        bounds.right = bounds.right.ceil() + 2.0;
        bounds.bottom = bounds.bottom.ceil() + 2.0;
        let bounds = bounds.within(self.bounds)?;
        let layer = self.sized(bounds.right - bounds.left, bounds.bottom - bounds.top);
        Some((layer, (bounds.left, bounds.top)))
    }

    /// A surface of another size, whose layers have the same bounds.
    pub(super) fn sized(self, width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            ..self
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

/// How deep an element lies.
#[derive(Clone, Copy, Default)]
pub(super) struct Depth {
    groups: usize,
    layers: usize,
}

impl Depth {
    pub(super) fn group(self) -> Result<Self, PictureError> {
        let groups = self.groups + 1;
        if groups > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(Self { groups, ..self })
    }

    pub(super) fn layer(self) -> Result<Self, PictureError> {
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
    /// All that a drawing may take.
    pub(super) fn whole() -> Self {
        Self {
            spent: 0.0,
            held: 0.0,
            elements: MAX_ELEMENTS,
        }
    }

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

    pub(super) fn element(&mut self) -> Result<(), PictureError> {
        self.elements = self
            .elements
            .checked_sub(1)
            .ok_or_else(|| PictureError::Broken("it has too many elements".to_owned()))?;
        self.spend(ELEMENT, Heavy::Elements)
    }
}
