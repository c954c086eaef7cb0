//! A logarithmic axis with marks where people expect them.

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use std::ops::Range;

/// An axis from one exponent to another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LogAxis {
    base: f64,
    first: f64,
    last: f64,
    /// Exponents of the marks.
    marks: Vec<f64>,
}

impl LogAxis {
    /// From the power of ten below the values to the one above, with a mark at each.
    pub(super) fn decimal(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = bounds(values.map(f64::log10));
        let first = low.floor();
        let last = high.ceil().max(first + 1.0);
        let marks = (first as i32..=last as i32).map(f64::from).collect();
        Self { base: 10.0, first, last, marks }
    }

    /// From the lowest value to the highest, with a mark at each power of two, or at every fourth
    /// where there are many.
    pub(super) fn binary(values: impl Iterator<Item = f64>) -> Self {
        let (first, high) = bounds(values.map(f64::log2));
        let last = high.max(first + 1.0);
        let step = if last - first > 10.0 { 4 } else { 1 };
        let whole = first.ceil() as i32..=last.floor() as i32;
        let marks = whole.step_by(step).map(f64::from).collect();
        Self { base: 2.0, first, last, marks }
    }

    /// The value at its start.
    pub(super) fn start(&self) -> f64 {
        self.base.powf(self.first)
    }
}

impl Ranged for LogAxis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        // What lies outside, as a time of zero does, is drawn at the edge.
        let exponent = value.log(self.base).clamp(self.first, self.last);
        let part = (exponent - self.first) / (self.last - self.first);
        limit.0 + (f64::from(limit.1 - limit.0) * part).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        self.marks.iter().map(|exponent| self.base.powf(*exponent)).collect()
    }

    fn range(&self) -> Range<f64> {
        self.start()..self.base.powf(self.last)
    }
}

/// The least and the greatest; zeros where there is none.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let bounds = finite.fold(None, |bounds: Option<(f64, f64)>, value| {
        Some(bounds.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    bounds.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lie_around_times() {
        let marks = |values: &[f64]| LogAxis::decimal(values.iter().copied()).marks;
        assert_eq!(marks(&[2.0, 30.0]), [0.0, 1.0, 2.0]);
        assert_eq!(marks(&[0.3]), [-1.0, 0.0]);
        assert_eq!(marks(&[10.0]), [1.0, 2.0]);
        assert_eq!(marks(&[]), [0.0, 1.0]);
        assert_eq!(marks(&[0.0, 5.0]), [0.0, 1.0]);
    }

    #[test]
    fn marks_of_sizes_are_powers_of_two_and_few() {
        let marks = |values: &[f64]| LogAxis::binary(values.iter().copied()).marks;
        assert_eq!(marks(&[1.0, f64::from(1 << 20)]), [0.0, 4.0, 8.0, 12.0, 16.0, 20.0]);
        assert_eq!(marks(&[3.0, 12.0]), [2.0, 3.0]);
        assert_eq!(marks(&[1.0]), [0.0, 1.0]);
    }

    #[test]
    fn equal_factors_are_equal_distances() {
        let axis = LogAxis::decimal([1.0, 1e4].into_iter());
        let places = [0.0, 1.0, 10.0, 100.0, 1e4, 1e9].map(|value| axis.map(&value, (0, 400)));
        assert_eq!(places, [0, 0, 100, 200, 400, 400]);
        assert_eq!(axis.map(&10.0, (400, 0)), 300);
    }
}
