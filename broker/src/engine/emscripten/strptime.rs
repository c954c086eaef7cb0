//! `strptime` in the locale of C: the reverse of `strftime.rs`, for those of its conversions that
//! say something about a time.
//!
//! # Source
//! POSIX, `strptime`.

use super::Call;
use super::calendar::{FIRST_YEAR, Tm};
use super::strftime::{MONTHS, SHORT, WEEKDAYS, alias};
use crate::error::Result;
use crate::limits;
use wasmtime::Val;

/// Formats that stand for others are followed this far.
const MAX_DEPTH: usize = 3;

/// `strptime(text, format, tm)`: answers where it stopped reading, 0 if the text does not fit.
pub(super) fn strptime(call: &mut Call<'_, '_>) -> Result<()> {
    let [text_addr, format_addr, tm_addr] = [0, 1, 2].map(|param_idx| call.address(param_idx));
    let memory = call.memory()?;
    let format = memory.read_c_str(format_addr)?;
    // Whatever follows what is read may be longer than a name.
    let n_left = memory.size_bytes().saturating_sub(text_addr).min(limits::NAME_BYTES);
    let text = memory.slice(text_addr, n_left)?;
    let n_bytes = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    let text = text[..n_bytes].to_vec();
    let mut fields = [0; Tm::BYTES];
    memory.read(tm_addr, &mut fields)?;
    let mut reader = Reader { text: &text, tm: Tm::from_bytes(&fields), is_afternoon: None };
    let found = reader.read(&format, 0).map(|()| {
        let n_read = text.len() - reader.text.len();
        (text_addr + n_read as u64, reader.finished())
    });
    let end = match found {
        Some((end, tm)) => {
            call.memory()?.write(tm_addr, &tm.to_bytes())?;
            end
        }
        None => 0,
    };
    call.answer(match call.results.first() {
        Some(Val::I64(_)) => Val::I64(end.cast_signed()),
        _ => Val::I32((end as u32).cast_signed()),
    })
}

struct Reader<'a> {
    text: &'a [u8],
    tm: Tm,
    is_afternoon: Option<bool>,
}

impl Reader<'_> {
    /// Reads by a format; none where the text does not fit.
    fn read(&mut self, format: &str, depth: usize) -> Option<()> {
        let mut chars = format.bytes();
        while let Some(c) = chars.next() {
            if c.is_ascii_whitespace() {
                self.skip_spaces();
                continue;
            }
            if c != b'%' {
                self.text = self.text.strip_prefix(&[c])?;
                continue;
            }
            let mut letter = chars.next()?;
            while matches!(letter, b'E' | b'O') {
                letter = chars.next()?;
            }
            self.conversion(letter.into(), depth)?;
        }
        Some(())
    }

    fn conversion(&mut self, letter: char, depth: usize) -> Option<()> {
        if let (Some(other), true) = (alias(letter), depth < MAX_DEPTH) {
            return self.read(other, depth + 1);
        }
        match letter {
            'a' | 'A' => self.tm.weekday = self.name(&WEEKDAYS)?,
            'b' | 'B' => self.tm.month = self.name(&MONTHS)?,
            'C' => {
                let year = self.tm.year + FIRST_YEAR;
                self.tm.year = self.number(2, 0, 99)? * 100 + year.rem_euclid(100) - FIRST_YEAR;
            }
            'd' | 'e' => self.tm.day = self.number(2, 1, 31)?,
            'H' | 'k' => self.tm.hour = self.number(2, 0, 23)?,
            'I' | 'l' => self.tm.hour = self.number(2, 1, 12)?,
            'j' => self.tm.day_of_year = self.number(3, 1, 366)? - 1,
            'm' => self.tm.month = self.number(2, 1, 12)? - 1,
            'M' => self.tm.minute = self.number(2, 0, 59)?,
            'n' | 't' => self.skip_spaces(),
            'p' | 'P' => self.is_afternoon = Some(self.name(&["AM", "PM"])? == 1),
            'S' => self.tm.second = self.number(2, 0, 60)?,
            'w' => self.tm.weekday = self.number(1, 0, 6)?,
            'y' => {
                let year = self.number(2, 0, 99)?;
                // POSIX: up to 68 they are of this century.
                self.tm.year = if year < 69 { year + 100 } else { year };
            }
            'Y' => self.tm.year = self.number(4, 0, 9999)? - FIRST_YEAR,
            'U' | 'W' => drop(self.number(2, 0, 53)?),
            '%' => self.text = self.text.strip_prefix(b"%")?,
            _ => return None,
        }
        Some(())
    }

    fn skip_spaces(&mut self) {
        self.text = self.text.trim_ascii_start();
    }

    fn number(&mut self, max_digits: usize, min: i64, max: i64) -> Option<i64> {
        self.skip_spaces();
        let digits = self.text.iter().take(max_digits).take_while(|it| it.is_ascii_digit());
        let n_digits = digits.count();
        let (digits, rest) = self.text.split_at(n_digits);
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        self.text = rest;
        (min..=max).contains(&number).then_some(number)
    }

    /// One of these names, whole or its first letters, in any case.
    fn name(&mut self, names: &[&str]) -> Option<i64> {
        self.skip_spaces();
        let starts = |name: &str| {
            let start = self.text.get(..name.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        };
        let found = names.iter().zip(0..).find_map(|(name, idx)| {
            let short = &name[..name.len().min(SHORT)];
            let n_bytes = [*name, short].into_iter().find(|name| starts(name))?.len();
            Some((idx, n_bytes))
        });
        let (idx, n_bytes) = found?;
        self.text = &self.text[n_bytes..];
        Some(idx)
    }

    /// What was read, with what follows from it.
    fn finished(&self) -> Tm {
        let mut tm = self.tm;
        if let Some(is_afternoon) = self.is_afternoon {
            tm.hour = tm.hour % 12 + if is_afternoon { 12 } else { 0 };
        }
        if (1..=31).contains(&tm.day) {
            let date = Tm { second: 0, minute: 0, hour: 0, ..tm };
            let whole = Tm::of_utc(date.utc_seconds());
            (tm.weekday, tm.day_of_year) = (whole.weekday, whole.day_of_year);
        }
        tm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: &str, text: &str) -> Option<(Tm, usize)> {
        let mut reader = Reader { text: text.as_bytes(), tm: Tm::default(), is_afternoon: None };
        reader.read(format, 0)?;
        Some((reader.finished(), reader.text.len()))
    }

    #[test]
    fn texts_are_read_as_c_does() {
        let cases = [
            ("%Y-%m-%d", "2026-11-20 rest", (126, 10, 20, 0), 5),
            ("%d %b %y %I:%M %p", " 3 march 26 02:05 pm", (126, 2, 3, 14), 0),
            ("%A, %B %e, %Y", "Friday, November 20, 2026", (126, 10, 20, 0), 0),
            ("%c", "Fri Nov 20 14:05:09 2026", (126, 10, 20, 14), 0),
            ("%D%n%R", "11/20/26   14:05", (126, 10, 20, 14), 0),
            ("%d.%m.%y", "1.2.69", (69, 1, 1, 0), 0),
            ("12%% %d", "12% 7", (0, 0, 7, 0), 0),
        ];
        for (format, text, (year, month, day, hour), n_left) in cases {
            let (tm, rest) = read(format, text).expect(text);
            assert_eq!((tm.year, tm.month, tm.day, tm.hour), (year, month, day, hour), "{text}");
            assert_eq!(rest, n_left, "{text}");
        }
        let (tm, _) = read("%F", "2026-11-20").expect("a date");
        assert_eq!((tm.weekday, tm.day_of_year), (5, 323));
        for (format, text) in [
            ("%d", "32"),
            ("%d", "x"),
            ("%b", "Foo"),
            ("a", "b"),
            ("%", "%"),
            ("%Q", "1"),
            ("%H", ""),
        ] {
            assert!(read(format, text).is_none(), "{format} {text}");
        }
    }
}
