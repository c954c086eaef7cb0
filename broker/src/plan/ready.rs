//! When a module may be called: in which order constructors run, and which calls wait for them.
//!
//! Invariants: constructors run after those of the modules that theirs may call, unless these need
//! the module in turn; then in load order. In a dylink group the leader's run first, because it has
//! the C library, then those of libraries after those that they need. No import of another group
//! leads into a module before its constructors have finished: where it could, it goes through a
//! forwarder that is filled afterwards. Pointers that a module hands out itself are not held back.
//!
//! # Source
//! The design notes on safety, "Re-entry", and on dylink, "The order"; the guest ABI, "Names and
//! start-up".

use super::request::Allowance;
use super::resolve::Planner;
use super::{BrokerFunction, HelperSpec, Room, Source};
use crate::ids::ModuleId;
use crate::names;
use std::collections::{BTreeMap, BTreeSet};

/// When new modules may be called.
pub(super) struct Readiness {
    /// The new modules as their constructors run.
    pub(super) order: Vec<ModuleId>,
    /// Who imports from whom so that a call could come before the other's constructors have
    /// finished, or those of a member of its group that it calls in turn; with the module whose
    /// constructors are the last of them.
    guarded: BTreeMap<(ModuleId, ModuleId), ModuleId>,
}

/// Who may call whom among the new modules, by way of imports, pointers that it can ask for, or the
/// table of a group.
struct Calls {
    first_idx: usize,
    callees: Vec<BTreeSet<ModuleId>>,
    /// From whom each imports anything.
    imported: Vec<BTreeSet<ModuleId>>,
    /// The leader of each module's group, or the module itself: groups share their pointers.
    groups: Vec<ModuleId>,
}

impl Readiness {
    /// The module whose constructors calls over this import wait for, if they wait.
    pub(super) fn waits_for(&self, importer: ModuleId, target: ModuleId) -> Option<ModuleId> {
        self.guarded.get(&(importer, target)).copied()
    }
}

impl Planner<'_> {
    /// When these modules, all that are new, may be called. No import goes through a forwarder yet.
    pub(super) fn readiness(&self, modules: &[ModuleId]) -> Readiness {
        let calls = self.calls(modules);
        let order = self.start_order(modules, &calls);
        let guarded = match self.request.options.allowed.contains(&Allowance::EarlyCalls) {
            true => BTreeMap::new(),
            false => self.guarded(modules, &order, &calls),
        };
        Readiness { order, guarded }
    }

    fn calls(&self, modules: &[ModuleId]) -> Calls {
        let groups: Vec<_> = modules.iter().map(|module| self.host_of(*module)).collect();
        let callees = modules.iter().zip(&groups).map(|(module, group)| {
            let imports = &self.plan.modules[module.idx()].imports;
            let mut callees: BTreeSet<ModuleId> = BTreeSet::new();
            for source in imports.iter().map(|import| &import.source) {
                match self.callee(source) {
                    Callee::Nobody => {}
                    Callee::One(callee) => {
                        callees.insert(callee);
                    }
                    Callee::Anybody => callees.extend(modules),
                }
            }
            let members = modules.iter().zip(&groups).filter(|(_, its_group)| *its_group == group);
            callees.extend(members.map(|(member, _)| member));
            callees
        });
        let callees = callees.collect();
        let imported = modules.iter().map(|module| self.imported_by(*module).collect()).collect();
        let first_idx = modules.first().map_or(0, |module| module.idx());
        Calls { first_idx, callees, imported, groups }
    }

    /// Whose code something that is imported can reach.
    fn callee(&self, source: &Source) -> Callee {
        match source {
            Source::Helper { helper, export } => {
                let helper = &self.plan.helpers[helper.idx()];
                match &helper.spec {
                    // Its own table, or that of its group.
                    HelperSpec::Home { module, .. } => Callee::One(*module),
                    HelperSpec::Rehome(pair) => Callee::One(pair.main),
                    HelperSpec::Accessor { .. } if names::ACCESSOR_BRIDGES.contains(&&**export) => {
                        Callee::Anybody
                    }
                    HelperSpec::Wrapper { .. } => match helper.imports.first() {
                        Some(import) => self.callee(&import.source),
                        None => Callee::Nobody,
                    },
                    _ => Callee::Nobody,
                }
            }
            Source::Broker { function, owner } => match function {
                BrokerFunction::HostRehome { .. } => Callee::One(*owner),
                BrokerFunction::Dlopen
                | BrokerFunction::Dlsym
                | BrokerFunction::AccessorBridge
                | BrokerFunction::AccessorBridgeFb => Callee::Anybody,
                _ => Callee::Nobody,
            },
            other => self.peer_of(other).map_or(Callee::Nobody, Callee::One),
        }
    }

    /// The modules as their constructors run.
    fn start_order(&self, modules: &[ModuleId], calls: &Calls) -> Vec<ModuleId> {
        let mut order: Vec<ModuleId> = Vec::with_capacity(modules.len());
        let mut seen = BTreeSet::new();
        for module in modules {
            let leader = self.host_of(*module);
            let first = [leader, *module].into_iter().filter(|it| modules.contains(it));
            for module in first {
                let mut open = vec![(module, self.needs_first(module, modules, calls).into_iter())];
                if !seen.insert(module) {
                    continue;
                }
                while let Some((module, needed)) = open.last_mut() {
                    match needed.next() {
                        Some(next) if seen.insert(next) => {
                            let needed = self.needs_first(next, modules, calls).into_iter();
                            open.push((next, needed));
                        }
                        Some(_) => {}
                        None => {
                            order.push(*module);
                            open.pop();
                        }
                    }
                }
            }
        }
        order
    }

    /// The new modules whose constructors run before those of this one: for a library what it needs
    /// in its group, where nobody comes before the leader; and for any module those of others from
    /// whom it imports, directly or not, and who do not need it.
    fn needs_first(
        &self,
        module: ModuleId,
        modules: &[ModuleId],
        calls: &Calls,
    ) -> BTreeSet<ModuleId> {
        let member = self.plan.modules[module.idx()].member.as_ref();
        let needed = member.filter(|it| it.leader != module).map(|member| {
            let imported = calls.imported_by(module).iter();
            member.needed.iter().chain(imported).copied().collect::<BTreeSet<_>>()
        });
        let is_new = |it: &ModuleId| *it != module && modules.contains(it);
        let of_group = |it: &ModuleId| calls.are_one_group(*it, module);
        let mut first: BTreeSet<ModuleId> =
            needed.into_iter().flatten().filter(|it| is_new(it) && of_group(it)).collect();
        let mut seen = BTreeSet::from([module]);
        let mut open = vec![module];
        while let Some(importer) = open.pop() {
            for it in calls.imported_by(importer).iter().filter(|it| is_new(it)) {
                if seen.insert(*it) {
                    open.push(*it);
                    if !of_group(it) && !calls.reach_imported(*it).contains(&module) {
                        first.insert(*it);
                    }
                }
            }
        }
        first
    }

    /// The modules that a module imports anything from.
    fn imported_by(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        self.plan.modules[module.idx()].imports.iter().filter_map(|import| match &import.source {
            Source::Peer { module, .. } | Source::Address { module, .. } => Some(*module),
            _ => None,
        })
    }

    /// The pairs of modules between which a call could come too early, and what it waits for.
    fn guarded(
        &self,
        modules: &[ModuleId],
        order: &[ModuleId],
        calls: &Calls,
    ) -> BTreeMap<(ModuleId, ModuleId), ModuleId> {
        let mut guarded = BTreeMap::new();
        // Who runs before any constructor: start functions, and what prepares libraries.
        let mut running = BTreeSet::new();
        let run = |module: ModuleId, running: &mut BTreeSet<ModuleId>| {
            if running.insert(module) {
                running.extend(calls.reach(module));
            }
        };
        for module in modules {
            if self.facts(*module).start_func_idx.is_some() || self.is_prepared(*module) {
                run(*module, &mut running);
            }
        }
        let with_constructors: Vec<_> =
            order.iter().copied().filter(|it| self.initializer_of(*it).is_some()).collect();
        let waited_for = |target: ModuleId| {
            let mut entered = calls.reach_imported(target);
            entered.retain(|it| calls.are_one_group(*it, target));
            entered.insert(target);
            with_constructors.iter().rfind(|it| entered.contains(it)).copied()
        };
        let mut targets: BTreeMap<ModuleId, Vec<ModuleId>> = BTreeMap::new();
        for target in modules.iter().filter(|_| !with_constructors.is_empty()) {
            if let Some(last) = waited_for(*target) {
                targets.entry(last).or_default().push(*target);
            }
        }
        for last in &with_constructors {
            run(*last, &mut running);
            for target in targets.get(last).into_iter().flatten() {
                let enters = |it: &&ModuleId| {
                    calls.of(**it).contains(target) && !calls.are_one_group(**it, *target)
                };
                let importers = running.iter().filter(enters);
                guarded.extend(importers.map(|importer| ((*importer, *target), *last)));
            }
        }
        guarded
    }

    /// Whether code of a library, or of who gives it memory, runs before any constructor does.
    fn is_prepared(&self, module: ModuleId) -> bool {
        let member = self.plan.modules[module.idx()].member.as_ref();
        let is_given = member.and_then(|it| it.placement.as_ref()).is_some_and(|placement| {
            matches!(placement.memory, Room::Allocated { .. }) && placement.memory_bytes > 0
        });
        let exports = |name: &&str| self.facts(module).exported_func(name).is_some();
        is_given || (self.leader(module).is_some() && names::PREPARING.iter().any(exports))
    }
}

/// Whose code an import can reach.
enum Callee {
    Nobody,
    One(ModuleId),
    Anybody,
}

impl Calls {
    fn of(&self, module: ModuleId) -> &BTreeSet<ModuleId> {
        self.row(&self.callees, module)
    }

    fn imported_by(&self, module: ModuleId) -> &BTreeSet<ModuleId> {
        self.row(&self.imported, module)
    }

    /// What a table says of a module; nothing of those that were there before.
    fn row<'a>(&self, rows: &'a [BTreeSet<ModuleId>], module: ModuleId) -> &'a BTreeSet<ModuleId> {
        static NOBODY: BTreeSet<ModuleId> = BTreeSet::new();
        let idx = module.idx().checked_sub(self.first_idx);
        idx.and_then(|idx| rows.get(idx)).unwrap_or(&NOBODY)
    }

    fn are_one_group(&self, one: ModuleId, other: ModuleId) -> bool {
        let group = |module: ModuleId| {
            let idx = module.idx().checked_sub(self.first_idx);
            idx.and_then(|idx| self.groups.get(idx)).copied().unwrap_or(module)
        };
        group(one) == group(other)
    }

    /// Everybody whom a module may call, directly or not.
    fn reach(&self, module: ModuleId) -> BTreeSet<ModuleId> {
        Self::reach_by(module, |it| self.of(it))
    }

    /// Everybody from whom a module imports, directly or not.
    fn reach_imported(&self, module: ModuleId) -> BTreeSet<ModuleId> {
        Self::reach_by(module, |it| self.imported_by(it))
    }

    fn reach_by<'a>(
        module: ModuleId,
        next: impl Fn(ModuleId) -> &'a BTreeSet<ModuleId>,
    ) -> BTreeSet<ModuleId> {
        let mut reached = BTreeSet::new();
        let mut open = vec![module];
        while let Some(module) = open.pop() {
            for callee in next(module) {
                if reached.insert(*callee) {
                    open.push(*callee);
                }
            }
        }
        reached
    }
}
