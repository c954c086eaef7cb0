//! Running a program: initialisers, the entry with its arguments, the exit code, the last flush.
//!
//! # Source
//! The guest ABI, "Names and start-up".

use super::memory::{GuestMemory, PAGE_BYTES};
use super::state::{AtExit, StackTop, State};
use super::{guest, slots, symbols, trap, wasi};
use crate::error::{Code, Error, Result, quoted};
use crate::facts::ModuleFacts;
use crate::ids::{GlobalId, ModuleId};
use crate::names;
use crate::plan::{Comparisons, LinkPlan, Source};
use crate::sig::{FuncType, ValType};
use std::iter;
use wasmtime::{
    AsContext, AsContextMut, Func, Global, Instance, Mutability, StoreContextMut, TypedFunc, Val,
    WasmParams, WasmResults,
};

/// Alignment in bytes of what is placed on a C stack.
const STACK_ALIGN_BYTES: u64 = 16;

/// What wasmtime says of a reference of another store; that error has no public type.
const OF_ANOTHER_STORE: &str = "cross-`Store` value";

/// Calls an export without parameters.
///
/// # Errors
/// What the guest fails with.
pub(super) fn call_initializer(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
) -> Result<()> {
    let func = function(cx, module, export)?;
    call(cx, &func, &[], &mut [])
        .map_err(|error| error.finding(format!("while {} was initialised", shown(cx, module))))
}

/// Runs a side's own `main`. What it answers is not the program's exit code.
///
/// # Errors
/// What the guest fails with.
pub(super) fn call_side_main(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
) -> Result<()> {
    match run_export(cx, module, export, &[]) {
        Err(error) if error.guest_exit().is_none() => Err(error),
        _ => Ok(()),
    }
}

/// Runs main's entry; answers the exit code.
///
/// # Errors
/// 5003 if there is no entry, with what could be called; what the guest fails with.
pub(super) fn run(
    cx: &mut StoreContextMut<'_, State>,
    entry: Option<&str>,
    args: &[String],
) -> Result<i32> {
    wasi::check_arguments(args)?;
    let main = ModuleId::MAIN;
    let facts = cx.data().modules[main.idx()].module.facts();
    let found = match entry {
        Some(entry) => Some((main, entry.to_owned())),
        None => known_entry(cx),
    };
    let (module, export) = found.ok_or_else(|| no_entry(facts))?;
    let loaded = &mut cx.data_mut().modules[main.idx()];
    loaded.run_args = args.to_vec();
    let args = &loaded.args().to_vec();
    let outcome = run_export(cx, module, &export, args);
    if outcome.is_err() {
        // It ended in the middle: the frames of all that called each other are still there.
        restore_stack_pointers(cx);
    }
    let ended = match outcome {
        // A command has run its handlers itself when it returns.
        Ok(status) if export == names::START => (status, Due::Flush),
        Ok(status) => (status, Due::Handlers),
        Err(error) => match error.guest_exit() {
            Some(status) if error.handlers_are_due() => (status, Due::Handlers),
            Some(status) => (status, Due::Flush),
            None => return Err(error),
        },
    };
    match finish(cx, ended.1) {
        // A handler that calls `exit` decides how the program ends.
        Err(error) => error.guest_exit().ok_or(error),
        Ok(()) => Ok(ended.0),
    }
}

/// The entry of main, or the C `main` that a library of its group has: a program may consist of
/// nothing but a C library and what it loads.
fn known_entry(cx: &StoreContextMut<'_, State>) -> Option<(ModuleId, String)> {
    let c_main = [names::C_MAIN, names::C_MAIN_ARGC_ARGV, names::C_MAIN_VOID];
    let state = cx.data();
    let entry_of = |module: ModuleId, known: &[&str]| {
        let facts = state.modules[module.idx()].module.facts();
        let found = known.iter().find(|name| facts.exported_func(name).is_some())?;
        Some((module, (*found).to_owned()))
    };
    let main = ModuleId::MAIN;
    entry_of(main, &[names::START]).or_else(|| entry_of(main, &c_main)).or_else(|| {
        let leader = state.plan.leader(main).filter(|leader| *leader == main)?;
        state.plan.group(leader).find_map(|module| entry_of(module, &c_main))
    })
}

/// What is to be done when a program has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Streams are flushed.
    Flush,
    /// Handlers run first, and streams are closed.
    Handlers,
}

fn no_entry(facts: &ModuleFacts) -> Error {
    let names = function_names(facts);
    let start = quoted(names::START);
    let error = Error::new(
        Code::ExportNotFound,
        format!("there is no entry to run: neither {start} nor a C `{}`", names::C_MAIN),
    );
    match names.is_empty() {
        true => error.help("the module exports no function at all"),
        false => {
            error.help(format!("call one of its functions with `--invoke`: {}", names.join(", ")))
        }
    }
}

/// Names of exported functions, for a message: as many as help.
fn function_names(facts: &ModuleFacts) -> Vec<String> {
    const MAX_SHOWN: usize = 20;
    let functions = facts.exports.iter().filter(|export| export.ty.as_func().is_some());
    functions.map(|export| quoted(&export.name)).take(MAX_SHOWN).collect()
}

/// Runs an entry of any of the shapes that C toolchains make.
fn run_export(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
    args: &[String],
) -> Result<i32> {
    let func = function(cx, module, export)?;
    // A library has the memory and the stack of who leads it.
    let host = cx.data().plan.host_of(module);
    let stack = stack_pointer(cx, host)?;
    let ty = func.ty(cx.as_context_mut());
    // An exit code, or none.
    let mut results = match ty.results().collect::<Vec<_>>().as_slice() {
        [] => Vec::new(),
        [wasmtime::ValType::I32] => vec![Val::I32(0)],
        _ => return Err(no_shape_of_entry(cx, module, export, &ty)),
    };
    let params: Vec<_> = ty.params().collect();
    let params = match params.as_slice() {
        [] => Vec::new(),
        [wasmtime::ValType::I32, argv_type]
            if matches!(argv_type, wasmtime::ValType::I32 | wasmtime::ValType::I64) =>
        {
            let program = wasi::program_name(&cx.data().modules[module.idx()].module, export);
            let pointer_bytes = if argv_type.is_i64() { 8 } else { 4 };
            let argv = place_argv(cx, host, pointer_bytes, &program, args)?;
            vec![Val::I32(args.len() as i32 + 1), guest::pointer(argv, argv_type)?]
        }
        _ => return Err(no_shape_of_entry(cx, module, export, &ty)),
    };
    let outcome = call(cx, &func, &params, &mut results);
    if let Some((global, top)) = stack {
        // The arguments lie there, and an exit from the middle of the program leaves its frames.
        global
            .set(cx.as_context_mut(), top)
            .map_err(|cause| trap::convert(cx, &cause, Code::Internal))?;
    }
    outcome?;
    Ok(results.first().and_then(Val::i32).unwrap_or(0))
}

fn no_shape_of_entry(
    cx: &StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
    ty: &wasmtime::FuncType,
) -> Error {
    let text = format!("{} of {} is no entry", quoted(export), shown(cx, module));
    let found = super::link::func_type(ty);
    Error::new(Code::TypeError, text)
        .finding(format!("its type is {found}"))
        .help("an entry takes nothing or `argc` and `argv`, and answers nothing or an i32")
}

/// Keeps where the C stack pointers stand that these modules brought, while no guest runs in them.
/// Before they came, the plan had so many shared globals.
///
/// # Errors
/// 5030.
pub(super) fn learn_stack_tops(
    cx: &mut StoreContextMut<'_, State>,
    first: ModuleId,
    n_globals: usize,
) -> Result<()> {
    let plan = cx.data().plan.clone();
    cx.data_mut().stack_tops.retain(|it| plan.is_open(it.module));
    for idx in first.idx()..cx.data().modules.len() {
        let module = ModuleId::new(idx as u32);
        if !plan.is_open(module) {
            continue;
        }
        // One of another module may be in the middle of a call, and is known.
        let owner = match shared_stack_pointer_id(&plan, module) {
            _ if defines_stack_pointer(cx.data(), module) => module,
            Some(global) if global.idx() >= n_globals => plan.host_of(module),
            _ => continue,
        };
        if let Some((global, top)) = stack_pointer(cx, module)? {
            cx.data_mut().stack_tops.push(StackTop { module: owner, global, top });
        }
    }
    Ok(())
}

/// Whether a module shows a global of its own as its C stack pointer, by itself or lifted.
fn defines_stack_pointer(state: &State, module: ModuleId) -> bool {
    let facts = state.modules[module.idx()].module.facts();
    match facts.export(names::STACK_POINTER) {
        Some(export) => facts.handed_on(export).is_none(),
        None => state.plan.modules[module.idx()].lift.stack_pointer_idx.is_some(),
    }
}

/// Puts the stack pointers back where they stand while no guest runs: a guest that exits in the
/// middle of a function leaves the frames of all that called it.
pub(super) fn restore_stack_pointers(cx: &mut StoreContextMut<'_, State>) {
    let tops = cx.data().stack_tops.clone();
    put_back(cx, &tops);
}

/// Where the stack pointers stand now, for [`put_back`].
pub(super) fn stack_marks(cx: &mut StoreContextMut<'_, State>) -> Vec<StackTop> {
    let mut marks = cx.data().stack_tops.clone();
    for mark in &mut marks {
        mark.top = mark.global.get(cx.as_context_mut());
    }
    marks
}

/// Puts stack pointers back where they stood.
pub(super) fn put_back(cx: &mut StoreContextMut<'_, State>, marks: &[StackTop]) {
    for mark in marks {
        // It was mutable and of this type when it was read.
        let _ = mark.global.set(cx.as_context_mut(), mark.top);
    }
}

/// A module's C stack pointer and where it stands, if the module lets others move it.
fn stack_pointer(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
) -> Result<Option<(Global, Val)>> {
    let instance = cx.data().instance(module)?;
    let own = instance.get_global(cx.as_context_mut(), names::STACK_POINTER);
    let global = match own {
        Some(global) => Some(global),
        None => shared_stack_pointer(cx, module)?,
    };
    let movable =
        global.filter(|global| global.ty(cx.as_context()).mutability() == Mutability::Var);
    Ok(movable.map(|global| (global, global.get(cx.as_context_mut()))))
}

/// The stack pointer that a module's group shares, if the broker made it.
fn shared_stack_pointer(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
) -> Result<Option<Global>> {
    let shared = shared_stack_pointer_id(&cx.data().plan, module);
    shared.map(|global| symbols::shared_global(cx, global)).transpose()
}

fn shared_stack_pointer_id(plan: &LinkPlan, module: ModuleId) -> Option<GlobalId> {
    plan.module(module)?.imports.iter().find_map(|import| match import.source {
        Source::Shared(global) if import.name == names::STACK_POINTER => Some(global),
        _ => None,
    })
}

/// Puts the program's arguments into its memory; answers the address of the array of pointers.
fn place_argv(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    pointer_bytes: u64,
    program: &str,
    args: &[String],
) -> Result<u64> {
    let all: Vec<&str> = iter::once(program).chain(args.iter().map(String::as_str)).collect();
    let text_bytes: u64 = all.iter().map(|arg| arg.len() as u64 + 1).sum();
    let array_bytes = (all.len() as u64 + 1) * pointer_bytes;
    let n_bytes = (array_bytes + text_bytes).next_multiple_of(STACK_ALIGN_BYTES);
    let base = allocate(cx, module, n_bytes)?;
    let mut memory = GuestMemory::of(cx.as_context_mut(), module)?;
    // The allocator is the guest's: its answer is checked whole before anything is computed of it.
    memory.slice(base, n_bytes)?;
    let mut text_addr = base + array_bytes;
    for (idx, arg) in (0_u64..).zip(&all) {
        let pointer = &text_addr.to_le_bytes()[..pointer_bytes as usize];
        memory.write(base + idx * pointer_bytes, pointer)?;
        memory.write(text_addr, arg.as_bytes())?;
        memory.write(text_addr + arg.len() as u64, &[0])?;
        text_addr += arg.len() as u64 + 1;
    }
    let null = &[0; 8][..pointer_bytes as usize];
    memory.write(base + all.len() as u64 * pointer_bytes, null)?;
    Ok(base)
}

/// Room in a module's memory that lives as long as its `main`: on its stack, else on its heap, else
/// on a page of its own.
fn allocate(cx: &mut StoreContextMut<'_, State>, module: ModuleId, n_bytes: u64) -> Result<u64> {
    let too_large = || Error::new(Code::LimitExceeded, "the arguments do not fit the memory");
    let instance = cx.data().instance(module)?;
    let n = i32::try_from(n_bytes).map_err(|_| too_large())?;
    for name in [names::STACK_ALLOC, names::MALLOC] {
        if let Some(func) = typed_export::<i32, i32>(cx, instance, name) {
            let addr = call_typed(cx, &func, n)?;
            return match addr {
                0 => Err(too_large()),
                addr => Ok(u64::from(addr.cast_unsigned())),
            };
        }
        if let Some(func) = typed_export::<i64, i64>(cx, instance, name) {
            let addr = call_typed(cx, &func, n.into())?;
            return match addr {
                0 => Err(too_large()),
                addr => Ok(addr.cast_unsigned()),
            };
        }
    }
    if let Some(global) = instance.get_global(cx.as_context_mut(), names::STACK_POINTER)
        && let top @ (Val::I32(_) | Val::I64(_)) = global.get(cx.as_context_mut())
    {
        let addr = guest::number(&top).checked_sub(n_bytes).ok_or_else(too_large)?
            / STACK_ALIGN_BYTES
            * STACK_ALIGN_BYTES;
        let moved = match top {
            Val::I64(_) => Val::I64(addr.cast_signed()),
            _ => Val::I32((addr as u32).cast_signed()),
        };
        if global.set(cx.as_context_mut(), moved).is_ok() {
            return Ok(addr);
        }
    }
    let mut memory = GuestMemory::of(cx.as_context_mut(), module)?;
    let addr = memory.size_bytes();
    memory.grow(n_bytes.div_ceil(PAGE_BYTES))?;
    Ok(addr)
}

/// Does what is due in every module that has a C library of its own, in load order.
pub(super) fn finish(cx: &mut StoreContextMut<'_, State>, due: Due) -> Result<()> {
    let main = cx.data().modules[ModuleId::MAIN.idx()].module.facts();
    if due == Due::Handlers && main.exported_func(names::FUNCS_ON_EXIT).is_some() {
        for idx in (0..cx.data().modules.len()).rev() {
            run_at_exit(cx, ModuleId::new(idx as u32))?;
        }
    }
    let open = cx.data().plan.modules.iter().zip(&cx.data().modules);
    let open = open.filter(|(planned, _)| !planned.closed);
    let instances: Vec<Instance> = open.filter_map(|(_, module)| module.instance).collect();
    for instance in instances {
        let mut has_closed = false;
        for name in [names::FUNCS_ON_EXIT, names::STDIO_EXIT] {
            let func = typed_export::<(), ()>(cx, instance, name);
            if let (Some(func), Due::Handlers) = (func, due) {
                call_typed(cx, &func, ())?;
                has_closed = name == names::STDIO_EXIT;
            }
        }
        let fflush = typed_export::<i32, i32>(cx, instance, names::FFLUSH);
        if let (Some(fflush), false) = (fflush, has_closed) {
            call_typed(cx, &fflush, 0)?;
        }
    }
    Ok(())
}

/// Runs what a library registered for its end, last first.
///
/// # Errors
/// What the guest fails with.
pub(super) fn run_at_exit(cx: &mut StoreContextMut<'_, State>, library: ModuleId) -> Result<()> {
    while let Some(AtExit { slot_idx, argument }) =
        cx.data_mut().modules[library.idx()].at_exit.pop()
    {
        let host = cx.data().plan.host_of(library);
        let func = slots::function_at(cx, host, slot_idx)?;
        call_back(cx, &func, &[argument.unwrap_or(0)])?;
    }
    Ok(())
}

/// An exported function of this type, if there is one. The engine's own look-up makes an error,
/// with a stack trace, of a name that is not there, which is the rule here.
fn typed_export<P: WasmParams, R: WasmResults>(
    cx: &mut StoreContextMut<'_, State>,
    instance: Instance,
    name: &str,
) -> Option<TypedFunc<P, R>> {
    instance.get_func(cx.as_context_mut(), name)?.typed(cx.as_context()).ok()
}

/// An exported function.
///
/// # Errors
/// 5003 with a did-you-mean.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
) -> Result<Func> {
    let instance = cx.data().instance(module)?;
    match instance.get_func(cx.as_context_mut(), export) {
        Some(func) => Ok(func),
        None => Err(missing_function(cx, module, export)),
    }
}

fn missing_function(cx: &StoreContextMut<'_, State>, module: ModuleId, export: &str) -> Error {
    /// Names less alike than this are no help.
    const CLOSE_ENOUGH: f64 = 0.5;
    let facts = cx.data().modules[module.idx()].module.facts();
    let text = format!("{} exports no function {}", shown(cx, module), quoted(export));
    let error = Error::new(Code::ExportNotFound, text);
    let functions = facts.exports.iter().filter(|it| it.ty.as_func().is_some());
    let comparisons = Comparisons::new();
    let closest = functions
        .take_while(|_| !comparisons.is_used_up())
        .map(|it| (comparisons.likeness(&it.name, export), &it.name))
        .filter(|(likeness, _)| *likeness >= CLOSE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let names = function_names(facts);
    match (closest, names.is_empty()) {
        (Some((_, name)), _) => error.help(format!("did you mean {}?", quoted(name))),
        (None, true) => error.help("it exports no function at all"),
        (None, false) => error.help(format!("it exports {}", names.join(", "))),
    }
}

/// Calls a function and turns what it fails with into ours.
///
/// # Errors
/// What the guest fails with.
pub(super) fn call(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    params: &[Val],
    results: &mut [Val],
) -> Result<()> {
    func.call(cx.as_context_mut(), params, results)
        .map_err(|cause| trap::convert(cx, &cause, Code::CallError))
}

/// The same with numbers, each as wide as its parameter; answers the first result, or 0.
///
/// # Errors
/// 5018 if it takes more than these, or anything but integers; as [`call`].
pub(super) fn call_with_numbers(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    numbers: &[u64],
) -> Result<u64> {
    let ty = func.ty(cx.as_context_mut());
    check_numbers(&ty, numbers.len())?;
    let params = ty.params().zip(numbers).map(|(ty, number)| guest::integer(*number, &ty));
    let mut results = vec![Val::I32(0); ty.results().len()];
    call(cx, func, &params.collect::<Vec<_>>(), &mut results)?;
    Ok(results.first().map_or(0, guest::number))
}

/// The same of a function pointer that a guest gave for it; what it takes besides is 0, as where
/// JavaScript calls it.
///
/// # Errors
/// 5018 if it takes or answers anything but integers; as [`call`].
pub(super) fn call_back(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    numbers: &[u64],
) -> Result<u64> {
    let ty = func.ty(cx.as_context_mut());
    let mut numbers = numbers.to_vec();
    numbers.resize(numbers.len().max(ty.params().len()), 0);
    check_numbers(&ty, numbers.len()).map_err(Error::into_trap)?;
    call_with_numbers(cx, func, &numbers)
}

/// Whether a function can be called with so many integers, or fewer, and answers one or nothing.
fn check_numbers(ty: &wasmtime::FuncType, n_numbers: usize) -> Result<()> {
    let found = super::link::func_type(ty);
    let is_integer = |ty: &ValType| matches!(ty, ValType::I32 | ValType::I64);
    let mut all = found.params.iter().chain(&found.results);
    if all.all(is_integer) && found.params.len() <= n_numbers && found.results.len() <= 1 {
        return Ok(());
    }
    let as_found = |ty: Option<&ValType>| match ty {
        Some(ValType::I64) => ValType::I64,
        _ => ValType::I32,
    };
    let params: Vec<_> = (0..n_numbers).map(|idx| as_found(found.params.get(idx))).collect();
    let answers = found.results.iter().filter(|ty| is_integer(ty));
    let results: Vec<_> = answers.take(1).cloned().collect();
    Err(Error::new(Code::SignatureMismatch, "a function was called with another signature")
        .finding(format!("the caller expects {}", FuncType::new(params, results)))
        .finding(format!("found {found}")))
}

/// The same with a type that is known.
///
/// # Errors
/// 5005 for a reference of another link, before anything runs; otherwise as [`call`].
pub(super) fn call_typed<P: WasmParams, R: WasmResults>(
    cx: &mut StoreContextMut<'_, State>,
    func: &TypedFunc<P, R>,
    params: P,
) -> Result<R> {
    func.call(cx.as_context_mut(), params).map_err(|cause| {
        if !trap::is_trap(&cause) && cause.to_string().contains(OF_ANOTHER_STORE) {
            let text = "a reference that was passed is one of another link";
            return Error::new(Code::InvalidInstanceHandle, text);
        }
        trap::convert(cx, &cause, Code::CallError)
    })
}

fn shown(cx: &StoreContextMut<'_, State>, module: ModuleId) -> String {
    quoted(&cx.data().module_name(module))
}
