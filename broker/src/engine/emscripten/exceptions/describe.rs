//! What an exception that nobody caught says of itself, read from the program's memory as far as
//! that can be trusted: nothing here fails, there is only less to say; but for the fuel and the
//! time, which may end in the program's own `what()`.
//!
//! # Source
//! The Itanium C++ ABI, "Run-Time Type Information".

use super::{Exception, Word, ended, memory, read_pointer};
use crate::engine::emscripten::program;
use crate::engine::state::State;
use crate::error::{Code, Result, escaped};
use crate::facts::ModuleFacts;
use crate::ids::ModuleId;
use wasmtime::StoreContextMut;

/// The mangled name of `std::exception`.
const STD_EXCEPTION: &str = "St9exception";
/// Base classes are followed at most this far.
const MAX_DEPTH: usize = 16;
/// The slot of `what()` in the table of virtual functions, after two destructors.
const WHAT_SLOT: u64 = 2;
/// Before a type's mangled name, the symbol of that name.
const TYPE_NAME_SYMBOL: &str = "_ZTS";
/// How the demangled symbol begins.
const TYPE_NAME_WORDS: &str = "typeinfo name for ";

/// `std::runtime_error: out of cheese`: the type, and what the exception says if it is a
/// `std::exception`.
///
/// # Errors
/// 5011, 5021.
pub(in crate::engine::emscripten) fn described(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    object: u64,
) -> Result<Option<String>> {
    let exception = unless_ended(Exception::of(cx, owner, object))?;
    let Some((exception, ty)) = exception.and_then(|exception| {
        let ty = exception.read(cx, Word::Type).ok().filter(|ty| *ty != 0)?;
        Some((exception, ty))
    }) else {
        return Ok(None);
    };
    let Some(mangled) = type_name(cx, &exception, ty) else { return Ok(None) };
    let demangled = ModuleFacts::demangled(&format!("{TYPE_NAME_SYMBOL}{mangled}"));
    let name = escaped(demangled.strip_prefix(TYPE_NAME_WORDS).unwrap_or(&mangled));
    let what = match is_std_exception(cx, &exception, ty) {
        true => what(cx, &exception)?,
        false => None,
    };
    Ok(Some(what.map_or(name.clone(), |what| format!("{name}: {}", escaped(&what)))))
}

/// Nothing in place of an error, unless it is the end of the fuel or the time.
fn unless_ended<T>(outcome: Result<T>) -> Result<Option<T>> {
    match outcome {
        Err(error) if matches!(error.code(), Code::FuelExhausted | Code::Interrupted) => Err(error),
        outcome => Ok(outcome.ok()),
    }
}

/// A type's mangled name: the second word of its description points there.
fn type_name(
    cx: &mut StoreContextMut<'_, State>,
    exception: &Exception,
    ty: u64,
) -> Option<String> {
    let name = word_at(cx, exception, ty, 1)?;
    memory(cx, exception.owner).ok()?.read_c_str(name).ok()
}

/// The word with this number from an address.
fn word_at(
    cx: &mut StoreContextMut<'_, State>,
    exception: &Exception,
    addr: u64,
    idx: u64,
) -> Option<u64> {
    let bytes = exception.runtime.pointer_bytes;
    read_pointer(cx, exception.owner, addr.checked_add(idx * bytes)?, bytes).ok()
}

/// Whether a chain of single bases leads to `std::exception`: the third word of a class's
/// description is then its base's. Other types have something else there, which has no such name.
fn is_std_exception(cx: &mut StoreContextMut<'_, State>, exception: &Exception, ty: u64) -> bool {
    let mut ty = ty;
    for _ in 0..MAX_DEPTH {
        match type_name(cx, exception, ty) {
            Some(name) if name == STD_EXCEPTION => return true,
            Some(_) => {}
            None => return false,
        }
        match word_at(cx, exception, ty, 2) {
            Some(base) if base != 0 => ty = base,
            _ => return false,
        }
    }
    false
}

/// What its `what()` answers.
///
/// # Errors
/// 5011, 5021.
fn what(cx: &mut StoreContextMut<'_, State>, exception: &Exception) -> Result<Option<String>> {
    let table = word_at(cx, exception, exception.object, 0);
    let Some(slot_idx) = table.and_then(|table| word_at(cx, exception, table, WHAT_SLOT)) else {
        return Ok(None);
    };
    let text = program::call_pointer(cx, exception.owner, slot_idx, &[exception.object]);
    let text = ended(cx, text);
    let Some(Some(text)) = unless_ended(text)? else { return Ok(None) };
    Ok(memory(cx, exception.owner).and_then(|memory| memory.read_c_str(text)).ok())
}
