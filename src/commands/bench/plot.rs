//! The plots, as SVG texts that need nothing else.
//!
//! Invariants: every axis has a name and a unit; every line is named at its end, in its colour and
//! with its marker; names never overlap; the colours follow the reader's light or dark screen.
//!
//! Drawn at twice the size that is shown, because plotters rounds to whole pixels.

mod axis;
mod bars;
mod lines;
mod theme;

use super::calls::Calls;
use super::copies::Copies;
use super::links::Series;
use super::units;
use bars::{Bar, BarPlot};
use lines::{Line, LinePlot};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use theme::{Ink, finished};
use wasm_broker::{Code, Error, Result};

pub(super) use theme::dark_rules;

/// Pixels drawn for one that is shown.
const SCALE: i32 = 2;
/// The width of every plot as it is shown, in pixels.
const WIDTH: i32 = 900;
/// Height of the letters, in pixels as shown.
const LETTERS: i32 = 14;
/// Height of the letters of a title.
const TITLE_LETTERS: i32 = 18;
/// Room above the plot for the title, and below it for the axis, in pixels as shown.
const TOP: i32 = 52;
const BOTTOM: i32 = 54;
/// Between the name of an axis and the edge.
const MARGIN: i32 = 10;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type DrawError<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

/// Time per copy against size.
///
/// # Errors
/// 5030 if the plot cannot be drawn.
pub(super) fn copies(copies: &Copies) -> Result<String> {
    let inks = [Ink::Blue, Ink::Orange, Ink::Green, Ink::Purple, Ink::Grey];
    let line = |(column, ink): (&super::copies::Column, Ink)| {
        let sizes = copies.sizes_bytes.iter().map(|n_bytes| *n_bytes as f64);
        let times = column.times.iter().map(|time| time.median_ns);
        Line { label: column.path.label().to_owned(), ink, points: sizes.zip(times).collect() }
    };
    LinePlot {
        title: "Time per copy from main's memory, by size",
        x_name: "size of the copy (logarithmic)",
        y_name: "time per copy (logarithmic)",
        x_text: |n_bytes| units::size(n_bytes as u64),
        lines: copies.columns.iter().zip(inks).map(line).collect(),
    }
    .drawn()
}

/// Calls as bars.
///
/// # Errors
/// 5030 if the plot cannot be drawn.
pub(super) fn calls(calls: &Calls) -> Result<String> {
    let bar = |row: &super::calls::CallTime| {
        let ink = if row.call.is_yours() { Ink::Orange } else { Ink::Blue };
        Bar { label: row.label.clone(), ink, ns: row.time.median_ns }
    };
    let mut legend = vec![(Ink::Blue, "for comparison, a function that adds 1")];
    if calls.rows.iter().any(|row| row.call.is_yours()) {
        legend.insert(0, (Ink::Orange, "your function"));
    }
    BarPlot {
        title: "Time per call",
        x_name: "time per call (logarithmic)",
        legend,
        bars: calls.rows.iter().map(bar).collect(),
    }
    .drawn()
}

/// Link time against the number of sides.
///
/// # Errors
/// 5030 if the plot cannot be drawn.
pub(super) fn series(series: &Series) -> Result<String> {
    let line = |label: &str, ink: Ink, times: &[super::stats::Summary]| {
        let n_sides = series.n_copies.iter().map(|n| f64::from(*n) * series.n_sides as f64);
        let times = times.iter().map(|time| time.median_ns);
        Line { label: label.to_owned(), ink, points: n_sides.zip(times).collect() }
    };
    LinePlot {
        title: "Time per link, by the number of sides",
        x_name: "number of sides (logarithmic)",
        y_name: "time per link (logarithmic)",
        x_text: |n_sides| format!("{n_sides:.0}"),
        lines: vec![
            line("instantiate", Ink::Blue, &series.instantiate),
            line("plan", Ink::Orange, &series.plan),
        ],
    }
    .drawn()
}

/// The SVG text of a plot of this height.
///
/// # Errors
/// 5030 if it cannot be drawn: drawing into a text, nothing that a user could do anything about.
fn drawn(
    height: i32,
    title: &str,
    draw: impl for<'a> FnOnce(&Area<'a>) -> std::result::Result<(), DrawError<'a>>,
) -> Result<String> {
    let mut svg = String::new();
    let size = (scaled(WIDTH) as u32, scaled(height) as u32);
    let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    draw(&area)
        .map_err(|cause| Error::new(Code::Internal, format!("a plot cannot be drawn: {cause}")))?;
    drop(area);
    Ok(finished(&svg, height, title))
}

/// Paper, and the title above the plot.
fn title<'a>(area: &Area<'a>, title: &str, left: i32) -> std::result::Result<(), DrawError<'a>> {
    area.fill(&Ink::Paper.color())?;
    let style = text_style(TITLE_LETTERS, Ink::Text, HPos::Left);
    area.draw(&Text::new(title, (scaled(left), scaled(TOP) / 2), style))
}

/// A style of text whose place is the middle of its height.
fn text_style(letters: i32, ink: Ink, h_pos: HPos) -> TextStyle<'static> {
    // plotters divides by this factor when it writes the size.
    let size = f64::from(scaled(letters)) * 1.24;
    ("sans-serif", size).into_font().color(&ink.color()).pos(Pos::new(h_pos, VPos::Center))
}

/// Pixels drawn for pixels shown.
fn scaled(pixels: i32) -> i32 {
    pixels * SCALE
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::made_up;
    use super::*;

    #[test]
    fn plots_name_their_axes_and_every_line() {
        let report = made_up();
        let copied = report.copies.expect("the report has copies");
        let svg = copies(&copied).expect("it can be drawn");
        for text in ["size of the copy", "time per copy", "1 MiB", "16 B", "10 ns", "10 µs"] {
            assert!(svg.contains(text), "{text} is missing");
        }
        for column in &copied.columns {
            assert!(svg.contains(column.path.label()), "{}", column.path.label());
        }
        let series = series(&report.links.series.expect("the report has sides"));
        let svg = series.expect("it can be drawn");
        assert!(svg.contains("number of sides") && svg.contains("instantiate"));
    }

    #[test]
    fn names_of_users_are_text_and_nothing_else() {
        let svg = calls(&made_up().calls).expect("it can be drawn");
        assert!(svg.contains("f&lt;g&gt;() by name") && !svg.contains("f<g>"), "{svg}");
        assert!(svg.contains("1.80 ns") && svg.contains("154 ns"), "{svg}");
    }

    #[test]
    fn a_plot_needs_nothing_from_elsewhere_and_is_small() {
        let copied = made_up().copies.expect("the report has copies");
        let svg = copies(&copied).expect("it can be drawn");
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
        assert_eq!(svg.matches("http").count(), 1, "only the name of the language is an address");
        assert!(!svg.contains("href") && !svg.contains("url("), "{svg}");
        assert!(svg.len() < 60_000, "{} bytes", svg.len());
    }
}
