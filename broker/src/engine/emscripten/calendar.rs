//! Broken-down times in the module's time zone: that of its variable `TZ`, else UTC.
//!
//! # Source
//! emscripten's `libtime.js`; POSIX for `TZ`.

use super::{Call, program};
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use wasmtime::Val;

/// The variable that names the time zone (POSIX).
const ZONE_VARIABLE: &str = "TZ";
/// The year that `struct tm` counts from.
pub(super) const FIRST_YEAR: i64 = 1900;
const SECONDS_PER_DAY: i64 = 86_400;
/// Bytes of a number in `struct tm`.
const FIELD_BYTES: usize = 4;
/// Room for the name of a time zone, where the program gives a buffer.
const ZONE_NAME_BYTES: usize = 17;
/// Room for what `asctime` makes.
const ASCTIME_BYTES: usize = 26;

/// The numbers of C's `struct tm`, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tm {
    pub(super) second: i64,
    pub(super) minute: i64,
    pub(super) hour: i64,
    pub(super) day: i64,
    /// From 0.
    pub(super) month: i64,
    /// Since 1900.
    pub(super) year: i64,
    /// From Sunday.
    pub(super) weekday: i64,
    /// From 0.
    pub(super) day_of_year: i64,
    /// Whether it is summer time; negative if that is not known.
    pub(super) is_summer: i64,
}

impl Tm {
    /// How many numbers there are.
    const N_FIELDS: usize = 9;
    pub(super) const BYTES: usize = Self::N_FIELDS * FIELD_BYTES;

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let mut numbers = bytes.chunks_exact(FIELD_BYTES).map(|chunk| {
            let bytes = chunk.first_chunk().copied().unwrap_or_default();
            i64::from(i32::from_le_bytes(bytes))
        });
        let [second, minute, hour, day, month, year, weekday, day_of_year, is_summer] =
            std::array::from_fn(|_| numbers.next().unwrap_or_default());
        Self { second, minute, hour, day, month, year, weekday, day_of_year, is_summer }
    }

    pub(super) fn to_bytes(self) -> Vec<u8> {
        let Self { second, minute, hour, day, month, year, .. } = self;
        let numbers = [second, minute, hour, day, month, year];
        let rest = [self.weekday, self.day_of_year, self.is_summer];
        let all = numbers.into_iter().chain(rest);
        all.flat_map(|number| (number as i32).to_le_bytes()).collect()
    }

    /// The time of this many seconds since 1970, as they are counted in UTC.
    pub(super) fn of_utc(seconds: i64) -> Self {
        let (day, second) =
            (seconds.div_euclid(SECONDS_PER_DAY), seconds.rem_euclid(SECONDS_PER_DAY));
        let date = date_of_day(day);
        Self {
            second: second % 60,
            minute: second / 60 % 60,
            hour: second / 3600,
            day: date.day().into(),
            month: i64::from(date.month()) - 1,
            year: i64::from(date.year()) - FIRST_YEAR,
            weekday: date.weekday().to_sunday_zero_offset().into(),
            day_of_year: i64::from(date.day_of_year()) - 1,
            is_summer: 0,
        }
    }

    /// Seconds since 1970 as if it were UTC. Numbers may be out of range, as C allows: the 32nd of
    /// January is the first of February.
    pub(super) fn utc_seconds(self) -> i64 {
        let months = self.year * 12 + self.month;
        let year = (FIRST_YEAR + months.div_euclid(12)).clamp(-9998, 9998);
        // The month is from 1 to 12, and the year is one that the calendar has.
        let first = Date::new(year as i16, months.rem_euclid(12) as i8 + 1, 1);
        let day = first.map_or(0, day_of_date) + self.day - 1;
        day * SECONDS_PER_DAY + self.hour * 3600 + self.minute * 60 + self.second
    }
}

/// The date of a day since 1970, within the years that the calendar has.
fn date_of_day(day: i64) -> Date {
    let first = Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(day);
    let date = span.and_then(|span| first.checked_add(span));
    date.unwrap_or(if day < 0 { Date::MIN } else { Date::MAX })
}

fn day_of_date(date: Date) -> i64 {
    let first = Date::constant(1970, 1, 1);
    first.until(date).map_or(0, |span| span.get_days().into())
}

/// A moment, within the years that the calendar has.
fn moment(seconds: i64) -> Timestamp {
    let nearest = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(nearest)
}

/// How far a zone is ahead of UTC at a moment, in seconds, and whether that is summer time.
fn offset(zone: &TimeZone, seconds: i64) -> (i64, bool) {
    let info = zone.to_offset_info(moment(seconds));
    (info.offset().seconds().into(), info.dst().is_dst())
}

/// The offsets of winter and summer time in the year of a moment, and their names.
fn both(zone: &TimeZone, seconds: i64) -> [(i64, String); 2] {
    let year = Tm::of_utc(seconds).year;
    let middle = |month| {
        let at = Tm { year, month, day: 1, ..Tm::default() }.utc_seconds();
        let info = zone.to_offset_info(moment(at));
        (i64::from(info.offset().seconds()), info.abbreviation().to_owned())
    };
    let (january, july) = (middle(0), middle(6));
    if january.0 <= july.0 { [january, july] } else { [july, january] }
}

fn zone(call: &mut Call<'_, '_>) -> TimeZone {
    let owner = program::owner_of(&call.cx, call.owner);
    let options = &call.cx.data().modules[owner.idx()].wasi_options;
    let Some(name) = options.variable(ZONE_VARIABLE) else { return TimeZone::UTC };
    let name = name.trim_start_matches(':').to_owned();
    if let Some(known) = &program::program(&mut call.cx, call.owner).zone {
        return known.clone();
    }
    let found = TimeZone::get(&name).or_else(|_| TimeZone::posix(&name)).unwrap_or(TimeZone::UTC);
    program::program(&mut call.cx, call.owner).zone = Some(found.clone());
    found
}

/// The seconds in the parameters before the last, which older programs pass by their address.
fn seconds(call: &mut Call<'_, '_>) -> Result<i64> {
    if let Some(Val::I64(seconds)) = call.params.first() {
        return Ok(*seconds);
    }
    let addr = call.address(0);
    let mut bytes = [0; 4];
    call.memory()?.read(addr, &mut bytes)?;
    Ok(i32::from_le_bytes(bytes).into())
}

fn read_tm(call: &mut Call<'_, '_>, addr: u64) -> Result<Tm> {
    let mut bytes = [0; Tm::BYTES];
    call.memory()?.read(addr, &mut bytes)?;
    Ok(Tm::from_bytes(&bytes))
}

/// `gmtime(seconds, tm)`.
pub(super) fn gmtime(call: &mut Call<'_, '_>) -> Result<()> {
    let seconds = seconds(call)?;
    let addr = call.address(1);
    // Zone and summer time are left to the program's own library.
    let n_bytes = Tm::BYTES - FIELD_BYTES;
    call.memory()?.write(addr, &Tm::of_utc(seconds).to_bytes()[..n_bytes])
}

/// `localtime(seconds, tm)`.
pub(super) fn localtime(call: &mut Call<'_, '_>) -> Result<()> {
    let seconds = seconds(call)?;
    let addr = call.address(1);
    let (ahead, is_summer) = offset(&zone(call), seconds);
    let mut tm = Tm::of_utc(seconds.saturating_add(ahead));
    tm.is_summer = is_summer.into();
    let mut bytes = tm.to_bytes();
    let is_wide = matches!(call.params.get(1), Some(Val::I64(_)));
    match is_wide {
        true => {
            bytes.extend([0; FIELD_BYTES]);
            bytes.extend(ahead.to_le_bytes());
        }
        false => bytes.extend((ahead as i32).to_le_bytes()),
    }
    call.memory()?.write(addr, &bytes)
}

/// `mktime(tm)`: answers seconds since 1970, and puts the numbers in range.
pub(super) fn mktime(call: &mut Call<'_, '_>) -> Result<()> {
    let addr = call.address(0);
    let tm = read_tm(call, addr)?;
    let zone = zone(call);
    let local = tm.utc_seconds();
    let [winter, summer] = both(&zone, local).map(|(ahead, _)| ahead);
    // The right offset is that of the answer: looked up twice, it is stable but for the hour that
    // summer time skips.
    let guess = local.saturating_sub(offset(&zone, local.saturating_sub(winter)).0);
    let (mut ahead, mut is_summer) = offset(&zone, guess);
    if tm.is_summer >= 0 && winter != summer && (tm.is_summer > 0) != is_summer {
        ahead = if tm.is_summer > 0 { summer } else { winter };
    }
    let seconds = local.saturating_sub(ahead);
    let (ahead, now_summer) = offset(&zone, seconds);
    is_summer = now_summer;
    let mut found = Tm::of_utc(seconds.saturating_add(ahead));
    found.is_summer = is_summer.into();
    call.memory()?.write(addr, &found.to_bytes())?;
    answer_seconds(call, seconds)
}

/// `timegm(tm)`: the same in UTC.
pub(super) fn timegm(call: &mut Call<'_, '_>) -> Result<()> {
    let addr = call.address(0);
    let seconds = read_tm(call, addr)?.utc_seconds();
    call.memory()?.write(addr, &Tm::of_utc(seconds).to_bytes())?;
    answer_seconds(call, seconds)
}

/// Answers seconds; a program that knows only 32 bits at a time finds the rest where it looks.
fn answer_seconds(call: &mut Call<'_, '_>, seconds: i64) -> Result<()> {
    if let Some(Val::I64(_)) = call.results.first() {
        return call.answer(Val::I64(seconds));
    }
    call.cx.data_mut().modules[call.owner.idx()].temp_ret_0 = (seconds >> 32) as i32;
    call.answer(Val::I32(seconds as i32))
}

/// `tzset(timezone, daylight, names)`, or with two buffers for the names.
pub(super) fn tzset(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let [zone_addr, daylight_addr, names_addr] = [0, 1, 2].map(|idx| call.address(idx));
    let zone = zone(call);
    let now = Timestamp::now().as_second();
    let [winter, summer] = both(&zone, now);
    // C counts seconds west of Greenwich, of winter time.
    let west = -winter.0;
    let is_wide = matches!(call.params.first(), Some(Val::I64(_)));
    let n_bytes = if is_wide { 8 } else { 4 };
    call.memory()?.write(zone_addr, &west.to_le_bytes()[..n_bytes])?;
    call.memory()?.write(daylight_addr, &i32::from(winter.0 != summer.0).to_le_bytes())?;
    for (idx, (_, name)) in (0_u64..).zip([winter, summer]) {
        let mut text = name.into_bytes();
        text.truncate(ZONE_NAME_BYTES - 1);
        text.push(0);
        let addr = match call.params.len() {
            // Two buffers.
            4 => call.address(2 + idx as usize),
            _ => {
                let addr = program::allocate(&mut call.cx, call.owner, text.len() as u64)?;
                let slot = names_addr.saturating_add(idx * n_bytes as u64);
                call.memory()?.write(slot, &addr.to_le_bytes()[..n_bytes])?;
                addr
            }
        };
        call.memory()?.write(addr, &text)?;
    }
    Ok(())
}

/// `asctime_r(tm, text)`: answers the text.
pub(super) fn asctime(call: &mut Call<'_, '_>) -> Result<()> {
    let (tm_addr, addr) = (call.address(0), call.address(1));
    let tm = read_tm(call, tm_addr)?;
    let mut text = super::strftime::formatted("%a %b %e %H:%M:%S %Y\n", &tm, "", 0).into_bytes();
    text.truncate(ASCTIME_BYTES - 1);
    text.push(0);
    call.memory()?.write(addr, &text)?;
    let answer = call.params.get(1).copied();
    answer.map_or(Ok(()), |answer| call.answer(answer))
}

/// `difftime(later, earlier)`.
pub(super) fn difftime(call: &mut Call<'_, '_>) -> Result<()> {
    let seconds = i64::from(call.integer(0)) - i64::from(call.integer(1));
    call.answer(Val::F64((seconds as f64).to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_carried() {
        let tm = |year, month, day, hour| Tm { year, month, day, hour, ..Tm::default() };
        let cases = [
            (tm(70, 0, 1, 0), 0),
            (tm(70, 0, 1, -1), -3600),
            (tm(70, 0, 32, 0), 31 * SECONDS_PER_DAY),
            (tm(69, 12, 1, 24), SECONDS_PER_DAY),
            (tm(100, 1, 30, 0), tm(100, 2, 1, 0).utc_seconds()),
            (tm(126, 10, 20, 14), 1_795_183_200),
        ];
        for (tm, expected) in cases {
            assert_eq!(tm.utc_seconds(), expected, "{tm:?}");
        }
        let back = Tm::of_utc(1_795_183_200);
        assert_eq!((back.year, back.month, back.day, back.hour), (126, 10, 20, 14));
        assert_eq!((back.weekday, back.day_of_year), (5, 323));
    }

    #[test]
    fn no_number_is_too_large() {
        let max = i64::from(i32::MAX);
        let all =
            |n| Tm { second: n, minute: n, hour: n, day: n, month: n, year: n, ..Tm::default() };
        for tm in [all(max), all(-max - 1)] {
            let _ = Tm::of_utc(tm.utc_seconds());
        }
        let _ = (Tm::of_utc(i64::MAX), Tm::of_utc(i64::MIN));
    }
}
