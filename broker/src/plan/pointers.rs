//! Which modules can hold pointers to host functions.
//!
//! Invariant: every reference to a host function that a guest can get hold of was made by a module
//! from an import of its own, which is noted here, or put into a table by the linker itself.
//!
//! # Source
//! The design note on safety, "Function pointers".

use super::request::Allowance;
use super::resolve::Planner;
use super::{HelperSpec, HostReference, Source};
use crate::facts::ModuleFacts;
use crate::ids::ModuleId;
use crate::names;
use std::collections::HashMap;

/// The imports of modules that are functions, by function index; made for those that are asked for.
type FunctionImports = HashMap<ModuleId, Vec<usize>>;

impl Planner<'_> {
    /// Notes the host functions that new modules can make references to. No import goes through a
    /// forwarder to a new module yet.
    pub(super) fn note_host_references(&mut self) {
        if self.request.options.allowed.contains(&Allowance::HostPointers) {
            return;
        }
        let mut functions = FunctionImports::new();
        for module in self.new_modules() {
            let facts = self.facts(module);
            let named = facts.referenced_imports.iter().copied();
            let of_host = named.filter_map(|func_idx| {
                let owner = self.host_owner(module, func_idx, &mut functions)?;
                Some(HostReference { func_idx, export: unused_name(facts, func_idx), owner })
            });
            self.plan.modules[module.idx()].lift.host_references = of_host.collect();
        }
    }

    /// Where an imported function is one of the host, also by way of other modules that export what
    /// they import: the module that it was given to.
    fn host_owner(
        &self,
        module: ModuleId,
        func_idx: u32,
        functions: &mut FunctionImports,
    ) -> Option<ModuleId> {
        let (mut module, mut func_idx) = (module, func_idx);
        // A chain longer than there are modules goes round.
        for _ in 0..self.plan.modules.len() {
            let planned = &self.plan.modules[module.idx()];
            let imports = functions.entry(module).or_insert_with(|| {
                let is_func = |idx: &usize| planned.imports[*idx].ty.as_func().is_some();
                (0..planned.imports.len()).filter(is_func).collect()
            });
            match self.origin(&planned.imports[*imports.get(func_idx as usize)?].source) {
                Origin::Host => return Some(self.host_of(module)),
                Origin::Guest => return None,
                Origin::Export(peer, export) => {
                    (module, func_idx) = (peer, self.facts(peer).export(export)?.item_idx);
                }
            }
        }
        None
    }

    fn origin<'s>(&'s self, source: &'s Source) -> Origin<'s> {
        if let Some((module, export)) = self.plan.peer_export(source) {
            return Origin::Export(module, export);
        }
        match source {
            Source::Host(_) | Source::Broker { .. } => Origin::Host,
            Source::Helper { helper, export } => {
                let helper = &self.plan.helpers[helper.idx()];
                match &helper.spec {
                    HelperSpec::WasiShim { .. } => Origin::Host,
                    // It hands on what it imports.
                    HelperSpec::Accessor { .. } if names::ACCESSOR_BRIDGES.contains(&&**export) => {
                        Origin::Host
                    }
                    HelperSpec::Wrapper { .. } => {
                        let inner = helper.imports.first();
                        inner.map_or(Origin::Guest, |import| self.origin(&import.source))
                    }
                    _ => Origin::Guest,
                }
            }
            _ => Origin::Guest,
        }
    }
}

/// Where a function comes from.
enum Origin<'a> {
    Host,
    Guest,
    Export(ModuleId, &'a str),
}

/// A name that the module does not export anything by.
fn unused_name(facts: &ModuleFacts, func_idx: u32) -> String {
    let mut name = format!("{}{func_idx}", names::HOST_REFERENCE);
    while facts.export(&name).is_some() {
        name.push('+');
    }
    name
}
