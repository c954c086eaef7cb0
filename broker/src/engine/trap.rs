//! Errors of the engine as ours: the code and the words; `trap/frames.rs` adds the call stack.
//!
//! # Source
//! The design note on safety, "Wasmtime trap → code".

mod frames;

use super::emscripten::Thrown;
use super::state::State;
use crate::error::{Code, Error, escaped, quoted};
use crate::facts::ModuleFacts;
use crate::ids::ModuleId;
use crate::limits::Limits;
use crate::plan::{BrokerFunction, Helper, HelperSpec, LinkPlan, Source};
use frames::Stack;
use wasmtime::{AsContextMut, StoreContextMut, Trap, WasmBacktrace};

/// How wasmtime-wasi begins what it says of pointers out of bounds or not aligned; the type of that
/// error is not public.
const WASI_POINTER_ERROR: &str = "Pointer ";

/// Whether this is guest code that went wrong, and not an instantiation that was refused.
pub(super) fn is_trap(cause: &wasmtime::Error) -> bool {
    cause.is::<Trap>() || cause.is::<WasmBacktrace>() || cause.downcast_ref::<Error>().is_some()
}

/// Turns an error of the engine into ours. `otherwise` is the code of what is neither a trap nor an
/// error that we raised ourselves.
pub(super) fn convert(
    cx: &mut StoreContextMut<'_, State>,
    cause: &wasmtime::Error,
    otherwise: Code,
) -> Error {
    let stack = Stack::of(cx.data(), cause);
    if let Some(ours) = cause.downcast_ref::<Error>() {
        // The frames of the innermost call say the most; an outer call adds nothing.
        let is_final = ours.guest_exit().is_some() || ours.frames().next().is_some();
        return match is_final || stack.is_empty() {
            true => ours.clone(),
            false => stack.under(cx.data(), ours.clone().into_trap()),
        };
    }
    if let Some(thrown) = cause.downcast_ref::<Thrown>() {
        let error = thrown.uncaught(cx);
        return stack.under(cx.data(), error.into_trap());
    }
    if let Some(trap) = cause.downcast_ref::<Trap>() {
        let error = of_trap(cx, *trap, &stack);
        return stack.under(cx.data(), error.into_trap());
    }
    let text = escaped(&format!("{:#}", cause.root_cause()));
    let in_wasi =
        stack.is_in_helper(cx.data(), |_, spec| matches!(spec, HelperSpec::WasiShim { .. }));
    let error = match in_wasi && text.starts_with(WASI_POINTER_ERROR) {
        true => Error::new(Code::MemoryError, "a WASI call was given a pointer that it cannot use"),
        false => Error::new(otherwise, otherwise.summary()),
    };
    let error = error.finding(text);
    match stack.is_empty() {
        true => error,
        false => stack.under(cx.data(), error.into_trap()),
    }
}

/// What a WASI call failed with that the host made itself, while guest code was running.
pub(super) fn of_wasi(cause: &wasmtime::Error) -> Error {
    let text = escaped(&format!("{:#}", cause.root_cause()));
    let error = match text.starts_with(WASI_POINTER_ERROR) {
        true => Error::new(Code::MemoryError, "a WASI call was given a pointer that it cannot use"),
        false => Error::new(Code::WasiError, "a WASI call failed"),
    };
    error.finding(text).into_trap()
}

fn of_trap(cx: &mut StoreContextMut<'_, State>, trap: Trap, stack: &Stack<'_>) -> Error {
    let state = cx.data();
    let code = match trap {
        Trap::IndirectCallToNull | Trap::TableOutOfBounds => Code::BadFunctionPointer,
        Trap::BadSignature => Code::SignatureMismatch,
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => Code::MemoryError,
        Trap::OutOfFuel => Code::FuelExhausted,
        Trap::Interrupt => Code::Interrupted,
        _ => Code::CallError,
    };
    match trap {
        Trap::IndirectCallToNull if stack.forwarded(state).is_some() => too_early(state, stack),
        Trap::OutOfFuel => out_of_fuel(&state.options.limits),
        Trap::Interrupt => too_late(&state.options.limits),
        Trap::BadSignature => {
            let expected = expected_signature(state, stack);
            let error = Error::new(code, "a function pointer was called with another signature");
            match expected {
                Some(expected) => error.finding(format!("the caller expects {expected}")),
                None => error,
            }
        }
        Trap::UnreachableCodeReached if stack.is_in_helper(state, wraps_pointers) => {
            let text = "a function pointer does not fit the width that its receiver declares";
            Error::new(Code::BadFunctionPointer, text)
        }
        Trap::MemoryOutOfBounds => {
            let sizes = memory_sizes(cx, stack);
            let comma = if sizes.is_empty() { "" } else { ", " };
            Error::new(code, format!("out of bounds memory access{comma}{sizes}"))
        }
        _ => {
            let text = trap.to_string();
            Error::new(code, text.strip_prefix("wasm trap: ").unwrap_or(&text))
        }
    }
}

/// The error of a call that a forwarder held back.
fn too_early(state: &State, stack: &Stack<'_>) -> Error {
    let target = stack.forwarded(state).map(|target| target.module);
    let exists = |it: &ModuleId| state.modules[it.idx()].instance.is_some();
    match target.filter(exists) {
        Some(target) => {
            let name = quoted(&state.module_name(target));
            let text = format!("{name} was called before its constructors had finished");
            Error::new(Code::Reentrancy, text).help(
                "move the call out of the constructor or start function, or let it through with \
                 `--allow early-calls`",
            )
        }
        None => Error::new(
            Code::Reentrancy,
            "a call went round a cycle into a module that is not instantiated yet",
        )
        .help("move the call out of the start function"),
    }
}

/// The error of a guest that has used all its fuel.
pub(super) fn out_of_fuel(limits: &Limits) -> Error {
    let fuel = limits.fuel_limit().unwrap_or_default();
    Error::new(Code::FuelExhausted, format!("the fuel of {fuel} units is gone"))
}

/// The error of a guest that ran longer than it may.
pub(super) fn too_late(limits: &Limits) -> Error {
    let timeout = limits.timeout_limit().unwrap_or_default();
    Error::new(Code::Interrupted, format!("the deadline of {timeout:?} passed"))
}

/// How large the memories are that the innermost frame works on. The engine does not say which
/// address the access went to.
fn memory_sizes(cx: &mut StoreContextMut<'_, State>, stack: &Stack<'_>) -> String {
    let sizes = stack.memories(cx.data()).into_iter().filter_map(|module| {
        let memory = super::memory::memory_of(cx, module).ok()?;
        let name = quoted(&cx.data().module_name(module));
        Some(format!("memory of {name} has {:#x} bytes", memory.data_size(cx.as_context_mut())))
    });
    sizes.collect::<Vec<_>>().join(", ")
}

/// Whether a helper is a wrapper around re-homing: all that traps there is a pointer too wide.
fn wraps_pointers(plan: &LinkPlan, spec: &HelperSpec) -> bool {
    let rehomes = |source: &Source| match source {
        Source::Helper { helper, .. } => {
            matches!(plan.helpers[helper.idx()].spec, HelperSpec::Rehome(_))
        }
        Source::Broker { function, .. } => matches!(function, BrokerFunction::HostRehome { .. }),
        _ => false,
    };
    let is_it = |helper: &&Helper| helper.spec == *spec;
    plan.helpers.iter().filter(is_it).any(|it| it.imports.iter().any(|it| rehomes(&it.source)))
}

/// The type that an indirect call names, read from the instruction that trapped.
fn expected_signature(state: &State, stack: &Stack<'_>) -> Option<String> {
    let (module, offset) = stack.innermost_offset(state)?;
    let bytes = state.modules[module.idx()].module.bytes();
    ModuleFacts::indirect_call_type(bytes, offset).map(|ty| ty.to_string())
}
