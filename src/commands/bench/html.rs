//! The report as one page that needs nothing else: no script, no font, no address.

use super::plot;
use super::report::Report;
use super::table::{Section, sections};
use crate::output;
use wasm_broker::Result;

const STYLE: &str = include_str!("page.css");

/// The whole page.
///
/// # Errors
/// 5030 if a plot cannot be drawn.
pub(super) fn page(report: &Report) -> Result<String> {
    let about = &report.about;
    let mut body = String::new();
    body.push_str("<h1>wasm-broker bench</h1>\n");
    body.push_str(&format!("<p><code>{}</code></p>\n", escaped(&about.command)));
    for svg in plots(report)? {
        body.push_str(&match svg {
            Ok(svg) => format!("<figure>\n{svg}</figure>\n"),
            Err(reason) => format!("<p>No plot: {}.</p>\n", escaped(&reason)),
        });
    }
    body.push_str("<h2>The numbers</h2>\n<ul>\n");
    for note in report.notes() {
        body.push_str(&format!("<li>{}</li>\n", escaped(&note)));
    }
    body.push_str("</ul>\n");
    body.push_str(&sections(report).iter().map(table).collect::<String>());
    body.push_str(&repeat(report));
    // The style sheet carries the rules of the plots, so that they hold in old readers too.
    Ok(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>wasm-broker bench</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n{body}\
         </body>\n</html>\n",
        plot::dark_rules()
    ))
}

/// Each plot, or why there is none.
fn plots(report: &Report) -> Result<[std::result::Result<String, String>; 3]> {
    let copies = match &report.copies {
        Ok(copies) => Ok(plot::copies(copies)?),
        Err(reason) => Err(reason.clone()),
    };
    let series = match &report.links.series {
        Ok(series) => Ok(plot::series(series)?),
        Err(reason) => Err(reason.clone()),
    };
    Ok([copies, Ok(plot::calls(&report.calls)?), series])
}

fn table(section: &Section) -> String {
    let mut text = format!("<h3>{}</h3>\n", escaped(section.title));
    if let Some(reason) = &section.skipped {
        return text + &format!("<p>Skipped: {}.</p>\n", escaped(reason));
    }
    let row = |tag: &str, cells: &[String]| -> String {
        let cells: String =
            cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
        format!("<tr>{cells}</tr>\n")
    };
    text.push_str("<table>\n");
    text.push_str(&row("th", &section.columns));
    text.push_str(&section.rows.iter().map(|cells| row("td", cells)).collect::<String>());
    text + "</table>\n"
}

/// How to repeat it.
fn repeat(report: &Report) -> String {
    let about = &report.about;
    let facts = [
        ("command", about.command.as_str()),
        ("wasm-broker", &format!("{}, {} build", about.version, about.build)),
        ("engine", &about.engine),
        ("processor", &format!("{}, {} usable", about.cpu, about.n_cpus)),
        ("system", &about.system),
        ("date", &about.date),
    ]
    .map(|(name, value)| format!("<dt>{name}</dt><dd>{}</dd>\n", escaped(value)));
    format!("<h2>How to repeat it</h2>\n<dl>\n{}</dl>\n", facts.concat())
}

/// Text that stays text in a page, and shows what is in it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in output::tamed(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::made_up;
    use super::*;

    #[test]
    fn the_page_holds_three_plots_every_number_and_how_to_repeat_it() {
        let page = page(&made_up()).expect("it can be drawn");
        assert_eq!(page.matches("<svg ").count(), 3);
        assert_eq!(page.matches("<table>").count(), 4);
        for text in ["26.2 µs ±2 %", "154 ns ±2 %", "A &amp; B, 2 usable", "release build"] {
            assert!(page.contains(text), "{text} is missing");
        }
        assert!(page.contains("<code>wasm-broker bench . --invoke 'f&lt;g&gt;'</code>"));
    }

    #[test]
    fn the_page_needs_nothing_and_lets_nothing_in() {
        let page = page(&made_up()).expect("it can be drawn");
        assert_eq!(page.matches("http").count(), 3, "the name of SVG alone looks like an address");
        for text in ["<script", "<link", "href", "url(", "@import", "f<g>"] {
            assert!(!page.contains(text), "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        let mut report = made_up();
        report.about.command = "bench --invoke \u{1b}]0;x\u{7}\u{202e}".to_owned();
        let page = page(&report).expect("it can be drawn");
        assert!(page.contains("--invoke \\u{1b}]0;x\\u{7}\\u{202e}"));
        assert!(!page.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    }

    #[test]
    fn what_was_skipped_says_why() {
        let mut report = made_up();
        report.copies = Err("main has no memory".to_owned());
        let page = page(&report).expect("it can be drawn");
        assert_eq!(page.matches("<svg ").count(), 2);
        assert!(page.contains("No plot: main has no memory."));
        assert!(page.contains("Skipped: main has no memory."));
    }
}
