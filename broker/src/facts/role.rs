//! What kind of module it is, and why we think so.

use super::{MemoryFact, ModuleFacts};
use crate::names;
use crate::sig::ExternType;
use std::fmt;

/// What kind of module it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// A program that can be the main of a link.
    Main,
    /// A dynamic library.
    Side,
    /// A module without an entry and without a convention.
    Plain,
    /// A WASI command: `_start` runs it from begin to end.
    WasiCommand,
    /// A WASI reactor: `_initialize`, then its exports may be called.
    WasiReactor,
}

/// Why we think so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoleReason {
    /// It has a dylink section and imports its memory base.
    PositionIndependent,
    /// It has a dylink section and an entry.
    DylinkWithEntry,
    /// It exports the entry of a WASI command.
    ExportsStart,
    /// It exports the initialiser of a WASI reactor.
    ExportsInitialize,
    /// It exports a C entry.
    ExportsMain,
    /// It imports what the guest ABI offers to main only.
    ImportsLoader,
    /// None of these.
    NothingSpecial,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Main => "main",
            Self::Side => "side",
            Self::Plain => "plain module",
            Self::WasiCommand => "WASI command",
            Self::WasiReactor => "WASI reactor",
        })
    }
}

impl fmt::Display for RoleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, initialize, loader) = (names::START, names::INITIALIZE, names::RB_DLOPEN);
        match self {
            Self::PositionIndependent => f.write_str("it has a dylink section and no entry"),
            Self::DylinkWithEntry => f.write_str("it has a dylink section and exports an entry"),
            Self::ExportsStart => write!(f, "it exports `{start}`"),
            Self::ExportsInitialize => write!(f, "it exports `{initialize}`"),
            Self::ExportsMain => f.write_str("it exports a C `main`"),
            Self::ImportsLoader => {
                write!(f, "it imports what only a main is given, as `{loader}`")
            }
            Self::NothingSpecial => f.write_str("it has no entry and no dylink section"),
        }
    }
}

/// Decides the role from facts that are otherwise complete.
pub(super) fn of(facts: &ModuleFacts) -> (Role, RoleReason) {
    let has = |name: &str| facts.exported_func(name).is_some();
    let c_main = [names::C_MAIN, names::C_MAIN_ARGC_ARGV, names::C_MAIN_VOID];
    let has_c_main = c_main.into_iter().any(has);
    let loader = [names::RB_DLOPEN, names::RB_DLSYM, names::RB_BRIDGE];
    let imports_loader = facts
        .imports
        .iter()
        .any(|import| import.module == names::ENV && loader.contains(&import.name.as_str()));
    if facts.dylink.is_some() {
        return match has_c_main || has(names::START) {
            true => (Role::Main, RoleReason::DylinkWithEntry),
            false => (Role::Side, RoleReason::PositionIndependent),
        };
    }
    match () {
        () if has(names::START) => (Role::WasiCommand, RoleReason::ExportsStart),
        () if imports_loader => (Role::Main, RoleReason::ImportsLoader),
        () if has_c_main => (Role::Main, RoleReason::ExportsMain),
        () if has(names::INITIALIZE) => (Role::WasiReactor, RoleReason::ExportsInitialize),
        () => (Role::Plain, RoleReason::NothingSpecial),
    }
}

/// See [`ModuleFacts::function_table_idx`].
/// See [`ModuleFacts::memory_idx`].
pub(super) fn memory_idx(facts: &ModuleFacts) -> Option<usize> {
    let exported = facts.export(names::MEMORY).and_then(|export| match &export.ty {
        ExternType::Memory(_) => Some(export.item_idx as usize),
        _ => None,
    });
    let is_imported = |memory: &MemoryFact| {
        let import = memory.import_idx.and_then(|import_idx| facts.imports.get(import_idx));
        import.is_some_and(|it| it.module == names::ENV && it.name == names::MEMORY)
    };
    let own = || facts.memories.iter().position(|memory| memory.import_idx.is_none());
    exported
        .or_else(|| facts.memories.iter().position(is_imported))
        .or_else(own)
        .or((!facts.memories.is_empty()).then_some(0))
}

pub(super) fn function_table_idx(facts: &ModuleFacts) -> Option<usize> {
    let is_funcref = |table_idx: usize| facts.tables.get(table_idx)?.ty.is_funcref().then_some(());
    let exported = facts.export(names::FUNCTION_TABLE).and_then(|export| match &export.ty {
        ExternType::Table(_) => Some(export.item_idx as usize),
        _ => None,
    });
    let imported = facts.tables.iter().position(|table| {
        table
            .import_idx
            .is_some_and(|import_idx| facts.imports[import_idx].name == names::FUNCTION_TABLE)
    });
    let first = facts.tables.iter().position(|table| table.ty.is_funcref());
    exported
        .into_iter()
        .chain(imported)
        .find(|table_idx| is_funcref(*table_idx).is_some())
        .or(first)
}
