//! Who provides each import.
//!
//! Invariant: the order is `[imports]` of the user, reserved names, peers by name, host functions,
//! the policy for the rest. An isolated module's `env.x` is never bound to a peer's export by
//! itself.
//!
//! # Source
//! The guest ABI, "Plain peers".

use super::emscripten;
use super::group::GroupSize;
use super::layout::DeadEnd;
use super::origin::Origins;
use super::problem::{Problem, ProblemKind};
use super::request::{LinkRequest, Mapping, Unresolved};
use super::reserved::{self, PeerFunction};
use super::scope::GlobalScope;
use super::suggest::Comparisons;
use super::{
    BrokerFunction, Draft, Helper, HelperSpec, LinkPlan, Node, PlannedImport, PlannedModule,
    Source, Step, StubKind,
};
use crate::error::{Result, escaped, quoted};
use crate::facts::{ExportFact, ImportFact, ModuleFacts};
use crate::ids::{GlobalId, HelperId, HostId, ModuleId};
use crate::names;
use crate::sig::{ExternType, FuncType, GlobalType, ValType, Width};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// A plan in the making.
pub(super) struct Planner<'a> {
    pub(super) plan: LinkPlan,
    pub(super) request: &'a LinkRequest<'a>,
    pub(super) problems: Vec<Problem>,
    /// Modules, helpers and globals before these were there before.
    n_old_modules: usize,
    pub(super) n_old_helpers: usize,
    pub(super) n_old_globals: u32,
    /// The helpers by what they are: a search for each import of a large link would be quadratic.
    pub(super) helpers_by_spec: HashMap<HelperSpec, HelperId>,
    /// The helpers whose step is written.
    pub(super) stepped_helpers: HashSet<HelperId>,
    /// What the user has mapped, by the import that it names, in the user's order.
    mappings_by_import: HashMap<&'a str, Vec<&'a Mapping>>,
    /// How much more work may go into suggestions; see `suggest.rs`.
    pub(super) comparisons: Comparisons,
    /// How large the memories and tables of the leaders of groups have to be.
    pub(super) group_sizes: HashMap<ModuleId, GroupSize>,
    /// What all modules of a group see, by its leader.
    pub(super) global_scopes: HashMap<ModuleId, GlobalScope<'a>>,
    /// The shared globals by leader and name.
    pub(super) globals_by_name: HashMap<(ModuleId, String), Vec<GlobalId>>,
}

/// What one import may be bound to.
pub(super) enum Offer {
    /// This, of this type.
    Found(Source, ExternType),
    /// This memory or table, which is not the importer's alone: the limits that it declares do not
    /// count.
    Limitless(Source),
    /// A function whose type may differ in the width of integers: a wrapper adapts it.
    Flexible(Source, FuncType),
    /// A function whose 64-bit integers the importer may have split in two: a wrapper joins them.
    Splittable(Source, FuncType),
    /// Something of that name is there, but it cannot be given; a sentence says why.
    Refused(ProblemKind, String),
    /// Nothing of that name.
    Nothing,
}

impl<'a> Planner<'a> {
    /// A planner that adds to `plan`.
    pub(super) fn new(plan: LinkPlan, request: &'a LinkRequest<'a>) -> Self {
        let (n_old_modules, n_old_helpers) = (plan.modules.len(), plan.helpers.len());
        let by_spec =
            |(idx, helper): (usize, &Helper)| (helper.spec.clone(), HelperId::new(idx as u32));
        let made = |step: &Step| match step {
            Step::Instantiate(Node::Helper(helper)) => Some(*helper),
            _ => None,
        };
        let n_old_globals = plan.globals.len() as u32;
        let mut globals_by_name: HashMap<_, Vec<GlobalId>> = HashMap::new();
        for (idx, global) in plan.globals.iter().enumerate() {
            let key = (global.leader, global.name.clone());
            globals_by_name.entry(key).or_default().push(GlobalId::new(idx as u32));
        }
        let mut mappings_by_import: HashMap<_, Vec<_>> = HashMap::new();
        for mapping in &request.options.mappings {
            mappings_by_import.entry(mapping.import.as_str()).or_default().push(mapping);
        }
        Self {
            group_sizes: HashMap::new(),
            global_scopes: HashMap::new(),
            globals_by_name,
            helpers_by_spec: plan.helpers.iter().enumerate().map(by_spec).collect(),
            stepped_helpers: plan.steps.iter().filter_map(made).collect(),
            plan,
            request,
            problems: Vec::new(),
            n_old_modules,
            n_old_helpers,
            n_old_globals,
            mappings_by_import,
            comparisons: Comparisons::new(),
        }
    }

    /// Plans the modules that the plan does not have yet.
    ///
    /// # Errors
    /// As [`super::plan`].
    pub(super) fn add_modules(&mut self) -> Result<()> {
        let request = self.request;
        for module in &request.modules[self.n_old_modules..] {
            self.plan.modules.push(planned(module.name, module.facts));
        }
        self.form_groups()?;
        for module in self.new_modules() {
            self.lay_out(module);
        }
        self.resolve_spaces();
        self.share_spaces();
        for module in self.new_modules() {
            for import_idx in 0..self.facts(module).imports.len() {
                self.resolve(module, import_idx);
            }
        }
        let mut origins = Origins::default();
        self.note_rings(&mut origins);
        self.note_host_references(&mut origins);
        self.order_and_step();
        Ok(())
    }

    /// The plan with its problems.
    pub(super) fn finish(mut self) -> Draft {
        self.step_helpers();
        // Memories and tables are resolved first; a reader goes through the file.
        self.problems.sort_by_key(|problem| (problem.importer, problem.import_idx));
        Draft { plan: self.plan, problems: self.problems }
    }

    pub(super) fn new_modules(&self) -> impl Iterator<Item = ModuleId> + use<> {
        (self.n_old_modules..self.plan.modules.len()).map(|idx| ModuleId::new(idx as u32))
    }

    pub(super) fn facts(&self, module: ModuleId) -> &'a ModuleFacts {
        self.request.modules[module.idx()].facts
    }

    /// The export of this name.
    pub(super) fn export(&self, module: ModuleId, name: &str) -> Option<&'a ExportFact> {
        self.facts(module).export(name)
    }

    pub(super) fn name(&self, module: ModuleId) -> &str {
        &self.plan.modules[module.idx()].name
    }

    /// The width of a module's addresses, if it has a memory.
    pub(super) fn width(&self, module: ModuleId) -> Option<Width> {
        self.plan.modules[module.idx()].memory.as_ref().map(|memory| memory.ty.width)
    }

    fn source_mut(&mut self, module: ModuleId, import_idx: usize) -> &mut PlannedImport {
        &mut self.plan.modules[module.idx()].imports[import_idx]
    }

    /// Finds the source of one import, or notes the problem.
    pub(super) fn resolve(&mut self, module: ModuleId, import_idx: usize) {
        let planned = &self.plan.modules[module.idx()].imports[import_idx];
        let is_done = planned.source != Source::Missing;
        // Only these are looked at twice; a search for each of a million imports would take hours.
        let is_space = matches!(planned.ty, ExternType::Memory(_) | ExternType::Table(_));
        let is_reported = || {
            is_space
                && self
                    .problems
                    .iter()
                    .any(|it| it.importer == module && it.import_idx == import_idx)
        };
        if is_done || is_reported() {
            return;
        }
        let import = &self.facts(module).imports[import_idx];
        let mapping = match self.mapping_for(module, import) {
            Some(Ok(mapping)) => Some(mapping),
            Some(Err(text)) => {
                return self.note(module, import_idx, ProblemKind::Duplicate, None, vec![text]);
            }
            None => None,
        };
        self.source_mut(module, import_idx).mapped_by = mapping.map(|it| it.origin.clone());
        match self.offer_import(module, import) {
            Offer::Found(source, ty) if self.fits(&ty, &import.ty) => {
                self.relax(module, import_idx, &source, &ty);
                self.source_mut(module, import_idx).source = source;
            }
            Offer::Found(_, ty) => {
                self.note(module, import_idx, ProblemKind::TypeMismatch, Some(ty), vec![]);
            }
            Offer::Limitless(source) => {
                self.plan.modules[module.idx()].lift.relaxed_imports.push(import_idx);
                self.source_mut(module, import_idx).source = source;
            }
            Offer::Flexible(source, actual) => {
                let adapted = self.adapt(source, &actual, &import.ty);
                self.bind(module, import_idx, adapted, actual);
            }
            Offer::Splittable(source, actual) if import.ty.as_func() == Some(&actual) => {
                self.source_mut(module, import_idx).source = source;
            }
            Offer::Splittable(source, actual) => {
                let adapted = self.join_halves(module, source, &actual, &import.ty);
                self.bind(module, import_idx, adapted, actual);
            }
            Offer::Refused(kind, text) => self.note(module, import_idx, kind, None, vec![text]),
            Offer::Nothing => self.fall_back(module, import_idx),
        }
    }

    /// Sets a source, or notes that there is none of the declared type.
    fn bind(
        &mut self,
        module: ModuleId,
        import_idx: usize,
        source: Option<Source>,
        actual: FuncType,
    ) {
        match source {
            Some(source) => self.source_mut(module, import_idx).source = source,
            None => {
                let found = Some(ExternType::Func(actual));
                self.note(module, import_idx, ProblemKind::TypeMismatch, found, vec![]);
            }
        }
    }

    /// Whether something of type `have` can be given for `want`. The maximum of a function table is
    /// ours to change on both sides, so it does not count.
    fn fits(&self, have: &ExternType, want: &ExternType) -> bool {
        match (have, want) {
            (ExternType::Table(have), ExternType::Table(want)) if want.is_funcref() => {
                have.width == want.width
                    && have.element == want.element
                    && have.min_slots >= want.min_slots
            }
            _ => have.satisfies(want),
        }
    }

    /// Drops the declared limits of an import whose provider has another maximum by now.
    fn relax(&mut self, module: ModuleId, import_idx: usize, source: &Source, have: &ExternType) {
        let want = &self.facts(module).imports[import_idx].ty;
        let made = self.made_type(source);
        if !made.as_ref().unwrap_or(have).satisfies(want) {
            self.plan.modules[module.idx()].lift.relaxed_imports.push(import_idx);
        }
    }

    /// The mapping for an import: the most specific wins; two of the same rank are an error.
    pub(super) fn mapping_for(
        &self,
        module: ModuleId,
        import: &ImportFact,
    ) -> Option<Result<&'a Mapping, String>> {
        if self.request.options.mappings.is_empty() {
            return None;
        }
        let plain = format!("{}.{}", import.module, import.name);
        let specific = format!("{}:{plain}", self.request.modules[module.idx()].name);
        for key in [&specific, &plain] {
            let found = self.mappings_by_import.get(key.as_str());
            let mut found = found.into_iter().flatten().copied();
            if let Some(first) = found.next() {
                return Some(match found.find(|other| other.provider != first.provider) {
                    None => Ok(first),
                    Some(other) => Err(format!(
                        "mapped to {} by {} and to {} by {}",
                        quoted(&first.provider),
                        first.origin,
                        quoted(&other.provider),
                        other.origin
                    )),
                });
            }
        }
        None
    }

    /// The names to look for: those of the import, or those that it is mapped to.
    pub(super) fn effective_name<'i>(
        &self,
        module: ModuleId,
        import: &'i ImportFact,
    ) -> (Cow<'i, str>, Cow<'i, str>) {
        match self.mapping_for(module, import) {
            Some(Ok(mapping)) => {
                let (module, name) = self.split_provider(&mapping.provider);
                (module.into(), name.into())
            }
            _ => (Cow::Borrowed(&import.module), Cow::Borrowed(&import.name)),
        }
    }

    /// `math.sqrt_f64` → module and export. Names may contain dots: the longest module name of the
    /// link that fits wins, else the first dot separates.
    fn split_provider(&self, provider: &str) -> (String, String) {
        let known = self
            .plan
            .modules
            .iter()
            .filter_map(|module| {
                let export = provider.strip_prefix(module.name.as_str())?.strip_prefix('.')?;
                Some((module.name.clone(), export.to_owned()))
            })
            .max_by_key(|(name, _)| name.len());
        known.unwrap_or_else(|| {
            let (module, name) = provider.split_once('.').unwrap_or(("", provider));
            (module.to_owned(), name.to_owned())
        })
    }

    /// What there is for an import: by its mapping, else by the convention of dynamic libraries,
    /// else by its names.
    pub(super) fn offer_import(&mut self, importer: ModuleId, import: &ImportFact) -> Offer {
        if self.mapping_for(importer, import).is_none()
            && let Some(offer) = self.offer_member(importer, import)
        {
            return offer;
        }
        if let Some(offer) = self.offer_mapped_entry(importer, import) {
            return offer;
        }
        let (module, name) = self.effective_name(importer, import);
        self.offer(importer, &module, &name, &import.ty)
    }

    /// What the host gives for an import, as the broker's own function or as one of the user's.
    pub(super) fn offer_of_host(&mut self, importer: ModuleId, import: &ImportFact) -> Offer {
        let by_user = self.offer_host(&import.module, &import.name);
        match by_user {
            Offer::Nothing => self.offer_env(importer, &import.name, &import.ty),
            found => found,
        }
    }

    /// What there is under these names for this importer.
    fn offer(
        &mut self,
        importer: ModuleId,
        module: &str,
        name: &str,
        declared: &ExternType,
    ) -> Offer {
        // A library works on the memory of its group, and its host functions for who leads it.
        let host = self.host_of(importer);
        let reserved = match module {
            names::ENV => self.offer_env(host, name, declared),
            names::WASI => self.offer_wasi(host, name),
            _ => match module.strip_prefix(names::PEER_PREFIX) {
                Some(peer) => self.offer_of_peer_helper(importer, peer, name),
                None => Offer::Nothing,
            },
        };
        if !matches!(reserved, Offer::Nothing) {
            return reserved;
        }
        if let Some(peer) = self.plan.module_id(module)
            && let Some(offer) = self.offer_export(peer, name)
        {
            return offer;
        }
        self.offer_host(module, name)
    }

    fn offer_export(&self, peer: ModuleId, name: &str) -> Option<Offer> {
        let export = self.export(peer, name)?;
        let by_export = Source::Peer { module: peer, export: name.to_owned() };
        Some(match &export.ty {
            ExternType::Memory(_) | ExternType::Table(_) => {
                match self.export_source(peer, name) {
                    // Who hands it on may have declared less than there is.
                    Ok(source) => {
                        let ty = self.shown_type(&source).unwrap_or_else(|| export.ty.clone());
                        Offer::Found(source, ty)
                    }
                    Err(DeadEnd::Ring) => Offer::Refused(
                        ProblemKind::Cycle,
                        format!("each module gets the {} from the next", export.ty.kind()),
                    ),
                    Err(DeadEnd::Nothing { module, import_idx }) => {
                        let import = &self.facts(module).imports[import_idx];
                        let text = format!(
                            "{} exports what it imports as `{}.{}`, which nothing provides",
                            quoted(self.name(module)),
                            escaped(&import.module),
                            escaped(&import.name)
                        );
                        Offer::Refused(ProblemKind::Unresolved, text)
                    }
                }
            }
            ty => Offer::Found(by_export, ty.clone()),
        })
    }

    fn offer_host(&self, module: &str, name: &str) -> Offer {
        let mut found = self
            .request
            .hosts
            .iter()
            .enumerate()
            .filter(|(_, host)| host.module == module && host.name == name);
        match (found.next(), found.next()) {
            (Some((idx, host)), None) => Offer::Found(
                Source::Host(HostId::new(idx as u32)),
                ExternType::Func(host.ty.clone()),
            ),
            (Some(_), Some(_)) => Offer::Refused(
                ProblemKind::Duplicate,
                "two host functions were given under this name".to_owned(),
            ),
            (None, _) => Offer::Nothing,
        }
    }

    fn offer_env(&mut self, importer: ModuleId, name: &str, declared: &ExternType) -> Offer {
        // What is a function, but is imported as something else, is found with another type.
        let not_a_function = FuncType::default();
        let declared = declared.as_func().unwrap_or(&not_a_function);
        match name {
            names::RB_DLOPEN | names::RB_DLSYM | names::RB_BRIDGE => {
                return self.offer_loader(importer, name, declared);
            }
            names::RB_LOG_ENABLED => {
                let function = BrokerFunction::LogEnabled;
                let ty = ExternType::Func(FuncType::new([], [ValType::I32]));
                return Offer::Found(Source::Broker { function, owner: importer }, ty);
            }
            _ => {}
        }
        if reserved::is_loader_type(name, declared) {
            return match self.loader(importer, name) {
                Ok(source) => Offer::Found(source, ExternType::Func(declared.clone())),
                Err((kind, text)) => Offer::Refused(kind, text),
            };
        }
        if importer != ModuleId::MAIN
            && let Some(function) = reserved::side_function(name)
        {
            return self.offer_peer_function(importer, ModuleId::MAIN, function);
        }
        if name == names::EM_SLEEP && self.is_asyncify(importer) {
            return Offer::Nothing;
        }
        let width = self.width(importer).unwrap_or(Width::W32);
        let types = emscripten::types(name, width, declared);
        let fitting = types.iter().find(|ty| *ty == declared);
        let has_host =
            self.request.hosts.iter().any(|it| it.module == names::ENV && it.name == name);
        if fitting.is_none() && has_host {
            // A program that means something else by this name brings its own.
            return Offer::Nothing;
        }
        let found = fitting.or(types.first());
        let function = BrokerFunction::Emscripten(name.to_owned());
        let source = Source::Broker { function, owner: importer };
        match found {
            // A program that was built without BigInt passes the halves.
            Some(ty) if fitting.is_none() && ty.params.contains(&ValType::I64) => {
                Offer::Splittable(source, ty.clone())
            }
            Some(ty) => Offer::Found(source, ExternType::Func(ty.clone())),
            None => Offer::Nothing,
        }
    }

    /// `rb_dlopen`, `rb_dlsym` and `rb_bridge` read a name from the importer's memory.
    fn offer_loader(&mut self, importer: ModuleId, name: &str, declared: &FuncType) -> Offer {
        let Some(width) = self.width(importer) else {
            return Offer::Refused(ProblemKind::Unresolved, no_memory(self.name(importer)));
        };
        let address = width.val_type();
        let pointer = match declared.results.first() {
            Some(result) if result.is_pointer() => result.clone(),
            _ => address.clone(),
        };
        let broker = |function| Source::Broker { function, owner: importer };
        let by_id = FuncType::new([ValType::I32, address.clone()], [pointer]);
        match name {
            names::RB_DLOPEN => Offer::Found(
                broker(BrokerFunction::Dlopen),
                ExternType::Func(FuncType::new([address], [ValType::I32])),
            ),
            names::RB_DLSYM if self.plan.modules[importer.idx()].table.is_some() => {
                Offer::Found(broker(BrokerFunction::Dlsym), ExternType::Func(by_id))
            }
            names::RB_DLSYM => Offer::Refused(ProblemKind::Table, no_table(self.name(importer))),
            _ => match self.accessor(importer) {
                Some(helper) => Offer::Flexible(
                    Source::Helper { helper, export: names::ACCESSOR_BRIDGE.to_owned() },
                    reserved::accessor_bridge_type(width),
                ),
                None => Offer::Refused(ProblemKind::Unresolved, no_memory(self.name(importer))),
            },
        }
    }

    fn offer_wasi(&mut self, importer: ModuleId, name: &str) -> Offer {
        match reserved::wasi_type(name) {
            None => Offer::Nothing,
            Some(ty) => {
                let helper = self.wasi_shim(importer, name, &ty);
                let source = Source::Helper { helper, export: name.to_owned() };
                match self.width(importer) {
                    // What lies in a 64-bit memory holds 64-bit addresses, which WASI misreads: no
                    // wrapper mends that.
                    Some(Width::W64) => Offer::Found(source, ExternType::Func(ty)),
                    _ => Offer::Splittable(source, ty),
                }
            }
        }
    }

    fn offer_of_peer_helper(&mut self, importer: ModuleId, peer: &str, name: &str) -> Offer {
        match (self.plan.module_id(peer), reserved::peer_function(name)) {
            (Some(peer), Some(function)) => self.offer_peer_function(importer, peer, function),
            _ => Offer::Nothing,
        }
    }

    fn offer_peer_function(
        &mut self,
        me: ModuleId,
        peer: ModuleId,
        function: PeerFunction,
    ) -> Offer {
        let offer = match function {
            PeerFunction::Access(name) => self.access(peer, name),
            PeerFunction::CopyFrom(size, path) => self.copy(peer, me, size, path),
            PeerFunction::CopyTo(size, path) => self.copy(me, peer, size, path),
            PeerFunction::PointerFrom => self.pointer(peer, me),
            PeerFunction::PointerTo => self.pointer(me, peer),
        };
        offer.unwrap_or_else(|(kind, text)| Offer::Refused(kind, text))
    }

    /// What becomes of an import that nothing provides.
    fn fall_back(&mut self, module: ModuleId, import_idx: usize) {
        let import = &self.facts(module).imports[import_idx];
        let stub = match (self.request.options.unresolved, &import.ty) {
            (Unresolved::Trap, ExternType::Func(_)) => Some(Source::Stub(StubKind::Trap)),
            (Unresolved::Zero, ExternType::Func(_)) => Some(Source::Stub(StubKind::Zero)),
            (Unresolved::Zero, ExternType::Global(GlobalType { value, mutable: false }))
                if value.is_number() =>
            {
                Some(Source::Constant(0))
            }
            _ => None,
        };
        match stub {
            Some(source) => self.source_mut(module, import_idx).source = source,
            None if is_minified(self.facts(module))
                && self.plan.module_id(&import.module).is_none() =>
            {
                let text = "import names of a release build are minified: nobody can tell what \
                            they mean";
                self.note(module, import_idx, ProblemKind::Convention, None, vec![text.to_owned()]);
            }
            None => self.report_missing(module, import_idx),
        }
    }

    /// Notes an import that nothing provides.
    fn report_missing(&mut self, module: ModuleId, import_idx: usize) {
        let import = &self.facts(module).imports[import_idx];
        let (wanted_of, wanted) = self.effective_name(module, import);
        match self.needs_javascript(module, &wanted_of, &wanted) {
            Some((text, help)) => {
                self.note(module, import_idx, ProblemKind::JavaScript, None, vec![text]);
                if let Some(noted) = self.problems.last_mut() {
                    noted.help.push(help.to_owned());
                }
            }
            None => self.note(module, import_idx, ProblemKind::Unresolved, None, vec![]),
        }
    }

    /// Notes a problem of one import.
    pub(super) fn note(
        &mut self,
        importer: ModuleId,
        import_idx: usize,
        kind: ProblemKind,
        found: Option<ExternType>,
        findings: Vec<String>,
    ) {
        let import = &self.facts(importer).imports[import_idx];
        let (help, looked_in) = match kind {
            // Where a finding says why it cannot be had, a similar name would only mislead.
            ProblemKind::Unresolved if findings.is_empty() => {
                (self.suggestions(importer, import), self.looked_in(importer, import))
            }
            ProblemKind::TypeMismatch if findings.is_empty() => {
                (self.mismatch_help(importer, import), vec![])
            }
            ProblemKind::Convention => (super::suggest::minified_help(), vec![]),
            _ => (vec![], vec![]),
        };
        self.problems.push(Problem {
            kind,
            importer,
            importer_name: escaped(self.name(importer)),
            import_idx,
            import: format!("{}.{}", escaped(&import.module), escaped(&import.name)),
            module_bytes: escaped(&import.module).len(),
            expected: import.ty.clone(),
            found,
            looked_in,
            findings,
            help,
        });
    }
}

/// Whether all imports look like `a.b`, as release builds of emscripten write them.
fn is_minified(facts: &ModuleFacts) -> bool {
    /// A program with hundreds of imports reaches names of this length.
    const MAX_NAME_CHARS: usize = 2;
    /// A module written by hand may name a peer `a`: so many imports of one letter it hardly has,
    /// and if it has fewer, then its exports have names.
    const MANY: usize = 3;
    let is_short = |name: &str| name.chars().count() <= MAX_NAME_CHARS;
    let mut imports = facts.imports.iter();
    let n_exports = facts.exports.len();
    imports.all(|it| it.module == names::MINIFIED_MODULE && is_short(&it.name))
        && (facts.imports.len() >= MANY
            || (n_exports >= MANY && facts.exports.iter().all(|it| is_short(&it.name))))
}

/// Why a helper of a module's memory cannot be had.
pub(super) fn no_memory(name: &str) -> String {
    format!("{} has no memory", quoted(name))
}

/// Why a helper of a module's table cannot be had.
pub(super) fn no_table(name: &str) -> String {
    format!("{} has no function table that others can reach", quoted(name))
}

fn planned(name: &str, facts: &ModuleFacts) -> PlannedModule {
    let imports = facts.imports.iter().map(|import| PlannedImport {
        module: import.module.clone(),
        name: import.name.clone(),
        ty: import.ty.clone(),
        source: Source::Missing,
        mapped_by: None,
    });
    PlannedModule {
        name: name.to_owned(),
        imports: imports.collect(),
        memory: None,
        table: None,
        lift: super::Lift::default(),
        member: None,
        remarks: Vec::new(),
        closed: false,
    }
}
