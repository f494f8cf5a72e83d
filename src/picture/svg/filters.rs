//! The cost of a drawing's filters: each primitive's work for every pixel of its filter's region.

use resvg::tiny_skia::Transform;
use resvg::usvg::filter::{Filter, Kind};

use super::budget::{Budget, Depth, Surface};
use crate::picture::{Heavy, PictureError};

/// A pixel of any primitive: its input is copied, and changes between the two colour spaces.
const ANY: f64 = 20.0;
/// A pixel that is blurred, however far; by less than two pixels another way is taken, which is slower.
const BLUR: f64 = 60.0;
const BLUR_A_LITTLE: f64 = 250.0;
/// A pixel of noise, of each octave.
const OCTAVE: f64 = 100.0;
/// A pixel beside a pixel that is compared with it, and one that is weighed.
const COMPARED: f64 = 1.0;
const WEIGHED: f64 = 2.5;
/// A pixel that is lit, moved or given another colour.
const POINT: f64 = 40.0;
/// A primitive that is looked for by its name.
const NAME: f64 = 4.0;

/// Takes what a filter needs of the budget.
pub(super) fn spend(
    budget: &mut Budget,
    filter: &Filter,
    transform: Transform,
    surface: Surface,
    depth: Depth,
) -> Result<(), PictureError> {
    let region = filter.rect().to_rect().transform(transform);
    let region = region.map_or(0.0, |rect| surface.seen(rect));
    let count = filter.primitives().len() as f64;
    let scale = transform.get_scale();
    // Every result is kept until the filter ends.
    budget.holding(region * 4.0 * count, Heavy::Filters, |budget| {
        budget.spend(count * count * NAME, Heavy::Filters)?;
        for primitive in filter.primitives() {
            let each = match primitive.kind() {
                Kind::GaussianBlur(fe) => blur(fe.std_dev_x().get(), fe.std_dev_y().get(), scale),
                Kind::DropShadow(fe) => blur(fe.std_dev_x().get(), fe.std_dev_y().get(), scale),
                Kind::Turbulence(fe) => OCTAVE * f64::from(fe.num_octaves()),
                Kind::Morphology(fe) => {
                    let (x, y) = scale;
                    let reach = |radius: f32, scale: f32, side: f64| {
                        (2.0 * f64::from(radius * scale).round() + 1.0).min(side)
                    };
                    let across = reach(fe.radius_x().get(), x, surface.width());
                    across * reach(fe.radius_y().get(), y, surface.height()) * COMPARED
                }
                Kind::ConvolveMatrix(fe) => {
                    let matrix = fe.matrix();
                    f64::from(matrix.columns()) * f64::from(matrix.rows()) * WEIGHED
                }
                Kind::Merge(fe) => ANY * fe.inputs().len() as f64,
                Kind::Image(fe) => {
                    budget.children(fe.root(), transform, surface, depth)?;
                    0.0
                }
                Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 2.0 * POINT,
                Kind::Tile(_)
                | Kind::ComponentTransfer(_)
                | Kind::ColorMatrix(_)
                | Kind::DisplacementMap(_)
                | Kind::Composite(_) => POINT,
                Kind::Blend(_) | Kind::Flood(_) | Kind::Offset(_) => 0.0,
            };
            budget.spend(region.max(1.0) * (ANY + each), Heavy::Filters)?;
        }
        Ok(())
    })
}

fn blur(x: f32, y: f32, scale: (f32, f32)) -> f64 {
    if x * scale.0 >= 2.0 || y * scale.1 >= 2.0 {
        BLUR
    } else {
        BLUR_A_LITTLE
    }
}
