//! The parts of a cover that the two cards show: 2.35 to 1 for a first article, a square for the others.
//!
//! A part is `X1_Y1_X2_Y2`, fractions of the picture from its top left with at most six decimals ("draft_add"). Its shape
//! must be the card's; where none is chosen it is the largest in the middle, as WeChat's own editor proposes it.

/// Width to height of the first article's card.
pub const WIDE: f64 = 2.35;
/// Width to height of the other articles' pictures.
pub const SQUARE: f64 = 1.0;

/// How far a shape may be from the card's: what two decimals are on a long side.
const TOLERANCE: f64 = 0.02;

/// A part of a cover in fractions, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Part {
    /// Reads `X1_Y1_X2_Y2`; none where it is no rectangle in fractions.
    pub fn parse(text: &str) -> Option<Self> {
        let fraction = |part: &str| {
            let short = part
                .split_once('.')
                .is_none_or(|(_, decimals)| decimals.len() <= 6);
            part.parse::<f64>()
                .ok()
                .filter(|value| short && (0.0..=1.0).contains(value))
        };
        let corners: Option<Vec<f64>> = text.split('_').map(fraction).collect();
        match corners?[..] {
            [left, top, right, bottom] if left < right && top < bottom => Some(Self {
                left,
                top,
                right,
                bottom,
            }),
            _ => None,
        }
    }

    /// The largest part of that shape in the middle of a picture of `size` pixels.
    pub fn middle((width, height): (u32, u32), shape: f64) -> Self {
        let of_picture = f64::from(width.max(1)) / f64::from(height.max(1));
        let (wide, high) = if of_picture > shape {
            (shape / of_picture, 1.0)
        } else {
            (1.0, of_picture / shape)
        };
        Self {
            left: (1.0 - wide) / 2.0,
            top: (1.0 - high) / 2.0,
            right: f64::midpoint(1.0, wide),
            bottom: f64::midpoint(1.0, high),
        }
    }

    /// Whether this part of a picture of `size` pixels has that shape, nearly.
    pub fn is_shaped(self, (width, height): (u32, u32), shape: f64) -> bool {
        let wide = (self.right - self.left) * f64::from(width);
        let high = (self.bottom - self.top) * f64::from(height);
        (wide / high / shape - 1.0).abs() <= TOLERANCE
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let corners = [self.left, self.top, self.right, self.bottom].map(|corner| {
            let text = format!("{corner:.6}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        });
        formatter.write_str(&corners.join("_"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_rectangles_in_fractions() {
        for good in ["0_0.1_1_0.8", "0.25_0_0.75_1"] {
            assert_eq!(Part::parse(good).expect(good).to_string(), good);
        }
        for bad in [
            "",
            "0_0_1",
            "0_0_1_1_1",
            "0_0_0_1",
            "0_0_2_1",
            "0.1234567_0_1_1",
            "a_0_1_1",
        ] {
            assert_eq!(Part::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_middle_has_the_shape() {
        for size in [(900, 383), (1080, 1920), (1920, 1080), (1, 1), (7, 5000)] {
            for shape in [WIDE, SQUARE] {
                let part = Part::middle(size, shape);
                assert!(part.is_shaped(size, shape), "{size:?} {part}");
                let written = Part::parse(&part.to_string()).expect("a part");
                assert!(written.is_shaped(size, shape), "{size:?} {part}");
            }
        }
        assert_eq!(
            Part::middle((1200, 1000), SQUARE).to_string(),
            "0.083333_0_0.916667_1"
        );
        assert!(
            !Part::parse("0_0_1_1")
                .expect("a part")
                .is_shaped((1000, 1000), WIDE)
        );
    }
}
