//! Errors of the engine as ours: code, module, function, offset, line, and where the call crossed
//! from one module to another.
//!
//! # Source
//! The design note on safety, "Wasmtime trap → code".

use super::state::State;
use crate::error::{Code, Detail, Error, Frame, escaped, quoted};
use crate::facts::ModuleFacts;
use crate::ids::{HelperId, ModuleId};
use crate::plan::{BrokerFunction, HelperSpec, LinkPlan, Source};
use crate::sig::ExternType;
use wasmtime::{AsContextMut, FrameInfo, StoreContextMut, Trap, WasmBacktrace};

/// At most this many frames are shown: the innermost ones.
const MAX_FRAMES: usize = 32;

/// Whether this is guest code that went wrong, and not an instantiation that was refused.
pub(super) fn is_trap(cause: &wasmtime::Error) -> bool {
    cause.is::<Trap>() || cause.is::<WasmBacktrace>() || cause.downcast_ref::<Error>().is_some()
}

/// Turns an error of the engine into ours. `otherwise` is the code of what is neither a trap nor an
/// error that we raised ourselves.
pub(super) fn convert(
    cx: &mut StoreContextMut<'_, State>,
    cause: wasmtime::Error,
    otherwise: Code,
) -> Error {
    let frames: Vec<&FrameInfo> = match cause.downcast_ref::<WasmBacktrace>() {
        Some(backtrace) => backtrace.frames().iter().collect(),
        None => Vec::new(),
    };
    if let Some(ours) = cause.downcast_ref::<Error>() {
        // The frames of the innermost call say the most; an outer call adds nothing.
        let is_final = ours.guest_exit().is_some() || ours.frames().next().is_some();
        return match is_final || frames.is_empty() {
            true => ours.clone(),
            false => with_frames(cx.data(), ours.clone().into_trap(), &frames),
        };
    }
    if let Some(trap) = cause.downcast_ref::<Trap>() {
        let error = of_trap(cx, *trap, frames.first().copied());
        return with_frames(cx.data(), error.into_trap(), &frames);
    }
    let text = escaped(&format!("{:#}", cause.root_cause()));
    let error = Error::new(otherwise, otherwise.summary()).finding(text);
    match frames.is_empty() {
        true => error,
        false => with_frames(cx.data(), error.into_trap(), &frames),
    }
}

fn of_trap(
    cx: &mut StoreContextMut<'_, State>,
    trap: Trap,
    innermost: Option<&FrameInfo>,
) -> Error {
    let state = cx.data();
    let code = match trap {
        Trap::IndirectCallToNull | Trap::TableOutOfBounds => Code::BadFunctionPointer,
        Trap::BadSignature => Code::SignatureMismatch,
        Trap::MemoryOutOfBounds | Trap::HeapMisaligned => Code::MemoryError,
        Trap::OutOfFuel => Code::FuelExhausted,
        Trap::Interrupt => Code::Interrupted,
        _ => Code::CallError,
    };
    let in_forwarder = innermost.is_some_and(|frame| {
        let helpers = helpers_of(state, frame);
        !helpers.is_empty()
            && helpers.iter().all(|helper| {
                let spec = &state.plan.helpers[helper.idx()].spec;
                matches!(spec, HelperSpec::Forward { .. })
            })
    });
    match trap {
        Trap::IndirectCallToNull if in_forwarder => Error::new(
            Code::Reentrancy,
            "a call went round a cycle into a module that is not instantiated yet",
        )
        .help("move the call out of the start function"),
        Trap::OutOfFuel => {
            let fuel = state.options.limits.fuel_limit().unwrap_or_default();
            Error::new(code, format!("the fuel of {fuel} units is gone"))
        }
        Trap::Interrupt => {
            let timeout = state.options.limits.timeout_limit().unwrap_or_default();
            Error::new(code, format!("the deadline of {timeout:?} passed"))
        }
        Trap::BadSignature => {
            let expected = innermost.and_then(|frame| expected_signature(state, frame));
            let error = Error::new(code, "a function pointer was called with another signature");
            match expected {
                Some(expected) => error.finding(format!("the caller expects {expected}")),
                None => error,
            }
        }
        Trap::UnreachableCodeReached if innermost.is_some_and(|it| wraps_pointers(state, it)) => {
            let text = "a function pointer does not fit the width that its receiver declares";
            Error::new(Code::BadFunctionPointer, text)
        }
        Trap::MemoryOutOfBounds => {
            let text = "out of bounds memory access";
            Error::new(
                code,
                innermost
                    .and_then(|frame| memory_bound(cx, frame))
                    .map_or_else(|| text.to_owned(), |bound| format!("{text}, {bound}")),
            )
        }
        _ => {
            let text = trap.to_string();
            Error::new(code, text.strip_prefix("wasm trap: ").unwrap_or(&text))
        }
    }
}

/// How large the memory of the module in this frame is. The engine does not say which address the
/// access went to.
fn memory_bound(cx: &mut StoreContextMut<'_, State>, frame: &FrameInfo) -> Option<String> {
    let module = *modules_of(cx.data(), frame).first()?;
    let memory = super::memory::memory_of(cx, module).ok()?;
    let name = quoted(&cx.data().module_name(module));
    Some(format!("memory of {name} has {:#x} bytes", memory.data_size(cx.as_context_mut())))
}

/// Whether a frame is in a wrapper around re-homing: all that traps there is a pointer too wide.
fn wraps_pointers(state: &State, frame: &FrameInfo) -> bool {
    let is_it = |helper: &HelperId| {
        let helper = &state.plan.helpers[helper.idx()];
        let rehomes = |source: &Source| match source {
            Source::Helper { helper, .. } => {
                matches!(state.plan.helpers[helper.idx()].spec, HelperSpec::Rehome(_))
            }
            Source::Broker { function, .. } => {
                matches!(function, BrokerFunction::HostRehome { .. })
            }
            _ => false,
        };
        matches!(helper.spec, HelperSpec::Wrapper { .. })
            && helper.imports.iter().any(|import| rehomes(&import.source))
    };
    let helpers = helpers_of(state, frame);
    !helpers.is_empty() && helpers.iter().all(is_it)
}

/// The type that an indirect call names, read from the instruction that trapped.
fn expected_signature(state: &State, frame: &FrameInfo) -> Option<String> {
    let module = *modules_of(state, frame).first()?;
    let offset = original_offset(state, module, frame.module_offset()?)?;
    let bytes = state.modules[module.idx()].module.bytes();
    ModuleFacts::indirect_call_type(bytes, offset).map(|ty| ty.to_string())
}

fn with_frames(state: &State, error: Error, frames: &[&FrameInfo]) -> Error {
    let error = frames.iter().take(MAX_FRAMES).enumerate().fold(error, |error, (idx, frame)| {
        let inner = frames[..idx].iter().rev().find(|inner| !modules_of(state, inner).is_empty());
        error.with(Detail::Frame(describe(state, frame, inner.copied())))
    });
    match frames.len().saturating_sub(MAX_FRAMES) {
        0 => error,
        n => error.finding(format!("… and {n} more frames")),
    }
}

fn describe(state: &State, frame: &FrameInfo, inner: Option<&FrameInfo>) -> Frame {
    let modules = modules_of(state, frame);
    let Some(module) = modules.first().copied() else {
        return Frame {
            module: helper_name(state, frame),
            function: frame.func_name().map_or_else(
                || format!("func[{}]", frame.func_index()),
                |name| format!("${}", escaped(name)),
            ),
            line: None,
            module_offset: None,
            crossing: None,
        };
    };
    let names: Vec<_> = modules.iter().map(|module| escaped(&state.module_name(*module))).collect();
    let facts = state.modules[module.idx()].module.facts();
    Frame {
        module: names.join(" or "),
        function: facts.function_name(frame.func_index()),
        line: line_of(frame),
        module_offset: frame
            .module_offset()
            .and_then(|offset| original_offset(state, module, offset)),
        crossing: inner.and_then(|inner| crossing(state, module, inner)),
    }
}

/// How a call left a module for that of the frame inside: nothing if both are in one module.
fn crossing(state: &State, caller: ModuleId, inner: &FrameInfo) -> Option<String> {
    let callee = *modules_of(state, inner).first()?;
    let func_idx = inner.func_index();
    if caller == callee {
        return None;
    }
    let names = [caller, callee].map(|module| escaped(&state.module_name(module)));
    let facts = state.modules[callee.idx()].module.facts();
    let exports_it = |module: ModuleId, export: &str| {
        module == callee && facts.export(export).is_some_and(|it| it.item_idx == func_idx)
    };
    let import = state.plan.modules[caller.idx()].imports.iter().find(|import| {
        matches!(import.ty, ExternType::Func(_))
            && match behind(&state.plan, &import.source) {
                Some((module, export)) => exports_it(module, export),
                None => false,
            }
    });
    let how = match import {
        Some(import) => quoted(&format!("{}.{}", import.module, import.name)),
        None => "a function pointer".to_owned(),
    };
    let through = if import.is_some() { "through import " } else { "through " };
    Some(format!("call crossed {} → {} {through}{how}", names[0], names[1]))
}

/// The export of a user's module behind a source, looking through forwarders.
fn behind<'a>(plan: &'a LinkPlan, source: &'a Source) -> Option<(ModuleId, &'a str)> {
    match source {
        Source::Peer { module, export } => Some((*module, export)),
        Source::Helper { helper, export } => match &plan.helpers.get(helper.idx())?.spec {
            HelperSpec::Forward { targets, .. } => {
                let target = targets.get(export.parse::<usize>().ok()?)?;
                Some((target.module, &target.export))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The user's modules that a frame may be in: several where one file was loaded under two names.
fn modules_of(state: &State, frame: &FrameInfo) -> Vec<ModuleId> {
    let is_it = |idx: &usize| {
        let compiled = state.modules[*idx].compiled.as_ref();
        compiled.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    (0..state.modules.len()).filter(is_it).map(|idx| ModuleId::new(idx as u32)).collect()
}

fn helpers_of(state: &State, frame: &FrameInfo) -> Vec<HelperId> {
    let is_it = |idx: &usize| {
        let loaded = state.helpers[*idx].as_ref();
        loaded.is_some_and(|it| wasmtime::Module::same(&it.module, frame.module()))
    };
    (0..state.helpers.len()).filter(is_it).map(|idx| HelperId::new(idx as u32)).collect()
}

/// `bridge(main, math)`; where several helpers share their code, only what kind they are.
fn helper_name(state: &State, frame: &FrameInfo) -> String {
    let labels: Vec<_> =
        helpers_of(state, frame).into_iter().map(|it| state.plan.helper_label(it)).collect();
    match labels.as_slice() {
        [] => "helper".to_owned(),
        [only] => only.clone(),
        [first, ..] => first.split('(').next().unwrap_or("helper").to_owned(),
    }
}

fn original_offset(state: &State, module: ModuleId, offset: usize) -> Option<usize> {
    let delta = state.modules[module.idx()].compiled.as_ref()?.code_offset_delta;
    usize::try_from(offset as i64 + delta).ok()
}

fn line_of(frame: &FrameInfo) -> Option<String> {
    let symbol = frame.symbols().iter().find(|symbol| symbol.line().is_some())?;
    let file = symbol.file()?;
    let file = escaped(file.strip_prefix("./").unwrap_or(file));
    let line = symbol.line()?;
    Some(match symbol.column() {
        Some(column) => format!("{file}:{line}:{column}"),
        None => format!("{file}:{line}"),
    })
}
