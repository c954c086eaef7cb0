//! What to tell the reader of an import that nothing provides.

use super::reserved;
use super::resolve::Planner;
use crate::error::{escaped, quoted};
use crate::facts::{ExportFact, ImportFact};
use crate::ids::ModuleId;
use crate::names;
use crate::sig::ExternType;
use std::cell::Cell;

/// At most this many suggestions per import: more do not help.
const MAX_SUGGESTIONS: usize = 3;
/// Longer names are not compared.
const MAX_COMPARED_BYTES: usize = 256;
/// Names are compared letter by letter at most this many times for all problems of a link together,
/// or for one function that is not there: 20,000 unresolved imports beside 20,000 exports would
/// take hours. A program that is merely broken needs less than a tenth; beyond it only equal names
/// are suggested.
const SUGGESTION_BUDGET: u64 = 50_000_000;
/// A name is close to another if they are at least this much alike (1 is equal).
const CLOSE_ENOUGH: f64 = 0.6;

/// Comparisons of names with what might have been meant, as far as the budget goes.
pub(crate) struct Comparisons {
    budget: Cell<u64>,
}

impl Comparisons {
    /// With all of the budget.
    pub(crate) fn new() -> Self {
        Self { budget: Cell::new(SUGGESTION_BUDGET) }
    }

    /// Whether only equal names are alike any more.
    pub(crate) fn is_used_up(&self) -> bool {
        self.budget.get() == 0
    }

    /// How much two names are alike, from 0 to 1 (equal).
    pub(crate) fn likeness(&self, a: &str, b: &str) -> f64 {
        if a == b {
            return 1.0;
        }
        // Names of hostile length are not compared: the cost grows with the square.
        if a.len().max(b.len()) > MAX_COMPARED_BYTES || self.is_used_up() {
            return 0.0;
        }
        let cost = (a.len() * b.len()) as u64;
        self.budget.set(self.budget.get().saturating_sub(cost.max(1)));
        strsim::normalized_damerau_levenshtein(a, b)
    }
}

/// A provider that might have been meant.
struct Candidate {
    text: String,
    likeness: f64,
}

/// A program with this many imports has not asked for each of them itself.
const MANY_IMPORTS: usize = 300;

impl Planner<'_> {
    /// Where an import was looked for, in order.
    pub(super) fn looked_in(&self, importer: ModuleId, import: &ImportFact) -> Vec<String> {
        let mut places = Vec::new();
        if !self.request.options.mappings.is_empty() {
            places.push("mappings".to_owned());
        }
        let (module, _) = self.effective_name(importer, import);
        if let Some(leader) = self.leader(importer)
            && [names::ENV, names::GOT_MEM, names::GOT_FUNC].contains(&&*module)
        {
            places.push(format!("{} and its libraries", quoted(self.name(leader))));
        }
        if [names::GOT_MEM, names::GOT_FUNC].contains(&&*module) {
            // Nothing there has a reserved name.
        } else if names::is_reserved_module(&module) {
            places.push(format!("reserved names of {}", quoted(&module)));
        } else if self.plan.module_id(&module).is_some() {
            places.push(quoted(&module));
        } else {
            places.push(format!("modules (none is named {})", quoted(&module)));
        }
        places.push(match self.request.hosts.is_empty() {
            true => "host functions (none given)".to_owned(),
            false => "host functions".to_owned(),
        });
        places
    }

    /// What to do about an unresolved import.
    pub(super) fn suggestions(&self, importer: ModuleId, import: &ImportFact) -> Vec<String> {
        let (module, name) = self.effective_name(importer, import);
        let mut help = self.hints(importer, &module, &name);
        let mut candidates = self.candidates(importer, import, &module, &name);
        candidates.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        help.extend(candidates.into_iter().take(MAX_SUGGESTIONS).map(|it| it.text));
        if help.is_empty() && is_entry(import) {
            help.push(
                "add the library that defines it, or link with `--unresolved trap`: then it is null"
                    .to_owned(),
            );
        }
        if help.is_empty() && self.facts(importer).dylink.is_some() && module == names::ENV {
            help.push(
                "add the library that defines it, map it to an export, or give it from Rust with \
                 `.host(…)`"
                    .to_owned(),
            );
        }
        if help.is_empty() {
            help.push(match names::is_reserved_module(&module) {
                true => format!(
                    "map it to an export: `--map {}.{}=MODULE.EXPORT`, or give it from Rust with \
                     `.host(…)`",
                    escaped(&import.module),
                    escaped(&import.name)
                ),
                false if self.plan.module_id(&module).is_some() => {
                    self.other_exports(&module, &name)
                }
                false => format!(
                    "add a side of that name: `--side {}=PATH`, or map the import: `--map {}.{}=\
                     MODULE.EXPORT`",
                    escaped(&module),
                    escaped(&import.module),
                    escaped(&import.name)
                ),
            });
        }
        help
    }

    /// What a module exports in place of a name that it does not export.
    fn other_exports(&self, module: &str, name: &str) -> String {
        /// More names than these are no help.
        const MAX_NAMES: usize = 10;
        let peer = self.plan.module_id(module);
        let exports = peer.map_or(&[][..], |peer| &self.facts(peer).exports);
        let mut names: Vec<_> =
            exports.iter().take(MAX_NAMES).map(|export| quoted(&export.name)).collect();
        if exports.len() > MAX_NAMES {
            names.push(format!("and {} more", exports.len() - MAX_NAMES));
        }
        let (module, name) = (quoted(module), quoted(name));
        match names.is_empty() {
            true => format!("{module} exports nothing, so not {name} either"),
            false => format!("{module} does not export {name}; it exports {}", names.join(", ")),
        }
    }

    /// What to do about a mismatch of types.
    pub(super) fn mismatch_help(&self, importer: ModuleId, import: &ImportFact) -> Vec<String> {
        let (module, name) = self.effective_name(importer, import);
        let of_same_type = |peer: &ModuleId| {
            self.comparable_exports(*peer, &name)
                // What is handed on may be of another type than declared.
                .filter(|export| export.name != *name)
                .filter(|export| export.ty == import.ty && self.likeness(&export.name, &name) > 0.5)
                .map(|export| self.map_hint(import, *peer, &export.name))
                .next()
        };
        let peer = self.plan.module_id(&module);
        let mut help: Vec<_> = peer.iter().filter_map(of_same_type).collect();
        if module == names::WASI {
            help.push("WASI preview 1 has 32-bit addresses only".to_owned());
        }
        if help.is_empty() {
            help.push(format!(
                "declare the import in {} with the type found, or map it elsewhere",
                quoted(self.name(importer))
            ));
        }
        help
    }

    /// Hints that come from knowing the convention behind a name.
    fn hints(&self, importer: ModuleId, module: &str, name: &str) -> Vec<String> {
        let facts = self.facts(importer);
        let bases = [names::MEMORY_BASE, names::TABLE_BASE];
        let is_got = [names::GOT_MEM, names::GOT_FUNC].contains(&module);
        if self.leader(importer).is_none() && (bases.contains(&name) || is_got) {
            return vec![format!(
                "this is an import of dynamic libraries, but {} has no section `{}`: build it as \
                 one, or without `-fPIC`",
                quoted(self.name(importer)),
                names::DYLINK_0
            )];
        }
        if facts.dylink.is_some() && [names::ENV, names::GOT_MEM, names::GOT_FUNC].contains(&module)
        {
            let is_everything = importer == ModuleId::MAIN && facts.imports.len() >= MANY_IMPORTS;
            let hint = "a program built with `-sMAIN_MODULE=1` brings every system library, also \
                        those for browsers: build it with `-sMAIN_MODULE=2`, or link it with \
                        `--unresolved trap`";
            return is_everything.then(|| hint.to_owned()).into_iter().collect();
        }
        if importer == ModuleId::MAIN && reserved::side_function(name).is_some() {
            return vec![format!(
                "{} is given to sides only; from main, use `rb:<side>` or `{}`",
                quoted(name),
                names::RB_BRIDGE
            )];
        }
        if let Some(peer) = module.strip_prefix(names::PEER_PREFIX) {
            let modules: Vec<_> = self.plan.open_modules().map(|it| quoted(&it.name)).collect();
            if self.plan.module_id(peer).is_none() {
                return vec![format!("the modules of this link are {}", modules.join(", "))];
            }
        }
        Vec::new()
    }

    fn candidates(
        &self,
        importer: ModuleId,
        import: &ImportFact,
        module: &str,
        name: &str,
    ) -> Vec<Candidate> {
        let mut found = Vec::new();
        for idx in 0..self.plan.modules.len() {
            let peer = ModuleId::new(idx as u32);
            if peer == importer || self.plan.modules[idx].closed {
                continue;
            }
            for export in self.comparable_exports(peer, name) {
                let is_alike = match (import.module.as_str(), &export.ty) {
                    (names::GOT_FUNC, ty) if is_entry(import) => ty.as_func().is_some(),
                    (names::GOT_MEM, ty) if is_entry(import) => {
                        matches!(ty, ExternType::Global(ty) if !ty.mutable)
                    }
                    (_, ty) => *ty == import.ty,
                };
                if !is_alike {
                    continue;
                }
                let likeness = self.likeness(&export.name, name);
                if likeness >= CLOSE_ENOUGH {
                    // A module that was asked for by name comes before others.
                    let bonus = if self.name(peer) == module { 1.0 } else { 0.0 };
                    let text = self.map_hint(import, peer, &export.name);
                    found.push(Candidate { text, likeness: likeness + bonus });
                }
            }
        }
        let reserved = match module {
            names::ENV => reserved::env_names(),
            names::WASI => {
                names::WASI_FUNCTIONS.iter().map(|(name, _)| (*name).to_owned()).collect()
            }
            _ if module.starts_with(names::PEER_PREFIX) => reserved::peer_names(),
            _ => Vec::new(),
        };
        let hosts = self.request.hosts.iter().filter(|host| host.module == module);
        for known in reserved.into_iter().chain(hosts.map(|host| host.name.clone())) {
            let likeness = self.likeness(&known, name);
            if likeness >= CLOSE_ENOUGH && known != name {
                let text = format!("did you mean `{}.{}`?", escaped(module), escaped(&known));
                found.push(Candidate { text, likeness });
            }
        }
        for peer in self.plan.open_modules().filter(|it| it.name != module) {
            let likeness = self.likeness(&peer.name, module);
            let has_it = self.plan.module_id(&peer.name).is_some_and(|peer| {
                self.export(peer, name).is_some_and(|export| export.ty == import.ty)
            });
            if likeness >= CLOSE_ENOUGH && !has_it {
                let text = format!("a module of this link is named {}", quoted(&peer.name));
                found.push(Candidate { text, likeness: likeness - 0.5 });
            }
        }
        found
    }

    /// The exports that are worth a comparison with a name: all, until the budget is used up.
    fn comparable_exports(
        &self,
        peer: ModuleId,
        name: &str,
    ) -> impl Iterator<Item = &ExportFact> + use<'_> {
        let (all, equal) = match self.comparisons.is_used_up() {
            true => (&[][..], self.export(peer, name)),
            false => (self.facts(peer).exports.as_slice(), None),
        };
        all.iter().chain(equal)
    }

    fn likeness(&self, a: &str, b: &str) -> f64 {
        self.comparisons.likeness(a, b)
    }

    fn map_hint(&self, import: &ImportFact, peer: ModuleId, export: &str) -> String {
        let peer = escaped(self.name(peer));
        let export = escaped(export);
        let how = if is_entry(import) { "" } else { " with the same type" };
        format!(
            "`{peer}` exports `{export}`{how}; map it with `--map \
             {}.{}={peer}.{export}`",
            escaped(&import.module),
            escaped(&import.name),
        )
    }
}

/// Whether an import is an entry of the global offset table.
fn is_entry(import: &ImportFact) -> bool {
    [names::GOT_MEM, names::GOT_FUNC].contains(&import.module.as_str())
}

/// What to do about minified import names.
pub(super) fn minified_help() -> Vec<String> {
    vec!["emscripten: build at -O2, or with -sSTANDALONE_WASM".to_owned()]
}
