//! Rooms for dynamic libraries: bytes of a memory and slots of a table that others own.
//!
//! Invariant: what is given to a library is taken back with it, or when it cannot be loaded: slots
//! are nulled and given to the next, and so is memory, where it does not go back to an allocator.

use super::memory::{GuestMemory, PAGE_BYTES};
use super::state::State;
use super::{entry, slots, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{LinkPlan, Placement, Room};
use wasmtime::{AsContextMut, Ref, StoreContextMut, Table};

/// The room of a library.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    /// The address of its data.
    pub(super) memory_base: u64,
    /// Its first slot.
    pub(super) table_base: u64,
    /// The address of its thread-local data.
    pub(super) tls_base: u64,
    /// How many slots it has.
    pub(super) n_slots: u64,
    /// Its bytes, as they were taken.
    blocks: Vec<Block>,
}

/// Bytes that were taken for a library.
#[derive(Clone, Copy, Debug)]
enum Block {
    /// From the allocator of this module, which gave this address.
    Allocated(ModuleId, u64),
    /// From what a memory has grown by: the first and how many.
    Grown(u64, u64),
}

/// A C stack for libraries whose leader shows none.
pub(super) struct Stack {
    /// Its top.
    pub(super) high: u64,
    /// Its lowest address.
    pub(super) low: u64,
    block: Option<Block>,
}

impl Given {
    /// Whether an allocator of this module gave some of it.
    pub(super) fn is_partly_of(&self, giver: ModuleId) -> bool {
        self.blocks.iter().any(|it| matches!(it, Block::Allocated(module, _) if *module == giver))
    }
}

/// Slots of one table, or bytes of one memory, that nobody has: the first and how many.
pub(super) type FreeRanges = Vec<(u64, u64)>;

/// Gives a library its room.
///
/// # Errors
/// 5019 where the table cannot grow, 5020 where the memory cannot; what the allocator fails with.
pub(super) fn place(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
) -> Result<()> {
    let member = plan.module(module).and_then(|planned| planned.member.as_ref());
    let Some((member, placement)) = member.and_then(|it| Some((it, it.placement.as_ref()?))) else {
        return Err(Error::new(Code::Internal, format!("{module} has no place in the plan")));
    };
    let leader = member.leader;
    let table_base = match placement.table {
        Room::Fixed(slot_idx) => slot_idx,
        _ => take_slots(cx, leader, placement)?,
    };
    let given = Given { table_base, n_slots: placement.table_slots, ..Given::default() };
    cx.data_mut().modules[module.idx()].given = Some(given);
    let (n_bytes, align) = (placement.memory_bytes, placement.memory_align_bytes);
    let (memory_base, block) = take_bytes(cx, leader, &placement.memory, n_bytes, align)?;
    if let Some(given) = &mut cx.data_mut().modules[module.idx()].given {
        given.memory_base = memory_base;
        given.blocks.extend(block);
    }
    Ok(())
}

/// Makes a C stack; answers the address of its top.
///
/// # Errors
/// As [`place`].
pub(super) fn stack(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    n_bytes: u64,
    room: &Room,
) -> Result<u64> {
    const ALIGN_BYTES: u64 = 16;
    let (low, block) = take_bytes(cx, leader, room, n_bytes, ALIGN_BYTES)?;
    let high = (low + n_bytes) / ALIGN_BYTES * ALIGN_BYTES;
    cx.data_mut().stacks.insert(leader, Stack { high, low, block });
    Ok(high)
}

/// Bytes of the memory of a group: their address, and what goes back for them.
fn take_bytes(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    room: &Room,
    n_bytes: u64,
    align: u64,
) -> Result<(u64, Option<Block>)> {
    match room {
        Room::Fixed(address) => Ok((*address, None)),
        Room::Allocated { module: giver, export } => {
            let (block, base) = allocate(cx, *giver, export, n_bytes, align)?;
            Ok((base, Some(Block::Allocated(*giver, block))))
        }
        Room::Grown => {
            let base = grow(cx, leader, n_bytes, align)?;
            Ok((base, Some(Block::Grown(base, n_bytes))))
        }
    }
}

/// Bytes by which the memory of a group has grown, zeroed: those that nobody has any more, else new
/// ones.
fn grow(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    n_bytes: u64,
    align: u64,
) -> Result<u64> {
    let size = GuestMemory::of(cx.as_context_mut(), leader)?.size_bytes();
    if n_bytes == 0 {
        return Ok(size);
    }
    let free = cx.data_mut().free_bytes.entry(leader).or_default();
    let base = match take(free, n_bytes, align) {
        Some(base) => base,
        None => {
            // What is free at the end needs not be grown by once more.
            let last = free.iter().find(|(first, n)| first + n == size);
            let base = last.map_or(size, |(first, _)| *first).checked_next_multiple_of(align);
            let end = base.and_then(|base| base.checked_add(n_bytes)).unwrap_or(u64::MAX);
            let n_pages = end.saturating_sub(size).div_ceil(PAGE_BYTES);
            GuestMemory::of(cx.as_context_mut(), leader)?.grow(n_pages)?;
            let free = cx.data_mut().free_bytes.entry(leader).or_default();
            give_back(free, size, n_pages * PAGE_BYTES);
            let missing = || Error::new(Code::Internal, "a memory has not grown by what it said");
            take(free, n_bytes, align).ok_or_else(missing)?
        }
    };
    // New bytes are 0 already, and are not touched before they are used.
    let n_old = (base + n_bytes).min(size).saturating_sub(base);
    GuestMemory::of(cx.as_context_mut(), leader)?.slice_mut(base, n_old)?.fill(0);
    Ok(base)
}

/// Bytes of a guest's own allocator, zeroed; answers what it gave, and the aligned address in it.
fn allocate(
    cx: &mut StoreContextMut<'_, State>,
    giver: ModuleId,
    export: &str,
    n_bytes: u64,
    align: u64,
) -> Result<(u64, u64)> {
    let func = entry::function(cx, giver, export)?;
    let wanted = n_bytes.saturating_add(align);
    let block = entry::call_with_numbers(cx, &func, &[wanted])?;
    if block == 0 {
        let name = quoted(&cx.data().module_name(giver));
        let text = format!("{} of {name} has no {wanted} bytes for a library", quoted(export));
        return Err(Error::new(Code::LimitExceeded, text)
            .help("build the program with memory growth, or with a larger memory"));
    }
    // The allocator is the guest's: what it answers is checked like any address.
    let base = block.checked_next_multiple_of(align).unwrap_or(u64::MAX);
    let name = cx.data().module_name(giver);
    let mut memory = GuestMemory::of(cx.as_context_mut(), giver)?;
    let room = memory.slice_mut(base, n_bytes).map_err(|error| {
        let text = format!("{} of {} gave memory that is not there", quoted(export), quoted(&name));
        Error::new(Code::MemoryError, text).finding(error.message().to_owned())
    })?;
    room.fill(0);
    Ok((block, base))
}

/// Bytes of a program's own allocator, all 0; 0 where it exports none or has none left.
///
/// # Errors
/// What the allocator fails with.
pub(super) fn zeroed(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    n_bytes: u64,
) -> Result<u64> {
    let facts = cx.data().modules[owner.idx()].module.facts();
    if facts.exported_func(names::MALLOC).is_none() {
        return Ok(0);
    }
    let func = entry::function(cx, owner, names::MALLOC)?;
    let addr = entry::call_with_numbers(cx, &func, &[n_bytes])?;
    if addr != 0 {
        GuestMemory::of(cx.as_context_mut(), owner)?.slice_mut(addr, n_bytes)?.fill(0);
    }
    Ok(addr)
}

/// Gives back what an allocator gave.
///
/// # Errors
/// What the allocator fails with.
pub(super) fn free(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, addr: u64) -> Result<()> {
    let facts = cx.data().modules[owner.idx()].module.facts();
    if facts.exported_func(names::FREE).is_some_and(|ty| ty.params.len() == 1) {
        let func = entry::function(cx, owner, names::FREE)?;
        entry::call_with_numbers(cx, &func, &[addr])?;
    }
    Ok(())
}

/// Gives a library a block for its thread-local data, and calls what fills it.
///
/// # Errors
/// As [`place`]; 5016 for an alignment that no data can have.
pub(super) fn init_tls(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
) -> Result<()> {
    let n_bytes = exported_number(cx, module, names::TLS_SIZE)?;
    let align = tls_align(cx, module)?;
    let leader = plan.host_of(module);
    let has_malloc = |it: &ModuleId| {
        let facts = cx.data().modules[it.idx()].module.facts();
        facts.exported_func(names::MALLOC).is_some()
    };
    let room = match plan.group(leader).find(has_malloc) {
        Some(module) => Room::Allocated { module, export: names::MALLOC.to_owned() },
        None => Room::Grown,
    };
    let (base, block) = take_bytes(cx, leader, &room, n_bytes, align)?;
    let given = cx.data_mut().modules[module.idx()].given.get_or_insert_default();
    given.tls_base = base;
    given.blocks.extend(block);
    let func = entry::function(cx, module, names::INIT_TLS)?;
    cx.data_mut().note_guest_code();
    entry::call_with_numbers(cx, &func, &[base]).map(|_| ())
}

/// The alignment of a library's thread-local data, in bytes: as a dylink section may ask for.
///
/// # Errors
/// 5016 where it is more, or no power of two.
fn tls_align(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<u64> {
    let align = exported_number(cx, module, names::TLS_ALIGN)?.max(1);
    let limit = cx.data().options.limits.dylink_alignment_limit();
    if align.is_power_of_two() && align <= limit {
        return Ok(align);
    }
    let name = quoted(&cx.data().module_name(module));
    let export = quoted(names::TLS_ALIGN);
    let text = format!("{name} wants its thread-local data aligned to {align} bytes ({export})");
    Err(Error::new(Code::DylinkMalformed, text)
        .finding(format!("an alignment is a power of two, and at most {limit}")))
}

/// The value of an exported global that holds a number; 0 if there is none.
///
/// # Errors
/// 5023 if the module does not exist yet.
pub(super) fn exported_number(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    export: &str,
) -> Result<u64> {
    let instance = cx.data().instance(module)?;
    let global = instance.get_global(cx.as_context_mut(), export);
    Ok(global.map_or(0, |global| super::guest::number(&global.get(cx.as_context_mut()))))
}

/// Slots of the group's table: those that a library gave back, else new ones.
fn take_slots(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    placement: &Placement,
) -> Result<u64> {
    let home = slots::table_of(cx, leader)?;
    let (n_slots, align) = (placement.table_slots, placement.table_align_slots);
    let free = cx.data_mut().free_slots.entry(home.id).or_default();
    if let Some(base) = take(free, n_slots, align) {
        return Ok(base);
    }
    // Slot 0 is the null pointer.
    let size = home.table.size(cx.as_context_mut());
    let base = size.max(1).next_multiple_of(align);
    let n_new = base - size + n_slots;
    home.table.grow(cx.as_context_mut(), n_new, Ref::Func(None)).map_err(|_| {
        let name = quoted(&cx.data().module_name(leader));
        let text = format!("the table of {name} cannot grow from {size} by {n_new} slots");
        Error::new(Code::TableExhausted, text).help("raise the limit of table elements")
    })?;
    if size > 0 && base > size {
        cx.data_mut().free_slots.entry(home.id).or_default().push((size, base - size));
    }
    Ok(base)
}

/// Takes a library's room back: its slots are nulled, its memory is freed. Answers how many bytes
/// nobody can free. A link that is poisoned calls no allocator any more.
///
/// # Errors
/// What the allocator fails with.
pub(super) fn take_back(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
    calls: Calls,
) -> Result<u64> {
    let Some(given) = cx.data_mut().modules[module.idx()].given.take() else { return Ok(0) };
    let leader = plan.host_of(module);
    if given.n_slots > 0 {
        let home = slots::table_of(cx, leader)?;
        clear(cx, home.table, given.table_base, given.n_slots)?;
        let free = cx.data_mut().free_slots.entry(home.id).or_default();
        give_back(free, given.table_base, given.n_slots);
    }
    let member = plan.module(module).and_then(|planned| planned.member.as_ref());
    let placement = member.and_then(|member| member.placement.as_ref());
    let n_bytes = placement.map_or(0, |placement| placement.memory_bytes);
    let is_allocated = |block: &Block| matches!(block, Block::Allocated(..));
    let is_freed = given.blocks.iter().any(is_allocated) || n_bytes == 0;
    for block in given.blocks {
        return_block(cx, leader, block, calls)?;
    }
    Ok(if is_freed && calls == Calls::Allowed { 0 } else { n_bytes })
}

/// Takes back the C stack that was made for libraries which could not be opened.
///
/// # Errors
/// As [`take_back`].
pub(super) fn take_stack_back(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    calls: Calls,
) -> Result<()> {
    let stack = cx.data_mut().stacks.remove(&leader);
    match stack.and_then(|stack| stack.block) {
        Some(block) => return_block(cx, leader, block, calls),
        None => Ok(()),
    }
}

fn return_block(
    cx: &mut StoreContextMut<'_, State>,
    leader: ModuleId,
    block: Block,
    calls: Calls,
) -> Result<()> {
    match block {
        Block::Allocated(giver, block) if calls == Calls::Allowed => free(cx, giver, block),
        Block::Allocated(..) => Ok(()),
        Block::Grown(first, n_bytes) => {
            let free = cx.data_mut().free_bytes.entry(leader).or_default();
            give_back(free, first, n_bytes);
            Ok(())
        }
    }
}

/// Forgets what is free in tables of modules from this one on, which do not exist any more: the
/// next ones get their numbers.
pub(super) fn forget_from(cx: &mut StoreContextMut<'_, State>, n_modules: usize) {
    let is_there = |module: ModuleId| module.idx() < n_modules;
    cx.data_mut().free_slots.retain(|table_id, _| is_there(slots::module_of(*table_id)));
    cx.data_mut().free_bytes.retain(|leader, _| is_there(*leader));
    cx.data_mut().stacks.retain(|leader, _| is_there(*leader));
}

/// Whether guest code may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calls {
    /// It may.
    Allowed,
    /// Nobody knows what state it is in.
    None,
}

/// Takes so many in a row from those that are free, if there are.
fn take(free: &mut FreeRanges, n_wanted: u64, align: u64) -> Option<u64> {
    for idx in 0..free.len() {
        let (first, n_free) = free[idx];
        let Some(base) = first.checked_next_multiple_of(align) else { continue };
        let n_skipped = base - first;
        if n_free < n_skipped || n_free - n_skipped < n_wanted {
            continue;
        }
        let rest = (base + n_wanted, n_free - n_skipped - n_wanted);
        free.swap_remove(idx);
        free.extend([(first, n_skipped), rest].into_iter().filter(|(_, n)| *n > 0));
        return Some(base);
    }
    None
}

/// Adds some to those that are free, joined with their neighbours.
fn give_back(free: &mut FreeRanges, first: u64, n_given: u64) {
    let (mut first, mut n_given) = (first, n_given);
    free.retain(|(other, n)| {
        let touches = other + n == first || first + n_given == *other;
        if touches {
            first = first.min(*other);
            n_given += n;
        }
        !touches
    });
    if n_given > 0 {
        free.push((first, n_given));
    }
}

fn clear(
    cx: &mut StoreContextMut<'_, State>,
    table: Table,
    first: u64,
    n_slots: u64,
) -> Result<()> {
    table
        .fill(cx.as_context_mut(), first, Ref::Func(None), n_slots)
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

#[cfg(test)]
mod tests {
    use super::give_back;

    #[test]
    fn slots_that_are_given_back_join_their_neighbours() {
        let mut free = vec![(10, 5), (20, 5)];
        give_back(&mut free, 30, 1);
        assert_eq!(free, [(10, 5), (20, 5), (30, 1)]);
        give_back(&mut free, 15, 5);
        assert_eq!(free, [(30, 1), (10, 15)]);
        give_back(&mut free, 25, 5);
        assert_eq!(free, [(10, 21)]);
    }
}
