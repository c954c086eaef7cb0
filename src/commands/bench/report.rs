//! What a benchmark found: pure data, for the table, the JSON and the page alike.

use super::calls::Calls;
use super::copies::Copies;
use super::links::Links;
use super::stats::Summary;

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) about: About,
    /// The copies, or why there are none.
    pub(super) copies: Result<Copies, String>,
    pub(super) calls: Calls,
    pub(super) links: Links,
}

/// What somebody needs who wants to repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    /// The command line, as a shell takes it.
    pub(super) command: String,
    pub(super) version: String,
    pub(super) engine: String,
    pub(super) build: String,
    pub(super) cpu: String,
    pub(super) n_cpus: usize,
    pub(super) system: String,
    /// In UTC, as `2026-01-31T12:00:00Z`.
    pub(super) date: String,
}

/// How far the rounds were apart, over all numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Noise {
    /// Half of the numbers are this good or better: half the distance of the quartiles, as a part
    /// of the median.
    pub(super) typical: f64,
    /// The worst number.
    pub(super) worst: f64,
    /// Of the number with the fewest.
    pub(super) n_rounds: usize,
}

impl Report {
    /// Every number.
    pub(super) fn summaries(&self) -> Vec<Summary> {
        let columns = self.copies.iter().flat_map(|copies| &copies.columns);
        let series = self.links.series.iter();
        columns
            .flat_map(|column| column.times.iter().copied())
            .chain(self.calls.rows.iter().map(|row| row.time))
            .chain(self.links.rows.iter().map(|row| row.time))
            .chain(series.flat_map(|series| series.plan.iter().chain(&series.instantiate).copied()))
            .collect()
    }

    pub(super) fn noise(&self) -> Noise {
        let summaries = self.summaries();
        let noise = Summary::of(summaries.iter().map(Summary::noise).collect());
        Noise {
            typical: noise.map_or(0.0, |noise| noise.median_ns),
            worst: summaries.iter().map(Summary::noise).fold(0.0, f64::max),
            n_rounds: summaries.iter().map(|summary| summary.n_rounds).min().unwrap_or_default(),
        }
    }

    /// What to know about the numbers, one sentence each.
    pub(super) fn notes(&self) -> Vec<String> {
        use super::units::percent;
        let noise = self.noise();
        let mut notes = vec![
            format!(
                "medians of interleaved rounds, at least {}; ± is half the distance of quartiles",
                noise.n_rounds
            ),
            format!(
                "noise: ±{} for the typical number, ±{} for the worst",
                percent(noise.typical),
                percent(noise.worst)
            ),
            "times per call and per copy hold a turn of the loop around them".to_owned(),
            "the calls for comparison are of a function that adds 1".to_owned(),
        ];
        if let Ok(copies) = &self.copies {
            notes.extend(copies.remarks.iter().cloned());
        }
        notes.extend(self.calls.remarks.iter().cloned());
        notes.extend(self.links.series.iter().filter_map(|series| series.remark.clone()));
        notes
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::calls::{Call, CallTime};
    use super::super::copies::{Column, Path};
    use super::super::links::{LinkPart, LinkTime, Series};
    use super::*;

    pub(crate) fn time(median_ns: f64) -> Summary {
        Summary {
            median_ns,
            lower_quartile_ns: median_ns * 0.98,
            upper_quartile_ns: median_ns * 1.02,
            n_rounds: 31,
        }
    }

    /// A report as a run makes it.
    pub(crate) fn made_up() -> Report {
        let sizes_bytes: Vec<u64> = (0..=20).map(|log2| 1 << log2).collect();
        let column = |(idx, path): (usize, Path)| {
            let of_size = |n_bytes: &u64| time(2.0 + idx as f64 + *n_bytes as f64 / 40.0);
            Column { path, times: sizes_bytes.iter().map(of_size).collect() }
        };
        let columns = Path::ALL.into_iter().enumerate().map(column).collect();
        let call = |call: Call, label: &str, ns: f64| CallTime {
            call,
            label: label.to_owned(),
            time: time(ns),
        };
        let part = |part: LinkPart, ns: f64| LinkTime { part, time: time(ns) };
        let times = |ns: f64| [1.0, 2.0, 4.0].map(|n| time(ns * n)).to_vec();
        Report {
            about: About {
                command: "wasm-broker bench . --invoke 'f<g>'".to_owned(),
                version: "0.1.0".to_owned(),
                engine: "wasmtime".to_owned(),
                build: "release".to_owned(),
                cpu: "A & B".to_owned(),
                n_cpus: 2,
                system: "linux x86_64".to_owned(),
                date: "2026-01-31T12:00:00Z".to_owned(),
            },
            copies: Ok(Copies { sizes_bytes, columns, remarks: vec!["a remark".to_owned()] }),
            calls: Calls {
                rows: vec![
                    call(Call::YoursByName, "f<g>() by name", 154.0),
                    call(Call::Direct, "direct import", 1.8),
                ],
                remarks: Vec::new(),
            },
            links: Links {
                rows: vec![part(LinkPart::Plan, 3e4), part(LinkPart::Compile, 4e6)],
                series: Ok(Series {
                    n_sides: 1,
                    n_copies: vec![1, 2, 4],
                    plan: times(3e4),
                    instantiate: times(9e4),
                    remark: None,
                }),
            },
        }
    }

    #[test]
    fn noise_is_that_of_all_numbers() {
        let mut report = made_up();
        report.calls.rows[1].time.upper_quartile_ns *= 2.0;
        let noise = report.noise();
        assert!((noise.typical - 0.02).abs() < 1e-9, "{noise:?}");
        assert!((noise.worst - 0.53).abs() < 1e-9, "{noise:?}");
        assert_eq!(noise.n_rounds, 31);
        assert_eq!(report.summaries().len(), 5 * 21 + 2 + 2 + 2 * 3);
        assert!(report.notes().iter().any(|note| note.contains("±2 % for the typical")));
    }
}
