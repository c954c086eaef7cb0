//! The report as JSON: every number in nanoseconds, every size in bytes.

use super::report::Report;
use super::stats::Summary;
use serde_json::{Map, Value, json};

/// The version of this form; a key that changes its meaning makes a new one.
const FORMAT: u32 = 1;

/// The whole object.
pub(super) fn json(report: &Report) -> Value {
    let about = &report.about;
    let noise = report.noise();
    json!({
        "format": FORMAT,
        "about": {
            "command": about.command,
            "version": about.version,
            "engine": about.engine,
            "build": about.build,
            "cpu": about.cpu,
            "n_cpus": about.n_cpus,
            "system": about.system,
            "date": about.date,
        },
        "noise": {
            "typical": noise.typical,
            "worst": noise.worst,
            "n_rounds": noise.n_rounds,
        },
        "copies": copies(report),
        "calls": calls(report),
        "links": links(report),
        "series": series(report),
        "notes": report.notes(),
    })
}

fn copies(report: &Report) -> Value {
    let copies = match &report.copies {
        Ok(copies) => copies,
        Err(reason) => return json!({ "skipped": reason }),
    };
    let paths = copies.columns.iter().map(|column| {
        let times: Vec<Value> = column.times.iter().map(summary).collect();
        (column.path.key().to_owned(), Value::from(times))
    });
    json!({ "sizes_bytes": copies.sizes_bytes, "paths": paths.collect::<Map<_, _>>() })
}

fn calls(report: &Report) -> Value {
    let rows = report.calls.rows.iter();
    rows.map(|row| named(row.call.key(), &row.label, &row.time)).collect()
}

fn links(report: &Report) -> Value {
    let rows = report.links.rows.iter();
    rows.map(|row| named(row.part.key(), row.part.label(), &row.time)).collect()
}

fn named(name: &str, label: &str, time: &Summary) -> Value {
    json!({ "name": name, "label": label, "time": summary(time) })
}

fn series(report: &Report) -> Value {
    let series = match &report.links.series {
        Ok(series) => series,
        Err(reason) => return json!({ "skipped": reason }),
    };
    let times = |times: &[Summary]| times.iter().map(summary).collect::<Vec<_>>();
    json!({
        "n_sides": series.n_copies.iter().map(|n| *n as usize * series.n_sides).collect::<Vec<_>>(),
        "plan": times(&series.plan),
        "instantiate_warm": times(&series.instantiate),
    })
}

fn summary(summary: &Summary) -> Value {
    json!({
        "median_ns": rounded(summary.median_ns),
        "lower_quartile_ns": rounded(summary.lower_quartile_ns),
        "upper_quartile_ns": rounded(summary.upper_quartile_ns),
        "n_rounds": summary.n_rounds,
    })
}

/// Picoseconds are finer than any clock, and keep a kept record short.
fn rounded(ns: f64) -> f64 {
    (ns * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::made_up;
    use super::*;

    #[test]
    fn programs_find_every_number_by_name() {
        let text = json(&made_up()).to_string();
        let json: Value = serde_json::from_str(&text).expect("this is JSON");
        assert_eq!(json["format"], 1);
        assert_eq!(json["copies"]["paths"]["bridge"][20]["median_ns"], 26_216.4);
        assert_eq!(json["copies"]["sizes_bytes"][20], 1 << 20);
        assert_eq!(json["calls"][0]["name"], "yours_by_name");
        assert_eq!(json["calls"][1]["time"]["median_ns"], 1.8);
        assert_eq!(json["links"][1]["name"], "compile_cold");
        assert_eq!(json["series"]["n_sides"], json!([1, 2, 4]));
        assert_eq!(json["series"]["plan"][2]["n_rounds"], 31);
        assert_eq!(json["about"]["cpu"], "A & B");
    }

    #[test]
    fn what_was_skipped_says_why() {
        let mut report = made_up();
        report.copies = Err("main has no memory".to_owned());
        assert_eq!(json(&report)["copies"], json!({ "skipped": "main has no memory" }));
    }
}
