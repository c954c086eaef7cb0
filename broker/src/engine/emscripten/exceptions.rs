//! C++ exceptions in emscripten's own scheme: what its JavaScript does between `throw` and the end
//! of the handler.
//!
//! Later versions do a part of it in the program; what a program exports is called, the rest is
//! done here, on the same header in the program's memory.
//!
//! # Source
//! emscripten's `libexceptions.js`; `system/lib/libcxxabi/src/cxa_exception.h` for the header.

mod describe;

use super::program::{self, Runtime, allocate};
use super::{Call, Thrown, invoke};
use crate::engine::memory::GuestMemory;
use crate::engine::state::State;
use crate::engine::trap;
use crate::error::{Code, Error, Result};
use crate::ids::ModuleId;
use std::sync::Arc;
use wasmtime::{AsContextMut, StoreContextMut, Val};

pub(super) use describe::described;

/// Handlers that may be active at a time: each holds a number in the host.
const MAX_HANDLERS: usize = 1 << 16;
/// Headers are not longer than this many pointers.
const MAX_HEADER_POINTERS: u64 = 12;

/// What is remembered of a program's exceptions.
#[derive(Default)]
pub(super) struct Exceptions {
    /// The one that was thrown last, until its handler ends; 0 for none.
    last: u64,
    n_uncaught: i32,
    /// Those whose handlers are active, innermost last.
    caught: Vec<u64>,
    /// How far before the object its header begins.
    header_bytes: Option<u64>,
}

/// The header before an exception: pointer-sized words, except for two flags of a byte.
#[derive(Clone, Copy)]
struct Header {
    addr: u64,
    pointer_bytes: u64,
}

/// A word of the header.
#[derive(Clone, Copy)]
enum Word {
    RefCount,
    Type,
    Destructor,
    /// The object as the handler sees it, which may be a base of what was thrown.
    Adjusted,
}

/// A byte of the header.
#[derive(Clone, Copy)]
enum Flag {
    Caught,
    Rethrown,
}

impl Header {
    fn word(self, word: Word) -> u64 {
        let idx = match word {
            Word::RefCount => 0,
            Word::Type => 1,
            Word::Destructor => 2,
            Word::Adjusted => 4,
        };
        self.part(idx * self.pointer_bytes)
    }

    fn flag(self, flag: Flag) -> u64 {
        self.part(3 * self.pointer_bytes + flag as u64)
    }

    /// Where the guest showed a header that is shorter than ours, a part of it may come after the
    /// last address; nothing can be there, and what asks for it is told so (5006).
    fn part(self, offset: u64) -> u64 {
        self.addr.saturating_add(offset)
    }
}

/// An exception of the program that a call works for.
struct Exception {
    object: u64,
    header: Header,
    owner: ModuleId,
    runtime: Arc<Runtime>,
}

impl Exception {
    fn of(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, object: u64) -> Result<Self> {
        let runtime = program::runtime(cx, owner)?;
        let header_bytes = header_bytes(cx, owner, &runtime, object)?;
        let pointer_bytes = runtime.pointer_bytes;
        let addr = object.checked_sub(header_bytes).ok_or_else(|| {
            let text = format!("no exception can be at {object:#x}");
            Error::new(Code::MemoryError, text).into_trap()
        })?;
        Ok(Self { object, header: Header { addr, pointer_bytes }, owner, runtime })
    }

    fn read(&self, cx: &mut StoreContextMut<'_, State>, word: Word) -> Result<u64> {
        read_pointer(cx, self.owner, self.header.word(word), self.runtime.pointer_bytes)
    }

    fn write(&self, cx: &mut StoreContextMut<'_, State>, word: Word, value: u64) -> Result<()> {
        let bytes = &value.to_le_bytes()[..self.runtime.pointer_bytes as usize];
        memory(cx, self.owner)?.write(self.header.word(word), bytes)
    }

    fn has(&self, cx: &mut StoreContextMut<'_, State>, flag: Flag) -> Result<bool> {
        Ok(memory(cx, self.owner)?.slice(self.header.flag(flag), 1)? != [0])
    }

    fn set(&self, cx: &mut StoreContextMut<'_, State>, flag: Flag, value: u8) -> Result<()> {
        memory(cx, self.owner)?.write(self.header.flag(flag), &[value])
    }

    /// One more holds on to it.
    fn increment(&self, cx: &mut StoreContextMut<'_, State>) -> wasmtime::Result<()> {
        if let Some(export) = &self.runtime.increment_refcount {
            return export.call(cx, &[self.object]).map(drop);
        }
        let count = self.read(cx, Word::RefCount)?;
        Ok(self.write(cx, Word::RefCount, count.wrapping_add(1))?)
    }

    /// One less holds on to it; the last one destroys it. What is thrown again has a handler to
    /// come, even if nobody holds on to it now.
    fn decrement(&self, cx: &mut StoreContextMut<'_, State>) -> wasmtime::Result<()> {
        if let Some(export) = &self.runtime.decrement_refcount {
            return export.call(cx, &[self.object]).map(drop);
        }
        let count = self.read(cx, Word::RefCount)?;
        self.write(cx, Word::RefCount, count.wrapping_sub(1))?;
        if count != 1 || self.has(cx, Flag::Rethrown)? {
            return Ok(());
        }
        let destructor = self.read(cx, Word::Destructor)?;
        if destructor != 0 {
            program::call_pointer(cx, self.owner, destructor, &[self.object])?;
        }
        self.free(cx)
    }

    fn free(&self, cx: &mut StoreContextMut<'_, State>) -> wasmtime::Result<()> {
        match &self.runtime.free {
            Some(free) => free.call(cx, &[self.header.addr]).map(drop),
            None => Ok(()),
        }
    }

    /// The object as its handler sees it: where a pointer was thrown, that pointer.
    fn adjusted(&self, cx: &mut StoreContextMut<'_, State>) -> wasmtime::Result<u64> {
        if let Some(export) = &self.runtime.get_exception_ptr {
            return export.call(cx, &[self.object]);
        }
        let ty = self.read(cx, Word::Type)?;
        let is_pointer = match &self.runtime.is_pointer_type {
            Some(export) => export.call(cx, &[ty])? != 0,
            None => false,
        };
        match self.read(cx, Word::Adjusted)? {
            adjusted if adjusted != 0 && adjusted != self.object => Ok(adjusted),
            // A handler for exactly this type, or for everything, was not asked to adjust it.
            _ if is_pointer => {
                let bytes = self.runtime.pointer_bytes;
                Ok(read_pointer(cx, self.owner, self.object, bytes)?)
            }
            _ => Ok(self.object),
        }
    }
}

/// How far before an object its header begins. Where the program allocates by itself, versions
/// differ in padding: the count that it increments is the header's first word.
fn header_bytes(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    runtime: &Runtime,
    object: u64,
) -> Result<u64> {
    if let Some(known) = program::program(cx, owner).exceptions.header_bytes {
        return Ok(known);
    }
    let usual = usual_header_bytes(runtime);
    let found = match &runtime.increment_refcount {
        None => usual,
        Some(export) => {
            let max_bytes = MAX_HEADER_POINTERS * runtime.pointer_bytes;
            let start = object.saturating_sub(max_bytes);
            let before = memory(cx, owner)?.slice(start, object - start)?.to_vec();
            let outcome = export.call(cx, &[object]);
            if ended(cx, outcome)?.is_none() {
                return Ok(usual);
            }
            let mut memory = memory(cx, owner)?;
            let after = memory.slice(start, object - start)?.to_vec();
            memory.write(start, &before)?;
            let changed = before.iter().zip(&after).position(|(before, after)| before != after);
            changed.map_or(usual, |idx| object - start - idx as u64)
        }
    };
    program::program(cx, owner).exceptions.header_bytes = Some(found);
    Ok(found)
}

/// What a function of the program answered that the host called for itself: nothing where it threw
/// an exception, which is not looked at, since that would call the program again.
///
/// # Errors
/// What else it ended with.
fn ended<T>(
    cx: &mut StoreContextMut<'_, State>,
    outcome: wasmtime::Result<T>,
) -> Result<Option<T>> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(cause) if cause.is::<Thrown>() => Ok(None),
        Err(cause) => Err(trap::convert(cx, &cause, Code::CallError)),
    }
}

/// What later versions have, and what we make room for: six words, which keeps the object aligned.
fn usual_header_bytes(runtime: &Runtime) -> u64 {
    6 * runtime.pointer_bytes
}

fn memory<'a>(cx: &'a mut StoreContextMut<'_, State>, owner: ModuleId) -> Result<GuestMemory<'a>> {
    GuestMemory::of(cx.as_context_mut(), owner)
}

fn read_pointer(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    addr: u64,
    n_bytes: u64,
) -> Result<u64> {
    let mut bytes = [0; 8];
    memory(cx, owner)?.read(addr, &mut bytes[..n_bytes as usize])?;
    Ok(u64::from_le_bytes(bytes))
}

impl Call<'_, '_> {
    fn exceptions(&mut self) -> &mut Exceptions {
        &mut program::program(&mut self.cx, self.owner).exceptions
    }

    fn exception(&mut self, object: u64) -> Result<Exception> {
        Exception::of(&mut self.cx, self.owner, object)
    }

    /// The exception whose handler is innermost.
    fn handled(&mut self, what: &str) -> Result<u64> {
        match self.exceptions().caught.last() {
            Some(object) => Ok(*object),
            None => Err(self.stopped(what)),
        }
    }

    fn enter_handler(&mut self, object: u64) -> Result<()> {
        let caught = &mut self.exceptions().caught;
        if caught.len() >= MAX_HANDLERS {
            let (what, limit) = ("active exception handlers", MAX_HANDLERS as u64);
            return Err(Error::limit(Code::LimitExceeded, what, limit + 1, limit).into_trap());
        }
        caught.push(object);
        Ok(())
    }

    fn answer_pointer(&mut self, pointer: u64) -> wasmtime::Result<()> {
        let wide = matches!(self.results.first(), Some(Val::I64(_)));
        Ok(self.answer(match wide {
            true => Val::I64(pointer.cast_signed()),
            false => Val::I32((pointer as u32).cast_signed()),
        })?)
    }
}

pub(super) fn allocate_exception(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let runtime = program::runtime(&mut call.cx, call.owner)?;
    if !catches(&runtime) {
        return Err(no_catching(call).into());
    }
    let header_bytes = usual_header_bytes(&runtime);
    call.exceptions().header_bytes = Some(header_bytes);
    let Some(n_bytes) = call.address(0).checked_add(header_bytes) else {
        return Err(call.stopped("threw an exception without an end").into());
    };
    let addr = allocate(&mut call.cx, call.owner, n_bytes)?;
    call.memory()?.slice_mut(addr, header_bytes)?.fill(0);
    // The slice was there, so that its end has an address.
    call.answer_pointer(addr + header_bytes)
}

/// Whether a program was built to catch exceptions.
fn catches(runtime: &Runtime) -> bool {
    runtime.can_catch.is_some() || runtime.get_exception_ptr.is_some()
}

fn no_catching(call: &Call<'_, '_>) -> Error {
    call.stopped("threw a C++ exception, but was built without support for catching")
}

pub(super) fn free_exception(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.address(0);
    call.exception(object)?.free(&mut call.cx)
}

/// `__cxa_throw(object, type, destructor)`.
pub(super) fn throw(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let [object, ty, destructor] = [0, 1, 2].map(|param_idx| call.address(param_idx));
    if !catches(&*program::runtime(&mut call.cx, call.owner)?) {
        return Err(no_catching(call).into());
    }
    let exception = call.exception(object)?;
    exception.write(&mut call.cx, Word::Type, ty)?;
    exception.write(&mut call.cx, Word::Destructor, destructor)?;
    exception.write(&mut call.cx, Word::Adjusted, 0)?;
    let exceptions = call.exceptions();
    exceptions.last = object;
    exceptions.n_uncaught = exceptions.n_uncaught.wrapping_add(1);
    invoke::throw(call, object)
}

pub(super) fn rethrow(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.handled("threw an exception again where there is none to throw")?;
    let exception = call.exception(object)?;
    if exception.has(&mut call.cx, Flag::Rethrown)? {
        // `rethrow_exception` entered it; it has no handler that would end.
        call.exceptions().caught.pop();
    } else {
        exception.set(&mut call.cx, Flag::Rethrown, 1)?;
        exception.set(&mut call.cx, Flag::Caught, 0)?;
        let exceptions = call.exceptions();
        exceptions.n_uncaught = exceptions.n_uncaught.wrapping_add(1);
    }
    call.exceptions().last = object;
    invoke::throw(call, object)
}

/// Looks for the handler among types: answers the exception, and the type as the second result.
pub(super) fn find_matching_catch(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let thrown = call.exceptions().last;
    if thrown == 0 {
        set_temp_ret(call, 0)?;
        return call.answer_pointer(0);
    }
    let exception = call.exception(thrown)?;
    exception.write(&mut call.cx, Word::Adjusted, thrown)?;
    let thrown_type = exception.read(&mut call.cx, Word::Type)?;
    let n_types = if thrown_type == 0 { 0 } else { call.params.len() };
    let mut found = thrown_type;
    for idx in 0..n_types {
        let caught_type = call.address(idx);
        // A handler for everything, or for exactly this.
        if caught_type == 0 || caught_type == thrown_type {
            break;
        }
        let adjusted_addr = exception.header.word(Word::Adjusted);
        if let Some(can_catch) = &exception.runtime.can_catch
            && can_catch.call(&mut call.cx, &[caught_type, thrown_type, adjusted_addr])? != 0
        {
            found = caught_type;
            break;
        }
    }
    set_temp_ret(call, found)?;
    call.answer_pointer(thrown)
}

/// The second result of a call: a program reads it from its host or, later, from its own memory.
fn set_temp_ret(call: &mut Call<'_, '_>, value: u64) -> wasmtime::Result<()> {
    let runtime = program::runtime(&mut call.cx, call.owner)?;
    let owner = program::owner_of(&call.cx, call.owner);
    for module in [owner, call.owner] {
        call.cx.data_mut().modules[module.idx()].temp_ret_0 = (value as u32).cast_signed();
    }
    match &runtime.set_temp_ret {
        Some(export) => export.call(&mut call.cx, &[value]).map(drop),
        None => Ok(()),
    }
}

pub(super) fn resume(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.address(0);
    let exceptions = call.exceptions();
    if exceptions.last == 0 {
        exceptions.last = object;
    }
    let last = exceptions.last;
    invoke::throw(call, last)
}

pub(super) fn begin_catch(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.address(0);
    let exception = call.exception(object)?;
    if !exception.has(&mut call.cx, Flag::Caught)? {
        exception.set(&mut call.cx, Flag::Caught, 1)?;
        let exceptions = call.exceptions();
        exceptions.n_uncaught = exceptions.n_uncaught.wrapping_sub(1);
    }
    exception.set(&mut call.cx, Flag::Rethrown, 0)?;
    call.enter_handler(object)?;
    exception.increment(&mut call.cx)?;
    let adjusted = exception.adjusted(&mut call.cx)?;
    call.answer_pointer(adjusted)
}

pub(super) fn end_catch(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.handled("left an exception handler that it was not in")?;
    let exception = call.exception(object)?;
    if let Some(set_threw) = &exception.runtime.set_threw {
        set_threw.call(&mut call.cx, &[0, 0])?;
    }
    call.exceptions().caught.pop();
    exception.decrement(&mut call.cx)?;
    call.exceptions().last = 0;
    Ok(())
}

pub(super) fn get_exception_ptr(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.address(0);
    let adjusted = call.exception(object)?.adjusted(&mut call.cx)?;
    call.answer_pointer(adjusted)
}

pub(super) fn uncaught_exceptions(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let n_uncaught = call.exceptions().n_uncaught;
    Ok(call.answer(Val::I32(n_uncaught))?)
}

pub(super) fn current_primary_exception(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.exceptions().caught.last().copied().unwrap_or_default();
    if object != 0 {
        call.exception(object)?.increment(&mut call.cx)?;
    }
    call.answer_pointer(object)
}

pub(super) fn rethrow_primary_exception(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.address(0);
    if object == 0 {
        return Ok(());
    }
    let exception = call.exception(object)?;
    exception.set(&mut call.cx, Flag::Rethrown, 1)?;
    call.enter_handler(object)?;
    rethrow(call)
}

pub(super) fn current_exception_type(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let object = call.exceptions().caught.last().copied().unwrap_or_default();
    let ty = match object {
        0 => 0,
        object => call.exception(object)?.read(&mut call.cx, Word::Type)?,
    };
    call.answer_pointer(ty)
}

pub(super) fn call_unexpected(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    Err(call.stopped("threw an exception that the function's specification forbids").into())
}

pub(super) fn typeid_for(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    let ty = call.address(0);
    call.answer_pointer(ty)
}

pub(super) fn increment_refcount(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    match call.address(0) {
        0 => Ok(()),
        object => call.exception(object)?.increment(&mut call.cx),
    }
}

pub(super) fn decrement_refcount(call: &mut Call<'_, '_>) -> wasmtime::Result<()> {
    match call.address(0) {
        0 => Ok(()),
        object => call.exception(object)?.decrement(&mut call.cx),
    }
}
