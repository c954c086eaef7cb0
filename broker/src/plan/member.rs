//! What a plan says of dynamic libraries: who shares a memory with whom, where each one's data and
//! functions go, and what the symbols stand for that they have in common.
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`.

use super::{LinkPlan, Source};
use crate::ids::{GlobalId, ModuleId};
use crate::sig::{FuncType, Width};

/// A module's part in a group of modules that share one memory and one function table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The module whose memory, table and WASI context it is; the module itself if it leads.
    pub leader: ModuleId,
    /// Where its data and functions go; none for a leader that has its own places.
    pub placement: Option<Placement>,
    /// The C stack and the start of the heap, where the broker decided them for this leader.
    pub stack: Option<StackSpace>,
    /// Who sees its symbols.
    pub scope: Scope,
    /// The libraries that it needs, in its own order.
    pub needed: Vec<ModuleId>,
}

/// Who sees a library's symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every module of the group (`RTLD_GLOBAL`, and all that is loaded at the start).
    Global,
    /// The library that was opened and those opened with it (`RTLD_LOCAL`); named is the first.
    Local(ModuleId),
}

/// Where a library's data and functions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Bytes of data.
    pub memory_bytes: u64,
    /// Alignment of the data, a power of two, in bytes.
    pub memory_align_bytes: u64,
    /// Slots of the function table.
    pub table_slots: u64,
    /// Alignment of the first slot, a power of two.
    pub table_align_slots: u64,
    /// Who gives the memory.
    pub memory: Room,
    /// Who gives the slots.
    pub table: Room,
}

/// Who gives a library its room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Room {
    /// It is set aside from the start: its address or slot.
    Fixed(u64),
    /// This export of a module, a `malloc`, is called when the library is loaded.
    Allocated {
        /// That module.
        module: ModuleId,
        /// The name of its export.
        export: String,
    },
    /// The memory or table grows.
    Grown,
}

/// The C stack, as addresses; it grows downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackSpace {
    /// Its lowest address.
    pub low: u64,
    /// One past its highest address: where the stack pointer begins.
    pub high: u64,
    /// Where the heap begins.
    pub heap_base: u64,
}

/// Which of a library's bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// The address of its data (`__memory_base`).
    Memory,
    /// Its first slot of the function table (`__table_base`).
    Table,
}

/// A mutable global that all modules of a group share: an entry of the global offset table, or the
/// C stack pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedGlobal {
    /// The group's leader.
    pub leader: ModuleId,
    /// Its name: `GOT.mem.x`, `GOT.func.f`, `env.__stack_pointer`.
    pub name: String,
    /// The width of its integer.
    pub width: Width,
    /// What it holds when the modules that use it are initialised.
    pub value: Symbol,
}

/// What a symbol stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// This number: a place that the broker decided, or 0 for a weak symbol that nobody defines.
    Number(u64),
    /// The top of a C stack that is made for libraries whose leader shows none.
    Stack {
        /// Its size in bytes.
        n_bytes: u64,
        /// Who gives the memory.
        room: Room,
    },
    /// The address of this exported data symbol.
    Data {
        /// The module that exports it.
        module: ModuleId,
        /// The name of its export.
        export: String,
    },
    /// The slot of this function in the group's table.
    Function {
        /// What provides the function.
        source: Source,
        /// Its type.
        ty: FuncType,
    },
}

impl LinkPlan {
    /// The leader of the group that a module belongs to: a library's, or the module itself where
    /// libraries have joined it; none for a module that stands alone.
    pub fn leader(&self, module: ModuleId) -> Option<ModuleId> {
        match &self.module(module)?.member {
            Some(member) => Some(member.leader),
            None => self.is_joined(module).then_some(module),
        }
    }

    /// The module that has the memory, the table and the WASI context of this one: the leader of
    /// its group, or itself.
    pub fn host_of(&self, module: ModuleId) -> ModuleId {
        self.leader(module).unwrap_or(module)
    }

    fn is_joined(&self, module: ModuleId) -> bool {
        let joins = |it: &Member| it.leader == module;
        self.open_modules().any(|it| it.member.as_ref().is_some_and(joins))
    }

    /// The open modules of a group, in load order: its leader, and who has joined it.
    pub(crate) fn group(&self, leader: ModuleId) -> impl Iterator<Item = ModuleId> {
        let is_in = move |module: &ModuleId| {
            let planned = &self.modules[module.idx()];
            let joins = planned.member.as_ref().is_some_and(|it| it.leader == leader);
            !planned.closed && (*module == leader || joins)
        };
        (0..self.modules.len()).map(|idx| ModuleId::new(idx as u32)).filter(is_in)
    }

    /// A shared global.
    pub fn shared_global(&self, global: GlobalId) -> Option<&SharedGlobal> {
        self.globals.get(global.idx())
    }
}
