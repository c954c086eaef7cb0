//! The rest of what emscripten's C library leaves to its JavaScript: printing, the network, signals
//! and the end of the program.

use super::files::print;
use super::program;
use super::{Call, FAILED};
use crate::error::{Error, Result};
use crate::names;
use std::time::{Duration, Instant};
use wasmtime::Val;

/// The file numbers of the standard streams.
const STDOUT: u32 = 1;
const STDERR: u32 = 2;
/// There is no such function here (`ENOSYS`).
const NOT_SUPPORTED: i32 = 52;
/// A name is not known (`EAI_NONAME`).
const NO_NAME: i32 = -2;
/// Addresses of this kind are not known (`EAI_FAMILY`).
const NO_FAMILY: i32 = -6;
/// At most this many bytes of a line are printed: programs that mean more write to a stream.
const LINE_BYTES: u64 = 64 << 10;

/// Whether a function of this name prints, and needs the streams of the module.
pub(super) fn prints(name: &str) -> bool {
    let to_stdout = [names::EM_OUT, names::EM_OUT_JS, names::EM_CONSOLE_LOG];
    let to_stderr = [names::EM_ERR, names::EM_ERR_JS, names::EM_DBG, names::EM_DBG_JS];
    let of_console = [names::EM_CONSOLE_WARN, names::EM_CONSOLE_ERROR];
    to_stdout.iter().chain(&to_stderr).chain(&of_console).any(|known| *known == name)
}

pub(super) fn print_line(call: &mut Call<'_, '_>) -> Result<()> {
    line(call, STDOUT)
}

pub(super) fn print_error_line(call: &mut Call<'_, '_>) -> Result<()> {
    line(call, STDERR)
}

fn line(call: &mut Call<'_, '_>, stream: u32) -> Result<()> {
    let addr = call.address(0);
    let memory = call.memory()?;
    let n_left = memory.size_bytes().saturating_sub(addr).min(LINE_BYTES);
    let bytes = memory.slice(addr, n_left)?;
    let n_bytes = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = [&bytes[..n_bytes], b"\n"].concat();
    print(call, stream, &text);
    Ok(())
}

/// `_emscripten_get_progname(text, max)`: the name that the program has as its first argument.
pub(super) fn program_name(call: &mut Call<'_, '_>) -> Result<()> {
    let (addr, n_max) = (call.address(0), u64::from(call.integer(1).max(0).unsigned_abs()));
    let loaded = &call.cx.data().modules[call.owner.idx()];
    let name = crate::engine::wasi::program_name(&loaded.module, &loaded.name);
    let n_bytes = name.len().min(n_max.saturating_sub(1) as usize);
    let text = [&name.as_bytes()[..n_bytes], b"\0"].concat();
    match n_max {
        0 => Ok(()),
        _ => call.memory()?.write(addr, &text),
    }
}

/// `emscripten_get_callstack(flags, text, max)`: frames have no names that a program could use.
pub(super) fn callstack(call: &mut Call<'_, '_>) -> Result<()> {
    let (addr, n_max) = (call.address(1), call.integer(2));
    if addr != 0 && n_max > 0 {
        call.memory()?.write(addr, &[0])?;
    }
    call.answer(Val::I32(1))
}

pub(super) fn random(call: &mut Call<'_, '_>) -> Result<()> {
    let mut bytes = [0; 4];
    super::random(&mut bytes)?;
    // As many bits as a float keeps, so that 1 is never reached.
    const BITS: u32 = 24;
    let number = u32::from_le_bytes(bytes) >> (u32::BITS - BITS);
    let part = number as f32 / (1_u32 << BITS) as f32;
    call.answer(Val::F32(part.to_bits()))
}

/// `system(command)`: whether there is a shell (no), or that it failed.
pub(super) fn system(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    if call.address(0) == 0 {
        return Ok(call.answer(Val::I32(0))?);
    }
    program::set_errno(&mut call.cx, call.owner, NOT_SUPPORTED)?;
    Ok(call.answer(Val::I32(FAILED))?)
}

/// The same for a library that sets `errno` itself.
pub(super) fn system_number(call: &mut Call<'_, '_>) -> Result<()> {
    let number = if call.address(0) == 0 { 0 } else { -NOT_SUPPORTED };
    call.answer(Val::I32(number))
}

pub(super) fn no_name(call: &mut Call<'_, '_>) -> Result<()> {
    call.answer(Val::I32(NO_NAME))
}

pub(super) fn no_family(call: &mut Call<'_, '_>) -> Result<()> {
    call.answer(Val::I32(NO_FAMILY))
}

/// Answers 0, whatever the result's type: no, none, or done.
pub(super) fn zero(call: &mut Call<'_, '_>) -> Result<()> {
    match call.results.first() {
        Some(Val::I64(_)) => call.answer(Val::I64(0)),
        Some(_) => call.answer(Val::I32(0)),
        None => Ok(()),
    }
}

pub(super) fn one(call: &mut Call<'_, '_>) -> Result<()> {
    call.answer(Val::I32(1))
}

/// Ends the call from outside. What the program would wait for in a browser never comes here.
pub(super) fn leave(_: &mut Call<'_, '_>) -> Result<()> {
    Err(Error::exit(0))
}

pub(super) fn exit_at_once(call: &mut Call<'_, '_>) -> Result<()> {
    Err(Error::exit(call.integer(0)))
}

pub(super) fn exit(call: &mut Call<'_, '_>) -> Result<()> {
    Err(Error::exit_by_host(call.integer(0)))
}

/// `setitimer(which, milliseconds)`: none can be set, so that only stopping one succeeds.
pub(super) fn set_timer(call: &mut Call<'_, '_>) -> Result<()> {
    let is_stop =
        matches!(call.params.get(1), Some(Val::F64(bits)) if f64::from_bits(*bits) == 0.0);
    call.answer(Val::I32(if is_stop { 0 } else { -NOT_SUPPORTED }))
}

/// `__call_sighandler(handler, signal)`.
pub(super) fn call_handler(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let (handler, signal) = (call.address(0), u64::from(call.integer(1).cast_unsigned()));
    program::call_pointer(&mut call.cx, call.owner, handler, &[signal]).map(drop)
}

/// `emscripten_sleep(milliseconds)`: waits, but not past the link's deadline.
pub(super) fn sleep(call: &mut Call<'_, '_>) -> Result<()> {
    let wanted = Duration::from_millis(call.integer(0).cast_unsigned().into());
    let left = call.cx.data().deadline.map(|it| it.saturating_duration_since(Instant::now()));
    std::thread::sleep(left.map_or(wanted, |left| wanted.min(left)));
    Ok(())
}
