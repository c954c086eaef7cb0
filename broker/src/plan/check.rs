//! Proof that a finished plan can be carried out.

use super::reserved::{self, Path, PeerFunction};
use super::{BrokerFunction, Helper, HelperImport, HelperSpec, LinkPlan, Node, Source, Step};
use crate::error::{Code, Error, Result, escaped};
use crate::facts::ModuleFacts;
use crate::ids::{HelperId, ModuleId};
use crate::names;
use crate::sig::ExternType;
use std::collections::HashSet;

/// See [`LinkPlan::check`].
///
/// # Errors
/// 5030 with the step and what is wrong with it.
pub(super) fn check(plan: &LinkPlan, facts: &[&ModuleFacts]) -> Result<()> {
    check_ids(plan)?;
    let mut made: HashSet<Node> = HashSet::new();
    let mut filled = HashSet::new();
    for (idx, step) in plan.steps.iter().enumerate() {
        let fail = |why: String| {
            let text = format!("step {} of the plan cannot be carried out: {why}", idx + 1);
            Err(Error::new(Code::Internal, text))
        };
        match step {
            Step::Instantiate(node) => {
                if !exists(plan, *node) {
                    return fail(format!("there is no {node:?}"));
                }
                for source in plan.sources(*node) {
                    if let Some(why) = unusable(plan, facts, &made, source) {
                        let source = escaped(&format!("{source:?}"));
                        return fail(format!("{node:?} imports {source}: {why}"));
                    }
                }
                if !made.insert(*node) {
                    return fail(format!("{node:?} is instantiated twice"));
                }
            }
            Step::FillForward { helper, target_idx } => {
                let target = plan.helpers.get(helper.idx()).and_then(|it| match &it.spec {
                    HelperSpec::Forward { targets, .. } => targets.get(*target_idx as usize),
                    _ => None,
                });
                match target {
                    Some(target) if made.contains(&Node::Module(target.module)) => {}
                    _ => return fail("its target does not exist yet".to_owned()),
                }
                if !filled.insert((*helper, *target_idx)) {
                    return fail("the forwarder is filled twice".to_owned());
                }
            }
            Step::Call { module, .. } | Step::CallMain { module, .. }
                if made.contains(&Node::Module(*module)) => {}
            Step::Call { .. } | Step::CallMain { .. } => {
                return fail("the module does not exist yet".to_owned());
            }
        }
    }
    check_whole(plan, &made, filled.len())
}

/// Everything that the plan names is made, and every forwarder knows its targets.
fn check_whole(plan: &LinkPlan, made: &HashSet<Node>, n_filled: usize) -> Result<()> {
    let n_nodes = plan.modules.len() + plan.helpers.len();
    let n_targets: usize = plan
        .helpers
        .iter()
        .map(|helper| match &helper.spec {
            HelperSpec::Forward { targets, .. } => targets.len(),
            _ => 0,
        })
        .sum();
    if made.len() != n_nodes || n_filled != n_targets {
        let text = format!(
            "the plan makes {} of {n_nodes} nodes and fills {n_filled} of {n_targets} forwarders",
            made.len()
        );
        return Err(Error::new(Code::Internal, text));
    }
    Ok(())
}

/// Checks that every id names something and that helpers import only earlier helpers: what code that
/// prints or draws a plan relies on, even for a plan with problems.
///
/// # Errors
/// 5030 with what is named wrongly.
pub(super) fn check_ids(plan: &LinkPlan) -> Result<()> {
    for (idx, _) in plan.modules.iter().enumerate() {
        let module = ModuleId::new(idx as u32);
        check_sources(plan, Node::Module(module), plan.helpers.len())?;
        check_module(plan, module)?;
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
            Step::Call { module, .. } | Step::CallMain { module, .. } => Node::Module(*module),
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
            Source::Host(_) | Source::Constant(_) | Source::Stub(_) | Source::Missing => true,
        };
        if !is_right {
            let source = escaped(&format!("{source:?}"));
            return wrong(plan, node, &format!("it imports {source}, which does not exist"));
        }
    }
    Ok(())
}

/// The lift of a module names imports that are tables.
fn check_module(plan: &LinkPlan, id: ModuleId) -> Result<()> {
    let module = &plan.modules[id.idx()];
    let is_table = |idx: &usize| {
        module.imports.get(*idx).is_some_and(|import| matches!(import.ty, ExternType::Table(_)))
    };
    match module.lift.relaxed_imports.iter().find(|idx| !is_table(idx)) {
        Some(idx) => wrong(plan, Node::Module(id), &format!("its import {idx} is not a table")),
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
    !is_wrapper(helper) || (helper.imports.len() == 1 && !helper.imports.iter().any(wraps_wrapper))
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
                || [names::ACCESSOR_BRIDGE, names::ACCESSOR_BRIDGE_FB].contains(&export)
        }
        HelperSpec::WasiShim { functions, .. } => functions.iter().any(|(name, _)| name == export),
        HelperSpec::Wrapper { .. } => export == names::WRAPPED,
        HelperSpec::Rehome(_) => export == names::REHOME,
        HelperSpec::Forward { targets, .. } => {
            export.parse().is_ok_and(|idx: usize| idx < targets.len() && idx.to_string() == export)
        }
        HelperSpec::Bridge(_) | HelperSpec::Fallback(_) => matches!(
            reserved::bridge_function(export),
            Some(PeerFunction::CopyFrom(_, Path::Chosen) | PeerFunction::CopyTo(_, Path::Chosen))
        ),
        HelperSpec::Ledger => names::LEDGER_FUNCTIONS.contains(&export),
    }
}

fn exists(plan: &LinkPlan, node: Node) -> bool {
    match node {
        Node::Module(module) => module.idx() < plan.modules.len(),
        Node::Helper(helper) => helper.idx() < plan.helpers.len(),
    }
}

/// Why a source cannot be used now, if it cannot.
fn unusable(
    plan: &LinkPlan,
    facts: &[&ModuleFacts],
    made: &HashSet<Node>,
    source: &Source,
) -> Option<&'static str> {
    match source {
        Source::Peer { module, export } => {
            if !made.contains(&Node::Module(*module)) {
                return Some("it does not exist yet");
            }
            let has_export = facts.get(module.idx())?.export(export).is_some();
            (!has_export).then_some("there is no such export")
        }
        Source::Helper { helper, .. } => {
            (!made.contains(&Node::Helper(*helper))).then_some("it does not exist yet")
        }
        Source::Broker { owner, .. } => {
            (owner.idx() >= plan.modules.len()).then_some("its owner does not exist")
        }
        Source::Missing => Some("nothing provides it"),
        Source::Host(_) | Source::Constant(_) | Source::Stub(_) => None,
    }
}
