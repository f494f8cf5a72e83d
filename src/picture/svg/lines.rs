//! The cost of a path's lines: each in every row that it crosses, and each crossing of two.
//!
//! A pen makes two sides and joints of a line, and dashes make many lines of one.

use resvg::tiny_skia::{Path, PathSegment, Point, Transform};

use super::budget::Surface;

/// A line that has to be set up.
const LINE: f64 = 120.0;
/// A line in one of the four parts of a row of pixels.
const LINE_IN_ROW: f64 = 14.0;
const ROW_PARTS: f64 = 4.0;
/// Two lines that change places from one row to the next.
const CROSSING: f64 = 3.0;
/// Dashes beyond this are not drawn by the library.
const MAX_DASHES: f64 = 1_000_000.0;

/// From where to where, in pixels.
type Line = ((f64, f64), (f64, f64));

/// The cost of drawing this path, in the unit of the whole.
pub(super) fn work(path: &Path, transform: Transform, surface: Surface, outline: &Outline) -> f64 {
    let mut lines = Vec::new();
    let mut length = 0.0;
    let mut from = Point::zero();
    let mut start = Point::zero();
    let at = |point: Point| {
        let mut point = point;
        transform.map_point(&mut point);
        (f64::from(point.x), f64::from(point.y))
    };
    for segment in path.segments() {
        // The corners of a curve's frame are longer than it is.
        let corners: &[Point] = match &segment {
            PathSegment::MoveTo(to) => {
                (from, start) = (*to, *to);
                continue;
            }
            PathSegment::LineTo(to) => &[*to],
            PathSegment::QuadTo(a, to) => &[*a, *to],
            PathSegment::CubicTo(a, b, to) => &[*a, *b, *to],
            PathSegment::Close => &[start],
        };
        for to in corners {
            let (a, b) = (at(from), at(*to));
            length += (a.0 - b.0).hypot(a.1 - b.1);
            lines.push((a, b));
            from = *to;
        }
    }
    let top_bottom = |a: f64, b: f64| {
        let (top, bottom) = (a.min(b), a.max(b));
        (bottom.min(surface.height()) - top.max(0.0)).max(0.0)
    };
    let mut rows: f64 = lines.iter().map(|(a, b)| top_bottom(a.1, b.1) + 1.0).sum();
    let mut count = lines.len() as f64;
    if let Some(width) = outline.width() {
        let height = width.min(surface.height());
        // Two sides and what joins them.
        rows = 2.0 * rows + count * (height + 1.0) * 2.0;
        count *= 6.0;
        if let Some(dash) = outline.dash {
            let dashes = (length / dash.max(f64::MIN_POSITIVE)).min(MAX_DASHES);
            count += dashes * 6.0;
            rows += dashes * 2.0 * (height + dash.min(surface.height()) + 1.0);
        }
    }
    let crossings = crossings(&lines, surface.height()) * outline.times().powi(2);
    count * LINE + rows * ROW_PARTS * LINE_IN_ROW + crossings * CROSSING
}

/// How a path is drawn: filled, or with a pen of so many pixels, in dashes of so many.
pub(super) struct Outline {
    pub(super) width: f64,
    pub(super) dash: Option<f64>,
}

impl Outline {
    pub(super) const FILLED: Self = Self {
        width: 0.0,
        dash: None,
    };

    fn width(&self) -> Option<f64> {
        (self.width > 0.0).then_some(self.width)
    }

    /// Lines for one of the path.
    fn times(&self) -> f64 {
        if self.width > 0.0 { 2.0 } else { 1.0 }
    }
}

/// About how many pairs of lines cross: counted among pairs that are taken evenly, the same each time.
fn crossings(lines: &[Line], height: f64) -> f64 {
    const PAIRS: u32 = 4096;
    let count = lines.len();
    if count < 1000 {
        return 0.0;
    }
    let mut state = 1_u64;
    let mut any = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        lines.get((state >> 33) as usize % count)
    };
    let x_at = |((x0, y0), (x1, y1)): Line, y: f64| {
        // A level line has no height to cross in.
        x0 + (x1 - x0) * (y - y0) / (y1 - y0)
    };
    let crossing = (0..PAIRS).filter(|_| {
        let (Some(&a), Some(&b)) = (any(), any()) else {
            return false;
        };
        let top = a.0.1.min(a.1.1).max(b.0.1.min(b.1.1)).max(0.0);
        let bottom = a.0.1.max(a.1.1).min(b.0.1.max(b.1.1)).min(height);
        top < bottom && (x_at(a, top) < x_at(b, top)) != (x_at(a, bottom) < x_at(b, bottom))
    });
    let share = crossing.count() as f64 / f64::from(PAIRS);
    let count = count as f64;
    count * count / 2.0 * share
}
