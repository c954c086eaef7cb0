//! The time functions that emscripten programs ask for. All times are UTC.

use super::{Call, FAILED};
use crate::error::{Code, Error, Result};
use jiff::civil::Weekday;
use jiff::fmt::strtime::BrokenDownTime;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};
use wasmtime::Val;

/// The clock of the time of day (POSIX).
const CLOCK_REALTIME: i32 = 0;
/// The clock that only goes forward (POSIX).
const CLOCK_MONOTONIC: i32 = 1;
/// What our clocks can tell apart, in nanoseconds.
const RESOLUTION_NANOSECONDS: u32 = 1;
/// The fields of C's `struct tm` that formats read, each an i32: second, minute, hour, day, month
/// from 0, years since 1900, weekday from Sunday, day of the year from 0.
const N_TM_FIELDS: usize = 8;
/// What a format may be long: it is a C string like a name.
const FIELD_BYTES: usize = 4;

/// Milliseconds since the first call in this process.
pub(super) fn get_now(mut call: Call<'_, '_>) -> Result<()> {
    let milliseconds = since_start().as_secs_f64() * 1e3;
    call.answer(Val::F64(milliseconds.to_bits()))
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// Milliseconds since 1970.
pub(super) fn date_now(mut call: Call<'_, '_>) -> Result<()> {
    let milliseconds = since_1970().as_secs_f64() * 1e3;
    call.answer(Val::F64(milliseconds.floor().to_bits()))
}

/// Seconds since 1970, also written to the address if there is one.
pub(super) fn time(mut call: Call<'_, '_>) -> Result<()> {
    let seconds = since_1970().as_secs();
    let addr = call.address(0);
    let is_wide = matches!(call.results.first(), Some(Val::I64(_)));
    if addr != 0 {
        let bytes = seconds.to_le_bytes();
        let n_bytes = if is_wide { 8 } else { 4 };
        call.memory()?.write(addr, &bytes[..n_bytes])?;
    }
    call.answer(match is_wide {
        true => Val::I64(seconds.cast_signed()),
        // A program with 32-bit time gets what fits.
        false => Val::I32(seconds as i32),
    })
}

fn since_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Writes two i32: seconds, then a part of a second.
fn write_pair(call: &mut Call<'_, '_>, addr: u64, seconds: u64, part: u32) -> Result<()> {
    // A program with 32-bit time gets what fits.
    let pair = [seconds as u32, part].map(u32::to_le_bytes).concat();
    call.memory()?.write(addr, &pair)
}

/// `clock_gettime(clock, timespec)`.
pub(super) fn clock_gettime(mut call: Call<'_, '_>) -> Result<()> {
    let now = match call.integer(0) {
        CLOCK_REALTIME => since_1970(),
        CLOCK_MONOTONIC => since_start(),
        _ => return call.answer(Val::I32(FAILED)),
    };
    let addr = call.address(1);
    write_pair(&mut call, addr, now.as_secs(), now.subsec_nanos())?;
    call.answer(Val::I32(0))
}

/// `clock_getres(clock, timespec)`.
pub(super) fn clock_getres(mut call: Call<'_, '_>) -> Result<()> {
    if ![CLOCK_REALTIME, CLOCK_MONOTONIC].contains(&call.integer(0)) {
        return call.answer(Val::I32(FAILED));
    }
    let addr = call.address(1);
    write_pair(&mut call, addr, 0, RESOLUTION_NANOSECONDS)?;
    call.answer(Val::I32(0))
}

/// `gettimeofday(timeval, 0)`.
pub(super) fn gettimeofday(mut call: Call<'_, '_>) -> Result<()> {
    let (now, addr) = (since_1970(), call.address(0));
    write_pair(&mut call, addr, now.as_secs(), now.subsec_micros())?;
    call.answer(Val::I32(0))
}

/// Microseconds since the first question for the time in this process.
pub(super) fn clock(mut call: Call<'_, '_>) -> Result<()> {
    // C's `clock_t` wraps around, as the standard allows.
    let microseconds = since_start().as_micros() as u32;
    call.answer(Val::I32(microseconds.cast_signed()))
}

/// `strftime(text, max, format, tm)`: answers the bytes written, 0 if they do not fit.
pub(super) fn strftime(mut call: Call<'_, '_>) -> Result<()> {
    let [addr, max_bytes, format, tm] = [0, 1, 2, 3].map(|param_idx| call.address(param_idx));
    let mut fields = [0_u8; N_TM_FIELDS * FIELD_BYTES];
    let memory = call.memory()?;
    memory.read(tm, &mut fields)?;
    let format = memory.read_c_str(format)?;
    let mut text = formatted(&format, &fields)?.into_bytes();
    text.push(0);
    let n_bytes = text.len() as u64;
    let written = if n_bytes <= max_bytes {
        call.memory()?.write(addr, &text)?;
        n_bytes - 1
    } else {
        0
    };
    let is_wide = matches!(call.results.first(), Some(Val::I64(_)));
    call.answer(match is_wide {
        true => Val::I64(written.cast_signed()),
        false => Val::I32((written as u32).cast_signed()),
    })
}

/// A `struct tm` by a format of C.
fn formatted(format: &str, fields: &[u8; N_TM_FIELDS * FIELD_BYTES]) -> Result<String> {
    let bad = |cause: jiff::Error| {
        Error::new(Code::TypeError, format!("the time cannot be formatted: {cause}"))
    };
    let mut numbers = fields
        .chunks_exact(FIELD_BYTES)
        .map(|chunk| i32::from_le_bytes(chunk.try_into().unwrap_or_default()));
    let mut next = || numbers.next().unwrap_or_default();
    // Out-of-range fields become 0 here, where C leaves it open what happens.
    let mut small = || i8::try_from(next()).unwrap_or_default();
    let [second, minute, hour, day, month] = std::array::from_fn(|_| small());
    let mut time = BrokenDownTime::default();
    let year = i16::try_from(next().saturating_add(1900)).unwrap_or_default();
    let weekday = i8::try_from(next()).unwrap_or_default();
    let day_of_year = i16::try_from(next().saturating_add(1)).unwrap_or(1);
    time.set_year(Some(year)).map_err(bad)?;
    time.set_month(Some(month.saturating_add(1))).map_err(bad)?;
    time.set_day(Some(day)).map_err(bad)?;
    time.set_day_of_year(Some(day_of_year)).map_err(bad)?;
    time.set_hour(Some(hour)).map_err(bad)?;
    time.set_minute(Some(minute)).map_err(bad)?;
    time.set_second(Some(second.min(59))).map_err(bad)?;
    time.set_weekday(Weekday::from_sunday_zero_offset(weekday).ok());
    time.to_string(format).map_err(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tm_is_formatted_as_c_does() {
        // 2026-11-20 14:05:09, a Friday, the 324th day of the year.
        let fields = [9, 5, 14, 20, 10, 126, 5, 323].map(i32::to_le_bytes).concat();
        let fields: [u8; N_TM_FIELDS * FIELD_BYTES] = fields.try_into().expect("eight fields");
        let cases = [
            ("%Y-%m-%d %H:%M:%S", "2026-11-20 14:05:09"),
            ("%a %b %e", "Fri Nov 20"),
            ("%A %B", "Friday November"),
            ("%j", "324"),
            ("%I %p", "02 PM"),
            ("%y%%", "26%"),
            ("", ""),
        ];
        for (format, expected) in cases {
            assert_eq!(formatted(format, &fields).expect("a known format"), expected);
        }
        assert!(formatted("%", &fields).is_err(), "a lone percent sign");
    }
}
