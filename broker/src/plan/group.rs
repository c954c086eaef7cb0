//! Groups: modules that share one memory and one function table, as dynamic libraries do.
//!
//! Invariants: a group has one leader, main wherever main can be it; the broker lays a memory out
//! only where the leader leaves that to it (it imports `__memory_base`), and otherwise asks the
//! leader's own allocator; what is decided here are numbers and names, nothing is allocated.
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`; the design note on dylink, "The order" and "Main modules
//! come in four shapes".

use super::request::LinkageKind;
use super::resolve::Planner;
use super::{Member, Placement, Room, Scope, StackSpace};
use crate::error::{Code, Error, Result, quoted};
use crate::facts::{MemInfo, ModuleFacts, Role};
use crate::ids::ModuleId;
use crate::limits;
use crate::names;
use crate::sig::ExternType;

/// Where the data of a leader begins: what lies below stays free, so that null and its neighbours
/// are nobody's address.
const FIRST_ADDRESS: u64 = 1024;
/// Slot 0 is the null function pointer.
const FIRST_SLOT: u64 = 1;
/// Alignment in bytes of the C stack, and of every module's data.
const STACK_ALIGN_BYTES: u64 = 16;
/// Room for a heap that a memory has at least when its program starts.
const FIRST_HEAP_BYTES: u64 = 1 << 20;
/// Bytes of a page of linear memory.
pub(super) const PAGE_BYTES: u64 = 64 << 10;

/// How large the memory and the table of a leader have to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupSize {
    pub(super) memory_pages: u64,
    pub(super) table_slots: u64,
}

impl Planner<'_> {
    /// Finds the groups of the new modules, and decides where each module's data and functions go.
    ///
    /// # Errors
    /// 5016 for a module that is to be a dynamic library and is none; 5020 where the data of all
    /// does not fit 32-bit addresses.
    pub(super) fn form_groups(&mut self) -> Result<()> {
        let new: Vec<_> = self.new_modules().collect();
        for module in &new {
            if let Some(leader) = self.leader_of(*module)? {
                let scope = match self.request.modules[module.idx()].scope {
                    Some(root) => Scope::Local(root),
                    None => Scope::Global,
                };
                let needed = self.needed_by(*module);
                let member = Member { leader, placement: None, stack: None, scope, needed };
                self.plan.modules[module.idx()].member = Some(member);
            }
        }
        let mut leaders: Vec<ModuleId> = new.iter().filter_map(|it| self.leader(*it)).collect();
        leaders.sort_unstable();
        leaders.dedup();
        for leader in leaders {
            self.place_group(leader)?;
        }
        Ok(())
    }

    /// The leader of the group that a module belongs to: a dynamic library's, or itself if dynamic
    /// libraries have joined it.
    pub(super) fn leader(&self, module: ModuleId) -> Option<ModuleId> {
        self.plan.leader(module)
    }

    /// The module that has the memory, the table and the WASI context of this one.
    pub(super) fn host_of(&self, module: ModuleId) -> ModuleId {
        self.plan.host_of(module)
    }

    fn leader_of(&self, module: ModuleId) -> Result<Option<ModuleId>> {
        let kind = self.request.modules[module.idx()].kind;
        let facts = self.facts(module);
        if facts.dylink.is_none() {
            return match kind {
                LinkageKind::Dylink => {
                    let name = quoted(self.name(module));
                    let text = format!("{name} is to be linked dynamically, but is no library");
                    Err(Error::new(Code::DylinkMalformed, text)
                        .finding(format!("it has no section `{}`", names::DYLINK_0))
                        .help(
                            "build it as a side module (`-sSIDE_MODULE`, `wasm-ld -shared`), or \
                               leave its kind out",
                        ))
                }
                _ => Ok(None),
            };
        }
        if kind == LinkageKind::Isolated || module == ModuleId::MAIN {
            return Ok(Some(module));
        }
        let main = self.facts(ModuleId::MAIN);
        if !main.memories.is_empty() || main.dylink.is_some() {
            return Ok(Some(ModuleId::MAIN));
        }
        let joins = |idx: &usize| {
            let request = &self.request.modules[*idx];
            let is_open = self.plan.modules.get(*idx).is_none_or(|it| !it.closed);
            is_open && request.facts.dylink.is_some() && request.kind != LinkageKind::Isolated
        };
        let first = (0..self.request.modules.len()).find(joins);
        Ok(Some(first.map_or(module, |idx| ModuleId::new(idx as u32))))
    }

    /// The libraries that a module names, as far as the link has them.
    fn needed_by(&self, module: ModuleId) -> Vec<ModuleId> {
        let dylink = self.facts(module).dylink.as_ref();
        let needed = dylink.map(|dylink| dylink.needed.as_slice()).unwrap_or_default();
        let mut found: Vec<ModuleId> = Vec::new();
        for name in needed {
            let library = self.request.library(name, |idx| {
                self.plan.modules.get(idx).is_none_or(|planned| !planned.closed)
            });
            if let Some(library) = library.filter(|it| *it != module && !found.contains(it)) {
                found.push(library);
            }
        }
        found
    }

    /// Decides the places of a group's new modules.
    fn place_group(&mut self, leader: ModuleId) -> Result<()> {
        let facts = self.facts(leader);
        let is_new = self.new_modules().any(|module| module == leader);
        let is_left_to_us = is_new && leaves_layout_to_us(facts, leader);
        // What belongs to a peer is not laid out from its start: it has the peer's data there.
        let is_ours = is_left_to_us && self.is_memory_ours(leader);
        let is_table_ours = is_new && self.is_table_ours(leader);
        let members: Vec<_> = self
            .new_modules()
            .filter(|it| self.leader(*it) == Some(leader))
            .filter(|it| *it != leader || is_left_to_us)
            .collect();
        let mut addresses = Cursor(FIRST_ADDRESS);
        let mut slots = Cursor(table_slots_of(facts).max(FIRST_SLOT));
        // The leader's own functions come first, where its compiler expects them.
        let mut own_slots = Cursor(FIRST_SLOT);
        let mut own_slot_idx = FIRST_SLOT;
        if is_left_to_us {
            let info = facts.dylink.as_ref().map(|it| it.mem_info).unwrap_or_default();
            own_slot_idx = own_slots.take(info.table_slots.into(), 1 << info.table_align_log2);
            slots = Cursor(slots.0.max(own_slots.0));
        }
        for module in &members {
            let info = self.facts(*module).dylink.as_ref().map(|it| it.mem_info);
            let info = info.unwrap_or_default();
            let memory = match (is_ours, info.memory_bytes) {
                (true, n_bytes) => {
                    let align = (1_u64 << info.memory_align_log2).max(STACK_ALIGN_BYTES);
                    Room::Fixed(addresses.take(n_bytes.into(), align))
                }
                (false, 0) => Room::Fixed(0),
                (false, _) => self.room_of(leader),
            };
            let table = match info.table_slots {
                0 => Room::Fixed(0),
                _ if !is_table_ours => Room::Grown,
                _ if *module == leader => Room::Fixed(own_slot_idx),
                n_slots => Room::Fixed(slots.take(n_slots.into(), 1 << info.table_align_log2)),
            };
            if let Some(member) = &mut self.plan.modules[module.idx()].member {
                member.placement = Some(placement(info, memory, table));
            }
        }
        if !is_new {
            return Ok(());
        }
        let mut memory_bytes = 0;
        if is_ours {
            let stack = self.place_stack(addresses);
            memory_bytes = stack.heap_base.saturating_add(FIRST_HEAP_BYTES);
            if let Some(member) = &mut self.plan.modules[leader.idx()].member {
                member.stack = Some(stack);
            }
        }
        let limit = u64::from(u32::MAX);
        if memory_bytes > limit {
            let what = "bytes of data and stack of a group of modules";
            return Err(Error::limit(Code::LimitExceeded, what, memory_bytes, limit));
        }
        let memory_pages = memory_bytes.div_ceil(PAGE_BYTES);
        let least_pages = members.iter().filter_map(|it| imported_pages(self.facts(*it))).max();
        let memory_pages = memory_pages.max(least_pages.unwrap_or(0));
        let has_slots = !members.is_empty() && is_table_ours;
        let table_slots = if has_slots { slots.0 } else { 0 };
        self.group_sizes.insert(leader, GroupSize { memory_pages, table_slots });
        Ok(())
    }

    /// The stack comes after everybody's data, and the heap after the stack.
    fn place_stack(&self, mut addresses: Cursor) -> StackSpace {
        let stack_bytes = self.request.options.limits.stack_limit_bytes();
        let low = addresses.take(stack_bytes, STACK_ALIGN_BYTES);
        let high = addresses.take(0, STACK_ALIGN_BYTES);
        StackSpace { low, high, heap_base: high }
    }

    /// Who gives memory to modules that join a program which lays its memory out itself, or whose
    /// memory belongs to a peer.
    pub(super) fn room_of(&self, leader: ModuleId) -> Room {
        let is_new = self.new_modules().any(|module| module == leader);
        if is_new && leaves_layout_to_us(self.facts(leader), leader) {
            // Its allocator works on data that have no place yet.
            return Room::Grown;
        }
        match self.allocator(leader, is_new) {
            Some((module, export)) => Room::Allocated { module, export },
            None => Room::Grown,
        }
    }

    /// How large the stack is that the broker makes for a group in memory that it does not lay out:
    /// a program's, or one for libraries only.
    pub(super) fn made_stack_bytes(&self, leader: ModuleId) -> u64 {
        let limit = self.request.options.limits.stack_limit_bytes();
        match leaves_layout_to_us(self.facts(leader), leader) {
            true => limit,
            false => limits::LIBRARY_STACK_BYTES.min(limit),
        }
    }

    /// Whose allocator gives memory to modules that join a program which lays its memory out
    /// itself: main's, or once the program runs any library's.
    fn allocator(&self, leader: ModuleId, is_new: bool) -> Option<(ModuleId, String)> {
        let has = |module: &ModuleId| {
            let ty = self.facts(*module).exported_func(names::MALLOC);
            ty.is_some_and(|ty| ty.params.len() == 1 && ty.params == ty.results)
        };
        let mut libraries = (0..self.plan.modules.len())
            .map(|idx| ModuleId::new(idx as u32))
            .filter(|it| !is_new && self.leader(*it) == Some(leader))
            .filter(|it| !self.plan.modules[it.idx()].closed)
            .filter(|it| !self.new_modules().any(|new| new == *it));
        let found = Some(leader).filter(has).or_else(|| libraries.find(has))?;
        Some((found, names::MALLOC.to_owned()))
    }
}

fn placement(info: MemInfo, memory: Room, table: Room) -> Placement {
    Placement {
        memory_bytes: info.memory_bytes.into(),
        memory_align_bytes: (1 << info.memory_align_log2).max(STACK_ALIGN_BYTES),
        table_slots: info.table_slots.into(),
        table_align_slots: 1 << info.table_align_log2,
        memory,
        table,
    }
}

/// Whether the broker decides where the leader's data, stack and heap lie.
fn leaves_layout_to_us(leader: &ModuleFacts, id: ModuleId) -> bool {
    let owns_nothing = leader.memories.iter().all(|memory| memory.import_idx.is_some())
        && leader.export(names::STACK_POINTER).is_none();
    leader.dylink.is_some()
        && (leader.imports_global(names::MEMORY_BASE)
            || (id != ModuleId::MAIN && leader.role == Role::Side && owns_nothing))
}

/// The slots that the leader's own function table begins with.
fn table_slots_of(leader: &ModuleFacts) -> u64 {
    let table = leader.function_table_idx().map(|idx| &leader.tables[idx]);
    table.map_or(0, |table| table.ty.min_slots)
}

/// The pages that a module wants of the memory it imports.
fn imported_pages(facts: &ModuleFacts) -> Option<u64> {
    facts.imports.iter().find_map(|import| match &import.ty {
        ExternType::Memory(ty) => Some(ty.min_pages.min(limits::MEMORY_BYTES / PAGE_BYTES)),
        _ => None,
    })
}

/// Hands out addresses or slots, upwards.
#[derive(Clone, Copy)]
struct Cursor(u64);

impl Cursor {
    /// The first of so many, aligned to a power of two. What has no number any more ends at the
    /// last one: the stack may be as large as the user likes, and a table as its module likes, and
    /// no memory and no table is that large (5020).
    fn take(&mut self, n: u64, align: u64) -> u64 {
        let first = self.0.checked_next_multiple_of(align).unwrap_or(u64::MAX);
        self.0 = first.saturating_add(n);
        first
    }
}
