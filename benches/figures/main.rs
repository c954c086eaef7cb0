//! The benches: every way to copy, call, re-home, link and sort, beside its alternatives, and the
//! figures that the project has set itself.
//!
//! `cargo bench --bench figures` first lets criterion time each contender by itself, then starts
//! this program again several times; each process times all contenders of a contest in turns.
//! Figures are ratios between contenders, never times. Words after `--` that are no option choose
//! contests by a part of their name.
//!
//! | variable         | meaning                                                             |
//! |------------------|---------------------------------------------------------------------|
//! | BENCH_PROCESSES  | how many processes (3)                                              |
//! | BENCH_SEED       | another seed for random sizes, places and numbers                   |
//! | BENCH_RECORD     | keeps the result as `benches/record/<value>.json`                   |
//! | BENCH_ONLY       | `times` for criterion alone, `ratios` for the processes alone       |
//!
//! To add a contender: a `Contender` in the file of its group. To add a group: 1. a file; 2. its
//! line in [`GROUPS`].

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a bench prints its results")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a bench that fails says why and ends")]

mod call;
mod clock;
mod contest;
mod copy;
mod dylink;
mod figures;
mod guests;
mod link;
mod rehome;
mod report;
mod sort;
mod statistics;

use contest::{Contest, Measured};
use criterion::Criterion;
use report::Report;
use std::process::Command;
use std::time::Duration;

/// A group's name, which its contests begin with, and what makes them.
type Group = (&'static str, fn() -> Vec<Contest>);

const GROUPS: [Group; 6] = [
    ("copy", copy::contests),
    ("call", call::contests),
    ("rehome", rehome::contests),
    ("sort", sort::contests),
    ("link", link::contests),
    ("dylink", dylink::contests),
];

/// Set for the processes that this program starts.
const CHILD: &str = "BENCH_CHILD";
const N_PROCESSES: usize = 3;
/// What a child writes before each contest that it measured, so that nothing else is taken for one.
const MEASURED: &str = "measured ";

fn main() {
    let filter = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let filter = filter.as_deref();
    if std::env::var_os(CHILD).is_some() {
        return measure(filter);
    }
    // cargo says `--bench` when it benches; without it, `cargo test --benches` is running.
    if !std::env::args().any(|arg| arg == "--bench") {
        return try_once(filter);
    }
    let only = std::env::var("BENCH_ONLY").unwrap_or_default();
    if only != "ratios" {
        time_each(filter);
    }
    if only != "times" {
        let processes = run_processes(filter);
        let report = Report { processes: &processes };
        report.print_times();
        if let Ok(name) = std::env::var("BENCH_RECORD") {
            report.keep(&name).expect("the record can be written");
        }
        report.print_figures();
    }
}

/// The chosen contests of each group, one group at a time: a group's memories are freed before the
/// next group's are made.
fn each_contest(filter: Option<&str>, mut f: impl FnMut(Contest)) {
    for (group, contests) in GROUPS {
        // A filter that names another group must not wait for this one to be made.
        let other = |filter: &str| {
            GROUPS.iter().any(|(name, _)| filter.starts_with(name)) && !filter.starts_with(group)
        };
        if filter.is_some_and(other) {
            continue;
        }
        let is_chosen = |it: &Contest| filter.is_none_or(|filter| it.name.contains(filter));
        contests().into_iter().filter(is_chosen).for_each(&mut f);
    }
}

/// A child: measures, and writes what it saw.
fn measure(filter: Option<&str>) {
    each_contest(filter, |mut contest| {
        println!("{MEASURED}{}", contest.measure().to_json());
    });
}

/// Runs every contender once: each checks its own results when it is made.
fn try_once(filter: Option<&str>) {
    each_contest(filter, |mut contest| {
        for contender in &mut contest.contenders {
            contender.run(1);
        }
        println!("{}: {} contenders run", contest.name, contest.contenders.len());
    });
}

/// Lets criterion time each contender by itself.
fn time_each(filter: Option<&str>) {
    let mut criterion = Criterion::default()
        .without_plots()
        .sample_size(10)
        .nresamples(2000)
        .warm_up_time(Duration::from_millis(30));
    each_contest(filter, |mut contest| {
        let mut group = criterion.benchmark_group(&contest.name);
        group.measurement_time(contest.criterion_time);
        for contender in &mut contest.contenders {
            let name = contender.name.clone();
            group.bench_function(name, |bencher| bencher.iter_custom(|n| contender.run(n)));
        }
        group.finish();
    });
}

/// Starts this program again, several times, and gathers what each process measured.
fn run_processes(filter: Option<&str>) -> Vec<Vec<Measured>> {
    let n_processes = std::env::var("BENCH_PROCESSES").ok().and_then(|text| text.parse().ok());
    let this = std::env::current_exe().expect("the system knows which program runs");
    let run = |_| {
        let output = Command::new(&this)
            .args(filter)
            .env(CHILD, "1")
            .stderr(std::process::Stdio::inherit())
            .output()
            .expect("this program can be started again");
        if !output.status.success() {
            eprintln!("a process of the benches failed: {}", output.status);
            std::process::exit(1);
        }
        let text = String::from_utf8(output.stdout).expect("it writes text");
        let lines = text.lines().filter_map(|line| line.strip_prefix(MEASURED));
        let measured = lines.map(|line| {
            let value = serde_json::from_str(line).expect("it writes JSON");
            Measured::of_json(&value).expect("it writes what is read here")
        });
        measured.collect()
    };
    (0..n_processes.unwrap_or(N_PROCESSES).max(1)).map(run).collect()
}
