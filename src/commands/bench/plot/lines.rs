//! A plot of lines, both axes logarithmic, each line named at its end.

use super::axis::LogAxis;
use super::theme::Ink;
use super::{
    Area, BOTTOM, DrawError, LETTERS, MARGIN, SCALE, TOP, drawn, scaled, text_style, title, units,
};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use wasm_broker::Result;

/// Sizes as shown, in pixels.
const HEIGHT: i32 = 480;
const LEFT: i32 = 84;
/// From one name to the next, at least.
const LABEL_GAP: i32 = 20;
/// From the end of a line to its marker, and from there to its name.
const LEADER: i32 = 26;
const NAME_INDENT: i32 = 12;
/// Room for one letter of a name: more than the average of a font that is not known here.
const NAME_LETTER: i32 = 8;
const MARKER: i32 = 3;

/// A plot of lines.
pub(super) struct LinePlot {
    pub(super) title: &'static str,
    pub(super) x_name: &'static str,
    pub(super) y_name: &'static str,
    /// How a value of the x axis is written.
    pub(super) x_text: fn(f64) -> String,
    pub(super) lines: Vec<Line>,
}

/// One line of it: times in nanoseconds over sizes or numbers, both above zero.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) ink: Ink,
    pub(super) points: Vec<(f64, f64)>,
}

impl LinePlot {
    /// The SVG text.
    ///
    /// # Errors
    /// 5030 if it cannot be drawn.
    pub(super) fn drawn(&self) -> Result<String> {
        drawn(HEIGHT, self.title, |area| self.draw(area))
    }

    fn draw<'a>(&self, area: &Area<'a>) -> std::result::Result<(), DrawError<'a>> {
        title(area, self.title, MARGIN + LEFT)?;
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let x = LogAxis::binary(points().map(|(x, _)| *x));
        let y = LogAxis::decimal(points().map(|(_, y)| *y));
        let mut chart = ChartBuilder::on(area)
            .margin_top(scaled(TOP))
            .margin_right(scaled(self.name_width()))
            .margin_left(scaled(MARGIN))
            .margin_bottom(scaled(MARGIN))
            .x_label_area_size(scaled(BOTTOM))
            .y_label_area_size(scaled(LEFT))
            .build_cartesian_2d(x, y)?;
        let letters = text_style(LETTERS, Ink::Text, HPos::Center);
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(Ink::Grid.color().stroke_width(SCALE as u32))
            .axis_style(Ink::Text.color().stroke_width(SCALE as u32))
            .x_desc(self.x_name)
            .y_desc(self.y_name)
            .label_style(letters.clone())
            .axis_desc_style(letters)
            .x_label_formatter(&|x| (self.x_text)(*x))
            .y_label_formatter(&|ns| units::axis_time(*ns))
            .draw()?;
        let place = |point: &(f64, f64)| chart.backend_coord(point);
        let places: Vec<Vec<(i32, i32)>> =
            self.lines.iter().map(|line| line.points.iter().map(place).collect()).collect();
        // The first line is the one that matters most, so nothing is drawn over it.
        for (idx, (line, places)) in self.lines.iter().zip(&places).enumerate().rev() {
            let style = line.ink.color().stroke_width(2 * SCALE as u32);
            area.draw(&PathElement::new(places.clone(), style))?;
            for place in places {
                mark(area, idx, *place, line.ink)?;
            }
        }
        self.draw_names(area, &places)
    }

    /// Room for the names at the right.
    fn name_width(&self) -> i32 {
        let n_letters = self.lines.iter().map(|line| line.label.chars().count()).max();
        LEADER + NAME_INDENT + NAME_LETTER * n_letters.unwrap_or_default() as i32 + MARGIN
    }

    /// The name of each line beside its end; where ends are close, names move apart.
    fn draw_names<'a>(
        &self,
        area: &Area<'a>,
        places: &[Vec<(i32, i32)>],
    ) -> std::result::Result<(), DrawError<'a>> {
        let ends: Vec<(i32, i32)> =
            places.iter().map(|places| places.last().copied().unwrap_or_default()).collect();
        let wanted: Vec<i32> = ends.iter().map(|(_, y)| *y).collect();
        let lowest = scaled(HEIGHT - BOTTOM - MARGIN);
        let found = apart(&wanted, scaled(LABEL_GAP), lowest);
        for (idx, (line, (end, y))) in self.lines.iter().zip(ends.iter().zip(found)).enumerate() {
            let at = (end.0 + scaled(LEADER), y);
            let near = (end.0 + scaled(6), end.1);
            let thin = line.ink.color().stroke_width(SCALE as u32);
            area.draw(&PathElement::new([near, (at.0 - scaled(4), y)], thin))?;
            mark(area, idx, (at.0 + scaled(MARKER), y), line.ink)?;
            let style = text_style(LETTERS, line.ink, HPos::Left);
            area.draw(&Text::new(line.label.clone(), (at.0 + scaled(NAME_INDENT), y), style))?;
        }
        Ok(())
    }
}

/// The marker of the line with this number, so that lines are not told apart by colour alone.
fn mark<'a>(
    area: &Area<'a>,
    line_idx: usize,
    (x, y): (i32, i32),
    ink: Ink,
) -> std::result::Result<(), DrawError<'a>> {
    let radius = scaled(MARKER);
    let filled = ink.color().filled();
    let open = ink.color().stroke_width(SCALE as u32);
    match line_idx % 5 {
        0 => area.draw(&Circle::new((x, y), radius, filled)),
        1 => area.draw(&TriangleMarker::new((x, y), radius + SCALE, filled)),
        2 => {
            area.draw(&Rectangle::new([(x - radius, y - radius), (x + radius, y + radius)], filled))
        }
        3 => area.draw(&Cross::new((x, y), radius, open)),
        _ => area.draw(&Circle::new((x, y), radius, open)),
    }
}

/// Places near the wanted ones, in the same order, no two closer than `gap`, none below `lowest`.
fn apart(wanted: &[i32], gap: i32, lowest: i32) -> Vec<i32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|idx| wanted[*idx]);
    let mut found = wanted.to_vec();
    // Upwards from the lowest, so that what is pushed has room above.
    let mut limit = lowest;
    for idx in order.iter().rev() {
        found[*idx] = wanted[*idx].min(limit);
        limit = found[*idx] - gap;
    }
    // A crowd that was pushed up as a whole goes back by half of what it was pushed.
    let n_pushed: i32 = order.iter().map(|idx| wanted[*idx] - found[*idx]).sum();
    let room = lowest - order.last().map_or(lowest, |idx| found[*idx]);
    let back = (n_pushed / wanted.len().max(1) as i32).clamp(0, room.max(0));
    found.iter().map(|place| place + back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_distance_and_their_order() {
        for wanted in [
            vec![],
            vec![50],
            vec![100, 101, 102, 103, 104],
            vec![400, 10, 400, 399],
            vec![500, 500],
        ] {
            let found = apart(&wanted, 20, 400);
            let mut pairs: Vec<(i32, i32)> = wanted.iter().copied().zip(found).collect();
            pairs.sort_unstable();
            let mut places: Vec<i32> = pairs.iter().map(|(_, place)| *place).collect();
            assert!(places.iter().all(|place| *place <= 400), "{wanted:?} {places:?}");
            places.sort_unstable();
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 20), "{wanted:?} {places:?}");
        }
        assert_eq!(apart(&[10, 100, 200], 20, 400), [10, 100, 200]);
    }
}
