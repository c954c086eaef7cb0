//! Function pointers: slots of tables, and who may hold which function.
//!
//! Invariants: the ledger, a helper in wasm, is the one truth about slots that the broker added;
//! the host path here and the re-homing helper follow the same rules step by step (`bridge-wat`,
//! `rehome.wat`; a property test holds the two together).
//!
//! # Source
//! The guest ABI, "Function pointers".

use super::provide::export_of;
use super::state::{NamedFunction, State};
use super::{execute, pointers, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{HelperSpec, Join, join};
use std::collections::HashMap;
use wasmtime::{AsContextMut, Extern, Func, Instance, Ref, StoreContextMut, Table};
use wasmtime::{WasmParams, WasmResults};

/// Owner of functions that stand in no table. Tables have the ids of modules, far below.
const NAMED_OWNER: i32 = 1 << 30;
/// Slots to grow a table by at a time; `rehome.wat` has the same number.
const GROW_SLOTS: i32 = 64;
/// Instances of a slot number that means "none".
const NONE: i64 = 0;

/// A function as all tables know it: who owns it, and the number it has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    owner: i32,
    number: i64,
}

/// A module's function table.
#[derive(Clone, Copy)]
pub(super) struct Home {
    pub(super) table: Table,
    pub(super) id: i32,
}

/// Which slot of a table holds a function: the first that does.
#[derive(Debug, Default)]
pub(super) struct SlotIndex {
    by_function: HashMap<usize, u64>,
    /// Slots below this one were looked at.
    n_seen: u64,
}

/// A module's function table.
///
/// # Errors
/// 5019 if it has none that can be reached.
pub(super) fn table_of(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<Home> {
    let plan = cx.data().plan.clone();
    let space = plan.module(module).and_then(|planned| planned.table.as_ref());
    let (Some(space), Some(owner)) = (space, plan.table_owner(module)) else {
        let name = quoted(&cx.data().module_name(module));
        let text = format!("{name} has no function table that can be reached");
        return Err(Error::new(Code::TableExhausted, text));
    };
    match export_of(cx, &space.source)? {
        Extern::Table(table) => Ok(Home { table, id: owner.number().cast_signed() }),
        _ => Err(Error::new(Code::Internal, "a function table is something else")),
    }
}

/// The function behind a pointer of a module.
///
/// # Errors
/// 5017 for a null, stale or out-of-range pointer.
pub(super) fn function_at(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    slot_idx: u64,
) -> Result<Func> {
    let home = table_of(cx, module)?;
    match is_closed(cx, module) {
        true => Err(closed_pointer(cx, module, slot_idx)),
        false => function_in(cx, home, slot_idx),
    }
}

fn is_closed(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> bool {
    !cx.data().plan.is_open(module)
}

/// The table itself, for who calls through it often.
///
/// # Errors
/// 5019 if the module has none that can be reached.
pub(super) fn handle(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<Table> {
    table_of(cx, module).map(|home| home.table)
}

fn function_in(cx: &mut StoreContextMut<'_, State>, home: Home, slot_idx: u64) -> Result<Func> {
    match home.table.get(cx.as_context_mut(), slot_idx) {
        Some(Ref::Func(Some(func))) if slot_idx != 0 && !is_closed(cx, module_of(home.id)) => {
            Ok(func)
        }
        _ => Err(bad_pointer(cx, home.id, slot_idx)),
    }
}

/// Makes a pointer of one module callable in another, through the host.
///
/// # Errors
/// 5017 for a pointer that is no function, 5019 where no slot is left.
pub(super) fn rehome(
    cx: &mut StoreContextMut<'_, State>,
    from: ModuleId,
    slot_idx: u64,
    to: ModuleId,
) -> Result<u64> {
    if slot_idx == 0 {
        return Ok(0);
    }
    let from = table_of(cx, from)?;
    let func = function_in(cx, from, slot_idx)?;
    let to = table_of(cx, to)?;
    if from.id != to.id {
        pointers::check(cx, &func)?;
    }
    let identity = identity_in(cx, from, slot_idx)?;
    if identity.owner == to.id {
        return Ok(identity.number.cast_unsigned());
    }
    place(cx, func, identity, to)
}

fn identity_in(cx: &mut StoreContextMut<'_, State>, home: Home, slot_idx: u64) -> Result<Identity> {
    let number = slot_idx.cast_signed();
    let (owner, source): (i32, i64) = ask(cx, names::LEDGER_ORIGIN, (home.id, number))?;
    Ok(match owner {
        -1 => Identity { owner: home.id, number },
        owner => Identity { owner, number: source },
    })
}

/// Puts a function that stands in no table into a module's table. Asked again, the same slot.
///
/// # Errors
/// 5019 where no slot is left.
pub(super) fn place_named(
    cx: &mut StoreContextMut<'_, State>,
    func: Func,
    name: NamedFunction,
    into: ModuleId,
) -> Result<u64> {
    let number = cx.data_mut().named_functions.number(name);
    let into = table_of(cx, into)?;
    place(cx, func, Identity { owner: NAMED_OWNER, number }, into)
}

/// Puts an export of a module into the caller's table: under its own identity if its owner's table
/// holds it, so that look-up by name and re-homing agree.
///
/// # Errors
/// 5003 if there is no such function, 5019 where no slot is left.
pub(super) fn place_export(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    export: &str,
    into: ModuleId,
) -> Result<u64> {
    let (owner, export) = &defined(cx.data(), owner, export);
    let owner = *owner;
    let instance = cx.data().instance(owner)?;
    let func = instance.get_func(cx.as_context_mut(), export).ok_or_else(|| {
        Error::new(Code::ExportNotFound, format!("there is no function {}", quoted(export)))
    })?;
    if let Some(slot_idx) = own_slot(cx, owner, &func) {
        return match table_of(cx, owner)?.id == table_of(cx, into)?.id {
            true => Ok(slot_idx),
            false => rehome(cx, owner, slot_idx, into),
        };
    }
    if cx.data().plan.table_owner(owner) != cx.data().plan.table_owner(into) {
        pointers::check(cx, &func)?;
    }
    place_named(cx, func, NamedFunction::Export(owner, export.to_owned()), into)
}

/// The module that defines an exported function, and its first name there: a module that exports
/// what it imports has a reference of its own to it, and the same function would get two slots; so
/// would one that is exported under two names.
fn defined(state: &State, owner: ModuleId, export: &str) -> (ModuleId, String) {
    let (mut owner, mut export) = (owner, export.to_owned());
    // A chain longer than there are modules has come back to where it started.
    for _ in 0..state.modules.len() {
        match handed_on(state, owner, &export) {
            Some(next) => (owner, export) = next,
            None => break,
        }
    }
    let facts = state.modules[owner.idx()].module.facts();
    let first = facts.export(&export).and_then(|it| facts.first_name_of_func(it));
    (owner, first.map_or(export, str::to_owned))
}

/// Where a module has a function from that it exports but does not define.
fn handed_on(state: &State, owner: ModuleId, export: &str) -> Option<(ModuleId, String)> {
    let facts = state.modules[owner.idx()].module.facts();
    let import_idx = facts.handed_on(facts.export(export)?)?;
    let import = state.plan.module(owner)?.imports.get(import_idx)?;
    let (module, export) = state.plan.peer_export(&import.source)?;
    Some((module, export.to_owned()))
}

/// The slot of the owner's table that holds the function. Slots are read once, new ones when the
/// table has grown.
fn own_slot(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, func: &Func) -> Option<u64> {
    let home = table_of(cx, owner).ok()?;
    let n_slots = home.table.size(cx.as_context_mut());
    let mut index = cx.data_mut().slots_by_function.remove(&home.id).unwrap_or_default();
    for slot_idx in index.n_seen.max(1)..n_slots {
        if let Some(Ref::Func(Some(func))) = home.table.get(cx.as_context_mut(), slot_idx) {
            let raw = func.to_raw(cx.as_context_mut()).addr();
            index.by_function.entry(raw).or_insert(slot_idx);
        }
    }
    index.n_seen = n_slots;
    let raw = func.to_raw(cx.as_context_mut()).addr();
    let known = index.by_function.get(&raw).copied();
    // The guest may have written its table since.
    let known = known.filter(|slot_idx| match home.table.get(cx.as_context_mut(), *slot_idx) {
        Some(Ref::Func(Some(now))) => now.to_raw(cx.as_context_mut()).addr() == raw,
        _ => false,
    });
    if known.is_none() {
        index.by_function.remove(&raw);
    }
    cx.data_mut().slots_by_function.insert(home.id, index);
    known
}

/// Lets slots be read again that a new module may have written: its own where it was given some,
/// else all.
pub(super) fn forget_index(cx: &mut StoreContextMut<'_, State>, module: ModuleId) {
    let loaded = &cx.data().modules[module.idx()];
    if loaded.module.facts().elements.n_segments == 0 || cx.data().slots_by_function.is_empty() {
        return;
    }
    let first = loaded.given.as_ref().map_or(0, |given| given.table_base);
    let plan = cx.data().plan.clone();
    if let Some(owner) = plan.table_owner(module)
        && let Some(index) = cx.data_mut().slots_by_function.get_mut(&owner.number().cast_signed())
    {
        index.n_seen = index.n_seen.min(first);
    }
}

fn place(
    cx: &mut StoreContextMut<'_, State>,
    func: Func,
    identity: Identity,
    into: Home,
) -> Result<u64> {
    if is_closed(cx, module_of(into.id)) {
        let name = quoted(&cx.data().module_name(module_of(into.id)));
        let text = format!("no function pointer can be given to {name}, which was closed");
        return Err(Error::new(Code::BadFunctionPointer, text));
    }
    let Identity { owner, number } = identity;
    let mut slot: i64 = ask(cx, names::LEDGER_FIND, (into.id, owner, number))?;
    if slot == NONE {
        slot = ask(cx, names::LEDGER_TAKE, (into.id, owner, number))?;
    }
    if slot == NONE {
        grow(cx, into)?;
        slot = ask(cx, names::LEDGER_TAKE, (into.id, owner, number))?;
    }
    if slot == NONE {
        return Err(table_full(cx, into.id, 0));
    }
    let slot_idx = slot.cast_unsigned();
    into.table
        .set(cx.as_context_mut(), slot_idx, Ref::Func(Some(func)))
        .map_err(|cause| trap::convert(cx, &cause, Code::TableExhausted))?;
    // Whoever looks the function up by another of its names has to find this slot.
    let raw = func.to_raw(cx.as_context_mut()).addr();
    if let Some(index) = cx.data_mut().slots_by_function.get_mut(&into.id) {
        index.by_function.entry(raw).or_insert(slot_idx);
    }
    Ok(slot_idx)
}

/// Grows a table in a chunk, or by one slot where that is refused.
fn grow(cx: &mut StoreContextMut<'_, State>, into: Home) -> Result<()> {
    let room: i32 = ask(cx, names::LEDGER_ROOM, GROW_SLOTS)?;
    if room <= 0 {
        return Err(table_full(cx, into.id, 0));
    }
    let is_empty = into.table.size(cx.as_context_mut()) == 0;
    for n_slots in [room, room.min(if is_empty { 2 } else { 1 })] {
        if n_slots <= 0 {
            continue;
        }
        let delta = u64::from(n_slots.unsigned_abs());
        if let Ok(first) = into.table.grow(cx.as_context_mut(), delta, Ref::Func(None)) {
            let grown = (into.id, first.cast_signed(), n_slots);
            let _: i32 = ask(cx, names::LEDGER_GROWN, grown)?;
            return Ok(());
        }
    }
    Err(table_full(cx, into.id, 1))
}

/// Takes a slot back and nulls it.
///
/// # Errors
/// 5017 if the broker did not give it out.
pub(super) fn release(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    slot_idx: u64,
) -> Result<()> {
    let home = table_of(cx, module)?;
    match is_closed(cx, module) {
        true => Err(closed_pointer(cx, module, slot_idx)),
        false => release_in(cx, home, slot_idx),
    }
}

fn release_in(cx: &mut StoreContextMut<'_, State>, home: Home, slot_idx: u64) -> Result<()> {
    let was_live: i32 = ask(cx, names::LEDGER_RELEASE, (home.id, slot_idx.cast_signed()))?;
    if was_live == 0 {
        return Err(not_ours(cx, home.id, slot_idx));
    }
    home.table
        .set(cx.as_context_mut(), slot_idx, Ref::Func(None))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

/// Nulls every slot that holds a function of this module, and its table where it has its own: the
/// slots that were added there may be added to others.
///
/// # Errors
/// 5030.
pub(super) fn release_all_of(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<()> {
    let home = table_of(cx, module).ok();
    // A library has only some slots of the table that it shares, or none yet.
    let own_table = home.filter(|home| home.id == module.number().cast_signed());
    let given = cx.data().modules[module.idx()].given.as_ref();
    let own_slots = given.map(|given| given.table_base..given.table_base + given.n_slots);
    let is_own = |number: i64| {
        own_table.is_some()
            || own_slots.as_ref().is_some_and(|own| own.contains(&number.cast_unsigned()))
    };
    let named = cx.data_mut().named_functions.forget(|name| name.is_of(module));
    let owner_id = home.map(|home| home.id);
    release_where(cx, |Identity { owner, number }| {
        (Some(owner) == owner_id && is_own(number))
            || (owner == NAMED_OWNER && named.contains(&number))
    })?;
    match own_table {
        Some(home) => drop_table(cx, home),
        None => Ok(()),
    }
}

/// Forgets what is known of modules and helpers from these on, which do not exist any more: the
/// next ones get their numbers.
///
/// # Errors
/// 5030.
pub(super) fn forget_from(
    cx: &mut StoreContextMut<'_, State>,
    n_modules: usize,
    n_helpers: usize,
) -> Result<()> {
    let is_gone = |name: &NamedFunction| name.is_from(n_modules, n_helpers);
    let named = cx.data_mut().named_functions.forget(is_gone);
    cx.data_mut().slots_by_function.retain(|table_id, _| module_of(*table_id).idx() < n_modules);
    match named.is_empty() {
        true => Ok(()),
        false => release_where(cx, |it| it.owner == NAMED_OWNER && named.contains(&it.number)),
    }
}

/// Nulls every slot that holds one of these functions.
fn release_where(
    cx: &mut StoreContextMut<'_, State>,
    is_gone: impl Fn(Identity) -> bool,
) -> Result<()> {
    if !has_ledger(cx) {
        return Ok(());
    }
    let n_records: i32 = ask(cx, names::LEDGER_N_RECORDS, ())?;
    // Looked up once: the more a link has opened, the longer that takes.
    let record = ledger(cx)?
        .get_typed_func::<i32, (i32, i64, i32, i64, i32)>(cx.as_context_mut(), names::LEDGER_RECORD)
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))?;
    for record_idx in 0..n_records {
        let row = record.call(cx.as_context_mut(), record_idx);
        let (table, slot, owner, number, state) =
            row.map_err(|cause| trap::convert(cx, &cause, Code::Internal))?;
        if state == LIVE && is_gone(Identity { owner, number }) {
            let home = table_of(cx, module_of(table))?;
            release_in(cx, home, slot.cast_unsigned())?;
        }
    }
    Ok(())
}

/// Nulls a table that nobody uses any more, and forgets all that is known of it.
fn drop_table(cx: &mut StoreContextMut<'_, State>, home: Home) -> Result<()> {
    if has_ledger(cx) {
        let _: i32 = ask(cx, names::LEDGER_DROP_TABLE, home.id)?;
    }
    cx.data_mut().slots_by_function.remove(&home.id);
    cx.data_mut().free_slots.remove(&home.id);
    // One of references that are never null stays as it is: nobody is given any of it.
    if !home.table.ty(cx.as_context_mut()).element().is_nullable() {
        return Ok(());
    }
    let n_slots = home.table.size(cx.as_context_mut());
    home.table
        .fill(cx.as_context_mut(), 0, Ref::Func(None), n_slots)
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

/// Whether there is a ledger: where there is none, or none yet in a plan that failed, nobody was
/// given a slot.
fn has_ledger(cx: &mut StoreContextMut<'_, State>) -> bool {
    let ledger = cx.data().plan.find_helper(|spec| *spec == HelperSpec::Ledger);
    ledger.is_some_and(|ledger| cx.data().helper(ledger).is_ok())
}

/// The module whose id is the id of a table.
pub(super) fn module_of(table_id: i32) -> ModuleId {
    ModuleId::new(table_id.cast_unsigned())
}

/// The state of a live slot in the ledger.
const LIVE: i32 = 2;
/// The state of a slot that was given back.
const FREE: i32 = 1;

/// The error for a pointer that is no function.
pub(super) fn bad_pointer(
    cx: &mut StoreContextMut<'_, State>,
    table_id: i32,
    slot_idx: u64,
) -> Error {
    let module = module_of(table_id);
    if is_closed(cx, module) {
        return closed_pointer(cx, module, slot_idx);
    }
    let name = quoted(&cx.data().module_name(module));
    let state = ask(cx, names::LEDGER_STATE, (table_id, slot_idx.cast_signed())).unwrap_or(0);
    let size = table_of(cx, module).map(|home| home.table.size(cx.as_context_mut()));
    let why = match (state, size) {
        (FREE, _) => "it was released".to_owned(),
        (_, Ok(size)) if slot_idx >= size => format!("the table has {size} slots"),
        _ => "the entry is null".to_owned(),
    };
    let text = format!("function pointer {slot_idx} of {name} is not a function: {why}");
    Error::new(Code::BadFunctionPointer, text)
}

/// The error for a pointer of a module that was closed.
fn closed_pointer(cx: &StoreContextMut<'_, State>, module: ModuleId, slot_idx: u64) -> Error {
    let name = quoted(&cx.data().module_name(module));
    let text = format!("function pointer {slot_idx} is of no use any more: {name} was closed");
    Error::new(Code::BadFunctionPointer, text)
}

/// The error for a pointer that cannot be taken back.
fn not_ours(cx: &mut StoreContextMut<'_, State>, table_id: i32, slot_idx: u64) -> Error {
    let state = ask(cx, names::LEDGER_STATE, (table_id, slot_idx.cast_signed())).unwrap_or(0);
    let name = quoted(&cx.data().module_name(module_of(table_id)));
    let why = match state {
        FREE => "it was released already",
        _ => "the broker did not give it out",
    };
    let text = format!("function pointer {slot_idx} of {name} cannot be released: {why}");
    Error::new(Code::BadFunctionPointer, text)
}

/// The error for a table that cannot take another slot.
pub(super) fn table_full(
    cx: &mut StoreContextMut<'_, State>,
    table_id: i32,
    n_slots: u64,
) -> Error {
    let name = quoted(&cx.data().module_name(module_of(table_id)));
    let limit = cx.data().options.limits.broker_slots_limit();
    let text = format!("no slot is left for a function pointer in the table of {name}");
    Error::new(Code::TableExhausted, text).finding(match n_slots {
        0 => format!("the link may add {limit} slots to all tables together"),
        _ => "the table refused to grow".to_owned(),
    })
}

/// Asks the ledger, which is made on first use.
fn ask<P: WasmParams, R: WasmResults>(
    cx: &mut StoreContextMut<'_, State>,
    function: &str,
    params: P,
) -> Result<R> {
    let ledger = ledger(cx)?;
    let func = ledger.get_typed_func::<P, R>(cx.as_context_mut(), function);
    func.and_then(|func| func.call(cx.as_context_mut(), params))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

/// Makes the ledger, if there is none: what it knows outlives a module that cannot be opened only
/// if it was there before.
///
/// # Errors
/// 5001, 5020.
pub(super) fn make_ledger(cx: &mut StoreContextMut<'_, State>) -> Result<()> {
    ledger(cx).map(|_| ())
}

fn ledger(cx: &mut StoreContextMut<'_, State>) -> Result<Instance> {
    let state = cx.data();
    let known = state.plan.find_helper(|spec| *spec == HelperSpec::Ledger);
    if let Some(helper) = known {
        return state.helper(helper);
    }
    let (plan, helper) = state.with_request(|request| join(&state.plan, request, Join::Ledger));
    let helper =
        helper.ok_or_else(|| Error::new(Code::Internal, "the ledger could not be planned"))?;
    execute::adopt(cx, plan)?;
    cx.data().helper(helper)
}
