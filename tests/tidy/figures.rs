//! The measured size of the code, beside the figures that the conventions set.
//!
//! `cargo test --test tidy figures -- --nocapture` prints them. Files of tests, and tests inside
//! files, do not count.

use crate::lexer::{Token, functions, product_tokens};
use crate::tree::{SourceFile, files};
use std::fmt;

/// Ceilings from "The measured style of the anchors": median, 90th percentile, maximum.
const MAX_FILE_LINES: [usize; 3] = [220, 450, 700];
/// A function of more lines is long.
const LONG_LINES: usize = 70;
/// Long functions per thousand.
const MAX_LONG_PER_1000: f64 = 5.0;
/// Calls of `unwrap` and `expect` per thousand lines.
const MAX_PANICS_PER_1000: f64 = 0.5;

#[derive(Default)]
struct Figures {
    /// Lines of each file, sorted.
    file_lines: Vec<usize>,
    n_functions: usize,
    n_long: usize,
    n_panics: usize,
}

impl Figures {
    fn of(files: &[SourceFile]) -> Self {
        let mut figures = Self::default();
        let is_product = |file: &&SourceFile| {
            file.has_extension(&["rs"]) && !file.is_test() && !file.path.starts_with("examples/")
        };
        for file in files.iter().filter(is_product) {
            let tokens = product_tokens(file.text().unwrap_or_default());
            // Tests stand at the end, so the last line of the product is the size of the product.
            figures.file_lines.push(tokens.last().map_or(0, |token| token.line));
            let functions = functions(&tokens);
            figures.n_functions += functions.len();
            figures.n_long += functions.iter().filter(|it| it.n_lines > LONG_LINES).count();
            figures.n_panics += tokens.windows(3).filter(|it| is_panic(it)).count();
        }
        figures.file_lines.sort_unstable();
        figures
    }

    fn n_lines(&self) -> usize {
        self.file_lines.iter().sum()
    }

    /// Median, 90th percentile and maximum of the lines of a file.
    fn spread(&self) -> [usize; 3] {
        let last = self.file_lines.len().saturating_sub(1);
        [last / 2, last * 9 / 10, last].map(|at| self.file_lines.get(at).copied().unwrap_or(0))
    }

    fn long_per_1000(&self) -> f64 {
        per_1000(self.n_long, self.n_functions)
    }

    fn panics_per_1000(&self) -> f64 {
        per_1000(self.n_panics, self.n_lines())
    }

    fn findings(&self) -> Vec<String> {
        let mut findings = Vec::new();
        for (found, limit) in self.spread().into_iter().zip(MAX_FILE_LINES) {
            if found > limit {
                findings.push(format!("{found} lines in a file, wanted at most {limit}"));
            }
        }
        if self.long_per_1000() > MAX_LONG_PER_1000 {
            findings.push(format!("{} long functions", self.n_long));
        }
        if self.panics_per_1000() > MAX_PANICS_PER_1000 {
            findings.push(format!("{} calls of unwrap and expect", self.n_panics));
        }
        findings
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([median, p90, max], [max_median, max_p90, max_max]) = (self.spread(), MAX_FILE_LINES);
        let (n_files, n_lines) = (self.file_lines.len(), self.n_lines());
        writeln!(f, "figure                               found   at most")?;
        writeln!(f, "files                              {n_files:>7}")?;
        writeln!(f, "lines                              {n_lines:>7}")?;
        writeln!(f, "lines per file, median             {median:>7} {max_median:>9}")?;
        writeln!(f, "lines per file, 90th percentile    {p90:>7} {max_p90:>9}")?;
        writeln!(f, "lines per file, maximum            {max:>7} {max_max:>9}")?;
        writeln!(f, "functions                          {:>7}", self.n_functions)?;
        let (long, max_long) = (self.long_per_1000(), MAX_LONG_PER_1000);
        writeln!(f, "functions over {LONG_LINES} lines, per 1000  {long:>7.2} {max_long:>9}")?;
        let (panics, max_panics) = (self.panics_per_1000(), MAX_PANICS_PER_1000);
        writeln!(f, "unwrap and expect, per 1000 lines  {panics:>7.2} {max_panics:>9}")
    }
}

fn is_panic(call: &[Token]) -> bool {
    call[0].is('.') && (call[1].is_word("unwrap") || call[1].is_word("expect")) && call[2].is('(')
}

fn per_1000(n: usize, of: usize) -> f64 {
    n as f64 * 1000.0 / of.max(1) as f64
}

#[test]
fn figures_are_as_the_conventions_want() {
    let figures = Figures::of(&files());
    println!("{figures}");
    crate::tree::assert_none(&figures.findings(), "see the table at the end of the conventions");
}

#[test]
fn figures_that_are_too_high_are_found() {
    let text = format!("fn a() {{{}b.expect(c)\n}}\n", "\n".repeat(MAX_FILE_LINES[2]));
    let figures = Figures::of(&[SourceFile::made_up("src/a.rs", &text)]);
    assert_eq!(figures.findings().len(), 5, "{figures}");
    let tests = SourceFile::made_up("src/a.rs", "fn a() {}\n#[test]\nfn b() {\n c.unwrap()\n}\n");
    let figures = Figures::of(&[tests]);
    assert_eq!((figures.n_lines(), figures.n_functions, figures.n_panics), (1, 1, 0));
    assert_eq!(figures.findings(), [""; 0]);
}
