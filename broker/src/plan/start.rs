//! In which order new modules are initialised, after all of them exist.
//!
//! Invariants: global offset tables are filled before anybody relocates, everybody relocates before
//! any constructor runs; constructors run in the order of `ready.rs`.
//!
//! # Source
//! The design note on dylink, "The order"; the guest ABI, "Names and start-up".

use super::Step;
use super::order::Gate;
use super::ready::Readiness;
use super::resolve::Planner;
use crate::facts::ModuleFacts;
use crate::ids::{GlobalId, ModuleId};
use crate::names;
use crate::sig::FuncType;

impl Planner<'_> {
    /// The steps that initialise new modules, and run the sides' own `main`. Forwarders that wait
    /// for constructors are filled once these have run.
    pub(super) fn step_start(&mut self, modules: &[ModuleId], ready: &Readiness, gates: &[Gate]) {
        let (first, end) = (self.n_old_globals, self.plan.globals.len() as u32);
        if first < end {
            let (first, end) = (GlobalId::new(first), GlobalId::new(end));
            self.plan.steps.push(Step::FillGlobals { first, end });
        }
        let grouped: Vec<_> =
            modules.iter().copied().filter(|it| self.leader(*it).is_some()).collect();
        let relocations =
            [names::APPLY_RELOCS, names::APPLY_GLOBAL_RELOCS, names::APPLY_DATA_RELOCS];
        self.step_relocations(&grouped, &relocations);
        for module in &grouped {
            if self.facts(*module).exported_func(names::INIT_TLS).is_some_and(takes_an_address) {
                self.plan.steps.push(Step::InitTls(*module));
            }
        }
        self.step_relocations(&grouped, &[names::APPLY_TLS_RELOCS]);
        for module in modules {
            if self.checks_its_stack(*module) {
                self.plan.steps.push(Step::SetStackLimits(*module));
            }
        }
        for module in &ready.order {
            self.step_initializer(*module, gates);
        }
        for module in modules {
            self.step_main(*module);
        }
    }

    /// Whether a module wants to be told where the C stack is.
    fn checks_its_stack(&self, module: ModuleId) -> bool {
        let facts = self.facts(module);
        let takes_two = |name: &str| facts.exported_func(name).is_some_and(takes_two_addresses);
        let member = self.plan.modules[module.idx()].member.as_ref();
        let is_ours = member.is_some_and(|member| member.stack.is_some());
        takes_two(names::SET_STACK_LIMITS) || (is_ours && takes_two(names::EM_STACK_SET_LIMITS))
    }

    fn step_relocations(&mut self, modules: &[ModuleId], exports: &[&str]) {
        for module in modules {
            for export in exports {
                if self.facts(*module).exported_func(export).is_some_and(is_plain) {
                    let (module, export) = (*module, (*export).to_owned());
                    self.plan.steps.push(Step::Relocate { module, export });
                }
            }
        }
    }

    /// The step that runs a module's constructors, and those that let calls into it through.
    fn step_initializer(&mut self, module: ModuleId, gates: &[Gate]) {
        if let Some(export) = self.initializer_of(module) {
            self.plan.steps.push(Step::Call { module, export: export.to_owned() });
        }
        for gate in gates.iter().filter(|gate| gate.waits_for == Some(module)) {
            self.plan.steps.push(gate.step());
        }
    }

    /// The export that runs a module's constructors. A WASI command runs them itself.
    pub(super) fn initializer_of(&self, module: ModuleId) -> Option<&'static str> {
        let facts = self.facts(module);
        let entry = self.request.options.entry.as_deref();
        let runs_start = match module == ModuleId::MAIN {
            true => entry.is_none_or(|entry| entry == names::START),
            false => self.request.modules[module.idx()].run_main,
        };
        let is_command = runs_start && facts.exported_func(names::START).is_some();
        initializer(facts).filter(|_| !is_command)
    }

    /// The step that runs a side's own C `main`, where the request says so.
    fn step_main(&mut self, module: ModuleId) {
        let facts = self.facts(module);
        let entries = [names::START, names::C_MAIN, names::C_MAIN_ARGC_ARGV, names::C_MAIN_VOID];
        let entry = entries.into_iter().find(|name| facts.exported_func(name).is_some());
        if let Some(export) = entry
            && self.request.modules[module.idx()].run_main
            && module != ModuleId::MAIN
        {
            self.plan.steps.push(Step::CallMain { module, export: export.to_owned() });
        }
    }
}

/// The export that runs a module's constructors, if it has one: never both, since one calls the
/// other. A library's `_initialize` is that of a reactor it was made of.
pub(super) fn initializer(facts: &ModuleFacts) -> Option<&'static str> {
    let names = match facts.dylink.is_some() {
        true => [names::CALL_CTORS, names::INITIALIZE],
        false => [names::INITIALIZE, names::CALL_CTORS],
    };
    names.into_iter().find(|name| facts.exported_func(name).is_some_and(is_plain))
}

fn is_plain(ty: &FuncType) -> bool {
    ty.params.is_empty() && ty.results.is_empty()
}

fn takes_two_addresses(ty: &FuncType) -> bool {
    let are_addresses = ty.params.iter().all(|param| param.is_pointer());
    ty.params.len() == 2 && are_addresses && ty.results.is_empty()
}

fn takes_an_address(ty: &FuncType) -> bool {
    matches!(ty.params.as_slice(), [address] if address.is_pointer()) && ty.results.is_empty()
}
