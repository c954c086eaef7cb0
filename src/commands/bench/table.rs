//! The report as tables for a terminal.

use super::report::Report;
use super::units;
use crate::report::{HEAD, painted};
use comfy_table::{Cell, CellAlignment, Table, presets};

/// A table as all forms of the report show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) columns: Vec<String>,
    /// The first cell of a row says what it is, the others are times.
    pub(super) rows: Vec<Vec<String>>,
    /// Why there is no row.
    pub(super) skipped: Option<String>,
}

/// Every table of a report.
pub(super) fn sections(report: &Report) -> Vec<Section> {
    vec![copies(report), calls(report), links(report), series(report)]
}

/// The whole text.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    for section in sections(report) {
        text.push_str(&format!("{}\n", painted(HEAD, section.title)));
        match &section.skipped {
            Some(reason) => text.push_str(&format!("  skipped: {reason}\n")),
            None => text.push_str(&drawn(&section)),
        }
        text.push('\n');
    }
    let notes: Vec<String> = report.notes().iter().map(|note| format!("{note}\n")).collect();
    text + &notes.concat()
}

fn copies(report: &Report) -> Section {
    let title = "time per copy from main, hot in the caches";
    let mut columns = vec!["size".to_owned()];
    let (rows, skipped) = match &report.copies {
        Err(reason) => (Vec::new(), Some(reason.clone())),
        Ok(copies) => {
            columns.extend(copies.columns.iter().map(|column| column.path.label().to_owned()));
            let row = |(idx, n_bytes): (usize, &u64)| {
                let times = copies.columns.iter().filter_map(|column| column.times.get(idx));
                std::iter::once(units::size(*n_bytes)).chain(times.map(units::summary)).collect()
            };
            (copies.sizes_bytes.iter().enumerate().map(row).collect(), None)
        }
    };
    Section { title, columns, rows, skipped }
}

fn calls(report: &Report) -> Section {
    let rows = report.calls.rows.iter();
    Section {
        title: "time per call",
        columns: vec!["call".to_owned(), "time".to_owned()],
        rows: rows.map(|row| vec![row.label.clone(), units::summary(&row.time)]).collect(),
        skipped: None,
    }
}

fn links(report: &Report) -> Section {
    let rows = report.links.rows.iter();
    let row =
        |row: &super::links::LinkTime| vec![row.part.label().to_owned(), units::summary(&row.time)];
    Section {
        title: "time per link",
        columns: vec!["part".to_owned(), "time".to_owned()],
        rows: rows.map(row).collect(),
        skipped: None,
    }
}

fn series(report: &Report) -> Section {
    let title = "time per link against the number of sides";
    let columns = ["sides", "plan", "instantiate, modules compiled"].map(str::to_owned).to_vec();
    let (rows, skipped) = match &report.links.series {
        Err(reason) => (Vec::new(), Some(reason.clone())),
        Ok(series) => {
            let times = series.n_copies.iter().zip(series.plan.iter().zip(&series.instantiate));
            let row = |(n, (plan, instantiate)): (&u32, (_, _))| {
                let n_sides = series.n_sides * *n as usize;
                vec![n_sides.to_string(), units::summary(plan), units::summary(instantiate)]
            };
            (times.map(row).collect(), None)
        }
    };
    Section { title, columns, rows, skipped }
}

/// A table without lines; numbers stand at the right of their column.
fn drawn(section: &Section) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let aligned = |(idx, text): (usize, &String)| {
        let alignment = if idx == 0 { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new(text).set_alignment(alignment)
    };
    table.set_header(section.columns.iter().enumerate().map(aligned));
    for row in &section.rows {
        table.add_row(row.iter().enumerate().map(aligned));
    }
    table.lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::made_up;
    use super::*;

    #[test]
    fn a_terminal_shows_every_number_with_its_unit() {
        let text = anstream::adapter::strip_str(&text(&made_up())).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "time per copy from main, hot in the caches");
        assert!(lines[1].starts_with("  size ") && lines[1].ends_with("native memmove"), "{text}");
        assert!(lines[2].starts_with("  1 B ") && lines[2].ends_with("6.03 ns ±2 %"), "{text}");
        let line = |start: &str| {
            let found = lines.iter().rfind(|line| line.trim().starts_with(start));
            found.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        assert_eq!(line("f<g>").as_deref(), Some("f<g>() by name 154 ns ±2 %"));
        assert_eq!(line("4 ").as_deref(), Some("4 120 µs ±2 % 360 µs ±2 %"));
        assert!(text.contains("a remark\n"));
    }

    #[test]
    fn what_was_skipped_says_why() {
        let mut report = made_up();
        report.copies = Err("main has no memory".to_owned());
        report.links.series = Err("the link has no side".to_owned());
        let text = anstream::adapter::strip_str(&text(&report)).to_string();
        assert!(text.contains("caches\n  skipped: main has no memory\n"), "{text}");
        assert!(text.contains("sides\n  skipped: the link has no side\n"), "{text}");
    }
}
