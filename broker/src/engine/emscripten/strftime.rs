//! `strftime` in the locale of C, where no number is wrong: what is out of range shows as it is.
//!
//! # Source
//! ISO C, 7.29.3.5; POSIX for `%s` and the modifiers.

use super::Call;
use super::calendar::{FIRST_YEAR, Tm};
use crate::error::Result;
use crate::limits;
use wasmtime::Val;

pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Letters of the short form of a name.
pub(super) const SHORT: usize = 3;
/// What stands for a name that there is none of.
const UNKNOWN: &str = "?";
/// Formats that stand for others are followed this far.
const MAX_DEPTH: usize = 3;

/// `strftime(text, max, format, tm)`: answers the bytes written, 0 if they do not fit.
pub(super) fn strftime(call: &mut Call<'_, '_>) -> Result<()> {
    let [addr, max_bytes, format, tm_addr] = [0, 1, 2, 3].map(|param_idx| call.address(param_idx));
    let is_wide = matches!(call.results.first(), Some(Val::I64(_)));
    let pointer_bytes = if is_wide { 8 } else { 4 };
    let mut fields = [0; Tm::BYTES];
    let memory = call.memory()?;
    memory.read(tm_addr, &mut fields)?;
    let format = memory.read_c_str(format)?;
    // After the numbers: how far the zone is ahead of UTC, and the address of its name.
    let after = tm_addr + (Tm::BYTES as u64).next_multiple_of(pointer_bytes);
    let word = |at: u64| {
        let bytes = memory.slice(at, pointer_bytes).ok()?;
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        Some(u64::from_le_bytes(word))
    };
    let ahead = word(after).unwrap_or_default();
    let ahead = if is_wide { ahead.cast_signed() } else { i64::from(ahead as i32) };
    let name = word(after + pointer_bytes).filter(|name| *name != 0);
    let name = name.and_then(|name| memory.read_c_str(name).ok()).unwrap_or_default();
    let mut text = formatted(&format, &Tm::from_bytes(&fields), &name, ahead).into_bytes();
    text.push(0);
    let n_bytes = text.len() as u64;
    let written = if n_bytes <= max_bytes {
        call.memory()?.write(addr, &text)?;
        n_bytes - 1
    } else {
        0
    };
    call.answer(match is_wide {
        true => Val::I64(written.cast_signed()),
        false => Val::I32((written as u32).cast_signed()),
    })
}

/// A time by a format; `zone` is the name of its zone, `ahead` the seconds that it is ahead of UTC.
pub(super) fn formatted(format: &str, tm: &Tm, zone: &str, ahead: i64) -> String {
    let mut out = String::new();
    Writer { tm, zone, ahead, out: &mut out }.write(format, 0);
    out
}

struct Writer<'a> {
    tm: &'a Tm,
    zone: &'a str,
    ahead: i64,
    out: &'a mut String,
}

impl Writer<'_> {
    fn write(&mut self, format: &str, depth: usize) {
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            // A format may ask for the same over and over.
            if self.out.len() as u64 > limits::NAME_BYTES * 64 {
                return;
            }
            if c != '%' {
                self.out.push(c);
                continue;
            }
            let mut letter = chars.next();
            // Other numerals and other eras are those of C; flags of other systems change padding.
            while matches!(letter, Some('E' | 'O' | '-' | '_' | '0' | '^' | '#')) {
                letter = chars.next();
            }
            match letter {
                Some(letter) => self.conversion(letter, depth),
                None => self.out.push('%'),
            }
        }
    }

    fn conversion(&mut self, letter: char, depth: usize) {
        let tm = *self.tm;
        let year = tm.year + FIRST_YEAR;
        let hour_of_12 = (tm.hour + 11).rem_euclid(12) + 1;
        // Weeks begin on Sunday, or on Monday.
        let week = |weekday: i64| (tm.day_of_year + 7 - weekday).div_euclid(7);
        let from_monday = (tm.weekday + 6).rem_euclid(7);
        if let (Some(other), true) = (alias(letter), depth < MAX_DEPTH) {
            return self.write(other, depth + 1);
        }
        match letter {
            'a' => self.name(&WEEKDAYS, tm.weekday, SHORT),
            'A' => self.name(&WEEKDAYS, tm.weekday, usize::MAX),
            'b' => self.name(&MONTHS, tm.month, SHORT),
            'B' => self.name(&MONTHS, tm.month, usize::MAX),
            'C' => self.number(year.div_euclid(100), 2),
            'd' => self.number(tm.day, 2),
            'e' => self.out.push_str(&format!("{:2}", tm.day)),
            'G' => self.number(iso_week(&tm).0, 4),
            'g' => self.number(iso_week(&tm).0.rem_euclid(100), 2),
            'H' => self.number(tm.hour, 2),
            'I' => self.number(hour_of_12, 2),
            'j' => self.number(tm.day_of_year + 1, 3),
            'k' => self.out.push_str(&format!("{:2}", tm.hour)),
            'l' => self.out.push_str(&format!("{hour_of_12:2}")),
            'm' => self.number(tm.month + 1, 2),
            'M' => self.number(tm.minute, 2),
            'n' => self.out.push('\n'),
            'p' => self.out.push_str(if tm.hour >= 12 { "PM" } else { "AM" }),
            'P' => self.out.push_str(if tm.hour >= 12 { "pm" } else { "am" }),
            's' => self.number(tm.utc_seconds().saturating_sub(self.ahead), 1),
            'S' => self.number(tm.second, 2),
            't' => self.out.push('\t'),
            'u' => self.number(from_monday + 1, 1),
            'U' => self.number(week(tm.weekday), 2),
            'V' => self.number(iso_week(&tm).1, 2),
            'w' => self.number(tm.weekday, 1),
            'W' => self.number(week(from_monday), 2),
            'y' => self.number(year.rem_euclid(100), 2),
            'Y' => self.number(year, 1),
            'z' => {
                let sign = if self.ahead < 0 { '-' } else { '+' };
                let minutes = self.ahead.unsigned_abs() / 60;
                self.out.push_str(&format!("{sign}{:02}{:02}", minutes / 60, minutes % 60));
            }
            'Z' => self.out.push_str(self.zone),
            '%' => self.out.push('%'),
            // C leaves it open; to show it is the least surprise.
            other => self.out.extend(['%', other]),
        }
    }

    fn name(&mut self, names: &[&str], idx: i64, n_letters: usize) {
        let name = usize::try_from(idx).ok().and_then(|idx| names.get(idx)).unwrap_or(&UNKNOWN);
        self.out.push_str(&name[..name.len().min(n_letters)]);
    }

    fn number(&mut self, number: i64, n_digits: usize) {
        self.out.push_str(&format!("{number:0n_digits$}"));
    }
}

/// What a format stands for that consists of others.
pub(super) fn alias(letter: char) -> Option<&'static str> {
    Some(match letter {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' | 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'h' => "%b",
        'r' => "%I:%M:%S %p",
        'R' => "%H:%M",
        'T' | 'X' => "%H:%M:%S",
        _ => return None,
    })
}

/// The year and the week in which a day is by ISO 8601: weeks begin on Monday, and the first of a
/// year is the one that has its first Thursday.
fn iso_week(tm: &Tm) -> (i64, i64) {
    let year = tm.year + FIRST_YEAR;
    let from_monday = (tm.weekday + 6).rem_euclid(7);
    let week = (tm.day_of_year - from_monday + 10).div_euclid(7);
    let n_weeks = |year: i64| {
        // The weekday of the last day, from Sunday; long years end on Thursday or begin on it.
        let last = |year: i64| {
            let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
            (year + leaps).rem_euclid(7)
        };
        if last(year) == 4 || last(year - 1) == 3 { 53 } else { 52 }
    };
    match week {
        week if week < 1 => (year - 1, n_weeks(year - 1)),
        week if week > n_weeks(year) => (year + 1, 1),
        week => (year, week),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tm(numbers: [i64; 9]) -> Tm {
        let bytes: Vec<u8> = numbers.iter().flat_map(|it| (*it as i32).to_le_bytes()).collect();
        Tm::from_bytes(&bytes)
    }

    #[test]
    fn a_tm_is_formatted_as_c_does() {
        // 2026-11-20 14:05:09, a Friday, the 324th day of the year.
        let time = tm([9, 5, 14, 20, 10, 126, 5, 323, 0]);
        let cases = [
            ("%Y-%m-%d %H:%M:%S", "2026-11-20 14:05:09"),
            ("%F %T|%D %R|%x %X", "2026-11-20 14:05:09|11/20/26 14:05|11/20/26 14:05:09"),
            ("%c", "Fri Nov 20 14:05:09 2026"),
            ("%a %b %e", "Fri Nov 20"),
            ("%A %B %h", "Friday November Nov"),
            ("%j", "324"),
            ("%I %p %r", "02 PM 02:05:09 PM"),
            ("%y%%%C", "26%20"),
            ("%u %w %U %W %V %G", "5 5 46 46 47 2026"),
            ("%z %Z %s", "+0130 XYZ 1795178109"),
            ("%Od %Ey", "20 26"),
            ("", ""),
            ("%", "%"),
            ("%Q", "%Q"),
        ];
        for (format, expected) in cases {
            assert_eq!(formatted(format, &time, "XYZ", 5400), expected, "{format}");
        }
    }

    #[test]
    fn weeks_of_the_turn_of_the_year() {
        // Friday, the first of January 2021, belongs to the week before; Monday, the 30th of
        // December 2024, to the next year.
        let cases = [
            ([0, 0, 0, 1, 0, 121, 5, 0, 0], (2020, 53)),
            ([0, 0, 0, 30, 11, 124, 1, 364, 0], (2025, 1)),
            ([0, 0, 0, 31, 11, 126, 4, 364, 0], (2026, 53)),
        ];
        for (numbers, expected) in cases {
            assert_eq!(iso_week(&tm(numbers)), expected, "{numbers:?}");
        }
    }

    #[test]
    fn numbers_out_of_range_show_as_they_are() {
        let far = i64::from(i32::MAX);
        let time = tm([far, -5, far, 0, 99, far, -1, far, 0]);
        assert_eq!(formatted("%a %b %M", &time, "", 0), "? ? -5");
        let _ = formatted("%c %G %V %U %W %s %j %I %y %C", &time, "", 0);
    }
}
