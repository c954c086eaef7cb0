//! What many measurements of one thing say: their median, and how far they are spread.

use std::time::Duration;

/// Median and quartiles of the time that one turn takes, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Summary {
    pub(super) median_ns: f64,
    pub(super) lower_quartile_ns: f64,
    pub(super) upper_quartile_ns: f64,
    pub(super) n_rounds: usize,
}

impl Summary {
    /// None where nothing was measured.
    pub(super) fn of(mut times_ns: Vec<f64>) -> Option<Self> {
        times_ns.sort_by(f64::total_cmp);
        Some(Self {
            median_ns: quantile(&times_ns, 0.5)?,
            lower_quartile_ns: quantile(&times_ns, 0.25)?,
            upper_quartile_ns: quantile(&times_ns, 0.75)?,
            n_rounds: times_ns.len(),
        })
    }

    /// The distance of the quartiles.
    pub(super) fn spread_ns(&self) -> f64 {
        self.upper_quartile_ns - self.lower_quartile_ns
    }

    /// Half the distance of the quartiles as a part of the median: 0.03 is ±3 %.
    pub(super) fn noise(&self) -> f64 {
        match self.median_ns > 0.0 {
            true => self.spread_ns() / 2.0 / self.median_ns,
            false => 0.0,
        }
    }
}

/// The nanoseconds of one turn.
pub(super) fn ns_per_turn(time: Duration, n_turns: u32) -> f64 {
    time.as_secs_f64() * 1e9 / f64::from(n_turns.max(1))
}

/// The value below which this part of the sorted values lies; between two values, in proportion.
fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last_idx = sorted.len().checked_sub(1)?;
    let place = part * last_idx as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (*sorted.get(below)?, *sorted.get(above)?);
    Some(low + (high - low) * (place - place.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_quartiles_are_those_of_the_sorted_values() {
        let summary = |times: &[f64]| {
            let it = Summary::of(times.to_vec())?;
            Some((it.lower_quartile_ns, it.median_ns, it.upper_quartile_ns, it.n_rounds))
        };
        assert_eq!(summary(&[]), None);
        assert_eq!(summary(&[3.0]), Some((3.0, 3.0, 3.0, 1)));
        assert_eq!(summary(&[4.0, 1.0]), Some((1.75, 2.5, 3.25, 2)));
        assert_eq!(summary(&[5.0, 1.0, 900.0, 2.0, 3.0]), Some((2.0, 3.0, 5.0, 5)));
    }

    #[test]
    fn noise_is_half_the_spread_over_the_median() {
        let summary = Summary::of(vec![90.0, 100.0, 110.0]).expect("three values were given");
        assert!((summary.noise() - 0.05).abs() < 1e-9, "{summary:?}");
        let nothing = Summary::of(vec![0.0]).expect("one value was given");
        assert_eq!(nothing.noise(), 0.0);
    }

    #[test]
    fn a_turn_is_its_part_of_the_batch() {
        assert_eq!(ns_per_turn(Duration::from_micros(1), 500), 2.0);
        assert_eq!(ns_per_turn(Duration::from_nanos(7), 0), 7.0);
    }
}
