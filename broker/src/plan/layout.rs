//! Where each module's memories and tables live.
//!
//! Invariants: what a module defines is lifted into its home helper, so that helpers can be made
//! before the module; what it imports as its own (`env.memory`) lives there too; lifting never
//! changes an index, because all definitions up to the one that is needed are lifted together.
//!
//! # Source
//! The guest ABI, "Cycles" and "Names and start-up".

use super::group::GroupSize;
use super::problem::ProblemKind;
use super::resolve::Planner;
use super::{HelperImport, HelperSpec, Lift, LiftedItem, Source, Space};
use crate::facts::{ExportFact, ModuleFacts, TableFact};
use crate::ids::{HelperId, ModuleId};
use crate::names;
use crate::sig::{ExternType, MemoryType, TableType};
use indexmap::IndexMap;

/// What is put into one home helper, while it is being collected.
#[derive(Default)]
struct Home {
    memories: Vec<MemoryType>,
    tables: Vec<TableType>,
}

impl<'a> Planner<'a> {
    /// Decides, for one new module, what its home helper holds, and sets its lift, memory and
    /// table. Memories and tables that come from peers are filled in by [`Self::share_spaces`].
    pub(super) fn lay_out(&mut self, module: ModuleId) {
        let facts = self.facts(module);
        let mut home = Home::default();
        let helper = HelperId::new(self.plan.helpers.len() as u32);
        let mut lift =
            Lift { stack_pointer_idx: self.own_stack_pointer(module), ..Lift::default() };
        let size = self.group_sizes.get(&module).copied().unwrap_or_default();

        self.lay_out_imports(module, size, (helper, &mut home), &mut lift);
        for (memory_idx, memory) in facts.memories.iter().enumerate() {
            if memory.import_idx.is_none() {
                let ty = match facts.memory_idx() == Some(memory_idx) {
                    // The one that libraries share.
                    true => size.memory(&memory.ty),
                    false => memory.ty,
                };
                let source = home.add_memory(helper, ty);
                let maximum_raised = ty.max_pages != memory.ty.max_pages;
                lift.memories.push(LiftedItem { ty, source, maximum_raised });
            }
        }
        for (table_idx, table) in facts.tables[..n_tables_to_lift(facts)].iter().enumerate() {
            if table.import_idx.is_none() {
                // Only the function table gets slots of ours: the others keep their maximum.
                let ty = match facts.function_table_idx() == Some(table_idx) {
                    true => size.table(&growable(&table.ty)),
                    false => table.ty.clone(),
                };
                let source = home.add_table(helper, ty.clone());
                let maximum_raised = ty.max_slots != table.ty.max_slots;
                lift.tables.push(LiftedItem { ty, source, maximum_raised });
            }
        }
        self.plan.modules[module.idx()].lift = lift;
        self.plan.modules[module.idx()].remarks.extend(remark(facts));
        if !home.memories.is_empty() || !home.tables.is_empty() {
            let Home { memories, tables } = home;
            self.push_helper(HelperSpec::Home { module, memories, tables }, Vec::new());
        }
        self.set_spaces(module);
    }

    /// Makes room for what a module imports as its own. One name is one memory or table, however
    /// often it is imported, with limits that suit all its imports (5013 where there are none).
    fn lay_out_imports(
        &mut self,
        module: ModuleId,
        size: GroupSize,
        (helper, home): (HelperId, &mut Home),
        lift: &mut Lift,
    ) {
        let facts = self.facts(module);
        let mut wanted: IndexMap<&str, (ExternType, Vec<usize>)> = IndexMap::new();
        for import_idx in self.own_imports(module) {
            let import = &facts.imports[import_idx];
            let by_name = wanted.entry(&import.name);
            let (ty, import_idxs) = by_name.or_insert_with(|| (import.ty.clone(), Vec::new()));
            match both(ty, &import.ty) {
                Some(both) => {
                    *ty = both;
                    import_idxs.push(import_idx);
                }
                None => {
                    let text = "one name is one thing, and it is imported as this, too";
                    let (found, findings) = (Some(ty.clone()), vec![text.to_owned()]);
                    self.note(module, import_idx, ProblemKind::TypeMismatch, found, findings);
                }
            }
        }
        for (ty, import_idxs) in wanted.into_values() {
            let (source, made) = match ty {
                ExternType::Memory(ty) => {
                    let ty = size.memory(&ty);
                    (home.add_memory(helper, ty), ExternType::Memory(ty))
                }
                ExternType::Table(ty) => {
                    let ty = size.table(&growable(&ty));
                    (home.add_table(helper, ty.clone()), ExternType::Table(ty))
                }
                _ => continue,
            };
            for import_idx in import_idxs {
                if !made.satisfies(&facts.imports[import_idx].ty) {
                    lift.relaxed_imports.push(import_idx);
                }
                self.plan.modules[module.idx()].imports[import_idx].source = source.clone();
            }
        }
    }

    /// The stack pointer that main keeps to itself: libraries will ask for it, if not now then when
    /// they are opened.
    fn own_stack_pointer(&self, module: ModuleId) -> Option<u32> {
        let facts = self.facts(module);
        let is_leader = module == ModuleId::MAIN || self.leader(module) == Some(module);
        let has_name = facts.export(names::STACK_POINTER).is_some();
        facts.stack_pointer_idx.filter(|_| is_leader && !has_name && !facts.exports.is_empty())
    }

    /// The imports that a module means as its own: memories and tables of the C convention, unless
    /// they are mapped elsewhere. A library means those of its leader.
    fn own_imports(&self, module: ModuleId) -> Vec<usize> {
        let imports = &self.facts(module).imports;
        (0..imports.len())
            .filter(|_| !self.is_guest(module))
            .filter(|idx| self.is_own(module, *idx))
            .collect()
    }

    /// Whether an import is a memory or table that a module has by the C convention, and not from
    /// whom its names or a mapping say.
    fn is_own(&self, module: ModuleId, import_idx: usize) -> bool {
        let import = &self.facts(module).imports[import_idx];
        import.module == names::ENV
            && matches!(import.ty, ExternType::Memory(_) | ExternType::Table(_))
            && self.mapping_for(module, import).is_none()
    }

    /// Whether a module belongs to a group that another one leads.
    fn is_guest(&self, module: ModuleId) -> bool {
        self.leader(module).is_some_and(|leader| leader != module)
    }

    /// Whether the memory of a module that leads a group is one that the broker makes for it.
    pub(super) fn is_memory_ours(&self, leader: ModuleId) -> bool {
        let import_idx = self.facts(leader).memory().and_then(|memory| memory.import_idx);
        import_idx.is_none_or(|import_idx| self.is_own(leader, import_idx))
    }

    /// Whether the function table of a module that leads a group is one that the broker makes for
    /// it.
    pub(super) fn is_table_ours(&self, leader: ModuleId) -> bool {
        let facts = self.facts(leader);
        let Some(table_idx) = facts.function_table_idx() else { return true };
        match facts.tables[table_idx].import_idx {
            Some(import_idx) => self.is_own(leader, import_idx),
            None => table_idx < n_tables_to_lift(facts),
        }
    }

    /// Sets a module's memory and table from what is known of them by now.
    fn set_spaces(&mut self, module: ModuleId) {
        let facts = self.facts(module);
        let memory = facts.memory_idx().and_then(|memory_idx| {
            let memory = &facts.memories[memory_idx];
            let source = self.space_source(module, memory.import_idx, || {
                self.lifted_memory(module, memory_idx)
            })?;
            let given = self.home_memory(&source);
            Some(Space { ty: given.unwrap_or(memory.ty), source })
        });
        let table = facts.function_table_idx().and_then(|table_idx| {
            let fact = &facts.tables[table_idx];
            let source = self
                .space_source(module, fact.import_idx, || self.lifted_table(module, table_idx))
                .or_else(|| unlifted(module, facts, table_idx))?;
            let ty = match &source {
                // A table that stays in its module keeps its maximum.
                Source::Peer { .. } => fact.ty.clone(),
                _ => self.home_table(&source).unwrap_or_else(|| growable(&fact.ty)),
            };
            Some(Space { ty, source })
        });
        let planned = &mut self.plan.modules[module.idx()];
        planned.memory = memory;
        // A leader without functions of its own may have been given a table for its group.
        planned.table = table.or(planned.table.take());
    }

    /// The memory that lives in a home, as it is there.
    fn home_memory(&self, source: &Source) -> Option<MemoryType> {
        let Source::Helper { helper, export } = source else { return None };
        let HelperSpec::Home { memories, .. } = &self.plan.helpers[helper.idx()].spec else {
            return None;
        };
        let is_it = |idx: &usize| names::home_memory(*idx) == *export;
        (0..memories.len()).find(is_it).map(|idx| memories[idx])
    }

    /// The table that lives in a home, as it is there.
    fn home_table(&self, source: &Source) -> Option<TableType> {
        let Source::Helper { helper, export } = source else { return None };
        let HelperSpec::Home { tables, .. } = &self.plan.helpers[helper.idx()].spec else {
            return None;
        };
        let is_it = |idx: &usize| names::home_table(*idx) == *export;
        (0..tables.len()).find(is_it).map(|idx| tables[idx].clone())
    }

    /// The type of a memory or table by its source, as peers see it: a maximum that the broker has
    /// raised is still the one that was declared.
    pub(super) fn shown_type(&self, source: &Source) -> Option<ExternType> {
        if let Source::Peer { module, export } = source {
            return Some(self.export(*module, export)?.ty.clone());
        }
        Some(match self.made_type(source)? {
            ExternType::Memory(ty) => {
                let max_pages = ty.max_pages.and(self.declared_max_pages(source));
                ExternType::Memory(MemoryType { max_pages, ..ty })
            }
            ty => ty,
        })
    }

    /// The type of a memory or table that lives in a home, as it is there.
    pub(super) fn made_type(&self, source: &Source) -> Option<ExternType> {
        let memory = self.home_memory(source).map(ExternType::Memory);
        memory.or_else(|| self.home_table(source).map(ExternType::Table))
    }

    /// The maximum that the owner of a memory declares for it.
    fn declared_max_pages(&self, source: &Source) -> Option<u64> {
        let Source::Helper { helper, .. } = source else { return None };
        let HelperSpec::Home { module: owner, .. } = self.plan.helpers[helper.idx()].spec else {
            return None;
        };
        let planned = &self.plan.modules[owner.idx()];
        let facts = self.facts(owner);
        if let Some(idx) = planned.lift.memories.iter().position(|item| item.source == *source) {
            let mut defined = facts.memories.iter().filter(|memory| memory.import_idx.is_none());
            return defined.nth(idx)?.ty.max_pages;
        }
        let is_it = |import_idx: &usize| planned.imports[*import_idx].source == *source;
        let imports = self.own_imports(owner).into_iter().filter(is_it);
        let max_pages = imports.filter_map(|import_idx| match &facts.imports[import_idx].ty {
            ExternType::Memory(ty) => ty.max_pages,
            _ => None,
        });
        max_pages.min()
    }

    fn space_source(
        &self,
        module: ModuleId,
        import_idx: Option<usize>,
        lifted: impl FnOnce() -> Option<Source>,
    ) -> Option<Source> {
        let Some(import_idx) = import_idx else { return lifted() };
        match &self.plan.modules[module.idx()].imports[import_idx].source {
            Source::Missing => None,
            source => Some(source.clone()),
        }
    }

    /// Where a memory that a module defines has been moved to.
    fn lifted_memory(&self, module: ModuleId, memory_idx: usize) -> Option<Source> {
        let memories = &self.facts(module).memories;
        let n_imported = memories.iter().filter(|it| it.import_idx.is_some()).count();
        let lift = &self.plan.modules[module.idx()].lift;
        let item = lift.memories.get(memory_idx.checked_sub(n_imported)?)?;
        Some(item.source.clone())
    }

    /// Where a table that a module defines has been moved to; none for one that stays in it.
    fn lifted_table(&self, module: ModuleId, table_idx: usize) -> Option<Source> {
        let tables = &self.facts(module).tables;
        let n_imported = tables.iter().filter(|it| it.import_idx.is_some()).count();
        let lift = &self.plan.modules[module.idx()].lift;
        let item = lift.tables.get(table_idx.checked_sub(n_imported)?)?;
        Some(item.source.clone())
    }

    /// Memories and tables from peers first: the types of helper functions depend on them. Those of
    /// who leads a group come before those of its libraries, and what these have of their group
    /// before what others have of them.
    pub(super) fn resolve_spaces(&mut self) {
        for module in self.new_modules().filter(|it| !self.is_guest(*it)).collect::<Vec<_>>() {
            let leads = self.leader(module).is_some();
            for import_idx in self.imported_spaces(module).filter(|_| leads).collect::<Vec<_>>() {
                self.resolve(module, import_idx);
                self.set_spaces(module);
            }
        }
        for of_group in [true, false] {
            for module in self.new_modules() {
                let imports = self.imported_spaces(module);
                let imports = imports.filter(|idx| {
                    !of_group || (self.is_guest(module) && self.is_own(module, *idx))
                });
                for import_idx in imports.collect::<Vec<_>>() {
                    self.resolve(module, import_idx);
                }
            }
        }
    }

    /// The imports of a module that are memories and tables.
    fn imported_spaces(&self, module: ModuleId) -> impl Iterator<Item = usize> + use<'a> {
        let imports = self.facts(module).imports.iter().enumerate();
        let is_space = |ty: &ExternType| matches!(ty, ExternType::Memory(_) | ExternType::Table(_));
        imports.filter(move |(_, import)| is_space(&import.ty)).map(|(idx, _)| idx)
    }

    /// Sets the memory and table of modules that import them from peers, after imports are
    /// resolved.
    pub(super) fn share_spaces(&mut self) {
        for module in self.new_modules() {
            self.set_spaces(module);
        }
    }

    /// Where the memory or table behind a peer's export really lives: followed through re-exports,
    /// so that nobody has to wait for the peer.
    ///
    /// # Errors
    /// [`DeadEnd`] where nobody has it.
    pub(super) fn export_source(&self, module: ModuleId, export: &str) -> Result<Source, DeadEnd> {
        let (mut module, mut export) = (module, export.to_owned());
        // A chain longer than there are modules has come back to where it started.
        for _ in 0..=self.plan.modules.len() {
            let facts = self.facts(module);
            let fact = self.export(module, &export).ok_or(DeadEnd::Ring)?;
            let planned = &self.plan.modules[module.idx()];
            let item_idx = fact.item_idx as usize;
            let (import_idx, lifted) = match &fact.ty {
                ExternType::Memory(_) => {
                    (facts.memories[item_idx].import_idx, self.lifted_memory(module, item_idx))
                }
                ExternType::Table(_) => {
                    (facts.tables[item_idx].import_idx, self.lifted_table(module, item_idx))
                }
                _ => return Err(DeadEnd::Ring),
            };
            let Some(import_idx) = import_idx else {
                let own = || own_export(module, facts, item_idx, fact);
                return Ok(lifted.unwrap_or_else(own));
            };
            if planned.imports[import_idx].source != Source::Missing {
                return Ok(planned.imports[import_idx].source.clone());
            }
            let import = &facts.imports[import_idx];
            if self.is_guest(module) && self.is_own(module, import_idx) {
                return self.group_source(module, import_idx);
            }
            let (next, name) = self.effective_name(module, import);
            let is_space = |peer: &ModuleId| {
                self.export(*peer, &name).is_some_and(|export| export.ty.kind() == import.ty.kind())
            };
            match self.plan.module_id(&next).filter(is_space) {
                Some(peer) => (module, export) = (peer, name.into_owned()),
                None => return Err(DeadEnd::Nothing { module, import_idx }),
            }
        }
        Err(DeadEnd::Ring)
    }

    /// The memory or table that a library imports of its group.
    fn group_source(&self, module: ModuleId, import_idx: usize) -> Result<Source, DeadEnd> {
        let leader = &self.plan.modules[self.host_of(module).idx()];
        let facts = self.facts(self.host_of(module));
        let (source, from) = match &self.facts(module).imports[import_idx].ty {
            ExternType::Memory(_) => (
                leader.memory.as_ref().map(|space| &space.source),
                facts.memory().and_then(|memory| memory.import_idx),
            ),
            ExternType::Table(ty) if ty.is_funcref() => (
                leader.table.as_ref().map(|space| &space.source),
                facts.function_table_idx().and_then(|idx| facts.tables[idx].import_idx),
            ),
            _ => (None, None),
        };
        match (source, from) {
            (Some(source), _) => Ok(source.clone()),
            // Its leader asks for it, by way of this library.
            (None, Some(_)) => Err(DeadEnd::Ring),
            (None, None) => Err(DeadEnd::Nothing { module, import_idx }),
        }
    }

    /// Adds a helper at the end of the plan.
    pub(super) fn push_helper(&mut self, spec: HelperSpec, imports: Vec<HelperImport>) -> HelperId {
        let helper = HelperId::new(self.plan.helpers.len() as u32);
        self.helpers_by_spec.insert(spec.clone(), helper);
        self.plan.helpers.push(super::Helper { spec, imports });
        helper
    }
}

impl GroupSize {
    /// A leader's memory with room for everybody.
    fn memory(self, ty: &MemoryType) -> MemoryType {
        let min_pages = ty.min_pages.max(self.memory_pages);
        MemoryType { min_pages, max_pages: ty.max_pages.map(|max| max.max(min_pages)), ..*ty }
    }

    /// A leader's table with room for everybody.
    fn table(self, ty: &TableType) -> TableType {
        let min_slots = match ty.is_funcref() {
            true => ty.min_slots.max(self.table_slots),
            false => ty.min_slots,
        };
        TableType { min_slots, ..ty.clone() }
    }
}

/// Why nobody has the memory or table behind an export.
pub(super) enum DeadEnd {
    /// Each module gets it from the next, and the last from the first.
    Ring,
    /// This module imports it, and nothing provides that.
    Nothing {
        /// That module.
        module: ModuleId,
        /// Its import.
        import_idx: usize,
    },
}

impl Home {
    fn add_memory(&mut self, helper: HelperId, ty: MemoryType) -> Source {
        self.memories.push(ty);
        Source::Helper { helper, export: names::home_memory(self.memories.len() - 1) }
    }

    fn add_table(&mut self, helper: HelperId, ty: TableType) -> Source {
        self.tables.push(ty);
        Source::Helper { helper, export: names::home_table(self.tables.len() - 1) }
    }
}

/// What satisfies two imports of one memory or table.
fn both(one: &ExternType, other: &ExternType) -> Option<ExternType> {
    let least = |one: Option<u64>, other: Option<u64>| one.into_iter().chain(other).min();
    match (one, other) {
        (ExternType::Memory(a), ExternType::Memory(b)) => {
            let min_pages = a.min_pages.max(b.min_pages);
            let max_pages = least(a.max_pages, b.max_pages);
            let is_alike = a.width == b.width && a.shared == b.shared;
            let is_possible = max_pages.is_none_or(|max| min_pages <= max);
            let ty = MemoryType { min_pages, max_pages, ..*a };
            (is_alike && is_possible).then_some(ExternType::Memory(ty))
        }
        (ExternType::Table(a), ExternType::Table(b)) => {
            let min_slots = a.min_slots.max(b.min_slots);
            let max_slots = least(a.max_slots, b.max_slots);
            let is_alike = a.width == b.width && a.element == b.element;
            let is_possible = max_slots.is_none_or(|max| min_slots <= max);
            let ty = TableType { min_slots, max_slots, ..a.clone() };
            (is_alike && is_possible).then_some(ExternType::Table(ty))
        }
        _ => None,
    }
}

/// A function table as it will be: without a maximum, so that slots can be added.
fn growable(ty: &TableType) -> TableType {
    let max_slots = if ty.is_funcref() { None } else { ty.max_slots };
    TableType { max_slots, ..ty.clone() }
}

/// Why the function table stays where it is, if it does.
fn remark(facts: &ModuleFacts) -> Option<String> {
    let table = facts.tables.get(facts.function_table_idx()?)?;
    if table.import_idx.is_some() || n_tables_to_lift(facts) > 0 {
        return None;
    }
    let remark = match table.has_init_expr {
        true => "the table has an initial value, so that it stays where it is",
        false => {
            "a table before the function table cannot be lifted, so that both stay where they are"
        }
    };
    Some(remark.to_owned())
}

/// How many of the tables, from the first, are lifted: all up to the first that nobody else can
/// make, or none where that one comes before the function table.
fn n_tables_to_lift(facts: &ModuleFacts) -> usize {
    let plain = |element: &str| element == "funcref" || element == "externref";
    let is_fixed = |table: &TableFact| {
        table.import_idx.is_none() && (table.has_init_expr || !plain(&table.ty.element.to_string()))
    };
    let n_tables = facts.tables.iter().position(is_fixed).unwrap_or(facts.tables.len());
    let has_function_table = facts.function_table_idx().is_none_or(|idx| idx < n_tables);
    if has_function_table { n_tables } else { 0 }
}

/// The table as the module's own export, where it cannot be lifted.
fn unlifted(module: ModuleId, facts: &ModuleFacts, table_idx: usize) -> Option<Source> {
    let export = facts.exports.iter().find(|export| {
        matches!(export.ty, ExternType::Table(_)) && export.item_idx as usize == table_idx
    })?;
    Some(Source::Peer { module, export: export.name.clone() })
}

/// What was not lifted, by the first of its names, so that one thing has one source.
fn own_export(module: ModuleId, facts: &ModuleFacts, item_idx: usize, fact: &ExportFact) -> Source {
    let source = match fact.ty {
        ExternType::Table(_) => unlifted(module, facts, item_idx),
        _ => None,
    };
    source.unwrap_or_else(|| Source::Peer { module, export: fact.name.clone() })
}
