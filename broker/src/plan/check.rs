//! Proof that a finished plan can be carried out.

use super::reserved::{self, Path, PeerFunction};
use super::start::initializer;
use super::{
    BrokerFunction, ForwardTarget, Helper, HelperImport, HelperSpec, LinkPlan, Node, Room, Source,
    Step, Symbol, Until,
};
use crate::error::{Code, Error, Result, escaped};
use crate::facts::ModuleFacts;
use crate::ids::{GlobalId, HelperId, ModuleId};
use crate::names;
use crate::sig::ExternType;
use std::collections::{BTreeSet, HashSet};

/// See [`LinkPlan::check`].
///
/// # Errors
/// 5030 with the step and what is wrong with it.
pub(super) fn check<'a>(plan: &'a LinkPlan, facts: &[&'a ModuleFacts]) -> Result<()> {
    check_ids(plan)?;
    let mut progress = Progress {
        plan,
        facts,
        made: HashSet::new(),
        filled: HashSet::new(),
        placed: HashSet::new(),
        open: Open::default(),
        constructed: HashSet::new(),
        n_globals_filled: 0,
    };
    let mut calls = Calls::default();
    for (idx, step) in plan.steps.iter().enumerate() {
        let carried_out = match step {
            Step::Instantiate(node) => progress.instantiate(*node),
            Step::FillForward { helper, target_idx } => progress.fill(*helper, *target_idx),
            Step::Place(module) => progress.place(*module),
            Step::FillGlobals { first, end } => progress.fill_globals(*first, *end),
            Step::Relocate { module, .. }
            | Step::InitTls(module)
            | Step::SetStackLimits(module) => progress.is_complete(*module),
            Step::Call { module, .. } => progress
                .is_complete(*module)
                .and_then(|()| Calls::once(&mut calls.initializers, *module))
                .map(|()| progress.constructed.extend([*module])),
            Step::CallMain { module, .. } => progress
                .is_complete(*module)
                .and_then(|()| Progress::are_filled(progress.open.n_until_constructed))
                .and_then(|()| Calls::once(&mut calls.mains, *module)),
        };
        carried_out.map_err(|why| {
            let text = format!("step {} of the plan cannot be carried out: {why}", idx + 1);
            Error::new(Code::Internal, text)
        })?;
    }
    progress.check_whole()?;
    check_initializers(facts, &calls)
}

/// What the steps so far have made.
struct Progress<'a> {
    plan: &'a LinkPlan,
    /// The modules' facts, as far as they were given.
    facts: &'a [&'a ModuleFacts],
    made: HashSet<Node>,
    /// Forwarders by helper and target.
    filled: HashSet<(HelperId, u32)>,
    /// Libraries that have their room.
    placed: HashSet<ModuleId>,
    open: Open,
    /// Modules whose constructors have run.
    constructed: HashSet<ModuleId>,
    /// Shared globals are filled in the order of their ids.
    n_globals_filled: usize,
}

/// How many targets the forwarders that are made do not know yet.
#[derive(Default)]
struct Open {
    n_until_instantiated: usize,
    n_until_constructed: usize,
}

impl Open {
    fn of(&mut self, until: Until) -> &mut usize {
        match until {
            Until::Instantiated => &mut self.n_until_instantiated,
            Until::Constructed => &mut self.n_until_constructed,
        }
    }
}

/// Who was called so far: each module at most once.
#[derive(Default)]
struct Calls {
    initializers: BTreeSet<ModuleId>,
    mains: BTreeSet<ModuleId>,
}

impl Progress<'_> {
    fn instantiate(&mut self, node: Node) -> Result<(), String> {
        for source in self.plan.sources(node) {
            if let Some(why) = self.unusable(source) {
                let source = escaped(&format!("{source:?}"));
                return Err(format!("{node:?} imports {source}: {why}"));
            }
        }
        if !self.made.insert(node) {
            return Err(format!("{node:?} is instantiated twice"));
        }
        if let Node::Helper(helper) = node {
            for target in Self::targets(self.plan, helper) {
                *self.open.of(target.until) += 1;
            }
        }
        Ok(())
    }

    /// Why a source cannot be used now, if it cannot.
    fn unusable(&self, source: &Source) -> Option<&'static str> {
        match source {
            Source::Peer { module, export } => {
                if !self.made.contains(&Node::Module(*module)) {
                    return Some("it does not exist yet");
                }
                let has_export = self.facts.get(module.idx())?.export(export).is_some();
                let lift = &self.plan.modules[module.idx()].lift;
                let is_lifted = lift.stack_pointer_idx.is_some() && export == names::STACK_POINTER;
                (!has_export && !is_lifted).then_some("there is no such export")
            }
            Source::Helper { helper, .. } => {
                (!self.made.contains(&Node::Helper(*helper))).then_some("it does not exist yet")
            }
            Source::Base { module, .. } => {
                (!self.placed.contains(module)).then_some("the module has no room yet")
            }
            Source::Address { module, export } => {
                let source = Source::Peer { module: *module, export: export.clone() };
                self.unusable(&source)
            }
            Source::Shared(global) => match self.plan.globals.get(global.idx()).map(|it| &it.value)
            {
                None => Some("there is no such global"),
                Some(Symbol::Stack { room: Room::Allocated { module, .. }, .. })
                    if !self.made.contains(&Node::Module(*module)) =>
                {
                    Some("who gives it memory does not exist yet")
                }
                Some(_) => None,
            },
            Source::Missing => Some("nothing provides it"),
            Source::Broker { .. } | Source::Host(_) | Source::Constant(_) | Source::Stub(_) => None,
        }
    }

    fn place(&mut self, module: ModuleId) -> Result<(), String> {
        let member = self.plan.modules[module.idx()].member.as_ref();
        let placement = member.and_then(|member| member.placement.as_ref());
        let placement = placement.ok_or("the module has no place of its own")?;
        if let Room::Allocated { module: giver, .. } = &placement.memory
            && !self.made.contains(&Node::Module(*giver))
        {
            return Err("who gives it memory does not exist yet".to_owned());
        }
        match self.placed.insert(module) && !self.made.contains(&Node::Module(module)) {
            true => Ok(()),
            false => Err("the module has its room already".to_owned()),
        }
    }

    fn fill_globals(&mut self, first: GlobalId, end: GlobalId) -> Result<(), String> {
        if first.idx() != self.n_globals_filled || end.idx() > self.plan.globals.len() {
            return Err("shared globals are not filled one after the other".to_owned());
        }
        for global in &self.plan.globals[first.idx()..end.idx()] {
            let why = match &global.value {
                Symbol::Number(_) | Symbol::Stack { .. } => None,
                Symbol::Data { module, export } => {
                    let (module, export) = (*module, export.clone());
                    self.unusable(&Source::Peer { module, export })
                }
                Symbol::Function { source, .. } => self.unusable(source),
            };
            if let Some(why) = why {
                return Err(format!("{}: {why}", escaped(&global.name)));
            }
        }
        self.n_globals_filled = end.idx();
        Ok(())
    }

    fn fill(&mut self, helper: HelperId, target_idx: u32) -> Result<(), String> {
        let target = Self::targets(self.plan, helper).get(target_idx as usize);
        let target = target.ok_or("there is no such target")?;
        let ends = [Node::Helper(helper), Node::Module(target.module)];
        if !ends.iter().all(|node| self.made.contains(node)) {
            return Err("the forwarder or its target does not exist yet".to_owned());
        }
        let is_to_come =
            |step: &Step| matches!(step, Step::Call { module, .. } if *module == target.module);
        if target.until == Until::Constructed
            && !self.constructed.contains(&target.module)
            && self.plan.steps.iter().any(is_to_come)
        {
            return Err("the constructors of its target have not run yet".to_owned());
        }
        if !self.filled.insert((helper, target_idx)) {
            return Err("the forwarder is filled twice".to_owned());
        }
        *self.open.of(target.until) -= 1;
        Ok(())
    }

    /// The module can be called: it is there, and every forwarder that is there can be called too,
    /// but for those that wait for constructors.
    fn is_complete(&self, module: ModuleId) -> Result<(), String> {
        if !self.made.contains(&Node::Module(module)) {
            return Err("the module does not exist yet".to_owned());
        }
        let n_filled = self.n_globals_filled;
        let is_open = |source: &&Source| match source {
            Source::Shared(global) => global.idx() >= n_filled,
            _ => false,
        };
        if self.plan.sources(Node::Module(module)).iter().any(is_open) {
            return Err("a global that it shares does not have its value yet".to_owned());
        }
        Self::are_filled(self.open.n_until_instantiated)
    }

    /// All forwarders that are there know their targets.
    fn are_filled(n_open: usize) -> Result<(), String> {
        match n_open {
            0 => Ok(()),
            _ => Err("a forwarder does not know its target yet".to_owned()),
        }
    }

    fn targets(plan: &LinkPlan, helper: HelperId) -> &[ForwardTarget] {
        match plan.helpers.get(helper.idx()).map(|helper| &helper.spec) {
            Some(HelperSpec::Forward { targets, .. }) => targets,
            _ => &[],
        }
    }

    /// Everything that the plan names is made, and every forwarder knows its targets.
    fn check_whole(&self) -> Result<()> {
        let n_nodes = self.plan.modules.len() + self.plan.helpers.len();
        let helpers = (0..self.plan.helpers.len()).map(|idx| HelperId::new(idx as u32));
        let n_targets: usize = helpers.map(|helper| Self::targets(self.plan, helper).len()).sum();
        let (n_made, n_filled) = (self.made.len(), self.filled.len());
        if self.n_globals_filled < self.plan.globals.len() {
            let text =
                format!("the plan never fills {}", GlobalId::new(self.n_globals_filled as u32));
            return Err(Error::new(Code::Internal, text));
        }
        if n_made == n_nodes && n_filled == n_targets {
            return Ok(());
        }
        let text = format!(
            "the plan makes {n_made} of {n_nodes} nodes and fills {n_filled} of {n_targets} \
             forwarders"
        );
        Err(Error::new(Code::Internal, text))
    }
}

impl Calls {
    fn once(called: &mut BTreeSet<ModuleId>, module: ModuleId) -> Result<(), String> {
        match called.insert(module) {
            true => Ok(()),
            false => Err("the module was called before".to_owned()),
        }
    }
}

/// Every module with constructors has them called, unless it has an entry that may call them.
fn check_initializers(facts: &[&ModuleFacts], calls: &Calls) -> Result<()> {
    for (idx, facts) in facts.iter().enumerate() {
        let module = ModuleId::new(idx as u32);
        if let Some(export) = initializer(facts)
            && facts.exported_func(names::START).is_none()
            && !calls.initializers.contains(&module)
        {
            let text = format!("the plan never calls `{export}` of module {module}");
            return Err(Error::new(Code::Internal, text));
        }
    }
    Ok(())
}

/// Checks that every id names something and that helpers import only earlier helpers: what code
/// that prints or draws a plan relies on, even for a plan with problems.
///
/// # Errors
/// 5030 with what is named wrongly.
pub(super) fn check_ids(plan: &LinkPlan) -> Result<()> {
    for (idx, _) in plan.modules.iter().enumerate() {
        let module = ModuleId::new(idx as u32);
        check_sources(plan, Node::Module(module), plan.helpers.len())?;
        check_module(plan, module)?;
    }
    for global in &plan.globals {
        let named = match &global.value {
            Symbol::Number(_) => None,
            Symbol::Stack { room: Room::Allocated { module, .. }, .. } => Some(module),
            Symbol::Stack { .. } => None,
            Symbol::Data { module, .. } => Some(module),
            Symbol::Function { source, .. } => match source {
                Source::Peer { module, .. } | Source::Broker { owner: module, .. } => Some(module),
                _ => None,
            },
        };
        let exists = |module: &ModuleId| module.idx() < plan.modules.len();
        if ![Some(&global.leader), named].into_iter().flatten().all(exists) {
            let text = format!("{} names a module that does not exist", escaped(&global.name));
            return Err(Error::new(Code::Internal, text));
        }
    }
    for (idx, helper) in plan.helpers.iter().enumerate() {
        let node = Node::Helper(HelperId::new(idx as u32));
        check_sources(plan, node, idx)?;
        if !is_single_wrapper(plan, helper) {
            return wrong(plan, node, "a wrapper imports one function, not one of a wrapper");
        }
        let modules = modules_of(&helper.spec);
        if let Some(module) = modules.iter().find(|it| it.idx() >= plan.modules.len()) {
            return wrong(plan, node, &format!("it serves module {module}, which does not exist"));
        }
    }
    for (idx, step) in plan.steps.iter().enumerate() {
        let node = match step {
            Step::Instantiate(node) => *node,
            Step::FillForward { helper, .. } => Node::Helper(*helper),
            Step::Place(module)
            | Step::Relocate { module, .. }
            | Step::InitTls(module)
            | Step::SetStackLimits(module)
            | Step::Call { module, .. }
            | Step::CallMain { module, .. } => Node::Module(*module),
            Step::FillGlobals { .. } => continue,
        };
        if !exists(plan, node) {
            let text = format!("step {} of the plan names {node:?}, which does not exist", idx + 1);
            return Err(Error::new(Code::Internal, text));
        }
    }
    Ok(())
}

/// The sources of a node name what exists, and only helpers before number `n_helpers`.
fn check_sources(plan: &LinkPlan, node: Node, n_helpers: usize) -> Result<()> {
    let module = plan.modules.get(match node {
        Node::Module(module) => module.idx(),
        Node::Helper(_) => usize::MAX,
    });
    let spaces = module.into_iter().flat_map(|module| {
        let memory = module.memory.iter().map(|space| &space.source);
        memory.chain(module.table.iter().map(|space| &space.source))
    });
    for source in plan.sources(node).into_iter().chain(spaces) {
        let is_module = |module: &ModuleId| module.idx() < plan.modules.len();
        let is_right = match source {
            Source::Peer { module, .. } => is_module(module),
            Source::Helper { helper, export } => {
                let target = plan.helpers.get(helper.idx()).filter(|_| helper.idx() < n_helpers);
                target.is_some_and(|it| has_export(it, export))
            }
            Source::Broker { function: BrokerFunction::HostRehome { to }, owner } => {
                is_module(to) && is_module(owner)
            }
            Source::Broker { owner, .. } => is_module(owner),
            Source::Base { module, .. } | Source::Address { module, .. } => is_module(module),
            Source::Shared(global) => global.idx() < plan.globals.len(),
            Source::Host(_) | Source::Constant(_) | Source::Stub(_) | Source::Missing => true,
        };
        if !is_right {
            let source = escaped(&format!("{source:?}"));
            return wrong(plan, node, &format!("it imports {source}, which does not exist"));
        }
    }
    Ok(())
}

/// The lift of a module names imports that have limits, and its group is one of modules.
fn check_module(plan: &LinkPlan, id: ModuleId) -> Result<()> {
    let module = &plan.modules[id.idx()];
    let has_limits = |idx: &usize| {
        module
            .imports
            .get(*idx)
            .is_some_and(|import| matches!(import.ty, ExternType::Table(_) | ExternType::Memory(_)))
    };
    if let Some(idx) = module.lift.relaxed_imports.iter().find(|idx| !has_limits(idx)) {
        return wrong(plan, Node::Module(id), &format!("its import {idx} has no limits"));
    }
    let exists = |module: &ModuleId| module.idx() < plan.modules.len();
    let named = module.member.iter().flat_map(|member| {
        let giver = match member.placement.as_ref().map(|placement| &placement.memory) {
            Some(Room::Allocated { module, .. }) => Some(*module),
            _ => None,
        };
        member.needed.iter().copied().chain([member.leader]).chain(giver)
    });
    let owners = module.lift.host_references.iter().map(|reference| reference.owner);
    match named.into_iter().chain(owners).find(|it| !exists(it)) {
        Some(other) => {
            wrong(plan, Node::Module(id), &format!("it joins module {other}, which does not exist"))
        }
        None => Ok(()),
    }
}

fn wrong(plan: &LinkPlan, node: Node, why: &str) -> Result<()> {
    let label = match node {
        Node::Module(module) => plan.module_label(module),
        Node::Helper(helper) => plan.helper_label(helper),
    };
    Err(Error::new(Code::Internal, format!("`{label}` in the plan is wrong: {why}")))
}

/// Whether a helper is no wrapper, or a wrapper around one thing that is none.
fn is_single_wrapper(plan: &LinkPlan, helper: &Helper) -> bool {
    let is_wrapper = |it: &Helper| matches!(it.spec, HelperSpec::Wrapper { .. });
    let wraps_wrapper = |import: &HelperImport| match &import.source {
        Source::Helper { helper, .. } => plan.helpers.get(helper.idx()).is_some_and(is_wrapper),
        _ => false,
    };
    !is_wrapper(helper)
        || ((1..=2).contains(&helper.imports.len()) && !helper.imports.iter().any(wraps_wrapper))
}

/// The modules that a helper serves.
fn modules_of(spec: &HelperSpec) -> Vec<ModuleId> {
    match spec {
        HelperSpec::Home { module, .. }
        | HelperSpec::Accessor { module, .. }
        | HelperSpec::WasiShim { module, .. } => vec![*module],
        HelperSpec::Bridge(pair) | HelperSpec::Fallback(pair) | HelperSpec::Rehome(pair) => {
            vec![pair.main, pair.side]
        }
        HelperSpec::Forward { importer, targets } => {
            targets.iter().map(|target| target.module).chain([*importer]).collect()
        }
        HelperSpec::Tag { leader, .. } => vec![*leader],
        HelperSpec::Ledger | HelperSpec::Wrapper { .. } => Vec::new(),
    }
}

/// Whether a helper has an export of this name, as far as its spec tells.
fn has_export(helper: &Helper, export: &str) -> bool {
    let is_one_of = |n: usize, name: fn(usize) -> String| (0..n).any(|idx| name(idx) == export);
    match &helper.spec {
        HelperSpec::Home { memories, tables, .. } => {
            is_one_of(memories.len(), names::home_memory)
                || is_one_of(tables.len(), names::home_table)
        }
        HelperSpec::Accessor { .. } => {
            names::ACCESSOR_FUNCTIONS.contains(&export)
                || names::WIDE_SETTERS.contains(&export)
                || names::ACCESSOR_BRIDGES.contains(&export)
        }
        HelperSpec::WasiShim { functions, .. } => functions.iter().any(|(name, _)| name == export),
        HelperSpec::Wrapper { .. } => export == names::WRAPPED,
        HelperSpec::Tag { .. } => export == names::TAG,
        HelperSpec::Rehome(_) => export == names::REHOME,
        HelperSpec::Forward { targets, .. } => {
            export.parse().is_ok_and(|idx: usize| idx < targets.len() && idx.to_string() == export)
        }
        HelperSpec::Fallback(_) => reserved::is_copy(export),
        HelperSpec::Bridge(_) => matches!(
            reserved::bridge_function(export),
            Some(PeerFunction::CopyFrom(_, Path::Chosen) | PeerFunction::CopyTo(_, Path::Chosen))
        ),
        HelperSpec::Ledger => names::LEDGER_EXPORTS.contains(&export),
    }
}

fn exists(plan: &LinkPlan, node: Node) -> bool {
    match node {
        Node::Module(module) => module.idx() < plan.modules.len(),
        Node::Helper(helper) => helper.idx() < plan.helpers.len(),
    }
}
