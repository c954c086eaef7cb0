//! What a module that is opened overwrites in memories and tables of others, until it is there.
//!
//! Invariant: active segments are written one after the other, and stay where a later one is out of
//! bounds or the start function traps: the module is gone then, and what it wrote is taken back, in
//! reverse order, byte by byte and slot by slot.
//!
//! # Source
//! The design note on safety, Rule U; the specification, "Instantiation".

use super::guest::number;
use super::state::State;
use super::trap;
use crate::error::{Code, Error, Result};
use crate::facts::{ActiveSegment, ModuleFacts, SegmentOffset, SegmentTarget};
use crate::sig::ExternType;
use std::collections::BTreeSet;
use wasmtime::{AsContextMut, Extern, Memory, Ref, StoreContextMut, Table};

/// What stood where a new module writes.
#[derive(Default)]
pub(super) struct Journal {
    entries: Vec<Entry>,
    /// Whether a module writes where nobody could look before.
    is_incomplete: bool,
    /// Whether guest code has run, other than what gives a new module its room: nobody knows what
    /// it has left where.
    pub(super) has_run: bool,
}

enum Entry {
    Bytes { memory: Memory, addr: u64, bytes: Vec<u8> },
    Slots { table: Table, first: u64, slots: Vec<Ref> },
}

impl Journal {
    /// Whether all can be taken back.
    pub(super) fn is_complete(&self) -> bool {
        !self.is_incomplete
    }
}

/// Keeps what stands where a module is about to write, if a journal is open. `externs` are what its
/// imports get.
pub(super) fn record(cx: &mut StoreContextMut<'_, State>, facts: &ModuleFacts, externs: &[Extern]) {
    if cx.data().journal.is_none() {
        return;
    }
    // Tables that were kept as a whole: once is enough, however many segments go there.
    let mut whole_tables = BTreeSet::new();
    // A segment without items writes nothing, wherever it goes.
    for segment in facts.active_segments.iter().filter(|segment| segment.n_items > 0) {
        // What is its own goes with it.
        let Some((import_idx, target)) = target(facts, externs, segment.into) else { continue };
        if whole_tables.contains(&import_idx) {
            continue;
        }
        let start = start(cx, facts, externs, segment);
        let mut is_known = true;
        let entry = match (target, start) {
            (Extern::Memory(memory), Some(addr)) => bytes(cx, memory, addr, segment.n_items),
            (Extern::Table(table), Some(first)) => slots(cx, table, first, segment.n_items),
            (Extern::Table(table), None) => {
                whole_tables.insert(import_idx);
                let n_slots = table.size(cx.as_context_mut());
                slots(cx, table, 0, n_slots)
            }
            _ => {
                is_known = false;
                None
            }
        };
        if let Some(journal) = &mut cx.data_mut().journal {
            journal.is_incomplete |= !is_known;
            journal.entries.extend(entry);
        }
    }
}

/// The memory or table of others that a segment goes to, with the import that it is.
fn target(facts: &ModuleFacts, externs: &[Extern], into: SegmentTarget) -> Option<(usize, Extern)> {
    let import_idx = match into {
        SegmentTarget::Memory(idx) => facts.memories.get(idx as usize)?.import_idx,
        SegmentTarget::Table(idx) => facts.tables.get(idx as usize)?.import_idx,
    };
    Some((import_idx?, externs.get(import_idx?)?.clone()))
}

fn start(
    cx: &mut StoreContextMut<'_, State>,
    facts: &ModuleFacts,
    externs: &[Extern],
    segment: &ActiveSegment,
) -> Option<u64> {
    match segment.offset {
        SegmentOffset::Number(number) => Some(number),
        SegmentOffset::Global { global_idx, plus } => {
            let is_global = |idx: &usize| matches!(facts.imports[*idx].ty, ExternType::Global(_));
            let import_idx = (0..facts.imports.len()).filter(is_global).nth(global_idx as usize)?;
            let Extern::Global(global) = externs.get(import_idx)? else { return None };
            let base = global.get(cx.as_context_mut());
            let sum = number(&base).wrapping_add(plus);
            // A 32-bit sum wraps as the guest's own does.
            Some(if matches!(base, wasmtime::Val::I32(_)) { sum & 0xffff_ffff } else { sum })
        }
        SegmentOffset::Unknown => None,
    }
}

/// The bytes that are there; none where the segment is out of bounds, and writes nothing.
fn bytes(
    cx: &mut StoreContextMut<'_, State>,
    memory: Memory,
    addr: u64,
    n_bytes: u64,
) -> Option<Entry> {
    let start = usize::try_from(addr).ok()?;
    let end = start.checked_add(usize::try_from(n_bytes).ok()?)?;
    let bytes = memory.data(cx.as_context_mut()).get(start..end)?.to_vec();
    Some(Entry::Bytes { memory, addr, bytes })
}

fn slots(
    cx: &mut StoreContextMut<'_, State>,
    table: Table,
    first: u64,
    n_slots: u64,
) -> Option<Entry> {
    let end = first.checked_add(n_slots)?;
    if end > table.size(cx.as_context_mut()) {
        return None;
    }
    let slots = (first..end).map(|slot_idx| table.get(cx.as_context_mut(), slot_idx));
    Some(Entry::Slots { table, first, slots: slots.collect::<Option<_>>()? })
}

/// Writes back what stood there before.
///
/// # Errors
/// 5030: what was there can be written there.
pub(super) fn take_back(cx: &mut StoreContextMut<'_, State>, journal: Journal) -> Result<()> {
    for entry in journal.entries.into_iter().rev() {
        match entry {
            Entry::Bytes { memory, addr, bytes } => {
                memory.write(cx.as_context_mut(), addr as usize, &bytes).map_err(|_| {
                    Error::new(Code::Internal, "a memory has shrunk while a module was opened")
                })?;
            }
            Entry::Slots { table, first, slots } => {
                for (slot_idx, held) in (first..).zip(slots) {
                    table
                        .set(cx.as_context_mut(), slot_idx, held)
                        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))?;
                }
            }
        }
    }
    Ok(())
}
