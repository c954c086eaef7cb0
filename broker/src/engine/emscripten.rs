//! What a plain emscripten program asks of its host.
//!
//! Types were checked by the plan (`plan/emscripten.rs`, which names each function); here each
//! works on the memory of the module it was made for.

mod calendar;
mod exceptions;
mod files;
mod invoke;
mod misc;
mod program;
mod strftime;
mod strptime;
mod time;

pub(super) use invoke::Thrown;
pub(super) use program::Program;

use super::guest::number;
use super::memory::{self, GuestMemory, PAGE_BYTES};
use super::state::State;
use crate::error::{Code, Error, Result, escaped, quoted};
use crate::ids::ModuleId;
use crate::limits;
use crate::names;
use wasmtime::{AsContextMut, Caller, Func, FuncType, StoreContextMut, Val};

/// What `getentropy` gives at most, as POSIX says.
const MAX_ENTROPY_BYTES: u64 = 256;
/// What `getentropy` answers when it fails.
const FAILED: i32 = -1;

/// A call: the module it works for, its parameters and the place of its result.
struct Call<'a, 'b> {
    cx: StoreContextMut<'a, State>,
    owner: ModuleId,
    params: &'b [Val],
    results: &'b mut [Val],
}

type Body = fn(&mut Call<'_, '_>) -> Result<()>;

/// The same where the guest is called: what it throws has to go on as it is.
type GuestBody = fn(&mut Call<'_, '_>) -> wasmtime::Result<()>;

/// The function of this name, bound to its owner.
///
/// # Errors
/// 5030: the plan gives only names that are here.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    name: &str,
    owner: ModuleId,
    ty: FuncType,
) -> Result<Func> {
    if name.starts_with(names::EM_INVOKE_PREFIX) {
        return Ok(invoke::function(cx, name, owner, ty));
    }
    if files::is_map(name) || misc::prints(name) {
        files::prepare(cx, owner)?;
    }
    if let Some(body) = guest_body(name) {
        return Ok(make(cx, owner, ty, body));
    }
    if let Some(body) = files::body(name) {
        files::prepare(cx, owner)?;
        return Ok(make(cx, owner, ty, move |call| Ok(body(call)?)));
    }
    let body = plain_body(name).ok_or_else(|| {
        let text = format!("no function {} of emscripten's host", quoted(name));
        Error::new(Code::Internal, text)
    })?;
    Ok(make(cx, owner, ty, move |call| Ok(body(call)?)))
}

/// The functions that may call the guest, and thereby fail with what it fails with.
fn guest_body(name: &str) -> Option<GuestBody> {
    Some(match name {
        names::EM_THROW_LONGJMP => invoke::throw_longjmp,
        names::EM_LONGJMP | names::LONGJMP => invoke::longjmp,
        names::CXA_ALLOCATE_EXCEPTION => exceptions::allocate_exception,
        names::CXA_FREE_EXCEPTION => exceptions::free_exception,
        names::CXA_THROW => exceptions::throw,
        names::CXA_RETHROW => exceptions::rethrow,
        names::CXA_BEGIN_CATCH => exceptions::begin_catch,
        names::CXA_END_CATCH => exceptions::end_catch,
        names::RESUME_EXCEPTION => exceptions::resume,
        names::CXA_GET_EXCEPTION_PTR => exceptions::get_exception_ptr,
        names::CXA_UNCAUGHT_EXCEPTIONS => exceptions::uncaught_exceptions,
        names::CXA_CURRENT_PRIMARY_EXCEPTION => exceptions::current_primary_exception,
        names::CXA_RETHROW_PRIMARY_EXCEPTION => exceptions::rethrow_primary_exception,
        names::CXA_CURRENT_EXCEPTION_TYPE => exceptions::current_exception_type,
        names::CXA_CALL_UNEXPECTED => exceptions::call_unexpected,
        names::CXA_INCREMENT_REFCOUNT => exceptions::increment_refcount,
        names::CXA_DECREMENT_REFCOUNT => exceptions::decrement_refcount,
        names::LLVM_EH_TYPEID_FOR => exceptions::typeid_for,
        names::TZSET_JS => calendar::tzset,
        names::SYSTEM => misc::system,
        names::CLOCK_GETTIME | names::CLOCK_GETTIME_INNER => time::clock_gettime,
        names::CLOCK_GETRES => time::clock_getres,
        names::MMAP_JS => files::map,
        names::CALL_SIGHANDLER => misc::call_handler,
        _ if name.starts_with(names::CXA_FIND_MATCHING_CATCH) => exceptions::find_matching_catch,
        _ => return None,
    })
}

fn plain_body(name: &str) -> Option<Body> {
    Some(match name {
        names::EM_MEMCPY_BIG | names::EM_MEMCPY_JS | names::EM_MEMCPY_JS_PLAIN => memcpy,
        names::EM_RESIZE_HEAP => resize_heap,
        // The engine has no view of the memory that would have to be renewed.
        names::EM_NOTIFY_MEMORY_GROWTH => |_| Ok(()),
        names::ABORT | names::ABORT_JS => abort,
        names::EM_HANDLE_STACK_OVERFLOW => |call| Err(call.stopped("overflowed its C stack")),
        names::EM_SEGFAULT => |call| Err(call.stopped("used an address that was never given out")),
        names::EM_ALIGNFAULT => |call| Err(call.stopped("used an address that is not aligned")),
        names::AS_SEED => seed,
        names::SET_TEMP_RET_0 => set_temp_ret_0,
        names::GET_TEMP_RET_0 => get_temp_ret_0,
        names::EM_GET_NOW => time::get_now,
        names::EM_DATE_NOW | names::EM_DATE_NOW_JS => time::date_now,
        names::EM_GET_NOW_IS_MONOTONIC => |call| call.answer(Val::I32(1)),
        names::TIME => time::time,
        names::GETTIMEOFDAY => time::gettimeofday,
        names::CLOCK => time::clock,
        names::STRFTIME | names::STRFTIME_L => strftime::strftime,
        names::STRPTIME => strptime::strptime,
        names::GMTIME_JS => calendar::gmtime,
        names::LOCALTIME_JS => calendar::localtime,
        names::MKTIME_JS => calendar::mktime,
        names::TIMEGM_JS => calendar::timegm,
        names::ASCTIME_R => calendar::asctime,
        names::DIFFTIME => calendar::difftime,
        names::EM_GET_HEAP_MAX => heap_max,
        names::GETENTROPY => getentropy,
        names::ASSERT_FAIL => assert_fail,
        other => return misc_body(other),
    })
}

fn misc_body(name: &str) -> Option<Body> {
    Some(match name {
        names::EXIT | names::EM_FORCE_EXIT => misc::exit,
        names::WASI_PROC_EXIT => misc::exit_at_once,
        names::EM_EXIT_WITH_LIVE_RUNTIME | names::EM_UNWIND_TO_LOOP => misc::leave,
        names::EM_OUT | names::EM_OUT_JS | names::EM_CONSOLE_LOG => misc::print_line,
        names::EM_ERR
        | names::EM_ERR_JS
        | names::EM_DBG
        | names::EM_DBG_JS
        | names::EM_CONSOLE_WARN
        | names::EM_CONSOLE_ERROR => misc::print_error_line,
        names::EM_GET_CALLSTACK => misc::callstack,
        names::EM_RANDOM => misc::random,
        names::EM_SYSTEM => misc::system_number,
        names::GETADDRINFO => misc::no_name,
        names::GETNAMEINFO => misc::no_family,
        names::GETHOSTBYNAME
        | names::EM_LOOKUP_NAME
        | names::EM_KEEPALIVE_CLEAR
        | names::EM_KEEPALIVE_PUSH
        | names::EM_KEEPALIVE_POP
        | names::EM_KEEPALIVE_CHECK
        | names::EM_HAS_ASYNCIFY => misc::zero,
        names::EM_NUM_CORES => misc::one,
        names::SETITIMER_JS => misc::set_timer,
        names::EM_SLEEP => misc::sleep,
        names::EM_GET_PROGNAME => misc::program_name,
        names::MAP_FILE => |call| call.answer(Val::I32(FAILED)),
        _ => return None,
    })
}

fn make(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    ty: FuncType,
    body: impl Fn(&mut Call<'_, '_>) -> wasmtime::Result<()> + Send + Sync + 'static,
) -> Func {
    // A body sees by its place which type its result has.
    let empty: Vec<_> =
        ty.results().map(|ty| Val::default_for_ty(&ty).unwrap_or(Val::I32(0))).collect();
    Func::new(cx.as_context_mut(), ty, move |mut caller: Caller<'_, State>, params, results| {
        results.copy_from_slice(&empty);
        body(&mut Call { cx: caller.as_context_mut(), owner, params, results })
    })
}

impl Call<'_, '_> {
    fn address(&self, param_idx: usize) -> u64 {
        self.params.get(param_idx).map_or(0, number)
    }

    fn integer(&self, param_idx: usize) -> i32 {
        self.params.get(param_idx).and_then(Val::i32).unwrap_or_default()
    }

    fn answer(&mut self, val: Val) -> Result<()> {
        if let Some(result) = self.results.first_mut() {
            *result = val;
        }
        Ok(())
    }

    fn memory(&mut self) -> Result<GuestMemory<'_>> {
        GuestMemory::of(self.cx.as_context_mut(), self.owner)
    }

    fn stopped(&self, what: &str) -> Error {
        let name = quoted(&self.cx.data().module_name(self.owner));
        Error::new(Code::CallError, format!("{name} {what}")).into_trap()
    }
}

/// `memcpy(dest, src, n)` within the module's memory; some versions answer `dest`.
fn memcpy(call: &mut Call<'_, '_>) -> Result<()> {
    let (dest_addr, src_addr, n_bytes) = (call.address(0), call.address(1), call.address(2));
    let owner = call.owner;
    let copy = memory::Copy { from: owner, src_addr, to: owner, dest_addr, n_bytes };
    memory::pay(&mut call.cx, n_bytes)?;
    memory::copy(&mut call.cx, copy)?;
    match call.params.first() {
        Some(dest) => {
            let dest = *dest;
            call.answer(dest)
        }
        None => Ok(()),
    }
}

/// Grows the memory to hold at least this many bytes; answers whether it could.
fn resize_heap(call: &mut Call<'_, '_>) -> Result<()> {
    let wanted_bytes = call.address(0);
    let mut memory = call.memory()?;
    let more_bytes = wanted_bytes.saturating_sub(memory.size_bytes());
    let has_grown = more_bytes == 0 || memory.grow(more_bytes.div_ceil(PAGE_BYTES)).is_ok();
    call.answer(Val::I32(has_grown.into()))
}

/// Bytes to which the memory may grow: its own maximum, and what the link has left for it.
fn heap_max(call: &mut Call<'_, '_>) -> Result<()> {
    let limit = call.cx.data().options.limits.memory_limit_bytes();
    let plan = call.cx.data().plan.clone();
    let space = plan.module(call.owner).and_then(|module| module.memory.as_ref());
    let max_pages = space.and_then(|space| space.ty.max_pages).unwrap_or(u64::MAX);
    let bytes = max_pages.saturating_mul(PAGE_BYTES).min(limit);
    let is_wide = matches!(call.results.first(), Some(Val::I64(_)));
    call.answer(match is_wide {
        true => Val::I64(bytes.cast_signed()),
        // 4 GiB itself is one more than a 32-bit number holds.
        false => Val::I32((bytes.min(u64::from(u32::MAX)) as u32).cast_signed()),
    })
}

fn set_temp_ret_0(call: &mut Call<'_, '_>) -> Result<()> {
    let value = call.integer(0);
    call.cx.data_mut().modules[call.owner.idx()].temp_ret_0 = value;
    Ok(())
}

fn get_temp_ret_0(call: &mut Call<'_, '_>) -> Result<()> {
    let value = call.cx.data().modules[call.owner.idx()].temp_ret_0;
    call.answer(Val::I32(value))
}

/// `abort()`; AssemblyScript's has a message, a file, a line and a column.
fn abort(call: &mut Call<'_, '_>) -> Result<()> {
    if call.params.is_empty() {
        return Err(call.stopped("called abort"));
    }
    let [message, file] = [0, 1].map(|param_idx| {
        let addr = call.address(param_idx);
        call.memory().ok().and_then(|memory| assembly_script_text(&memory, addr))
    });
    let message = message.map(|text| format!(": {text}")).unwrap_or_default();
    let file = file.unwrap_or_else(|| "?".to_owned());
    let (line, column) = (call.integer(2), call.integer(3));
    Err(call.stopped(&format!("called abort{message} at {file}:{line}:{column}")))
}

/// A string of AssemblyScript: UTF-16, its length in bytes in the 32 bits before it.
fn assembly_script_text(memory: &GuestMemory<'_>, addr: u64) -> Option<String> {
    let mut n_bytes = [0; 4];
    memory.read(addr.checked_sub(4)?, &mut n_bytes).ok()?;
    let n_bytes = u64::from(u32::from_le_bytes(n_bytes)).min(limits::NAME_BYTES);
    let bytes = memory.slice(addr, n_bytes).ok()?;
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    Some(escaped(&String::from_utf16_lossy(&units.collect::<Vec<_>>())))
}

/// A number to start a random generator from.
fn seed(call: &mut Call<'_, '_>) -> Result<()> {
    let mut bytes = [0; 4];
    random(&mut bytes)?;
    call.answer(Val::F64(f64::from(u32::from_le_bytes(bytes)).to_bits()))
}

fn random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes)
        .map_err(|cause| Error::new(Code::WasiError, format!("no random bytes: {cause}")))
}

/// Fills a buffer with random bytes of the operating system.
fn getentropy(call: &mut Call<'_, '_>) -> Result<()> {
    let (addr, n_bytes) = (call.address(0), call.address(1));
    if n_bytes > MAX_ENTROPY_BYTES {
        return call.answer(Val::I32(FAILED));
    }
    let mut bytes = vec![0; n_bytes as usize];
    random(&mut bytes)?;
    call.memory()?.write(addr, &bytes)?;
    call.answer(Val::I32(0))
}

/// `__assert_fail(condition, file, line, function)`.
fn assert_fail(call: &mut Call<'_, '_>) -> Result<()> {
    let (condition, file, line) = (call.address(0), call.address(1), call.integer(2));
    let mut text = |addr| {
        let memory = call.memory().ok()?;
        Some(escaped(&memory.read_c_str(addr).ok()?))
    };
    let unknown = || "?".to_owned();
    let (condition, file) =
        (text(condition).unwrap_or_else(unknown), text(file).unwrap_or_else(unknown));
    Err(call.stopped(&format!("failed an assertion: {condition} at {file}:{line}")))
}

#[cfg(test)]
mod tests;
