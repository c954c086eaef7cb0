//! Times and sizes as people read them, each with its unit.

use super::stats::Summary;

const TIME_UNITS: [(&str, f64); 4] = [("s", 1e9), ("ms", 1e6), ("µs", 1e3), ("ns", 1.0)];
const SIZE_UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

/// A time with three digits that mean something: `2.31 ns`, `14.0 µs`, `1,250 s`.
pub(super) fn time(ns: f64) -> String {
    // What rounds up to the next unit is written in that one: 999.9 ns are 1.00 µs.
    let unit = TIME_UNITS.iter().find(|(_, in_ns)| ns / in_ns >= 0.9995);
    let (name, in_ns) = unit.copied().unwrap_or(("ns", 1.0));
    let value = ns / in_ns;
    let digits = match value {
        _ if value >= 99.95 => format!("{value:.0}"),
        _ if value >= 9.995 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    format!("{} {name}", grouped(&digits))
}

/// A time on an axis: a power of ten of nanoseconds as `1 ns`, `10 µs`.
pub(super) fn axis_time(ns: f64) -> String {
    let unit = TIME_UNITS.iter().find(|(_, in_ns)| ns / in_ns >= 0.9995);
    let (name, in_ns) = unit.copied().unwrap_or(("ns", 1.0));
    let value = format!("{:.3}", ns / in_ns);
    format!("{} {name}", value.trim_end_matches('0').trim_end_matches('.'))
}

/// A size: exact in bytes, or in a larger unit where that is exact too.
pub(super) fn size(n_bytes: u64) -> String {
    let exact =
        SIZE_UNITS.iter().find(|(_, unit)| n_bytes >= *unit && n_bytes.is_multiple_of(*unit));
    match exact {
        Some((name, unit)) => format!("{} {name}", grouped(&(n_bytes / unit).to_string())),
        None => format!("{} B", grouped(&n_bytes.to_string())),
    }
}

/// `2.31 ns ±4 %`.
pub(super) fn summary(summary: &Summary) -> String {
    format!("{} ±{}", time(summary.median_ns), percent(summary.noise()))
}

/// `4 %`; below one, `0.4 %`.
pub(super) fn percent(part: f64) -> String {
    match part * 100.0 {
        percent if percent >= 0.95 => format!("{percent:.0} %"),
        percent => format!("{percent:.1} %"),
    }
}

/// Digits in groups of three before the point.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::new();
    for (idx, digit) in whole.chars().enumerate() {
        if idx > 0 && (whole.len() - idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits_and_a_unit() {
        let cases = [
            (0.0, "0.00 ns"),
            (0.312, "0.31 ns"),
            (2.314, "2.31 ns"),
            (9.996, "10.0 ns"),
            (99.96, "100 ns"),
            (999.4, "999 ns"),
            (999.9, "1.00 µs"),
            (14_030.0, "14.0 µs"),
            (2.5e6, "2.50 ms"),
            (1.25e12, "1,250 s"),
        ];
        for (ns, expected) in cases {
            assert_eq!(time(ns), expected);
        }
    }

    #[test]
    fn powers_of_ten_are_short() {
        let cases = [(0.1, "0.1 ns"), (1.0, "1 ns"), (1e4, "10 µs"), (1e6, "1 ms"), (1e10, "10 s")];
        for (ns, expected) in cases {
            assert_eq!(axis_time(ns), expected);
        }
    }

    #[test]
    fn sizes_are_exact() {
        let cases = [
            (0, "0 B"),
            (1, "1 B"),
            (1000, "1,000 B"),
            (1024, "1 KiB"),
            (1536, "1,536 B"),
            (100_003, "100,003 B"),
            (1 << 20, "1 MiB"),
            (3 << 30, "3 GiB"),
        ];
        for (n_bytes, expected) in cases {
            assert_eq!(size(n_bytes), expected);
        }
    }

    #[test]
    fn noise_stands_beside_the_median() {
        let it = Summary::of(vec![96.0, 100.0, 104.0]).expect("three values were given");
        assert_eq!(summary(&it), "100 ns ±2 %");
        assert_eq!([0.0, 0.004, 0.0096, 0.22].map(percent), ["0.0 %", "0.4 %", "1 %", "22 %"]);
    }
}
