//! What the modules of a group get from each other: by the names that linkers gave their symbols.
//!
//! Invariant: every function has one slot and every symbol one address, so that pointers to the
//! same thing are equal in all modules. Who defines a symbol is in `scope.rs`.
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`; the design note on dylink, "The order".

use super::emscripten;
use super::group::PAGE_BYTES;
use super::problem::ProblemKind;
use super::request::{LinkRequest, Unresolved};
use super::resolve::{Offer, Planner};
use super::scope::{Having, Wanted, is_global, is_symbol, needed_closure};
use super::{Base, BrokerFunction, HelperSpec, LinkPlan, SharedGlobal, Source, Symbol};
use crate::error::{escaped, quoted};
use crate::facts::{ExportFact, ImportFact};
use crate::ids::{GlobalId, HostId, ModuleId};
use crate::names;
use crate::sig::{ExternType, FuncType, GlobalType, TableType, ValType, Width};

impl Planner<'_> {
    /// What a module of a group gets for an import that the convention of dynamic libraries names;
    /// none where that says nothing of it.
    pub(super) fn offer_member(
        &mut self,
        importer: ModuleId,
        import: &ImportFact,
    ) -> Option<Offer> {
        let leader = self.leader(importer)?;
        match (import.module.as_str(), &import.ty) {
            (names::GOT_MEM | names::GOT_FUNC, ExternType::Global(ty)) => {
                Some(self.offer_entry(importer, leader, import, ty))
            }
            (names::GOT_MEM | names::GOT_FUNC, _) => Some(not_an_entry(import)),
            (names::ENV, ExternType::Memory(ty)) if importer != leader => {
                let space = self.plan.modules[leader.idx()].memory.clone()?;
                Some(match space.ty.width == ty.width {
                    true => Offer::Limitless(space.source),
                    false => Offer::Found(space.source, ExternType::Memory(space.ty)),
                })
            }
            (names::ENV, ExternType::Table(ty)) if importer != leader && ty.is_funcref() => {
                let space = self.group_table(leader, ty);
                Some(match space.ty.width == ty.width {
                    true => Offer::Limitless(space.source),
                    false => Offer::Found(space.source, ExternType::Table(space.ty)),
                })
            }
            (names::ENV, ExternType::Global(ty)) => {
                self.offer_global(importer, leader, &import.name, ty)
            }
            (names::ENV, ExternType::Tag(ty)) => Some(self.offer_tag(importer, leader, import, ty)),
            (names::ENV, ExternType::Func(ty)) => self.offer_function(importer, import, ty),
            _ => None,
        }
    }

    /// The table of a group, made where its leader has none.
    fn group_table(&mut self, leader: ModuleId, like: &TableType) -> super::Space<TableType> {
        if let Some(space) = &self.plan.modules[leader.idx()].table {
            return space.clone();
        }
        let n_slots = self.group_sizes.get(&leader).map_or(0, |size| size.table_slots);
        let ty = TableType { min_slots: n_slots.max(1), max_slots: None, ..like.clone() };
        let (memories, tables) = (Vec::new(), vec![ty.clone()]);
        let helper =
            self.push_helper(HelperSpec::Home { module: leader, memories, tables }, vec![]);
        let source = Source::Helper { helper, export: names::home_table(0) };
        let space = super::Space { ty, source };
        self.plan.modules[leader.idx()].table = Some(space.clone());
        space
    }

    /// A function of the group. Main asks its host first: nobody else can mean `abort` otherwise.
    fn offer_function(
        &mut self,
        importer: ModuleId,
        import: &ImportFact,
        ty: &FuncType,
    ) -> Option<Offer> {
        if Some(importer) == self.leader(importer) {
            let own = self.host_of(importer);
            let host = self.offer_of_host(own, import);
            if !matches!(host, Offer::Nothing) {
                return Some(host);
            }
        }
        let is_late = self.new_modules().all(|module| module != self.host_of(importer));
        if is_late && names::AT_EXIT_FUNCTIONS.contains(&import.name.as_str()) {
            // What a library registers has to run when it is closed, before its slots are null.
            let function = BrokerFunction::AtExit;
            return Some(Offer::Found(
                Source::Broker { function, owner: importer },
                import.ty.clone(),
            ));
        }
        if let Some((module, export)) =
            self.definition(importer, &import.name, Wanted::Function(ty))
        {
            let is_function = matches!(export.ty, ExternType::Func(_));
            if is_function || matches!(self.offer_of_host(importer, import), Offer::Nothing) {
                let source = Source::Peer { module, export: export.name.clone() };
                return Some(Offer::Found(source, export.ty.clone()));
            }
        }
        let is_weak = self.is_weak(importer, import);
        let has_host = is_weak && !matches!(self.offer_of_host(importer, import), Offer::Nothing);
        // Whoever calls it has looked at its address first, which is 0.
        let stub = Offer::Found(Source::Stub(super::StubKind::Trap), import.ty.clone());
        (is_weak && !has_host).then_some(stub)
    }

    fn is_weak(&self, importer: ModuleId, import: &ImportFact) -> bool {
        let dylink = self.facts(importer).dylink.as_ref();
        dylink.is_some_and(|dylink| dylink.is_weak_import(&import.module, &import.name))
    }

    /// A global that a module imports from `env`: one of the linker's own, or a symbol by value.
    fn offer_global(
        &mut self,
        importer: ModuleId,
        leader: ModuleId,
        name: &str,
        ty: &GlobalType,
    ) -> Option<Offer> {
        let found = |source| Some(Offer::Found(source, ExternType::Global(ty.clone())));
        let base = match name {
            names::MEMORY_BASE => Some(Base::Memory),
            names::TABLE_BASE | names::TABLE_BASE_32 => Some(Base::Table),
            _ => None,
        };
        let is_placed = |member: &super::Member| member.placement.is_some();
        if let Some(base) = base {
            let planned = &self.plan.modules[importer.idx()];
            return match planned.member.as_ref().is_some_and(is_placed) && !ty.mutable {
                true => found(Source::Base { module: importer, base }),
                false => None,
            };
        }
        if name == names::STACK_POINTER {
            return self.offer_stack_pointer(leader, ty);
        }
        if let Some(place) = self.linker_place(leader, name)
            && !ty.mutable
        {
            return found(Source::Constant(place.cast_signed()));
        }
        if let Some(refused) = self.no_linker_place(leader, name) {
            return Some(refused);
        }
        let (module, export) = self.definition(importer, name, Wanted::Any)?;
        match &export.ty {
            ExternType::Global(have) if !have.mutable && !ty.mutable && have.value == ty.value => {
                found(Source::Address { module, export: export.name.clone() })
            }
            ExternType::Global(_) => {
                let source = Source::Peer { module, export: export.name.clone() };
                Some(Offer::Found(source, export.ty.clone()))
            }
            ty => Some(Offer::Found(Source::Missing, ty.clone())),
        }
    }

    /// The one stack pointer of a group: that of its leader, or one of ours where the leader leaves
    /// the place of the stack to us. Where it has one but does not show it, libraries get a stack
    /// of their own: both grow and shrink by themselves.
    fn offer_stack_pointer(&mut self, leader: ModuleId, ty: &GlobalType) -> Option<Offer> {
        let exports_it = |module: &ModuleId| {
            if self.plan.modules[module.idx()].lift.stack_pointer_idx.is_some() {
                return true;
            }
            let export = self.export(*module, names::STACK_POINTER);
            export.is_some_and(|it| matches!(&it.ty, ExternType::Global(it) if it.mutable))
        };
        let owner = self.plan.group(leader).find(exports_it);
        if let Some(module) = owner {
            let source = Source::Peer { module, export: names::STACK_POINTER.to_owned() };
            let facts = self.facts(module);
            let lifted = self.plan.modules[module.idx()].lift.stack_pointer_idx;
            let have = match (lifted, self.export(module, names::STACK_POINTER)) {
                (Some(global_idx), _) => {
                    ExternType::Global(facts.globals.get(global_idx as usize)?.clone())
                }
                (None, export) => export?.ty.clone(),
            };
            return Some(Offer::Found(source, have));
        }
        let width = width_of(ty)?;
        let member = self.plan.modules[leader.idx()].member.as_ref();
        let value = match member.and_then(|member| member.stack) {
            Some(stack) => Symbol::Number(stack.high),
            None => {
                let n_bytes = self.made_stack_bytes(leader);
                Symbol::Stack { n_bytes, room: self.room_of(leader) }
            }
        };
        let name = format!("{}.{}", names::ENV, names::STACK_POINTER);
        let global = self.share(SharedGlobal { leader, name, width, value });
        let have = GlobalType { mutable: true, ..ty.clone() };
        Some(Offer::Found(Source::Shared(global), ExternType::Global(have)))
    }

    /// The places that a linker names, where the broker decided them.
    fn linker_place(&self, leader: ModuleId, name: &str) -> Option<u64> {
        let stack = self.plan.modules[leader.idx()].member.as_ref()?.stack?;
        match name {
            names::STACK_LOW => Some(stack.low),
            names::STACK_HIGH => Some(stack.high),
            names::HEAP_BASE => Some(stack.heap_base),
            names::HEAP_END => {
                let memory = self.plan.modules[leader.idx()].memory.as_ref()?;
                Some(memory.ty.min_pages.saturating_mul(PAGE_BYTES))
            }
            _ => None,
        }
    }

    /// Why nobody can name a place of the linker to a program that leaves its layout to us: its
    /// memory is a peer's, who has its own stack and heap there.
    fn no_linker_place(&self, leader: ModuleId, name: &str) -> Option<Offer> {
        const PLACES: [&str; 4] =
            [names::STACK_LOW, names::STACK_HIGH, names::HEAP_BASE, names::HEAP_END];
        let member = self.plan.modules[leader.idx()].member.as_ref()?;
        let is_ours = member.placement.is_none() || self.is_memory_ours(leader);
        if is_ours || !PLACES.contains(&name) {
            return None;
        }
        let text = format!(
            "the memory of {} belongs to a peer, so that it has no stack and no heap at a place \
             of its own",
            quoted(self.name(leader))
        );
        Some(Offer::Refused(ProblemKind::Unresolved, text))
    }

    /// An entry of the global offset table.
    fn offer_entry(
        &mut self,
        importer: ModuleId,
        leader: ModuleId,
        import: &ImportFact,
        ty: &GlobalType,
    ) -> Offer {
        let Some(width) = self.entry_width(leader, ty) else { return not_an_entry(import) };
        let value = match self.symbol(importer, leader, import) {
            Ok(Some(symbol)) => symbol,
            Ok(None) => return Offer::Nothing,
            Err(offer) => return offer,
        };
        let name = format!("{}.{}", import.module, import.name);
        let global = self.share(SharedGlobal { leader, name, width, value });
        Offer::Found(Source::Shared(global), ExternType::Global(ty.clone()))
    }

    /// An entry of the global offset table that a mapping names the symbol for; none for any other
    /// import.
    pub(super) fn offer_mapped_entry(
        &mut self,
        importer: ModuleId,
        import: &ImportFact,
    ) -> Option<Offer> {
        let leader = self.leader(importer)?;
        if ![names::GOT_MEM, names::GOT_FUNC].contains(&import.module.as_str()) {
            return None;
        }
        let ExternType::Global(ty) = &import.ty else { return Some(not_an_entry(import)) };
        let Some(width) = self.entry_width(leader, ty) else { return Some(not_an_entry(import)) };
        let (of, export) = self.effective_name(importer, import);
        let module = self.plan.module_id(&of)?;
        let export = self.export(module, &export).filter(|export| is_symbol(export))?;
        let value = symbol_of(module, export);
        if matches!(value, Symbol::Data { .. }) && self.host_of(module) != leader {
            let text = format!("{} has its data in another memory", quoted(self.name(module)));
            return Some(Offer::Refused(ProblemKind::TypeMismatch, text));
        }
        let name = format!("{}.{}", import.module, import.name);
        let global = self.share(SharedGlobal { leader, name, width, value });
        Some(Offer::Found(Source::Shared(global), ExternType::Global(ty.clone())))
    }

    /// The width of an entry of a group's global offset table; none where it cannot be one.
    fn entry_width(&self, leader: ModuleId, ty: &GlobalType) -> Option<Width> {
        let of_group = self.width(leader);
        width_of(ty).filter(|width| ty.mutable && of_group.is_none_or(|it| it == *width))
    }

    /// What an entry of the global offset table stands for; none if nobody defines it.
    fn symbol(
        &mut self,
        importer: ModuleId,
        leader: ModuleId,
        import: &ImportFact,
    ) -> Result<Option<Symbol>, Offer> {
        let name = import.name.as_str();
        if let Some(place) = self.linker_place(leader, name) {
            return Ok(Some(Symbol::Number(place)));
        }
        if let Some(refused) = self.no_linker_place(leader, name) {
            return Err(refused);
        }
        if let Some((module, export)) = self.definition(importer, name, Wanted::Any) {
            return Ok(Some(symbol_of(module, export)));
        }
        if import.module == names::GOT_FUNC
            && let Some(symbol) = self.host_symbol(importer, leader, name)
        {
            return Ok(Some(symbol));
        }
        let may_stay_open = self.request.options.unresolved != Unresolved::Error;
        if self.is_weak(importer, import) || may_stay_open {
            return Ok(Some(Symbol::Number(0)));
        }
        if name == names::STACK_POINTER {
            let text = "the stack pointer has no address".to_owned();
            return Err(Offer::Refused(ProblemKind::Unresolved, text));
        }
        Ok(None)
    }

    /// A function of the host as a symbol, which nobody in the group defines: as a module shows it,
    /// or else by the first type that it may have.
    fn host_symbol(&mut self, importer: ModuleId, leader: ModuleId, name: &str) -> Option<Symbol> {
        let shown = self.shown_host_symbol(importer, leader, name);
        let symbol = shown.or_else(|| self.unseen_host_symbol(importer, name))?;
        // One function has one slot, and what stands there has one type: the first.
        let key = (leader, format!("{}.{name}", names::GOT_FUNC));
        let known = self.globals_by_name.get(&key).into_iter().flatten();
        let mut known = known.map(|id| &self.plan.globals[id.idx()].value);
        Some(known.find(|it| has_source_of(it, &symbol)).cloned().unwrap_or(symbol))
    }

    /// A function of the host that a module exports under the name by which it imports it. Where
    /// that is the leader, its own pointer to it may stand in its table: that is the one.
    fn shown_host_symbol(
        &mut self,
        importer: ModuleId,
        leader: ModuleId,
        name: &str,
    ) -> Option<Symbol> {
        let shown = self.in_global_scope(leader, name, Having::Shown);
        let (module, export) = shown.or_else(|| {
            let local = self.local_scope(importer).into_iter();
            local.filter_map(|it| self.had_by(it, name, Having::Shown)).next()
        })?;
        let is_function = export.ty.as_func().is_some() && is_symbol(export);
        let import = self.shown_import(module, export).filter(|_| is_function)?;
        let host = self.host_of(module);
        match self.offer_import(module, import) {
            Offer::Nothing | Offer::Found(Source::Stub(_), _) => None,
            Offer::Found(source, ExternType::Func(ty))
                if module != leader
                    && is_of_host(&source, host)
                    && import.ty.as_func() == Some(&ty) =>
            {
                Some(Symbol::Function { source, ty })
            }
            _ => Some(symbol_of(module, export)),
        }
    }

    fn unseen_host_symbol(&self, importer: ModuleId, name: &str) -> Option<Symbol> {
        let by_user = self
            .request
            .hosts
            .iter()
            .position(|host| host.module == names::ENV && host.name == name);
        if let Some(idx) = by_user {
            let ty = self.request.hosts[idx].ty.clone();
            return Some(Symbol::Function { source: Source::Host(HostId::new(idx as u32)), ty });
        }
        let owner = self.host_of(importer);
        let width = self.width(owner).unwrap_or(Width::W32);
        let undeclared = FuncType::default();
        let ty = emscripten::types(name, width, &undeclared).into_iter().next()?;
        let function = BrokerFunction::Emscripten(name.to_owned());
        Some(Symbol::Function { source: Source::Broker { function, owner }, ty })
    }

    /// The shared global that is like this one, made if there is none.
    fn share(&mut self, wanted: SharedGlobal) -> GlobalId {
        let known = self.globals_by_name.entry((wanted.leader, wanted.name.clone())).or_default();
        let is_same = |id: &&GlobalId| self.plan.globals[id.idx()] == wanted;
        if let Some(known) = known.iter().find(is_same) {
            return *known;
        }
        let global = GlobalId::new(self.plan.globals.len() as u32);
        known.push(global);
        self.plan.globals.push(wanted);
        global
    }

    /// A tag that all modules of a group have in common.
    fn offer_tag(
        &mut self,
        importer: ModuleId,
        leader: ModuleId,
        import: &ImportFact,
        ty: &FuncType,
    ) -> Offer {
        let owner = self.plan.group(leader).find_map(|module| {
            let export = self.export(module, &import.name)?;
            (module != importer && matches!(export.ty, ExternType::Tag(_)))
                .then_some((module, export))
        });
        if let Some((module, export)) = owner {
            // It may itself import the tag, and then it comes from where that one has it.
            let own =
                self.facts(module).imports.iter().any(|it| {
                    it.module == names::ENV && it.name == import.name && it.ty == import.ty
                });
            if !own {
                let source = Source::Peer { module, export: export.name.clone() };
                return Offer::Found(source, export.ty.clone());
            }
        }
        let spec = HelperSpec::Tag { leader, name: import.name.clone(), ty: ty.clone() };
        let known = self.helpers_by_spec.get(&spec).copied();
        let helper = known.unwrap_or_else(|| self.push_helper(spec, Vec::new()));
        let source = Source::Helper { helper, export: names::TAG.to_owned() };
        Offer::Found(source, import.ty.clone())
    }
}

/// What a name means in a library and those that it needs, or where `library` leads a group to all
/// of that group: `dlsym`.
pub fn symbol_in(
    plan: &LinkPlan,
    request: &LinkRequest<'_>,
    library: ModuleId,
    name: &str,
) -> Option<Symbol> {
    let original = format!("{}{name}", names::ORIGINAL_PREFIX);
    let libraries = match plan.leader(library) == Some(library) {
        true => plan.group(library).filter(|it| is_global(plan, *it)).collect(),
        false => needed_closure(plan, library),
    };
    libraries.into_iter().find_map(|module| {
        let facts = request.modules.get(module.idx())?.facts;
        let by_name = |name: &&str| facts.export(name).filter(|it| is_symbol(it)).is_some();
        let name = [original.as_str(), name].into_iter().find(by_name)?;
        Some(
            defined_data(plan, request, module, name)
                .unwrap_or(symbol_of(module, facts.export(name)?)),
        )
    })
}

/// The data behind an export that a module shows and does not define: it has their address, which
/// is not relative to where it is itself.
fn defined_data(
    plan: &LinkPlan,
    request: &LinkRequest<'_>,
    module: ModuleId,
    name: &str,
) -> Option<Symbol> {
    let facts = request.modules.get(module.idx())?.facts;
    let export = facts.export(name).filter(|it| matches!(it.ty, ExternType::Global(_)))?;
    match &plan.module(module)?.imports.get(facts.handed_on(export)?)?.source {
        Source::Constant(number) => Some(Symbol::Number(number.cast_unsigned())),
        // Who gives an address defines what is there.
        Source::Address { module, export } => {
            Some(Symbol::Data { module: *module, export: export.clone() })
        }
        _ => None,
    }
}

fn symbol_of(module: ModuleId, export: &ExportFact) -> Symbol {
    let name = export.name.clone();
    match &export.ty {
        ExternType::Func(ty) => {
            Symbol::Function { source: Source::Peer { module, export: name }, ty: ty.clone() }
        }
        _ => Symbol::Data { module, export: name },
    }
}

/// Whether a function is one of the host that works on what belongs to this module.
fn is_of_host(source: &Source, host: ModuleId) -> bool {
    match source {
        Source::Host(_) => true,
        Source::Broker { owner, .. } => *owner == host,
        _ => false,
    }
}

/// Whether two symbols are functions of one source.
fn has_source_of(one: &Symbol, other: &Symbol) -> bool {
    let source = |symbol: &Symbol| match symbol {
        Symbol::Function { source, .. } => Some(source.clone()),
        _ => None,
    };
    source(one).is_some() && source(one) == source(other)
}

/// Why an import cannot be an entry of the global offset table.
fn not_an_entry(import: &ImportFact) -> Offer {
    let text = format!(
        "an entry of `{}` is a mutable global as wide as an address",
        escaped(&import.module)
    );
    Offer::Refused(ProblemKind::TypeMismatch, text)
}

/// The width of a global that holds an address or a slot.
fn width_of(ty: &GlobalType) -> Option<Width> {
    match ty.value {
        ValType::I32 => Some(Width::W32),
        ValType::I64 => Some(Width::W64),
        _ => None,
    }
}
