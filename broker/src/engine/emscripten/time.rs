//! The clocks that emscripten programs read.

use super::{Call, FAILED, program};
use crate::error::Result;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};
use wasmtime::Val;

/// The clock of the time of day (POSIX).
const CLOCK_REALTIME: i32 = 0;
/// The clock that only goes forward (POSIX).
const CLOCK_MONOTONIC: i32 = 1;
/// The same, which nobody sets right (Linux).
const CLOCK_MONOTONIC_RAW: i32 = 4;
/// What `errno` says of any other clock.
const INVALID: i32 = 28;
/// What our clocks can tell apart, in nanoseconds.
const RESOLUTION_NANOSECONDS: u32 = 1;

/// Milliseconds since the first call in this process.
pub(super) fn get_now(call: &mut Call<'_, '_>) -> Result<()> {
    let milliseconds = since_start().as_secs_f64() * 1e3;
    call.answer(Val::F64(milliseconds.to_bits()))
}

fn since_1970() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// Milliseconds since 1970.
pub(super) fn date_now(call: &mut Call<'_, '_>) -> Result<()> {
    let milliseconds = since_1970().as_secs_f64() * 1e3;
    call.answer(Val::F64(milliseconds.floor().to_bits()))
}

/// Seconds since 1970, also written to the address if there is one.
pub(super) fn time(call: &mut Call<'_, '_>) -> Result<()> {
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
pub(super) fn clock_gettime(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let now = match call.integer(0) {
        CLOCK_REALTIME => since_1970(),
        CLOCK_MONOTONIC | CLOCK_MONOTONIC_RAW => since_start(),
        _ => return no_such_clock(call),
    };
    let addr = call.address(1);
    write_pair(call, addr, now.as_secs(), now.subsec_nanos())?;
    Ok(call.answer(Val::I32(0))?)
}

/// `clock_getres(clock, timespec)`, where who only asks whether there is the clock gives no place.
pub(super) fn clock_getres(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let (clock, addr) = (call.integer(0), call.address(1));
    if ![CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW].contains(&clock) {
        return no_such_clock(call);
    }
    if addr != 0 {
        write_pair(call, addr, 0, RESOLUTION_NANOSECONDS)?;
    }
    Ok(call.answer(Val::I32(0))?)
}

fn no_such_clock(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    program::set_errno(&mut call.cx, call.owner, INVALID)?;
    Ok(call.answer(Val::I32(FAILED))?)
}

/// `gettimeofday(timeval, 0)`.
pub(super) fn gettimeofday(call: &mut Call<'_, '_>) -> Result<()> {
    let (now, addr) = (since_1970(), call.address(0));
    write_pair(call, addr, now.as_secs(), now.subsec_micros())?;
    call.answer(Val::I32(0))
}

/// Microseconds since the first question for the time in this process.
pub(super) fn clock(call: &mut Call<'_, '_>) -> Result<()> {
    // C's `clock_t` wraps around, as the standard allows.
    let microseconds = since_start().as_micros() as u32;
    call.answer(Val::I32(microseconds.cast_signed()))
}
