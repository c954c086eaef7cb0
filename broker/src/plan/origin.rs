//! Where the functions that modules import are defined: followed through modules that export what
//! they import.
//!
//! Invariant: in a finished plan every imported function has a definition at its end. Modules that
//! get one from each other in a ring, where nobody defines it, are a problem (5015): a forwarder
//! would call itself for ever.
//!
//! # Source
//! The guest ABI, "Cycles"; the core specification's "Imports" (an export may name an import).

use super::problem::ProblemKind;
use super::resolve::Planner;
use super::{HelperSpec, Source};
use crate::error::{escaped, quoted};
use crate::ids::ModuleId;
use crate::names;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Where a function is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the host, which works on what belongs to this module.
    Host(ModuleId),
    /// In a module or a helper, or nowhere yet.
    Guest,
    /// Modules get it from each other.
    Ring,
}

/// The origins that are known: by module and import. Each is followed once, however many modules
/// hand it on.
#[derive(Default)]
pub(super) struct Origins {
    /// None while it is being followed.
    known: HashMap<(ModuleId, usize), Option<Origin>>,
}

/// What is one step behind an import.
enum Behind<'a> {
    Origin(Origin),
    Export(ModuleId, &'a str),
}

impl Planner<'_> {
    /// Notes the imported functions of new modules that nobody defines because modules get them
    /// from each other. No import goes through a forwarder to a new module yet.
    pub(super) fn note_rings(&mut self, origins: &mut Origins) {
        for module in self.new_modules() {
            for import_idx in self.facts(module).function_imports.iter().map(|idx| *idx as usize) {
                if self.origin(module, import_idx, origins) == Origin::Ring {
                    self.note_ring(module, import_idx);
                }
            }
        }
    }

    fn note_ring(&mut self, module: ModuleId, import_idx: usize) {
        let planned = &self.plan.modules[module.idx()].imports[import_idx];
        let is_this = |peer: ModuleId, export: &str| {
            let handed_on = self.export(peer, export).and_then(|it| self.facts(peer).handed_on(it));
            (peer, handed_on) == (module, Some(import_idx))
        };
        let text = match self.plan.peer_export(&planned.source) {
            Some((peer, export)) if is_this(peer, export) => format!(
                "{} exports `{}`, which is this import: nobody defines it",
                quoted(self.name(peer)),
                escaped(export)
            ),
            Some((peer, export)) => format!(
                "{} exports `{}`, but imports it: each module gets it from the next, and nobody \
                 defines it",
                quoted(self.name(peer)),
                escaped(export)
            ),
            None => "each module gets it from the next, and nobody defines it".to_owned(),
        };
        self.note(module, import_idx, ProblemKind::Cycle, None, vec![text]);
        self.plan.modules[module.idx()].imports[import_idx].source = Source::Missing;
    }

    /// Where an imported function is defined.
    pub(super) fn origin(
        &self,
        module: ModuleId,
        import_idx: usize,
        origins: &mut Origins,
    ) -> Origin {
        let (mut module, mut import_idx) = (module, import_idx);
        let mut path = Vec::new();
        let origin = loop {
            match origins.known.entry((module, import_idx)) {
                Entry::Occupied(known) => break known.get().unwrap_or(Origin::Ring),
                Entry::Vacant(unknown) => unknown.insert(None),
            };
            path.push((module, import_idx));
            let source = &self.plan.modules[module.idx()].imports[import_idx].source;
            let (peer, export) = match self.behind(module, source) {
                Behind::Origin(origin) => break origin,
                Behind::Export(peer, export) => (peer, export),
            };
            let facts = self.facts(peer);
            match facts.export(export).and_then(|export| facts.handed_on(export)) {
                Some(next) => (module, import_idx) = (peer, next),
                None => break Origin::Guest,
            }
        };
        origins.known.extend(path.into_iter().map(|step| (step, Some(origin))));
        origin
    }

    fn behind<'s>(&'s self, importer: ModuleId, source: &'s Source) -> Behind<'s> {
        if let Some((module, export)) = self.plan.peer_export(source) {
            return Behind::Export(module, export);
        }
        let host = || Behind::Origin(Origin::Host(self.host_of(importer)));
        match source {
            Source::Host(_) | Source::Broker { .. } => host(),
            Source::Helper { helper, export } => {
                let helper = &self.plan.helpers[helper.idx()];
                match &helper.spec {
                    HelperSpec::WasiShim { .. } => host(),
                    // It hands on what it imports.
                    HelperSpec::Accessor { .. } if names::ACCESSOR_BRIDGES.contains(&&**export) => {
                        host()
                    }
                    HelperSpec::Wrapper { .. } => match helper.imports.first() {
                        Some(inner) => self.behind(importer, &inner.source),
                        None => Behind::Origin(Origin::Guest),
                    },
                    _ => Behind::Origin(Origin::Guest),
                }
            }
            _ => Behind::Origin(Origin::Guest),
        }
    }
}
