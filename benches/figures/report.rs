//! What is printed and kept: the times of all contenders, then one line per figure.

use crate::contest::Measured;
use crate::figures::{ALSO, FIGURES, Figure, Reached};
use crate::statistics::Spread;
use serde_json::{Value, json};
use std::path::Path;
use std::time::SystemTime;

/// All processes together.
pub(crate) struct Report<'a> {
    pub(crate) processes: &'a [Vec<Measured>],
}

/// The time of one contender over all processes, in nanoseconds.
struct Time {
    contest: String,
    contender: String,
    /// The median of the medians of the processes.
    median_ns: f64,
    spread: Spread,
}

impl Report<'_> {
    /// The times of all contenders, by contest.
    pub(crate) fn print_times(&self) {
        let n_processes = self.processes.len();
        println!("\nmedians of {n_processes} processes, contenders interleaved; thread time");
        let mut contest = String::new();
        for time in self.times() {
            if contest != time.contest {
                contest.clone_from(&time.contest);
                println!("\n{contest}");
            }
            let noise = 100.0 * time.spread.noise();
            println!("  {:<34} {:>12} ±{noise:.0} %", time.contender, shown(time.median_ns));
        }
    }

    /// One line per figure.
    pub(crate) fn print_figures(&self) {
        println!(
            "\nmeasured: the median of the processes (in brackets the middle half of all rounds)"
        );
        for (name, ratio) in &ALSO {
            if let Some((value, spread)) = ratio.over_all(self.processes) {
                println!("also | {name} | {}", with_noise(value, spread));
            }
        }
        for figure in &FIGURES {
            println!("{}", self.line(figure));
        }
    }

    fn line(&self, figure: &Figure) -> String {
        let reach: Vec<_> = figure.parts.iter().map(|part| part.reach.text()).collect();
        let (measured, verdict) = match self.reached(figure) {
            None => ("-".to_owned(), "not measured"),
            Some(parts) => {
                let shown = parts.iter().map(|it| with_noise(it.value, it.spread));
                let is_met = parts.iter().all(|it| it.is_met);
                let verdict = if is_met { "met" } else { "missed" };
                (shown.collect::<Vec<_>>().join(" / "), verdict)
            }
        };
        format!("figure | {} | {} | {measured} | {verdict}", figure.name, reach.join(" / "))
    }

    fn reached(&self, figure: &Figure) -> Option<Vec<Reached>> {
        figure.parts.iter().map(|part| part.reached(self.processes)).collect()
    }

    fn times(&self) -> Vec<Time> {
        let mut times = Vec::new();
        let Some(first) = self.processes.first() else { return times };
        for measured in first {
            for contender in &measured.contenders {
                let mut medians = Vec::new();
                let mut all = Vec::new();
                for process in self.processes {
                    let same = process.iter().filter(|it| it.contest == measured.contest);
                    for same in same {
                        medians.extend(same.time(contender).map(|time| time.median));
                        all.extend(same.times(contender));
                    }
                }
                times.push(Time {
                    contest: measured.contest.clone(),
                    contender: contender.clone(),
                    median_ns: Spread::of(medians).median,
                    spread: Spread::of(all),
                });
            }
        }
        times
    }

    /// Keeps everything under `benches/record/`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(crate) fn keep(&self, name: &str) -> std::io::Result<()> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        assert!(name.chars().all(is_plain), "BENCH_RECORD is a file name without its ending");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/record");
        std::fs::create_dir_all(&folder)?;
        let text =
            serde_json::to_string_pretty(&self.to_json()).expect("it is all numbers and text");
        std::fs::write(folder.join(format!("{name}.json")), text + "\n")?;
        println!("\nkept as benches/record/{name}.json");
        Ok(())
    }

    fn to_json(&self) -> Value {
        let figures = FIGURES.iter().map(|figure| {
            let parts = figure.parts.iter().map(|part| {
                let reached = part.reached(self.processes);
                json!({
                    "reach": part.reach.text(),
                    "measured": reached.as_ref().map(|it| rounded(it.value)),
                    "lower_quartile": reached.as_ref().map(|it| rounded(it.spread.lower_quartile)),
                    "upper_quartile": reached.as_ref().map(|it| rounded(it.spread.upper_quartile)),
                    "contest": reached.as_ref().map(|it| it.contest),
                    "met": reached.as_ref().map(|it| it.is_met),
                })
            });
            json!({ "name": figure.name, "parts": parts.collect::<Vec<_>>() })
        });
        let times = self.times().into_iter().map(|time| {
            json!({
                "contest": time.contest,
                "contender": time.contender,
                "median_ns": rounded(time.median_ns),
                "lower_quartile_ns": rounded(time.spread.lower_quartile),
                "upper_quartile_ns": rounded(time.spread.upper_quartile),
            })
        });
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        json!({
            "unix_time_s": since_1970.map(|it| it.as_secs()).unwrap_or_default(),
            "cpu": cpu(),
            "n_threads": std::thread::available_parallelism().map(usize::from).unwrap_or_default(),
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "wasmtime": wasmtime_version(),
            "n_processes": self.processes.len(),
            "seed": std::env::var("BENCH_SEED").ok(),
            "figures": figures.collect::<Vec<_>>(),
            "times": times.collect::<Vec<_>>(),
        })
    }
}

/// A ratio, and the middle half of what was seen of it.
fn with_noise(value: f64, spread: Spread) -> String {
    let Spread { lower_quartile, upper_quartile, .. } = spread;
    let digits = if value < 10.0 { 2 } else { 1 };
    format!("{value:.digits$} ({lower_quartile:.digits$}–{upper_quartile:.digits$})")
}

/// Nanoseconds as a person reads them.
fn shown(ns: f64) -> String {
    match ns {
        ns if ns < 1e4 => format!("{ns:.2} ns"),
        ns if ns < 1e7 => format!("{:.2} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

/// To a thousandth: more is noise.
fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// The processor's name, where the system tells it.
fn cpu() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The version in the lock file.
fn wasmtime_version() -> Option<&'static str> {
    let lock = include_str!("../../Cargo.lock");
    let (_, entry) = lock.split_once("name = \"wasmtime\"\nversion = \"")?;
    entry.split('"').next()
}
