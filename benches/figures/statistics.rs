//! What times that other programs disturb can be boiled down to.

/// The middle of a set of numbers, and how wide its middle half is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) lower_quartile: f64,
    pub(crate) median: f64,
    pub(crate) upper_quartile: f64,
}

impl Spread {
    /// Of at least one number.
    pub(crate) fn of(numbers: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Self { lower_quartile: at(0.25), median: at(0.5), upper_quartile: at(0.75) }
    }

    /// Half of the width of the middle half, as a share of the median.
    pub(crate) fn noise(&self) -> f64 {
        (self.upper_quartile - self.lower_quartile) / 2.0 / self.median
    }
}

/// The mean of the middle four fifths of at least one number.
///
/// What disturbs a measurement lies in the fifth that is left out. The median would leave out more,
/// but it jumps: a loop of 2 ns has two speeds, a quarter apart, falls into one of them for a whole
/// slice, and where it spends about half of the slices in each, the median is either by chance.
pub(crate) fn trimmed_mean(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = numbers.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let n_cut = sorted.len() / 10;
    let middle = &sorted[n_cut..sorted.len() - n_cut];
    middle.iter().sum::<f64>() / middle.len() as f64
}
