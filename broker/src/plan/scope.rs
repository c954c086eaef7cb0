//! Who has a symbol of a group: the modules that see each other's exports, and which of them define
//! what they export.
//!
//! Invariants: the first definition in load order wins, main first, then what is local to the
//! library that asks; what goes straight through a module, under one name, is not defined there.
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`; the design note on dylink, "The order".

use super::resolve::Planner;
use super::{LinkPlan, Scope};
use crate::facts::{ExportFact, ImportFact};
use crate::ids::ModuleId;
use crate::names;
use crate::sig::{ExternType, FuncType};
use std::collections::HashMap;

/// Beyond so many modules, a search in each of them for each symbol takes longer than to put all
/// their symbols into one map.
const MANY_MODULES: usize = 4;

/// The symbols of one group that all its modules see.
pub(super) enum GlobalScope<'a> {
    /// The modules in load order.
    Few(Vec<ModuleId>),
    /// Who has each name first.
    Many(Symbols<'a>),
}

/// The exports of many modules by name, each with the first who has it.
#[derive(Default)]
pub(super) struct Symbols<'a> {
    defined: HashMap<&'a str, (ModuleId, &'a ExportFact)>,
    shown: HashMap<&'a str, (ModuleId, &'a ExportFact)>,
}

/// How a module has what it exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Having {
    /// It defines it, or has it from whom a mapping names.
    Defined,
    /// It exports it under the very name by which it wants it of the group: whoever looks for a
    /// definition has to look further.
    Shown,
}

/// What a symbol is looked up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted<'t> {
    /// A function to call, of this type.
    Function(&'t FuncType),
    /// Whatever has the name.
    Any,
}

impl<'a> Planner<'a> {
    /// The definition of a symbol for a module: among those that all see, else among those local to
    /// it.
    pub(super) fn definition(
        &mut self,
        importer: ModuleId,
        name: &str,
        wanted: Wanted<'_>,
    ) -> Option<(ModuleId, &'a ExportFact)> {
        let leader = self.leader(importer)?;
        // Where a compiler had to split 64-bit integers, what it compiled is kept under this name.
        let original = format!("{}{name}", names::ORIGINAL_PREFIX);
        let fits = |export: &ExportFact| match wanted {
            Wanted::Function(ty) => export.ty.as_func() == Some(ty),
            Wanted::Any => is_symbol(export),
        };
        for (name, must_fit) in [(original.as_str(), true), (name, true), (name, false)] {
            let is_it = |(_, export): &(ModuleId, &'a ExportFact)| match must_fit {
                true => fits(export),
                false => is_symbol(export),
            };
            let found = self.in_global_scope(leader, name, Having::Defined).filter(is_it);
            if found.is_some() {
                return found;
            }
            let local = self.local_scope(importer).into_iter();
            let mut local = local.filter_map(|it| self.had_by(it, name, Having::Defined));
            let found = local.find(|found| is_it(found));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The first export of a name that all modules of a group see.
    pub(super) fn in_global_scope(
        &mut self,
        leader: ModuleId,
        name: &str,
        having: Having,
    ) -> Option<(ModuleId, &'a ExportFact)> {
        if !self.global_scopes.contains_key(&leader) {
            let group = self.plan.group(leader);
            let modules: Vec<_> = group.filter(|it| is_global(&self.plan, *it)).collect();
            let scope = match modules.len() {
                0..=MANY_MODULES => GlobalScope::Few(modules),
                _ => GlobalScope::Many(self.all_symbols(&modules)),
            };
            self.global_scopes.insert(leader, scope);
        }
        match &self.global_scopes[&leader] {
            GlobalScope::Few(modules) => {
                modules.iter().find_map(|module| self.had_by(*module, name, having))
            }
            GlobalScope::Many(symbols) => match having {
                Having::Defined => symbols.defined.get(name).copied(),
                Having::Shown => symbols.shown.get(name).copied(),
            },
        }
    }

    fn all_symbols(&self, modules: &[ModuleId]) -> Symbols<'a> {
        let mut symbols = Symbols::default();
        for module in modules {
            for export in &self.facts(*module).exports {
                let by_name = match self.shown_import(*module, export) {
                    None => &mut symbols.defined,
                    Some(_) => &mut symbols.shown,
                };
                by_name.entry(export.name.as_str()).or_insert((*module, export));
            }
        }
        symbols
    }

    pub(super) fn had_by(
        &self,
        module: ModuleId,
        name: &str,
        having: Having,
    ) -> Option<(ModuleId, &'a ExportFact)> {
        let export = self.export(module, name)?;
        let is_shown = self.shown_import(module, export).is_some();
        (is_shown == (having == Having::Shown)).then_some((module, export))
    }

    /// The import behind an export, where the module only shows it: see [`Having::Shown`].
    pub(super) fn shown_import(
        &self,
        module: ModuleId,
        export: &ExportFact,
    ) -> Option<&'a ImportFact> {
        let facts = self.facts(module);
        let import = &facts.imports[facts.handed_on(export)?];
        let is_shown = import.module == names::ENV
            && import.name == export.name
            && self.mapping_for(module, import).is_none();
        is_shown.then_some(import)
    }

    /// The modules whose symbols one module sees beyond those that all see: itself, what it needs,
    /// and what was opened with it.
    pub(super) fn local_scope(&self, importer: ModuleId) -> Vec<ModuleId> {
        let mut seen = needed_closure(&self.plan, importer);
        let scope = |module: ModuleId| self.plan.modules[module.idx()].member.as_ref();
        if let Some(Scope::Local(root)) = scope(importer).map(|member| member.scope) {
            let with_it =
                |it: &ModuleId| scope(*it).is_some_and(|member| member.scope == Scope::Local(root));
            let leader = self.host_of(importer);
            let others: Vec<_> =
                self.plan.group(leader).filter(with_it).filter(|it| !seen.contains(it)).collect();
            seen.extend(others);
        }
        seen
    }
}

/// Whether all modules of its group see a module's symbols.
pub(super) fn is_global(plan: &LinkPlan, module: ModuleId) -> bool {
    let member = plan.modules[module.idx()].member.as_ref();
    member.is_none_or(|member| member.scope == Scope::Global)
}

/// A module and the libraries that it needs, nearest first.
pub(super) fn needed_closure(plan: &LinkPlan, module: ModuleId) -> Vec<ModuleId> {
    let mut seen = vec![module];
    let mut next = 0;
    while let Some(module) = seen.get(next) {
        let needed = plan.modules[module.idx()].member.iter().flat_map(|it| it.needed.iter());
        let more: Vec<_> = needed.filter(|it| !seen.contains(it)).copied().collect();
        seen.extend(more);
        next += 1;
    }
    seen
}

/// Whether an export is a symbol of the program, and not one of the linker's own.
pub(super) fn is_symbol(export: &ExportFact) -> bool {
    match &export.ty {
        ExternType::Func(_) => !names::LINKER_FUNCTIONS.contains(&export.name.as_str()),
        ExternType::Global(ty) => {
            ty.value.is_pointer() && !names::LINKER_GLOBALS.contains(&export.name.as_str())
        }
        _ => false,
    }
}
