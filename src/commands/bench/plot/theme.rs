//! Colours for a light and for a dark screen, and what makes an SVG of plotters follow them.
//!
//! plotters writes each colour as an attribute. A style sheet outranks attributes, so a rule for
//! each light colour turns it into its dark twin where the reader's screen is dark.

use super::{SCALE, WIDTH};
use plotters::style::RGBColor;

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Paper,
    Text,
    Grid,
    Blue,
    Orange,
    Green,
    Purple,
    Grey,
}

impl Ink {
    const ALL: [Self; 8] = [
        Self::Paper,
        Self::Text,
        Self::Grid,
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Purple,
        Self::Grey,
    ];

    /// On a light and on a dark screen; the hues can be told apart by colour-blind eyes too.
    fn rgb(self) -> [(u8, u8, u8); 2] {
        match self {
            Self::Paper => [(0xff, 0xff, 0xff), (0x16, 0x18, 0x1d)],
            Self::Text => [(0x1f, 0x23, 0x28), (0xe6, 0xe8, 0xeb)],
            Self::Grid => [(0xd8, 0xdd, 0xe3), (0x3a, 0x3f, 0x47)],
            Self::Blue => [(0x00, 0x66, 0xaa), (0x5c, 0xb8, 0xf0)],
            Self::Orange => [(0xc4, 0x54, 0x00), (0xff, 0x9a, 0x4d)],
            Self::Green => [(0x00, 0x80, 0x5c), (0x3d, 0xd1, 0xa3)],
            Self::Purple => [(0xa8, 0x3c, 0x84), (0xf0, 0x9c, 0xd2)],
            Self::Grey => [(0x62, 0x68, 0x70), (0xa9, 0xb0, 0xb8)],
        }
    }

    /// The colour that is drawn.
    pub(super) fn color(self) -> RGBColor {
        let [(red, green, blue), _] = self.rgb();
        RGBColor(red, green, blue)
    }
}

/// The style sheet that turns the colours of every plot dark where the screen is.
pub(in super::super) fn dark_rules() -> String {
    let mut rules = String::new();
    for ink in Ink::ALL {
        let [light, dark] =
            ink.rgb().map(|(red, green, blue)| format!("#{red:02X}{green:02X}{blue:02X}"));
        for property in ["fill", "stroke"] {
            rules.push_str(&format!("svg [{property}=\"{light}\"]{{{property}:{dark}}}\n"));
        }
    }
    format!("@media (prefers-color-scheme:dark){{\n{rules}}}\n")
}

/// What plotters wrote, at the size that is shown, with a name for those who cannot see it and with
/// its own style sheet.
pub(super) fn finished(svg: &str, height: i32, title: &str) -> String {
    let body = svg.split_once('>').map_or("", |(_, body)| body);
    let view_box = format!("0 0 {} {}", WIDTH * SCALE, height * SCALE);
    let rules = dark_rules();
    // The line breaks that plotters writes around texts would be drawn as spaces.
    let body = body.replace(">\n", ">").replace("\n</text>", "</text>").replace("><", ">\n<");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"{view_box}\" role=\"img\" aria-label=\"{title}\">\n<style>{rules}</style>\n\
         {body}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_a_dark_twin() {
        let rules = dark_rules();
        for ink in Ink::ALL {
            let RGBColor(red, green, blue) = ink.color();
            let color = format!("#{red:02X}{green:02X}{blue:02X}");
            for property in ["fill", "stroke"] {
                assert!(rules.contains(&format!("[{property}=\"{color}\"]")), "{ink:?}");
            }
        }
    }

    /// Contrast of WCAG 2: 4.5 for text, 3 for lines.
    #[test]
    fn texts_and_lines_can_be_read_on_both_papers() {
        let luminance = |(red, green, blue): (u8, u8, u8)| {
            let part = |value: u8| match f64::from(value) / 255.0 {
                low if low <= 0.04045 => low / 12.92,
                high => ((high + 0.055) / 1.055).powf(2.4),
            };
            0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
        };
        for ink in Ink::ALL.into_iter().filter(|ink| ![Ink::Paper, Ink::Grid].contains(ink)) {
            for (color, paper) in ink.rgb().into_iter().zip(Ink::Paper.rgb()) {
                let [a, b] = [luminance(color), luminance(paper)];
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{ink:?}: {contrast:.1}");
            }
        }
    }
}
