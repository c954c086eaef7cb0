//! Which modules can hold pointers to host functions.
//!
//! Invariant: every reference to a host function that a guest can get hold of was made by a module
//! from an import of its own, which is noted here, or put into a table by the linker itself.
//!
//! # Source
//! The design note on safety, "Function pointers".

use super::HostReference;
use super::origin::{Origin, Origins};
use super::request::Allowance;
use super::resolve::Planner;
use crate::facts::ModuleFacts;
use crate::names;

impl Planner<'_> {
    /// Notes the host functions that new modules can make references to. No import goes through a
    /// forwarder to a new module yet.
    pub(super) fn note_host_references(&mut self, origins: &mut Origins) {
        if self.request.options.allowed.contains(&Allowance::HostPointers) {
            return;
        }
        for module in self.new_modules() {
            let facts = self.facts(module);
            let of_host = facts.referenced_imports.iter().filter_map(|func_idx| {
                let import_idx = *facts.function_imports.get(*func_idx as usize)? as usize;
                let Origin::Host(owner) = self.origin(module, import_idx, origins) else {
                    return None;
                };
                let func_idx = *func_idx;
                Some(HostReference { func_idx, export: unused_name(facts, func_idx), owner })
            });
            self.plan.modules[module.idx()].lift.host_references = of_host.collect();
        }
    }
}

/// A name that the module does not export anything by.
fn unused_name(facts: &ModuleFacts, func_idx: u32) -> String {
    let mut name = format!("{}{func_idx}", names::HOST_REFERENCE);
    while facts.export(&name).is_some() {
        name.push('+');
    }
    name
}
