//! In which order modules are instantiated, and how cycles are cut.
//!
//! Invariants: modules without a cycle come after what they import; in a cycle, imported functions
//! of modules that come later go through a forwarding helper; globals and tags cannot be forwarded,
//! so a cycle of those is a problem (5015). The order depends on nothing but the request.
//!
//! # Source
//! The guest ABI, "Cycles" and "Names and start-up".

use super::problem::ProblemKind;
use super::ready::Readiness;
use super::resolve::Planner;
use super::{ForwardTarget, HelperSpec, Node, Room, Source, Step, Symbol, Until};
use crate::ids::{HelperId, ModuleId};
use crate::sig::ExternType;
use indexmap::IndexSet;
use std::collections::BTreeSet;

/// Who must exist before whom: bit sets would do, but links are small.
struct Needs {
    /// The index of main among the new modules, if it is one of them.
    main: Option<usize>,
    /// For each new module, the new modules that it imports functions from.
    soft: Vec<BTreeSet<usize>>,
    /// For each new module, the new modules that it imports globals or tags from.
    hard: Vec<BTreeSet<usize>>,
    /// For each new module, the new modules that need it in either way.
    needed_by: Vec<BTreeSet<usize>>,
}

/// A forwarded function whose slot is to be filled.
pub(super) struct Gate {
    helper: HelperId,
    target_idx: u32,
    /// The module that has the function.
    target: ModuleId,
    /// The module whose constructors calls wait for, if not only for the target.
    pub(super) waits_for: Option<ModuleId>,
}

impl Gate {
    /// The step that lets calls through.
    pub(super) fn step(&self) -> Step {
        Step::FillForward { helper: self.helper, target_idx: self.target_idx }
    }
}

impl Planner<'_> {
    /// Orders the new modules and writes the steps that make them.
    pub(super) fn order_and_step(&mut self) {
        let modules: Vec<_> = self.new_modules().collect();
        let first = modules.first().map_or(0, |module| module.idx());
        let needs = self.needs(&modules, first);
        let mut remaining: BTreeSet<usize> = (0..modules.len()).collect();
        let ready = self.readiness(&modules);
        let mut pending: Vec<Gate> = Vec::new();
        while !remaining.is_empty() {
            // A cycle that was begun is finished first: a start function may call into it.
            let targets: BTreeSet<usize> = pending
                .iter()
                .filter_map(|gate| gate.target.idx().checked_sub(first))
                .filter(|idx| remaining.contains(idx))
                .collect();
            let mut owed = needs.reach(targets.iter().copied(), &remaining);
            owed.extend(targets);
            let candidates = if owed.is_empty() { &remaining } else { &owed };
            let picked = needs.pick(candidates).unwrap_or_else(|| {
                let cycle = needs.hard_cycle(candidates);
                let blamed = self.note_cycle(&modules, &cycle, first);
                blamed.or(candidates.first().copied()).unwrap_or_default()
            });
            remaining.remove(&picked);
            let module = modules[picked];
            pending.extend(self.forward(module, &remaining, first, &ready));
            self.step_helpers_of(module);
            self.step_place(module);
            self.plan.steps.push(Step::Instantiate(Node::Module(module)));
            let filled = pending.iter().filter(|it| it.target == module && it.waits_for.is_none());
            self.plan.steps.extend(filled.map(Gate::step));
        }
        pending.retain(|gate| gate.waits_for.is_some());
        self.step_start(&modules, &ready, &pending);
    }

    /// The step that gives a library its room, in a memory and a table that exist.
    fn step_place(&mut self, module: ModuleId) {
        let member = self.plan.modules[module.idx()].member.as_ref();
        let Some(member) = member.filter(|member| member.placement.is_some()) else { return };
        let leader = &self.plan.modules[member.leader.idx()];
        let memory = leader.memory.as_ref().map(|space| &space.source);
        let table = leader.table.as_ref().map(|space| &space.source);
        let homes: Vec<_> = memory.into_iter().chain(table).cloned().collect();
        for home in homes {
            if let Source::Helper { helper, .. } = home {
                self.step_helper(helper);
            }
        }
        self.plan.steps.push(Step::Place(module));
    }

    fn needs(&self, modules: &[ModuleId], first: usize) -> Needs {
        let mut needs = Needs {
            main: (first == 0).then_some(0),
            soft: vec![BTreeSet::new(); modules.len()],
            hard: vec![BTreeSet::new(); modules.len()],
            needed_by: vec![BTreeSet::new(); modules.len()],
        };
        for (idx, module) in modules.iter().enumerate() {
            let planned = &self.plan.modules[module.idx()];
            for import in &planned.imports {
                let Some(peer) = self.peer_of(&import.source) else { continue };
                if let Some(peer_idx) = peer.idx().checked_sub(first) {
                    let set = match &import.ty {
                        ExternType::Func(_) => &mut needs.soft,
                        _ => &mut needs.hard,
                    };
                    set[idx].insert(peer_idx);
                }
            }
            // Who gives a library its memory has to be able to.
            let giver = self.room_giver(*module);
            needs.hard[idx].extend(giver.and_then(|giver| giver.idx().checked_sub(first)));
            let giver = self.slot_giver(*module);
            needs.hard[idx].extend(giver.and_then(|giver| giver.idx().checked_sub(first)));
        }
        for idx in 0..modules.len() {
            for peer in needs.soft[idx].union(&needs.hard[idx]) {
                needs.needed_by[*peer].insert(idx);
            }
        }
        needs
    }

    /// The module whose `malloc` gives a library its memory.
    fn room_giver(&self, module: ModuleId) -> Option<ModuleId> {
        let member = self.plan.modules[module.idx()].member.as_ref()?;
        match &member.placement.as_ref()?.memory {
            Room::Allocated { module: giver, .. } => Some(*giver),
            _ => None,
        }
    }

    /// The module whose own table gives a library its slots: one that nobody can make before it.
    fn slot_giver(&self, module: ModuleId) -> Option<ModuleId> {
        let member = self.plan.modules[module.idx()].member.as_ref()?;
        let placement = member.placement.as_ref()?;
        let table = self.plan.modules[member.leader.idx()].table.as_ref()?;
        match &table.source {
            Source::Peer { module: owner, .. } if placement.table_slots > 0 && *owner != module => {
                Some(*owner)
            }
            _ => None,
        }
    }

    /// The module that has to exist before a source can be used: the one that it is of, or the one
    /// whose `malloc` gives the stack its memory.
    pub(super) fn peer_of(&self, source: &Source) -> Option<ModuleId> {
        match source {
            Source::Peer { module, .. } | Source::Address { module, .. } => Some(*module),
            Source::Shared(global) => match &self.plan.globals[global.idx()].value {
                Symbol::Stack { room: Room::Allocated { module, .. }, .. } => Some(*module),
                _ => None,
            },
            _ => None,
        }
    }

    /// Puts a forwarding helper between a module and the functions that do not exist yet, or that
    /// cannot be called yet once they do.
    fn forward(
        &mut self,
        module: ModuleId,
        remaining: &BTreeSet<usize>,
        first: usize,
        ready: &Readiness,
    ) -> Vec<Gate> {
        let is_later = |peer: ModuleId| {
            peer == module
                || peer.idx().checked_sub(first).is_some_and(|it| remaining.contains(&it))
        };
        let helper = HelperId::new(self.plan.helpers.len() as u32);
        let mut targets: IndexSet<ForwardTarget> = IndexSet::new();
        for import in &mut self.plan.modules[module.idx()].imports {
            if let (Source::Peer { module: peer, export }, ExternType::Func(ty)) =
                (&import.source, &import.ty)
                && (is_later(*peer) || ready.waits_for(module, *peer).is_some())
            {
                let until = match ready.waits_for(module, *peer) {
                    Some(_) => Until::Constructed,
                    None => Until::Instantiated,
                };
                let (target, export, ty) = (*peer, export.clone(), ty.clone());
                let target = ForwardTarget { module: target, export, ty, until };
                let (target_idx, _) = targets.insert_full(target);
                import.source = Source::Helper { helper, export: target_idx.to_string() };
            }
        }
        if targets.is_empty() {
            return Vec::new();
        }
        let pending = targets
            .iter()
            .enumerate()
            .map(|(target_idx, target)| Gate {
                helper,
                target_idx: target_idx as u32,
                target: target.module,
                waits_for: ready.waits_for(module, target.module),
            })
            .collect();
        let targets = targets.into_iter().collect();
        self.push_helper(HelperSpec::Forward { importer: module, targets }, Vec::new());
        pending
    }

    /// Notes what one module imports from a cycle that it is part of; answers which of the new
    /// modules. Not every module of a cycle imports from it: some wait for the memory that another
    /// gives them.
    fn note_cycle(
        &mut self,
        modules: &[ModuleId],
        cycle: &BTreeSet<usize>,
        first: usize,
    ) -> Option<usize> {
        let in_cycle =
            |it: &ModuleId| it.idx().checked_sub(first).is_some_and(|idx| cycle.contains(&idx));
        let of_cycle = |idx: usize| -> Vec<usize> {
            let imports = &self.plan.modules[modules[idx].idx()].imports;
            let is_of_cycle = |import_idx: &usize| {
                let import = &imports[*import_idx];
                let peer = self.peer_of(&import.source).filter(|_| import.ty.as_func().is_none());
                peer.as_ref().is_some_and(in_cycle)
            };
            (0..imports.len()).filter(is_of_cycle).collect()
        };
        let mut blamed = cycle.iter().rev().map(|idx| (*idx, of_cycle(*idx)));
        let (idx, of_cycle) = blamed.find(|(_, imports)| !imports.is_empty())?;
        let module = modules[idx];
        let names: Vec<_> = cycle
            .iter()
            .map(|idx| crate::error::quoted(self.name(ModuleId::new((first + idx) as u32))))
            .collect();
        let given = cycle.iter().filter_map(|idx| {
            let giver = self.room_giver(modules[*idx]).filter(in_cycle)?;
            let [member, giver] =
                [modules[*idx], giver].map(|it| crate::error::quoted(self.name(it)));
            Some(format!("{member} gets its memory from {giver}"))
        });
        let given: Vec<_> = given.collect();
        for import_idx in of_cycle {
            let who = match names.as_slice() {
                [own] => format!("{own} would have to exist before itself"),
                names => {
                    format!("each of {} would have to exist before the others", names.join(", "))
                }
            };
            let text =
                format!("{who}; only functions, memories and tables can be handed over later");
            let mut findings = vec![text];
            findings.extend(given.iter().cloned());
            self.note(module, import_idx, ProblemKind::Cycle, None, findings);
            self.plan.modules[module.idx()].imports[import_idx].source = Source::Missing;
        }
        Some(idx)
    }

    /// The steps that make the helpers which a module imports, those that they import first.
    fn step_helpers_of(&mut self, module: ModuleId) {
        let mut wanted: Vec<HelperId> = Vec::new();
        let sources = self.plan.sources(Node::Module(module)).into_iter().cloned();
        let mut open: Vec<Source> = sources.collect();
        while let Some(source) = open.pop() {
            if let Source::Helper { helper, .. } = source
                && !wanted.contains(&helper)
            {
                wanted.push(helper);
                let imports = &self.plan.helpers[helper.idx()].imports;
                open.extend(imports.iter().map(|import| import.source.clone()));
            }
        }
        wanted.sort_unstable();
        for helper in wanted {
            self.step_helper(helper);
        }
    }

    /// The steps that make all helpers that are left.
    pub(super) fn step_helpers(&mut self) {
        for idx in self.n_old_helpers..self.plan.helpers.len() {
            self.step_helper(HelperId::new(idx as u32));
        }
    }

    fn step_helper(&mut self, helper: HelperId) {
        if self.stepped_helpers.insert(helper) {
            self.plan.steps.push(Step::Instantiate(Node::Helper(helper)));
        }
    }
}

impl Needs {
    /// The next module: one that needs nobody who is left; else one of a cycle that needs nobody
    /// outside that cycle, sides before main, so that main's own calls stay direct. None where
    /// everybody waits for a global.
    fn pick(&self, remaining: &BTreeSet<usize>) -> Option<usize> {
        let waits_hard = |idx: usize| self.hard[idx].intersection(remaining).next().is_some();
        let waits_soft =
            |idx: usize| self.soft[idx].intersection(remaining).any(|peer| *peer != idx);
        let is_free = |idx: &usize| !waits_hard(*idx) && !waits_soft(*idx);
        if let Some(idx) = remaining.iter().copied().find(is_free) {
            return Some(idx);
        }
        let mut ready: Vec<usize> =
            remaining.iter().copied().filter(|idx| !waits_hard(*idx)).collect();
        ready.sort_by_key(|idx| (Some(*idx) == self.main, *idx));
        let in_last_cycle = |idx: &usize| {
            let back = Self::reach_by(remaining, [*idx], |it| self.needed_by[it].iter());
            self.reach([*idx], remaining).is_subset(&back)
        };
        ready.iter().copied().find(in_last_cycle).or(ready.first().copied())
    }

    /// The modules of a cycle of globals or tags. Where everybody waits for somebody, there is one:
    /// whoever reaches itself, and from there no such cycle but its own.
    fn hard_cycle(&self, remaining: &BTreeSet<usize>) -> BTreeSet<usize> {
        let reach = |idx: usize| Self::reach_by(remaining, [idx], |it| self.hard[it].iter());
        remaining
            .iter()
            .map(|idx| (*idx, reach(*idx)))
            .filter(|(idx, reached)| reached.contains(idx))
            .map(|(_, reached)| reached)
            .min_by_key(BTreeSet::len)
            .unwrap_or_default()
    }

    /// Everybody whom these need, directly or not.
    fn reach(
        &self,
        from: impl IntoIterator<Item = usize>,
        remaining: &BTreeSet<usize>,
    ) -> BTreeSet<usize> {
        Self::reach_by(remaining, from, |idx| self.soft[idx].union(&self.hard[idx]))
    }

    fn reach_by<'a, I: Iterator<Item = &'a usize>>(
        remaining: &BTreeSet<usize>,
        from: impl IntoIterator<Item = usize>,
        needed_by: impl Fn(usize) -> I,
    ) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(idx) = open.pop() {
            for peer in needed_by(idx) {
                if remaining.contains(peer) && reached.insert(*peer) {
                    open.push(*peer);
                }
            }
        }
        reached
    }
}
