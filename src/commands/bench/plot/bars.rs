//! A plot of horizontal bars on a logarithmic axis, each with its value.

use super::axis::LogAxis;
use super::theme::Ink;
use super::{
    Area, BOTTOM, DrawError, LETTERS, MARGIN, SCALE, TOP, drawn, scaled, text_style, title, units,
};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use wasm_broker::Result;

/// Sizes as shown, in pixels.
const LEFT: i32 = 350;
const RIGHT: i32 = 84;
/// From one entry of the legend to the next, beyond its letters.
const LEGEND_GAP: i32 = 28;
/// From the end of a bar to its value.
const VALUE_INDENT: i32 = 6;
/// Room for one letter: about the average of a font that is not known here.
const LETTER: i32 = 8;
const ROW: i32 = 28;
const BAR: i32 = 16;
const TITLE_LEFT: i32 = 16;
/// Names are cut to what fits at the left.
const MAX_NAME_CHARS: usize = 47;

/// A plot of bars. Each colour has a meaning, which the legend tells.
pub(super) struct BarPlot {
    pub(super) title: &'static str,
    pub(super) x_name: &'static str,
    pub(super) legend: Vec<(Ink, &'static str)>,
    pub(super) bars: Vec<Bar>,
}

/// One bar of it.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) ink: Ink,
    pub(super) ns: f64,
}

impl BarPlot {
    /// The SVG text.
    ///
    /// # Errors
    /// 5030 if it cannot be drawn.
    pub(super) fn drawn(&self) -> Result<String> {
        let height = TOP + ROW * self.bars.len() as i32 + BOTTOM + MARGIN;
        drawn(height, self.title, |area| self.draw(area))
    }

    fn draw<'a>(&self, area: &Area<'a>) -> std::result::Result<(), DrawError<'a>> {
        title(area, self.title, TITLE_LEFT)?;
        self.draw_legend(area)?;
        let axis = LogAxis::decimal(self.bars.iter().map(|bar| bar.ns));
        let first = axis.start();
        let mut chart = ChartBuilder::on(area)
            .margin_top(scaled(TOP))
            .margin_right(scaled(RIGHT))
            .margin_left(scaled(LEFT))
            .margin_bottom(scaled(MARGIN))
            .x_label_area_size(scaled(BOTTOM))
            .build_cartesian_2d(axis, 0.0..self.bars.len() as f64)?;
        let letters = text_style(LETTERS, Ink::Text, HPos::Center);
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .light_line_style(TRANSPARENT)
            .bold_line_style(Ink::Grid.color().stroke_width(SCALE as u32))
            .axis_style(Ink::Text.color().stroke_width(SCALE as u32))
            .x_desc(self.x_name)
            .label_style(letters.clone())
            .axis_desc_style(letters)
            .x_label_formatter(&|ns| units::axis_time(*ns))
            .draw()?;
        for (idx, bar) in self.bars.iter().enumerate() {
            let row = self.bars.len() as f64 - 0.5 - idx as f64;
            let (start, y) = chart.backend_coord(&(first, row));
            let (end, _) = chart.backend_coord(&(bar.ns, row));
            let half = scaled(BAR) / 2;
            let corners = [(start, y - half), (end, y + half)];
            area.draw(&Rectangle::new(corners, bar.ink.color().filled()))?;
            let name = text_style(LETTERS, Ink::Text, HPos::Right);
            area.draw(&Text::new(clipped(&bar.label), (start - scaled(8), y), name))?;
            let value = units::time(bar.ns);
            let x = end + scaled(VALUE_INDENT);
            // Marks of the axis would run through the value.
            let right = x + scaled(LETTER * value.chars().count() as i32);
            let behind = [(end + 1, y - half), (right, y + half)];
            area.draw(&Rectangle::new(behind, Ink::Paper.color().filled()))?;
            let style = text_style(LETTERS, Ink::Text, HPos::Left);
            area.draw(&Text::new(value, (x, y), style))?;
        }
        Ok(())
    }

    /// What the colours mean, beside the title and above the bars.
    fn draw_legend<'a>(&self, area: &Area<'a>) -> std::result::Result<(), DrawError<'a>> {
        let (mut x, y) = (LEFT, TOP / 2);
        for (ink, text) in &self.legend {
            let corners = [(x, y - BAR / 4), (x + BAR / 2, y + BAR / 4)];
            let corners = corners.map(|(x, y)| (scaled(x), scaled(y)));
            area.draw(&Rectangle::new(corners, ink.color().filled()))?;
            let style = text_style(LETTERS, Ink::Text, HPos::Left);
            area.draw(&Text::new(*text, (scaled(x + BAR), scaled(y)), style))?;
            x += LETTER * text.chars().count() as i32 + LEGEND_GAP;
        }
        Ok(())
    }
}

/// A name that fits; of one that is too long its end, which says how the function is called, and as
/// much of its start as there is room for.
fn clipped(name: &str) -> String {
    let n_chars = name.chars().count();
    if n_chars <= MAX_NAME_CHARS {
        return name.to_owned();
    }
    let n_end = name.split_once(' ').map_or(0, |(_, rest)| rest.chars().count() + 1);
    let n_end = n_end.min(MAX_NAME_CHARS - 2);
    let start: String = name.chars().take(MAX_NAME_CHARS - 1 - n_end).collect();
    let end: String = name.chars().skip(n_chars - n_end).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_how_they_are_called() {
        assert_eq!(clipped("f() from wasm"), "f() from wasm");
        let long = format!("{}() from wasm, direct import", "x".repeat(60));
        let short = clipped(&long);
        assert_eq!(short.chars().count(), MAX_NAME_CHARS);
        assert!(
            short.starts_with("xxx") && short.ends_with("… from wasm, direct import"),
            "{short}"
        );
        let endless = "y ".repeat(60);
        assert_eq!(clipped(&endless).chars().count(), MAX_NAME_CHARS);
    }
}
